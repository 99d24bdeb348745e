"""What a figure is called, as a short text."""

from __future__ import annotations

import re
from functools import cache

from corpus.figure import Figure
from corpus.vocabulary import rows_of

LONGEST_NAME = 60  # characters
ORDINAL = re.compile(r"^\s*(?:[（(]?[一二三四五六七八九十\d]{1,3}[）)、.．]\s*)+")
YEAR = re.compile(r"(?:19|20)\d{2}\s*年度?")
NUMBER = re.compile(r"[-+]?\d[\d,.]*\s*(?:%|％|万元|亿元|元)?")
BLANK = re.compile(r"\s+")


def name_text(figure: Figure) -> str:
    """Return what a person would call a figure, at most 60 characters.

    Item, what contains it, column and measure; without owner, year or any number.
    """
    inner = figure.item.path[-1:]
    measure = _measure_words()[figure.measure]
    parts = (figure.item.name, *inner, *_columns(figure.slice), measure)
    plain = (_plain(part.replace(figure.owner, "") if figure.owner else part) for part in parts)
    return " ".join(dict.fromkeys(filter(None, plain)))[:LONGEST_NAME].strip()


def _columns(path: tuple[str, ...]) -> tuple[str, ...]:
    """Return the two innermost column names, one when it contains the other."""
    last = path[-2:]
    return last[1:] if len(last) > 1 and last[0] in last[1] else last


def _plain(text: str) -> str:
    bare = NUMBER.sub("", YEAR.sub("", ORDINAL.sub("", text)))
    return BLANK.sub("", bare).strip("：:，。、-—_")


@cache
def _measure_words() -> dict[str, str]:
    return {measure: word for measure, word in rows_of("measure_words.tsv", columns=2)}
