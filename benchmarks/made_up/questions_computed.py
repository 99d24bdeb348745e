"""Questions whose answers are computed: between years, owners, items; sums, ranks, shares."""

from __future__ import annotations

from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal

from benchmarks.made_up.questions_draft import (
    MONEY,
    Asker,
    Draft,
    Words,
    answer_of,
    given,
    joined,
    number,
    seen_in,
    told_by,
)
from benchmarks.made_up.questions_names import owner_said, year_said, years_said
from benchmarks.made_up.questions_printed import DOWN, GROWTH_WORDS, UP, companions, named
from benchmarks.made_up.questions_shelf import Target, family, half_unit, plain

CENT = Decimal("0.01")
APART = frozenset({"三公:出国", "三公:接待", "三公:用车"})  # parts of one whole that do not overlap


def rounded(value: Decimal) -> Decimal:
    """Return a rate as answers show it: two decimals, half up."""
    return value.quantize(CENT, ROUND_HALF_UP)


def headed(target: Target | None) -> bool:
    """Whether a figure is a whole amount of money whose question names nothing but the item."""
    return (
        target is not None
        and not target.slice
        and not set(target.say) - {"basis"}
        and target.fact.unit == MONEY
        and target.fact.value > 0
    )


def whole_amount(asker: Asker) -> Target | None:
    """Return a random amount for computing."""
    target = asker.pick("amount", where=lambda f: f.unit == MONEY and f.value > 0)
    return target if headed(target) else None


def computed(targets: list[Target], value: dict[str, str], op: str, why: str) -> Draft:
    """Return the draft of a question with one computed value."""
    tolerance = sum((t.tolerance for t in targets), Decimal(0))
    return Draft(
        "",
        "figure",
        op,
        why,
        (value,),
        number(tolerance),
        evidence=seen_in(targets),
        tags=("computed",),
        difficulty="medium",
    )


def years_of(asker: Asker, target: Target) -> list[Target]:
    """Return the same figure in every year that the library has, by year."""
    fact = target.fact
    found = [target]
    for year in sorted(asker.shelf.years_of(fact.owner) - {fact.year}):
        other = asker.shelf.figure(fact, year=year)
        if headed(other) and other is not None:
            found.append(other)
    return sorted(found, key=lambda t: t.fact.year)


def across_years(asker: Asker) -> Draft | None:
    """The difference or the growth between two years."""
    target = whole_amount(asker)
    series = years_of(asker, target) if target else []
    if len(series) < 2:
        return None
    old, new = sorted(asker.random.sample(series, 2), key=lambda t: t.fact.year)
    if asker.random.random() < 0.35:
        return growth(asker, old, new)
    moved = new.fact.value - old.fact.value
    direction = "增加" if moved > 0 else "减少" if moved < 0 else "持平"
    if printed_otherwise(asker, old, new, abs(moved)):
        return None
    about = f"{new.fact.owner_short}{new.name}{new.fact.year}年比{old.fact.year}年"
    why = f"{number(new.fact.value)} − {number(old.fact.value)}"
    draft = computed([new, old], given(abs(moved), MONEY, about, direction), "change", why)
    if new.fact.year == old.fact.year + 1:
        draft = told_by(draft, asker.shelf.printed_of(new.fact, "change"))
    return asker.draft("across", between(asker, old, new, "change", direction), draft)


def printed_otherwise(asker: Asker, old: Target, new: Target, moved: Decimal) -> bool:
    """Whether a document prints another change of the item between these years."""
    if new.fact.year != old.fact.year + 1:
        return False
    slack = new.tolerance + old.tolerance + 50
    return any(abs(f.value - moved) > slack for f in asker.shelf.printed_of(new.fact, "change"))


