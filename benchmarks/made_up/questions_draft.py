"""A question with its true answer before it becomes a line of gold, and the words that it needs."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from random import Random

from benchmarks.made_up.questions_data import choices
from benchmarks.made_up.questions_names import item_said, owner_said, when_said
from benchmarks.made_up.questions_shelf import PLAN, Shelf, Target, context_of
from benchmarks.made_up.questions_wording import filled, worded
from benchmarks.made_up.truth import Fact

MONEY = "元"
INCOME = re.compile(r"收入|结转|结余|总计|合计|采购|资产|价值")
STAGE = re.compile("(?<!公共)(?<!基金)(?<!经营)预算|决算|执行")  # a fund's name says no stage
RATES = frozenset({"target", "share", "growth", "rate", "score"})
TABLE_NUMBER = re.compile(
    r"^(?:附?表[一二三四五六七八九十\d]+|公开\d+表|[一二三四五六七八九十]+、)[：:．.\s]*"
)
BASIS_RATE = 0.35
TRIES = 40
FEW = frozenset("个人名辆台家处次批座所项")  # units that 几 goes with
Evidence = list[dict[str, str]]


@dataclass(frozen=True, slots=True)
class Draft:
    """One question; ``answer`` is as the gold files have it, ``why`` how it follows."""

    question: str
    expect: str
    op: str
    why: str
    answer: tuple[dict[str, str], ...] = ()
    tolerance: str = "0"
    must_mention: tuple[tuple[str, ...], ...] = ()
    evidence: tuple[tuple[str, str], ...] = ()
    tags: tuple[str, ...] = ()
    history: tuple[str, ...] = ()
    difficulty: str = "medium"


@dataclass(frozen=True, slots=True)
class Words:
    """The slots of a question's pattern, and the tags of how owner and item are said."""

    slots: dict[str, str]
    tags: tuple[str, ...] = field(default=())


def number(value: Decimal) -> str:
    """Return a value without an exponent and without trailing zeros."""
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def given(value: Decimal, unit: str, about: str, direction: str = "") -> dict[str, str]:
    """Return one value of an answer."""
    said = {"value": number(value), "unit": unit, "about": about}
    return {**said, "direction": direction} if direction else said


def answer_of(target: Target) -> dict[str, str]:
    """Return the value of a printed figure as an answer."""
    fact = target.fact
    about = f"{fact.owner_short}{fact.year}年{fact.item}{target.slice}{fact.basis}"
    return given(fact.value, fact.unit, about, fact.direction)


def seen_in(
    targets: Iterable[Target], *, all_witnesses: bool = False
) -> tuple[tuple[str, str], ...]:
    """Return document and quote of every figure; all that print the first, if wanted."""
    found: dict[tuple[str, str], None] = {}
    for target in targets:
        for fact in (target.fact, *target.witnesses):
            if all_witnesses or fact.document == target.fact.document:
                found[fact.document, fact.quote] = None
    return tuple(found)


def told_by(draft: Draft, prints: Sequence[Fact]) -> Draft:
    """Return a computed draft with the evidence of one document, where that prints the result."""
    if not prints:
        return draft
    own = [fact for fact in prints if fact.document == prints[0].document]
    places = [place for place in draft.evidence if place[0] == own[0].document]
    places += [(fact.document, fact.quote) for fact in own]
    return replace(draft, evidence=tuple(dict.fromkeys(places)))


