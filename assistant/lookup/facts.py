"""Everything that the library says, prepared once for comparison with questions."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from assistant.lookup.entries import Entry
from assistant.lookup.owner_rows import called_by_columns
from assistant.wording import Rarity, squeeze
from corpus.figure import Absence, Figure
from corpus.library import DocumentInfo, Library

TABLE = re.compile(r"[\u4e00-\u9fff、，,]{4,40}?表(?!现|示|明|达|格|扬|彰)")
SHORTEST_CAPTION, SHORTEST_END = 5, 6  # characters of a caption, and of the end of one
SHORTEST_PROJECT = 4  # characters: shorter names occur in other words


@dataclass(frozen=True, slots=True)
class Facts:
    """Figures and absences of one revision of a library, by document."""

    revision: int
    documents: dict[str, DocumentInfo]
    entries: dict[str, tuple[Entry, ...]]  # by document id
    rarity: Rarity
    projects: tuple[str, ...] = ()  # that have indicators, squeezed, longest first

    captions: frozenset[str] = frozenset()  # of tables, squeezed, without years

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
    def of(cls, library: Library) -> Facts:
        """Load and prepare a library's facts."""
        revision = library.revision
        documents = {info.id: info for info in library.documents()}
        figures = called_by_columns(library.figures())
        facts: list[Figure | Absence] = [*figures, *library.absences()]
        by_document: dict[str, list[Entry]] = {id: [] for id in documents}
        for fact in facts:
            info = documents.get(fact.source.document)
            if info:
                by_document[info.id].append(Entry(fact, info))
        return cls(
            revision=revision,
            documents=documents,
            entries={id: tuple(entries) for id, entries in by_document.items()},
            rarity=Rarity(_wordings(facts)),
            projects=_projects(by_document.values()),
            captions=frozenset(e.caption_text for found in by_document.values() for e in found),
        )

    def within(self, documents: Collection[str]) -> Iterator[Entry]:
        """Yield the entries of the given documents, in the library's order."""
        for id, entries in self.entries.items():
            if id in documents:
                yield from entries

    def years_of(self, documents: Collection[str]) -> tuple[int, ...]:
        """Return the fiscal years of the documents, newest first."""
        years = {self.documents[id].fiscal_year for id in documents if id in self.documents}
        return tuple(sorted((y for y in years if y), reverse=True))


def _projects(entries: Iterable[list[Entry]]) -> tuple[str, ...]:
    names = {entry.project for found in entries for entry in found}
    return tuple(sorted((n for n in names if len(n) >= SHORTEST_PROJECT), key=len, reverse=True))


def _wordings(facts: list[Figure | Absence]) -> Iterator[tuple[str, ...]]:
    """Yield what each fact is called; a cell's context only says that again."""
    for fact in facts:
        around = fact.source.table if fact.source.cell else fact.context
        yield (fact.item.name, *fact.item.path, *fact.slice, around)
