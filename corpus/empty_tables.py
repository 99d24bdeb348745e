"""Finds tables of which only the caption is printed, and a note that they are empty.

「预算09表　基金预算支出表」 and below it 「说明：……，此表无数据。」: there is no grid, but the
document does say that it has nothing to show.
"""

from __future__ import annotations

from collections.abc import Iterator

from corpus.document import Document, Paragraph
from corpus.figure import Absence, AbsenceKind, Item, Period, Source
from corpus.grids import Frame, frame_of_lines, is_note, line_kind, names_table

MAX_LINES = 4  # between the caption and the note


def empty_tables(document: Document, *, owner: str, period: Period) -> Iterator[Absence]:
    """Yield one absence for every caption whose table is only a note."""
    prose = list(document.prose())
    for i, (paragraph, text) in enumerate(prose):
        if not is_note(text):
            continue
        above = prose[max(0, i - MAX_LINES) : i]
        frame = _frame(document, paragraph, above)
        if frame.caption:
            yield Absence(
                owner=owner,
                item=Item(frame.caption),
                slice=(),
                period=period,
                kind=AbsenceKind.EMPTY_TABLE,
                context=f"{frame.caption} | {text}",
                source=_source(document, paragraph, text, frame.caption),
            )


def _frame(document: Document, note: Paragraph, above: list[tuple[Paragraph, str]]) -> Frame:
    """What the lines right above a note say, as long as no table stands between."""
    starts = [table.span.start for table in document.tables]
    lines: list[str] = []
    for paragraph, text in reversed(above):
        apart = any(paragraph.span.end <= start < note.span.start for start in starts)
        if apart or not (line_kind(text)[0] or names_table(text)):
            break
        lines.append(text)
    frame = frame_of_lines(lines[::-1])
    return frame if names_table(frame.caption) else Frame()


def _source(document: Document, paragraph: Paragraph, text: str, caption: str) -> Source:
    return Source(
        document=document.id,
        section=document.sections[paragraph.section].path,
        span=paragraph.span,
        quote=text,
        page=paragraph.page,
        table=caption,
    )
