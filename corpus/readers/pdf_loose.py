"""Reads tables without a grid of rules: horizontal rules only, or none, columns by white space.

A row with a number that stands apart starts a table; white rivers through its rows part the
columns, the words of its head name them. A wrong grid is worse than none: where a text crosses a
river or a number could belong to two columns, there is no table and the lines stay prose.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from corpus.cells import is_amount, is_precise, numbering_rank
from corpus.grids import names_table
from corpus.readers.merged import Cell
from corpus.readers.pdf_loose_atoms import Atom, Band, bands_of, is_prose
from corpus.readers.pdf_loose_columns import (
    Extent,
    columns_of,
    columns_within,
    edges_of,
    gap_between,
    is_set_left,
    joined_columns,
    rivers_of,
)
from corpus.readers.pdf_loose_head import Head, head_rows, heads_of, leaves_of
from corpus.readers.pdf_loose_rows import body_rows
from corpus.readers.pdf_loose_wraps import LEADING
from corpus.readers.pdf_page import NEAR, FoundTable, Line, Page, Rule

PITCH = 3.4  # of the size: rows of one table are no further apart
MAX_HEAD = 9  # bands above the body
LEADERS = re.compile(r"[.．…·⋯]{4,}")


def loose_tables(
    page: Page, lines: Sequence[Line], before: FoundTable | None = None
) -> list[FoundTable]:
    """Return the tables among lines that no ruled table covers, from top to bottom.

    before: the table at the foot of the page before. A table at the top of this page that goes on
    with its rows, below the same head or none, is read with its columns and has its ``edges``.
    """
    bands = bands_of(lines)
    rules = _free_rules(page)
    found: list[FoundTable] = []
    free = 0
    runs = _runs(bands)
    if before and runs and (goes_on := _continued(bands, *runs[0], rules, before)):
        found, free, runs = [goes_on[0]], goes_on[1], runs[1:]
    for first, last in runs:
        for table, end in _tables_in(bands, first, last, free, rules):
            found.append(table)
            free = end
    return found


def _free_rules(page: Page) -> list[Rule]:
    """Return the horizontal rules that no vertical rule touches."""
    return [
        rule
        for rule in page.horizontal
        if not any(
            rule.start - NEAR <= down.at <= rule.end + NEAR
            and down.start - NEAR <= rule.at <= down.end + NEAR
            for down in page.vertical
        )
    ]


def _runs(bands: Sequence[Band]) -> list[tuple[int, int]]:
    """Return stretches (first, last) of rows with numbers and the bands between them."""
    runs: list[tuple[int, int]] = []
    for i, band in enumerate(bands):
        if not band.is_anchor or LEADERS.search(band.text):
            continue
        if runs and all(_follows(a, b) for a, b in pairwise(bands[runs[-1][1] : i + 1])):
            runs[-1] = (runs[-1][0], i)
        else:
            runs.append((i, i))
    return runs


def _follows(before: Band, after: Band) -> bool:
    near = after.y - before.y <= PITCH * min(before.size, after.size)
    return near and (after.is_anchor or not is_prose(after))


def _tables_in(
    bands: Sequence[Band], first: int, last: int, free: int, rules: Sequence[Rule]
) -> list[tuple[FoundTable, int]]:
    """Return the tables of a stretch, each with the index of the band after it."""
    rivers = rivers_of([band for band in bands[first : last + 1] if band.is_anchor])
    for i in range(first, last + 1):
        if not _fits(bands[i], rivers):
            above = _tables_in(bands, first, _anchor(bands, i - 1, -1), free, rules)
            free = above[-1][1] if above else free
            below = _anchor(bands, i + 1, 1)
            return above + (_tables_in(bands, below, last, free, rules) if below <= last else [])
    found = _table(bands, first, last, free, rules, rivers)
    return [found] if found else []


def _anchor(bands: Sequence[Band], i: int, step: int) -> int:
    while 0 <= i < len(bands) and not bands[i].is_anchor:
        i += step
    return i


def _fits(band: Band, rivers: Sequence[Extent]) -> bool:
    """Tell whether every text stands in one column; a total's label may cover several."""
    return all(
        atom.is_total or sum(gap_between(river, atom) < -0.3 * atom.size for river in rivers) <= 1
        for atom in band.atoms
    )


