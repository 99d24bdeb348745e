"""The events of the Precedents view without a browser: find, compare, take a section, files."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from html import unescape
from io import BytesIO
from pathlib import Path
from typing import Any

import gradio as gr
import pytest
from httpx import Client

from assistant.conversation import Assistant
from assistant.precedents.filters import Filters
from assistant.web.precedents import PrecedentsView, Seen, Shown, filters_of
from assistant.web.searches import Searches
from corpus.library import Library
from index.encoder import HashEncoder
from tests.assistant.precedents.libraries import CANAL, GRAIN, WATER, library_of
from tests.assistant.precedents.test_search import DRAFT
from tests.assistant.web_fakes import serving

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    """An assistant over four invented budgets of three bodies."""
    library = library_of(tmp_path_factory.mktemp("precedents"))
    yield Assistant(library, library.home, HashEncoder())
    library.store.engine.dispose()


@pytest.fixture(scope="module")
def view(assistant: Assistant) -> PrecedentsView:
    """The view over them."""
    return PrecedentsView(Searches.of(assistant))


def sent(view: PrecedentsView, seen: Seen, **data: Any) -> Shown:
    """Send what the browser says; returns what is shown in the end."""
    return list(view.act(seen, gr.EventData(None, data)))[-1]


def copied(html: str) -> list[str]:
    """What the copy buttons of some HTML hold."""
    return [unescape(text) for text in re.findall(r'data-copied="([^"]*)"', html)]


def test_the_form_offers_what_the_library_has(view: PrecedentsView) -> None:
    """Bodies, years, levels and kinds of sections can be chosen."""
    form = view.start()[2]

    assert all(f'<option value="{owner}">' in form for owner in (WATER, GRAIN, CANAL))
    assert '<option value="2024">' in form
    assert '<option value="市级">' in form
    assert '<option value="立项依据">' in form


def test_a_draft_finds_its_family(view: PrecedentsView) -> None:
    """How often, by whom and when it was used; slots are shown as slots."""
    found = sent(view, view.start()[0], do="find", draft=DRAFT)[3]

    assert "3 个单位在 4 份文件里用过 4 次" in found
    assert "2024–2026 年" in found
    assert 'class="varies"' in found
    assert "可变：" in found


def test_what_is_copied_equals_the_source(view: PrecedentsView, assistant: Assistant) -> None:
    """The text of the first member, verbatim, and the same with where it is printed."""
    seen, _, _, found, _ = sent(view, view.start()[0], do="find", draft=DRAFT)
    search = view.searches.search(seen.key)
    assert search is not None
    assert search.families
    first = search.families[0].members[0]
    plain, with_source = copied(found)[:2]

    assert plain == assistant.library.document(first.document).quote(first.span)
    assert with_source.startswith(plain)
    assert first.file_name in with_source


def test_a_member_is_compared_and_highlighted(view: PrecedentsView) -> None:
    """Words of the draft only and of the wording only are marked in words; the passage too."""
    seen = sent(view, view.start()[0], do="find", draft=DRAFT)[0]
    member = sent(view, seen, do="open", family="0", member="1")[4]

    assert "<del>" in member
    assert "<ins>" in member
    assert "（草稿有：）" in member
    assert 'class="cited' in member
    assert sent(view, seen, do="open", family="9", member="0")[0].opened == (9, 0)
    assert sent(view, seen, do="open", family="x", member="0")[0] == seen


def test_filters_are_read_and_checked() -> None:
    """What is unknown is left out; only one's own body needs to be named."""
    sent = {"kind": "立项依据", "level": "县级", "year": "2025", "own": WATER, "only_own": ["yes"]}

    assert filters_of(sent) == Filters(
        kind="立项依据", level="县级", year=2025, own=WATER, only_own=True
    )
    assert filters_of({"kind": "x", "level": "y", "year": "z", "only_own": ["yes"]}) == Filters()


def test_filters_limit_the_families(view: PrecedentsView) -> None:
    """Only members that fit are shown; where nothing fits a sentence says what to try."""
    limited = sent(view, view.start()[0], do="find", draft=DRAFT, owner=GRAIN)[3]
    nothing = sent(view, view.start()[0], do="find", draft=DRAFT, year="1999")[3]

    assert GRAIN in limited
    assert WATER not in limited
    assert "没有找到相近的写法" in nothing
    assert "请先写一段草稿" in sent(view, view.start()[0], do="find", draft=" ")[3]


def test_a_section_becomes_the_draft(view: PrecedentsView, assistant: Assistant) -> None:
    """A document offers its sections; the chosen one is handed to the form verbatim."""
    info = assistant.library.documents()[0]
    seen, pick, *_ = sent(view, view.start()[0], do="pick", document=info.id)
    document = assistant.library.document(info.id)
    section = next(one for one in document.sections if "三公" in one.title)
    pick = sent(view, seen, do="section", document=info.id, section=str(section.index))[1]

    assert f'<option value="{section.index}">' in pick
    taken = re.search(r'data-draft="([^"]*)"', pick)
    assert taken
    assert unescape(taken[1]) == document.quote(section.body).strip()
    gone = sent(view, seen, do="pick", document="unknown")
    assert 'role="alert"' in gone[3]


def test_a_need_shows_the_targets_of_others(tmp_path: Path, samples: Path) -> None:
    """A short need that names an indicator: middle, range and each value; a draft: none."""
    library = Library.open(tmp_path / "home", create=True)
    library.add(list(samples.glob("*项目文本.txt")))
    view = PrecedentsView(Searches.of(Assistant(library, library.home, HashEncoder())))
    found = sent(view, view.start()[0], do="find", draft="满意度")[3]

    assert "别处定的目标值" in found
    assert "<td>≥92%</td>" in found
    assert "92% × 1" in found
    draft = "沿河居民满意度达到百分之九十二以上，按年度开展问卷调查，并公布结果和整改情况。"
    assert "别处定的目标值" not in sent(view, view.start()[0], do="find", draft=draft)[3]


def test_what_was_never_found_is_told(view: PrecedentsView) -> None:
    """A search that is no longer kept asks for a new one instead of failing."""
    assert "这里查找" in sent(view, Seen(key="gone"), do="open", family="0", member="0")[3]


def test_an_empty_library_is_told(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Where there is nothing to search the view says where documents are added."""
    library = Library.open(tmp_path_factory.mktemp("none"), create=True)
    empty = PrecedentsView(Searches.of(Assistant(library, library.home, HashEncoder())))
    assert "还没有文件" in empty.start()[2]


def test_families_are_exported(view: PrecedentsView, assistant: Assistant) -> None:
    """The Word file holds the wording; a link that was not shown is refused."""
    seen, _, _, found, _ = sent(view, view.start()[0], do="find", draft=DRAFT)
    shown = re.search(r'href="(made/precedents\.docx\?[^"]+)"', found)
    assert shown
    with serving(assistant) as address, Client(base_url=address, timeout=30) as client:
        body = client.get(f"/{unescape(shown[1])}").content
        refused = client.get("/made/precedents.docx?of=[%22x%22]&key=y")

    with zipfile.ZipFile(BytesIO(body)) as file:
        text = file.read("word/document.xml").decode()
    assert copied(found)[0].splitlines()[0] in text
    assert refused.status_code == 404
    assert seen.key
