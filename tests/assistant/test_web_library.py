"""The events of the Library view: what a click changes, and what it must not."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import gradio as gr
import pytest

from assistant.conversation import Assistant
from assistant.web.document_html import parts_of
from assistant.web.intake import Intake
from assistant.web.library import LibraryView, Seen
from corpus.corrections import Correction
from corpus.library import Library
from index.encoder import HashEncoder
from tests.assistant.library_of import CIVIL, CIVIL_2026

REQUEST = gr.Request(None)
HOSTILE = "<img src=x onerror=alert(1)>"


@pytest.fixture
def library(tmp_path: Path) -> Library:
    """A library with one disclosure, whose text tries to be markup."""
    path = tmp_path / f"{CIVIL}2026年部门预算.txt"
    path.write_text(f"{CIVIL_2026}\n{HOSTILE}\n", encoding="utf-8")
    library = Library.open(tmp_path / "home", create=True)
    library.add([path])
    return library


@pytest.fixture
def view(library: Library) -> LibraryView:
    """The view over it."""
    assistant = Assistant(library, library.home, HashEncoder())
    return LibraryView(assistant, Intake(library, lambda: None))


def started(view: LibraryView) -> Seen:
    """Return the state of a session that has begun."""
    seen: Seen = view.start(REQUEST)[1]
    return seen


def act(view: LibraryView, seen: Seen, **data: Any) -> tuple[Any, ...]:
    """Return what a click gives: state, and the HTML of work, list and document."""
    return view.act(seen, gr.EventData(None, data), REQUEST)


def only(library: Library) -> str:
    """Return the id of its one document."""
    return library.documents()[0].id


def test_nothing_new_draws_nothing(view: LibraryView) -> None:
    """A look without a change leaves every panel as it is; one before the start draws all."""
    add, _, *panels = view.tick(started(view), REQUEST)

    assert [add, *panels] == [gr.skip()] * 4
    assert view.tick(Seen(), REQUEST) == view.start(REQUEST)


def test_a_change_by_others_is_drawn(view: LibraryView, library: Library) -> None:
    """A document that left elsewhere leaves the list and the panel."""
    seen, *_ = act(view, started(view), do="open", id=only(library))
    library.take_out([only(library)])
    *_, listed, document = view.tick(seen, REQUEST)

    assert "library.empty" in listed
    assert "doc.gone" in document


@pytest.mark.parametrize("data", [{}, {"do": "format"}, {"do": None}, {"do": ["open"]}])
def test_invented_actions_do_nothing(view: LibraryView, data: dict[str, Any]) -> None:
    """What the browser sends is checked."""
    seen = started(view)

    assert act(view, seen, **data)[0] == seen


@pytest.mark.parametrize("files", [None, "x", [{}], [{"path": "/etc/passwd"}], [1]])
def test_malformed_files_are_passed_over(view: LibraryView, files: Any) -> None:
    """Nothing is queued for a message that names no file."""
    act(view, started(view), do="files", files=files)

    assert view.intake.jobs() == []


def test_only_uploads_are_taken(view: LibraryView, tmp_path: Path) -> None:
    """A path of the server's own disk is refused, however it is written."""
    secret = tmp_path / "秘密.txt"
    secret.write_text("x", encoding="utf-8")
    _, work, *_ = act(view, started(view), do="files", files=[{"path": str(secret), "name": "a"}])

    assert "只能添加" in work
    assert view.intake.jobs() == []


def test_corrections_add_up(view: LibraryView, library: Library) -> None:
    """A second correction keeps the first; what was read is no correction."""
    seen, *_ = act(view, started(view), do="open", id=only(library))
    info = library.documents()[0]
    same = {"owner": info.owner, "year": str(info.fiscal_year), "kind": info.kind}
    seen, work, *_ = act(view, seen, do="correct", **same)
    assert "doc.unchanged" in work

    seen, *_ = act(view, seen, do="correct", **(same | {"year": "2024"}))
    seen, *_ = act(view, seen, do="correct", **(same | {"year": "2024", "kind": "部门决算"}))
    assert library.documents()[0].correction == Correction(year=2024, kind="部门决算")

    act(view, seen, do="uncorrect")
    assert library.documents() == [info]


@pytest.mark.parametrize("wrong", [{"year": "二〇"}, {"year": "1800"}, {"kind": "小说"}])
def test_wrong_corrections_are_told(
    view: LibraryView, library: Library, wrong: dict[str, str]
) -> None:
    """They change nothing and are answered with a sentence."""
    seen, *_ = act(view, started(view), do="open", id=only(library))
    before = library.documents()
    _, work, *_ = act(view, seen, do="correct", **wrong)

    assert "notice.trouble" in work
    assert library.documents() == before


def test_undo_twice_is_told(view: LibraryView, library: Library) -> None:
    """Two people may undo the same removal; the second is told that it is done."""
    id = only(library)
    seen, *_ = act(view, started(view), do="remove", ids=id)
    seen, *_ = act(view, seen, do="restore", ids=id)
    _, work, *_ = act(view, seen, do="restore", ids=id)

    assert "不能恢复" in work
    assert [info.id for info in library.documents()] == [id]


def test_every_part_can_be_looked_at(view: LibraryView, library: Library) -> None:
    """Sections and tables are shown one by one, escaped; an unknown part shows the first."""
    seen, *_ = act(view, started(view), do="open", id=only(library))
    document = library.document(only(library))
    shown = [act(view, seen, do="part", part=part.id)[3] for part in parts_of(document)]
    unknown = act(view, replace(seen, part="s0"), do="part", part="x9")[3]

    assert len(set(shown[1:])) == len(shown) - 1
    assert all(HOSTILE not in html for html in shown)
    assert "selected" in unknown
