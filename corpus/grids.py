"""Gathers the printed rows of each table: continuation over pages, frame lines, notes.

A page break repeats 编制部门, the unit line and the header inside one table; the stretches are
one ``Grid`` again here. Words around tables are data: ``table_lines.tsv``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from corpus.canonical import Placed
from corpus.cells import is_amount, split_code
from corpus.document import Span
from corpus.numerals import decimal_of
from corpus.vocabulary import rows_of

MAX_FRAME_LINES, MAX_CAPTION, MAX_TORN = 8, 60, 30
MAX_TITLE_ROWS = 4
CHINESE = "[一二三四五六七八九十]{1,3}"


@dataclass(frozen=True, slots=True)
class GridRow:
    """A printed row with its span in the canonical text."""

    cells: tuple[str, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Grid:
    """The rows of one table and the indices of its first and last block."""

    rows: tuple[GridRow, ...]
    first: int
    last: int
    page: int | None


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands around a table. unit is as printed, "" when none."""

    caption: str = ""
    number: int | None = None
    unit: str = ""
    prepared_by: str = ""
    notes: tuple[str, ...] = ()


@cache
def _line_forms() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((kind, re.compile(form)) for kind, form in rows_of("table_lines.tsv", columns=2))


def line_kind(text: str) -> tuple[str, str]:
    """Return (kind of a frame line or "", what it holds): ("unit", "万元")."""
    plain = squeezed(text)
    for kind, form in _line_forms():
        if match := form.fullmatch(plain):
            return kind, match[1] if match.groups() else text.strip()
    return "", ""


def squeezed(text: str) -> str:
    """Return a text without any white space."""
    return re.sub(r"\s", "", text)


def grids_of(placed: Sequence[Placed]) -> list[Grid]:
    """Return the tables' rows in printed order, stretches of one table joined."""
    grids: list[Grid] = []
    for i, block in enumerate(placed):
        if not block.block.is_table:
            continue
        rows = tuple(map(GridRow, block.block.rows, block.rows))
        grid = Grid(rows, i, i, block.block.page)
        goes_on = block.block.continues or (grids and _continues(grids[-1], grid, placed))
        if grids and goes_on:
            grids[-1] = _joined(grids[-1], grid)
        else:
            grids.append(grid)
    return grids


def _continues(before: Grid, after: Grid, placed: Sequence[Placed]) -> bool:
    between = [block.text for block in placed[before.last + 1 : after.first]]
    above = {squeezed(text) for text in _lines_above(before, placed)}
    framed = all(_is_frame(text) for text in between)
    repeated = all(_is_frame(text) or squeezed(text) in above for text in between)
    if (framed or (repeated and _codes_go_on(before, after))) and _same_header(before, after):
        return True
    if not any(map(is_amount, after.rows[0].cells)):
        return False
    width, own = len(before.rows[0].cells), len(after.rows[0].cells)
    return (own == width and _is_torn(between)) or (framed and own <= width)


def _codes_go_on(before: Grid, after: Grid) -> bool:
    """A stretch below the same caption continues the table if its codes continue the order."""
    printed = [code for row in before.rows if (code := _code_in(row))]
    following = [code for row in after.rows if (code := _code_in(row))]
    return bool(printed and following) and printed[-1] < following[0]


def _code_in(row: GridRow) -> str:
    cells = [cell for cell in map(squeezed, row.cells) if cell][:2]
    codes = (c if re.fullmatch(r"\d{3,7}", c) else split_code(c)[0] for c in cells)
    return next(filter(None, codes), "")


def _is_frame(text: str) -> bool:
    """A line that says nothing new in mid-table: 单位：万元, 编制部门：…, 续表, a page number."""
    return line_kind(text)[0] in ("unit", "prepared", "skip")


def _is_torn(between: Sequence[str]) -> bool:
    """A cell that a converter broke leaves a few short lines between rows of one table."""
    short = all(len(t) <= MAX_TORN and not t.endswith("。") for t in between)
    return short and len(between) <= 2 and not any(map(names_table, between))


def _same_header(before: Grid, after: Grid) -> bool:
    """The first row is printed again, and it is not a lone title."""
    return bool(head := _head(before)) and head == _head(after)


def _head(grid: Grid) -> list[str]:
    """The texts of the first row that holds more than a title."""
    rows = (_filled(row) for row in grid.rows[:MAX_TITLE_ROWS])
    return next((texts for texts in rows if len(set(texts)) > 1), [])


def _filled(row: GridRow) -> list[str]:
    return [squeezed(cell) for cell in row.cells if cell]


