"""What a question means, as values: owners, periods, what is asked and how it was known."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from assistant.language.funds import Carry
from assistant.language.owners import OwnerMatch
from assistant.language.periods import PeriodMatch
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
class Claim:
    """A statement that a question wants confirmed: 「超过50万元吗」, 「减少了吗」.

    words: as said, without the asking words; span: where they stand in the question. relation:
    one of ``= > >= < <=``. value: in the base unit, None where only a direction is claimed; half:
    half of the last place stated. unit: base unit, "" where none is said. measures: CHANGE,
    GROWTH or SHARE where the words say so. direction: 增加, 减少, 持平; "" without value where
    the question leaves it open (「是增加还是减少」).
    """

    words: str
    span: tuple[int, int]
    relation: str = "="
    value: Decimal | None = None
    half: Decimal = Decimal(0)
    unit: str = ""
    kind: UnitKind | None = None
    measures: tuple[Measure, ...] = ()
    direction: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """A question as understood. ``subject`` is what it is about, ``inherited`` what an earlier
    turn was about (used with less weight when the turn has a subject of its own). ``wanted_unit``:
    the unit of money to tell the amount in, "" for as printed. ``claims``: what is to be
    confirmed. ``fund``: the fund that the item is asked of (fund_scopes.tsv), ``carry`` whether
    money carried over counts, ``scope`` which of a body's two papers is meant (see ``twins``); ""
    where the question does not say.
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
    claims: tuple[Claim, ...] = ()
    fund: str = ""
    carry: Carry = ""
    scope: str = ""
    notes: tuple[str, ...] = ()
    seen_years: tuple[int, ...] = ()  # of this and the earlier turns, newest turn last

    @property
    def about(self) -> str:
        """The subject, or the inherited one when the turn has none of its own."""
        return self.subject or self.inherited
