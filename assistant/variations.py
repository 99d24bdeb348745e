"""The same question for another year, body or stage: what one click on an assumption asks.

A variation is only worth showing when the library answers it: ``fits`` tells whether an answer
is the one that was promised.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from assistant.answer import Answer, AnswerFigure, Outcome
from assistant.question import Operation, Question
from corpus.figure import Basis
from corpus.library import DocumentInfo

STAGES = (Basis.BUDGET, Basis.FINAL)
OF_ONE_SLOT = 3  # other values offered for a year, a body, a stage


@dataclass(frozen=True, slots=True)
class Variation:
    """Another value of one slot. ``slot``: year, owner or basis; ``wordings``: ways to ask it."""

    slot: str
    now: str  # as shown: 「2026年」
    value: str  # the same: 「2025年」
    owner: str
    year: int | None
    basis: str
    wordings: tuple[str, ...]

    def fits(self, answer: Answer, before: AnswerFigure) -> bool:
        """Tell whether an answer gives this variation of the figure that was given before."""
        if answer.outcome is not Outcome.FIGURE or len(answer.figures) != 1:
            return False
        figure = answer.figures[0]
        place = (figure.owner, figure.year, figure.basis)
        kind = (figure.unit, figure.formula is None, figure.direction is None)
        known = (before.unit, before.formula is None, before.direction is None)
        return place == (self.owner, self.year, self.basis) and kind == known


def variations(
    question: Question, answer: Answer, documents: Sequence[DocumentInfo]
) -> list[Variation]:
    """Return what could be asked instead of a question that one figure answers; unproved."""
    if answer.outcome is not Outcome.FIGURE or len(answer.figures) != 1:
        return []
    figure = answer.figures[0]
    if not figure.owner or figure.year is None:
        return []
    made = (_years, _owners, _stages)
    return [v for way in made for v in islice(way(question, figure, documents), OF_ONE_SLOT)]


def _years(
    question: Question, figure: AnswerFigure, documents: Sequence[DocumentInfo]
) -> Iterator[Variation]:
    held = {d.fiscal_year for d in documents if d.owner == figure.owner and d.fiscal_year}
    for year in sorted(held - {figure.year}, reverse=True):
        wordings = _wordings(question, figure, year=year)
        yield Variation(
            "year", f"{figure.year}年", f"{year}年", figure.owner, year, figure.basis, wordings
        )


def _owners(
    question: Question, figure: AnswerFigure, documents: Sequence[DocumentInfo]
) -> Iterator[Variation]:
    year = figure.year
    held = dict.fromkeys(d.owner for d in documents if d.fiscal_year == year and d.owner)
    for owner in held:
        if owner != figure.owner:
            wordings = _wordings(question, figure, owner=owner)
            yield Variation("owner", figure.owner, owner, owner, year, figure.basis, wordings)


def _stages(
    question: Question, figure: AnswerFigure, _documents: Sequence[DocumentInfo]
) -> Iterator[Variation]:
    if figure.basis not in STAGES:
        return
    for basis in STAGES:
        if basis != figure.basis:
            wordings = _wordings(question, figure, basis=basis.value)
            place = (figure.owner, figure.year, basis.value)
            yield Variation("basis", figure.basis, basis.value, *place, wordings)


def _wordings(
    question: Question,
    figure: AnswerFigure,
    *,
    owner: str = "",
    year: int | None = None,
    basis: str = "",
) -> tuple[str, ...]:
    """Return the question with one thing exchanged, then the same asked afresh."""
    own = _exchanged(question, owner=owner, year=year, basis=basis)
    if question.operation is not Operation.LOOKUP or figure.formula or figure.direction:
        return (own,)
    when = f"{owner or figure.owner}{year or figure.year}年{basis}"
    return own, f"{when}{figure.about}是多少？"


def _exchanged(question: Question, *, owner: str, year: int | None, basis: str) -> str:
    text = question.corrected or question.text
    if owner:
        return _put(text, (mention.text for mention in question.owners.mentions), owner)
    if year:
        return _put(text, (mention.text for mention in question.periods.mentions), f"{year}年")
    return _put(text, STAGES, basis)


def _put(text: str, said: Iterable[str], value: str) -> str:
    """Exchange the first of the said words that the text has; else say the value first."""
    found = next((words for words in said if words and words in text), "")
    return text.replace(found, value, 1) if found else f"{value}{text}"
