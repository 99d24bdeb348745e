"""Reads performance tables: indicators under 一级/二级, and the label-value rows above them.

A table without a printed header (one cell a line) is recognised by its comparators: the cell
before ≥ is the indicator, the next two are its value and unit.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.cells import clean, is_amount, is_blank, is_total
from corpus.document import Row, RowKind
from corpus.grids import GridRow
from corpus.quantity import COMPARATOR, units
from corpus.table_header import column_paths, indicator_row, role_of
from corpus.vocabulary import rows_of

MIN_COMPARATORS = 3
MAX_LEVEL = 30  # characters of 一级/二级 names
RULE = re.compile(r"得.{0,8}分|扣.{0,8}分|满分|\d\s*分")
KIND = re.compile(r"定[量性](?:指标)?")


@dataclass(frozen=True, slots=True)
class Layout:
    """Where an indicator table keeps what: ``start`` is its first indicator row.

    header: index of the printed header row, None when there is none. roles[c] as in
    ``columns.tsv``; paths[c]: header over the column, the role's usual name when none is printed.
    """

    header: int | None
    start: int
    paths: tuple[tuple[str, ...], ...]
    roles: tuple[str, ...]

    def columns(self, *roles: str) -> tuple[int, ...]:
        """Return the columns that have one of the roles, in printed order."""
        return tuple(c for c, role in enumerate(self.roles) if role in roles)


def layout_of(rows: Sequence[GridRow]) -> Layout | None:
    """Return the layout of an indicator table, None for any other table."""
    at = indicator_row(rows)
    if at is None:
        return _layout_by_shape(rows)
    last = at
    if at + 1 < len(rows) and _is_second_header(rows[at], rows[at + 1]):
        last = at + 1
    paths = column_paths([row.cells for row in rows[at : last + 1]])
    told = [next((r for t in reversed(path) if (r := role_of(t))), "") for path in paths]
    roles = _settled(told, rows[last + 1 :])
    words = _usual_words()
    paths = tuple(
        path if role in (before, "") else (*path, words[role])
        for path, before, role in zip(paths, told, roles, strict=True)
    )
    return Layout(at, last + 1, paths, roles)


def _usual_words() -> dict[str, str]:
    """The first word of each role in ``columns.tsv``: what a column is usually called."""
    return {role: word for role, _, word in reversed(rows_of("columns.tsv", columns=3))}


def _settled(roles: Sequence[str], body: Sequence[GridRow]) -> tuple[str, ...]:
    """Heads over several columns: what stands below tells sign, value and unit apart."""
    settled = list(roles)
    targets = [c for c, role in enumerate(roles) if role == "target"]
    for c in targets if len(targets) > 1 else ():
        settled[c] = _part_of_target([row.cells[c] for row in body if row.cells[c]])
    for c, role in enumerate(roles):
        if c and role == "name" and settled[c - 1] == "target":
            settled[c] = "unit"
        if role == "note" or (role == "level3" and "level3" in roles[:c]):
            settled[c] = "basis"
    return tuple(settled)


def _part_of_target(texts: Sequence[str]) -> str:
    if texts and all(COMPARATOR.fullmatch(text) for text in texts):
        return "comparator"
    if any(re.search(r"\d", text) for text in texts):
        return "target"
    known = sum(re.sub(r"\s", "", text) in units() for text in texts)
    return "unit" if known * 2 > len(texts) else "target"


def _is_second_header(first: GridRow, second: GridRow) -> bool:
    roles = {role_of(cell) for cell in second.cells if cell}
    return bool(roles & {"comparator", "unit", "target"}) and not any(map(is_amount, second.cells))


def _layout_by_shape(rows: Sequence[GridRow]) -> Layout | None:
    counts = Counter(
        c for row in rows for c, cell in enumerate(row.cells) if COMPARATOR.fullmatch(cell)
    )
    if not counts:
        return None
    column, count = counts.most_common(1)[0]
    if count < MIN_COMPARATORS or not column:
        return None
    roles = _roles_by_shape(rows, column)
    words = _usual_words()
    paths = tuple((words[role],) if role else () for role in roles)
    return Layout(None, _start_by_shape(rows, column), paths, roles)


def _roles_by_shape(rows: Sequence[GridRow], comparator: int) -> tuple[str, ...]:
    roles = [""] * len(rows[0].cells)
    levels = ("level3", "level2", "level1")[:comparator]
    for distance, role in enumerate(levels, start=1):
        roles[comparator - distance] = role
    for offset, role in enumerate(("comparator", "target", "unit")):
        if comparator + offset < len(roles):
            roles[comparator + offset] = role
    body = [row for row in rows if COMPARATOR.fullmatch(row.cells[comparator])]
    for c in range(comparator + 3, len(roles)):
        roles[c] = _tail_role([row.cells[c] for row in body])
    return tuple(roles)


def _tail_role(texts: Sequence[str]) -> str:
    filled = [text for text in texts if not is_blank(text)]
    if not filled:
        return ""
    if all(is_amount(text) for text in filled):
        return "score"
    if sum(bool(KIND.fullmatch(text)) for text in filled) * 2 > len(filled):
        return "kind"
    return "rule" if sum(bool(RULE.search(text)) for text in filled) * 2 > len(filled) else "basis"


def _start_by_shape(rows: Sequence[GridRow], comparator: int) -> int:
    """The first indicator, or the 一级/二级 rows right above it: one short text, else blank."""
    start = next(i for i, row in enumerate(rows) if COMPARATOR.fullmatch(row.cells[comparator]))
    while start and _is_level_row(rows[start - 1], comparator):
        start -= 1
    return start


def _is_level_row(row: GridRow, comparator: int) -> bool:
    filled = [c for c, cell in enumerate(row.cells) if not is_blank(cell)]
    return len(filled) == 1 and filled[0] < comparator and len(row.cells[filled[0]]) <= MAX_LEVEL


def indicator_rows(rows: Sequence[GridRow], layout: Layout, project: str) -> list[Row]:
    """Return the rows from ``layout.start`` on; blank project, 一级 and 二级 cells carry down."""
    carried = {"project": project, "level1": "", "level2": ""}
    found: list[Row] = []
    for row in rows[layout.start :]:
        if layout.header is not None and row.cells == rows[layout.header].cells:
            found.append(Row(row.cells, row.span, RowKind.HEADER))
            continue
        if total := _total_label(row, layout):
            whole = tuple(filter(None, (carried["project"],)))
            found.append(Row(row.cells, row.span, RowKind.TOTAL, total, "", whole))
            continue
        _carry(carried, row, layout)
        label = _label(row, layout)
        path = tuple(filter(None, carried.values()))
        kind = RowKind.DETAIL if label else RowKind.TEXT
        found.append(Row(row.cells, row.span, kind, label, "", path))
    return found


def _total_label(row: GridRow, layout: Layout) -> str:
    """The row that adds up the scores: 总分 or 合计 below the levels and nothing beside it."""
    labels = [row.cells[c] for c in layout.columns("level1", "level2", "level3")]
    filled = list(dict.fromkeys(clean(text) for text in labels if not is_blank(text)))
    return filled[0] if len(filled) == 1 and is_total(filled[0]) else ""


def _carry(carried: dict[str, str], row: GridRow, layout: Layout) -> None:
    for role in ("project", "level1", "level2"):
        texts = [row.cells[c] for c in layout.columns(role) if not is_blank(row.cells[c])]
        if texts and clean(texts[0]) != carried[role]:
            carried |= dict.fromkeys(list(carried)[list(carried).index(role) :], "")
        if texts:
            carried[role] = clean(texts[0])


def _label(row: GridRow, layout: Layout) -> str:
    names = [row.cells[c] for c in layout.columns("level3") if not is_blank(row.cells[c])]
    return clean(names[0]) if names else ""
