"""The *Library* view: what is in, what was read of it, and how to change that.

Files go through one queue for all (``intake``); every session draws the same library again when
its revision or the queue has moved on. The browser asks for that while the view is open
(library.js); what it sends is checked here, and changes are refused where they are not allowed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import gradio as gr
from fastapi import APIRouter, HTTPException, Request
from gradio.utils import get_upload_folder

from assistant.conversation import Assistant
from assistant.web.ask import warm_up
from assistant.web.document_html import document_html, nothing_html
from assistant.web.door import Door, may_edit
from assistant.web.intake import Intake, sample_files
from assistant.web.library_html import (
    Notice,
    add_html,
    empty_html,
    list_html,
    readonly_html,
    tools_html,
    work_html,
)
from corpus.corrections import Correction
from corpus.errors import DisclosureError, LibraryError
from corpus.library import DocumentInfo, Library

AT_ONCE = 8  # events answered side by side
REFUSED = "这个网页没有开放添加、更正和移除"
Sent = Mapping[str, Any]  # what the browser says of a click
Shown = tuple[Any, ...]  # Seen, then the HTML of work, list and document, or gr.skip()


@dataclass(frozen=True, slots=True)
class Seen:
    """What one session looks at, and as of which state it was drawn."""

    revision: int = -1
    stamp: int = -1
    opened: str = ""  # id of a document
    part: str = ""  # of the document
    notice: Notice | None = None
    hidden: int = 0  # files of the queue up to this number are not shown
    may_change: bool = False  # what is drawn; each change is checked when it comes


@dataclass(frozen=True)
class LibraryView:
    """The events of the view."""

    assistant: Assistant
    intake: Intake

    def start(self, request: gr.Request) -> Shown:
        """Draw everything for a new session; what was read before it came is not told again."""
        may_change = may_edit(request)
        add = add_html() if may_change else readonly_html()
        now = Seen(hidden=self.intake.last, may_change=may_change)
        return (add, *self._drawn(Seen(), now))

    def tick(self, seen: Seen, request: gr.Request) -> Shown:
        """Draw again what has changed, by this session or another; ``start`` if need be."""
        if seen == Seen():
            return self.start(request)
        return (gr.skip(), *self._drawn(seen, seen))

    def act(self, seen: Seen, event: gr.EventData, request: gr.Request) -> Shown:
        """Do what was clicked; an error becomes a sentence."""
        name = str(event._data.get("do"))
        action = LOOKS.get(name) or CHANGES.get(name)
        if action is None:
            return self._drawn(seen, seen)
        try:
            if name in CHANGES and not may_edit(request):
                raise LibraryError(REFUSED)
            return self._drawn(seen, action(self, seen, event._data))
        except DisclosureError as trouble:
            return self._drawn(seen, replace(seen, notice=Notice(trouble=str(trouble))))

    def open(self, seen: Seen, sent: Sent) -> Seen:
        """Show a document from its beginning."""
        return replace(seen, opened=str(sent.get("id", "")), part="")

    def close(self, seen: Seen, sent: Sent) -> Seen:
        """Show no document."""
        return replace(seen, opened="", part="")

    def turn_to(self, seen: Seen, sent: Sent) -> Seen:
        """Show a section or a table of the open document."""
        return replace(seen, part=str(sent.get("part", "")))

    def dismiss(self, seen: Seen, sent: Sent) -> Seen:
        """Take the notice away."""
        return replace(seen, notice=None)

    def hide(self, seen: Seen, sent: Sent) -> Seen:
        """Take away what was read so far, in this session."""
        return replace(seen, hidden=self.intake.last)

    def hand_in(self, seen: Seen, sent: Sent) -> Seen:
        """Queue uploaded files under the names that they have at the user's."""
        uploads = Path(get_upload_folder()).resolve()
        handed = [(Path(str(one["path"])).resolve(), str(one["name"])) for one in _files(sent)]
        if not all(path.is_relative_to(uploads) for path, _ in handed):
            raise LibraryError("只能添加从这个网页上传的文件")
        for path, name in handed:
            self.intake.hand_in(path, name)
        return seen

    def add_samples(self, seen: Seen, sent: Sent) -> Seen:
        """Queue the samples."""
        for path in sample_files():
            self.intake.hand_in(path, path.name)
        return seen

    def cancel(self, seen: Seen, sent: Sent) -> Seen:
        """Give up one file, or all."""
        number = str(sent.get("number", ""))
        self.intake.cancel(int(number) if number.isdecimal() else None)
        return seen

    def remove(self, seen: Seen, sent: Sent) -> Seen:
        """Take documents out, and offer to bring them back."""
        gone = self.assistant.library.take_out(_ids(sent))
        if not gone:
            return seen
        warm_up(self.assistant)
        ids = tuple(one.id for one in gone)
        notice = Notice("library.removed.many", {"n": len(gone)}, undo=ids)
        if len(gone) == 1:
            notice = Notice("library.removed.one", {"name": gone[0].file_name}, undo=ids)
        opened = "" if seen.opened in ids else seen.opened
        return replace(seen, notice=notice, opened=opened)

    def restore(self, seen: Seen, sent: Sent) -> Seen:
        """Bring documents back exactly as they were."""
        ids = _ids(sent)
        for id in ids:
            self.assistant.library.put_back(id)
        warm_up(self.assistant)
        return replace(seen, notice=Notice("library.restored", {"n": len(ids)}))

    def correct(self, seen: Seen, sent: Sent) -> Seen:
        """Read the open document again with what was said of it by hand."""
        info = self._info(seen.opened)
        correction = _corrected(info, sent)
        if correction == info.correction:
            return replace(seen, notice=Notice("doc.unchanged"))
        return self._reread(seen, correction)

    def uncorrect(self, seen: Seen, sent: Sent) -> Seen:
        """Read the open document again without corrections."""
        return self._reread(seen, Correction())

    def _reread(self, seen: Seen, correction: Correction) -> Seen:
        self.assistant.library.correct(seen.opened, correction)
        warm_up(self.assistant)
        return replace(seen, notice=Notice("doc.corrected"))

    def _info(self, id: str) -> DocumentInfo:
        infos = self.assistant.library.documents()
        found = next((info for info in infos if info.id == id), None)
        if found is None:
            raise LibraryError("这份文件已不在资料库中")
        return found

    def _drawn(self, before: Seen, now: Seen) -> Shown:
        """Draw what differs from ``before``; a library that cannot be read is told."""
        stamp = self.intake.stamp
        try:
            revision = self.assistant.library.revision
            now = replace(now, revision=revision, stamp=stamp)
            return (now, *self._panels(before, now))
        except DisclosureError as trouble:
            told = replace(now, notice=Notice(trouble=str(trouble)))
            return told, self._work(told), gr.skip(), gr.skip()

    def _panels(self, before: Seen, now: Seen) -> tuple[Any, Any, Any]:
        is_changed = before.revision != now.revision
        is_turned = (before.opened, before.part) != (now.opened, now.part)
        working = any(job.left is not None for job in self.intake.jobs())
        is_said = (before.stamp, before.notice, before.hidden) != (
            now.stamp,
            now.notice,
            now.hidden,
        )
        return (
            self._work(now) if is_said or working else gr.skip(),
            self._list(now) if is_changed or before.opened != now.opened else gr.skip(),
            self._document(now) if is_changed or is_turned else gr.skip(),
        )

    def _work(self, seen: Seen) -> str:
        jobs = [job for job in self.intake.jobs() if job.is_open or job.number > seen.hidden]
        return work_html(jobs, seen.notice)

    def _list(self, seen: Seen) -> str:
        library = self.assistant.library
        infos, gone = library.documents(), library.taken_out()
        listed = list_html(infos, seen.opened, gone, may_change=seen.may_change)
        if infos:
            return listed
        return empty_html(len(sample_files()), may_change=seen.may_change) + listed

    def _document(self, seen: Seen) -> str:
        if not seen.opened:
            return nothing_html()
        library = self.assistant.library
        infos = library.documents()
        info = next((info for info in infos if info.id == seen.opened), None)
        if info is None:
            return nothing_html("doc.gone")
        owners = sorted({info.owner for info in infos if info.owner})
        document = library.document(info.id)
        return document_html(info, document, seen.part, owners, may_change=seen.may_change)


