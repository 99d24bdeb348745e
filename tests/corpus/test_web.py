from __future__ import annotations

import base64
import quopri

import pytest

from corpus.document import Reading
from corpus.errors import UnreadableDocument
from corpus.ingest import parse
from corpus.readers.html_tables import rows_of_html
from corpus.readers.web import read_web

SENTENCE = "临江区水务局2026年收支总预算85.35万元，比上年增加2.10万元。"
TABLE = (
    "<table><tr><td rowspan=2>项目</td><td colspan=2>预算数</td></tr>"
    "<tr><td>2025年</td><td>2026年</td></tr><tr><td>办公费</td><td>1.00</td><td>2.00</td></tr>"
    "</table>"
)
ROWS = (("项目", "预算数", "预算数"), ("项目", "2025年", "2026年"), ("办公费", "1.00", "2.00"))
LINKS = "".join(f"<li><a href='/{n}'>政务公开栏目{n}</a></li>" for n in range(9))


def _read(markup: str, name: str = "a.html") -> Reading:
    return read_web(markup.encode(), name)


def _lines(reading: Reading) -> list[str]:
    return [block.text for block in reading.blocks if not block.is_table]


def _body(markup: str) -> list[str]:
    return _lines(_read(f"<html><body><div id=zoom>{markup}</div></body></html>"))


def _tables(reading: Reading) -> list[tuple[tuple[str, ...], ...]]:
    return [block.rows for block in reading.blocks if block.is_table]


