"""What people do with the Ask and the Figures view, in Chromium over the samples."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from openpyxl import load_workbook

from assistant.conversation import Assistant
from assistant.web.reports import FILE
from benchmarks.five_years import disclosures
from corpus.library import Library
from index.encoder import HashEncoder
from tests.assistant.browser import MARKS, PHONE, Watched, chromium, click_until
from tests.assistant.web_fakes import FakeAssistant, serving

pytestmark = MARKS
WATER, SCHOOLS = "云洲市临江区水务局", "云洲市临江区教育局"
QUESTION = "水务局2026年三公经费"


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """One Chromium for all tests."""
    with chromium() as browser:
        yield browser


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the library."""
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="module")
def address(home: Path, samples: Path) -> Iterator[str]:
    """Where a page over the samples is served."""
    library = Library.open(home, create=True)
    library.add(sorted(samples.glob("*.txt")))
    with serving(Assistant(library, library.home, HashEncoder())) as url:
        yield url


@pytest.fixture
def session(browser: Any, address: str) -> Iterator[Watched]:
    """One person's page; it met no error and asked no other host at the end."""
    watched = Watched(browser, address, "ask")
    watched.page.wait_for_selector(".welcome .chip")
    yield watched
    watched.close()
    assert watched.faults == []
    assert watched.elsewhere == []


@pytest.fixture
def figures(browser: Any, address: str) -> Iterator[Watched]:
    """One person's page, at the figures."""
    watched = Watched(browser, address, "figures")
    watched.page.wait_for_selector(".figures .receipt")
    yield watched
    watched.close()
    assert watched.faults == []
    assert watched.elsewhere == []


def ask(page: Any, question: str) -> None:
    """Ask, and wait for the answer."""
    turns = page.locator(".turn").count()
    page.fill("#question textarea", question)
    page.press("#question textarea", "Enter")
    page.locator(".turn").nth(turns).locator(".reply:not(.thinking)").wait_for()


def saved(page: Any, kind: str) -> bytes:
    """The file that a click on an export downloads."""
    page.click(".save summary:visible")
    with page.expect_download() as download:
        page.click(f".save a:visible >> text={kind}")
    return Path(download.value.path()).read_bytes()


def test_assumption_is_changed_with_one_click(session: Watched) -> None:
    """The year of an answer is changed by its chip; the new answer is the other year's."""
    page = session.page
    ask(page, QUESTION)
    page.click(".slot .chip >> text=2025年")
    page.locator(".turn").nth(1).locator(".headline").wait_for()

    assert page.inner_text(".turn[data-turn='0'] .headline .number") == "6.60"
    assert page.inner_text(".turn[data-turn='1'] .headline .number") == "7.30"


def test_offered_question_has_an_answer(session: Watched) -> None:
    """A suggestion under an answer is answered by a figure with its receipt."""
    page = session.page
    ask(page, QUESTION)
    page.click(".suggestions .chip >> nth=0")
    page.locator(".turn").nth(1).locator(".headline").wait_for()
    page.wait_for_selector("#evidence .cited")

    assert page.locator(".offers[data-for='0']:visible").count() == 0


def test_highlight_is_the_quote(session: Watched) -> None:
    """The marked words of the document hold the number of the answer, letter by letter."""
    page = session.page
    ask(page, QUESTION)
    page.wait_for_selector("#evidence mark.figure")
    marked = "".join(page.locator("#evidence mark.cited").all_inner_texts())

    assert marked.startswith("2026年财政拨款“三公”经费预算6.60万元")
    assert page.inner_text("#evidence mark.figure") == "6.60万元"


def test_follow_up_and_choice(session: Watched) -> None:
    """A question that leaves the body open is asked back; the chosen body is answered."""
    page = session.page
    ask(page, "三公经费是多少")
    page.click(f".choices .chip >> text={WATER}")
    page.locator(".turn").nth(1).locator(".reply:not(.thinking)").wait_for()
    ask(page, "2025年呢")

    assert "7.30" in page.inner_text(".turn:last-child .said")


