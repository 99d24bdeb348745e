"""Writes figures as a Fiscal Data Package: one zip with datapackage.json and a CSV.

The package is a tabular data package whose columns say, by ``columnType`` of the Fiscal Data
Package specification 1.0, what they mean. Only amounts of money are fiscal data; totals, parents
and 其中 lines are kept and marked, because a reader must not add them to their parts.
"""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from corpus.exports import Cell, csv_cell, export_rows
from corpus.figure import Figure, Measure
from corpus.quantity import UnitKind

DATA = "figures.csv"
PHASES = {"预算": "approved", "调整预算": "adjusted", "决算": "executed", "执行数": "executed"}
FUNCTIONAL, ECONOMIC = "2", "3"  # how the codes of the two classifications begin
# name, type, columnType ("" for a column that is not of the fiscal model), what it is
COLUMNS = (
    ("owner", "string", "administrative-classification:generic:code", "部门或单位全称"),
    ("fiscal_year", "integer", "date:fiscal-year", "年度"),
    ("phase", "string", "phase:id", "口径：approved、adjusted、executed"),
    ("functional_code", "string", "functional-classification:generic:code", "功能分类科目编码"),
    ("functional_name", "string", "functional-classification:generic:label", "功能分类科目名称"),
    ("economic_code", "string", "economic-classification:generic:code", "经济分类科目编码"),
    ("economic_name", "string", "economic-classification:generic:label", "经济分类科目名称"),
    ("item", "string", "", "项目名称"),
    ("fund", "string", "fin-source:generic:code", "列：资金来源、基本或项目"),
    ("value", "number", "value", "金额，元"),
    ("row_kind", "string", "", "行的种类：只有 detail 可以相加"),
    ("document", "string", "", "文件"),
    ("table", "string", "", "表"),
    ("quote", "string", "", "原文"),
)


def write_package(figures: Iterable[Figure], names: Mapping[str, str], path: Path) -> None:
    """Write the amounts of money among ``figures``; ``names``: file name of every document id."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("datapackage.json", json.dumps(descriptor(), ensure_ascii=False, indent=2))
        with package.open(DATA, "w") as raw, io.TextIOWrapper(raw, "utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow([name for name, *_ in COLUMNS])
            for row in _rows(figures, names):
                writer.writerow([csv_cell(cell) for cell in row])


def descriptor() -> dict[str, object]:
    """Return what datapackage.json says."""
    fields = [
        {"name": name, "type": kind, "title": title} | ({"columnType": column} if column else {})
        for name, kind, column, title in COLUMNS
    ]
    currency = {"name": "currency", "type": "string", "columnType": "value-currency:code"}
    schema = {
        "fields": fields,
        "extraFields": [currency | {"constant": "CNY"}],
        "missingValues": [""],
    }
    resource = {
        "name": "figures",
        "path": DATA,
        "profile": "tabular-data-resource",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": schema,
    }
    return {
        "name": "disclosure-figures",
        "title": "预算公开数据",
        "profile": "fiscal-data-package",
        "resources": [resource],
    }


def _rows(figures: Iterable[Figure], names: Mapping[str, str]) -> Iterator[list[Cell]]:
    for figure in figures:
        if figure.measure is Measure.AMOUNT and figure.quantity.unit.kind is UnitKind.MONEY:
            row = next(export_rows([figure], names))
            yield _cells(row)


def _cells(row: Mapping[str, Cell]) -> list[Cell]:
    code, item = str(row["code"]), row["item"]
    functional = [code, item] if code.startswith(FUNCTIONAL) else ["", ""]
    economic = [code, item] if code.startswith(ECONOMIC) else ["", ""]
    place = [row["document"], row["table"], row["quote"]]
    phase = PHASES.get(str(row["basis"]), "")
    lead: list[Cell] = [row["owner"], row["year"], phase, *functional, *economic, item]
    return [*lead, row["slice"], row["value_yuan"], row["role"], *place]
