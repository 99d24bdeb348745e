"""What the page's HTML says, without a browser."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

import pytest

from assistant.answer import Answer, AnswerFigure, Outcome
from assistant.web.amount import direction_of, grouped, number_and_unit
from assistant.web.answers import Changed, Offers
from assistant.web.evidence import GONE, evidence_html
from assistant.web.grid import Cited, columns_at, table_html
from assistant.web.prose import Marks, prose_html
from assistant.web.transcript import MANY, Turn, empty_library_html, transcript_html, welcome_html
from assistant.web.turn_tools import offers_html
from corpus.document import Table
from tests.assistant.web_fakes import (
    ANSWERS,
    BODY,
    DOCUMENT,
    HOSTILE,
    OTHER,
    OWNER,
    SENTENCE,
    cell_citation,
    figure,
    sentence_citation,
)

HOSTILE_MARKDOWN = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '<a href="javascript:alert(1)">x</a>',
    "[x](javascript:alert(1))",
    "![x](https://example.com/a.png)",
    "<https://example.com>",
    '[1]: https://example.com "x"\n\n[1]',
    '<form action="https://example.com"><input></form>',
    '<mark style="position:fixed;inset:0">x</mark>',
    '```x" onmouseover="alert(1)\ny\n```',
    "| <b>x</b> |\n|---|\n| <iframe src=//example.com> |",
]
SAFE = {"p", "br", "strong", "em", "ul", "ol", "li", "table", "thead", "tbody", "tr", "th", "td"}
SAFE |= {"blockquote", "code", "pre", "button", "h1", "h2", "h3", "h4", "hr"}
SHOWN = [
    ("42000", "4.20 万元", "元", ("4.20", "万元")),
    ("42000", "4.20万元", "元", ("4.20", "万元")),
    ("10424900", "1,042.49", "元", ("1,042.49", "万元")),
    ("6124000", "6124000", "元", ("6,124,000", "元")),
    ("4718200", None, "元", ("4,718,200", "元")),
    ("200000", "二十万元", "元", ("200,000", "元")),
    ("95", "≥95%", "%", ("≥95", "%")),
    ("470000", "<=47 万", "元", ("≤47", "万元")),
    ("12", "=12 个月", "月", ("12", "个月")),
    ("48", "48人次", "人次", ("48", "人次")),
    ("9.59", "9.59%", "%", ("9.59", "%")),
    ("2000", "2000元", "元", ("2,000", "元")),
    ("382946.70", "not a number", "元", ("382,946.70", "元")),
    ("42000", "7.77", "元", ("42,000", "元")),
]


@pytest.mark.parametrize("markdown", HOSTILE_MARKDOWN)
def test_markdown_stays_text(markdown: str) -> None:
    """Nothing in an answer's text can run, load or lead anywhere."""
    html = prose_html(markdown, Marks(0, 0))

    tags = re.findall(r"<\s*/?\s*([a-zA-Z]+)([^>]*)>", html)
    assert {name for name, _ in tags} <= SAFE
    assert not [rest for _, rest in tags if re.search(r"\bon\w+\s*=|href|src|url", rest)]


def test_markdown_is_read() -> None:
    """Emphasis, lists and tables of an answer are shown as such."""
    html = prose_html("**4.20** 万元\n\n- 甲\n\n| a | b |\n|---|---|\n| 1 | 2 |", Marks(0, 0))

    for tag in ("<strong>4.20</strong>", "<li>甲</li>", "<td>2</td>"):
        assert tag in html


def test_only_real_citations_become_marks() -> None:
    """「[2]」 is a button when there is a second citation, and text when there is none."""
    html = prose_html("见 [2] 和 [3]、[0]", Marks(turn=5, count=2))

    assert 'data-turn="5" data-citation="1"' in html
    assert html.count("<button") == 1
    assert "[3]、[0]" in html


@pytest.mark.parametrize(("value", "printed", "unit", "shown"), SHOWN)
def test_number_is_shown_with_the_unit_it_was_printed_in(
    value: str, printed: str | None, unit: str, shown: tuple[str, str]
) -> None:
    """A bare 「1,042.49」 from a table in 万元 is never shown as 元."""
    made = AnswerFigure(Decimal(value), unit, "总计", (0,), printed=printed)

    assert shown == number_and_unit(made)