def _table(
    bands: Sequence[Band],
    first: int,
    last: int,
    free: int,
    rules: Sequence[Rule],
    rivers: Sequence[Extent],
) -> tuple[FoundTable, int] | None:
    if len(rivers) < 2:
        return None
    top = _head_top(bands, first, free, rules, rivers)
    body = _body_top(bands, top, first, rules, rivers)
    end = _body_end(bands, first, last, rules, rivers_of(bands[body : last + 1]))
    top = _without_title(bands, top, body, end)
    bodies = rivers_of(bands[body:end])
    size = bands[first].size
    heads = heads_of(bands[top:body], bodies, _row_pitch(bands[first : last + 1]))
    leaves = leaves_of(heads, bodies)
    extents = [leaf.extent for leaf in leaves]
    set_left = is_set_left(extents, bands[body:end], size)
    if set_left and body - top > 1:
        return None  # what such a head covers does not show
    columns = columns_of(extents, bodies, size, set_left=set_left)
    columns = joined_columns(columns, bands[body:end])
    if len(columns) < 2 or not _is_worth(bands[body:end], leaves):
        return None
    edges = edges_of(columns)
    head = head_rows(heads, leaves, columns) if leaves else []
    if leaves and not head:
        return None
    levels = _row_levels(bands[body:end], rules)
    rows = body_rows(bands[body:end], columns, edges, levels)
    if not rows:
        return None
    return _found(bands[top:end], [*head, *rows], edges), end


def _row_pitch(bands: Sequence[Band]) -> float:
    """Return how far apart the nearest two rows of numbers stand, 0 for a single one."""
    heights = [band.y for band in bands if band.is_anchor]
    return min((b - a for a, b in pairwise(heights)), default=0.0)


def _continued(
    bands: Sequence[Band], first: int, last: int, rules: Sequence[Rule], before: FoundTable
) -> tuple[FoundTable, int] | None:
    """Return the table at the top of a page that goes on with the columns of ``before``."""
    rivers = rivers_of([band for band in bands[first : last + 1] if band.is_anchor])
    top = _head_top(bands, first, 0, rules, rivers)
    body, head = _head_again(bands, top, first, last, rivers, before)
    if head is None or not _starts_page(bands[:top], has_head=bool(head)):
        return None
    end = _body_end(bands, first, last, rules, rivers_of(bands[body : last + 1]))
    columns = columns_within(before.edges, bands[body:end])
    levels = _row_levels(bands[body:end], rules)
    rows = body_rows(bands[body:end], columns, before.edges, levels) if columns else []
    return (_found(bands[top:end], [*head, *rows], before.edges), end) if rows else None


def _goes_on(band: Band, rows: Sequence[Band], rivers: Sequence[Extent]) -> bool:
    """Tell whether a band at the top of a page is a row of labels: set as those below it."""
    numbers = [atom for row in rows if row.is_anchor for atom in row.atoms if is_precise(atom.text)]
    return all(
        _is_label(atom, rivers) and not any(gap_between(atom, number) < 0 for number in numbers)
        for atom in band.atoms
    )


def _starts_page(above: Sequence[Band], *, has_head: bool) -> bool:
    """Tell whether nothing but a running head stands above a table that goes on."""
    if has_head:
        return not any(band.is_anchor for band in above)
    lone = all(len(band.atoms) == 1 and not names_table(band.text) for band in above)
    return lone and len(above) < 3


