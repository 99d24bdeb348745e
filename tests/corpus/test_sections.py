from __future__ import annotations

import pytest

from corpus.canonical import place
from corpus.document import Block, Paragraph, Section
from corpus.sections import section_at, sections_of


def read(text: str) -> tuple[str, tuple[Section, ...], tuple[Paragraph, ...]]:
    """Return (canonical text, sections, paragraphs) of a few lines."""
    canonical, placed = place([Block(text=line) for line in text.splitlines() if line])
    return (canonical, *sections_of(placed, "标题", len(canonical)))


def outline(text: str) -> list[tuple[int, str]]:
    """Return (level, title) of every heading."""
    return [(section.level, section.title) for section in read(text)[1][1:]]


def test_levels_follow_the_numbering() -> None:
    """第一部分 contains 一、 contains （一） contains 1."""
    text = "第一部分 概况\n一、职能\n（一）主要职责\n1.清淤\n负责全区河道的清淤和保洁。\n二、机构"

    assert outline(text) == [(1, "概况"), (2, "职能"), (3, "主要职责"), (4, "清淤"), (2, "机构")]


def test_misprinted_number_stands_beside_its_neighbours() -> None:
    """「4、」 between 「三、」 and 「六、」 is on their level."""
    text = "三、收入\n文字。\n4、 支出\n文字。\n5、 转移支付\n文字。\n六、采购\n文字。"

    assert outline(text) == [(1, "收入"), (1, "支出"), (1, "转移支付"), (1, "采购")]


def test_points_that_go_on_are_not_lifted() -> None:
    """「4.」 after 「3.」 under 「三、」 stays a point."""
    body = "".join(f"{n}.要点{n}\n这里是这一要点的说明文字，比标题要长。\n" for n in range(1, 6))

    assert {1, 2} == {level for level, _ in outline("三、工作\n" + body + "四、其他")}


def test_numbered_sentences_are_paragraphs() -> None:
    """A numbered line that is a whole sentence is no heading."""
    text = "一、职责\n1.贯彻落实水利法律法规，拟订全区水利发展规划并组织实施。\n2.负责河道管理。"

    assert outline(text) == [(1, "职责")]


def test_short_numbered_title_before_text_is_a_heading() -> None:
    """A short numbered title keeps its rank even when it ends with a full stop."""
    text = "（三）重点工作\n1.抓好防汛。\n全面排查隐患，储备防汛物资，落实二十四小时值班制度。"

    assert outline(text) == [(1, "重点工作"), (2, "抓好防汛。")]


@pytest.mark.parametrize("line", ["3.办公设备 8.17 万元", "（二）总投资50万元", "1. 接待 2 批"])
def test_lines_that_state_amounts_are_no_headings(line: str) -> None:
    """A numbered line with money in it, or with nothing below it, is evidence."""
    assert outline(f"一、资产\n{line}") == [(1, "资产")]


def test_numbered_series_of_projects_is_a_level() -> None:
    """「重点项目（一）」 and 「重点项目（二）」 open sections that restart the numbering."""
    text = "重点项目（一）\n一、项目名称\n清淤\n重点项目（二）\n一、项目名称\n巡查"

    first, second = "重点项目（一）", "重点项目（二）"

    assert [(1, first), (2, "项目名称"), (1, second), (2, "项目名称")] == outline(text)


def test_standard_headings_need_no_number() -> None:
    """Usual headings of project texts are headings without a number."""
    text = "项目名称\n河道清淤经费\n立项依据\n《水法》。"

    assert outline(text) == [(1, "项目名称"), (1, "立项依据")]


def test_contents_are_not_sections() -> None:
    """Lines of a table of contents are marked, and the body's own headings count."""
    text = "目 录\n第一部分 概况\n- 一、 职能\n第二部分 说明\n第一部分 概况\n一、职能\n文字。"
    _, sections, paragraphs = read(text)

    assert [section.title for section in sections[1:]] == ["概况", "职能"]
    assert [paragraph.in_contents for paragraph in paragraphs] == [True] * 4 + [False] * 3


def test_dot_leaders_mark_contents_without_their_title() -> None:
    """A numbered line that ends in dots and a page number is contents."""
    paragraphs = read("一、职能........3\n二、机构……12\n一、职能\n文字。")[2]

    assert [paragraph.in_contents for paragraph in paragraphs] == [True, True, False, False]


def test_spans_cover_heading_body_and_subsections() -> None:
    """A section's span runs to the next heading of its level; its body starts below it."""
    text, sections, _ = read("一、收入\n（一）拨款\n十元。\n二、支出\n五元。")
    income = sections[1]

    assert text[income.span.start : income.span.end] == "一、收入\n（一）拨款\n十元。\n"
    assert text[income.body.start :].startswith("（一）拨款")
    assert sections[section_at(sections, text.index("十元"))].path == ("收入", "拨款")


def test_markdown_headings_are_headings() -> None:
    """A line that starts with # is a heading, whatever it is numbered with."""
    assert outline("# 一、收入情况\n文字。") == [(1, "收入情况")]


def test_contents_that_never_recur_end_with_their_list() -> None:
    """Without a repeated line, contents are the numbered lines right after 目录."""
    text = "预算公开目录\n一、收支总表\n二、收入总表\n本单位负责河道管理。\n一、职能\n文字。"
    paragraphs = read(text)[2]

    assert [p.in_contents for p in paragraphs] == [True, True, True, False, False, False]


def test_contents_end_where_a_line_comes_again() -> None:
    """The second contents line, printed again, tells where the body starts."""
    text = "目录\n第一部分 部门说明\n一、职能\n二、机构\n部门说明书\n一、职能\n文字。"

    assert [p.in_contents for p in read(text)[2]] == [True] * 4 + [False] * 3


def test_decimal_numbers_are_headings_below_their_chapter() -> None:
    """「3.1」 stands below 【第三章】, 「3.1.1」 below it, and an amount is no number."""
    text = (
        "【第三章】 说明\n3.1 收支情况\n3.1.1 收入\n文字说明。\n3.5万元用于培训。\n3.2 采购\n文字。"
    )

    assert outline(text) == [(1, "说明"), (2, "收支情况"), (3, "收入"), (2, "采购")]


def test_a_title_may_run_into_its_text() -> None:
    """「3.1 收支情况。2026年…」 opens a section in its line, and the line stays evidence."""
    text = "第三章 说明\n3.1 收支情况。2026年收入5元。\n3.2 公务接待费3元，持平。\n第四章 解释"
    canonical, sections, paragraphs = read(text)

    assert [section.title for section in sections[1:]] == ["说明", "收支情况", "公务接待费", "解释"]
    assert canonical[sections[2].body.start : sections[2].body.end].strip() == "2026年收入5元。"
    assert [(p.section, p.is_heading) for p in paragraphs[1:3]] == [(2, False), (3, False)]


def test_neighbours_of_a_running_title_are_titles() -> None:
    """「（2）实施单位：…」 right after 「（1）立项依据：…」 opens a section as well."""
    text = "第四章 项目\n（1）立项依据：《水法》第一条。\n（2）承担股室：水务局水保股承担。"

    assert outline(text) == [(1, "项目"), (2, "立项依据"), (2, "承担股室")]


def test_a_short_title_above_a_table_is_a_heading() -> None:
    """A numbered title needs no text below it where a table follows."""
    blocks = [Block(text="一、项目"), Block(text="（6）绩效表"), Block(rows=(("甲", "1"),))]
    text, placed = place(blocks)

    assert [s.title for s in sections_of(placed, "标题", len(text))[0][1:]] == ["项目", "绩效表"]
