"""Reviews that run in the background, one at a time, and are kept while the library is the same.

Everybody who asks for the same documents of the same library gets the same review.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Collection
from dataclasses import dataclass, field
from hashlib import sha256
from threading import Event, Lock, Thread
from typing import ClassVar
from weakref import WeakValueDictionary

from assistant.review import Report, review
from assistant.web.covering import Private, private_texts
from corpus.errors import DisclosureError
from corpus.library import Library

KEPT = 8  # reviews
BROKEN = "审核没有完成：程序出错，详情在服务器的输出里。"


@dataclass
class Run:
    """One review. ``documents``: ids, None for all; ``finished``: there is a report or trouble.

    private: the personal data that was found, which is not to be shown.
    """

    key: str
    revision: int
    documents: frozenset[str] | None
    done: int = 0
    total: int = 0
    report: Report | None = None
    private: Private = field(default_factory=dict)
    trouble: str = ""
    finished: Event = field(default_factory=Event)

    def tell(self, done: int, total: int) -> None:
        """Note how many documents have been reviewed."""
        self.done, self.total = done, total


class Reviews:
    """The reviews of one library; safe to share between threads."""

    _all: ClassVar[WeakValueDictionary[int, Reviews]] = WeakValueDictionary()

    def __init__(self, library: Library) -> None:
        """Use ``of``, which shares."""
        self.library = library
        self._runs: OrderedDict[str, Run] = OrderedDict()
        self._lock = Lock()
        self._working = Lock()

    @classmethod
    def of(cls, library: Library) -> Reviews:
        """Return the one that every view and link over this library uses."""
        found = cls._all.get(id(library))
        if found is None:
            found = cls._all[id(library)] = cls(library)
        return found

    def start(self, documents: Collection[str]) -> Run:
        """Return the review of some documents (ids), of all when there are none; begin it."""
        chosen = frozenset(documents) or None
        revision = self.library.revision
        key = _key(revision, chosen)
        with self._lock:
            run = self._runs.get(key)
            if run is None or run.trouble:
                run = self._runs[key] = Run(key, revision, chosen)
                Thread(target=self._work, args=(run,), daemon=True).start()
            self._runs.move_to_end(key)
            self._forget()
        return run

    def run(self, key: str) -> Run | None:
        """Return a review that was begun, None when it is no longer kept."""
        with self._lock:
            return self._runs.get(key)

    def _forget(self) -> None:
        old = [key for key, run in self._runs.items() if run.finished.is_set()]
        for key in old[: max(0, len(self._runs) - KEPT)]:
            del self._runs[key]

    def _work(self, run: Run) -> None:
        try:
            with self._working:
                report = review(self.library, run.documents, progress=run.tell)
                run.private = private_texts(self.library, report)
                run.report = report
        except DisclosureError as trouble:
            run.trouble = str(trouble)
        finally:
            if run.report is None and not run.trouble:
                run.trouble = BROKEN
            run.finished.set()


def _key(revision: int, documents: frozenset[str] | None) -> str:
    told = "\n".join([str(revision), *sorted(documents or ())])
    return sha256(told.encode()).hexdigest()[:24]
