from __future__ import annotations

import io
import struct
import zipfile

import openpyxl
import pytest

from corpus.document import Block, Reading
from corpus.errors import UnreadableDocument
from corpus.ingest import parse
from corpus.readers import sheet_model
from corpus.readers.sheet import read_xls, read_xlsx
from tests.corpus.workbooks import SHEET, Formatted, changed, fill, saved, xls, xlsx

RELATIONS = "xl/_rels/workbook.xml.rels"
TABLE: list[list[Formatted]] = [
    ["项目", "合计", "基本支出", "项目支出"],
    ["农林水支出", (843.19, "#,##0.00"), (505.34, "0.00"), (337.85, "0.00")],
    ["合计", (843.19, "#,##0.00"), (505.34, "0.00"), (337.85, "0.00")],
]
ROWS = (
    ("项目", "合计", "基本支出", "项目支出"),
    ("农林水支出", "843.19", "505.34", "337.85"),
    ("合计", "843.19", "505.34", "337.85"),
)


def _texts(reading: Reading) -> list[str]:
    return [block.text for block in reading.blocks if not block.is_table]


def _tables(reading: Reading) -> list[tuple[tuple[str, ...], ...]]:
    return [block.rows for block in reading.blocks if block.is_table]


def _cells(rows: list[list[Formatted]]) -> tuple[tuple[str, ...], ...]:
    return _tables(read_xlsx(xlsx(rows), "a.xlsx"))[0]


def test_cells_read_as_the_sheet_shows_them() -> None:
    """Per cents, thousands, leading zeros and numbers stored as text come out as printed."""
    rows = _cells(
        [
            ["科目", "编码", "金额", "占比"],
            ["办公费", (5, "00"), (1234.5, "#,##0.00"), (0.0412, "0.00%")],
            ["水费", "05", "1,234.50", 0.1 + 0.2],
            ["电费", 15.0, "=1项", True],
        ]
    )

    assert rows[1:] == (
        ("办公费", "05", "1,234.50", "4.12%"),
        ("水费", "05", "1,234.50", "0.3"),
        ("电费", "15", "=1项", "TRUE"),
    )


def test_error_cells_are_text() -> None:
    """「#REF!」 is quoted as it stands, neither a number nor blank."""
    data = changed(
        xlsx([["项目", "金额"], ["办公费", 7]]),
        SHEET,
        lambda xml: xml.replace(b'<c r="B2" t="n"><v>7</v>', b'<c r="B2" t="e"><v>#REF!</v>'),
    )

    assert _tables(read_xlsx(data, "a.xlsx"))[0][1] == ("办公费", "#REF!")


def test_an_old_workbook_reads_like_a_new_one() -> None:
    """xls and xlsx give the same rows, number formats and merged cells included."""
    rows: list[list[Formatted]] = [
        ["项目", "预算数", None],
        ["办公费", (1234.5, "#,##0.00"), (0.0412, "0.00%")],
    ]
    old = read_xls(xls(rows, merge=(0, 0, 1, 2)), "a.xls")
    new = read_xlsx(xlsx(rows, merges="B1:C1", name="公开表"), "a.xlsx")

    assert old == new
    assert _tables(old) == [(("项目", "预算数", "预算数"), ("办公费", "1,234.50", "4.12%"))]


def test_an_old_workbook_tells_errors_and_truths_from_numbers() -> None:
    """In xls too, an error cell is its text, and TRUE is no 1."""
    rows: list[list[Formatted]] = [["项目", "金额"], ["办公费", "#REF!"], ["有无", True]]

    assert _tables(read_xls(xls(rows), "a.xls")) == [
        (("项目", "金额"), ("办公费", "#REF!"), ("有无", "TRUE"))
    ]


