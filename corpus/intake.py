"""Turns the paths that a person names into parsed files, in order, over processes when asked.

One bad file never stops the others, not even one that hangs or kills the process that reads it:
everything but small plain text is read in a worker process.
"""

from __future__ import annotations

import errno
import hashlib
import re
from collections import deque
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from threading import Event
from typing import Self

from corpus.corrections import NONE, Correction
from corpus.errors import DisclosureError, UnreadableDocument
from corpus.ingest import ParsedDocument, parse
from corpus.readers.kinds import PLAIN, SUFFIXES, kind_of
from corpus.workers import Workers

FEW_FILES = 8  # up to here starting a process takes longer than small texts do
SMALL, SIMPLE = 1024**2, 20 * 1024**2  # bytes of a text, and of its lines made equally long
LINE_END = re.compile(rb"[\n\r\f\v]|\xe2\x80[\xa8\xa9]|\xc2\x85")
TIME_LIMIT, SECONDS_PER_MEGABYTE = 300, 120  # what recognising scanned pages takes, with room
LONGEST = 3600  # seconds, however large a file is
LOOK_EVERY = 0.1  # seconds: whether reading is to stop
STOPPED = "已取消，没有读入"
# What one odd text may raise. Anything else is a fault of ours and has to surface.
FAULTS = (DisclosureError, OSError, ValueError, LookupError, ArithmeticError, RecursionError)


