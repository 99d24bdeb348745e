"""Puts everyday forms into the words of documents: 「教育方面的支出」 is 教育支出.

Only what has to be taken apart is done here (``everyday_words.tsv``); a name that simply has
another one is an alias (see ``aliases``). Words that say where a figure is published, not which
one it is, are taken out.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import cache

from corpus.vocabulary import rows_of


def in_plain_words(text: str) -> str:
    """Return the text with everyday forms replaced, in the order of the rows."""
    for pattern, meant in _forms():
        text = pattern.sub(meant, text)
    return text


def taken_apart(text: str, names: Collection[str]) -> str:
    """Return the text with a name for several items at once replaced by their sum.

    names: of the library's items, squeezed; a name that one of them has is left alone.
    """
    for compound, items in rows_of("compound_names.tsv", columns=2):
        if compound in text and compound not in names:
            text = text.replace(compound, items)
    return text


def without_where(text: str) -> str:
    """Blank out words that say where only: 「预算里的培训费」 is of the budget, as a whole."""
    return _where("stage").sub(lambda match: " " * len(match[0]), text)


def names_paper(text: str) -> bool:
    """Tell whether a question names the paper: 「2026年公开材料里」."""
    return bool(_where("paper").search(text))


@cache
def _where(told: str) -> re.Pattern[str]:
    rows = rows_of("where_words.tsv", columns=2)
    return re.compile("|".join(pattern for what, pattern in rows if what == told))


def without_duties(text: str) -> str:
    """Return the text without the words that ask what a body is for (``duty_words.tsv``)."""
    for pattern, _ in _duties():
        text = pattern.sub(" ", text)
    return text


def asking_duties(text: str) -> str:
    """Return the text with those words replaced by what headings call it."""
    for pattern, meant in _duties():
        text = pattern.sub(meant, text)
    return text


def asking_all_money(text: str) -> tuple[str, str]:
    """Return (text without the words that ask for all spending, text with what tables call it)."""
    for pattern, meant in _all_money():
        if pattern.search(text):
            return pattern.sub(" ", text), pattern.sub(meant, text)
    return text, text


@cache
def _all_money() -> tuple[tuple[re.Pattern[str], str], ...]:
    rows = rows_of("all_money_words.tsv", columns=2)
    return tuple((re.compile(pattern), meant) for pattern, meant in rows)


@cache
def _duties() -> tuple[tuple[re.Pattern[str], str], ...]:
    rows = rows_of("duty_words.tsv", columns=2)
    return tuple((re.compile(pattern), meant) for pattern, meant in rows)


@cache
def _forms() -> tuple[tuple[re.Pattern[str], str], ...]:
    rows = rows_of("everyday_words.tsv", columns=2)
    return tuple((re.compile(pattern), meant or " ") for pattern, meant in rows)
