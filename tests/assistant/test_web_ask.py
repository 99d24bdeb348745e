"""The events of the Ask view: what a click or a question changes, and what it must not."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import gradio as gr
import pytest

from assistant.web.answers import Answers
from assistant.web.ask import BROKEN, LONGEST_QUESTION, AskView
from assistant.web.evidence import GONE, NOTHING_CITED
from assistant.web.transcript import Turn
from corpus.errors import LibraryError
from tests.assistant.web_fakes import ANSWERS, OWNER, SENTENCE, FakeAssistant, FakeLibrary

ANSWERED = (Turn("三公经费？", ANSWERS["三公经费"]),)
UNKNOWN_PLACES = [(5, 0), (-1, 0), (0, 99), (0, -1), ("0", 0), (None, None), (0, [1])]


def click(**data: Any) -> gr.EventData:
    """What the browser sends with a click."""
    return gr.EventData(None, data)


@pytest.fixture
def assistant() -> FakeAssistant:
    """An assistant over one document."""
    return FakeAssistant()


@pytest.fixture
def view(assistant: FakeAssistant) -> AskView:
    """The view over it."""
    return AskView(Answers(assistant))  # type: ignore[arg-type]


def test_question_is_shown_before_its_answer(view: AskView) -> None:
    """The first step shows the question as pending, the second its answer and evidence."""
    first, second = view.ask(" 三公经费？ ", ())

    assert "查找并计算" in first[1]
    assert OWNER in first[1]
    assert "查找并计算" not in second[1]
    assert SENTENCE in second[2].replace('</mark><mark class="cited">', "").replace(
        '</mark><mark class="cited figure">', ""
    )
    assert [turn.question for turn in second[0]] == ["三公经费？"]


def test_history_holds_the_earlier_questions(view: AskView, assistant: FakeAssistant) -> None:
    """The assistant hears what was asked before, without the question itself."""
    list(view.ask("减少多少", ANSWERED))

    assert assistant.asked == [("减少多少", ("三公经费？",))]


def test_first_question_does_not_wait(view: AskView, assistant: FakeAssistant) -> None:
    """While the examples are read, the assistant loads what the first question needs."""
    view.start()

    assert assistant.warmed.wait(timeout=5)


@pytest.mark.parametrize("question", ["", "  \n", None])
def test_nothing_asked_changes_nothing(
    view: AskView, assistant: FakeAssistant, question: str | None
) -> None:
    """An empty box asks nothing."""
    ((turns, *_),) = view.ask(question, ANSWERED)

    assert turns == ANSWERED
    assert assistant.asked == []


def test_endless_question_is_not_passed_on(view: AskView, assistant: FakeAssistant) -> None:
    """A pasted file is not a question; the page says so."""
    *_, (turns, chat, _) = view.ask("长" * (LONGEST_QUESTION + 1), ())

    assert "太长" in turns[-1].trouble
    assert len(chat) < 2 * LONGEST_QUESTION
    assert assistant.asked == []


@pytest.mark.parametrize("place", UNKNOWN_PLACES)
def test_invented_citation_changes_nothing(view: AskView, place: tuple[Any, Any]) -> None:
    """What the browser sends is checked: a place that does not exist shows nothing new."""
    shown = view.turn_to(ANSWERED, click(turn=place[0], citation=place[1]))

    assert shown == gr.skip()


def test_answer_without_receipts_says_so(view: AskView) -> None:
    """A refusal without quotes leaves the panel with a sentence, not with old evidence."""
    *_, (_, _, evidence) = view.ask("天气", ANSWERED)

    assert NOTHING_CITED in evidence


def test_removed_document_is_told() -> None:
    """Evidence of a document that was removed after the answer is told as such."""
    view = AskView(Answers(FakeAssistant(FakeLibrary(()))))  # type: ignore[arg-type]

    assert GONE in view.turn_to(ANSWERED, click(turn=0, citation=0))


def test_unforeseen_error_closes_the_question(view: AskView) -> None:
    """A question that broke the program does not stay pending, and answers stay."""
    closed, chat, _ = view.fail((*ANSWERED, Turn("崩")))

    assert closed == (*ANSWERED, Turn("崩", trouble=BROKEN))
    assert BROKEN in chat


def test_clicked_question_is_asked(view: AskView, assistant: FakeAssistant) -> None:
    """A choice, a suggestion and an example ask their own words; a bare click asks nothing."""
    list(view.ask_clicked((), click(question="减少多少")))
    list(view.ask_clicked((), click()))

    assert assistant.asked == [("减少多少", ())]


def test_broken_library_is_told_at_the_start(assistant: FakeAssistant) -> None:
    """A library that cannot be read is told where the examples would stand."""

    class Broken(FakeLibrary):
        def documents(self) -> Any:
            raise LibraryError("资料库已损坏。")

    _, chat, _ = AskView(Answers(replace(assistant, library=Broken()))).start()  # type: ignore[arg-type]

    assert "资料库已损坏" in chat
