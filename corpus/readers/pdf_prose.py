"""Turns the printed lines of all pages into paragraphs; page numbers and running heads go.

A line goes on in the next one when the next one's first word would not have fitted: that is what
a page does to a paragraph. Indents, sizes and numbering only confirm it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from corpus.grids import line_kind, names_table
from corpus.headings import mark_of
from corpus.readers.pdf_cells import glue
from corpus.readers.pdf_page import FoundTable, Line

MARGIN = 0.14  # of the page's height: heads and feet stand above or below it
SAME_PLACE = 4.0  # points: a running head stands at one height
MIN_REPEATS, REPEATED_SHARE = 3, 0.25
LOOSE = 1.6  # times the usual pitch: lines farther apart are two paragraphs
INDENT = 1.2  # of the size
SIZE_CHANGE = 0.12
PAGE_NUMBER = re.compile(
    r"[-—–―_·.~\s]*(?:第\s*)?(?:\d{1,4}|[IVXivx]{1,6})\s*(?:页)?"
    r"(?:\s*[/，,]?\s*(?:共\s*)?\d{1,4}\s*页?)?[-—–―_·.~\s]*"
)
LEADERS = re.compile(r"(?:[.·…‥．。]\s?){4,}\s*[-—]?\s*\d{1,4}\s*[-—]?$|\S\s\s\d{1,3}$")
CLOSING = tuple("，。；：、！？）》”’%％,.;:!?)】〕」』")
SENTENCE_END = ("。", "；", "：", ";", ":", "！", "？")
FIRST_WORD = re.compile(r"[!-~]+")


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


@dataclass(slots=True)
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


def text_of(line: Line) -> Text:
    """Return a line without its characters."""
    word = FIRST_WORD.match(line.text)
    count = len(word[0]) if word else 1
    while count < len(line.chars) and line.chars[count].text in CLOSING:
        count += 1
    opening = line.chars[min(count, len(line.chars)) - 1].x1 - line.x0
    return Text(line.text, line.x0, line.x1, line.top, line.bottom, line.size, opening)


def without_running_lines(pages: Sequence[PageContent]) -> None:
    """Drop page numbers, and lines that stand at one height of many pages."""
    seen = Counter(place for page in pages for place in {_place(t) for t in _margin_lines(page)})
    limit = max(MIN_REPEATS, REPEATED_SHARE * len(pages))
    for page in pages:
        dropped = {id(t) for t in _margin_lines(page) if _runs(t, seen, limit)}
        page.items = [item for item in page.items if id(item) not in dropped]


def _margin_lines(page: PageContent) -> list[Text]:
    """The lines above and below everything else, in the margins of the page."""
    found = []
    for items, ordinal in ((page.items, 1), (page.items[::-1], -1)):
        for item in items[:3]:
            edge = item.bottom if ordinal > 0 else page.height - item.top
            if not isinstance(item, Text) or edge > MARGIN * page.height:
                break
            found.append(item)
    return found


def _place(text: Text) -> tuple[str, int]:
    return re.sub(r"[\d\s]+", "#", text.text), round(text.top / SAME_PLACE)


def _runs(text: Text, seen: Counter[tuple[str, int]], limit: float) -> bool:
    if PAGE_NUMBER.fullmatch(text.text):
        return True
    words, height = _place(text)
    repeats = sum(seen[words, height + step] for step in (-1, 0, 1))
    framed = any(line_kind(part)[0] for part in re.split(r"\s{2,}", text.text))
    return repeats >= limit and not framed and not names_table(text.text)


@dataclass(frozen=True, slots=True)
class Measure:
    """The text column: its edges, and the usual distance of two lines, in points."""

    left: float
    right: float
    pitch: float


def measures_of(pages: Sequence[PageContent]) -> dict[tuple[int, int], Measure]:
    """Return the text column of each page size: (width, height) -> measure."""
    groups: dict[tuple[int, int], list[PageContent]] = {}
    for page in pages:
        groups.setdefault(shape_of(page), []).append(page)
    return {shape: _measure(group) for shape, group in groups.items()}


def shape_of(page: PageContent) -> tuple[int, int]:
    """Return the page's size in whole points."""
    return round(page.width), round(page.height)


def _measure(pages: Sequence[PageContent]) -> Measure:
    long = [t for page in pages for t in page.texts if t.x1 - t.x0 > 0.5 * page.width]
    lefts = sorted(t.x0 for page in pages for t in page.texts)
    rights = sorted(t.x1 for t in long)
    pitches = Counter(
        round(after.bottom - before.bottom)
        for page in pages
        for before, after in zip(page.items, page.items[1:], strict=False)
        if isinstance(before, Text) and isinstance(after, Text) and before in long
    )
    width = pages[0].width
    return Measure(
        left=lefts[len(lefts) // 20] if lefts else 0.0,
        right=rights[int(len(rights) * 0.9)] if rights else width,
        pitch=float(pitches.most_common(1)[0][0]) if pitches else 0.0,
    )


def goes_on(before: Text, after: Text, measure: Measure, *, same_page: bool) -> bool:
    """Tell whether a paragraph that ends a line with ``before`` goes on with ``after``."""
    if LEADERS.search(before.text) or _differ(before, after, measure, same_page=same_page):
        return False
    indented = after.x0 - measure.left > INDENT * after.size
    if not _is_full(before, after, measure, indented=indented):
        return False
    ended = before.text.endswith(SENTENCE_END)
    numbered = mark_of(after.text).rank > 0
    aligned = abs(after.x0 - before.x0) < 0.5 * after.size
    if indented and (numbered or ended or not aligned):
        return False
    return not (numbered and ended)


def _is_full(before: Text, after: Text, measure: Measure, *, indented: bool) -> bool:
    """A line is full when the next word would not have fitted, or nearly so at the margin."""
    room = measure.right - before.x1
    return room + 0.3 * before.size < after.opening or (room < 2 * before.size and not indented)


def _differ(before: Text, after: Text, measure: Measure, *, same_page: bool) -> bool:
    """Lines of two sizes, or far apart, are two paragraphs."""
    if abs(before.size - after.size) > SIZE_CHANGE * max(before.size, after.size):
        return True
    pitch = max(measure.pitch, 1.2 * before.size)
    return same_page and after.bottom - before.bottom > LOOSE * pitch


def joined_text(before: str, after: str) -> str:
    """Return two lines of a paragraph as one text."""
    return before + glue(before, after, full=True) + after
