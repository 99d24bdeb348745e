"""Finds passages by meaning and by words at once, under hard filters. Knows nothing of answers.

Fusion is a weighted sum of the cosine and of BM25 divided by its best value for the query. It was
chosen on CMRC 2018 (benchmarks/search.py): better than reciprocal ranks, better than either part.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from index.bm25 import LexicalIndex
from index.build import refresh, with_generation
from index.catalog import LEXICAL, NEAR, NEAR_PLAN, Entry, read_catalog
from index.chunk import Passage
from index.dense import DenseIndex
from index.encoder import Encoder, Vectors, default_encoder
from index.generations import Generation, Generations
from index.near import Near
from index.passage_files import Passages
from index.rewriting import is_worn, rewrite_in_background
from index.rows import Rows
from index.shelf import Shelf
from index.soundness import Damaged
from index.wording import same_wording

__all__ = ["Hit", "PassageIndex", "refresh", "same_wording"]

MEANING = 10.0  # weight of the cosine beside BM25; e5 cosines differ by hundredths
DEPTH = 100  # candidates from each side before fusion


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage found. ``score`` in [0, 1] orders hits of one query; ``dense`` is the cosine,
    ``lexical`` the BM25 score (0 when no word matched), ``twins`` nearly the same wording."""

    passage: Passage
    score: float
    dense: float
    lexical: float
    twins: tuple[Passage, ...] = ()


class _Scored(NamedTuple):
    """A hit before its passage is read."""

    row: int
    score: float
    dense: float
    lexical: float


class PassageIndex:
    """The passages of a library, ready to be searched; many threads may share one."""

    def __init__(self, library: Shelf, generation: Generation, encoder: Encoder) -> None:
        """Load a generation; ``open`` is the usual way."""
        self._library = library
        self._encoder = encoder
        self._parts = _Parts(generation)
        self._live: tuple[int, frozenset[str]] = (-1, frozenset())
        self.stamp = generation.label.stamp

    @classmethod
    def open(cls, library: Shelf, home: Path, encoder: Encoder | None = None) -> PassageIndex:
        """Open the index of ``home``, building it when missing, damaged or out of date."""
        model = encoder or default_encoder()
        index = with_generation(library, home, model, lambda found: cls(library, found, model))
        if is_worn(index._parts.catalog):
            rewrite_in_background(home)
        return index

    @property
    def passages(self) -> Sequence[Passage]:
        """All passages, by the order in which they were added; each is read when asked for."""
        return self._parts.passages

    def search(
        self, query: str, *, documents: Collection[str] | None = None, limit: int = 10
    ) -> list[Hit]:
        """Return up to ``limit`` hits inside ``documents`` (ids; None for all), best first.

        Near-duplicate wordings are returned once. A document that has left the library is never
        returned, even when the index is older than its removal. A damaged index is built anew.
        """
        try:
            return self._search(self._sound_parts(), query, documents, limit)
        except Damaged:
            return self._search(self._mended(), query, documents, limit)

    def _sound_parts(self) -> _Parts:
        return self._mended() if self._parts.generation.health.damaged else self._parts

    def _mended(self) -> _Parts:
        """Take the damaged generation out of force, and open the one that is built instead."""
        generation = self._parts.generation
        Generations(generation.home).condemn(generation)
        parts = with_generation(self._library, generation.home, self._encoder, _Parts)
        self._parts, self._live = parts, (-1, frozenset())
        return parts

    def _search(
        self, parts: _Parts, query: str, documents: Collection[str] | None, limit: int
    ) -> list[Hit]:
        allowed = self._allowed(parts, documents)
        if not allowed or not query.strip() or limit < 1:
            return []
        vector = self._encoder.queries([query])[0]
        scored = parts.fused(query, vector, allowed, max(DEPTH, 5 * limit))
        return _distinct(_ordered(scored, parts.passages), parts.passages, limit)

    def _allowed(self, parts: _Parts, documents: Collection[str] | None) -> frozenset[str]:
        revision = self._library.revision
        if self._live[0] != revision:
            ids = frozenset(info.id for info in self._library.documents())
            self._live = (revision, ids & parts.entries.keys())
        live = self._live[1]
        return live if documents is None else live.intersection(documents)


class _Parts:
    """The opened files of one generation."""

    def __init__(self, generation: Generation) -> None:
        folder = generation.folder
        self.generation = generation
        self.catalog = read_catalog(folder)
        self.entries = {entry.id: entry for entry in self.catalog.documents}
        self.live = _rows(self.entries.values())
        self.passages = Passages(self.catalog.passage_files(folder), self.live)
        paths = [segment.vectors(folder) for segment in self.catalog.segments]
        near = Near(folder / NEAR, folder / NEAR_PLAN) if (folder / NEAR).is_file() else None
        dead = len(self.live) < self.catalog.rows
        rows = Rows(paths, self.catalog.dimension)
        self.dense = DenseIndex(rows, near, self.live if dead else None)
        self.lexical = LexicalIndex(folder / LEXICAL)

    def fused(
        self, query: str, vector: Vectors, allowed: frozenset[str], depth: int
    ) -> Iterator[_Scored]:
        """Yield candidates of both kinds inside documents."""
        inside = None if len(allowed) == len(self.entries) else allowed
        near = self.dense.search(vector, limit=depth, positions=self.rows(inside))
        lexical = dict(self.lexical.search(query, limit=depth, documents=inside))
        cosines = dict(near)
        others = [row for row in lexical if row not in cosines]
        cosines |= zip(others, self.dense.cosines(vector, others), strict=True)
        best = max(lexical.values(), default=1.0)
        for row, cosine in cosines.items():
            said = lexical.get(row, 0.0)
            yield _Scored(row, (MEANING * cosine + said / best) / (MEANING + 1), cosine, said)

    def rows(self, inside: frozenset[str] | None) -> NDArray[np.int64] | None:
        """Return the rows of some documents; None stands for all."""
        return None if inside is None else _rows(self.entries[id] for id in inside)


def _rows(entries: Iterable[Entry]) -> NDArray[np.int64]:
    """Return the rows of documents, ascending."""
    runs = [entry.positions for entry in sorted(entries, key=lambda entry: entry.row)]
    return np.concatenate([np.empty(0, dtype=np.int64), *runs])


def _ordered(scored: Iterable[_Scored], passages: Passages) -> Iterator[_Scored]:
    """Yield candidates, best first, then by what they say; only equals are read for that."""
    best_first = sorted(scored, key=lambda one: -one.score)
    for _, same in groupby(best_first, key=lambda one: one.score):
        equals = list(same)
        yield from (
            sorted(equals, key=lambda one: passages.row(one.row).id) if len(equals) > 1 else equals
        )


def _distinct(scored: Iterable[_Scored], passages: Passages, limit: int) -> list[Hit]:
    """Return the first hits of different wording; raises Damaged."""
    kept: list[tuple[Hit, list[Passage]]] = []
    by_numbers: dict[int, list[int]] = {}
    for one in scored:
        alike = by_numbers.setdefault(passages.numbers(one.row), [])
        if not alike and len(kept) >= limit:
            continue
        passage = passages.row(one.row)
        texts = ((place, kept[place][0].passage.text) for place in alike)
        same = next((place for place, text in texts if same_wording(passage.text, text)), None)
        if same is not None:
            kept[same][1].append(passage)
        elif len(kept) < limit:
            alike.append(len(kept))
            kept.append((Hit(passage, one.score, one.dense, one.lexical), []))
    return [replace(hit, twins=tuple(twins)) for hit, twins in kept]
