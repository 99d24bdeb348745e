"""Everything that the library says, prepared once for comparison with questions."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from assistant.lookup.entries import Entry
from assistant.lookup.papers import Papers
from assistant.lookup.shelf import Shelf
from assistant.lookup.summary import path_of, summary_of, year_named, year_told
from assistant.wording import Rarity, squeeze
from corpus.library import DocumentInfo, Library

TABLE = re.compile(r"[\u4e00-\u9fff、，,]{4,40}?表(?!现|示|明|达|格|扬|彰)")
SHORTEST_CAPTION, SHORTEST_END = 5, 6  # characters of a caption, and of the end of one


@dataclass(frozen=True, slots=True)
class Facts:
    """Figures and absences of one revision of a library, by document."""

    revision: int
    documents: dict[str, DocumentInfo]
    entries: Shelf
    rarity: Rarity
    projects: tuple[str, ...] = ()  # that have indicators, squeezed, longest first
    captions: frozenset[str] = frozenset()  # of tables, squeezed, without years
    names: frozenset[str] = frozenset()  # of items, squeezed
    told: frozenset[str] = frozenset()  # years by document: ``year_told``, ``year_named``
    papers: Papers | None = None  # their outlines on disk

    def tables_in(self, text: str) -> tuple[str, frozenset[str]]:
        """Return the words that name a table, squeezed, and the captions that they mean.

        The whole caption counts, or a long end of one; ("", none) when no table is named.
        """
        for match in TABLE.finditer(squeeze(text)):
            for at in range(len(match[0]) - SHORTEST_CAPTION + 1):
                said = match[0][at:]
                same = {c for c in self.captions if c == said}
                ends = {c for c in self.captions if c.endswith(said)}
                if found := same or (ends if len(said) >= SHORTEST_END else set()):
                    return said, frozenset(found)
        return "", frozenset()

    def project_in(self, said: str) -> str:
        """Return the project that a squeezed text names, "" for none."""
        return next((name for name in self.projects if name in said), "")

    @classmethod
    def of(cls, library: Library, home: Path) -> Facts:
        """Prepare a library's facts; ``home``: where its index is."""
        revision = library.revision
        documents = {info.id: info for info in library.documents()}
        shelf = Shelf(library, documents)
        summary = summary_of(home, library.readings(), shelf.read)
        return cls(
            revision=revision,
            documents=documents,
            entries=shelf,
            rarity=summary.rarity,
            projects=tuple(sorted(summary.projects, key=len, reverse=True)),
            captions=frozenset(summary.captions),
            names=frozenset(summary.names),
            told=frozenset(summary.years),
            papers=Papers(path_of(home)),
        )

    def within(self, documents: Collection[str]) -> Iterator[Entry]:
        """Yield the entries of the given documents, in the library's order."""
        for id in self.entries.ordered(documents):
            yield from self.entries[id]

    def named(self, documents: Collection[str], fits: Callable[[str], bool]) -> set[str]:
        """Return the names of the documents' items, squeezed, that fit.

        No document is read where the library has no such name, or where all are in question.
        """
        fitting = set(filter(fits, self.names))
        if not fitting or len(documents) >= len(self.documents):
            return fitting
        return fitting.intersection(entry.name_text for entry in self.within(documents))

    def telling(self, documents: Collection[str], years: Collection[int]) -> set[str]:
        """Return the documents that are of one of the years, or that hold a fact of one."""
        return {
            id
            for id in documents
            if self.documents[id].fiscal_year in years
            or any(year_told(id, year) in self.told for year in years)
        }

    def name_year(self, documents: Collection[str], years: Collection[int]) -> bool:
        """Tell whether the name of a figure, or its sentence, holds one of the years."""
        return any(year_named(id, year) in self.told for id in documents for year in years)

    def years_of(self, documents: Collection[str]) -> tuple[int, ...]:
        """Return the fiscal years of the documents, newest first."""
        years = {self.documents[id].fiscal_year for id in documents if id in self.documents}
        return tuple(sorted((y for y in years if y), reverse=True))