def test_large_numbers_are_grouped() -> None:
    """Thousands are parted; decimals are not."""
    assert grouped("1234567.1234") == "1,234,567.1234"
    assert grouped("-1234") == "-1,234"


def test_direction_is_said_once() -> None:
    """A direction that the printed number carries is not repeated."""
    fall = figure("3000", "0.30 万元", "变化", 0, direction="减少")

    assert direction_of(fall) == "减少"
    assert direction_of(replace(fall, printed="减少 0.30 万元")) == ""


def test_one_figure_is_set_large() -> None:
    """The answer to one number shows that number large, with what it is about."""
    html = transcript_html((Turn("三公经费？", ANSWERS["三公经费"]),))

    assert '<span class="number">4.20</span><span class="unit">万元</span>' in html
    assert f"“三公”经费 · 2026年预算 · {OWNER}" in html


def test_working_is_shown_once() -> None:
    """The working leaves the sentences for its own place, where nothing is lost of it."""
    text = "共 **5** 元 [1]\n\n计算：2 元 + 3 元 = 5 元 [1]\n\n其中：4 元 − 1 元 = 3 元"
    html = transcript_html((Turn("q", replace(ANSWERS["减少"], text=text)),))

    assert html.count("2 元 + 3 元 = 5 元") == 1
    assert '<p class="formula">其中：4 元 − 1 元 = 3 元</p>' in html
    assert '<details open><summary><span data-text="ask.working">计算过程' in html


def test_only_computed_answers_have_a_working() -> None:
    """A sentence that happens to begin with 「其中：」 stays where it is without a formula."""
    answer = replace(ANSWERS["三公经费"], text="其中：公务接待费 [1]")

    assert "计算过程" not in transcript_html((Turn("q", answer),))
    assert "<p>其中：公务接待费" in transcript_html((Turn("q", answer),))


def test_working_is_folded_and_assumptions_are_seen() -> None:
    """Formula and operands stand under the answer, folded; what was assumed is in sight."""
    html = transcript_html((Turn("a", ANSWERS["减少"]), Turn("b", ANSWERS["三公经费"])))

    assert "计算过程</span></summary>" in html
    assert "4.50 − 4.20 = 0.30" in html
    assert f"<ul><li>{ANSWERS['三公经费'].assumptions[0]}</li></ul>" in html


def test_offers_name_their_turn_and_what_would_change() -> None:
    """What to ask next says after which answer; a change says what holds now."""
    changed = Changed("year", "2026年", "2025年", "2025年三公费用")
    html = offers_html(Offers((changed,), ("比上年减少多少？",)), 3)

    assert 'data-for="3"' in html
    assert '<b class="slot-now">2026年</b>' in html
    assert 'data-ask="2025年三公费用"' in html
    assert "改为2025年" in html
    assert offers_html(Offers(), 3) == ""


def test_many_receipts_are_folded() -> None:
    """The first receipts are in sight, the others one click away."""
    many = Answer(Outcome.TEXT, "很多", citations=(sentence_citation(),) * (MANY + 3))

    assert "其余3处出处" in transcript_html((Turn("q", many),))


def test_everything_typed_or_printed_is_escaped() -> None:
    """Questions, examples, choices and document texts are shown, never executed."""
    turns = (Turn(HOSTILE, replace(ANSWERS["接待费"], choices=(HOSTILE, '"><b>'))),)

    for html in (transcript_html(turns), welcome_html([HOSTILE])):
        assert "<img" not in html
        assert "<b>" not in html


def test_trouble_is_told_in_the_conversation() -> None:
    """An error stands where the answer would stand."""
    html = transcript_html((Turn("q", trouble="资料库正在重建，请稍后再问。"),))

    assert 'role="alert"' in html
    assert "资料库正在重建" in html


def test_empty_library_says_what_to_do() -> None:
    """A library without documents names the command that fills it."""
    assert "disclosure add 文件夹" in empty_library_html()


