import pytest

from corpus.document import Block, Reading
from corpus.errors import UnreadableDocument
from corpus.readers.pdf import read_pdf
from tests.corpus.pdf_drawings import box, lines, pdf, rule, table, text

LOCKED = (
    "/Encrypt << /Filter /Standard /V 1 /R 2 /P -4 "
    f"/O <{'5a' * 32}> /U <{'a5' * 32}> >> /ID [<00> <00>]"
)
PAGE = "q 50 400 200 400 re W n {inside} Q {outside}"  # a clip path: x 50-250, top 42-442
MEASURE = "临江区水务局负责全区供水排水与河道管理工作并组织实施水利建设"  # 30 letters, 360 points


def read(*pages: str, page: str = "") -> Reading:
    """Read a file that is drawn here."""
    return read_pdf(pdf(*pages, page=page), "预算.pdf")


def texts(*pages: str, page: str = "") -> list[str]:
    """Return the paragraphs of a file."""
    return [block.text for block in read(*pages, page=page).blocks if not block.is_table]


def tables(*pages: str, page: str = "") -> list[Block]:
    """Return the tables of a file."""
    return [block for block in read(*pages, page=page).blocks if block.is_table]


def test_a_glyph_drawn_twice_is_bold() -> None:
    """Fake bold draws a line several times, a little apart; it is printed once."""
    bold = "".join(text(100 + 0.3 * i, 80, "收入11.11万元") for i in range(4))
    assert texts(bold) == ["收入11.11万元"]


@pytest.mark.parametrize(
    ("turn", "page"),
    [("0 1 -1 0 595 0", ""), ("0 1 -1 0 595 0", "/Rotate 90"), ("0 -1 1 0 0 842", "")],
)
def test_sideways_pages_are_read_upright(turn: str, page: str) -> None:
    """A page set sideways gives its table whether the file says that it is turned or not."""
    drawn = table([100, 200, 300], 300, [["科目", "金额"], ["办公费", "12.00"]])
    assert [block.rows for block in tables(f"q {turn} cm {drawn} Q", page=page)] == [
        (("科目", "金额"), ("办公费", "12.00"))
    ]


def test_what_lies_outside_the_crop_box_is_not_printed() -> None:
    """A cropped page shows its crop box only."""
    drawn = text(100, 100, "看得见") + text(100, 700, "看不见")
    assert texts(drawn, page="/CropBox [0 400 595 842]") == ["看得见"]


def test_a_clip_path_hides_text_until_the_state_is_restored() -> None:
    """A cell printed on two pages shows on each only what its clip path lets through."""
    inside = text(100, 100, "看得见") + text(100, 600, "看不见") + text(300, 100, "也看不见")
    drawn = PAGE.format(inside=inside, outside=text(100, 700, "页脚说明"))
    assert texts(drawn) == ["看得见", "页脚说明"]


def test_a_line_cut_by_its_cell_is_whole() -> None:
    """What a cell clips off at its side belongs to its text: a number keeps all its digits."""
    words, number = text(52, 100, "社会保障和就业支出"), text(70, 130, "11,122.33")
    cut = f"q 50 {842 - 150} 30 60 re W n {words} {number} Q"
    assert texts(cut) == ["社会保障和就业支出", "11,122.33"]


def test_unseen_text_beside_seen_text_is_dropped() -> None:
    """Text without ink, and white text on white paper, is not printed; on colour it is."""
    white = "1 g " + text(100, 200, "白纸白字") + "0 g "
    colour = f"0.2 g 90 {842 - 330} 200 40 re f 1 g " + text(100, 300, "蓝底白字") + "0 g "
    unseen = text(100, 150, "无墨文字", extra="3 Tr") + text(100, 100, "正文", extra="0 Tr")
    assert texts(unseen + white + colour) == ["正文", "蓝底白字"]


