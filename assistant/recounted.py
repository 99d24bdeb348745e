"""Tells when two prints count the same: in prose, in a table of bodies, in a table of indicators.

Tables of staff have the body as their row and what is counted as their column; their prose says
the one as the number of today, the other as that of the end of the year before.
"""

from __future__ import annotations

from functools import cache

from assistant.lookup.candidates import units_agree
from assistant.wording import squeeze
from corpus.figure import Figure, Measure
from corpus.quantity import UnitKind
from corpus.vocabulary import lines_of, rows_of

COUNTED = frozenset({Measure.COUNT, Measure.TARGET})


def is_same_count(one: Figure, other: Figure) -> bool:
    """Tell whether two figures of one body's papers of one year are one count of one thing."""
    a, b = one.quantity, other.quantity
    kinds = {a.unit.kind, b.unit.kind}
    if not {one.measure, other.measure} <= COUNTED or kinds != {UnitKind.COUNT}:
        return False
    if not units_agree(a.unit.base, b.unit.base) or a.in_base - b.in_base:
        return False
    return _is_one_date(one, other) and bool(_names(one) & _names(other))


def _is_one_date(one: Figure, other: Figure) -> bool:
    """The end of a year is where the next one begins; what is aimed at is of its own year."""
    years = (one.period.year, other.period.year)
    if years[0] is None or years[1] is None or Measure.TARGET in {one.measure, other.measure}:
        return years[0] == years[1]
    return abs(years[0] - years[1]) <= 1


def _names(figure: Figure) -> set[str]:
    """Return what a count may be called: its item, or its column where the row is the body."""
    if figure.slice and squeeze(figure.item.name) == squeeze(figure.owner):
        return {_bare(figure.slice[-1]), _bare("".join(figure.slice))} - {""}
    return {_bare(figure.item.name)} - {""}


def _bare(name: str) -> str:
    bare = squeeze(name)
    for word, meant in _readings():
        bare = bare.replace(word, meant)
    return bare


@cache
def _readings() -> tuple[tuple[str, str], ...]:
    readings = {word: "" for word in lines_of("name_silent_words.tsv")}
    readings.update((word, meant) for word, meant in rows_of("count_names.tsv", columns=2))
    return tuple(sorted(readings.items(), key=lambda pair: -len(pair[0])))
