"""The Library view as people use it, in Chromium, over a real library."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from assistant.conversation import Assistant
from assistant.web.door import Door
from assistant.web.users import Users
from corpus.library import Library
from index.encoder import HashEncoder
from tests.assistant.browser import MARKS, PHONE, Watched, chromium, click_until
from tests.assistant.library_of import CIVIL, CIVIL_2026
from tests.assistant.web_fakes import serving

pytestmark = MARKS
OTHER = "青禾市临江区园林局"
Open = Callable[..., Watched]


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """One Chromium for all tests."""
    with chromium() as browser:
        yield browser


@pytest.fixture
def library(tmp_path: Path) -> Library:
    """An empty library."""
    return Library.open(tmp_path / "home", create=True)


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    """A disclosure as a file."""
    path = tmp_path / f"{CIVIL}2026年部门预算.txt"
    path.write_text(CIVIL_2026, encoding="utf-8")
    return path


@pytest.fixture
def open_page(browser: Any, library: Library) -> Iterator[Open]:
    """Open sessions on one page over the library; none may have met an error at the end."""
    sessions: list[Watched] = []
    with serving(Assistant(library, library.home, HashEncoder())) as address:

        def opened(view: str = "library", **how: Any) -> Watched:
            sessions.append(Watched(browser, address, view, **how))
            return sessions[-1]

        yield opened
        for session in sessions:
            session.close()
    assert [fault for session in sessions for fault in session.faults] == []
    assert [url for session in sessions for url in session.elsewhere] == []


def handed_in(page: Any, *paths: Path) -> None:
    """Choose files and wait until all are through."""
    page.wait_for_selector("#library .drop")
    page.set_input_files("#library-files", list(map(str, paths)))
    for path in paths:
        page.wait_for_selector(f".job:is(.done, .failed, .known):has(.name:text-is('{path.name}'))")


def test_good_and_broken_files_are_told_apart(
    open_page: Open, library: Library, paper: Path, tmp_path: Path
) -> None:
    """A good file goes in with what was read of it; a broken one says why; both at once."""
    broken = tmp_path / "损坏.pdf"
    broken.write_bytes(b"%PDF-1.4 nothing behind it")
    page = open_page().page
    handed_in(page, paper, broken)

    assert "个数字" in page.inner_text(".job.done .result")
    assert "PDF" in page.inner_text(".job.failed .result")
    assert str(tmp_path) not in page.inner_text("#library-work")
    assert [info.file_name for info in library.documents()] == [paper.name]
    page.wait_for_selector(".line")
    assert page.locator(".line").count() == 1


def test_known_and_unfit_files_are_told(
    open_page: Open, library: Library, paper: Path, tmp_path: Path
) -> None:
    """Content that is there is not read twice, and a kind that cannot be read is not sent."""
    library.add([paper])
    copy = tmp_path / "另存.txt"
    copy.write_bytes(paper.read_bytes())
    music = tmp_path / "会歌.mp3"
    music.write_bytes(b"ID3")
    page = open_page().page
    handed_in(page, copy)
    assert paper.name in page.inner_text(".job.known .result")

    page.set_input_files("#library-files", str(music))
    page.wait_for_selector(".sending .refused")
    assert "格式不支持" in page.inner_text(".sending .refused")
    assert len(library.documents()) == 1


def test_an_added_document_answers_at_once(open_page: Open, paper: Path) -> None:
    """The welcome of the Ask view offers questions as soon as the first file is in."""
    page = open_page().page
    handed_in(page, paper)
    page.click("#tab-ask")
    page.click("#conversation .welcome .chip >> nth=0")
    page.wait_for_selector(".reply .mark")

    assert page.locator("#evidence .evidence[data-citation]").count() == 1


def test_a_correction_by_hand_is_kept(open_page: Open, library: Library, paper: Path) -> None:
    """Owner and year are corrected in the page, shown as such, and survive a new session."""
    library.add([paper])
    page = open_page().page
    page.click(".line")
    page.click(".correct summary")
    page.fill("#library form [name='owner']", OTHER)
    page.fill("#library form [name='year']", "2024")
    page.click("#library form [type='submit']")
    page.wait_for_selector(".identity .byhand")

    (info,) = library.documents()
    assert (info.owner, info.fiscal_year) == (OTHER, 2024)
    assert info.correction.corrected == ("owner", "year")
    again = open_page().page
    again.wait_for_selector(".line .byhand")
    assert OTHER in again.inner_text(".line")
    again.click(".line")
    again.click(".correct summary")
    again.click("[data-do='uncorrect']")
    again.wait_for_selector(".document:not(:has(.byhand))")
    assert library.documents()[0].owner == CIVIL


def test_removal_can_be_undone(open_page: Open, library: Library, paper: Path) -> None:
    """What is removed answers nothing; undo brings it back as it was."""
    library.add([paper])
    before = library.documents()
    page = open_page().page
    page.click(".line")
    page.click(".head [data-do='remove']")
    page.wait_for_selector(".notice [data-do='restore']")
    page.wait_for_selector(".emptylibrary")
    assert library.documents() == []

    page.click(".notice [data-do='restore']")
    page.wait_for_selector(".line")
    assert library.documents() == before


def test_an_empty_library_offers_the_samples(open_page: Open, library: Library) -> None:
    """One click fills it."""
    page = open_page().page
    page.click("[data-do='samples']")
    page.wait_for_selector(".documents li:nth-child(5)")

    assert len(library.documents()) == 5


def test_everything_can_be_done_with_the_keyboard(
    open_page: Open, library: Library, paper: Path
) -> None:
    """Views, list, removal and undo are reached and worked without a mouse."""
    library.add([paper])
    page = open_page("ask").page
    page.focus("#tab-ask")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    page.wait_for_selector(".line")
    assert page.evaluate("document.activeElement.id") == "tab-library"

    page.focus("#library-search")
    page.keyboard.type("民政 2026")
    assert page.inner_text(".counts .shown") == "显示 1 / 1"
    for _ in range(4):  # order, all, this one, its line
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_function("document.activeElement.tagName === 'H2'")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_function("document.activeElement.dataset.do === 'restore'")
    page.keyboard.press("Enter")
    page.wait_for_selector(".line")
    assert len(library.documents()) == 1


def test_a_list_is_searched_and_sorted(open_page: Open, library: Library, tmp_path: Path) -> None:
    """Three hundred documents are narrowed and ordered without asking the server."""
    for number in range(30):
        text = CIVIL_2026.replace("2026", str(1995 + number)) + f"\n第{number}号。"
        (tmp_path / f"{CIVIL}{1995 + number}年部门预算.txt").write_text(text, encoding="utf-8")
    library.add(sorted(tmp_path.glob("*.txt")))
    page = open_page().page
    page.wait_for_selector(".documents li:nth-child(30)")
    page.select_option("#library-sort", "name")
    assert "1995" in page.text_content(".documents li:first-child")
    page.select_option("#library-sort", "year")
    assert "2024" in page.text_content(".documents li:first-child")

    page.fill("#library-search", "2011年")
    assert page.locator(".documents li:visible").count() == 1
    page.fill("#library-search", "没有这个词")
    assert page.is_visible(".nohit")


def test_two_sessions_see_one_library_and_their_own_conversation(
    open_page: Open, library: Library, paper: Path
) -> None:
    """What one adds the other sees; what one opens, searches or asks stays with that one."""
    one, other = open_page().page, open_page().page
    handed_in(one, paper)
    other.wait_for_selector(".line")
    click_until(one, ".line", ".document .preview")
    one.click("#tab-ask")
    one.fill("#question textarea", "2026年三公经费是多少？")
    one.press("#question textarea", "Enter")
    one.wait_for_selector(".turn .reply:not(.thinking)")
    other.click("#tab-ask")

    assert other.locator(".document.none").count() == 1
    assert other.locator(".turn").count() == 0


def test_a_phone_never_scrolls_sideways(open_page: Open, library: Library, samples: Path) -> None:
    """At 390 px every view fits, and an open document comes into sight."""
    library.add(sorted(samples.glob("*.txt")))
    page = open_page(viewport=PHONE).page
    page.click(".line >> nth=2")
    page.wait_for_selector(".document .preview")
    page.wait_for_function("document.querySelector('#reading').getBoundingClientRect().top < 200")
    for view in ("ask", "figures", "library", "precedents", "review"):
        page.click(f"#tab-{view}")
        assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_readers_change_nothing(browser: Any, library: Library, paper: Path) -> None:
    """Who may only read gets no button for changes, and the server refuses them as well."""
    library.add([paper])
    assistant = Assistant(library, library.home, HashEncoder())
    with serving(assistant, door=Door(Users({}), public=True)) as address:
        session = Watched(browser, address, "library")
        page = session.page
        page.click(".line")
        page.wait_for_selector(".document .preview")
        assert "只能查看" in page.inner_text("#library-add")
        assert (
            page.locator("#library input[type='file'], .correct, [data-do='remove']").count() == 0
        )
        forged = "(line) => { line.dataset.do = 'remove'; line.dataset.ids = line.dataset.id; }"
        page.eval_on_selector(".line", forged)
        page.click(".line")
        page.wait_for_selector(".notice.trouble")
        session.close()

    assert len(library.documents()) == 1
