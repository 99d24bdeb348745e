"""Turns an answer's Markdown into safe HTML. The text quotes documents, so it is untrusted.

Raw HTML, links, images and references are not Markdown here: they are shown as the letters
they are. What is left can neither run, nor load, nor lead anywhere. 「[1]」 becomes a button.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token

MARK = re.compile(r"\[(\d{1,4})\]")
NOT_MARKDOWN = ["link", "image", "autolink", "html_inline", "html_block", "reference", "code"]


@dataclass(frozen=True, slots=True)
class Marks:
    """Which 「[n]」 are citation marks: those of turn ``turn`` with 1 <= n <= ``count``."""

    turn: int
    count: int


def prose_html(markdown: str, marks: Marks) -> str:
    """Return the HTML of ``markdown``: paragraphs, lists, tables, emphasis and citation marks."""
    return str(_READER.render(markdown, {"marks": marks}))


def mark_html(turn: int, citation: int) -> str:
    """Return the button that shows citation ``citation`` (from 0) of turn ``turn``."""
    number = citation + 1
    return (
        f'<button type="button" class="mark" data-turn="{turn}" data-citation="{citation}"'
        f' aria-label="查看出处{number}">[{number}]</button>'
    )


def _text(
    _renderer: Any, tokens: Sequence[Token], index: int, _options: Any, env: dict[str, Marks]
) -> str:
    marks = env["marks"]

    def button(match: re.Match[str]) -> str:
        number = int(match[1])
        return mark_html(marks.turn, number - 1) if 1 <= number <= marks.count else match[0]

    return MARK.sub(button, escape(tokens[index].content))


_READER = MarkdownIt("commonmark", {"html": False, "breaks": True})
_READER.enable("table").disable(NOT_MARKDOWN)
_READER.add_render_rule("text", _text)
