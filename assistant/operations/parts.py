"""Several items of one question: a share, a sum of named parts, a difference."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.answer import Reason
from assistant.choice import limits
from assistant.compute import NotComputable, Value, change, total
from assistant.compute import share as share_of
from assistant.desk import Desk
from assistant.draft import Draft, figures, refusal
from assistant.evidence import Finding
from assistant.operations.across import MONEY, ask_for, at_year, owner_values, plain_ask
from assistant.question import Ask
from assistant.understand import asks_of, content_of
from assistant.wording import squeeze
from corpus.figure import Measure
from corpus.quantity import UnitKind

OF_WHOLE = re.compile(r"^(?P<part>.*?)占(?P<whole>.*?)(?:的)?(?:百分之|百分比|多少|比重|比例|几|$)")
WITHIN = re.compile(r"^(?P<whole>.+?)(?:里面|里头|当中|其中|里|中)[，,]?(?P<part>.+)$")
LISTED = re.compile(r"、|以及|和|与|及|加(?!起|总|在|一起)")
TOTALLED = re.compile(r"(?:的)?(?:合计|总计|总和|共计|一共|总共|加起来|相加).*$")
COUNTED = re.compile(r"(?:这|的)?[二两三四五六七八九十\d]+(?:项|个|类|种|家|块|部分|笔).*$")
BETWEEN = re.compile(r"^(?P<one>.+?)(?:比|和|与|跟|同|超过)(?P<other>.+)$")
VAGUE_WHOLES = frozenset(
    {
        "",
        "总额",
        "总数",
        "总量",
        "全部",
        "合计",
        "预算",
        "预算数",
        "年初预算",
        "支出",
        "收入",
        "金额",
    }
)
RECKONING = re.compile(r"^[^，,]*(?:计算|算)[^，,]*[，,]")  # 「用表中的数计算，…」
RECKON = re.compile(r"计算|自己算|算一下|算出")  # the printed share is not what is wanted
BASES = re.compile(r"(?:年初|调整)?(?:预算|决算|执行)数?")


def share(desk: Desk) -> Draft | None:
    """Return a share: printed when the document states it, else part ÷ whole."""
    part, whole = _part_and_whole(desk)
    whole = whole or desk.question.inherited
    reckoned = bool(RECKON.search(desk.question.corrected))
    printed = None if reckoned else _printed_share(desk, part)
    if printed:
        return figures(printed)
    found = _computed(desk, part, whole, share_of) if part and whole else None
    return found or (_not_both(part, whole) if reckoned else None)


def _not_both(part: str, whole: str) -> Draft:
    lead = f"问题要求计算，但没有同时找到「{part}」和「{whole}」这两个可以准确引用的数字。"
    return refusal(Reason.ITEM_NOT_DISCLOSED, lead.replace("|", ""))


def _part_and_whole(desk: Desk) -> tuple[str, str]:
    text = RECKONING.sub("", desk.question.periods.rest)
    match = OF_WHOLE.search(text)
    if not match:
        return content_of(text), ""
    part, whole = match["part"], match["whole"]
    within = WITHIN.search(part)
    if within and squeeze(content_of(whole)) in VAGUE_WHOLES:
        part, whole = within["part"], within["whole"]
    return content_of(part), content_of(whole)


def _printed_share(desk: Desk, part: str) -> Value | None:
    ask = Ask("", UnitKind.RATE, "", (Measure.SHARE,))
    found = desk.first(ask, focus=part or desk.question.about, context=desk.question.about)
    if found is None or found.candidate.features["name"] < limits()["printed_name_floor"]:
        return None
    return found.value


def _computed(desk: Desk, one: str, other: str, compute: object) -> Draft | None:
    second = desk.first(MONEY, focus=other, context=desk.question.inherited, strict=True)
    if second is None or not callable(compute):
        return None
    near = (second.figure.source,)
    first = desk.first(MONEY, focus=one, context=other, near=near, strict=True)
    if first is None or first.value.figures == second.value.figures:
        return None
    try:
        return figures(compute(first.value, second.value))
    except NotComputable:
        return None


def sum_of_parts(desk: Desk) -> Draft | None:
    """Return the sum of owners, or of items that the question lists by name."""
    if len(desk.question.owners.owners) > 1 and len(desk.question.owners.mentions) > 1:
        values = owner_values(desk, desk.question.owners.owners)
        return _summed(values, len(desk.question.owners.owners))
    if len(desk.question.periods.years) > 1:
        by_year = [at_year(desk, plain_ask(desk), year) for year in desk.question.periods.years]
        return _summed([v for v in by_year if v], len(by_year)) or _parts_missing([], [])
    parts, context = _listed(desk.question.periods.rest)
    if len(parts) < 2:
        return None
    found: list[Finding | None] = []
    for part in parts:
        near = tuple(f.figure.source for f in found[:1] if f)
        shared = "|".join(filter(None, (context, parts[0] if found else "")))
        found.append(desk.first(MONEY, focus=part, context=shared, near=near, strict=True))
    summed = _summed([f.value for f in found if f], len(parts))
    return summed or _parts_missing(parts, found)


def _parts_missing(parts: list[str], found: list[Finding | None]) -> Draft:
    """Refuse a sum of which not every part is known: a part alone would be a wrong answer."""
    missing = [p.replace("|", "") for p, f in zip(parts, found, strict=True) if f is None]
    what = (
        f"「{'」「'.join(missing)}」没有可以准确引用的数字" if missing else "所列各项不能直接相加"
    )
    return refusal(Reason.ITEM_NOT_DISCLOSED, f"问题要求合计，但{what}，因此不给出合计数。")


def _listed(text: str) -> tuple[list[str], str]:
    """Return the listed parts of a question, and the rest of its words."""
    clauses = re.split(r"[，,。？?]", text)
    listing = max(clauses, key=lambda c: len(LISTED.findall(c)))
    _, plain = asks_of(listing)
    plain = TOTALLED.sub("", COUNTED.sub("", plain))
    parts = [content_of(part) for part in LISTED.split(plain)]
    context = content_of(" ".join(c for c in clauses if c != listing))
    return [p for p in parts if p], context


def _summed(values: Sequence[Value], wanted: int) -> Draft | None:
    if len(values) < wanted or len(values) < 2 or len({v.unit for v in values}) > 1:
        return None
    if len({id(v.figures[0]) for v in values if v.figures}) < len(values):
        return None
    return figures(total(values))


def difference(desk: Desk) -> Draft | None:
    """Return how far two named items are apart."""
    if len(desk.question.periods.bases) > 1:
        return _between_bases(desk)
    if kinds := _kinds_named(desk):
        return _between_kinds(desk, kinds)
    _, text = asks_of(desk.question.periods.rest)
    match = BETWEEN.search(text)
    if not match:
        return None
    one, other = content_of(match["one"]), content_of(match["other"])
    if not one or not other:
        return None
    first = desk.first(_side(desk, one), focus=one, context=desk.question.inherited, strict=True)
    second = desk.first(
        _side(desk, other), focus=other, context=desk.question.inherited, strict=True
    )
    if first is None or second is None or first.value.figures == second.value.figures:
        return None
    if first.value.unit != second.value.unit:
        return None
    return figures(change(first.value, second.value), first.value, second.value)


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
    if first is None or second is None:
        return None
    apart = change(first.value, second.value)
    if AGREE.search(desk.question.corrected) and not apart.amount:
        return figures(first.value, second.value, lead="两处一致：")
    return figures(apart, first.value, second.value)


AGREE = re.compile(r"一致|一样|相同|对得上")


def _between_bases(desk: Desk) -> Draft | None:
    """Return how far two stages of one item are apart: 决算比预算."""
    bases = desk.question.periods.bases[:2]
    focus = content_of(BASES.sub(" ", desk.question.about)) or desk.question.inherited
    found = [desk.first(replace(MONEY, basis=b), focus=focus, strict=True) for b in bases]
    first, second = found
    if first is None or second is None:
        return None
    return figures(change(first.value, second.value), first.value, second.value)


def _side(desk: Desk, words: str) -> Ask:
    """Return the ask for one side: the dimension that the question names, else its noun's."""
    asked = next((a for a in desk.question.asks if a.kind is UnitKind.COUNT), None)
    return Ask("", asked.kind, asked.unit) if asked else ask_for(words)
