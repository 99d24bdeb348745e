"""Titles that stand alone on a line without a number."""

from __future__ import annotations

from corpus.canonical import place
from corpus.document import Block, Paragraph, Section
from corpus.sections import sections_of

GRID = (("项目", "金额"), ("合计", "10.00"))


def read(text: str, title: str = "标题") -> tuple[tuple[Section, ...], tuple[Paragraph, ...]]:
    """Return the sections and paragraphs of a few lines; 「[表]」 is a table."""
    lines = [line for line in text.splitlines() if line]
    blocks = [Block(rows=GRID) if line == "[表]" else Block(text=line) for line in lines]
    canonical, placed = place(blocks)
    return sections_of(placed, title, len(canonical))


def outline(text: str, title: str = "标题") -> list[tuple[int, str]]:
    """Return (level, title) of every heading."""
    return [(section.level, section.title) for section in read(text, title)[0][1:]]


LISTED = """云洲市临江区2026年部门预算
目 录
一、部门主要职能
二、名词解释
三、部门预算编制说明
1. 2026年部门收入预算总表
四、其他情况说明
云洲市临江区水务局主要职能
负责全区河道的清淤和保洁，承担防汛工作。
名词解释
（一）基本支出：指保障机构运转的支出。
2026年部门预算编制说明
2026年收入预算10.00万元。
2026年部门收入预算总表
单位：万元
[表]
其他情况说明
一、机关运行经费
机关运行经费预算3.00万元。
"""


def test_lines_of_the_contents_are_titles_where_they_stand_alone() -> None:
    """A line that the contents list is a title, with a year or a body's name before it too."""
    assert outline(LISTED) == [
        (1, "云洲市临江区水务局主要职能"),
        (1, "名词解释"),
        (1, "2026年部门预算编制说明"),
        (1, "其他情况说明"),
        (2, "机关运行经费"),
    ]


def test_a_table_s_caption_is_no_title() -> None:
    """What stands above a table is its caption, also where the contents list it."""
    assert "2026年部门收入预算总表" not in [title for _, title in outline(LISTED)]


PROJECTS = """一、机构情况
文字说明。
清淤专项经费情况说明
一、项目概述
清除河道淤泥。
二、立项依据
《水法》。
堤防维护（区级资金）经费情况说明
一、项目概述
加固堤防。
"""


def test_the_line_above_a_numbering_that_begins_again_is_a_title() -> None:
    """Four project texts with the same 一、二、三、 are told apart by the lines above them."""
    assert outline(PROJECTS) == [
        (1, "机构情况"),
        (1, "清淤专项经费情况说明"),
        (2, "项目概述"),
        (2, "立项依据"),
        (1, "堤防维护（区级资金）经费情况说明"),
        (2, "项目概述"),
    ]


def test_what_leads_into_a_list_is_no_title() -> None:
    """A line that ends with a colon or a full stop opens a list, not a section."""
    text = "一、职能\n文字。\n主要职责包括：\n一、负责河道。\n工作分为两项。\n一、清淤工作"

    assert [title for _, title in outline(text)] == ["职能", "清淤工作"]


def test_a_body_s_name_is_no_title() -> None:
    """A signature above a numbering that begins again names no section."""
    text = "一、职能\n文字。\n云洲市临江区水务局\n一、清淤工作\n内设机构如下\n一、办公室"

    assert [title for _, title in outline(text)] == ["职能", "清淤工作", "办公室"]


def test_a_usual_heading_above_a_first_numbering_holds_it() -> None:
    """「其他相关情况说明」 contains the 一、二、 below it, also without a table of contents."""
    text = "名词解释\n基本支出是支出。\n其他相关情况说明\n一、机关运行经费\n文字。\n二、政府采购"

    assert outline(text) == [
        (1, "名词解释"),
        (1, "其他相关情况说明"),
        (2, "机关运行经费"),
        (2, "政府采购"),
    ]


def test_the_document_s_own_title_heads_no_section() -> None:
    """A cover repeats the document's title, and no section bears it."""
    text = "云洲市临江区水务局\n2026年部门预算编制说明\n一、主要职能\n负责河道。\n二、机构设置"
    title = "云洲市临江区水务局2026年部门预算编制说明"

    assert outline(text, title) == [(1, "主要职能"), (1, "机构设置")]


WRAPPED = """目录
第一部分 概况
第二部分 临江区水务局2026年度部门预算情况说明
第一部分 概况
一、主要职能
负责河道。
第二部分 云洲市临江区水务局
2026年度部门预算情况说明
一、收支预算
收入预算10.00万元。
"""


def test_a_title_over_two_lines_is_one_title() -> None:
    """「第二部分 某局」 and the line below it are one heading where the contents say so."""
    sections, paragraphs = read(WRAPPED)

    assert sections[3].title == "云洲市临江区水务局2026年度部门预算情况说明"
    assert [p.is_heading for p in paragraphs[6:10]] == [True, True, True, False]
    assert sections[3].body.start == sections[4].span.start


def test_a_usual_heading_may_have_a_year_before_it() -> None:
    """「2026年预算编制说明」 is the usual heading with a year."""
    text = "2026年预算编制说明\n收入预算10.00万元。\n名词解释\n基本支出是支出。"

    assert [title for _, title in outline("一、概况\n文字。\n" + text)][1:] == [
        "2026年预算编制说明",
        "名词解释",
    ]
