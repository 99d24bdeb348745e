"""Word files come out in printed order, with the numbers, spans and order that Word prints."""

from __future__ import annotations

import io
import zipfile

import docx as python_docx

from corpus.ingest import parse
from corpus.readers.word import read_docx
from tests.corpus.word_documents import blocks_of, docx, grid_of, lines_of, p, run, tbl, tc, tr

STYLES = (
    '<w:style w:type="paragraph" w:styleId="T1"><w:name w:val="toc 1"/></w:style>'
    '<w:style w:type="character" w:styleId="No"><w:rPr><w:vanish/></w:rPr></w:style>'
)


def test_tracked_changes() -> None:
    """Inserted text counts, deleted text does not, and a deleted paragraph end joins two lines."""
    deleted_end = "<w:rPr><w:del/></w:rPr>"
    body = (
        f"<w:p>{run('预算')}<w:ins>{run('12.50')}</w:ins>"
        "<w:del><w:r><w:delText>11.00</w:delText></w:r></w:del>"
        f"{run('万元。')}</w:p>" + p("比上年", deleted_end) + p("增加。")
    )

    assert ["预算12.50万元。", "比上年增加。"] == lines_of(body)


def test_hidden_text() -> None:
    """Hidden text is not printed, be it hidden itself or by its style."""
    runs = (
        run("甲"),
        run("乙", "<w:vanish/>"),
        run("丙", '<w:rStyle w:val="No"/>'),
        run("丁", '<w:vanish w:val="0"/>'),
    )
    body = f"<w:p>{''.join(runs)}</w:p>"

    assert ["甲丁"] == lines_of(body, styles=STYLES)


def test_lines_and_signs() -> None:
    """A line break ends a line; soft hyphens print nothing, other signs what they show."""
    body = (
        "<w:p><w:r><w:t>临江区水务局</w:t><w:br/><w:t>2026年部门预算</w:t></w:r></w:p>"
        '<w:p><w:r><w:sym w:font="Wingdings 2" w:char="F052"/><w:t>是</w:t><w:softHyphen/>'
        "<w:t>的</w:t><w:noBreakHyphen/><w:tab/><w:t>1</w:t></w:r></w:p>"
    )

    assert ["临江区水务局", "2026年部门预算", "☑是的-\t1"] == lines_of(body)


def test_fields_print_their_result() -> None:
    """Of a field only the result is printed; a circled number has none but its code."""
    begin, end = '<w:r><w:fldChar w:fldCharType="begin"/></w:r>', ""
    code = r"<w:r><w:instrText>eq \o\ac(○,3)</w:instrText></w:r>"
    date = '<w:r><w:instrText>DATE</w:instrText><w:fldChar w:fldCharType="separate"/></w:r>'
    body = f"<w:p>{begin}{date}{run('3月1日')}{end}{begin}{code}{run('公开')}</w:p>"

    assert ["3月1日③公开"] == lines_of(body)


def test_text_box_once() -> None:
    """The text of a box is read once though the file holds it twice."""
    box = f"<w:txbxContent>{p('单位：万元')}</w:txbxContent>"
    body = (
        "<w:p><w:r><mc:AlternateContent><mc:Choice><w:drawing><wps:txbx>"
        f"{box}</wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox>{box}"
        f"</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>{run('表一')}</w:p>"
    )

    assert ["表一", "单位：万元"] == lines_of(body)


def test_contents() -> None:
    """Lines of contents stay below their title and are dropped where none is printed."""
    lines = "".join(
        p(f"{text}</w:t><w:tab/><w:t>{page}", '<w:pStyle w:val="T1"/>')
        for text, page in (("第一部分 概况", 1), ("预算收支总表", 2))
    )
    body = p("第一部分 概况") + p("本局负责供水。")

    assert lines_of(lines + body, styles=STYLES) == ["第一部分 概况", "本局负责供水。"]
    titled = parse(docx(p("目　录") + lines + body, styles=STYLES), "样例.docx").document
    assert [True, True, True, False, False] == [p.in_contents for p in titled.paragraphs]


def test_footnotes() -> None:
    """A footnote follows the sentence that refers to it; its mark is not part of a number."""
    notes = '<w:footnote w:id="2">' + p("含上年结转。") + "</w:footnote>"
    body = (
        f"<w:p>{run('预算12.5')}<w:r><w:footnoteReference w:id='2'/></w:r>{run('万元。')}</w:p>"
        + p("二、支出")
    )

    assert ["预算12.5万元。", "含上年结转。", "二、支出"] == lines_of(body, footnotes=notes)


