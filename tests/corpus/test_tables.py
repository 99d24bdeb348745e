from __future__ import annotations

import pytest

from corpus.canonical import place
from corpus.document import Block, RowKind, Table, TableKind
from corpus.readers.text import read_text
from corpus.sections import sections_of
from corpus.tables import tables_of

# Two panels, a title and a frame line inside the table, the total as first row, numbers restarting.
TWO_PANELS = """\
部门财务收支预算总表
单位名称：青禾市临江区水务局\t\t\t单位:元
收　　入\t\t支　　出\t\t\t
项　　目\t2026年预算数\t项目（按功能分类）\t2026年预算数\t上年预算数
收入总计\t1,250.00\t支出总计\t1,250.00\t1,000.00
一、一般公共预算拨款收入\t1,000.00\t一、一般公共服务支出\t\t
二、单位资金\t250.00\t二、农林水支出\t1,250.00\t1,000.00
（一）事业收入\t230.00\t\t\t
（二）其他收入\t20.00\t\t\t
"""

# Three header rows with wrapped words, a counting row, index and remark columns, codes apart.
THREE_HEADER_ROWS = """\
三、部门支出预算表
单位：万元
序号\t功能科目\t\t合计\t基本支出\t\t\t项目支出\t备注
\t编码\t名称\t\t小计\t人员\t公用\t\t
\t\t\t\t\t经费\t经费\t\t
栏次\t1\t2\t3\t4\t5\t6\t7\t8
\t合计\t\t120.50\t100.50\t80.00\t20.50\t20.00\t
1\t213\t农林水支出\t110.00\t90.00\t\t\t20.00\t
2\t21303\t水利\t110.00\t90.00\t\t\t20.00\t
3\t2130301\t行政运行\t90.00\t90.00\t\t\t\t
4\t2130306\t水利工程运行与维护\t20.00\t\t\t\t20.00\t含河道清淤
5\t221\t住房保障支出\t10.50\t10.50\t\t\t\t
"""

# Codes glued to names, unit in the caption.
GLUED_CODES = """\
附表5 一般公共预算支出表（万元）
科目\t本年预算\t上年预算\t增减额\t增减%
合计\t100.00\t80.00\t20.00\t25.00
213农林水支出\t80.00\t70.00\t10.00\t14.29
　21303水利\t80.00\t70.00\t10.00\t14.29
　　2130301行政运行\t50.00\t60.00\t-10.00\t-16.67
　　2130306水利工程运行与维护\t30.00\t10.00\t20.00\t200%
[221]住房保障支出\t20.00\t10.00\t10.00\t100.00
"""

# Names in three columns, one filled per group row; the project's name wins over the 科目.
GROUPS_BY_COLUMN = """\
部门项目支出表
金额单位：元
项目分类\t项目单位\t项目名称\t功能科目编码\t功能科目名称\t合计\t一般公共预算\t政府性基金
\t\t合计\t\t\t500.00\t500.00\t
特定目标类\t\t\t\t\t500.00\t500.00\t
\t青禾市临江区河道管理所\t\t\t\t500.00\t500.00\t
\t\t河道清淤经费\t2130306\t水利工程运行与维护\t300.00\t300.00\t
\t\t堤防巡查经费\t2130306\t水利工程运行与维护\t200.00\t200.00\t
"""


def tables(text: str) -> tuple[Table, ...]:
    """Return the tables of a text file."""
    canonical, placed = place(read_text(text.encode(), "a.txt").blocks)
    sections, _ = sections_of(placed, "", len(canonical))
    return tables_of(placed, sections)


def outline(table: Table, panel: int = 0) -> list[tuple[str, str, str]]:
    """Return (kind, path, label) of a panel's labelled rows."""
    rows = table.panels[panel].rows
    return [(row.kind.value, " > ".join(row.path), row.label) for row in rows if row.label]


def test_two_panels_have_their_own_rows_and_paths() -> None:
    """Each side of a two-panel table is a logical table of its own."""
    table = tables(TWO_PANELS)[0]

    assert outline(table) == [
        ("total", "", "收入总计"),
        ("detail", "", "一般公共预算拨款收入"),
        ("parent", "", "单位资金"),
        ("detail", "单位资金", "事业收入"),
        ("detail", "单位资金", "其他收入"),
    ]
    assert [r[2] for r in outline(table, 1)] == ["支出总计", "一般公共服务支出", "农林水支出"]
    assert table.headers[4] == ("支出", "上年预算数")


