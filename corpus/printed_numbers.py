"""Finds every number with a unit in a line of prose, and leaves alone what only looks like one.

Dates, document numbers, titles in 《》, ordinals (第12次) and damaged prints (「85.5 0 万元」)
are not numbers here. Positions are code points of the given text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from corpus.errors import UnreadableQuantity
from corpus.numerals import NUMERAL_CHARACTERS
from corpus.quantity import (
    COMPARATOR,
    Quantity,
    UnitKind,
    normalise,
    parse_quantity,
    split_comparator,
    split_unit,
    units,
)
from corpus.vocabulary import lines_of

MASK = "\x00"  # stands for hidden text; lengths are kept


@dataclass(frozen=True, slots=True)
class PrintedNumber:
    """A number with its unit at ``start:end``; ``bound`` is "low" or "high" in a range."""

    start: int
    end: int
    quantity: Quantity
    exact: bool = True
    bound: str = ""


@dataclass(frozen=True, slots=True)
class PrintedDate:
    """A date at ``start:end`` with the years that it names, in printed order."""

    start: int
    end: int
    years: tuple[int, ...]


HIDDEN = re.compile(
    r"《[^《》]*(?:《[^《》]*》[^《》]*)*》|〈[^〈〉]*〉"
    r"|[〔﹝\[【(（]\s*(?:19|20)?\d{2}\s*[〕﹞\]】)）]\s*(?:第?\s*\d+\s*号)?"
    r"|第\s*\d+\s*[^\s，。；：、]"
    r"|(?:附件|附表|附录|附图)\s*\d+(?![\d.])"
    r"|(?<![一-鿿])(?:附?表|图)\s*\d+(?:[-－.]\d+)*(?![\d.,％%])"
    r"|“[^“”]{1,20}”|https?://\S+"
    r"|二[〇零○0OＯ][〇零○0OＯ一二三四五六七八九]{2}\s*年"
)
YEAR = r"(?:19|20)\d{2}"
DATE = re.compile(
    rf"{YEAR}\s*年?度?\s*[-—–至到~～、和与]\s*{YEAR}\s*年度?"
    rf"|{YEAR}\s*(?=年[初末](?:结转|结余|预算|批复))"
    rf"|{YEAR}\s*年(?:度|底|初|末)?"
    r"(?:\s*\d{1,2}\s*(?:月?\s*[-—–至到~～]+\s*\d{1,2}\s*)?月(?:\s*\d{1,2}\s*日)?)?"
    rf"|{YEAR}(?=(?:全[国省市区县镇州]|年?财政年度|度))"
    rf"|{YEAR}[-/.]\d{{1,2}}[-/.]\d{{1,2}}"
    r"|\d{1,2}\s*月?\s*[-—–至到~～]\s*\d{1,2}\s*月(?:\s*\d{1,2}\s*日|份)?"
    r"|\d{1,2}\s*月(?:\s*\d{1,2}\s*日|份)?|\d{1,2}\s*日"
)
ARABIC = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?:[百千万亿](?:\d+(?:\.\d+)?)?)*"
CHINESE = rf"[{NUMERAL_CHARACTERS}点]+"
DASH = r"\s*(?:[-—–~～至到]|--)\s*"
DAMAGED_BEFORE = re.compile(r"(?:[\dA-Za-z][.,，]?\s*|[.万亿第×]\s*)$")
MONEY_WORD = re.compile(r"[元费资款金]|经费|预算|支出|收入|补助|成本|单价|总价")
# 「接待费为0，」: nothing is nothing in every unit
ZERO = re.compile(
    r"(?:费|费用|支出|收入|经费|资金|拨款|购置|预算|预算数|决算数|金额)\s*(?:均|各|都)?[为是]\s*"
    r"(?P<number>0(?:\.0+)?)(?=\s*(?:[，,；;。、）)]|$))"
)
BARE_END = re.compile(r"\s*(?:[，,；;。：:、）)\s]|$|用于|[（(]?含?[）)]?以[内上下])")


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """Return the patterns of a number with unit, of a range, and of Chinese money and shares."""
    spellings = [re.escape(name) for name in sorted(units(), key=len, reverse=True)]
    per = "|".join(sorted(map(re.escape, lines_of("per_words.tsv")), key=len, reverse=True))
    money = r"(?:亿元|百万元|万元|千元|元)"
    rate = rf"{money}(?:\s*[/／·.]\s*(?:{per})){{1,3}}"
    unit = rf"(?:{rate}|{'|'.join(spellings)})"
    number = rf"(?P<number>[+-]?{ARABIC})\s*(?P<about>[余多])?\s*(?P<unit>{unit}|万|亿)"
    span = rf"(?P<low>{ARABIC})\s*(?P<low_unit>{unit})?{DASH}(?P<high>{ARABIC})\s*(?P<unit>{unit})"
    words = rf"(?P<number>{CHINESE})\s*(?P<unit>亿元|万元|元)|百分之(?P<share>{CHINESE})"
    return re.compile(number), re.compile(span), re.compile(words)


def dates_in(text: str) -> list[PrintedDate]:
    """Return every date outside titles, in printed order."""
    shown = _hide(normalise(text), HIDDEN)
    return [
        PrintedDate(m.start(), m.end(), _years(m[0]))
        for m in DATE.finditer(shown)
        if not shown[max(0, m.start() - 1) : m.start()].isdigit()
    ]


def hidden(text: str) -> str:
    """Return the text with titles, document numbers and dates masked, lengths kept."""
    shown = _hide(normalise(text), HIDDEN)
    for date in dates_in(text):
        shown = shown[: date.start] + MASK * (date.end - date.start) + shown[date.end :]
    return shown


def numbers_in(text: str) -> list[PrintedNumber]:
    """Return every readable number with a unit, in printed order and without overlap."""
    shown = hidden(text)
    number, span, words = _patterns()
    found: list[PrintedNumber] = []
    for reader, pattern in ((_ranges, span), (_numbers, number), (_words, words)):
        for match in pattern.finditer(shown):
            taken = any(n.start < match.end() and match.start() < n.end for n in found)
            if not taken:
                found.extend(reader(match, text))
    nothing = units()["元"]
    for match in ZERO.finditer(shown):
        start, end = match.span("number")
        quantity = Quantity(Decimal(match["number"]), nothing, text[start:end])
        found.append(PrintedNumber(start, end, quantity))
    return sorted(found, key=lambda n: (n.start, n.bound == "high"))


def _hide(text: str, pattern: re.Pattern[str]) -> str:
    return pattern.sub(lambda m: MASK * len(m[0]), text)


def _years(text: str) -> tuple[int, ...]:
    return tuple(int(year) for year in re.findall(YEAR, text))


def _ranges(match: re.Match[str], text: str) -> Iterator[PrintedNumber]:
    if not _stands_alone(match, match.start()):
        return
    printed = text[match.start() : match.end()]
    try:
        high = parse_quantity(f"{match['high']}{match['unit']}")
        low = parse_quantity(f"{match['low']}{match['low_unit'] or ''}", high.unit)
    except UnreadableQuantity:
        return
    for bound, comparator, read in (("low", "≥", low), ("high", "≤", high)):
        quantity = Quantity(read.value, read.unit, printed, comparator)
        yield PrintedNumber(match.start(), match.end(), quantity, bound=bound)


def _numbers(match: re.Match[str], text: str) -> Iterator[PrintedNumber]:
    start = match.start() + (1 if match[0][0] in "+-" and _is_dash(match) else 0)
    if not _stands_alone(match, start) or _only_looks_like_a_unit(match) or _is_cell(match, start):
        return
    end = match.end()
    printed = text[start:end]
    squeezed = normalise(printed).replace("余", "").replace("多", "")
    if match["unit"] in ("万", "亿") or _lacks_unit(squeezed):
        if not _is_money_without_yuan(match.string, start, end):
            return
        squeezed += "元"
    quantity = _readable(squeezed, printed, _comparator_before(match.string, start))
    if quantity:
        yield PrintedNumber(start, end, quantity, exact=not match["about"])


def _words(match: re.Match[str], text: str) -> Iterator[PrintedNumber]:
    printed = text[match.start() : match.end()]
    plain = f"{match['share']}%" if match["share"] else printed
    if len(match["number"] or "百分之") < 2 and match["unit"] == "元":
        return
    quantity = _readable(plain, printed, "")
    if quantity:
        yield PrintedNumber(match.start(), match.end(), quantity)


def _readable(plain: str, printed: str, comparator: str) -> Quantity | None:
    try:
        read = parse_quantity(plain)
    except UnreadableQuantity:
        return None
    return Quantity(read.value, read.unit, printed, comparator)


def _lacks_unit(squeezed: str) -> bool:
    return not split_unit(squeezed)[1]


def _stands_alone(match: re.Match[str], start: int) -> bool:
    """Tell whether no digit, letter or lost part of a number touches the match on the left."""
    return not DAMAGED_BEFORE.search(match.string[max(0, start - 4) : start])


def _is_dash(match: re.Match[str]) -> bool:
    """Tell whether a leading sign joins to what stands before it instead of being a sign."""
    return match.string[: match.start()].rstrip()[-1:] not in ("", *"增长降减为：:，,(（")


def _is_cell(match: re.Match[str], start: int) -> bool:
    """Tell whether the number is all of its line, so that what looks like a unit is the next."""
    line = match.string[match.string.rfind("\n", 0, start) + 1 : start]
    gap = match.string[match.end("number") : match.start("unit")]
    return "\n" in gap and not line.strip()


def _only_looks_like_a_unit(match: re.Match[str]) -> bool:
    rest = match.string[match.start("unit") :]
    if any(rest.startswith(word) for word in lines_of("not_units.tsv")):
        return not rest.startswith("个百分点")
    unit = units().get(match["unit"])
    if unit is None:
        return False
    if unit.kind is UnitKind.TIME and len(match["number"]) > 3:
        return True
    is_code = re.fullmatch(r"[23]\d{4}|2\d{6}|[23]\d{2}", match["number"])
    return unit.kind is UnitKind.COUNT and bool(is_code) and _starts_clause(match)


def _starts_clause(match: re.Match[str]) -> bool:
    before = match.string[: match.start()].rstrip()
    after = match.string[match.end() : match.end() + 1]
    return (not before or before[-1] in "。；;：:.、") and bool(re.match(r"[一-鿿]", after))


def _is_money_without_yuan(shown: str, start: int, end: int) -> bool:
    sentence = max(shown.rfind(mark, 0, start) for mark in "。！？")
    near = shown[max(0, min(start - 60, sentence)) : end + 60]
    return bool(BARE_END.match(shown, end) and MONEY_WORD.search(near))


def _comparator_before(shown: str, start: int) -> str:
    """Return the comparator that ends right before the number, in normal form, or ""."""
    before = shown[max(0, start - 5) : start].rstrip()
    for length in range(min(4, len(before)), 0, -1):
        if COMPARATOR.fullmatch(before[-length:]):
            return split_comparator(before[-length:])[0]
    return ""
