from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.document import RowKind
from corpus.figure import AbsenceKind, Basis, Measure
from tests.corpus.prose_documents import OWNER, read, shorts

CONSTRUCTIONS = [
    (
        "2025年部门总收入1,200.50元，其中：一般公共预算1,000.00元，其他收入200.50元。",
        [
            "amount 部门总收入 1200.50元",
            "amount 一般公共预算 1000.00元",
            "amount 其他收入 200.50元",
        ],
    ),
    (
        "一般公共预算 80.5 万元，占 91.2%，比上年预算增加 3.2 万元，增长 4.14%。",
        [
            "amount 一般公共预算 80.5万元",
            "share 一般公共预算 91.2%",
            "change 增加 一般公共预算 3.2万元",
            "growth 增加 一般公共预算 4.14%",
        ],
    ),
    (
        "公务接待费预算为3000元，较上年减少0元，下降0%，共计接待12批次、60人次。",
        [
            "amount 公务接待费 3000元",
            "change 减少 公务接待费 0元",
            "growth 减少 公务接待费 0%",
            "count 接待批次 12批次",
            "count 接待人次 60人次",
        ],
    ),
    (
        "2.农林水支出（类）水利（款）水文测报（项）：2025年预算数为0.20万元，比上年预算减少1.00万元。",
        ["amount 水文测报 0.20万元", "change 减少 水文测报 1.00万元"],
    ),
    (
        "1.农林水支出（类）水利（款）水文测报（项）。年初预算为50.00万元，支出决算为52.00万元，"
        "完成年初预算的104.00%。",
        ["amount 水文测报 50.00万元", "amount 水文测报 52.00万元", "rate 水文测报 104.00%"],
    ),
    (
        "用车费预算为2.40万元，支出决算为2.18万元；接待费预算为0.50万元，支出决算为0.32万元，"
        "完成预算的64.00%。",
        [
            "amount 用车费 2.40万元",
            "amount 用车费 2.18万元",
            "amount 接待费 0.50万元",
            "amount 接待费 0.32万元",
            "rate 接待费 64.00%",
        ],
    ),
    (
        "河道保洁费预算支出金额为220万元，比上年度预算支出180万元增加了40万元。",
        ["amount 河道保洁费 220万元", "amount 河道保洁费 180万元", "change 增加 河道保洁费 40万元"],
    ),
    (
        "用于管护费 8.5 万元、水质检测费 1 万元及办公费 0.5 万元。",
        ["amount 管护费 8.5万元", "amount 水质检测费 1万元", "amount 办公费 0.5万元"],
    ),
    (
        "车辆 2 辆，价值 30.5 万元；其中：执法车 1 辆，价值 20.5 万元。",
        [
            "count 车辆 2辆",
            "amount 车辆价值 30.5万元",
            "count 执法车 1辆",
            "amount 执法车价值 20.5万元",
        ],
    ),
    (
        "单价50万元（含）以上通用设备1台（套）。",
        ["limit 单价 ≥50万元", "count 单价50万元（含）以上通用设备 1台（套）"],
    ),
    (
        "内设5个科室，按照每名党员800元标准，共计16名党员。",
        ["count 科室 5个", "standard 每名党员 800元", "count 党员 16名"],
    ),
    (
        "批准30家用水企业缓缴水费，共计45万元；退还水费12家（次），共计6万元。",
        [
            "count 用水企业 30家",
            "amount 缓缴水费 45万元",
            "count 退还水费 12家次",
            "amount 退还水费 6万元",
        ],
    ),
    (
        "支出在3000元以内(含3000元)的，节约部分60%奖给个人；3001-5000元(含5000元)的，节约部分20%奖给个人。",
        [
            "limit 支出 ≤3000元",
            "rate 节约部分 60%",
            "limit 支出 ≥3001元",
            "limit 支出 ≤5000元",
            "rate 节约部分 20%",
        ],
    ),
    (
        "每起案件奖励金额最高不得超过 8 万元，水费收缴率不低于95%，覆盖率超过88%人。",
        ["limit 每起案件奖励 ≤8万元", "target 水费收缴率 ≥95%", "rate 覆盖率 >88%"],
    ),
    (
        "运转类经费统一压减10%，管理费专项增加20万用于租房。",
        ["growth 减少 运转类经费 10%", "change 增加 管理费专项 20万元"],
    ),
    ("达标得满分10分，每少10%扣2分。", ["score 达标得满分 10分", "rate 每少 10%", "score 扣 2分"]),
    ("申报办理时限从3个月压缩到2个月。", ["limit 申报办理时限 3个月", "limit 申报办理时限 2个月"]),
    (
        "向困难用户发送宣传短信15万余条，其中新招录2人。",
        ["count 宣传短信 15万条", "count 新招录人员 2人"],
    ),
    (
        "资产总额减少12.20元，其中固定资产减少9.30元。",
        ["change 减少 资产总额 12.20元", "change 减少 固定资产 9.30元"],
    ),
    (
        "资金增幅为5.2%，比重提高1.2个百分点。",
        ["growth 增加 资金 5.2%", "change 增加 比重 1.2百分点"],
    ),
]


