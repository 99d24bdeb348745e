"""Runs work on files that nobody trusts in processes that are watched, and killed when needed.

A damaged or hostile file may make a library run for ever, eat all memory, or crash the
interpreter. Here that costs one process and one file. A worker is started when it is first
needed and serves many files; it never outlives its parent, and its own children die with it.
It is not a ``multiprocessing`` child: those import the program's main module again, which for
the page takes seconds and hundreds of megabytes.
"""

from __future__ import annotations

import pickle
import queue
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from time import monotonic
from typing import Any, BinaryIO, ParamSpec, TypeVar, cast

from corpus.errors import DisclosureError, UnreadableDocument
from corpus.process_family import family_of, kill_family
from corpus.worker_answers import answer_from
from corpus.worker_loop import Crash

MEMORY_LIMIT = 2 * 1024**3  # bytes of RAM, of a worker with all its children
KEPT_MEMORY = 512 * 1024**2  # a worker that holds more after its file is not used again
LOOK_EVERY = 0.1  # seconds
# What comes back may be cut off, or not be an answer at all.
UNREADABLE = (EOFError, OSError, pickle.UnpicklingError, *(TypeError, ValueError, AttributeError))
START = (
    "import sys; folder, *sys.path = sys.argv[1:];"
    "from corpus.worker_loop import serve; serve(folder)"
)

P = ParamSpec("P")
R = TypeVar("R")


class Workers:
    """Some processes that work at the same time, each under its limits."""

    def __init__(self, count: int) -> None:
        """``count``: how many may run; none is started before there is work."""
        self._threads = ThreadPoolExecutor(count, thread_name_prefix="worker")
        self._idle: queue.SimpleQueue[Worker] = queue.SimpleQueue()
        self._all = [Worker() for _ in range(count)]
        for worker in self._all:
            self._idle.put(worker)

    def close(self) -> None:
        """Kill every process at once; what has not begun is dropped."""
        self._threads.shutdown(wait=False, cancel_futures=True)
        for worker in self._all:
            worker.close()
        self._threads.shutdown()

    def submit(
        self, seconds: float, work: Callable[P, R], *args: P.args, **kwargs: P.kwargs
    ) -> Future[R]:
        """Begin a call of a module's function; it may take ``seconds``.

        The future raises the call's own ``DisclosureError``, or an ``UnreadableDocument`` that
        says why the process was stopped.
        """
        return self._threads.submit(self._run, seconds, work, args, kwargs)

    def _run(self, seconds: float, work: Callable[..., R], args: Any, kwargs: Any) -> R:
        worker = self._idle.get()
        try:
            return cast(R, worker.run(seconds, work, args, kwargs))
        finally:
            self._idle.put(worker)


class Worker:
    """One process, started again after it was killed. One call at a time."""

    def __init__(self) -> None:
        """Start nothing yet."""
        self._process: subprocess.Popen[bytes] | None = None
        self._folder: tempfile.TemporaryDirectory[str] | None = None  # what a kill leaves behind
        self._lock = threading.Lock()  # between starting and closing
        self._closed = False

    def run(self, seconds: float, work: Callable[..., Any], args: Any, kwargs: Any) -> Any:
        """Return what the call returns; raise its ``DisclosureError``, or why it was stopped."""
        process = self._started()
        watch = _Watch(process, seconds)
        try:
            answer = _exchange(process, (work, args, kwargs))
        finally:
            watch.stop()
        if watch.verdict or isinstance(answer, Crash):
            self._end()
            raise UnreadableDocument(watch.verdict or _crashed(cast(Crash, answer)))
        if sum(family_of(process.pid).values()) > KEPT_MEMORY:
            self._end()
        if isinstance(answer, DisclosureError):
            raise answer
        return answer

    def close(self) -> None:
        """Kill the process, also in the middle of a call; nothing can be run any more."""
        with self._lock:
            self._closed = True
        self._end()

    def _started(self) -> subprocess.Popen[bytes]:
        with self._lock:
            if self._closed:
                raise UnreadableDocument("读取已中止")
            if self._process is None:
                self._folder = tempfile.TemporaryDirectory(
                    prefix="disclosure-", ignore_cleanup_errors=True
                )
                self._process = _start(self._folder.name)
            return self._process

    def _end(self) -> None:
        with self._lock:
            process, self._process = self._process, None
            folder, self._folder = self._folder, None
        if process:
            kill_family(process.pid)
            process.wait()
            for pipe in (process.stdin, process.stdout):
                with suppress(OSError):  # what was left to write has no reader
                    pipe and pipe.close()
        if folder:
            folder.cleanup()


class _Watch:
    """Kills a process that takes too long or too much; ``verdict`` then says which."""

    def __init__(self, process: subprocess.Popen[bytes], seconds: float) -> None:
        self.verdict = ""
        self._process, self._seconds = process, seconds
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End the watch; afterwards ``verdict`` does not change."""
        self._done.set()
        self._thread.join()

    def _look(self) -> None:
        end = monotonic() + self._seconds
        while not self._done.wait(LOOK_EVERY):
            self.verdict = self._why_to_stop(end - monotonic())
            if self.verdict:
                kill_family(self._process.pid)
                return

    def _why_to_stop(self, left: float) -> str:
        if left <= 0:
            return (
                f"读取超过 {self._seconds:.0f} 秒，已经停止（文件可能损坏或过大）；"
                "请拆分文件，或用原软件另存一份再添加"
            )
        if sum(family_of(self._process.pid).values()) > MEMORY_LIMIT:
            return (
                f"读取时占用的内存超过 {MEMORY_LIMIT // 1024**2} MB，已经停止"
                "（文件可能损坏或过大）；请拆分文件，或用原软件另存一份再添加"
            )
        return ""


def _start(folder: str) -> subprocess.Popen[bytes]:
    """Start a process; folder: for its temporary files."""
    # A session of its own: Ctrl-C in the terminal is the parent's affair, which kills it then.
    return subprocess.Popen(
        [sys.executable, "-c", START, folder, *sys.path],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,  # libraries grumble about damaged files
        start_new_session=True,
    )


def _exchange(process: subprocess.Popen[bytes], call: Any) -> Any:
    """Send a call and wait for its answer; a ``Crash`` when the process dies."""
    assert process.stdin is not None and process.stdout is not None
    try:
        pickle.dump(call, process.stdin, pickle.HIGHEST_PROTOCOL)
        process.stdin.flush()
        return answer_from(cast(BinaryIO, process.stdout))
    except UNREADABLE:
        return Crash("")


def _crashed(crash: Crash) -> str:
    if crash.words:
        return (
            f"读取失败（{crash.words}）。文件可能损坏，请用原软件另存一份再添加；"
            "仍不行请把文件交给维护者"
        )
    return "读取时进程意外退出（文件可能损坏，或内存不足）；请用原软件另存一份再添加"
