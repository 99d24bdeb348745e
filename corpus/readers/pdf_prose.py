"""Joins the printed lines of a paragraph.

A line goes on in the next one when the next one's first word would not have fitted: that is what
a page does to a paragraph. Indents, sizes and numbering only confirm it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from statistics import median

from corpus.grids import line_kind, squeezed
from corpus.headings import BRACKET, mark_of
from corpus.readers.pdf_cells import glue
from corpus.readers.pdf_page import FoundTable, Line

LOOSE = 1.6  # times the usual pitch: lines farther apart are two paragraphs
SPACED = 1.28  # the same where paragraphs begin without an indent
MIN_INDENTED = 0.05  # of the long lines: so many begin paragraphs with an indent, or by chance
INDENT = 1.2  # of the size
WIDE = 0.75  # of the column: a shorter title is not broken for its length
LONG = 0.5  # of the page's width: lines that tell where the margins are
SIZE_CHANGE = 0.12
SLACK, MORE_SLACK = 0.3, 3.0  # of the size: room that a full line may leave
LEADERS = re.compile(r"(?:[.·…‥．。⋯]\s?){4,}\s*[-—]?\s*\d{0,4}\s*[-—]?$|\S\s\s\d{1,3}$")
CLOSING = tuple("，。；：、！？）》”’%％,.;:!?)】〕」』")
OPENING = tuple("（《“‘(【〔「『")
SENTENCE_END = ("。", "；", "：", ";", ":", "！", "？")
CLAUSE_END = re.compile("[，；。]")
PAIRS = (("（", "）"), ("《", "》"), ("“", "”"))
FIRST_WORD = re.compile(r"[!-~]+[^!-~\s]{0,2}")


@dataclass(frozen=True, slots=True)
class Text:
    """A printed line outside tables; ``opening``: width of what must stay with its first word."""

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    size: float
    opening: float
    base: float  # the lower end of most of its characters: lines are measured from there

    @property
    def centre(self) -> float:
        """The middle of the line, x."""
        return (self.x0 + self.x1) / 2


@dataclass(frozen=True, slots=True)
class PageContent:
    """What a page holds, from top to bottom: lines of prose and tables."""

    number: int
    width: float
    height: float
    items: list[Text | FoundTable] = field(default_factory=list)

    @property
    def texts(self) -> list[Text]:
        """The lines of prose."""
        return [item for item in self.items if isinstance(item, Text)]

    @property
    def shape(self) -> tuple[int, int]:
        """The page's size in whole points."""
        return round(self.width), round(self.height)


@dataclass(frozen=True, slots=True)
class Measure:
    """The text column: its edges, and the usual distance of two lines, in points."""

    left: float
    right: float
    pitch: float
    indent: float  # of a paragraph's first line; 0 where paragraphs have none


def text_of(line: Line) -> Text:
    """Return a line without its characters."""
    word = FIRST_WORD.match(line.text)
    count = len(word[0]) if word else 1 + line.text.startswith(OPENING)
    while count < len(line.chars) and line.chars[count].text in CLOSING:
        count += 1
    opening = line.chars[min(count, len(line.chars)) - 1].x1 - line.x0
    base = Counter(round(char.bottom, 1) for char in line.chars).most_common(1)[0][0]
    return Text(line.text, line.x0, line.x1, line.top, line.bottom, line.size, opening, base)


def texts_of(lines: Sequence[Line]) -> list[Text]:
    """Return lines as texts; a text wrapped beside another one stays in one piece."""
    texts = [text_of(line) for line in lines]
    i = 1
    while i + 1 < len(texts):
        upper, beside, lower = texts[i - 1 : i + 2]
        if _wraps_beside(upper, beside, lower):
            whole = joined_text(upper.text, lower.text)
            text = replace(upper, text=f"{whole}  {beside.text}", x1=beside.x1, bottom=lower.bottom)
            texts[i - 1 : i + 2] = [text]
        else:
            i += 1
    return texts


def _wraps_beside(upper: Text, beside: Text, lower: Text) -> bool:
    """Two lines of one text, and between their heights another text to their right."""
    staggered = upper.top < beside.top < upper.bottom and beside.top < lower.top < beside.bottom
    aligned = abs(upper.x0 - lower.x0) < 0.5 * upper.size
    return staggered and aligned and beside.x0 > max(upper.x1, lower.x1) + upper.size


def measures_of(pages: Sequence[PageContent]) -> dict[tuple[int, int], Measure]:
    """Return the text column of each page size."""
    groups: dict[tuple[int, int], list[PageContent]] = {}
    for page in pages:
        groups.setdefault(page.shape, []).append(page)
    return {shape: _measure(group) for shape, group in groups.items()}


def _measure(pages: Sequence[PageContent]) -> Measure:
    width = pages[0].width
    long = [t for page in pages for t in page.texts if t.x1 - t.x0 > LONG * width]
    rights = sorted(t.x1 for t in long)
    right = rights[int(len(rights) * 0.9)] if rights else width
    wraps = [pair for page in pages for pair in _wraps(page.items, right, width)]
    pitches = Counter(round(after.base - before.base) for before, after in wraps)
    left = _left(pages, right)
    indents = Counter(round(t.x0 - left) for t in long if t.x0 - left > INDENT * t.size)
    indented = sum(indents.values()) > MIN_INDENTED * len(long)
    return Measure(
        left=left,
        right=right,
        pitch=float(pitches.most_common(1)[0][0]) if pitches else 0.0,
        indent=float(indents.most_common(1)[0][0]) if indented else 0.0,
    )


