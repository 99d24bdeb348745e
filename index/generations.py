"""Keeps finished indexes on disk: a new one appears whole, or not at all.

``index/current`` names the folder in force. It is replaced in one step after the new folder is
complete; a process that dies on the way leaves only a folder that the next build sweeps away.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock

FORMAT = 1  # grows when what a generation holds changes
MANIFEST = "manifest.json"


@dataclass(frozen=True, slots=True)
class Generation:
    """A complete index. ``stamp`` tells which state of the library, ``encoder`` whose vectors."""

    folder: Path
    stamp: str
    encoder: str


class Generations:
    """The index folder of one library."""

    def __init__(self, home: Path) -> None:
        """Use ``home/index``; it is made when the first generation is."""
        self.folder = home / "index"
        self._pointer = self.folder / "current"

    def lock(self) -> FileLock:
        """Return a lock that one builder at a time may hold, over all processes."""
        self.folder.mkdir(parents=True, exist_ok=True)
        return FileLock(self.folder / "lock")

    def current(self) -> Generation | None:
        """Return the generation in force; None when there is none or a file of it is damaged."""
        try:
            folder = self.folder / self._pointer.read_text("utf-8").strip()
            manifest = json.loads((folder / MANIFEST).read_text("utf-8"))
            sound = manifest["format"] == FORMAT and manifest["files"] == _digests(folder)
            return Generation(folder, manifest["stamp"], manifest["encoder"]) if sound else None
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def publish(self, stamp: str, encoder: str, write: Callable[[Path], None]) -> Generation:
        """Let ``write`` fill a new folder, put it in force, and remove all earlier ones."""
        folder = Path(tempfile.mkdtemp(prefix="g-", dir=self.folder))
        try:
            write(folder)
            manifest = {
                "format": FORMAT,
                "stamp": stamp,
                "encoder": encoder,
                "files": _digests(folder),
            }
            (folder / MANIFEST).write_text(json.dumps(manifest), "utf-8")
            replace_text(self._pointer, folder.name)
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise
        self._sweep(keep=folder.name)
        return Generation(folder, stamp, encoder)

    def _sweep(self, keep: str) -> None:
        for folder in self.folder.glob("g-*"):
            if folder.name != keep:  # another process may still read it; its files stay open
                shutil.rmtree(folder, ignore_errors=True)


def replace_text(path: Path, text: str) -> None:
    """Write ``path`` in one step: readers see the old text or the new one."""
    draft = path.with_name(path.name + ".new")
    with draft.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)


def _digests(folder: Path) -> dict[str, str]:
    """Return the digest of every file but the manifest and tantivy's empty lock files."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {
        path.relative_to(folder).as_posix(): _digest(path)
        for path in files
        if path.name != MANIFEST and path.suffix != ".lock"
    }


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "blake2b").hexdigest()[:32]