def test_merged_cells() -> None:
    """Merged cells repeat in header rows and are blank below them."""
    wide, down, on = '<w:gridSpan w:val="2"/>', '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    table = tbl(
        tr(tc("科目", down), tc("支出", wide)),
        tr(tc("", on), "基本", "项目"),
        tr(tc("行政运行", down), "5.00", "1.00"),
        tr(tc("", on), "6.00", "2.00"),
        widths=(2000, 1000, 1000),
    )

    assert [
        ["科目", "支出", "支出"],
        ["科目", "基本", "项目"],
        ["行政运行", "5.00", "1.00"],
        ["", "6.00", "2.00"],
    ] == grid_of(table)


def test_gaps_beside_rows() -> None:
    """A row that begins or ends inside the table keeps its cells in their columns."""
    table = tbl(
        tr("甲", "乙", "丙"),
        tr("2.00", "3.00", properties='<w:gridBefore w:val="1"/>'),
        tr("丁", "4.00", properties='<w:gridAfter w:val="1"/>'),
        widths=(1000, 1000, 1000),
    )

    assert [["甲", "乙", "丙"], ["", "2.00", "3.00"], ["丁", "4.00", ""]] == grid_of(table)


def test_dragged_borders() -> None:
    """Borders that differ a little from row to row make no columns of their own."""
    two = '<w:gridSpan w:val="2"/>'
    table = tbl(
        tr("项目", tc("预算", two), "备注"),
        tr(tc("河道", two), "5.00", "无"),
        tr(tc("堤岸", two), "6.00", "无"),
        widths=(2000, 110, 1500, 900),
    )

    assert [["项目", "预算", "备注"], ["河道", "5.00", "无"], ["堤岸", "6.00", "无"]] == grid_of(
        table
    )


def test_slivers() -> None:
    """An empty cell that is too narrow to print is no column."""
    table = tbl(tr("项目", "预算", ""), tr("河道", "5.00", ""), widths=(2000, 1500, 2))

    assert [["项目", "预算"], ["河道", "5.00"]] == grid_of(table)


def test_tables_that_touch() -> None:
    """Two parts of a table with other borders, stored as one table, keep their columns."""

    def part(*rows: list[str], spans: tuple[int, ...]) -> str:
        return "".join(
            tr(*(tc(t, f'<w:gridSpan w:val="{n}"/>') for t, n in zip(row, spans, strict=True)))
            for row in rows
        )

    table = tbl(
        part(["科目", "合计", "基本", "项目", "其他"], ["供水", "9.00", "5.00", "3.00", "1.00"],
             spans=(1, 2, 2, 2, 2)),
        part(["防汛", "8.00", "4.00", "3.00", "1.00"], spans=(2, 2, 2, 2, 1)),
        widths=(900, 300, 700, 300, 700, 300, 700, 300, 800),
    )  # fmt: skip
    first, second = blocks_of(table)

    assert ("供水", "9.00", "5.00", "3.00", "1.00") == first.rows[1]
    assert ("防汛", "8.00", "4.00", "3.00", "1.00") == second.rows[0]
    assert second.continues


def test_tables_of_one_form_go_on() -> None:
    """A table right behind another one with the same columns continues it."""
    first, second = (tbl(tr(*row), widths=(1000, 2000)) for row in (("甲", "乙"), ("丙", "丁")))
    blocks = blocks_of(first + second + p("说明") + first)

    assert [False, True, False, False] == [block.continues for block in blocks]


def test_controls() -> None:
    """Content controls around paragraphs, rows and cells hide nothing."""

    def control(inside: str) -> str:
        return f"<w:sdt><w:sdtPr/><w:sdtContent>{inside}</w:sdtContent></w:sdt>"

    table = tbl(control(tr("甲", control(tc("乙")))), tr("丙", "1.00"))
    blocks = blocks_of(control(p("标题") + control(table)))

    assert "标题" == blocks[0].text
    assert (("甲", "乙"), ("丙", "1.00")) == blocks[1].rows


