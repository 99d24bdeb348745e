"""Nearest neighbours among unit vectors: exact where that is quick, else exact among the near.

Few rows are compared one by one, also in a large library under a narrow filter. Many rows are
first found through ``index.near``; those that came since it was built are compared one by one.
Cosines are always those of the rows themselves.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from index.encoder import Vectors
from index.near import DEPTH, Near
from index.rows import Compared, Rows, best, together

FEW = 20_000  # rows that are compared one by one when a filter leaves no more


class DenseIndex:
    """Searches rows; many threads may share one."""

    def __init__(
        self, rows: Rows, near: Near | None = None, live: NDArray[np.int64] | None = None
    ) -> None:
        """``near`` covers the first of the rows; without it every search is exact.

        ``live``: the positions that are looked at when a search names none; None for all.
        """
        self._rows = rows
        self._near = near
        self._live = None if live is None else self._mask(live)

    def __len__(self) -> int:
        """The number of vectors."""
        return len(self._rows)

    def search(
        self, query: Vectors, *, limit: int, positions: NDArray[np.int64] | None = None
    ) -> list[tuple[int, float]]:
        """Return up to ``limit`` pairs (position, cosine) for a vector (dimension,), best first.

        Only ``positions`` are looked at, when given.
        """
        if limit < 1 or not len(self):
            return []
        found, cosines = best(*self._compared(query, limit, positions), limit)
        return list(zip(found.tolist(), cosines.tolist(), strict=True))

    def cosines(self, query: Vectors, positions: Sequence[int]) -> list[float]:
        """Return the cosine of a vector (dimension,) with each of the rows ``positions``."""
        found = self._rows.cosines_at(query, np.asarray(positions, dtype=np.int64))
        return [float(cosine) for cosine in found]

    def _compared(
        self, query: Vectors, limit: int, positions: NDArray[np.int64] | None
    ) -> Compared:
        """Return positions among which the best are, with their cosines."""
        if positions is not None and len(positions) <= FEW:
            return positions, self._rows.cosines_at(query, positions)
        inside = self._live if positions is None else self._mask(positions)
        covered = self._near.plan.covered if self._near else 0
        recent = self._recent(query, covered, inside)
        if not self._near:
            return recent
        few = None if inside is None else inside[:covered]
        near = self._near.search(query, max(limit, DEPTH), few)
        return together((near, self._rows.cosines_at(query, near)), recent)

    def _mask(self, positions: NDArray[np.int64]) -> NDArray[np.bool_]:
        inside = np.zeros(len(self), dtype=np.bool_)
        inside[positions] = True
        return inside

    def _recent(self, query: Vectors, first: int, inside: NDArray[np.bool_] | None) -> Compared:
        positions = np.arange(first, len(self), dtype=np.int64)
        cosines = self._rows.cosines(query, first)
        if inside is None:
            return positions, cosines
        kept = inside[first:]
        return positions[kept], cosines[kept]