def between(asker: Asker, old: Target, new: Target, what: str, direction: str) -> Words:
    """Return the slots of a comparison of two years."""
    words = asker.words(new if new.say else old)
    known = direction in {"增加", "减少"} and asker.random.random() < 0.6
    way = (
        (GROWTH_WORDS[direction] if what == "growth" else DOWN if direction == "减少" else UP)
        if known
        else ("",)
    )
    ch = asker.piece(("known_" if known else "any_") + what, {"c": asker.random.choice(way)})
    years = {
        "y2": year_said(new.fact.year, asker.random),
        "y1": year_said(old.fact.year, asker.random),
    }
    return Words({**words.slots, **years, "ch": ch}, words.tags)


def growth(asker: Asker, old: Target, new: Target) -> Draft | None:
    """The growth between two years, computed."""
    if new.tolerance or old.tolerance or new.fact.value == old.fact.value:
        return None
    rate = rounded((new.fact.value - old.fact.value) * 100 / old.fact.value)
    direction = "增加" if rate > 0 else "减少"
    if growth_printed(asker, new):
        return None
    about = f"{new.fact.owner_short}{new.name}{new.fact.year}年比{old.fact.year}年增减幅度"
    why = f"({number(new.fact.value)} − {number(old.fact.value)}) ÷ {number(old.fact.value)}"
    draft = computed([new, old], given(abs(rate), "%", about, direction), "change", why)
    return asker.draft(
        "rates", between(asker, old, new, "growth", direction), replace(draft, tolerance="0.01")
    )


def growth_printed(asker: Asker, new: Target) -> bool:
    """Whether a document prints a growth of this item and year, perhaps from another base."""
    return bool(asker.shelf.printed_of(new.fact, "growth"))


def trend(asker: Asker) -> Draft | None:
    """The same item over the years."""
    target = whole_amount(asker)
    series = years_of(asker, target) if target else []
    if len(series) < 2 or any(t.say != series[0].say for t in series):
        return None
    words = asker.words(series[-1])
    years = [t.fact.year for t in series]
    if len(series) > 2 and asker.random.random() < 0.35:
        return sum_years(asker, series, words)
    answer = tuple(answer_of(t) for t in series)
    tolerance = max(t.tolerance for t in series)
    draft = Draft(
        "",
        "figures",
        "trend",
        "各年的数分别见各自的材料",
        answer,
        number(tolerance),
        evidence=seen_in(series),
        tags=("series",),
        difficulty="medium",
    )
    return asker.draft(
        "trend", Words({**words.slots, "ys": years_said(years, asker.random)}, words.tags), draft
    )


def sum_years(asker: Asker, series: list[Target], words: Words) -> Draft:
    """The sum of an item over the years."""
    total = sum((t.fact.value for t in series), Decimal(0))
    years = years_said([t.fact.year for t in series], asker.random)
    why = " + ".join(number(t.fact.value) for t in series)
    draft = computed(series, given(total, MONEY, f"{years}{series[0].name}合计"), "sum", why)
    return asker.draft("sumyears", Words({**words.slots, "ys": years}, words.tags), draft)


def implied(asker: Asker) -> Draft | None:
    """The value of the year before, from the value and the change that are printed."""
    moved = asker.pick(
        "change",
        where=lambda f: f.base in {"", "上年", "上年预算数", "上年预算"} and bool(f.direction),
    )
    target = asker.shelf.figure(replace(moved.fact, measure="amount")) if moved else None
    if (
        moved is None
        or target is None
        or not headed(target)
        or target.fact.document != moved.fact.document
    ):
        return None
    if asker.shelf.figure(target.fact, year=target.fact.year - 1):
        return None
    sign = -1 if moved.fact.direction == "增加" else 1
    value = target.fact.value + sign * moved.fact.value
    if value < 0 or not target.fact.exact or not moved.fact.exact:
        return None
    year = target.fact.year
    words = asker.words(target)
    about = f"{target.fact.owner_short}{year - 1}年{target.name}（推算）"
    why = f"{number(target.fact.value)} {'−' if sign < 0 else '+'} {number(moved.fact.value)}"
    draft = computed([target, moved], given(value, MONEY, about), "difference", why)
    return asker.draft("implied", Words({**words.slots, "py": f"{year - 1}年"}, words.tags), draft)


