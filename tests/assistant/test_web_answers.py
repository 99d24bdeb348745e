"""Answers that everybody shares, what is offered beside them, and the files made of them."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import gradio as gr
import pytest
from openpyxl import load_workbook

from assistant.answer import Answer, Outcome
from assistant.web.answer_files import answer_csv, answer_xlsx, report_html, report_markdown
from assistant.web.answers import Answers, Changed
from assistant.web.ask import AskView
from assistant.web.chart import Kind, chart_html, chart_of, chart_svg
from assistant.web.links import key_of, link, words_of
from assistant.web.reports import FILE, file_report
from assistant.web.transcript import Turn
from tests.assistant.web_fakes import (
    ANSWERS,
    OWNER,
    SENTENCE,
    FakeAssistant,
    FakeLibrary,
    figure,
    sentence_citation,
)

LONG = Decimal("123456789012345678.45")


@pytest.fixture
def assistant() -> Any:
    """An assistant over one document, told to be real."""
    return FakeAssistant()


def test_same_question_is_answered_once(assistant: Any) -> None:
    """Everybody gets the kept answer; another history is another question."""
    answers = Answers.of(assistant)
    first = answers.ask("三公经费")

    assert answers.ask("三公经费") is first
    answers.ask("三公经费", ["接待费"])
    assert assistant.asked == [("三公经费", ()), ("三公经费", ("接待费",))]


def test_changed_library_forgets(assistant: Any) -> None:
    """An answer of an earlier state of the library is not given again."""
    answers = Answers.of(assistant)
    answers.ask("三公经费")
    assistant.library.revision += 1
    answers.ask("三公经费")

    assert len(assistant.asked) == 2


def test_views_over_one_assistant_share_answers(assistant: Any) -> None:
    """The page and the interface for programs ask through one and the same."""
    first = Answers.of(assistant)

    assert Answers.of(assistant) is first
    assert Answers.of(FakeAssistant()) is not first  # type: ignore[arg-type]


def test_only_what_is_answered_is_offered(assistant: Any) -> None:
    """A year that gives the promised figure is offered, a body that does not is left out."""
    offers = Answers.of(assistant).offers("三公经费", ())

    assert offers.suggestions == ("比上年减少多少？",)
    assert offers.changes == (Changed("year", "2026年", "2025年", "2025年三公费用"),)


def test_nothing_is_offered_while_others_wait(assistant: Any) -> None:
    """Proving offers gives way to people who wait for an answer."""
    answers = Answers.of(assistant)
    with answers._counted():
        offers = answers.offers("三公经费", ())

    assert offers.suggestions == ()
    assert offers.changes == ()


def test_report_is_filed_beside_the_library(tmp_path: Path, assistant: Any) -> None:
    """「不对？」 writes one line with question, answer and the state of the library."""
    assistant.library = FakeLibrary(home=tmp_path, revision=7)
    view = AskView(Answers.of(assistant))
    turns = (Turn("甲", ANSWERS["天气"]), Turn("三公经费", ANSWERS["三公经费"]))
    told = view.report(turns, gr.EventData(None, {"turn": 1, "note": "应为5万"}))

    (line,) = (tmp_path / FILE).read_text("utf-8").splitlines()
    filed = json.loads(line)
    assert FILE in told
    assert (filed["question"], filed["history"], filed["note"]) == ("三公经费", ["甲"], "应为5万")
    assert filed["answer"]["figures"][0]["value"] == "42000"
    assert filed["library"]["revision"] == 7


@pytest.mark.parametrize("turn", [5, -1, "0", None])
def test_invented_turn_is_not_filed(tmp_path: Path, assistant: Any, turn: object) -> None:
    """What the browser sends is checked before anything is written."""
    assistant.library = FakeLibrary(home=tmp_path)
    view = AskView(Answers.of(assistant))

    turns = (Turn("三公经费", ANSWERS["三公经费"]),)
    assert view.report(turns, gr.EventData(None, {"turn": turn})) == ""
    assert not (tmp_path / FILE).exists()


def test_full_report_file_takes_no_more(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that has grown large is said, not written to."""
    monkeypatch.setattr("assistant.web.reports.LARGEST", 10)
    library: Any = FakeLibrary(home=tmp_path)
    file_report(library, "q", [], ANSWERS["天气"], "")

    with pytest.raises(Exception, match="已经很大"):
        file_report(library, "q", [], ANSWERS["天气"], "")


