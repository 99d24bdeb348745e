"""Cuts a document into passages: what is searched, and what an answer of words quotes.

A passage never crosses a section, a table or a sentence, and its span always resolves:
``document.text[span.start:span.end] == text``. What a reader sees above it (headings, the lead-in
of a list, caption, unit and header of a table) travels in ``heading``.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from itertools import groupby

from corpus.document import Document, Paragraph, Row, RowKind, Span, Table
from corpus.vocabulary import lines_of

TARGET = 350  # characters: short neighbours are merged up to here
LONGEST = 500  # characters: a longer paragraph is split
LONG_HEADING = 40  # characters: a longer "heading" is a sentence, and is searched as one
HEADER_LENGTH = 120  # characters of a table's header line
LEAD_IN = re.compile(r"[：:]\s*$")
SENTENCE_END = "。！？；!?;\n"
PAUSE = "，、,\t "
IN_NUMBER = re.compile(r"[0-9０-９.．,，%％]")


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of a document. ``id`` comes from content; ``section`` is the path of titles."""

    id: str
    document: str  # Document.id
    owner: str
    year: int | None
    section: tuple[str, ...]
    span: Span
    text: str
    heading: str
    subject: str = ""  # the project or the like that the passage is about, when it is named so

    @property
    def indexed(self) -> str:
        """What is embedded and indexed: who and when, the headings, the text."""
        year = f"{self.year}年" if self.year else ""
        above = " ".join(filter(None, (f"{self.owner}{year}", self.heading)))
        return f"{above}\n{self.text}" if above else self.text


@dataclass(frozen=True, slots=True)
class _Piece:
    """A span on its way to a passage, with what stands above it besides the section."""

    section: int
    span: Span
    above: str = ""
    subject: str = ""


def passages_of(document: Document) -> list[Passage]:
    """Return the passages of a document in the order of its text."""
    pieces = [*_prose_pieces(document)]
    for table in document.tables:
        pieces += _table_pieces(document, table)
    subjects = subjects_of(document)
    passages = (_passage(document, piece, subjects) for piece in pieces)
    return sorted((p for p in passages if p.text.strip()), key=lambda p: p.span)


def subjects_of(document: Document) -> dict[int | None, str]:
    """Return, by parent section, what 项目名称 or the like says that its siblings are about."""
    titles = _naming_titles()
    found: dict[int | None, str] = {}
    for section in document.sections:
        lines = document.quote(section.body).strip().splitlines()
        if section.title.strip("：: ") in titles and lines and len(lines[0]) <= LONG_HEADING:
            found.setdefault(section.parent, lines[0].strip())
    return found


@cache
def _naming_titles() -> frozenset[str]:
    return frozenset(lines_of("naming_sections.tsv"))


def subject_of(document: Document, index: int, subjects: dict[int | None, str]) -> str:
    """Return what section ``index`` is about by the ``subjects`` of its document, "" if unnamed."""
    section: int | None = index if document.sections else None
    while section is not None:
        section = document.sections[section].parent
        if section in subjects:
            return subjects[section]
    return ""


def _passage(document: Document, piece: _Piece, subjects: dict[int | None, str]) -> Passage:
    text = document.quote(piece.span)
    section = document.sections[piece.section].path if document.sections else ()
    subject = piece.subject or subject_of(document, piece.section, subjects)
    place = f"{document.id}\x1f{piece.span.start}\x1f{text}"
    return Passage(
        id=hashlib.sha256(place.encode()).hexdigest()[:16],
        document=document.id,
        owner=document.owner,
        year=document.fiscal_year,
        section=section,
        span=piece.span,
        text=text,
        heading=" ".join(filter(None, (subject, *section, piece.above))),
        subject=subject,
    )


def _prose_pieces(document: Document) -> Iterator[_Piece]:
    stops = sorted(table.span.start for table in document.tables)
    paragraphs = [p for p in document.paragraphs if _is_searched(document, p)]

    def place(paragraph: Paragraph) -> tuple[int, int]:
        """Paragraphs of one section between two tables may be merged."""
        return paragraph.section, sum(stop <= paragraph.span.start for stop in stops)

    for (section, _), run in groupby(paragraphs, key=place):
        yield from _merged(document, section, [paragraph.span for paragraph in run])


def _is_searched(document: Document, paragraph: Paragraph) -> bool:
    if paragraph.in_contents:
        return False
    if not paragraph.is_heading or not document.sections:
        return True
    length = paragraph.span.end - paragraph.span.start
    body = document.quote(document.sections[paragraph.section].body)
    return length > LONG_HEADING or not body.strip()