def test_title_rows_inside_the_grid_frame_the_table() -> None:
    """Caption, 编制部门 and unit are found in rows of the grid as well as above it."""
    table = tables(TWO_PANELS)[0]

    assert (
        table.caption,
        table.prepared_by,
        table.unit,
    ) == ("部门财务收支预算总表", "青禾市临江区水务局", "元")


def test_wrapped_header_words_are_joined() -> None:
    """人员 above 经费 in one column is 人员经费, below the cell that spans it."""
    table = tables(THREE_HEADER_ROWS)[0]

    assert table.headers[5] == ("基本支出", "人员经费")
    assert table.headers[2] == ("功能科目", "名称")


def test_counting_row_is_header() -> None:
    """栏次 1 2 3 is no data, and no part of a column's path."""
    table = tables(THREE_HEADER_ROWS)[0]

    assert [row.kind for row in table.rows[:4]] == [RowKind.HEADER] * 4
    assert table.headers[7] == ("项目支出",)


def test_codes_make_paths_and_parents() -> None:
    """类 and 款 are parents of what their codes begin; a 类 without parts is a detail."""
    assert outline(tables(THREE_HEADER_ROWS)[0]) == [
        ("total", "", "合计"),
        ("parent", "", "农林水支出"),
        ("parent", "农林水支出", "水利"),
        ("detail", "农林水支出 > 水利", "行政运行"),
        ("detail", "农林水支出 > 水利", "水利工程运行与维护"),
        ("detail", "", "住房保障支出"),
    ]


def test_numbering_and_caption_before_a_table() -> None:
    """「三、…表」 gives the number and the caption."""
    table = tables(THREE_HEADER_ROWS)[0]

    assert (table.number, table.caption, table.unit) == (3, "部门支出预算表", "万元")


def test_codes_glued_to_names_are_parted() -> None:
    """A name never keeps the code that is printed in its cell."""
    table = tables(GLUED_CODES)[0]
    rows = {row.code: row for row in table.panels[0].rows}

    assert rows["2130301"].label == "行政运行"
    assert rows["2130301"].path == ("农林水支出", "水利")
    assert rows["221"].label == "住房保障支出"


def test_unit_in_the_caption_counts() -> None:
    """A unit in brackets belongs to the unit, not to the caption."""
    table = tables(GLUED_CODES)[0]

    assert (table.number, table.caption, table.unit) == (5, "一般公共预算支出表", "万元")


def test_projects_stand_under_their_groups() -> None:
    """Group rows named further left contain the projects, and the project's name wins."""
    assert outline(tables(GROUPS_BY_COLUMN)[0]) == [
        ("total", "", "合计"),
        ("parent", "", "特定目标类"),
        ("parent", "特定目标类", "青禾市临江区河道管理所"),
        ("detail", "特定目标类 > 青禾市临江区河道管理所 > 水利工程运行与维护", "河道清淤经费"),
        ("detail", "特定目标类 > 青禾市临江区河道管理所 > 水利工程运行与维护", "堤防巡查经费"),
    ]


def test_a_body_above_its_projects_is_their_parent() -> None:
    """Without codes, a body whose values are the sum of the rows below it owns them."""
    text = "表1\n单位：元\n项目名称\t合计\n临江区水务局\t3.00\n清淤\t1.00\n巡查\t2.00\n总计\t3.00"

    assert outline(tables(text)[0]) == [
        ("parent", "", "临江区水务局"),
        ("detail", "临江区水务局", "清淤"),
        ("detail", "临江区水务局", "巡查"),
        ("total", "", "总计"),
    ]


OF_WHICH = [
    "3.公务用车\t2.00\n其中：公务用车购置\t\n公务用车运行维护费\t2.00",
    "3.公务用车\t2.00\n其中：（1）公务用车购置\t—\n（2）公务用车运行维护费\t2.00",
]


