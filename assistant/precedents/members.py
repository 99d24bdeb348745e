"""Reads the wordings of families from the kept file, under filters."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from assistant.precedents.filters import Filters
from corpus.document import Span

FIELDS = "w.document, d.file_name, d.owner, d.region, d.level, d.year, w.kinds, w.section"
FIELDS += ", w.start, w.stop, w.text, w.form"
JOINED = "wordings w JOIN documents d ON d.id = w.document"
OF_FAMILY = f"{JOINED} JOIN forms f ON f.id = w.form WHERE f.family = ?"


@dataclass(frozen=True, slots=True)
class Member:
    """One place where something is worded so.

    ``document.text[span.start:span.end] == quote`` for the document with the id ``document``.
    """

    document: str
    file_name: str
    owner: str
    region: str
    level: str
    year: int | None
    kinds: tuple[str, ...]
    section: tuple[str, ...]
    span: Span
    quote: str
    form: int


@dataclass(frozen=True, slots=True)
class Use:
    """How often and where a family is used: numbers of wordings, documents and bodies."""

    wordings: int
    documents: int
    owners: int
    first_year: int | None
    last_year: int | None


def use_of(file: sqlite3.Connection, family: int, filters: Filters) -> Use:
    """Count the wordings of a family that the filters leave."""
    condition, values = filters.where()
    what = "COUNT(*), COUNT(DISTINCT d.id), COUNT(DISTINCT d.owner), MIN(d.year), MAX(d.year)"
    query = f"SELECT {what} FROM {OF_FAMILY} AND {condition}"
    return Use(*file.execute(query, (family, *values)).fetchone())


def has_member(file: sqlite3.Connection, family: int, filters: Filters) -> bool:
    """Tell whether the filters leave any wording of a family."""
    condition, values = filters.where()
    query = f"SELECT 1 FROM {OF_FAMILY} AND {condition} LIMIT 1"
    return file.execute(query, (family, *values)).fetchone() is not None


def size_of(file: sqlite3.Connection, family: int) -> int:
    """Return how many forms a family has."""
    (size,) = file.execute("SELECT COUNT(*) FROM forms WHERE family = ?", (family,)).fetchone()
    return int(size)


def newest(file: sqlite3.Connection, family: int, filters: Filters, limit: int) -> Iterator[Member]:
    """Yield the newest wordings of a family that the filters leave."""
    condition, values = filters.where()
    query = f"SELECT {FIELDS} FROM {OF_FAMILY} AND {condition}"
    query += " ORDER BY d.year DESC, d.owner, d.file_name, w.start LIMIT ?"
    return map(_member, file.execute(query, (family, *values, limit)))


def own(file: sqlite3.Connection, family: int, filters: Filters, limit: int) -> Iterator[Member]:
    """Yield the newest wordings of a family by one's own bureau; none without one."""
    if not filters.own:
        return iter(())
    return newest(file, family, replace(filters, only_own=True), limit)


def of_forms(
    file: sqlite3.Connection, forms: Iterable[int], filters: Filters, limit: int
) -> Iterator[Member]:
    """Yield the newest wordings of each form that the filters leave, ``limit`` of each."""
    condition, values = filters.where()
    query = f"SELECT {FIELDS} FROM {JOINED} WHERE w.form = ? AND {condition}"
    query += " ORDER BY d.year DESC, d.owner, d.file_name, w.start LIMIT ?"
    for form in forms:
        yield from map(_member, file.execute(query, (form, *values, limit)))


def forms_at(
    file: sqlite3.Connection, document: str, span: Span, filters: Filters
) -> Iterator[int]:
    """Yield the forms of the wordings that a stretch of a document touches."""
    condition, values = filters.where()
    query = f"SELECT w.form FROM {JOINED} WHERE w.document = ? AND w.start < ? AND w.stop > ?"
    query += f" AND {condition} ORDER BY w.start"
    rows = file.execute(query, (document, span.end, span.start, *values))
    return (form for (form,) in rows)


def kinds_of(file: sqlite3.Connection, form: int) -> frozenset[str]:
    """Return the kinds of a wording of a form."""
    row = file.execute("SELECT kinds FROM wordings WHERE form = ? LIMIT 1", (form,)).fetchone()
    return frozenset(_kinds(row[0])) if row else frozenset()


def _kinds(written: str) -> tuple[str, ...]:
    return tuple(written.strip("|").split("||")) if written else ()


def _member(row: tuple[object, ...]) -> Member:
    id, name, owner, region, level, year, kinds, section, start, stop, text, form = row
    return Member(
        document=str(id),
        file_name=str(name),
        owner=str(owner),
        region=str(region),
        level=str(level),
        year=int(str(year)) if year is not None else None,
        kinds=_kinds(str(kinds)),
        section=tuple(json.loads(str(section))),
        span=Span(int(str(start)), int(str(stop))),
        quote=str(text),
        form=int(str(form)),
    )