class Asker:
    """Chooses words for figures of one library; everything follows from ``random``."""

    def __init__(self, shelf: Shelf, random: Random) -> None:
        """Keep the library and the source of chance."""
        self.shelf = shelf
        self.random = random

    def pick(self, *measures: str, where: Callable[[Fact], bool] | None = None) -> Target | None:
        """Return a random figure of these measures that a question can ask for, None on bad luck.

        Kinds of figures are drawn alike, however many figures of a kind there are.
        """
        kinds = [kind for kind in self.shelf.kinds if kind[0] in measures]
        for _ in range(TRIES if kinds else 0):
            fact = self.random.choice(self.shelf.kinds[self.random.choice(kinds)])
            target = self.shelf.target_of(fact) if where is None or where(fact) else None
            if target is not None:
                return target
        return None

    def words(self, target: Target, *, stage: bool = True) -> Words:
        """Return the slots for one figure: o, y, w, ask, spent, u; ``stage`` may name the basis."""
        fact = target.fact
        owner = owner_said(self.shelf, fact, self.random)
        spoilt = any(tag.startswith(("typo", "dropped")) for tag in owner.tags)
        item = item_said(self.shelf, target, self.random, clean=spoilt)
        slots = {"o": owner.words, "y": when_said(self.shelf, fact, self.random)}
        slots["w"] = self.what(target, item.words, stage=stage)
        slots["u"] = fact.unit
        slots["ask"] = self.ask(target)
        slots["spent"] = (
            self.piece("spent_ask", {}) if fact.basis == "决算" else self.piece("plan_ask", {})
        )
        tags = [*owner.tags, *item.tags, *(f"say-{each}" for each in target.say)]
        tags += ["column"] if target.slice else []
        tags.append("table" if fact.table else "prose")
        return Words(slots, tuple(tags))

    def what(self, target: Target, item: str, *, stage: bool = True) -> str:
        """Return the noun for a figure: item, column, basis, table, scope as far as needed."""
        fact, say = target.fact, target.say
        words = self.piece("with_slice", {"i": item, "s": target.slice}) if target.slice else item
        if stage and self.names_stage(fact, words, say):
            words = self.staged(words, fact.basis)
        if context_of(fact):
            words = self.piece("with_context", {"c": context_of(fact), "i": words})
        if "table" in say:
            words = self.piece("with_table", {"x": words, "t": TABLE_NUMBER.sub("", fact.table)})
        if "scope" in say:
            words = self.piece("with_scope", {"x": words, "d": scope_words(fact)})
        return words

    def names_stage(self, fact: Fact, words: str, say: tuple[str, ...]) -> bool:
        """Whether a question says 预算 or 决算 beside the item."""
        known = f"basis_{fact.basis}" in choices("questions_fragments.tsv")
        if not known or fact.measure != "amount" or STAGE.search(words):
            return False
        return "basis" in say or (not say and self.random.random() < BASIS_RATE)

    def staged(self, words: str, basis: str) -> str:
        """Return an item with its stage behind or before it."""
        if f"front_{basis}" in choices("questions_fragments.tsv") and self.random.random() < 0.35:
            return self.piece("with_front", {"i": words, "f": self.piece(f"front_{basis}", {})})
        return self.piece("with_basis", {"i": words, "b": self.piece(f"basis_{basis}", {})})

    def ask(self, target: Target) -> str:
        """Return how to ask for the value of a figure: 是多少, 花了多少, 有几辆."""
        fact = target.fact
        if fact.unit == MONEY:
            return self.piece(self.money_ask(target), {})
        if fact.measure == "target":
            return self.piece("target_ask", {})
        if fact.measure == "score":
            weight = fact.key.endswith("分值")
            return self.piece("score_ask" if weight else "points_ask", {})
        if fact.measure in RATES or fact.unit == "%":
            return self.piece("rate_ask", {})
        if fact.measure != "count":
            return self.piece("plain_ask", {})
        return self.piece("count_ask" if fact.unit in FEW else "many_ask", {"u": fact.unit})

    def money_ask(self, target: Target) -> str:
        """Return which pieces ask for an amount of this kind."""
        if self.random.random() < 0.6 or target.fact.measure not in {"amount", "project"}:
            return "amount_ask"
        if INCOME.search(target.fact.item):
            return "income_ask" if "收入" in target.fact.item else "amount_ask"
        return "plan_ask" if target.fact.basis in PLAN else "spent_ask"

    def piece(self, name: str, slots: dict[str, str]) -> str:
        """Return one form of a named piece."""
        return filled("{" + name + "}", slots, self.random)

    def draft(self, kind: str, words: Words, draft: Draft) -> Draft:
        """Return ``draft`` with its question worded as ``kind``."""
        phrase = worded(kind, words.slots, self.random)
        tags = dict.fromkeys((*draft.tags, *words.tags, *phrase.tags))
        return replace(draft, question=phrase.text, tags=tuple(tags))


def scope_words(fact: Fact) -> str:
    """Return what a document of this scope is called: 部门预算, 单位决算, 本级预算."""
    return fact.scope + ("决算" if "决算" in fact.document_kind else "预算")


def joined(names: Sequence[str], random: Random) -> str:
    """Return names as a list in a sentence."""
    return (
        "、".join(names[:-1]) + random.choice("、和与及") + names[-1]
        if len(names) > 1
        else names[0]
    )
