"""A plan tries what is printed before what has to be computed."""

from __future__ import annotations

import pytest

from assistant.plan import STEPS, Step, make_plan
from assistant.question import Operation
from tests.assistant.library_of import town

FIRST_STEPS = [
    ("民政局2026年差旅费是多少", Step.PRINTED),
    ("民政局2026年机关运行经费比上年增加多少", Step.PRINTED),
    ("民政局2026年机关运行经费比2024年增加多少", Step.ACROSS_YEARS),
    ("民政局2024年和2026年三公经费各是多少", Step.SERIES),
    ("民政局和林业局2026年三公经费分别是多少", Step.ACROSS_OWNERS),
    ("民政局2026年办公费和差旅费加起来多少", Step.SUM),
    ("民政局2026年项目支出占支出的百分之几", Step.SHARE),
    ("民政局2026年项目支出是基本支出的几倍", Step.RATIO),
    ("民政局钱花得合理吗", Step.REFUSE_OPINION),
    ("什么是高龄老人补贴", Step.TITLED),
    ("民政局2026年机关运行经费为什么增加", Step.TITLED),
    ("民政局主要职责有哪些", Step.TITLED),
]


@pytest.mark.parametrize(("question", "step"), FIRST_STEPS)
def test_the_first_step(question: str, step: Step) -> None:
    """What is tried first follows from the words of the question."""
    assert make_plan(town().understood(question)).steps[0] is step


def test_every_operation_has_a_plan() -> None:
    """No operation is left without steps."""
    assert set(STEPS) >= set(Operation) - {Operation.LOOKUP}
    assert all(STEPS.values())


def test_a_sum_never_falls_back_to_one_print() -> None:
    """「加起来」 is answered by a sum or not at all."""
    plan = make_plan(town().understood("民政局2026年办公费和差旅费加起来多少"))

    assert Step.PRINTED not in plan.steps


def test_a_change_between_distant_years_is_never_the_printed_one() -> None:
    """The printed change is against the year before, not against 2024."""
    plan = make_plan(town().understood("民政局2026年机关运行经费比2024年增加多少"))

    assert Step.PRINTED not in plan.steps
