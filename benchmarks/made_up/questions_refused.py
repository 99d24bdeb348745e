"""Questions that no disclosure answers, and those that have to be asked back.

What is asked for is always near to something that is there: a neighbour's name, another year,
an item of the same classification, a column that is blank, a stage that is not printed.
"""

from __future__ import annotations

import re
from dataclasses import replace

from benchmarks.made_up.data import economic_names, function_names, rows
from benchmarks.made_up.questions_draft import (
    MONEY,
    Asker,
    Draft,
    Words,
    answer_of,
    number,
    seen_in,
)
from benchmarks.made_up.questions_names import REGION_ENDS, year_said
from benchmarks.made_up.questions_printed import changed
from benchmarks.made_up.questions_shelf import (
    PLAN,
    TOTALS,
    Target,
    base_key,
    context_of,
    family,
    plain,
)
from benchmarks.made_up.questions_texts import absent_words
from benchmarks.made_up.questions_wording import contains_in_order
from benchmarks.made_up.truth import Absent, Fact, MadeUp

SHORTEST_BODY = 3
NOBODY = "没有这个单位的材料"


def refused(why: str, *tags: str) -> Draft:
    """Return the draft of a question that has to be refused."""
    return Draft("", "refuse", "none", why, tags=("refuse", *tags), difficulty="hard")


def amount(asker: Asker) -> Target | None:
    """Return a random amount or count to be led away from."""
    return asker.pick(
        "amount", "count", where=lambda f: f.year == f.document_year or f.measure == "count"
    )


def other_owner(asker: Asker) -> Draft | None:
    """An owner that the library has not: the same profession elsewhere, another one here."""
    target = amount(asker)
    name = strange_owner(asker, target.fact) if target else ""
    if target is None or not name:
        return None
    words = asker.words(target)
    draft = refused(f"{NOBODY}：{name}", "wrong-owner")
    return asker.draft("lookup", Words({**words.slots, "o": name}, words.tags), draft)


def strange_owner(asker: Asker, fact: Fact) -> str:
    """Return a body that sounds like this owner and is none of the library's."""
    region = REGION_ENDS.match(fact.owner_short) or REGION_ENDS.match(fact.owner)
    if region is None:
        return ""
    body = fact.owner_short[fact.owner_short.find(region[0]) + len(region[0]) :]
    if len(body) < SHORTEST_BODY:
        return ""
    bodies = [row[1] for row in rows("professions.tsv")]
    places = [m.region for m in asker.shelf.disclosures]
    first, second = (
        asker.random.choice([row[0].split() for row in rows("syllables.tsv")][i]) for i in (0, 1)
    )
    ways = (
        region[0] + asker.random.choice(bodies),
        first + second + region[2] + body,
        asker.random.choice(places) + asker.random.choice(bodies),
    )
    name = asker.random.choice(ways)
    known = [*asker.shelf.of_owner, *(m.owner_short for m in asker.shelf.disclosures)]
    return (
        "" if any(contains_in_order(k, name) or contains_in_order(name, k) for k in known) else name
    )


def other_year(asker: Asker) -> Draft | None:
    """A year of which nothing is disclosed: later than all, or two before the first."""
    target = amount(asker)
    if target is None:
        return None
    years = asker.shelf.years_of(target.fact.owner)
    year = asker.random.choice((max(years) + 1, max(years) + 2, min(years) - 2, min(years) - 3))
    words = asker.words(target)
    slots = {**words.slots, "y": year_said(year, asker.random)}
    return asker.draft(
        "lookup", Words(slots, words.tags), refused(f"没有{year}年的材料", "wrong-year")
    )


def near_namesake(asker: Asker) -> Draft | None:
    """An item of the classification that this owner has not, while a neighbour is there."""
    target = asker.pick(
        "amount", where=lambda f: len(f.code) in {5, 7} and f.year == f.document_year
    )
    if target is None or target.slice:
        return None
    fact = target.fact
    names = economic_names() if len(fact.code) == 5 and fact.code[0] == "3" else function_names()
    near = [(c, n) for c, n in names.items() if c[:3] == fact.code[:3] and len(c) == len(fact.code)]
    there = {plain(i) for i in asker.shelf.items_of(fact.owner)} | lacking(asker, fact.owner)
    near = [
        (c, n)
        for c, n in near
        if missing(asker, fact.owner, plain(n), there) and c not in codes_of(asker, fact)
    ]
    if not near:
        return None
    code, name = asker.random.choice(near)
    words = asker.words(replace(target, fact=replace(fact, item=name, code=code), name=name))
    draft = refused(f"材料里没有「{name}」", "near-namesake")
    return asker.draft("lookup", words, draft)


def codes_of(asker: Asker, fact: Fact) -> set[str]:
    """Return all codes that the owner prints."""
    return {f.code for f in asker.shelf.facts_of(fact.owner)}


def lacking(asker: Asker, owner: str) -> set[str]:
    """Return what the owner says that it has not: asked for, it is answered with that."""
    papers = (m for m in asker.shelf.disclosures if m.owner == owner)
    return {plain(absence.item) for paper in papers for absence in paper.absences}


def missing(asker: Asker, owner: str, name: str, there: set[str]) -> bool:
    """Whether nothing of the owner is called like this, not even in part or in a sentence."""
    if any(name in item or (item in name and len(item) > 3) for item in there):
        return False
    return not any(name in plain(m.text) for m in asker.shelf.disclosures if m.owner == owner)


