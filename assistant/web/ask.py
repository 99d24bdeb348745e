"""The *Ask* view: the conversation on the left, the evidence on the right.

The session holds the turns; every event turns them into HTML again. The browser tells by
``trigger`` which citation or which question was clicked (page.js); what it sends is checked.
What may be asked next is proved after the answer is shown, and stands in a panel of its own.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from threading import Thread
from typing import Any

import gradio as gr

from assistant.answer import Answer
from assistant.conversation import Assistant
from assistant.web.answers import Answers
from assistant.web.evidence import NOTHING_CITED, evidence_html, no_evidence_html
from assistant.web.reports import file_report
from assistant.web.texts import text, told
from assistant.web.transcript import Turn, empty_library_html, transcript_html, welcome_html
from assistant.web.turn_tools import offers_html
from corpus.document import Document
from corpus.errors import DisclosureError

ASKING_AT_ONCE = 4  # questions answered side by side
OFFERING_AT_ONCE = 1
LONGEST_QUESTION = 2000  # characters
TURNS_RESTORED = 20  # of a link, or of the conversation kept in the browser
BROKEN = "程序内部出错，这个问题没有得到回答。请换一种问法再试；若再次出现，请查看终端里的记录。"
TOO_LONG = f"问题太长了（超过 {LONGEST_QUESTION} 字）。请只写要问的那一句。"
Turns = tuple[Turn, ...]
Shown = tuple[Turns, str, Any]  # turns, transcript HTML, evidence HTML or gr.skip()


@dataclass(frozen=True, slots=True)
class AskView:
    """The events of the view, over the shared answers of one assistant."""

    answers: Answers

    @property
    def assistant(self) -> Assistant:
        """Who answers."""
        return self.answers.assistant

    def start(self) -> Shown:
        """A new conversation: example questions, or what to do with an empty library.

        What the first question needs is loaded while the user reads.
        """
        try:
            is_empty = not list(self.assistant.library.documents())
            warm_up(self.assistant)
            chat = empty_library_html() if is_empty else welcome_html(self.assistant.examples())
        except DisclosureError as trouble:
            chat = transcript_html((Turn("打开资料库", trouble=str(trouble)),))
        return (), chat, no_evidence_html()

    def resume(self, kept: object, request: gr.Request) -> Shown:
        """Ask what the link asks (``?q=…``), else what this browser asked last, else start."""
        linked = request.query_params.getlist("q") if request else []
        questions = _questions(linked) or _questions(kept)
        if not questions:
            return self.start()
        turns: Turns = ()
        for question in questions:
            turns = (*turns, self._answered(question, turns))
        return turns, transcript_html(turns), self._first_evidence(turns)

    def ask(self, question: str | None, turns: Turns) -> Iterator[Shown]:
        """Show the question at once with what it is understood as, then its answer."""
        question = (question or "").strip()
        if not question:
            yield turns, gr.skip(), gr.skip()
            return
        waiting = (*turns, self._waiting(question[:LONGEST_QUESTION], turns))
        yield waiting, transcript_html(waiting), gr.skip()
        answered = (*turns, self._answered(question, turns))
        yield answered, transcript_html(answered), self._first_evidence(answered)

    def ask_clicked(self, turns: Turns, event: gr.EventData) -> Iterator[Shown]:
        """Ask the question of a clicked choice, suggestion or example."""
        yield from self.ask(str(event._data.get("question", "")), turns)

    def offer(self, turns: Turns) -> str:
        """Return what may be asked after the last answer."""
        if not turns or turns[-1].answer is None:
            return ""
        *before, last = (turn.question for turn in turns)
        return offers_html(self.answers.offers(last, before), len(turns) - 1)

    def report(self, turns: Turns, event: gr.EventData) -> str:
        """File what a user finds wrong, and say where; what does not exist is not filed."""
        at, note = event._data.get("turn"), str(event._data.get("note", ""))
        if not isinstance(at, int) or not 0 <= at < len(turns):
            return ""
        turn, before = turns[at], [turn.question for turn in turns[:at]]
        if turn.answer is None:
            return ""
        try:
            path = file_report(self.assistant.library, turn.question, before, turn.answer, note)
        except DisclosureError as trouble:
            return _notice_html(str(trouble))
        return _notice_html(told("ask.wrong.done", file=path.name))

    def turn_to(self, turns: Turns, event: gr.EventData) -> Any:
        """Show a clicked citation; what does not exist changes nothing."""
        place = event._data.get("turn"), event._data.get("citation")
        if not all(isinstance(number, int) for number in place):
            return gr.skip()
        return self._evidence(turns, *place)

    def fail(self, turns: Turns) -> Shown:
        """Close a question that an unforeseen error left open."""
        closed = tuple(
            turn if _is_closed(turn) else replace(turn, trouble=BROKEN) for turn in turns
        )
        return closed, transcript_html(closed), gr.skip()

    def _waiting(self, question: str, turns: Turns) -> Turn:
        """The question with what it is understood as; trouble is told by the answer."""
        try:
            understood = self.assistant.told(question, [turn.question for turn in turns])
            documents = self.answers.documents
        except DisclosureError:
            return Turn(question)
        return Turn(question, understood=understood, documents=documents)

    def _answered(self, question: str, turns: Turns) -> Turn:
        if len(question) > LONGEST_QUESTION:
            return Turn(question[:LONGEST_QUESTION], trouble=TOO_LONG)
        try:
            answer = self.answers.ask(question, [turn.question for turn in turns])
        except DisclosureError as trouble:
            return Turn(question, trouble=str(trouble))
        return replace(self._waiting(question, turns), answer=answer)

    def _first_evidence(self, turns: Turns) -> Any:
        return self._evidence(turns, len(turns) - 1, 0)

    def _evidence(self, turns: Sequence[Turn], turn: int, citation: int) -> Any:
        if not 0 <= turn < len(turns):
            return gr.skip()
        answer = turns[turn].answer
        if answer is None or not answer.citations:
            return no_evidence_html(NOTHING_CITED)
        if not 0 <= citation < len(answer.citations):
            return gr.skip()
        document = self._document(answer.citations[citation].document_id)
        number = _number_at(answer, citation)
        return evidence_html(document, answer.citations, citation, turn, number=number)

    def _document(self, id: str) -> Document | None:
        try:
            return self.assistant.library.document(id)
        except DisclosureError:
            return None


def _number_at(answer: Answer, citation: int) -> str:
    """The printed number that a citation stands for; "" when it stands for none or several."""
    cited = (f for f in (*answer.figures, *answer.operands) if citation in f.citations)
    printed = {figure.printed for figure in cited if figure.printed}
    return printed.pop() if len(printed) == 1 else ""


def warm_up(assistant: Assistant) -> None:
    """Load in the background what the next question would wait for."""
    Thread(target=_warm, args=[assistant], daemon=True).start()


def _warm(assistant: Assistant) -> None:
    try:
        assistant.warm()
    except DisclosureError as trouble:
        print(trouble, file=sys.stderr)  # the next question meets it again, and says so


def _questions(told_by_browser: object) -> list[str]:
    """The questions that a browser sends back, as far as they are questions."""
    if not isinstance(told_by_browser, list):
        return []
    said = [q.strip() for q in told_by_browser if isinstance(q, str) and q.strip()]
    return [q for q in said if len(q) <= LONGEST_QUESTION][-TURNS_RESTORED:]


def _asked(turns: Turns) -> list[str]:
    return [turn.question for turn in turns]


def _notice_html(words: str) -> str:
    return f'<p class="filed" role="status">{words}</p>'


def _is_closed(turn: Turn) -> bool:
    return turn.answer is not None or bool(turn.trouble)


def ask_view(assistant: Assistant, page: gr.Blocks) -> None:
    """Add the view to ``page``, which is being built."""
    view = AskView(Answers.of(assistant))
    with gr.Row(elem_id="ask"):
        with gr.Column(elem_id="chat", min_width=0):
            with gr.Column(elem_id="talk", min_width=0):
                chat = _panel("conversation", "chat")
                offers, notice = _panel("offers", "offers"), _panel("notice", "offers")
            with gr.Row(elem_id="composer"):
                box = gr.Textbox(
                    elem_id="question",
                    label=text("ask.box"),
                    show_label=False,
                    placeholder=text("ask.placeholder"),
                    lines=1,
                    max_lines=5,
                    container=False,
                    scale=1,
                )
                send = gr.Button(
                    text("ask.send"), elem_id="send", variant="primary", scale=0, min_width=72
                )
                fresh = gr.Button(text("ask.fresh"), elem_id="fresh", scale=0, min_width=72)
        with gr.Column(elem_id="receipts", min_width=0):
            evidence = _panel("evidence", "evidence")
    panels = Panels(gr.State(()), chat, evidence, offers, notice)
    _wire(view, page, panels, box, send, fresh)


@dataclass(frozen=True, slots=True)
class Panels:
    """The parts of the view that events change."""

    turns: Any
    chat: Any
    evidence: Any
    offers: Any
    notice: Any

    @property
    def shown(self) -> list[Any]:
        """What a question changes."""
        return [self.turns, self.chat, self.evidence]


def _panel(elem_id: str, script: str) -> gr.HTML:
    """HTML in our own style, brought to life by the function ``script`` of page.js."""
    return gr.HTML(
        elem_id=elem_id,
        apply_default_css=False,
        js_on_load=f"disclosure.{script}(element, trigger, watch)",
    )


def _wire(view: AskView, page: gr.Blocks, panels: Panels, box: Any, send: Any, fresh: Any) -> None:
    turns, shown = panels.turns, panels.shown
    quiet: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
    asking = quiet | {"concurrency_limit": ASKING_AT_ONCE, "concurrency_id": "ask"}
    offering = quiet | {"concurrency_limit": OFFERING_AT_ONCE, "trigger_mode": "always_last"}
    offering |= {"concurrency_id": "offer"}
    kept = gr.BrowserState([], storage_key="disclosure.conversation", secret="disclosure")
    written = gr.State("")
    typed = gr.on([box.submit, send.click], lambda text: ("", text), box, [box, written], **quiet)
    asked = typed.then(view.ask, [written, turns], shown, **asking)
    clicked = [
        panel.submit(view.ask_clicked, turns, shown, **asking)
        for panel in (panels.chat, panels.offers)
    ]
    fresh.click(view.start, None, shown, **quiet).then(list, None, kept, **quiet)
    started = page.load(view.resume, kept, shown, **asking)
    for event in (asked, *clicked):
        event.failure(view.fail, turns, shown, **quiet)
        event.then(_asked, turns, kept, **quiet)
    for event in (asked, *clicked, started):
        event.then(view.offer, turns, panels.offers, **offering)
    for panel in (panels.chat, panels.evidence):
        panel.select(view.turn_to, turns, panels.evidence, trigger_mode="always_last", **quiet)
    panels.chat.like(view.report, turns, panels.notice, **quiet)