@pytest.mark.parametrize("piece", ["re f", "dashes"])
def test_rules_may_be_boxes_or_pieces(piece: str) -> None:
    """Rules drawn as thin filled boxes, or dot by dot, make the same table."""
    xs, ys = (100, 200, 300), (100, 124, 148)
    across = [(xs[0], y, xs[-1], y + 0.5) for y in ys]
    down = [(x, ys[0], x + 0.5, ys[-1]) for x in xs]
    drawn = ""
    for x0, y0, x1, y1 in across + down:
        step = 2 if piece == "dashes" else 10_000
        for k in range(0, max(1, int(max(x1 - x0, y1 - y0))), step):
            x, y = (x0 + k, y0) if x1 - x0 > y1 - y0 else (x0, y0 + k)
            wide = min(step - 1, x1 - x0) if x1 - x0 > y1 - y0 else x1 - x0
            high = y1 - y0 if x1 - x0 > y1 - y0 else min(step - 1, y1 - y0)
            drawn += f"{x} {842 - y - high} {wide} {high} re f\n"
    cells = [["科目", "金额"], ["办公费", "12.00"]]
    for y, row in zip(ys, cells, strict=False):
        drawn += "".join(text(x + 4, y + 6, cell) for x, cell in zip(xs, row, strict=False))
    assert [block.rows for block in tables(drawn)] == [(("科目", "金额"), ("办公费", "12.00"))]


def test_a_border_may_be_a_frame_clipped_to_one_side() -> None:
    """Browsers draw each side of a cell as a whole frame behind a clip path."""
    drawn = ""
    for x0, top, x1, bottom, words in (
        (100, 100, 200, 124, "科目"), (200, 100, 300, 124, "金额"),
        (100, 124, 200, 148, "办公费"), (200, 124, 300, 148, "12.00"),
    ):  # fmt: skip
        frame = f"{x0} {842 - bottom} {x1 - x0} {bottom - top} re "
        frame += f"{x0 + 1} {843 - bottom} {x1 - x0 - 2} {bottom - top - 2} re f*"
        for side in (
            f"{x0} {842 - bottom} 1 {bottom - top}", f"{x1 - 1} {842 - bottom} 1 {bottom - top}",
            f"{x0} {842 - bottom} {x1 - x0} 1", f"{x0} {841 - top} {x1 - x0} 1",
        ):  # fmt: skip
            drawn += f"q {side} re W n {frame} Q\n"
        drawn += text(x0 + 4, top + 6, words)
    assert [block.rows for block in tables(drawn)] == [(("科目", "金额"), ("办公费", "12.00"))]


def test_text_that_sticks_out_of_its_cell_stays_in_it() -> None:
    """A label too long for its cell is not cut at the rule that it crosses."""
    found = tables(table([100, 150, 220], 100, [["社会保障支出", "8.00"], ["合计", "8.00"]]))
    assert found[0].rows == (("社会保障支出", "8.00"), ("合计", "8.00"))


def test_a_frame_or_an_underline_is_no_table() -> None:
    """A page frame, a box around a paragraph and a rule below a heading leave prose prose."""
    drawn = box(40, 40, 555, 800) + text(100, 100, "一、主要职能") + rule(100, 114, 300, 114)
    drawn += box(90, 200, 500, 280) + text(100, 220, "负责供水。") + text(100, 250, "负责排水。")
    assert texts(drawn) == ["一、主要职能", "负责供水。", "负责排水。"]
    assert not tables(drawn)


def test_boxes_one_below_the_other_are_lines() -> None:
    """A table of contents in a box of one column is no table."""
    drawn = table([100, 400], 100, [["目录"], ["第一部分 概况"], ["第二部分 预算表"]])
    assert texts(drawn) == ["目录", "第一部分 概况", "第二部分 预算表"]


def test_borders_that_are_not_drawn_are_known_from_the_rules_that_end_there() -> None:
    """A table without its left and right border keeps its outer columns."""
    drawn = "".join(rule(100, y, 400, y) for y in (100, 124, 148))
    drawn += rule(200, 100, 200, 148) + rule(300, 100, 300, 148)
    for y, row in ((106, ("科目", "预算数", "执行数")), (130, ("办公费", "12.00", "11.50"))):
        drawn += "".join(text(100 * i + 104, y, cell) for i, cell in enumerate(row))
    assert [block.rows for block in tables(drawn)] == [
        (("科目", "预算数", "执行数"), ("办公费", "12.00", "11.50"))
    ]


