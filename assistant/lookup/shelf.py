"""The facts of a library, document by document, read when first needed and kept while in use."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from threading import Lock

from assistant.lookup.entries import Entry
from assistant.lookup.owner_rows import called_by_columns
from assistant.lookup.postings import Postings
from corpus.figure import Absence, Figure
from corpus.library import DocumentInfo, Library

KEPT = 400_000  # facts in memory, about a gigabyte
WARMED = 60_000  # facts read before the first question


@dataclass(frozen=True)
class Held:
    """The facts of one document, in printed order, figures before absences."""

    entries: tuple[Entry, ...]

    @cached_property
    def postings(self) -> Postings:
        """The index of their words."""
        return Postings.of(self.entries)


class Shelf:
    """Facts by document id. Safe to share between threads."""

    def __init__(self, library: Library, documents: Mapping[str, DocumentInfo]) -> None:
        self._library = library
        self._documents = documents
        self._places = {id: place for place, id in enumerate(documents)}
        self._owned: dict[str, list[str]] = {}
        for id, info in documents.items():
            self._owned.setdefault(info.owner, []).append(id)
        self._held: OrderedDict[str, Held] = OrderedDict()
        self._facts = 0
        self._lock = Lock()

    def __getitem__(self, id: str) -> tuple[Entry, ...]:
        """Return the facts of a document; none for one that is not in the library."""
        return self._of(id).entries

    def ordered(self, ids: Collection[str]) -> list[str]:
        """Return those of the ids that are in the library, in its order."""
        return sorted(self._places.keys() & ids, key=self._places.__getitem__)

    def owned_by(self, owner: str) -> Sequence[str]:
        """Return the documents under exactly this owner's name, in the library's order."""
        return self._owned.get(owner, ())

    def postings(self, id: str) -> Postings:
        """Return the index of a document's facts."""
        return self._of(id).postings

    def read(self, id: str) -> tuple[Entry, ...]:
        """Read the facts of a document without keeping them."""
        if id not in self._documents:
            return ()
        info, ids = self._documents[id], [id]
        figures = called_by_columns(self._library.figures(documents=ids))
        facts: list[Figure | Absence] = [*figures, *self._library.absences(documents=ids)]
        return tuple(Entry(fact, info) for fact in facts)

    def warm(self) -> None:
        """Read the facts of the first documents, so that small libraries are wholly in memory."""
        for id, info in self._documents.items():
            if self._facts + info.figures + info.absences > WARMED:
                return
            self._of(id)

    def _of(self, id: str) -> Held:
        with self._lock:
            if id in self._held:
                self._held.move_to_end(id)
                return self._held[id]
        held = Held(self.read(id))
        with self._lock:
            if id not in self._held:
                self._facts += len(held.entries)
            self._held[id] = held
            while self._facts > KEPT and len(self._held) > 1:
                _, oldest = self._held.popitem(last=False)
                self._facts -= len(oldest.entries)
        return held