@pytest.mark.parametrize(("text", "expected"), CONSTRUCTIONS)
def test_each_construction_is_read_as_a_person_reads_it(text: str, expected: list[str]) -> None:
    """Every number of the sentence becomes one figure with its own measure and item."""
    assert shorts(text) == expected


def test_parts_carry_their_whole_and_are_never_summed_with_it() -> None:
    """A number after 其中 has the total in its path and the role of a part."""
    whole, part, after = read("2025年总收入9万元，其中：其他收入2万元。上年结转1万元。")[0]
    assert part.item.path == ("总收入",)
    assert part.item.role is RowKind.OF_WHICH
    assert (whole.item.role, after.item.role) == (RowKind.DETAIL, RowKind.DETAIL)


def test_a_colon_after_an_amount_opens_its_parts() -> None:
    """Items listed after 「宣传9万：」 belong to 宣传."""
    figures = read("节水宣传9万：制作短视频4万元；印制资料5万元；")[0]
    assert [f.item.path for f in figures[1:]] == [("节水宣传",), ("节水宣传",)]


def test_a_budget_code_is_kept_with_its_item() -> None:
    """The classification code in front of an item is its code, not a number."""
    (figure,) = read("2130305水利工程建设预算412,300.00元，主要用于堤防。")[0]
    assert (figure.item.name, figure.item.code) == ("水利工程建设", "2130305")


def test_the_heading_names_an_item_that_the_sentence_does_not() -> None:
    """「预算金额为」 under a project's heading is the project's amount."""
    figures = read("（一）河道管护专项经费\n根据测算，预算金额为3.5万元。")[0]
    assert figures[0].item.name == "河道管护专项经费"


def test_a_project_named_under_its_own_heading_governs_its_sections() -> None:
    """Numbers under 资金安排情况 belong to the project printed under 项目名称."""
    text = (
        "重点项目（一）\n一、项目名称\n堤防维护补助\n二、资金安排情况\n中央补助2万元，区级1万元。"
    )
    assert {f.item.path for f in read(text)[0]} == {("堤防维护补助",)}


def test_a_lead_in_dates_the_paragraphs_after_it() -> None:
    """Head counts after 「截至2024年12月…如下：」 are of 2024, and states of things."""
    text = "二、基本情况\n截至2024年12月统计，基本情况如下：\n在职人员编制31人，其中行政编制4人。"
    figures = read(text)[0]
    assert {(f.period.year, f.period.basis) for f in figures} == {(2024, Basis.ACTUAL)}


def test_a_lead_in_with_parts_gives_them_their_whole() -> None:
    """Paragraphs after 「…，其中：」 are parts of the amount before it."""
    text = f"三、收入预算\n{OWNER}收入预算 56.3 万元，其中：\n一般公共预算 50 万元，占 88.81%。"
    part = read(text)[0][1]
    assert (part.item.name, part.item.path) == ("一般公共预算", ("收入预算",))


def test_a_change_in_a_paragraph_of_its_own_belongs_to_the_amount_before() -> None:
    """「与上年对比增加…」 says what the paragraph before was about."""
    text = "（一）收入情况\n2025年部门总收入90元。上年结转5元。\n与上年对比增加10元，原因是扩编。"
    change = read(text)[0][-1]
    assert (change.item.name, change.measure, change.direction) == (
        "部门总收入",
        Measure.CHANGE,
        "增加",
    )


