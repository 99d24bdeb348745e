"""Reads number words: Arabic digits with separators, Chinese numerals (lower and upper case).

A numeral that speakers shorten («三百五», «12万3») has two readings; it is refused, not guessed.
"""

from __future__ import annotations

import re
from decimal import Decimal

from corpus.errors import UnreadableQuantity

ARABIC = re.compile(r"[+-]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?")
DIGIT = {c: i for i, c in enumerate("零一二三四五六七八九")}
DIGIT |= {c: i for i, c in enumerate("〇壹贰叁肆伍陆柒捌玖")} | {"两": 2, "貳": 2, "參": 3, "陸": 6}
SMALL = {"十": 10, "百": 100, "千": 1000, "拾": 10, "佰": 100, "仟": 1000}
LARGE = {"万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8}
ZEROS = "零〇0"
NUMERAL_CHARACTERS = "".join((*DIGIT, *SMALL, *LARGE))


def decimal_of(text: str) -> Decimal:
    """Return the exact value of a number in digits or Chinese numerals.

    "2,995.39", "12万3千", "二十万", "三点五亿" are read; anything else raises
    ``UnreadableQuantity`` - also "1,5" and "85.5 0", which look like numbers but are damaged,
    and "12万3", which may be 120003 or 123000.
    """
    text = text.strip()
    if ARABIC.fullmatch(text):
        return Decimal(text.replace(",", ""))
    value = _chinese(text)
    if value is None:
        raise UnreadableQuantity(f"无法准确读出数字「{text}」")
    return value


def is_numeral(text: str) -> bool:
    """Tell whether the whole text has one exact reading as a number."""
    return ARABIC.fullmatch(text) is not None or _chinese(text) is not None


def _chinese(text: str) -> Decimal | None:
    if not text or re.search(r"\s", text):
        return None
    for word in sorted(LARGE, key=lambda w: -LARGE[w]):
        head, found, tail = text.rpartition(word)
        if found:
            return _above(head, LARGE[word], tail)
    return _below_ten_thousand(text)


def _above(head: str, factor: int, tail: str) -> Decimal | None:
    left = _chinese(head)
    right = _chinese(tail) if tail else Decimal(0)
    if left is None or right is None or right >= factor or _is_shortened(tail, factor):
        return None
    return left * factor + right


def _is_shortened(tail: str, factor: int) -> bool:
    """Tell whether a tail such as the 3 of «12万3» leaves its place value unsaid."""
    if not tail or tail[0] in ZEROS or any(c in SMALL or c in LARGE for c in tail):
        return False
    return len(tail) != len(str(factor)) - 1


def _below_ten_thousand(text: str) -> Decimal | None:
    if ARABIC.fullmatch(text):
        return Decimal(text.replace(",", ""))
    whole, point, fraction = text.partition("点")
    if point:
        return _with_fraction(whole, [DIGIT.get(c) for c in fraction])
    if not text or not all(c in DIGIT or c in SMALL or c in "0123456789" for c in text):
        return None
    if all(c in DIGIT for c in text):  # 二〇二六: digits read one by one
        return Decimal("".join(str(DIGIT[c]) for c in text))
    return _sum_of_places(text)


def _with_fraction(whole: str, digits: list[int | None]) -> Decimal | None:
    left = _below_ten_thousand(whole)
    if left is None or not digits or None in digits:
        return None
    return left + Decimal("0." + "".join(map(str, digits)))


def _sum_of_places(text: str) -> Decimal | None:
    total, pending, last_place, after_zero = 0, None, 10**4, False
    for part in re.findall(r"\d+|.", text):
        if part in SMALL:
            place = SMALL[part]
            if place >= last_place or (pending is None and total):
                return None
            total += (1 if pending is None else pending) * place
            pending, last_place, after_zero = None, place, False
            continue
        digit = DIGIT[part] if part in DIGIT else int(part)
        if pending is not None:
            return None
        after_zero = after_zero or part in ZEROS
        pending = digit or None
    if pending is not None and last_place > 10 and not after_zero:
        return None
    return Decimal(total + (pending or 0))
