from __future__ import annotations

import pytest

from corpus.errors import UnreadableDocument
from corpus.readers import read_file
from corpus.readers.text import read_text

SENTENCE = "青禾市临江区水务局2026年部门预算说明，收支总预算１２３.４5万元。"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-32"])
def test_every_usual_charset_is_read(encoding: str) -> None:
    """A text reads the same in UTF-8 with or without a mark, GB18030 and UTF-16."""
    blocks = read_text((SENTENCE * 20).encode(encoding), "说明.txt").blocks

    assert blocks[0].text == SENTENCE * 20


def test_big5_is_not_taken_for_gb18030() -> None:
    """A traditional text in Big5 is recognised, though GB18030 could decode it to nonsense."""
    text = "臺灣省水務局部門預算編制說明與執行情況總體說明。" * 20

    assert text == read_text(text.encode("big5"), "說明.txt").blocks[0].text


def test_digits_are_left_as_printed() -> None:
    """Reading repairs nothing: full-width digits and inner spaces stay in the text."""
    assert read_text("１２ 3.4 5万元".encode(), "a.txt").blocks[0].text == "１２ 3.4 5万元"


REJECTED = [
    (b"", "空文件"),
    (" \r\n\t\n　".encode(), "空文件"),
    (b"PK\x03\x04\x00\x00\x00\x00" + bytes(range(256)), "不是文本文件"),
    (b"\x01\x02\x03\x04\x05 text" * 40, "不是文本文件"),
    (b"a" * 1_000_001, "超过一百万字"),
]


@pytest.mark.parametrize(("data", "reason"), REJECTED)
def test_what_is_not_a_text_is_refused_by_name(data: bytes, reason: str) -> None:
    """A refusal names the file, says what is wrong, and what to do."""
    with pytest.raises(UnreadableDocument, match=reason) as refusal:
        read_text(data, "坏文件.txt")

    assert "坏文件.txt" in str(refusal.value)
    assert "请" in str(refusal.value)


def test_oversized_files_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """A file above the limit is refused before it is decoded."""
    monkeypatch.setattr("corpus.readers.text.MAX_BYTES", 10)
    with pytest.raises(UnreadableDocument, match="200 MB"):
        read_text(b"x" * 11, "大文件.txt")


def test_unknown_suffix_lists_what_can_be_read() -> None:
    """A suffix without a reader is refused with the formats that have one."""
    with pytest.raises(UnreadableDocument, match=r"\.txt"):
        read_file(b"x", "预算.exe")


def test_suffixes_ignore_case() -> None:
    """TXT in capitals is text."""
    assert read_file("水务局".encode(), "A.TXT").blocks[0].text == "水务局"


def test_one_paragraph_a_line() -> None:
    """Each filled line is one block; blank lines make none."""
    blocks = read_text("甲\n\n　乙　\r\n丙".encode(), "a.txt").blocks

    assert [block.text for block in blocks] == ["甲", "乙", "丙"]


def test_lines_with_tabs_are_a_table_padded_to_one_width() -> None:
    """Consecutive lines with tabs are one rectangular table, ended by a blank line."""
    blocks = read_text("标题\n项目\t预算数\n水费\t1.00\t\n电费\n\t3\t\n".encode(), "a.txt").blocks

    assert blocks[1].rows == (("项目", "预算数"), ("水费", "1.00"))
    assert blocks[2].text == "电费"


def test_indented_paragraphs_are_not_a_table() -> None:
    """A tab before a paragraph is an indent."""
    blocks = read_text("\t第一段文字。\n\t第二段文字。\n".encode(), "a.txt").blocks

    assert [block.text for block in blocks] == ["第一段文字。", "第二段文字。"]


def vertical(*rows: str) -> str:
    """Return rows of cells as a converter prints them: a cell a line, a blank line a row."""
    return "\n\n".join("\n".join("\t" + cell for cell in row.split("|")) for row in rows)


def test_one_cell_a_line_becomes_rows() -> None:
    """Rows of equal length with one cell a line are recognised by their shape alone."""
    text = vertical("|数量|||", "||清淤长度|=|12", "||巡查次数|>=|48", "||投诉|<=|3")
    rows = read_text(f"前言\n{text}\n\n后记".encode(), "a.txt").blocks

    assert [block.text for block in rows] == ["前言", "", "后记"]
    assert rows[1].rows[2] == ("", "", "巡查次数", ">=", "48")


