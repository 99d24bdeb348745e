"""HTML of what stands around an answer: how it was found, what can be changed, saved, reported."""

from __future__ import annotations

import json
from collections.abc import Sequence
from html import escape

from assistant.answer import Answer
from assistant.web.answers import Changed, Offers
from assistant.web.downloads import answer_link, report_link
from assistant.web.texts import named, told

TO = "ask.to"


def waiting_html(understood: str, documents: int) -> str:
    """Return the steps of a question that is being answered."""
    dots = "<i></i><i></i><i></i>"
    first = _step_html("ask.understanding", escape(understood)) if understood else ""
    return (
        f'<ol class="steps">{first}<li class="thinking" role="status">'
        f"{told('ask.looking', count=documents)}{dots}</li></ol>"
    )


def steps_html(answer: Answer, understood: str, documents: int) -> str:
    """Return how an answer came about, folded."""
    formulas = sum(figure.formula is not None for figure in answer.figures)
    computed = told("ask.formulas", count=formulas) if formulas else told("ask.printed")
    looked = told("ask.in_documents", count=documents, cited=len(answer.citations))
    steps = [_step_html("ask.looked", looked)]
    steps += [_step_html("ask.computed", computed)] if answer.figures else []
    first = _step_html("ask.understanding", escape(understood)) if understood else ""
    return folded(told("ask.steps"), f'<ol class="steps">{first}{"".join(steps)}</ol>')


def _step_html(key: str, body: str) -> str:
    return f"<li>{told(key)}：{body}</li>"


def folded(title: str, body: str, *, kind: str = "", is_open: bool = False) -> str:
    """Return a part that opens with a click; ``title`` and ``body`` are HTML."""
    opened, named_kind = " open" if is_open else "", f' class="{kind}"' if kind else ""
    return f"<details{named_kind}{opened}><summary>{title}</summary><div>{body}</div></details>"


def tools_html(questions: Sequence[str], answer: Answer, turn: int, *, has_chart: bool) -> str:
    """Return the row of tools under an answer; ``questions`` of the conversation up to it."""
    shared = escape(json.dumps(list(questions), ensure_ascii=False))
    return (
        '<div class="tools">'
        f'<button type="button" class="plain" data-copy>{told("ask.copy")}</button>'
        f'<button type="button" class="plain" data-share="{shared}">{told("ask.share")}</button>'
        f"{_save_html(questions, answer, has_chart=has_chart)}{_wrong_html(turn)}</div>"
    )


def _save_html(questions: Sequence[str], answer: Answer, *, has_chart: bool) -> str:
    links = [
        (report_link("html", questions), told("ask.save.print"), ' target="_blank"'),
        (report_link("md", questions), told("ask.save.report"), " download"),
    ]
    if answer.figures:
        links += [(answer_link(k, questions), k.upper(), " download") for k in ("xlsx", "csv")]
    items = "".join(f'<a href="{escape(at)}"{how}>{words}</a>' for at, words, how in links)
    if has_chart:
        items += f'<button type="button" class="plain" data-png>{told("ask.save.png")}</button>'
    return folded(told("ask.save"), items, kind="menu save")


def _wrong_html(turn: int) -> str:
    label = told("ask.wrong.where")
    body = (
        f'<label>{label}<textarea rows="2" maxlength="1000" data-note></textarea></label>'
        f'<button type="button" class="chip" data-report="{turn}">{told("ask.wrong.send")}</button>'
        f'<p class="note">{told("ask.wrong.local")}</p>'
    )
    return folded(told("ask.wrong"), body, kind="menu wrong")


def offers_html(offers: Offers, turn: int) -> str:
    """Return what may be asked after turn ``turn``; every question in it has an answer."""
    changes, questions = offers.changes, offers.suggestions
    if not (changes or questions):
        return ""
    slots = {change.slot: [c for c in changes if c.slot == change.slot] for change in changes}
    rows = "".join(_slot_html(slot, values) for slot, values in slots.items())
    first = f'<div class="slots">{_label("ask.change")}{rows}</div>' if rows else ""
    chips = "".join(ask_button(question) for question in questions)
    then = f'<div class="suggestions">{_label("ask.next")}{chips}</div>' if chips else ""
    return f'<div class="offers" data-for="{turn}">{first}{then}</div>'


def _slot_html(slot: str, changes: Sequence[Changed]) -> str:
    chips = "".join(_change_html(change) for change in changes)
    name = f'<span class="slot-name">{told(f"ask.slot.{slot}")}</span>'
    now = f'<b class="slot-now">{escape(changes[0].now)}</b>'
    return f'<div class="slot">{name}{now}{chips}</div>'


def _change_html(change: Changed) -> str:
    return (
        f'<button type="button" class="chip" data-ask="{escape(change.question)}"'
        f' title="{escape(change.question)}">{told(TO, value=change.value)}</button>'
    )


def _label(key: str) -> str:
    return f'<span class="label">{told(key)}</span>'


def buttons_html(questions: Sequence[str], kind: str, key: str) -> str:
    """Return questions as buttons under the words of ``key``."""
    if not questions:
        return ""
    chips = "".join(map(ask_button, questions))
    return f'<div class="{kind}" {named("aria-label", key)}>{_label(key)}{chips}</div>'


def ask_button(question: str) -> str:
    """Return a button that asks its own words."""
    shown = escape(question)
    return f'<button type="button" class="chip" data-ask="{shown}">{shown}</button>'
