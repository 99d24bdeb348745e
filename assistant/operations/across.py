"""Years and owners held against each other; last year from this year's."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from assistant.answer import Reason
from assistant.compute import NotComputable, Value, change, growth
from assistant.corroboration import is_one_thing
from assistant.desk import Desk
from assistant.draft import Draft, figures, refusal
from assistant.language.periods import periods_of
from assistant.language.phrases import cue, end_asked, without_stage
from assistant.lookup.choice import Kind
from assistant.lookup.comparison import EARLIER, PLAN, base_in, is_like
from assistant.lookup.evidence import Finding
from assistant.lookup.wanted import Narrowing
from assistant.operations.comparable import comparable
from assistant.operations.each_owner import first_of_each
from assistant.operations.printed import chosen, printed_change
from assistant.operations.prior import at_year, prior_of
from assistant.question import Ask, Operation
from corpus.figure import Basis, Measure
from corpus.quantity import UnitKind

MONEY = Ask("", UnitKind.MONEY)
FEW = 8  # owners: for more of them it is looked first which are alike
Pair = tuple[Value, Value]  # the later year's value, the earlier year's
CHANGES = frozenset({Measure.CHANGE, Measure.GROWTH})


def plain_ask(desk: Desk) -> Ask:
    """Return what is asked without "how much more": the amount that changes."""
    asks = desk.question.asks
    if not asks:
        return Ask("")
    first = asks[0]
    if CHANGES & set(first.measures) or first.kind is UnitKind.RATE:
        return ask_for(desk.question.about)
    return Ask(first.words, first.kind, first.unit, first.measures)


def ask_for(words: str) -> Ask:
    """Return the ask that a noun phrase implies: 人数 is a count of people, 金额 is money."""
    if re.search(r"人数|人次|户数|数量|个数", words):
        return Ask("", UnitKind.COUNT)
    if re.search(r"金额|经费|资金|预算|支出|收入|费$", words):
        return MONEY
    return Ask("")


def across_years(desk: Desk) -> Draft | None:
    """Return the change (and growth) between two years."""
    years = _pair(desk)
    if years and _is_against_plan(desk, max(years)):
        return printed_change(desk)
    pair = pair_of_years(desk)
    if pair is None:
        return None
    current, previous = pair
    if not of_like_stages(*pair) and not is_one_thing(*pair):
        return _unlike(*pair)
    wanted = {m for a in desk.question.asks for m in a.measures}
    try:
        return figures(*_changes(current, previous, wanted, desk.question.operation))
    except NotComputable as reason:
        return figures(change(current, previous)).assuming(str(reason))


def with_computed_changes(desk: Desk) -> Draft | None:
    """Answer 「多少，比上年增加多少」: the amount, and the change printed or else computed.

    None where not every part has an answer: the amount alone would answer half of the question.
    """
    asks = desk.question.asks
    if len(asks) < 2 or not any(CHANGES & set(a.measures) for a in asks):
        return None
    found: list[Value] = []
    near = desk.near
    for ask in asks:
        choice = chosen(desk, ask, near=near)
        printed_ones = choice.findings if choice.kind is Kind.ONE else choice.findings[:0]
        near = tuple(f.figure.source for f in printed_ones[:1]) or near
        values = [f.value for f in printed_ones] or _computed_change(desk, ask, found)
        if not values:
            return None
        found += values
    return figures(*dict.fromkeys(found))


def _computed_change(desk: Desk, ask: Ask, amounts: Sequence[Value]) -> list[Value]:
    """Return the change of the amount that is already answered, from the year before's amount."""
    wanted, years = set(CHANGES) & set(ask.measures), _pair(desk)
    if not wanted or years is None or not amounts or _is_against_plan(desk, max(years)):
        return []
    focus = without_stage(desk.question.about)
    pair = pair_of_years(replace(desk, question=replace(desk.question, subject=focus)))
    if pair is None or pair[0].amount != amounts[0].amount:
        return []
    try:
        return _changes(*pair, wanted, desk.question.operation)
    except NotComputable:
        return []