Action = Callable[[LibraryView, Seen, Sent], Seen]
LOOKS: dict[str, Action] = {
    "open": LibraryView.open,
    "close": LibraryView.close,
    "part": LibraryView.turn_to,
    "dismiss": LibraryView.dismiss,
    "hide": LibraryView.hide,
}
CHANGES: dict[str, Action] = {
    "files": LibraryView.hand_in,
    "samples": LibraryView.add_samples,
    "cancel": LibraryView.cancel,
    "remove": LibraryView.remove,
    "restore": LibraryView.restore,
    "correct": LibraryView.correct,
    "uncorrect": LibraryView.uncorrect,
}


def _files(sent: Sent) -> list[Mapping[str, Any]]:
    files = sent.get("files")
    if not isinstance(files, list):
        return []
    return [one for one in files if isinstance(one, dict) and {"path", "name"} <= one.keys()]


def _ids(sent: Sent) -> list[str]:
    return list(filter(None, str(sent.get("ids", "")).split(",")))


def _corrected(info: DocumentInfo, sent: Sent) -> Correction:
    """Return what differs from what was read; a field that was corrected before stays so."""
    owner, year, kind = (str(sent.get(name, "")).strip() for name in ("owner", "year", "kind"))
    if year and not (year.isascii() and year.isdecimal()):
        raise LibraryError(f"「{year}」不是年份")
    before = info.correction
    return Correction(
        owner if owner and owner != info.owner else before.owner,
        int(year) if year and int(year) != info.fiscal_year else before.year,
        kind if kind and kind != info.kind else before.kind,
    )


