"""Lists of parts, changes that are none, and values that stay: wording of printed disclosures."""

from __future__ import annotations

import pytest

from corpus.document import RowKind
from corpus.figure import Basis, Figure
from tests.corpus.prose_documents import read, shorts

CONSTRUCTIONS = [
    (
        "2025年项目总预算300.00万，其中引进品牌40.00万，堤防能力提升100.00万，"
        "支持用水增长160.00万元，合计300.00万。",
        [
            "amount 项目总预算 300.00万元",
            "amount 引进品牌 40.00万元",
            "amount 堤防能力提升 100.00万元",
            "amount 支持用水增长 160.00万元",
            "amount 项目总预算 300.00万元",
        ],
    ),
    (
        "收入比上年增加500万元。其中：人员经费提高200万元，公用经费提升300万元。",
        [
            "change 增加 收入 500万元",
            "change 增加 人员经费 200万元",
            "change 增加 公用经费 300万元",
        ],
    ),
    (
        "收入预算9万元，其中：财政拨款收入9万元，比2024年预算执行数增加2万元。",
        [
            "amount 收入预算 9万元",
            "amount 财政拨款收入 9万元",
            "change 增加 财政拨款收入 2万元",
        ],
    ),
    (
        "财政拨款收入9万元，比2024年（上一年度，下同）预算增加2万元。",
        ["amount 财政拨款收入 9万元", "change 增加 财政拨款收入 2万元"],
    ),
    (
        "会议费预算支出13万元，本年数小于上年预算数4万元，原因是从会议费预算中调减4万元。",
        ["amount 会议费 13万元", "change 减少 会议费 4万元", "change 减少 会议费 4万元"],
    ),
    (
        "公务接待费1万元，与2024年预算一致0万元。",
        ["amount 公务接待费 1万元", "change 持平 公务接待费 0万元"],
    ),
    (
        "人大会议支出9万元，比上年增加2万元，主要原因是增加培训经费3万元，"
        "按规定运转类经费压减10%，增减相抵后增加2万元。",
        [
            "amount 人大会议支出 9万元",
            "change 增加 人大会议支出 2万元",
            "change 增加 培训经费 3万元",
            "growth 减少 运转类经费 10%",
            "change 增加 人大会议支出 2万元",
        ],
    ),
    (
        "局机关设3个专门委员会、8个工作委员会，举办6期法律知识讲座，组织3次专题询问和7项专题调研。",
        [
            "count 专门委员会 3个",
            "count 工作委员会 8个",
            "count 法律知识讲座 6期",
            "count 专题询问 3次",
            "count 专题调研 7项",
        ],
    ),
    (
        "2025年下属1家机关和1家事业单位财政拨款的机关运行经费预算为7万元。",
        ["count 机关 1家", "count 事业单位 1家", "amount 财政拨款的机关运行经费 7万元"],
    ),
    (
        "2025年政府采购金额（以合同签订为准）为25万元，政府采购预算总金额为30万元。",
        ["amount 政府采购 25万元", "amount 政府采购预算 30万元"],
    ),
    (
        "单价100万（含）以上设备4台（套）。",
        ["limit 单价 ≥100万元", "count 单价100万（含）以上设备 4台（套）"],
    ),
    ("公务用车购置费为0，接待人数为0。", ["amount 公务用车购置费 0元"]),
]


@pytest.mark.parametrize(("text", "expected"), CONSTRUCTIONS)
def test_each_construction_is_read_as_a_person_reads_it(text: str, expected: list[str]) -> None:
    """Every number of the sentence becomes one figure with its own measure and item."""
    assert shorts(text) == expected


def test_what_each_is_paid_before_and_after_is_a_standard() -> None:
    """「每人每月」 before the first amount is said of the second too."""
    found = shorts("护理补贴从每人每月300元提高到400元。")
    assert found == ["standard 护理补贴 300元", "standard 护理补贴 400元"]


STILL = [
    ("水费3万元，与2024年预算持平。", ["amount 水费 3万元", "change 持平 水费 0万元"]),
    ("（三）公务接待费1万元。比上年无增减变化。", ["change 持平 公务接待费 0万元"]),
    ("与上年相比，公务接待费保持不变。", ["change 持平 公务接待费 0元"]),
    ("在职人员30人，与上年持平。", ["count 在职人员 30人", "change 持平 在职人员 0人"]),
    ("水费3万元，与上年基本持平。", ["amount 水费 3万元"]),
    ("水费3万元，电费2万元，均与上年持平。", ["amount 水费 3万元", "amount 电费 2万元"]),
    ("水费支出决算3万元，与2025年预算持平。", ["amount 水费 3万元"]),
    ("水费支出决算3万元，与预算数一致。", ["amount 水费 3万元"]),
    ("执行进度与上年同期持平。", []),
    ("水费3万元，占总数的5%；与上年持平。", ["amount 水费 3万元", "change 持平 水费 0万元"]),
    ("水费3万元，主要原因是用水量与上年持平。", ["amount 水费 3万元"]),
]