def _page(article: str, box: str) -> str:
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8">
<title>部门预算_临江区人民政府</title>
<meta name="ArticleTitle" content="临江区水务局2026年部门预算"><style>p{{color:red}}</style>
<script>var s = "<p>2026年预算999万元</p>";</script></head><body>
<div class="header"><div>临江区人民政府</div><ul class="nav">{LINKS}</ul></div>
<div class="dqwz">当前位置：<a href="/">首页</a> &gt; 部门预算</div>
<div class="wrap"><h1>临江区水务局2026年部门预算</h1>
<div><span>发布时间：2026-03-05 10:00</span> <span>来源：临江区财政局</span></div>
<div class="{box}"><div>{article}</div></div>
<p>上一篇：<a href="1">临江区财政局2026年部门预算 88.00万元</a></p><p>下一篇：没有了</p>
<div style="display: none">隐藏的 77.00万元</div></div>
<div class="side"><h3>相关链接</h3><ul>{LINKS}</ul></div>
<div class="footer"><p>主办：临江区人民政府办公室</p><p>云ICP备2026000001号</p>
</div></body></html>"""


@pytest.mark.parametrize("box", ["TRS_Editor", "unheard-of"])
def test_only_the_article_of_a_saved_page_is_read(box: str) -> None:
    """Menus, breadcrumbs, neighbours, hidden parts and footers are not the document."""
    reading = _read(_page(f"<p>{SENTENCE}</p>{TABLE}<p>{SENTENCE * 3}</p>", box))

    assert _lines(reading) == ["临江区水务局2026年部门预算", SENTENCE, SENTENCE * 3]
    assert _tables(reading) == [ROWS]


def test_the_figures_of_a_page_are_those_of_its_article() -> None:
    """A page becomes a document with owner and year; nothing around the article is a figure."""
    article = f"<p>{SENTENCE}</p>" + "<p>一、部门支出表</p><p>单位：万元</p>" + TABLE
    parsed = parse(_page(article, "TRS_Editor").encode(), "预算.html")

    assert parsed.document.owner == "临江区水务局"
    assert {f.quantity.printed for f in parsed.figures} == {"85.35万元", "2.10万元", "1.00", "2.00"}


def test_an_article_may_have_a_class_that_means_something_else() -> None:
    """What is named as the article stays, also when it is named as a part to print."""
    page = f"<html><body><div class='content print'><p>{SENTENCE}</p></div></body></html>"

    assert _lines(_read(page)) == [SENTENCE]


def test_inline_elements_do_not_split_numbers() -> None:
    """Fonts and spans inside a number leave it whole, in prose and in cells."""
    cell = "<td><p><span>1,0</span><b>30</b><span>.14</span></p></td>"
    reading = _read(
        "<html><body><p>共<span>85</span><font>.35</font>万元。</p>"
        f"<table><tr><td>办公费</td>{cell}</tr></table></body></html>"
    )

    assert _lines(reading) == ["共85.35万元。"]
    assert _tables(reading) == [(("办公费", "1,030.14"),)]


PROSE = [
    ("<p>一、收入<br>二、支出</p>", ["一、收入", "二、支出"]),
    ("<p>&nbsp;　首行缩进&nbsp;</p><p>&nbsp;</p>", ["首行缩进"]),
    ("<div>外<div>内</div>尾</div>", ["外", "内", "尾"]),
    ("<p>换了行的\n  中文 和 two\nwords</p>", ["换了行的中文 和 two words"]),
    ("<ol><li>甲</li><li><p>乙</p><p>丙</p></li></ol>", ["1. 甲", "2. 乙", "丙"]),
    ("<ol start=4 type=a><li>甲<li value=9>乙</ol>", ["d. 甲", "i. 乙"]),
    ("<ol type=I><li>甲<li>乙<li>丙<li>丁</ol>", ["I. 甲", "II. 乙", "III. 丙", "IV. 丁"]),
    ("<ol style='list-style: none'><li>一、甲</ol>", ["一、甲"]),
    ("<ul><li>甲<li>乙</ul>", ["甲", "乙"]),
    ("<p>85.35<sup>1</sup>万元</p>", ["85.35¹万元"]),
    ("<p>甲<script>x</script><!-- 注 -->乙<span hidden>丙</span></p>", ["甲乙"]),
    ("<pre>第一行\n第二行</pre>", ["第一行", "第二行"]),
]


@pytest.mark.parametrize(("markup", "lines"), PROSE)
def test_paragraphs_read_as_a_browser_prints_them(markup: str, lines: list[str]) -> None:
    """Line breaks part paragraphs, lists carry their numbers, notes do not join numbers."""
    assert lines == _body(markup)


def test_tabbed_text_in_a_page_is_a_table() -> None:
    """A preformatted text with tabs is read like a text file."""
    page = "<html><body><pre>项目\t金额\n办公费\t1.50</pre></body></html>"

    assert _tables(_read(page)) == [(("项目", "金额"), ("办公费", "1.50"))]


def test_titles_inside_a_table_become_lines() -> None:
    """A table pasted from a sheet brings its title, unit line and notes along."""
    table = (
        "<table><caption>附件</caption><tr><td colspan=3>部门支出表</td></tr>"
        "<tr><td colspan=2>编制部门：水务局</td><td>单位：万元</td></tr>"
        "<tr><td>项目</td><td>合计</td><td>其中</td></tr>"
        "<tr><td>办公费</td><td>3.00</td><td></td></tr>"
        "<tr><td colspan=3>注：按科目列示。</td></tr></table>"
    )
    reading = _read(f"<html><body>{table}</body></html>")

    assert _tables(reading) == [(("项目", "合计", "其中"), ("办公费", "3.00", ""))]
    assert _lines(reading) == [
        "附件",
        "部门支出表",
        "编制部门：水务局",
        "单位：万元",
        "注：按科目列示。",
    ]


LAYOUTS = [
    f"<table><tr><td>{SENTENCE}</td></tr><tr><td>{TABLE}</td></tr></table>",
    f"<table><tr><td>左栏</td><td><p>{SENTENCE}</p>{TABLE}</td></tr></table>",
    f"<table><tr><td><table><tr><td>{TABLE}</td></tr></table></td></tr></table>",
]


@pytest.mark.parametrize("markup", LAYOUTS)
def test_tables_that_arrange_a_page_are_unwrapped(markup: str) -> None:
    """A table around other tables is none itself."""
    assert _tables(_read(f"<html><body>{markup}</body></html>")) == [ROWS]


def test_a_small_table_in_a_cell_is_the_text_of_the_cell() -> None:
    """A table of amounts stays one, though a cell of it holds another table."""
    markup = (
        "<table><tr><td>项目</td><td>金额</td></tr>"
        "<tr><td><table><tr><td>办公费</td></tr></table></td><td>1.00</td></tr>"
        "<tr><td>水费</td><td>2.00</td></tr></table>"
    )
    rows = (("项目", "金额"), ("办公费", "1.00"), ("水费", "2.00"))

    assert _tables(_read(f"<html><body>{markup}</body></html>")) == [rows]


def test_spans_that_lie_are_bounded() -> None:
    """Damaged spans neither multiply cells nor reach below the table."""
    rows = rows_of_html(
        "<table><tr><td rowspan=0>甲</td><td colspan=99999>乙</td></tr>"
        "<tr><td rowspan=65000>丙</td></tr></table>"
    )

    assert len(rows) == 2
    assert len(rows[0]) == 201
    assert rows[1][:2] == ["甲", "丙"]


WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office"><head>
<meta http-equiv=Content-Type content="text/html; charset=gb2312"><title>旧标题的另一份文件</title>
<meta name=ProgId content=Word.Document><!--[if gte mso 9]><xml><o:p>机器</o:p></xml><![endif]-->
</head><body><div class=WordSection1><p class=MsoNormal><b><span style='mso-spacerun:yes'>&nbsp;
</span>临江区水务局<span lang=EN-US>2026</span>年部门预
算<o:p></o:p></b></p><p class=MsoNormal><o:p>&nbsp;</o:p></p><p class=MsoNormal>
<![if !supportLists]><span style='mso-list:Ignore'>1.<span>&nbsp;&nbsp; </span></span><![endif]>
收入<span lang=EN-US>1,042.49</span>万元。</p></div></body></html>"""


