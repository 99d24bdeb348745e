"""Exports keep every digit and never let a text run as a formula."""

from __future__ import annotations

import csv
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import openpyxl
import pyarrow.parquet
import pytest

from corpus.errors import LibraryError
from corpus.exports import COLUMNS, export_rows, write_figures
from corpus.figure import Figure, Item
from tests.corpus.disclosures import parsed

AMOUNTS = ["10.50", "-0.20", "12345678901234567.89", "0.00"]


@pytest.fixture
def figures() -> list[Figure]:
    """Figures whose first is named like a formula."""
    first, *rest = parsed(AMOUNTS, unit="元").figures
    return [replace(first, item=Item("=1项")), *rest]


@pytest.fixture
def names(figures: list[Figure]) -> dict[str, str]:
    """File names by document id."""
    return {figures[0].source.document: "预算.txt"}


def test_a_row_says_what_it_is_worth_in_yuan(names: dict[str, str]) -> None:
    """10.50 万元 is exported as printed and as 105000 元."""
    given = parsed(["10.50"])
    row = next(export_rows(given.figures, {given.document.id: "预算.txt"}))
    assert (row["value"], row["unit"], row["value_yuan"]) == (Decimal("10.50"), "万元", 105000)


def test_people_have_no_yuan(names: dict[str, str]) -> None:
    """A number of people has no value in 元."""
    given = parsed(["12"], unit="人")
    assert next(export_rows(given.figures, {given.document.id: "x"}))["value_yuan"] is None


def test_csv_opens_in_chinese(figures: list[Figure], names: dict[str, str], tmp_path: Path) -> None:
    """A CSV begins with a byte order mark, keeps printed digits and disarms formulas."""
    path = tmp_path / "数字.csv"
    write_figures(figures, names, path)
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert list(rows[0]) == list(COLUMNS)
    assert [row["value"] for row in rows] == AMOUNTS
    assert rows[0]["item"] == "'=1项"


def test_xlsx_has_numbers_and_text(
    figures: list[Figure], names: dict[str, str], tmp_path: Path
) -> None:
    """Numbers of up to 15 digits are numbers, longer ones text; a formula stays text."""
    path = tmp_path / "数字.xlsx"
    write_figures(figures, names, path)
    sheet = openpyxl.load_workbook(path).active
    assert sheet.freeze_panes == "A2"
    table = [dict(zip(COLUMNS, row, strict=True)) for row in sheet.iter_rows(min_row=2)]
    assert [row["value"].data_type for row in table] == ["n", "n", "s", "n"]
    assert table[0]["value"].number_format == "0.00"
    assert table[2]["value"].value == AMOUNTS[2]
    assert (table[0]["item"].value, table[0]["item"].data_type) == ("=1项", "s")


def test_parquet_is_decimal(figures: list[Figure], names: dict[str, str], tmp_path: Path) -> None:
    """Parquet holds exact decimals."""
    path = tmp_path / "数字.parquet"
    write_figures(figures, names, path)
    assert pyarrow.parquet.read_table(path)["value"].to_pylist() == list(map(Decimal, AMOUNTS))


def test_parquet_of_endless_numbers_is_text(tmp_path: Path) -> None:
    """What 38 digits cannot hold is written as text, not rounded."""
    given = parsed(["1" * 37 + ".00", "0.01"])
    path = tmp_path / "数字.parquet"
    write_figures(given.figures, {given.document.id: "x"}, path)
    assert pyarrow.parquet.read_table(path)["value"].to_pylist()[0] == "1" * 37 + ".00"


def test_an_unknown_format_is_refused(tmp_path: Path) -> None:
    """A suffix that we cannot write names those that we can."""
    with pytest.raises(LibraryError, match="csv、xlsx、parquet"):
        write_figures([], {}, tmp_path / "数字.doc")


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    """A path that cannot be written gives a sentence."""
    with pytest.raises(LibraryError, match="无法写入"):
        write_figures([], {}, tmp_path / "没有" / "数字.csv")


def test_a_bound_is_exported_beside_its_number(
    figures: list[Figure], names: dict[str, str], tmp_path: Path
) -> None:
    """「≥」 stands in a column of its own, and 「=」 is no formula."""
    signs = ["≥", "=", "", "≤"]
    given = [
        replace(figure, quantity=replace(figure.quantity, comparator=sign))
        for figure, sign in zip(figures, signs, strict=True)
    ]
    write_figures(given, names, tmp_path / "数字.csv")
    with (tmp_path / "数字.csv").open(encoding="utf-8-sig", newline="") as file:
        assert [row["comparator"] for row in csv.DictReader(file)] == signs
    write_figures(given, names, tmp_path / "数字.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "数字.xlsx").active
    assert sheet.cell(3, COLUMNS.index("comparator") + 1).data_type == "s"
