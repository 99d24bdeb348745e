"""Measures accuracy: questions with known answers, over made-up and over real disclosures.

    python -m benchmarks.accuracy [--documents N] [--questions N] [--seed N]
    python -m benchmarks.accuracy --gold [--shared FOLDER]

The first makes disclosures from the seed, reads them into a library and asks questions about them
whose answers are known. The second asks every gold file over the documents that it belongs to, and
all of them over one library of all documents. Both print, for each set, time and memory, the
headline, and which station lost what. ``--json`` and ``--html`` name folders for the reports.
``--no-model`` takes the tests' tiny encoder instead of the default model: names are then compared
by their characters only, and the vectors of many documents cost nothing.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from assistant.batch import read_lines
from assistant.evaluation.html import report_html
from assistant.evaluation.report import (
    Evaluation,
    answered,
    evaluation_json,
    explained,
    station_lines,
)
from assistant.evaluation.scoring import Gold, gold_of, headline
from assistant.evaluation.watch import WatchedAssistant
from assistant.terminal import watched
from benchmarks.made_up.questions import questions_of
from benchmarks.made_up.world import disclosures
from corpus.errors import DisclosureError
from corpus.library import Library
from index.encoder import Encoder, HashEncoder
from index.hybrid import refresh

SHARED = Path(__file__).resolve().parents[2] / "shared"
DOCUMENTS, QUESTIONS, SEED = 24, 300, 2026
TOGETHER = "together"  # all documents in one library


@dataclass(frozen=True, slots=True)
class GoldSet:
    """Gold questions with the documents over which they are asked."""

    name: str
    golds: tuple[Path, ...]
    folders: tuple[Path, ...]


def main() -> None:
    """Measure what the arguments say."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--documents", type=int, default=DOCUMENTS)
    arguments.add_argument("--questions", type=int, default=QUESTIONS)
    arguments.add_argument("--seed", type=int, default=SEED)
    arguments.add_argument("--gold", action="store_true", help="ask the gold files as well")
    arguments.add_argument("--no-model", action="store_true", help="compare without the model")
    arguments.add_argument("--shared", type=Path, default=SHARED)
    arguments.add_argument("--json", type=Path, help="folder for the reports as JSON")
    arguments.add_argument("--html", type=Path, help="folder for the reports as HTML")
    chosen = arguments.parse_args()
    for evaluation in _evaluations(chosen):
        print("\n".join(_counts(evaluation)), flush=True)
        _write_reports(evaluation, chosen.json, chosen.html)


def _evaluations(chosen: argparse.Namespace) -> Iterator[Evaluation]:
    encoder = HashEncoder() if chosen.no_model else None
    if chosen.gold:
        yield from _of_gold(chosen.shared, encoder)
    if chosen.documents and chosen.questions:
        print(f"== 生成的文件 {chosen.documents} 个，种子 {chosen.seed}")
        with tempfile.TemporaryDirectory(prefix="accuracy-") as folder:
            sizes = (chosen.documents, chosen.questions)
            yield made_up(Path(folder), chosen.seed, *sizes, encoder)


def _of_gold(shared: Path, encoder: Encoder | None) -> Iterator[Evaluation]:
    for one in gold_sets(shared):
        print(f"== {one.name}", flush=True)
        with tempfile.TemporaryDirectory(prefix="accuracy-") as folder:
            yield of_gold_set(Path(folder), one, encoder)


def gold_sets(shared: Path) -> list[GoldSet]:
    """Return each gold file with its documents, then all of them with all documents.

    ``gold/NAME-….jsonl`` is asked of ``NAME`` or ``disclosures/NAME``. Empty without the folder.
    """
    sets = []
    for gold in sorted((shared / "gold").glob("*.jsonl")):
        name = gold.stem.partition("-")[0]
        places = (shared / name, shared / "disclosures" / name)
        folders = tuple(place for place in places if place.is_dir())
        if folders:
            sets.append(GoldSet(gold.stem, (gold,), folders))
    if len(sets) > 1:
        golds = tuple(path for one in sets for path in one.golds)
        folders = tuple(dict.fromkeys(path for one in sets for path in one.folders))
        sets.append(GoldSet(TOGETHER, golds, folders))
    return sets


def of_gold_set(home: Path, one: GoldSet, encoder: Encoder | None = None) -> Evaluation:
    """Evaluate a set of gold files over its documents, in a new library in ``home``."""
    questions = [gold for path in one.golds for gold in read_lines(path, gold_of)]
    return _evaluated(one.name, assistant_over(home, one.folders, encoder), questions)


def made_up(
    home: Path, seed: int, documents: int, questions: int, encoder: Encoder | None = None
) -> Evaluation:
    """Evaluate questions over made-up documents, in a new library below ``home``."""
    lines, assistant = made_up_library(home, seed, documents, questions, encoder)
    return _evaluated(f"generated-{seed}", assistant, lines)


def made_up_library(
    home: Path, seed: int, documents: int, questions: int, encoder: Encoder | None = None
) -> tuple[list[Gold], WatchedAssistant]:
    """Return questions with their answers, and an assistant over the documents they are about."""
    with _timed("编造文件"):
        made = list(disclosures(seed, documents))
        files = home / "files"
        files.mkdir()
        for document in made:
            (files / document.name).write_text(document.text, "utf-8")
    with _timed("编造问题"):
        lines = [gold_of(line) for line in questions_of(made, seed, questions)]
    return lines, assistant_over(home / "library", [files], encoder)


def assistant_over(
    home: Path, paths: Sequence[Path], encoder: Encoder | None = None
) -> WatchedAssistant:
    """Return an assistant over files, read into a new library in ``home``."""
    library = Library.open(home, create=True)
    with _timed("读取"):
        added = library.add(list(paths), jobs=os.cpu_count() or 1)
    failed = [one.error for one in added if one.status == "failed"]
    if failed:
        raise DisclosureError(f"有 {len(failed)} 个文件没有读入，例如：{failed[0]}")
    with _timed("建立索引"):
        refresh(library, home, encoder=encoder)
    with _timed("打开"):
        return WatchedAssistant(library, home, encoder)


def _evaluated(name: str, assistant: WatchedAssistant, questions: Sequence[Gold]) -> Evaluation:
    with _timed(f"回答 {len(questions)} 个问题"):
        results = answered(assistant, questions, watched)
    print(headline(results), flush=True)
    with _timed("查找失分的环节"):
        return explained(name, assistant, results, watched)


@contextmanager
def _timed(what: str) -> Iterator[None]:
    """Print how long something took, and the most memory that this process ever had."""
    started = time.perf_counter()
    yield
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"   {what}：{time.perf_counter() - started:.1f} 秒，内存至多 {most:,.0f} MB", flush=True)


def _counts(evaluation: Evaluation) -> list[str]:
    """Return the lines of the stations, without those of the misses."""
    return [line for line in station_lines(evaluation.misses) if not line.startswith(" ")]


def _write_reports(evaluation: Evaluation, json_folder: Path | None, html: Path | None) -> None:
    if not (json_folder or html):
        return
    values = evaluation_json(evaluation)
    for folder, suffix in ((json_folder, "json"), (html, "html")):
        if folder:
            folder.mkdir(parents=True, exist_ok=True)
            is_json = suffix == "json"
            text = json.dumps(values, ensure_ascii=False) if is_json else report_html(values)
            (folder / f"{evaluation.name}.{suffix}").write_text(text, "utf-8")


if __name__ == "__main__":
    main()
