"""The outlines of all facts, document by document, kept on disk beside the counts of wordings.

An outline is kept once, however many documents print it, and so is each of its texts. Documents
come and go with their own row; an outline that no document has any more does no harm.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assistant.lookup.entries import Entry
from assistant.lookup.outline import Kind, id_of, kind_of, outline_of
from assistant.lookup.postings import END, FIELDS, Postings
from corpus.figure import Figure

FINEST = 6  # places behind the point of an amount in its base unit
LARGEST = 2**61
TOGETHER = 500  # ids in one query
TABLES = (
    "CREATE TABLE IF NOT EXISTS papers (document TEXT PRIMARY KEY, facts BLOB NOT NULL)",
    "CREATE TABLE IF NOT EXISTS outlines (id INTEGER PRIMARY KEY, texts BLOB, kind TEXT)",
    "CREATE TABLE IF NOT EXISTS texts (id INTEGER PRIMARY KEY, field INTEGER, said TEXT)",
)
# A fact of a document, in printed order, figures before absences: its outline, its amount and half
# of its last printed place in millionths of the base unit, and where it is printed.
FACT = np.dtype([("outline", "<i8"), ("amount", "<i8"), ("half", "<i8"), ("span", "<i8")])
TEXT_IDS = np.dtype("<i8")

FactRows = NDArray[np.void]


def prepare(file: sqlite3.Connection, *, anew: bool) -> None:
    """Make the tables where they are missing; ``anew``: what they hold is of no use."""
    for table in ("papers", "outlines", "texts") if anew else ():
        file.execute(f"DROP TABLE IF EXISTS {table}")
    for statement in TABLES:
        file.execute(statement)


def take(file: sqlite3.Connection, documents: Iterable[str]) -> None:
    """Take documents out."""
    file.executemany("DELETE FROM papers WHERE document = ?", [(id,) for id in documents])


def put(file: sqlite3.Connection, document: str, entries: Sequence[Entry]) -> None:
    """Put the facts of a document in."""
    rows = np.zeros(len(entries), dtype=FACT)
    texts: dict[int, tuple[int, str]] = {}
    outlines: dict[int, tuple[bytes, str]] = {}
    for at, entry in enumerate(entries):
        outline = outline_of(entry)
        ids = [said.id for said in outline.fields]
        texts.update((said.id, (field, said.text)) for field, said in enumerate(outline.fields))
        amount, half = _amount(entry)
        own = outline.id if amount is not None else id_of(f"{document} {at}")
        outlines[own] = (np.array(ids, dtype=TEXT_IDS).tobytes(), kind_of(entry).written())
        span = entry.fact.source.span
        rows[at] = (own, amount or 0, half or 0, (span.start << 32) | span.end)
    file.execute("INSERT OR REPLACE INTO papers VALUES (?, ?)", (document, rows.tobytes()))
    told = [(id, *of) for id, of in outlines.items()]
    file.executemany("INSERT OR IGNORE INTO outlines VALUES (?, ?, ?)", told)
    said = [(id, field, text) for id, (field, text) in texts.items()]
    file.executemany("INSERT OR IGNORE INTO texts VALUES (?, ?, ?)", said)


def _amount(entry: Entry) -> tuple[int | None, int | None]:
    """Return amount and half unit in millionths; None where they are no such numbers."""
    fact = entry.fact
    if not isinstance(fact, Figure):
        return 0, 0
    found = [_millionths(n) for n in (fact.quantity.in_base, fact.quantity.half_unit)]
    return (found[0], found[1]) if None not in found else (None, None)


def _millionths(number: Decimal) -> int | None:
    scaled = number.scaleb(FINEST)
    return int(scaled) if abs(scaled) < LARGEST and scaled == int(scaled) else None


@dataclass(frozen=True, slots=True)
class Outlines:
    """What outlines say: an index of their words, and which of the ``kinds`` each is ``of``."""

    postings: Postings
    kinds: tuple[Kind, ...]
    of: NDArray[np.int64]


class Papers:
    """Reads what is kept. Where there is no file, or no longer a sound one, there is nothing."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def facts(self, documents: Sequence[str]) -> dict[str, FactRows]:
        """Return the facts of those documents that are kept."""
        query = "SELECT document, facts FROM papers WHERE document IN ({})"
        rows = self._rows(query, documents)
        return {id: np.frombuffer(facts, dtype=FACT) for id, facts in rows}

    def outlines(self, ids: NDArray[np.int64]) -> Outlines | None:
        """Return what some outlines say, None where not all of them are kept."""
        query = "SELECT id, texts, kind FROM outlines WHERE id IN ({})"
        kept = {id: (texts, kind) for id, texts, kind in self._rows(query, ids.tolist())}
        if len(kept) < len(ids):
            return None
        told = [kept[id] for id in ids.tolist()]
        postings = self._postings(b"".join(texts for texts, _ in told))
        kinds = {kind: number for number, kind in enumerate(dict.fromkeys(k for _, k in told))}
        of = np.array([kinds[kind] for _, kind in told], dtype=np.int64)
        return None if postings is None else Outlines(postings, tuple(map(Kind.read, kinds)), of)

    def _postings(self, held: bytes) -> Postings | None:
        ids, places = np.unique(np.frombuffer(held, dtype=TEXT_IDS), return_inverse=True)
        query = "SELECT id, field, said FROM texts WHERE id IN ({})"
        texts = {id: (FIELDS[field], said) for id, field, said in self._rows(query, ids.tolist())}
        if len(texts) < len(ids):
            return None
        ordered = [texts[id] for id in ids.tolist()]
        joined = "".join(said + END for _, said in ordered)
        table = places.astype(np.int32).reshape(-1, len(FIELDS))
        return Postings.over(table, [name for name, _ in ordered], joined)

    def _rows(self, query: str, ids: Sequence[object]) -> Iterator[tuple[Any, ...]]:
        if not self._path.is_file():
            return
        with closing(sqlite3.connect(f"{self._path.as_uri()}?mode=ro", uri=True)) as file:
            left = iter(ids)
            while some := list(islice(left, TOGETHER)):
                yield from file.execute(query.format(", ".join("?" * len(some))), some)