def _joined(before: Grid, after: Grid) -> Grid:
    width = max(len(before.rows[0].cells), len(after.rows[0].cells))
    rows = tuple(
        replace(row, cells=row.cells + ("",) * (width - len(row.cells)))
        for row in before.rows + after.rows
    )
    return Grid(rows, before.first, after.last, before.page)


def frame_of(grid: Grid, titles: Sequence[str], placed: Sequence[Placed]) -> Frame:
    """Return caption, number, unit and notes from the lines around a table.

    titles: texts of the table's own title rows, which count as lines just above it.
    """
    frame = frame_of_lines(_lines_above(grid, placed) + list(titles))
    return replace(frame, notes=_notes_below(grid, placed))


def frame_of_lines(above: Sequence[str]) -> Frame:
    """Return what the lines above a table say, in printed order; the nearest line wins."""
    frame = Frame()
    for text in reversed(above):
        frame = _with_line(frame, text)
    return frame


def _lines_above(grid: Grid, placed: Sequence[Placed]) -> list[str]:
    lines: list[str] = []
    for i in range(grid.first - 1, max(-1, grid.first - 1 - MAX_FRAME_LINES), -1):
        block = placed[i]
        if block.block.is_table or len(block.text) > MAX_CAPTION or block.text.endswith("。"):
            break
        lines.append(block.text)
    return lines[::-1]


def _with_line(frame: Frame, text: str) -> Frame:
    """Add what one line above says; lines nearer to the table were seen before."""
    for part in _parts(text):
        kind, value = line_kind(part)
        if kind == "unit":
            frame = replace(frame, unit=frame.unit or value)
        elif kind == "prepared":
            frame = replace(frame, prepared_by=frame.prepared_by or value)
        elif kind == "number" and frame.number is None:
            frame = replace(frame, number=int(decimal_of(value)))
        elif not kind:
            frame = _with_caption(frame, part)
    return frame


def _parts(text: str) -> list[str]:
    """「预算08表　基金支出表　单位：元」 says three things; a caption's own spaces stay."""
    parts: list[str] = []
    for piece in re.split(r"\t|\s{2,}", text.strip()):
        whole = line_kind(piece)[0] not in ("", "prepared")
        words = [piece] if whole else piece.split()
        first, last = 0, len(words)
        while last > 1 and line_kind(words[last - 1])[0] in ("unit", "number", "skip"):
            last -= 1
        while first < last - 1 and line_kind(words[first])[0] in ("unit", "number"):
            first += 1
        middle = piece if (first, last) == (0, len(words)) else " ".join(words[first:last])
        parts += [*words[:first], middle, *words[last:]]
    return parts


def _with_caption(frame: Frame, text: str) -> Frame:
    if frame.caption and not _is_better(text, frame.caption):
        return frame
    if frame.number is not None and frame.caption:
        return frame
    text = text.strip(" #*　")
    match = re.match(rf"附?表\s*([0-9]{{1,2}}|{CHINESE})(?:[-—]\d+)?\s*[:：、.]?\s*(?=\D)", text)
    plain = text[match.end() :] if match else text
    numbered = re.match(rf"[（(]?\s*({CHINESE}|\d{{1,2}})\s*[、．.）)]\s*(?=\D)", plain)
    number = frame.number
    if match:
        number = int(decimal_of(match[1]))
    elif numbered and number is None and not numbered[0].startswith(("（", "(")):
        number = int(decimal_of(numbered[1]))
    name = plain[numbered.end() :] if numbered else plain
    return replace(frame, caption=name.strip(" #*　"), number=number)


def _is_better(text: str, caption: str) -> bool:
    """A line that names a table beats a nearer line that does not."""
    return names_table(text) and not names_table(caption)


def names_table(text: str) -> bool:
    """Tell whether a line ends like a caption: 「…表」, 「…表（按单位）」."""
    return bool(re.search(r"表\s*(?:[（(].*[）)])?$", text.strip()))


def _notes_below(grid: Grid, placed: Sequence[Placed]) -> tuple[str, ...]:
    """Notes after a table: 「…为空表」, 「注：…」; they end at the first other line."""
    notes: list[str] = []
    for i in range(grid.last + 1, len(placed)):
        block, text = placed[i], placed[i].text
        if block.block.is_table or not (
            is_note(text) or re.match(r"(?:备?注|说明)\s*[:：\d]", text)
        ):
            break
        notes.append(text)
    return tuple(notes)


def unit_everywhere(placed: Sequence[Placed]) -> str:
    """Return the unit that a line states for all tables (「金额单位均为万元」), "" for none."""
    kinds = (line_kind(block.text) for block in placed if not block.block.is_table)
    return next((value for kind, value in kinds if kind == "everywhere"), "")


def is_note(text: str) -> bool:
    """Tell whether a line says that the table above it is empty."""
    return line_kind(text)[0] == "note"
