"""One figure over another: 人均, 几倍, 完成百分之几, and what a question says to divide."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

from assistant.answer import Reason
from assistant.compute import NotComputable, average
from assistant.compute import ratio as ratio_of
from assistant.compute import share as share_of
from assistant.desk import Desk
from assistant.draft import Draft, figures, refusal
from assistant.language.asks import asks_of
from assistant.language.phrases import (
    cues_in,
    has_cue,
    is_vague,
    over,
    plainly,
    stands_alone,
    within,
    without_stage,
)
from assistant.lookup.evidence import Finding
from assistant.operations.across import MONEY, pair_of_years, plain_ask
from assistant.operations.against_plan import plan_and_outturn
from assistant.operations.comparable import comparable
from assistant.operations.operands import Place, added, operand_of
from assistant.operations.prior import at_year
from assistant.question import Ask
from assistant.understand import content_of
from corpus.figure import Basis, Measure
from corpus.numerals import decimal_of
from corpus.quantity import UnitKind
from corpus.vocabulary import rows_of

BY = re.compile(
    r"(?:按照?|用|拿)(?P<of>[^，,]+?)(?:和|与|、|及|除以)(?P<over>[^，,]+?)(?:来|去)?(?:计?算|推算|相除|$)"
)
COMPLETED = re.compile(
    r"(?:决算数?|支出)?(?:预算执行|(?<![一-鿿])执行)?(?:预算)?(?:一共|总共|共)?"
    r"(?:(?:完成|执行)率|完成了?(?:年初|全年|调整后?)?预算|(?:决算数?|执行数?)占(?:年初|全年|调整后?)?预算)"
)
NUMERAL = re.compile("[一二两三四五六七八九]")
PER = re.compile(r"人均|平均(?:每|一|每一)?(?P<unit>人|名|台|辆|套|剂次?|户|家|个|次|件|项|所)?")


def ratio(desk: Desk) -> Draft | None:
    """Return numerator ÷ denominator, printed where the documents state it."""
    text = desk.question.periods.rest
    told = _told(text)
    if told and content_of(told["of"]) and not is_vague(told["over"]):
        return _as_told(desk, told)
    completed = COMPLETED.search(text)
    if completed:
        return completion(desk, text[: completed.start()])
    if has_cue("doubled", text):
        return _doubled(desk, text)
    if len(desk.question.periods.bases) > 1:
        return _of_bases(desk)
    if len(desk.question.periods.years) > 1 and (has_cue("mean", text) or has_cue("times", text)):
        return _over_years(desk, text)
    return _of_items(desk, text)


def _told(text: str) -> re.Match[str] | None:
    """Find 「用甲和乙计算」; the 用 of 公务用车购置及运行维护费 tells nothing."""
    found = BY.search(text)
    return found if found and stands_alone(text, found) else None


def _over_years(desk: Desk, text: str) -> Draft | None:
    """Return the average of several years, or how often one of two holds the other."""
    if has_cue("mean", text):
        return _mean_of_years(desk)
    return _of_years(desk) if len(desk.question.periods.years) == 2 else _of_items(desk, text)


def _of_items(desk: Desk, text: str) -> Draft | None:
    """Return one named item over another, or an amount per head or month."""
    held = over(text)
    if held is None:
        return _averaged(desk, text) or _per_unit(desk, text)
    if is_vague(held[1]) or not content_of(held[0]):
        return completion(desk, held[0]) if "完成" in text else None
    return _quotient(desk, *held, desk.question.inherited)


def _mean_of_years(desk: Desk) -> Draft | None:
    """Return the average of the years that are named; every one of them has to be known."""
    ask = plain_ask(desk)
    found = [at_year(desk, ask, year) for year in desk.question.periods.years]
    summed = added([value for value in found if value])
    if summed is None or None in found:
        return None
    return figures(average(summed, len(found), "年"), *summed.operands)


def _doubled(desk: Desk, text: str) -> Draft | None:
    """Say whether one year's amount is twice (four times …) that of the year compared with."""
    pair = pair_of_years(desk)
    word = next(cues_in("doubled", text), None)
    if pair is None or word is None:
        return None
    number = NUMERAL.search(word[0])
    doublings = int(decimal_of(number[0].replace("两", "二"))) if number else 1
    times = ratio_of(*pair)
    reached = pair[0].amount >= pair[1].amount * 2**doublings
    return figures(times, *pair, lead="翻番了：" if reached else "没有翻番：")


