"""The *Precedents* view: how earlier documents worded the same thing.

A search runs in the background (``searches``) and is kept; what the browser sends is checked here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import gradio as gr

from assistant.conversation import Assistant
from assistant.precedents.filters import Filters
from assistant.precedents.section_types import section_types
from assistant.precedents.wordings import LEVELS
from assistant.web.member_html import member_html, nothing_html
from assistant.web.precedents_html import (
    LONGEST,
    form_html,
    found_html,
    pick_html,
    prompt_html,
    waiting_html,
)
from assistant.web.review_html import trouble_html
from assistant.web.searches import Search, Searches
from corpus.errors import DisclosureError, LibraryError

STEP = 0.2  # seconds between two looks at a running search
AT_ONCE = 8  # events answered side by side
LONGEST_NAME = 200  # characters of a filter
Sent = Mapping[str, Any]  # what the browser says of a click
Shown = tuple[Any, ...]  # Seen, then the HTML of pick, form, found and member, or gr.skip()


@dataclass(frozen=True, slots=True)
class Seen:
    """What one session looks at. ``revision``: of the library, as it was drawn."""

    revision: int = -1
    key: str = ""  # of its search
    opened: tuple[int, int] | None = None  # family, member
    picked: str = ""  # id of the document whose sections are offered


@dataclass(frozen=True)
class PrecedentsView:
    """The events of the view."""

    searches: Searches

    def start(self) -> Shown:
        """Draw the view for a new session."""
        try:
            return self._drawn(Seen(), Seen())
        except DisclosureError as trouble:
            return Seen(), gr.skip(), gr.skip(), trouble_html(str(trouble)), nothing_html()

    def act(self, seen: Seen, event: gr.EventData) -> Iterator[Shown]:
        """Do what was clicked, told more than once while it lasts; an error becomes a sentence."""
        sent, name = event._data, str(event._data.get("do"))
        try:
            if name == "find":
                yield from self._find(seen, sent)
                return
            if name in ("pick", "section"):
                yield self._pick(seen, sent)
                return
            action = LOOKS.get(name)
            yield self._drawn(seen, action(self, seen, sent) if action else seen)
        except DisclosureError as trouble:
            yield seen, gr.skip(), gr.skip(), trouble_html(str(trouble)), gr.skip()

    def open(self, seen: Seen, sent: Sent) -> Seen:
        """Show a wording beside the draft."""
        at = [str(sent.get(name, "")) for name in ("family", "member")]
        if not all(one.isascii() and one.isdecimal() for one in at):
            return seen
        return replace(seen, opened=(int(at[0]), int(at[1])))

    def refresh(self, seen: Seen, sent: Sent) -> Seen:
        """Look whether the library has changed."""
        return seen

    def _find(self, seen: Seen, sent: Sent) -> Iterator[Shown]:
        draft = str(sent.get("draft", ""))[:LONGEST]
        if not draft.strip():
            wanted = prompt_html("precedents.empty")
            yield replace(seen, key="", opened=None), gr.skip(), gr.skip(), wanted, nothing_html()
            return
        search = self.searches.start(draft, filters_of(sent))
        now = replace(seen, key=search.key, opened=None)
        while not search.finished.wait(STEP):
            yield now, gr.skip(), gr.skip(), waiting_html(search), nothing_html()
        yield self._drawn(seen, now)

    def _pick(self, seen: Seen, sent: Sent) -> Shown:
        """Offer the sections of a document, and take one as the draft."""
        library = self.searches.assistant.library
        infos, chosen = library.documents(), str(sent.get("document", ""))
        now = replace(seen, picked=chosen)
        if not chosen:
            return now, pick_html(infos, None), gr.skip(), gr.skip(), gr.skip()
        document = library.document(chosen)
        at = str(sent.get("section", "")) if sent.get("do") == "section" else ""
        known = {str(section.index): section for section in document.sections}
        draft = document.quote(known[at].body).strip()[:LONGEST] if at in known else ""
        return now, pick_html(infos, document, draft), gr.skip(), gr.skip(), gr.skip()

    def _drawn(self, before: Seen, now: Seen) -> Shown:
        library = self.searches.assistant.library
        now = replace(now, revision=library.revision)
        pick, form = gr.skip(), gr.skip()
        if before.revision != now.revision:
            infos = library.documents()
            pick, form = pick_html(infos, None), form_html(infos)
        search = self.searches.search(now.key)
        if search is None or not search.finished.is_set():
            return now, pick, form, prompt_html(), nothing_html()
        if search.families is None:
            return now, pick, form, trouble_html(search.trouble), nothing_html()
        is_old = search.revision != now.revision
        found = found_html(search, now.opened, is_old=is_old)
        return now, pick, form, found, self._member(now, search)

    def _member(self, seen: Seen, search: Search) -> str:
        families = search.families or []
        if seen.opened is None or seen.opened[0] >= len(families):
            return nothing_html()
        family = families[seen.opened[0]]
        if seen.opened[1] >= len(family.members):
            return nothing_html()
        member = family.members[seen.opened[1]]
        try:
            document = self.searches.assistant.library.document(member.document)
        except LibraryError:
            return nothing_html("precedents.old")
        return member_html(search, family, member, document)


Action = Callable[[PrecedentsView, Seen, Sent], Seen]
LOOKS: dict[str, Action] = {"open": PrecedentsView.open, "refresh": PrecedentsView.refresh}


def filters_of(sent: Sent) -> Filters:
    """Return the filters that a form asks for; what is not understood is left out."""
    said = {
        name: str(sent.get(name, "")).strip()[:LONGEST_NAME]
        for name in ("kind", "owner", "region", "level", "own", "year")
    }
    year = said["year"]
    is_year = year.isascii() and year.isdecimal() and len(year) == 4
    return Filters(
        kind=said["kind"] if said["kind"] in section_types() else "",
        owner=said["owner"],
        region=said["region"],
        level=said["level"] if said["level"] in LEVELS.values() else "",
        year=int(year) if is_year else None,
        own=said["own"],
        only_own=bool(said["own"] and sent.get("only_own")),
    )


def build(assistant: Assistant, page: gr.Blocks) -> None:
    """Add the view to ``page``, which is being built."""
    view = PrecedentsView(Searches.of(assistant))
    seen = gr.State(Seen())
    with gr.Row(elem_id="precedents", elem_classes="desk"):
        with gr.Column(elem_id="precedents-list", elem_classes="desk-list", min_width=0):
            pick, form, found = _panel("pick"), _panel("form"), _panel("found")
        with gr.Column(elem_id="precedents-detail", elem_classes="desk-detail", min_width=0):
            member = _panel("member")
    shown = [seen, pick, form, found, member]
    quiet: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
    for panel in (pick, form, found, member):
        panel.submit(
            view.act, seen, shown, trigger_mode="multiple", concurrency_limit=AT_ONCE, **quiet
        )
    page.load(view.start, None, shown, **quiet)


def _panel(name: str) -> gr.HTML:
    """HTML in our own style; clicks in it come back as ``submit`` events (desk.js)."""
    return gr.HTML(
        "",
        elem_id=f"precedents-{name}",
        elem_classes="plain-html",
        apply_default_css=False,
        js_on_load=f"disclosureDesk.start('precedents', '{name}', element, trigger, watch)",
    )
