"""Keeps the wordings of a library beside its index, grouped into families as documents change.

One SQLite file, written in one transaction: it is as before or as after. Wordings of equal words
are one form; forms are grouped into families (``grouping``). Only what a change touches is grouped
again, with the same outcome. What another version of the program made is made anew.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.precedents.grouping import families_of, links_of
from assistant.precedents.likeness import Sentences, bands_of, form_id, read, sentences_of, written
from assistant.precedents.tokens import tokens_of
from assistant.precedents.wordings import Wording, level_of, wordings_of
from corpus.document import Document

FILE = "precedents.sqlite"
VERSION = 1  # raise when wordings are cut, compared or grouped in another way
BUSY_SECONDS = 60
CANDIDATES = 300  # forms that are compared with one form, those with most shared bands first
SCHEMA = """
CREATE TABLE IF NOT EXISTS documents (id TEXT PRIMARY KEY, stamp TEXT NOT NULL,
  file_name TEXT NOT NULL, owner TEXT NOT NULL, region TEXT NOT NULL, level TEXT NOT NULL,
  year INTEGER);
CREATE TABLE IF NOT EXISTS wordings (document TEXT NOT NULL, start INTEGER NOT NULL,
  stop INTEGER NOT NULL, form INTEGER NOT NULL, kinds TEXT NOT NULL, section TEXT NOT NULL,
  text TEXT NOT NULL, PRIMARY KEY (document, start)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS forms (id INTEGER PRIMARY KEY, family INTEGER NOT NULL,
  words TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS bands (band INTEGER NOT NULL, form INTEGER NOT NULL,
  PRIMARY KEY (band, form)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS links (form INTEGER NOT NULL, other INTEGER NOT NULL,
  PRIMARY KEY (form, other)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS by_form ON wordings (form);
CREATE INDEX IF NOT EXISTS by_family ON forms (family);
CREATE INDEX IF NOT EXISTS by_banded ON bands (form);
"""

LINKED = "SELECT other FROM links WHERE form = ?"

Load = Callable[[str], Document]
Progress = Callable[[int, int], None]  # (done, total)


@dataclass(frozen=True, slots=True)
class Form:
    """The words that some wordings share; ``family`` is the least id of its forms."""

    id: int
    family: int
    words: Sentences


class Kept:
    """The file of one library."""

    def __init__(self, home: Path) -> None:
        """Use ``home/index``; nothing is read or made yet."""
        self._path = home / "index" / FILE

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """Yield a connection that sees one state of the file."""
        with closing(self._connect()) as file:
            file.execute("BEGIN")
            yield file

    def refresh(
        self, readings: Mapping[str, str], load: Load, progress: Progress | None = None
    ) -> None:
        """Bring the file up to ``readings`` (as ``Library.readings``); a damaged one is made anew.

        ``load`` is called for documents that are new or were read in another way.
        """
        wanted = {id: f"{VERSION}-{reading}" for id, reading in readings.items()}
        self._path.parent.mkdir(parents=True, exist_ok=True)
        try:
            self._refresh(wanted, load, progress)
        except sqlite3.OperationalError:
            raise
        except sqlite3.DatabaseError:
            self._path.unlink(missing_ok=True)
            self._refresh(wanted, load, progress)

    def _refresh(self, wanted: Mapping[str, str], load: Load, progress: Progress | None) -> None:
        with closing(self._connect()) as file:
            file.executescript(SCHEMA)
            if _stamps(file) == wanted:
                return
            file.execute("BEGIN IMMEDIATE")
            _update(file, wanted, load, progress)
            file.execute("COMMIT")

    def _connect(self) -> sqlite3.Connection:
        file = sqlite3.connect(self._path, timeout=BUSY_SECONDS, isolation_level=None)
        file.execute("PRAGMA journal_mode = WAL")
        return file


def _stamps(file: sqlite3.Connection) -> dict[str, str]:
    return dict(file.execute("SELECT id, stamp FROM documents").fetchall())


def _update(
    file: sqlite3.Connection, wanted: Mapping[str, str], load: Load, progress: Progress | None
) -> None:
    held = _stamps(file)
    gone = [id for id, stamp in held.items() if wanted.get(id) != stamp]
    touched = _drop(file, gone)
    fresh = sorted(id for id, stamp in wanted.items() if held.get(id) != stamp)
    for done, id in enumerate(fresh, start=1):
        made = _add(file, load(id), wanted[id])
        touched |= made | _link(file, made)
        if progress:
            progress(done, len(fresh))
    _group(file, touched)


def _drop(file: sqlite3.Connection, ids: Sequence[str]) -> set[int]:
    """Take documents out; return the forms that were linked with forms that left."""
    if not ids:
        return set()
    file.executemany("DELETE FROM documents WHERE id = ?", [(id,) for id in ids])
    file.executemany("DELETE FROM wordings WHERE document = ?", [(id,) for id in ids])
    unused = file.execute(
        "SELECT id FROM forms WHERE id NOT IN (SELECT form FROM wordings)"
    ).fetchall()
    file.executemany("DELETE FROM forms WHERE id = ?", unused)
    file.executemany("DELETE FROM bands WHERE form = ?", unused)
    touched: set[int] = set()
    for (id,) in unused:
        touched |= {other for (other,) in file.execute(LINKED, (id,))}
    file.executemany("DELETE FROM links WHERE form = ?", unused)
    file.executemany("DELETE FROM links WHERE other = ?", unused)
    return touched - {id for (id,) in unused}


def _add(file: sqlite3.Connection, document: Document, stamp: str) -> set[int]:
    """Put a document in; return its forms that are new."""
    year, level = document.fiscal_year, level_of(document.owner)
    who = document.file_name, document.owner, document.region
    row = (document.id, stamp, *who, level, year)
    file.execute("INSERT INTO documents VALUES (?, ?, ?, ?, ?, ?, ?)", row)
    wordings = wordings_of(document)
    words = [words_of(wording.text, (wording.owner,)) for wording in wordings]
    ids = [form_id(one) for one in words]
    rows = [_row(wording, id) for wording, id in zip(wordings, ids, strict=True)]
    file.executemany("INSERT OR IGNORE INTO wordings VALUES (?, ?, ?, ?, ?, ?, ?)", rows)
    fresh = {
        id: one
        for id, one in zip(ids, words, strict=True)
        if not file.execute("SELECT 1 FROM forms WHERE id = ?", (id,)).fetchone()
    }
    forms = [(id, id, written(one)) for id, one in fresh.items()]
    file.executemany("INSERT INTO forms VALUES (?, ?, ?)", forms)
    all_bands = bands_of(list(fresh.values()))
    pairs = {(band, id) for id, bands in zip(fresh, all_bands, strict=True) for band in bands}
    file.executemany("INSERT INTO bands VALUES (?, ?)", sorted(pairs))
    return set(fresh)


def words_of(text: str, owners: Iterable[str] = ()) -> Sentences:
    """Return the words of a text by sentence, slots left out."""
    return sentences_of(text, tokens_of(text, owners))


def _row(wording: Wording, form: int) -> tuple[Any, ...]:
    span, section = wording.span, json.dumps(wording.section, ensure_ascii=False)
    kinds = "".join(f"|{kind}|" for kind in wording.kinds)
    return wording.document, span.start, span.end, form, kinds, section, wording.text


def _link(file: sqlite3.Connection, forms: Iterable[int]) -> set[int]:
    """Link new forms with all that are alike; return these."""
    linked: set[int] = set()
    for id in sorted(forms):
        (words,) = file.execute("SELECT words FROM forms WHERE id = ?", (id,)).fetchone()
        bands = [band for (band,) in file.execute("SELECT band FROM bands WHERE form = ?", (id,))]
        near = ((form.id, form.words) for form in forms_near(file, bands) if form.id != id)
        alike = links_of(read(words), near)
        pairs = [pair for other in alike for pair in ((id, other), (other, id))]
        file.executemany("INSERT OR IGNORE INTO links VALUES (?, ?)", pairs)
        linked.update(alike)
    return linked


def _group(file: sqlite3.Connection, touched: set[int]) -> None:
    """Group the families anew that have forms with other links than before, or beside such.

    Whether a link counts depends on the links of both its ends: no other family can change.
    """
    reached = set(touched)
    for id in touched:
        reached.update(other for (other,) in file.execute(LINKED, (id,)))
    family = "SELECT family FROM forms WHERE id = ?"
    families = {one for id in reached for (one,) in file.execute(family, (id,))}
    members = "SELECT id FROM forms WHERE family = ?"
    forms = {id for one in families for (id,) in file.execute(members, (one,))} | reached
    links = [
        (id, o) for id in forms for (o,) in file.execute(LINKED, (id,)) if id < o and o in forms
    ]
    found = families_of(sorted(forms), links)
    changed = [(one, id) for id, one in found.items()]
    file.executemany("UPDATE forms SET family = ? WHERE id = ?", changed)


def forms_near(
    file: sqlite3.Connection, bands: Sequence[int], limit: int = CANDIDATES
) -> Iterator[Form]:
    """Yield the forms that share a band, those that share most of them first."""
    marks = ",".join("?" * len(bands))
    query = f"SELECT form, COUNT(*) AS shared FROM bands WHERE band IN ({marks}) GROUP BY form"
    query += " ORDER BY shared DESC, form LIMIT ?"
    near = file.execute(query, (*bands, limit)).fetchall()
    return forms_of(file, [id for id, _ in near])


def forms_of(file: sqlite3.Connection, ids: Iterable[int]) -> Iterator[Form]:
    """Yield forms by their ids, in the order of these; each is read when it is reached."""
    for id in ids:
        row = file.execute("SELECT family, words FROM forms WHERE id = ?", (id,)).fetchone()
        if row:
            yield Form(id, row[0], read(row[1]))
