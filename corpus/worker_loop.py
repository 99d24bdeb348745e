"""What runs inside a worker process: one call after another, until the parent is gone.

Anything unexpected ends the process, after a last word on what happened: after it nothing in
here can be trusted.
"""

from __future__ import annotations

import os
import pickle
import queue
import shutil
import tempfile
import threading
import traceback
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO, Self

from corpus.errors import DisclosureError
from corpus.process_family import kill_family


@dataclass(frozen=True, slots=True)
class Crash:
    """A call that ended its process; ``words`` say what happened, "" when nothing is known."""

    words: str


def serve(folder: str) -> None:
    """Answer the calls that come in on standard input, on standard output.

    folder: for temporary files, of this process alone.
    """
    tempfile.tempdir = folder
    calls, answers = _private(0, "rb"), _private(1, "wb")
    waiting: queue.SimpleQueue[Any] = queue.SimpleQueue()
    threading.Thread(target=_receive, args=(calls, waiting, folder), daemon=True).start()
    with _LastWords(answers):
        while True:
            work, args, kwargs = waiting.get()
            try:
                answer = work(*args, **kwargs)
            except DisclosureError as wrong:
                answer = wrong
            _send(answer, answers)


def _private(number: int, mode: str) -> BinaryIO:
    """Take a standard stream away from libraries and children, who might use it."""
    own = os.fdopen(os.dup(number), mode)
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, number)
    os.close(nothing)
    return own  # type: ignore[return-value]  # binary by its mode


def _receive(calls: BinaryIO, waiting: queue.SimpleQueue[Any], folder: str) -> None:
    """Pass on calls. The stream ends when the parent does, however it died: then all end."""
    while True:
        try:
            waiting.put(pickle.load(calls))
        except EOFError:
            break
    shutil.rmtree(folder, ignore_errors=True)
    kill_family(os.getpid())


def _send(answer: Any, answers: BinaryIO) -> None:
    pickle.dump(answer, answers, pickle.HIGHEST_PROTOCOL)
    answers.flush()


class _LastWords:
    """Tells the parent about an exception that ends this process."""

    def __init__(self, answers: BinaryIO) -> None:
        self.answers = answers

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, _: type[BaseException] | None, wrong: BaseException | None, __: TracebackType | None
    ) -> None:
        if wrong is not None:
            place = traceback.extract_tb(wrong.__traceback__)[-1]
            where = f"{Path(place.filename).name}:{place.lineno}"
            _send(Crash(f"{type(wrong).__name__}: {str(wrong)[:200]}，{where}"), self.answers)