def test_shared_texts_are_read_without_their_readings() -> None:
    """Texts that a workbook keeps apart come back whole: runs joined, readings left out."""
    texts = (
        '<sst xmlns="urn:x"><si><t>项目</t></si><si><r><t>办公</t></r><r><t>费</t></r>'
        '<rPh sb="0" eb="1"><t>bangong</t></rPh></si><si><t> 金额 </t></si></sst>'
    )
    cells = '<c r="{}" t="s"><v>{}</v></c>'
    rows = "".join(
        f'<row r="{n}">{cells.format(f"A{n}", a)}{cells.format(f"B{n}", b)}</row>'
        for n, a, b in ((1, 0, 2), (2, 1, 2))
    )
    sheet = f"<worksheet><sheetData>{rows}</sheetData></worksheet>"
    relation = b'<Relationship Id="t" Type="x/sharedStrings" Target="texts.xml"/></Relationships>'
    data = changed(xlsx([["x"]]), SHEET, lambda _: sheet.encode())
    data = changed(data, "xl/texts.xml", lambda _: texts.encode())
    data = changed(data, RELATIONS, lambda xml: xml.replace(b"</Relationships>", relation))

    assert _tables(read_xlsx(data, "a.xlsx")) == [(("项目", "金额"), ("办公费", "金额"))]


def test_formats_that_files_name_by_number_are_known() -> None:
    """A percentage without a written format code is format number 10."""
    assert _cells([["项目", "占比"], ["办公费", (0.0412, "0.00%")]])[1] == ("办公费", "4.12%")


def test_a_locked_new_workbook_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """The container of an encrypted xlsx is told by both readers, whatever its suffix."""
    monkeypatch.setattr("corpus.readers.sheet.is_encrypted_office", lambda _: True)
    for read in (read_xls, read_xlsx):
        with pytest.raises(UnreadableDocument, match="密码"):
            read(b"", "a.xlsx")


def test_titles_units_and_notes_stand_outside_of_the_grid() -> None:
    """The lines around a table are prose, also where a name and its value have two cells."""
    head: list[list[Formatted]] = [
        ["表3"],
        ["部门支出总表"],
        ["编制部门：", "临江区水务局", None, "单位：万元"],
    ]
    data = xlsx([*head, *TABLE, ["注：按功能分类列示。"]], merges="A1:D1 A2:D2 A7:D7")
    reading = read_xlsx(data, "a.xlsx")

    assert [block.text for block in reading.blocks] == [
        "表3",
        "部门支出总表",
        "编制部门：临江区水务局",
        "单位：万元",
        "",
        "注：按功能分类列示。",
    ]
    assert _tables(reading) == [ROWS]


def test_a_caption_may_share_its_row_with_the_number_of_the_table() -> None:
    """「部门支出总表」 with 「公开03表」 or a unit beside it is a line, no header."""
    for beside in ("公开03表", "单位：万元"):
        reading = read_xlsx(xlsx([["部门支出总表", None, None, beside], *TABLE]), "a.xlsx")

        assert [block.text for block in reading.blocks] == ["部门支出总表", beside, ""]
        assert _tables(reading) == [ROWS]


def test_a_merged_header_names_every_column() -> None:
    """A header merged over columns repeats, and one merged over rows too."""
    rows: list[list[Formatted]] = [
        ["科目编码", None, "科目名称", "支出"],
        ["类", "款", None, "基本支出", "项目支出"],
        ["213", "03", "水利", 505.34, 337.85],
    ]
    reading = read_xlsx(xlsx(rows, merges="A1:B1 C1:C2 D1:E1"), "a.xlsx")

    assert _tables(reading) == [
        (
            ("科目编码", "科目编码", "科目名称", "支出", "支出"),
            ("类", "款", "科目名称", "基本支出", "项目支出"),
            ("213", "03", "水利", "505.34", "337.85"),
        )
    ]


def test_years_in_a_header_are_no_line() -> None:
    """A header row with nothing but years below a merged cell stays in the table."""
    rows: list[list[Formatted]] = [
        ["项目", "预算数"],
        [None, "2025年", "2026年"],
        ["办公费", 1.5, 2.5],
    ]
    reading = read_xlsx(xlsx(rows, merges="A1:A2 B1:C1"), "a.xlsx")

    assert _tables(reading)[0][1:] == (("项目", "2025年", "2026年"), ("办公费", "1.5", "2.5"))


