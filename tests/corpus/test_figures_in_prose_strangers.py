"""Sentences as other bureaus print them: numbered items, lists of 项, project summaries, rules."""

from __future__ import annotations

import pytest

from corpus.document import RowKind
from corpus.figure import Basis, Figure, Measure
from tests.corpus.prose_documents import OWNER, read, short, shorts

CONSTRUCTIONS = [
    (
        "4.3 一般公共预算当年拨款512,000.00元，其中货物20万元、工程30万元。",
        ["amount 一般公共预算当年拨款 512000.00元", "amount 货物 20万元", "amount 工程 30万元"],
    ),
    (
        "6．水库移民（项）年初预算20.00万元，支出决算15.00万元；水文测报（项）年初预算30.00万元，"
        "支出决算33.00万元，完成年初预算的110.00%。",
        [
            "amount 水库移民 20.00万元",
            "amount 水库移民 15.00万元",
            "amount 水文测报 30.00万元",
            "amount 水文测报 33.00万元",
            "rate 水文测报 110.00%",
        ],
    ),
    (
        "3．水利（款）行政运行（项）支出80.20万元，与上年相比增加3.10万元。",
        ["amount 行政运行 80.20万元", "change 增加 行政运行 3.10万元"],
    ),
    (
        "1、农林水（类）支出90.10万元，主要用于堤防。比上年增加9.30万元，增长11.51%。",
        [
            "amount 农林水支出 90.10万元",
            "change 增加 农林水支出 9.30万元",
            "growth 增加 农林水支出 11.51%",
        ],
    ),
    (
        "2025年度财政拨款收、支总计均为41.40万元，较2024年度各减少1.20万元，下降2.82%。",
        [
            "amount 财政拨款收、支总计 41.40万元",
            "change 减少 财政拨款收、支总计 1.20万元",
            "growth 减少 财政拨款收、支总计 2.82%",
        ],
    ),
    (
        "收入总计、支出总计均为51.40万元，与上年相比各增加1.20万元。",
        [
            "amount 收入总计 51.40万元",
            "amount 支出总计 51.40万元",
            "change 增加 收入总计 1.20万元",
            "change 增加 支出总计 1.20万元",
        ],
    ),
    (
        "印刷费预算7.00万元，与上年持平。水费3.00万元，较上年无变化。",
        [
            "amount 印刷费 7.00万元",
            "change 持平 印刷费 0万元",
            "amount 水费 3.00万元",
            "change 持平 水费 0万元",
        ],
    ),
    ("电费预算3.50万元，较上年增加0万元。", ["amount 电费 3.50万元", "change 增加 电费 0万元"]),
    (
        "堤防维护支出预算数为23.20万元，比上年增加（减少）0万元，增长（减少）0%。",
        ["amount 堤防维护支出 23.20万元", "change 堤防维护支出 0万元", "growth 堤防维护支出 0%"],
    ),
    (
        "对东渡水厂、西渡水厂、清溪泵站3个场馆给予补助，全年开放不少于300天。",
        ["count 场馆 3个", "target 全年开放天数 ≥300天"],
    ),
    (
        "确保水费收缴率达到97%以上，抢修及时率不低于90%，培训护堤员达到60人次以上。",
        ["target 水费收缴率 ≥97%", "target 抢修及时率 ≥90%", "target 培训护堤员 ≥60人次"],
    ),
]


@pytest.mark.parametrize(("text", "expected"), CONSTRUCTIONS)
def test_each_construction_is_read_as_a_person_reads_it(text: str, expected: list[str]) -> None:
    """Every number of the sentence becomes one figure with its own measure and item."""
    assert shorts(text) == expected