def test_merged_cells_repeat_in_the_head_only() -> None:
    """A cell over two columns names both; below, it is blank in all but its first."""
    drawn = "".join(rule(100, y, 400, y) for y in (100, 148, 172, 196))
    drawn += rule(200, 124, 400, 124)
    drawn += "".join(rule(x, 100, x, 196) for x in (100, 200, 400))
    drawn += rule(300, 124, 300, 172)
    for x, y, words in (
        (104, 118, "科目"), (250, 106, "预算数"), (204, 130, "基本"), (304, 130, "项目"),
        (104, 154, "办公费"), (204, 154, "1.00"), (304, 154, "2.00"),
        (104, 178, "合计"), (304, 178, "3.00"),
    ):  # fmt: skip
        drawn += text(x, y, words)
    assert [block.rows for block in tables(drawn)] == [
        (
            ("科目", "预算数", "预算数"),
            ("科目", "基本", "项目"),
            ("办公费", "1.00", "2.00"),
            ("合计", "3.00", ""),
        )
    ]


def test_a_border_drawn_twice_is_one() -> None:
    """Double borders, and neighbours that each draw their own, give no slivers."""
    drawn = table([100, 200, 300], 100, [["科目", "金额"], ["办公费", "12.00"]])
    drawn += rule(201.8, 100, 201.8, 148) + rule(100, 125.8, 300, 125.8)
    assert [block.rows for block in tables(drawn)] == [(("科目", "金额"), ("办公费", "12.00"))]


def test_tables_one_below_the_other_stay_apart() -> None:
    """Two tables with a caption between them are two, in printed order with their captions."""
    rows = [["科目", "金额"], ["办公费", "12.00"]]
    drawn = text(150, 80, "表1") + table([100, 200, 300], 100, rows)
    drawn += text(150, 170, "表2") + table([100, 200, 300], 190, rows)
    kinds = [block.text or "表" for block in read(drawn).blocks]
    assert kinds == ["表1", "表", "表2", "表"]


def test_a_cell_in_several_lines_is_one_text() -> None:
    """Chinese is joined without a space, words with one, a broken number without one."""
    rows = [["机关事业单位基本\n养老保险缴费", "open\ndata", "1,234,5\n67.00"]]
    drawn = table([100, 180, 220, 258], 100, [["科目", "说明", "金额"], *rows], height=30)
    assert tables(drawn)[0].rows[1] == ("机关事业单位基本养老保险缴费", "open data", "1,234,567.00")


def test_numbers_stacked_in_one_cell_are_rows() -> None:
    """Rules between columns only: every line of numbers is a row, the whole cell a reading."""
    rows = [["科目", "预算数", "执行数"], ["办公费\n水费", "12.00\n3.00", "11.50\n2.50"]]
    found = tables(table([100, 200, 300, 400], 100, rows, height=30))[0]
    assert found.rows[1:] == (("办公费", "12.00", "11.50"), ("水费", "3.00", "2.50"))
    assert found.readings[0][1:] == (("办公费水费", "12.00 3.00", "11.50 2.50"),)


HEAD = ["编码", "科目", "金额"]
FIRST = [HEAD, ["201", "一般公共服务支出", "30.00"], ["20103", "政府办公厅事务", "30.00"]]
XS = [100, 150, 220, 300]


def test_a_table_goes_on_over_the_page() -> None:
    """The same columns at the top of the next page continue the table, head or no head."""
    later = [["208", "社会保障和就业支出", "8.00"]]
    plain = tables(table(XS, 700, FIRST), table(XS, 60, later))
    assert [block.continues for block in plain] == [False, True]
    headed = tables(table(XS, 700, FIRST), table(XS, 60, [HEAD, *later]))
    assert [block.rows for block in headed] == [
        tuple(map(tuple, FIRST)),
        (tuple(HEAD), ("208", "社会保障和就业支出", "8.00")),
    ]


def test_other_columns_or_a_caption_begin_another_table() -> None:
    """Other edges, or a line between, end a table at the page break."""
    other = tables(table(XS, 700, FIRST), table([100, 180, 300], 60, [["项目", "1.00"]]))
    assert [block.continues for block in other] == [False, False]
    captioned = tables(table(XS, 700, FIRST), text(150, 50, "支出预算表") + table(XS, 80, FIRST))
    assert [block.continues for block in captioned] == [False, False]


