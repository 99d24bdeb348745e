"""The sums that run down a table: 项 to 款 to 类, an outline's parts, 小计, 合计 and 总计."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from corpus.cells import clean, is_total, numbering_rank
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
    at: int = 0  # the table row


def row_sums(ledger: Ledger) -> Iterator[Sum]:
    """Yield the sums of every panel; panels that continue one list of codes are one list."""
    for flow in _flows(ledger):
        yield from _parent_sums(ledger, flow)
        yield from _of_which(ledger, flow)
        yield from _total_sums(ledger, flow)
    yield from _shared_totals(ledger)


def _flows(ledger: Ledger) -> Iterator[list[Line]]:
    """Each panel's lines; side by side, 301 to 303 and 302 to 310 are one list of codes."""
    panels = [_lines(ledger, p) for p in range(len(ledger.table.panels))]
    panels = [lines for lines in panels if lines and lines[0].series]
    is_one_list = len({len(lines[0].series) for lines in panels}) == 1
    if is_one_list and len(panels) > 1 and all(map(_is_coded, panels)):
        panels = [[line for lines in panels for line in lines]]
    yield from map(_with_parents, panels)


def _shared_totals(ledger: Ledger) -> Iterator[Sum]:
    """A total whose label is merged over two panels also adds up the left one."""
    for left, right in itertools.pairwise(range(len(ledger.table.panels))):
        lines = [line for line in _lines(ledger, left) if not line.row.path]
        columns = ledger.columns(right)[: len(ledger.columns(left))]
        settled = any(_is_total(line) or line.row.code for line in lines)  # or one list of codes
        row = None if settled else _shared_total(ledger, left, right)
        if row is not None and len(columns) == len(ledger.columns(left)):
            parts = [line.series for line in lines if _is_part(line) and line.at < row]
            whole = tuple((Place(row, c),) for c in columns)
            yield from sums_of(ledger, whole, parts, Relation.ROWS)


def _shared_total(ledger: Ledger, left: int, right: int) -> int | None:
    """The first table row of a total that the left panel names and the right one prints."""
    ours, theirs = ledger.table.panels[left], ledger.table.panels[right]
    for n, row in enumerate(theirs.rows):
        named = any(is_total(row.cells[c]) for c in ours.label_columns)
        if row.kind is RowKind.TOTAL and named and ours.rows[n].kind is RowKind.TEXT:
            return ledger.top + n
    return None


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
            at=ledger.top + n,
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
        placed.append(replace(line, parent=parent))
        if code:
            codes[code] = i
    return placed


def _by_code(code: str, codes: dict[str, int]) -> int | None:
    shorter = (code[:length] for length in range(len(code) - 1, 2, -1))
    return next((codes[prefix] for prefix in shorter if prefix in codes), None)


def _by_path(lines: Sequence[Line], row: Row) -> int | None:
    """A 项 named like its 款 stands right below it, and its path does not repeat the name."""
    if lines and not row.code and _is_namesake(lines[-1].row, row):
        return len(lines) - 1
    for name in reversed(row.path):
        for j in range(len(lines) - 1, -1, -1):
            above = lines[j].row
            if above.label == name and set(above.path) <= set(row.path):
                return j
    return None


def _is_namesake(above: Row, row: Row) -> bool:
    alike = (above.label, above.path) == (row.label, row.path)
    return alike and above.kind is RowKind.PARENT and row.kind is RowKind.DETAIL


def _parent_sums(ledger: Ledger, lines: Sequence[Line]) -> Iterator[Sum]:
    """Codes always add up; an outline does where most of its parents do, or just this one."""
    families = {lines[i]: parts for i, parts in _parts_of(lines).items()}
    usable = {line: parts for line, parts in families.items() if not _mixed([line, *parts])}
    coded = {w: parts for w, parts in usable.items() if w.row.code and parts[0].row.code}
    yield from _code_sums(ledger, coded)
    outline = [_family(ledger, w, parts) for w, parts in usable.items() if w not in coded]
    every = [one for sums in outline for one in sums]
    for sums in outline:
        if is_rule(every) or is_rule(sums):
            yield from sums


def _code_sums(ledger: Ledger, families: Mapping[Line, Sequence[Line]]) -> Iterator[Sum]:
    """Where one 款 has its sum printed, another one without it has lost a number."""
    sums = {whole: _family(ledger, whole, parts) for whole, parts in families.items()}
    printed = {len(w.row.code) for w, own in sums.items() if any(one.holds for one in own)}
    for whole, parts in families.items():
        is_lost = not sums[whole] and len(whole.row.code) in printed
        yield from _family(ledger, whole, parts, lost=True) if is_lost else sums[whole]


def _family(ledger: Ledger, whole: Line, parts: Sequence[Line], *, lost: bool = False) -> list[Sum]:
    series = [part.series for part in parts]
    return sums_of(ledger, whole.series, series, Relation.ROWS, lost=lost)


def _parts_of(lines: Sequence[Line]) -> dict[int, list[Line]]:
    """The lines that add up to each parent; 其中 and totals do not."""
    parts: dict[int, list[Line]] = {}
    for line in lines:
        if line.parent is not None and _is_part(line):
            parts.setdefault(line.parent, []).append(line)
    return parts


def _is_part(line: Line) -> bool:
    return line.row.kind in (RowKind.DETAIL, RowKind.PARENT)


def _is_total(line: Line) -> bool:
    return line.row.kind is RowKind.TOTAL


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
    """Totals add up lines below the same parent, of their panel and those that have no total."""
    totals = list(filter(_is_total, lines))
    ends = sorted({line.panel for line in totals})
    usable = [line for line in lines if _is_part(line) or _is_total(line)]
    for end, parent in dict.fromkeys((line.panel, line.parent) for line in totals):
        start = max((panel for panel in ends if panel < end), default=-1)
        last = end if end != ends[-1] else len(ledger.table.panels)
        members = [m for m in usable if m.parent == parent and start < m.panel <= last]
        if not _mixed(members):
            yield from sums_in(ledger, [_member(line) for line in members], Relation.ROWS)


def _member(line: Line) -> Member:
    rank = max(map(numbering_rank, line.labels), default=0)
    return Member(line.row.label, line.series, _is_total(line), rank)