@pytest.mark.parametrize("rows", OF_WHICH)
def test_of_which_goes_on_to_the_rows_below(rows: str) -> None:
    """Rows after 其中 are parts as well, and their whole still adds up with its neighbours."""
    text = f"单位：元\n项目\t预算数\n合计\t3.00\n2.公务接待费\t1.00\n{rows}\n4.会议费\t"

    assert outline(tables(text)[0]) == [
        ("total", "", "合计"),
        ("detail", "", "公务接待费"),
        ("detail", "", "公务用车"),
        ("of-which", "公务用车", "公务用车购置"),
        ("of-which", "公务用车", "公务用车运行维护费"),
        ("detail", "", "会议费"),
    ]


def test_rows_that_exceed_the_whole_are_not_its_parts() -> None:
    """A plain row after a numbered one belongs to it only as far as the sum allows."""
    text = "单位：元\n项目\t预算数\n一、拨款\t3.00\n基金\t3.00\n单位资金\t5.00\n收入总计\t8.00"

    assert [(kind, label) for kind, _, label in outline(tables(text)[0])] == [
        ("parent", "拨款"),
        ("detail", "基金"),
        ("detail", "单位资金"),
        ("total", "收入总计"),
    ]


def test_three_panels_are_told_apart_by_repeated_heads() -> None:
    """A words column before a value column that repeats an earlier head opens a panel."""
    text = (
        "单位：元\n收入\t\t支出\t\t支出\t\n项目\t预算数\t按性质\t预算数\t按用途\t预算数\n"
        "拨款\t3.00\t农林水支出\t3.00\t工资\t3.00\n合计\t3.00\t合计\t3.00\t合计\t3.00"
    )

    assert [panel.label_columns for panel in tables(text)[0].panels] == [(0,), (2,), (4,)]


def test_repeated_header_joins_the_stretches_of_a_table() -> None:
    """A header printed again after a page break is a HEADER row of the same table."""
    part = "部门：临江区水务局\n单位：元\n类\t款\t科目名称\t合计\n"
    text = f"表2\n部门支出表\n{part}213\t\t农林水支出\t3.00\n\n{part}213\t03\t水利\t3.00"
    found = tables(text)

    assert len(found) == 1
    assert [row.kind.value for row in found[0].panels[0].rows] == ["parent", "header", "detail"]
    assert found[0].panels[0].rows[-1].path == ("农林水支出",)


def test_blank_lines_between_rows_do_not_cut_a_table() -> None:
    """Rows of the same width without words between them go on."""
    text = "单位：元\n项目\t预算数\n\n水费\t1.00\n\n电费\t2.00\n\n合计\t3.00"

    assert [row[2] for row in outline(tables(text)[0])] == ["水费", "电费", "合计"]


def test_different_captions_keep_tables_apart() -> None:
    """The same header under another caption is another table."""
    part = "单位：元\n项目\t合计\n总计\t"
    found = tables(
        f"表8\n政府性基金支出表\n{part}\n无此项支出，本表为空表。\n表9\n国资支出表\n{part}1.00"
    )

    assert [table.number for table in found] == [8, 9]
    assert [table.is_blank for table in found] == [True, False]
    assert found[0].notes == ("无此项支出，本表为空表。",)


def test_indicator_rows_carry_their_levels_down() -> None:
    """一级 and 二级 stay in force where their cells are blank; the project opens the path."""
    text = (
        "项目名称\t\t智慧水务平台\n项目资金（万元）\t年度资金总额\t50.00\n"
        "一级指标\t二级指标\t三级指标\t指标值\t分值\n产出指标\t数量指标\t接入站点\t≥20个\t10\n"
        "\t\t培训场次\t≥2次\t5\n\t时效指标\t完成时限\t12月底前\t5"
    )
    table = tables(text)[0]

    assert TableKind.INDICATORS is table.kind
    assert outline(table) == [
        ("detail", "智慧水务平台 > 产出指标 > 数量指标", "接入站点"),
        ("detail", "智慧水务平台 > 产出指标 > 数量指标", "培训场次"),
        ("detail", "智慧水务平台 > 产出指标 > 时效指标", "完成时限"),
    ]


def test_table_without_header_is_read_by_its_comparators() -> None:
    """Where no header is printed, the columns around ≥ and = tell what they hold."""
    rows = [["", "数量指标", "", "", "", "", ""]]
    rows += [["", "", name, "=", "5", "次", "得满分10分"] for name in ("清淤", "巡查", "培训")]
    canonical, placed = place([Block(rows=tuple(map(tuple, rows)))])
    sections, _ = sections_of(placed, "", len(canonical))
    table = tables_of(placed, sections)[0]

    assert list(table.headers[3:]) == [("指标性质",), ("指标值",), ("度量单位",), ("评分标准",)]
    assert table.panels[0].rows[-1].path == ("数量指标",)


