"""Owns the library as its users see it: files go in, documents and figures come out.

A file is known by its content (unchanged content is never parsed twice) and by its name (other
content under the same name is a later version). Inside a given folder the name is the path from
that folder, so that two years may use one file name.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from functools import lru_cache
from itertools import islice
from pathlib import Path
from threading import Event
from typing import Any

from sqlalchemy import Integer, Select, String, Table, select, values
from sqlalchemy import column as named

from corpus.beside import corrections_in
from corpus.corrections import NONE, Correction
from corpus.document import Document
from corpus.errors import LibraryError, UnreadableDocument
from corpus.figure import Absence, Figure
from corpus.ingest import PARSER
from corpus.intake import File, Outcome, files_of, outcomes
from corpus.records import (
    ABSENCE_COLUMNS,
    FIGURE_COLUMNS,
    absence_of,
    document_of,
    figure_of,
    strings,
)
from corpus.removal import Removed, put_back, take_out, taken_out
from corpus.store import INFO_COLUMNS, Store, absences, documents, figures

TOGETHER = 400  # figures in one query
PARSED = 16  # documents kept as they were last read
SHORTEST_ID = 6  # characters of an id that a person may shorten it to


@dataclass(frozen=True, slots=True)
class DocumentInfo:
    """A document without its text: what a list of the library shows."""

    id: str
    file_name: str
    title: str
    owner: str
    region: str
    fiscal_year: int | None
    kind: str
    added_at: str  # ISO 8601, UTC
    sections: int
    tables: int
    checked_tables: int  # that print sums which can be checked
    reconciled_tables: int  # whose sums all hold
    figures: int
    absences: int
    characters: int
    warnings: tuple[str, ...] = ()
    correction: Correction = NONE  # of owner, year or kind, by hand


@dataclass(frozen=True, slots=True)
class AddProgress:
    """How far an ``add`` has come: ``done`` of ``total`` files, ``file_name`` the last one."""

    done: int
    total: int
    file_name: str


@dataclass(frozen=True, slots=True)
class Added:
    """What became of one file. ``error`` is a Chinese sentence: what is wrong, and the way out."""

    path: Path
    status: str  # added, replaced, reread, unchanged, failed, skipped
    document: DocumentInfo | None = None
    error: str | None = None

    @property
    def tables(self) -> int:
        """Number of tables that were read."""
        return self.document.tables if self.document else 0

    @property
    def figures(self) -> int:
        """Number of figures that were read."""
        return self.document.figures if self.document else 0


class Library:
    """A folder of documents. Reading is safe while another process writes."""

    def __init__(self, store: Store) -> None:
        """Use ``open`` instead."""
        self._store = store
        self.home = store.home
        self._parsed = lru_cache(PARSED)(self._parse)

    @classmethod
    def open(cls, home: Path, *, create: bool = False, upgrade: bool = False) -> Library:
        """Open the library in ``home``; ``LibraryError`` when there is none to open.

        ``create``: make it if there is none. ``upgrade``: bring the library of an older version
        of the program up to this one, as ``create`` does too; then ``reread`` has work to do.
        """
        return cls(Store(home, create=create, upgrade=upgrade))

    @property
    def store(self) -> Store:
        """The database, for those who select figures page by page (``corpus.selection``)."""
        return self._store

    @property
    def revision(self) -> int:
        """A number that grows with every committed change."""
        return self._store.revision

    def add(
        self,
        paths: Sequence[Path],
        *,
        jobs: int = 1,
        progress: Callable[[AddProgress], None] | None = None,
        stop: Event | None = None,
    ) -> list[Added]:
        """Read files and folders into the library; return what became of each file, in order.

        Content that is in the library is read again ("reread") only if an older version of the
        program read it.
        ``jobs``: processes that parse, when there are many files. Every document is committed on
        its own: what is in stays in when a later one fails. ``stop``: once set, files that are
        being read are given up.
        """
        self._store.sweep()
        results = self.read(list(files_of(paths)), jobs, progress, stop)
        self._store.sweep()
        return results

    def reread(
        self, *, jobs: int = 1, progress: Callable[[AddProgress], None] | None = None
    ) -> list[Added]:
        """Read the originals of all documents again that an older version of the program read.

        One that cannot be read any more stays as it was. Killed in between, the rest is left
        for the next call.
        """
        files = [File(self._store.original(id, name), name) for id, name in self._outdated()]
        return self.read(files, jobs, progress)

    def read(
        self,
        files: Sequence[File],
        jobs: int = 1,
        progress: Callable[[AddProgress], None] | None = None,
        stop: Event | None = None,
    ) -> list[Added]:
        """Read files as ``add`` does, under the names that they are given."""
        names = {info.id: info.file_name for info in self.documents()}
        known = frozenset(names) - {id for id, _ in self._outdated()}
        settled: list[tuple[Outcome, str]] = []
        corrections = self._corrections()
        for outcome in outcomes(files, known, jobs, corrections=corrections, stop=stop):
            settled.append((outcome, self._settle(outcome, names)))
            if progress:
                progress(AddProgress(len(settled), len(files), outcome.file.name))
        infos = {info.id: info for info in self.documents()}
        return [_added(outcome, status, infos) for outcome, status in settled]

    def _outdated(self) -> Sequence[Any]:
        """(id, file name) of every document that an older version of the program read."""
        query = select(documents.c.id, documents.c.file_name).where(documents.c.parser < PARSER)
        return self._store.rows(query.order_by(documents.c.file_name))

    def remove(self, references: Sequence[str]) -> list[DocumentInfo]:
        """Take documents out, named by file name, id or the beginning of an id.

        ``LibraryError`` when any name fits none or several; then nothing is removed.
        """
        infos = self.documents()
        doomed = list(
            {info.id: info for name in references for info in [_named(name, infos)]}.values()
        )
        self._store.delete([info.id for info in doomed])
        self._store.sweep()
        return doomed

    def take_out(self, ids: Sequence[str]) -> list[Removed]:
        """Take documents out so that they can come back; they answer nothing from now on."""
        return take_out(self._store, ids)

    def put_back(self, id: str) -> None:
        """Bring a document back exactly as it was; ``LibraryError`` when that cannot be."""
        put_back(self._store, id)

    def taken_out(self) -> list[Removed]:
        """Return what can come back, newest first."""
        return taken_out(self._store)

    def correct(self, id: str, correction: Correction) -> DocumentInfo:
        """Read a document again with a correction by hand, which is kept; an empty one ends it.

        ``LibraryError`` when it is not there, ``UnreadableDocument`` when its original cannot be
        read any more; then nothing is changed.
        """
        info = next((info for info in self.documents() if info.id == id), None)
        if info is None:
            raise LibraryError(f"资料库中没有编号为 {id[:12]} 的文件，它可能已被删除")
        file = File(self.original(id), info.file_name)
        (outcome,) = outcomes([file], (), 1, corrections={id: correction})
        if outcome.parsed is None or outcome.digest != id:
            raise UnreadableDocument(outcome.error or f"《{info.file_name}》保存的原文件已改动")
        self._store.put(outcome.parsed, outcome.data, correction)
        return next(info for info in self.documents() if info.id == id)

    def _corrections(self) -> dict[str, Correction]:
        with self._store.read() as connection:
            return corrections_in(connection)

    def documents(self) -> list[DocumentInfo]:
        """Return what is in the library: by owner, newest year first, then by file name."""
        corrections = self._corrections()
        rows = self._store.rows(select(*INFO_COLUMNS))
        infos = [_info(row, corrections.get(row[0], NONE)) for row in rows]
        return sorted(infos, key=lambda d: (d.owner, -(d.fiscal_year or 0), d.file_name))

    def named(self, references: Collection[str]) -> list[DocumentInfo]:
        """Return the documents that people mean by file names or ids; ``LibraryError`` if none."""
        infos = self.documents()
        return [_named(reference, infos) for reference in references]

    def texts(self, ids: Collection[str] | None = None) -> dict[str, str]:
        """Return the texts of some or all documents by id, without the rest of them."""
        query = select(documents.c.id, documents.c.text)
        if ids is not None:
            query = query.where(documents.c.id.in_(list(ids)))
        return {id: text for id, text in self._store.rows(query)}

    def readings(self) -> dict[str, str]:
        """Return, by id, a text that changes whenever a document is read in another way."""
        counts = (documents.c.figure_count, documents.c.absence_count)
        columns = (documents.c.id, documents.c.parser, *counts, documents.c.file_name)
        rows = self._store.rows(select(*columns))
        readings = {id: " ".join(map(str, reading)) for id, *reading in rows}
        corrected = {
            id: f"{readings[id]} {c}" for id, c in self._corrections().items() if id in readings
        }
        return readings | corrected

    def document(self, id: str) -> Document:
        """Return a whole document; ``LibraryError`` when it is not (or no longer) there."""
        return self._parsed(id, self.revision)

    def _parse(self, id: str, revision: int) -> Document:
        """Read a document as of a revision, which only tells the kept ones apart."""
        found = self._store.mappings(select(documents).where(documents.c.id == id))
        if not found:
            raise LibraryError(f"资料库中没有编号为 {id[:12]} 的文件，它可能已被删除")
        return document_of(found[0])

    def figures(
        self,
        *,
        documents: Collection[str] | None = None,
        owner: str | None = None,
        year: int | None = None,
        item: str | None = None,
        basis: str | None = None,
    ) -> list[Figure]:
        """Return figures in printed order, document by document.

        Every condition is exact: ``documents`` ids, ``owner`` the full name, ``item`` a name or
        a code. For parts of names see ``containing``.
        """
        query = select(*(figures.c[name] for name in FIGURE_COLUMNS))
        query = _within(query, figures, documents)
        exact = {figures.c.owner: owner, figures.c.year: year, figures.c.basis: basis}
        for column, wanted in exact.items():
            if wanted is not None:
                query = query.where(column == wanted)
        if item is not None:
            query = query.where((figures.c.item_name == item) | (figures.c.item_code == item))
        query = query.order_by(figures.c.document, figures.c.seq)
        return [figure_of(row) for row in self._store.rows(query)]

    def figures_at(self, places: Collection[tuple[str, int]]) -> dict[tuple[str, int], Figure]:
        """Return the figures at (document, number in printed order from 0) that are there."""
        columns = [figures.c[name] for name in FIGURE_COLUMNS]
        left, found = iter(places), {}
        while some := list(islice(left, TOGETHER)):
            asked = values(named("document", String), named("seq", Integer), name="asked")
            at = asked.data(some).cte()
            is_there = (figures.c.document == at.c.document) & (figures.c.seq == at.c.seq)
            query = select(at.c.seq, *columns).select_from(at.join(figures, is_there))
            for seq, *row in self._store.rows(query):
                figure = figure_of(row)
                found[figure.source.document, seq] = figure
        return found

    def absences(
        self, *, documents: Collection[str] | None = None, kind: str | None = None
    ) -> list[Absence]:
        """Return the places where a document says or shows that there is no number."""
        query = select(*(absences.c[name] for name in ABSENCE_COLUMNS))
        query = _within(query, absences, documents)
        if kind is not None:
            query = query.where(absences.c.kind == kind)
        query = query.order_by(absences.c.document, absences.c.seq)
        return [absence_of(row) for row in self._store.rows(query)]

    def original(self, id: str) -> Path:
        """Return the file as it was added; ``LibraryError`` when the document is not there."""
        names = self._store.rows(select(documents.c.file_name).where(documents.c.id == id))
        if not names:
            raise LibraryError(f"资料库中没有编号为 {id[:12]} 的文件，它可能已被删除")
        return self._store.original(id, names[0][0])

    def _settle(self, outcome: Outcome, names: dict[str, str]) -> str:
        """Commit an outcome and return its status. ``names`` (id to file name) is kept current."""
        if outcome.error or outcome.file.skipped:
            return "failed" if outcome.error else "skipped"
        if outcome.parsed:
            replaced = self._store.put(outcome.parsed, outcome.data)
            names[outcome.digest] = outcome.file.name
        elif replaced := _earlier(outcome, names):
            self._store.delete(replaced)  # the name now stands for content that is here already
        else:
            return "unchanged"
        for id in replaced - {outcome.digest}:
            names.pop(id, None)
        if replaced == {outcome.digest}:
            return "reread"
        return "replaced" if replaced else "added"


def containing(figures: Iterable[Figure], *, owner: str = "", item: str = "") -> list[Figure]:
    """Return the figures whose owner and item contain the words; ``item`` may be a whole code."""
    return [
        figure
        for figure in figures
        if owner in figure.owner and (item in figure.item.name or item == figure.item.code)
    ]


def _earlier(outcome: Outcome, names: dict[str, str]) -> set[str]:
    """Ids of other content under the file's name."""
    name = outcome.file.name
    return {id for id, known in names.items() if known == name and id != outcome.digest}


