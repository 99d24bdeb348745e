"""The frame of the page in Chromium: views, languages, appearance, and nothing that shuts out."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from assistant.conversation import Assistant
from assistant.web.page import VIEWS
from corpus.library import Library
from index.encoder import HashEncoder
from tests.assistant.browser import MARKS, PHONE, WIDE, Watched, barriers, chromium
from tests.assistant.web_fakes import serving

pytestmark = MARKS
LOOKS = [(WIDE, "light"), (PHONE, "dark")]


def answered(page: Any) -> None:
    """Ask, and wait for the evidence."""
    page.click(".welcome .chip >> nth=0")
    page.wait_for_selector("#evidence .cited")


def listed(page: Any) -> None:
    """Wait for the figures, and look at where one is printed."""
    page.click(".figures-scroll td button >> nth=0")
    page.wait_for_selector("#figures-receipt .cited")


def looked_into(page: Any) -> None:
    """Open a document and its form."""
    page.click(".line >> nth=2")
    page.wait_for_selector(".document .preview")
    page.click(".correct summary")


def reviewed(page: Any) -> None:
    """Review all, with the list of documents open, down to what was checked."""
    page.click("#review .picking summary")
    page.click("#review form.choose [type='submit']")
    page.wait_for_selector("#review .checks", state="attached")


def found(page: Any) -> None:
    """Look for a draft, and compare it with an earlier wording."""
    page.fill("#precedents-draft", "2027年“三公”经费预算6.50万元，比上年减少0.50万元。")
    page.click("#precedents form.draft [type='submit']")
    page.click("#precedents .member >> nth=0")
    page.wait_for_selector("#precedents .opened .place")


FILLED = {
    "ask": answered,
    "figures": listed,
    "library": looked_into,
    "precedents": found,
    "review": reviewed,
}


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """One Chromium for all tests."""
    with chromium() as browser:
        yield browser


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory, samples: Path) -> Iterator[str]:
    """Where a page over the samples is served."""
    library = Library.open(tmp_path_factory.mktemp("home"), create=True)
    library.add(sorted(samples.glob("*.txt")))
    with serving(Assistant(library, library.home, HashEncoder())) as url:
        yield url


@pytest.fixture
def session(browser: Any, address: str) -> Iterator[Watched]:
    """One person's page, which met no error and asked no other host at the end."""
    watched = Watched(browser, address, "ask")
    watched.page.wait_for_selector(".welcome .chip")
    yield watched
    watched.close()
    assert watched.faults == []
    assert watched.elsewhere == []


def test_every_view_has_a_tab_and_an_address(session: Watched) -> None:
    """A click shows a view, its address can be kept, and going back goes back."""
    for view in VIEWS:
        session.page.click(f"#tab-{view}")
        assert session.page.is_visible(f"#view-{view}")
        assert session.page.url.endswith(f"#{view}")
        assert session.page.locator(".view:visible").count() == 1
    session.page.go_back()
    session.page.wait_for_selector("#view-precedents", state="visible")


def test_tabs_follow_the_arrow_keys(session: Watched) -> None:
    """The tabs are one stop of the Tab key; arrows, Home and End move among them."""
    page = session.page
    page.focus("#tab-ask")
    page.keyboard.press("End")
    assert page.get_attribute("#tab-review", "aria-selected") == "true"
    page.keyboard.press("ArrowRight")
    assert page.evaluate("document.activeElement.id") == "tab-ask"
    assert page.locator("[role='tab'][tabindex='0']").count() == 1


def test_language_is_switched_and_kept(session: Watched) -> None:
    """The page's own words change, documents' words do not, and the choice outlives a reload."""
    page = session.page
    question = page.inner_text(".welcome .chip >> nth=0")
    page.select_option("[data-setting='language']", "en")
    assert page.inner_text("#tab-library") == "Library"
    assert page.get_attribute("html", "lang") == "en"
    assert page.inner_text("#send") == "Ask"
    assert page.inner_text(".welcome .chip >> nth=0") == question
    page.reload()
    page.wait_for_selector("#tab-library:has-text('Library')")
    page.select_option("[data-setting='language']", "zh-TW")
    assert page.inner_text("#tab-library") == "資料庫"
    page.select_option("[data-setting='language']", "zh-CN")
    assert page.inner_text("#send") == "提问"


def test_appearance_is_chosen_and_kept(session: Watched) -> None:
    """Dark can be chosen on a light system, and stays chosen."""
    page = session.page
    page.select_option("[data-setting='theme']", "dark")
    page.wait_for_selector("body.dark")
    page.reload()
    page.wait_for_selector("body.dark")
    page.select_option("[data-setting='theme']", "light")
    page.wait_for_selector("body:not(.dark)")


def test_the_system_decides_unless_told(browser: Any, address: str) -> None:
    """A dark system gets a dark page, and one that turns light gets a light one."""
    watched = Watched(browser, address, "review", color_scheme="dark")
    watched.page.wait_for_selector("body.dark")
    watched.page.emulate_media(color_scheme="light")
    watched.page.wait_for_selector("body:not(.dark)")
    watched.close()


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize(("viewport", "scheme"), LOOKS)
def test_no_view_shuts_anyone_out(
    browser: Any, address: str, view: str, viewport: dict[str, int], scheme: str
) -> None:
    """axe-core finds nothing serious: names, roles, contrast, order."""
    watched = Watched(browser, address, view, viewport=viewport, color_scheme=scheme)
    FILLED[view](watched.page)
    found = barriers(watched.page)
    watched.close()
    assert found == []
