"""Brings the prints of one number together: the best one speaks, the others are its witnesses."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from assistant.compute import Value, value_of
from assistant.lookup.candidates import Candidate, match_weights
from assistant.lookup.entries import Entry
from corpus.figure import Basis, Figure, Measure
from corpus.quantity import UnitKind

PLANNED = frozenset({Basis.BUDGET, Basis.ADJUSTED})
SPENT = frozenset({Basis.FINAL, Basis.EXECUTED})
Key = tuple[str, int | None, Measure, str, str]  # owner, year, measure, direction, unit


@dataclass(frozen=True, slots=True)
class Finding:
    """One number that may be meant, with every figure that prints it, best first."""

    value: Value
    score: float
    candidate: Candidate
    document: str
    year: int | None  # fiscal year of the document

    @property
    def figure(self) -> Figure:
        """The best figure that prints the number."""
        return self.value.figures[0]


@dataclass(frozen=True, slots=True)
class _Print:
    """A candidate with what has to be the same (``key``) or near for two prints to be one."""

    rank: int  # 0 for the best candidate
    candidate: Candidate
    figure: Figure
    key: Key
    amount: Decimal  # in the base unit
    half_unit: Decimal

    @classmethod
    def of(cls, rank: int, candidate: Candidate, figure: Figure) -> _Print:
        quantity = figure.quantity
        year, base = candidate.entry.year, quantity.unit.base
        key = (figure.owner, year, figure.measure, str(figure.direction), base)
        return cls(rank, candidate, figure, key, quantity.in_base, quantity.half_unit)

    def repeats(self, other: _Print) -> bool:
        """Tell whether two prints are one figure: same owner, year, measure, value and item."""
        is_rule = self.figure.measure is Measure.RATE  # it is set, not rounded: 2% is never 1.5%
        allowed = Decimal(0) if is_rule else max(self.half_unit, other.half_unit)
        if abs(self.amount - other.amount) > allowed or self._is_of_other_stage(other):
            return False
        return same_item(self.candidate.entry, other.candidate.entry)

    def _is_of_other_stage(self, other: _Print) -> bool:
        """Tell whether one is planned and the other spent: equal by chance, never one number."""
        stages = {self.figure.period.basis, other.figure.period.basis}
        is_money = self.figure.quantity.unit.kind is UnitKind.MONEY
        return is_money and bool(stages & PLANNED) and bool(stages & SPENT)


@dataclass(frozen=True, slots=True)
class _Prints:
    """The prints of one key by rising amount, so that those of one number stand together."""

    prints: list[_Print]
    amounts: list[Decimal]
    coarsest: Decimal  # half unit

    @classmethod
    def of(cls, prints: list[_Print]) -> _Prints:
        prints = sorted(prints, key=lambda p: p.amount)
        return cls(prints, [p.amount for p in prints], max(p.half_unit for p in prints))

    def of_number(self, one: _Print) -> Iterator[_Print]:
        """Yield every print of the same number, ``one`` itself among them."""
        start = bisect_left(self.amounts, one.amount - self.coarsest)
        end = bisect_right(self.amounts, one.amount + self.coarsest)
        return (p for p in self.prints[start:end] if one.repeats(p))


def findings_of(candidates: Sequence[Candidate], years: Sequence[int] = ()) -> Iterator[Finding]:
    """Yield one finding per number and document year; later equal prints become witnesses.

    years: asked for; a print of another year is no witness of a number of one of these.
    """
    prints = [
        _Print.of(n, c, c.fact) for n, c in enumerate(candidates) if isinstance(c.fact, Figure)
    ]
    by_key: dict[Key, list[_Print]] = {}
    for one in prints:
        by_key.setdefault(one.key, []).append(one)
    alike = {key: _Prints.of(found) for key, found in by_key.items()}
    taken: set[int] = set()
    for one in prints:
        if one.rank in taken:
            continue
        same = sorted(alike[one.key].of_number(one), key=lambda p: p.rank)
        fresh = [p for p in same if p.rank not in taken]
        taken.update(p.rank for p in fresh)
        figures = [p.figure for p in fresh]
        asked = [figure for figure in figures if figure.period.year in years]
        yield _finding(one.candidate, asked or figures)


def _finding(candidate: Candidate, figures: list[Figure]) -> Finding:
    # A certain print speaks for the others, and a finer one for those that round it.
    figures.sort(key=lambda figure: (figure.doubtful, figure.quantity.half_unit))
    return Finding(
        value=value_of(*figures),
        score=candidate.score + _agreement(figures),
        candidate=candidate,
        document=candidate.fact.source.document,
        year=candidate.entry.year,
    )


def _agreement(figures: Sequence[Figure]) -> float:
    """Prose and tables are two witnesses: a number that both print weighs more."""
    places = {figure.source.cell is not None for figure in figures}
    return match_weights()["agreed"] if len(places) > 1 else 0.0


def same_item(one: Entry, other: Entry) -> bool:
    """Tell whether two facts are called alike: one code, one name, or one name in the other."""
    a, b = one.fact.item, other.fact.item
    if a.code and b.code:
        return a.code == b.code
    return one.name_text in other.name_text or other.name_text in one.name_text
