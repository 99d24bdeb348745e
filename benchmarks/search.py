"""Measures passage search: CMRC 2018 as retrieval, and the seeds' questions of meaning.

    python -m benchmarks.search [--shared FOLDER] [--home FOLDER]

CMRC: all 848 passages are the pool, the gold passage of a question is the one it was written on;
hit@1 and MRR@10 of each part and of the fusion, then the time of a fused query. Seeds: the share
of evidence quotes that one of the first five hits overlaps, over all documents at once.
"""

from __future__ import annotations

import argparse
import json
import platform
import sys
import tempfile
import time
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from itertools import accumulate
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks._claims import at_least, cannot_run, not_run
from corpus.document import Document, Paragraph, Section, Span
from corpus.figure import Figure
from corpus.ingest import parse
from index.encoder import default_encoder, multiplies_bfloat16
from index.hybrid import Hit, PassageIndex

SHARED = Path(__file__).resolve().parents[2] / "shared"
MEANING_OPS = {"passage", "list", "definition"}
PACKAGES = ("torch", "sentence-transformers", "faiss-cpu", "tantivy", "jieba", "numpy")
Ranking = list[tuple[int, float]]


@dataclass(frozen=True)
class Pool:
    """Documents without figures, in memory."""

    shelf: Sequence[Document]
    revision: int = 1

    def documents(self) -> Sequence[Document]:
        """Return all documents."""
        return self.shelf

    def readings(self) -> dict[str, str]:
        """Tell that every document was read in the same way."""
        return dict.fromkeys((document.id for document in self.shelf), "1")

    def document(self, id: str, /) -> Document:
        """Return one document."""
        return next(document for document in self.shelf if document.id == id)

    def figures(self, *, documents: Collection[str] | None = None) -> list[Figure]:
        """Return nothing: passages only."""
        return []


def main() -> None:
    """Print the machine, the versions and the figures."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--shared", type=Path, default=SHARED)
    arguments.add_argument("--home", type=Path, help="keeps the vectors between two runs")
    chosen = arguments.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        home = chosen.home or Path(temporary)
        describe_machine()
        if not chosen.shared.is_dir():
            why = f"{chosen.shared}: no such folder; it is not part of this repository"
            cannot_run("CMRC 2018 and the seeds", why)
        cmrc = chosen.shared / "bench/cmrc2018/cmrc2018_dev.json"
        if cmrc.is_file():
            measure_cmrc(cmrc, home / "cmrc")
        else:
            not_run("CMRC 2018", f"{cmrc}: no such file")
        measure_seeds(chosen.shared, home / "seeds")


def describe_machine() -> None:
    """Print machine and versions: figures mean nothing without them."""
    number = "bfloat16" if multiplies_bfloat16() else "float32"
    print(f"{platform.platform()}, {_processor()}, Python {platform.python_version()}, {number}")
    print(", ".join(f"{name} {version(name)}" for name in PACKAGES))


def measure_cmrc(path: Path, home: Path) -> None:
    """Print hit@1 and MRR@10 of the parts and of the fusion on CMRC 2018."""
    paragraphs = [
        p for entry in json.loads(path.read_text("utf-8"))["data"] for p in entry["paragraphs"]
    ]
    pool = Pool([plain_document(p["id"], p["context"]) for p in paragraphs])
    questions = [(q["question"], p["id"]) for p in paragraphs for q in p["qas"]]
    started = time.perf_counter()
    index = PassageIndex.open(pool, home, default_encoder())
    print(
        f"\nCMRC 2018: {len(pool.shelf)} passages, built in {time.perf_counter() - started:.1f} s"
    )
    ranks: dict[str, list[int]] = {}
    for question, gold in questions:
        for part, ids in rankings(index, question).items():
            ranks.setdefault(part, []).append(ids.index(gold) + 1 if gold in ids else 0)
    for part, places in ranks.items():
        hit = np.mean([place == 1 for place in places])
        mrr = np.mean([1 / place if 0 < place <= 10 else 0 for place in places])
        print(f"  {part:8} hit@1 {hit:.4f}  MRR@10 {mrr:.4f}  ({len(places)} questions)")
        if part == "fused":
            at_least("CMRC 2018 dev, hit@1", float(hit), 0.972)
            at_least("CMRC 2018 dev, MRR@10", float(mrr), 0.983)
    measure_time(
        index, [f"{question}（{number}）" for number, (question, _) in enumerate(questions)]
    )


def rankings(index: PassageIndex, question: str) -> dict[str, list[str]]:
    """Return document ids, best first, by meaning alone, by words alone, and fused."""
    hits = index.search(question, limit=100)
    orders: dict[str, Callable[[Hit], float]] = {
        "dense": lambda hit: hit.dense,
        "lexical": lambda hit: hit.lexical,
        "fused": lambda hit: hit.score,
    }
    return {
        part: list(
            dict.fromkeys(hit.passage.document for hit in sorted(hits, key=key, reverse=True))
        )
        for part, key in orders.items()
    }


def measure_time(index: PassageIndex, questions: Sequence[str], sample: int = 200) -> None:
    """Print the time of one fused query that was never asked before, in milliseconds."""
    times = []
    for question in questions[:: max(1, len(questions) // sample)]:
        started = time.perf_counter()
        index.search(question)
        times.append(1000 * (time.perf_counter() - started))
    middle, late = np.percentile(times, [50, 95])
    print(f"  one query: p50 {middle:.1f} ms, p95 {late:.1f} ms ({len(times)} questions)")


def measure_seeds(shared: Path, home: Path) -> None:
    """Print how high the evidence of the seeds' questions of meaning is ranked."""
    files = sorted((shared / "seeds").glob("*.txt"))
    pool = Pool([parse(file.read_bytes(), file.name).document for file in files])
    index = PassageIndex.open(pool, home, default_encoder())
    lines = (shared / "gold/seeds-dev.jsonl").read_text("utf-8").splitlines()
    golds = [gold for gold in map(json.loads, lines) if gold["op"] in MEANING_OPS]
    places = [place for gold in golds for place in evidence_places(pool, index, gold)]
    print(f"\nSeeds: {len(index.passages)} passages, {len(golds)} questions, {len(places)} quotes")
    for depth in (1, 3, 5, 10):
        print(f"  hit@{depth} {np.mean([0 < place <= depth for place in places]):.3f}")


