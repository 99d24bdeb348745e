"""Look-ups with what is true of them: what the choice of figures is trained and measured on.

An example is one look-up of a question of which the answer is known: every number that was found,
with its features, and whether it is right. The question is understood and looked up exactly as the
product does it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from assistant.answer import AnswerFigure
from assistant.conversation import Assistant
from assistant.evaluation.scoring import Gold, agrees, gold_of
from assistant.lookup.choice import choose
from assistant.lookup.evidence import Evidence, Finding, Searcher
from assistant.lookup.facts import Facts
from assistant.operations.printed import ANYTHING, CHANGES, STATED_CHANGE
from assistant.question import Ask, Operation, Question
from assistant.scope import documents_of
from index.figure_names import FigureNames

PRINTED = frozenset({Operation.LOOKUP, Operation.CHANGE})


@dataclass(frozen=True, slots=True)
class Example:
    """One look-up: ``right`` says of every finding whether it is what was asked.

    ``kind``: what the question is, for breakdowns. ``answerable``: False when whatever is found is
    wrong. ``weight``: how much it counts in training.
    """

    question: str
    kind: str
    evidence: Evidence
    right: tuple[bool, ...]
    answerable: bool
    weight: float = 1.0


class Bench:
    """A library with everything that is needed to look questions up in it."""

    def __init__(self, home: Path) -> None:
        self.assistant = Assistant.open(home)
        library = self.assistant.library
        self.searcher = Searcher(Facts.of(library, home), FigureNames.open(library, home))

    def examples(self, questions: Path) -> Iterator[Example]:
        """Yield the look-ups of the questions that one printed number answers, or none."""
        for line in questions.read_text("utf-8").splitlines():
            gold = gold_of(json.loads(line))
            question = self.assistant.understood(gold.question)
            if not gold.history and _is_looked_up(gold, question):
                yield from self._of(gold, question)

    def _of(self, gold: Gold, question: Question) -> Iterator[Example]:
        asks = _asks_of(question)
        for at, ask in enumerate(asks):
            evidence = self.looked_up(question, ask)
            if choose(evidence, years_stated=True, owner_stated=True).absence:
                continue  # the document says that there is none: no number is chosen
            one = replace(gold, wanted=gold.wanted[at : at + 1])
            kind = f"{gold.expect} {gold.op}"
            yield Example(gold.question, kind, evidence, _right(one, evidence), bool(gold.wanted))

    def looked_up(self, question: Question, ask: Ask) -> Evidence:
        """Return what the product finds for one ask."""
        wanted = self.searcher.wanted(question, ask)
        return self.searcher.look_up(wanted, documents_of(question, self.searcher.facts))


def _right(gold: Gold, evidence: Evidence) -> tuple[bool, ...]:
    return tuple(
        any(agrees(wanted, _shown(found), gold.tolerance) for wanted in gold.wanted)
        for found in evidence.findings
    )


def _shown(found: Finding) -> AnswerFigure:
    value = found.value
    return AnswerFigure(value.amount, value.unit, value.about, (0,), direction=value.direction)


def _asks_of(question: Question) -> tuple[Ask, ...]:
    """Return what the product looks up first: for a change, the change that is printed."""
    if question.operation is Operation.CHANGE:
        return tuple(a for a in question.asks if set(a.measures) & CHANGES) or (STATED_CHANGE,)
    return question.asks or (ANYTHING,)


def _is_looked_up(gold: Gold, question: Question) -> bool:
    if question.operation not in PRINTED or question.owners.status == "unknown":
        return False
    if len(question.periods.years) > 1 or question.periods.against:
        return False
    if gold.expect == "refuse":
        return True
    is_printed = gold.expect in ("figure", "figures") and gold.op in ("lookup", "change", "share")
    return is_printed and len(_asks_of(question)) == len(gold.wanted)


REMOVED_WEIGHT = 0.3


def without_answer(example: Example) -> Example | None:
    """Return the same look-up in a library that does not have the answer: all else is wrong.

    Figures that are called like the right one go with it: they may be right as well.
    """
    pairs = list(zip(example.evidence.findings, example.right, strict=True))
    names = {f.candidate.entry.name_text for f, is_right in pairs if is_right}
    if not names:
        return None
    left = tuple(f for f, is_right in pairs if not is_right and not _is_called(f, names))
    evidence = replace(example.evidence, findings=left)
    wrong = (False,) * len(left)
    return Example(example.question, "removed", evidence, wrong, False, REMOVED_WEIGHT)


def _is_called(found: Finding, names: set[str]) -> bool:
    name = found.candidate.entry.name_text
    return any(name in other or other in name for other in names)


def scored_anew(example: Example, scores: Sequence[float]) -> Example:
    """Return the example with other scores, best first."""
    found = zip(example.evidence.findings, example.right, scores, strict=True)
    order = sorted(found, key=lambda triple: -triple[2])
    findings = tuple(replace(f, score=score) for f, _, score in order)
    evidence = replace(example.evidence, findings=findings)
    return replace(example, evidence=evidence, right=tuple(right for _, right, _ in order))
