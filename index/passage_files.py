"""Passages on disk: lines of JSON, found by their places, read only when they are asked for.

Every line has its checksum beside its place, so that a damaged passage is never shown.
"""

from __future__ import annotations

import json
import mmap
import zlib
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from functools import lru_cache
from itertools import accumulate
from pathlib import Path
from typing import Any, overload

import numpy as np
from numpy.typing import NDArray

from corpus.document import Span
from index.chunk import Passage
from index.soundness import Damaged
from index.wording import numbers_of

PLACE = np.dtype([("start", "<u8"), ("length", "<u4"), ("checksum", "<u4"), ("numbers", "<u4")])
REMEMBERED = 4096  # passages


class PassageWriter:
    """Appends passages to a pair of files."""

    def __init__(self, lines: Path, places: Path) -> None:
        """Start two new files."""
        self._lines = lines.open("wb")
        self._places = places.open("wb")

    def add(self, passages: Sequence[Passage]) -> None:
        """Write passages behind those that are there."""
        found = np.zeros(len(passages), dtype=PLACE)
        for number, passage in enumerate(passages):
            line = json.dumps(asdict(passage), ensure_ascii=False).encode()
            checksum, numbers = zlib.crc32(line), numbers_of(passage.text)
            found[number] = self._lines.tell(), len(line), checksum, numbers
            self._lines.write(line + b"\n")
        self._places.write(found.tobytes())

    def close(self) -> None:
        """Finish both files."""
        self._lines.close()
        self._places.close()


def join(pairs: Sequence[tuple[Path, Path]], lines: Path, places: Path) -> None:
    """Write the passages of several pairs of files into one pair."""
    with lines.open("wb") as all_lines, places.open("wb") as all_places:
        for some_lines, some_places in pairs:
            found = np.fromfile(some_places, dtype=PLACE)
            found["start"] += all_lines.tell()
            all_places.write(found.tobytes())
            all_lines.write(some_lines.read_bytes())


class Passages(Sequence[Passage]):
    """The passages of several pairs of files, numbered through, some of them left out."""

    def __init__(self, pairs: Sequence[tuple[Path, Path]], rows: NDArray[np.int64] | None = None):
        """Map the files; ``rows`` are the numbers that the sequence shows, None for all."""
        self._files = [_File(*pair) for pair in pairs]
        self._ends = list(accumulate(len(file) for file in self._files))
        self._rows = np.arange(self._ends[-1] if self._ends else 0) if rows is None else rows
        self.row = lru_cache(maxsize=REMEMBERED)(self._row)

    def __len__(self) -> int:
        """How many passages the sequence shows."""
        return len(self._rows)

    @overload
    def __getitem__(self, at: int) -> Passage: ...
    @overload
    def __getitem__(self, at: slice) -> list[Passage]: ...
    def __getitem__(self, at: int | slice) -> Passage | list[Passage]:
        """Read one passage or some; raises Damaged."""
        if isinstance(at, slice):
            return [self._row(int(row)) for row in self._rows[at]]
        return self._row(int(self._rows[at]))

    def __iter__(self) -> Iterator[Passage]:
        """Read all passages, one after the other."""
        return (self._row(int(row)) for row in self._rows)

    def numbers(self, row: int) -> int:
        """Return what ``numbers_of`` says of a row's text, without reading it."""
        file, number = self._place(row)
        return int(file.places[number]["numbers"])

    def _row(self, row: int) -> Passage:
        """Return the passage of a row, counted through all files; raises Damaged."""
        file, number = self._place(row)
        return file.passage(number)

    def _place(self, row: int) -> tuple[_File, int]:
        file = bisect_right(self._ends, row)
        return self._files[file], row - (self._ends[file - 1] if file else 0)


class _File:
    """One pair of files, mapped into memory."""

    def __init__(self, lines: Path, places: Path) -> None:
        self.places = np.fromfile(places, dtype=PLACE)
        with lines.open("rb") as file:
            size = lines.stat().st_size
            self._lines: Any = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) if size else b""

    def __len__(self) -> int:
        return len(self.places)

    def passage(self, number: int) -> Passage:
        start, length, checksum, _ = self.places[number].tolist()
        line = self._lines[start : start + length]
        if zlib.crc32(line) != checksum:
            raise Damaged(f"passage {number}")
        row = json.loads(line)
        row["section"], row["span"] = tuple(row["section"]), Span(**row["span"])
        return Passage(**row)
