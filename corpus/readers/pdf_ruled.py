"""Reads tables that are drawn with rules: rules -> walls of a lattice -> cells with spans.

Rules that touch make one lattice. Its elementary boxes are joined where no wall parts them; what
is open to the outside is no cell. A frame around prose, an underline and a box with one column
are no tables: their text stays prose.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from corpus.readers.merged import grid_of
from corpus.readers.pdf_cells import Printed, unstacked
from corpus.readers.pdf_page import NEAR, Char, FoundTable, Page, Rule, lines_of

COVERED = 0.6  # of a side: a wall stands there when rules cover so much of it
MIN_CROSSING = 3  # vertical rules that make a table with one horizontal rule: a torn row
MAX_BOXES = 40_000  # a lattice finer than this is a drawing


@dataclass(frozen=True, slots=True)
class Lattice:
    """Rules that touch each other, and the edges at which they stand."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    borders: tuple[float, ...]  # y of the upper and lower border, where they are not drawn
    horizontal: tuple[Rule, ...]
    vertical: tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class Region:
    """A cell: rows ``top`` to ``bottom`` and columns ``left`` to ``right``, ends not included."""

    top: int
    left: int
    bottom: int
    right: int


def ruled_tables(page: Page) -> list[tuple[FoundTable, frozenset[Char]]]:
    """Return the tables of a page with the characters that stand in them, from top to bottom."""
    found: list[tuple[FoundTable, frozenset[Char]]] = []
    taken: list[Lattice] = []
    for lattice in sorted(lattices_of(page.horizontal, page.vertical), key=_area, reverse=True):
        regions = regions_of(lattice)
        if _is_table(lattice, regions) and not any(_holds(other, lattice) for other in taken):
            taken.append(lattice)
            found.append(_table(lattice, regions, page.chars))
    return sorted(found, key=lambda pair: pair[0].top)


def _area(lattice: Lattice) -> float:
    return (lattice.xs[-1] - lattice.xs[0]) * (lattice.ys[-1] - lattice.ys[0])


def _holds(outer: Lattice, inner: Lattice) -> bool:
    """A table inside a cell is part of the cell."""
    across = outer.xs[0] <= inner.xs[0] and inner.xs[-1] <= outer.xs[-1]
    return across and outer.ys[0] <= inner.ys[0] and inner.ys[-1] <= outer.ys[-1]


def lattices_of(horizontal: Sequence[Rule], vertical: Sequence[Rule]) -> Iterator[Lattice]:
    """Yield the lattices of rules that touch, each with its missing borders added."""
    group = list(range(len(horizontal) + len(vertical)))
    for h, rule in enumerate(horizontal):
        for v, other in enumerate(vertical, start=len(horizontal)):
            if _touch(rule, other):
                _unite(group, h, v)
    members: dict[int, tuple[list[Rule], list[Rule]]] = {}
    for i in range(len(group)):
        own = members.setdefault(_root(group, i), ([], []))
        if i < len(horizontal):
            own[0].append(horizontal[i])
        else:
            own[1].append(vertical[i - len(horizontal)])
    for across, down in members.values():
        if down and len(across) > (len(down) < MIN_CROSSING):
            yield _bordered(across, down)


def _touch(across: Rule, down: Rule) -> bool:
    return (
        across.start - NEAR <= down.at <= across.end + NEAR
        and down.start - NEAR <= across.at <= down.end + NEAR
    )


def _root(group: list[int], i: int) -> int:
    while group[i] != i:
        group[i] = group[group[i]]
        i = group[i]
    return i


def _unite(group: list[int], i: int, k: int) -> None:
    group[_root(group, i)] = _root(group, k)


def _bordered(across: list[Rule], down: list[Rule]) -> Lattice:
    """Rules that stick out together to one side end at a border that is not drawn."""
    down = down + _missing(across, down)
    borders = _missing(down, across)
    across = across + borders
    return Lattice(
        xs=_edges(rule.at for rule in down),
        ys=_edges(rule.at for rule in across),
        borders=tuple(rule.at for rule in borders),
        horizontal=tuple(across),
        vertical=tuple(down),
    )


