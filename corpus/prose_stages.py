"""Tells of which year and stage the numbers below a heading are, where the heading says so.

A report on last year's execution and next year's draft holds both: 「2024年预算执行情况」 governs
all that stands below it up to 「2025年预算草案」, and 上年 there is the year before 2024.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from corpus.document import Document
from corpus.figure import Basis
from corpus.printed_numbers import dates_in
from corpus.vocabulary import lines_of, rows_of

YEAR_BEFORE = re.compile(r"(?:上年|上一年|去年)度?(?!结转|结余|末)")
YEAR_AFTER = re.compile(r"(?<!结转)(?<!结余)(?:下年|下一年|明年)(?!使用|结转)")
PAIRS = ({Basis.BUDGET, Basis.EXECUTED}, {Basis.ACTUAL, Basis.EXECUTED})
COMPARES = re.compile(r"对比|相比|比较|变化|变动|增减|[与同比较](?:上年|去年|上一年)")


@dataclass(frozen=True, slots=True)
class Stage:
    """The year (None: nothing tells it) and the stage that hold where a sentence names none."""

    year: int | None
    basis: Basis


def stages_of(document: Document, year: int | None, basis: Basis) -> dict[int, Stage]:
    """Return the stage of every section by its index; ``year`` and ``basis``: the document's."""
    whole = Stage(year, basis)
    is_of_both = _told(document.title) is Basis.EXECUTED
    found: dict[int, Stage] = {}
    for section in document.sections:
        outer = whole if section.parent is None else found[section.parent]
        is_root = section.parent is None
        found[section.index] = (
            outer if is_root else _stage(section.title, outer, is_of_both=is_of_both)
        )
    return found


def _stage(title: str, outer: Stage, *, is_of_both: bool) -> Stage:
    """``is_of_both``: the document reports an execution too, so that a bare heading may."""
    told = _told(title)
    years = _years(title, outer.year)
    if told is None or len(years) > 1 or COMPARES.search(title):
        return outer
    if not years or years[0] == outer.year:
        other = {told, outer.basis} in PAIRS
        return Stage(outer.year, told) if other and (years or is_of_both) else outer
    is_ahead = outer.year is not None and years[0] > outer.year
    if _is_name(title) or not (is_ahead or told is not Basis.BUDGET):
        return outer
    return Stage(years[0], Basis.BUDGET if is_ahead and told is Basis.EXECUTED else told)


def _years(title: str, year: int | None) -> tuple[int, ...]:
    named = tuple(dict.fromkeys(y for date in dates_in(title) for y in date.years))
    if named or year is None:
        return named
    if YEAR_BEFORE.search(title):
        return (year - 1,)
    return (year + 1,) if YEAR_AFTER.search(title) else ()


def _is_name(title: str) -> bool:
    """「2022年专项资金安排情况」: the year belongs to the money's name."""
    return any(word in title for word in lines_of("dated_names.tsv"))


def _told(title: str) -> Basis | None:
    ends = [(m.end(), basis) for pattern, basis in _words() for m in pattern.finditer(title)]
    return max(ends)[1] if ends else None


@cache
def _words() -> tuple[tuple[re.Pattern[str], Basis], ...]:
    rows = rows_of("stage_words.tsv", columns=2)
    return tuple((re.compile(pattern), Basis(basis)) for pattern, basis in rows)