def test_a_reason_is_not_a_second_change_of_the_amount() -> None:
    """Amounts told as reasons never become changes of the whole."""
    text = "2025年总支出90元，与上年对比增加10元，原因是补助标准比上年提高，相应增加本年预算8元。"
    assert [f.item.name for f in read(text)[0]][2] == "补助标准"


PERIODS = [
    ("2023年维修费支出5万元，2025年维修费预算6万元。", [(2023, "实际"), (2025, "预算")]),
    ("维修费上年决算5万元。", [(2024, "决算")]),
    ("维修费6万元，较2024年预算执行数增加1万元。", [(2025, "预算"), (2025, "预算")]),
    (
        "维修费预算6万元，比2023年预算5万元增加1万元。",
        [(2025, "预算"), (2023, "预算"), (2025, "预算")],
    ),
    ("根据2020年1月3日会议纪要，补助为310元/人/年。", [(2025, "预算")]),
    ("2025年初结转8万元。", [(2025, "预算")]),
    ("上年结转收入8万元。", [(2025, "预算")]),
    ("维修费全年预算数7万元，执行数6万元。", [(2025, "调整预算"), (2025, "执行数")]),
    ("截至2024年12月31日，资产总额55元，房屋10平方米。", [(2024, "实际"), (2024, "实际")]),
]


@pytest.mark.parametrize(("text", "expected"), PERIODS)
def test_year_and_stage_come_from_the_nearest_words(
    text: str, expected: list[tuple[int, str]]
) -> None:
    """A year in the clause, 上年, or the document dates a number; a cited paper does not."""
    assert [(f.period.year, f.period.basis.value) for f in read(text)[0]] == expected


def test_a_wrapped_line_is_one_sentence() -> None:
    """A number and its unit on two lines are one quantity with one receipt."""
    (figure,) = read("政府采购支出120\n万元，用于设备。")[0]
    assert figure.quantity.in_yuan == 1200000


def test_every_year_of_the_sentence_is_kept() -> None:
    """Years that are only compared with are still named by the figure."""
    figure = read("2025年水费6万元，较2024年增加1万元。")[0][0]
    assert figure.years == (2025, 2024)


def test_an_approximate_number_is_not_exact() -> None:
    """约 before and 余 after a number say that it is rounded."""
    assert [f.exact for f in read("人均补助约0.2万元，发文80余条，实付3万元。")[0]] == [
        False,
        False,
        True,
    ]


def test_a_condition_stays_in_the_context() -> None:
    """A rate under a rule can be told apart by the whole rule."""
    figures = read("超过限额的费用，在职、退休人员按85.5%的比例补助。")[0]
    assert figures[-1].context.startswith("超过限额的费用")


ABSENCES = [
    ("政府性基金预算未安排。", "政府性基金预算"),
    ("本单位没有使用政府性基金预算拨款安排的支出。", "政府性基金预算"),
    ("乡镇按部门管理，故无对下转移支付。", "对下转移支付"),
    (f"{OWNER}无下属预算单位。", "下属预算单位"),
    ("本年度及上年度均未安排因公出国（境）费预算。", "因公出国（境）费"),
    ("无省级配套事项。", "省级配套事项"),
]


@pytest.mark.parametrize(("text", "name"), ABSENCES)
def test_what_the_document_says_it_lacks_is_an_absence(text: str, name: str) -> None:
    """A stated lack names its item; it is neither zero nor silence."""
    (absence,) = read(text)[1]
    assert (absence.item.name, absence.kind) == (name, AbsenceKind.STATED)


def test_a_count_lost_by_a_converter_is_a_blank() -> None:
    """The gap before 家 is an absence, and the number beside it stays."""
    figures, absences = read("与35家供水站、 家维修企业签订协议。")
    assert [f.quantity.value for f in figures] == [35]
    assert [(a.item.name, a.kind) for a in absences] == [("维修企业", AbsenceKind.BLANK)]


