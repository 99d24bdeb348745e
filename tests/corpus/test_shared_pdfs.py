"""Real PDF disclosures: all read, their printed sums hold, nothing but the body gives figures."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from pathlib import Path

import pypdfium2
import pytest

from corpus.ingest import ParsedDocument, parse
from corpus.reconcile import check

FOLDER = Path(__file__).resolve().parents[2].parent / "shared" / "disclosures"
FILES = sorted(FOLDER.rglob("*.pdf"))
NUMBER = re.compile(r"(?<![\d,.])\d{1,3}(?:,\d{3})+(?:\.\d+)?(?![\d,])")

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not FILES, reason="the real documents are not on this machine"),
]


@cache
def documents() -> tuple[ParsedDocument, ...]:
    """Return every real PDF, read once for this file."""
    return tuple(parse(path.read_bytes(), path.name) for path in FILES)


def test_printed_sums_hold() -> None:
    """Of the tables that print totals, all but those misprinted in the document add up."""
    tables = [check(table) for parsed in documents() for table in parsed.document.tables]
    with_sums = [found for found in tables if found.checked]

    assert len(with_sums) > 80
    assert sum(found.reconciled is True for found in with_sums) >= 0.98 * len(with_sums)


def test_contents_give_no_figures() -> None:
    """No number of a table of contents is a figure."""
    for parsed in documents():
        contents = [p.span for p in parsed.document.paragraphs if p.in_contents]
        for figure in parsed.figures:
            at = figure.source.span.start
            assert not any(span.start <= at < span.end for span in contents)


def test_pages_follow_each_other() -> None:
    """Every figure's page is one of the file's, and prints the number."""
    for path, parsed in zip(FILES, documents(), strict=True):
        with pypdfium2.PdfDocument(path) as pdf:
            pages = [squeezed(page.get_textpage().get_text_range()) for page in pdf]
        figures = [f for f in parsed.figures if f.source.page and f.source.cell]
        held = [squeezed(f.source.printed) in pages[(f.source.page or 1) - 1] for f in figures]
        assert sum(held) >= 0.98 * len(held)


def test_long_numbers_of_tables_are_figures() -> None:
    """Amounts with thousands separators inside tables become figures, all but a few."""
    for parsed in documents():
        values = {figure.quantity.value for figure in parsed.figures}
        printed = list(numbers_in_tables(parsed))
        missing = [number for number in printed if number not in values]
        assert len(missing) <= 0.02 * len(printed)


def numbers_in_tables(parsed: ParsedDocument) -> Iterator[Decimal]:
    """Yield every number with separators in the cells of a document."""
    for table in parsed.document.tables:
        for row in table.rows:
            for cell in row.cells:
                yield from (Decimal(n.replace(",", "")) for n in NUMBER.findall(cell))


def squeezed(text: str) -> str:
    """Return a text without white space."""
    return re.sub(r"\s", "", text)
