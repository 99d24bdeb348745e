"""Cuts a question that asks several things into the questions that it is made of.

A question is only cut where look-ups of one plan cannot serve all of it: where one of its parts
has to be computed, or is told in words. A clause that only narrows, checks or asks how much
belongs to the one before it; one that only tells something belongs to the one that asks. Each part
is then answered as a follow-up of the part before.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from assistant.language.asks import asks_of
from assistant.language.phrases import is_bare, is_vague
from assistant.operations.earlier import Reference, Use, reference_in
from assistant.question import Operation, Question
from corpus.figure import Measure

MOST_PARTS = 5
STOP = re.compile(r"(?:[，,；;。？?！!\n]|(?<=多少)、)+")
OPENED, CLOSED = "（(“「『《[【", "）)”」』》]】"
ASKS = re.compile(r"[吗呢么][？?。！!]*$|[？?]$")
OPENS = re.compile(r"呢?[，,]$")
LOOKED_UP = frozenset({Operation.LOOKUP, Operation.CHANGE})
TOLD = frozenset({Operation.PASSAGE, Operation.DEFINITION, Operation.LIST})
HELD = frozenset({Operation.COMPARE, Operation.TREND, Operation.RANK})  # they answer 「各是多少」
PICKS = frozenset({Operation.COMPARE, Operation.RANK})  # ask without a word like 多少
CHANGES = frozenset({Measure.CHANGE, Measure.GROWTH})

Read = Callable[[str], Question]


@dataclass(frozen=True, slots=True)
class Clause:
    """One clause with what it means by itself."""

    text: str
    question: Question

    @property
    def asks(self) -> bool:
        """Whether it asks anything."""
        question = self.question
        if self.opens:
            return False
        told = question.operation in TOLD or bool(question.asks)
        return told or question.operation in PICKS or bool(ASKS.search(self.text))

    @property
    def is_bare(self) -> bool:
        """Whether it names nothing: no item, no owner, no year."""
        question = self.question
        named = question.owners.mentions or question.periods.years
        return not named and is_bare(question.periods.rest)

    @property
    def opens(self) -> bool:
        """Whether it only says what the next clause is held against: 「较上年预算呢，」."""
        periods = self.question.periods
        held = periods.against_previous or periods.against is not None or bool(periods.count)
        asks, rest = asks_of(periods.rest)
        silent = not asks and not self.question.claims and is_vague(rest)
        return held and silent and bool(OPENS.search(self.text))

    @property
    def leans(self) -> bool:
        """Whether it computes with what the clause before was answered with."""
        return self.reference is not None

    @property
    def reference(self) -> Reference | None:
        """How it leans on what was answered before."""
        return reference_in(self.question.periods.rest)


def parts_of(text: str, read: Read) -> tuple[str, ...]:
    """Return the questions that a text is made of, in order; (text,) when it is one."""
    pieces = list(_pieces(text))
    if len(pieces) < 2:
        return (text,)
    clauses = [Clause(piece, read(piece)) for piece in pieces]
    groups = _groups(clauses)
    if not 1 < len(groups) <= MOST_PARTS or not _need_parting(groups):
        return (text,)
    return tuple("".join(clause.text for clause in group) for group in groups)


def _pieces(text: str) -> Iterator[str]:
    """Yield the clauses with their closing marks; nothing is cut inside brackets or quotes."""
    start = 0
    for stop in STOP.finditer(text):
        before = text[: stop.start()]
        depth = sum(map(before.count, OPENED)) - sum(map(before.count, CLOSED))
        if depth <= 0 and text[start : stop.start()].strip():
            yield text[start : stop.end()]
            start = stop.end()
    if text[start:].strip():
        yield text[start:]


def _groups(clauses: Sequence[Clause]) -> list[list[Clause]]:
    """Put every clause that asks nothing of its own to the one that it belongs to."""
    groups: list[list[Clause]] = []
    waiting: list[Clause] = []
    for clause in clauses:
        if not clause.asks:
            waiting.append(clause)
        elif groups and _belongs(clause, groups[-1]) and not waiting:
            groups[-1].append(clause)
        else:
            groups.append([*waiting, clause])
            waiting = []
    if groups:
        groups[-1] += waiting
    return groups


def _belongs(clause: Clause, group: Sequence[Clause]) -> bool:
    """Tell whether a clause says no more than how the one before is to be answered."""
    if clause.question.operation is Operation.TREND:
        return True  # 「走势怎样」 is said of what the clause before lists
    if not clause.is_bare:
        return False
    if clause.reference == Reference(Use.SUM):
        return False
    last = next(c for c in reversed(group) if c.asks).question
    if last.operation in HELD or ENOUGH.search(group[-1].text) or _is_lined_up(last):
        return True
    return not clause.leans and clause.question.operation in LOOKED_UP


def _is_lined_up(question: Question) -> bool:
    """Tell whether several owners or years stand side by side: one plan compares them."""
    summed = question.operation is Operation.SUM
    return not summed and (len(question.owners.mentions) > 1 or len(question.periods.years) > 1)


ENOUGH = re.compile(r"(?:吗|够不够|是否|是不是)[^，,。？?]*[，,。？?]*$")


def _need_parting(groups: Sequence[Sequence[Clause]]) -> bool:
    """Tell whether the parts cannot be served by one plan."""
    asked = [next(c for c in reversed(group) if c.asks) for group in groups]
    operations = {clause.question.operation for clause in asked}
    if operations <= LOOKED_UP:
        leans = any(clause.leans for clause in asked[1:])
        return leans or _stages_differ(asked) or _changes_differ(groups)
    if operations <= TOLD | LOOKED_UP:
        return bool(operations & LOOKED_UP) and all(_has_own(clause) for clause in asked)
    return True


def _has_own(clause: Clause) -> bool:
    """Tell whether a clause names what it asks for, and asks for a number or for words."""
    told = clause.question.operation in TOLD
    return not clause.is_bare and (told or bool(clause.question.asks))


def _changes_differ(groups: Sequence[Sequence[Clause]]) -> bool:
    """Tell whether one part asks for a change and another, of an item of its own, for an amount."""
    heads = [next(c for c in group if c.asks) for group in groups]
    wants = {any(_asks_change(c.question) for c in group) for group in groups}
    return len(wants) > 1 and not any(clause.is_bare for clause in heads)


def _asks_change(question: Question) -> bool:
    return any(ask.measures and set(ask.measures) <= CHANGES for ask in question.asks)


def _stages_differ(asked: Sequence[Clause]) -> bool:
    """「2025年预算多少？2024年决算花了多少？」 are two stages of two years."""
    named = [(c.question.periods.years, c.question.periods.bases) for c in asked]
    years, bases = {years for years, _ in named}, {bases for _, bases in named}
    return len(years) > 1 and len(bases) > 1 and all(years and bases for years, bases in named)
