"""A library in memory for tests of the index: documents of invented bureaus."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence
from decimal import Decimal

from corpus.document import (
    Document,
    Paragraph,
    Row,
    RowKind,
    Section,
    Span,
    Table,
    TableKind,
)
from corpus.errors import LibraryError
from corpus.figure import Basis, Figure, Item, Measure, Period, Source
from corpus.quantity import Quantity, unit_named


class FakeLibrary:
    """Has what the index asks of ``corpus.library.Library``."""

    def __init__(self, documents: Sequence[Document] = (), figures: Sequence[Figure] = ()) -> None:
        """Start at revision 1; ``read`` lists the ids that were asked for."""
        self.revision = 1
        self._documents = {document.id: document for document in documents}
        self._figures = list(figures)
        self.read: list[str] = []

    def documents(self) -> list[Document]:
        """Return what is in the library."""
        return list(self._documents.values())

    def readings(self) -> dict[str, str]:
        """Tell that every document was read in the same way."""
        return dict.fromkeys(self._documents, "1")

    def document(self, id: str, /) -> Document:
        """Return one document or raise as the real library does."""
        self.read.append(id)
        try:
            return self._documents[id]
        except KeyError:
            raise LibraryError(f"没有文档 {id}") from None

    def figures(self, *, documents: Collection[str] | None = None) -> list[Figure]:
        """Return the figures of some or all documents."""
        if documents is None:
            return self._figures
        return [figure for figure in self._figures if figure.source.document in documents]

    def add(self, document: Document) -> None:
        """Put a document in and go to the next revision."""
        self._documents[document.id] = document
        self.revision += 1

    def remove(self, id: str) -> None:
        """Take a document out and go to the next revision."""
        del self._documents[id]
        self.revision += 1


def prose(owner: str, sections: dict[str, list[str]], year: int | None = 2026) -> Document:
    """A document of sections with a heading line and paragraphs each."""
    text = ""
    made = [Section(0, "", owner, 0, (), Span(0, 0), Span(0, 0), None)]
    paragraphs = []
    for index, (title, lines) in enumerate(sections.items(), start=1):
        start = len(text)
        text += f"{title}\n"
        heading = Span(start, len(text) - 1)
        paragraphs.append(Paragraph(heading, index, is_heading=True))
        body = len(text)
        for line in lines:
            paragraphs.append(Paragraph(Span(len(text), len(text) + len(line)), index))
            text += f"{line}\n"
        span, inside = Span(start, len(text)), Span(body, len(text))
        made.append(Section(index, "", title, 1, (title,), span, inside, 0))
    return _document(owner, year, text, made, [], paragraphs)


def tabular(owner: str, caption: str, header: list[str], rows: list[list[str]]) -> Document:
    """A document that is one table in 万元; rows are details."""
    text = ""
    made = []
    for number, cells in enumerate([header, *rows]):
        line = "\t".join(cells)
        kind = RowKind.DETAIL if number else RowKind.HEADER
        made.append(Row(tuple(cells), Span(len(text), len(text) + len(line)), kind, cells[0]))
        text += f"{line}\n"
    section = Section(0, "", owner, 0, (), Span(0, len(text)), Span(0, len(text)), None)
    table = Table(
        index=0,
        caption=caption,
        number=1,
        unit="万元",
        prepared_by=owner,
        headers=tuple((name,) for name in header),
        rows=tuple(made),
        panels=(),
        kind=TableKind.BUDGET,
        span=Span(0, len(text)),
        section=0,
    )
    return _document(owner, 2026, text, [section], [table], [])


def amount(
    document: Document,
    name: str,
    value: str = "1.00",
    *,
    path: tuple[str, ...] = (),
    columns: tuple[str, ...] = (),
    measure: Measure = Measure.AMOUNT,
) -> Figure:
    """A figure of an amount in 万元 at the start of a document."""
    source = Source(document.id, (), Span(0, 1), document.text[:1])
    return Figure(
        owner=document.owner,
        item=Item(name, path=path),
        slice=columns,
        period=Period(2026, Basis.BUDGET),
        measure=measure,
        quantity=Quantity(Decimal(value), unit_named("万元"), f"{value}万元"),
        context=f"{name}{value}万元",
        source=source,
    )


def _document(
    owner: str,
    year: int | None,
    text: str,
    sections: list[Section],
    tables: list[Table],
    paragraphs: list[Paragraph],
) -> Document:
    return Document(
        id=hashlib.sha256(f"{owner}{year}{text}".encode()).hexdigest(),
        file_name=f"{owner}.txt",
        title=f"{owner}预算",
        owner=owner,
        region="",
        fiscal_year=year,
        kind="部门预算",
        text=text,
        sections=tuple(sections),
        tables=tuple(tables),
        paragraphs=tuple(paragraphs),
    )
