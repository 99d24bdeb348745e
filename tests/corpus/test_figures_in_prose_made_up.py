"""Wordings of made-up disclosures that once were read wrongly, each in its smallest form."""

from __future__ import annotations

import pytest

from corpus.figure import AbsenceKind, Basis
from corpus.prose_subject import subject_of
from tests.corpus.prose_documents import OWNER, read, shorts

ABSENCES = [
    ("2.无政府性基金预算拨款。", "政府性基金预算拨款"),
    (f"{OWNER}2025年无对下转移支付。", "对下转移支付"),
    ("清溪泵站2025年度无国有资本经营预算财政拨款支出。", "国有资本经营预算财政拨款支出"),
    ("2025年度未使用政府性基金预算财政拨款安排支出。", "政府性基金预算"),
    ("本部门不下设预算单位。", "预算单位"),
    ("2.公务用车购置费无支出。", "公务用车购置费"),
]
NO_ABSENCES = ["2025年无锡路泵站改造。", "2025年无障碍设施改造。", "本部门无偿提供场地。"]


@pytest.mark.parametrize(("text", "name"), ABSENCES)
def test_a_lack_is_seen_behind_a_number_a_date_or_a_name(text: str, name: str) -> None:
    """Whatever stands before 无, and wherever 无 stands, the document says that it has none."""
    (absence,) = read(text)[1]
    assert (absence.item.name, absence.kind) == (name, AbsenceKind.STATED)


@pytest.mark.parametrize("text", NO_ABSENCES)
def test_a_word_that_begins_with_none_lacks_nothing(text: str) -> None:
    """无偿 and 无障碍 are words of their own."""
    assert read(text)[1] == []


NAMES = [
    (
        "三、项目支出\n1.泵站检修经费。本项目预算5.66万元，用于检修。",
        ["amount 泵站检修经费 5.66万元"],
    ),
    (
        "三、项目支出\n2.项目名称：泵站检修经费；预算金额：5.66万元；资金用途：检修。",
        ["amount 泵站检修经费 5.66万元"],
    ),
    (
        "三、项目支出\n2.护堤员薪酬：按2400元/人的标准，护堤员人数10人，安排2.40万元。",
        [
            "standard 护堤员薪酬 2400元/人",
            "count 护堤员人数 10人",
            "amount 护堤员薪酬 2.40万元",
        ],
    ),
    (
        "二、收支预算情况说明\n2025年预算收入9.00万元，预算支出9.00万元，收支平衡。",
        ["amount 预算收入 9.00万元", "amount 预算支出 9.00万元"],
    ),
    (
        "二、财政拨款收支预算情况说明\n2025年财政拨款预算9.00万元，比上年增加1.00万元。",
        ["amount 财政拨款预算 9.00万元", "change 增加 财政拨款预算 1.00万元"],
    ),
    (
        f"2025年支出预算9.00万元中，{OWNER}（本级）6.00万元，清溪泵站3.00万元。",
        [
            "amount 支出预算 9.00万元",
            f"amount {OWNER}（本级） 6.00万元",
            "amount 清溪泵站 3.00万元",
        ],
    ),
    ("2025年度支出决算合计9.00万元，包括：", ["amount 支出决算合计 9.00万元"]),
    ("合计支出9.00万元。", ["amount 合计支出 9.00万元"]),
    (
        "基本支出决算8.00万元，下降1%；项目支出决算3.00万元，下降2%。",
        [
            "amount 基本支出 8.00万元",
            "growth 减少 基本支出 1%",
            "amount 项目支出 3.00万元",
            "growth 减少 项目支出 2%",
        ],
    ),
    ("计划接待21次、129人。", ["count 接待次数 21次", "count 接待人数 129人"]),
    ("预计接待2批次，共29人次。", ["count 接待批次 2批次", "count 接待人次 29人次"]),
    ("对3个项目开展绩效自评。", ["count 项目 3个"]),
    ("本单位共有3个项目开展绩效目标管理。", ["count 项目 3个"]),
    (
        "收到捐赠款5.00万元，支出3.00万元。",
        ["amount 捐赠款 5.00万元", "amount 捐赠款支出 3.00万元"],
    ),
    (
        "节水奖补9.00万元，按每个3000元的标准安排。",
        ["amount 节水奖补 9.00万元", "standard 节水奖补 3000元"],
    ),
    (
        "用车费28.00万元（购置费10.00万元，比上年减少2.00万元），比上年增加3.00万元。",
        [
            "amount 用车费 28.00万元",
            "amount 购置费 10.00万元",
            "change 减少 购置费 2.00万元",
            "change 增加 用车费 3.00万元",
        ],
    ),
    (
        "收入3.00亿元，为年初预算的75%，为调整预算的80%。",
        ["amount 收入 3.00亿元", "rate 收入 75%", "rate 收入 80%"],
    ),
    ("普惠幼儿园生均补助290.64万元。", ["amount 普惠幼儿园生均补助 290.64万元"]),
    ("普惠幼儿园生均补助1200元。", ["standard 普惠幼儿园生均补助 1200元"]),
    (
        "供水合格率达到91%以上，用户满意度达到92%。",
        ["target 供水合格率 ≥91%", "target 用户满意度 92%"],
    ),
]


@pytest.mark.parametrize(("text", "expected"), NAMES)
def test_a_number_has_the_name_that_its_words_give(text: str, expected: list[str]) -> None:
    """A label in front, a list of bodies or the other side of a pair names the number."""
    assert shorts(text) == expected


STAGES = [
    ("基本支出8.00万元，上年为9.00万元。", Basis.BUDGET, Basis.BUDGET),
    ("基本支出由上年的9.00万元调整为8.00万元。", Basis.BUDGET, Basis.BUDGET),
    ("基本支出8.00万元（上年9.00万元）。", Basis.FINAL, Basis.FINAL),
]


@pytest.mark.parametrize(("text", "basis", "expected"), STAGES)
def test_last_year_beside_this_year_is_of_the_same_stage(
    text: str, basis: Basis, expected: Basis
) -> None:
    """Last year's amount in a budget is a budget, in an account an account."""
    figures = read(text, basis=basis)[0]
    assert {(f.period.year, f.period.basis) for f in figures} == {
        (2025, expected),
        (2024, expected),
    }


def test_what_was_allotted_before_is_of_a_budget() -> None:
    """「2023年安排11万元」 in a later budget was planned."""
    figure = read("泵站检修经费2023年安排11.00万元。")[0][0]
    assert (figure.period.year, figure.period.basis) == (2023, Basis.BUDGET)


def test_a_street_office_is_called_by_its_street() -> None:
    """「临江街道支出预算」 in a text of 临江街道办事处 is its 支出预算."""
    assert subject_of("临江街道支出预算", "青禾市东渡区临江街道办事处").name == "支出预算"
