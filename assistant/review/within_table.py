"""Family 1: every printed sum of a table, over the reconciliation that reads it.

Where one cell breaks several sums by the same amount, it is the one that is wrong, and the sums
are one finding.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal

from assistant.answer import plain
from assistant.review.finding import Finding, Severity
from assistant.review.paper import Paper
from corpus.cells import value_of
from corpus.column_meaning import unit_or_none
from corpus.document import Table
from corpus.figure import Source
from corpus.reconcile import Place, Relation, Sum, all_sums

RULES = {
    Relation.ROWS: "table-total",
    Relation.COLUMNS: "table-columns",
    Relation.PANELS: "table-balance",
    Relation.PAIRS: "table-funds",
    Relation.OF_WHICH: "table-part",
}
TWO_LEVELS = 4  # parts of a list that may hold its own subtotals
MOST_PLACES = 40  # parts of a sum that are shown
MOST_ROUNDED = 1  # notices of rounding a table: it says how many more there are


def table_sums(paper: Paper) -> Iterator[Finding]:
    """Yield the sums of the document's tables that do not hold, and those that rounding bends."""
    for table in paper.document.tables:
        sums = [] if table.doubtful else all_sums(table)
        for one in sums:
            paper.count(RULES[one.relation])
        failures = [one for one in sums if not one.holds and not _has_two_levels(one)]
        yield from _broken(paper, table, failures)
        yield from _bent(paper, table, [one for one in sums if one.holds])


def _has_two_levels(one: Sum) -> bool:
    """Rows and the rows below them, not told apart by code or indent, are twice the total."""
    return len(one.parts) >= TWO_LEVELS and one.found == 2 * one.expected


def _broken(paper: Paper, table: Table, failures: Sequence[Sum]) -> Iterator[Finding]:
    left = list(failures)
    while left:
        suspect, sums = _suspect(left)
        yield (
            _wrong_cell(paper, table, suspect, sums)
            if suspect
            else _wrong_sum(paper, table, sums[0])
        )
        left = [one for one in left if one not in sums]


def _suspect(failures: Sequence[Sum]) -> tuple[Place | None, list[Sum]]:
    """Return the cell that explains most failures by one correction, with these failures."""
    votes: Counter[tuple[Place, Decimal]] = Counter()
    for one in failures:
        for place, correction in _corrections(one):
            votes[place, correction] += 1
    (place, correction), most = votes.most_common(1)[0]
    if most == 1:
        return None, [failures[0]]
    return place, [one for one in failures if (place, correction) in _corrections(one)]


def _corrections(one: Sum) -> set[tuple[Place, Decimal]]:
    """Return what each cell of a sum would have to gain for it to hold."""
    gap = one.found - one.expected
    return {(place, gap) for place in one.whole} | {(place, -gap) for place in one.parts}


def _wrong_cell(paper: Paper, table: Table, suspect: Place, sums: Sequence[Sum]) -> Finding:
    correction = next(gain for place, gain in _corrections(sums[0]) if place == suspect)
    source = paper.cell(table, suspect)
    printed = _value(table, suspect)
    others = [place for one in sums for place in _places(paper, table, one)]
    factor, unit = _unit(table)
    sides = "；".join(
        f"「{_name(paper.cell(table, one.whole[0]))}」应为 {one.expected}，各部分相加为 {one.found}"
        for one in sums[:3]
    )
    return paper.finding(
        RULES[sums[0].relation],
        f"《{table.caption}》「{_name(source)}」印为 {source.printed}，使 {len(sums)} 处合计"
        f"都相差 {abs(correction)}：{sides}。最可能是这一格有误，应为 {printed + correction}。",
        [source, *others],
        expected=plain((printed + correction) * factor),
        found=plain(printed * factor),
        difference=plain(abs(correction) * factor),
        unit=unit,
    )


def _value(table: Table, place: Place) -> Decimal:
    """Return what a cell prints; a blank counts as nothing."""
    return value_of(table.rows[place.row].cells[place.column]) or Decimal(0)


def _wrong_sum(paper: Paper, table: Table, one: Sum) -> Finding:
    places = _places(paper, table, one)
    factor, unit = _unit(table)
    gap = abs(one.expected - one.found)
    return paper.finding(
        RULES[one.relation],
        f"《{table.caption}》「{_name(places[0])}」印为 {one.expected}，"
        f"其各部分相加为 {one.found}，相差 {gap}。",
        places,
        expected=plain(one.found * factor),
        found=plain(one.expected * factor),
        difference=plain(gap * factor),
        unit=unit,
    )


def _bent(paper: Paper, table: Table, sums: Sequence[Sum]) -> Iterator[Finding]:
    """Sums that hold only because every number was rounded."""
    bent = [s for s in sums if s.expected != s.found and s.relation is not Relation.OF_WHICH]
    for n, one in enumerate(bent[:MOST_ROUNDED]):
        places = _places(paper, table, one)
        factor, unit = _unit(table)
        more = len(bent) - MOST_ROUNDED
        rest = f"本表另有 {more} 处同样的尾差。" if n == MOST_ROUNDED - 1 and more > 0 else ""
        yield paper.finding(
            "rounding",
            f"《{table.caption}》「{_name(places[0])}」印为 {one.expected}，"
            f"各部分相加为 {one.found}；四舍五入可以解释。{rest}",
            places,
            severity=Severity.NOTICE,
            expected=plain(one.found * factor),
            found=plain(one.expected * factor),
            difference=plain(abs(one.expected - one.found) * factor),
            unit=unit,
        )


def _places(paper: Paper, table: Table, one: Sum) -> list[Source]:
    cells = [*one.whole, *one.parts[:MOST_PLACES]]
    return [paper.cell(table, place) for place in cells]


def _unit(table: Table) -> tuple[Decimal, str]:
    """Return (what makes a value of the table one in 元, 元); (1, "") where no unit is printed."""
    unit = unit_or_none(table.unit)
    return (unit.factor, unit.base) if unit else (Decimal(1), "")


def _name(source: Source) -> str:
    return " ".join(filter(None, (source.row, source.column))) or "合计"
