"""The files that people hand in through the page: one queue for all, read one after the other.

Everybody sees the same queue. A file goes through the stages of ``Stage``; it is in the library,
whole, from the moment its reading is done, and questions use it once the index has caught up.
"""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from importlib.resources import files
from pathlib import Path, PurePosixPath, PureWindowsPath
from threading import Event, Lock, Thread

from corpus.errors import DisclosureError
from corpus.library import Added, Library

KEPT = 400  # finished files that are still told of
SLOWEST = 20_000.0  # bytes a second that reading is taken for before anything was read
LEARNT = 0.5  # how much the last file of a kind counts against all before it
LONGEST_NAME = 120  # characters
GONE = "上传没有完成，请再选一次这个文件"


class Stage(StrEnum):
    """Where a file is."""

    WAITING = "waiting"
    READING = "reading"
    INDEXING = "indexing"  # read and stored; the index is catching up
    DONE = "done"
    KNOWN = "known"  # the same content is in the library already
    FAILED = "failed"
    CANCELLED = "cancelled"


OPEN = frozenset({Stage.WAITING, Stage.READING, Stage.INDEXING})


@dataclass(frozen=True, slots=True)
class Job:
    """One handed-in file. ``error`` is a Chinese sentence; ``left`` are seconds, estimated."""

    number: int
    name: str
    size: int  # bytes
    path: Path
    stage: Stage = Stage.WAITING
    added: Added | None = None
    error: str = ""
    left: float | None = None
    began: float = 0.0  # monotonic seconds, 0 before reading

    @property
    def is_open(self) -> bool:
        """Whether something is still to be done for it."""
        return self.stage in OPEN


@dataclass
class Pace:
    """How many bytes a second are read of each kind of file, learnt while reading."""

    known: dict[str, float] = field(default_factory=dict)

    def seconds(self, name: str, size: int) -> float:
        """Return how long a file of that name and size will probably take."""
        return size / self.known.get(Path(name).suffix.lower(), SLOWEST)

    def learn(self, name: str, size: int, seconds: float) -> None:
        """Remember how long a file took."""
        kind, pace = Path(name).suffix.lower(), size / max(seconds, 0.01)
        before = self.known.get(kind, pace)
        self.known[kind] = before + LEARNT * (pace - before)


