"""Groups forms into families: who is alike, and like the same others, belongs together.

Likeness alone would chain: many forms in a row, each like the next, the ends of which have nothing
in common. A link between two forms counts only when most of the forms that are like one are like
the other too. The order in which forms came plays no part.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from scipy.sparse import coo_array, csr_array, eye_array
from scipy.sparse.csgraph import connected_components

from assistant.precedents.likeness import Sentences, likeness, most_likeness

ALIKE = 0.7  # likeness from which two forms may be of one family; see benchmarks/precedents.py
COMMON = 0.7  # share of common neighbours from which they are

Link = tuple[int, int]


def links_of(words: Sentences, others: Iterable[tuple[int, Sentences]]) -> list[int]:
    """Return the forms among ``others`` that are alike."""
    return [
        other
        for other, theirs in others
        if most_likeness(words, theirs) >= ALIKE and likeness(words, theirs) >= ALIKE
    ]


def families_of(forms: Sequence[int], links: Sequence[Link]) -> dict[int, int]:
    """Return the family of each form, named after its least one.

    ``links`` holds every pair of forms that are alike, once or in both directions.
    """
    place = {form: n for n, form in enumerate(sorted(forms))}
    pairs = {(place[one], place[other]) for one, other in links if one != other}
    pairs |= {(other, one) for one, other in pairs}
    kept = _kept(len(place), sorted(pairs))
    _, group = connected_components(kept, directed=False)
    least: dict[int, int] = {}
    for form, n in place.items():
        least.setdefault(int(group[n]), form)
    return {form: least[int(group[n])] for form, n in place.items()}


def _kept(size: int, pairs: Sequence[Link]) -> csr_array:
    """Return the links that count: cosine of the two sets of neighbours, each with itself."""
    at = np.asarray(pairs, dtype=np.int64).reshape(-1, 2).T
    linked = coo_array((np.ones(at.shape[1]), (at[0], at[1])), shape=(size, size)).tocsr()
    near = linked + eye_array(size, format="csr")
    common = linked.multiply(near @ near).tocoo()
    count = near.sum(axis=1)
    row, column = common.coords
    cosine = common.data / np.sqrt(count[row] * count[column])
    counts = cosine >= COMMON
    return coo_array((cosine[counts], (row[counts], column[counts])), shape=(size, size)).tocsr()
