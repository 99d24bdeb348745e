"""The Review view as people use it, in Chromium, over a real library."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from assistant.conversation import Assistant
from assistant.review.accepted import accepted_in
from assistant.web.door import Door
from assistant.web.users import Users
from corpus.library import Library
from index.encoder import HashEncoder
from tests.assistant.browser import MARKS, PHONE, Watched, barriers, chromium
from tests.assistant.test_web_review import library as _library
from tests.assistant.web_fakes import serving

pytestmark = MARKS
library = _library
WARNINGS = "#review .levels .warning"
ACROSS = "#review .finding:has(b:text-is('上年数'))"


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """One Chromium for all tests."""
    with chromium() as browser:
        yield browser


@pytest.fixture
def address(library: Library) -> Iterator[str]:
    """Where the page is served."""
    with serving(Assistant(library, library.home, HashEncoder())) as address:
        yield address


def reviewed(session: Watched) -> Any:
    """Review all documents; returns the page with the findings."""
    page = session.page
    page.wait_for_selector("#review form.choose")
    page.click("#review form.choose [type='submit']")
    page.wait_for_selector("#review .findings li")
    return page


def test_a_review_is_run_filtered_accepted_and_exported(
    browser: Any, address: str, library: Library
) -> None:
    """From the first click to the file, without an error in the browser."""
    session = Watched(browser, address, "review")
    page = reviewed(session)
    every = page.locator("#review .findings li").count()
    page.click(WARNINGS)
    page.wait_for_selector(f"{WARNINGS}[aria-pressed='true']")
    assert 0 < page.locator("#review .findings li").count() < every

    page.click(ACROSS)
    page.wait_for_selector("#review .opened .place >> nth=1")
    assert page.locator("#review .place:has(mark.cited, td.cited)").count() >= 2
    assert page.evaluate("document.activeElement.tagName") == "H2"
    first, second = (page.locator("#review .place").nth(n).bounding_box() for n in (0, 1))
    assert first["y"] == second["y"]
    assert first["x"] < second["x"]
    assert barriers(page) == []

    before = page.locator("#review .findings li").count()
    page.fill("#review [name='reason']", "给另一项的理由")
    page.click("#review .finding:not([aria-current]) >> nth=0")
    page.wait_for_function("document.querySelector(\"#review [name='reason']\").value === ''")
    page.click(ACROSS)
    page.wait_for_selector(f"{ACROSS}[aria-current]")
    page.fill("#review [name='reason']", "上年数按决算调整")
    page.press("#review [name='reason']", "Enter")
    page.wait_for_selector("#review .decision.accepted")
    assert "上年数按决算调整" in page.inner_text("#review .decision")
    assert page.locator("#review .findings li").count() == before - 1
    assert list(accepted_in(library.home).values()) == ["上年数按决算调整"]
    page.select_option("#review [name='status']", "accepted")
    page.wait_for_selector("#review .findings li:only-child")

    page.click("#review [data-do='reject']")
    page.wait_for_selector("#review form.decision")
    assert accepted_in(library.home) == {}

    page.click("#review .tools summary")
    with page.expect_download() as download:
        page.click("#review .tools a:text-is('JSON')")
    report = json.loads(Path(download.value.path()).read_text("utf-8"))
    assert len(report["findings"]) == every
    session.close()
    assert (session.faults, session.elsewhere) == ([], [])


def test_only_chosen_documents_are_reviewed(browser: Any, address: str) -> None:
    """Documents are searched, ticked, and counted."""
    session = Watched(browser, address, "review")
    page = session.page
    page.click("#review .picking summary")
    page.fill("#review .picking [type='search']", "2025")
    assert page.locator("#review .pick li:visible").count() == 1
    page.check("#review .pick li:visible input")
    assert "已选 1 份" in page.inner_text("#review .picked")
    page.click("#review form.choose [type='submit']")
    page.wait_for_selector("#review .summary:has-text('审核了 1 份文件')")
    session.close()
    assert session.faults == []


def test_a_phone_stacks_the_places(browser: Any, address: str) -> None:
    """At 390 px the opened finding comes into sight, its places one under the other."""
    session = Watched(browser, address, "review", viewport=PHONE, color_scheme="dark")
    page = reviewed(session)
    page.click(ACROSS)
    page.wait_for_selector("#review .opened .place >> nth=1")
    page.wait_for_function(
        "document.querySelector('#review .opened').getBoundingClientRect().top < 300"
    )
    first, second = (page.locator("#review .place").nth(n).bounding_box() for n in (0, 1))
    assert first["x"] == second["x"]
    assert first["y"] < second["y"]
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.click("#review [data-back]")
    page.wait_for_function("document.activeElement.matches('.finding[aria-current]')")
    session.close()
    assert session.faults == []


def test_readers_accept_nothing(browser: Any, library: Library) -> None:
    """Who may only read sees findings but no way to accept, and the server refuses it as well."""
    assistant = Assistant(library, library.home, HashEncoder())
    with serving(assistant, door=Door(Users({}), public=True)) as address:
        session = Watched(browser, address, "review")
        page = reviewed(session)
        page.click("#review .finding >> nth=0")
        page.wait_for_selector("#review .decision.readonly")
        assert page.locator("#review form.decision").count() == 0
        forged = "(line) => { line.dataset.do = 'accept'; line.dataset.reason = '好'; }"
        page.eval_on_selector("#review .finding", forged)
        page.click("#review .finding >> nth=0")
        page.wait_for_selector("#review .trouble")
        session.close()

    assert accepted_in(library.home) == {}