def test_export_reopens_with_exact_values(session: Watched) -> None:
    """The spreadsheet and the CSV of an answer hold its exact amount."""
    page = session.page
    ask(page, QUESTION)
    rows = list(load_workbook(io.BytesIO(saved(page, "XLSX"))).active.values)
    page.click(".save summary:visible")
    text = saved(page, "CSV").decode("utf-8-sig")

    assert Decimal(str(rows[1][rows[0].index("数值")])) == Decimal("66000")
    assert next(csv.DictReader(io.StringIO(text)))["数值"] == "66000"


def test_report_holds_the_receipt(session: Watched) -> None:
    """The Markdown report has the answer and the quoted sentence."""
    ask(session.page, QUESTION)
    text = saved(session.page, "Markdown").decode()

    assert "6.60 万元" in text
    assert "2026年财政拨款“三公”经费预算6.60万元" in text


def test_link_asks_the_same_again(session: Watched, browser: Any, address: str) -> None:
    """A shared link shows the whole conversation in another browser."""
    page = session.page
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    ask(page, QUESTION)
    ask(page, "2025年呢")
    page.click(".turn:last-child [data-share]")
    page.wait_for_selector("text=已复制")
    link = page.evaluate("navigator.clipboard.readText()")
    other = browser.new_page()
    other.goto(link)
    other.locator(".turn").nth(1).locator(".headline").wait_for()

    assert quote("2025年呢") in link
    assert other.inner_text(".turn:last-child .headline .number") == "7.30"
    other.close()


def test_conversation_is_kept_in_this_browser_only(
    session: Watched, browser: Any, address: str
) -> None:
    """After a reload the conversation is there again; somebody else sees none of it."""
    page = session.page
    ask(page, QUESTION)
    page.wait_for_function("localStorage.getItem('disclosure.conversation') !== null")
    page.wait_for_timeout(300)
    page.reload()
    page.locator(".turn .headline").wait_for()

    other = Watched(browser, address, "ask")
    other.page.wait_for_selector(".welcome .chip")
    assert other.page.locator(".turn").count() == 0
    other.close()


def test_two_people_do_not_mix(browser: Any, address: str) -> None:
    """Follow-ups of two people at once lean on their own questions."""
    one, two = (Watched(browser, address, "ask") for _ in range(2))
    for watched, owner in ((one, "水务局"), (two, "教育局")):
        watched.page.wait_for_selector(".welcome .chip")
        ask(watched.page, f"{owner}2026年三公经费")
    for watched in (one, two):
        ask(watched.page, "公务接待费呢")
    told = [w.page.inner_text(".turn:last-child .headline .about") for w in (one, two)]

    assert WATER in told[0]
    assert SCHOOLS in told[1]
    one.close()
    two.close()


def test_what_is_wrong_is_recorded(session: Watched, home: Path) -> None:
    """「不对？」 files the question and says where."""
    page = session.page
    ask(page, QUESTION)
    page.click(".wrong summary")
    page.fill("[data-note]", "应为七万")
    page.click("[data-report]")
    page.wait_for_selector(".filed")

    assert FILE in page.inner_text(".filed")
    assert "应为七万" in (home / FILE).read_text("utf-8")


def test_chart_is_drawn_and_saved(browser: Any) -> None:
    """Five years have a chart with a table beside it, and the chart is saved as a picture."""
    with serving(FakeAssistant()) as url:
        watched = Watched(browser, url, "ask")
        page = watched.page
        page.wait_for_selector(".welcome .chip")
        ask(page, "五年")
        page.click(".save summary")
        with page.expect_download() as download:
            page.click("[data-png]")

        assert page.locator(".chart .bar").count() == 5
        assert page.locator(".chart-table tr").count() == 5
        assert Path(download.value.path()).read_bytes().startswith(b"\x89PNG")
        assert watched.faults == []
        watched.close()


