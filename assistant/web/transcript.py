"""HTML of the conversation: questions, answers with their figure large, receipts, workings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from assistant.answer import DOUBT, Answer, AnswerFigure, Citation, Outcome
from assistant.web.amount import direction_of, number_and_unit
from assistant.web.chart import chart_html, chart_of
from assistant.web.prose import MARK, Marks, mark_html, prose_html
from assistant.web.texts import named, told
from assistant.web.turn_tools import (
    ask_button,
    buttons_html,
    folded,
    steps_html,
    tools_html,
    waiting_html,
)

MANY = 4  # receipts shown at once; more are folded
FEW = 6  # operands shown at once; more are folded
WORKING = ("计算：", "其中：")  # how the paragraphs of an answer's working begin
EMPTY_LIBRARY = (
    "资料库里还没有文件",
    "先在终端里把公开文件读进来，再回到这里提问：",
    "disclosure add 文件夹",
    "支持的文件和更多命令见 disclosure --help。读完后点「新对话」，这里会列出可以问的问题。",
)


@dataclass(frozen=True, slots=True)
class Turn:
    """One question and what came of it: ``answer``, or ``trouble`` in words, or neither yet.

    understood: what the question was read as; documents: how many the library had.
    """

    question: str
    answer: Answer | None = None
    trouble: str = ""
    understood: str = ""
    documents: int = 0


def transcript_html(turns: Sequence[Turn]) -> str:
    """Return the whole conversation."""
    articles = "".join(_turn_html(turns, index) for index in range(len(turns)))
    name = named("aria-label", "ask.conversation")
    return f'<div class="transcript" role="log" {name}>{articles}</div>'


def welcome_html(examples: Sequence[str]) -> str:
    """Return the empty conversation, with questions that the library can answer."""
    chips = "".join(map(ask_button, examples))
    return (
        f'<div class="welcome"><h2>{told("ask.welcome")}</h2><p>{told("ask.promise")}</p>'
        f'<div class="chips" role="group" {named("aria-label", "ask.examples")}>{chips}</div></div>'
    )


def empty_library_html() -> str:
    """Return the conversation of a library without documents: what to do, in words."""
    title, first, command, then = map(escape, EMPTY_LIBRARY)
    return (
        f'<div class="welcome"><h2>{title}</h2><p>{first}</p>'
        f'<pre class="command"><code>{command}</code></pre><p>{then}</p></div>'
    )


def _turn_html(turns: Sequence[Turn], index: int) -> str:
    return (
        f'<article class="turn" data-turn="{index}">'
        f'<h3 class="question">{escape(turns[index].question)}</h3>'
        f"{_reply_html(turns, index)}</article>"
    )


def _reply_html(turns: Sequence[Turn], index: int) -> str:
    turn = turns[index]
    if turn.trouble:
        return f'<div class="reply trouble" role="alert"><p>{escape(turn.trouble)}</p></div>'
    if turn.answer is None:
        return f'<div class="reply thinking">{waiting_html(turn.understood, turn.documents)}</div>'
    questions = [earlier.question for earlier in turns[: index + 1]]
    return _answer_html(turn, turn.answer, questions)


def _answer_html(turn: Turn, answer: Answer, questions: Sequence[str]) -> str:
    index, (said, working), chart = len(questions) - 1, _parted(answer), chart_of(answer)
    parts = (
        _headline_html(answer),
        f'<div class="said">{prose_html(said, Marks(index, len(answer.citations)))}</div>',
        buttons_html(answer.choices, "choices", "ask.choose"),
        chart_html(chart, index) if chart else "",
        _working_html(answer, working, index),
        _receipts_html(answer.citations, index),
        _assumptions_html(answer.assumptions),
        steps_html(answer, turn.understood, turn.documents),
        tools_html(questions, answer, index, has_chart=chart is not None),
    )
    return f'<div class="reply {answer.outcome.value}">{"".join(parts)}</div>'


def _headline_html(answer: Answer) -> str:
    """The one figure that was asked for, large; several figures speak for themselves."""
    if answer.outcome is not Outcome.FIGURE or len(answer.figures) != 1:
        return ""
    figure = answer.figures[0]
    number, unit = number_and_unit(figure)
    direction = direction_of(figure)
    if direction:
        direction = f'<span class="direction">{escape(direction)}</span>'
    return (
        f'<div class="headline" aria-hidden="true"><p class="value">{direction}'
        f'<span class="number">{escape(number)}</span><span class="unit">{escape(unit)}</span></p>'
        f'<p class="about">{escape(_about(figure))}</p>{_doubt_html(figure)}</div>'
    )


def _doubt_html(figure: AnswerFigure) -> str:
    return f'<p class="doubt">{DOUBT}</p>' if figure.doubtful else ""


def _about(figure: AnswerFigure, known_owner: str = "") -> str:
    year = f"{figure.year}年" if figure.year else ""
    owner = "" if figure.owner == known_owner else figure.owner
    return " · ".join(filter(None, (figure.about, f"{year}{figure.basis}", owner)))


def _receipts_html(citations: Sequence[Citation], turn: int) -> str:
    if not citations:
        return ""
    items = [f"<li>{_receipt_html(c, turn, i)}</li>" for i, c in enumerate(citations)]
    name = named("aria-label", "ask.sources")
    first = f'<ul class="receipts" {name}>{"".join(items[:MANY])}</ul>'
    if len(items) <= MANY:
        return first
    rest = f'<ul class="receipts">{"".join(items[MANY:])}</ul>'
    return f"{first}{folded(told('ask.more', count=len(items) - MANY), rest)}"


def _receipt_html(citation: Citation, turn: int, index: int) -> str:
    places = [citation.table or (citation.section[-1] if citation.section else "")]
    places += [citation.row, citation.column]
    where = " › ".join(" ".join(place.split()) for place in places if place.strip())
    title = escape(citation.title or citation.document)
    return (
        f'{mark_html(turn, index)}<span class="where"><b>{title}</b>'
        f"<span>{escape(where)}</span></span>"
    )


def _parted(answer: Answer) -> tuple[str, list[str]]:
    """Return the text without its working, and the lines of the working without their marks."""
    if not any(figure.formula for figure in answer.figures):
        return answer.text, []
    paragraphs = answer.text.split("\n\n")
    said = [words for words in paragraphs if not words.startswith(WORKING)]
    shown = [words for words in paragraphs if words.startswith(WORKING)]
    working = [MARK.sub("", words).strip().removeprefix(WORKING[0]) for words in shown]
    formulas = [figure.formula for figure in answer.figures if figure.formula]
    return "\n\n".join(said), working or formulas


def _working_html(answer: Answer, working: Sequence[str], turn: int) -> str:
    """The formulas and the operands behind computed figures; unfolded for a single answer."""
    if not (working or answer.operands):
        return ""
    shown = "".join(f'<p class="formula">{escape(line)}</p>' for line in working)
    owners = {figure.owner for figure in (*answer.figures, *answer.operands)}
    known = owners.pop() if len(owners) == 1 else ""
    rows = "".join(_operand_html(operand, turn, known) for operand in answer.operands)
    operands = f'<table class="operands"><tbody>{rows}</tbody></table>' if rows else ""
    is_short = len(answer.figures) == 1 and len(answer.operands) <= FEW
    return folded(told("ask.working"), shown + operands, is_open=is_short)


def _operand_html(figure: AnswerFigure, turn: int, known_owner: str) -> str:
    number, unit = number_and_unit(figure)
    marks = "".join(mark_html(turn, citation) for citation in figure.citations)
    doubt = "（图像识别）" if figure.doubtful else ""
    words = " ".join(filter(None, (direction_of(figure), number, unit))) + doubt
    return (
        f'<tr><th scope="row">{escape(_about(figure, known_owner))}</th>'
        f'<td class="number">{escape(words)}</td><td>{marks}</td></tr>'
    )


def _assumptions_html(assumptions: Sequence[str]) -> str:
    if not assumptions:
        return ""
    items = "".join(f"<li>{escape(assumption)}</li>" for assumption in assumptions)
    name = f'<span class="label">{told("ask.assumptions")}</span>'
    return f'<div class="assumed">{name}<ul>{items}</ul></div>'
