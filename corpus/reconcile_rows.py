"""The sums that run down a table: 项 to 款 to 类, an outline's parts, 小计, 合计 and 总计."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.cells import clean
from corpus.column_meaning import unit_in
from corpus.document import Row, RowKind
from corpus.reconcile_rules import Member, sums_in
from corpus.reconcile_sums import (
    Ledger,
    Place,
    Relation,
    Series,
    Sum,
    compared,
    is_rule,
    sums_of,
    tolerance,
)

SILENT = (RowKind.HEADER, RowKind.TEXT)


@dataclass(frozen=True, slots=True)
class Line:
    """A row of one panel. series: its amounts; parent: index of the line that contains it."""

    row: Row
    series: Series
    labels: tuple[str, ...]
    parent: int | None = None
    panel: int = 0


def row_sums(ledger: Ledger) -> Iterator[Sum]:
    """Yield the sums of every panel; panels that continue one list of codes are one list."""
    for flow in _flows(ledger):
        yield from _parent_sums(ledger, flow)
        yield from _of_which(ledger, flow)
        yield from _total_sums(ledger, flow)


def _flows(ledger: Ledger) -> Iterator[list[Line]]:
    """Each panel's lines; side by side, 301 to 303 and 302 to 310 are one list of codes."""
    panels = [_lines(ledger, p) for p in range(len(ledger.table.panels))]
    panels = [lines for lines in panels if lines and lines[0].series]
    is_one_list = len({len(lines[0].series) for lines in panels}) == 1
    if is_one_list and len(panels) > 1 and all(map(_is_coded, panels)):
        panels = [[line for lines in panels for line in lines]]
    yield from map(_with_parents, panels)


def _is_coded(lines: Sequence[Line]) -> bool:
    return any(line.row.code for line in lines)


def _lines(ledger: Ledger, index: int) -> list[Line]:
    panel = ledger.table.panels[index]
    columns = ledger.columns(index)
    return [
        Line(
            row,
            tuple((Place(ledger.top + n, c),) for c in columns),
            tuple(clean(row.cells[c]) for c in panel.label_columns),
            panel=index,
        )
        for n, row in enumerate(panel.rows)
        if row.kind not in SILENT
    ]


def _with_parents(lines: list[Line]) -> list[Line]:
    """Find the line that contains each line: the longest code that begins its code, or its path."""
    codes: dict[str, int] = {}
    placed: list[Line] = []
    for i, line in enumerate(lines):
        code = line.row.code
        parent = _by_code(code, codes) if code else None
        parent = _by_path(placed, line.row) if parent is None else parent
        placed.append(Line(line.row, line.series, line.labels, parent, line.panel))
        if code:
            codes[code] = i
    return placed


def _by_code(code: str, codes: dict[str, int]) -> int | None:
    shorter = (code[:length] for length in range(len(code) - 1, 2, -1))
    return next((codes[prefix] for prefix in shorter if prefix in codes), None)


def _by_path(lines: Sequence[Line], row: Row) -> int | None:
    for name in reversed(row.path):
        for j in range(len(lines) - 1, -1, -1):
            above = lines[j].row
            if above.label == name and set(above.path) <= set(row.path):
                return j
    return None


def _parent_sums(ledger: Ledger, lines: Sequence[Line]) -> Iterator[Sum]:
    """Codes always add up; an outline does where most of its parents do, or just this one."""
    outline: list[list[Sum]] = []
    for i, line in enumerate(lines):
        parts = [part for part in lines if part.parent == i and _is_part(part)]
        if not parts or _mixed([line, *parts]):
            continue
        sums = sums_of(ledger, line.series, [part.series for part in parts], Relation.ROWS)
        if line.row.code and any(part.row.code for part in parts):
            yield from sums
        elif len(parts) > 1 or is_rule(sums):
            outline.append(sums)
    every = [one for sums in outline for one in sums]
    for sums in outline:
        if is_rule(every) or is_rule(sums):
            yield from sums


def _is_part(line: Line) -> bool:
    return line.row.kind in (RowKind.DETAIL, RowKind.PARENT)


def _mixed(lines: Sequence[Line]) -> bool:
    """Rows that carry units of their own are not added up."""
    return any(unit_in(text) for line in lines for text in (line.row.label, *line.labels))


def _of_which(ledger: Ledger, lines: Sequence[Line]) -> Iterator[Sum]:
    """A 其中 that is more than its parent is wrong; one that is less proves nothing."""
    for line in lines:
        if line.row.kind is not RowKind.OF_WHICH or line.parent is None:
            continue
        whole = lines[line.parent]
        for ours, theirs in zip(whole.series, line.series, strict=True):
            one = compared(ledger, ours[0], theirs, Relation.OF_WHICH)
            slack = tolerance([one.expected, one.found]) if one else 0
            if one and one.expected >= 0 and one.found > one.expected + slack:
                yield one


def _total_sums(ledger: Ledger, lines: Sequence[Line]) -> Iterator[Sum]:
    """Totals add up lines of their own level: of one panel, and below one parent."""
    totals = [line for line in lines if line.row.kind is RowKind.TOTAL]
    for level in dict.fromkeys((line.panel, line.parent) for line in totals):
        members = [
            line
            for line in lines
            if (line.panel, line.parent) == level and (_is_part(line) or line in totals)
        ]
        if not _mixed(members):
            yield from sums_in(ledger, [_member(line) for line in members], Relation.ROWS)


def _member(line: Line) -> Member:
    return Member(line.row.label, line.series, line.row.kind is RowKind.TOTAL)
