"""Which facts of a document share words with a question: an inverted index, made once.

Comparing a question with a fact in every respect is slow, and most facts of a library share
nothing with a question. The index gives each fact the share of the question's words that it
holds, so that only those with some of them need be compared.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assistant.lookup.entries import Entry


@dataclass(frozen=True, slots=True)
class Postings:
    """Where the terms of one document's facts stand.

    ``places``: term -> (positions of the entries that hold it, weight of the field that holds it).
    """

    entries: tuple[Entry, ...]
    places: Mapping[str, tuple[NDArray[np.int32], NDArray[np.float32]]]

    @classmethod
    def of(cls, entries: Sequence[Entry]) -> Postings:
        """Index the entries of one document."""
        found: dict[str, tuple[list[int], list[float]]] = {}
        for at, entry in enumerate(entries):
            for term, weight in entry.fields.items():
                positions, weights = found.setdefault(term, ([], []))
                positions.append(at)
                weights.append(weight)
        places = {
            term: (np.asarray(positions, dtype=np.int32), np.asarray(weights, dtype=np.float32))
            for term, (positions, weights) in found.items()
        }
        return cls(tuple(entries), places)

    def shares(self, terms: Mapping[str, float]) -> NDArray[np.float32]:
        """Return for every entry the weighted share of ``terms`` that it holds, 0 to 1."""
        shares = np.zeros(len(self.entries), dtype=np.float32)
        total = sum(terms.values())
        for term, weight in terms.items():
            if term in self.places:
                positions, weights = self.places[term]
                shares[positions] += np.float32(weight / total) * weights
        return shares

    def sharing(
        self, variants: Iterable[Mapping[str, float]], floor: float
    ) -> list[tuple[float, Entry]]:
        """Return (share, entry) where any of the ``variants`` is held by at least ``floor``."""
        best = np.max([self.shares(terms) for terms in variants], axis=0)
        return [(float(best[at]), self.entries[at]) for at in np.flatnonzero(best >= floor)]