def test_a_lone_header_over_the_later_columns_is_no_line() -> None:
    """One text merged over the value columns only is the first header row."""
    rows: list[list[Formatted]] = [
        [None, "2026年预算"],
        ["项目", "基本支出", "项目支出"],
        ["办公费", 1.5, 2.5],
    ]
    reading = read_xlsx(xlsx(rows, merges="B1:C1"), "a.xlsx")

    assert _texts(reading) == []
    assert _tables(reading)[0][0][1] == "2026年预算"


def test_tables_one_under_another_are_parted() -> None:
    """A caption below a table starts the next one, with or without a blank row between."""
    for gap in ([], [[None]]):
        rows = [
            ["一、支出表"],
            *TABLE,
            *gap,
            ["二、收入表"],
            [None, None, None, "单位：元"],
            *TABLE,
        ]
        reading = read_xlsx(xlsx(rows), "a.xlsx")

        assert _tables(reading) == [ROWS, ROWS]
        assert _texts(reading) == ["一、支出表", "二、收入表", "单位：元"]


def test_a_new_header_after_a_blank_row_is_a_new_table() -> None:
    """Tables without captions are parted by a blank row and a row without amounts."""
    assert _tables(read_xlsx(xlsx([*TABLE, [None], *TABLE]), "a.xlsx")) == [ROWS, ROWS]


def test_blank_rows_and_lone_labels_do_not_cut_a_table() -> None:
    """A row that only has a label and a blank row with amounts below belong to the table."""
    rows = [*TABLE[:2], ["一、本年支出"], [None], *TABLE[2:], ["二、结转下年"]]

    assert len(_tables(read_xlsx(xlsx(rows), "a.xlsx"))[0]) == 5


def test_a_merged_total_without_values_is_the_last_row() -> None:
    """「总计」 over most of the columns of an empty table is its row, the note below is none."""
    reading = read_xlsx(
        xlsx(
            [
                ["类", "款", "项", "科目名称", "合计", "项目支出"],
                ["总计"],
                ["说明：云洲市临江区水务局没有政府性基金预算安排的支出，本表为空表。"],
            ],
            merges="A2:D2 A3:F3",
        ),
        "a.xlsx",
    )

    assert [len(rows) for rows in _tables(reading)] == [2]
    assert _texts(reading)[-1].startswith("说明：")


def test_prose_in_a_wide_cell_gives_one_block_a_line() -> None:
    """A paragraph cell between tables is prose, broken where its author broke it."""
    text = "三、情况说明\n2026年公务接待费0.60万元。\n\n2026年没有购置公务用车。"
    rows = [*TABLE, [None], [text]]

    assert _texts(read_xlsx(xlsx(rows, merges="A5:D5"), "a.xlsx")) == [
        "三、情况说明",
        "2026年公务接待费0.60万元。",
        "2026年没有购置公务用车。",
    ]


def test_line_breaks_inside_a_cell_never_join_two_numbers() -> None:
    """Chinese is joined without a space; two numbers on two lines stay two."""
    rows = _cells([["财政拨款\n（补助）小计", "说明"], ["125\n136", "new\nline"]])

    assert rows == (("财政拨款（补助）小计", "说明"), ("125 136", "new line"))


@pytest.mark.parametrize(
    ("name", "title", "expected"),
    [
        ("三公经费表", None, ["三公经费表"]),
        ("三公经费表", "财政拨款“三公”经费支出表", ["财政拨款“三公”经费支出表"]),
        ("Sheet1", None, []),
        ("三公经费表", "单位：万元", ["三公经费表", "单位：万元"]),
        ("三公经费表", "附件2", ["三公经费表", "附件2"]),
    ],
)
def test_a_sheet_without_a_title_takes_its_own_name(
    name: str, title: str | None, expected: list[str]
) -> None:
    """The name of a sheet is its title only when no line above the table is one."""
    rows = [[title], *TABLE] if title else TABLE

    assert expected == _texts(read_xlsx(xlsx(rows, name=name), "a.xlsx"))


def test_a_sheet_of_contents_is_no_table() -> None:
    """A list of the other sheets comes out as lines."""
    rows: list[list[Formatted]] = [["目录"], ["表1", "收支总表", 1], ["表2", "收入总表", 2]]
    reading = read_xlsx(xlsx(rows), "a.xlsx")

    assert _texts(reading) == ["目录", "表1 收支总表 1", "表2 收入总表 2"]


