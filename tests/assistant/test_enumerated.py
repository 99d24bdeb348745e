"""Several items in one question: each is asked for in full, with what it shares with the others."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.answer import Outcome
from assistant.language.enumerated import enumerated_in
from tests.assistant.library_of import amounts, library_of, town

NAMES = ("社会工作与志愿服务项目",)
PARSED = [
    (
        "民政局2026年办公费的预算、差旅费和公务接待费各是多少",
        [
            "民政局2026年办公费的预算是多少",
            "民政局2026年预算里的差旅费是多少",
            "民政局2026年预算里的公务接待费是多少",
        ],
    ),
    (
        "行政运行、老年福利，基本支出这一栏，民政局2026年分别是多少",
        ["民政局2026年行政运行的基本支出是多少", "民政局2026年老年福利的基本支出是多少"],
    ),
    (
        "民政局2026年行政运行和老年福利的项目支出各有多少",
        ["民政局2026年行政运行的项目支出有多少", "民政局2026年老年福利的项目支出有多少"],
    ),
    (
        "民政局2026年政府采购里的货物和服务分别多少",
        ["民政局2026年政府采购里的货物多少", "民政局2026年政府采购里的服务多少"],
    ),
    (
        "民政局2026年办公费决算数是多少？差旅费呢",
        ["民政局2026年办公费决算数是多少", "民政局2026年决算里的差旅费呢"],
    ),
    (
        "民政局2026年差旅费与社会工作与志愿服务项目这两项加起来多少",
        ["民政局2026年差旅费是多少", "民政局2026年社会工作与志愿服务项目是多少"],
    ),
    (
        "民政局2026年办公费（30201）减去30211差旅费是多少",
        ["民政局2026年办公费（30201）是多少", "民政局2026年30211差旅费是多少"],
    ),
]
ONE = [
    "民政局2026年商品和服务支出是多少",
    "民政局2026年检查几个养老机构，罚没多少收入",
    "民政局2026年办公费、差旅费比上年各增加多少",
    "民政局2026年政府采购，货物和服务各是多少",
    "民政局2026年在职人数超过编制了吗，差多少",
]
ANSWERS = [
    ("民政局2026年办公费，差旅费，公务接待费，各多少？", ["200000", "180000", "20000"]),
    ("民政局2026年办公费、差旅费一共花多少", ["380000"]),
    ("民政局2026年三公经费的金额，以及和上年相比是多了还是少了，差多少", ["120000", "30000"]),
    ("民政局2024年和2026年三公经费总共多少", ["300000"]),
    ("民政局和林业局2026年三公经费一共多少", ["165000"]),
    ("民政局2026年基本工资、奖金和住房公积金这三项分别多少", ["1500000", "900000", "400000"]),
    ("民政局2026年行政运行（基本支出）、老年福利的项目支出各是多少", ["3054000", "2500000"]),
    ("办公费、差旅费的预算安排，民政局2026年分别多少", ["200000", "180000"]),
    ("民政局2026年行政运行的基本支出和老年福利的项目支出总共多少", ["5554000"]),
]


@pytest.mark.parametrize(("question", "wanted"), PARSED)
def test_every_item_gets_a_full_question(question: str, wanted: list[str]) -> None:
    """Owner, year, stage, column and whole are taken over from where they are said once."""
    found = enumerated_in(town().understood(question), NAMES)

    assert found is not None
    assert wanted == [item.question for item in found.items]


@pytest.mark.parametrize("question", ONE)
def test_what_lists_nothing_stays_whole(question: str) -> None:
    """A name that joins, a topic before a list and a yes or no are not taken apart."""
    assert enumerated_in(town().understood(question), NAMES) is None


@pytest.mark.parametrize(("question", "values"), ANSWERS)
def test_items_are_answered_with_their_own_columns(question: str, values: list[str]) -> None:
    """Each item is looked up by itself, and added where the question adds."""
    assert values == amounts(town().ask(question))


def test_a_sum_with_an_unknown_item_is_refused() -> None:
    """A sum without one of its items would be a wrong number; the item is named."""
    answer = town().ask("民政局2026年差旅费和卫星发射费加起来多少")

    assert answer.outcome is Outcome.REFUSE
    assert "「卫星发射费」" in answer.text


def test_one_amount_in_two_tables_is_one_thing() -> None:
    """公务用车运行维护费 stands in two tables with one amount and is added once."""
    answer = town().ask("民政局2026年公务用车运行维护费和差旅费加起来多少")

    assert amounts(answer) == ["280000"]


INSURED = """云梁县医疗保障局2026年部门预算
一、待遇支付情况
2025年结算居民基本医疗门诊95.00万元、居民基本医疗住院431.00万元、居民大病费用46.00万元。
2025年结算职工门诊52.00万元、职工住院122.00万元。
"""


def test_what_is_said_of_the_first_item_holds_for_the_next(tmp_path: Path) -> None:
    """「居民门诊、住院」 is never added up with 职工住院."""
    office = library_of(tmp_path, {"医保.txt": INSURED})
    answer = office.ask("云梁县医疗保障局2025年结算的居民门诊、住院两项一共多少万元？")
    assert "职工" not in answer.text
    assert "".join(amounts(answer)[:1]) in ("", "5260000")
