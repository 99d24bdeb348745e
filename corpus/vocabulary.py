"""Loads the domain's words from tab-separated files under ``corpus/data``.

Domain knowledge is data: a new alias is one line in a file. Lines that start with ``#`` and
blank lines are skipped; missing trailing columns read as "".
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from corpus.errors import BadVocabulary


@cache
def rows_of(name: str, *, columns: int) -> tuple[tuple[str, ...], ...]:
    """Return the rows of ``corpus/data/name``, each of exactly ``columns`` cells."""
    rows = []
    text = (files("corpus") / "data" / name).read_text("utf-8")
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        cells = tuple(cell.strip() for cell in line.split("\t"))
        if len(cells) > columns:
            raise BadVocabulary(f"{name} 第 {number} 行有 {len(cells)} 列，最多 {columns} 列")
        rows.append(cells + ("",) * (columns - len(cells)))
    return tuple(rows)


@cache
def lines_of(name: str) -> tuple[str, ...]:
    """Return the first column of every row of ``corpus/data/name``."""
    text = (files("corpus") / "data" / name).read_text("utf-8")
    lines = (line.split("\t")[0].strip() for line in text.splitlines())
    return tuple(line for line in lines if line and not line.startswith("#"))
