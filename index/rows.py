"""Vectors on disk: files of float32 rows, mapped into memory, numbered through all files."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.encoder import Vectors

BLOCK = 16_384  # rows that are looked at together
Compared = tuple[NDArray[np.int64], Vectors]  # positions of rows, and their cosines
DIGITS = 6  # of a cosine; what is beyond depends on where a row lies


class Rows:
    """All rows of some files. Rows are of length one."""

    def __init__(self, paths: Sequence[Path], dimension: int) -> None:
        """Map the files; their length is that of whole rows of ``dimension`` numbers."""
        self.dimension = dimension
        self._files = [_mapped(path, dimension) for path in paths]
        self._starts = np.cumsum([0, *map(len, self._files)])

    def __len__(self) -> int:
        """How many rows there are."""
        return int(self._starts[-1])

    def take(self, positions: NDArray[np.int64]) -> Vectors:
        """Return the rows (n, dimension) at ``positions``."""
        taken = np.empty((len(positions), self.dimension), dtype=np.float32)
        for file, start in zip(self._files, self._starts, strict=False):
            inside = (positions >= start) & (positions < start + len(file))
            if inside.all():
                taken = file[positions - start]
                break
            taken[inside] = file[positions[inside] - start]
        return taken

    def blocks(self, first: int = 0) -> Iterator[tuple[int, Vectors]]:
        """Yield (position of its first row, rows) for all rows from ``first`` on."""
        for file, start in zip(self._files, self._starts, strict=False):
            for at in range(max(first - int(start), 0), len(file), BLOCK):
                yield int(start) + at, file[at : at + BLOCK]

    def cosines(self, query: Vectors, first: int = 0) -> Vectors:
        """Return the cosine of a vector (dimension,) with every row from ``first`` on."""
        found = np.empty(len(self) - first, dtype=np.float32)
        for start, block in self.blocks(first):
            found[start - first : start - first + len(block)] = _dots(block, query)
        return found.round(DIGITS)

    def cosines_at(self, query: Vectors, positions: NDArray[np.int64]) -> Vectors:
        """Return the cosine of a vector (dimension,) with the rows at ``positions``."""
        found = [
            _dots(self.take(positions[at : at + BLOCK]), query)
            for at in range(0, len(positions), BLOCK)
        ]
        return np.concatenate([np.empty(0, dtype=np.float32), *found]).round(DIGITS)


def together(first: Compared, second: Compared) -> Compared:
    """Return two lots of rows as one."""
    return np.concatenate([first[0], second[0]]), np.concatenate([first[1], second[1]])


def best(positions: NDArray[np.int64], cosines: Vectors, limit: int) -> Compared:
    """Return the ``limit`` positions of the highest cosines, best first, then by position."""
    if limit < len(cosines):
        bar = np.partition(cosines, len(cosines) - limit)[len(cosines) - limit]
        near = np.flatnonzero(cosines >= bar)
        positions, cosines = positions[near], cosines[near]
    order = np.lexsort((positions, -cosines))[:limit]
    return positions[order], cosines[order]


def _dots(rows: Vectors, query: Vectors) -> Vectors:
    """Return ``rows @ query`` by one thread: BLAS would wait for others at every block."""
    import faiss

    library: Any = faiss
    found = np.empty(len(rows), dtype=np.float32)
    query = np.ascontiguousarray(query, dtype=np.float32)
    pointers = map(library.swig_ptr, (found, query, rows))
    library.fvec_inner_products_ny(*pointers, rows.shape[1], len(rows))
    return found


def _mapped(path: Path, dimension: int) -> Vectors:
    width = max(1, dimension)
    if not path.stat().st_size:
        return np.zeros((0, width), dtype=np.float32)
    return np.memmap(path, dtype="<f4", mode="r").view(np.ndarray).reshape(-1, width)
