"""Look-ups: hard filters first, every print of a number kept as its witness."""

from __future__ import annotations

from decimal import Decimal

import pytest

from assistant.lookup.evidence import Evidence
from corpus.figure import Figure
from tests.assistant.library_of import _folder, library_of, town

QUESTIONS = [
    "民政局2026年公务接待费是多少",
    "民政局2024年三公经费是多少",
    "图书馆2024年支出决算是多少",
    "林业局2026年森林防火经费多少钱",
]


def evidence(text: str) -> Evidence:
    """Look the first ask of a question up in the documents of its owners."""
    assistant = town()
    question = assistant.understood(text)
    searcher = assistant._searcher
    wanted = searcher.wanted(question, question.asks[0])
    return searcher.look_up(wanted, question.owners.documents)


@pytest.mark.parametrize("text", QUESTIONS)
def test_owner_and_year_are_hard_filters(text: str) -> None:
    """No figure of another owner or year is ever found, however alike its wording."""
    question = town().understood(text)

    for finding in evidence(text).findings:
        assert finding.value.owner == question.owners.owners[0]
        assert question.periods.years[0] in (finding.figure.period.year, finding.year)


def test_prose_and_table_are_witnesses_of_one_number() -> None:
    """公务接待费 stands in a sentence and in two tables: one finding with all its prints."""
    best = evidence("民政局2026年公务接待费是多少").findings[0]
    kinds = {figure.source.cell is None for figure in best.value.figures}

    assert best.value.amount == Decimal(20000)
    assert kinds == {True, False}


def test_findings_come_by_falling_score() -> None:
    """The best finding is the first one."""
    scores = [finding.score for finding in evidence("民政局2026年三公经费是多少").findings]

    assert scores == sorted(scores, reverse=True)


def test_the_stated_stage_is_a_hard_filter() -> None:
    """An amount of the budget never answers for the account."""
    findings = evidence("图书馆2024年公务接待费决算多少钱").findings

    assert findings
    assert all(f.figure.period.basis.value != "预算" for f in findings)


def test_blanks_are_kept_as_absences() -> None:
    """An empty cell is found as an absence, never as a figure."""
    found = evidence("民政局2026年公务用车购置费是多少")

    assert any(c.fact.item.name == "公务用车购置费" for c in found.absences)
    assert not any(isinstance(c.fact, Figure) for c in found.absences)


SPRING_STOCK = """青禾市春风局2025年部门预算

一、国有资产占有使用情况
截至2024年12月31日，青禾市春风局流动资产780,092元。
公用经费83.33万元，占11.49%。
"""
SPRING_ACCOUNT = """青禾市春风局2025年度部门决算

一、国有资产占有使用情况
截至2025年12月31日，青禾市春风局流动资产78.01万元。
"""


def test_a_stock_of_the_year_comes_before_that_of_the_year_before() -> None:
    """Two year ends that round to one number are no witnesses of each other."""
    files = {"预算.txt": SPRING_STOCK, "决算.txt": SPRING_ACCOUNT}
    answer = library_of(_folder(), files).ask("春风局2025年流动资产有多少")

    assert [f.value for f in answer.figures] == [Decimal(780100)]
    assert not answer.assumptions


def test_a_share_of_the_budget_is_no_account() -> None:
    """Where the account is asked and only a budget is there, its share is no answer."""
    assistant = library_of(_folder(), {"预算.txt": SPRING_STOCK})

    assert not assistant.ask("春风局2025年公用经费的决算数总共多少").figures


SPRING_PARTS = """青禾市春风局2025年部门预算

表1
国有资产情况表（截至2024年12月31日）
单位：万元
资产总额	流动资产	固定资产
		小计	房屋	其他固定资产
300.00	100.00	200.00	150.00	50.00
"""
SPRING_ASSETS = """青禾市春风局2025年度部门决算

一、国有资产占有使用情况
截至2025年12月31日，青禾市春风局固定资产210.00万元。
"""


def test_a_part_of_a_stock_of_the_year_before_is_not_the_stock() -> None:
    """Where 固定资产 of the year is printed, 其他固定资产 of the year before is no answer."""
    files = {"预算.txt": SPRING_PARTS, "决算.txt": SPRING_ASSETS}
    answer = library_of(_folder(), files).ask("春风局2025年固定资产")

    assert [f.value for f in answer.figures] == [Decimal(2100000)]
