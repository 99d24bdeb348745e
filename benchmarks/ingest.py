"""Measures how much of reading and indexing a folder is spent in the model.

    python -m benchmarks.ingest [--documents N]

Made-up disclosures are added to an empty library and indexed with the default model. What is not
the model is reading, cutting, the words, the database and the files of the index.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from benchmarks._claims import at_least, stated
from benchmarks.made_up.world import disclosures
from benchmarks.search import describe_machine
from corpus.library import Library
from index.encoder import Encoder, Vectors, default_encoder
from index.hybrid import refresh

SEED = 20_261_123
Spent = tuple[float, float]  # seconds by the clock; CPU seconds of this process and its workers


class TimedEncoder:
    """Another encoder, and what its passages took."""

    def __init__(self, encoder: Encoder) -> None:
        """Nothing was embedded yet."""
        self._encoder = encoder
        self.name, self.dimension = encoder.name, encoder.dimension
        self.texts = 0
        self.spent: Spent = (0.0, 0.0)

    def queries(self, texts: Sequence[str]) -> Vectors:
        """Embed questions."""
        return self._encoder.queries(texts)

    def passages(self, texts: Sequence[str]) -> Vectors:
        """Embed passages and count."""
        found: list[Vectors] = []
        took = spent(lambda: found.append(self._encoder.passages(texts)))
        self.texts += len(texts)
        self.spent = (self.spent[0] + took[0], self.spent[1] + took[1])
        return found[0]


def main() -> None:
    """Print seconds of each step and the model's share."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--documents", type=int, default=300)
    chosen = arguments.parse_args()
    describe_machine()
    with tempfile.TemporaryDirectory(prefix="ingest-") as folder:
        measure(Path(folder), chosen.documents)


def measure(home: Path, documents: int) -> None:
    """Read and index made-up disclosures in ``home``."""
    files = home / "files"
    files.mkdir()
    for made in disclosures(SEED, documents):
        (files / made.name).write_text(made.text, "utf-8")
    encoder = TimedEncoder(default_encoder())
    library = Library.open(home, create=True)
    reading = spent(lambda: library.add([files], jobs=os.cpu_count() or 1))
    indexing = spent(lambda: refresh(library, home, encoder=encoder))
    _print("reading into the library", reading)
    _print(f"indexing without the model, {encoder.texts:,} texts", _less(indexing, encoder.spent))
    _print("in the model", encoder.spent)
    whole = [read + indexed for read, indexed in zip(reading, indexing, strict=True)]
    what = f"share of the time in the model, {documents} disclosures"
    at_least(what, 100 * encoder.spent[0] / whole[0], 85, " %")
    stated("share of the CPU time", f"{encoder.spent[1] / whole[1]:.1%}")
    stated("a disclosure, read and indexed", f"{whole[0] / documents:.2f} s")


def spent(work: Callable[[], object]) -> Spent:
    """Do the work, and return what it cost."""
    clock, cpu = time.perf_counter(), sum(os.times()[:4])
    work()
    return time.perf_counter() - clock, sum(os.times()[:4]) - cpu


def _less(whole: Spent, part: Spent) -> Spent:
    return whole[0] - part[0], whole[1] - part[1]


def _print(what: str, took: Spent) -> None:
    print(f"{what:48} {took[0]:8.1f} s {took[1]:8.1f} s CPU", flush=True)


if __name__ == "__main__":
    main()
