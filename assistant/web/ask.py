"""The *Ask* view: the conversation on the left, the evidence on the right.

The session holds the turns; every event turns them into HTML again. The browser tells by
``trigger`` which citation or which question was clicked (page.js); what it sends is checked.
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
from assistant.web.evidence import NOTHING_CITED, evidence_html, no_evidence_html
from assistant.web.transcript import Turn, empty_library_html, transcript_html, welcome_html
from corpus.document import Document
from corpus.errors import DisclosureError

ASKING_AT_ONCE = 4  # questions answered side by side
LONGEST_QUESTION = 2000  # characters
BROKEN = "程序内部出错，这个问题没有得到回答。请换一种问法再试；若再次出现，请查看终端里的记录。"
TOO_LONG = f"问题太长了（超过 {LONGEST_QUESTION} 字）。请只写要问的那一句。"
Turns = tuple[Turn, ...]
Shown = tuple[Turns, str, Any]  # turns, transcript HTML, evidence HTML or gr.skip()


@dataclass(frozen=True, slots=True)
class AskView:
    """The events of the view, over one ``Assistant``."""

    assistant: Assistant

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

    def ask(self, question: str | None, turns: Turns) -> Iterator[Shown]:
        """Show the question at once, then its answer."""
        question = (question or "").strip()
        if not question:
            yield turns, gr.skip(), gr.skip()
            return
        waiting = (*turns, Turn(question[:LONGEST_QUESTION]))
        yield waiting, transcript_html(waiting), gr.skip()
        answered = (*turns, self._answered(question, turns))
        yield answered, transcript_html(answered), self._first_evidence(answered)

    def ask_clicked(self, turns: Turns, event: gr.EventData) -> Iterator[Shown]:
        """Ask the question of a clicked choice, suggestion or example."""
        yield from self.ask(str(event._data.get("question", "")), turns)

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

    def _answered(self, question: str, turns: Turns) -> Turn:
        if len(question) > LONGEST_QUESTION:
            return Turn(question[:LONGEST_QUESTION], trouble=TOO_LONG)
        try:
            answer = self.assistant.ask(question, [turn.question for turn in turns])
        except DisclosureError as trouble:
            return Turn(question, trouble=str(trouble))
        return Turn(question, answer)

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


def _is_closed(turn: Turn) -> bool:
    return turn.answer is not None or bool(turn.trouble)


def ask_view(assistant: Assistant, page: gr.Blocks) -> None:
    """Add the view to ``page``, which is being built."""
    view = AskView(assistant)
    turns = gr.State(())
    with gr.Row(elem_id="ask"):
        with gr.Column(elem_id="chat", min_width=0):
            chat = _panel("conversation", "chat")
            with gr.Row(elem_id="composer"):
                box = gr.Textbox(
                    elem_id="question",
                    label="问题",
                    show_label=False,
                    placeholder="输入问题，按回车提问",
                    lines=1,
                    max_lines=5,
                    container=False,
                    scale=1,
                )
                send = gr.Button("提问", elem_id="send", variant="primary", scale=0, min_width=72)
                fresh = gr.Button("新对话", elem_id="fresh", scale=0, min_width=72)
        with gr.Column(elem_id="receipts", min_width=0):
            evidence = _panel("evidence", "evidence")
    _wire(view, page, [turns, chat, evidence], box, send, fresh)


def _panel(elem_id: str, script: str) -> gr.HTML:
    """HTML in our own style, brought to life by the function ``script`` of page.js."""
    return gr.HTML(
        elem_id=elem_id,
        apply_default_css=False,
        js_on_load=f"disclosure.{script}(element, trigger, watch)",
    )


def _wire(
    view: AskView, page: gr.Blocks, shown: list[Any], box: Any, send: Any, fresh: Any
) -> None:
    turns, chat, evidence = shown
    quiet: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
    asking = quiet | {"concurrency_limit": ASKING_AT_ONCE, "concurrency_id": "ask"}
    written = gr.State("")
    typed = gr.on([box.submit, send.click], lambda text: ("", text), box, [box, written], **quiet)
    asked = typed.then(view.ask, [written, turns], shown, **asking)
    clicked = chat.submit(view.ask_clicked, turns, shown, **asking)
    for event in (asked, clicked):
        event.failure(view.fail, turns, shown, **quiet)
    for panel in (chat, evidence):
        panel.select(view.turn_to, turns, evidence, **quiet)
    fresh.click(view.start, None, shown, **quiet)
    page.load(view.start, None, shown, **quiet)
