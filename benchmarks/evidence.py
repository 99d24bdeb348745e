"""Measures how high the evidence of the gold questions of meaning stands.

    python -m benchmarks.evidence [--shared FOLDER] [--home FOLDER] [--misses]

Each gold file is asked of its own documents, with the filters that the question itself gives: the
passages are those that the assistant would answer from, in its order. A question is found at the
first passage that shows one of its evidence quotes.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from assistant.evaluation.watch import WatchedAssistant
from assistant.operations.statements import ranked_hits
from benchmarks._claims import at_least, cannot_run
from benchmarks.accuracy import TOGETHER, GoldSet, assistant_over, gold_sets
from benchmarks.search import SHARED, describe_machine, shows
from corpus.library import Library

WANTED = {1: 0.80, 5: 0.96}


def main() -> None:
    """Print hit@1 and hit@5 of each gold file and of all."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--shared", type=Path, default=SHARED)
    arguments.add_argument("--home", type=Path, help="keeps the libraries between two runs")
    arguments.add_argument("--misses", action="store_true", help="print what is not found first")
    chosen = arguments.parse_args()
    sets = [one for one in gold_sets(chosen.shared) if one.name != TOGETHER]
    sets = [one for one in sets if one.name.endswith("-dev")]
    if not sets:
        cannot_run("evidence of gold questions", f"{chosen.shared}: no gold files here")
    describe_machine()
    with tempfile.TemporaryDirectory(prefix="evidence-") as folder:
        home, places = chosen.home or Path(folder), []
        for one in sets:
            found = list(ranks(one, home / one.name, misses=chosen.misses))
            print(f"{one.name}: {told(found)}", flush=True)
            places += found
    for depth, wanted in WANTED.items():
        what = f"evidence of {len(places)} questions, with their own filters, hit@{depth}"
        at_least(what, share(places, depth), wanted)


def ranks(one: GoldSet, home: Path, *, misses: bool) -> Iterator[int]:
    """Yield the rank of the first passage that shows evidence, 0 for none, of each question."""
    if (home / "index").is_dir():
        assistant = WatchedAssistant(Library.open(home), home)
    else:
        assistant = assistant_over(home, one.folders)
    names = {info.id: info.file_name for info in assistant.library.documents()}
    golds = (json.loads(line) for path in one.golds for line in path.open(encoding="utf-8"))
    for gold in golds:
        if gold["expect"] != "text":
            continue
        place = rank(assistant, names, gold)
        if misses and place != 1:
            print(f"  {gold['id']} {place}: {gold['question']}")
        yield place


def rank(assistant: WatchedAssistant, names: dict[str, str], gold: dict[str, Any]) -> int:
    """Return the rank of the first passage that shows one of a question's quotes, 0 for none."""
    desk = assistant.watch(gold["question"], gold["history"]).desk
    quotes = [(evidence["doc"], evidence["quote"]) for evidence in gold["evidence"]]
    for place, (_, hit) in enumerate(ranked_hits(desk), 1):
        name, text = names[hit.passage.document], hit.passage.text
        if any(name == document and shows(text, quote) for document, quote in quotes):
            return place
    return 0


def share(places: list[int], depth: int) -> float:
    """Return the share of questions whose evidence is among the first."""
    return float(np.mean([0 < place <= depth for place in places])) if places else 0.0


def told(places: list[int]) -> str:
    """Return both shares in a line."""
    shares = ", ".join(f"hit@{depth} {share(places, depth):.3f}" for depth in WANTED)
    return f"{len(places)} questions, {shares}"


if __name__ == "__main__":
    main()
