"""The page as a person uses it, in Chromium: keyboard, narrow screen, and no other host."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.assistant.browser import MARKS, chromium, click_until
from tests.assistant.web_fakes import OTHER, SENTENCE, FakeAssistant, FakeLibrary, serving

PATIENCE = 20_000  # ms

pytestmark = MARKS


@pytest.fixture(scope="module")
def assistant() -> FakeAssistant:
    """One assistant for all pages; it remembers what it was asked."""
    return FakeAssistant()


@pytest.fixture(scope="module")
def address(assistant: FakeAssistant) -> Iterator[str]:
    """Where the page is served."""
    with serving(assistant) as url:
        yield url


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """One Chromium for all tests."""
    with chromium() as browser:
        yield browser


@pytest.fixture
def page(browser: Any, address: str) -> Iterator[Any]:
    """A new conversation on a wide screen."""
    with _opened(browser, address, 1440, 900) as opened:
        yield opened


@pytest.fixture
def narrow(browser: Any, address: str) -> Iterator[Any]:
    """A new conversation on a telephone."""
    with _opened(browser, address, 390, 844) as opened:
        yield opened


def _opened(browser: Any, address: str, width: int, height: int) -> Any:
    opened = browser.new_page(viewport={"width": width, "height": height}, reduced_motion="reduce")
    opened.set_default_timeout(PATIENCE)
    opened.goto(address)
    opened.wait_for_selector(".welcome")
    return opened


def ask(page: Any, question: str) -> None:
    """Type a question, press Enter and wait for what comes of it."""
    turns = page.locator(".turn").count()
    page.fill("#question textarea", question)
    page.press("#question textarea", "Enter")
    page.locator(".turn").nth(turns).locator(".reply:not(.thinking)").wait_for()


def test_answer_comes_with_its_sentence(page: Any) -> None:
    """A question is answered with the figure large and the cited sentence marked."""
    ask(page, "三公经费是多少？")
    page.wait_for_selector("mark.cited")

    assert page.inner_text(".headline .number") == "4.20"
    assert "".join(page.locator("mark.cited").all_inner_texts()) == SENTENCE
    assert page.inner_text("mark.figure") == "4.20万元"
    assert page.input_value("#question textarea") == ""
    assert page.locator(".said .mark[aria-current]").inner_text() == "[1]"


def test_citation_shows_its_cell(page: Any) -> None:
    """A click on [2] turns to the table and brings the cited cell into view."""
    ask(page, "三公经费是多少？")
    page.click(".said .mark[data-citation='1']")
    page.wait_for_selector("td.cited")
    page.wait_for_function(
        "() => { const s = document.querySelector('.sheet').getBoundingClientRect(),"
        " c = document.querySelector('td.cited').getBoundingClientRect();"
        " return c.top >= s.top && c.bottom <= s.bottom + 1 }"
    )

    assert page.inner_text("td.cited") == "64.80"
    assert page.locator(".said .mark[aria-current]").inner_text() == "[2]"


def test_citations_work_with_the_keyboard(page: Any) -> None:
    """Enter on a mark shows it; the arrow keys turn to the next and the previous citation."""
    ask(page, "三公经费是多少？")
    page.focus(".said .mark[data-citation='1']")
    page.keyboard.press("Enter")
    page.wait_for_selector(".evidence[data-citation='1']")
    page.focus("[data-step='1']")
    page.keyboard.press("ArrowRight")
    page.wait_for_selector(".evidence[data-citation='2']")

    assert page.inner_text("mark.cited") == OTHER
    assert page.evaluate("document.activeElement.dataset.step") == "1"

    page.keyboard.press("ArrowLeft")
    page.wait_for_selector(".evidence[data-citation='1']")


def test_choice_asks_again(page: Any, assistant: FakeAssistant) -> None:
    """A click on a choice asks it, with the earlier turns as history."""
    ask(page, "接待费")
    page.click(".choices .chip >> text=三公经费")
    page.wait_for_selector(".headline")

    assert ("三公经费", ("接待费",)) in assistant.asked


def test_earlier_answers_keep_their_citations(page: Any) -> None:
    """A mark of an earlier answer shows that answer's evidence."""
    ask(page, "三公经费是多少？")
    ask(page, "减少多少？")
    page.click(".turn[data-turn='0'] .said .mark[data-citation='1']")
    page.wait_for_selector("td.cited")

    assert page.get_attribute(".evidence", "data-turn") == "0"


