"""Follow-ups: a second or third question that leans on the ones before."""

from __future__ import annotations

from dataclasses import replace

from benchmarks.made_up.questions_computed import computed, headed, whole_amount, years_of
from benchmarks.made_up.questions_draft import MONEY, Asker, Draft, Words, given, number
from benchmarks.made_up.questions_names import owner_said, year_said
from benchmarks.made_up.questions_printed import (
    BASES,
    VALUES,
    changed,
    companions,
    is_amount_of,
    one,
)
from benchmarks.made_up.questions_shelf import Target, family
from benchmarks.made_up.questions_texts import reason
from benchmarks.made_up.questions_wording import worded


def first_question(asker: Asker, words: Words) -> str:
    """Return the question that a follow-up leans on."""
    return worded("lookup", words.slots, asker.random).text


def after(asker: Asker, kind: str, target: Target, words: Words, history: list[str]) -> Draft:
    """Return a follow-up that asks for ``target``."""
    draft = replace(one(target, "lookup"), history=tuple(history), tags=("follow-up", kind))
    return asker.draft(kind, words, draft)


def other_year(asker: Asker) -> Draft | None:
    """「那2025年呢」."""
    target = whole_amount(asker)
    series = years_of(asker, target) if target else []
    if len(series) < 2 or any(t.say for t in series):
        return None
    old, new = asker.random.sample(series, 2)
    words = asker.words(old)
    slots = {**words.slots, "y2": year_said(new.fact.year, asker.random)}
    first = first_question(asker, words)
    if asker.random.random() < 0.3:
        return gap(asker, old, new, Words(slots, words.tags), first)
    return after(asker, "year_after", new, Words(slots, words.tags), [first])


def gap(asker: Asker, old: Target, new: Target, words: Words, first: str) -> Draft:
    """「两年差多少」 after two questions."""
    second = worded("year_after", words.slots, asker.random).text
    late, early = sorted((old, new), key=lambda t: t.fact.year, reverse=True)
    moved = late.fact.value - early.fact.value
    direction = "增加" if moved > 0 else "减少" if moved < 0 else "持平"
    value = given(abs(moved), MONEY, f"{old.name}两年之差", direction)
    why = f"{number(late.fact.value)} − {number(early.fact.value)}"
    draft = replace(computed([late, early], value, "difference", why), history=(first, second))
    return asker.draft("gap_after", words, replace(draft, tags=("follow-up", "computed")))


def other_item(asker: Asker) -> Draft | None:
    """「那培训费呢」."""
    target = asker.pick(*VALUES)
    others = companions(asker, target, 1) if target else []
    if target is None or not others:
        return None
    words, more = asker.words(target), asker.words(others[0])
    weight = others[0].fact.key.endswith("分值")  # or nothing says that no target is asked
    slots = {**words.slots, "w2": f"{more.slots['w']}{'的分值' if weight else ''}"}
    return after(
        asker,
        "item_after",
        others[0],
        Words(slots, (*words.tags, *more.tags)),
        [first_question(asker, words)],
    )


def other_owner(asker: Asker) -> Draft | None:
    """「那教育局的呢」."""
    target = whole_amount(asker)
    owners = [o for o in asker.shelf.of_owner if target and o != family(target.fact.owner)]
    if target is None or not owners:
        return None
    other = asker.shelf.figure(target.fact, owner=asker.random.choice(owners))
    if other is None or not headed(other) or other.say or target.say:
        return None
    words, second = asker.words(target), owner_said(asker.shelf, other.fact, asker.random)
    slots = {**words.slots, "o2": second.words}
    return after(
        asker,
        "owner_after",
        other,
        Words(slots, (*words.tags, *second.tags)),
        [first_question(asker, words)],
    )


def change_next(asker: Asker) -> Draft | None:
    """「比上年减少了多少」."""
    moved = asker.pick("change", "growth", where=lambda f: f.base in {"", *BASES})
    if moved is None:
        return None
    amounts = [f for f in asker.shelf.facts_of(moved.fact.owner) if is_amount_of(f, moved.fact)]
    target = asker.shelf.target_of(amounts[0]) if amounts else None
    if target is None or target.slice or target.say:
        return None
    words = asker.words(target)
    slots = {**words.slots, **changed(moved, asker)}
    return after(
        asker, "change_after", moved, Words(slots, words.tags), [first_question(asker, words)]
    )


def why_next(asker: Asker) -> Draft | None:
    """「为什么减少了」."""
    made_up = asker.random.choice(asker.shelf.disclosures)
    reasons = [
        (t.partition("：")[2], text) for t, text in made_up.passages if t.startswith("增减原因：")
    ]
    if not reasons:
        return None
    item, text = asker.random.choice(reasons)
    draft = reason(asker, made_up, item, text)
    fact = next(
        (
            f
            for f in made_up.facts
            if f.item == item and f.measure == "amount" and f.year == made_up.year
        ),
        None,
    )
    target = asker.shelf.target_of(fact) if fact else None
    moved = next((f for f in made_up.facts if f.item == item and f.measure == "change"), None)
    if draft is None or target is None or moved is None or target.slice or target.say:
        return None
    words = asker.words(target)
    slots = {
        **words.slots,
        "c": asker.random.choice(
            ("减少", "下降") if moved.direction == "减少" else ("增加", "增长")
        ),
    }
    draft = replace(
        draft, history=(first_question(asker, words),), tags=("follow-up", "reason_after")
    )
    return asker.draft("reason_after", Words(slots, words.tags), draft)
