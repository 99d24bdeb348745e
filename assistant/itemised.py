"""Puts the answers to the items of one question together: side by side, added, held apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.answer import Outcome, Reason
from assistant.compute import NotComputable, Value, apart
from assistant.compute import ratio as ratio_of
from assistant.desk import Desk
from assistant.draft import Draft, figures, refusal
from assistant.language.enumerated import Way
from assistant.lookup.candidates import says_opposite
from assistant.operations.operands import added, unlike
from assistant.together import Part, together
from assistant.wording import squeeze

WANTED = {Way.SUM: "合计", Way.APART: "差额", Way.TIMES: "倍数"}


def itemised(desk: Desk, way: Way, parts: Sequence[Part]) -> Draft:
    """Return one draft for all items; nothing is computed unless every item has one value."""
    parts = [replace(part, draft=_once(part.draft)) for part in parts]
    if way is Way.EACH:
        return together(parts)
    values = [_single(desk, part.draft) for part in parts]
    missing = [part.text for part, value in zip(parts, values, strict=True) if value is None]
    if missing:
        what = f"「{'」「'.join(missing)}」没有可以准确引用的数字"
        return _refused(way, what)
    notes = (note for part in parts for note in part.draft.assumptions)
    return _computed(desk, way, [v for v in values if v]).assuming(*notes)


def _refused(way: Way, what: str) -> Draft:
    lead = f"问题要求{WANTED[way]}，但{what}，因此不给出{WANTED[way]}。"
    return refusal(Reason.ITEM_NOT_DISCLOSED, lead)


def _computed(desk: Desk, way: Way, values: Sequence[Value]) -> Draft:
    first, *others = values
    reason = next(filter(None, (unlike(desk, first, other) for other in others)), "")
    if reason:
        return _refused(way, reason)
    if way is Way.SUM:
        summed = added(values)
        return figures(summed) if summed else _refused(way, "所列各项不能直接相加")
    try:
        value = apart(first, others[0]) if way is Way.APART else ratio_of(first, others[0])
    except NotComputable as why:
        return _refused(way, str(why))
    return figures(value, *values) if way is Way.APART else figures(value)


def _once(draft: Draft) -> Draft:
    """Take prints of one amount, of several columns or tables, for the one thing that they are."""
    values = draft.values
    if draft.reason or len(values) < 2 or len({(v.amount, v.unit) for v in values}) > 1:
        return draft
    if any(v.operands or v.direction for v in values):
        return draft
    prints = tuple(dict.fromkeys(f for v in values for f in v.figures))
    return replace(draft, outcome=Outcome.FIGURE, values=(replace(values[0], figures=prints),))


def _single(desk: Desk, draft: Draft) -> Value | None:
    """Return the one value of an item, None where it is called by the opposite of what is said.

    「居民门诊、住院」: what is said of the first item holds for the second, if only by not meaning
    职工住院.
    """
    is_one = draft.outcome is Outcome.FIGURE and len(draft.values) == 1
    if not is_one or says_opposite(
        squeeze(draft.values[0].about), squeeze(desk.question.corrected)
    ):
        return None
    return draft.values[0]
