"""A sheet that is printed over pages side by side is one table, or no data at all."""

from __future__ import annotations

from corpus.document import Block, Reading
from corpus.ingest import parse
from corpus.readers.pdf import read_pdf
from tests.corpus.pdf_drawings import pdf, rule, table, text

XS, MORE = [40, 200, 300], [40, 120, 220]
LEFT = [["科目", "合计"], ["栏次", "1"], ["供水", "60.00"], ["排水", "30.00"], ["合计", "90.00"]]
RIGHT = [
    ["基本支出", "项目支出"],
    ["2", "3"],
    ["20.00", "40.00"],
    ["", "30.00"],
    ["20.00", "70.00"],
]
WIDE = tuple((*row, *more) for row, more in zip(LEFT, RIGHT, strict=True))
TITLE = text(40, 40, "支出决算表") + text(40, 60, "部门：临江区水务局")
UNIT = text(120, 60, "单位：万元")
UNIT_HERE = text(300, 60, "单位：万元")


def read(*pages: str) -> Reading:
    """Read a file that is drawn here."""
    return read_pdf(pdf(*pages), "决算.pdf")


def tables(reading: Reading) -> list[Block]:
    """Return the tables of a file."""
    return [block for block in reading.blocks if block.is_table]


def test_halves_side_by_side_are_one_table() -> None:
    """Rows of the same heights without labels or title are the right half of the page before."""
    note = text(40, 300, "注：本表反映支出情况。")
    reading = read(TITLE + table(XS, 100, LEFT), UNIT + table(MORE, 100, RIGHT) + note)

    assert [block.rows for block in tables(reading)] == [WIDE]
    shown = [(block.text, block.page) for block in reading.blocks if not block.is_table]
    assert shown == [
        ("支出决算表", 1),
        ("部门：临江区水务局  单位：万元", 1),
        ("注：本表反映支出情况。", 2),
    ]
    assert not reading.remarks


def test_figures_of_both_halves_have_their_labels() -> None:
    """A number of the right half belongs to the row that the left half names."""
    file = pdf(TITLE + table(XS, 100, LEFT), UNIT + table(MORE, 100, RIGHT))
    figures = parse(file, "临江区水务局2024年度部门决算.pdf").figures
    found = {(f.item.name, f.slice[-1], f.quantity.printed) for f in figures}

    assert {("供水", "合计", "60.00"), ("供水", "项目支出", "40.00")} < found
    assert ("排水", "项目支出", "30.00") in found


def test_a_head_over_the_cut_is_one_cell() -> None:
    """A head that spans columns of both halves stands above all of them."""
    left = "".join(
        (
            table([40, 200, 300], 124, [["合计", "小计"], ["供水", "60.00"], ["排水", "30.00"]]),
            rule(40, 100, 300, 100) + rule(40, 100, 40, 124) + rule(200, 100, 200, 124),
            text(42, 102, "科目", size=9) + text(260, 102, "本年支出", size=9),
        )
    )
    right = "".join(
        (
            table([40, 120], 124, [["项目支出"], ["40.00"], ["30.00"]]),
            rule(40, 100, 200, 100) + rule(120, 100, 120, 196) + rule(200, 100, 200, 196),
            rule(120, 124, 200, 124) + rule(120, 148, 200, 148) + rule(120, 172, 200, 172),
            rule(120, 196, 200, 196)
            + text(122, 102, "结转", size=9)
            + text(122, 150, "1.00", size=9),
        )
    )
    (block,) = tables(read(TITLE + left, UNIT + right))

    assert block.rows[0] == ("科目", "本年支出", "本年支出", "结转")
    assert block.rows[2] == ("供水", "60.00", "40.00", "1.00")


def test_three_pages_side_by_side() -> None:
    """A third page belongs beside the first two."""
    third = [["结转", "结余"], ["4", "5"], ["1.00", ""], ["2.00", ""], ["3.00", "7.00"]]
    last = table(MORE, 100, third)
    (block,) = tables(read(TITLE + table(XS, 100, LEFT), UNIT + table(MORE, 100, RIGHT), last))

    assert block.rows[1] == ("栏次", "1", "2", "3", "4", "5")
    assert block.rows[2] == ("供水", "60.00", "20.00", "40.00", "1.00", "")


def test_pages_downwards_before_their_right_halves() -> None:
    """All left pages may come first, then all right ones in the same order."""
    lower = [["科目", "合计"], ["绿化", "8.00"], ["道路", "9.00"]]
    lower_right = [["基本支出", "项目支出"], ["5.00", "3.00"], ["4.00", "5.00"]]
    reading = read(
        TITLE + table(XS, 100, LEFT),
        table(XS, 100, lower),
        UNIT + table(MORE, 100, RIGHT),
        table(MORE, 100, lower_right),
    )
    first, second = tables(reading)

    assert first.rows == WIDE
    assert second.continues
    assert second.rows[-2:] == (("绿化", "8.00", "5.00", "3.00"), ("道路", "9.00", "4.00", "5.00"))


def test_rows_that_do_not_fit_are_no_data() -> None:
    """Numbers without labels beside no other table are told, and never figures."""
    file = pdf(TITLE + UNIT_HERE + table(XS, 100, LEFT), table(MORE, 100, RIGHT[:-1]))
    parsed = parse(file, "临江区水务局2024年度部门决算.pdf")

    assert any("第 2 页的表格没有行名" in warning for warning in parsed.document.warnings)
    assert {f.item.name for f in parsed.figures} == {"供水", "排水", "合计"}
    assert "30.00" in parsed.document.text.splitlines()[-1]


def test_a_table_with_its_own_title_needs_no_labels() -> None:
    """A table of columns only, under its own title, is not the half of another."""
    title, columns = text(40, 40, "“三公”经费支出表"), table(MORE, 100, RIGHT)
    below = text(40, 700, "“三公”经费支出表") + text(40, 720, "单位：万元")
    named = table([40, 220], 76, [["“三公”经费支出表"]]) + columns
    first = TITLE + table(XS, 100, LEFT)
    for pages in ((first, title + columns), (first + below, columns), (first, named)):
        reading = read(*pages)
        assert tables(reading)[0].rows == tuple(map(tuple, LEFT))
        assert tables(reading)[1].rows[-5:] == tuple(map(tuple, RIGHT))
        assert not reading.remarks


def test_a_number_and_a_unit_stand_on_lines_of_their_own() -> None:
    """「公开03表」 and the unit below it at the same place are two lines."""
    head = text(40, 40, "部门：临江区水务局") + text(400, 40, "公开03表")
    blocks = read(head + text(400, 60, "金额单位：万元") + table(XS, 100, LEFT)).blocks

    assert [b.text for b in blocks if not b.is_table] == [
        "部门：临江区水务局  公开03表",
        "金额单位：万元",
    ]


def test_a_row_that_counts_two_columns_is_no_data() -> None:
    """「2 | 3」 below the heads of two columns numbers them."""
    one = [["基本支出", "项目支出"], ["5", "6"], ["20.00", "70.00"]]
    title = text(40, 40, "支出决算表") + text(40, 60, "单位：万元")
    figures = parse(pdf(title + table(MORE, 100, one)), "临江区水务局2024年度部门决算.pdf").figures

    assert sorted(f.quantity.printed for f in figures) == ["20.00", "70.00"]
