"""From a question to the steps that may answer it. Pure: no library is touched here.

A plan lists steps in the order in which they are tried: what is printed comes before what has to
be computed, and the first step that yields an answer ends the plan.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from assistant.language.asks import asks_of
from assistant.language.phrases import cue, has_cue, points_back, sides
from assistant.language.plan_checks import plan_check
from assistant.lookup.comparison import PLAN, base_in
from assistant.question import Operation, Question
from assistant.understand import content_of
from corpus.figure import Basis, Measure
from corpus.quantity import UnitKind


class Step(StrEnum):
    """One way to answer; each is one function of ``assistant.operations``."""

    REFUSE_OPINION = "refuse-opinion"
    REFUSE_SUPPOSED = "refuse-supposed"  # a rule would have to be applied to a made-up case
    STATEMENTS = "statements"  # sentences that say it
    TITLED = "titled"  # a whole section, asked by what its title is called
    SECTION = "section"  # the text of a section that the question names
    LISTING = "listing"  # the parts of a section or of a line
    DEFINITION = "definition"
    PRINTED = "printed"
    PRINTED_CHANGE = "printed-change"  # "is it more than last year": the stated change
    SERIES = "series"  # one value a year
    ACROSS_YEARS = "across-years"  # change between two years
    ACROSS_OWNERS = "across-owners"
    VALUE_AND_CHANGE = "value-and-change"
    PREVIOUS_YEAR = "previous-year"  # current value and stated change
    SHARE = "share"
    RATIO = "ratio"
    SUM = "sum"
    GROUP_SUM = "group-sum"
    RANK = "rank"
    COUNT_GROUP = "count-group"
    DIFFERENCE = "difference"
    AGAINST_PLAN = "against-plan"  # what was spent against what was planned


@dataclass(frozen=True, slots=True)
class Plan:
    """Steps in the order in which they are tried."""

    steps: tuple[Step, ...]


STEPS = {
    Operation.OPINION: (Step.REFUSE_OPINION,),
    Operation.DEFINITION: (Step.TITLED, Step.DEFINITION, Step.STATEMENTS),
    Operation.PASSAGE: (Step.TITLED, Step.STATEMENTS),
    Operation.LIST: (Step.TITLED, Step.LISTING, Step.STATEMENTS),
    Operation.LOOKUP: (Step.PRINTED, Step.PREVIOUS_YEAR, Step.SECTION),
    Operation.CHANGE: (Step.PRINTED, Step.ACROSS_YEARS),
    Operation.SHARE: (Step.SHARE, Step.PRINTED),
    Operation.RATIO: (Step.RATIO,),
    Operation.SUM: (Step.SUM, Step.GROUP_SUM, Step.PRINTED),
    Operation.RANK: (Step.ACROSS_OWNERS, Step.RANK),
    Operation.COUNT: (Step.COUNT_GROUP, Step.PRINTED),
    Operation.TREND: (Step.SERIES, Step.PRINTED),
    Operation.COMPARE: (
        Step.ACROSS_OWNERS,
        Step.ACROSS_YEARS,
        Step.DIFFERENCE,
        Step.PRINTED,
    ),
    Operation.DIFFERENCE: (Step.PREVIOUS_YEAR, Step.PRINTED),
}
ADDED = re.compile(r"加起来|加在一起|加总|相加|合起来|所有|全部|加总")  # no single print will do
ALTOGETHER = re.compile(r"(?:总共|一共|共计|合起来)[^，,。？?]{0,3}多少")
WHICH_YEAR = re.compile(r"哪一?个?年")
APART = re.compile(r"差(?:了|距|额)?(?:是|有)?(?:多少|多大|几)|相差")
MADE_UP = re.compile(r"\d\s*(?:万|亿)?元")  # the amount of the case that the question makes up
COMPARING = frozenset({Operation.COMPARE, Operation.DIFFERENCE, Operation.RANK})
CHANGES = (Measure.CHANGE, Measure.GROWTH)


def make_plan(question: Question) -> Plan:
    """Return the steps for a question by its operation, its years and its asks."""
    if _is_supposed(question):
        return Plan((Step.REFUSE_SUPPOSED,))
    if plan_check(question.periods.rest)[0] and len(question.owners.owners) < 2:
        return Plan((Step.AGAINST_PLAN,))
    if _holds_two_up(question):
        return Plan((Step.ACROSS_OWNERS, Step.DIFFERENCE))
    own = OWN_STEPS.get(question.operation)
    steps = own(question) if own else STEPS[question.operation]
    if question.operation is Operation.RANK and WHICH_YEAR.search(question.corrected):
        steps = (Step.SERIES,)  # no part of an item is a year
    if len(question.periods.years) == 2 and APART.search(question.corrected):
        # One of the two years would answer half of the question.
        steps = (Step.ACROSS_YEARS, *(step for step in steps if step is not Step.PRINTED))
    return Plan(steps)


def _holds_two_up(question: Question) -> bool:
    """Tell whether two named items are compared: 「甲比乙多多少」 is no change between years."""
    periods = question.periods
    changes = any(ask.measures and set(ask.measures) <= set(CHANGES) for ask in question.asks)
    rates = _wants_rate(question) and has_cue("than", question.periods.rest)
    compared = question.operation in COMPARING or changes or rates
    if not compared or len(periods.bases) > 1 or periods.against or periods.against_previous:
        return False
    _, plain = asks_of(periods.rest)
    held = sides(plain)
    if held is None or content_of(held[0]) == content_of(held[1]):
        return False
    return all(_names_item(side) for side in held)


def _names_item(side: str) -> bool:
    """Tell whether a side of a comparison names more than a number or a stage."""
    content = content_of(side)
    return bool(content) and not points_back(side) and not content[0].isdigit()


def _is_supposed(question: Question) -> bool:
    """Tell whether a question states a case of its own and asks what a rule would give for it."""
    text, wants_rate = question.corrected, _wants_rate(question)
    if wants_rate or not question.asks or not MADE_UP.search(text):
        return False
    return has_cue("suppose", text) and bool(cue("gains").search(text))


def _steps_of_lookup(question: Question) -> tuple[Step, ...]:
    steps = STEPS[Operation.LOOKUP]
    if _wants_change(question):
        steps = _steps_of_change(question)
    elif len(question.periods.years) > 1:
        steps = (Step.SERIES, *steps)
    steps = steps if question.asks else (Step.TITLED, *steps)
    several = len(question.owners.owners) > 1
    if (several or len(question.periods.years) > 1) and _is_added_up(question):
        return (Step.SUM,)
    return (Step.ACROSS_OWNERS, *steps) if several else steps


def _is_added_up(question: Question) -> bool:
    """Tell whether several bodies or years are asked for one amount: 「2021到2023年总共多少」."""
    each = has_cue("each", question.periods.rest)
    return not each and bool(ALTOGETHER.search(question.corrected))


def _steps_of_comparison(question: Question) -> tuple[Step, ...]:
    if _against_another(question):
        return (Step.ACROSS_YEARS,)
    if _against_plan(question):
        return (Step.PRINTED_CHANGE, Step.AGAINST_PLAN)
    against = question.periods.against and len(question.owners.owners) < 2
    if against or _with_last_year(question):
        return (*_both_asked(question), Step.PRINTED_CHANGE, Step.ACROSS_YEARS)
    periods = question.periods
    if len(periods.bases) > 1 and periods.bases[0] is Basis.BUDGET and len(periods.years) < 2:
        return (Step.ACROSS_OWNERS, Step.DIFFERENCE, Step.PRINTED)  # the plan against the outturn
    steps = STEPS[Operation.COMPARE]
    apart = len(periods.years) < 2 and _holds_two_items(question)
    return tuple(s for s in steps if s is not Step.ACROSS_YEARS) if apart else steps


def _holds_two_items(question: Question) -> bool:
    """Tell whether one named item is held against another: no change of one of them answers."""
    held = sides(asks_of(question.periods.rest)[1])
    return held is not None and all(map(content_of, held))


def _steps_of_ratio(question: Question) -> tuple[Step, ...]:
    return (Step.RATIO, Step.PRINTED) if _wants_rate(question) else STEPS[Operation.RATIO]


def _steps_of_share(question: Question) -> tuple[Step, ...]:
    """「决算数占年初预算的百分之几」 asks how far the budget was carried out."""
    steps = STEPS[Operation.SHARE]
    return (Step.RATIO, *steps) if len(question.periods.bases) > 1 else steps


def _steps_of_list(question: Question) -> tuple[Step, ...]:
    """「列一下2024年和2025年各多少」 asks for numbers, one a year."""
    by_year = len(question.periods.years) > 1 and bool(question.asks)
    return (Step.SERIES, *STEPS[Operation.LIST]) if by_year else STEPS[Operation.LIST]


def _steps_of_reckoning(question: Question) -> tuple[Step, ...]:
    """A year that has to be led back to is never answered with the year that it is led from."""
    steps = STEPS[Operation.DIFFERENCE]
    return steps if len(question.periods.years) < 2 else (Step.PREVIOUS_YEAR,)


def _steps_of_sum(question: Question) -> tuple[Step, ...]:
    added = ADDED.search(question.corrected)
    return (Step.SUM, Step.GROUP_SUM) if added else STEPS[Operation.SUM]


OWN_STEPS: dict[Operation, Callable[[Question], tuple[Step, ...]]] = {
    Operation.LOOKUP: _steps_of_lookup,
    Operation.COMPARE: _steps_of_comparison,
    Operation.RATIO: _steps_of_ratio,
    Operation.SUM: _steps_of_sum,
    Operation.SHARE: _steps_of_share,
    Operation.LIST: _steps_of_list,
    Operation.DIFFERENCE: _steps_of_reckoning,
}


def _steps_of_change(question: Question) -> tuple[Step, ...]:
    """A change between two stages, between two years, or the one that is printed."""
    if len(question.periods.bases) > 1:
        return (Step.DIFFERENCE, Step.ACROSS_YEARS)
    if _against_plan(question):
        return (*_both_asked(question), Step.PRINTED, Step.AGAINST_PLAN)
    if len(question.periods.years) < 2 and not _against_another(question):
        return (*_both_asked(question), Step.PRINTED, Step.ACROSS_YEARS)
    return (Step.ACROSS_YEARS,)


def _against_plan(question: Question) -> bool:
    """Tell whether a change is counted from the plan of the same year: 「比年初预算少花多少」."""
    base = base_in(question.corrected)
    is_plan = base is not None and base.which == PLAN
    return is_plan and len(question.periods.years) < 2 and not question.periods.against


def _both_asked(question: Question) -> tuple[Step, ...]:
    """「安排多少，比上年增加多少」 asks for an amount and for its change."""
    kinds = {bool(set(ask.measures) & set(CHANGES)) for ask in question.asks}
    return (Step.VALUE_AND_CHANGE,) if len(kinds) > 1 else ()


def _wants_rate(question: Question) -> bool:
    return any(ask.kind is UnitKind.RATE for ask in question.asks)


def _wants_change(question: Question) -> bool:
    return any(set(ask.measures) & set(CHANGES) for ask in question.asks)


def _with_last_year(question: Question) -> bool:
    return question.periods.against_previous and len(question.periods.years) < 2


def _against_another(question: Question) -> bool:
    """Tell whether the change is against a year that is not just the one before."""
    against, years = question.periods.against, question.periods.years
    return against is not None and (not years or against[0] != years[0] - 1)
