"""One file in, one value out: what a cluster would map over many files.

Pure: nothing is stored and nothing but the bytes and the name decides the result.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace

from corpus.canonical import page_starts, place
from corpus.corrections import NONE, Correction
from corpus.document import Block, Document, Table
from corpus.doubt import marked
from corpus.figure import Absence, Figure
from corpus.figures_in_prose import figures_in_prose
from corpus.figures_in_tables import figures_in_tables
from corpus.identity import Identity, identity_of
from corpus.readers import read_file
from corpus.readers.kinds import SUFFIXES as KINDS
from corpus.reconcile import check
from corpus.reconcile_rereading import reread
from corpus.sections import sections_of
from corpus.table_checks import table_warnings
from corpus.tables import tables_of

PARSER = 4  # raise when reading changes what comes out: documents read before are read again
SUFFIXES = frozenset(KINDS)  # of files that can be read, with their dot


@dataclass(frozen=True, slots=True)
class ParsedDocument:
    """A document with everything that was read out of it."""

    document: Document
    figures: tuple[Figure, ...]
    absences: tuple[Absence, ...]
    parser: int = PARSER
    correction: Correction = NONE  # by hand, applied while reading


def parse(data: bytes, file_name: str, correction: Correction = NONE) -> ParsedDocument:
    """Read one file; raises ``UnreadableDocument`` when it cannot become a document."""
    reading = read_file(data, file_name)
    identity = correction.applied(identity_of(_lines(reading.blocks), file_name))
    document = _document(hashlib.sha256(data).hexdigest(), file_name, reading.blocks, identity)
    owner, year, basis = identity.owner, identity.fiscal_year, identity.basis
    in_tables = figures_in_tables(document, owner=owner, year=year, basis=basis)
    in_prose = figures_in_prose(document, owner=owner, year=year, basis=basis)
    figures = marked(document, (*in_tables[0], *in_prose[0]))
    document = replace(document, warnings=(*reading.remarks, *document.warnings))
    document = _warned(document, figures)
    absences = (*in_tables[1], *in_prose[1])
    return ParsedDocument(document, figures, absences, correction=correction)


def _document(
    identifier: str, file_name: str, blocks: tuple[Block, ...], identity: Identity
) -> Document:
    """The document as first read, or again where a table's sums hold in another reading."""
    document = document_of(identifier, file_name, blocks, identity)
    better = reread(blocks, document.tables)
    return document if better == blocks else document_of(identifier, file_name, better, identity)


def document_of(
    identifier: str, file_name: str, blocks: Sequence[Block], identity: Identity
) -> Document:
    """Return the document of some blocks: canonical text, sections, tables, paragraphs."""
    text, placed = place(blocks)
    sections, paragraphs = sections_of(placed, identity.title, len(text))
    tables = tuple(map(_reconciled, tables_of(placed, sections)))
    return Document(
        id=identifier,
        file_name=file_name,
        title=identity.title,
        owner=identity.owner,
        region=identity.region,
        fiscal_year=identity.fiscal_year,
        kind=identity.kind,
        text=text,
        sections=sections,
        tables=tables,
        paragraphs=paragraphs,
        warnings=tuple(message for table in tables for message in table_warnings(table)),
        page_starts=page_starts(placed),
    )


def _reconciled(table: Table) -> Table:
    return replace(table, reconciled=check(table).reconciled)


def _lines(blocks: Sequence[Block]) -> list[str]:
    """The document's lines as identity reads them: paragraphs, and table rows by tabs."""
    return [
        line
        for block in blocks
        for line in (["\t".join(row) for row in block.rows] if block.is_table else [block.text])
    ]


def _warned(document: Document, figures: Sequence[Figure]) -> Document:
    if figures:
        return document
    return replace(
        document, warnings=(*document.warnings, "文中没有读到任何数字，只能按文字检索。")
    )
