"""What all facts of a library are called: counted once a document, kept on disk, added up.

Comparing a question with a library needs to know how rare its words are and which tables, projects
and items there are at all. That follows from every fact of every document; a library of thousands
would take minutes to go through at each opening. So each document's share is counted when it is
first seen and kept beside the index, together with the sum of all; a change adds and takes away.
The outlines of its facts (``papers.py``) are kept in the same file by the same transaction.
"""

from __future__ import annotations

import json
import re
import sqlite3
import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from assistant.lookup import papers
from assistant.lookup.entries import Entry
from assistant.wording import Rarity, term_set
from corpus.figure import Absence, Figure

FILE = "wordings.sqlite"
VERSION = 4  # raise when a document's share is counted in another way
BUSY_SECONDS = 60
WHOLE = ""  # what the sum of all documents is filed under
TABLE = "CREATE TABLE shares (document TEXT PRIMARY KEY, stamp TEXT NOT NULL, data BLOB NOT NULL)"
YEAR = re.compile(r"\d{4}(?=年)", re.ASCII)
SHORTEST_PROJECT = 4  # characters: shorter names occur in other words

COUNTS = ("terms", "captions", "projects", "names", "years")

Load = Callable[[str], Sequence[Entry]]


@dataclass(frozen=True, slots=True)
class Summary:
    """Counts over some documents: facts that hold a term; documents that hold the other names."""

    facts: int = 0
    terms: Counter[str] = field(default_factory=Counter)
    captions: Counter[str] = field(default_factory=Counter)  # of tables, squeezed, without years
    projects: Counter[str] = field(default_factory=Counter)  # that have indicators, squeezed
    names: Counter[str] = field(default_factory=Counter)  # of items, squeezed
    years: Counter[str] = field(default_factory=Counter)  # of facts, see ``year_told``

    @classmethod
    def of(cls, entries: Iterable[Entry]) -> Summary:
        """Count one document."""
        held = list(entries)
        terms: Counter[str] = Counter()
        for entry in held:
            terms.update(frozenset().union(*map(term_set, _wording(entry))))
        projects = {e.project for e in held if len(e.project) >= SHORTEST_PROJECT}
        return cls(
            len(held),
            terms,
            Counter({e.caption_text for e in held}),
            Counter(projects),
            Counter({e.name_text for e in held}),
            Counter(key for e in held for key in _years_told(e.fact)),
        )

    @classmethod
    def read(cls, data: bytes) -> Summary:
        """Return what ``written`` wrote; ValueError or zlib.error when it is something else."""
        facts, *counts = json.loads(zlib.decompress(data))
        return cls(facts, *map(Counter, counts))

    def written(self) -> bytes:
        """Return it as bytes."""
        values = (self.facts, *(getattr(self, name) for name in COUNTS))
        return zlib.compress(json.dumps(values, ensure_ascii=False).encode(), level=1)

    @property
    def rarity(self) -> Rarity:
        """How much a shared term means."""
        return Rarity(self.terms, self.facts)


class _Sum:
    """The counts of documents that come and go, one at a time."""

    def __init__(self, start: Summary | None = None) -> None:
        self._facts = start.facts if start else 0
        counts = [getattr(start, name) for name in COUNTS] if start else [()] * len(COUNTS)
        self._counts: list[Counter[str]] = list(map(Counter, counts))

    def add(self, one: Summary) -> None:
        self._facts += one.facts
        for total, name in zip(self._counts, COUNTS, strict=True):
            total.update(getattr(one, name))

    def take(self, one: Summary) -> None:
        self._facts -= one.facts
        for total, name in zip(self._counts, COUNTS, strict=True):
            total.subtract(getattr(one, name))

    def summary(self) -> Summary:
        return Summary(self._facts, *(+total for total in self._counts))


def year_told(document: str, year: int | None) -> str:
    """Return what it is filed under that a document tells of a year."""
    return f"{year} {document}"


def year_named(document: str, year: int) -> str:
    """Return what it is filed under that a figure's name or its sentence holds a year."""
    return f"{year} in {document}"


def _years_told(fact: Figure | Absence) -> Iterator[str]:
    document = fact.source.document
    yield year_told(document, fact.period.year)
    if isinstance(fact, Figure):
        for year in (*fact.years, *map(int, YEAR.findall(fact.item.name))):
            yield year_named(document, year)


