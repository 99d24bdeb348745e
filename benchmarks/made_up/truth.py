"""What is true of made-up disclosures: every figure that one prints, and where."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Fact:
    """One figure that a disclosure prints.

    ``value`` is exact and in the base unit (元, %, 人, 个 …); a change is a magnitude with its
    ``direction`` (增加, 减少, 持平). ``item`` is what the field calls it, ``printed`` the number as
    it stands in the text with its unit, ``quote`` the verbatim line or row that prints it.
    ``measure``: amount, change, growth, share, count, target, standard, limit, rate, score.
    """

    document: str  # file name
    owner: str  # as printed on the title, region and all
    owner_short: str  # how people call it
    scope: str  # 部门, 单位, 本级
    document_year: int
    document_kind: str  # 部门预算, 单位决算, 项目文本 …
    year: int  # that the figure is of
    basis: str  # 预算, 决算, 年初预算, 执行, 现状 …
    item: str
    measure: str
    value: Decimal
    unit: str
    printed: str
    quote: str
    code: str = ""
    path: tuple[str, ...] = ()  # items above this one
    columns: tuple[str, ...] = ()  # headings above the cell, outermost first
    table: str = ""  # caption; "" for prose
    direction: str = ""
    base: str = ""  # of a change: what it is counted from (上年预算数, 上年决算数, 年初预算)
    exact: bool = True  # False: rounded by the text itself, the exact value is in another place
    key: str = (
        ""  # what it is of, spelt alike in all documents of a body: 功能:2130306/项目, 经济:30217
    )


@dataclass(frozen=True, slots=True)
class Absent:
    """Something that a disclosure says it has not: 本表为空, 未安排, a blank cell."""

    document: str
    owner: str
    owner_short: str
    document_year: int
    item: str
    how: str  # stated, empty table, blank
    quote: str
    table: str = ""
    columns: tuple[str, ...] = ()
    key: str = ""


@dataclass(frozen=True, slots=True)
class MadeUp:
    """One made-up disclosure: its file and everything that is true of it.

    ``passages``: (topic, verbatim text), e.g. ("主要职责", …), ("增减原因：公务接待费", …),
    ("定义：机关运行经费", …), for questions that sentences answer.
    """

    name: str  # file name with suffix
    text: str  # as a .txt file
    owner: str
    owner_short: str
    scope: str
    region: str
    year: int
    kind: str
    facts: tuple[Fact, ...]
    absences: tuple[Absent, ...] = ()
    passages: tuple[tuple[str, str], ...] = ()
