"""One document on the reviewer's desk: its figures sorted by where they stand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cached_property

from assistant.review.catalogue import rules
from assistant.review.finding import Finding, Severity
from assistant.wording import squeeze
from corpus.document import CellRef, Document, Paragraph, Span, Table
from corpus.figure import Absence, Figure, Measure, Source
from corpus.quantity import UnitKind
from corpus.reconcile import Place


@dataclass(eq=False)
class Paper:
    """A document with its figures; ``checked`` counts the comparisons that rules make on it."""

    document: Document
    figures: tuple[Figure, ...]
    absences: tuple[Absence, ...] = ()
    checked: Counter[str] = field(default_factory=Counter)

    def slim(self) -> Paper:
        """Return what later comparisons with other documents need: no text, no figures."""
        bare = replace(self.document, text="", sections=(), tables=(), paragraphs=())
        return Paper(bare, (), checked=self.checked)

    @cached_property
    def prose(self) -> list[Figure]:
        """Figures of sentences that can be relied on, in printed order."""
        found = [f for f in self.figures if f.source.cell is None]
        return [f for f in found if f.exact and not f.doubtful]

    @cached_property
    def cells(self) -> dict[CellRef, Figure]:
        """The first figure of every cell of a table."""
        found: dict[CellRef, Figure] = {}
        for figure in self.figures:
            if figure.source.cell is not None:
                found.setdefault(figure.source.cell, figure)
        return found

    @cached_property
    def paragraphs(self) -> list[tuple[Paragraph, str]]:
        """Every line of prose with its text; no table of contents."""
        return list(self.document.prose())

    @cached_property
    def money(self) -> dict[str, list[Figure]]:
        """The amounts of money of prose and tables by what they are called, squeezed."""
        found: dict[str, list[Figure]] = {}
        for figure in self.figures:
            is_money = figure.quantity.unit.kind is UnitKind.MONEY
            if figure.measure is Measure.AMOUNT and is_money and figure.quantity.in_base:
                found.setdefault(squeeze(figure.item.name), []).append(figure)
        return found

    def cell(self, table: Table, place: Place) -> Source:
        """Return the receipt of a cell."""
        ref = CellRef(table.index, place.row, place.column)
        if known := self.cells.get(ref):
            return known.source
        row = table.rows[place.row]
        header = table.headers[place.column] if place.column < len(table.headers) else ()
        label = row.label or self._label(table, place)
        return Source(
            document=self.document.id,
            section=self.document.sections[table.section].path,
            span=row.span,
            quote=self.document.quote(row.span),
            page=table.page,
            cell=ref,
            table=table.caption,
            row=label,
            column=" ".join(header),
            printed=row.cells[place.column],
        )

    @staticmethod
    def _label(table: Table, place: Place) -> str:
        """The nearest text on the left of a cell."""
        cells = table.rows[place.row].cells[: place.column]
        return next((cell for cell in reversed(cells) if cell.strip()), "")

    def stretch(
        self, start: int, end: int, *, printed: str = "", page: int | None = None
    ) -> Source:
        """Return the receipt of a stretch of text."""
        span = Span(start, end)
        return Source(
            document=self.document.id,
            section=self.section_at(start),
            span=span,
            quote=self.document.quote(span),
            page=self.document.page_at(start),
            printed=printed,
        )

    def section_at(self, offset: int) -> tuple[str, ...]:
        """Return the path of the innermost section at a character."""
        path: tuple[str, ...] = ()
        for section in self.document.sections:
            if section.span.start <= offset < section.span.end and len(section.path) >= len(path):
                path = section.path
        return path

    def count(self, rule: str, times: int = 1) -> None:
        """Note that a rule had something to compare."""
        self.checked[rule] += times

    def finding(
        self,
        rule: str,
        message: str,
        places: Iterable[Source],
        *,
        severity: Severity | None = None,
        expected: str = "",
        found: str = "",
        difference: str = "",
        unit: str = "",
    ) -> Finding:
        """Return a finding of this document; the severity is the catalogue's unless told."""
        known = rules()[rule]
        return Finding(
            rule=rule,
            severity=severity or known.severity,
            message=message,
            places=tuple(dict.fromkeys(places)),
            expected=expected,
            found=found,
            difference=difference,
            unit=unit,
            suggestion=known.suggestion,
            owner=self.document.owner,
            year=self.document.fiscal_year,
        )
