"""Real disclosures, cell by cell, against an expectation read from the raw file with split()."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest

from corpus.figure import Absence, AbsenceKind, Basis, Figure, Measure
from corpus.figures_in_tables import figures_in_tables
from corpus.identity import Identity
from corpus.ingest import ParsedDocument, document_of
from corpus.readers import read_file

SEEDS = Path(__file__).resolve().parents[2].parent / "shared" / "seeds"
NUMBER = re.compile(r"\d[\d,]*\.\d+")

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not SEEDS.is_dir(), reason="the real documents are not on this machine"),
]


def seed(number: str) -> Path:
    """Return the real document whose name starts with ``number``."""
    return next(SEEDS.glob(f"{number}_*.txt"))


@cache
def parsed(number: str) -> ParsedDocument:
    """Return a real document with the figures of its tables, read once for this file."""
    path = seed(number)
    identity = Identity("", "", "", 2026, "", Basis.BUDGET)
    blocks = read_file(path.read_bytes(), path.name).blocks
    document = document_of("0", path.name, blocks, identity)
    figures, absences = figures_in_tables(document, owner="", year=2026, basis=Basis.BUDGET)
    return ParsedDocument(document, tuple(figures), tuple(absences))


def raw_rows(number: str) -> list[list[str]]:
    """Return every budget-table row of the raw file that prints an amount, as split by tabs."""
    lines = seed(number).read_text("utf-8").splitlines()
    end = next(i for i, line in enumerate(lines) if line.startswith("部门整体绩效目标表"))
    rows = [line.split("\t") for line in lines[:end] if "\t" in line]
    return [row for row in rows if any(NUMBER.fullmatch(cell) for cell in row)]


def expected_cells(number: str) -> list[tuple[str, int, Decimal, str]]:
    """Return (row as printed, column, value, label) of every printed amount.

    The label is the nearest text to the left that is neither a code nor an amount.
    """
    found = []
    for row in raw_rows(number):
        for column, cell in enumerate(row):
            if NUMBER.fullmatch(cell):
                texts = [c for c in row[:column] if c and not re.fullmatch(r"[\d,.]+", c)]
                printed = "\t".join(row).rstrip("\t")
                found.append((printed, column, Decimal(cell.replace(",", "")), texts[-1]))
    return found


def table_figures(number: str) -> list[Figure]:
    """Return the amounts of the budget tables of a real document."""
    document = parsed(number).document
    kinds = {table.index: table.kind for table in document.tables}
    return [
        figure
        for figure in parsed(number).figures
        if figure.source.cell is not None and kinds[figure.source.cell.table] == "budget"
    ]


def test_every_printed_amount_is_a_figure_with_its_value_and_item() -> None:
    """Every amount printed in the twelve tables is a figure of its row and column."""
    found = sorted(
        (f.source.quote.rstrip("\t"), f.source.cell.column if f.source.cell else -1)
        for f in table_figures("004")
    )
    expected = expected_cells("004")

    assert len(expected) > 240
    assert sorted((row, column) for row, column, _, _ in expected) == found


def test_values_and_labels_are_those_of_the_printed_row() -> None:
    """A figure has the printed value, and its item is named in the text left of its cell."""
    by_cell = {
        (f.source.quote.rstrip("\t"), f.source.cell.column): f
        for f in table_figures("004")
        if f.source.cell is not None
    }
    for row, column, value, label in expected_cells("004"):
        figure = by_cell[row, column]

        assert value == figure.quantity.value
        assert figure.quantity.unit.name == "万元"
        assert figure.item.name in re.sub(r"\s", "", label)


COLUMNS = [
    # table number, quoted row starts with, printed column -> slice
    (1, "一、本年收入", 1, ("收入", "预算数")),
    (1, "收入总计", 3, ("支出", "预算数")),
    (2, "210\t15\t01", 6, ("财政拨款（补助）", "一般公共预算")),
    (2, "210\t15\t99", 13, ("财政拨款结转",)),
    (3, "210\t15\t\t", 6, ("支出预算", "项目支出")),
    (4, "收入总计", 4, ("财政拨款支出", "一般公共预算")),
    (5, "210\t15\t01", 5, ("一般公共预算支出", "基本支出")),
    (6, "302\t\t", 5, ("一般公共预算基本支出", "公用经费")),
    (7, "\t\t\t总计", 7, ("商品和服务支出",)),
    (10, "总计", 2, ("资金来源", "一般公共预算")),
    (12, "总计", 3, ("财政拨款", "基本支出", "人员经费")),
    (12, "总计", 5, ("财政拨款", "项目支出")),
]


@pytest.mark.parametrize(("number", "row", "column", "slice_"), COLUMNS)
def test_column_paths_follow_the_merged_header(
    number: int, row: str, column: int, slice_: tuple[str, ...]
) -> None:
    """The slice of a figure is the whole path of its header, spanning cells included."""
    document = parsed("004").document
    table = next(t for t in document.tables if t.number == number)
    found = [
        f.slice
        for f in table_figures("004")
        if f.source.cell is not None
        and (f.source.cell.table, f.source.cell.column) == (table.index, column)
        and f.source.quote.startswith(row)
    ]

    assert [slice_] == found


PATHS = [
    # table number, item name, path
    (1, "其中", "上级补助收入", ("本年收入", "单位资金")),
    (2, "221", "住房公积金", ("住房保障支出", "住房改革支出")),
    (3, "210", "行政运行", ("卫生健康支出", "医疗保障管理事务")),
    (6, "302", "劳务费", ("商品和服务支出",)),
    (10, "", "公务用车运行维护费", ("公务用车购置及运行维护费",)),
]


@pytest.mark.parametrize(("number", "start", "name", "path"), PATHS)
def test_row_paths_follow_codes_numbering_and_of_which(
    number: int, start: str, name: str, path: tuple[str, ...]
) -> None:
    """A row's path holds the rows that contain it, also over a page break."""
    table = next(t for t in parsed("004").document.tables if t.number == number)
    rows = [row for panel in table.panels for row in panel.rows if row.label == name]

    assert [path] == [row.path for row in rows]