@pytest.mark.parametrize(("text", "expected"), STILL)
def test_what_stays_is_a_change_of_zero(text: str, expected: list[str]) -> None:
    """「与上年持平」 is a change of zero in the amount before it; 基本, 均 and 预算 are none."""
    assert [line for line in shorts(text) if line in expected] == expected
    assert len([line for line in shorts(text) if line.startswith("change")]) == len(
        [line for line in expected if line.startswith("change")]
    )


def test_a_value_that_stays_has_its_own_words_as_receipt() -> None:
    """The printed text of such a change is the word that says so, in the sentence that says it."""
    figure = read("水费3万元，与上年持平。")[0][1]

    assert (figure.source.printed, figure.direction) == ("持平", "持平")
    assert (figure.quantity.value, figure.quantity.unit.name) == (0, "万元")
    assert figure.period.year == 2025


ASSETS = (
    "五、国有资产占有使用情况\n"
    "截至2024年8月31日，本部门共有车辆3辆，其中：领导干部用车1辆、离退休干部用车2辆；"
    "单价100万元（含）以上设备4台（套）。2025年部门预算安排购置车辆2辆，其中："
    "领导干部用车1辆、离退休干部用车1辆。"
)


def counts() -> list[Figure]:
    """Return the counts of a made-up list of assets."""
    return [f for f in read(ASSETS)[0] if f.measure == "count"]


def test_parts_have_the_year_and_the_stage_of_their_whole() -> None:
    """What is owned at a date is of that year; what is to be bought is of the budget."""
    stages = [(f.item.name, f.period.year, f.period.basis) for f in counts()]

    assert stages == [
        ("车辆", 2024, Basis.ACTUAL),
        ("领导干部用车", 2024, Basis.ACTUAL),
        ("离退休干部用车", 2024, Basis.ACTUAL),
        ("单价100万元（含）以上设备", 2024, Basis.ACTUAL),
        ("购置车辆", 2025, Basis.BUDGET),
        ("领导干部用车", 2025, Basis.BUDGET),
        ("离退休干部用车", 2025, Basis.BUDGET),
    ]


def test_what_is_counted_in_another_unit_is_no_part() -> None:
    """「；设备4台」 behind the parts of 「车辆3辆」 is no part of the vehicles."""
    devices = counts()[3]

    assert devices.item.role is RowKind.DETAIL
    assert "车辆" not in devices.item.path


def test_what_stands_in_brackets_behind_a_count_are_its_parts() -> None:
    """「车辆8辆（公务用车5辆、执法用车3辆）」: two kinds of vehicles."""
    figures = read("车辆8辆（公务用车5辆、执法用车3辆），房屋2000平方米。")[0]

    assert [f.item.path for f in figures] == [(), ("车辆",), ("车辆",), ()]


def test_sums_of_money_are_parts_of_money() -> None:
    """「项目2个，涉及资金30万元。其中：…」 lists what the 30万元 are for."""
    text = "编报绩效目标的项目2个，涉及项目预算资金30万元。其中：清淤费10万元，堤防费20万元。"

    assert [f.item.path for f in read(text)[0][2:]] == [("项目预算资金",)] * 2


def test_a_list_without_numbers_holds_no_parts() -> None:
    """「人员经费2万元，主要包括：…；公用经费1万元」: 公用经费 is no part of 人员经费."""
    text = "基本支出3万元，其中：人员经费2万元，主要包括：工资、奖金；公用经费1万元。"

    assert [f.item.path for f in read(text)[0]] == [(), ("基本支出",), ("基本支出",)]


def test_words_that_point_back_name_what_stands_before() -> None:
    """「无此项收入」 says that there is no 事业收入 where that is what was spoken of."""
    text = "2．事业收入预算总计0万元。与上年相比增加0万元。主要原因是本部门无此项收入。"

    assert [a.item.name for a in read(text)[1]] == ["事业收入"]


PROJECT = """一、概况
文字说明。
清淤专项经费情况说明
一、项目概述
清除淤泥。
二、立项依据
《水法》。
三、年度预算安排
2025年项目总预算30.00万元，其中河道20.00万元。
"""


def test_numbers_in_the_text_about_a_project_belong_to_it() -> None:
    """The unnumbered title above 项目概述 and 立项依据 names the project of the numbers."""
    paths = [f.item.path for f in read(PROJECT)[0]]

    assert paths == [("清淤专项经费",), ("清淤专项经费", "项目总预算")]


OWN = """三、“三公”经费情况说明
青禾市临江区水务局2025年“三公”经费预算9万元。其中：
1．公务接待费9万元。
青禾市临江区水务局2025年会议费预算5万元。
"""


def test_a_paragraph_that_begins_again_with_owner_and_year_is_no_part() -> None:
    """A new paragraph about the owner's year ends the list under 「其中：」."""
    figures = read(OWN)[0]

    assert [f.item.role for f in figures[1:]] == [RowKind.OF_WHICH, RowKind.DETAIL]
    assert "“三公”经费" not in figures[2].item.path