def other_measure(asker: Asker) -> Draft | None:
    """The change or growth of an item of which only this year's amount is disclosed."""
    target = asker.pick("amount", where=lambda f: detailed(f) and f.year == f.document_year)
    if target is None or target.slice or target.say or moved_somewhere(asker, target):
        return None
    fact = target.fact
    words = asker.words(target)
    still = replace(target, fact=replace(fact, base="", direction=""))
    slots = {**words.slots, **changed(still, asker)}
    draft = refused(f"没有{fact.year - 1}年的数，也没有增减", "other-measure")
    return asker.draft("change", Words(slots, words.tags), draft)


def detailed(fact: Fact) -> bool:
    """Whether a fact is of a single item that has money: nothing above it says its change."""
    deep = len(fact.code) == 7 or (len(fact.code) == 5 and fact.code[0] == "3")
    return deep and fact.unit == MONEY and fact.value > 0


def moved_somewhere(asker: Asker, target: Target) -> bool:
    """Whether a change of the item, or its value of the year before, is printed anywhere."""
    fact, name = target.fact, plain(target.name)
    for other in asker.shelf.facts_of(fact.owner):
        moved = other.measure in {"change", "growth"} and other.year == fact.year
        alike = plain(other.item) in name or name in plain(other.item)
        if (alike or base_key(other) == base_key(fact)) and (moved or other.year == fact.year - 1):
            return True
    return False


def other_basis(asker: Asker) -> Draft | None:
    """The final account of a year that only has a budget."""
    target = asker.pick(
        "amount", where=lambda f: f.basis in PLAN and f.unit == MONEY and f.year == f.document_year
    )
    if target is None:
        return None
    fact = target.fact
    if any(
        f.year == fact.year and f.basis not in {*PLAN, "现状"}
        for f in asker.shelf.facts_of(fact.owner)
    ):
        return None
    item = target.name + (f"的{target.slice}" if target.slice else "")
    if re.search("预算|决算|采购|^[合总小]计$", item) or context_of(fact):
        return None
    words = asker.words(replace(target, say=()), stage=False)
    ways = (f"{item}决算", f"{item}决算数", f"{item}的决算数", f"{item}实际执行数", f"决算里{item}")
    slots = {**words.slots, "w": asker.random.choice(ways), "ask": asker.piece("amount_ask", {})}
    return asker.draft(
        "lookup", Words(slots, words.tags), refused("只有预算，没有决算", "other-basis")
    )


def blank(asker: Asker) -> Draft | None:
    """A cell that the table leaves blank."""
    made_up = asker.random.choice(asker.shelf.disclosures)
    absences = [a for a in made_up.absences if a.how == "blank" and a.table and a.columns]
    absence = asker.random.choice(absences) if absences else None
    if absence is None or not strange_blank(made_up, absence):
        return None
    words = absent_words(asker, absence)
    slots = dict(words.slots)
    slots["w"] = asker.piece("with_table", {"x": slots["w"], "t": absence.table})
    draft = refused(f"{absence.document}：{absence.table}此格空白", "empty-cell")
    return asker.draft("lookup", Words(slots, words.tags), draft)


def strange_blank(made_up: MadeUp, absence: Absent) -> bool:
    """Whether nothing in the disclosure says more about the cell, neither a figure nor a lack."""
    if absence.key.startswith("经济:") or TOTALS.search(plain(absence.item)):
        return False
    column = plain(absence.columns[-1])
    said = [plain(a.item)[:4] for a in made_up.absences if a.how != "blank"]
    if any(lack in column or lack in plain(absence.item) for lack in said):
        return False
    same = [f for f in made_up.facts if f.item == absence.item]
    return not any(f.columns[-1:] == absence.columns[-1:] or f.key == absence.key for f in same)


def opinion(asker: Asker) -> Draft | None:
    """What no document can answer."""
    target = amount(asker)
    if target is None or target.slice or target.say or target.fact.unit != MONEY:
        return None
    return asker.draft("opinion", asker.words(target), refused("问的是看法", "opinion"))


def no_year(asker: Asker) -> Draft | None:
    """An owner with several years and no year said: all of them, or asked back."""
    target = amount(asker)
    if target is None or target.slice or target.say or target.fact.measure != "amount":
        return None
    found = [
        t
        for y in sorted(asker.shelf.years_of(target.fact.owner))
        if (t := asker.shelf.figure(target.fact, year=y)) and t.fact.document_year == y
    ]
    unlike = {t.fact.value for t in found}
    if len(found) < 2 or len(unlike) < len(found) or any(t.say for t in found):
        return None
    words = asker.words(target)
    draft = Draft(
        "",
        "clarify",
        "lookup",
        "没说哪一年",
        tuple(answer_of(t) for t in found),
        number(max(t.tolerance for t in found)),
        evidence=seen_in(found),
        tags=("clarify", "no-year"),
    )
    return asker.draft(
        "lookup", Words({**words.slots, "y": "", "oy": words.slots["o"]}, words.tags), draft
    )


def no_owner(asker: Asker) -> Draft | None:
    """No owner said in a library of several."""
    target = amount(asker)
    if target is None or target.slice or target.say or target.fact.measure != "amount":
        return None
    others = [o for o in asker.shelf.of_owner if o != family(target.fact.owner)]
    found = [t for o in others if (t := asker.shelf.figure(target.fact, owner=o))]
    if any(t.say for t in found) or all(t.fact.value == target.fact.value for t in found):
        return None
    words = asker.words(target)
    draft = Draft(
        "",
        "clarify",
        "lookup",
        "没说哪个单位",
        tuple(answer_of(t) for t in (target, *found)),
        number(max(t.tolerance for t in (target, *found))),
        evidence=seen_in([target, *found]),
        tags=("clarify", "no-owner"),
    )
    tags = tuple(t for t in words.tags if not t.endswith(("-name", "owner")))
    return asker.draft(
        "lookup", Words({**words.slots, "o": "", "oy": words.slots["y"]}, tags), draft
    )