def test_no_change_is_no_absence() -> None:
    """「与上年对比无变化」 does not say that something is missing."""
    assert read("公务接待费与上年对比无变化。")[1] == []


def test_a_damaged_print_gives_no_figure() -> None:
    """What cannot be read exactly is left out rather than guessed."""
    assert shorts("维修费41.2 0 万元，比上年度1845增加了万36.41元。") == []


def test_a_list_mark_as_high_as_the_lead_in_ends_it() -> None:
    """（二） is no part of （一）; 1. under it is."""
    text = (
        "（一）收入预算总计9万元。包括：\n1.本年收入9万元。\n"
        "（二）支出预算总计9万元。包括：\n1.人员经费5万元。"
    )
    figures = read(text)[0]
    assert [f.item.path for f in figures[1:]] == [("收入预算",), (), ("支出预算",)]


def test_percentage_points_belong_to_the_rate_before_them() -> None:
    """「结案率98.6%，同比上升1.3个百分点」 changes the rate, not the cases."""
    last = read("全年审结案件345件，结案率98.6%，同比上升1.3个百分点。")[0][-1]
    assert (last.item.name, last.measure) == ("结案率", Measure.CHANGE)


MARKS = "，。；（）、：“”《》\n "
NUMBERS = [
    "12.5万元",
    "3,000元",
    "5%",
    "1.2个百分点",
    "3人",
    "2辆",
    "28万",
    "5-10万元",
    "310元/人/年",
    "2025年",
]
WORDS = [
    "比上年",
    "增加",
    "减少",
    "占",
    "预算",
    "决算数",
    "合计",
    "中",
    "无",
    "未安排",
    "原因是",
    "以上",
    "其中：",
    "公务接待费",
    "（一）",
    "1.",
    "项目名称",
    "（类）",
    "（项）",
    "每人",
    "给予",
    "奖励",
    "达到",
]
FRAGMENTS = st.sampled_from([*MARKS, *NUMBERS, *WORDS])


@given(st.lists(FRAGMENTS, min_size=1, max_size=30))
def test_no_text_breaks_the_reader_and_every_receipt_holds(parts: list[str]) -> None:
    """Any mixture of the words of a disclosure is read without error, with verbatim receipts."""
    text = "".join(parts).strip()
    for figure in read(text or "无")[0]:
        assert figure.item.name
        assert figure.context


SEEDS = Path(__file__).resolve().parents[2].parent / "shared" / "seeds"


@pytest.mark.shared
@pytest.mark.skipif(not SEEDS.is_dir(), reason="the real documents are not on this machine")
def test_real_documents_give_figures_with_verbatim_receipts() -> None:
    """Every figure of the real documents' prose quotes the sentence that prints it."""
    for path in sorted(SEEDS.glob("*.txt")):
        lines = [line for line in path.read_text("utf-8").splitlines() if "\t" not in line]
        figures, _ = read("\n".join(line.strip() for line in lines if line.strip()))
        assert len(figures) > 10
        assert all("\x01" not in f.item.name and len(f.item.name) <= 60 for f in figures)


def test_a_number_larger_than_the_whole_is_no_part_of_it() -> None:
    """The parts of 45 posts are over where 50 people follow."""
    figures = read("编制45人，其中：行政编制15人、事业编制30人；实有人员50人，其中在职48人。")[0]
    assert [f.item.path for f in figures[3:]] == [(), ("实有人员",)]


def test_parts_in_brackets_end_with_the_bracket() -> None:
    """After 「（其中：…）」 the outer list of parts goes on."""
    text = "2025年三公经费12万元，其中：用车费10万元（其中：燃油费6万元），接待费2万元。"
    assert read(text)[0][-1].item.path == ("三公经费",)


def test_a_household_is_no_lost_count() -> None:
    """「和家庭困难学生」 is a word, not a count whose number was lost."""
    assert read("走访老人和家庭困难学生。")[1] == []


def test_a_code_in_brackets_behind_the_item_is_its_code() -> None:
    """「行政运行（2130301）300万元」 is the item 行政运行 with that code."""
    (figure,) = read("行政运行（2130301）300万元，主要用于人员经费。")[0]
    assert (figure.item.name, figure.item.code) == ("行政运行", "2130301")