def test_hidden_sheets_rows_and_columns_are_left_out_and_said_so() -> None:
    """What the sheet does not show is no evidence; remarks name the sheets."""
    book = openpyxl.Workbook()
    shown, hidden = book.active, book.create_sheet("底稿")
    shown.title = "支出表"
    fill(shown, [*TABLE, ["草稿行", 1, 2, 3]])
    fill(hidden, TABLE)
    hidden.sheet_state = "veryHidden"
    shown.row_dimensions[4].hidden = True
    shown.column_dimensions["C"].hidden = True
    reading = read_xlsx(saved(book), "a.xlsx")

    assert _tables(reading) == [tuple((*row[:2], row[3]) for row in ROWS)]
    assert len(reading.remarks) == 2
    assert "“底稿”" in reading.remarks[0]
    assert "“支出表”中隐藏的 1 行、1 列" in reading.remarks[1]


def test_a_merged_cell_shows_though_its_first_column_is_hidden() -> None:
    """A title merged from a hidden column on is still printed."""
    book = openpyxl.Workbook()
    fill(book.active, [["部门支出总表"], ["1", "项目", "金额"], ["2", "办公费", 1.5]])
    book.active.merge_cells("A1:C1")
    book.active.column_dimensions["A"].hidden = True
    reading = read_xlsx(saved(book), "a.xlsx")

    assert [block.text for block in reading.blocks] == ["部门支出总表", ""]
    assert _tables(reading) == [(("项目", "金额"), ("办公费", "1.5"))]


def test_a_formula_without_a_result_is_neither_a_number_nor_blank() -> None:
    """Nobody knows what it shows: no figure, no absence, and a remark."""
    book = openpyxl.Workbook()
    rows = [["2026年部门支出表"], ["单位：万元"], *TABLE]
    fill(book.active, rows)
    book.active["B4"] = "=C4+D4"
    data = saved(book)
    parsed = parse(data, "a.xlsx")

    assert _tables(read_xlsx(data, "a.xlsx"))[0][1][1] == "（公式未计算）"
    assert any("有 1 个公式单元格没有保存结果" in text for text in parsed.document.warnings)
    assert len(parsed.figures) == 5
    assert parsed.absences == ()


def test_saved_results_of_formulas_are_read() -> None:
    """A formula with a result is its result in the cell's format."""
    data = changed(
        xlsx([["项目", "金额"], ["合计", (7, "0.00")]]),
        SHEET,
        lambda xml: xml.replace(b"<v>7</v>", b"<f>3+4</f><v>7</v>"),
    )

    assert _tables(read_xlsx(data, "a.xlsx"))[0][1] == ("合计", "7.00")


def test_a_workbook_of_uncomputed_formulas_is_refused_with_the_way_out() -> None:
    """Without any saved number there is nothing to quote."""
    book = openpyxl.Workbook()
    fill(book.active, [["项目", "金额"], ["合计", None]])
    book.active["B2"] = "=1+1"
    with pytest.raises(UnreadableDocument, match="打开，保存后再加入"):
        read_xlsx(saved(book), "公式.xlsx")


def test_a_workbook_with_nothing_to_show_is_refused() -> None:
    """An empty workbook is no document."""
    with pytest.raises(UnreadableDocument, match="都是空的"):
        read_xlsx(xlsx([]), "空.xlsx")


def test_a_million_formatted_cells_without_a_value_do_not_matter() -> None:
    """Formats below a table cost neither rows nor blocks."""
    empty = b"".join(b'<row r="%d"><c r="A%d" s="0"/></row>' % (n, n) for n in range(9, 50_000))
    data = changed(
        xlsx(TABLE), SHEET, lambda xml: xml.replace(b"</sheetData>", empty + b"</sheetData>")
    )

    assert read_xlsx(data, "a.xlsx").blocks == (Block(rows=ROWS),)


def test_far_merges_are_bounded_by_what_is_filled() -> None:
    """A merge over all columns and rows covers only what the table has."""
    merge = b'</sheetData><mergeCells><mergeCell ref="B3:XFD1048576"/></mergeCells>'
    data = changed(xlsx(TABLE), SHEET, lambda xml: xml.replace(b"</sheetData>", merge))

    assert len(_tables(read_xlsx(data, "a.xlsx"))[0]) == len(ROWS)