def _merged(document: Document, section: int, spans: list[Span]) -> Iterator[_Piece]:
    """Merge short neighbours; a list that outgrows a passage keeps its lead-in as heading."""
    lead_in = ""
    group: list[Span] = []
    for span in spans:
        if group and span.end - group[0].start > TARGET:
            announced = [group.pop()] if len(group) > 1 and _leads_in(document, group[-1]) else []
            yield from _split(document, _Piece(section, _hull(group), lead_in))
            lead_in = _lead_in(document, group) or lead_in
            group = announced  # what announces a list stays with its list
        group.append(span)
    if group:
        yield from _split(document, _Piece(section, _hull(group), lead_in))


def _leads_in(document: Document, span: Span) -> bool:
    return bool(LEAD_IN.search(document.quote(span)))


def _lead_in(document: Document, group: list[Span]) -> str:
    """Return the last line of the group that announces a list, "" when there is none."""
    lines = (document.quote(span).strip() for span in reversed(group))
    return next((line[-LONG_HEADING:] for line in lines if LEAD_IN.search(line)), "")


def _hull(spans: list[Span]) -> Span:
    return Span(spans[0].start, spans[-1].end)


def _table_pieces(document: Document, table: Table) -> Iterator[_Piece]:
    """Yield groups of body rows; caption, unit and header stand above each of them."""
    above = " ".join(filter(None, (table.caption, table.unit, _header_line(table))))
    body = [row for row in table.rows if row.kind is not RowKind.HEADER]
    if not body:
        yield _Piece(table.section, table.span, above)
    for subject, rows in _by_subject(body):
        for group in _groups(row.span for row in rows):
            yield from _split(document, _Piece(table.section, _hull(group), above, subject))


def _by_subject(rows: Iterable[Row]) -> Iterator[tuple[str, list[Row]]]:
    """Yield rows with what 项目名称 or the like says above them that they are about."""
    subject = ""
    run: list[Row] = []
    for row in rows:
        named = name_in(row.cells)
        if named and named != subject:
            if run:
                yield subject, run
            subject, run = named, []
        run.append(row)
    if run:
        yield subject, run


def name_in(cells: Iterable[str]) -> str:
    """Return the name that a row gives after 项目名称 or the like, "" when it gives none."""
    printed = [cell.strip() for cell in cells if cell.strip()]
    if len(printed) < 2 or printed[0].strip("：: ") not in _naming_titles():
        return ""
    return printed[1] if len(printed[1]) <= LONG_HEADING and printed[1] != printed[0] else ""


def _groups(spans: Iterable[Span]) -> Iterator[list[Span]]:
    group: list[Span] = []
    for span in spans:
        if group and span.end - group[0].start > TARGET:
            yield group
            group = []
        group.append(span)
    if group:
        yield group


def _header_line(table: Table) -> str:
    names = dict.fromkeys(name for path in table.headers for name in path)
    return " ".join(names)[:HEADER_LENGTH]


def _split(document: Document, piece: _Piece) -> Iterator[_Piece]:
    """Cut a long piece at ends of sentences, trimming white space at the cuts."""
    start, end = piece.span.start, piece.span.end
    while end - start > LONGEST:
        cut = start + _cut_before(document.text[start : start + LONGEST])
        yield replace(piece, span=_trimmed(document.text, start, cut))
        start = cut
    yield replace(piece, span=_trimmed(document.text, start, end))


def _cut_before(text: str) -> int:
    """Return where to cut, at most len(text): after a sentence, else a pause, else a word."""
    for marks in (SENTENCE_END, PAUSE):
        for at in range(len(text) - 1, len(text) // 3, -1):
            if text[at - 1] in marks and not _in_number(text, at):
                return at
    loose = (at for at in range(len(text) - 1, 0, -1) if not _in_number(text, at))
    return next(loose, len(text))


def _in_number(text: str, at: int) -> bool:
    return bool(IN_NUMBER.match(text[at - 1]) and IN_NUMBER.match(text[at]))


def _trimmed(text: str, start: int, end: int) -> Span:
    """Return the span without white space at its ends, except tabs (blank table cells)."""
    while start < end and text[start] in "\n\r ":
        start += 1
    while end > start and text[end - 1] in "\n\r ":
        end -= 1
    return Span(start, end)
