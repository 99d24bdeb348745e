"""Several items of one question: a share, a sum of named parts, a difference."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from assistant.answer import Reason
from assistant.compute import NotComputable, Value, apart, apart_from, change, growth, value_of
from assistant.compute import share as share_of
from assistant.desk import Desk
from assistant.draft import Draft, figures, refusal
from assistant.language.asks import asks_of
from assistant.language.phrases import (
    Listed,
    cue,
    has_cue,
    is_added,
    listed_in,
    plainly,
    shared_out,
    sides,
    specific,
    without_reckoning,
    without_stage,
)
from assistant.language.plan_checks import without_stages
from assistant.lookup.choice import limits
from assistant.lookup.comparison import DONE
from assistant.lookup.evidence import Finding
from assistant.operations.across import MONEY, owner_values, plain_ask
from assistant.operations.against_plan import staged, two_stages
from assistant.operations.comparable import comparable
from assistant.operations.families import families_named
from assistant.operations.operands import (
    Place,
    added,
    operand_of,
    parts_of,
    total_of,
    unlike,
)
from assistant.operations.prior import at_year
from assistant.operations.shared_wholes import is_of_other_whole
from assistant.question import Ask
from assistant.understand import content_of
from assistant.wording import squeeze
from corpus.figure import Basis, Measure
from corpus.quantity import UnitKind, units

STATED = re.compile(r"(?P<number>\d[\d,]*(?:\.\d+)?)\s*(?P<unit>亿元|万元|亿|万|元)")


def share(desk: Desk) -> Draft | None:
    """Return a share: printed when the document states it, else part ÷ whole."""
    part, whole = _part_and_whole(desk)
    listed = listed_in(part)
    if len(listed.parts) > 1 and not is_added(part):
        return _shares_of_each(desk, listed, whole)
    reckoned = has_cue("reckon", desk.question.corrected)  # the printed share is not wanted
    printed = None if reckoned else _printed_share(desk, content_of(part), whole)
    if printed:
        return figures(printed)
    found = _computed(desk, part, whole) if content_of(part) else None
    return found or (_not_both(part, whole) if reckoned else None)


def _not_both(part: str, whole: str) -> Draft:
    asked = f"「{content_of(part)}」和「{content_of(whole)}」".replace("|", "")
    lead = f"问题要求计算，但没有同时找到{asked}这两个可以准确引用的数字。"
    return refusal(Reason.ITEM_NOT_DISCLOSED, lead)


def _part_and_whole(desk: Desk) -> tuple[str, str]:
    """Return what is held against what; a whole that is not named is that of the turn before."""
    text = without_reckoning(desk.question.periods.rest)
    part, whole = shared_out(text) or (text, "")
    inherited = desk.question.inherited
    return part, whole or ("" if "|" in inherited else inherited)


def _whole_before(desk: Desk) -> Value | None:
    """Return the whole of the share that the turn before was answered with: 「乙呢」 shares it."""
    last = desk.earlier[-1] if desk.earlier else ()
    is_share = len(last) == 1 and last[0].unit == "%" and len(last[0].operands) == 2
    return last[0].operands[1] if is_share else None


def _printed_share(desk: Desk, part: str, whole: str) -> Value | None:
    """Return the share that is printed of a part, best where the whole is named beside it."""
    ask = Ask("", UnitKind.RATE, "", (Measure.SHARE,))
    around = "|".join(filter(None, (desk.question.about, content_of(whole))))
    found = desk.first(ask, focus=part or desk.question.about, context=around)
    if found is None or found.candidate.features["name"] < limits()["printed_name_floor"]:
        return None
    return None if is_of_other_whole(found.figure, content_of(whole)) else found.value


def _shares_of_each(desk: Desk, listed: Listed, whole: str) -> Draft | None:
    """「货物和服务各占百分之几」: each part's share, or none of them."""
    found = [
        _printed_share(desk, part, whole) or _share(desk, part, whole) for part in listed.parts
    ]
    values = [value for value in found if value]
    return figures(*values) if len(values) == len(found) else None


def _computed(desk: Desk, part: str, whole: str) -> Draft | None:
    value = _share(desk, part, whole)
    return figures(value) if value else None


