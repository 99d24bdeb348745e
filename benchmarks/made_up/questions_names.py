"""How people call owners, years and items: in full, in short, by alias, by code, mistyped."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from random import Random

from benchmarks.made_up.questions_data import choices
from benchmarks.made_up.questions_shelf import OFFICE, Shelf, Target, family, names_of, plain
from benchmarks.made_up.questions_wording import contains_in_order, mistyped, shortened
from benchmarks.made_up.truth import Fact

REGION_ENDS = re.compile(r"^(.{2,5}?)(省|市|县|区|(?<!自治)州)(?=[^委].)")
TYPO_RATE = 0.04
DROP_RATE = 0.02
SHORTEST_OWNER = 4
ALIAS_RATE = 0.45
CODE_RATE = 0.2


@dataclass(frozen=True, slots=True)
class Said:
    """Words for something, with the tags that say what kind of words they are."""

    words: str
    tags: tuple[str, ...] = ()


def owner_said(shelf: Shelf, fact: Fact, random: Random) -> Said:
    """Return a form of the owner's name that no other owner of the library could have."""
    owner, short = family(fact.owner), fact.owner_short.removesuffix(OFFICE)
    forms = [Said(owner, ("full-name",)), Said(short, ("short-name",))]
    forms += [Said(form, ("colloquial-owner",)) for form in colloquial_owners(owner, short)]
    fair = [form for form in forms if only_one(shelf, form.words, owner)]
    said = random.choice(fair) if fair else Said(owner, ("full-name",))
    said = spoilt(said, shelf.of_owner.keys(), random, "owner")
    if fact.scope != OFFICE:
        return said
    return Said(
        said.words + random.choice(("本级", "（本级）", "机关本级")), (*said.tags, "office")
    )


def colloquial_owners(owner: str, short: str) -> list[str]:
    """Return the owner without the endings of its regions, or without the outer region."""
    forms = []
    for name in (owner, short):
        region = REGION_ENDS.match(name)
        if region is None:
            continue
        forms.append(region[1] + name[region.end() :])
        inner = name[region.end() :]
        if REGION_ENDS.match(inner):
            forms.append(inner)
    return forms


def only_one(shelf: Shelf, form: str, owner: str) -> bool:
    """Whether ``form`` could be short for this owner only."""
    if len(form) < SHORTEST_OWNER:
        return False
    return not any(
        contains_in_order(other, form) and not other.startswith(owner)
        for other in shelf.of_owner
        if other != owner
    )


def when_said(shelf: Shelf, fact: Fact, random: Random) -> str:
    """Return the year of a figure; of one that a document states as it is now, whose document."""
    if fact.basis != "现状":
        return year_said(fact.year, random)
    told = fact.document_year
    ways = [
        f"{told}年{fact.document_kind[-2:]}公开里",
        f"{told}年公开材料里",
        f"{told}年的公开材料中",
    ]
    if fact.year < told and f"{fact.year}年" in fact.quote:
        ways += [f"{fact.year}年底", f"{fact.year}年末", f"截至{fact.year}年底"]
    return random.choice(ways)


def year_said(year: int, random: Random) -> str:
    """Return the year as people type it."""
    return random.choice((f"{year}年", f"{year}年", f"{year}年", f"{year}年度", f"{year % 100}年"))


def years_said(years: list[int], random: Random) -> str:
    """Return several years as people type them; ``years`` ascending."""
    listed = "、".join(f"{year}" for year in years) + "年"
    ways = [listed, "年、".join(str(y) for y in years[:-1]) + f"年和{years[-1]}年"]
    if years == list(range(years[0], years[-1] + 1)) and len(years) > 2:
        ways += [
            f"{years[0]}到{years[-1]}年",
            f"{years[0]}年至{years[-1]}年",
            f"{years[0]}-{years[-1]}年",
        ]
    return random.choice(ways)


def item_said(shelf: Shelf, target: Target, random: Random, *, clean: bool = False) -> Said:
    """Return what the question calls the item of ``target``; ``clean``: not mistyped."""
    fact, roll = target.fact, random.random()
    if fact.code and roll < CODE_RATE:
        return by_code(target, random)
    aliases = fair_aliases(shelf, target) if roll < CODE_RATE + ALIAS_RATE else []
    if aliases:
        return Said(random.choice(aliases), ("alias",))
    said = Said(target.name)
    if not clean:
        said = spoilt(said, shelf.items_of(fact.owner), random, "item")
    return said if said.tags else unmarked(said, random)


def by_code(target: Target, random: Random) -> Said:
    """Return an item with its code, before or behind."""
    fact = target.fact
    ways = (
        f"{fact.code}{target.name}",
        f"{target.name}（{fact.code}）",
        f"{target.name} {fact.code}",
        f"科目{fact.code}{target.name}",
        f"编码{fact.code}的{target.name}",
    )
    return Said(random.choice(ways), ("code",))


def fair_aliases(shelf: Shelf, target: Target) -> list[str]:
    """Return the colloquial words for an item that no other item of its owner could have."""
    words = choices("questions_aliases.tsv")
    names = {plain(item) for item in shelf.items_of(target.fact.owner)}
    others = {
        w
        for item, ways in words.items()
        for w in ways
        if plain(item) in names and plain(item) != plain(target.name)
    }
    return [
        w
        for w in (*words.get(target.name, ()), *names_of(target.fact)[1:])
        if plain(w) not in names - {plain(target.name)} and w not in others
    ]


def unmarked(said: Said, random: Random) -> Said:
    """Drop quotation marks and brackets of a name now and then, as people type it."""
    if plain(said.words) == said.words or random.random() < 0.5:
        return said
    return Said(re.sub(r"[“”\"]", "", said.words).replace("（", "(").replace("）", ")"), said.tags)


def spoilt(said: Said, known: Iterable[str], random: Random, what: str) -> Said:
    """Mistype a name now and then, where it still can be nothing else."""
    names = set(known)
    roll = random.random()
    if roll < TYPO_RATE:
        typed = mistyped(said.words, names, random)
        return Said(typed, (*said.tags, f"typo-{what}")) if typed else said
    if roll < TYPO_RATE + DROP_RATE:
        typed = shortened(said.words, names, random)
        return Said(typed, (*said.tags, f"dropped-{what}")) if typed else said
    return said