def sum_items(asker: Asker) -> Draft | None:
    """The sum of two or three items of one table that do not hold each other."""
    first = whole_amount(asker)
    if first is None or not first.fact.table:
        return None
    others = [t for t in companions(asker, first, 4) if headed(t) and t.say == first.say]
    wanted = [first, *others[: asker.random.choice((1, 2))]]
    if len(wanted) < 2 or nested(wanted) or len({t.fact.path for t in wanted}) > 1:
        return None
    total = sum((t.fact.value for t in wanted), Decimal(0))
    slots = named(asker, wanted)
    names = [slots.slots[key] for key in ("w", "w2", "w3") if key in slots.slots]
    why = " + ".join(number(t.fact.value) for t in wanted)
    draft = computed(
        wanted, given(total, MONEY, "、".join(t.name for t in wanted) + "合计"), "sum", why
    )
    return asker.draft(
        "sum", Words({**slots.slots, "ws": joined(names, asker.random)}, slots.tags), draft
    )


def nested(targets: list[Target]) -> bool:
    """Whether one of the items can hold another or is a total."""
    names = [plain(t.name) for t in targets]
    paths = [p for t in targets for p in t.fact.path]
    codes = [t.fact.code for t in targets if t.fact.code]
    by_code = any(a != b and a.startswith(b) for a in codes for b in codes)
    apart = all(t.fact.code or t.fact.key.startswith("项目:") for t in targets)
    apart = apart or {t.fact.key for t in targets} <= APART
    return not apart or by_code or any(plain(p) in names for p in paths)


def minus_items(asker: Asker) -> Draft | None:
    """How much more one item is than another of the same table; or how many times."""
    first = whole_amount(asker)
    others = companions(asker, first, 1) if first and first.fact.table else []
    if (
        first is None
        or not others
        or not headed(others[0])
        or others[0].fact.value == first.fact.value
    ):
        return None
    small, big = sorted((first, others[0]), key=lambda t: t.fact.value)
    words = named(asker, [big, small])
    names = f"{big.name}与{small.name}"
    if asker.random.random() < 0.35:
        value = given(rounded(big.fact.value / small.fact.value), "倍", names)
        draft = computed(
            [big, small], value, "ratio", f"{number(big.fact.value)} ÷ {number(small.fact.value)}"
        )
        fair = not big.tolerance and not small.tolerance
        return asker.draft("times", words, replace(draft, tolerance="0.01")) if fair else None
    value = given(big.fact.value - small.fact.value, MONEY, names + "之差")
    draft = computed(
        [big, small], value, "difference", f"{number(big.fact.value)} − {number(small.fact.value)}"
    )
    return asker.draft("minus", words, draft)


def share(asker: Asker) -> Draft | None:
    """Which part of what stands above it an item is."""
    part = whole_amount(asker)
    if part is None or not part.fact.path or part.tolerance:
        return None
    parent = asker.shelf.figure(part.fact, item=part.fact.path[-1])
    if (
        not headed(parent)
        or parent is None
        or parent.tolerance
        or parent.fact.document != part.fact.document
    ):
        return None
    if parent.fact.table != part.fact.table or parent.fact.value < part.fact.value:
        return None
    value = given(
        rounded(part.fact.value * 100 / parent.fact.value), "%", f"{part.name}占{parent.name}"
    )
    why = f"{number(part.fact.value)} ÷ {number(parent.fact.value)}"
    draft = replace(computed([part, parent], value, "share", why), tolerance="0.01")
    return asker.draft("share", named(asker, [part, parent]), draft)


