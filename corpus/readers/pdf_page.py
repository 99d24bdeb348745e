"""What one PDF page shows, as plain values: characters that can be seen, rules, lines of words.

All lengths are points from the page's top left corner, y downwards. ``pdf_drawn`` makes pages.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise

from corpus.document import Rows
from corpus.readers.merged import Cell

NEAR = 2.5  # rules and edges nearer than this are one
MIN_RULE = 6.0  # anything shorter is part of a glyph or a corner
TYPED_GAP, WORD_GAP, CHINESE_GAP = 0.1, 0.28, 0.45  # of the size: gaps that print a space
WIDE_GAP = 2.0  # of the size: what is this far apart says two things


@dataclass(frozen=True, slots=True)
class Char:
    """A visible glyph and its advance box; ``size`` is the font's size in points."""

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    size: float
    after_space: bool = False  # a space is typed before it

    @property
    def middle(self) -> tuple[float, float]:
        """The centre of the box: (x, y)."""
        return (self.x0 + self.x1) / 2, (self.top + self.bottom) / 2


@dataclass(frozen=True, slots=True, order=True)
class Rule:
    """A straight rule: horizontal at y ``at`` from x ``start`` to ``end``, or vertical."""

    at: float
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Word:
    """Characters of one line without a gap between them."""

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    size: float


@dataclass(frozen=True)
class Line:
    """The characters of one printed line, from left to right; never empty."""

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
    def top(self) -> float:
        """The upper end of its tallest character."""
        return min(char.top for char in self.chars)

    @cached_property
    def bottom(self) -> float:
        """The lower end of its lowest character."""
        return max(char.bottom for char in self.chars)

    @cached_property
    def size(self) -> float:
        """The commonest font size, in points."""
        return Counter(round(char.size, 1) for char in self.chars).most_common(1)[0][0]

    @cached_property
    def text(self) -> str:
        """The line as printed; a wide gap is two spaces."""
        parts = [self.chars[0].text]
        for before, after in pairwise(self.chars):
            parts += [space_between(before, after), after.text]
        return "".join(parts)

    @cached_property
    def words(self) -> tuple[Word, ...]:
        """The words that spaces part."""
        groups = [[self.chars[0]]]
        for before, after in pairwise(self.chars):
            if space_between(before, after):
                groups.append([])
            groups[-1].append(after)
        return tuple(_word(group) for group in groups)


@dataclass(frozen=True, slots=True)
class Page:
    """One page; ``number`` counts from 1. Rules are merged: none overlaps another."""

    number: int
    width: float
    height: float
    chars: tuple[Char, ...]
    horizontal: tuple[Rule, ...]
    vertical: tuple[Rule, ...]
    unreadable: float = 0.0  # share of glyphs whose letters the file does not tell
    pictured: float = 0.0  # share of the page that pictures cover
    is_hidden: bool = False  # the text lies unseen under a picture: somebody's recognition of it
    turn: int = 0  # quarter turns to the left that the text makes on paper


@dataclass(frozen=True, slots=True)
class FoundTable:
    """A table found on a page: for each printed row the cells that begin in it.

    ``readings``: other ways to read it, as grids, best first. ``edges``: x of the columns' edges,
    () when they are not known. ``open_columns``: where the last row's text fills its cell, so
    that it may go on over the page. ``open_top``, ``open_bottom``: its border is not drawn there.
    ``levels``: y of the rows' edges, () when they are not known. ``is_nameless``: nothing says what
    its rows are about, so that it is no data.
    """

    top: float
    bottom: float
    rows: tuple[tuple[Cell, ...], ...]
    readings: tuple[Rows, ...] = ()
    edges: tuple[float, ...] = ()
    open_columns: frozenset[int] = frozenset()
    open_top: bool = False
    open_bottom: bool = False
    levels: tuple[float, ...] = ()
    is_nameless: bool = False


def space_between(before: Char, after: Char) -> str:
    """Return what a gap between two neighbours prints: "", one space, two when it is wide."""
    size = max(min(before.size, after.size), 1.0)
    gap = (after.x0 - before.x1) / size
    if gap >= WIDE_GAP:
        return "  "
    narrow = before.text.isascii() and after.text.isascii()
    if after.after_space:
        return " " if gap > TYPED_GAP else ""
    return " " if gap > (WORD_GAP if narrow else CHINESE_GAP) else ""


def lines_of(chars: Iterable[Char]) -> tuple[Line, ...]:
    """Return the lines that characters stand in, from top to bottom."""
    lines: list[list[Char]] = []
    for char in sorted(chars, key=lambda c: (c.middle[1], c.x0)):
        near = (line for line in reversed(lines[-4:]) if _on_line(char, line))
        line = next(near, None)
        if line is None:
            lines.append([char])
        else:
            line.append(char)
    found = [Line(tuple(sorted(line, key=lambda c: (c.x0, c.x1)))) for line in lines]
    return tuple(sorted(found, key=lambda line: (line.top + line.bottom, line.x0)))


def _on_line(char: Char, line: Sequence[Char]) -> bool:
    """A character belongs to a line whose tallest character it overlaps by half its height."""
    tall = max(line[:3], key=lambda c: c.size)
    overlap = min(char.bottom, tall.bottom) - max(char.top, tall.top)
    return overlap > 0.5 * min(char.bottom - char.top, tall.bottom - tall.top)


def _word(chars: Sequence[Char]) -> Word:
    return Word(
        text="".join(char.text for char in chars),
        x0=chars[0].x0,
        x1=max(char.x1 for char in chars),
        top=min(char.top for char in chars),
        bottom=max(char.bottom for char in chars),
        size=chars[0].size,
    )


def merged_rules(rules: Iterable[Rule]) -> tuple[Rule, ...]:
    """Return rules of one position as one, pieces joined where they nearly touch."""
    merged: list[Rule] = []
    for level in _levels(sorted(rules)):
        at = sum(rule.at for rule in level) / len(level)
        runs: list[Rule] = []
        for rule in sorted(level, key=lambda r: r.start):
            if runs and rule.start <= runs[-1].end + NEAR:
                runs[-1] = replace(runs[-1], end=max(runs[-1].end, rule.end))
            else:
                runs.append(Rule(at, rule.start, rule.end))
        merged += [run for run in runs if run.end - run.start >= MIN_RULE]
    return tuple(merged)


def _levels(rules: Sequence[Rule]) -> Iterator[list[Rule]]:
    level: list[Rule] = []
    for rule in rules:
        if level and rule.at - level[0].at > NEAR:
            yield level
            level = []
        level.append(rule)
    if level:
        yield level
