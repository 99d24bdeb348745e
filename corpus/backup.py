"""Saves a library into one file, and makes a library of such a file again.

The file is an ordinary zip archive: a snapshot of the database as of one moment, the originals,
and what people wrote beside them. What follows from these (the index) is left out. A manifest
holds the size and the SHA-256 digest of every file; nothing is restored that differs from it.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile

from corpus.errors import DisclosureError, LibraryError
from corpus.store import FILE, Store

FORMAT = 1
MANIFEST = "backup.json"
DERIVED = ("index",)  # folders that can be made anew
STAGE = ".backup-"  # prefix of the folder in which a snapshot is gathered
LIVE = (FILE, f"{FILE}-wal", f"{FILE}-shm")  # the database while it is in use
CHUNK = 1 << 20  # bytes
DAMAGED = (BadZipFile, ValueError, KeyError, TypeError, EOFError, NotImplementedError)


@dataclass(frozen=True, slots=True)
class Saved:
    """What a backup holds: number of documents, and of bytes before they were packed."""

    documents: int
    size: int


def back_up(home: Path, target: Path) -> Saved:
    """Save the library of ``home`` as ``target``, which appears whole or not at all.

    Writers wait while the snapshot is gathered, readers do not. Raises LibraryError.
    """
    store = Store(home)
    draft = target.with_name(f".{target.name}.part")
    try:
        with _snapshot(store) as stage:
            listed = {path.relative_to(stage).as_posix(): path for path in _files(stage)}
            with ZipFile(draft, "w", ZIP_DEFLATED, compresslevel=1) as archive:
                parts = {name: _pack(archive, name, path) for name, path in listed.items()}
                archive.writestr(MANIFEST, json.dumps({"format": FORMAT, "files": parts}))
            count = _documents(stage / FILE)
        _sync(draft)
        draft.replace(target)
    except OSError as wrong:
        raise LibraryError(f"备份没有完成（{wrong.strerror}）：{target}；资料库没有变动") from wrong
    finally:
        draft.unlink(missing_ok=True)
    return Saved(count, sum(size for size, _ in parts.values()))


def restore(source: Path, home: Path) -> Saved:
    """Make a library of a backup in ``home``, which must be empty or not there.

    It appears whole or not at all. Raises LibraryError.
    """
    if home.exists() and (not home.is_dir() or any(home.iterdir())):
        raise LibraryError(f"{home} 里已有内容。请用 --home 指定一个空文件夹，再执行恢复")
    home.parent.mkdir(parents=True, exist_ok=True)
    stage = Path(tempfile.mkdtemp(prefix=f".{home.name}-", dir=home.parent))
    try:
        parts = _unpacked(source, stage)
        count = _documents(stage / FILE)
        Store(stage, upgrade=True).engine.dispose()  # refuses what this program cannot use
        if home.exists():
            home.rmdir()
        stage.rename(home)
    except OSError as wrong:
        raise LibraryError(f"无法恢复到 {home}（{wrong.strerror}）；没有留下内容") from wrong
    finally:
        shutil.rmtree(stage, ignore_errors=True)
    return Saved(count, sum(size for size, _ in parts.values()))


@contextmanager
def _snapshot(store: Store) -> Iterator[Path]:
    """Yield a folder with everything of one moment: links where possible, else copies."""
    for left in store.home.glob(f"{STAGE}*"):
        shutil.rmtree(left, ignore_errors=True)
    stage = Path(tempfile.mkdtemp(prefix=STAGE, dir=store.home))
    try:
        with store.write():  # nobody adds or sweeps an original meanwhile
            for path in _files(store.home):
                inner = path.relative_to(store.home)
                if inner.parts[0] not in (*DERIVED, *LIVE) and not _hidden(inner):
                    _link(path, stage / inner)
            _copy_database(store.home / FILE, stage / FILE)
        yield stage
    finally:
        shutil.rmtree(stage, ignore_errors=True)


def _hidden(inner: Path) -> bool:
    return any(part.startswith(".") for part in inner.parts)


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def _link(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.link(source, target)
    except OSError:  # a disk without links
        shutil.copy2(source, target)


def _copy_database(source: Path, target: Path) -> None:
    with closing(sqlite3.connect(source)) as live, closing(sqlite3.connect(target)) as copy:
        live.backup(copy)
        copy.execute("PRAGMA journal_mode = DELETE")


def _documents(database: Path) -> int:
    with closing(sqlite3.connect(database)) as copy:
        count: int = copy.execute("SELECT count(*) FROM documents").fetchone()[0]
    return count


def _pack(archive: ZipFile, name: str, path: Path) -> tuple[int, str]:
    """Add a file; return its size in bytes and its digest."""
    digest = hashlib.sha256()
    with path.open("rb") as file, archive.open(name, "w", force_zip64=True) as packed:
        while block := file.read(CHUNK):
            digest.update(block)
            packed.write(block)
    return path.stat().st_size, digest.hexdigest()


def _sync(path: Path) -> None:
    with path.open("rb") as file:
        os.fsync(file.fileno())


def _unpacked(source: Path, stage: Path) -> dict[str, tuple[int, str]]:
    """Unpack what the manifest lists, and return that; raises LibraryError."""
    try:
        with ZipFile(source) as archive:
            parts = _listed(json.loads(archive.read(MANIFEST)))
            for name, part in parts.items():
                _unpack(archive, name, stage, part)
        return parts
    except FileNotFoundError as wrong:
        raise LibraryError(f"找不到备份文件：{source}") from wrong
    except DisclosureError:
        raise
    except DAMAGED as wrong:
        raise LibraryError(f"{source} 不是完整的备份文件，没有恢复任何内容") from wrong


def _listed(manifest: Mapping[str, object]) -> dict[str, tuple[int, str]]:
    if manifest["format"] != FORMAT:
        raise LibraryError("备份由更新版本的程序写成，请先升级程序")
    files = manifest["files"]
    if not isinstance(files, dict) or FILE not in files:
        raise ValueError(MANIFEST)
    for name in files:
        pure = PurePosixPath(name)
        if pure.is_absolute() or ".." in pure.parts or "\\" in name or ":" in name:
            raise ValueError(name)
    return {name: (int(size), str(digest)) for name, (size, digest) in files.items()}


def _unpack(archive: ZipFile, name: str, stage: Path, part: tuple[int, str]) -> None:
    """Write one file, never more of it than the manifest says; raises ValueError."""
    size, digest = part
    target = stage / name
    target.parent.mkdir(parents=True, exist_ok=True)
    found, left = hashlib.sha256(), size
    with archive.open(name) as packed, target.open("wb") as file:
        while left >= 0 and (block := packed.read(CHUNK)):
            left -= len(block)
            found.update(block)
            file.write(block)
    if left != 0 or found.hexdigest() != digest:
        raise ValueError(name)