def test_cited_sentence_is_marked_in_its_section() -> None:
    """The section is shown with the cited sentence marked, and the answer's others faintly."""
    html = evidence_html(DOCUMENT, [sentence_citation(), sentence_citation(OTHER)], 0, 0)

    assert f'<mark class="cited">{SENTENCE}</mark>' in html
    assert f'<mark class="also">{OTHER}</mark>' in html
    assert "表：表3 支出预算表" in html
    assert "第一部分" not in html


def test_number_is_set_off_within_its_sentence() -> None:
    """The cited number stands out in its sentence, unless the sentence prints it twice."""
    sentence = [sentence_citation()]

    once = evidence_html(DOCUMENT, sentence, 0, 0, number="4.20万元")
    twice = evidence_html(DOCUMENT, sentence, 0, 0, number="万元")

    assert '<mark class="cited figure">4.20万元</mark><mark class="cited">，比上年' in once
    assert f'<mark class="cited">{SENTENCE}</mark>' in twice


def test_cited_cell_is_marked_in_its_table() -> None:
    """The whole table is shown with its caption and unit, and one cell marked."""
    html = evidence_html(DOCUMENT, [cell_citation(len(BODY) + 1, 2)], 0, 0)

    assert html.count('class="number cited"') == 1
    assert '<td class="number cited">64.80</td>' in html
    assert "单位：万元" in html
    assert html.count("<tr") == len(BODY) + 2
    assert "<img" not in html


def test_header_cells_are_merged() -> None:
    """A header over two columns is one cell, and one over all levels reaches down."""
    html = evidence_html(DOCUMENT, [cell_citation(2, 1)], 0, 0)

    assert '<th scope="col" colspan="2" class="over">本年预算</th>' in html
    assert '<th scope="col" rowspan="2" class="last">上年预算</th>' in html
    assert html.count("项目支出</th>") == 1


def test_sentence_inside_a_cell_is_marked_there() -> None:
    """A quote that fills only a part of a cell marks that part."""
    row = DOCUMENT.tables[0].rows[4]
    start = row.span.start + 2
    inside = replace(sentence_citation(), start=start, end=start + 2, quote="养护")

    html = evidence_html(DOCUMENT, [inside], 0, 0)

    assert '河道<mark class="cited">养护</mark>第1标段' in html


def test_row_is_marked_where_no_column_is_cited() -> None:
    """A citation of a whole row marks its filled cells."""
    html = evidence_html(DOCUMENT, [replace(cell_citation(3, 1), column_index=None)], 0, 0)

    assert html.count("cited") - html.count("cited-row") == 3


def test_columns_are_found_by_place() -> None:
    """A range of the text tells which filled cells of a row it covers."""
    row = DOCUMENT.tables[0].rows[3]

    assert columns_at(row, row.span.start, row.span.end) == {0, 1, 3}
    assert columns_at(row, row.span.start, row.span.start + 2) == {0}


def test_long_table_is_shown_around_the_cited_row() -> None:
    """A table of thousands of rows is cut, and the page says so."""
    table: Table = DOCUMENT.tables[0]
    long = replace(table, rows=table.rows[:2] + table.rows[2:] * 20)

    html = table_html(long, Cited(900, frozenset((2,))))

    assert "这里显示引用处前后的300行" in html


def test_citation_of_cells_that_are_gone_falls_back_to_the_text() -> None:
    """Indices that the document does not have show the section instead of failing."""
    lost = replace(cell_citation(2, 1), row_index=10**6)

    assert 'class="section"' in evidence_html(DOCUMENT, [lost], 0, 0)


def test_removed_document_leaves_its_quote() -> None:
    """When the library no longer has the document, the panel says so and shows the quote."""
    html = evidence_html(None, [sentence_citation()], 0, 0)

    assert GONE in html
    assert SENTENCE in html


def test_citations_turn_in_a_circle() -> None:
    """After the last citation comes the first; a single one has nowhere to go."""
    two = [sentence_citation(), sentence_citation(OTHER)]

    assert 'data-step="1" data-turn="3" data-citation="0"' in evidence_html(DOCUMENT, two, 1, 3)
    assert evidence_html(DOCUMENT, two[:1], 0, 3).count("disabled") == 2