def evidence_places(pool: Pool, index: PassageIndex, gold: dict[str, Any]) -> list[int]:
    """Return the rank of the first hit that overlaps each evidence quote, 0 when none does."""
    hits = index.search(" ".join([*gold["history"][-1:], gold["question"]]), limit=10)
    places = []
    for evidence in gold["evidence"]:
        document = next(d for d in pool.shelf if d.file_name == evidence["doc"])
        fits = [
            place for place, hit in enumerate(hits, 1) if overlaps(document, hit, evidence["quote"])
        ]
        places.append(min(fits, default=0))
        if "--misses" in sys.argv or not fits or fits[0] > 5:
            print(f"  {gold['id']} {places[-1]}: {gold['question']} -> {evidence['quote'][:40]}")
    return places


def overlaps(document: Document, hit: Hit, quote: str) -> bool:
    """Tell whether a hit shares at least half of the quote's characters in place."""
    if hit.passage.document != document.id:
        return False
    return shows(hit.passage.text, quote)


def shows(passage: str, quote: str) -> bool:
    """Tell whether a passage has a quote, or its first half, or is part of it."""
    text, wanted = ("".join(part.split()) for part in (passage, quote))
    return wanted in text or text in wanted or wanted[: len(wanted) // 2] in text


def plain_document(name: str, *lines: str) -> Document:
    """Return a document of one paragraph a line, without owner and year."""
    ends = list(accumulate(len(line) + 1 for line in lines))
    spans = [Span(end - len(line) - 1, end - 1) for line, end in zip(lines, ends, strict=True)]
    everything = Span(0, ends[-1] - 1)
    section = Section(0, "", "", 0, (), everything, everything, None)
    return Document(
        id=name,
        file_name=name,
        title="",
        owner="",
        region="",
        fiscal_year=None,
        kind="",
        text="\n".join(lines),
        sections=(section,),
        tables=(),
        paragraphs=tuple(Paragraph(span, 0) for span in spans),
    )


def _processor() -> str:
    info = Path("/proc/cpuinfo")
    lines = info.read_text().splitlines() if info.is_file() else []
    names = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
    return f"{len(names)} × {names[0]}" if names else platform.processor()


if __name__ == "__main__":
    main()
