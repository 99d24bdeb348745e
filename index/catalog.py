"""The contents of an index: which documents lie in which rows, in which files.

Rows (of passages), names (of figures) and uses (which document has which names) are numbered
through all segments. A number means the same in every generation until all is rewritten.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, astuple, dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

CATALOG = "catalog.json"
NAME_COUNTS = "name-counts"  # int32: in how many documents each name is
NEAR, NEAR_PLAN = "near.faiss", "near.json"
LEXICAL = "words"


@dataclass(frozen=True, slots=True)
class Segment:
    """What one refresh added, in files of its own."""

    number: int
    rows: int
    names: int
    uses: int

    def lines(self, folder: Path) -> Path:
        """Passages: see ``index.passage_files``."""
        return folder / f"passages-{self.number}.jsonl"

    def places(self, folder: Path) -> Path:
        """Where the passages lie in ``lines``."""
        return folder / f"places-{self.number}"

    def vectors(self, folder: Path) -> Path:
        """Vectors of the passages: see ``index.rows``."""
        return folder / f"rows-{self.number}"

    def name_list(self, folder: Path) -> Path:
        """Names of figures that were new, as a list in JSON."""
        return folder / f"names-{self.number}.json"

    def name_vectors(self, folder: Path) -> Path:
        """Their vectors."""
        return folder / f"name-rows-{self.number}"

    def use_list(self, folder: Path) -> Path:
        """int32: the numbers of the names of one document after the other."""
        return folder / f"uses-{self.number}"

    def files(self, folder: Path) -> tuple[Path, ...]:
        """All files of the segment."""
        passages = self.lines(folder), self.places(folder), self.vectors(folder)
        names = self.name_list(folder), self.name_vectors(folder), self.use_list(folder)
        return (*passages, *names)


@dataclass(frozen=True, slots=True)
class Entry:
    """A document: the first of its rows and uses, and how many; ``reading`` as in ``Shelf``."""

    id: str
    reading: str
    row: int
    rows: int
    use: int
    uses: int

    @property
    def positions(self) -> NDArray[np.int64]:
        """The numbers of its rows."""
        return np.arange(self.row, self.row + self.rows, dtype=np.int64)


@dataclass(frozen=True, slots=True)
class Catalog:
    """All documents and segments. ``dimension`` is 0 when nothing was embedded yet."""

    dimension: int = 0
    segments: tuple[Segment, ...] = ()
    documents: tuple[Entry, ...] = ()

    @property
    def rows(self) -> int:
        """All rows, also those of documents that have left."""
        return sum(segment.rows for segment in self.segments)

    @property
    def live(self) -> int:
        """The rows of the documents that are there."""
        return sum(entry.rows for entry in self.documents)

    @property
    def names(self) -> int:
        """All names, also those that no document has any more."""
        return sum(segment.names for segment in self.segments)

    def without(self, ids: Iterable[str]) -> Catalog:
        """Return the catalog without some documents."""
        left = frozenset(ids)
        return replace(self, documents=tuple(e for e in self.documents if e.id not in left))

    def passage_files(self, folder: Path) -> list[tuple[Path, Path]]:
        """Return the pairs of files of the passages."""
        return [(segment.lines(folder), segment.places(folder)) for segment in self.segments]

    def write(self, folder: Path) -> None:
        """Write the catalog into a generation."""
        text = {
            "dimension": self.dimension,
            "segments": [asdict(segment) for segment in self.segments],
            "documents": [astuple(entry) for entry in self.documents],
        }
        (folder / CATALOG).write_text(json.dumps(text), "utf-8")


def read_catalog(folder: Path) -> Catalog:
    """Read the catalog of a generation."""
    row = json.loads((folder / CATALOG).read_text("utf-8"))
    segments = tuple(Segment(**segment) for segment in row["segments"])
    documents = tuple(Entry(*entry) for entry in row["documents"])
    return Catalog(row["dimension"], segments, documents)


def read_names(folder: Path, segments: Sequence[Segment]) -> list[str]:
    """Return all names of a generation, in the order of their numbers."""
    lists = (segment.name_list(folder).read_text("utf-8") for segment in segments)
    return [name for text in lists for name in json.loads(text)]


def read_uses(folder: Path, segments: Sequence[Segment]) -> NDArray[np.int32]:
    """Return the numbers of names, one document after the other."""
    lists = [np.fromfile(segment.use_list(folder), dtype="<i4") for segment in segments]
    return np.concatenate([np.empty(0, dtype="<i4"), *lists])
