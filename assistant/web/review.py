"""The *Review* view: what does not add up within documents, between them and over the years.

A review runs in the background (``reviews``) and is kept; what the browser sends is checked here.
Accepting a finding changes the library's folder and is refused where changes are not allowed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import gradio as gr

from assistant.conversation import Assistant
from assistant.review.accepted import accept, accepted_in, reject, without_accepted
from assistant.review.catalogue import rules
from assistant.review.finding import Finding, Report, Severity
from assistant.web.door import may_edit
from assistant.web.finding_html import (
    LONGEST,
    finding_html,
    gone_html,
    message_of,
    nothing_html,
)
from assistant.web.review_html import (
    ACCEPTED,
    BOTH,
    OPEN,
    Wish,
    choose_html,
    found_html,
    known_ids,
    prompt_html,
    trouble_html,
    waiting_html,
)
from assistant.web.reviews import Reviews, Run
from corpus.errors import DisclosureError, LibraryError

STEP = 0.4  # seconds between two looks at a running review
AT_ONCE = 8  # events answered side by side
REFUSED = "这个网页没有开放接受和撤回审核发现"
FURTHEST = 1_000_000  # findings
Sent = Mapping[str, Any]  # what the browser says of a click
Shown = tuple[Any, ...]  # Seen, then the HTML of choose, found and places, or gr.skip()


@dataclass(frozen=True, slots=True)
class Seen:
    """What one session looks at. ``revision``: of the library, as it was drawn."""

    revision: int = -1
    key: str = ""  # of its review
    wish: Wish = field(default_factory=Wish)
    opened: str = ""  # id of a finding


@dataclass(frozen=True)
class ReviewView:
    """The events of the view."""

    reviews: Reviews

    def start(self) -> Shown:
        """Draw the view for a new session."""
        try:
            return self._drawn(Seen(), Seen())
        except DisclosureError as trouble:
            return Seen(), gr.skip(), trouble_html(str(trouble)), nothing_html()

    def act(self, seen: Seen, event: gr.EventData, request: gr.Request) -> Iterator[Shown]:
        """Do what was clicked, told more than once while it lasts; an error becomes a sentence."""
        sent, name = event._data, str(event._data.get("do"))
        try:
            if name == "run":
                yield from self._run(seen, sent)
                return
            action = CHANGES.get(name) or LOOKS.get(name)
            if name in CHANGES and not may_edit(request):
                raise LibraryError(REFUSED)
            now = action(self, seen, sent) if action else seen
            yield self._drawn(seen, now, may_change=may_edit(request))
        except DisclosureError as trouble:
            yield self._told(seen, str(trouble))

    def open(self, seen: Seen, sent: Sent) -> Seen:
        """Show a finding with its places."""
        return replace(seen, opened=str(sent.get("id", "")))

    def page(self, seen: Seen, sent: Sent) -> Seen:
        """Turn to other findings."""
        start = str(sent.get("start", ""))
        at = min(int(start), FURTHEST) if start.isascii() and start.isdecimal() else 0
        return replace(seen, wish=replace(seen.wish, start=at))

    def severity(self, seen: Seen, sent: Sent) -> Seen:
        """Show findings of one severity, or of all."""
        said = str(sent.get("value", ""))
        chosen = said if said in set(Severity) else ""
        return replace(seen, wish=replace(seen.wish, severity=chosen, start=0))

    def filter(self, seen: Seen, sent: Sent) -> Seen:
        """Show findings of a family of rules, a document, a status."""
        family, document, status = (str(sent.get(n, "")) for n in ("family", "document", "status"))
        return replace(
            seen,
            wish=Wish(
                severity=seen.wish.severity,
                family=family if family in {rule.family for rule in rules().values()} else "",
                document=document,
                status=status if status in (OPEN, ACCEPTED, BOTH) else OPEN,
            ),
        )

    def accept(self, seen: Seen, sent: Sent) -> Seen:
        """Set a finding apart, with a reason."""
        found = self._finding(seen, str(sent.get("id", "")))
        accept(self.reviews.library.home, found.id, str(sent.get("reason", ""))[:LONGEST])
        return seen

    def reject(self, seen: Seen, sent: Sent) -> Seen:
        """Take an acceptance back."""
        reject(self.reviews.library.home, self._finding(seen, str(sent.get("id", ""))).id)
        return seen

    def refresh(self, seen: Seen, sent: Sent) -> Seen:
        """Look whether the library has changed."""
        return seen

    def _run(self, seen: Seen, sent: Sent) -> Iterator[Shown]:
        infos = self.reviews.library.documents()
        run = self.reviews.start(known_ids(infos, sent.get("documents", [])))
        now = Seen(seen.revision, run.key)
        while not run.finished.wait(STEP):
            yield now, gr.skip(), waiting_html(run), nothing_html()
        yield self._drawn(seen, now)

    def _drawn(self, before: Seen, now: Seen, *, may_change: bool = False) -> Shown:
        library = self.reviews.library
        now = replace(now, revision=library.revision)
        is_changed = before.revision != now.revision
        choose = choose_html(library.documents()) if is_changed else gr.skip()
        run = self.reviews.run(now.key)
        if run is None or not run.finished.is_set():
            return now, choose, prompt_html(), nothing_html()
        if run.report is None:
            return now, choose, trouble_html(run.trouble), nothing_html()
        report = without_accepted(run.report, accepted_in(library.home))
        found = found_html(
            report,
            now.wish,
            now.opened,
            run,
            lambda one: message_of(one, run.private),
            is_old=run.revision != now.revision,
        )
        return now, choose, found, self._opened(now, run, report, may_change=may_change)

    def _opened(self, seen: Seen, run: Run, report: Report, *, may_change: bool) -> str:
        found = _finding_in(report, seen.opened)
        if found is None:
            return nothing_html()
        library = self.reviews.library
        try:
            return finding_html(found, report, library, run.private, may_change=may_change)
        except LibraryError:
            return gone_html()

    def _told(self, seen: Seen, trouble: str) -> Shown:
        """Tell an error where the reader is looking: beside the finding, else above the list."""
        if seen.opened:
            return seen, gr.skip(), gr.skip(), trouble_html(trouble)
        return seen, gr.skip(), trouble_html(trouble), gr.skip()

    def _finding(self, seen: Seen, id: str) -> Finding:
        run = self.reviews.run(seen.key)
        found = _finding_in(run.report, id) if run and run.report else None
        if found is None:
            raise LibraryError("没有这项审核发现，或审核结果已不在内存里：请重新审核")
        return found


Action = Callable[[ReviewView, Seen, Sent], Seen]
LOOKS: dict[str, Action] = {
    "open": ReviewView.open,
    "page": ReviewView.page,
    "severity": ReviewView.severity,
    "filter": ReviewView.filter,
    "refresh": ReviewView.refresh,
}
CHANGES: dict[str, Action] = {"accept": ReviewView.accept, "reject": ReviewView.reject}


def _finding_in(report: Report, id: str) -> Finding | None:
    return next((one for one in (*report.findings, *report.accepted) if one.id == id), None)


def build(assistant: Assistant, page: gr.Blocks) -> None:
    """Add the view to ``page``, which is being built."""
    view = ReviewView(Reviews.of(assistant.library))
    seen = gr.State(Seen())
    with gr.Row(elem_id="review", elem_classes="desk"):
        with gr.Column(elem_id="review-list", elem_classes="desk-list", min_width=0):
            choose = _panel("choose")
            found = _panel("found")
        with gr.Column(elem_id="review-detail", elem_classes="desk-detail", min_width=0):
            places = _panel("places")
    shown = [seen, choose, found, places]
    quiet: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
    for panel in (choose, found, places):
        panel.submit(
            view.act, seen, shown, trigger_mode="multiple", concurrency_limit=AT_ONCE, **quiet
        )
    page.load(view.start, None, shown, **quiet)


def _panel(name: str) -> gr.HTML:
    """HTML in our own style; clicks in it come back as ``submit`` events (desk.js)."""
    return gr.HTML(
        "",
        elem_id=f"review-{name}",
        elem_classes="plain-html",
        apply_default_css=False,
        js_on_load=f"disclosureDesk.start('review', '{name}', element, trigger, watch)",
    )
