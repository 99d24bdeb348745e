"""Cuts wording into weighted terms, so that a question and a figure's names can be compared.

A term is a pair of neighbouring Chinese characters, a whole number or code, or a Latin word.
Pairs need no dictionary: 「公务接待」 and 「公务接待费」 share three of them whatever the segmenter
thinks. Rarity over the library says how much a shared term means.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import lru_cache

JOINED = re.compile(r"[\s()（）\[\]【】〔〕﹝﹞“”\"'‘’《》<>〈〉「」*_·]+")
HAN = r"[\u3400-\u9fff]"
RUN = re.compile(rf"\d[\d,]*(?:\.\d+)?|[a-z]+|{HAN}+")
UNSEEN_RARITY = 0.45  # of the rarest known term: a word the library never uses says little


@lru_cache(maxsize=200_000)
def squeeze(text: str) -> str:
    """Return the text without spaces, brackets and quotes, in one normal form."""
    plain = JOINED.sub("", unicodedata.normalize("NFKC", text).lower())
    return unicodedata.normalize("NFKC", plain)  # what the gaps kept apart may compose


def squeeze_each(texts: Iterable[str], end: str) -> str:
    """Return many texts, each squeezed and followed by ``end``, which none of them may hold."""
    joined = "".join(text.replace(end, " ") + end for text in texts)
    return squeeze.__wrapped__(joined)


@lru_cache(maxsize=100_000)
def terms_of(text: str) -> tuple[str, ...]:
    """Return the distinct terms of a text in order of first use."""
    found: dict[str, None] = {}
    for run in RUN.findall(squeeze(text)):
        if run[0].isdigit():
            found[number_term(run)] = None
        elif run.isascii() or len(run) == 1:
            found[run] = None
        else:
            found.update((run[i : i + 2], None) for i in range(len(run) - 1))
    return tuple(found)


@lru_cache(maxsize=200_000)
def term_set(text: str) -> frozenset[str]:
    """Return the terms of a text that many facts share: a name, a caption, a section."""
    return frozenset(terms_of(text))


def number_term(run: str) -> str:
    """Return a number as a term: without separators and idle zeros."""
    plain = run.replace(",", "")
    return plain.rstrip("0").rstrip(".") if "." in plain else plain


def place_of(printed: str, text: str) -> int:
    """Return where a number stands first, -1 for nowhere: 「5%」 does not stand in 「95%」."""
    at = text.find(printed)
    while at > 0 and (text[at - 1].isdecimal() or text[at - 1] in ".,"):
        at = text.find(printed, at + 1)
    return at


class Rarity:
    """How much a shared term means: log of the inverse share of texts that hold it."""

    def __init__(self, counts: Mapping[str, int], total: int) -> None:
        """``counts``: in how many of ``total`` facts each term occurs."""
        total = max(total, 1)
        self._weights = {t: math.log(1 + total / n) for t, n in counts.items()}
        self._unseen = UNSEEN_RARITY * math.log(1 + total)

    def of(self, term: str) -> float:
        """Return the weight of a term, higher for rarer ones."""
        return self._weights.get(term, self._unseen)

    def knows(self, term: str) -> bool:
        """Tell whether any text of the library has the term."""
        return term in self._weights

    def weigh(self, text: str) -> dict[str, float]:
        """Return every term of a text with its weight."""
        return {term: self.of(term) for term in terms_of(text)}


def coverage(wanted: Mapping[str, float], present: Iterable[str]) -> float:
    """Return the weighted share of ``wanted`` that ``present`` holds, 0 to 1 (1 for nothing)."""
    total = sum(wanted.values())
    if not total:
        return 1.0
    held = present if isinstance(present, (set, frozenset, dict)) else set(present)
    return sum(weight for term, weight in wanted.items() if term in held) / total
