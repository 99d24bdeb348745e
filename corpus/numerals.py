"""Reads number words: Arabic digits with separators, Chinese numerals (lower and upper case)."""

from __future__ import annotations

import re
from decimal import Decimal

from corpus.errors import UnreadableQuantity

ARABIC = re.compile(r"[+-]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?")
DIGIT = {c: i for i, c in enumerate("零一二三四五六七八九")}
DIGIT |= {c: i for i, c in enumerate("〇壹贰叁肆伍陆柒捌玖")} | {"两": 2, "貳": 2, "參": 3, "陸": 6}
SMALL = {"十": 10, "百": 100, "千": 1000, "拾": 10, "佰": 100, "仟": 1000}
LARGE = {"万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8}


def decimal_of(text: str) -> Decimal:
    """Return the exact value of a number in digits or Chinese numerals.

    "2,995.39", "12万3千", "二十万", "三点五亿" are read; anything else raises
    ``UnreadableQuantity`` - also "1,5" and "85.5 0", which look like numbers but are damaged.
    """
    text = text.strip()
    if ARABIC.fullmatch(text):
        return Decimal(text.replace(",", ""))
    value = _chinese(text)
    if value is None:
        raise UnreadableQuantity(f"无法准确读出数字「{text}」")
    return value


def _chinese(text: str) -> Decimal | None:
    if not text or re.search(r"\s", text):
        return None
    for word in sorted(LARGE, key=lambda w: -LARGE[w]):
        head, found, tail = text.rpartition(word)
        if found:
            left, right = _chinese(head), _chinese(tail) if tail else Decimal(0)
            if left is None or right is None or right >= LARGE[word]:
                return None
            return left * LARGE[word] + right
    return _below_ten_thousand(text)


def _below_ten_thousand(text: str) -> Decimal | None:
    if ARABIC.fullmatch(text):
        return Decimal(text.replace(",", ""))
    whole, point, fraction = text.partition("点")
    if point:
        left, digits = _below_ten_thousand(whole), [DIGIT.get(c) for c in fraction]
        if left is None or not digits or None in digits:
            return None
        return left + Decimal("0." + "".join(map(str, digits)))
    if not all(c in DIGIT or c in SMALL or c.isdigit() for c in text):
        return None
    if all(c in DIGIT for c in text):  # 二〇二六: digits read one by one
        return Decimal("".join(str(DIGIT[c]) for c in text))
    return _sum_of_places(text)


def _sum_of_places(text: str) -> Decimal | None:
    total, pending, last_place = 0, None, 10**4
    for part in re.findall(r"\d+|.", text):
        if part.isdigit():
            pending = int(part)
        elif part in DIGIT:
            pending = DIGIT[part] or None
        else:
            place = SMALL[part]
            if place >= last_place:
                return None
            total += (1 if pending is None else pending) * place
            pending, last_place = None, place
    return Decimal(total + (pending or 0))