def _share(desk: Desk, part: str, whole: str) -> Value | None:
    return _share_in_table(desk, part, whole) or _share_of_operands(desk, part, whole)


def _share_in_table(desk: Desk, part: str, whole: str) -> Value | None:
    """Return the share of a row in the item above it: both of one column of one table."""
    for family in families_named(desk, whole) if content_of(whole) else ():
        found = family.called(part)
        if found and family.parent.quantity.value:
            return share_of(value_of(found), value_of(family.parent))
    return None


def _share_of_operands(desk: Desk, part: str, whole: str) -> Value | None:
    before = _whole_before(desk)
    if before and shared_out(desk.question.periods.rest) is None:
        found = operand_of(desk, part, Place(before.about, MONEY, besides=before))
        return share_of(found, before) if found else None
    around = Place(desk.question.inherited, MONEY)
    base = operand_of(desk, whole, around) if content_of(whole) else None
    near = tuple(f.source for f in base.figures[:1]) if base else ()
    found = operand_of(desk, part, Place(content_of(whole), MONEY, near, besides=base))
    if base is None or found is None:
        return None
    # What is called like the whole may be several; the part's own table tells which it is.
    base = operand_of(desk, whole, replace(around, besides=found)) or base
    if _is_across_columns(found, base):
        return None
    try:
        return share_of(found, base)
    except NotComputable:
        return None


def _is_across_columns(part: Value, whole: Value) -> bool:
    """Tell whether two rows of one table are taken from two columns of it: no share of anything."""
    places = [figure.source for value in (part, whole) for figure in value.figures[:1]]
    cells = [(place.document, place.cell) for place in places if place.cell]
    if len(cells) < 2 or part.operands or whole.operands:
        return False
    (one, a), (other, b) = cells
    apart = a.column != b.column and part.figures[0].slice != whole.figures[0].slice
    return (one, a.table) == (other, b.table) and a.row != b.row and apart


def sum_of_parts(desk: Desk) -> Draft | None:
    """Return the sum of owners, of years, or of items that the question lists by name."""
    question = desk.question
    if len(question.owners.owners) > 1 and len(question.owners.mentions) > 1:
        values = owner_values(_without_total(desk), question.owners.owners)
        summed = added(values) if len(values) == len(question.owners.owners) else None
        return figures(summed) if summed else _parts_missing((), ())
    if len(question.periods.years) > 1:
        by_year = [at_year(desk, plain_ask(desk), year) for year in question.periods.years]
        known = [v for v in by_year if v]
        summed = added(known) if len(known) == len(by_year) else None
        return figures(summed) if summed else _parts_missing((), ())
    listed = listed_in(question.periods.rest)
    if len(listed.parts) < 2 or _is_one_name(desk, listed):
        return None
    found = parts_of(desk, listed)
    summed = total_of(listed, found)
    return _with_stated(desk, summed) if summed else _parts_missing(listed.parts, found)


def _is_one_name(desk: Desk, listed: Listed) -> bool:
    """Tell whether what is listed is printed as one item: 「办理建议和提案28件」."""
    said = squeeze(desk.question.corrected)
    parts = [squeeze(part.replace("|", "")) for part in listed.parts]

    def is_whole(name: str) -> bool:
        return name in said and all(part in name for part in parts)

    return bool(desk.facts.named(desk.documents, is_whole))


def _without_total(desk: Desk) -> Desk:
    """Name what several bodies have by its noun: 「这几家单位的教育支出总和」 is of 教育支出."""
    _, plain = asks_of(desk.question.periods.rest)
    for role in ("total", "reckon", "back"):
        plain = cue(role).sub(" ", plain)
    subject = specific(without_stage(content_of(plainly(plain)))) or desk.question.subject
    return replace(desk, question=replace(desk.question, subject=subject))


def _with_stated(desk: Desk, summed: Value) -> Draft:
    """Hold a sum against the number that the question asks whether it is reached."""
    bound = stated_bound(desk)
    if bound is None or summed.unit != "元":
        return figures(summed)
    lead = "达到" if summed.amount >= bound else "没有达到"
    return figures(apart_from(summed, bound), summed, lead=f"合计{lead}问题所说的数额：")


