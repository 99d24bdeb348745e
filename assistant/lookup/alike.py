"""Which bodies' papers are alike for a question, so that what is found in one is found in all.

Two bodies are alike when the facts that share words with the question have the same outlines in
the same order, and the same of their numbers are equal or near. Then the look-up ends at the same
place in both. It has to be sure: who is named with words of the question stands alone.
"""

from __future__ import annotations

import sqlite3
from collections import OrderedDict, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from assistant.language.funds import fund_of
from assistant.lookup.entries import Wanted
from assistant.lookup.facts import Facts
from assistant.lookup.papers import FactRows, Outlines, Papers
from assistant.wording import squeeze, terms_of

KEPT = 2  # sets of documents: a question may look into two
CODES = 8  # ways in which a number stands in its chain
Places = NDArray[np.int64]
Terms = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Fact:
    """Where a fact is: its document, and how many stand before it, figures before absences."""

    document: str
    place: int
    outline: int


@dataclass(frozen=True, slots=True)
class _Read:
    """The facts of some documents, one after the other, with what their outlines say."""

    documents: tuple[str, ...]
    starts: Places  # of each document's facts
    facts: FactRows
    of: Places  # which of the outlines a fact has
    outlines: Outlines

    def hits(self, wanted: Wanted, variants: Sequence[Terms], floor: float) -> Places:
        """Return the places of the facts that share enough words, and may be what is asked."""
        shares = np.max([self.outlines.postings.shares(terms) for terms in variants], axis=0)
        fitting = np.array([kind.may_answer(wanted) for kind in self.outlines.kinds])
        return np.flatnonzero(((shares >= floor) & fitting[self.outlines.of])[self.of])

    def rivals(self, at: Places) -> Places:
        """Return a number for each fact; only the numbers of those with the same one compare."""
        known: dict[tuple[object, ...], int] = {}
        kinds = self.outlines.kinds
        told = [known.setdefault((kind.paper, kind.unit), len(known)) for kind in kinds]
        return np.array(told, dtype=np.int64)[self.outlines.of[self.of[at]]]


@dataclass(frozen=True, slots=True)
class Body:
    """One of the bodies in question, by its number among them, with the facts that may answer."""

    number: int
    read: _Read
    at: Places

    @property
    def facts(self) -> list[Fact]:
        """All of them, in the library's order."""
        return list(map(self.fact, range(len(self.at))))

    def fact(self, number: int) -> Fact:
        """Return one of them."""
        read, at = self.read, int(self.at[number])
        paper = int(np.searchsorted(read.starts, at, side="right")) - 1
        place = at - int(read.starts[paper])
        return Fact(read.documents[paper], place, int(read.facts["outline"][at]))


class Alike:
    """Finds the bodies that are alike; keeps what it read for the last sets of documents."""

    def __init__(self, facts: Facts) -> None:
        self._papers = facts.papers
        self._facts = facts
        self._kept: OrderedDict[tuple[str, ...], _Read | None] = OrderedDict()
        self._lock = Lock()

    def groups(
        self,
        wanted: Wanted,
        variants: Sequence[Terms],
        floor: float,
        bodies: Sequence[Sequence[str]],
    ) -> list[list[Body]]:
        """Return the numbers of the ``bodies`` (each the ids of its documents) that are alike.

        ``variants``: the weighted terms of which a fact has to hold a share of ``floor``. A body
        that is in no group, for one thing because it is not told of on disk, is like no other.
        """
        if not _is_plain(wanted, variants):
            return []
        read = self._read(tuple(id for ids in bodies for id in ids))
        if read is None:
            return []
        hits = read.hits(wanted, variants, floor)
        terms = frozenset(term for variant in variants for term in variant)
        owners = [self._owner(ids) for ids in bodies]
        plain = {owner for owner in set(owners) if not _shares_words(owner, terms)}
        sure = [not ids or owner in plain for owner, ids in zip(owners, bodies, strict=True)]
        cuts = _cuts(read, hits, bodies)
        return [
            [Body(number, read, hits[cuts[number] : cuts[number + 1]]) for number in same]
            for same in _same(read, hits, cuts, sure)
        ]

    def _owner(self, ids: Sequence[str]) -> str:
        return self._facts.documents[ids[0]].owner if ids else ""

    def _read(self, documents: tuple[str, ...]) -> _Read | None:
        with self._lock:
            if documents not in self._kept:
                self._kept[documents] = self._sound(documents)
            self._kept.move_to_end(documents)
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)
            return self._kept[documents]

    def _sound(self, documents: tuple[str, ...]) -> _Read | None:
        try:
            return _read(self._papers, documents) if self._papers else None
        except sqlite3.DatabaseError:
            return None


def _read(papers: Papers, documents: tuple[str, ...]) -> _Read | None:
    kept = papers.facts(documents)
    if len(kept) < len(documents) or not documents:  # too few, or one that two bodies share
        return None
    parts = [kept[id] for id in documents]
    starts = np.cumsum([0, *map(len, parts)])[:-1]
    facts = np.concatenate(parts)
    ids, of = np.unique(facts["outline"], return_inverse=True)
    outlines = papers.outlines(ids)
    return None if outlines is None else _Read(documents, starts, facts, of, outlines)


