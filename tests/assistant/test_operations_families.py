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
