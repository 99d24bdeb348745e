"""A review is printed, written as JSON, as a workbook and as a page, compared and accepted."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from openpyxl import load_workbook

from assistant.cli import main
from assistant.review import Report, Severity, review
from assistant.review.accepted import accept, accepted_in, reject, without_accepted
from assistant.review.as_json import report_json, since_of
from assistant.review.page import report_html
from assistant.review.sheet import HEADS, write_xlsx
from corpus.errors import DisclosureError
from corpus.library import Library

OWNER = "青禾市东屏区林业局"
TEXT = """{owner}{year}年部门预算
一、收支情况说明
{year}年机关运行经费{now}万元，比上年增加{change}万元。
{year}年会议费12.00万元，比上年增加2.00万元，增长{rate}%。
"""
PROJECT = """{owner}2026年项目文本
一、项目名称
造林绿化经费
二、资金安排情况
2026年造林绿化经费预算安排64.50万元。合计支出50.00万元（分别在东山、西山造林绿化经费中列支）。
《造林补助办法》（青林发〔2012〕8号）和《造林补助暂行办法》（青林发〔2012〕8号）为依据。
"""
BUDGET = """1.造林绿化经费预算61.50万元。
2.东山造林绿化经费预算20.00万元。
3.西山造林绿化经费预算22.00万元。
"""


@pytest.fixture
def library(tmp_path: Path) -> Library:
    """Two years of an invented budget, and a project of the second."""
    files = {
        "2025.txt": TEXT.format(owner=OWNER, year=2025, now="50.30", change="1.00", rate="20.00"),
        "2026.txt": TEXT.format(owner=OWNER, year=2026, now="56.30", change="5.00", rate="25.00")
        + BUDGET,
        "项目.txt": PROJECT.format(owner=OWNER),
    }
    folder = tmp_path / "files"
    folder.mkdir()
    for name, text in files.items():
        (folder / name).write_text(text, "utf-8")
    library = Library.open(tmp_path / "home", create=True)
    library.add([folder])
    return library


def rules_in(report: Report) -> set[str]:
    """Return the rules that found something."""
    return {one.rule for one in report.findings if one.severity is not Severity.NOTICE}


def test_documents_are_held_against_each_other(library: Library) -> None:
    """Years, projects, shared totals and titles of one owner are compared."""
    report = review(library)

    assert rules_in(report) == {"growth", "last-year", "project", "shared-total", "two-titles"}


def test_one_document_alone(library: Library) -> None:
    """Only the chosen documents are reviewed."""
    (info,) = library.named(["2026.txt"])

    assert {"growth"} == rules_in(review(library, {info.id}))


def test_json_follows_the_contract(library: Library) -> None:
    """Every finding has its rule, severity, values and verbatim citations."""
    body = report_json(review(library))
    texts = {info.file_name: library.document(info.id).text for info in library.documents()}

    assert {"documents", "findings", "accepted", "checked"} == set(body)
    for one in body["findings"]:
        assert {"rule", "severity", "document", "message", "expected", "found"} < set(one)
        for place in one["citations"]:
            assert place["quote"] == texts[place["document"]][place["start"] : place["end"]]
    json.dumps(body)


def test_the_workbook_has_one_row_a_finding(library: Library, tmp_path: Path) -> None:
    """Values are text: nothing is rounded, nothing runs."""
    report = review(library)
    write_xlsx(report, tmp_path / "审核.xlsx")
    rows = list(load_workbook(tmp_path / "审核.xlsx").active.iter_rows(values_only=True))

    assert list(HEADS) == list(rows[0])
    assert len(report.findings) + 1 == len(rows)
    assert all(value is None or isinstance(value, str) for row in rows for value in row)


def test_the_page_opens_offline(library: Library) -> None:
    """The page loads nothing, escapes what it shows and marks the number."""
    page = report_html(review(library))

    assert "http" not in page
    assert "<script" not in page
    assert "<mark>25.00%</mark>" in page


def test_an_accepted_finding_stays_accepted(library: Library) -> None:
    """It is set apart with its reason until somebody takes it back."""
    one = review(library).findings[0]
    accept(library.home, one.id, "口径不同")
    kept = without_accepted(review(library), accepted_in(library.home))

    assert one.id not in {f.id for f in kept.findings}
    assert ["口径不同"] == [f.reason for f in kept.accepted]
    reject(library.home, one.id)
    assert {} == accepted_in(library.home)


def test_accepting_needs_a_reason(library: Library) -> None:
    """Without a reason nothing is accepted."""
    with pytest.raises(DisclosureError, match="理由"):
        accept(library.home, "0" * 12, " ")


def test_two_runs_are_compared(library: Library, tmp_path: Path) -> None:
    """What an earlier report had is not new; what is left out of it is."""
    report = review(library)
    body = report_json(report)
    fresh = body["findings"].pop(0)["id"]
    earlier = tmp_path / "earlier.json"
    earlier.write_text(json.dumps(body), "utf-8")

    assert (fresh,) == since_of(report, earlier).fresh
    earlier.write_text("[]", "utf-8")
    with pytest.raises(DisclosureError, match="不是审核报告"):
        since_of(report, earlier)


def test_the_command(library: Library, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The command prints, writes both files, and accepts by the beginning of an id."""
    home = ["--home", str(library.home)]
    files = ["--html", str(tmp_path / "a.html"), "--xlsx", str(tmp_path / "a.xlsx")]

    assert 0 == main([*home, "review", *files])
    assert "共审核 3 份文件" in capsys.readouterr().out
    assert (tmp_path / "a.html").stat().st_size > 1000
    assert 0 == main([*home, "review", "--json", "2026.txt"])
    (one,) = json.loads(capsys.readouterr().out)["findings"]
    assert 0 == main([*home, "review", "--accept", one["id"][:8], "--reason", "已核对"])
    capsys.readouterr()
    assert 0 == main([*home, "review", "2026.txt"])
    assert "已接受的 1 项" in capsys.readouterr().out
    assert 1 == main([*home, "review", "--accept", "zzzz", "--reason", "无"])
