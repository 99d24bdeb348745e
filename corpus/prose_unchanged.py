"""Finds where prose says without a number that a value is what it was: 「与上年持平」.

Such a statement is a change of zero, and a receipt stands for it as for any other. 「基本持平」 is
no zero, and what is said of several items at once (「均与上年持平」) tells no single one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import cache

from corpus.printed_numbers import PrintedDate, PrintedNumber
from corpus.quantity import Quantity, Unit, UnitKind, unit_named
from corpus.vocabulary import lines_of

DATE = "\x01"
EARLIER = rf"(?:上年|去年|上一年|前一年|上期|同期|{DATE}+)"
CAUSE = re.compile(r"原因|由于|因为")
VAGUE = re.compile(r"基本|大致|大体|总体|略|均|都|各|分别")
CLAUSE_MARK, SEGMENT_MARK = "，,。；;：:、（(", "。；;"
SAME_BREATH = re.compile(r"[\s，,。；;）)]*(?:(?:主要)?用于[^，,。；;]*[，,。；;]\s*)?")
MONEY_NAME = re.compile(
    r"(?:费|费用|款|金|资金|经费|支出|收入|预算|决算|拨款|补助|总计|合计|数|总额)$"
)
SHARE = re.compile(r"[\s，,]*占[^，,。；;]*")
KINDS = (UnitKind.MONEY, UnitKind.COUNT)


@cache
def _pattern() -> re.Pattern[str]:
    words = sorted(lines_of("unchanged_words.tsv"), key=len, reverse=True)
    said = "|".join(map(re.escape, words))
    compared = rf"(?:与|同|和|比|较|对比|相比)于?\s*{EARLIER}"
    plain = r"[^，,。；;：:（(、]{0,16}?"
    behind = r"(?:(?:相比|对比|比较)(?:于)?\s*[，,](?P<name>[^，,。；;：:（(、]{0,20}?))?"
    end = r"(?=\s*(?:[，,。；;、）)（(]|$))"
    return re.compile(rf"{compared}(?P<between>{plain}{behind})(?P<said>{said}){end}")


def unchanged_in(
    text: str, bare: str, numbers: Sequence[PrintedNumber], dates: Sequence[PrintedDate]
) -> Iterator[PrintedNumber]:
    """Yield a number of value zero for every such statement, where its words are printed.

    ``bare``: the text with titles and numbers masked; its unit is that of the number before.
    """
    for date in dates:
        bare = bare[: date.start] + DATE * (date.end - date.start) + bare[date.end :]
    for match in _pattern().finditer(bare):
        if VAGUE.search(match["between"]) or _is_cause(bare, match.start()):
            continue
        before = [n for n in numbers if n.end <= match.start()]
        unit = _unit_of(bare, match, before)
        if unit is not None:
            start, end = match.span("said")
            yield PrintedNumber(start, end, Quantity(Decimal(0), unit, text[start:end]))


def _is_cause(bare: str, place: int) -> bool:
    start = max(bare.rfind(mark, 0, place) for mark in SEGMENT_MARK) + 1
    return bool(CAUSE.search(bare[start:place]))


def _unit_of(bare: str, match: re.Match[str], before: Sequence[PrintedNumber]) -> Unit | None:
    """Return the unit of what the statement is about; None where that is not told."""
    name = match["name"] or _name_before(bare, match.start(), before)
    last = before[-1].quantity.unit if before else None
    if name:
        is_money = MONEY_NAME.search(name) and not VAGUE.search(name[-2:])
        known = last is not None and last.kind is UnitKind.MONEY
        return None if not is_money else last if known else unit_named("元")
    told = last is not None and SAME_BREATH.fullmatch(bare[before[-1].end : match.start()])
    owned = _without_shares(bare, before)[-1:] if told else []
    return owned[0].quantity.unit if owned and owned[0].quantity.unit.kind in KINDS else None


def _without_shares(bare: str, before: Sequence[PrintedNumber]) -> Sequence[PrintedNumber]:
    """Leave out shares at the end: 「3.00万元，占总数的5%；与上年持平」 tells of the amount."""
    while len(before) > 1 and before[-1].quantity.unit.kind is UnitKind.RATE:
        if not SHARE.fullmatch(bare[before[-2].end : before[-1].start]):
            break
        before = before[:-1]
    return before


def _name_before(bare: str, place: int, before: Sequence[PrintedNumber]) -> str:
    start = max(bare.rfind(mark, 0, place) for mark in CLAUSE_MARK) + 1
    return re.sub(rf"[\s{DATE}]", "", bare[max([start, *(n.end for n in before)]) : place])