def test_a_page_from_word_is_read_whole() -> None:
    """Office markup leaves no trace, and the title of an older file is not taken."""
    assert _lines(read_web(WORD.encode("gb18030"), "a.htm")) == [
        "临江区水务局2026年部门预算",
        "1. 收入1,042.49万元。",
    ]


def test_a_page_from_excel_shows_what_its_cells_print() -> None:
    """The shown text wins over raw values, and hidden rows are left out."""
    page = """<html><head><meta name=ProgId content=Excel.Sheet></head><body><table>
<tr><td>科目</td><td>金额</td></tr><tr><td>办公费</td><td x:num="1234.5">1,234.50</td></tr>
<tr style='display:none'><td>草稿</td><td>9.00</td></tr></table></body></html>"""

    assert _tables(_read(page, "a.xls")) == [(("科目", "金额"), ("办公费", "1,234.50"))]


CHARSETS = [
    ("gb2312", "gb18030", "㐀镕"),
    ("gbk", "gb18030", "临江区水务局"),
    ("utf-8", "gbk", "临江区水务局的部门预算和情况说明"),
    ("big5", "big5", "臺灣省水務局部門預算編制說明"),
    ("gb2312", "utf-8", "临江区水务局"),
    ("", "utf-16", "临江区水务局"),
    ("no-such-set", "gb18030", "临江区水务局的部门预算和情况说明"),
]


@pytest.mark.parametrize(("label", "encoding", "text"), CHARSETS)
def test_pages_are_read_in_the_charset_they_are_in(label: str, encoding: str, text: str) -> None:
    """Labels that lie or name too small a set are seen through."""
    page = f'<html><head><meta charset="{label}"></head><body><p>{text}</p></body></html>'

    assert [text] == _lines(read_web(page.encode(encoding), "a.html"))


def test_a_damaged_character_is_said() -> None:
    """One broken byte in a page of a named charset costs a remark, not the page."""
    page = f'<html><head><meta charset="gb2312"></head><body><p>{SENTENCE * 40}</p></body></html>'
    data = page.encode("gb18030").replace(b"</p>", b"\xff</p>")
    reading = read_web(data, "a.html")

    assert [SENTENCE * 40 + "\ufffd"] == _lines(reading)
    assert len(reading.remarks) == 1
    assert "1 处文字无法" in reading.remarks[0]