def _added(outcome: Outcome, status: str, infos: dict[str, DocumentInfo]) -> Added:
    info = None if outcome.error else infos.get(outcome.digest)
    return Added(outcome.file.path, status, info, outcome.error or outcome.file.skipped)


def _info(row: Sequence[Any], correction: Correction) -> DocumentInfo:
    return replace(DocumentInfo(*row), warnings=strings(row[-1]), correction=correction)


def _within(query: Select[Any], table: Table, ids: Collection[str] | None) -> Select[Any]:
    """Keep to some documents; None means all of them."""
    return query if ids is None else query.where(table.c.document.in_(list(ids)))


def _named(reference: str, infos: Iterable[DocumentInfo]) -> DocumentInfo:
    """Return the one document that a person means, by the first way of naming that fits any."""
    ways: list[Callable[[DocumentInfo], bool]] = [
        lambda info: reference in (info.file_name, info.id),
        lambda info: Path(info.file_name).name == Path(reference).name,
        lambda info: len(reference) >= SHORTEST_ID and info.id.startswith(reference.lower()),
    ]
    infos = list(infos)
    for way in ways:
        if fitting := [info for info in infos if way(info)]:
            return _only(reference, fitting)
    raise LibraryError(_unknown(reference, infos))


def _only(reference: str, fitting: list[DocumentInfo]) -> DocumentInfo:
    if len(fitting) == 1:
        return fitting[0]
    names = "、".join(f"{info.file_name}（{info.id[:8]}）" for info in fitting)
    raise LibraryError(f"「{reference}」对应多个文件：{names}；请用完整文件名或编号")


def _unknown(reference: str, infos: list[DocumentInfo]) -> str:
    names = [info.file_name for info in infos]
    near = [name for name in names if reference in name]
    near = near or get_close_matches(reference, names, n=3, cutoff=0.4)
    hint = (
        f"名称相近的有：{'、'.join(near[:5])}" if near else "用 disclosure documents 查看全部文件"
    )
    return f"资料库中没有「{reference}」；{hint}"