@pytest.mark.parametrize("head", [[], [HEAD]])
def test_a_row_torn_by_the_page_break_is_one(head: list[list[str]]) -> None:
    """A label that goes on over the page is joined to its row, with the numbers of both."""
    last = ["2080505", "机关事业单位", "8.00"]
    first = tables(
        table([100, 150, 210, 300], 700, [*FIRST, last]),
        table([100, 150, 210, 300], 60, [*head, ["", "养老保险", ""], ["210", "卫生", "1.00"]]),
    )
    assert first[0].rows[-1] == ("2080505", "机关事业单位养老保险", "8.00")
    assert first[1].rows[len(head) :] == (("210", "卫生", "1.00"),)


def test_a_row_is_torn_where_no_border_is_drawn_at_the_break() -> None:
    """Borders that both pages leave open say that the break goes through the row."""
    upper = open_table(700, [["项目", "河道管护", ""], ["负责人", "", "河湖"]], "bottom")
    lower = open_table(60, [["", "", "管理科"], ["单位", "水务局", ""]], "top")
    assert [block.rows for block in tables(upper, lower)] == [
        (("项目", "河道管护", ""), ("负责人", "", "河湖管理科")),
        (("单位", "水务局", ""),),
    ]


def open_table(top: float, rows: list[list[str]], side: str) -> str:
    """Draw a table of two rows without its upper or lower border."""
    ys = {"top": (top + 24, top + 48), "bottom": (top, top + 24)}[side]
    drawn = "".join(rule(100, y, 300, y) for y in ys)
    drawn += "".join(rule(x, top, x, top + 48) for x in (100, 150, 220, 300))
    for i, row in enumerate(rows):
        drawn += "".join(
            text(x + 2, top + 24 * i + 4, cell)
            for x, cell in zip((100, 150, 220), row, strict=True)
            if cell
        )
    return drawn


def test_fewer_columns_on_the_next_page_are_laid_on_the_same_edges() -> None:
    """A last stretch of merged cells keeps its numbers below the right column."""
    upper = [["项目", "金额", "项目", "合计"], ["收入", "1.00", "支出", "2.00"]]
    first = table([100, 170, 240, 320, 400], 700, upper)
    second = table([100, 170, 240, 400], 60, [["结转", "3.00", "4.00"]])
    found = tables(first, second)
    assert found[1].continues
    assert found[1].rows == (("结转", "3.00", "4.00", ""),)


def test_a_title_in_the_first_row_begins_another_table() -> None:
    """Forms of one shape, one a page, are as many tables."""
    title = box(100, 36, 300, 60) + text(150, 42, "项目绩效目标表")
    forms = [title + table([100, 200, 300], 60, [["项目名称", name]]) for name in ("管护", "清淤")]
    assert [block.continues for block in tables(*forms)] == [False, False]


def test_a_code_broken_over_the_page_is_whole() -> None:
    """A code in a column too narrow for it may leave its last digit on the next page."""
    edges = [100, 114, 220, 300]
    upper = table(edges, 700, [["码", "科目", "金额"], ["201", "一般公共服务", "30.00"]])
    upper += table(edges, 748, [["21", "卫生健康", "1.00"]])
    lower = table(edges, 60, [["3", "", ""], ["214", "交通运输", "2.00"]])
    assert tables(upper, lower)[0].rows[-1] == ("213", "卫生健康", "1.00")


@pytest.mark.parametrize(
    "row", [["210", "卫生健康支出", "1.00"], ["", "合计", "38.00"], ["", "合计", ""]]
)
def test_a_new_row_is_not_joined_to_the_page_before(row: list[str]) -> None:
    """A code, a number beside a number, or a total begins a row of its own."""
    last = ["20805", "机关事业单位", "8.00"]
    found = tables(
        table([100, 150, 210, 300], 700, [*FIRST, last]), table([100, 150, 210, 300], 60, [row])
    )
    assert found[1].rows == (tuple(row),)


