"""One item of several bodies over several years: every cell is asked, cited or said to be absent.

A cell holds a figure only when the answer is one figure of that body and that year. Cells are
never added: whether bodies hold each other is not known here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from assistant.answer import Answer, AnswerFigure, Outcome
from assistant.web.amount import number_and_unit
from assistant.web.answers import Answers
from assistant.web.downloads import comparison_link
from assistant.web.figures_html import save_html
from assistant.web.texts import named, told

MOST_OWNERS, MOST_YEARS = 8, 8
LONGEST_ITEM = 40  # characters
STAGES = ("预算", "决算")


@dataclass(frozen=True, slots=True)
class Cell:
    """One body and year: the question that was asked, its answer, the figure if it fits."""

    question: str
    answer: Answer
    figure: AnswerFigure | None


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is compared. ``basis``: 预算, 决算, or "" for as the documents are."""

    item: str
    owners: tuple[str, ...]
    years: tuple[int, ...]
    basis: str = ""


def cells_of(answers: Answers, wanted: Wanted) -> list[list[Cell]]:
    """Return a row for every body with a cell for every year."""
    return [[_cell(answers, wanted, owner, y) for y in wanted.years] for owner in wanted.owners]


def _cell(answers: Answers, wanted: Wanted, owner: str, year: int) -> Cell:
    question = f"{owner}{year}年{wanted.basis}{wanted.item}是多少？"
    answer = answers.ask(question)
    return Cell(question, answer, _fitting(answer, owner, year, wanted.basis))


def _fitting(answer: Answer, owner: str, year: int, basis: str) -> AnswerFigure | None:
    if answer.outcome is not Outcome.FIGURE or len(answer.figures) != 1:
        return None
    figure = answer.figures[0]
    is_stage = not basis or figure.basis == basis
    return figure if (figure.owner, figure.year) == (owner, year) and is_stage else None


def compare_html(answers: Answers, wanted: Wanted) -> str:
    """Return the comparison as a table; a number opens its receipt, its question can be asked."""
    rows = cells_of(answers, wanted)
    units = {cell.figure.unit for row in rows for cell in row if cell.figure}
    mixed = f'<p class="none">{told("compare.mixed")}</p>' if len(units) > 1 else ""
    heads = "".join(f'<th scope="col">{year}年{escape(wanted.basis)}</th>' for year in wanted.years)
    body = "".join(
        f'<tr><th scope="row">{escape(owner)}</th>{"".join(map(_cell_html, row))}</tr>'
        for owner, row in zip(wanted.owners, rows, strict=True)
    )
    links = [(kind.upper(), comparison_link(kind, _questions(rows))) for kind in ("xlsx", "csv")]
    return (
        f'{mixed}<div class="figures-scroll" tabindex="0" role="region"'
        f' {named("aria-label", "figures.mode.compare")}><table class="figures compared">'
        f"<caption>{escape(wanted.item)}</caption>"
        f"<thead><tr><th></th>{heads}</tr></thead><tbody>{body}</tbody></table></div>"
        f'<div class="tools">{save_html(links)}</div>'
    )


def _questions(rows: Sequence[Sequence[Cell]]) -> list[str]:
    return [cell.question for row in rows for cell in row]


def _cell_html(cell: Cell) -> str:
    if cell.figure is None:
        why = escape(cell.answer.text[:200])
        return f'<td class="number absent" title="{why}">{told("compare.absent")}</td>'
    number, unit = number_and_unit(cell.figure)
    words = f"{number} {unit}"
    what = f"{cell.figure.owner}{cell.figure.year}年{cell.figure.about}"
    name = named("aria-label", "figures.open", what=what)
    return (
        f'<td class="number"><button type="button" class="receipt"'
        f' data-question="{escape(cell.question)}" {name}>'
        f'{escape(words)}</button><span class="soft">{escape(cell.figure.about)}</span></td>'
    )


def compare_form_html(
    owners: Sequence[str], years: Sequence[int], wanted: Wanted | None = None
) -> str:
    """Return the form of the comparison with what is chosen."""
    chosen = wanted or Wanted("", (), ())
    bodies = "".join(_check("owners", o, escape(o), is_on=o in chosen.owners) for o in owners)
    times = "".join(_check("years", str(y), f"{y}年", is_on=y in chosen.years) for y in years)
    stages = "".join(
        f'<option value="{stage}"{" selected" if stage == chosen.basis else ""}>{stage}</option>'
        for stage in STAGES
    )
    return (
        f'<form class="compare-form"><p class="soft">{told("compare.hint")}</p>'
        f'<label>{told("compare.item")}<input type="text" name="item" required'
        f' maxlength="{LONGEST_ITEM}" value="{escape(chosen.item)}"></label>'
        f'<label>{told("figures.basis")}<select name="basis">'
        f'<option value="">{told("figures.any")}</option>{stages}</select></label>'
        f"<fieldset><legend>{told('compare.owners', most=MOST_OWNERS)}</legend>{bodies}</fieldset>"
        f"<fieldset><legend>{told('compare.years', most=MOST_YEARS)}</legend>{times}</fieldset>"
        f'<button type="submit" class="chip go">{told("compare.go")}</button></form>'
    )


def _check(name: str, value: str, words: str, *, is_on: bool) -> str:
    on = " checked" if is_on else ""
    return (
        f'<label class="check"><input type="checkbox" name="{name}" value="{escape(value)}"{on}>'
        f"{words}</label>"
    )
