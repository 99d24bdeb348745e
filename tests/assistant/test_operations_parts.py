"""Shares, ratios, sums of named items and differences between items."""

from __future__ import annotations

import pytest

from assistant.answer import Outcome
from tests.assistant.library_of import amounts, only, samples, town

PRINTED_SHARES = [
    ("民政局2026年项目支出占支出预算的百分之几", "64.52"),
    ("民政局2026年基本支出占比是多少", "35.48"),
]
COMPUTED_SHARES = [
    ("民政局2026年公务接待费占三公经费的比重是多少", "16.67"),
    ("民政局2026年公务用车运行维护费占三公经费的百分之几", "83.33"),
    ("林业局2026年森林防火经费占项目支出的百分之几", "45"),
]
SUMS = [
    ("民政局2026年办公费和差旅费加起来多少", "380000", 2),
    ("民政局2026年老年福利、社会组织管理、行政单位医疗加起来多少", "3546000", 3),
    ("林业局2026年森林防火经费和造林绿化经费合计是多少", "3300000", 2),
]


@pytest.mark.parametrize(("question", "percent"), PRINTED_SHARES)
def test_a_printed_share_comes_first(question: str, percent: str) -> None:
    """A share that the document states is quoted, not computed again."""
    answer = town().ask(question)

    assert amounts(answer) == [percent]
    assert only(answer).formula is None


@pytest.mark.parametrize(("question", "percent"), COMPUTED_SHARES)
def test_a_share_is_part_over_whole(question: str, percent: str) -> None:
    """A share that is not printed is computed from both cited values, two decimals, half up."""
    answer = town().ask(question)

    assert amounts(answer) == [percent]
    assert only(answer).formula
    assert len(answer.operands) == 2


def test_how_many_times() -> None:
    """「几倍」 is numerator over denominator with two decimals."""
    answer = town().ask("民政局2026年项目支出是基本支出的几倍")

    assert (amounts(answer), only(answer).unit) == (["1.82"], "倍")


def test_a_stated_completion_is_quoted() -> None:
    """「完成预算的百分之几」 is answered with the printed rate."""
    assert amounts(town().ask("图书馆2024年公务接待费完成预算的百分之几")) == ["60"]


@pytest.mark.parametrize(("question", "yuan", "parts"), SUMS)
def test_listed_items_are_added(question: str, yuan: str, parts: int) -> None:
    """A sum names its operands, each with a receipt."""
    answer = town().ask(question)

    assert amounts(answer) == [yuan]
    assert len(answer.operands) == parts
    assert all(operand.citations for operand in answer.operands)


def test_a_sum_with_an_unknown_part_is_refused() -> None:
    """If one of the named items is not there, the others are not passed off as the sum."""
    answer = town().ask("民政局2026年办公费和会议费加起来多少")

    assert answer.outcome is Outcome.REFUSE
    assert not answer.figures


def test_owners_are_added() -> None:
    """One item of two owners is added, both values cited."""
    answer = town().ask("民政局、林业局2026年公务接待费合计多少")

    assert amounts(answer) == ["25000"]
    assert len(answer.operands) == 2


def test_two_items_are_subtracted() -> None:
    """「比……多多少」 gives the difference first, then both values."""
    answer = town().ask("民政局2026年办公费比差旅费多多少")

    assert amounts(answer) == ["20000", "200000", "180000"]
    assert answer.figures[0].direction == "增加"


def test_prose_in_yuan_is_added_exactly() -> None:
    """Amounts to the cent stay exact."""
    answer = samples().ask("教育局2026年学前教育、小学教育、初中教育加起来多少")

    assert amounts(answer) == ["29199330"]
