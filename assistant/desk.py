"""What every operation works with: the question, the look-ups and the documents in question."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Unpack

from assistant.compute import Value
from assistant.lookup.choice import operand, sure
from assistant.lookup.evidence import Evidence, Finding, Searcher
from assistant.lookup.facts import Facts
from assistant.lookup.wanted import Narrowing, Scope
from assistant.question import Ask, Question
from corpus.figure import Source
from corpus.library import Library
from index.hybrid import PassageIndex


@dataclass(frozen=True, slots=True)
class Desk:
    """One question with everything needed to work on it.

    ``documents``: ids of the documents of the owners that the question means (all when it names
    none); years are filtered in each look-up, because a document also tells of other years.
    """

    question: Question
    searcher: Searcher
    passages: PassageIndex
    library: Library
    documents: frozenset[str]
    near: tuple[Source, ...] = ()  # where the turn before was answered
    earlier: tuple[tuple[Value, ...], ...] = ()  # what each turn or part before was answered with

    @property
    def facts(self) -> Facts:
        """The prepared figures and absences."""
        return self.searcher.facts

    def look_up(self, ask: Ask, **narrowing: Unpack[Narrowing]) -> Evidence:
        """Look one ask up in the documents in question, narrowed as told."""
        wanted = self.searcher.wanted(self.question, ask, Scope.of(narrowing))
        return self.searcher.look_up(wanted, narrowing.get("documents", self.documents))

    def has_term(self, term: str) -> bool:
        """Tell whether any fact of the documents in question has a term."""
        held = self.facts.entries
        return any(held.postings(id).places(term) is not None for id in self.documents)

    def first(
        self, ask: Ask, *, strict: bool = False, **narrowing: Unpack[Narrowing]
    ) -> Finding | None:
        """Return the best sure finding, else None; ``strict``: it must hold most of ``focus``."""
        evidence = self.look_up(ask, **narrowing)
        return operand(evidence) if strict else sure(evidence)