def test_new_conversation_forgets(page: Any, assistant: FakeAssistant) -> None:
    """「新对话」 brings the examples back, and the next question has no history."""
    ask(page, "三公经费是多少？")
    page.click("#fresh")
    click_until(page, ".welcome .chip >> nth=0", ".headline")

    assert [history for _, history in assistant.asked if not history]


def test_errors_are_answered_in_words(page: Any) -> None:
    """A foreseen error is told as it is, an unforeseen one in general; both can be asked past."""
    ask(page, "坏了吗")
    assert "资料库正在重建" in page.inner_text(".turn:last-child .trouble")

    ask(page, "崩溃")
    assert "程序内部出错" in page.inner_text(".turn:last-child .trouble")

    ask(page, "三公经费")
    assert page.inner_text(".turn:last-child .headline .number") == "4.20"


def test_answer_can_be_copied(page: Any) -> None:
    """The copy button puts the answer's words on the clipboard."""
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    ask(page, "减少多少？")
    page.click("[data-copy]")
    page.wait_for_selector("text=已复制")

    assert page.evaluate("navigator.clipboard.readText()").startswith("比上年减少 0.30 万元")


def test_hostile_text_does_nothing(page: Any) -> None:
    """Markup in answers and tables neither runs nor loads."""
    alarms: list[Any] = []
    page.on("dialog", lambda dialog: (alarms.append(dialog.message), dialog.dismiss()))
    ask(page, "攻击")
    ask(page, "三公经费")
    page.click(".turn:last-child .said .mark[data-citation='1']")
    page.wait_for_selector("td.cited")

    assert alarms == []
    assert page.locator("#ask img, #ask form, #ask .said a").count() == 0


def test_no_request_leaves_the_machine(browser: Any, address: str) -> None:
    """Opening the page and asking talks to the page's own server only."""
    asked: list[str] = []
    page = browser.new_page()
    page.on("request", lambda request: asked.append(request.url))
    page.goto(address)
    page.wait_for_selector(".welcome .chip")
    ask(page, "三公经费是多少？")
    page.close()

    others = [url for url in asked if not url.startswith((address, "data:", "blob:"))]
    assert asked
    assert others == []


def test_narrow_screen_never_scrolls_sideways(narrow: Any) -> None:
    """At 390 px only tables scroll sideways; the evidence stands below the conversation."""
    ask(narrow, "三公经费是多少？")
    narrow.click(".said .mark[data-citation='1']")
    narrow.wait_for_selector("td.cited")
    narrow.wait_for_function("document.querySelector('.sheet').getBoundingClientRect().top < 844")

    assert narrow.evaluate("document.documentElement.scrollWidth") <= 390
    below = "(a) => document.querySelector(a).getBoundingClientRect().top + scrollY"
    assert narrow.evaluate(below, "#evidence") > narrow.evaluate(below, "#conversation")

    narrow.click("[data-back]")
    assert narrow.evaluate("document.activeElement.className") == "mark"


def test_page_is_chinese(page: Any) -> None:
    """The page says that it is Chinese, for screen readers and browsers."""
    assert page.get_attribute("html", "lang") == "zh-CN"
    assert page.title() == "政府信息公开问数"


def test_empty_library_is_told(browser: Any) -> None:
    """A page over an empty library says how to fill it."""
    with serving(FakeAssistant(FakeLibrary(()))) as url:
        page = browser.new_page()
        page.goto(url)
        page.wait_for_selector(".welcome .command")

        assert "disclosure add 文件夹" in page.inner_text(".welcome")
        page.close()
