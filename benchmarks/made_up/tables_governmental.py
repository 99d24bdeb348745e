"""Basic expenditure by the government's own economic items: the same money under other names."""

from __future__ import annotations

from decimal import Decimal

from benchmarks.made_up.accounts import ZERO, Books
from benchmarks.made_up.data import rows
from benchmarks.made_up.grid import Column, Line, Table, put
from benchmarks.made_up.tables_budget import code_cells, code_labels, with_total
from benchmarks.made_up.writer import Writer


def governmental(books: Books) -> dict[str, Decimal]:
    """Return basic expenditure by governmental item (5 digits) and class (3 digits)."""
    found: dict[str, Decimal] = {}
    for row in rows("governmental.tsv"):
        if len(row) < 3:
            continue
        value = sum((books.economic.get(code, ZERO) for code in row[2].split("|")), ZERO)
        if value:
            found[row[0]] = value
            found[row[0][:3]] = found.get(row[0][:3], ZERO) + value
    return dict(sorted(found.items()))


def put_governmental(out: Writer, books: Books, caption: str) -> None:
    """Print basic expenditure by governmental item."""
    names = {row[0]: row[1] for row in rows("governmental.tsv")}
    style = out.style
    labels = code_labels(style, 1, "科目名称", "类款")
    lines = []
    for code, value in governmental(books).items():
        path = (names[code[:3]],) if len(code) > 3 else ()
        printed = "" if style.code_form == "none" else code
        cells = code_cells(style, code, names[code], 2)
        lines.append(Line(cells, names[code], (value,), f"政府经济:{code}", printed, path))
    column = Column((style.rng.choice(("预算数", "金额", "合计")),))
    total = (books.basic.total,)
    rows_ = with_total(style, lines, total, "支出/基本", len(labels))
    put(out, Table(caption, labels, (column,), rows_))
