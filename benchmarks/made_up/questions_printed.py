"""Questions that printed figures answer: one, several, a change, a yes or no."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from benchmarks.made_up.questions_draft import (
    MONEY,
    Asker,
    Draft,
    Words,
    answer_of,
    number,
    seen_in,
)
from benchmarks.made_up.questions_shelf import Target, half_unit, plain, same_item, whole_of
from benchmarks.made_up.truth import Fact

KEYWORDS_RATE = 0.25
NAMED_ONE_BY_ONE = frozenset({"机构:内设"})  # their name alone asks which they are
CENT = Decimal("0.01")
FALLS = "减少"
BASES = {
    "上年": "last_year",
    "上年预算数": "last_budget",
    "上年预算": "last_budget",
    "上年决算数": "last_final",
    "上年决算": "last_final",
    "年初预算": "own_budget",
}
DOWN = ("减少", "下降", "少", "降", "压减", "减")
UP = ("增加", "增长", "多", "涨", "上升", "增")
GROWTH_WORDS = {"减少": ("减少", "下降", "降", "降低"), "增加": ("增加", "增长", "涨", "上升")}
NOT = ("不是", "并非", "不对", "否", "没有", "不等于")
VALUES = ("amount", "count", "target", "standard", "score")
LOOKUP_WEIGHTS = (70, 14, 8, 4, 3)


def lookup(asker: Asker) -> Draft | None:
    """One printed figure."""
    (measure,) = asker.random.choices(VALUES, LOOKUP_WEIGHTS)
    target = asker.pick(measure)
    if target is None or (target.slice and not target.fact.value):
        return None
    spending = can_be_spent(target) and asker.random.random() < 0.15
    words = asker.words(target, stage=not spending)
    kind = "spending" if spending else "lookup"
    if not spending and asker.random.random() < KEYWORDS_RATE and one_measure(asker, target):
        kind = "keywords"
    return asker.draft(kind, words, one(target, "lookup"))


def one_measure(asker: Asker, target: Target) -> bool:
    """Whether nothing but this value is called so, so that the name alone asks for it."""
    fact = target.fact
    return fact.key not in NAMED_ONE_BY_ONE and all(
        other.measure in {fact.measure, "change", "growth", "share"}
        and other.unit in {fact.unit, "%"}
        for other in asker.shelf.facts_of(fact.owner)
        if other.year == fact.year and plain(target.name) in plain(other.item)
    )


def printed_share(asker: Asker) -> Draft | None:
    """A share that the disclosure prints."""
    target = asker.pick("share", where=lambda f: bool(whole_of(f)) and f.value > 0)
    if target is None:
        return None
    words = asker.words(target)
    slots = {**words.slots, "w2": whole_of(target.fact)}
    draft = replace(one(target, "share"), tolerance=number(rate_tolerance(target)))
    return asker.draft("share", Words(slots, words.tags), draft)


# Kinds of questions whose judge wants every document of the evidence cited.
EVERY_DOCUMENT = frozenset({"change", "compare", "ratio", "share"})


def one(target: Target, op: str) -> Draft:
    """Return the draft of a question that one print answers."""
    fact = target.fact
    return Draft(
        "",
        "figure",
        op,
        f"{fact.document}：{fact.quote}",
        (answer_of(target),),
        number(target.tolerance),
        evidence=seen_in([target], all_witnesses=op not in EVERY_DOCUMENT),
        tags=(fact.measure,),
        difficulty="medium" if target.say or target.slice else "easy",
    )


def rate_tolerance(target: Target) -> Decimal:
    """How far a computed rate may be from the printed one, which may have one decimal only."""
    return max(CENT, half_unit(target.fact))


def printed_rate(asker: Asker) -> Draft | None:
    """How much of its budget a final account is, as the disclosure prints it."""
    target = asker.pick("rate", where=lambda f: f.key.endswith("/完成年初预算"))
    if target is None or target.say:
        return None
    draft = replace(one(target, "ratio"), tolerance=number(rate_tolerance(target)))
    return asker.draft("done", asker.words(target, stage=False), draft)


def can_be_spent(target: Target) -> bool:
    """Whether one can say that money is spent on the item."""
    fact = target.fact
    words = ("收入", "结转", "结余", "计", "资产", "采购", "预留", "价值", "支出", "“三公”")
    return (
        fact.unit == MONEY
        and fact.measure == "amount"
        and not any(w in fact.item for w in words)
        and not target.slice
        and not target.say
        and fact.year == fact.document_year
    )


def changed(target: Target, asker: Asker) -> dict[str, str]:
    """Return the slots of a change: what it is counted from, how it is asked for."""
    fact = target.fact
    growth = fact.measure == "growth"
    known = fact.direction in {"增加", "减少"} and asker.random.random() < 0.6
    words = (
        (GROWTH_WORDS[fact.direction] if growth else DOWN if fact.direction == FALLS else UP)
        if known
        else ("",)
    )
    name = ("known_" if known else "any_") + ("growth" if growth else "change")
    base = BASES[fact.base or "上年"]
    return {
        "base": asker.piece(base, {}),
        "ch": asker.piece(name, {"c": asker.random.choice(words)}),
    }


def change(asker: Asker) -> Draft | None:
    """A change that the disclosure prints."""
    target = asker.pick("change", "growth", where=lambda f: f.base in {"", *BASES})
    if target is None:
        return None
    words = asker.words(target)
    return asker.draft(
        "change",
        Words({**words.slots, **changed(target, asker)}, words.tags),
        one(target, "change"),
    )


def several(asker: Asker) -> Draft | None:
    """Two or three figures of one owner and year in one question."""
    first = asker.pick("amount", "count", where=lambda f: f.unit == MONEY or f.measure == "count")
    if first is None:
        return None
    others = companions(asker, first, 2)
    wanted = [first, *others[: asker.random.choice((1, 1, 2))]]
    if len(wanted) < 2:
        return None
    slots = named(asker, wanted)
    return asker.draft("several" if len(wanted) == 2 else "three", slots, many(wanted, "lookup"))


def many(targets: list[Target], op: str) -> Draft:
    """Return the draft of a question that several prints answer."""
    why = "；".join(f"{t.fact.document}：{t.fact.quote}" for t in targets)
    tolerance = max(t.tolerance for t in targets)
    return Draft(
        "",
        "figures",
        op,
        why,
        tuple(answer_of(t) for t in targets),
        number(tolerance),
        evidence=seen_in(targets),
        tags=("several",),
        difficulty="medium",
    )


def companions(asker: Asker, first: Target, count: int) -> list[Target]:
    """Return figures of the same table or text that go well with ``first``."""
    fact = first.fact
    near = [f for f in asker.shelf.by_document[fact.document].facts if goes_with(f, fact)]
    asker.random.shuffle(near)
    found: list[Target] = []
    for other in near[:12]:
        target = asker.shelf.target_of(other)
        names = {first.name, *(t.name for t in found)}
        if (
            target
            and target.slice == first.slice
            and target.name not in names
            and target.say == first.say
        ):
            found.append(target)
    return found[:count]


def goes_with(other: Fact, fact: Fact) -> bool:
    """Whether two figures stand side by side and are of one kind."""
    return bool(
        other.item != fact.item
        and other.year == fact.year
        and other.unit == fact.unit
        and other.measure == fact.measure
        and other.basis == fact.basis
        and other.table == fact.table
        and (fact.table or other.quote == fact.quote)
        and other.columns == fact.columns
    )


def named(asker: Asker, targets: list[Target]) -> Words:
    """Return the slots of the first figure with the others as w2, w3."""
    words = asker.words(targets[0])
    slots = dict(words.slots)
    for place, target in enumerate(targets[1:], 2):
        more = asker.words(target)
        slots[f"w{place}"] = more.slots["w"]
        words = Words(slots, (*words.tags, *more.tags))
    return Words(slots, words.tags)


def value_and_change(asker: Asker) -> Draft | None:
    """An amount, its change and its growth, in one question."""
    moved = asker.pick(
        "change", "growth", where=lambda f: f.base in {"", *BASES} and bool(f.direction)
    )
    if moved is None:
        return None
    facts = asker.shelf.facts_of(moved.fact.owner)
    row = {f.value for f in facts if is_of_row(f, moved.fact)}
    amounts = [f for f in facts if is_amount_of(f, moved.fact) and (not row or f.value in row)]
    target = asker.shelf.target_of(amounts[0]) if amounts else None
    if target is None or target.slice:
        return None
    words = asker.words(target)
    return asker.draft(
        "valuechange",
        Words({**words.slots, **changed(moved, asker)}, words.tags),
        many([target, moved], "change"),
    )


def is_amount_of(fact: Fact, moved: Fact) -> bool:
    """Whether ``fact`` is the amount whose change ``moved`` is."""
    return (
        fact.measure in {"amount", "count"}
        and same_item(fact, moved)
        and fact.year == moved.year
        and fact.basis == moved.basis
        and fact.document == moved.document
        and (fact.table == moved.table or not moved.table)
    )


def is_of_row(fact: Fact, moved: Fact) -> bool:
    """Whether ``fact`` is an amount in the table row of ``moved``: a total of its table alone."""
    same = (fact.document, fact.table, fact.quote) == (moved.document, moved.table, moved.quote)
    return bool(moved.table) and same and fact.measure in {"amount", "count"}


def yes_or_no(asker: Asker) -> Draft | None:
    """「X 是 12.3万元吗」, true or ten times or a neighbour's value."""
    target = asker.pick("amount", where=lambda f: f.unit == MONEY and f.value > 0 and f.exact)
    if target is None or target.tolerance:
        return None
    true = asker.random.random() < 0.35
    value = target.fact.value if true else wrong_value(asker, target)
    if value == target.fact.value and not true:
        return None
    words = asker.words(target)
    slots = {**words.slots, "v": spoken(value, asker)}
    draft = one(target, "lookup")
    mention = () if true else ((*NOT,),)
    tags = ("yes-no", "yes" if true else "no")
    draft = replace(draft, must_mention=mention, difficulty="hard", tags=tags)
    return asker.draft("yesno", Words(slots, words.tags), draft)


