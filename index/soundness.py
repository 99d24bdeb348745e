"""Tells whether the files of an index are still what was written: by size, then by digest.

A digest costs a second a gigabyte. Small files are read at once, large ones in the background;
either only when this process has not read them before, under whatever folder they are linked.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from threading import Event, Lock, Thread
from typing import NamedTuple

AT_ONCE = 64_000_000  # bytes that are read before an index is used


class _Key(NamedTuple):
    """What stays the same as long as nobody writes to a file."""

    device: int
    inode: int
    size: int
    written: int


_seen: dict[_Key, str] = {}  # the digests that this process has computed
_reading = Lock()  # one thread at a time reads in the background: the next one finds it read


class Damaged(ValueError):
    """A file of the index is not what was written."""


@dataclass(frozen=True, slots=True)
class Part:
    """What a file must be: its size in bytes and its digest."""

    size: int
    digest: str


class Health:
    """What is known so far about the files of one index."""

    def __init__(self) -> None:
        """Nothing is known to be wrong."""
        self._damaged = Event()
        self._reader: Thread | None = None

    @property
    def damaged(self) -> bool:
        """Whether a file was found to be damaged."""
        return self._damaged.is_set()

    def watch(self, folder: Path, parts: Mapping[str, Part]) -> None:
        """Read the files in the background."""
        self._reader = Thread(target=self._read, args=(folder, parts), daemon=True)
        self._reader.start()

    def wait(self) -> None:
        """Wait until everything has been read."""
        if self._reader:
            self._reader.join()

    def _read(self, folder: Path, parts: Mapping[str, Part]) -> None:
        try:
            with _reading:
                sound = all(_known(folder / name) == part.digest for name, part in parts.items())
        except FileNotFoundError:
            return  # swept away: a newer generation is in force
        except OSError:
            sound = False
        if not sound:
            self._damaged.set()


def examined(folder: Path, parts: Mapping[str, Part]) -> Health:
    """Return the health of a folder's files; raises Damaged when one is known to be wrong."""
    fresh = {}
    for name, part in parts.items():
        key = _key(folder / name)
        if key.size != part.size or _seen.get(key, part.digest) != part.digest:
            raise Damaged(folder / name)
        if key not in _seen:
            fresh[name] = part
    left = AT_ONCE
    for name, part in sorted(fresh.items(), key=lambda item: item[1].size):
        left -= part.size
        if left < 0:
            break
        if digest(folder / name) != part.digest:
            raise Damaged(folder / name)
        del fresh[name]
    health = Health()
    if fresh:
        health.watch(folder, fresh)
    return health


def verify(folder: Path, parts: Mapping[str, Part]) -> None:
    """Read files before they are copied into others; raises Damaged."""
    for name, part in parts.items():
        if _known(folder / name) != part.digest:
            raise Damaged(folder / name)


def parts_of(
    folder: Path, names: Iterable[str], base: Path | None, known: Mapping[str, Part]
) -> dict[str, Part]:
    """Return what files are now; those linked from ``base`` are what is ``known`` of them."""
    found = {}
    for name in names:
        path = folder / name
        if base and name in known and path.samefile(base / name):
            found[name] = known[name]
        else:
            found[name] = Part(path.stat().st_size, digest(path))
    return found


def digest(path: Path) -> str:
    """Return the digest of a file's content, and remember it as long as the file is unchanged."""
    key = _key(path)
    with path.open("rb") as file:
        found = hashlib.file_digest(file, "blake2b").hexdigest()[:32]
    _seen[key] = found
    return found


def _known(path: Path) -> str:
    return _seen.get(_key(path)) or digest(path)


def link(source: Path, target: Path) -> None:
    """Let ``target`` be the same file as ``source``, or a copy where that cannot be."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)


def _key(path: Path) -> _Key:
    status = path.stat()
    return _Key(status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns)
