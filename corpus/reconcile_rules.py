"""Finds what the totals of a sequence add up: rows below each other, or columns side by side.

The structure does not tell everything: a 小计 may stand above its parts or below them, a 总计 may
add up the 小计 or what they leave out. Every such reading is tried; the one that holds is the rule.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from corpus.reconcile_sums import Ledger, Relation, Series, Sum, best, is_rule, sums_of
from corpus.vocabulary import rows_of

MAX_PARTS = 3  # of a line of known_sums.tsv
NEAR = 6  # members after a whole among which its parts stand

MAX_LIST = 60  # members in which lists without a mark are looked for


@dataclass(frozen=True, slots=True)
class Member:
    """A row or a column of a sequence. ``series`` has one entry per place that is compared."""

    name: str
    series: Series
    is_total: bool = False
    rank: int = 0  # of its printed number: 1 for 一、 2 for （一）, 0 for none


Choice = tuple[int, ...]  # members that a total may add up


def sums_in(
    ledger: Ledger, members: Sequence[Member], relation: Relation, *, in_runs: bool = False
) -> list[Sum]:
    """Return the sums of every total of a sequence. ``in_runs``: what follows may not belong."""
    line = _Line(ledger, members, relation)
    line.settle_known()
    line.settle(_around)
    line.settle(_what_is_left)
    if in_runs:
        line.settle(_runs)
        line.settle(_what_is_left)
    line.settle(_without_inner_lists)
    line.claim()
    return line.sums


class _Line:
    """A sequence of members, and for every settled whole what it adds up."""

    def __init__(self, ledger: Ledger, members: Sequence[Member], relation: Relation) -> None:
        self.ledger, self.members, self.relation = ledger, members, relation
        self.totals = [i for i, member in enumerate(members) if self._prints(member)]
        self.plain = [i for i, member in enumerate(members) if not member.is_total]
        self.parts: dict[int, Choice] = {}
        self.fewest = 2 if relation is Relation.COLUMNS else 1  # one column beside 合计 is no part
        self.sums: list[Sum] = []

    def _prints(self, member: Member) -> bool:
        """A total without any number, as of a fund that a body does not have, is no total."""
        places = (place for cells in member.series for place in cells)
        return member.is_total and any(map(self.ledger.prints, places))

    def settle(self, choices: Callable[[_Line, int], Iterable[Choice]]) -> None:
        """Give every open total, the last first, the best of its choices that is a rule."""
        for total in reversed(self.totals):
            if total in self.parts:
                continue
            usable = (choice for choice in choices(self, total) if self._is_usable(choice, total))
            read = {choice: self.sums_of(total, choice) for choice in usable}
            sums = best(read.values())
            if is_rule(sums):
                self._keep(total, next(c for c, own in read.items() if own is sums), sums)

    def _is_usable(self, choice: Choice, total: int) -> bool:
        """No total adds up another one that adds up it."""
        return bool(choice) and not any(total in self.parts.get(i, ()) for i in choice)

    def settle_known(self) -> None:
        """Settle what domain words tell: 购置费 and 运行费 are the 购置及运行费."""
        for is_sure, whole, parts in (*known_sums("sure"), *known_sums("perhaps")):
            for i, member in enumerate(self.members):
                if i in self.parts or not whole.fullmatch(member.name):
                    continue
                if choice := self._following(i, parts):
                    sums = self.sums_of(i, choice)
                    if is_rule(sums) or is_sure:
                        self._keep(i, choice, sums)

    def claim(self) -> None:
        """Two kinds of totals are claimed even where they hold nowhere.

        The only one left, over all that is left or stands on one side of it; and one of the name
        and on the side of another that holds: every 小计 stands above its parts, or none does.
        """
        unsettled = [total for total in self.totals if total not in self.parts]
        for total in unsettled:
            above, below = self.beside(total)
            choice = self._as_others(total)
            if len(unsettled) == 1:
                choice = choice or self.left(total) or (() if above and below else above or below)
            if len(choice) >= self.fewest:
                self._keep(total, choice, self.sums_of(total, choice))

    def _as_others(self, total: int) -> Choice:
        """The members on the side on which the parts of a total of the same name stand."""
        above, below = self.beside(total)
        alike = (o for o in self.parts if self.members[o].name == self.members[total].name)
        return next((below if self.parts[other][0] > other else above for other in alike), ())

    def beside(self, total: int) -> tuple[Choice, Choice]:
        """The members between a total and the total before it, and the one after it."""
        before = max((t for t in self.totals if t < total), default=-1)
        after = min((t for t in self.totals if t > total), default=len(self.members))
        above = tuple(i for i in self.plain if before < i < total)
        return above, tuple(i for i in self.plain if total < i < after)

    def left(self, total: int) -> Choice:
        """Members that may still be parts: not added up elsewhere, nor adding up ``total``."""
        taken = {part for parts in self.parts.values() for part in parts}
        usable = (i for i in (*self.plain, *self.parts) if i not in taken and i != total)
        return tuple(sorted({i for i in usable if total not in self.parts.get(i, ())}))

    def _keep(self, total: int, choice: Choice, sums: list[Sum]) -> None:
        self.parts[total] = choice
        self.sums += sums

    def sums_of(self, total: int, choice: Choice) -> list[Sum]:
        """Return the sums of a member and what it may add up."""
        series = [self.members[i].series for i in choice]
        return sums_of(self.ledger, self.members[total].series, series, self.relation)

    def _following(self, whole: int, parts: Sequence[re.Pattern[str]]) -> Choice:
        """The members right after a whole that are its parts, () unless all are there."""
        near = range(whole + 1, min(whole + 1 + NEAR, len(self.members)))
        found = [next((i for i in near if part.match(self.members[i].name)), -1) for part in parts]
        return () if -1 in found else tuple(found)


def _around(line: _Line, total: int) -> Iterator[Choice]:
    """All that is no total; what stands between this total and the one before or after it."""
    above, below = line.beside(total)
    earlier = tuple(t for t in line.totals if t < total)
    yield tuple(line.plain)
    yield above
    yield below
    yield (*earlier[-1:], *above)
    yield earlier
    yield tuple(t for t in line.totals if t > total)
    yield tuple(i for i in line.plain if i < total)
    yield tuple(i for i in line.plain if i > total)
    yield from _numbered(line)


def _numbered(line: _Line) -> Iterator[Choice]:
    """一、 and 二、 alone: the plain rows between them are some of their parts, not all."""
    ranks = [line.members[i].rank for i in line.plain]
    if any(ranks) and not all(ranks):
        top = min(rank for rank in ranks if rank)
        yield tuple(i for i in line.plain if line.members[i].rank == top)


def _what_is_left(line: _Line, total: int) -> Iterator[Choice]:
    """Settled totals in the place of their parts."""
    left = line.left(total)
    yield left
    yield tuple(i for i in left if i < total)
    yield tuple(i for i in left if i > total)


def _without_inner_lists(line: _Line, total: int) -> Iterator[Choice]:
    """Unmarked rows below a row that is their sum: 年初结转 above 一般公共预算 and 政府性基金."""
    left = [i for i in line.left(total) if i < total] or list(line.left(total))
    left = left if len(left) <= MAX_LIST else []
    for at, whole in enumerate(left):
        for end in range(min(len(left), at + 1 + NEAR), at + 1, -1):
            inner = tuple(left[at + 1 : end])
            if is_rule(line.sums_of(whole, inner)):
                yield tuple(i for i in left if i not in inner)


def _runs(line: _Line, total: int) -> Iterator[Choice]:
    """The next members up to any of them: a flat header does not show where the parts end."""
    left = [i for i in line.left(total) if i > total]
    for end in range(len(left) - 1, 1, -1):
        yield tuple(left[:end])


@cache
def known_sums(
    kind: str,
) -> tuple[tuple[bool, re.Pattern[str], tuple[re.Pattern[str], ...]], ...]:
    """Return (sure, form of the whole's name, forms of its parts' names) of one kind's sums."""
    rows = rows_of("known_sums.tsv", columns=2 + MAX_PARTS)
    return tuple(
        (kind == "sure", re.compile(whole), tuple(re.compile(part) for part in parts if part))
        for own, whole, *parts in rows
        if own == kind
    )
