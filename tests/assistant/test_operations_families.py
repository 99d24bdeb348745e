"""What stands below an item: listed, ranked, counted and held against it."""

from __future__ import annotations

import pytest

from assistant.answer import Answer, Outcome
from tests.assistant.library_of import amounts, town

PAY = ["1500000", "900000", "400000"]
LISTS = [
    ("民政局2026年工资福利支出里包括哪些科目", PAY),
    ("民政局2026年科目301工资福利支出由哪几项构成", PAY),
    ("工资福利这一块下面列了哪些科目？民政局2026年", PAY),
    ("列出民政局2026年一般公共预算基本支出情况表里工资福利支出（301）的科目", PAY),
    ("民政局2026年社会福利（款）具体是哪几项", ["2500000", "1500000"]),
    ("民政局2026年社会保障和就业支出分为哪些款", ["5054000", "4000000"]),
    ("民政局2026年社会福利下有哪些项级科目", ["2500000", "1500000"]),
    ("民政局2026年商品和服务支出里超过15万元的有哪些科目", ["200000", "180000"]),
]


def tables(answer: Answer) -> set[str]:
    """Return the captions of the tables that an answer cites."""
    return {citation.table for citation in answer.citations}


@pytest.mark.parametrize(("question", "parts"), LISTS)
def test_the_rows_below_an_item_are_listed(question: str, parts: list[str]) -> None:
    """The parts of an item are the rows of the next level of one table, in printed order."""
    answer = town().ask(question)

    assert answer.outcome is Outcome.TEXT
    assert amounts(answer) == parts
    assert len(tables(answer)) == 1


def test_a_list_says_where_it_is_from() -> None:
    """A list names its table and its item."""
    answer = town().ask("民政局2026年工资福利支出包括哪些科目")

    assert answer.text.startswith("「一般公共预算基本支出情况表」中，工资福利支出下的各项：")


SHARES = [
    ("民政局2026年奖金占工资福利支出的比重是多少", "32.14"),
    ("民政局2026年预算中公积金在工资福利这块的预算中占比多少", "14.29"),
    ("民政局2026年差旅费（30211）所占比重是多少，占的是商品和服务这块的预算数", "36.00"),
    ("民政局2026年工资福利支出下面，基本工资的比重有多大", "53.57"),
    ("民政局2026年年度预算里的奖金占工资福利支出（301）预算百分之多少", "32.14"),
    ("民政局2026年行政单位医疗占行政事业单位医疗的百分之几", "100.00"),
    ("民政局2026年老年福利占社会保障和就业支出多少", "27.61"),
]


@pytest.mark.parametrize(("question", "share"), SHARES)
def test_a_share_is_of_one_table(question: str, share: str) -> None:
    """The share of a row in an item above it takes both from one column of one table."""
    answer = town().ask(question)

    assert str(answer.figures[0].value) == share
    assert {operand.basis for operand in answer.operands} == {"预算"}
    assert "一般公共预算基本支出情况表" in tables(answer) or "部门支出总体情况表" in tables(answer)


ENDS = [
    ("民政局2026年科目301工资福利支出里头，排前两名的科目分别有多少", ["1500000", "900000"]),
    ("民政局2026年商品和服务支出（302）按金额从低到高前两项各是多少", ["20000", "100000"]),
]


@pytest.mark.parametrize(("question", "values"), ENDS)
def test_the_ends_of_a_named_item(question: str, values: list[str]) -> None:
    """A code before or behind the name of an item says no more than the name."""
    assert amounts(town().ask(question)) == values


def test_the_office_in_the_name_of_an_item_is_no_part_of_the_body() -> None:
    """机关商品和服务支出 is another item than 商品和服务支出: its parts are not told instead."""
    answer = town().ask("民政局2026年机关商品和服务支出里包括哪些科目")

    assert not answer.figures


def test_a_printed_share_is_of_the_whole_that_is_named() -> None:
    """A share that the document prints of the whole that is asked goes first."""
    answer = town().ask("民政局2026年项目支出占支出预算的比重是多少")

    assert amounts(answer) == ["64.52"]
    assert answer.figures[0].printed