def _left(pages: Sequence[PageContent], right: float) -> float:
    """Return where lines begin that follow a full line: paragraphs go on there."""
    starts = [a.x0 for page in pages for _, a in _wraps(page.items, right, page.width)]
    starts = starts or [text.x0 for page in pages for text in page.texts]
    places = Counter(round(x / 2) for x in starts)
    return max(starts, key=lambda x: (_near(places, x), -x), default=0.0)


def _wraps(
    items: Sequence[Text | FoundTable], right: float, width: float
) -> Iterator[tuple[Text, Text]]:
    """Yield lines that stop at the margin inside a sentence, each with the line below."""
    for before, after in pairwise(items):
        if not (isinstance(before, Text) and isinstance(after, Text)):
            continue
        full = right - before.x1 < 2 * before.size and before.x1 - before.x0 > LONG * width
        if full and not before.text.endswith(SENTENCE_END):
            yield before, after


def _near(places: Counter[int], x: float) -> int:
    return sum(places[round(x / 2) + step] for step in (-1, 0, 1))


def local_measure(run: Sequence[Text], page: PageContent, measure: Measure) -> Measure:
    """Return the text column of lines that follow each other without a table between.

    Notes below a table are as wide as the table; two lines that end at one x tell.
    """
    long = [text for text in run if text.x1 - text.x0 > LONG * page.width]
    right = max((text.x1 for text in long), default=0.0)
    shared = sum(right - text.x1 < text.size for text in long) > 1
    right = min(right, measure.right) if shared else measure.right
    pitches = [after.base - before.base for before, after in _wraps(run, right, page.width)]
    return replace(
        measure,
        right=right,
        pitch=max(measure.pitch, median(pitches)) if len(pitches) > 1 else measure.pitch,
    )


def goes_on(before: Text, after: Text, measure: Measure, *, same_page: bool) -> bool:
    """Tell whether a paragraph that ends a line with ``before`` goes on with ``after``."""
    if LEADERS.search(before.text) or _differ(before, after, measure, same_page=same_page):
        return False
    rank = mark_of(squeezed(after.text)).rank  # 「12.5 万元」 is an amount, spaced or not
    ended = before.text.endswith(SENTENCE_END)
    if 0 < rank <= BRACKET:
        return False
    if _is_centred(before, after, measure):
        width, own = measure.right - measure.left, before.x1 - before.x0
        return not ended and own > WIDE * width and width - own < after.opening
    if before.x0 - after.x0 > (measure.right - measure.left) / 3:
        return False  # set to the right: a unit, a date
    if not rank and _is_unfinished(before, after, measure):
        return True
    moves_left = after.x0 < before.x0 - 0.5 * before.size
    indented = after.x0 - measure.left > INDENT * after.size and not moves_left
    if indented and (rank or ended or not _is_block(before, after, measure)):
        return False
    if rank and ended:  # (2) may stand inside a paragraph, at the begin of a line by chance
        return bool(measure.indent) and _is_full(before, after, measure, strict=True)
    strict = indented or (ended and not measure.indent)
    return _is_full(before, after, measure, strict=strict)


def _frames(line: Text) -> bool:
    """A line that ends with a unit or a table's number stands around a table: 公开03表."""
    return line_kind(line.text.split()[-1])[0] in ("unit", "number")


def _is_unfinished(before: Text, after: Text, measure: Measure) -> bool:
    """A long line ends inside a bracket, or near the margin inside a sentence."""
    if before.x1 - before.x0 < LONG * (measure.right - measure.left):
        return False
    for first, last in PAIRS:
        opened = before.text.count(first) > before.text.count(last)
        if opened and last in after.text.partition(first)[0]:
            return True
    inside = bool(CLAUSE_END.search(before.text)) and not before.text.endswith(SENTENCE_END)
    return inside and measure.right - before.x1 < MORE_SLACK * before.size


def _is_block(before: Text, after: Text, measure: Measure) -> bool:
    """Lines set in together are one block, unless paragraphs begin there."""
    first = measure.indent and abs(after.x0 - measure.left - measure.indent) < 0.5 * after.size
    return not first and abs(after.x0 - before.x0) < 0.5 * after.size


def _is_full(before: Text, after: Text, measure: Measure, *, strict: bool) -> bool:
    """A line is full when the next word would not have fitted; more or less, if not strict."""
    room = measure.right - before.x1
    if room < after.opening - SLACK * before.size:
        return True
    return not strict and room < max(MORE_SLACK * before.size, after.opening + before.size)


def _is_centred(before: Text, after: Text, measure: Measure) -> bool:
    """A title in two lines, both in the middle of the column."""
    middle = (measure.left + measure.right) / 2
    off = max(abs(line.centre - middle) for line in (before, after))
    apart = min(abs(after.x0 - before.x0), after.x0 - measure.left)
    return off < 0.5 * before.size and apart > INDENT * before.size


def _differ(before: Text, after: Text, measure: Measure, *, same_page: bool) -> bool:
    """Lines of two sizes, or far apart, are two paragraphs; what frames a table is none."""
    if _frames(before) or _frames(after):
        return True
    if abs(before.size - after.size) > SIZE_CHANGE * max(before.size, after.size):
        return True
    pitch = max(measure.pitch, 1.2 * before.size)
    return same_page and after.base - before.base > (LOOSE if measure.indent else SPACED) * pitch


def joined_text(before: str, after: str) -> str:
    """Return two lines of a paragraph as one text."""
    return before + glue(before, after, full=True) + after