def test_too_many_cells_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """A data dump is no disclosure; the message says what to do."""
    monkeypatch.setattr(sheet_model, "MAX_CELLS", 10)
    for data, name in ((xlsx(TABLE), "a.xlsx"), (xls(TABLE), "a.xls")):
        with pytest.raises(UnreadableDocument, match="拆分"):
            (read_xlsx if name.endswith("x") else read_xls)(data, name)


def _locked_xls() -> bytes:
    data = xls(TABLE)
    lock = struct.pack("<HHHHH", 0x002F, 6, 1, 1, 1)
    return data[:20] + lock + data[20:]


def test_a_locked_workbook_says_so() -> None:
    """A password is named as the reason."""
    with pytest.raises(UnreadableDocument, match="密码"):
        read_xls(_locked_xls(), "a.xls")


@pytest.mark.parametrize("part", [SHEET, "xl/workbook.xml", "xl/styles.xml"])
def test_a_broken_part_is_a_damaged_file(part: str) -> None:
    """XML that is cut off is told as damage, not as a programming error."""
    data = changed(xlsx(TABLE), part, lambda xml: xml[: len(xml) // 2])
    with pytest.raises(UnreadableDocument, match="损坏"):
        read_xlsx(data, "坏.xlsx")


def test_cut_and_foreign_bytes_are_damaged_files() -> None:
    """Half a file of either kind is refused by name."""
    new, old = xlsx(TABLE), xls(TABLE)
    for data in (new[: len(new) // 2], b"PK\x03\x04" + b"\0" * 50):
        with pytest.raises(UnreadableDocument, match="损坏"):
            read_xlsx(data, "坏.xlsx")
    for data in (old[: len(old) // 2], b"\x09\x08\x10\x00" + b"\xff" * 60, b"not a workbook"):
        with pytest.raises(UnreadableDocument, match=r"坏\.xls"):
            read_xls(data, "坏.xls")


def test_prefixed_names_and_inline_texts_are_read() -> None:
    """Other programs write the same workbook with prefixes and texts inside the sheet."""
    xml = (
        '<?xml version="1.0"?><x:worksheet xmlns:x="urn:x"><x:sheetData><x:row>'
        '<x:c t="inlineStr"><x:is><x:t>项目</x:t><x:rPh><x:t>xm</x:t></x:rPh></x:is></x:c>'
        '<x:c t="str"><x:f>A1</x:f><x:v>金额_x000D_元</x:v></x:c></x:row><x:row>'
        '<x:c t="inlineStr"><x:is><x:r><x:t>办公</x:t></x:r><x:r><x:t>费</x:t></x:r></x:is></x:c>'
        "<x:c><x:v>1.5</x:v></x:c></x:row></x:sheetData></x:worksheet>"
    )
    data = changed(xlsx(TABLE), SHEET, lambda _: xml.encode())

    assert _tables(read_xlsx(data, "a.xlsx")) == [(("项目", "金额元"), ("办公费", "1.5"))]


def test_a_workbook_of_several_tables_gives_their_figures() -> None:
    """One table a sheet: every figure has its caption, unit and year."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title in ("临江区水务局2026年部门收入总表", "临江区水务局2026年部门支出总表"):
        head: list[list[Formatted]] = [
            [title],
            ["编制部门：临江区水务局", None, None, "单位：万元"],
        ]
        sheet = book.create_sheet(title[-4:])
        fill(sheet, [*head, *TABLE])
        sheet.merge_cells("A1:D1")
    parsed = parse(saved(book), "公开表.xlsx")

    assert [table.unit for table in parsed.document.tables] == ["万元", "万元"]
    assert len(parsed.figures) == 12
    assert {figure.period.year for figure in parsed.figures} == {2026}


def test_zip_without_a_workbook_is_damaged() -> None:
    """An archive that lacks the parts of a workbook is told as damage."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("xl/nothing.xml", "<x/>")
    with pytest.raises(UnreadableDocument, match="损坏"):
        read_xlsx(stream.getvalue(), "a.xlsx")
