"""Questions about the items of one group: the largest, how many, which."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from benchmarks.made_up.questions_draft import MONEY, Asker, Draft, Words, given
from benchmarks.made_up.questions_printed import many
from benchmarks.made_up.questions_shelf import Target, plain
from benchmarks.made_up.truth import Fact

DIGITS = {2: "两", 3: "三"}
KINDS = ("科目", "科目", "项目", "分项")
FEWEST = 4


def group(asker: Asker) -> tuple[Target, list[Target]] | None:
    """Return a parent with all its direct parts of one table."""
    part = asker.pick(
        "amount", where=lambda f: bool(f.table and f.path) and f.unit == MONEY and f.exact
    )
    if part is None or part.slice:
        return None
    fact = part.fact
    parts = [f for f in asker.shelf.by_document[fact.document].facts if beside(f, fact)]
    targets = [t for f in parts if (t := asker.shelf.target_of(f))]
    parent = asker.shelf.figure(fact, item=fact.path[-1])
    whole = len(targets) == len(parts) and len({plain(t.name) for t in targets}) == len(parts)
    if (
        parent is None
        or not whole
        or len(parts) < 2
        or any(t.slice or t.tolerance for t in targets)
    ):
        return None
    total = sum((t.fact.value for t in targets), Decimal(0))
    alone = parent.fact.table == fact.table and total == parent.fact.value and not parent.say
    return (parent, targets) if alone and same_everywhere(asker, parent, targets) else None


def beside(other: Fact, fact: Fact) -> bool:
    """Whether two facts are rows of the same table below the same parent, in the same column."""
    return (
        other.table == fact.table
        and other.path == fact.path
        and other.columns == fact.columns
        and other.measure == fact.measure
        and other.year == fact.year
        and other.basis == fact.basis
    )


def same_everywhere(asker: Asker, parent: Target, parts: Sequence[Target]) -> bool:
    """Whether no other table or document of owner and year breaks the parent down otherwise."""
    fact = parent.fact
    found: dict[tuple[str, str], dict[str, Decimal]] = {}
    for f in asker.shelf.facts_of(fact.owner):
        if (
            f.path
            and plain(f.path[-1]) == plain(parent.name)
            and f.year == fact.year
            and not asker.shelf.slice_of(f)
        ):
            found.setdefault((f.document, f.table), {})[plain(f.item)] = f.value
    return all(values == {plain(t.name): t.fact.value for t in parts} for values in found.values())


def shown(parent: Target, parts: Sequence[Target]) -> tuple[tuple[str, str], ...]:
    """Return the rows of a group as evidence."""
    return tuple((parent.fact.document, t.fact.quote) for t in parts)


def slots_of(asker: Asker, parent: Target) -> Words:
    """Return the slots of a question about the parts of ``parent``."""
    words = asker.words(replace(parent, say=()), stage=False)
    slots = {**words.slots, "p": words.slots["w"], "kinds": asker.random.choice(KINDS[:2])}
    return Words(slots, (*words.tags, "group"))


def rank(asker: Asker) -> Draft | None:
    """The two or three largest parts."""
    found = group(asker)
    if found is None or len(found[1]) < FEWEST:
        return None
    parent, parts = found
    count = asker.random.choice((2, 3))
    ordered = sorted(parts, key=lambda t: t.fact.value, reverse=True)
    if len({t.fact.value for t in ordered[: count + 1]}) <= count:
        return None
    words = slots_of(asker, parent)
    draft = replace(
        many(ordered[:count], "rank"), why=f"{parent.fact.table}中{parent.name}的各项按金额排列"
    )
    return asker.draft("rank", Words({**words.slots, "n": DIGITS[count]}, words.tags), draft)


def count_over(asker: Asker) -> Draft | None:
    """How many parts are above a round amount."""
    found = group(asker)
    if found is None or len(found[1]) < FEWEST:
        return None
    parent, parts = found
    limit = asker.random.choice((1, 2, 5, 10, 20, 50, 100))
    values = [t.fact.value for t in parts]
    count = sum(v > limit * 10000 for v in values)
    if not 0 < count < len(parts) or limit * 10000 in values:
        return None
    words = slots_of(asker, parent)
    over = [t for t in parts if t.fact.value > limit * 10000]
    draft = Draft(
        "",
        "figure",
        "count",
        f"{parent.fact.table}：{'、'.join(t.name for t in over)}",
        (given(Decimal(count), "个", f"{parent.name}中超过{limit}万元的"),),
        evidence=shown(parent, over),
        tags=("threshold",),
    )
    return asker.draft("over_count", Words({**words.slots, "x": str(limit)}, words.tags), draft)


def listed(asker: Asker) -> Draft | None:
    """Which parts there are."""
    found = group(asker)
    if found is None or len(found[1]) > 9:
        return None
    parent, parts = found
    words = slots_of(asker, parent)
    draft = Draft(
        "",
        "text",
        "list",
        f"{parent.fact.table}：{parent.name}下的各项",
        must_mention=tuple((t.name,) for t in parts),
        evidence=shown(parent, parts),
        tags=("list",),
    )
    return asker.draft("list", words, draft)
