"""Earlier answers as operands, in one question and over the turns of a conversation."""

from __future__ import annotations

import pytest

from assistant.answer import Outcome, Reason
from assistant.operations.earlier import Reference, Use, reference_in
from tests.assistant.library_of import amounts, only, town

LEANING = [
    ("比项目资金总额多多少元？", Reference(Use.AGAINST, "项目资金总额")),
    ("占基本支出的百分之几", Reference(Use.PART, "基本支出")),
    ("那两者合计占基本支出的百分之几", Reference(Use.PART, "基本支出", summed=True)),
    ("内控检查的占百分之几", Reference(Use.WHOLE, "内控检查")),
    ("两者相差多少", Reference(Use.APART)),
    ("一共呢", Reference(Use.SUM)),
    ("哪个最高", Reference(Use.HIGHEST)),
    ("最低的是哪年", Reference(Use.LOWEST)),
    ("是水费的几倍", Reference(Use.TIMES, "水费")),
]
COMPLETE = ["水费和电费差多少", "水费是电费的几倍", "2019年呢", "各是多少", "比上年减少多少"]
TURNS = [
    (("民政局2026年办公费是多少", "差旅费呢"), "两者相差多少", ["20000"]),
    (("民政局2026年办公费是多少", "差旅费呢"), "一共呢", ["380000"]),
    (("民政局2026年差旅费是多少",), "那占机关运行经费的百分之几", ["36"]),
    (("民政局2026年办公费是多少",), "比差旅费多多少", ["20000"]),
    (("民政局2026年公务接待费占三公经费的百分之几",), "公务用车运行维护费呢", ["83.33"]),
]


@pytest.mark.parametrize(("text", "reference"), LEANING)
def test_what_a_text_leaves_out_was_answered_before(text: str, reference: Reference) -> None:
    """A missing side, part or whole is an earlier value."""
    assert reference == reference_in(text)


@pytest.mark.parametrize("text", COMPLETE)
def test_a_text_that_names_its_operands_leans_on_nothing(text: str) -> None:
    """What is named is looked up, whatever was answered before."""
    assert reference_in(text) is None


@pytest.mark.parametrize(("history", "question", "values"), TURNS)
def test_a_follow_up_computes_with_earlier_answers(
    history: tuple[str, ...], question: str, values: list[str]
) -> None:
    """Every operand keeps its own receipt."""
    answer = town().ask(question, history)

    assert values == amounts(answer)
    assert len(answer.operands) >= 2


def test_nothing_is_computed_with_what_was_refused() -> None:
    """An earlier turn without an answer is no operand."""
    answer = town().ask("占机关运行经费的百分之几", ("民政局2026年卫星发射费是多少",))

    assert answer.outcome is Outcome.REFUSE


def test_the_higher_of_two_earlier_values_is_named() -> None:
    """「哪个高」 after two answers picks one of them."""
    answer = town().ask("哪个高", ("民政局2026年办公费是多少", "差旅费呢"))

    assert amounts(answer) == ["200000"]
    assert "最高的是办公费" in answer.text


def test_a_rule_is_not_applied_to_a_made_up_case() -> None:
    """An amount that only the question states is put into no rule."""
    answer = town().ask("民政局2026年高龄老人补贴，假如一年花了5万元，能领多少？")

    assert (answer.outcome, answer.reason) == (Outcome.REFUSE, Reason.OUT_OF_SCOPE)
    assert "不代为套用" in answer.text


def test_a_sum_is_held_against_the_number_of_the_question() -> None:
    """「够吗，缺多少」 is the sum and how far it is from the stated number."""
    answer = town().ask("民政局2026年办公费和差旅费加起来够50万元吗？缺多少？")

    assert amounts(answer) == ["120000", "380000"]
    assert "没有达到" in answer.text


def test_two_named_items_are_no_two_years() -> None:
    """「甲比乙多多少」 is the difference of two items, never the change of one over time."""
    answer = town().ask("民政局2026年办公费比差旅费多多少")

    assert (amounts(answer)[0], answer.figures[0].direction) == ("20000", "增加")


def test_an_even_part_of_a_year() -> None:
    """「月均」 is a twelfth of the amount of the year."""
    answer = town().ask("民政局2026年差旅费月均多少元")

    assert amounts(answer)[0] == "15000"


def test_every_listed_part_has_a_share_of_its_own() -> None:
    """「甲和乙各占百分之几」 gives two shares of one whole."""
    answer = town().ask("民政局2026年公务接待费和公务用车运行维护费各占三公经费的百分之几")

    assert amounts(answer) == ["16.67", "83.33"]


def test_a_single_value_follows() -> None:
    """One operand keeps the answer one figure."""
    assert only(town().ask("一共呢", ("民政局2026年办公费是多少", "差旅费呢"))).formula
