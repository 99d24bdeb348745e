"""Cuts the prose around a passage into blocks and sentences, every one a verbatim span.

A block is a paragraph or an item of a list with all that belongs to it; what a page break or a
line end tore apart is one block again. A quote that answers is made of whole sentences of blocks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from corpus.document import Document, Paragraph, Span
from corpus.vocabulary import rows_of

WRAPPED = 25  # characters: a shorter line without an end is a line of its own
ENDS, PARTS = "。！？!?", "；;"
OPENED, CLOSED = "（(《“「『〔[【", "）)》”」』〕]】"
LEAD_IN = re.compile(r"(?:[：:]|如下[。.]?)\s*$")
LABEL = re.compile(r"^\s*[^，,。；;\d]{2,12}[：:]")
FINISHED = re.compile(r"[。！？；：!?;:]\s*[\"”’」』）)]?\s*$")
# Marks of list items, one kind after another: the items of one list share a kind.
MARKS = (
    re.compile(r"\s*[一二三四五六七八九十]{1,3}\s*[、.．]"),
    re.compile(r"\s*[（(]\s*[一二三四五六七八九十]{1,3}\s*[）)]"),
    re.compile(r"\s*\d{1,2}\s*[、.．](?!\d)"),
    re.compile(r"\s*[（(]\s*\d{1,2}\s*[）)]"),
    re.compile(r"\s*\d{1,2}\s*[）)]"),
    re.compile(r"\s*[①-⑳]"),
    re.compile(r"\s*第[一二三四五六七八九十]{1,3}[，,、]"),
    re.compile(r"\s*[◇◆●■•·▪➢※]"),
)
ITEM = re.compile(r"\s*[^，,。；;：:\d]{2,40}\d[\d,.]*\s*[亿万千百]*元")
LEANS, GOES_ON, COUNTED = "leans", "goes-on", "counted"
FIRST = re.compile(r"一是|首先|第一[，,、]|一方面|[（(]?[一1][）)、]")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, or the part of one that a semicolon closes before another item."""

    span: Span
    text: str

    @property
    def leans(self) -> bool:
        """Whether its subject stands in the sentence before."""
        return _opens(self.text, LEANS) or self.goes_on

    @property
    def is_another(self) -> bool:
        """Whether it turns to another item: it opens with one and its amount."""
        return not self.leans and bool(ITEM.match(self.text))

    @property
    def goes_on(self) -> bool:
        """Whether it ends what the sentence before began."""
        return _opens(self.text, GOES_ON)

    @property
    def is_counted(self) -> bool:
        """Whether it is a later item of a list that runs on: 二是."""
        return _opens(self.text, COUNTED)

    @property
    def counts(self) -> bool:
        """Whether a list that runs on begins in it: 一是."""
        return bool(FIRST.search(self.text))

    @property
    def leads_in(self) -> bool:
        """Whether it announces a list."""
        return bool(LEAD_IN.search(self.text))


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph or list item: ``mark`` is the kind of its number, None when it has none."""

    sentences: tuple[Sentence, ...]
    mark: int | None

    @property
    def span(self) -> Span:
        """From its first sentence to its last."""
        return Span(self.sentences[0].span.start, self.sentences[-1].span.end)

    @property
    def leads_in(self) -> bool:
        """Whether it announces the blocks after it."""
        return self.sentences[-1].leads_in


def blocks_around(document: Document, span: Span) -> list[Block]:
    """Return the blocks of the stretch of prose that holds ``span``: one section, no table."""
    paragraphs = _stretch(document, span)
    blocks: list[Block] = []
    for group in _unwrapped(document, paragraphs):
        whole = Span(group[0].span.start, group[-1].span.end)
        sentences = tuple(_sentences(document, whole))
        if not sentences:
            continue
        mark = mark_of(sentences[0].text)
        if blocks and mark is None and sentences[0].leans and not blocks[-1].leads_in:
            blocks[-1] = Block(blocks[-1].sentences + sentences, blocks[-1].mark)
        else:
            blocks.append(Block(sentences, mark))
    return blocks


def mark_of(text: str) -> int | None:
    """Return the kind of number that a text starts with, None when it starts with none."""
    return next((kind for kind, mark in enumerate(MARKS) if mark.match(text)), None)


def _stretch(document: Document, span: Span) -> list[Paragraph]:
    """Return the paragraphs that stand together with those of a span."""
    stops = [table.span.start for table in document.tables]

    def place(paragraph: Paragraph) -> tuple[int, int]:
        return paragraph.section, sum(stop <= paragraph.span.start for stop in stops)

    inside = [p for p in document.paragraphs if _meets(p.span, span)]
    if not inside:
        return []
    wanted = place(inside[0])
    return [
        p
        for p in document.paragraphs
        if not p.in_contents and (not p.is_heading or _meets(p.span, span)) and place(p) == wanted
    ]


def _meets(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end


def _unwrapped(document: Document, paragraphs: Sequence[Paragraph]) -> Iterator[list[Paragraph]]:
    """Yield paragraphs, those together that one sentence runs through."""
    group: list[Paragraph] = []
    for paragraph in paragraphs:
        if group and not _runs_on(document.quote(group[-1].span), document.quote(paragraph.span)):
            yield group
            group = []
        group.append(paragraph)
    if group:
        yield group


def _runs_on(line: str, following: str) -> bool:
    """Tell whether a line ends in the middle of a sentence that the next one takes up."""
    if FINISHED.search(line) or len(line.strip()) < WRAPPED:
        return False
    return mark_of(following) is None and not LABEL.match(following)


def _sentences(document: Document, whole: Span) -> Iterator[Sentence]:
    text, start, depth = document.quote(whole), 0, 0
    for at, sign in enumerate(text):
        depth = max(0, depth + (sign in OPENED) - (sign in CLOSED))
        if (_ends(text, at) and not depth) or at == len(text) - 1:
            yield from _sentence(text, whole.start, start, at + 1)
            start, depth = at + 1, 0


def _ends(text: str, at: int) -> bool:
    """Tell whether a sentence ends; a semicolon ends one before another item with its amount."""
    return text[at] in ENDS or (text[at] in PARTS and bool(ITEM.match(text, at + 1)))


def _sentence(text: str, offset: int, start: int, end: int) -> Iterator[Sentence]:
    """Yield the sentence without white space around it, nothing when only signs are left."""
    body = text[start:end]
    start += len(body) - len(body.lstrip())
    end -= len(body) - len(body.rstrip())
    if any(sign.isalnum() for sign in text[start:end]):
        yield Sentence(Span(offset + start, offset + end), text[start:end])


@cache
def _openings(role: str) -> re.Pattern[str]:
    rows = rows_of("sentence_openings.tsv", columns=2)
    openings = "|".join(opening for opening, kind in rows if kind == role)
    return re.compile(rf"\s*(?:{openings})")


def _opens(text: str, role: str) -> bool:
    return bool(_openings(role).match(text))
