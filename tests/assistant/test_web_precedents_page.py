"""The Precedents view as people use it, in Chromium, over a real library."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from assistant.conversation import Assistant
from index.encoder import HashEncoder
from tests.assistant.browser import MARKS, PHONE, Watched, chromium
from tests.assistant.precedents.libraries import WATER, library_of
from tests.assistant.precedents.test_search import DRAFT
from tests.assistant.web_fakes import serving

pytestmark = MARKS
CLIPBOARD = ["clipboard-read", "clipboard-write"]


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """One Chromium for all tests."""
    with chromium() as browser:
        yield browser


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    """An assistant over four invented budgets."""
    library = library_of(tmp_path_factory.mktemp("precedents"))
    return Assistant(library, library.home, HashEncoder())


@pytest.fixture(scope="module")
def address(assistant: Assistant) -> Iterator[str]:
    """Where the page is served."""
    with serving(assistant) as address:
        yield address


def found(session: Watched, draft: str = DRAFT) -> Any:
    """Look for a draft; returns the page with the families."""
    page = session.page
    page.fill("#precedents-draft", draft)
    page.click("#precedents form.draft [type='submit']")
    page.wait_for_selector("#precedents .family")
    return page


def test_draft_in_family_out_difference_shown(
    browser: Any, address: str, assistant: Assistant
) -> None:
    """One's own body first, its wording beside the draft, copied as it is printed, exported."""
    session = Watched(browser, address, "precedents", permissions=CLIPBOARD)
    page = session.page
    page.wait_for_selector("#precedents form.draft")
    page.select_option("#precedents form.draft [name='own']", WATER)
    found(session)
    assert f"{WATER} 2025年" in page.inner_text("#precedents .family >> nth=0")

    page.click("#precedents .member >> nth=0")
    page.wait_for_selector("#precedents .opened mark.cited")
    assert page.locator("#precedents .diff del").count() > 0
    assert page.locator("#precedents .diff ins").count() > 0
    assert "line-through" in page.eval_on_selector(
        "#precedents .diff del", "(e) => getComputedStyle(e).textDecorationLine"
    )
    page.click("#precedents .opened [data-copied] >> nth=0")
    page.wait_for_selector("#precedents .opened [data-text='ask.copied']")
    text = page.evaluate("navigator.clipboard.readText()")
    documents = [assistant.library.document(info.id) for info in assistant.library.documents()]
    own = next(d for d in documents if (d.owner, d.fiscal_year) == (WATER, 2025))
    assert text
    assert text in own.text

    page.click("#precedents-found > * .tools .save summary >> nth=-1")
    with page.expect_download() as download:
        page.click("#precedents .save a")
    assert Path(download.value.path()).read_bytes().startswith(b"PK")
    session.close()
    assert (session.faults, session.elsewhere) == ([], [])


def test_a_section_of_a_document_is_taken_as_the_draft(browser: Any, address: str) -> None:
    """Document, then section: its text stands in the field and is found."""
    session = Watched(browser, address, "precedents")
    page = session.page
    page.click("#precedents .picking summary")
    page.select_option("#precedents [name='document']", index=1)
    page.wait_for_selector("#precedents [name='section']")
    page.select_option("#precedents [name='section']", label="重点项目情况说明 › 立项依据")
    page.wait_for_function("document.querySelector('#precedents-draft').value.includes('根据')")
    page.click("#precedents form.draft [type='submit']")
    page.wait_for_selector("#precedents .family")
    session.close()
    assert session.faults == []


def test_a_phone_and_the_keyboard_are_enough(browser: Any, address: str) -> None:
    """At 390 px nothing scrolls sideways; a member is opened and left without a mouse."""
    session = Watched(browser, address, "precedents", viewport=PHONE, color_scheme="dark")
    session.page.wait_for_selector("#precedents form.draft")
    page = found(session)
    page.focus("#precedents .member >> nth=0")
    page.keyboard.press("Enter")
    page.wait_for_function("document.activeElement.tagName === 'H2'")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    page.wait_for_function("document.activeElement.matches('.member[aria-current]')")
    page.select_option("[data-setting='language']", "en")
    page.wait_for_selector("#precedents .primary:has-text('Find')")
    session.close()
    assert session.faults == []
