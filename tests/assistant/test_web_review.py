"""The events of the Review view without a browser: run, filter, open, accept, files."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html import unescape
from io import BytesIO
from pathlib import Path
from typing import Any

import gradio as gr
import pytest
from httpx import Client
from openpyxl import load_workbook

from assistant.conversation import Assistant
from assistant.review.accepted import accepted_in
from assistant.web.covering import covered
from assistant.web.review import ReviewView, Seen, Shown
from assistant.web.review_html import Wish
from assistant.web.reviews import Reviews
from corpus.library import Library
from index.encoder import HashEncoder
from tests.assistant.test_review_reports import OWNER, TEXT
from tests.assistant.web_fakes import serving

PHONE = "13912345678"
PRIVATE = f"三、联系方式\n办公室联系手机{PHONE}，联系手机{PHONE}。\n"

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")


@pytest.fixture
def library(tmp_path: Path) -> Library:
    """Two years of an invented budget: a wrong rate, two years that do not fit, a telephone."""
    folder = tmp_path / "files"
    folder.mkdir()
    for year, now, change, rate in (
        (2025, "50.30", "1.00", "20.00"),
        (2026, "56.30", "5.00", "25"),
    ):
        text = TEXT.format(owner=OWNER, year=year, now=now, change=change, rate=rate)
        (folder / f"{year}.txt").write_text(text + (PRIVATE if year == 2026 else ""), "utf-8")
    library = Library.open(tmp_path / "home", create=True)
    library.add([folder])
    return library


@pytest.fixture
def view(library: Library) -> ReviewView:
    """The view over it."""
    return ReviewView(Reviews.of(library))


def sent(view: ReviewView, seen: Seen, **data: Any) -> Shown:
    """Send what the browser says; returns what is shown in the end."""
    request = gr.Request()
    return list(view.act(seen, gr.EventData(None, data), request))[-1]


def ids(html: str) -> list[str]:
    """The findings of a list."""
    return re.findall(r'data-do="open" data-id="(\w+)"', html)


def test_a_review_is_told_by_severity(view: ReviewView) -> None:
    """All documents are reviewed when none is chosen; counts stand beside the severities."""
    start = view.start()
    assert "资料库里有 2 份文件" in start[1]
    seen, _, found, places = sent(view, start[0], do="run")

    assert "审核了 2 份文件" in found
    assert "增减幅度" in found
    assert 'class="level error"' in found
    assert "opened" not in places
    assert seen.key


def test_filters_narrow_the_list(view: ReviewView) -> None:
    """Severity, family, document and status each leave what fits; what is unknown is ignored."""
    seen, _, found, _ = sent(view, view.start()[0], do="run")
    every = ids(found)
    errors = sent(view, seen, do="severity", value="error")
    family = sent(view, seen, do="filter", family="个人信息", document="", status="open")
    accepted = sent(view, seen, do="filter", family="没有", document="", status="accepted")

    assert 0 < len(ids(errors[2])) < len(every)
    assert 0 < len(ids(family[2])) < len(every)
    assert ids(accepted[2]) == []
    assert accepted[0].wish == Wish(status="accepted")


def test_some_documents_are_reviewed_alone(view: ReviewView, library: Library) -> None:
    """A chosen document is reviewed without the others; unknown ids are left out."""
    chosen = next(info.id for info in library.documents() if info.fiscal_year == 2025)
    found = sent(view, view.start()[0], do="run", documents=[chosen, "unknown"])[2]

    assert "审核了 1 份文件" in found
    assert "跨文件" not in found


def test_the_same_review_is_not_made_twice(view: ReviewView, library: Library) -> None:
    """A review is kept until the library changes; then the old one is told to be old."""
    first = view.reviews.start([])
    assert first.finished.wait(30)
    assert view.reviews.start([]) is first
    seen = sent(view, view.start()[0], do="run")[0]
    library.take_out([library.documents()[0].id])

    assert view.reviews.start([]) is not first
    assert "审核之后有变化" in sent(view, seen, do="refresh")[2]


def test_a_finding_shows_both_places(view: ReviewView) -> None:
    """The places of a finding over two years stand side by side, each with its number marked."""
    seen, _, found, _ = sent(view, view.start()[0], do="run")
    line = next(id for id in ids(found) if "上年数" in found.split(f'data-id="{id}"')[1][:200])
    places = sent(view, seen, do="open", id=line)[3]

    assert places.count('class="place"') >= 2
    assert "50.30" in places
    assert "2025.txt" in places
    assert 'class="cited' in places
    assert "应为" in places


def test_personal_data_is_never_shown_in_full(view: ReviewView) -> None:
    """Neither the finding about it nor another one of the same document prints it."""
    seen, _, found, _ = sent(view, view.start()[0], do="run")
    drawn = [sent(view, seen, do="open", id=id)[3] for id in ids(found)]

    assert len(drawn) > 2
    assert PHONE not in found + "".join(drawn)
    assert any("139＊＊＊＊＊＊＊＊" in one for one in drawn)
    assert covered(f"电话{PHONE}。", [PHONE]) == "电话139＊＊＊＊＊＊＊＊。"


def test_accepting_needs_a_reason_and_can_be_taken_back(view: ReviewView, library: Library) -> None:
    """An accepted finding leaves the open ones, keeps its reason, and comes back."""
    seen, _, found, _ = sent(view, view.start()[0], do="run")
    id = ids(found)[0]
    opened = sent(view, seen, do="open", id=id)[0]
    assert "请写明理由" in sent(view, opened, do="accept", id=id, reason=" ")[3]
    assert "没有这项审核发现" in sent(view, opened, do="accept", id="nothing", reason="好")[3]

    _, _, rest, places = sent(view, opened, do="accept", id=id, reason="口径不同")
    assert id not in ids(rest)
    assert "口径不同" in places
    assert accepted_in(library.home) == {id: "口径不同"}
    assert id in ids(sent(view, opened, do="reject", id=id)[2])
    assert accepted_in(library.home) == {}


def test_nothing_found_says_what_was_checked(tmp_path: Path) -> None:
    """A clean document has no findings but a list of what was compared."""
    paper = tmp_path / "2026.txt"
    paper.write_text(
        f"{OWNER}2026年部门预算\n一、情况说明\n2026年会议费12.00万元，比上年增加2.00万元，"
        "增长20.00%。\n",
        "utf-8",
    )
    library = Library.open(tmp_path / "home", create=True)
    library.add([paper])
    view = ReviewView(Reviews.of(library))
    found = sent(view, view.start()[0], do="run")[2]

    assert "没有发现对不上的地方" in found
    assert "增减幅度" in found


def test_an_empty_library_is_told(tmp_path: Path) -> None:
    """Where there is nothing to review the view says where documents are added."""
    library = Library.open(tmp_path / "home", create=True)
    assert "还没有文件" in ReviewView(Reviews.of(library)).start()[1]


@pytest.fixture
def client(library: Library) -> Iterator[Client]:
    """A program that follows the page's links."""
    assistant = Assistant(library, library.home, HashEncoder())
    with serving(assistant) as address, Client(base_url=address, timeout=30) as opened:
        yield opened


def test_a_review_is_exported(view: ReviewView, client: Client) -> None:
    """JSON, workbook and page hold the same findings; a link that was not shown is refused."""
    found = sent(view, view.start()[0], do="run")[2]
    links = {
        kind: unescape(at) for at, kind in re.findall(r'href="(made/review\.(\w+)\?[^"]+)"', found)
    }
    report = json.loads(client.get(f"/{links['json']}").content)
    sheet = load_workbook(BytesIO(client.get(f"/{links['xlsx']}").content)).active

    assert {one["id"] for one in report["findings"]} == set(ids(found))
    assert sheet is not None
    assert sheet.max_row == len(report["findings"]) + 1
    assert "审核报告" in client.get(f"/{links['html']}").text
    assert PHONE not in json.dumps(report)
    assert client.get("/made/review.json?of=[%22x%22]&key=y").status_code == 404