def test_a_cell_that_goes_on_stays_one_cell() -> None:
    """Plain lines inside a vertical table continue the cell above them."""
    text = vertical("目标|甲", "||清淤|=|12", "||巡查|=|48", "||投诉|=|3").replace(
        "甲", "总目标：\n1.清淤；\n2.巡查。"
    )
    rows = read_text(text.encode(), "a.txt").blocks[0].rows

    assert rows[0][1] == "总目标： 1.清淤； 2.巡查。"


def test_rows_joined_by_a_lost_blank_line_are_parted() -> None:
    """A row longer than the others is two rows whose blank line was lost."""
    text = vertical("目标|甲|产出||||", "||清淤|=|12", "||巡查|=|48", "||投诉|=|3")
    rows = read_text(text.encode(), "a.txt").blocks[0].rows

    assert rows[0] == ("目标", "甲", "", "", "")
    assert rows[1] == ("产出", "", "", "", "")


PLAIN = """\
项目年度绩效目标如下。
产出指标

数量指标
清淤长度
>=
12
公里
定量指标
质量指标
验收合格率
=
100
%
定量指标
设备完好率
=
98
%
定量指标

满意度指标
公众满意度
群众满意度
>=
95
%
定量指标
"""


def test_comparators_mark_the_rows_where_tabs_are_lost() -> None:
    """Signs that stand alone at a steady distance are rows: name above, value and unit below."""
    blocks = read_text(PLAIN.encode(), "a.txt").blocks

    assert blocks[0].text == "项目年度绩效目标如下。"
    assert blocks[1].rows == (
        ("产出指标", "数量指标", "清淤长度", ">=", "12", "公里", "定量指标"),
        ("", "质量指标", "验收合格率", "=", "100", "%", "定量指标"),
        ("", "", "设备完好率", "=", "98", "%", "定量指标"),
        ("满意度指标", "公众满意度", "群众满意度", ">=", "95", "%", "定量指标"),
    )


def test_csv_is_one_table() -> None:
    """Quoted commas stay inside their cell."""
    blocks = read_file('项目,预算数\n"水费","1,200.00"\n'.encode("gb18030"), "预算.csv").blocks

    assert blocks[0].rows == (("项目", "预算数"), ("水费", "1,200.00"))


def test_markdown_pipes_are_a_table() -> None:
    """A pipe table is read as a grid, without its rule of dashes."""
    blocks = read_file(
        "| 项目 | 预算数 |\n| --- | ---: |\n| 水费 | 1.00 |\n".encode(), "a.md"
    ).blocks

    assert blocks[0].rows == (("项目", "预算数"), ("水费", "1.00"))


def test_html_tables_inside_a_text_are_grids() -> None:
    """Merged cells repeat in the head, where they name columns, and are blank in the body."""
    markup = (
        "说明<table><tr><td rowspan=2>项目</td><td colspan=2>预算数</td></tr><tr><td>基本</td>"
        "<td>项目</td></tr>\n<tr><td rowspan=2>水费</td><td>1.00</td><td></td></tr>"
        "<tr><td>2.00</td><td>3.00</td></tr></table>"
    )
    blocks = read_text(f"前言\n{markup}后记".encode(), "a.md").blocks

    assert [block.text for block in blocks] == ["前言", "说明", "", "后记"]
    assert blocks[2].rows == (
        ("项目", "预算数", "预算数"),
        ("项目", "基本", "项目"),
        ("水费", "1.00", ""),
        ("", "2.00", "3.00"),
    )


def test_contents_with_page_numbers_are_no_table() -> None:
    """Titles with rising page numbers after a tab are lines of contents."""
    blocks = read_text("一、职能\t1\n二、机构\t1\n三、收支\t4".encode(), "a.txt").blocks

    assert not any(block.is_table for block in blocks)


def test_blank_lines_after_every_row_do_not_cut_a_table() -> None:
    """A converter that prints a blank line after each row printed one table."""
    text = "表1\n\n项目\t预算数\t备注\n\n水费\t1.00\t\n\n电费\t2.00\t\n\n说明文字。"
    blocks = read_text(text.encode(), "a.txt").blocks

    assert [block.is_table for block in blocks] == [False, True, False]
    assert blocks[1].rows[2] == ("电费", "2.00", "")


def test_a_blank_line_parts_two_tables() -> None:
    """Where rows stand close together, a blank line ends their table."""
    text = "项目\t预算数\n水费\t1.00\n\n名称\t数量\n水泵\t2\n阀门\t3\n"

    assert [len(block.rows) for block in read_text(text.encode(), "a.txt").blocks] == [2, 3]
