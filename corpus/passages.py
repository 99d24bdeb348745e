"""Joins a document's paragraphs into passages of prose: wrapped lines become one again."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from unicodedata import east_asian_width

from corpus.document import Document, Span
from corpus.vocabulary import lines_of, rows_of

OPEN_END = re.compile(r"[\d,，、（(《“]\s*$")
LABEL = re.compile(r"\s*(?:附件|附表|附录|附图|表|图)?[\s—-]*\d{1,3}(?:[-－.]\d{1,2})?[\s—-]*")
NUMBER_LINE = re.compile(r"\s*[\d.,]+\s*")  # a cell, or a telephone number
CARRIED = re.compile(r"^\s*(?:[，。；、）]|[万千百亿]?元|%|个百分点|是|为|的|了|和|及|与)")
FRESH = re.compile(
    r"^\s*(?:[（(]?[一二三四五六七八九十\d]{1,3}(?:[）)、]|[.．](?!\d))|第[一二三四五六七八九十]+)"
)
STOPPED = re.compile(r"[。；;：:！？!?]\s*$")
POINTED = re.compile(r"[。；，,]")
MIN_WIDTH, MAX_WIDTH = 36, 100  # of a printed line of a page, in half-width characters
FULL = 0.88  # of the width: nothing more fits on such a line
MIN_FULL = 5  # lines
CELL_LINE = re.compile(r"(?<=[。；;：:.，])\s+(?=\d{1,2}[.．、](?!\d)|合计)|[；;]\s+(?=[（(]\d)|\n")
LONG_LINE = 30


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage at ``span`` of the document, with its section and what contains it."""

    span: Span
    section: int
    page: int | None
    path: tuple[str, ...] = ()  # of a table cell: what the row is about
    is_heading: bool = False


def passages_of(
    document: Document, cells: Iterable[tuple[Span, str, tuple[str, ...]]]
) -> Iterator[Passage]:
    """Yield the passages of the paragraphs, then those of long table cells, line by line."""
    yield from _joined(document)
    for span, _, path in cells:
        section = _section_at(document, span.start)
        for start, end in _lines(document.quote(span)):
            yield Passage(Span(span.start + start, span.start + end), section, None, path)


def _lines(text: str) -> list[tuple[int, int]]:
    """A cell holds its lines with blanks between: a list mark after a blank starts a line."""
    cuts = [0, *(m.end() for m in CELL_LINE.finditer(text)), len(text)]
    return [(a, b) for a, b in pairwise(cuts) if text[a:b].strip()]


def _joined(document: Document) -> Iterator[Passage]:
    held: Passage | None = None
    width = _width_of_lines([text for paragraph, text in document.prose()])
    for paragraph, text in document.prose():
        fresh = Passage(paragraph.span, paragraph.section, paragraph.page, (), paragraph.is_heading)
        if held and not fresh.is_heading and _continues(document, held, fresh, text, width):
            held = Passage(
                Span(held.span.start, fresh.span.end), held.section, held.page, (), held.is_heading
            )
            continue
        if held:
            yield held
        held = fresh
    if held:
        yield held


def _width_of_lines(texts: Sequence[str]) -> int:
    """Return the width at which a text was cut into lines wherever these were full, or 0.

    Most lines of such a text are full, and few full ones end where a sentence does.
    """
    widths = sorted(map(_width, texts))
    width = widths[len(widths) * 9 // 10] if widths else 0
    full = [text for text in texts if _width(text) >= FULL * width]
    broken = [text for text in full if not STOPPED.search(text)]
    pointed = [text for text in broken if POINTED.search(text)]
    if not MIN_WIDTH <= width <= MAX_WIDTH or len(full) < max(MIN_FULL, len(texts) / 2):
        return 0
    return width if len(broken) > 0.6 * len(full) and len(pointed) > len(broken) / 3 else 0


def _width(text: str) -> int:
    return sum(1 + (east_asian_width(character) in "WFA") for character in text.strip())


def _continues(document: Document, held: Passage, fresh: Passage, text: str, width: int) -> bool:
    """Tell whether a line goes on with the sentence of the line before."""
    before = document.quote(held.span)
    between = document.text[held.span.end : fresh.span.start]
    if between.strip() or held.section != fresh.section or FRESH.match(text):
        return False
    if LABEL.fullmatch(before) or NUMBER_LINE.fullmatch(before) or is_furniture(before):
        return False
    line = before.rpartition("\n")[2]
    if OPEN_END.search(before) or (width and _width(line) >= FULL * width and not _stops(line)):
        return True
    is_wrapped = len(before) >= LONG_LINE and not re.search(r"[。；;：:！？]\s*$", before)
    return bool(CARRIED.match(text)) and is_wrapped


def _stops(line: str) -> bool:
    return STOPPED.search(line) is not None


def is_furniture(text: str) -> bool:
    """Tell whether a line tells of the page that it stood on: its source, date, buttons."""
    return bool(_furniture().fullmatch(re.sub(r"\s+", "", text)))


def is_salutation(text: str) -> bool:
    """Tell whether a line before a colon only says to whom a report is addressed."""
    return text.endswith(lines_of("salutation_ends.tsv"))


@cache
def _furniture() -> re.Pattern[str]:
    lines = (value for kind, value in rows_of("web_page.tsv", columns=2) if kind == "noise-line")
    return re.compile("|".join(lines))


def _section_at(document: Document, offset: int) -> int:
    inside = [s for s in document.sections if s.span.start <= offset < s.span.end]
    return max(inside, key=lambda s: s.level).index if inside else 0