def _archive(page: str, encoding: str, charset: str) -> bytes:
    body = page.encode(charset)
    packed = quopri.encodestring(body) if encoding[0] == "q" else base64.encodebytes(body)
    head = (
        "From: <Saved by Browser>\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/related; type="text/html"; boundary="edge"\r\n\r\n--edge\r\n'
        f"Content-Type: text/html; charset={charset}\r\n"
        f"Content-Transfer-Encoding: {encoding}\r\n\r\n"
    )
    return (
        head.encode() + packed + b"\r\n--edge\r\nContent-Type: text/css\r\n\r\na{}\r\n--edge--\r\n"
    )


@pytest.mark.parametrize("encoding", ["quoted-printable", "base64"])
@pytest.mark.parametrize("charset", ["utf-8", "gb2312"])
def test_archived_pages_are_unpacked(encoding: str, charset: str) -> None:
    """A .mht file reads as the page in it."""
    page = f"<html><body><div class=TRS_Editor><p>{SENTENCE}</p></div></body></html>"

    assert [SENTENCE] == _lines(read_web(_archive(page, encoding, charset), "a.mht"))


def test_frames_in_an_archive_are_read_in_order() -> None:
    """A workbook saved as an archive keeps each sheet in a page of its own."""
    frames = "<html><frameset><frame src=s1></frameset></html>"
    second = f"\r\n--edge\r\nContent-Type: text/html\r\n\r\n<html><body>{TABLE}</body></html>"
    data = _archive(frames, "base64", "utf-8").replace(
        b"\r\n--edge--", second.encode() + b"\r\n--edge--"
    )

    assert _tables(read_web(data, "a.mht")) == [ROWS]


REFUSED = [
    ("", "空文件"),
    ("<html><body></body></html>", "没有正文"),
    ("<html><frameset><frame src=a></frameset></html>", "分框网页"),
    ("<html><body><div id=zoom><img src=1><img src=2></div></body></html>", "2 张图片"),
    (f"<html><body><ul>{LINKS}</ul></body></html>", "只有 9 个链接"),
    ("<html><body><h1>404 Not Found</h1><p>页面不存在</p></body></html>", "出错页"),
    ("<html><body>统一身份认证<input type=password></body></html>", "登录页"),
    ("<html><body>" + "<div>" * 9999 + "深</body></html>", "嵌套过深"),
]


@pytest.mark.parametrize(("page", "reason"), REFUSED)
def test_pages_without_a_document_are_refused(page: str, reason: str) -> None:
    """Empty, framed, error, login and list pages are told apart, with the way out."""
    with pytest.raises(UnreadableDocument, match=reason) as refusal:
        _read(page, "坏.html")

    assert "《坏.html》" in str(refusal.value)
    assert "请" in str(refusal.value)


def test_a_page_that_only_points_at_its_attachment_says_so() -> None:
    """Little text and no table: the content may be elsewhere, and a remark tells where to look."""
    page = (
        "<html><body><div id=zoom><p>附件：<a href=1>2026年部门预算.pdf</a></p></div></body></html>"
    )
    reading = _read(page)

    assert _lines(reading) == ["附件：2026年部门预算.pdf"]
    assert "附件" in reading.remarks[0]


def test_the_metadata_above_an_article_is_not_its_text() -> None:
    """The table with 索引号 and 发布机构 belongs to the site."""
    head = "<table><tr><td>索引号</td><td>A-01</td><td>发布机构</td><td>财政局</td></tr></table>"
    reading = _read(f"<html><body>{head}<p>{SENTENCE}</p>{TABLE}</body></html>")

    assert _tables(reading) == [ROWS]


def test_an_archive_that_was_cut_off_is_refused() -> None:
    """Half an archive could lack half of the figures."""
    data = _archive(f"<p>{SENTENCE * 20}</p>", "base64", "utf-8")
    with pytest.raises(UnreadableDocument, match="没有保存完整"):
        read_web(data[: len(data) // 2], "a.mht")


def test_too_large_pages_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """A page above the limit is refused before it is parsed."""
    monkeypatch.setattr("corpus.readers.web_source.MAX_BYTES", 10)
    with pytest.raises(UnreadableDocument, match="200 MB"):
        _read("<html><body>很长的网页</body></html>")
