"""Shows a cell's date or time as its format code says; a day is a number counted from 1900.

The calendar of spreadsheets has a 29 February 1900 that never was; days are counted around it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal

FIRST_1900, FIRST_1904 = datetime(1899, 12, 30), datetime(1904, 1, 1)
LAST_DAY = 2_958_465  # 9999-12-31
DAYS_TO_1904 = 1462
PIECE = re.compile(
    r'"(?P<quoted>[^"]*)"?|[\\!](?P<escaped>.)|_(?P<space>.?)|\*(?P<fill>.)'
    r"|\[(?P<elapsed>h+|m+|s+)\]|\[(?P<bracket>[^\]]*)\]"
    r"|(?P<noon>AM/PM|A/P|上午/下午)|(?P<field>y+|e+|m+|d+|a{3,4}|h+|s+(?:\.0+)?)|(?P<literal>.)",
    re.IGNORECASE | re.DOTALL,
)
QUOTED = re.compile(r'"[^"]*"?|[\\!_*].|\[[^\]]*\]')
DATE_LETTER = re.compile(r"[ymdhs]|aaa|上午/下午", re.IGNORECASE)
ELAPSED = re.compile(r"\[(?:h+|m+|s+)\]", re.IGNORECASE)
CHINESE_DIGITS = re.compile(r"\[DBNum[12]\]", re.IGNORECASE)
DIGITS = "〇一二三四五六七八九"
WEEKDAYS = "一二三四五六日"
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
SECONDS_A_DAY = 86_400


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a date format: ``kind`` is a group of PIECE, or "minutes"."""

    kind: str
    text: str


def is_date(code: str) -> bool:
    """Tell whether a section of a format code shows a date or a time."""
    plain = QUOTED.sub("", code)
    return bool(ELAPSED.search(code) or DATE_LETTER.search(plain))


def date_pieces(code: str) -> tuple[Piece, ...]:
    """Return the pieces of a date format; m beside hours or seconds means minutes."""
    found = [
        Piece(str(match.lastgroup), str(match[str(match.lastgroup)]))
        for match in PIECE.finditer(code)
    ]
    fields = [i for i, piece in enumerate(found) if piece.kind in ("field", "elapsed")]
    for n, i in enumerate(fields):
        before = found[fields[n - 1]].text.lower() if n else ""
        after = found[fields[n + 1]].text.lower() if n + 1 < len(fields) else ""
        is_m = found[i].kind == "field" and found[i].text.lower() in ("m", "mm")
        if is_m and (before.startswith("h") or after.startswith("s")):
            found[i] = Piece("minutes", found[i].text)
    chinese = Piece("chinese", "") if CHINESE_DIGITS.search(code) else None
    return (*found, *([chinese] if chinese else ()))


def shown_date(number: Decimal, pieces: Sequence[Piece], *, from_1904: bool = False) -> str:
    """Return a day number as its pieces show it; a number that is no day stays a number."""
    if not 0 <= number <= LAST_DAY - (DAYS_TO_1904 if from_1904 else 0):
        return f"{number:f}"
    finest = Decimal("0.001") if any("." in p.text for p in pieces if p.kind == "field") else 1
    seconds = (number * SECONDS_A_DAY).quantize(Decimal(finest), ROUND_HALF_UP)
    shift = 1 if not from_1904 and number < 60 else 0
    start = FIRST_1904 if from_1904 else FIRST_1900
    whole, part = divmod(seconds, 1)
    moment = start + timedelta(days=shift, seconds=int(whole), milliseconds=int(part * 1000))
    chinese = any(piece.kind == "chinese" for piece in pieces)
    half = any(piece.kind == "noon" for piece in pieces)
    return "".join(_shown(piece, moment, seconds, half, chinese) for piece in pieces)


def _shown(piece: Piece, moment: datetime, seconds: Decimal, half: bool, chinese: bool) -> str:
    width = len(piece.text)
    if piece.kind == "field":
        text = _field(piece.text.lower(), moment, half)
        return _in_chinese(text, piece.text.lower()) if chinese else text
    if piece.kind == "minutes":
        return f"{moment.minute:0{width}d}"
    if piece.kind == "elapsed":
        unit = {"h": 3600, "m": 60, "s": 1}[piece.text[0].lower()]
        return f"{int(seconds // unit):0{width}d}"
    if piece.kind == "noon":
        first, second = piece.text.split("/")
        return first if moment.hour < 12 else second
    if piece.kind == "space":
        return " "
    return piece.text if piece.kind in ("quoted", "escaped", "literal") else ""


def _field(field: str, moment: datetime, half: bool) -> str:
    names: dict[str, Callable[[], str]] = {
        "mmm": lambda: MONTHS[moment.month - 1],
        "mmmm": lambda: f"{moment.month}月",
        "aaa": lambda: WEEKDAYS[moment.weekday()],
        "aaaa": lambda: f"星期{WEEKDAYS[moment.weekday()]}",
        "ddd": lambda: f"周{WEEKDAYS[moment.weekday()]}",
        "dddd": lambda: f"星期{WEEKDAYS[moment.weekday()]}",
    }
    if field in names:
        return names[field]()
    if field[0] in "ye":
        return f"{moment.year % 100:02d}" if field in ("y", "yy") else f"{moment.year}"
    if "." in field:
        places = len(field) - field.index(".") - 1
        part = f"{moment.microsecond:06d}"[:places]
        return f"{moment.second:0{field.index('.')}d}.{part}"
    hour = (moment.hour % 12 or 12) if half else moment.hour
    value = {"m": moment.month, "d": moment.day, "h": hour, "s": moment.second}[field[0]]
    return f"{value:0{min(len(field), 2)}d}"


def _in_chinese(text: str, field: str) -> str:
    """2026 as 二〇二六 and 12 as 十二: the format [DBNum1]."""
    if not text.isdecimal():
        return text
    if field[0] in "ye":
        return "".join(DIGITS[int(digit)] for digit in text)
    tens, ones = divmod(int(text), 10)
    lead = ("" if tens == 1 else DIGITS[tens]) + "十" if tens else ""
    return lead + (DIGITS[ones] if ones or not tens else "")
