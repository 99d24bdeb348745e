"""Relations between a number and a limit, and the words that state them (``bound_words.tsv``)."""

from __future__ import annotations

import operator
from collections.abc import Callable
from decimal import Decimal
from functools import cache

from corpus.vocabulary import rows_of

HOLDS: dict[str, Callable[[Decimal, Decimal], bool]] = {
    "=": operator.eq,
    ">": operator.gt,
    ">=": operator.ge,
    "<": operator.lt,
    "<=": operator.le,
}


@cache
def bound_words(where: str) -> dict[str, str]:
    """Return word -> relation, longest word first. where: "before" or "after" the number."""
    rows = rows_of("bound_words.tsv", columns=3)
    found = {w: relation for relation, at, words in rows if at == where for w in words.split("|")}
    return {word: found[word] for word in sorted(found, key=len, reverse=True)}