def _is_plain(wanted: Wanted, variants: Sequence[Terms]) -> bool:
    """Tell whether an ask speaks of nothing that outlines leave out."""
    numbers = wanted.numbers or wanted.codes
    places = wanted.near or wanted.tables or wanted.unit or wanted.project or wanted.denied
    terms = [term for variant in variants for term in variant]
    return bool(terms) and not (numbers or places or any(term.isascii() for term in terms))


def _shares_words(owner: str, terms: frozenset[str]) -> bool:
    """Tell whether a body's name, or where it ends, may hold words that a question looks for."""
    name = squeeze(owner)
    if not name or fund_of(name) or terms & set(terms_of(name)):
        return True
    alone = {term for term in terms if len(term) == 1}
    met = any(name[-1] == term[0] or name[0] == term[-1] for term in terms)
    return met or not alone.isdisjoint(name)


def _cuts(read: _Read, hits: Places, bodies: Sequence[Sequence[str]]) -> list[int]:
    """Return where the facts of each body begin among the ``hits``, and where the last end."""
    first = np.cumsum([0, *map(len, bodies)])
    bounds = np.append(read.starts, len(read.facts))[first]
    found: list[int] = np.searchsorted(hits, bounds).tolist()
    return found


def _same(
    read: _Read, hits: Places, cuts: Sequence[int], sure: Sequence[bool]
) -> Iterable[Sequence[int]]:
    """Return the numbers of the bodies with the same facts."""
    bodies = np.repeat(np.arange(len(cuts) - 1), np.diff(cuts))
    starts = np.array(cuts)[bodies]
    papers = np.searchsorted(read.starts, hits, side="right")
    facts = read.facts[hits]
    told = (
        read.of[hits],
        papers - papers[starts],
        _order(bodies, facts["span"], starts),
        _numbers(bodies, read.rivals(hits), facts, starts),
    )
    rows = np.column_stack(told)
    found: dict[bytes, list[int]] = defaultdict(list)
    for number, is_sure in enumerate(sure):
        if is_sure:
            found[rows[cuts[number] : cuts[number + 1]].tobytes()].append(number)
    return found.values()


def _order(bodies: Places, spans: Places, starts: Places) -> Places:
    """Return for every fact how many places come before its own among those of its body."""
    order = np.lexsort((spans, bodies))
    is_next = np.diff(spans[order], prepend=-1) != 0
    before = np.empty(len(order), dtype=np.int64)
    before[order] = np.cumsum(is_next)
    first = np.full(len(bodies) + 1, np.iinfo(np.int64).max)
    np.minimum.at(first, starts, before)
    found: Places = before - first[starts]
    return found


def _numbers(bodies: Places, rivals: Places, facts: FactRows, starts: Places) -> Places:
    """Return for every fact which others of its body print its number, or nearly so.

    Facts whose numbers may round each other are a chain. Two numbers of a chain are told apart by
    which is larger, and by whether they are near; more of them by how far each is from the least.
    """
    order = np.lexsort((facts["amount"], rivals, bodies))
    amounts, halves = facts["amount"][order], facts["half"][order]
    runs = _numbered(np.diff(bodies[order], prepend=-1) | np.diff(rivals[order], prepend=-1))
    coarsest = np.zeros(len(order) + 1, dtype=np.int64)
    np.maximum.at(coarsest, runs, halves)
    steps = np.diff(amounts, prepend=0)
    is_start = np.diff(runs, prepend=-1) | (steps > coarsest[runs])
    chains = _numbered(is_start)
    levels = np.cumsum((steps != 0) | (is_start != 0))
    bottom, top = _extremes(chains, levels)
    low, high = _extremes(chains, amounts)
    first, _ = _extremes(chains, order)
    level, near = levels - bottom[chains], high[chains] - low[chains] <= halves
    told = (first[chains] - starts[order]) * CODES + level * 4 + near * 2 + (amounts == 0)
    apart = np.where((top - bottom)[chains] > 1, amounts - low[chains], -1)
    found = np.empty((len(order), 2), dtype=np.int64)
    found[order] = np.stack([told, apart], axis=1)
    return found


def _numbered(is_start: NDArray[np.integer | np.bool]) -> Places:
    """Return the number of the run that each of several things in a row belongs to."""
    found: Places = np.cumsum(is_start != 0) - 1
    return found


def _extremes(chains: Places, values: Places) -> tuple[Places, Places]:
    """Return the smallest and the largest value of every chain."""
    low = np.full(len(chains) + 1, np.iinfo(np.int64).max)
    high = np.full(len(chains) + 1, np.iinfo(np.int64).min)
    np.minimum.at(low, chains, values)
    np.maximum.at(high, chains, values)
    return low, high
