"""Finds where a document prints one figure twice, in prose and in a table, and differently.

It must not cry wolf: only the same item, year, stage, measure and fund count, only plain totals of
a table, and nothing that has a witness on the other side. Rounding and 万元 against 元 agree.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from assistant.answer import Outcome
from assistant.compute import Value, value_of
from assistant.desk import Desk
from assistant.draft import Draft
from assistant.language.funds import fund_of
from assistant.wording import squeeze
from corpus.figure import Figure, Measure
from corpus.vocabulary import lines_of

FARTHEST = 2  # prints that are this many times apart are two figures, not a slip
COMPARED = frozenset({Measure.AMOUNT, Measure.SCORE, Measure.COUNT})
APART = "两处不一致：同一份文件在正文和表格中印的数不同，分别列出，请核对原件。"


def with_disagreement(draft: Draft, desk: Desk) -> Draft:
    """Return the draft with the print that contradicts its one figure, when there is one."""
    if draft.outcome is not Outcome.FIGURE or len(draft.values) != 1:
        return draft
    value = draft.values[0]
    other = None if value.operands else contradicting(value, desk)
    if other is None:
        return draft
    return replace(draft, values=(value, value_of(other)), lead=f"{draft.lead}{APART}")


def contradicting(value: Value, desk: Desk) -> Figure | None:
    """Return the figure that prints another number for the same thing, None when none does."""
    figure = value.figures[0]
    if figure.measure not in COMPARED or not figure.exact or not _is_plain(figure):
        return None
    same = list(_namesakes(figure, desk))
    beside = [f for f in same if _is_cell(f) != _is_cell(figure)]
    own = [f for f in same if _is_cell(f) == _is_cell(figure)]
    apart = {f.quantity.in_base for f in beside}
    if len(apart) != 1 or any(not f.quantity.agrees_with(figure.quantity) for f in own):
        return None
    other = beside[0]
    return other if _differs(figure, other) else None


def _namesakes(figure: Figure, desk: Desk) -> Iterator[Figure]:
    for entry in desk.facts.within({figure.source.document}):
        fact = entry.fact
        if isinstance(fact, Figure) and fact.exact and _is_plain(fact) and _is_same(figure, fact):
            yield fact


def _is_same(one: Figure, other: Figure) -> bool:
    """Tell whether two figures claim to be the same thing."""
    return (
        squeeze(one.item.name) == squeeze(other.item.name)
        and (one.owner, one.period, one.measure) == (other.owner, other.period, other.measure)
        and one.direction == other.direction
        and one.quantity.unit.kind is other.quantity.unit.kind
        and _fund(one) == _fund(other)
    )


def _fund(figure: Figure) -> str:
    """Return the fund of a figure, by what stands around it."""
    return fund_of(" ".join((figure.source.table, *figure.source.section[-1:], figure.context)))


def _is_plain(figure: Figure) -> bool:
    """Tell whether a figure is all of its item: no column restricts it."""
    plain = (*lines_of("plain_columns.tsv"), figure.item.name)
    return not figure.doubtful and all(part in plain for part in figure.slice)


def _is_cell(figure: Figure) -> bool:
    return figure.source.cell is not None


def _differs(one: Figure, other: Figure) -> bool:
    """Tell whether two numbers differ beyond rounding, and little enough to be one figure.

    A print that was cut off instead of rounded is off by less than one unit of its last place.
    """
    small, large = sorted((one.quantity.in_base, other.quantity.in_base))
    is_near = small > 0 and large < small * FARTHEST
    cut_off = 2 * max(one.quantity.half_unit, other.quantity.half_unit)
    return is_near and large - small >= cut_off