def test_words_only_is_another_kind_of_table() -> None:
    """A table without a unit of money or a value column yields nothing to add up."""
    assert TableKind.OTHER is tables("姓名\t职务\n甲\t局长\n乙\t科长")[0].kind


def test_a_unit_stated_for_all_tables_counts() -> None:
    """「金额单位均为万元」 in a sentence is the unit of tables that print none."""
    text = "本公开表金额单位均为万元，特此说明。\n收支表\n项目\t预算数\n水费\t1.00\n合计\t1.00"
    table = tables(text)[0]

    assert (table.unit, table.kind) == ("万元", TableKind.BUDGET)


@pytest.mark.parametrize("line", ["表三", "表3", "附表3", "公开03表", "部门公开表3", "预算03表"])
def test_numbers_of_tables_are_read_in_every_spelling(line: str) -> None:
    """A table's number stands on a line of its own in many spellings."""
    table = tables(f"{line}\n收支表\n单位：元\n项目\t预算数\n水费\t1.00")[0]

    assert (table.number, table.caption) == (3, "收支表")


def test_rows_that_do_not_add_up_to_a_numbered_row_are_not_its_parts() -> None:
    """A plain row below 三、 that is smaller, but not all of it, stands beside it."""
    text = "单位：元\n项目\t预算数\n一、拨款\t3.00\n二、单位资金\t5.00\n上年结转\t2.00\n总计\t10.00"

    assert outline(tables(text)[0]) == [
        ("detail", "", "拨款"),
        ("detail", "", "单位资金"),
        ("detail", "", "上年结转"),
        ("total", "", "总计"),
    ]


WIDE_TARGETS = """\
项目支出绩效目标表
单位名称、项目名称\t年度目标\t一级指标\t二级指标\t三级指标\t指标值\t\t\t指标内容
河道清淤\t完成清淤\t产出指标\t数量指标\t清淤长度\t≥\t12\t公里\t工程量
\t\t\t质量指标\t合格率\t=\t100\t%\t质量
一级指标\t二级指标
堤防巡查\t保障安全\t产出指标\t数量指标\t巡查次数\t≥\t48\t次\t巡查
"""


def test_a_head_over_sign_value_and_unit_is_told_apart_by_what_stands_below() -> None:
    """One head 指标值 over three columns: the sign, the value and the unit are found."""
    table = tables(WIDE_TARGETS)[0]

    assert table.headers[5:8] == (("指标值", "指标性质"), ("指标值",), ("指标值", "度量单位"))


def test_a_project_column_opens_the_path_and_carries_down() -> None:
    """Where projects stand in a column, each opens the path of its own indicators."""
    paths = [row.path for row in tables(WIDE_TARGETS)[0].panels[0].rows if row.label]

    assert paths == [
        ("河道清淤", "产出指标", "数量指标"),
        ("河道清淤", "产出指标", "质量指标"),
        ("堤防巡查", "产出指标", "数量指标"),
    ]


TWO_HEADS = """\
项目绩效目标表
一级指标\t二级指标\t三级指标\t目标\t\t\t分值
\t\t\t符号\t目标值\t计量单位\t
产出指标\t数量指标\t站点\t≥\t20\t个\t10
"""


def test_indicator_heads_of_two_rows_are_one_head() -> None:
    """Sign, value and unit may be named in a second header row."""
    table = tables(TWO_HEADS)[0]

    assert table.headers[3:6] == (("目标", "符号"), ("目标", "目标值"), ("目标", "计量单位"))
    assert [row.label for row in table.panels[0].rows] == ["站点"]


def test_the_project_of_a_table_without_header_is_the_last_one_named_above() -> None:
    """「项目名称」 as a heading above names the project of an unnamed indicator table."""
    cells = "\n".join(f"{name}\n=\n5\n次\n定量指标" for name in ("清淤", "巡查", "培训"))
    table = tables(f"项目名称\n河道清淤经费\n绩效目标。\n数量指标\n{cells}")[0]

    assert table.panels[0].rows[0].path == ("河道清淤经费", "数量指标")