def pair_of_years(desk: Desk) -> Pair | None:
    """Return the later and the earlier year's value of what a question compares over time."""
    years = _pair(desk)
    if years is None:
        return None
    ask = plain_ask(desk)
    stated = _stated_stages(desk, ask, *years)
    if stated or not _crosses(desk, *years):
        return stated or _of_like_stage(desk, ask, *years)
    # Where the stages are said to differ, two of one stage would answer another question.
    pair = _pair_of(at_year(desk, ask, years[1]), at_year(desk, ask, years[0]))
    return pair if pair and not of_like_stages(*pair) else None


def _crosses(desk: Desk, earlier: int, later: int) -> bool:
    """Tell whether the question holds one stage against another: 「预算比上年决算」."""
    own, other = desk.question.periods.basis, _stage_against(desk, earlier, later)
    return own is not None and other is not None and not is_like(own, other)


def _unlike(current: Value, previous: Value) -> Draft:
    lead = f"「{current.about}」和「{previous.about}」不是同一口径的数，不能直接比较。"
    lead += "请写明要比较的项目，例如表中的行名。"
    return refusal(Reason.ITEM_NOT_DISCLOSED, lead)


def _is_against_plan(desk: Desk, year: int) -> bool:
    """Tell whether the change that is asked is not one between two years."""
    base = base_in(desk.question.corrected, year)
    return base is not None and base.which == PLAN


def _stated_stages(desk: Desk, ask: Ask, earlier: int, later: int) -> Pair | None:
    """Return the operands where the question itself says with which stage it compares."""
    stage = _stage_against(desk, earlier, later)
    if stage is None:
        return None
    periods, with_stage = desk.question.periods, replace(ask, basis=stage)
    own = ask if periods.basis or periods.against else with_stage
    return _pair_of(at_year(desk, own, later), at_year(desk, with_stage, earlier))


def _stage_against(desk: Desk, earlier: int, later: int) -> Basis | None:
    """Return the stage that the question compares with: 「比2024年执行数」, 「比上年预算」."""
    against = desk.question.periods.against
    if against and against[0] == earlier:
        return against[1]
    base = base_in(desk.question.corrected, later)
    return base.stage if base and base.which == EARLIER else None


def _of_like_stage(desk: Desk, ask: Ask, earlier: int, later: int) -> Pair | None:
    """Return the operands of one stage: a budget is never set against last year's outturn."""
    current, previous = at_year(desk, ask, later), at_year(desk, ask, earlier)
    pair = _pair_of(current, previous)
    if pair is None or of_like_stages(*pair):
        return pair
    for stage in (Basis(pair[0].basis), Basis(pair[1].basis)):
        own = replace(ask, basis=stage)
        found = _pair_of(at_year(desk, own, later), at_year(desk, own, earlier))
        if found and of_like_stages(*found):
            return found
    return None


def _pair_of(current: Value | None, previous: Value | None) -> Pair | None:
    if current is None or previous is None or not comparable((current, previous)):
        return None
    return (current, previous)


def of_like_stages(current: Value, previous: Value) -> bool:
    """Tell whether two amounts of money may be held against each other; all else may."""
    money = current.unit == "元"
    return not money or is_like(Basis(current.basis), Basis(previous.basis))


def _changes(
    current: Value, previous: Value, wanted: set[Measure], operation: Operation
) -> list[Value]:
    found: list[Value] = []
    if Measure.CHANGE in wanted or not wanted & CHANGES:
        found.append(change(current, previous))
    if Measure.GROWTH in wanted:
        found.append(growth(current, previous))
    if operation is Operation.COMPARE and not wanted:
        found += [current, previous]
    return found


def _pair(desk: Desk) -> tuple[int, int] | None:
    periods = desk.question.periods
    years = {min(periods.years), max(periods.years)} if periods.years else set()
    if periods.against and periods.against[0] and years:
        years = {max(years), periods.against[0]}
    elif len(years) == 1 and (periods.against_previous or _changes_asked(desk)):
        years.add(min(years) - 1)
    elif not years and periods.against_previous:
        newest = desk.facts.years_of(desk.documents)[:1]
        years = {newest[0], newest[0] - 1} if newest else set()
    return (min(years), max(years)) if len(years) == 2 else None


