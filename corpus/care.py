"""Finds out what is wrong with a library, and puts right what can be put right.

The originals are the ground truth: a database that is damaged is made anew by reading them again.
What cannot be made anew (an original that is gone or has changed) is told, never hidden.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import sqlite3
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import select

from corpus.beside import keep_correction, removed_ids
from corpus.corrections import Correction
from corpus.errors import LibraryError
from corpus.ingest import PARSER
from corpus.intake import File
from corpus.library import Added, Library
from corpus.store import FILE, Store, documents
from corpus.store_words import nothing_yet

LOW_SPACE = 200_000_000  # bytes
ORIGINALS = "originals"
SET_ASIDE = "damaged-"  # prefix of the folder that keeps a damaged database


@dataclass(frozen=True, slots=True)
class Trouble:
    """One thing that is wrong. ``way_out``: what mends it; ``mendable``: ``mend`` does that."""

    kind: str  # database, unfinished, original-…, leftover, outdated, disk, index
    message: str
    way_out: str
    mendable: bool = False


def troubles_of(home: Path) -> list[Trouble]:
    """Return what is wrong with a library, gravest first; raises LibraryError when none is there.

    Reads every original once. Nothing is changed, but an older library is upgraded.
    """
    if not (home / FILE).is_file() and not _originals(home):
        raise LibraryError(nothing_yet(home))
    found = [*_disk(home)]
    if damage := _damage(home / FILE):
        return [Trouble("database", f"数据库损坏：{damage}", "用保存的原文件重建", True), *found]
    store = Store(home, upgrade=True)
    try:
        return [*_unfinished(home), *_files(store), *_outdated(store), *found]
    finally:
        store.engine.dispose()


def mend(home: Path) -> list[Added]:
    """Put right what can be; return what became of the documents that were read again."""
    if _damage(home / FILE):
        _set_aside(home)
    library = Library.open(home, create=True)
    results = _taken_back(home, library, _aside(home))
    library.remove([])  # sweeps what belongs to no document
    return [*results, *library.reread()]


def _disk(home: Path) -> Iterator[Trouble]:
    if not os.access(home, os.W_OK):
        yield Trouble("disk", f"文件夹 {home} 不能写入", "检查权限；只读时仍可提问")
    free = shutil.disk_usage(home).free
    if free < LOW_SPACE:
        yield Trouble("disk", f"磁盘只剩 {free // 10**6} MB", "腾出空间后再添加文件")


def _damage(database: Path) -> str:
    """Return what SQLite finds wrong with a database; empty when it is sound."""
    if not database.is_file():
        return "数据库文件不在了"
    try:
        with closing(sqlite3.connect(database)) as connection:
            (found,) = connection.execute("PRAGMA integrity_check(1)").fetchone()
            orphans = connection.execute("PRAGMA foreign_key_check").fetchone()
            connection.execute("SELECT count(*) FROM documents").fetchone()
    except sqlite3.DatabaseError as wrong:
        return str(wrong)
    if found != "ok":
        return str(found)
    return "有数字不属于任何文件" if orphans else ""


def _aside(home: Path) -> list[Path]:
    """Return the folders of damaged databases whose originals were not all read again."""
    return [folder for folder in sorted(home.glob(f"{SET_ASIDE}*")) if _originals(folder)]


def _originals(home: Path) -> list[Path]:
    folder = home / ORIGINALS
    if not folder.is_dir():
        return []
    return sorted(path for path in folder.iterdir() if not path.name.startswith("."))


def _unfinished(home: Path) -> Iterator[Trouble]:
    if left := sum(len(_originals(folder)) for folder in _aside(home)):
        message = f"数据库重建过，还有 {left} 个原文件没有读回"
        yield Trouble("unfinished", message, f"读回；仍读不出的留在 {SET_ASIDE}* 文件夹里", True)


def _files(store: Store) -> Iterator[Trouble]:
    rows = store.rows(select(documents.c.id, documents.c.file_name))
    for id, name in sorted(rows, key=lambda row: row[1]):
        yield from _original(store.original(id, name), id, name)
    with store.read() as connection:
        known = {id for id, _ in rows} | removed_ids(connection)
    if left := [path for path in store.originals.iterdir() if path.stem not in known]:
        yield Trouble("leftover", f"有 {len(left)} 个不属于任何文件的残留", "清除", True)


def _original(path: Path, id: str, name: str) -> Iterator[Trouble]:
    way_out = "移出后重新添加这个文件；已读出的数字仍可查询"
    if not path.is_file():
        yield Trouble("original-missing", f"《{name}》保存的原文件不在了", way_out)
    elif _digest(path) != id:
        yield Trouble("original-changed", f"《{name}》保存的原文件已被改动或损坏", way_out)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _outdated(store: Store) -> Iterator[Trouble]:
    old = store.rows(select(documents.c.id).where(documents.c.parser < PARSER))
    if old:
        message = f"{len(old)} 个文件由较早版本的程序读入"
        yield Trouble("outdated", message, "用保存的原文件重新读取", True)


def _set_aside(home: Path) -> None:
    """Move the database and the originals away, to be read again from there."""
    kept = home / f"{SET_ASIDE}{datetime.now(UTC):%Y%m%d%H%M%S%f}"
    kept.mkdir()
    for path in [home / ORIGINALS, *home.glob(f"{FILE}*")]:
        if path.exists():
            path.rename(kept / path.name)


def _taken_back(home: Path, library: Library, aside: Sequence[Path]) -> list[Added]:
    """Read the originals that were set aside; those that are read leave there."""
    known = [_rescued(folder / FILE) for folder in aside]
    names = {id: name for one in known for id, name in one.names.items()}
    gone = {id for one in known for id in one.removed}
    with Store(home).write() as connection:
        for id, said in ((id, said) for one in known for id, said in one.corrections.items()):
            keep_correction(connection, id, said)
    for path in [path for folder in aside for path in _originals(folder) if path.stem in gone]:
        path.rename(path.parent.parent / path.name)  # was taken out: kept, but not read again
    waiting = [path for folder in aside for path in _originals(folder)]
    sound = [path for path in waiting if _digest(path) == path.stem]
    results = library.read([File(path, names.get(path.stem, path.name)) for path in sound])
    for one in results:
        if one.status != "failed":
            one.path.unlink()
    return results


@dataclass(frozen=True, slots=True)
class _Rescued:
    """What a damaged database still tells, by document id."""

    names: Mapping[str, str]
    corrections: Mapping[str, Correction]
    removed: Collection[str]  # what was taken out and could come back


def _rescued(database: Path) -> _Rescued:
    names = {id: name for id, name in _rows(database, "SELECT id, file_name FROM documents")}
    said = _rows(database, "SELECT id, owner, year, kind FROM corrections")
    removed = _rows(database, "SELECT id FROM removed")
    return _Rescued(names, {id: Correction(*rest) for id, *rest in said}, {id for (id,) in removed})


def _rows(database: Path, query: str) -> list[tuple[Any, ...]]:
    """Return as many rows of a query as can be read."""
    rows: list[tuple[Any, ...]] = []
    if database.is_file():
        with suppress(sqlite3.DatabaseError), closing(sqlite3.connect(database)) as connection:
            rows.extend(connection.execute(query))
    return rows
