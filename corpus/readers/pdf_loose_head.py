"""Reads the head of a table without vertical rules: words -> cells that span columns and rows.

A head centred over several columns covers them, though it may touch none of the words below it.
What stands lower decides: a word with nothing below it, between words that stand lower, heads
those; a word half way down stands in a cell merged over the rows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from statistics import median

from corpus.cells import is_total
from corpus.readers.merged import Cell
from corpus.readers.pdf_cells import joined
from corpus.readers.pdf_loose_atoms import Atom, Band
from corpus.readers.pdf_loose_columns import Column, Extent, gap_between, grid_of_centres
from corpus.readers.pdf_page import Char, Line

LEADING = 1.9  # of the size: lines of one cell are no further apart
SHORT = 1.5  # of the size: a line with more room than this ends a cell
OFF = 0.25  # of the width: a head is no further from the middle of its columns
NEAR = 0.4  # of the size: the same where the edges of the columns are known
TOUCHING = 0.12  # of the size: a wider gap may part two heads that nearly touch
ROOMY = 1.75  # of the size: rows that stand farther apart have white between them
CENTRED = 1.05  # of the size: middles nearer than this are one above the other


@dataclass(frozen=True)
class Head:
    """The text of one cell of the head: its lines from top to bottom."""

    lines: tuple[Atom, ...]

    @cached_property
    def x0(self) -> float:
        """The left end."""
        return min(line.x0 for line in self.lines)

    @cached_property
    def x1(self) -> float:
        """The right end."""
        return max(line.x1 for line in self.lines)

    @cached_property
    def x(self) -> float:
        """The middle between the ends."""
        return (self.x0 + self.x1) / 2

    @property
    def first(self) -> float:
        """The middle of its first line."""
        return self.lines[0].y

    @property
    def last(self) -> float:
        """The middle of its last line."""
        return self.lines[-1].y

    @property
    def y(self) -> float:
        """The middle of its lines."""
        return (self.first + self.last) / 2

    @property
    def size(self) -> float:
        """The font size in points."""
        return self.lines[0].size

    @property
    def extent(self) -> Extent:
        """What it covers."""
        return Extent(self.x0, self.x1)

    @cached_property
    def text(self) -> str:
        """Its lines as one text."""
        return joined([Line(line.chars) for line in self.lines], self.x1 - self.x0)


def heads_of(bands: Sequence[Band], bodies: Sequence[Extent], pitch: float = 0.0) -> list[Head]:
    """Return the cells' texts of a head: lines of one cell joined.

    pitch: how far apart the rows of the body stand, 0 when there is only one.
    """
    heads: list[Head] = []
    levels = [_respaced(band.atoms, bodies) for band in bands]
    for n, level in enumerate(levels):
        below = [atom for lower in levels[n:] for atom in lower]
        for atom in level:
            above = [head for head in heads if _goes_on(head, atom, pitch)]
            if len(above) != 1:
                heads.append(Head((atom,)))
                continue
            heads.remove(above[0])
            *before, head = _unwrapped(above[0])
            heads += before
            if _is_parent(head, atom, below, heads):
                heads += [head, Head((atom,))]
            else:
                heads.append(Head((*head.lines, atom)))
    return heads


def _unwrapped(head: Head) -> list[Head]:
    """Part a cell below which a line goes on: a short last line began another cell."""
    last = head.lines[-1]
    room = head.x1 - head.x0 - (last.x1 - last.x0)
    if len(head.lines) > 1 and room > SHORT * last.size:
        return [Head(head.lines[:-1]), Head((last,))]
    return [head]


def _respaced(atoms: Sequence[Atom], bodies: Sequence[Extent]) -> list[Atom]:
    """Join letters that are set far apart above one column: 「合　　计」."""
    joint: list[Atom] = []
    for atom in (part for whole in atoms for part in _parts(whole)):
        before = joint[-1] if joint else None
        if before and _is_spaced_out(before, atom, bodies):
            joint[-1] = Atom((*before.chars, *atom.chars), before.y)
        else:
            joint.append(atom)
    return joint


def _parts(atom: Atom) -> list[Atom]:
    """Part heads that nearly touch: their white is wide beside the white between their letters."""
    gaps = [(b.x0 - a.x1) / atom.size for a, b in pairwise(atom.chars)]
    usual = median(gaps) if len(gaps) > 3 else 0.0
    cuts = [
        i
        for i, gap in enumerate(gaps, start=1)
        if len(gaps) > 3 and gap > max(TOUCHING, 6 * usual) and _is_wide(atom.chars[i - 1 : i + 1])
    ]
    return [Atom(atom.chars[a:b], atom.y) for a, b in pairwise([0, *cuts, len(atom.chars)])]


def _is_wide(chars: Sequence[Char]) -> bool:
    return all(char.text.isalpha() and not char.text.isascii() for char in chars)


def _is_spaced_out(before: Atom, atom: Atom, bodies: Sequence[Extent]) -> bool:
    if len(atom.text) > 1 or len(before.chars) > 3 or atom.x0 - before.x1 > 3 * atom.size:
        return False
    under = [[b for b in bodies if gap_between(b, part) < 0] for part in (before, atom)]
    return len(under[0]) == 1 and under[0] == under[1]


def _goes_on(head: Head, atom: Atom, pitch: float) -> bool:
    """Tell whether an atom is set as the next line of a cell: rows with room are farther apart."""
    leading = LEADING * max(atom.size, head.size)
    if pitch > ROOMY * atom.size:
        leading = min(leading, 0.97 * pitch)
    near = 0 < atom.y - head.last <= leading
    aligned = min(abs(head.x - atom.x), abs(head.x0 - atom.x0)) <= CENTRED * atom.size
    longer = atom.x1 - atom.x0 > head.x1 - head.x0 + atom.size
    return near and aligned and not longer and gap_between(head, atom) < 0


def _is_parent(head: Head, atom: Atom, below: Sequence[Atom], heads: Sequence[Head]) -> bool:
    """Tell whether a word heads what stands below it, the atom in the middle with others."""
    level = [other for other in below if abs(other.y - atom.y) < 0.3 * atom.size]
    if any(other is not atom and gap_between(head, other) < 0 for other in level):
        return True
    beside = [h for h in heads if h.first > head.first - 0.5 * head.size]
    alone = [other for other in level if not any(_is_over(h, other) for h in beside)]
    left = [other for other in alone if other.x1 < atom.x0]
    right = [other for other in alone if other.x0 > atom.x1]
    if not left or not right:
        return False
    middle = (left[-1].x + right[0].x) / 2
    return abs(middle - head.x) <= 1.4 * atom.size


def _is_over(head: Head, atom: Atom) -> bool:
    return head.last < atom.y - 0.5 * atom.size and gap_between(head, atom) < 0


def leaves_of(heads: Sequence[Head], bodies: Sequence[Extent]) -> list[Head]:
    """Return the heads that name one column each, from left to right."""
    bare = [head for head in heads if not any(_is_over(head, o.lines[0]) for o in heads)]
    bare.sort(key=lambda head: head.x)
    levels = [head.y for head in heads if head not in bare]
    blank = [head for head in bare if not any(gap_between(head, body) < 0 for body in bodies)]
    return [
        head
        for i, head in enumerate(bare)
        if not _heads_neighbours(i, bare, levels, is_blank=head in blank)
    ]


def _heads_neighbours(
    i: int, bare: Sequence[Head], levels: Sequence[float], *, is_blank: bool
) -> bool:
    """Tell whether a word heads the two words to its left and right, standing between them.

    levels: where words that surely head others stand; a cell merged over the rows is lower.
    """
    own = bare[i]
    if not 0 < i < len(bare) - 1:
        return False
    lower = own.last + 0.5 * own.size
    if min(bare[i - 1].first, bare[i + 1].first) < lower:
        return False
    centred = abs(bare[i - 1].x + bare[i + 1].x - 2 * own.x) < own.size
    at_level = any(abs(own.y - level) < 0.3 * own.size for level in levels)
    return at_level or own.y < min(levels, default=own.y + 1) or (is_blank and centred)


def head_rows(
    heads: Sequence[Head], leaves: Sequence[Head], columns: Sequence[Column]
) -> list[list[Cell]]:
    """Return the rows of the head as cells; [] when it is not certain what a head covers."""
    parents = sorted((h for h in heads if h not in leaves), key=lambda h: h.first)
    spans: list[tuple[Head, int, int]] = []
    for level in _same_level(parents):
        found = _spans_of(level, leaves, columns, spans)
        if found is None:
            return []
        spans += found
    depth = [sum(a <= c <= b for _, a, b in spans) for c in range(len(columns))]
    rows: list[list[tuple[int, Cell]]] = [[] for _ in range(max(depth) + 1)]
    for n, (head, a, b) in enumerate(spans):
        row = sum(x <= a and b <= y for _, x, y in spans[:n])
        rows[row].append((a, Cell(head.text, b - a + 1)))
    for first, last, text in _leaf_cells(leaves, columns):
        row = depth[first]
        rows[row].append((first, Cell(text, last - first + 1, len(rows) - row)))
    return [[cell for _, cell in sorted(row, key=lambda pair: pair[0])] for row in rows]


def _leaf_cells(leaves: Sequence[Head], columns: Sequence[Column]) -> list[tuple[int, int, str]]:
    cells: list[tuple[int, int, str]] = []
    for c, column in enumerate(columns):
        if c and column.leaf is not None and column.leaf == columns[c - 1].leaf:
            cells[-1] = (cells[-1][0], c, cells[-1][2])
        else:
            cells.append((c, c, "" if column.leaf is None else leaves[column.leaf].text))
    return cells


def _same_level(parents: Sequence[Head]) -> list[list[Head]]:
    levels: list[list[Head]] = []
    for head in parents:
        if levels and head.first - levels[-1][0].first <= 0.5 * head.size:
            levels[-1].append(head)
        else:
            levels.append([head])
    return [sorted(level, key=lambda h: h.x) for level in levels]


def _spans_of(
    level: Sequence[Head],
    leaves: Sequence[Head],
    columns: Sequence[Column],
    above: Sequence[tuple[Head, int, int]],
) -> list[tuple[Head, int, int]] | None:
    """Return (head, first column, last column) of the heads of one level; None if unsure.

    Words in cells merged over the rows stand higher than what the level heads: where to cut is
    tried, and the heads must stand in the middle above their columns.
    """
    lowest = level[0].last + 0.5 * level[0].size
    heights = sorted({round(leaf.y, 1) for leaf in leaves if leaf.first > lowest})
    cuts = [y for i, y in enumerate(heights) if not i or y - heights[i - 1] > 0.3 * level[0].size]
    ways = []
    for cut in cuts:
        low = [
            column.leaf is not None
            and leaves[column.leaf].first > lowest
            and leaves[column.leaf].y > cut - 0.1
            for column in columns
        ]
        if spans := _over_runs(level, _lower_runs(low, above), columns):
            ways.append((sum(_off_centre(h, a, b, columns) for h, a, b in spans), -cut, spans))
    if not ways:
        return None
    runs = min(ways, key=lambda way: way[:2])[2]
    covered = [(head, _span(head, a, b, leaves, columns)) for head, a, b in runs]
    sure = [(head, *span) for head, span in covered if span is not None]
    return sure if len(sure) == len(covered) else None


def _over_runs(
    level: Sequence[Head], runs: Sequence[tuple[int, int]], columns: Sequence[Column]
) -> list[tuple[Head, int, int]] | None:
    """Return the heads of a level with the columns that each covers; every head has some."""
    spans: list[tuple[Head, int, int]] = []
    for first, last in runs:
        left, right = columns[first].extent.x0, columns[last].extent.x1
        own = [head for head in level if left - head.size <= head.x <= right + head.size]
        parted = _parted(own, first, last, columns) if own else []
        if parted is None:
            return None
        spans += parted
    return spans if len(spans) == len(level) else None


def _lower_runs(
    low: Sequence[bool], above: Sequence[tuple[Head, int, int]]
) -> list[tuple[int, int]]:
    """Return runs of columns whose leaf stands low enough, below one head each."""
    runs: list[tuple[int, int]] = []
    group: tuple[int, ...] = ()
    for c in (c for c, is_low in enumerate(low) if is_low):
        over = tuple(i for i, (_, a, b) in enumerate(above) if a <= c <= b)
        if runs and runs[-1][1] == c - 1 and group == over:
            runs[-1] = (runs[-1][0], c)
        else:
            runs.append((c, c))
        group = over
    return runs


def _parted(
    heads: Sequence[Head], first: int, last: int, columns: Sequence[Column]
) -> list[tuple[Head, int, int]] | None:
    """Part a run of columns among the heads above it so that each stands in the middle."""
    if len(heads) == 1:
        return [(heads[0], first, last)]
    if len(heads) > last - first + 1:
        return None
    cuts = range(first, last - len(heads) + 2)
    ways = sorted((_off_centre(heads[0], first, cut, columns), cut) for cut in cuts)
    if len(ways) > 1 and ways[1][0] - ways[0][0] < 0.5 * heads[0].size:
        return None
    cut = ways[0][1]
    rest = _parted(heads[1:], cut + 1, last, columns)
    return None if rest is None else [(heads[0], first, cut), *rest]


def _span(
    head: Head, first: int, last: int, leaves: Sequence[Head], columns: Sequence[Column]
) -> tuple[int, int] | None:
    """Return the columns of a run that a head covers; None when it could cover these or those.

    Where all words stand at the bottom, those of cells merged over the rows look like the others:
    the head covers what it stands in the middle above, and a total comes first in what it covers.
    """
    grid, near = grid_of_centres(columns), NEAR * head.size
    if grid and grid.off_centre(head.x, first, last) < near:
        return first, last
    parts = [(a, b) for a in range(first, last) for b in range(a + 1, last + 1)]
    fits = [part for part in parts if grid and grid.off_centre(head.x, *part) < near]
    if not fits:
        width = columns[last].extent.x1 - columns[first].extent.x0
        return (first, last) if _off_centre(head, first, last, columns) < OFF * width else None
    if len(fits) > 1:
        named = [(columns[a].leaf, a, b) for a, b in fits]
        fits = [(a, b) for i, a, b in named if i is not None and is_total(leaves[i].text)]
    return fits[0] if len(fits) == 1 else None


def _off_centre(head: Head, first: int, last: int, columns: Sequence[Column]) -> float:
    return abs((columns[first].extent.x0 + columns[last].extent.x1) / 2 - head.x)