def _changes_asked(desk: Desk) -> bool:
    return any(CHANGES & set(ask.measures) for ask in desk.question.asks)


def previous_year(desk: Desk) -> Draft | None:
    """Return an earlier year's value, computed back from the next document's stated change."""
    years = desk.question.periods.years
    if not years:
        return None
    held = desk.facts.years_of(desk.documents)
    target = min(years) if min(years) + 1 in held else min(years) - 1
    reckoned = desk.question.operation is Operation.DIFFERENCE
    if not reckoned and (target in held or target not in years):
        return None
    value = prior_of(desk, plain_ask(desk), target)
    return figures(value) if value else None


def across_owners(desk: Desk) -> Draft | None:
    """Return one value for each of several owners; for two, also their difference."""
    owners = _owners_asked(desk)
    if len(owners) < 2:
        return None
    values = owner_values(desk, owners)
    if desk.question.operation is Operation.RANK:
        return _ranked(desk, values, owners) or _incomparable(desk, values, owners)
    if len(values) < len(owners):
        return None
    compared = desk.question.operation is Operation.COMPARE
    if compared and len(values) == 2 and values[0].unit == values[1].unit:
        return figures(change(values[0], values[1], _between(values)), *values)
    return figures(*values)


EVERY_OWNER = re.compile(
    r"各个?(?:单位|部门|局|区|县|市|街道)|哪个(?:单位|部门|局|街道)|哪家|谁"
    r"|最[高低多少大小]的(?:单位|部门|局)"
)


def _owners_asked(desk: Desk) -> tuple[str, ...]:
    """Return the owners to be compared: two or more named, or all where the words say so."""
    named = desk.question.owners
    if len(named.owners) > 1 and len(named.mentions) > 1:
        return named.owners
    if named.owners or not EVERY_OWNER.search(desk.question.corrected):
        return ()
    return tuple(dict.fromkeys(info.owner for info in desk.facts.documents.values()))


def _ranked(desk: Desk, values: list[Value], owners: Sequence[str]) -> Draft | None:
    """Return the owners' values in order, with who was counted and who prints no such line."""
    if len(values) < 2 or len({v.unit for v in values}) > 1:
        return None
    if len(values) < len(owners) and desk.question.owners.owners:
        return _incomparable(desk, values, owners)
    smallest = end_asked(desk.question.corrected) is min
    values.sort(key=lambda v: v.amount, reverse=not smallest)
    lead = f"{'最低' if smallest else '最高'}的是{values[0].owner}："
    counted = {value.owner for value in values}
    missing = [owner for owner in owners if owner not in counted]
    note = f"统计范围：库中 {len(values)} 个单位" + (
        f"；{'、'.join(missing)}没有可以引用的这一项" if missing else ""
    )
    return figures(*values, lead=lead).assuming(note)


def _incomparable(desk: Desk, values: Sequence[Value], owners: Sequence[str]) -> Draft | None:
    """Refuse to say which of the named bodies has most when not all of them print the item."""
    missing = [owner for owner in owners if owner not in {value.owner for value in values}]
    asked = desk.question.owners.owners and EVERY_OWNER.search(desk.question.corrected)
    if not missing or not asked:
        return None
    lead = f"{'、'.join(missing)}没有可以引用的这一项，不能比较。"
    return refusal(Reason.ITEM_NOT_DISCLOSED, lead)


def _between(values: Sequence[Value]) -> str:
    return f"{values[0].about}（与{values[1].owner}相比）"


def _stated_for_each(desk: Desk, ask: Ask) -> dict[str, tuple[Ask, tuple[int, ...]]]:
    """Return the year and basis that stand beside each owner's name, where every name has its own.

    「甲局2025年…决算比乙局2026年…预算」 compares two different years, and says so.
    """
    named, text = desk.question.owners, desk.question.corrected
    if len(named.mentions) != len(named.owners):
        return {}
    starts = [mention.start for mention in named.mentions] + [len(text)]
    found = {}
    for owner, (start, end) in zip(named.owners, pairwise(starts), strict=True):
        periods = periods_of(text[start:end], latest=None)
        if periods.years:
            found[owner] = (replace(ask, basis=periods.basis), periods.years)
    return found if len(found) == len(named.owners) else {}


