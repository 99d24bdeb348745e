"""Keeps finished indexes on disk: a new one appears whole, or not at all.

``index/current`` names the folder in force. It is replaced in one step after the new folder is
complete; a process that dies on the way leaves only a folder that the next build sweeps away.
A new folder shares the files that did not change with the one before, as hard links.
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path

from filelock import FileLock, Timeout

from index.soundness import Health, Part, examined, parts_of

FORMAT = 2  # grows when what a generation holds changes
MANIFEST = "manifest.json"
FINISHED, REWRITTEN = "g-", "c-"  # prefixes of folders


@dataclass(frozen=True, slots=True)
class Label:
    """What an index says of itself: ``stamp`` tells which state of the library it holds,
    ``encoder`` whose vectors, ``ways`` how texts were cut."""

    stamp: str
    encoder: str
    ways: str


@dataclass(frozen=True, slots=True)
class Generation:
    """A complete index; ``health`` grows as its large files are read in the background."""

    folder: Path
    label: Label
    parts: dict[str, Part]
    health: Health = field(compare=False)

    @property
    def home(self) -> Path:
        """The folder of the library."""
        return self.folder.parent.parent


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
        """Return the generation in force; None when there is none or a file of it is damaged.

        Large files that this process has not seen yet are still being read: see ``health``.
        """
        try:
            folder = self.folder / self._pointer.read_text("utf-8").strip()
            manifest = json.loads((folder / MANIFEST).read_text("utf-8"))
            if manifest["format"] != FORMAT:
                return None
            parts = {name: Part(*part) for name, part in manifest["parts"].items()}
            return Generation(folder, Label(**manifest["label"]), parts, examined(folder, parts))
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def names_one(self) -> bool:
        """Whether a generation is said to be in force, sound or not."""
        return self._pointer.is_file()

    def publish(
        self, label: Label, write: Callable[[Path], None], base: Generation | None = None
    ) -> None:
        """Let ``write`` fill a new folder, put it in force, and remove all earlier ones.

        Files that ``write`` linked from ``base`` are not read again. Hold the lock.
        """
        with self._draft(FINISHED) as folder:
            write(folder)
            self._put_in_force(folder, label, base)

    def rewrite(self, base: Generation, write: Callable[[Path], None]) -> None:
        """Let ``write`` fill a new folder that says the same as ``base``, and put it in force.

        Nobody waits meanwhile: the lock is held for the last step only. Nothing is done when
        somebody else is at it, or when ``base`` is no longer in force at the end.
        """
        with suppress(Timeout), FileLock(self.folder / "rewriting.lock", timeout=0):
            self._sweep(REWRITTEN)
            with self._draft(REWRITTEN) as folder:
                write(folder)
                self._replace(base, folder)

    def condemn(self, generation: Generation) -> None:
        """Take a damaged generation out of force."""
        with self.lock(), suppress(OSError):
            if self._pointer.read_text("utf-8").strip() == generation.folder.name:
                self._pointer.unlink()

    @contextmanager
    def _draft(self, prefix: str) -> Iterator[Path]:
        folder = Path(tempfile.mkdtemp(prefix=prefix, dir=self.folder))
        try:
            yield folder
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise

    def _replace(self, base: Generation, folder: Path) -> None:
        with self.lock():
            if self._pointer.read_text("utf-8").strip() != base.folder.name:
                shutil.rmtree(folder, ignore_errors=True)
                return
            final = folder.with_name(folder.name.replace(REWRITTEN, FINISHED, 1))
            folder.rename(final)
            self._put_in_force(final, base.label, None)

    def _put_in_force(self, folder: Path, label: Label, base: Generation | None) -> None:
        linked = (base.folder, base.parts) if base else (None, {})
        parts = parts_of(folder, _names(folder), *linked)
        manifest = {
            "format": FORMAT,
            "label": asdict(label),
            "parts": {name: [part.size, part.digest] for name, part in parts.items()},
        }
        (folder / MANIFEST).write_text(json.dumps(manifest), "utf-8")
        replace_text(self._pointer, folder.name)
        self._sweep(FINISHED, keep=folder.name)

    def _sweep(self, prefix: str, keep: str = "") -> None:
        for folder in self.folder.glob(f"{prefix}*"):
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


def _names(folder: Path) -> list[str]:
    """Return the files of a folder, but for the manifest and tantivy's empty lock files."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return [
        path.relative_to(folder).as_posix()
        for path in files
        if path.name != MANIFEST and path.suffix != ".lock"
    ]
