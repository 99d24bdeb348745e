"""Watches an assistant at work: what a question was understood as, and every look-up for it.

Only the evaluation needs this, so the assistant itself keeps no record. Nothing is decided here.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from assistant.answer import Answer
from assistant.conversation import Assistant
from assistant.desk import Desk
from assistant.lookup.entries import Wanted
from assistant.lookup.evidence import Evidence, Searcher
from assistant.plan import Plan, make_plan
from assistant.question import Question
from corpus.figure import Source


@dataclass(frozen=True, slots=True)
class LookUp:
    """One look-up as it was made. ``documents``: ids of those that it was allowed to see."""

    wanted: Wanted
    documents: frozenset[str]
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Trace:
    """One question on its way: ``lookups`` in the order in which they were made."""

    answer: Answer
    question: Question
    plan: Plan
    desk: Desk
    lookups: tuple[LookUp, ...]


class WatchedSearcher(Searcher):
    """Keeps what every look-up wanted and found."""

    def __init__(self, watched: Searcher) -> None:
        super().__init__(watched.facts, watched._names)
        self.made: list[LookUp] = []

    def look_up(self, wanted: Wanted, documents: Collection[str]) -> Evidence:
        """Look up, and keep it."""
        evidence = super().look_up(wanted, documents)
        self.made.append(LookUp(wanted, frozenset(documents), evidence))
        return evidence


class WatchedAssistant(Assistant):
    """Answers as the assistant does, and can tell how it came to an answer."""

    def watch(self, text: str, history: Sequence[str] = ()) -> Trace:
        """Answer a question once more, with the record of its way."""
        searcher = self._watched()
        answer = self.ask(text, history)
        made = tuple(searcher.made)
        question = self.understood(text, history)
        desk = self._desk(question, near=self._places(history))
        return Trace(answer, question, make_plan(question), desk, made)

    def _places(self, history: Sequence[str]) -> tuple[Source, ...]:
        """Return where the turn before is answered, without a record of that turn's look-ups."""
        places = super()._places(history)
        if isinstance(self._searcher, WatchedSearcher):
            self._searcher.made.clear()
        return places

    def _watched(self) -> WatchedSearcher:
        watched = WatchedSearcher(self._searcher)
        self._searcher = watched
        return watched
