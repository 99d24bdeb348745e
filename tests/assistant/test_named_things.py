"""What a question names by its own name: items, tables, years, stages, parts."""

from __future__ import annotations

import pytest

from assistant.answer import Outcome
from assistant.language.classified import items_named
from assistant.plan import Step, make_plan
from tests.assistant.library_of import amounts, only, town

ITEMS = [
    ("电费", {"电费"}),
    ("邮电费", {"邮电费"}),
    ("水费和电费", {"水费", "电费"}),
    ("水电费", set()),
    ("离休费与退休费", {"离休费", "退休费"}),
    ("三公经费", set()),
    ("就业管理事务", {"就业管理事务"}),
    ("一般行政管理事务", {"一般行政管理事务"}),
    ("其他教育支出", {"其他教育支出"}),
    ("治安和公安", set()),
]


@pytest.mark.parametrize(("said", "items"), ITEMS)
def test_classified_items_are_whole_names(said: str, items: set[str]) -> None:
    """The longest name at a place counts; a name for several items names none of them."""
    assert items_named(said) == items


def test_another_economic_item_never_answers() -> None:
    """An item that is not there is refused, however much of its name another one has."""
    assert town().ask("民政局2026年取暖费是多少").outcome is Outcome.REFUSE


def test_the_named_table_answers() -> None:
    """The words that name a table say where to look, not what is asked."""
    answer = town().ask("民政局2026年部门支出总体情况表的总计是多少")

    assert only(answer).value == 9300000


def test_the_whole_of_a_row_answers() -> None:
    """Where no column is named, the column of the total is meant."""
    assert amounts(town().ask("民政局2026年行政单位医疗是多少"))[0] == "246000"


def test_the_year_before_counts_from_the_year_spoken_of() -> None:
    """「前一年呢」 after a question about 2026 asks for 2025."""
    question = town().understood("前一年呢", ["民政局2026年三公经费是多少"])

    assert question.periods.years == (2025,)


def test_each_part_is_asked_for() -> None:
    """「甲和乙分别多少」 is answered with both."""
    answer = town().ask("民政局2026年办公费和差旅费分别是多少")

    assert len(answer.figures) == 2


PLANS = [
    ("民政局2026年三公经费决算比预算少花了多少", Step.DIFFERENCE),
    ("民政局2024年、2025年和2026年三公经费哪一年最低", Step.SERIES),
    ("民政局2024年和2026年三公经费相差多少", Step.ACROSS_YEARS),
]


@pytest.mark.parametrize(("question", "step"), PLANS)
def test_what_is_held_against_what(question: str, step: Step) -> None:
    """Two stages are held against each other, two years too; of several years one is the lowest."""
    assert make_plan(town().understood(question)).steps[0] is step
