"""Finds the columns of a table without vertical rules: white rivers, then the words of its head.

Body texts alone lose every column that is blank; the head's words alone do not tell where the
numbers below them stand. Matched in order, each has what the other lacks. Where a number could
stand below two heads, there is no table.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Protocol

from corpus.readers.pdf_loose_atoms import Atom, Band

RIVER = 0.4  # of the size: no narrower white strip parts two columns
THIN_RIVER = -0.1  # of the size: numbers of one column stand below each other, or touch
OVERLAP = 0.25  # of the size: numbers and texts that overlap by more are of one column
MARGIN = 300.0  # points: the outer columns reach no further than this beyond their texts
SLACK = 1.5  # points that a text may reach over an edge
SURE = 1.25  # a head is another column's when it is not this much nearer than the next one


@dataclass(frozen=True, slots=True)
class Extent:
    """A stretch of x that texts of one column cover."""

    x0: float
    x1: float

    @property
    def x(self) -> float:
        """The middle."""
        return (self.x0 + self.x1) / 2


@dataclass(frozen=True, slots=True)
class Column:
    """A column: which leaf of the head names it (None: no text above it), and what it covers.

    ``head``, ``body``: where the leaf's and the cells' texts stand, None when there are none.
    """

    leaf: int | None
    head: Extent | None
    body: Extent | None
    extent: Extent


def rivers_of(bands: Sequence[Band]) -> list[Extent]:
    """Return the stretches of x that the bands' texts cover, from left to right.

    A total's label may be centred over several columns and does not count. Between numbers and
    the texts beside them there may be no white at all.
    """
    atoms = [atom for band in bands for atom in band.atoms if not atom.is_total]
    numbers = _stretches([atom for atom in atoms if atom.is_amount], THIN_RIVER)
    texts = _stretches([atom for atom in atoms if not atom.is_amount], RIVER)
    extents: list[Extent] = []
    for extent in sorted([*numbers, *texts], key=lambda e: e.x0):
        if extents and extents[-1].x1 - extent.x0 > OVERLAP * atoms[0].size:
            extents[-1] = Extent(extents[-1].x0, max(extents[-1].x1, extent.x1))
        else:
            extents.append(extent)
    return extents


def _stretches(atoms: Sequence[Atom], white: float) -> list[Extent]:
    extents: list[Extent] = []
    for atom in sorted(atoms, key=lambda a: a.x0):
        if extents and atom.x0 - extents[-1].x1 < white * atom.size:
            extents[-1] = Extent(extents[-1].x0, max(extents[-1].x1, atom.x1))
        else:
            extents.append(Extent(atom.x0, atom.x1))
    return extents


def columns_of(
    leaves: Sequence[Extent], bodies: Sequence[Extent], size: float, *, set_left: bool = False
) -> list[Column]:
    """Return the columns that heads and body make together; [] when it is not certain which.

    leaves, bodies: from left to right. Without leaves every body extent is a column.
    set_left: the heads begin where their columns do (``is_set_left``).
    """
    if not leaves:
        return [Column(None, None, body, body) for body in bodies]
    if set_left:
        matched = _matched_from_left(leaves, bodies, size)
    else:
        matched = _matched(leaves, bodies, size)
        if matched and not _is_certain(matched, leaves, bodies, size):
            return []
    if not matched:
        return []
    columns = [
        _filled(leaf, leaves[leaf], bodies[b], shared=matched.count(leaf) > 1)
        for b, leaf in enumerate(matched)
    ]
    blank = [Column(i, leaf, None, leaf) for i, leaf in enumerate(leaves) if i not in matched]
    return sorted(columns + blank, key=lambda c: (c.leaf or 0, c.extent.x))


def joined_columns(columns: Sequence[Column], bands: Sequence[Band]) -> list[Column]:
    """Return the columns with those joined that one head names and that no row fills both."""
    joint: list[Column] = []
    for column in columns:
        before = joint[-1] if joint else None
        if before and column.leaf == before.leaf and _alternate(before, column, bands):
            extent = Extent(before.extent.x0, column.extent.x1)
            joint[-1] = Column(column.leaf, column.head, extent, extent)
        else:
            joint.append(column)
    return joint


def _alternate(one: Column, other: Column, bands: Sequence[Band]) -> bool:
    if one.leaf is None or not one.body or not other.body:
        return False
    filled = [
        [any(gap_between(body, atom) < 0 for atom in band.atoms) for band in bands]
        for body in (one.body, other.body)
    ]
    return not any(a and b for a, b in zip(*filled, strict=True))


def columns_within(edges: Sequence[float], bands: Sequence[Band]) -> list[Column]:
    """Return the columns between known edges; [] when a text of the bands crosses an edge."""
    inner = edges[1:-1]
    bodies: list[list[Atom]] = [[] for _ in edges[1:]]
    for atom in (atom for band in bands for atom in band.atoms):
        first, last = (sum(x > e for e in inner) for x in (atom.x0 + SLACK, atom.x1 - SLACK))
        if first == last:
            bodies[first].append(atom)
        elif not atom.is_total:
            return []
    return [_between(edges[c], edges[c + 1], own) for c, own in enumerate(bodies)]


def _between(left: float, right: float, atoms: Sequence[Atom]) -> Column:
    around = Extent(left, right)
    if not atoms:
        return Column(None, None, None, around)
    body = Extent(min(atom.x0 for atom in atoms), max(atom.x1 for atom in atoms))
    return Column(None, None, body, around)


def edges_of(columns: Sequence[Column]) -> tuple[float, ...]:
    """Return the x of the columns' edges: the middle of the white between two columns."""
    between = [(a.extent.x1 + b.extent.x0) / 2 for a, b in pairwise(columns)]
    return (columns[0].extent.x0, *between, columns[-1].extent.x1)


