"""One figure over another: 人均, 几倍, 完成百分之几, and what a question says to divide."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.answer import Reason
from assistant.compute import NotComputable
from assistant.compute import ratio as ratio_of
from assistant.compute import share as share_of
from assistant.desk import Desk
from assistant.draft import Draft, figures, refusal
from assistant.evidence import Finding
from assistant.operations.across import MONEY, ask_for, at_year, plain_ask
from assistant.operations.parts import VAGUE_WHOLES, WITHIN
from assistant.question import Ask
from assistant.understand import asks_of, content_of
from assistant.wording import squeeze
from corpus.figure import Basis, Measure
from corpus.quantity import UnitKind

BY = re.compile(
    r"(?:按照?|用|拿)(?P<of>[^，,]+?)(?:和|与|、|及|除以)(?P<over>[^，,]+?)(?:来|去)?(?:计?算|推算|相除|$)"
)
TIMES = re.compile(
    r"^(?P<of>.+?)(?:是|相当于|为|完成了?)(?P<over>.+?)的?(?:几倍|多少倍|百分之|多少)"
)
PER = re.compile(r"人均|平均(?:每|一|每一)?(?P<unit>人|名|台|辆|套|剂次?|户|家|个|次|件|项|所)?")


def ratio(desk: Desk) -> Draft | None:
    """Return numerator ÷ denominator, printed where the documents state it."""
    text = desk.question.periods.rest
    told = BY.search(text)
    if told:
        return _as_told(desk, told)
    if len(desk.question.periods.bases) > 1:
        return _of_bases(desk)
    if len(desk.question.periods.years) == 2 and not BY.search(text):
        return _of_years(desk)
    match = TIMES.search(text)
    if not match:
        return _per_unit(desk, text)
    of, over = content_of(match["of"]), content_of(match["over"])
    if squeeze(over) in VAGUE_WHOLES or not of:
        return _completion(desk, of) if "完成" in text else None
    return _quotient(desk, of, over, desk.question.inherited)


def _as_told(desk: Desk, told: re.Match[str]) -> Draft:
    """Divide what the question says to divide; a printed rate is not what it asks for."""
    text = desk.question.periods.rest
    within = WITHIN.search(told["of"])
    of, over = content_of(within["part"] if within else told["of"]), content_of(told["over"])
    topic = content_of(text[: told.start()]) or desk.question.inherited
    found = _quotient(desk, of, over, topic)
    lead = f"问题要求用「{told['of'].strip()}」和「{told['over'].strip()}」计算，"
    lead += "但没有同时找到这两个可以准确引用的数字。"
    return found or refusal(Reason.ITEM_NOT_DISCLOSED, lead)


def _of_bases(desk: Desk) -> Draft | None:
    """Return how much one stage of an item is of another: 决算相当于预算的百分之几."""
    found = [
        desk.first(replace(MONEY, basis=basis), focus=desk.question.about, strict=True)
        for basis in desk.question.periods.bases[:2]
    ]
    if any(f is None or not f.value.amount for f in found):
        return None
    one, other = (f.value for f in found if f)
    return figures(share_of(one, other), one, other)


def _of_years(desk: Desk) -> Draft | None:
    """Return how often one year's amount holds another's, in the order in which they are named."""
    ask = plain_ask(desk)
    found = [at_year(desk, ask, year) for year in desk.question.periods.years]
    one, other = found
    if one is None or other is None:
        return None
    as_percent = re.search(r"百分之|%|％|率", desk.question.periods.rest)
    try:
        return figures((share_of if as_percent else ratio_of)(one, other), one, other)
    except NotComputable:
        return None


def _quotient(desk: Desk, of: str, over: str, topic: str) -> Draft | None:
    first = desk.first(ask_for(of), focus=of, context=topic, strict=True)
    second = desk.first(ask_for(over), focus=over, context=topic, strict=True)
    if first is None or second is None or first.value == second.value:
        return None
    as_percent = re.search(r"百分之|%|％|率", desk.question.periods.rest)
    try:
        return figures((share_of if as_percent else ratio_of)(first.value, second.value))
    except NotComputable:
        return None


def _per_unit(desk: Desk, text: str) -> Draft | None:
    """Return money per head or piece: a printed rate of pay, else amount ÷ count beside it."""
    match = PER.search(text)
    if not match:
        return None
    _, plain = asks_of(text[: match.start()] + text[match.end() :])
    focus = content_of(plain) or desk.question.about
    stated = desk.first(Ask("", UnitKind.MONEY, "", (Measure.STANDARD,)), focus=focus)
    if stated:
        return figures(stated.value)
    money = desk.first(replace(MONEY, measures=(Measure.AMOUNT,)), focus=focus)
    if money is None:
        return None
    count = Ask("", UnitKind.COUNT, match["unit"] or "人")
    heads = desk.first(count, focus=focus, near=(money.figure.source,))
    if heads is None or not heads.value.amount or not _stand_together(money, heads):
        return None
    return figures(ratio_of(money.value, heads.value))


def _stand_together(one: Finding, other: Finding) -> bool:
    """Tell whether a count belongs to an amount: one row, or one section."""
    a, b = one.figure.source, other.figure.source
    if a.cell and b.cell:
        return (a.document, a.cell.table, a.cell.row) == (b.document, b.cell.table, b.cell.row)
    return a.document == b.document and a.section == b.section


def _completion(desk: Desk, item: str) -> Draft | None:
    """Return how far the budget of an item was carried out: printed, else 决算 ÷ 预算."""
    rate = Ask("", UnitKind.RATE, "", (Measure.RATE,))
    stated = desk.first(rate, focus=item, strict=True)
    if stated:
        return figures(stated.value)
    budget = desk.first(replace(MONEY, basis=Basis.BUDGET), focus=item, strict=True)
    final = desk.first(replace(MONEY, basis=Basis.FINAL), focus=item, strict=True)
    if budget is None or final is None or not budget.value.amount:
        return None
    return figures(share_of(final.value, budget.value))