def _head_again(
    bands: Sequence[Band],
    top: int,
    first: int,
    last: int,
    rivers: Sequence[Extent],
    before: FoundTable,
) -> tuple[int, Sequence[Sequence[Cell]] | None]:
    """Return (first band of the body, rows of the head printed again); None for another head."""
    for body in range(first, top - 1, -1):
        heads = heads_of(bands[top:body], rivers, _row_pitch(bands[first : last + 1]))
        head = _same_head(heads, before)
        if head is not None:
            return body, head
        if body > top and not _goes_on(bands[body - 1], bands[first : last + 1], rivers):
            break
    return first, None


def _same_head(heads: Sequence[Head], before: FoundTable) -> Sequence[Sequence[Cell]] | None:
    """Return the rows of a head that is printed again, [] when none is, None for another one."""
    texts = sorted(head.text for head in heads)
    for n in range(min(MAX_HEAD, len(before.rows))):
        rows = before.rows[:n]
        whole = all(r + cell.rows <= n for r, row in enumerate(rows) for cell in row)
        if whole and texts == sorted(cell.text for row in rows for cell in row if cell.text):
            return rows
    return None


def _found(
    bands: Sequence[Band], rows: Sequence[Sequence[Cell]], edges: tuple[float, ...]
) -> FoundTable:
    return FoundTable(
        top=bands[0].y - 0.5 * bands[0].size,
        bottom=bands[-1].y + 0.5 * bands[-1].size,
        rows=tuple(tuple(row) for row in rows),
        edges=edges,
    )


def _is_worth(body: Sequence[Band], leaves: Sequence[Head]) -> bool:
    """Tell whether there is enough of a table; contents and forms are none."""
    texts = [leaf.text for leaf in leaves]
    if len(leaves) < 2 or any(map(_is_no_head, texts)):
        return False
    anchors = [band for band in body if band.is_anchor]
    return len(anchors) > 1 or max(sum(a.is_value for a in band.atoms) for band in anchors) > 2


def _is_no_head(text: str) -> bool:
    """Tell whether a text names no column: a number, a field to fill in, a numbered label."""
    return is_amount(text) or text.endswith(("：", ":")) or numbering_rank(text) > 0


def _head_top(
    bands: Sequence[Band], first: int, free: int, rules: Sequence[Rule], rivers: Sequence[Extent]
) -> int:
    """Return the index of the head's first band, going up from the first row of numbers."""
    left, right = rivers[0].x0, rivers[-1].x1
    frame = _frame_above(bands, first, rules, left, right)
    top = first
    while top > free and first - top < MAX_HEAD:
        band = bands[top - 1]
        if bands[top].y - band.y > PITCH * band.size or is_prose(band) or band.y < frame:
            break
        top -= 1
    return top


def _without_title(bands: Sequence[Band], top: int, body: int, end: int) -> int:
    """Return the index of the head's first band below captions: lone texts in the middle."""
    while body - top > 1 and len(bands[top].atoms) == 1:
        atom, rest = bands[top].atoms[0], bands[top + 1 : end]
        left = min(band.atoms[0].x0 for band in rest)
        right = max(band.atoms[-1].x1 for band in rest)
        larger = atom.size > 1.15 * bands[top + 1].size
        if len(bands[top + 1].atoms) < 2 or not (
            larger or abs(2 * atom.x - left - right) < 4 * atom.size
        ):
            break
        top += 1
    return top


def _frame_above(
    bands: Sequence[Band], first: int, rules: Sequence[Rule], left: float, right: float
) -> float:
    """Return y of the rule at the top of the table, 0 without one."""
    wide = [r for r in rules if r.start <= left + 8 and r.end >= right - 8]
    top, i = 0.0, first
    for rule in sorted((r for r in wide if r.at < bands[first].y), key=lambda r: -r.at):
        n = i
        while n > 0 and bands[n - 1].y > rule.at:
            n -= 1
        if any(is_prose(band) for band in bands[n:i]) or first - n > MAX_HEAD:
            break
        if top and n == i:
            break
        top, i = rule.at, n
    return top


