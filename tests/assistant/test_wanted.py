"""An ask in comparable form: weighted words, codes, years, numbers that the question states."""

from __future__ import annotations

from decimal import Decimal

import pytest

from assistant.lookup.entries import Wanted
from assistant.lookup.wanted import CODE, TABLE, numbers_in
from corpus.figure import Basis
from tests.assistant.library_of import town

NUMBERS = [
    ("超过100万元的项目", ["100"]),
    ("每人每月100元的补贴", ["100"]),
    ("2,083人享受补贴", ["2083"]),
    ("差旅费是多少", []),
]
CODES = [
    ("2081002是多少", ["2081002"]),
    ("208类", ["208"]),
    ("超过100万元", []),
    ("1,200元", []),
    ("12345678", []),
]


def wanted(text: str, *history: str) -> Wanted:
    """Return the first ask of a question in comparable form."""
    assistant = town()
    question = assistant.understood(text, history)
    return assistant._searcher.wanted(question, question.asks[0])


@pytest.mark.parametrize(("text", "numbers"), NUMBERS)
def test_numbers_that_a_question_states(text: str, numbers: list[str]) -> None:
    """A stated number is not what is asked for."""
    assert numbers_in(text) == [Decimal(n) for n in numbers]


def test_a_number_to_be_confirmed_may_be_found() -> None:
    """「是12万元吗」 claims a number: it is none that the question gives."""
    assert not wanted("民政局2026年三公经费是12万元吗").numbers


def test_a_fund_is_asked_of_the_thing_before_it() -> None:
    """「行政运行的一般公共预算」 names 行政运行 last; the fund says which column."""
    ask = wanted("民政局2026年行政运行的一般公共预算安排了多少")

    assert ask.fund == "一般公共预算"
    assert "一般" not in ask.head


def test_a_verb_alone_names_nothing() -> None:
    """「…，2026年要办妥多少」: what is asked stands in the clause before."""
    ask = wanted("民政局公务接待费，在2026年要办妥多少")

    assert "接待" in ask.own


@pytest.mark.parametrize(("text", "codes"), CODES)
def test_codes_are_told_from_amounts(text: str, codes: list[str]) -> None:
    """Three to seven digits without a unit are a classification code."""
    assert CODE.findall(text) == codes


def test_a_named_table_is_recognised() -> None:
    """「支出总体情况表」 names a table; 「表现」 and 「代表」 do not."""
    assert TABLE.search("部门支出总体情况表里")
    assert not TABLE.search("服务表现如何")


def test_year_and_basis_come_from_the_question() -> None:
    """Years and the stage of the budget cycle are hard filters."""
    ask = wanted("图书馆2024年公务接待费决算是多少")

    assert (ask.years, ask.basis) == ((2024,), Basis.FINAL)


def test_own_words_weigh_more_than_inherited_ones() -> None:
    """In a follow-up the new subject counts more than the earlier one."""
    ask = wanted("那差旅费是多少", "民政局2026年基本工资是多少")

    assert ask.terms["差旅"] > ask.terms["工资"] > 0


def test_the_owner_is_no_word_of_the_item() -> None:
    """The owner filters documents; its name does not count as wording."""
    assert "民政" not in wanted("民政局2026年差旅费是多少").terms


def test_a_code_beside_a_name_is_no_word_of_it() -> None:
    """「公务接待费30217」: not every paper prints codes, the name is enough."""
    ask = wanted("民政局2026年公务接待费 30217是多少")

    assert ask.codes == {"30217"}
    assert "30217" not in ask.own
    assert "接待" in ask.head
