"""HTML of the conversation: questions, answers with their figure large, receipts, workings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from assistant.answer import DOUBT, Answer, AnswerFigure, Citation, Outcome
from assistant.web.amount import direction_of, number_and_unit
from assistant.web.prose import MARK, Marks, mark_html, prose_html

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
    """One question and what came of it: ``answer``, or ``trouble`` in words, or neither yet."""

    question: str
    answer: Answer | None = None
    trouble: str = ""


def transcript_html(turns: Sequence[Turn]) -> str:
    """Return the whole conversation; suggestions stand under the last answer only."""
    last = len(turns) - 1
    articles = (_turn_html(turn, index, index == last) for index, turn in enumerate(turns))
    return f'<div class="transcript" role="log" aria-label="对话">{"".join(articles)}</div>'


def welcome_html(examples: Sequence[str]) -> str:
    """Return the empty conversation, with questions that the library can answer."""
    chips = "".join(_ask_button(example, "chip") for example in examples)
    return (
        '<div class="welcome"><h2>问一个数，看它的出处</h2>'
        "<p>从公开的预算、决算文件里找到那个数，连同它所在的那一格或那一句一起给出。"
        "找不到就说找不到，不猜。</p>"
        f'<div class="chips" aria-label="可以这样问">{chips}</div></div>'
    )


def empty_library_html() -> str:
    """Return the conversation of a library without documents: what to do, in words."""
    title, first, command, then = map(escape, EMPTY_LIBRARY)
    return (
        f'<div class="welcome"><h2>{title}</h2><p>{first}</p>'
        f'<pre class="command"><code>{command}</code></pre><p>{then}</p></div>'
    )


def _turn_html(turn: Turn, index: int, is_last: bool) -> str:
    return (
        f'<article class="turn" data-turn="{index}">'
        f'<h3 class="question">{escape(turn.question)}</h3>'
        f"{_reply_html(turn, index, is_last)}</article>"
    )


def _reply_html(turn: Turn, index: int, is_last: bool) -> str:
    if turn.trouble:
        return f'<div class="reply trouble" role="alert"><p>{escape(turn.trouble)}</p></div>'
    if turn.answer is None:
        dots = "<i></i><i></i><i></i>"
        return f'<div class="reply thinking" role="status"><span>正在查找</span>{dots}</div>'
    answer = turn.answer
    said, working = _parted(answer)
    parts = (
        _headline_html(answer),
        f'<div class="said">{prose_html(said, Marks(index, len(answer.citations)))}</div>',
        _buttons_html(answer.choices, "choices", "请选择"),
        _working_html(answer, working, index),
        _receipts_html(answer.citations, index),
        _assumptions_html(answer.assumptions),
        '<div class="tools"><button type="button" class="plain" data-copy>复制回答</button></div>',
        _buttons_html(answer.suggestions, "suggestions", "接着问") if is_last else "",
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
    first = f'<ul class="receipts" aria-label="出处">{"".join(items[:MANY])}</ul>'
    if len(items) <= MANY:
        return first
    rest = f'<ul class="receipts">{"".join(items[MANY:])}</ul>'
    return f"{first}{_folded(f'其余{len(items) - MANY}处出处', rest)}"


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
    return _folded("计算过程", shown + operands, is_open=is_short)


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
    return _folded("依据与假设", f"<ul>{items}</ul>")


def _folded(title: str, body: str, *, is_open: bool = False) -> str:
    opened = " open" if is_open else ""
    return f"<details{opened}><summary>{title}</summary><div>{body}</div></details>"


def _buttons_html(questions: Sequence[str], kind: str, label: str) -> str:
    if not questions:
        return ""
    buttons = "".join(_ask_button(question, "chip") for question in questions)
    return f'<div class="{kind}"><span class="label">{label}</span>{buttons}</div>'


def _ask_button(question: str, kind: str) -> str:
    shown = escape(question)
    return f'<button type="button" class="{kind}" data-ask="{shown}">{shown}</button>'
