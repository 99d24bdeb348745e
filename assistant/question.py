"""What a question means, as values: owners, periods, what is asked and how it was known."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from assistant.owners import OwnerMatch
from assistant.periods import PeriodMatch
from corpus.figure import Basis, Measure
from corpus.quantity import UnitKind


class Operation(StrEnum):
    """What has to be done with the figures that a question is about."""

    LOOKUP = "lookup"
    CHANGE = "change"
    SHARE = "share"
    DIFFERENCE = "difference"
    SUM = "sum"
    RATIO = "ratio"
    RANK = "rank"
    COMPARE = "compare"
    TREND = "trend"
    COUNT = "count"
    LIST = "list"
    DEFINITION = "definition"
    PASSAGE = "passage"
    OPINION = "opinion"  # asks for a judgement: out of scope


class Known(StrEnum):
    """How a slot got its value; whatever was not stated is said to the user."""

    STATED = "stated"
    INHERITED = "inherited"
    ASSUMED = "assumed"


@dataclass(frozen=True, slots=True)
class Slot:
    """One thing that a question fixes: its printed words and how it was known."""

    words: str
    known: Known


@dataclass(frozen=True, slots=True)
class Ask:
    """One number (or statement) that is wanted.

    ``words``: the clause that asks for it. ``kind``/``unit``: the dimension and, for counts, the
    unit's base name; None/"" when the words do not tell. ``measures``: the acceptable measures,
    () when any will do.
    """

    words: str
    kind: UnitKind | None = None
    unit: str = ""
    measures: tuple[Measure, ...] = ()
    basis: Basis | None = None
    limit: bool = False  # asks for a threshold: 上限, 最高, 起付线


@dataclass(frozen=True, slots=True)
class Question:
    """A question as understood. ``subject`` is what it is about, ``inherited`` what an earlier
    turn was about (used with less weight when the turn has a subject of its own).
    """

    text: str
    corrected: str
    operation: Operation
    asks: tuple[Ask, ...]
    subject: str
    inherited: str
    owners: OwnerMatch
    owner_slot: Slot
    periods: PeriodMatch
    period_slot: Slot
    wanted_unit: str = ""
    notes: tuple[str, ...] = ()
    seen_years: tuple[int, ...] = ()  # of this and the earlier turns, newest turn last

    @property
    def about(self) -> str:
        """The subject, or the inherited one when the turn has none of its own."""
        return self.subject or self.inherited
