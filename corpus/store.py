"""Owns the library's database: one transaction a document, so a killed process leaves no half.

SQLAlchemy Core over SQLite in WAL mode (many readers beside one writer). Originals lie beside the
database under the hash of their content; they are put in place before the transaction commits and
swept under the next write lock when it never did.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Any, Protocol

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Connection,
    Engine,
    ForeignKey,
    Integer,
    MetaData,
    Select,
    String,
    Table,
    Text,
    create_engine,
    delete,
    event,
    insert,
    select,
    update,
)
from sqlalchemy.exc import DatabaseError, OperationalError

from corpus.beside import correction_of, keep_correction, removed_ids
from corpus.corrections import Correction
from corpus.document import Document
from corpus.errors import LibraryError
from corpus.figure import Absence, Figure
from corpus.records import absence_record, document_record, figure_record
from corpus.store_words import database_gone, nothing_yet, unusable, unwritable

SCHEMA = 2  # raise with every change of the tables, and say below how to come from the one before
# What makes a library of one schema one of the next. The columns start empty: what stands in them
# comes when a document is read again, which its stamp 0 asks for.
UPGRADES = {
    1: (
        "ALTER TABLE documents ADD COLUMN parser INTEGER NOT NULL DEFAULT 0",
        "ALTER TABLE documents ADD COLUMN checked_count INTEGER NOT NULL DEFAULT 0",
        "ALTER TABLE documents ADD COLUMN reconciled_count INTEGER NOT NULL DEFAULT 0",
        "ALTER TABLE documents ADD COLUMN page_starts TEXT NOT NULL DEFAULT '[]'",
        "ALTER TABLE figures ADD COLUMN doubtful BOOLEAN NOT NULL DEFAULT 0",
    ),
}
FILE = "library.sqlite"
BUSY_SECONDS = 60

metadata = MetaData()
meta = Table(
    "meta",
    metadata,
    Column("name", String, primary_key=True),
    Column("value", Integer, nullable=False),
)
documents = Table(
    "documents",
    metadata,
    Column("id", String, primary_key=True),
    Column("file_name", String, nullable=False, unique=True),
    Column("title", String, nullable=False),
    Column("owner", String, nullable=False, index=True),
    Column("region", String, nullable=False),
    Column("fiscal_year", Integer, index=True),
    Column("kind", String, nullable=False),
    Column("added_at", String, nullable=False),
    Column("section_count", Integer, nullable=False),
    Column("table_count", Integer, nullable=False),
    Column("checked_count", Integer, nullable=False, server_default="0"),
    Column("reconciled_count", Integer, nullable=False, server_default="0"),
    Column("figure_count", Integer, nullable=False),
    Column("absence_count", Integer, nullable=False),
    Column("character_count", Integer, nullable=False),
    Column("warnings", Text, nullable=False),
    Column("parser", Integer, nullable=False, server_default="0"),  # of the program that read it
    Column("text", Text, nullable=False),
    Column("sections", Text, nullable=False),
    Column("tables", Text, nullable=False),
    Column("paragraphs", Text, nullable=False),
    Column("page_starts", Text, nullable=False, server_default="[]"),
)


def _place_columns() -> list[Column[Any]]:
    """Columns of whatever stands at a place of a document: figures and absences."""
    owner = ForeignKey("documents.id", ondelete="CASCADE")
    return [
        Column("document", String, owner, primary_key=True),
        Column("seq", Integer, primary_key=True, autoincrement=False),
        Column("owner", String, nullable=False, index=True),
        Column("item_name", String, nullable=False, index=True),
        Column("item_code", String, nullable=False, index=True),
        Column("item_path", Text, nullable=False),
        Column("role", String, nullable=False),
        Column("slice", Text, nullable=False),
        Column("year", Integer, index=True),
        Column("basis", String, nullable=False),
        Column("context", Text, nullable=False),
        Column("section", Text, nullable=False),
        Column("start", Integer, nullable=False),
        Column("end", Integer, nullable=False),
        Column("quote", Text, nullable=False),
        Column("page", Integer),
        Column("cell_table", Integer),
        Column("cell_row", Integer),
        Column("cell_column", Integer),
        Column("table_name", String, nullable=False),
        Column("row_name", String, nullable=False),
        Column("column_name", String, nullable=False),
        Column("source_printed", String, nullable=False),
    ]


figures = Table(
    "figures",
    metadata,
    *_place_columns(),
    Column("measure", String, nullable=False),
    Column("digits", BigInteger),
    Column("long_digits", Text),  # an integer column would turn more than 64 bits into a float
    Column("exponent", Integer, nullable=False),
    Column("unit", String, nullable=False),
    Column("printed", String, nullable=False),
    Column("comparator", String, nullable=False),
    Column("direction", String),
    Column("years", Text, nullable=False),
    Column("exact", Boolean, nullable=False),
    Column("doubtful", Boolean, nullable=False, server_default="0"),
    CheckConstraint("(digits IS NULL) <> (long_digits IS NULL)", name="one_amount"),
    sqlite_with_rowid=False,
)
absences = Table(
    "absences",
    metadata,
    *_place_columns(),
    Column("kind", String, nullable=False),
    sqlite_with_rowid=False,
)
OMITTED = {"text", "sections", "tables", "paragraphs", "page_starts", "parser"}
INFO_COLUMNS = [column for column in documents.c if column.name not in OMITTED]


class Parsed(Protocol):
    """What a parsed file gives to the store: ``corpus.ingest.ParsedDocument``."""

    @property
    def document(self) -> Document:
        """The document itself."""

    @property
    def figures(self) -> Sequence[Figure]:
        """Every printed number."""

    @property
    def absences(self) -> Sequence[Absence]:
        """Every place without a number."""

    @property
    def parser(self) -> int:
        """The stamp of the program that read the file."""

    @property
    def correction(self) -> Correction:
        """What was corrected by hand while reading."""


class Store:
    """The database and the originals of one library folder; safe to share between threads."""

    def __init__(self, home: Path, *, create: bool = False, upgrade: bool = False) -> None:
        """Open the database of ``home``; raise ``LibraryError`` when it cannot be used."""
        self.home = home
        self.originals = home / "originals"
        if not (home / FILE).is_file():
            if self.originals.is_dir() and any(self.originals.iterdir()):
                raise LibraryError(database_gone(home))
            if not create:
                raise LibraryError(nothing_yet(home))
        try:
            if create:
                self.originals.mkdir(parents=True, exist_ok=True)
            self.engine = _engine(home / FILE)
            if create:
                self._create()
            if create or upgrade:
                self._upgrade()
            self._check()
        except (DatabaseError, sqlite3.DatabaseError, OSError) as wrong:
            raise LibraryError(unusable(home, wrong)) from wrong

    @property
    def revision(self) -> int:
        """The number of committed changes so far."""
        return self._number("revision") or 0

    def rows(self, query: Select[Any]) -> Sequence[Any]:
        """Return all rows of a query as plain tuples, read as of one moment.

        The driver's own tuples: ten thousand figures cost a third less than as ``Row`` objects.
        """
        with self.read() as connection:
            rows: Sequence[Any] = connection.execute(query).cursor.fetchall()
        return rows

    def mappings(self, query: Select[Any]) -> list[dict[str, Any]]:
        """Return all rows of a query as dictionaries by column name."""
        with self.read() as connection:
            return [dict(row) for row in connection.execute(query).mappings()]

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """See the database as of one moment."""
        try:
            with self.engine.connect() as connection:
                yield connection
        except DatabaseError as wrong:
            raise LibraryError(unusable(self.home, wrong)) from wrong

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """Hold the write lock; everything inside becomes visible at once, or never."""
        try:
            with self.engine.connect() as connection:
                locking = connection.execution_options(sqlite_begin="IMMEDIATE")
                with locking.begin():
                    yield locking
        except (OperationalError, OSError) as wrong:
            raise LibraryError(unwritable(self.home, wrong)) from wrong

    def put(self, parsed: Parsed, data: bytes, correction: Correction | None = None) -> set[str]:
        """Insert a document, or replace what has its id or file name; return the ids replaced.

        The original is in place before anything is visible. ``correction``: of a document that
        is there, kept from now on.
        """
        document = parsed.document
        with self.write() as connection:
            self._put_original(document, data)
            same = (documents.c.file_name == document.file_name) | (documents.c.id == document.id)
            query = select(documents.c.id, documents.c.added_at).where(same)
            old = {id: added for id, added in connection.execute(query)}
            if correction is not None:
                if document.id not in old:
                    raise LibraryError("这份文件已不在资料库中，没有更正")
                keep_correction(connection, document.id, correction)
            connection.execute(delete(documents).where(documents.c.id.in_(old)))
            row = _document_row(parsed)
            row["added_at"] = old.get(document.id) or _now()  # read again is not added again
            if correction_of(connection, document.id) != parsed.correction:
                row["parser"] = 0  # corrected while it was read: to be read again
            connection.execute(insert(documents), row)
            _insert_all(connection, figures, map(figure_record, parsed.figures, count()))
            _insert_all(connection, absences, map(absence_record, parsed.absences, count()))
            count_change(connection)
        return set(old)

    def delete(self, ids: Iterable[str]) -> None:
        """Delete documents with everything that was read from them."""
        with self.write() as connection:
            connection.execute(delete(documents).where(documents.c.id.in_(list(ids))))
            count_change(connection)

    def sweep(self) -> None:
        """Delete originals and temporary files that belong to no document."""
        with self.write() as connection:  # the lock: another writer's fresh original is no orphan
            known = set(connection.scalars(select(documents.c.id))) | removed_ids(connection)
            for path in self.originals.iterdir():
                if path.name.split(".")[0] not in known:
                    path.unlink(missing_ok=True)

    def original(self, id: str, file_name: str) -> Path:
        """Return where the bytes of a document lie."""
        return self.originals / f"{id}{Path(file_name).suffix.lower()}"

    def _put_original(self, document: Document, data: bytes) -> None:
        target = self.original(document.id, document.file_name)
        temporary = self.originals / f".{os.getpid()}.part"
        with temporary.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(target)

    def _create(self) -> None:
        with self.write() as connection:
            if self.engine.dialect.has_table(connection, "meta"):
                return
            metadata.create_all(connection)
            fresh = [{"name": "schema", "value": SCHEMA}, {"name": "revision", "value": 0}]
            connection.execute(insert(meta), fresh)

    def _upgrade(self) -> None:
        """Bring an older library up to this schema: wholly, or not at all when killed."""
        if self._number("schema") not in UPGRADES:
            return
        with self.write() as connection:  # the lock first: another process may be faster
            schema = select(meta.c.value).where(meta.c.name == "schema")
            found = connection.scalar(schema)
            while found in UPGRADES:
                for statement in UPGRADES[found]:
                    connection.exec_driver_sql(statement)
                found += 1
                newer = update(meta).where(meta.c.name == "schema")
                connection.execute(newer.values(value=found))

    def _check(self) -> None:
        found = self._number("schema")
        if found == SCHEMA:
            return
        if found in UPGRADES:
            raise LibraryError(
                f"资料库 {self.home} 由较早版本的程序写成，需要升级一次。"
                "请执行 disclosure add（不带文件）：程序会用保存的原文件重新读取，资料不会丢失"
            )
        age = "较早" if found is None or found < SCHEMA else "更新"
        raise LibraryError(
            f"资料库 {self.home} 由{age}版本的程序写成"
            f"（格式 {found}，本程序用格式 {SCHEMA}），不能直接使用。"
            f"请用 --home 指定一个新文件夹，重新执行 disclosure add；原文件保存在 {self.originals}"
        )

    def _number(self, name: str) -> int | None:
        with self.engine.connect() as connection:
            if not self.engine.dialect.has_table(connection, "meta"):
                raise LibraryError(nothing_yet(self.home))  # killed while it was being made
            return connection.scalar(select(meta.c.value).where(meta.c.name == name))


def _engine(path: Path) -> Engine:
    engine = create_engine(f"sqlite:///{path}", connect_args={"timeout": BUSY_SECONDS})
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def _prepare(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None  # _begin says BEGIN: the driver would begin too late
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute(f"PRAGMA busy_timeout = {BUSY_SECONDS * 1000}")


def _begin(connection: Connection) -> None:
    mode = connection.get_execution_options().get("sqlite_begin", "DEFERRED")
    connection.exec_driver_sql(f"BEGIN {mode}")


def _document_row(parsed: Parsed) -> dict[str, Any]:
    document = parsed.document
    return document_record(document) | {
        "parser": parsed.parser,
        "section_count": len(document.sections),
        "table_count": len(document.tables),
        "checked_count": sum(table.reconciled is not None for table in document.tables),
        "reconciled_count": sum(table.reconciled is True for table in document.tables),
        "figure_count": len(parsed.figures),
        "absence_count": len(parsed.absences),
        "character_count": len(document.text),
    }


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def _insert_all(connection: Connection, table: Table, rows: Iterable[Mapping[str, Any]]) -> None:
    if batch := list(rows):
        connection.execute(insert(table), batch)


def count_change(connection: Connection) -> None:
    """Raise the revision."""
    change = update(meta).where(meta.c.name == "revision")
    connection.execute(change.values(value=meta.c.value + 1))