def stated_bound(desk: Desk) -> Decimal | None:
    """Return the money behind 「够」 or 「超过」, in 元, None where the question states none."""
    text = desk.question.corrected
    for match in STATED.finditer(text):
        before = text[: match.start()].rstrip()
        if any(found.end() == len(before) for found in cue("enough").finditer(before)):
            name = match["unit"] if match["unit"].endswith("元") else f"{match['unit']}元"
            return Decimal(match["number"].replace(",", "")) * units()[name].factor
    return None


def _parts_missing(parts: Sequence[str], found: Sequence[Finding | None]) -> Draft:
    """Refuse a sum of which not every part is known: a part alone would be a wrong answer."""
    missing = [p.replace("|", "") for p, f in zip(parts, found, strict=True) if f is None]
    what = (
        f"「{'」「'.join(missing)}」没有可以准确引用的数字" if missing else "所列各项不能直接相加"
    )
    return refusal(Reason.ITEM_NOT_DISCLOSED, f"问题要求合计，但{what}，因此不给出合计数。")


def difference(desk: Desk) -> Draft | None:
    """Return how far two named items are apart."""
    if len(desk.question.periods.bases) > 1:
        return _between_bases(desk)
    if kinds := _kinds_named(desk):
        return _between_kinds(desk, kinds)
    _, text = asks_of(desk.question.periods.rest)
    held = sides(text)
    if held is None or not all(map(content_of, held)):
        return None
    place = Place(desk.question.inherited)
    first, second = (operand_of(desk, side, place) for side in held)
    if first is None or second is None or first == second:
        return None
    reason = unlike(desk, first, second)
    if reason:
        return refusal(Reason.ITEM_NOT_DISCLOSED, f"{reason}，不能直接比较。")
    if any(ask.kind is UnitKind.RATE for ask in desk.question.asks):
        about = f"{first.about}与{second.about}相差的百分比（前者比后者）"
        return figures(growth(first, second, about), first, second)
    return figures(apart(first, second), first, second)


def _kinds_named(desk: Desk) -> tuple[str, ...]:
    """Return two kinds of documents that the question holds against each other: 部门 and 单位."""
    held = {desk.facts.documents[id].kind for id in desk.documents}
    text = desk.question.corrected
    named = sorted((kind for kind in held if kind and kind in text), key=text.index)
    return tuple(named) if len(named) == 2 else ()


def _between_kinds(desk: Desk, kinds: tuple[str, ...]) -> Draft | None:
    """Return how far one item is apart in two documents of one body."""
    focus, infos = desk.question.about, desk.facts.documents
    for kind in kinds:
        focus = focus.replace(kind, "")
    found = []
    for kind in kinds:
        ids = frozenset(id for id in desk.documents if infos[id].kind == kind)
        found.append(desk.first(MONEY, focus=focus.strip("|"), documents=ids, strict=True))
    first, second = found
    if first is None or second is None or not comparable((first.value, second.value)):
        return None
    gap = change(first.value, second.value)
    if AGREE.search(desk.question.corrected) and not gap.amount:
        return figures(first.value, second.value, lead="两处一致：")
    return figures(gap, first.value, second.value)


AGREE = re.compile(r"一致|一样|相同|对得上")
PLAN_FIRST = re.compile(r"预算数?(?:比|较)(?!上年|去年)")


def _in_order(text: str, bases: tuple[Basis, ...]) -> tuple[Basis, ...]:
    """Return what was spent before what was planned, unless the question holds the plan first.

    「预算比决算多多少」 does; 「年初预算和决算差多少」 asks what became of the plan.
    """
    later_first = tuple(sorted(bases, key=lambda basis: basis not in DONE))
    return bases if PLAN_FIRST.search(text) else later_first


def _between_bases(desk: Desk) -> Draft | None:
    """Return how far two stages of one item are apart: 决算比预算."""
    bases = _in_order(desk.question.corrected, desk.question.periods.bases[:2])
    focus = content_of(without_stages(desk.question.about)) or desk.question.inherited
    found = two_stages(desk, focus, bases)
    if found is None:
        return None
    first, second = found
    return figures(change(first, second), staged(first), staged(second))
