"""What a library can be filtered by: bodies, regions, years, kinds, tables, the tree of codes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from corpus.selection import Selection, conditions
from corpus.store import Store, documents, figures

MOST_OWNERS = 2_000
MOST_TABLES = 300
MOST_CODES = 400
FUNCTIONAL, ECONOMIC = "2", "3"  # how the codes of the two classifications begin
LEVELS = {FUNCTIONAL: (3, 5, 7), ECONOMIC: (3, 5)}  # digits of 类, 款, 项


@dataclass(frozen=True, slots=True)
class Facets:
    """Values to choose from, in the order in which people look for them."""

    owners: tuple[str, ...]
    regions: tuple[str, ...]
    kinds: tuple[str, ...]
    years: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Code:
    """A code of a classification with a name that the library prints for it."""

    code: str
    name: str
    count: int


def facets(store: Store) -> Facets:
    """Return what the documents of a library offer."""
    query = select(documents.c.owner, documents.c.region, documents.c.kind, documents.c.fiscal_year)
    rows = store.rows(query.distinct())
    owners, regions, kinds, years = zip(*rows, strict=True) if rows else ((), (), (), ())
    return Facets(
        tuple(sorted(filter(None, set(owners))))[:MOST_OWNERS],
        tuple(sorted(filter(None, set(regions)))),
        tuple(sorted(filter(None, set(kinds)))),
        tuple(sorted(filter(None, set(years)), reverse=True)),
    )


def tables(store: Store, selection: Selection) -> list[str]:
    """Return the captions of the tables that the selected figures stand in."""
    return _names(store, selection, figures.c.table_name)


def columns(store: Store, selection: Selection) -> list[str]:
    """Return the headers of the columns that the selected figures stand in."""
    return _names(store, selection, figures.c.column_name)


def _names(store: Store, selection: Selection, column: Any) -> list[str]:
    query = select(column, func.min(figures.c.seq)).where(*conditions(selection), column != "")
    rows = store.rows(query.group_by(column).order_by(func.min(figures.c.seq)).limit(MOST_TABLES))
    return [name for name, _ in rows]


def codes_below(store: Store, code: str) -> list[Code]:
    """Return the codes one level below ``code``; below "" the first level of both trees."""
    width = _next_width(code)
    if not width:
        return []
    first = [code] if code else list(LEVELS)
    return [found for start in first for found in _codes(store, start, width)]


def _next_width(code: str) -> int:
    """The digits of the next level; 0 below the last."""
    levels = LEVELS.get(code[:1] or FUNCTIONAL, ())
    return next((level for level in levels if level > len(code)), 0)


def _codes(store: Store, start: str, width: int) -> list[Code]:
    """Codes of ``width`` digits that begin so; a level that no line prints is left out."""
    cut = func.substr(figures.c.item_code, 1, width)
    within = (figures.c.item_code >= start) & (figures.c.item_code < f"{start}:")
    query = select(cut, func.count()).where(within, func.length(figures.c.item_code) >= width)
    rows = store.rows(query.group_by(cut).order_by(cut).limit(MOST_CODES))
    return [Code(code, name_of(store, code), count) for code, count in rows]


def name_of(store: Store, code: str) -> str:
    """Return a name that a line with this code has; "" where none does."""
    query = select(figures.c.item_name).where(figures.c.item_code == code).limit(1)
    rows = store.rows(query)
    return str(rows[0][0]) if rows else ""