class Intake:
    """The queue of one page. Safe to share between threads."""

    def __init__(self, library: Library, ready: Callable[[], None]) -> None:
        """``ready``: brings the index up to date; called when the queue has been read."""
        self._library = library
        self._ready = ready
        self._lock = Lock()
        self._jobs: dict[int, Job] = {}
        self._number = 0
        self._stamp = 0
        self._pace = Pace()
        self._stop = Event()
        self._reader: Thread | None = None

    @property
    def stamp(self) -> int:
        """A number that grows with every change."""
        return self._stamp

    @property
    def last(self) -> int:
        """The number of the newest file that nothing is to be done for; 0 without any."""
        return max((job.number for job in self.jobs() if not job.is_open), default=0)

    def jobs(self) -> list[Job]:
        """Return all files, newest last, with the seconds that each will still take."""
        with self._lock:
            jobs = list(self._jobs.values())
        told, ahead, now = [], 0.0, time.monotonic()
        for job in jobs:
            if job.stage in (Stage.WAITING, Stage.READING):
                spent = now - job.began if job.began else 0.0
                ahead += max(1.0, self._pace.seconds(job.name, job.size) - spent)
                job = replace(job, left=ahead)
            told.append(job)
        return told

    def hand_in(self, path: Path, name: str) -> None:
        """Put a copy of the file at ``path`` at the end of the queue, under a name of its own."""
        name = clean_name(name)
        with self._lock:
            self._number += 1
            number = self._number
        copy = Path(tempfile.mkdtemp(prefix="disclosure-")) / name
        job = Job(number, name, 0, copy)
        try:
            shutil.copyfile(path, copy)
            job = replace(job, size=copy.stat().st_size)
        except OSError:
            job = replace(job, stage=Stage.FAILED, error=GONE)
            shutil.rmtree(copy.parent, ignore_errors=True)
        self._put(job)
        self._start()

    def cancel(self, number: int | None = None) -> None:
        """Give up one file that has not been read, or all of them."""
        with self._lock:
            wanted = [job for job in self._jobs.values() if number in (None, job.number)]
            given_up = [job for job in wanted if job.stage is Stage.WAITING]
            for job in given_up:
                self._jobs[job.number] = replace(job, stage=Stage.CANCELLED)
            if any(job.stage is Stage.READING for job in wanted):
                self._stop.set()
            self._stamp += 1
        for job in given_up:
            shutil.rmtree(job.path.parent, ignore_errors=True)

    def _put(self, job: Job) -> None:
        with self._lock:
            self._jobs[job.number] = job
            for number in list(self._jobs)[:-KEPT]:
                if not self._jobs[number].is_open:
                    del self._jobs[number]
            self._stamp += 1

    def _start(self) -> None:
        with self._lock:
            if self._reader is None or not self._reader.is_alive():
                self._reader = Thread(target=self._read_all, daemon=True)
                self._reader.start()

    def _next(self) -> Job | None:
        """Begin with the oldest waiting file; without one the reader ends, a new one may start."""
        with self._lock:
            waiting = (job for job in self._jobs.values() if job.stage is Stage.WAITING)
            job = next(waiting, None)
            if job:
                job = replace(job, stage=Stage.READING, began=time.monotonic())
                self._jobs[job.number] = job
                self._stop = Event()
                self._stamp += 1
            elif not self._indexing():
                self._reader = None
            return job

    def _indexing(self) -> list[Job]:
        return [job for job in self._jobs.values() if job.stage is Stage.INDEXING]

    def _read_all(self) -> None:
        while True:
            job = self._next()
            if job:
                self._read(job)
            elif fresh := self._indexing():
                self._index(fresh)
            else:
                return

    def _read(self, job: Job) -> None:
        try:
            (added,) = self._library.add([job.path], stop=self._stop)
        except DisclosureError as trouble:
            self._put(replace(job, stage=Stage.FAILED, error=str(trouble)))
            return
        finally:
            shutil.rmtree(job.path.parent, ignore_errors=True)
        if added.status in ("added", "replaced", "reread"):
            self._pace.learn(job.name, job.size, time.monotonic() - job.began)
        self._put(_settled(job, added, is_stopped=self._stop.is_set()))

    def _index(self, fresh: Sequence[Job]) -> None:
        try:
            self._ready()
        except DisclosureError as trouble:
            fresh = [replace(job, error=str(trouble)) for job in fresh]
        for job in fresh:
            self._put(replace(job, stage=Stage.DONE))


def _settled(job: Job, added: Added, *, is_stopped: bool) -> Job:
    job = replace(job, added=added)
    if added.status == "unchanged":
        return replace(job, stage=Stage.KNOWN)
    if added.error is None:
        return replace(job, stage=Stage.INDEXING)
    if is_stopped:
        return replace(job, stage=Stage.CANCELLED)
    return replace(job, stage=Stage.FAILED, error=told_plainly(added.error, job.path))


def told_plainly(error: str, path: Path) -> str:
    """Return an error without the folder in which the page keeps the file."""
    for said in (f"{path}：", f"{path}:", f"{path} ", str(path)):
        error = error.replace(said, "" if said != str(path) else path.name)
    return error.removeprefix(f"{path.name}：").strip()


def clean_name(name: str) -> str:
    """Return the last part of a name that a browser sent, without what a file cannot hold."""
    last = PureWindowsPath(PurePosixPath(name.replace("\0", "")).name).name
    plain = "".join(letter for letter in last if letter.isprintable()).strip(" .")
    stem, suffix = Path(plain).stem, Path(plain).suffix
    return (stem[: LONGEST_NAME - len(suffix)] + suffix) or "未命名"


def sample_files() -> list[Path]:
    """Return the sample disclosures that ship with the program."""
    folder = Path(str(files("corpus") / "samples"))
    return sorted(folder.glob("*.txt"))
