"""What one PDF page shows, as plain values: characters that can be seen, rules, lines of words.

Everything odd about how a PDF draws stops here: fake bold (a glyph drawn several times counts
once), pages set sideways, rules drawn as lines, thin boxes or outlines, text outside the page.
All lengths are points from the page's top left corner, y downwards.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise
from typing import Any

from pdfplumber.page import Page as RawPage

from corpus.document import Rows
from corpus.readers.merged import Cell

THIN = 3.0  # a box no wider than this is a rule
NEAR = 2.5  # rules and edges nearer than this are one
MIN_RULE = 6.0  # anything shorter is part of a glyph or a corner
SAME_GLYPH = 0.15  # of the size: a glyph drawn again within this is bold, not a second letter
TYPED_GAP, WORD_GAP, CHINESE_GAP = 0.1, 0.28, 0.45  # of the size: gaps that print a space
WIDE_GAP = 2.0  # of the size: what is this far apart says two things
UNREADABLE = "\ufffd"
CID = re.compile(r"\(cid:\d+\)")
RADICALS = re.compile("[\u2e80-\u2fd5\uf900-\ufaff]")


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
    unreadable: int = 0  # glyphs whose letters the file does not tell


@dataclass(frozen=True, slots=True)
class FoundTable:
    """A table found on a page: for each printed row the cells that begin in it.

    ``readings``: other ways to read it, as grids, best first. ``edges``: x of the columns' edges.
    """

    top: float
    bottom: float
    rows: tuple[tuple[Cell, ...], ...]
    readings: tuple[Rows, ...] = ()
    edges: tuple[float, ...] = ()


def page_of(raw: RawPage) -> Page:
    """Return what a page of pdfplumber shows; the caller closes ``raw``."""
    glyphs = raw.chars
    turn = _turn(glyphs)
    chars = _seen(_chars(glyphs, turn, raw), raw, turn)
    horizontal, vertical = _rules(raw, turn)
    width, height = (raw.height, raw.width) if turn else (raw.width, raw.height)
    return Page(
        number=raw.page_number,
        width=width,
        height=height,
        chars=tuple(chars),
        horizontal=horizontal,
        vertical=vertical,
        unreadable=sum(UNREADABLE in char.text for char in chars),
    )


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


def _turn(glyphs: Sequence[dict[str, Any]]) -> int:
    """Return quarter turns by which a page that is set sideways must be turned: 0, 1 or -1.

    The direction of a glyph is the first row of its matrix: (0, 1) runs up the page.
    """
    ways = Counter(_way(glyph["matrix"]) for glyph in glyphs if glyph["text"].strip())
    return ways.most_common(1)[0][0] if ways else 0


def _way(matrix: Sequence[float]) -> int:
    if abs(matrix[0]) >= abs(matrix[1]):
        return 0
    return 1 if matrix[1] > 0 else -1


def _turned(box: dict[str, Any], turn: int, raw: RawPage) -> tuple[float, float, float, float]:
    """Return (x0, x1, top, bottom) of an object after the page is turned."""
    x0, x1 = box["x0"] - raw.bbox[0], box["x1"] - raw.bbox[0]
    top, bottom = box["top"] - raw.bbox[1], box["bottom"] - raw.bbox[1]
    if turn == 1:  # the text runs up: what is below comes first
        return raw.height - bottom, raw.height - top, x0, x1
    if turn == -1:
        return top, bottom, raw.width - x1, raw.width - x0
    return x0, x1, top, bottom


def _chars(glyphs: Sequence[dict[str, Any]], turn: int, raw: RawPage) -> Iterator[Char]:
    """Yield the page's characters; text set at another angle is a stamp or a watermark."""
    spaced = False
    for glyph in glyphs:
        if not glyph["text"].strip():
            spaced = True
            continue
        matrix = glyph["matrix"]
        slant = math.degrees(math.atan2(matrix[1], matrix[0])) % 90
        if _way(matrix) == turn and min(slant, 90 - slant) < 5:
            x0, x1, top, bottom = _turned(glyph, turn, raw)
            yield Char(_letters(glyph["text"]), x0, x1, top, bottom, bottom - top, spaced)
        spaced = False


