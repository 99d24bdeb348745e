"""One assistant for everybody: answers are kept, and extra work waits while people wait.

The same question over the same library has the same answer, so answers are shared between
sessions; what was asked before is part of the question.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from threading import Lock
from time import monotonic
from typing import ClassVar
from weakref import WeakValueDictionary

from assistant.answer import Answer, Outcome
from assistant.conversation import Assistant
from assistant.variations import Variation
from corpus.errors import DisclosureError

KEPT = 2000  # answers
PATIENCE = 1.5  # seconds for what is offered beside an answer
OFFERED = 3  # next questions
QUIET = 1  # questions being answered beside which there is time for more
USEFUL = frozenset({Outcome.FIGURE, Outcome.FIGURES, Outcome.TEXT})
History = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Changed:
    """The question that gives another value of a slot (year, owner, basis); it has an answer."""

    slot: str
    now: str
    value: str
    question: str


@dataclass(frozen=True, slots=True)
class Offers:
    """What can be asked after an answer: each was answered before it is offered."""

    changes: tuple[Changed, ...] = ()
    suggestions: tuple[str, ...] = ()


class Answers:
    """Asks the assistant, remembers, and knows how many are waiting. Safe between threads."""

    _all: ClassVar[WeakValueDictionary[int, Answers]] = WeakValueDictionary()

    def __init__(self, assistant: Assistant) -> None:
        """Use ``of``, which shares."""
        self.assistant = assistant
        self._lock = Lock()
        self._asking = 0
        self._kept = lru_cache(KEPT)(self._fresh)
        self._counted_at = lru_cache(1)(lambda _revision: len(assistant.library.documents()))

    @property
    def documents(self) -> int:
        """How many documents the library has; counted again when it changes."""
        return self._counted_at(self.assistant.library.revision)

    @classmethod
    def of(cls, assistant: Assistant) -> Answers:
        """Return the one that every view and interface over this assistant uses."""
        found = cls._all.get(id(assistant))
        if found is None:
            found = cls._all[id(assistant)] = cls(assistant)
        return found

    def ask(self, question: str, history: Sequence[str] = ()) -> Answer:
        """Answer a question after the earlier ones of its conversation."""
        with self._counted():
            return self._kept(self.assistant.library.revision, question, tuple(history))

    def conversation(self, questions: Sequence[str]) -> list[tuple[str, Answer]]:
        """Answer the questions of a conversation again, each after the ones before."""
        return [(asked, self.ask(asked, questions[:at])) for at, asked in enumerate(questions)]

    def offers(self, question: str, history: Sequence[str]) -> Offers:
        """Return what may be asked next, proved by asking it; less when others are waiting."""
        answer = self.ask(question, history)
        until = monotonic() + PATIENCE
        try:
            suggestions = tuple(self._proved(answer, (*history, question), until))
            changes = tuple(self._changes(question, tuple(history), answer, until))
        except DisclosureError:
            return Offers()  # the library has just changed: the answer stands, the rest does not
        return Offers(changes, suggestions)

    @contextmanager
    def _counted(self) -> Iterator[None]:
        with self._lock:
            self._asking += 1
        try:
            yield
        finally:
            with self._lock:
                self._asking -= 1

    def _fresh(self, _revision: int, question: str, history: History) -> Answer:
        return self.assistant.ask(question, history)

    def _has_time(self, until: float) -> bool:
        return self._asking < QUIET and monotonic() < until

    def _proved(self, answer: Answer, history: History, until: float) -> Iterator[str]:
        for suggestion in answer.suggestions[:OFFERED]:
            if self._has_time(until) and self.ask(suggestion, history).outcome in USEFUL:
                yield suggestion

    def _changes(
        self, question: str, history: History, answer: Answer, until: float
    ) -> Iterator[Changed]:
        for variation in self.assistant.variations(question, history, answer):
            for wording in variation.wordings:
                if not self._has_time(until):
                    return
                if self._gives(wording, (*history, question), variation, answer):
                    yield Changed(variation.slot, variation.now, variation.value, wording)
                    break

    def _gives(self, wording: str, history: History, wanted: Variation, before: Answer) -> bool:
        return wanted.fits(self.ask(wording, history), before.figures[0])