def test_page_numbers_and_running_heads_are_dropped() -> None:
    """Page numbers in all their forms, and a head on every page, are not text."""
    numbers = ("- {} -", "第{}页 共4页", "—{}—", "{}")
    pages = [
        text(200, 30, "云洲市临江区水务局部门预算")
        + text(100, 300, f"第{'一二三四'[i]}件事。")
        + text(280, 800, form.format(i + 1))
        for i, form in enumerate(numbers)
    ]
    assert texts(*pages) == ["第一件事。", "第二件事。", "第三件事。", "第四件事。"]


def test_a_caption_and_a_unit_line_on_every_page_stay() -> None:
    """What belongs to a table is no running head, at whatever height it stands."""
    pages = [
        text(200, 50, "2026年部门收入预算表")
        + text(450, 80, "单位：万元")
        + table([100, 200, 300], 110, [["科目", "金额"], ["办公费", f"{i}.00"]])
        for i in range(4)
    ]
    assert texts(*pages) == ["2026年部门收入预算表", "单位：万元"] * 4


def test_lines_of_a_paragraph_are_joined_over_the_page() -> None:
    """Full lines go on, an indented line begins a paragraph, headings stand alone."""
    first = lines(124, 100, ["一、主要职能", MEASURE[:28]]) + text(100, 140, MEASURE)
    first += text(100, 160, "等。") + text(124, 180, "二、收支情况") + text(124, 200, MEASURE[:28])
    second = text(100, 60, MEASURE) + text(100, 80, "全年支出12.00万元。")
    assert texts(first, second) == [
        "一、主要职能",
        f"{MEASURE[:28]}{MEASURE}等。",
        "二、收支情况",
        f"{MEASURE[:28]}{MEASURE}全年支出12.00万元。",
    ]


def test_paragraphs_may_be_told_by_their_distance() -> None:
    """Without indents, a wider gap parts paragraphs even where the last line is full."""
    drawn = lines(100, 100, [MEASURE, MEASURE, f"{MEASURE[:29]}。"], pitch=18)
    drawn += lines(100, 161, [MEASURE, "等。"], pitch=18)
    assert texts(drawn) == [f"{MEASURE}{MEASURE}{MEASURE[:29]}。", f"{MEASURE}等。"]


def test_a_line_may_begin_with_an_amount() -> None:
    """「12.50 万元」 at the begin of a line is no heading number."""
    drawn = lines(100, 100, [MEASURE, f"12.50 万元，{MEASURE[:20]}", "三、其他"])
    assert texts(drawn) == [f"{MEASURE}12.50 万元，{MEASURE[:20]}", "三、其他"]


def test_a_text_wrapped_beside_another_is_one() -> None:
    """A name in two lines with the unit beside it is read before the unit."""
    drawn = text(100, 100, "编制部门：云洲市") + text(100, 114, "临江区水务局")
    drawn += text(400, 107, "单位：万元")
    assert texts(drawn) == ["编制部门：云洲市临江区水务局  单位：万元"]


def test_a_contents_line_stands_alone() -> None:
    """Dot leaders end a line, however full it is."""
    entries = [f"{mark}、收支情况{'.' * 40}{i}" for i, mark in enumerate("一二三", start=1)]
    assert texts(text(100, 60, "目录") + lines(100, 100, entries)) == ["目录", *entries]


def test_gaps_decide_about_spaces() -> None:
    """Thin gaps around digits are type-setting; a wide gap between numbers parts them."""
    drawn = text(100, 100, "共") + text(115, 100, "2026") + text(142, 100, "年")
    drawn += text(100, 130, "12.00") + text(140, 130, "13.00")
    assert texts(drawn) == ["共2026年", "12.00 13.00"]


def test_damaged_locked_and_endless_files_are_refused() -> None:
    """Each says in Chinese what is wrong, and at once."""
    good = pdf(text(100, 100, "正文"))
    cases = {
        "密码": pdf(text(100, 100, "正文"), trailer=LOCKED),
        "完整": good[: len(good) // 4],
        "没有|完整|一页": pdf(),
        "901 页": pdf(*["" for _ in range(901)]),
    }
    for words, data in cases.items():
        with pytest.raises(UnreadableDocument, match=words):
            read_pdf(data, "预算.pdf")
