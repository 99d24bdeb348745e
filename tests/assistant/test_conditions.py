"""Rates of one rule that differ by their conditions."""

from __future__ import annotations

from functools import cache

from assistant.conversation import Assistant
from tests.assistant.library_of import _folder, amounts, library_of

OWNER = "青禾市东屏区园林管理局"
RULES = f"""{OWNER}2025年部门预算

第三部分 项目文本
一、项目实施计划
举报人为养护公司内部人员的，按查实毁绿损失的3.50%进行奖励。
举报奖励根据查证结果，按查实毁绿损失的2%进行奖励。如能提供现场录像，已协助查处，按查实毁绿损失的4.00%进行奖励。
"""


@cache
def rules() -> Assistant:
    """Return the assistant over the rules."""
    return library_of(_folder(), {f"{OWNER}2025年部门预算.txt": RULES})


def test_no_word_of_a_condition_asks_for_the_rate_without_one() -> None:
    """The rate of everybody is meant by a question that says nothing of the special cases."""
    answer = rules().ask("园林局2025年普通市民举报，按查实毁绿损失的百分之几奖励")

    assert amounts(answer) == ["2"]


def test_a_word_of_a_condition_asks_for_its_rate() -> None:
    """The rate of a special case is meant by a question that names the case."""
    answer = rules().ask("园林局2025年内部人员举报，按查实毁绿损失的百分之几奖励")

    assert amounts(answer) == ["3.5"]


def test_rates_that_are_listed_say_their_conditions() -> None:
    """Where every rate has a condition, each is shown with its own clause."""
    special = RULES.replace("举报奖励根据查证结果", "举报人为普通市民的")
    assistant = library_of(_folder(), {f"{OWNER}2025年部门预算.txt": special})
    answer = assistant.ask("园林局2025年按查实毁绿损失的百分之几奖励")

    assert "（举报人为养护公司内部人员的）：**3.50%**" in answer.text
    assert "（举报人为普通市民的）：**2%**" in answer.text
