"""The numbers that Word counts stand in the text as Word prints them."""

from __future__ import annotations

import pytest

from corpus.ingest import parse
from corpus.readers.word_numerals import numeral
from tests.corpus.word_documents import docx, grid_of, lines_of, p, tbl, tc, tr

NUMERALS = [
    ("chineseCounting", 10, "十"),
    ("chineseCounting", 12, "十二"),
    ("chineseCounting", 30, "三十"),
    ("chineseCountingThousand", 105, "一百零五"),
    ("japaneseCounting", 21, "二十一"),
    ("ideographDigital", 20, "二〇"),
    ("chineseLegalSimplified", 11, "壹拾壹"),
    ("decimalEnclosedCircle", 20, "⑳"),
    ("decimalEnclosedCircleChinese", 3, "③"),
    ("decimalEnclosedParen", 2, "⑵"),
    ("ideographTraditional", 2, "乙"),
    ("upperLetter", 28, "BB"),
    ("lowerRoman", 14, "xiv"),
    ("decimalZero", 7, "07"),
    ("decimalFullWidth", 12, "１２"),
    ("aFormatOfTheFuture", 4, "4"),
]


def level(depth: int, style: str, text: str, extra: str = "") -> str:
    """Return a level of a list that starts at 1."""
    return (
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{style}"/>'
        f'{extra}<w:lvlText w:val="{text}"/></w:lvl>'
    )


LISTS = (
    '<w:abstractNum w:abstractNumId="0">'
    + level(0, "chineseCounting", "第%1部分")
    + level(1, "chineseCountingThousand", "%2、", '<w:suff w:val="nothing"/>')
    + level(2, "chineseCounting", "（%3）")
    + level(3, "decimal", "%4.")
    + "</w:abstractNum>"
    '<w:abstractNum w:abstractNumId="1">'
    + level(0, "chineseCounting", "%1、", '<w:pStyle w:val="H1"/>')
    + level(1, "decimal", "%1.%2", '<w:pStyle w:val="H2"/><w:isLgl/>')
    + "</w:abstractNum>"
    '<w:abstractNum w:abstractNumId="2">' + level(0, "bullet", "\uf06c") + "</w:abstractNum>"
    '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    '<w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>'
    '<w:num w:numId="3"><w:abstractNumId w:val="0"/>'
    '<w:lvlOverride w:ilvl="3"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
    '<w:num w:numId="4"><w:abstractNumId w:val="2"/></w:num>'
)
STYLES = (
    '<w:style w:type="paragraph" w:styleId="H1"><w:pPr><w:numPr><w:numId w:val="2"/></w:numPr>'
    "</w:pPr></w:style>"
    '<w:style w:type="paragraph" w:styleId="H2"><w:basedOn w:val="H1"/></w:style>'
)


def numbered(text: str, depth: int, number: int = 1) -> str:
    """Return a paragraph of a list."""
    properties = f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{number}"/></w:numPr>'
    return p(text, properties)


@pytest.mark.parametrize(("style", "number", "printed"), NUMERALS)
def test_numerals(style: str, number: int, printed: str) -> None:
    """A list number is written as Word prints it in that format."""
    assert printed == numeral(number, style)


def test_automatic_numbers() -> None:
    """Numbers that Word counts stand in front of their paragraphs, and restart below a heading."""
    body = (
        numbered("部门概况", 0)
        + numbered("主要职责", 1)
        + numbered("机构设置", 1)
        + numbered("内设机构", 2)
        + numbered("2026年新设一科", 3)
        + numbered("情况说明", 0)
        + numbered("收入情况", 1)
    )

    assert [
        "第一部分 部门概况",
        "一、主要职责",
        "二、机构设置",
        "（一）内设机构",
        "1. 2026年新设一科",
        "第二部分 情况说明",
        "一、收入情况",
    ] == lines_of(body, numbering=LISTS)


def test_numbers_make_sections() -> None:
    """Automatic numbers give the sections that typed numbers give."""
    automatic = numbered("部门概况", 0) + numbered("主要职责", 1) + p("负责供水。")
    typed = p("第一部分 部门概况") + p("一、主要职责") + p("负责供水。")
    found = [parse(docx(body, numbering=LISTS), "样例.docx") for body in (automatic, typed)]

    assert found[0].document.text == found[1].document.text
    assert found[0].document.sections == found[1].document.sections


def test_numbers_from_styles() -> None:
    """A style brings its list and level; a legal level shows all numbers in digits."""
    body = "".join(
        p(text, f'<w:pStyle w:val="{style}"/>')
        for text, style in (("总体情况", "H1"), ("收入", "H2"), ("支出", "H2"), ("说明", "H1"))
    )

    assert ["一、总体情况", "1.1 收入", "1.2 支出", "二、说明"] == lines_of(
        body, numbering=LISTS, styles=STYLES
    )


def test_numbering_removed() -> None:
    """A paragraph with list 0 has no number even where its style has one."""
    removed = '<w:pStyle w:val="H1"/><w:numPr><w:numId w:val="0"/></w:numPr>'

    assert ["概况"] == lines_of(p("概况", removed), numbering=LISTS, styles=STYLES)


def test_numbers_begin_anew() -> None:
    """A list that overrides its start begins there once, then goes on."""
    body = numbered("甲", 3) + numbered("乙", 3) + numbered("丙", 3, 3) + numbered("丁", 3, 3)

    assert ["1.甲", "2.乙", "1.丙", "2.丁"] == lines_of(body, numbering=LISTS)


def test_bullets_are_decoration() -> None:
    """A bullet is not text."""
    assert ["保障供水"] == lines_of(numbered("保障供水", 0, 4), numbering=LISTS)


def test_numbers_in_cells() -> None:
    """A column of automatic numbers is printed in its cells."""
    table = tbl(
        tr("序号", "项目"),
        tr(tc(inner=numbered("", 3)), "河道保洁"),
        tr(tc(inner=numbered("", 3)), "堤岸养护"),
    )

    assert [["序号", "项目"], ["1.", "河道保洁"], ["2.", "堤岸养护"]] == grid_of(
        table, numbering=LISTS
    )
