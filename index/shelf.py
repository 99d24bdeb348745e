"""What the index needs of a library, and nothing more: ``corpus.library.Library`` has it all."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence
from typing import Protocol

from corpus.document import Document
from corpus.figure import Figure


class Listed(Protocol):
    """A document in a list: only its id matters here."""

    @property
    def id(self) -> str:
        """``Document.id``."""


class Shelf(Protocol):
    """A set of documents that changes with ``revision``."""

    @property
    def revision(self) -> int:
        """A number that grows with every committed change."""

    def documents(self) -> Sequence[Listed]:
        """Return the documents that are in the library now."""

    def document(self, id: str, /) -> Document:
        """Return one document; ``LibraryError`` when it is gone."""

    def figures(self, *, documents: Collection[str] | None = None) -> Sequence[Figure]:
        """Return the figures of some or all documents."""


CUT = 2  # raise whenever ``index.chunk`` makes other passages of the same document


def stamp_of(shelf: Shelf) -> str:
    """Return a text that changes with the content of the library and with the way of cutting it."""
    ids = "\n".join(sorted(info.id for info in shelf.documents()))
    return f"{CUT}-{shelf.revision}-{hashlib.sha256(ids.encode()).hexdigest()[:16]}"