FINAL = (
    "（三）具体情况\n一般公共预算财政拨款支出年初预算为90.00万元，支出决算为95.00万元。其中：\n"
    "1．农林水支出（类）水利（款）水土保持（项）。年初预算为6.00万元，支出决算为6.60万元，"
    "完成年初预算的110.00%。\n"
    "2．水质监测（项）。年初预算为8.00万元，支出决算为7.20万元，完成年初预算的90.00%。"
    "决算数小于预算数的主要原因是年内减少监测人员2人。\n"
    "3．抗旱（项）。年初未安排预算，支出决算为4.00万元。"
)


def final_figures() -> list[Figure]:
    """Return the figures of a small account, its total left out."""
    return read(FINAL, basis=Basis.FINAL)[0][2:]


def test_an_item_printed_without_its_class_still_names_its_numbers() -> None:
    """「2．水质监测（项）。年初预算为」 tells of 水质监测, never of the total before the list."""
    names = [(f.item.name, f.period.basis.value, f.measure.value) for f in final_figures()]
    assert names == [
        ("水土保持", "预算", "amount"),
        ("水土保持", "决算", "amount"),
        ("水土保持", "决算", "rate"),
        ("水质监测", "预算", "amount"),
        ("水质监测", "决算", "amount"),
        ("水质监测", "决算", "rate"),
        ("监测人员", "决算", "change"),
        ("抗旱", "决算", "amount"),
    ]


def test_a_reason_stands_under_the_item_that_it_explains() -> None:
    """People named as the reason of a difference carry the item in their path."""
    reason = final_figures()[6]
    assert reason.item.path[-1] == "水质监测"


def test_a_completion_rate_says_of_which_item_it_is() -> None:
    """The context of 「完成年初预算的」 names the item printed in the sentence before."""
    assert final_figures()[5].context.startswith("水质监测：")


def test_a_change_is_not_dated_by_another_items_reason() -> None:
    """「…已于2024年完工；水费减少」 is a change of the document's year and stage."""
    text = (
        "其中电费减少3万元，主要是泵站改造已于2024年完工；水费减少2万元，主要是改由上年结转安排。"
    )
    assert {(f.period.year, f.period.basis) for f in read(text)[0]} == {(2025, Basis.BUDGET)}


def test_people_in_post_are_no_part_of_the_posts() -> None:
    """「编制…；在职实有…」 are two wholes, each with its own parts."""
    text = "本局编制31人，其中行政编制12人，事业编制19人；在职实有27人，其中行政10人，事业17人。"
    items = [f.item for f in read(text)[0]]
    assert [(i.name, i.path) for i in items[3:5]] == [("在职实有", ()), ("行政", ("在职实有",))]
    assert items[3].role is RowKind.DETAIL


SUMMARY = (
    "（二）自评结果\n1．清淤补助项目绩效自评综述：项目自评得分91.20分。项目全年预算数为21.00万元，"
    "执行数为20.00万元，预算执行率为95.24%。一是清淤河道12公里。\n二是培训人员30人。\n"
    "2．供水保障项目绩效自评综述：全年预算数为3.00万元，完成预算的96.67%。"
)


def test_a_project_summary_names_the_project_of_its_numbers() -> None:
    """Numbers after 「…项目绩效自评综述：」 are the project's, in the next paragraph too."""
    items = [f.item for f in read(SUMMARY, basis=Basis.FINAL)[0]]
    assert [i.name for i in items[1:3]] == ["清淤补助项目", "清淤补助项目"]
    assert [items[n].path[-1] for n in (0, 3, 4, 5)] == ["清淤补助项目"] * 4
    assert [i.name for i in items[6:]] == ["供水保障项目", "供水保障项目"]


def test_a_heading_names_what_stands_after_its_dash() -> None:
    """「重点项目文本——堤防加固」 is about 堤防加固."""
    figures = read("一、重点项目文本——堤防加固\n（4）资金安排：2025年预算安排62万元。")[0]
    assert figures[0].item.name == "堤防加固"


def test_the_number_of_an_annex_counts_nothing() -> None:
    """「附件1」 before a line that begins with 项目 is no count of 项."""
    assert shorts("附件1\n项目支出绩效自评表") == []
    assert shorts("附件2 项目支出绩效自评表") == []