def _focus(desk: Desk) -> str:
    """Return what is asked of every owner, without words for the owners themselves."""
    pieces = desk.question.about.split("|")
    return "|".join(p for p in pieces if not cue("body").fullmatch(p)) or desk.question.about


def _of_owner(
    desk: Desk, ask: Ask, years: tuple[int, ...], documents: frozenset[str]
) -> Finding | None:
    """Return an owner's figure of the years, or one whose own sentence names such a year.

    Money that is carried forward is named by the year that it comes from.
    """
    about = _focus(desk)
    found = desk.first(ask, focus=about, years=years, documents=documents)
    if found or not years or not desk.facts.name_year(documents, years):
        return found
    named = desk.first(ask, focus=about, years=(), documents=documents, strict=True)
    return named if named and any(_names_year(named.value, year) for year in years) else None


def _of_like_basis(
    desk: Desk, ask: Ask, years: tuple[int, ...], documents: frozenset[str]
) -> Finding | None:
    """Return an owner's figure of a stage that may be held against the one of the ask."""
    found = _of_owner(desk, plain_ask(desk), years, documents)
    if found is None or ask.basis is None:
        return found
    return found if is_like(ask.basis, found.figure.period.basis) else None


def _names_year(value: Value, year: int) -> bool:
    """Tell whether the sentence or the name of a figure holds a year."""
    return any(year in f.years or f"{year}年" in f.item.name for f in value.figures)


ALONE = re.compile(r"[（(]?本级[）)]?$")


def _papers_of(desk: Desk, owners: Sequence[str]) -> Iterator[frozenset[str]]:
    """Yield each body's documents that are meant: its own, or those under its plain name."""
    own: dict[str, list[str]] = {}
    plain: dict[str, list[str]] = {}
    for id in desk.documents:
        name = desk.facts.documents[id].owner
        own.setdefault(name, []).append(id)
        plain.setdefault(ALONE.sub("", name), []).append(id)
    for owner in owners:
        yield frozenset(own.get(owner) or plain.get(ALONE.sub("", owner), []))


def _values_of_many(desk: Desk, ask: Ask, owners: Sequence[str]) -> list[Value]:
    """Return the same as one look-up for each owner would, of those alike by one for all."""
    years, focus = desk.question.periods.years, _focus(desk)
    papers = list(_papers_of(desk, owners))
    values = first_of_each(desk, ask, papers, Narrowing(focus=focus, years=years))
    left = [
        at
        for at, value in enumerate(values)
        if value is None and desk.facts.name_year(papers[at], years)
    ]
    undated = Narrowing(focus=focus, years=())
    named = first_of_each(desk, ask, [papers[at] for at in left], undated, strict=True)
    for at, value in zip(left, named, strict=True):
        is_named = value is not None and any(_names_year(value, year) for year in years)
        values[at] = value if is_named else None
    return [value for value in values if value is not None]


def owner_values(desk: Desk, owners: Sequence[str]) -> list[Value]:
    """Return the value of every owner that has one, in the owners' order."""
    found: list[Value] = []
    ask, years = plain_ask(desk), desk.question.periods.years
    stated = _stated_for_each(desk, ask)
    if years and not stated and len(owners) > FEW:
        return _values_of_many(desk, ask, owners)
    for owner, ids in zip(owners, _papers_of(desk, owners), strict=True):
        own_ask, own_years = stated.get(owner, (ask, years))
        finding = _of_owner(desk, own_ask, own_years, ids)
        if finding is None and own_ask.basis is not plain_ask(desk).basis:
            finding = _of_like_basis(desk, own_ask, own_years, ids)
        if finding is None:
            continue
        found.append(finding.value)
        year = finding.figure.period.year
        if not years and year:  # like with like: the others of the same year and basis
            ask, years = replace(ask, basis=finding.figure.period.basis), (year,)
    return found
