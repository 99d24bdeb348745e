"""Years and owners side by side."""

from __future__ import annotations

from decimal import Decimal

import pytest

from assistant.answer import Outcome, Reason
from assistant.compute import NotComputable, previous_of, value_of
from corpus.figure import Measure
from tests.assistant.library_of import (
    CIVIL,
    FOREST,
    amounts,
    figure,
    only,
    samples,
    town,
    value,
)

COMPUTED_BACK = [
    ("民政局2025年三公经费是多少", "150000"),
    ("民政局2025年机关运行经费是多少", "450000"),
    ("民政局2023年三公经费是多少", "190000"),
    ("按2026年的减少额倒推，民政局2025年三公经费是多少", "150000"),
]
BETWEEN_YEARS = [
    ("民政局2026年三公经费比2024年减少多少", "60000", "减少"),
    ("民政局2026年收支总预算比2024年增加多少", "700000", "增加"),
    ("民政局2026年收支总预算比2024年增长百分之几", "8.14", "增加"),
]


@pytest.mark.parametrize(("question", "yuan"), COMPUTED_BACK)
def test_last_year_is_computed_from_this_years_change(question: str, yuan: str) -> None:
    """A year without a document is this year's value ∓ its stated change, and called so."""
    answer = town().ask(question)

    assert amounts(answer) == [yuan]
    assert "推算" in only(answer).about
    assert only(answer).formula
    assert len(answer.operands) == 2


def test_the_computed_year_is_the_year_before() -> None:
    """The year of a value that was computed back is the one that was asked."""
    assert only(town().ask("民政局2025年三公经费是多少")).year == 2025


def test_an_impossible_previous_value_is_not_given() -> None:
    """A stated increase larger than the value itself contradicts the print: nothing is computed."""
    grown = figure("5.00万元", measure=Measure.CHANGE, direction="增加")

    with pytest.raises(NotComputable):
        previous_of(value("2.00万元"), value_of(grown))


@pytest.mark.parametrize(("question", "amount", "direction"), BETWEEN_YEARS)
def test_a_change_between_two_years(question: str, amount: str, direction: str) -> None:
    """Two years further apart are subtracted, never answered with the stated change."""
    answer = town().ask(question)

    assert amounts(answer) == [amount]
    assert only(answer).direction == direction
    assert {operand.year for operand in answer.operands} == {2024, 2026}


def test_two_years_each() -> None:
    """「分别」 lists one value for each year, in the order asked."""
    answer = town().ask("民政局2024年和2026年三公经费分别是多少")

    assert [(f.year, a) for f, a in zip(answer.figures, amounts(answer), strict=True)] == [
        (2024, "180000"),
        (2026, "120000"),
    ]


def test_a_series_fills_the_year_between_by_computation() -> None:
    """A course over years has a computed value where no document is, and says the direction."""
    answer = town().ask("民政局2024年到2026年三公经费的走势")

    assert amounts(answer) == ["180000", "150000", "120000"]
    assert [bool(f.formula) for f in answer.figures] == [False, True, False]
    assert "逐年不增" in answer.text


def test_printed_values_of_both_years_make_the_change_of_an_item_in_a_table() -> None:
    """Where no sentence states the change, the values of two documents are subtracted."""
    answer = samples().ask("水务局2026年培训费比上年增加了多少")

    assert amounts(answer) == ["1000"]
    assert only(answer).direction == "减少"


def test_two_owners_are_compared() -> None:
    """Comparing two owners gives the difference first, then each value with its owner."""
    answer = town().ask("民政局和林业局2026年机关运行经费相差多少")

    assert amounts(answer) == ["190000", "500000", "310000"]
    assert [f.owner for f in answer.figures[1:]] == [CIVIL, FOREST]
    assert answer.figures[0].value == Decimal(190000)


def test_owners_that_print_in_different_units_are_compared_in_yuan() -> None:
    """12.00 万元 and 45,000 元 differ by 75,000 元."""
    assert amounts(town().ask("民政局和林业局2026年三公经费差多少"))[0] == "75000"


def test_a_comparison_with_a_body_that_is_not_there_is_refused() -> None:
    """One unknown owner makes a comparison impossible: no number is shown."""
    answer = town().ask("西岭市审计局2026年三公经费比西岭市财政局多多少")

    assert (answer.outcome, answer.reason) == (Outcome.REFUSE, Reason.DOCUMENT_ABSENT)


def test_bodies_that_do_not_all_print_the_item_are_not_ranked() -> None:
    """Which of two named bodies has most is refused when one has no such line; it is named."""
    answer = town().ask(f"{CIVIL}和{FOREST}2026年老年福利支出哪家最多，是多少？")

    assert answer.outcome is Outcome.REFUSE
    assert FOREST in answer.text


def test_a_pause_behind_how_much_parts_two_questions() -> None:
    """「……多少、比上年是多了还是少了，差多少」 asks for the amount and for its change."""
    answer = town().ask(f"{CIVIL}2026年公务接待费安排多少、和上年相比是多了还是少了，差多少呀？")

    assert amounts(answer) == ["20000", "20000"]
    assert [figure.direction for figure in answer.figures] == [None, "减少"]
