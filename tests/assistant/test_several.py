"""Several questions in one: cut, answered in order, and told apart from one question."""

from __future__ import annotations

import pytest

from assistant.answer import Outcome
from assistant.language.several import parts_of
from tests.assistant.library_of import amounts, quotes, town

PARTED = [
    (
        "民政局2026年办公费和差旅费加起来多少？比机关运行经费少多少？",
        ("民政局2026年办公费和差旅费加起来多少？", "比机关运行经费少多少？"),
    ),
    (
        "民政局2026年三公经费是多少，占基本支出的百分之几",
        ("民政局2026年三公经费是多少，", "占基本支出的百分之几"),
    ),
    (
        "民政局2026年办公费、差旅费各是多少，合计呢？",
        ("民政局2026年办公费、差旅费各是多少，", "合计呢？"),
    ),
    (
        "民政局2026年机关运行经费为什么增加？差旅费是多少？",
        ("民政局2026年机关运行经费为什么增加？", "差旅费是多少？"),
    ),
]
WHOLE = [
    "民政局2026年三公经费比上年减少多少，下降百分之几？",
    "民政局2026年三公经费是多少？我问的是预算",
    "民政局2026年三公经费比2024年减少了吗？减少多少？",
    "民政局和林业局2026年三公经费哪个大，相差多少？",
    "根据2026年的说明倒推，民政局2025年三公经费是多少？",
    "民政局2024、2025、2026年三公经费分别是多少，走势怎样？",
    "民政局2026年机关运行经费为什么增加？增加多少？",
]
ANSWERS = [
    ("民政局2026年差旅费是多少？占机关运行经费的百分之几？", ["180000", "36"]),
    ("民政局2026年办公费多少？差旅费多少？两者差多少？", ["200000", "180000", "20000"]),
    ("民政局2026年办公费、差旅费各是多少，合计呢？", ["200000", "180000", "380000"]),
    ("民政局2026年办公费和差旅费合计多少？比机关运行经费少多少？", ["380000", "120000"]),
]


@pytest.mark.parametrize(("question", "parts"), PARTED)
def test_a_question_is_cut_where_its_parts_are_answered_apart(
    question: str, parts: tuple[str, ...]
) -> None:
    """Each part that has to be computed, or told in words, is a question of its own."""
    assert parts == parts_of(question, town().understood)


@pytest.mark.parametrize("question", WHOLE)
def test_what_narrows_or_checks_belongs_to_what_is_asked(question: str) -> None:
    """One plan serves the whole question: nothing is cut."""
    assert parts_of(question, town().understood) == (question,)


@pytest.mark.parametrize(("question", "values"), ANSWERS)
def test_every_part_is_answered_in_order(question: str, values: list[str]) -> None:
    """A later part computes with what the part before was answered with."""
    assert values == amounts(town().ask(question))


def test_the_part_without_an_answer_is_named() -> None:
    """The text, not only a note, says which part of a question has no answer."""
    answer = town().ask("民政局2026年差旅费是多少？占卫星发射费的百分之几？")

    assert amounts(answer) == ["180000"]
    assert "「占卫星发射费的百分之几」没有答出" in answer.text


def test_a_reason_and_a_number_are_both_given() -> None:
    """A part that is told in words keeps its quote beside the figure of the other part."""
    answer = town().ask("民政局2026年机关运行经费为什么增加？差旅费是多少？")

    assert answer.outcome is Outcome.TEXT
    assert "新增办公场地物业费" in quotes(answer)
    assert amounts(answer) == ["180000"]


def test_an_item_that_is_nowhere_is_not_answered_by_its_neighbour() -> None:
    """「和」 lists two asks; the one without a figure is named and gets no other's number."""
    answer = town().ask("民政局2026年差旅费和卫星发射费分别是多少")

    assert amounts(answer) == ["180000"]
    assert "「卫星发射费」没有" in answer.text
