"""Small disclosures of an invented bureau, as text files and as values."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

from corpus.document import (
    CellRef,
    Document,
    Panel,
    Paragraph,
    Row,
    RowKind,
    Section,
    Span,
    Table,
    TableKind,
)
from corpus.figure import Absence, AbsenceKind, Basis, Figure, Item, Measure, Period, Source
from corpus.ingest import ParsedDocument
from corpus.quantity import Quantity, unit_named

OWNER = "青禾市临江区水务局"


def text_of(total: str = "1,234.56", year: int = 2026) -> str:
    """Return a disclosure with one total, in 万元."""
    return (
        f"{OWNER}{year}年部门预算公开\n\n第一部分 部门概况\n负责全区水资源管理。\n\n"
        f"第二部分 {year}年部门预算情况说明\n{year}年部门预算支出总额为{total}万元。\n"
    )


def write_disclosures(folder: Path, count: int) -> list[Path]:
    """Write ``count`` different disclosures into a folder and return their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = [folder / f"预算{number:03}.txt" for number in range(count)]
    for number, path in enumerate(paths):
        path.write_text(text_of(total=f"{number + 100}.50"), "utf-8")
    return paths


def parsed(
    amounts: Sequence[str] = ("10.50",), name: str = "预算.txt", *, unit: str = "万元"
) -> ParsedDocument:
    """Return a parsed disclosure whose one table prints the amounts, one a row."""
    rows = [f"项目{number}\t{amount}" for number, amount in enumerate(amounts)]
    text = "\n".join(rows)
    id = hashlib.sha256((name + text).encode()).hexdigest()
    figures, start = [], 0
    for number, row in enumerate(rows):
        figures.append(_figure(id, number, row, start, unit))
        start += len(row) + 1
    whole = Span(0, len(text))
    document = Document(
        id=id,
        file_name=name,
        title=f"{OWNER}2026年部门预算",
        owner=OWNER,
        region="青禾市临江区",
        fiscal_year=2026,
        kind="部门预算",
        text=text,
        sections=(Section(0, "", "", 0, (), whole, whole, None),),
        tables=(_table(figures, whole),),
        paragraphs=(Paragraph(whole, 0, page=3),),
        warnings=("表1 的合计与分项之和不符",),
    )
    return ParsedDocument(document, tuple(figures), (_absence(figures[0]),))


def _figure(id: str, number: int, row: str, start: int, unit: str) -> Figure:
    label, printed = row.split("\t")
    source = Source(
        document=id,
        section=("第二部分", "表1"),
        span=Span(start, start + len(row)),
        quote=row,
        cell=CellRef(0, number, 1),
        table="支出预算表",
        row=label,
        column="合计",
        printed=printed,
    )
    return Figure(
        owner=OWNER,
        item=Item(label, "21301", ("农林水支出",)),
        slice=("财政拨款", "合计"),
        period=Period(2026, Basis.BUDGET),
        measure=Measure.AMOUNT,
        quantity=Quantity(Decimal(printed), unit_named(unit), printed),
        context=f"{label} 合计",
        source=source,
        years=(2025, 2026),
    )


def _absence(figure: Figure) -> Absence:
    period, kind = Period(None, Basis.FINAL), AbsenceKind.BLANK
    return Absence(OWNER, figure.item, (), period, kind, "空白", figure.source)


def _table(figures: Sequence[Figure], span: Span) -> Table:
    rows = tuple(
        Row(tuple(f.source.quote.split("\t")), f.source.span, RowKind.DETAIL, f.item.name)
        for f in figures
    )
    panel = Panel((0, 1), (0,), (1,), rows)
    headers = (("项目",), ("财政拨款", "合计"))
    return Table(
        0, "支出预算表", 1, "万元", OWNER, headers, rows, (panel,), TableKind.BUDGET, span, 0
    )
