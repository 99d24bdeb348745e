"""Hides personal data that a review has found, wherever the review shows the document again.

What is hidden keeps its length, so that places in a text stay where they are.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import replace

from assistant.review.finding import Report
from assistant.review.privacy import mask
from corpus.document import Document, Row, Table
from corpus.library import Library

Private = Mapping[str, Collection[str]]  # document id -> what must not be shown of it


def private_texts(library: Library, report: Report) -> Private:
    """Return the personal data of each document, as it is printed."""
    found: dict[str, set[str]] = defaultdict(set)
    for one in (*report.findings, *report.accepted):
        for place in one.places if one.masked else ():
            found[place.document].add(library.document(place.document).quote(place.span))
    return found


def covered(text: str, private: Collection[str]) -> str:
    """Return a text with the personal data masked."""
    for secret in sorted(private, key=len, reverse=True):
        text = text.replace(secret, mask(secret))
    return text


def covered_document(document: Document, private: Collection[str]) -> Document:
    """Return a document that can be shown; spans fit as before."""
    if not private:
        return document
    tables = tuple(_table(table, private) for table in document.tables)
    return replace(document, text=covered(document.text, private), tables=tables)


def _table(table: Table, private: Collection[str]) -> Table:
    return replace(table, rows=tuple(_row(row, private) for row in table.rows))


def _row(row: Row, private: Collection[str]) -> Row:
    cells = tuple(covered(cell, private) for cell in row.cells)
    return replace(row, cells=cells, label=covered(row.label, private))
