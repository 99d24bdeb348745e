"""Puts an ask into comparable form: which words count how much, what numbers it states."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import TypedDict

from assistant.language.classified import items_named
from assistant.language.denial import denied_in
from assistant.language.funds import fund_asked
from assistant.language.twins import ALONE, OFFICE
from assistant.lookup.entries import Wanted
from assistant.question import Ask, Question
from assistant.understand import content_of, content_of_ask
from assistant.wording import Rarity, squeeze, terms_of
from corpus.figure import Source
from corpus.quantity import UnitKind
from index.figure_names import FigureNames
from index.segment import words as cut

HEADED = (None, UnitKind.TIME)  # dimensions that tell nothing of what has them
OWN = 1.0  # words of the ask itself
COMMON = 0.75  # words of the question that belong to no ask
ASIDE = 0.3  # words of an earlier ask, of an earlier turn, or of the context of a narrowed look-up
WHERE_WORDS_MEET = 0.4  # 「经费预算」: 费预 says little of its own
CODE = re.compile(r"(?<![\d.,])\d{3,7}(?![\d.,]|\s*(?:元|万|%|％|人))")
FULL_CODE = re.compile(r"(?<![\d.,-])(?:\d{5}|\d{7})(?![\d.,-]|\s*(?:元|万|%|％|人))")
TABLE = re.compile(r"[一-鿿“”]{2,24}表(?!现|示|明|达|格|扬|彰)")
HAN = re.compile(r"[\u4e00-\u9fff]")
NUMBER = re.compile(
    r"(?<![\d.])\d[\d,]*(?:\.\d+)?(?=\s*(?:元|万|%|％|人|分|个|天|家|名|次|项|到|至|-))"
)


class Narrowing(TypedDict, total=False):
    """How a look-up may depart from the question; what is left out stays as the question has it.

    ``focus`` takes the place of the ask's words, ``context`` that of the rest of the question.
    ``near``: where a sibling was answered. ``documents``: ids of the only documents to look in.
    """

    focus: str
    context: str
    years: tuple[int, ...]
    near: tuple[Source, ...]
    documents: frozenset[str]


@dataclass(frozen=True, slots=True)
class Scope:
    """A narrowing as the wording needs it; ``years``: None keeps the question's."""

    focus: str = ""
    context: str = ""
    years: tuple[int, ...] | None = None
    near: tuple[Source, ...] = ()
    table: str = ""  # words that name a table, squeezed: they say where, not what

    @classmethod
    def of(cls, narrowing: Narrowing) -> Scope:
        """Return the part of a narrowing that is about words and years."""
        return cls(
            focus=narrowing.get("focus", ""),
            context=narrowing.get("context", ""),
            years=narrowing.get("years"),
            near=narrowing.get("near", ()),
        )


def wanted_of(
    question: Question, ask: Ask, scope: Scope, rarity: Rarity, names: FigureNames
) -> Wanted:
    """Return an ask of a question in comparable form."""
    texts = _words(question, ask, scope)
    words = [(_named(_without(text, scope.table)), factor) for text, factor in texts]
    own = _named(_without(scope.focus or _own(question, ask, rarity), scope.table))
    fund = _fund(question, own, scope)
    said = " ".join(text for text, factor in words if factor > ASIDE)
    table = TABLE.search(question.corrected)
    return Wanted(
        ask=ask,
        terms=_weighted(words, rarity),
        own=weighed(own, rarity),
        words=_word_weights(own, rarity),
        head=_head(own, fund, rarity) if ask.kind in HEADED else {},
        said=squeeze(said),
        numbers=frozenset(numbers_in(question.periods.rest)),
        codes=frozenset(CODE.findall(scope.focus or question.periods.rest)),
        years=question.periods.years if scope.years is None else scope.years,
        basis=ask.basis or question.periods.basis,
        bases=(ask.basis,) if ask.basis else question.periods.bases,
        table=frozenset(terms_of(table[0])) if table else frozenset(),
        near=scope.near,
        unit=_unit(question),
        items=items_named(squeeze(said)),
        fund=fund,
        denied=denied_in(squeeze(question.corrected)),
        cosines=names.similarities(said),
    )


