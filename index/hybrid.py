"""Finds passages by meaning and by words at once, under hard filters. Knows nothing of answers.

Fusion is a weighted sum of the cosine and of BM25 divided by its best value for the query. It was
chosen on CMRC 2018 (benchmarks/search.py): better than reciprocal ranks, better than either part.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.bm25 import LexicalIndex
from index.build import PASSAGE_VECTORS, WORDS, read_passages, refresh, with_generation
from index.chunk import Passage
from index.dense import DenseIndex
from index.encoder import Encoder, default_encoder
from index.generations import Generation
from index.shelf import Shelf

__all__ = ["Hit", "PassageIndex", "refresh"]

MEANING = 10.0  # weight of the cosine beside BM25; e5 cosines differ by hundredths
DEPTH = 100  # candidates from each side before fusion
SAME_WORDING = 0.9  # share of common character pairs from which two passages are one
NUMBER = re.compile(r"\d[\d,.]*")
NOT_WORDING = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage found. ``score`` in [0, 1] orders hits of one query; ``dense`` is the cosine,
    ``lexical`` the BM25 score (0 when no word matched), ``twins`` nearly the same wording."""

    passage: Passage
    score: float
    dense: float
    lexical: float
    twins: tuple[Passage, ...] = ()


class PassageIndex:
    """The passages of a library, ready to be searched; many threads may share one."""

    def __init__(self, library: Shelf, generation: Generation, encoder: Encoder) -> None:
        """Load a generation; ``open`` is the usual way."""
        self._library = library
        self._encoder = encoder
        self.stamp = generation.stamp
        self.passages = read_passages(generation.folder)
        self._dense = DenseIndex(generation.folder / PASSAGE_VECTORS)
        self._lexical = LexicalIndex(generation.folder / WORDS)
        self._positions = _positions_by_document(self.passages)
        self._live: tuple[int, frozenset[str]] = (-1, frozenset())

    @classmethod
    def open(cls, library: Shelf, home: Path, encoder: Encoder | None = None) -> PassageIndex:
        """Open the index of ``home``, building it when missing, damaged or out of date."""
        model = encoder or default_encoder()
        return with_generation(library, home, model, lambda found: cls(library, found, model))

    def search(
        self, query: str, *, documents: Collection[str] | None = None, limit: int = 10
    ) -> list[Hit]:
        """Return up to ``limit`` hits inside ``documents`` (ids; None for all), best first.

        Near-duplicate wordings are returned once. A document that has left the library is never
        returned, even when the index is older than its removal.
        """
        allowed = self._allowed(documents)
        if not allowed or not query.strip() or limit < 1:
            return []
        hits = self._fused(query, allowed, max(DEPTH, 5 * limit))
        return _distinct(hits, limit)

    def _allowed(self, documents: Collection[str] | None) -> frozenset[str]:
        revision = self._library.revision
        if self._live[0] != revision:
            ids = frozenset(info.id for info in self._library.documents())
            self._live = (revision, ids & self._positions.keys())
        live = self._live[1]
        return live if documents is None else live.intersection(documents)

    def _fused(self, query: str, allowed: frozenset[str], depth: int) -> list[Hit]:
        everything = len(allowed) == len(self._positions)
        inside = None if everything else allowed
        vector = self._encoder.queries([query])[0]
        near = self._dense.search(vector, limit=depth, positions=self._rows(inside))
        lexical = dict(self._lexical.search(query, limit=depth, documents=inside))
        cosines = dict(near)
        others = [position for position in lexical if position not in cosines]
        cosines |= zip(others, self._dense.cosines(vector, others), strict=True)
        best = max(lexical.values(), default=1.0)
        hits = (self._hit(at, cosine, lexical.get(at, 0.0), best) for at, cosine in cosines.items())
        return sorted(hits, key=lambda hit: (-hit.score, hit.passage.id))

    def _rows(self, inside: frozenset[str] | None) -> NDArray[np.int64] | None:
        if inside is None:
            return None
        return np.concatenate([self._positions[id] for id in sorted(inside)])

    def _hit(self, position: int, cosine: float, lexical: float, best: float) -> Hit:
        score = (MEANING * cosine + lexical / best) / (MEANING + 1)
        return Hit(self.passages[position], score, cosine, lexical)


def _positions_by_document(passages: Iterable[Passage]) -> dict[str, NDArray[np.int64]]:
    rows: dict[str, list[int]] = {}
    for position, passage in enumerate(passages):
        rows.setdefault(passage.document, []).append(position)
    return {id: np.asarray(places, dtype=np.int64) for id, places in rows.items()}


def _distinct(hits: Iterable[Hit], limit: int) -> list[Hit]:
    kept: list[Hit] = []
    twins: list[list[Passage]] = []
    for hit in hits:
        texts = (other.passage.text for other in kept)
        same = next(
            (at for at, text in enumerate(texts) if same_wording(hit.passage.text, text)), None
        )
        if same is not None:
            twins[same].append(hit.passage)
        elif len(kept) < limit:
            kept.append(hit)
            twins.append([])
    return [replace(hit, twins=tuple(same)) for hit, same in zip(kept, twins, strict=True)]


def same_wording(first: str, second: str) -> bool:
    """Tell whether two passages say the same in nearly the same words, with equal numbers."""
    numbers, pairs = _wording(first)
    other_numbers, other_pairs = _wording(second)
    if numbers != other_numbers:
        return False
    union = len(pairs | other_pairs)
    return not union or len(pairs & other_pairs) / union >= SAME_WORDING


@lru_cache(maxsize=4096)
def _wording(text: str) -> tuple[tuple[str, ...], frozenset[str]]:
    plain = NOT_WORDING.sub("", text)
    return tuple(NUMBER.findall(text)), frozenset(_pairs(plain))


def _pairs(plain: str) -> Iterator[str]:
    return (plain[at : at + 2] for at in range(len(plain) - 1)) if len(plain) > 1 else iter([plain])