def test_spreadsheet_reopens_with_exact_values() -> None:
    """Amounts come back as they were: as numbers where 15 digits hold them, else as text."""
    answer = Answer(
        Outcome.FIGURES,
        "",
        (
            figure("42000.05", "4.200005万元", "=甲", 0),
            replace(ANSWERS["三公经费"].figures[0], value=LONG),
        ),
        citations=(sentence_citation(),),
    )
    rows = list(load_workbook(io.BytesIO(answer_xlsx(answer))).active.values)

    at = rows[0].index("数值")
    assert Decimal(repr(rows[1][at])) == Decimal("42000.05")
    assert Decimal(rows[2][at]) == LONG
    assert rows[1][1] == "=甲"


def test_csv_reopens_with_exact_values() -> None:
    """Every figure and operand has a line with its value, its formula and its place."""
    text = answer_csv(ANSWERS["减少"]).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))

    assert [row["数值"] for row in rows] == ["3000", "42000", "45000"]
    assert [row["用途"] for row in rows] == ["所问", "计算所用", "计算所用"]
    assert rows[0]["算式"] == "4.50 − 4.20 = 0.30"
    assert rows[0]["原文"] == SENTENCE


def test_report_has_every_receipt() -> None:
    """Markdown and printed report hold question, answer and the quotes in full."""
    asked = [("三公经费？", ANSWERS["三公经费"]), ("<b>", ANSWERS["天气"])]
    for report in (report_markdown(asked), report_html(asked)):
        assert "4.20 万元" in report
        assert SENTENCE in report
        assert "天气不在公开文件的范围内" in report
    assert "<b>" not in report_html(asked).replace("<body>", "")


def test_chart_only_where_it_says_more_than_the_number() -> None:
    """Three and more years of one item make a chart; one number, or mixed units, do not."""
    chart = chart_of(ANSWERS["五年"])

    assert chart is not None
    assert (chart.kind, [bar.name for bar in chart.bars]) == (
        Kind.TREND,
        [f"{year}年" for year in range(2022, 2027)],
    )
    assert chart_of(ANSWERS["三公经费"]) is None
    figures = ANSWERS["五年"].figures
    mixed = (*figures[:2], replace(figures[2], unit="%"))
    assert chart_of(replace(ANSWERS["五年"], figures=mixed)) is None


def test_bars_begin_at_zero() -> None:
    """A number twice as large has a bar twice as long."""
    figures = ANSWERS["五年"].figures
    owners = [replace(f, owner=f"{OWNER}{i}", year=2026) for i, f in enumerate(figures)]
    chart = chart_of(replace(ANSWERS["五年"], figures=tuple(owners)))

    assert chart is not None
    assert chart.kind is Kind.RANKING
    svg = chart_svg(chart)
    widths = [float(part.split('"')[0]) for part in svg.split(' width="')[1:]]
    assert widths[0] / widths[-1] == pytest.approx(3, rel=0.01)  # 6 against 2
    assert "6.00 万元" in chart_html(chart, 0)


def test_link_of_this_server_only() -> None:
    """A link carries a key of its own words; changed words or another path are refused."""
    address = link("made/answer.csv", ["三公经费"])
    told = json.dumps([["三公经费"]], ensure_ascii=False, separators=(",", ":"))
    key = key_of("made/answer.csv", told)

    assert key in address
    assert words_of("made/answer.csv", told, key) == [["三公经费"]]
    assert words_of("made/answer.xlsx", told, key) is None
    assert words_of("made/answer.csv", told.replace("三", "四"), key) is None
