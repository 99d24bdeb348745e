"""What the user gets: an answer, its figures and its receipts. Values only, and their JSON form.

Invariants: a refusal carries no figures; every figure cites at least one quote; every quote is
verbatim (see docs/ARCHITECTURE.md and the command line's JSON contract).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Any

DOUBT = "此数由图像识别得到，请核对原件"


class Outcome(StrEnum):
    """The five ways in which a question can end."""

    FIGURE = "figure"
    FIGURES = "figures"
    TEXT = "text"
    REFUSE = "refuse"
    CLARIFY = "clarify"


class Reason(StrEnum):
    """The six honest kinds of "no"."""

    DOCUMENT_ABSENT = "document-absent"
    YEAR_ABSENT = "year-absent"
    ITEM_NOT_DISCLOSED = "item-not-disclosed"
    BLANK = "blank-in-document"
    OUT_OF_SCOPE = "out-of-scope"
    LOW_CONFIDENCE = "low-confidence"


@dataclass(frozen=True, slots=True)
class Citation:
    """A receipt as shown: ``quote`` is verbatim text of the document at ``start:end``.

    For a table cell the quote is the whole row and ``table``/``row``/``column``/``cell`` name
    the cell; ``table_index``/``row_index``/``column_index`` address it for highlighting.
    """

    document_id: str
    document: str  # file name
    title: str
    section: tuple[str, ...]
    start: int
    end: int
    quote: str
    page: int | None = None
    table: str = ""
    row: str = ""
    column: str = ""
    cell: str = ""
    table_index: int | None = None
    row_index: int | None = None
    column_index: int | None = None

    def to_json(self) -> dict[str, Any]:
        """Return the contract's citation object (no internal ids)."""
        return {
            "document": self.document,
            "title": self.title,
            "section": list(self.section),
            "page": self.page,
            "table": self.table or None,
            "row": self.row or None,
            "column": self.column or None,
            "cell": self.cell or None,
            "start": self.start,
            "end": self.end,
            "quote": self.quote,
        }


@dataclass(frozen=True, slots=True)
class AnswerFigure:
    """One number of an answer. ``value`` is in the base unit (元 for money), exact.

    ``citations`` are indices into ``Answer.citations``; ``formula`` is the readable working of a
    computed value, None for a printed one. ``doubtful``: it, or a number that it was computed
    from, was read by character recognition. ``comparator``: one of ``≥ ≤ = > <`` for a printed
    target or limit, else "": 「≥88%」 aims at 88% or more.
    """

    value: Decimal
    unit: str
    about: str
    citations: tuple[int, ...]
    owner: str = ""
    year: int | None = None
    basis: str = ""
    printed: str | None = None
    direction: str | None = None
    formula: str | None = None
    doubtful: bool = False
    comparator: str = ""

    def __post_init__(self) -> None:
        if not self.citations:
            raise ValueError(f"数字「{self.about}」没有出处")

    def to_json(self) -> dict[str, Any]:
        """Return the contract's figure object; the value as an exact decimal string."""
        return {
            "value": plain(self.value),
            "comparator": self.comparator or None,
            "unit": self.unit,
            "direction": self.direction,
            "about": self.about,
            "owner": self.owner,
            "year": self.year,
            "basis": self.basis or None,
            "printed": self.printed,
            "formula": self.formula,
            "doubtful": self.doubtful,
            "citations": list(self.citations),
        }


@dataclass(frozen=True, slots=True)
class Answer:
    """The last value of a question's way: what is said, with everything that backs it."""

    outcome: Outcome
    text: str  # Markdown, Chinese
    figures: tuple[AnswerFigure, ...] = ()
    operands: tuple[AnswerFigure, ...] = ()
    citations: tuple[Citation, ...] = ()
    assumptions: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    reason: Reason | None = None
    suggestions: tuple[str, ...] = field(default=())  # next questions the library can answer
    elapsed_ms: float = 0.0

    def __post_init__(self) -> None:
        if self.outcome is Outcome.REFUSE and (self.figures or self.reason is None):
            raise ValueError("拒答不得带数字，且必须说明原因")
        for figure in (*self.figures, *self.operands):
            if any(not 0 <= c < len(self.citations) for c in figure.citations):
                raise ValueError(f"数字「{figure.about}」引用了不存在的出处")

    def to_json(self, id: str | None = None) -> dict[str, Any]:
        """Return the contract's answer object."""
        body: dict[str, Any] = {} if id is None else {"id": id}
        return body | {
            "outcome": self.outcome.value,
            "text": self.text,
            "figures": _jsons(self.figures),
            "operands": _jsons(self.operands),
            "citations": _jsons(self.citations),
            "assumptions": list(self.assumptions),
            "choices": list(self.choices),
            "reason": self.reason.value if self.reason else None,
            "elapsed_ms": round(self.elapsed_ms, 1),
        }


def plain(value: Decimal) -> str:
    """Return an exact decimal string without exponent: "4718200", "4.09", "382946.70"."""
    if value == value.to_integral_value():
        return format(value.to_integral_value(), "f")
    return format(value, "f")


def _jsons(values: Sequence[AnswerFigure] | Sequence[Citation]) -> list[dict[str, Any]]:
    return [value.to_json() for value in values]
