"""The pieces of a table without a grid of rules: atoms (texts between wide gaps) and their bands.

Heights are compared finely (a label over two lines stands half a line above and below its number),
so they are put right where a page sets its digits higher or lower than its Chinese.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import pairwise
from statistics import median

from corpus.cells import is_amount, is_blank, is_precise, is_total
from corpus.grids import line_kind, names_table
from corpus.quantity import units
from corpus.readers.pdf_page import Char, Line

GAP = 0.5  # of the size: a wider gap parts two atoms
TWO_AMOUNTS = re.compile(r"(-?[\d,]+\.\d\d)(-?[\d,]+\.\d\d)")
LEVEL = 0.32  # of the size: middles nearer than this are on one level

SENTENCE = re.compile(r"[。；;！？]$|。|.{8}[：:]$")
NOTE = re.compile(r"[（(]?\s*(?:备?注|说明)\s*[:：\d]")
FIELD = re.compile(r"(?!其中).{2,10}[:：]$")
FRAME = ("unit", "prepared", "everywhere", "note")


@dataclass(frozen=True)
class Atom:
    """Characters of one line without a wide gap, from left to right; never empty."""

    chars: tuple[Char, ...]
    y: float  # the middle of its height

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
        """The middle of its height."""
        return median(atom.y for atom in self.atoms)

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
    levels = [level for line in lines for level in _levels(line)]
    lift = _lift(levels)
    bands = [Band(tuple(_atoms(level, lift))) for level in levels]
    return sorted(bands, key=lambda band: band.y)


def _levels(line: Line) -> list[Sequence[Char]]:
    """Part a line in which characters of two close lines stand over each other."""
    size = line.size
    if all(after.x0 > before.x1 - LEVEL * size for before, after in pairwise(line.chars)):
        return [line.chars]
    levels: list[list[Char]] = []
    for char in sorted(line.chars, key=lambda c: c.middle[1]):
        if levels and char.middle[1] - levels[-1][0].middle[1] <= LEVEL * size:
            levels[-1].append(char)
        else:
            levels.append([char])
    return [sorted(level, key=lambda c: (c.x0, c.x1)) for level in levels]


def _lift(levels: Iterable[Sequence[Char]]) -> float:
    """Return by how much of the size the page's Chinese stands lower than its digits."""
    lifts = []
    for level in levels:
        narrow = [char.middle[1] for char in level if char.text.isascii()]
        wide = [char.middle[1] for char in level if not char.text.isascii()]
        if narrow and wide:
            lifts.append((median(wide) - median(narrow)) / level[0].size)
    return median(lifts) if lifts else 0.0


def _atoms(level: Sequence[Char], lift: float) -> list[Atom]:
    groups = [[level[0]]]
    for before, after in pairwise(level):
        apart = after.x0 - before.x1 > GAP * min(before.size, after.size)
        if apart or (_ends_amount(groups[-1]) and _starts_label(after)):
            groups.append([])
        groups[-1].append(after)
    parted = [part for group in groups for part in _touching(group)]
    return [Atom(tuple(group), _height(group, lift)) for group in parted]


def _touching(chars: Sequence[Char]) -> list[Sequence[Char]]:
    """Part two amounts that touch, as where two wide numbers fill two columns."""
    if all(len(char.text) == 1 for char in chars):
        two = TWO_AMOUNTS.fullmatch("".join(char.text for char in chars))
        if two:
            return [chars[: two.end(1)], chars[two.end(1) :]]
    return [chars]


def _height(chars: Sequence[Char], lift: float) -> float:
    return median(c.middle[1] + (lift * c.size if c.text.isascii() else 0.0) for c in chars)


def _ends_amount(chars: Sequence[Char]) -> bool:
    """Tell whether an atom so far is a whole amount, as where a wide number ends a column."""
    return is_precise("".join(char.text for char in chars))


def _starts_label(char: Char) -> bool:
    return char.text.isalpha() and not char.text.isascii() and char.text not in _unit_starts()


@cache
def _unit_starts() -> frozenset[str]:
    return frozenset(spelling[0] for spelling in units())


def is_prose(band: Band) -> bool:
    """Tell whether a band cannot stand in a table: a sentence, a caption, a unit line, a note."""
    texts = [atom.text for atom in band.atoms]
    if all(text.isdigit() for text in texts):
        return False
    if any(line_kind(text)[0] in FRAME for text in texts) or FIELD.match(texts[0]):
        return True
    if all(line_kind(text)[0] or re.search(r"[:：].", text) for text in texts):
        return not all(text.startswith("其中") for text in texts)
    lone = len(texts) == 1 and (len(texts[0]) > 40 or names_table(texts[0]))
    return lone or bool(NOTE.match(texts[0]) or SENTENCE.search(texts[-1]))