def _filled(leaf: int, head: Extent, body: Extent, *, shared: bool) -> Column:
    around = Extent(min(head.x0, body.x0), max(head.x1, body.x1))
    return Column(leaf, head, body, body if shared else around)


class Stretch(Protocol):
    """Anything with a left and a right end, in points."""

    @property
    def x0(self) -> float:
        """The left end."""

    @property
    def x1(self) -> float:
        """The right end."""


def gap_between(one: Stretch, other: Stretch) -> float:
    """Return the white between two stretches; negative when they overlap."""
    return max(one.x0, other.x0) - min(one.x1, other.x1)


def is_set_left(leaves: Sequence[Extent], bands: Sequence[Band], size: float) -> bool:
    """Tell whether heads begin where their columns do: one does so above much wider labels."""
    atoms = [atom for band in bands for atom in band.atoms]
    labels = _stretches([a for a in atoms if not (a.is_value or a.is_total)], RIVER)
    return any(
        abs(leaf.x0 - body.x0) < 0.3 * size and body.x1 - leaf.x1 > size
        for leaf in leaves
        for body in labels
    )


def _matched_from_left(
    leaves: Sequence[Extent], bodies: Sequence[Extent], size: float
) -> tuple[int, ...] | None:
    """Return the leaf of every body extent: each column begins where its head does."""
    starts = [leaf.x0 - 0.5 * size for leaf in leaves]
    matched = tuple(sum(start <= body.x0 for start in starts) - 1 for body in bodies)
    if not matched or min(matched) < 0:
        return None
    ends = [*starts[1:], bodies[-1].x1 + size]
    inside = all(body.x1 < ends[i] + size for body, i in zip(bodies, matched, strict=True))
    return matched if inside else None


def _matched(
    leaves: Sequence[Extent], bodies: Sequence[Extent], size: float
) -> tuple[int, ...] | None:
    """Return the leaf of every body extent, in order, with the least white between them."""
    best: dict[int, tuple[float, tuple[int, ...]]] = {-1: (0.0, ())}
    for body in bodies:
        step: dict[int, tuple[float, tuple[int, ...]]] = {}
        for last, (cost, path) in best.items():
            for i in range(max(last, 0), len(leaves)):
                again = 3 * size if i == last else 0.0
                total = cost + _cost(leaves[i], body, size) + again
                if i not in step or total < step[i][0]:
                    step[i] = (total, (*path, i))
        best = step
    found = min(best.values(), default=None)
    return found[1] if found else None


def _cost(leaf: Extent, body: Extent, size: float) -> float:
    gap = gap_between(leaf, body)
    if gap > 0:
        return size + gap
    return 0.0 if gap < -0.5 * size else 0.5 * size


def _is_certain(
    matched: Sequence[int], leaves: Sequence[Extent], bodies: Sequence[Extent], size: float
) -> bool:
    """A body beside its leaf must be clearly nearer to it than to a leaf that names nothing."""
    for body, i in zip(bodies, matched, strict=True):
        gap = gap_between(leaves[i], body)
        free = [k for k in (i - 1, i + 1) if 0 <= k < len(leaves) and k not in matched]
        if matched.count(i) > 1 and gap > 0 and free:
            return False
        near = [gap_between(leaves[k], body) for k in free]
        if gap > 0 and any(other < SURE * gap + 0.5 * size for other in near):
            return False
    return True


@dataclass(frozen=True, slots=True)
class Grid:
    """Edges of columns whose heads stand in their middles: ``sign * x + shift`` for one x.

    x lies between ``low`` and ``high``: where no text crosses an edge.
    """

    signs: tuple[int, ...]
    shifts: tuple[float, ...]
    low: float
    high: float

    def off_centre(self, x: float, first: int, last: int) -> float:
        """Return how far x is from the middle of columns, at best."""
        sign = self.signs[first] + self.signs[last + 1]
        shift = self.shifts[first] + self.shifts[last + 1]
        ends = [(sign * end + shift) / 2 for end in (self.low, self.high)]
        return max(min(ends) - x, x - max(ends), 0.0)


def grid_of_centres(columns: Sequence[Column]) -> Grid | None:
    """Return the edges that put every head in the middle of its column; None when none do."""
    signs, shifts = [1], [0.0]
    low, high = columns[0].extent.x0 - MARGIN, columns[0].extent.x0 + SLACK
    for i, column in enumerate(columns):
        if column.head is None or (i and column.leaf == columns[i - 1].leaf):
            return None
        signs.append(-signs[-1])
        shifts.append(2 * column.head.x - shifts[-1])
        left = column.extent.x1 - SLACK
        right = columns[i + 1].extent.x0 + SLACK if i + 1 < len(columns) else left + MARGIN
        ends = sorted(signs[-1] * (end - shifts[-1]) for end in (left, right))
        low, high = max(low, ends[0]), min(high, ends[1])
    return Grid(tuple(signs), tuple(shifts), low, high) if low <= high else None