def final_against_plan(asker: Asker) -> Draft | None:
    """A final account against the plan of its own year: the difference or the percentage."""
    final = asker.pick("amount", where=lambda f: f.basis == "决算" and f.value > 0)
    if final is None or final.slice or set(final.say) - {"basis"}:
        return None
    plan = asker.shelf.figure(replace(final.fact, basis="年初预算"))
    if not headed(plan) or plan is None or plan.tolerance or final.tolerance:
        return None
    words = asker.words(replace(final, say=()), stage=False)
    about = f"{final.fact.owner_short}{final.fact.year}年{final.name}"
    if asker.random.random() < 0.5:
        rate = rounded(final.fact.value * 100 / plan.fact.value)
        draft = computed(
            [final, plan],
            given(rate, "%", about + "完成年初预算"),
            "ratio",
            f"{number(final.fact.value)} ÷ {number(plan.fact.value)}",
        )
        told = asker.shelf.printed_of(final.fact, "rate")
        slack = max((half_unit(f) for f in told), default=CENT)
        draft = told_by(draft, told)
        return asker.draft("done", words, replace(draft, tolerance=number(max(slack, CENT))))
    moved = final.fact.value - plan.fact.value
    direction = "增加" if moved > 0 else "减少" if moved < 0 else "持平"
    ch = (
        asker.piece("any_change", {})
        if not moved
        else asker.random.choice(
            ("少多少", "少花了多少", "低多少") if moved < 0 else ("多多少", "多花了多少", "高多少")
        )
    )
    draft = computed(
        [final, plan],
        given(abs(moved), MONEY, about + "决算比年初预算", direction),
        "difference",
        f"{number(final.fact.value)} − {number(plan.fact.value)}",
    )
    return asker.draft("over", Words({**words.slots, "ch": ch}, words.tags), draft)


def owners_of(asker: Asker, target: Target) -> list[Target]:
    """Return the same figure of other owners of the library."""
    others = [o for o in asker.shelf.of_owner if o != family(target.fact.owner)]
    asker.random.shuffle(others)
    found = (asker.shelf.figure(target.fact, owner=owner) for owner in others)
    return [t for t in found if t is not None and headed(t) and set(t.say) <= set(target.say)]


def owners(asker: Asker) -> Draft | None:
    """Two or three owners against each other: difference, sum, the highest."""
    target = whole_amount(asker)
    if target is None or target.fact.scope == "本级":
        return None
    group = [target, *owners_of(asker, target)[: asker.random.choice((1, 2, 2))]]
    values = {t.fact.value for t in group}
    if len(group) < 2 or len(values) < len(group):
        return None
    words = asker.words(target)
    names = [owner_said(asker.shelf, t.fact, asker.random) for t in group]
    tags = (*words.tags, *(tag for n in names for tag in n.tags), "owners")
    slots = {**words.slots, "os": joined([n.words for n in names], asker.random)}
    slots["most"] = asker.random.choice(("最多", "最高", "最大"))
    if len(group) == 2:
        return two_owners(asker, group, slots, tags, [n.words for n in names])
    if asker.random.random() < 0.5:
        top = max(group, key=lambda t: t.fact.value)
        draft = replace(
            computed(group, answer_of(top), "rank", "几家中最大的一个"),
            must_mention=((top.fact.owner_short, top.fact.owner),),
        )
        return asker.draft("rankowners", Words(slots, tags), draft)
    total = sum(values, Decimal(0))
    draft = computed(
        group, given(total, MONEY, target.name + "合计"), "sum", " + ".join(map(number, values))
    )
    return asker.draft("sumowners", Words(slots, tags), draft)


def two_owners(
    asker: Asker,
    group: list[Target],
    slots: dict[str, str],
    tags: tuple[str, ...],
    names: list[str],
) -> Draft:
    """The difference between two owners; in the patterns o is the one that has more."""
    order = sorted(range(2), key=lambda i: group[i].fact.value, reverse=True)
    big, small = (group[i] for i in order)
    slots = {**slots, "o": names[order[0]], "o2": names[order[1]]}
    value = given(big.fact.value - small.fact.value, MONEY, f"两家{big.name}之差")
    why = f"{number(big.fact.value)} − {number(small.fact.value)}"
    kind = asker.random.choice(("minusowners", "minusowners", "minuswhich"))
    op = "compare" if kind == "minuswhich" else "difference"
    return asker.draft(kind, Words(slots, tags), computed([big, small], value, op, why))
