"""Reads the amount that members of a group have to exceed: 「超过5万元」, 「5万元以上」.

The words that bound are rows of ``bound_words.tsv``, the same that statements to be confirmed use.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from assistant.language.relations import HOLDS, bound_words
from corpus.numerals import decimal_of

SCALES = {"": Decimal(1), "千": Decimal(10**3), "万": Decimal(10**4), "亿": Decimal(10**8)}
NUMBER = r"(?P<number>\d[\d,]*(?:\.\d+)?)\s*(?P<scale>[千万亿])?(?:元|块钱?)?"
MORE, LESS = "[多高大]", "[少低小]"


@dataclass(frozen=True, slots=True)
class Bound:
    """A limit that a question sets. amount: in 元; span: where it stands in the text."""

    relation: str
    amount: Decimal
    span: tuple[int, int]

    def holds(self, amount: Decimal) -> bool:
        """Tell whether an amount in 元 lies on the side that is asked for."""
        return HOLDS[self.relation](amount, self.amount)


def bound_in(text: str) -> Bound | None:
    """Return the first limit that a text sets, None without one."""
    match = _bounded().search(text)
    if match is None:
        return None
    number = match["number"] or match["number2"] or match["number3"]
    scale = match["scale"] or match["scale2"] or match["scale3"] or ""
    return Bound(_relation(match), decimal_of(number) * SCALES[scale], match.span())


def unbounded(text: str) -> str:
    """Return a text without the first limit that it sets."""
    bound = bound_in(text)
    return f"{text[: bound.span[0]]} {text[bound.span[1] :]}" if bound else text


def _relation(match: re.Match[str]) -> str:
    if match["side"]:
        return ">" if re.match(MORE, match["side"]) else "<"
    where = "before" if match["before"] else "after"
    return bound_words(where)[match["before"] or match["after"]]


@cache
def _bounded() -> re.Pattern[str]:
    """Match a bounded amount: the word before it, behind it, or 比 … 多 around it."""
    before, after = ("|".join(map(re.escape, bound_words(where))) for where in ("before", "after"))
    second = NUMBER.replace("number", "number2").replace("scale", "scale2")
    third = NUMBER.replace("number", "number3").replace("scale", "scale3")
    sides = f"比{second}(?:要|还)?(?P<side>{MORE}|{LESS})"
    return re.compile(f"(?P<before>{before}){NUMBER}|{sides}|{third}(?P<after>{after})")