def test_figures_are_narrowed_to_a_total(figures: Watched) -> None:
    """Body, year, table and column: the total appears, sorted amounts, a number's receipt."""
    page = figures.page
    chosen = {"owner": WATER, "year": "2026", "table": "部门支出总体情况表"}
    for name, value in (chosen | {"column": "支出预算 / 合计"}).items():
        page.select_option(f"select[name={name}]", value)
        page.wait_for_selector(f"[name={name}] [selected][value='{value}']", state="attached")
    page.wait_for_selector(".total .number")
    click_until(page, "[data-sort=amount]", "th[aria-sort=descending]")
    click_until(page, ".figures .receipt >> nth=0", "#figures-evidence td.cited")

    assert page.inner_text(".total .number") == "10,424,900"
    assert page.inner_text("#figures-evidence td.cited") == "1,042.49"


def test_classification_is_walked_down(figures: Watched) -> None:
    """A code narrows the figures to what lies below it, and the way back is in sight."""
    page = figures.page
    page.click(".codes summary")
    page.click("[data-code='213']")
    page.wait_for_selector("[data-code='213'][aria-current]")
    page.wait_for_selector("[data-code='21303']")
    codes = page.locator(".figures tbody td:nth-child(3) .soft").all_inner_texts()

    assert codes
    assert all(code.strip().startswith("213") for code in codes)


def test_comparison_over_years(figures: Watched) -> None:
    """Bodies by years: numbers with receipts, and a file with exact values."""
    page = figures.page
    page.click("[data-mode=compare]")
    page.fill(".compare-form [name=item]", "三公经费")
    for value in (WATER, SCHOOLS, "2025", "2026"):
        page.check(f".compare-form input[value='{value}']")
    page.click(".compare-form .go")
    page.click(".compared tr:has-text('水务局') .receipt >> nth=1")
    page.wait_for_selector("#figures-evidence .cited")
    rows = list(load_workbook(io.BytesIO(saved(page, "XLSX"))).active.values)

    assert page.is_checked(f".compare-form input[value='{WATER}']")
    assert {row[rows[0].index("数值")] for row in rows[1:]} >= {73000, 66000}


def test_figures_on_a_telephone(browser: Any, address: str) -> None:
    """At 390 px only the table scrolls sideways."""
    watched = Watched(browser, address, "figures", viewport=PHONE)
    watched.page.wait_for_selector(".figures .receipt")

    assert watched.page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert watched.faults == []
    watched.close()


def test_five_years_are_found_checked_and_exported(browser: Any, tmp_path: Path) -> None:
    """The walk-through: one question, the receipts of two years, one file; six interactions."""
    library = Library.open(tmp_path / "home", create=True)
    for name, text in disclosures().items():
        (tmp_path / name).write_text(text, "utf-8")
    library.add(sorted(tmp_path.glob("*.txt")))
    with serving(Assistant(library, library.home, HashEncoder())) as url:
        watched = Watched(browser, url, "ask")
        page = watched.page
        page.wait_for_selector(".welcome .chip")
        ask(page, "水务局2022年到2026年三公经费逐年是多少")  # 1 type, 2 Enter
        assert page.locator(".chart .bar").count() == 5
        page.click(".chart-table .mark >> nth=0")  # 3
        page.wait_for_selector("#evidence .evidence[data-citation='0'] .cited")
        page.click("#evidence [data-step='1']")  # 4
        page.wait_for_selector("#evidence .evidence[data-citation='1'] .cited")
        rows = list(load_workbook(io.BytesIO(saved(page, "XLSX"))).active.values)  # 5, 6
        watched.close()

    at, year = rows[0].index("数值"), rows[0].index("年度")
    exact = {2022: 86000, 2023: 81000, 2024: 77000, 2025: 73000, 2026: 66000}
    assert {row[year]: row[at] for row in rows[1:]} == exact