def changes(library: Library, intake: Intake, door: Door | None) -> APIRouter:
    """Return the route by which an open page learns, cheaply, that there is something new."""
    router = APIRouter()

    @router.get("/library/stamp", include_in_schema=False)
    def stamp(request: Request) -> str:
        if door and door.name(request) is None:
            raise HTTPException(401)
        return f"{library.revision}.{intake.stamp}"

    return router


def build(assistant: Assistant, page: gr.Blocks, *, intake: Intake) -> None:
    """Add the view to ``page``, which is being built."""
    view = LibraryView(assistant, intake)
    seen = gr.State(Seen())
    with gr.Row(elem_id="library"):
        with gr.Column(elem_id="shelf", min_width=0):
            add = _panel("library-add")
            work = _panel("library-work")
            _panel("library-tools", tools_html())
            listed = _panel("library-list")
        with gr.Column(elem_id="reading", min_width=0):
            document = _panel("library-document")
    shown = [seen, work, listed, document]
    quiet: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
    for panel in (add, work, listed, document):
        panel.submit(
            view.act, seen, shown, trigger_mode="multiple", concurrency_limit=AT_ONCE, **quiet
        )
    listed.select(view.tick, seen, [add, *shown], concurrency_limit=AT_ONCE, **quiet)
    page.load(view.start, None, [add, *shown], **quiet)


def _panel(elem_id: str, html: str = "") -> gr.HTML:
    """HTML in our own style; clicks in it come back as ``submit`` events (library.js)."""
    return gr.HTML(
        html,
        elem_id=elem_id,
        elem_classes="plain-html",
        apply_default_css=False,
        js_on_load=f"disclosureLibrary.start('{elem_id}', element, trigger, watch, upload)",
    )
