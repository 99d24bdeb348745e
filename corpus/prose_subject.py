"""Reads what a number is about from the words before it: the item's name, code and chain.

Which words are fillers and which names say nothing by themselves is data.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from corpus.vocabulary import lines_of, rows_of

CODE = re.compile(r"^[（(]?(2\d{2}(?:\d{2}){0,2}|[35]\d{2}(?:\d{2})?)[）)]?\s*(?=[一-鿿“])")
LIST_MARK = re.compile(
    r"^(?:[（(]?[\d一二三四五六七八九十]{1,3}[）)、]|\d{1,2}[.．](?!\d)|[①-⑳]|[-•·*]+)\s*"
)
CHAIN = re.compile(r"[“\"]?([^（()）“”]+(?:（[^类款项）]+）[^（]*)?)[（(]([类款项])[）)]")
EDGE = " \t\n　、，,。；;：:“”\"'*×xX✕+-—/〈〉"
MAX_NAME = 60


@dataclass(frozen=True, slots=True)
class Subject:
    """The item that a head names. ``name`` is "" when it names none (see ``is_poor``)."""

    name: str
    code: str = ""
    path: tuple[str, ...] = ()
    is_poor: bool = False  # it only says 预算金额, 合计 …

    @property
    def is_own(self) -> bool:
        """Tell whether the words name an item by themselves."""
        return bool(self.name) and not self.is_poor


def subject_of(words: str, owner: str) -> Subject:
    """Return what ``words`` (a head without its dates) name; fillers, verbs and owner go."""
    text = _without_marks(re.sub(r"\s+", "", words))
    chain = chain_of(text)
    if chain:
        return chain
    text = _without_leads(text, owner)
    code = CODE.match(text)
    if code:
        text = text[code.end() :]
    name = _without_trails(text, keep=not code)
    if not re.search(r"[一-鿿A-Za-z]", name):
        return Subject("", is_poor=bool(text))
    if name in lines_of("poor_names.tsv") or text in lines_of("poor_names.tsv"):
        return Subject(name, is_poor=True)
    return Subject(name[-MAX_NAME:], code[1] if code else "")


def chain_of(text: str) -> Subject | None:
    """Return the item of 「…（类）…（款）…（项）」, or None where there is no such chain."""
    names = [m[1].strip(EDGE) for m in CHAIN.finditer(re.sub(r"\s+", "", text))]
    if not names:
        return None
    names[0] = _without_marks(names[0])
    code = CODE.match(names[-1])
    name = names[-1][code.end() :] if code else names[-1]
    return Subject(name, code[1] if code else "", tuple(names[:-1]))


def counted_noun(tail: str) -> str:
    """Return the noun right after a count (「14 名」党员), or "" when a verb or nothing follows."""
    words = re.match(r"[一-鿿“”]{2,20}", tail)
    if not words:
        return ""
    ends = [words[0].find(noun) + len(noun) for noun in lines_of("count_nouns.tsv") if noun in words[0]]
    end = min((e for e in ends if e <= 12), default=0)
    return words[0][:end].strip(EDGE)


@cache
def _longest_first(name: str) -> tuple[str, ...]:
    return tuple(sorted(lines_of(name), key=len, reverse=True))


def _without_marks(text: str) -> str:
    return LIST_MARK.sub("", text.strip(EDGE)).strip(EDGE)


def _without_leads(text: str, owner: str) -> str:
    while True:
        shorter = _without_owner(text.strip(EDGE), owner)
        if not shorter.startswith(lines_of("kept_starts.tsv")):
            lead = next((w for w in _longest_first("head_leads.tsv") if shorter.startswith(w)), "")
            shorter = shorter[len(lead) :].strip(EDGE)
        if shorter == text:
            return text
        text = shorter


def _without_owner(text: str, owner: str) -> str:
    """Take the discloser's name off, also where it is printed shorter than in full."""
    ending = owner[-4:]
    place = text.find(ending) if len(ending) == 4 else -1
    if not 0 <= place <= 24:
        return text
    rest = text[place + len(ending) :]
    return rest.removeprefix("（本级）").removeprefix("的") if len(rest) != 1 else text


def _without_trails(text: str, *, keep: bool) -> str:
    while True:
        shorter = text.strip(EDGE)
        if keep and _is_kept(shorter):
            return shorter
        trail = next((w for w in _longest_first("head_trails.tsv") if shorter.endswith(w)), "")
        shorter = shorter[: len(shorter) - len(trail)].strip(EDGE) if trail else shorter
        if shorter == text:
            return text
        text = shorter


def _is_kept(text: str) -> bool:
    return any(
        text == word or (how == "end" and text.endswith(word))
        for word, how in rows_of("kept_ends.tsv", columns=2)
    )
