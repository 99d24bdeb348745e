"""Searches for precedents that run in the background and are kept while the library is the same.

The wordings of a library are brought up to date before a search; the first time that takes a while.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import astuple, dataclass, field
from hashlib import sha256
from threading import Event, Lock, Thread
from typing import ClassVar
from weakref import WeakValueDictionary

from assistant.conversation import Assistant
from assistant.precedents.family import Family
from assistant.precedents.filters import Filters
from assistant.precedents.indicators import Targets, targets_of
from assistant.precedents.search import Precedents
from corpus.errors import DisclosureError
from corpus.figure import Measure
from corpus.selection import Selection, stream

KEPT = 64  # searches
NEED = 30  # characters; what is longer is a draft
BROKEN = "查找没有完成：程序出错，详情在服务器的输出里。"


@dataclass
class Search:
    """One search; ``finished``: there are families, maybe none, or trouble."""

    key: str
    revision: int
    draft: str
    filters: Filters
    done: int = 0
    total: int = 0
    families: list[Family] | None = None
    targets: list[Targets] = field(default_factory=list)  # of indicators that a need names
    trouble: str = ""
    finished: Event = field(default_factory=Event)

    def tell(self, done: int, total: int) -> None:
        """Note how many documents have been brought up to date."""
        self.done, self.total = done, total


class Searches:
    """The searches over one assistant's library; safe to share between threads."""

    _all: ClassVar[WeakValueDictionary[int, Searches]] = WeakValueDictionary()

    def __init__(self, assistant: Assistant) -> None:
        """Use ``of``, which shares."""
        self.assistant = assistant
        self._kept: OrderedDict[str, Search] = OrderedDict()
        self._lock = Lock()
        self._working = Lock()
        self._precedents: tuple[int, Precedents] | None = None

    @classmethod
    def of(cls, assistant: Assistant) -> Searches:
        """Return the one that every view and link over this assistant uses."""
        found = cls._all.get(id(assistant))
        if found is None:
            found = cls._all[id(assistant)] = cls(assistant)
        return found

    def start(self, draft: str, filters: Filters) -> Search:
        """Return the search for a draft under filters; begin it when it is new."""
        revision = self.assistant.library.revision
        told = repr((revision, draft, astuple(filters)))
        key = sha256(told.encode()).hexdigest()[:24]
        with self._lock:
            search = self._kept.get(key)
            if search is None or search.trouble:
                search = self._kept[key] = Search(key, revision, draft, filters)
                Thread(target=self._work, args=(search,), daemon=True).start()
            self._kept.move_to_end(key)
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)
        return search

    def search(self, key: str) -> Search | None:
        """Return a search that was begun, None when it is no longer kept."""
        with self._lock:
            return self._kept.get(key)

    def _work(self, search: Search) -> None:
        try:
            with self._working:
                precedents = self._over(search.revision)
                precedents.refresh(search.tell)
            search.targets = self._targets(search)
            search.families = precedents.find(search.draft, search.filters)
        except DisclosureError as trouble:
            search.trouble = str(trouble)
        finally:
            if search.families is None and not search.trouble:
                search.trouble = BROKEN
            search.finished.set()

    def _targets(self, search: Search) -> list[Targets]:
        """Return the targets that others set for the indicator that a short need names."""
        need, wanted = search.draft.strip(), search.filters
        if len(need) > NEED or "\n" in need:
            return []
        chosen = Selection(
            measure=Measure.TARGET.value,
            year=wanted.year,
            owner=wanted.owner,
            region=wanted.region,
        )
        return targets_of(stream(self.assistant.library.store, chosen), need)

    def _over(self, revision: int) -> Precedents:
        """Return the wordings of the library with the search for passages of that revision."""
        if self._precedents is None or self._precedents[0] != revision:
            library = self.assistant.library
            made = Precedents(library, library.home, self.assistant.passages())
            self._precedents = revision, made
        return self._precedents[1]
