"""Reads rows of labels and values: 「项目名称｜智慧水务平台｜项目资金（万元）｜80.00」.

They stand above the indicators of a performance table, or make a whole table of their own that
has no header: every label names the cell on its right.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from corpus.cells import clean, is_amount, is_blank, is_total, name_of
from corpus.column_meaning import tells, unit_in
from corpus.document import Row, RowKind
from corpus.grids import GridRow
from corpus.table_header import role_of
from corpus.vocabulary import lines_of

PROJECT = re.compile(r"项目名称|项目(?:单位)?全称")


def is_pairs(rows: Sequence[GridRow]) -> bool:
    """Tell whether a table is all labels and values: no header word on top, units in labels."""
    first = [clean(cell) for cell in rows[0].cells if not is_blank(cell)]
    if len(rows) < 2 or len(first) < 2 or not role_of(first[0]) or any(map(is_amount, first)):
        return False
    if any(map(_heads_values, first[1::2])) or _stands_in_columns(rows):
        return False
    beside = [pair for row in rows for pair in itertools.pairwise(row.cells)]
    return any(unit_in(label) and is_amount(value) for label, value in beside)


def _stands_in_columns(rows: Sequence[GridRow]) -> bool:
    """Tell whether numbers stand beside numbers in most rows: they have no labels of their own."""
    numbered = [row for row in rows if any(map(is_amount, row.cells))]
    beside = [
        any(is_amount(a) and is_amount(b) for a, b in itertools.pairwise(row.cells))
        for row in numbered
    ]
    return 2 * sum(beside) > len(beside)


def _heads_values(text: str) -> bool:
    known = is_total(text) or tells(text) or text in lines_of("plain_columns.tsv")
    return known or bool(role_of(text)) or unit_in(text) is not None


def project_of(rows: Sequence[GridRow]) -> str:
    """Return the value beside 项目名称 among label-value rows, "" when there is none."""
    for row in rows:
        filled = [cell for cell in row.cells if not is_blank(cell)]
        for label, value in itertools.pairwise(filled):
            if PROJECT.fullmatch(clean(label).rstrip(":：")):
                return clean(value)
    return ""


def pair_rows(rows: Sequence[GridRow], project: str) -> list[Row]:
    """Return label-value rows; the path holds the project and labels carried from above."""
    found: list[Row] = []
    group = ""
    for row in rows:
        filled = [clean(cell) for cell in row.cells if not is_blank(cell)]
        first = row.cells[0] if row.cells else ""
        group = clean(first) if not is_blank(first) else group
        numbers = [cell for cell in row.cells if is_amount(cell)]
        label = name_of(filled[0]) if filled else ""
        path = tuple(t for t in (project, group) if t and t != label)
        kind = RowKind.DETAIL if numbers else RowKind.TEXT
        found.append(Row(row.cells, row.span, kind, label, "", path))
    return found