def _wording(entry: Entry) -> tuple[str, ...]:
    """Return what a fact is called; a cell's context only says that again."""
    fact = entry.fact
    around = fact.source.table if fact.source.cell else fact.context
    return (fact.item.name, *fact.item.path, *fact.slice, around)


def summary_of(home: Path, stamps: Mapping[str, str], load: Load) -> Summary:
    """Return the summary of the documents in ``stamps`` (id to what its reading is stamped with).

    ``load`` returns a document's facts; it is called for documents that are new since the last
    time. A file that is damaged is made anew; where none can be written, nothing is kept.
    """
    path = path_of(home)
    try:
        return _sound(path, stamps, load)
    except (sqlite3.DatabaseError, OSError):  # locked for long, read-only, full
        total = _Sum()
        for id in stamps:
            total.add(Summary.of(load(id)))
        return total.summary()


def path_of(home: Path) -> Path:
    """Return the file in which a library's wordings are kept."""
    return home.absolute() / "index" / FILE


def _sound(path: Path, stamps: Mapping[str, str], load: Load) -> Summary:
    try:
        return _kept(path, stamps, load)
    except sqlite3.OperationalError:
        raise
    except (sqlite3.DatabaseError, ValueError, zlib.error):
        path.unlink(missing_ok=True)
        return _kept(path, stamps, load)


def _kept(path: Path, stamps: Mapping[str, str], load: Load) -> Summary:
    wanted = {id: f"{VERSION}-{stamp}" for id, stamp in stamps.items()}
    whole = json.dumps(sorted(wanted.items()))
    stamp = f"{VERSION}-{zlib.crc32(whole.encode())}-{len(wanted)}"
    path.parent.mkdir(parents=True, exist_ok=True)
    with closing(sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None)) as file:
        if found := _whole(file, stamp):
            return found
        file.execute("BEGIN IMMEDIATE")
        summary = _updated(file, wanted, load)
        _write(file, WHOLE, stamp, summary)
        file.execute("COMMIT")
    return summary


def _whole(file: sqlite3.Connection, stamp: str) -> Summary | None:
    if not file.execute("SELECT 1 FROM sqlite_master WHERE name = 'shares'").fetchone():
        return None
    query = "SELECT data FROM shares WHERE document = ? AND stamp = ?"
    row = file.execute(query, (WHOLE, stamp)).fetchone()
    return Summary.read(row[0]) if row else None


def _updated(file: sqlite3.Connection, wanted: Mapping[str, str], load: Load) -> Summary:
    """Bring the shares up to ``wanted`` and return their sum."""
    file.execute(TABLE.replace("TABLE", "TABLE IF NOT EXISTS", 1))
    older = file.execute("DELETE FROM shares WHERE stamp NOT LIKE ?", (f"{VERSION}-%",))
    papers.prepare(file, anew=older.rowcount > 0)
    held = dict(file.execute("SELECT document, stamp FROM shares").fetchall())
    is_summed = held.pop(WHOLE, None) is not None
    gone = [id for id, stamp in held.items() if wanted.get(id) != stamp]
    total = _Sum(_read(file, WHOLE) if is_summed else None)
    for id in gone if is_summed else ():
        total.take(_read(file, id))
    for id in () if is_summed else sorted(held.keys() - gone):
        total.add(_read(file, id))
    file.executemany("DELETE FROM shares WHERE document = ?", [(id,) for id in gone])
    papers.take(file, gone)
    for id in (id for id, stamp in wanted.items() if held.get(id) != stamp):
        entries = load(id)
        share = Summary.of(entries)
        papers.put(file, id, entries)
        _write(file, id, wanted[id], share)
        total.add(share)
    return total.summary()


def _read(file: sqlite3.Connection, id: str) -> Summary:
    row = file.execute("SELECT data FROM shares WHERE document = ?", (id,)).fetchone()
    return Summary.read(row[0])


def _write(file: sqlite3.Connection, id: str, stamp: str, summary: Summary) -> None:
    row = (id, stamp, summary.written())
    file.execute("INSERT OR REPLACE INTO shares VALUES (?, ?, ?)", row)