def _missing(rules: Sequence[Rule], crossing: Sequence[Rule]) -> list[Rule]:
    """Return the borders at the ends of ``rules`` that no rule of ``crossing`` draws."""
    first, last = min(rule.at for rule in rules), max(rule.at for rule in rules)
    borders = []
    for end, known in (
        (min(rule.start for rule in rules), min(rule.at for rule in crossing)),
        (max(rule.end for rule in rules), max(rule.at for rule in crossing)),
    ):
        reaching = sum(min(abs(rule.start - end), abs(rule.end - end)) <= NEAR for rule in rules)
        if abs(end - known) > 2 * NEAR and reaching >= max(2, len(rules) // 2):
            borders.append(Rule(end, first, last))
    return borders


def _edges(places: Iterable[float]) -> tuple[float, ...]:
    edges: list[float] = []
    for place in sorted(places):
        if not edges or place - edges[-1] > NEAR:
            edges.append(place)
    return tuple(edges)


def regions_of(lattice: Lattice) -> list[Region]:
    """Return the cells of a lattice, by rows: boxes joined where no wall stands between."""
    rows, columns = len(lattice.ys) - 1, len(lattice.xs) - 1
    if rows < 1 or columns < 1 or rows * columns > MAX_BOXES:
        return []
    group = _joined_boxes(lattice, rows, columns)
    outside = _root(group, rows * columns)
    boxes: dict[int, list[tuple[int, int]]] = {}
    for i in range(rows * columns):
        if (root := _root(group, i)) != outside:
            boxes.setdefault(root, []).append(divmod(i, columns))
    regions = [region for box in boxes.values() for region in _rectangles(box)]
    return sorted(regions, key=lambda region: (region.top, region.left))


def _joined_boxes(lattice: Lattice, rows: int, columns: int) -> list[int]:
    """Return the union-find forest of all boxes; the last node is the outside."""
    down, across = _walls(lattice.vertical, lattice.xs), _walls(lattice.horizontal, lattice.ys)
    outside = rows * columns
    group = list(range(outside + 1))
    for r in range(rows):
        for c in range(columns + 1):
            if not _is_wall(down[c], lattice.ys[r], lattice.ys[r + 1]):
                left = r * columns + c - 1 if c else outside
                _unite(group, left, r * columns + c if c < columns else outside)
    for c in range(columns):
        for r in range(rows + 1):
            if not _is_wall(across[r], lattice.xs[c], lattice.xs[c + 1]):
                above = (r - 1) * columns + c if r else outside
                _unite(group, above, r * columns + c if r < rows else outside)
    return group


def _walls(rules: Sequence[Rule], edges: Sequence[float]) -> list[list[Rule]]:
    """Return the rules that stand at every edge."""
    walls: list[list[Rule]] = [[] for _ in edges]
    for rule in rules:
        walls[min(range(len(edges)), key=lambda i: abs(edges[i] - rule.at))].append(rule)
    return walls


def _is_wall(rules: Sequence[Rule], start: float, end: float) -> bool:
    covered = sum(max(0.0, min(rule.end, end) - max(rule.start, start)) for rule in rules)
    return covered >= COVERED * (end - start)


def _rectangles(boxes: Sequence[tuple[int, int]]) -> list[Region]:
    """Return the boxes of one cell as one rectangle, or row by row when they make none."""
    top, left = min(r for r, _ in boxes), min(c for _, c in boxes)
    bottom, right = max(r for r, _ in boxes) + 1, max(c for _, c in boxes) + 1
    if len(boxes) == (bottom - top) * (right - left):
        return [Region(top, left, bottom, right)]
    regions = []
    for row in range(top, bottom):
        run: list[int] = []
        for c in [*sorted(c for r, c in boxes if r == row), right + 1]:
            if run and c > run[-1] + 1:
                regions.append(Region(row, run[0], row + 1, run[-1] + 1))
                run = []
            run.append(c)
    return regions


def _is_table(lattice: Lattice, regions: Sequence[Region]) -> bool:
    """A table has two columns side by side; a frame with lines across it has not."""
    beside = {(region.left, region.right) for region in regions}
    return len(lattice.xs) > 2 and len(regions) > 1 and len(beside) > 1


def _table(
    lattice: Lattice, regions: Sequence[Region], chars: Sequence[Char]
) -> tuple[FoundTable, frozenset[Char]]:
    inside = _chars_by_region(lattice, regions, chars)
    rows: list[list[Printed]] = [[] for _ in lattice.ys[1:]]
    for region, own in zip(regions, inside, strict=True):
        width = lattice.xs[region.right] - lattice.xs[region.left]
        spans = region.right - region.left, region.bottom - region.top
        rows[region.top].append(Printed(lines_of(own), width, *spans))
    filled = _filled(rows, lattice, regions)
    plain = tuple(tuple(cell.cell for cell in row) for row in filled)
    split = unstacked(filled)
    table = FoundTable(
        top=lattice.ys[0],
        bottom=lattice.ys[-1],
        rows=split or plain,
        readings=(tuple(map(tuple, grid_of(plain))),) if split else (),
        edges=lattice.xs,
        open_columns=_open_columns(lattice, regions, rows),
        open_top=not split and lattice.ys[0] in lattice.borders,
        open_bottom=not split and lattice.ys[-1] in lattice.borders,
        levels=() if split else lattice.ys,
    )
    return table, frozenset(char for own in inside for char in own)


def _open_columns(
    lattice: Lattice, regions: Sequence[Region], rows: Sequence[Sequence[Printed]]
) -> frozenset[int]:
    """Return where the last line of a cell at the table's end leaves no room for a character."""
    cells = [cell for row in rows for cell in row]
    last = len(lattice.ys) - 1
    return frozenset(
        region.left
        for region, cell in zip(regions, cells, strict=True)
        if region.bottom == last and cell.is_full
    )


def _filled(
    rows: list[list[Printed]], lattice: Lattice, regions: Sequence[Region]
) -> list[list[Printed]]:
    """Boxes that belong to no cell are blank cells, so that every row has the table's width."""
    taken = {
        (r, c)
        for region in regions
        for r in range(region.top, region.bottom)
        for c in range(region.left, region.right)
    }
    starts = {(region.top, region.left): i for i, region in enumerate(regions)}
    filled: list[list[Printed]] = []
    for r, row in enumerate(rows):
        cells = iter(row)
        filled.append([])
        for c in range(len(lattice.xs) - 1):
            if (r, c) in starts:
                filled[-1].append(next(cells))
            elif (r, c) not in taken:
                filled[-1].append(Printed((), 0.0))
    return filled


def _chars_by_region(
    lattice: Lattice, regions: Sequence[Region], chars: Sequence[Char]
) -> list[list[Char]]:
    owner = {
        (r, c): i
        for i, region in enumerate(regions)
        for r in range(region.top, region.bottom)
        for c in range(region.left, region.right)
    }
    inside: list[list[Char]] = [[] for _ in regions]
    for run in _runs(chars):
        homes = [owner.get(_place(char, lattice)) for char in run]
        if len(set(homes)) > 1 and any(_straddles(char, lattice.xs) for char in run):
            homes = [Counter(homes).most_common(1)[0][0]] * len(run)
        for char, home in zip(run, homes, strict=True):
            if home is not None:
                inside[home].append(char)
    return inside


def _runs(chars: Sequence[Char]) -> Iterator[list[Char]]:
    """Yield characters that are drawn one after the other without a gap."""
    run: list[Char] = []
    for char in chars:
        if run and not _follows(run[-1], char):
            yield run
            run = []
        run.append(char)
    if run:
        yield run


def _follows(before: Char, after: Char) -> bool:
    near = abs(after.x0 - before.x1) < 0.2 * before.size
    return near and abs(after.top - before.top) < 0.2 * before.size and not after.after_space


def _place(char: Char, lattice: Lattice) -> tuple[int, int]:
    x, y = char.middle
    return bisect_right(lattice.ys, y) - 1, bisect_right(lattice.xs, x) - 1


def _straddles(char: Char, edges: Sequence[float]) -> bool:
    """A letter across a rule: its text sticks out of its cell, and does not stand in two."""
    lean = 0.15 * (char.x1 - char.x0)
    return any(char.x0 + lean < x < char.x1 - lean for x in edges)
