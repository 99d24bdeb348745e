"""Tables of a page without a grid of rules: columns by white space, or no table at all."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from corpus.readers.merged import grid_of
from corpus.readers.pdf_drawn import pages_of
from corpus.readers.pdf_loose import loose_tables
from corpus.readers.pdf_page import Char, FoundTable, Page, Rule, lines_of
from corpus.readers.pdf_ruled import ruled_tables

SIZE = 10.0
DISCLOSURES = Path(__file__).resolve().parents[2].parent / "shared" / "disclosures"

Text = tuple[float, float, str]  # where a text begins or is centred, its top, its letters


def left(x: float, top: float, text: str) -> list[Char]:
    """Set a text from x on: Chinese one em, digits half."""
    chars = []
    for letter in text:
        width = SIZE / 2 if letter.isascii() else SIZE
        if letter != " ":
            chars.append(Char(letter, x, x + width, top, top + SIZE, SIZE))
        x += width
    return chars


def width_of(text: str) -> float:
    """Return how wide a text is set."""
    return sum(SIZE / 2 if letter.isascii() else SIZE for letter in text)


def centred(x: float, top: float, text: str) -> list[Char]:
    """Set a text with its middle at x."""
    return left(x - width_of(text) / 2, top, text)


def right(x: float, top: float, text: str) -> list[Char]:
    """Set a text that ends at x."""
    return left(x - width_of(text), top, text)


def page(chars: Sequence[Char], rules: Sequence[Rule] = ()) -> Page:
    """Return an A4 page."""
    return Page(1, 595, 842, tuple(chars), tuple(rules), ())


def tables(
    *parts: list[Char], rules: Sequence[Rule] = (), before: FoundTable | None = None
) -> list[list[list[str]]]:
    """Return the grids of the tables found among texts."""
    chars = [char for part in parts for char in part]
    found = loose_tables(page(chars, rules), lines_of(chars), before)
    return [grid_of(table.rows) for table in found]


def head(top: float) -> list[Char]:
    """「项目 预算数 基本支出 项目支出」, each in the middle of its column."""
    words = [(120, "项目"), (260, "预算数"), (360, "基本支出"), (460, "项目支出")]
    return [char for x, word in words for char in centred(x, top, word)]


def row(top: float, label: str, *numbers: str) -> list[Char]:
    """A label at the left and numbers that end at the right of their columns."""
    ends = (305, 405, 505)
    chars = left(50, top, label)
    for end, number in zip(ends, numbers, strict=False):
        chars += right(end, top, number) if number else []
    return chars


PLAIN = [
    head(100),
    row(120, "水利工程运行与维护", "180.10", "", "180.10"),
    row(140, "行政运行", "489.92", "489.92"),
    row(160, "防汛", "54.00", "", "54.00"),
]
PLAIN_GRID = [
    ["项目", "预算数", "基本支出", "项目支出"],
    ["水利工程运行与维护", "180.10", "", "180.10"],
    ["行政运行", "489.92", "489.92", ""],
    ["防汛", "54.00", "", "54.00"],
]


def test_columns_are_found_by_white_space_and_blank_cells_stay_blank() -> None:
    """Numbers stand below the head of their column, though no rule is drawn."""
    assert tables(*PLAIN) == [PLAIN_GRID]


def test_prose_above_and_below_stays_out_of_the_table() -> None:
    """A paragraph, a caption and a unit line are above the head; a paragraph follows."""
    above = left(50, 40, "2026年本部门支出预算724.02万元，比上年增加12.30万元。")
    caption = centred(270, 60, "支出预算表") + right(505, 80, "单位：万元")
    below = left(70, 180, "注：本表按照政府收支分类科目编制。")
    assert tables(above, caption, *PLAIN, below) == [PLAIN_GRID]


def test_a_heading_below_a_table_is_no_row() -> None:
    """「三、其他事项」 begins the next section, however near it stands."""
    assert tables(*PLAIN, left(50, 180, "三、其他事项")) == [PLAIN_GRID]


def test_rules_across_part_rows_of_wrapped_labels() -> None:
    """With a rule below every row the lines between two rules are one row."""
    parts = [
        head(100),
        row(122, "农村饮用水水源地保护"),
        row(134, "与长效管理经费", "180.10", "180.10"),
        row(158, "防汛", "54.00", "", "54.00"),
    ]
    rules = [Rule(y, 45, 510) for y in (95, 115, 150, 172)]
    assert tables(*parts, rules=rules)[0][1:] == [
        ["农村饮用水水源地保护与长效管理经费", "180.10", "180.10", ""],
        ["防汛", "54.00", "", "54.00"],
    ]


def test_three_rules_delimit_a_table() -> None:
    """A rule above the head, one below it and one at the end part no rows."""
    rules = [Rule(y, 45, 510) for y in (95, 115, 175)]
    assert tables(*PLAIN, rules=rules) == [PLAIN_GRID]


def test_a_label_over_two_lines_stands_beside_its_number() -> None:
    """The number in the middle beside two lines makes them one label."""
    parts = [
        head(100),
        row(120, "农村饮用水水源地保护与农村生"),
        row(126.5, "", "180.10", "180.10"),
        row(133, "活污水治理经费"),
        row(153, "防汛", "54.00", "", "54.00"),
    ]
    assert tables(*parts)[0][1] == [
        "农村饮用水水源地保护与农村生活污水治理经费",
        "180.10",
        "180.10",
        "",
    ]


def test_labels_without_numbers_are_rows_of_their_own() -> None:
    """A row whose cells are blank is not the next line of the label above it."""
    parts = [
        head(100),
        row(120, "公务接待费", "0.80", "0.80"),
        row(135, "公务用车购置费"),
        row(150, "因公出国（境）费"),
        row(165, "总计", "0.80", "0.80"),
    ]
    assert [cells[0] for cells in tables(*parts)[0][1:]] == [
        "公务接待费",
        "公务用车购置费",
        "因公出国（境）费",
        "总计",
    ]


def test_a_head_over_several_columns_covers_them() -> None:
    """「支出预算」 stands in the middle above three columns and touches only one word."""
    chars = centred(360, 85, "支出预算") + centred(120, 92, "科目名称")
    words = [(260, "合计"), (360, "基本支出"), (460, "项目支出")]
    lower = [char for x, word in words for char in centred(x, 100, word)]
    grid = tables(chars, lower, *PLAIN[1:])[0]
    assert grid[0] == ["科目名称", "支出预算", "支出预算", "支出预算"]
    assert grid[1] == ["科目名称", "合计", "基本支出", "项目支出"]


def test_panels_side_by_side_have_heads_of_their_own() -> None:
    """「收入」 and 「支出」 stand above the white between the words that they head."""
    upper = centred(150, 80, "收入") + centred(410, 80, "支出")
    words = [(95, "项目"), (215, "预算数"), (355, "科目名称"), (475, "预算数")]
    lower = [char for x, word in words for char in centred(x, 100, word)]
    body = [
        left(45, 120, "一、本年收入") + right(255, 120, "975.18"),
        left(285, 120, "208 社会保障和就业支出") + right(515, 120, "96.06"),
        left(45, 140, "二、上年结转") + right(255, 140, "30.10"),
        left(285, 140, "213 农林水支出"),
    ]
    grid = tables(upper, lower, *body)[0]
    assert grid[0] == ["收入", "收入", "支出", "支出"]
    assert grid[2:] == [
        ["一、本年收入", "975.18", "208 社会保障和就业支出", "96.06"],
        ["二、上年结转", "30.10", "213 农林水支出", ""],
    ]


def test_a_column_without_any_text_keeps_its_head() -> None:
    """A column that is blank in every row is there, because its head is."""
    parts = [head(100), row(120, "基本工资", "161.52", "161.52"), row(140, "奖金", "8.45", "8.45")]
    assert tables(*parts) == [
        [
            ["项目", "预算数", "基本支出", "项目支出"],
            ["基本工资", "161.52", "161.52", ""],
            ["奖金", "8.45", "8.45", ""],
        ]
    ]


def test_a_number_between_two_heads_makes_no_table() -> None:
    """Numbers as near to one blank column's head as to another's belong to neither."""
    words = [(120, "项目"), (260, "合计"), (360, "基本"), (460, "项目支出")]
    heads = [char for x, word in words for char in centred(x, 100, word)]
    body = [centred(310, y, number) for y, number in ((120, "1.20"), (140, "2.30"))]
    labels = [left(50, 120, "办公费"), left(50, 140, "水费")]
    assert tables(heads, *body, *labels) == []


def test_two_wide_numbers_may_touch() -> None:
    """Two amounts with two decimals each that touch are two cells."""
    words = [(120, "项目"), (272, "基本支出"), (335, "项目支出")]
    heads = [char for x, word in words for char in centred(x, 100, word)]
    body = [
        left(50, 120, "行政运行")
        + right(305, 120, "10,467,235.00")
        + right(365, 120, "1,352,917.00"),
        left(50, 140, "防汛") + right(305, 140, "5.40") + right(365, 140, "1.10"),
    ]
    assert tables(heads, *body)[0][1] == ["行政运行", "10,467,235.00", "1,352,917.00"]


def test_a_label_in_the_middle_of_its_rows_begins_at_the_first() -> None:
    """「产出指标」 stands beside the second of the three rows over which its cell is merged."""
    words = [(70, "一级指标"), (180, "三级指标"), (300, "指标值"), (400, "分值")]
    parts = [[char for x, word in words for char in centred(x, 100, word)]]
    names = ["河道长度", "考核次数", "巡查次数", "断面水质", "居民满意"]
    for i, name in enumerate(names):
        y = 120 + 20 * i
        parts += [left(150, y, name), left(280, y, f"≥{i + 60}次"), centred(400, y, "10")]
    parts += [centred(70, 140, "产出指标"), centred(70, 190, "效益指标")]
    grid = tables(*parts)[0]
    assert [cells[0] for cells in grid[1:]] == ["产出指标", "", "", "效益指标", ""]


def test_rows_on_the_next_page_have_the_columns_of_the_table_before() -> None:
    """Blank columns are not lost where the head is not printed again."""
    chars = [char for part in PLAIN for char in part]
    before = loose_tables(page(chars), lines_of(chars))[0]
    more = [row(50, "水质监测", "12.00", "", "12.00"), row(70, "合计", "736.02", "", "246.10")]
    again = [char for part in more for char in part]
    after = loose_tables(page(again), lines_of(again), before)[0]
    assert after.edges == before.edges
    assert grid_of(after.rows)[0] == ["水质监测", "12.00", "", "12.00"]


def test_rows_without_a_head_and_without_a_table_before_stay_prose() -> None:
    """Nothing tells what such columns are."""
    assert tables(row(50, "水质监测", "12.00", "12.00"), row(70, "合计", "736.02", "7.10")) == []


def test_contents_forms_and_spread_lines_are_no_tables() -> None:
    """Titles with page numbers, fields to fill in, and justified prose stay prose."""
    contents = [left(50, 100 + 20 * i, f"{n}、部门收支") for i, n in enumerate("一二三")]
    contents += [right(500, 100 + 20 * i, str(3 * i + 1)) for i in range(3)]
    assert tables(centred(270, 70, "目录"), *contents) == []
    fields = [
        left(50, 100 + 20 * i, f"{word}：") for i, word in enumerate(("编制", "实有", "离退休"))
    ]
    fields += [left(200, 100 + 20 * i, str(45 - i)) for i in range(3)]
    assert tables(*fields) == []


@pytest.mark.shared
@pytest.mark.skipif(not DISCLOSURES.exists(), reason="the shared disclosures are not here")
def test_no_prose_of_the_shared_disclosures_is_read_as_a_table() -> None:
    """Their tables are all ruled: what stands around them gives none."""
    for path in sorted(DISCLOSURES.glob("*/*.pdf"))[:2]:
        for shown in pages_of(path.read_bytes()):
            if shown:
                taken = {char for _, own in ruled_tables(shown) for char in own}
                rest = lines_of(char for char in shown.chars if char not in taken)
                assert loose_tables(shown, rest) == []