def _letters(text: str) -> str:
    """Return NFC text; a radical that stands for a whole letter is written as the letter."""
    text = CID.sub(UNREADABLE, text)
    text = RADICALS.sub(lambda match: unicodedata.normalize("NFKC", match[0]), text)
    return unicodedata.normalize("NFC", text).strip()


def _seen(chars: Iterator[Char], raw: RawPage, turn: int) -> Iterator[Char]:
    """Yield every glyph once that lies on the page."""
    width, height = (raw.height, raw.width) if turn else (raw.width, raw.height)
    places: dict[tuple[str, int, int], list[Char]] = {}
    for char in chars:
        x, y = char.middle
        if not (0 <= x <= width and 0 <= y <= height) or _drawn_before(char, places):
            continue
        places.setdefault((char.text, int(char.x0 // 4), int(char.top // 4)), []).append(char)
        yield char


def _drawn_before(char: Char, places: dict[tuple[str, int, int], list[Char]]) -> bool:
    x, y, near = int(char.x0 // 4), int(char.top // 4), max(SAME_GLYPH * char.size, 0.8)
    return any(
        abs(char.x0 - other.x0) < near and abs(char.top - other.top) < near
        for dx in (-1, 0, 1)
        for dy in (-1, 0, 1)
        for other in places.get((char.text, x + dx, y + dy), ())
    )


def _rules(raw: RawPage, turn: int) -> tuple[tuple[Rule, ...], tuple[Rule, ...]]:
    """Return horizontal and vertical rules, pieces of one rule joined."""
    horizontal: list[Rule] = []
    vertical: list[Rule] = []
    for box in _strokes(raw):
        x0, x1, top, bottom = _turned(box, turn, raw)
        if bottom - top <= THIN:
            horizontal.append(Rule((top + bottom) / 2, x0, x1))
        if x1 - x0 <= THIN:
            vertical.append(Rule((x0 + x1) / 2, top, bottom))
    return merged_rules(horizontal), merged_rules(vertical)


def _strokes(raw: RawPage) -> Iterator[dict[str, Any]]:
    """Yield thin boxes: lines, thin rectangles, the sides of boxes and of outlines."""
    yield from (ln for ln in raw.lines if _is_stroked(ln) and ln["linewidth"] <= 2 * THIN)
    for box in raw.rects:
        if min(box["x1"] - box["x0"], box["bottom"] - box["top"]) > THIN:
            yield from _sides(box) if _is_stroked(box) else ()
        elif _is_stroked(box) or (box["fill"] and not _is_white(box["non_stroking_color"])):
            yield box
    for curve in filter(_is_stroked, raw.curves):
        yield from _straight_parts(curve["pts"])


def _is_stroked(box: dict[str, Any]) -> bool:
    return bool(box["stroke"]) and not _is_white(box["stroking_color"])


def _is_white(color: Any) -> bool:
    """Tell whether grey 1 or RGB 1, 1, 1 is meant; four inks are white when all are 0."""
    if isinstance(color, int | float):
        return color >= 0.99
    if not isinstance(color, tuple | list) or not all(isinstance(c, int | float) for c in color):
        return False
    if len(color) == 4:
        return not any(color)
    return bool(color) and all(c >= 0.99 for c in color)


def _sides(box: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for name, other in (("x0", "x1"), ("x1", "x0"), ("top", "bottom"), ("bottom", "top")):
        yield {**box, other: box[name]}


def _straight_parts(points: Sequence[tuple[float, float]]) -> Iterator[dict[str, Any]]:
    for (x, y), (u, v) in pairwise(points):
        yield {"x0": min(x, u), "x1": max(x, u), "top": min(y, v), "bottom": max(y, v)}


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