def _own(question: Question, ask: Ask, rarity: Rarity) -> str:
    """Return what an ask names, else what the question is about.

    「…，要做到多少」 names nothing, 「…，一般公共预算这一栏多少」 only a fund.
    """
    own = content_of_ask(ask)
    if ask.measures:
        return own
    fund = fund_asked(own)
    names = (p for p in own.split("|") if not fund or fund_asked(p) != fund)
    return own if any(rarity.knows(t) for p in names for t in terms_of(p)) else question.subject


def _fund(question: Question, own: str, scope: Scope) -> str:
    """Return the fund that an ask names, else the one of its context or of the question."""
    around = fund_asked(scope.context) if scope.focus else question.fund
    return fund_asked(own) or around


def _unit(question: Question) -> str:
    """Return the unit below the owner that a question names, the office itself among them."""
    names_office = question.scope == ALONE and OFFICE in squeeze(question.corrected)
    return squeeze(question.owners.entity) or (OFFICE if names_office else "")


def _without(text: str, table: str) -> str:
    """Return the pieces of a text that are more than words of a table's name.

    Where there is none, what the table tells is asked as a whole: 「项目支出表里的项目支出」.
    """
    if not table:
        return text
    pieces = [p for p in (p.replace(table, "") for p in text.split("|")) if p]
    return "|".join([p for p in pieces if squeeze(p) not in table] or pieces)


def _named(text: str) -> str:
    """Return a text without the codes that stand beside names: not every table prints them."""
    left = "|".join(filter(None, (FULL_CODE.sub("", piece) for piece in text.split("|"))))
    return left if HAN.search(left) else text


def _words(question: Question, ask: Ask, scope: Scope) -> Iterator[tuple[str, float]]:
    """Yield (words, weight), lightest first."""
    if scope.focus:
        yield from ((question.inherited, ASIDE), (scope.context, ASIDE), (scope.focus, OWN))
        return
    own, subject = content_of_ask(ask), question.subject
    if not subject:
        yield question.inherited, OWN
        return
    yield question.inherited, ASIDE
    if not own:
        yield subject, OWN
        return
    yield _earlier(question, ask), ASIDE
    yield _common(question), COMMON
    yield own, OWN


def _earlier(question: Question, ask: Ask) -> str:
    at = question.asks.index(ask) if ask in question.asks else 0
    return "|".join(content_of_ask(a) for a in question.asks[:at])


def _common(question: Question) -> str:
    """Return the pieces of the subject that no ask holds."""
    taken = {piece for ask in question.asks for piece in content_of(ask.words).split("|")}
    return "|".join(p for p in question.subject.split("|") if p not in taken)


def _word_weights(own: str, rarity: Rarity) -> dict[frozenset[str], float]:
    """Return every word of two characters or more as its terms, with its weight."""
    weights: dict[frozenset[str], float] = {}
    for word in cut(own):
        terms = frozenset(terms_of(word))
        if len(word) > 1 and terms and not word.isascii():
            weights[terms] = max(rarity.of(term) for term in terms)
    return weights


def _head(own: str, fund: str, rarity: Rarity) -> dict[str, float]:
    """Return the last thing named, as far as the library has words for it.

    「审计事务的一般公共预算」: the fund says which column, the thing is 审计事务.
    """
    said = own.split("|")
    named = [p for p in said if not CODE.fullmatch(p)] or said
    pieces = [p for p in named if not (fund and fund_asked(p) == fund)] or named
    terms = weighed(pieces[-1], rarity)
    return {term: weight for term, weight in terms.items() if rarity.knows(term)}


def _weighted(words: list[tuple[str, float]], rarity: Rarity) -> dict[str, float]:
    return {
        term: weight * factor
        for text, factor in words
        for term, weight in weighed(text, rarity).items()
    }


def weighed(text: str, rarity: Rarity) -> dict[str, float]:
    """Return every term of a question's words with its weight, less where two words meet."""
    inside = {term for word in cut(text) for term in terms_of(word)}
    return {t: rarity.of(t) * (1 if t in inside else WHERE_WORDS_MEET) for t in terms_of(text)}


def numbers_in(text: str) -> list[Decimal]:
    """Return the numbers that a question states itself: they are not what it asks for."""
    return [Decimal(n.replace(",", "")) for n in NUMBER.findall(text)]