def test_details_reconcile_with_every_printed_total() -> None:
    """No budget table of the document fails to add up, and only the damaged cell is reported."""
    warnings = parsed("004").document.warnings

    assert len(warnings) == 1
    assert re.search(r"\d \d", warnings[0])


def test_empty_tables_are_absences_with_their_note() -> None:
    """A table that its note calls empty gives one absence that quotes the note."""
    empty = [a for a in parsed("004").absences if a.kind is AbsenceKind.EMPTY_TABLE]

    assert len(empty) == 2
    assert all(a.source.quote.endswith("为空表。") for a in empty)


def blank_cells(absences: tuple[Absence, ...], item: str) -> list[tuple[str, ...]]:
    """Return the slices of the blank cells of an item."""
    return [a.slice for a in absences if a.kind is AbsenceKind.BLANK and a.item.name == item]


def test_blank_cells_are_neither_zero_nor_missing() -> None:
    """A blank value cell is an absence under its own row and column."""
    blanks = blank_cells(parsed("004").absences, "因公出国（境）费用")

    assert ("合计",) in blanks


def test_continued_table_is_one_table() -> None:
    """A table whose header is printed again after a page break stays one table."""
    tables = [t for t in parsed("004").document.tables if t.number == 2]

    assert len(tables) == 1
    assert tables[0].rows[-1].label == "总计"


def raw_scores(number: str) -> list[list[Decimal]]:
    """Return the score column of every performance table of the raw file."""
    tables: list[list[Decimal]] = []
    column = -1
    for row in (line.split("\t") for line in seed(number).read_text("utf-8").splitlines()):
        heads = [c for c, cell in enumerate(row) if "权重" in cell]
        if row[0] == "一级指标" and heads:
            column = heads[0]
            tables.append([])
        elif len(row) <= column or column < 0:
            column = -1
        else:
            tables[-1].append(Decimal(row[column]))
    return tables


def test_performance_tables_give_every_printed_score() -> None:
    """The score column of each performance table is read row by row."""
    found: dict[int, list[Decimal]] = {}
    for figure in parsed("004").figures:
        if figure.measure is Measure.SCORE and figure.source.cell is not None:
            found.setdefault(figure.source.cell.table, []).append(figure.quantity.value)

    assert list(found.values()) == raw_scores("004")


def test_vertical_table_reads_value_comparator_and_unit_from_three_cells() -> None:
    """A table printed with one cell a line gives the same targets as a grid would."""
    targets = [f for f in parsed("001").figures if f.measure is Measure.TARGET]
    raw = seed("001").read_text("utf-8")
    comparators = re.findall(r"\n\t([<>]?=)\n\t(\d+)\n\t(\S+)\n", raw)
    signs = {">=": "≥", "<=": "≤", "=": "="}

    assert [(signs[sign], Decimal(value), unit) for sign, value, unit in comparators] == [
        (f.quantity.comparator, f.quantity.value, f.quantity.unit.name) for f in targets
    ]


@pytest.mark.parametrize("number", ["001", "004"])
def test_every_receipt_resolves(number: str) -> None:
    """Every quote is the text at its span, and holds the number that it is a receipt for."""
    document = parsed(number).document
    for value in (*parsed(number).figures, *parsed(number).absences):
        assert document.quote(value.source.span) == value.source.quote
        assert value.source.printed in value.source.quote