def wrong_value(asker: Asker, target: Target) -> Decimal:
    """Return a value that somebody could mistake for the true one."""
    near = companions(asker, target, 1)
    ways = [target.fact.value * 10, target.fact.value / 10, target.fact.value + 10000]
    return asker.random.choice([*ways, *(t.fact.value for t in near)])


def spoken(value: Decimal, asker: Asker) -> str:
    """Return an amount as a person would name it, exactly."""
    in_wan = value / 10000
    if asker.random.random() < 0.7 and in_wan == in_wan.quantize(Decimal("0.0001")):
        return f"{number(in_wan)}万元"
    return f"{number(value)}元"


def grew(asker: Asker) -> Draft | None:
    """「X 比上年增加了吗，多少」, whatever the direction is."""
    target = asker.pick(
        "change", where=lambda f: f.base in {"", *BASES} and f.direction in {"增加", "减少"}
    )
    if target is None:
        return None
    words = asker.words(target)
    slots = {**words.slots, **changed(target, asker)}
    draft = one(target, "compare")
    return asker.draft("grew", Words(slots, (*words.tags, "yes-no")), draft)


def exists(asker: Asker) -> Draft | None:
    """「有没有公车，有几辆」."""
    target = asker.pick(
        "count", where=lambda f: f.unit in {"辆", "台", "个", "人", "名", "家", "处"}
    )
    if target is None or target.say or not target.fact.item.isalpha():
        return None
    words = asker.words(target)
    return asker.draft("exists", Words(words.slots, (*words.tags, "yes-no")), one(target, "lookup"))