def _body_top(
    bands: Sequence[Band], top: int, first: int, rules: Sequence[Rule], rivers: Sequence[Extent]
) -> int:
    """Return the index of the first band of the body: labels may stand above the first number.

    A lone text that goes on no line of the head and stands above no number is a row's label.
    """
    numbers = [
        atom for band in bands[first:] if band.is_anchor for atom in band.atoms if atom.is_value
    ]
    body = first
    while body > top + 1:
        band, atom = bands[body - 1], bands[body - 1].atoms[0]
        heads = heads_of(bands[top:body], rivers, _row_pitch(bands[first:]))
        wrapped = any(atom in head.lines[1:] and _is_line_of(atom, head, rivers) for head in heads)
        above = any(gap_between(atom, number) < 0 for number in numbers[: 4 * len(rivers)])
        if len(band.atoms) > 1 or wrapped or above:
            break
        body -= 1
    return body


def _is_line_of(atom: Atom, head: Head, rivers: Sequence[Extent]) -> bool:
    """Tell whether a text is a further line of a head, and no label set left below it."""
    first = head.lines[0]
    if atom.x1 - atom.x0 > first.x1 - first.x0 + atom.size:
        return False
    return abs(atom.x0 - first.x0) < 0.5 * atom.size or not _is_label(atom, rivers)


def _is_label(atom: Atom, rivers: Sequence[Extent]) -> bool:
    return any(abs(atom.x0 - river.x0) < 0.5 * atom.size for river in rivers)


def _body_end(
    bands: Sequence[Band], first: int, last: int, rules: Sequence[Rule], rivers: Sequence[Extent]
) -> int:
    """Return the index after the last band of the body: labels without numbers may follow."""
    steps = [b.y - a.y for a, b in pairwise(bands[first : last + 1])]
    pitch = max(steps, default=0.0)
    ranks = {numbering_rank(atom.text) for b in bands[first : last + 1] for atom in b.atoms}
    end = last + 1
    while end < len(bands):
        band, before = bands[end], bands[end - 1]
        near = band.y - before.y <= 1.15 * max(pitch, LEADING * band.size / 1.15)
        if not near or is_prose(band) or band.is_anchor or not _fits(band, rivers):
            break
        if not all(
            _goes_below(atom, bands[max(first, end - 3) : end], rivers, ranks)
            for atom in band.atoms
        ):
            break
        if any(before.y < r.at < band.y for r in rules) and not any(r.at > band.y for r in rules):
            break
        end += 1
    return end


def _goes_below(
    atom: Atom, above: Sequence[Band], rivers: Sequence[Extent], ranks: set[int]
) -> bool:
    """Tell whether a text is a label like those of the table, and no heading below it."""
    if abs(atom.size - above[-1].size) > 0.04 * atom.size or numbering_rank(atom.text) not in ranks:
        return False
    inside = any(
        river.x0 - 0.5 * atom.size < atom.x0 and atom.x1 < river.x1 + atom.size for river in rivers
    )
    return inside or _is_label(atom, rivers) or atom.is_total or _is_line_end(atom, above)


def _is_line_end(atom: Atom, above: Sequence[Band]) -> bool:
    """Tell whether an atom is the next line of a text above it, and no longer than that."""
    return any(
        0 < atom.y - other.y < LEADING * atom.size
        and other.x0 - 0.3 * atom.size <= atom.x0
        and atom.x1 <= other.x1 + 0.3 * atom.size
        for band in above
        for other in band.atoms
    )


def _row_levels(bands: Sequence[Band], rules: Sequence[Rule]) -> list[float]:
    """Return y of the rules that part the body's rows; [] when most rows have none."""
    left = min(band.atoms[0].x0 for band in bands)
    right = max(band.atoms[-1].x1 for band in bands)
    levels = [
        r.at
        for r in rules
        if bands[0].y < r.at < bands[-1].y and r.end - r.start > 0.8 * (right - left)
    ]
    anchors = [band.y for band in bands if band.is_anchor]
    parted = sum(any(a < level < b for level in levels) for a, b in pairwise(anchors))
    return levels if levels and parted >= len(anchors) - 1 else []
