"""Small documents about an invented bureau, for the tests of prose."""

from __future__ import annotations

from corpus.canonical import place
from corpus.document import Block, Document
from corpus.figure import Absence, Basis, Figure
from corpus.figures_in_prose import figures_in_prose
from corpus.sections import sections_of

OWNER = "青禾市临江区水务局"


def document_of_lines(text: str, year: int | None = 2025) -> Document:
    """Return a document with one paragraph a line; headings become sections."""
    blocks = [Block(text=line) for line in text.strip().split("\n")]
    canonical, placed = place(blocks)
    sections, paragraphs = sections_of(placed, "说明", len(canonical))
    return Document(
        id="d",
        file_name="说明.txt",
        title="说明",
        owner=OWNER,
        region="青禾市临江区",
        fiscal_year=year,
        kind="部门预算",
        text=canonical,
        sections=sections,
        tables=(),
        paragraphs=paragraphs,
    )


def read(
    text: str, *, year: int = 2025, basis: Basis = Basis.BUDGET
) -> tuple[list[Figure], list[Absence]]:
    """Return the figures and absences of some lines, every receipt checked."""
    document = document_of_lines(text, year)
    figures, absences = figures_in_prose(document, owner=OWNER, year=year, basis=basis)
    for value in (*figures, *absences):
        assert document.quote(value.source.span) == value.source.quote
    for figure in figures:
        assert figure.source.printed in figure.source.quote
    return figures, absences


def short(figure: Figure) -> str:
    """Return one line a figure: measure, direction, name, value and unit."""
    direction = f"{figure.direction} " if figure.direction else ""
    quantity = figure.quantity
    number = f"{quantity.comparator}{quantity.value}{quantity.unit.name}"
    return f"{figure.measure} {direction}{figure.item.name} {number}"


def shorts(text: str, **options: object) -> list[str]:
    """Return the short lines of all figures of a text."""
    return [short(figure) for figure in read(text, **options)[0]]  # type: ignore[arg-type]
