"""The structured layer: every printed number with its meaning and its receipt.

Terms, once (Chinese beside English, used everywhere):
owner 部门/单位 · item 科目/项目/指标 · period 年度 with basis 预算/决算/执行数 · slice 列 (fund
source, 基本/项目, 人员/公用) · measure what kind of number · source receipt 出处 · absence 无/空白.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from enum import StrEnum

from corpus.document import CellRef, RowKind, Span
from corpus.quantity import Quantity


class Basis(StrEnum):
    """Which stage of the budget cycle a number belongs to (预算法 and 决算 forms)."""

    BUDGET = "预算"
    FINAL = "决算"
    EXECUTED = "执行数"
    ADJUSTED = "调整预算"
    ACTUAL = "实际"  # statistics of work done, headcount, assets: neither budget nor account


class Measure(StrEnum):
    """What kind of statement a number makes about its item."""

    AMOUNT = "amount"
    CHANGE = "change"  # magnitude; the direction stands in ``Figure.direction``
    GROWTH = "growth"  # change in per cent, magnitude with direction
    SHARE = "share"  # 占 … %
    RATE = "rate"  # any other percentage: 覆盖率, 补助比例
    COUNT = "count"  # people, vehicles, cases
    TARGET = "target"  # 指标值 with comparator
    SCORE = "score"  # 分值, 权重, 扣分
    STANDARD = "standard"  # 元/人/年, 每人每月: a rate of pay
    LIMIT = "limit"  # thresholds inside a rule: 2000元以内, 50万元以上
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Period:
    """Fiscal year and basis. ``year`` is None when nothing in the document tells it."""

    year: int | None
    basis: Basis


@dataclass(frozen=True, slots=True)
class Item:
    """What a number is about. ``path`` holds what contains it, outermost first, without itself.

    ``role`` says whether the number may be summed with its neighbours (see ``RowKind``).
    """

    name: str
    code: str = ""
    path: tuple[str, ...] = ()
    role: RowKind = RowKind.DETAIL


@dataclass(frozen=True, slots=True)
class Source:
    """A receipt: where a number or a statement is printed.

    ``document.text[span.start:span.end] == quote``. For a table cell the quote is its whole row
    and ``cell`` names the cell; ``table`` is the caption, ``row`` and ``column`` what people read.
    """

    document: str  # Document.id
    section: tuple[str, ...]
    span: Span
    quote: str
    page: int | None = None
    cell: CellRef | None = None
    table: str = ""
    row: str = ""
    column: str = ""
    printed: str = ""  # the number's own text inside the quote


@dataclass(frozen=True, slots=True)
class Figure:
    """One printed number. Frozen: change is a new value through ``dataclasses.replace``."""

    owner: str
    item: Item
    slice: tuple[str, ...]  # column path, outermost first; () in prose
    period: Period
    measure: Measure
    quantity: Quantity
    context: str  # clause in prose; row path + column path in a table
    source: Source
    direction: str | None = None  # 增加, 减少, 持平: changes and growth only
    years: tuple[int, ...] = ()  # every year that the sentence names
    exact: bool = True  # False: 约, 余, 左右, or a damaged print
    doubtful: bool = False  # read by character recognition: said wherever the figure is shown

    @property
    def id(self) -> str:
        """A content-derived identifier, stable over runs."""
        place = (self.source.document, self.source.span, self.source.cell, self.source.printed)
        parts = (*map(str, place), self.measure, self.item.name, str(self.quantity.value))
        return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:16]


class AbsenceKind(StrEnum):
    """How a document says that there is no number. None of these is zero."""

    BLANK = "blank"  # an empty cell, or a number left out of a sentence
    STATED = "stated"  # 未安排, 无, 没有使用
    EMPTY_TABLE = "empty-table"  # 本表为空表


@dataclass(frozen=True, slots=True)
class Absence:
    """A place where a number could stand and the document says, or shows, that none does."""

    owner: str
    item: Item
    slice: tuple[str, ...]
    period: Period
    kind: AbsenceKind
    context: str
    source: Source
