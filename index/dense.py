"""Nearest neighbours among unit vectors: an exact inner-product index in FAISS."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.encoder import Vectors


def build_dense(path: Path, vectors: Vectors) -> None:
    """Write an index of ``vectors``, shape (n, dimension); row i is found as i."""
    import faiss

    index = faiss.IndexFlatIP(vectors.shape[1])
    index.add(np.ascontiguousarray(vectors))
    faiss.write_index(index, str(path))


class DenseIndex:
    """An index written by ``build_dense``, opened for reading."""

    def __init__(self, path: Path) -> None:
        """Read ``path``; raises RuntimeError when it is no index."""
        import faiss

        # FAISS and PyTorch each bring an OpenMP; one query needs one thread of the former
        faiss.omp_set_num_threads(1)
        self._faiss: Any = faiss
        self._index: Any = faiss.read_index(str(path))

    def __len__(self) -> int:
        """The number of vectors."""
        return int(self._index.ntotal)

    @property
    def dimension(self) -> int:
        """The length of a vector."""
        return int(self._index.d)

    def search(
        self, query: Vectors, *, limit: int, positions: NDArray[np.int64] | None = None
    ) -> list[tuple[int, float]]:
        """Return up to ``limit`` pairs (position, cosine) for a vector (dimension,), best first.

        Only ``positions`` are looked at, when given.
        """
        limit = min(limit, len(self) if positions is None else len(positions))
        if limit < 1:
            return []
        scores, found = self._index.search(query[None, :], limit, params=self._only(positions))
        pairs = zip(found[0].tolist(), scores[0].tolist(), strict=True)
        return sorted(((at, score) for at, score in pairs if at >= 0), key=lambda p: (-p[1], p[0]))

    def cosines(self, query: Vectors, positions: Sequence[int]) -> list[float]:
        """Return the cosine of a vector (dimension,) with each of the rows ``positions``."""
        if not positions:
            return []
        rows = self._index.reconstruct_batch(np.asarray(positions, dtype=np.int64))
        return [float(score) for score in rows @ query]

    def cosines_with_all(self, query: Vectors) -> list[float]:
        """Return the cosine of a vector (dimension,) with every row, in order."""
        rows = self._index.reconstruct_n(0, len(self))
        return [float(score) for score in rows @ query]

    def _only(self, positions: NDArray[np.int64] | None) -> Any:
        if positions is None:
            return None
        # the selector keeps the array alive as its own attribute only in newer releases
        selector = self._faiss.IDSelectorBatch(positions)
        return self._faiss.SearchParameters(sel=selector)