def test_this_table_is_no_name_of_an_absence() -> None:
    """「故本表为空」 repeats the absence that its sentence states."""
    absences = read("注：本单位2025年度无国有资本经营预算支出，故本表为空。")[1]
    assert [a.item.name for a in absences] == ["国有资本经营预算支出"]


def test_a_long_whole_before_its_parts_is_kept() -> None:
    """「一般公共预算拨款安排的“三公”经费预算支出中，」 holds all amounts of its sentence."""
    text = (
        f"{OWNER}2025年度一般公共预算拨款安排的“三公”经费预算支出中，因公出国（境）费支出0万元；"
        "公务接待费支出2.00万元。具体情况如下：\n1．公务接待费预算支出2.00万元。"
    )
    assert {f.item.path for f in read(text)[0]} == {("一般公共预算拨款安排的“三公”经费",)}


def test_the_conditions_of_a_rule_tell_its_rates_apart() -> None:
    """A rate with a further condition shows the condition that it adds to."""
    text = (
        "举报人为外部人员的，按查实水费的3.00%奖励。举报人为本局人员的，按查实水费的1.20%奖励。"
        "如能提供证据的，按2.50%奖励。"
    )
    figures = read(text)[0]
    assert {f.item.name for f in figures} == {"查实水费"}
    assert figures[1].context == "举报人为本局人员的，按查实水费的1.20%奖励"
    assert "举报人为本局人员的，如能提供证据的，按2.50%奖励" in figures[2].context


def test_a_step_of_a_ladder_says_what_is_measured() -> None:
    """「2001-3000元的，节约部分30%」 shows whose range it is."""
    text = "单次费用1001-2000元的，节约部分40%奖励个人；2001-3000元的，节约部分30%奖励个人。"
    rate = [f for f in read(text)[0] if f.measure is Measure.RATE][-1]
    assert (short(rate), rate.context) == (
        "rate 节约部分 30%",
        "单次费用2001-3000元的，节约部分30%奖励个人",
    )


def test_a_result_above_a_mark_is_no_target() -> None:
    """In an account 「满意度达到95%以上」 tells what was, not what is aimed at."""
    assert shorts("用户满意度达到95%以上。", basis=Basis.FINAL) == ["rate 用户满意度 ≥95%"]


def test_a_change_is_of_the_document_not_of_its_base() -> None:
    """「比上年预算执行数增加」 is a change of the budget, whatever it is compared with."""
    text = f"2025年，{OWNER}收入预算总额900元，其中：财政拨款收入800元，比上年预算执行数增加30元。"
    change = read(text)[0][-1]
    assert (short(change), change.period.basis) == ("change 增加 财政拨款收入 30元", Basis.BUDGET)
    assert change.item.path == ("收入预算总额",)


def test_what_was_reached_last_year_is_no_target() -> None:
    """A budget's look back at the year before aims at nothing."""
    assert shorts("2024年用户满意度达到95%以上。") == ["rate 用户满意度 ≥95%"]


def test_an_item_without_an_initial_budget_is_an_absence_of_its_budget() -> None:
    """「…（项）。年初未安排预算，支出决算为」 lacks the budget of that 项, not its account."""
    text = "3．农林水支出（类）水利（款）抗旱（项）。年初未安排预算，支出决算为4.00万元。"
    (absence,) = read(text, basis=Basis.FINAL)[1]
    assert (absence.item.name, absence.item.path) == ("抗旱", ("农林水支出", "水利"))
    assert absence.period.basis is Basis.BUDGET


def test_a_paragraph_with_its_own_date_is_under_no_list() -> None:
    """「截至2025年末，编制…」 after a list of units tells of the whole bureau."""
    text = "二、机构设置\n纳入预算的单位共2个：\n截至2025年末，本局编制数38人，年末实有人数29人。"
    assert [f.item.path for f in read(text)[0][1:]] == [(), ()]
