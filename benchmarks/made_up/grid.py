"""Prints a table as tab-separated lines and records every cell: the figure, or that it is blank."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from benchmarks.made_up.accounts import ZERO
from benchmarks.made_up.style import Print, half_up
from benchmarks.made_up.truth import Fact
from benchmarks.made_up.words import Words, absent, fact
from benchmarks.made_up.writer import Writer


@dataclass(frozen=True, slots=True)
class Column:
    """A column of numbers: its headings, outermost first; ``key`` is what it adds to a row's key.

    ``unit``: "" for money, else what the column counts. ``year`` and ``basis`` when they are not
    the document's.
    """

    headings: tuple[str, ...]
    key: str = ""
    year: int = 0
    basis: str = ""
    unit: str = ""
    measure: str = "amount"  # change and growth: printed with a sign, told as magnitude, direction
    base: str = ""
    item: str = ""  # of tables whose headings are the items, and whose rows are bodies


@dataclass(frozen=True, slots=True)
class Line:
    """A row: leading cells as printed, what it is of, and a value (or None) for every column."""

    cells: tuple[str, ...]
    item: str
    values: tuple[Decimal | None, ...]
    key: str
    code: str = ""
    path: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """A table before it is printed: ``labels`` head the leading cells, outermost heading first."""

    caption: str
    labels: tuple[tuple[str, ...], ...]
    columns: tuple[Column, ...]
    lines: tuple[Line, ...]
    note: str = ""
    unit: str = ""  # "" for the document's own


def head(out: Writer, caption: str, unit: str) -> None:
    """Print what stands above a table."""
    out.tables += 1
    style = out.style
    out.line()
    if style.caption_number:
        out.line(style.caption_number.format(n=out.tables).removesuffix("："))
    out.line(caption)
    owner = style.owner_line + out.owner if style.owner_line else ""
    told = style.unit_line.format(unit)
    if owner and style.numbering % 2:
        out.line(f"{owner}\t{told}" if style.split_headers else f"{owner}  {told}")
        return
    if owner:
        out.line(owner)
    out.line(told)


def put(out: Writer, table: Table) -> None:
    """Print a table."""
    how = print_of(out, table.unit)
    head(out, table.caption, how.unit)
    paths = [*table.labels, *(c.headings for c in table.columns)]
    for line in headers(paths, repeat=out.style.repeat_heads):
        out.line(line)
    for row in table.lines:
        out.say(row_words(out, how, row, table.columns), table=table.caption)
    if table.note:
        out.say(Words(table.note), topic=f"说明：{table.caption}")


def print_of(out: Writer, unit: str) -> Print:
    """Return how money is printed in a table with this unit."""
    own = out.style.table
    if not unit or unit == own.unit:
        return own
    return Print(unit, own.commas, 2)


def row_words(out: Writer, how: Print, row: Line, columns: Sequence[Column]) -> Words:
    """Return one row with the figures of its cells."""
    cells = [Words(cell) for cell in row.cells]
    cells += [cell(out, how, row, c, v) for c, v in zip(columns, row.values, strict=True)]
    return tabbed(cells)


def tabbed(cells: Sequence[Words]) -> Words:
    """Put cells into one row; empty ones keep their place."""
    return Words(
        "\t".join(cell.text for cell in cells),
        tuple(fact for cell in cells for fact in cell.facts),
        tuple(absence for cell in cells for absence in cell.absences),
    )


def cell(out: Writer, how: Print, row: Line, column: Column, value: Decimal | None) -> Words:
    """Return one cell: a figure, a printed zero, or a blank."""
    key = "/".join(k for k in (row.key, column.key) if k)
    blank = out.style.blank
    if value is None or (value == ZERO and not blank.startswith("0")):
        text = blank if value is not None and not blank.startswith("0") else ""
        return Words(
            text, absences=(absent(column.item or row.item, "blank", column.headings, key),)
        )
    if value == ZERO:
        return Words(blank, (_fact(row, column, key, ZERO, blank, column.unit or "元"),))
    if column.measure != "amount":
        return _moved(how, row, column, key, value)
    if column.unit:
        text = f"{value.normalize():f}"
        return Words(text, (_fact(row, column, key, value, text, column.unit),))
    text, printed = how.money(value), how.rounded(value)
    exact = printed == value
    return Words(text, (_fact(row, column, key, printed, text, "元", exact=exact),))


def _moved(how: Print, row: Line, column: Column, key: str, value: Decimal) -> Words:
    """A change or a growth: signed in print."""
    if column.measure == "growth":
        text, printed, exact = f"{half_up(value, 2)}{column.unit}", half_up(value, 2), False
    else:
        text, printed = how.money(value), how.rounded(value)
        exact = printed == value
    direction = "增加" if value > 0 else "减少"
    base = _fact(row, column, key, abs(printed), text, "元", exact=exact)
    unit = "%" if column.measure == "growth" else "元"
    moved = replace(base, measure=column.measure, unit=unit, direction=direction, base=column.base)
    return Words(text, (moved,))


def _fact(
    row: Line, column: Column, key: str, value: Decimal, text: str, unit: str, *, exact: bool = True
) -> Fact:
    return fact(
        column.item or row.item,
        "amount" if unit == "元" else "count",
        value,
        unit,
        text,
        year=column.year,
        basis=column.basis,
        code=row.code,
        path=row.path,
        columns=column.headings,
        exact=exact,
        key=key,
    )


def headers(paths: Sequence[tuple[str, ...]], *, repeat: bool = False) -> list[str]:
    """Return header lines: a merged heading stands in its first cell, or in all that it covers."""
    depth = max(map(len, paths))
    return [
        "\t".join(_heading(paths, i, level, repeat=repeat) for i in range(len(paths)))
        for level in range(depth)
    ]


def _heading(paths: Sequence[tuple[str, ...]], i: int, level: int, *, repeat: bool) -> str:
    path = paths[i]
    if level >= len(path):
        return path[-1] if repeat else ""
    covered = i > 0 and level < len(path) - 1 and paths[i - 1][: level + 1] == path[: level + 1]
    return "" if covered and not repeat else path[level]


@dataclass(frozen=True, slots=True)
class Panels:
    """Two tables side by side; the shorter one is filled up with empty cells before its totals.

    ``columns`` are those of one side each; the last ``totals`` lines stand below each other.
    """

    caption: str
    left: tuple[Line, ...]
    right: tuple[Line, ...]
    left_labels: tuple[tuple[str, ...], ...]
    right_labels: tuple[tuple[str, ...], ...]
    left_columns: tuple[Column, ...]
    right_columns: tuple[Column, ...]
    totals: int = 1


def put_panels(out: Writer, panels: Panels) -> None:
    """Print two panels."""
    how = out.style.table
    head(out, panels.caption, how.unit)
    paths = [*panels.left_labels, *(c.headings for c in panels.left_columns)]
    paths += [*panels.right_labels, *(c.headings for c in panels.right_columns)]
    for line in headers(paths, repeat=out.style.repeat_heads):
        out.line(line)
    for left, right in _side_by_side(panels):
        out.say(_pair(out, how, panels, left, right), table=panels.caption)


def _side_by_side(panels: Panels) -> list[tuple[Line | None, Line | None]]:
    """Pair the lines: parts from the top, totals at the bottom."""
    sides = []
    for lines in (panels.left, panels.right):
        cut = len(lines) - panels.totals
        sides.append((lines[:cut], lines[cut:]))
    (left, left_end), (right, right_end) = sides
    height = max(len(left), len(right))
    padded = [(*side, *(None,) * (height - len(side))) for side in (left, right)]
    return [*zip(*padded, strict=True), *zip(left_end, right_end, strict=True)]


def _pair(out: Writer, how: Print, panels: Panels, left: Line | None, right: Line | None) -> Words:
    pieces = []
    sides = (
        (left, panels.left_labels, panels.left_columns),
        (right, panels.right_labels, panels.right_columns),
    )
    for line, labels, columns in sides:
        if line is None:
            pieces.append(Words("\t" * (len(labels) + len(columns) - 1)))
        else:
            pieces.append(row_words(out, how, line, columns))
    return tabbed(pieces)