def test_frame_around_everything() -> None:
    """A table with one cell is a frame: its lines and tables are read as they stand."""
    inner = tbl(tr("项目", "预算"), tr("供水", "1.00"))
    blocks = blocks_of(tbl(tr(tc(inner=p("一、收入") + inner + p("二、支出")))))

    assert ["一、收入", "", "二、支出"] == [block.text for block in blocks]
    assert (("项目", "预算"), ("供水", "1.00")) == blocks[1].rows


def test_table_in_a_cell() -> None:
    """A table inside a cell is not lost: it follows the table around it."""
    inner = tbl(tr("指标", "值"), tr("长度", "60"))
    outer, nested = blocks_of(tbl(tr("名称", "河道"), tr("目标", tc(inner=inner + p()))))

    assert (("名称", "河道"), ("目标", "")) == outer.rows
    assert (("指标", "值"), ("长度", "60")) == nested.rows


def test_paragraphs_of_a_cell() -> None:
    """Lines of a cell are one text, and numbers on two lines stay two."""
    cell = tc(inner=p("办公费") + p("和差旅费"))
    numbers = tc(inner=p("12") + p("30"))

    assert [["项目", "数"], ["办公费和差旅费", "12 30"]] == grid_of(
        tbl(tr("项目", "数"), tr(cell, numbers))
    )


def test_deleted_rows() -> None:
    """A row that tracked changes delete is not printed."""
    table = tbl(tr("甲", "乙"), tr("丙", "1.00", properties="<w:del/>"), tr("丁", "2.00"))

    assert [["甲", "乙"], ["丁", "2.00"]] == grid_of(table)


def test_lines_with_tabs() -> None:
    """Lines with amounts behind tabs are a table as in a text file."""
    tab = "</w:t><w:tab/><w:t>"
    body = p(f"项目{tab}预算") + p(f"供水{tab}1,200.00") + p(f"防汛{tab}80.00")

    assert [["项目", "预算"], ["供水", "1,200.00"], ["防汛", "80.00"]] == grid_of(body)


def test_strict_names() -> None:
    """Strict Open XML has other names for the same things."""
    strict = "http://purl.oclc.org/ooxml"
    data = docx(p("一、收入") + tbl(tr("甲", "1.00"), tr("乙", "2.00")))
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            text = old.read(name).decode()
            text = text.replace(
                "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
                f"{strict}/wordprocessingml/main",
            ).replace(
                "http://schemas.openxmlformats.org/officeDocument/2006", f"{strict}/officeDocument"
            )
            new.writestr(name.replace("/", "\\") if "document" in name else name, text)

    assert read_docx(data, "a.docx").blocks == read_docx(out.getvalue(), "a.docx").blocks


def test_what_python_docx_writes() -> None:
    """A file that another library wrote is read in its order, with its merged cells."""
    document = python_docx.Document()
    document.add_paragraph("云洲市临江区水务局2026年部门预算")
    table = document.add_table(3, 3)
    for r, row in enumerate((("科目", "支出", ""), ("", "基本", "项目"), ("供水", "5.00", "1.00"))):
        for c, text in enumerate(row):
            table.cell(r, c).text = text
    table.cell(0, 0).merge(table.cell(1, 0))
    table.cell(0, 1).merge(table.cell(0, 2))
    document.add_paragraph("二、说明")
    out = io.BytesIO()
    document.save(out)
    blocks = read_docx(out.getvalue(), "a.docx").blocks

    assert "二、说明" == blocks[2].text
    assert ("科目", "支出", "支出") == blocks[1].rows[0]
    assert ("科目", "基本", "项目") == blocks[1].rows[1]


def test_unread_objects_are_told() -> None:
    """An embedded spreadsheet is not read, and a remark says so."""
    embedded = (
        '<w:p><w:r><w:object><o:OLEObject xmlns:o="urn:schemas-microsoft-com:office:office" '
        'ProgID="Excel.Sheet.12"/></w:object></w:r></w:p>'
    )
    reading = read_docx(docx(p("预算表") + embedded), "a.docx")

    assert ("文中嵌入了 1 个电子表格对象，其中的内容没有读取。",) == reading.remarks


def test_large_table_is_quick() -> None:
    """A table of some thousand rows takes time in proportion to its cells."""
    rows = [tr("名称", "预算")] + [tr(f"项目{i}", f"{i}.00") for i in range(3000)]

    assert 3001 == len(grid_of(tbl(*rows, widths=(1000, 1000))))
