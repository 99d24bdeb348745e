"""Joins a document's paragraphs into passages of prose: wrapped lines become one again."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from corpus.document import Document, Span

OPEN_END = re.compile(r"[\d,，、（(《“]\s*$")
LABEL = re.compile(r"\s*(?:附件|附表|附录|附图|表|图)?[\s—-]*\d{1,3}(?:[-－.]\d{1,2})?[\s—-]*")
CARRIED = re.compile(r"^\s*(?:[万千百亿]?元|%|个百分点|是|为|的|了|和|及|与)")
FRESH = re.compile(
    r"^\s*(?:[（(]?[一二三四五六七八九十\d]{1,3}[）)、.．]|第[一二三四五六七八九十]+)"
)
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
    for paragraph, text in document.prose():
        fresh = Passage(paragraph.span, paragraph.section, paragraph.page, (), paragraph.is_heading)
        if held and not fresh.is_heading and _continues(document, held, fresh, text):
            held = Passage(
                Span(held.span.start, fresh.span.end), held.section, held.page, (), held.is_heading
            )
            continue
        if held:
            yield held
        held = fresh
    if held:
        yield held


def _continues(document: Document, held: Passage, fresh: Passage, text: str) -> bool:
    """Tell whether a line goes on with the sentence of the line before."""
    before = document.quote(held.span)
    between = document.text[held.span.end : fresh.span.start]
    if between.strip() or held.section != fresh.section or FRESH.match(text):
        return False
    if LABEL.fullmatch(before):
        return False
    if OPEN_END.search(before):
        return True
    is_wrapped = len(before) >= LONG_LINE and not re.search(r"[。；;：:！？]\s*$", before)
    return bool(CARRIED.match(text)) and is_wrapped


def _section_at(document: Document, offset: int) -> int:
    inside = [s for s in document.sections if s.span.start <= offset < s.span.end]
    return max(inside, key=lambda s: s.level).index if inside else 0
