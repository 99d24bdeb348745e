"""Which figures may answer an ask, and how well: hard filters first, then weighted features.

The weights stand in ``match_weights.tsv``; a candidate keeps its features, so that every choice
can be explained.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from assistant.lookup.entries import Entry, Wanted
from assistant.lookup.features import features_of
from assistant.question import Ask
from assistant.wording import Rarity
from corpus.figure import Absence, AbsenceKind, Basis, Figure, Measure, Period
from corpus.quantity import UnitKind
from corpus.vocabulary import rows_of


@cache
def match_weights() -> dict[str, float]:
    """Return the weight of every feature."""
    return {name: float(weight) for name, weight, _ in rows_of("match_weights.tsv", columns=3)}


@dataclass(frozen=True, slots=True)
class Candidate:
    """A fact with its score and the features that made it."""

    entry: Entry
    score: float
    features: Mapping[str, float]

    @property
    def absence(self) -> AbsenceKind | None:
        """How the document says that there is no number; None for a figure."""
        return self.fact.kind if isinstance(self.fact, Absence) else None

    @property
    def is_doubtful(self) -> bool:
        """Whether it is a figure that was read by character recognition."""
        return isinstance(self.fact, Figure) and self.fact.doubtful

    @property
    def worded(self) -> float:
        """The score by wording alone: absences have no embedded name to compare."""
        return self.score - match_weights()["dense"] * self.features["dense"]

    @property
    def fact(self) -> Figure | Absence:
        """The figure or absence itself."""
        return self.entry.fact


def scored(entry: Entry, wanted: Wanted, rarity: Rarity, cosine: float) -> Candidate:
    """Return the candidate with its features and their weighted sum."""
    features = features_of(entry, wanted, rarity, cosine)
    weights = match_weights()
    return Candidate(entry, sum(weights[n] * v for n, v in features.items()), features)


SAME_UNITS = (
    frozenset({"人", "名", "位", "人次"}),
    frozenset({"次", "批", "批次", "人次"}),
    frozenset({"个", "项", "家", "户", "所"}),
    frozenset({"辆", "台", "台（套）"}),
    frozenset({"条", "份", "件", "部", "期", "篇"}),
    frozenset({"剂", "剂次"}),
    frozenset({"天", "工作日"}),
)


def units_agree(asked: str, printed: str) -> bool:
    """Tell whether a count in one unit may answer a question in the other."""
    if not asked or asked == printed:
        return True
    return any(asked in group and printed in group for group in SAME_UNITS)


def fits(figure: Figure, ask: Ask) -> bool:
    """Tell whether a figure is of the dimension and measure that an ask wants."""
    unit = figure.quantity.unit
    if not fits_measure(figure.measure, unit.kind, ask):
        return False
    return ask.kind in (None, UnitKind.MONEY) or units_agree(ask.unit, unit.base)


def fits_measure(measure: Measure, kind: UnitKind, ask: Ask) -> bool:
    """Tell the same of any figure of a measure and a dimension; its unit may still not fit."""
    if measure is Measure.LIMIT and not ask.limit:
        return False
    if measure is Measure.SCORE and ask.kind is not UnitKind.SCORE:
        return False
    if ask.measures and measure not in ask.measures:
        return False
    if ask.kind is None:
        return measure not in (Measure.CHANGE, Measure.GROWTH)
    if ask.kind is UnitKind.MONEY and kind is UnitKind.STANDARD:
        return True
    if ask.kind is not kind:
        return False
    plain = ask.kind is not UnitKind.MONEY or bool(ask.measures)
    return plain or measure not in (Measure.CHANGE, Measure.GROWTH)


def is_of_years(
    period: Period, measure: Measure | None, paper: int | None, stage: Basis, years: Sequence[int]
) -> bool:
    """A fact belongs to its own year; an undated one to its document's (``paper``, ``stage``).

    A budget is drawn up before its year begins: its stocks are those of the end of the year before.
    """
    if period.year in years or paper not in years:
        return period.year in years
    if period.year is None:
        return True
    stands_before = period.year + 1 == paper and stage is Basis.BUDGET
    if measure is Measure.STANDARD:
        return False  # 「由每亩8元提高到9元」: what was paid before is paid no more
    return stands_before and period.basis is Basis.ACTUAL


@cache
def opposites() -> tuple[tuple[str, str], ...]:
    """Return the pairs of words that exclude each other, both ways round."""
    pairs = [(one, other) for one, other in rows_of("opposites.tsv", columns=2)]
    return (*pairs, *((other, one) for one, other in pairs))


@lru_cache(maxsize=1000)
def _excluded(said: str) -> tuple[tuple[str, str], ...]:
    """Return the pairs of which a question says only the first word."""
    return tuple((one, other) for one, other in opposites() if one in said and other not in said)


def says_opposite(called: str, said: str) -> bool:
    """Tell whether a figure is called by the opposite of what a question says."""
    return any(other in called and one not in called for one, other in _excluded(said))


def best_first(candidates: Sequence[Candidate]) -> list[Candidate]:
    """Return candidates by falling score; of equals first what is certain, then by place."""
    return sorted(candidates, key=lambda c: (-c.score, c.is_doubtful, c.fact.source.span))