@dataclass(frozen=True, slots=True)
class File:
    """A file to read: where it lies, its name in the library, or why it is left out."""

    path: Path
    name: str
    skipped: str | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What reading gave. Exactly one holds: ``parsed``, ``error``, ``skipped``, or none (known)."""

    file: File
    digest: str = ""  # sha256 of the content, "" when it was not read
    data: bytes = b""
    parsed: ParsedDocument | None = None
    error: str | None = None


Finish = Callable[[], Outcome]


def files_of(paths: Sequence[Path]) -> Iterator[File]:
    """Yield every file that the paths name, folders in the order of names, each file once."""
    seen: set[Path] = set()
    for path in paths:
        for file in _inside(path) if path.is_dir() else [File(path, path.name)]:
            place = file.path.resolve()
            if place not in seen:
                seen.add(place)
                yield file


def _inside(folder: Path) -> Iterator[File]:
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            inner = path.relative_to(folder)
            yield File(path, inner.as_posix(), _why_skipped(inner))


def _why_skipped(inner: Path) -> str | None:
    if any(part.startswith((".", "~$")) for part in inner.parts):
        return "隐藏文件或临时文件"
    if inner.suffix.lower() not in SUFFIXES:
        return f"不支持的格式 {inner.suffix or '（无扩展名）'}"
    return None


def outcomes(
    files: Sequence[File],
    known: Container[str],
    jobs: int,
    *,
    corrections: Mapping[str, Correction] | None = None,
    stop: Event | None = None,
) -> Iterator[Outcome]:
    """Read and parse files, in order. ``known``: digests that need no parsing.

    ``corrections``: by digest. ``stop``: once set, what is being read in a process is given up.
    """
    waiting: deque[Finish] = deque()
    few = jobs == 1 or len(files) <= FEW_FILES
    with Parsers(jobs, texts_here=few, stop=stop) as parsers:
        sieve = Sieve(known, parsers, corrections or {})
        for file in files:
            waiting.append(sieve.start(file))
            if len(waiting) > parsers.ahead:
                yield waiting.popleft()()
        while waiting:
            yield waiting.popleft()()


class Sieve:
    """Lets through to the parsers only content that nobody has seen."""

    def __init__(
        self, known: Container[str], parsers: Parsers, corrections: Mapping[str, Correction]
    ) -> None:
        """``known``: digests that are in the library already."""
        self.known = known
        self.corrections = corrections
        self.parsers = parsers
        self.started: dict[str, Outcome | None] = {}  # digest -> outcome, None while it runs
        self.names: dict[str, str] = {}

    def start(self, file: File) -> Finish:
        """Begin with a file; the returned call waits for its outcome."""
        if file.skipped:
            return partial(Outcome, file)
        try:
            data = _bytes_of(file.path)
        except OSError as wrong:
            return partial(Outcome, file, error=_unreadable(file.path, wrong))
        digest = hashlib.sha256(data).hexdigest()
        if self.names.setdefault(file.name, digest) != digest:
            return partial(Outcome, file, digest, error=_same_name(file))
        if digest in self.started:
            return partial(self._repeat, file, digest)
        self.started[digest] = None
        if digest in self.known:
            return partial(Outcome, file, digest)
        parsed = self.parsers.start(data, file.name, self.corrections.get(digest, NONE))
        return partial(self._finish, file, digest, data, parsed)

    def _repeat(self, file: File, digest: str) -> Outcome:
        first = self.started[digest]
        if not first or not first.error:
            return Outcome(file, digest)
        error = f"{file.path}：内容与《{first.file.name}》相同，也没有读取。{first.error}"
        return Outcome(file, digest, error=error)

    def _finish(
        self, file: File, digest: str, data: bytes, parsed: Callable[[], ParsedDocument]
    ) -> Outcome:
        try:
            outcome = Outcome(file, digest, data, parsed=parsed())
        except DisclosureError as wrong:
            outcome = Outcome(file, digest, error=_named(file.path, str(wrong)))
        except FAULTS as wrong:
            outcome = Outcome(file, digest, error=_fault(file.path, wrong))
        self.started[digest] = Outcome(file, digest, error=outcome.error)
        return outcome


class Parsers:
    """Runs ``parse`` in processes that may be killed; small plain text, when little, here."""

    def __init__(self, jobs: int, *, texts_here: bool, stop: Event | None = None) -> None:
        """``jobs``: processes; ``texts_here``: small texts are not worth starting one."""
        self.stop = stop
        self.ahead = 2 * jobs if jobs > 1 else 0  # files in memory beyond the current one
        self.texts_here = texts_here
        self.workers = Workers(jobs)

    def __enter__(self) -> Self:
        """Return itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Kill the processes; what has not begun is dropped."""
        self.workers.close()

    def start(
        self, data: bytes, name: str, correction: Correction = NONE
    ) -> Callable[[], ParsedDocument]:
        """Begin to parse; the returned call waits for the result or raises what parsing raised."""
        if self.texts_here and _is_simple(data) and kind_of(data, name) in PLAIN:
            return partial(parse, data, name, correction)
        seconds = TIME_LIMIT + SECONDS_PER_MEGABYTE * len(data) / 1024**2
        work = self.workers.submit(min(seconds, LONGEST), parse, data, name, correction)
        return partial(self._awaited, work)

    def _awaited(self, work: Future[ParsedDocument]) -> ParsedDocument:
        while self.stop and not work.done():
            if self.stop.wait(LOOK_EVERY):
                raise UnreadableDocument(STOPPED)
        return work.result()


def _is_simple(data: bytes) -> bool:
    """Whether a text is read quickly, even if it is one table as wide as its widest row."""
    if len(data) > SMALL:
        return False
    lines = LINE_END.split(data)
    return len(lines) * max(map(len, lines)) <= SIMPLE


def _bytes_of(path: Path) -> bytes:
    """Read a regular file; a pipe or a device would be waited for without end."""
    if path.exists() and not path.is_file() and not path.is_dir():
        raise OSError(errno.EINVAL, "不是普通文件")
    return path.read_bytes()


def _unreadable(path: Path, wrong: OSError) -> str:
    if not path.exists():
        return f"{path}：找不到这个文件，请检查路径"
    if path.is_dir():
        return f"{path}：这是文件夹"
    if not path.is_file():
        return f"{path}：不是普通文件（管道或设备不能读取），请添加保存在磁盘上的文件"
    return f"{path}：无法读取（{wrong.strerror}），请检查权限"


def _same_name(file: File) -> str:
    return f"{file.path}：这一次添加的另一个文件也叫「{file.name}」而内容不同；请改名后分别添加"


def _named(path: Path, message: str) -> str:
    return message if path.name in message else f"{path}：{message}"


def _fault(path: Path, wrong: Exception) -> str:
    return (
        f"{path}：读取失败（{type(wrong).__name__}: {wrong}）。"
        "文件可能损坏，请用原软件另存一份再添加；仍不行请把文件交给维护者"
    )
