"""The pieces of a table without a grid of rules: atoms (texts between wide gaps) and their bands.

Lines are taken apart again because a label over two lines beside one number stands half a line
above and below it: what shares a line with what is decided here by the middle of each glyph.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from corpus.cells import is_amount, is_blank, is_total
from corpus.readers.pdf_page import Char, Line

GAP = 0.5  # of the size: a wider gap parts two atoms
LEVEL = 0.32  # of the size: middles nearer than this are on one level


@dataclass(frozen=True)
class Atom:
    """Characters of one level without a wide gap, from left to right; never empty."""

    chars: tuple[Char, ...]

    @cached_property
    def x0(self) -> float:
        """The left end."""
        return self.chars[0].x0

    @cached_property
    def x1(self) -> float:
        """The right end."""
        return max(char.x1 for char in self.chars)

    @cached_property
    def x(self) -> float:
        """The middle between the ends."""
        return (self.x0 + self.x1) / 2

    @cached_property
    def y(self) -> float:
        """The middle of its characters, averaged."""
        return sum(char.middle[1] for char in self.chars) / len(self.chars)

    @cached_property
    def size(self) -> float:
        """The largest font size, in points."""
        return max(char.size for char in self.chars)

    @cached_property
    def text(self) -> str:
        """The text as printed."""
        return Line(self.chars).text

    @cached_property
    def is_amount(self) -> bool:
        """Whether it is a bare number."""
        return is_amount(self.text)

    @cached_property
    def is_value(self) -> bool:
        """Whether it is what a column of numbers holds: a number or a sign for none."""
        return self.is_amount or is_blank(self.text)

    @cached_property
    def is_total(self) -> bool:
        """Whether it is 合计, 总计 or the like."""
        return is_total(self.text)


@dataclass(frozen=True)
class Band:
    """Atoms of one level, from left to right; never empty."""

    atoms: tuple[Atom, ...]

    @cached_property
    def y(self) -> float:
        """The middle of its atoms."""
        return sum(atom.y for atom in self.atoms) / len(self.atoms)

    @cached_property
    def size(self) -> float:
        """The largest font size, in points."""
        return max(atom.size for atom in self.atoms)

    @cached_property
    def text(self) -> str:
        """Its atoms' texts with spaces between."""
        return " ".join(atom.text for atom in self.atoms)

    @cached_property
    def is_anchor(self) -> bool:
        """Whether a number stands apart in it, as in a row of a table."""
        return len(self.atoms) > 1 and any(atom.is_amount for atom in self.atoms)


def bands_of(lines: Iterable[Line]) -> list[Band]:
    """Return the bands of some lines from top to bottom."""
    chars = [char for line in lines for char in line.chars]
    atoms = [atom for level in _levels(chars) for atom in _atoms(level)]
    bands: list[list[Atom]] = []
    for atom in sorted(atoms, key=lambda a: a.y):
        if bands and atom.y - bands[-1][0].y <= LEVEL * max(atom.size, bands[-1][0].size):
            bands[-1].append(atom)
        else:
            bands.append([atom])
    return [Band(tuple(sorted(band, key=lambda a: a.x0))) for band in bands]


def _levels(chars: Iterable[Char]) -> list[list[Char]]:
    levels: list[list[Char]] = []
    for char in sorted(chars, key=lambda c: c.middle[1]):
        if levels and char.middle[1] - levels[-1][0].middle[1] <= LEVEL * char.size:
            levels[-1].append(char)
        else:
            levels.append([char])
    return levels


def _atoms(level: Sequence[Char]) -> list[Atom]:
    ordered = sorted(level, key=lambda c: (c.x0, c.x1))
    groups = [[ordered[0]]]
    for before, after in pairwise(ordered):
        if after.x0 - before.x1 > GAP * min(before.size, after.size):
            groups.append([])
        groups[-1].append(after)
    return [Atom(tuple(group)) for group in groups]