def _averaged(desk: Desk, text: str) -> Draft | None:
    """Return what is 「月均」 of an amount of a whole year."""
    spread = next((found for found in spreads() if found[0].search(text)), None)
    if spread is None:
        return None
    pattern, count, of_what = spread
    _, plain = asks_of(pattern.sub(" ", text))
    value = operand_of(desk, content_of(plain) or desk.question.about)
    return figures(average(value, count, of_what), value) if value else None


@cache
def spreads() -> tuple[tuple[re.Pattern[str], int, str], ...]:
    """Return the words for an even part of a year: pattern, how many parts, what one is called."""
    rows = rows_of("average_words.tsv", columns=3)
    return tuple((re.compile(pattern), int(count), name) for pattern, count, name in rows)


def _as_told(desk: Desk, told: re.Match[str]) -> Draft:
    """Divide what the question says to divide; a printed rate is not what it asks for."""
    text = desk.question.periods.rest
    held = within(told["of"])
    of, base = held[1] if held else told["of"], told["over"]
    topic = content_of(text[: told.start()]) or desk.question.inherited
    found = _quotient(desk, of, base, topic)
    lead = f"问题要求用「{told['of'].strip()}」和「{told['over'].strip()}」计算，"
    lead += "但没有同时找到这两个可以准确引用的数字。"
    return found or refusal(Reason.ITEM_NOT_DISCLOSED, lead)


def _of_bases(desk: Desk) -> Draft | None:
    """Return how much one stage of an item is of another: 决算相当于预算的百分之几."""
    found = [
        desk.first(replace(MONEY, basis=basis), focus=desk.question.about, strict=True)
        for basis in desk.question.periods.bases[:2]
    ]
    values = [f.value for f in found if f and f.value.amount]
    if len(values) < 2 or not comparable(values):
        return None
    one, other = values
    return figures(share_of(one, other), one, other)


def _of_years(desk: Desk) -> Draft | None:
    """Return how often one year's amount holds another's, in the order in which they are named."""
    ask = plain_ask(desk)
    found = [at_year(desk, ask, year) for year in desk.question.periods.years]
    one, other = found
    if one is None or other is None or not comparable((one, other)):
        return None
    as_percent = re.search(r"百分之|%|％|率", desk.question.periods.rest)
    try:
        return figures((share_of if as_percent else ratio_of)(one, other), one, other)
    except NotComputable:
        return None


def _quotient(desk: Desk, of: str, base: str, topic: str) -> Draft | None:
    place = Place(topic)
    first, second = operand_of(desk, of, place), operand_of(desk, base, place)
    if first is None or second is None or first == second:
        return None
    as_percent = re.search(r"百分之|%|％|率", desk.question.periods.rest)
    try:
        return figures((share_of if as_percent else ratio_of)(first, second))
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


def completion(desk: Desk, phrase: str) -> Draft | None:
    """Return how far the budget of an item was carried out: printed, else 决算 ÷ 预算."""
    item = without_stage(content_of(plainly(phrase))) or without_stage(desk.question.inherited)
    rate = Ask("", UnitKind.RATE, "", (Measure.RATE,))
    stated = desk.first(rate, focus=item, strict=True)
    if stated:
        return figures(stated.value)
    pair = plan_and_outturn(desk, item, (Basis.BUDGET,))
    if pair is None or not pair[0].value.amount:
        return None
    return figures(share_of(pair[1].value, pair[0].value))
