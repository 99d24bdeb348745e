"""What the index needs of a library, and nothing more: ``corpus.library.Library`` has it all."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping, Sequence
from functools import cache
from typing import Protocol

from corpus.document import Document
from corpus.figure import Figure
from corpus.vocabulary import lines_of


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

    def readings(self) -> Mapping[str, str]:
        """Return, by id, a text that changes whenever a document is read in another way."""

    def document(self, id: str, /) -> Document:
        """Return one document; ``LibraryError`` when it is gone."""

    def figures(self, *, documents: Collection[str] | None = None) -> Sequence[Figure]:
        """Return the figures of some or all documents."""


CUT = 3  # raise whenever chunk, segment or naming make other texts of the same document
WORDS = ("segment_words.tsv", "naming_sections.tsv", "measure_words.tsv")


def stamp_of(shelf: Shelf) -> str:
    """Return a text that changes with the content of the library."""
    ids = "\n".join(sorted(info.id for info in shelf.documents()))
    return f"{shelf.revision}-{_digest(ids)}"


@cache
def ways() -> str:
    """Return a text that changes with the way of cutting documents into texts and words."""
    return f"{CUT}-{_digest(repr([lines_of(name) for name in WORDS]))}"


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]
