"""Joins the lines of text that stand in one place: a cell, or a paragraph's lines."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from corpus.cells import is_amount
from corpus.readers.pdf_page import Char, Line, lines_of

NUMBER_END = re.compile(r"\d[\d,.]*$")
NUMBER_START = re.compile(r"[\d,.]*\d%?")
ROOM = 1.2  # of the size: a line that leaves less than a digit's room was broken for its length


def cell_text(chars: Iterable[Char], width: float) -> str:
    """Return the text of a cell without line breaks; width: of the cell, in points."""
    return joined(lines_of(chars), width)


def joined(lines: Sequence[Line], width: float) -> str:
    """Return lines as one text: Chinese without a space, Latin words with one."""
    text = ""
    for line in lines:
        full = line.x1 - line.x0 > width - ROOM * line.size - 4
        text += glue(text, line.text, full=full) + line.text
    return text


def glue(before: str, after: str, *, full: bool) -> str:
    """Return what stands between two lines: "" or a space.

    full: the lines are as long as there is room, so that a number may have been broken.
    """
    if not before or not after:
        return ""
    number, rest = NUMBER_END.search(before), NUMBER_START.match(after)
    if number and rest:
        return "" if full and _is_broken(number[0], rest[0]) else " "
    narrow = before[-1].isascii() and after[0].isascii()
    return " " if narrow and before[-1].isalpha() and after[0].isalpha() else ""


def _is_broken(head: str, tail: str) -> bool:
    """Two pieces are one number when the whole reads as one and the pieces do not both."""
    complete = "." in head[:-1] and ("." in tail or "," in tail)
    return is_amount(head + tail) and not complete
