"""Measures a folder of made-up disclosures: added, added again unchanged, one file changed."""

from __future__ import annotations

import os
import time
from collections.abc import Sequence
from pathlib import Path

from benchmarks.made_up.world import disclosures
from corpus.library import Library
from index.encoder import HashEncoder, Vectors
from index.hybrid import PassageIndex, refresh

SEED = 20_261_122
OLD, NEW = "公务接待", "公务接待（含外宾）"


class CountingEncoder(HashEncoder):
    """Counts the texts that had to be embedded."""

    def __init__(self) -> None:
        self.texts = 0

    def passages(self, texts: Sequence[str]) -> Vectors:
        """Embed and count."""
        self.texts += len(texts)
        return super().passages(texts)


def measure_folder(home: Path, count: int) -> None:
    """Print Markdown: seconds to read files, seconds to index them, texts embedded."""
    folder = home / "folder"
    folder.mkdir(parents=True, exist_ok=True)
    for made in disclosures(SEED, count):
        (folder / made.name).write_text(made.text, "utf-8")
    library = Library.open(home, create=True)
    print("\n| step | files read s | index s | texts embedded |\n|---|---:|---:|---:|")
    print(_row(f"{count} new files", library, folder))
    print(_row(f"{count} unchanged files", library, folder))
    changed = next(p for p in sorted(folder.iterdir()) if OLD in p.read_text("utf-8"))
    changed.write_text(changed.read_text("utf-8").replace(OLD, NEW, 1), "utf-8")
    print(_row("one changed file", library, folder))
    library.remove([changed.name])
    print(_row("one file less", library, None))
    index = PassageIndex.open(library, home, HashEncoder())
    print(f"\n{len(index.passages)} passages of {len(library.documents())} documents")


def _row(step: str, library: Library, folder: Path | None) -> str:
    encoder, started = CountingEncoder(), time.perf_counter()
    if folder:
        library.add([folder], jobs=os.cpu_count() or 1)
    read = time.perf_counter() - started
    refresh(library, library.home, encoder=encoder)
    indexed = time.perf_counter() - started - read
    return f"| {step} | {read:.2f} | {indexed:.2f} | {encoder.texts} |"
