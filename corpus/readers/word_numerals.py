"""Writes list numbers as Word prints them: 一、二十一, ①, 甲, IV, 壹."""

from __future__ import annotations

from collections.abc import Callable

DIGITS, FORMAL = "〇一二三四五六七八九", "零壹贰叁肆伍陆柒捌玖"
STEMS, BRANCHES = "甲乙丙丁戊己庚辛壬癸", "子丑寅卯辰巳午未申酉戌亥"
ROMAN = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"),
    (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip
MAX_ROMAN, MAX_LETTERS = 3999, 26 * 20
FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")


def numeral(number: int, style: str) -> str:
    """Return a list number in one of Word's number formats; plain digits for unknown formats."""
    write = FORMATS.get(style, str)
    return write(number)


def _counting(number: int, digits: str = DIGITS, places: str = "十百千") -> str:
    """Words with places up to 9,999: 二十一, 一百零五; the one before a leading ten is not said."""
    if not 0 < number < 10_000:
        return _digital(number, digits)
    text, zero = "", False
    for place in range(3, -1, -1):
        digit = number // 10**place % 10
        if digit:
            text += ("零" if zero and text else "") + digits[digit]
            text += places[place - 1] if place else ""
        zero = not digit
    return text[1:] if text.startswith("一十") else text


def _formal(number: int) -> str:
    return _counting(number, FORMAL, "拾佰仟")


def _digital(number: int, digits: str = DIGITS) -> str:
    return "".join(digits[int(d)] for d in str(abs(number)))


def _up_to_ninety_nine(number: int) -> str:
    return _counting(number) if number < 100 else _digital(number)


def _upper_letter(number: int) -> str:
    if not 0 < number <= MAX_LETTERS:
        return str(number)
    return chr(ord("A") + (number - 1) % 26) * ((number - 1) // 26 + 1)


def _upper_roman(number: int) -> str:
    if not 0 < number <= MAX_ROMAN:
        return str(number)
    text = ""
    for value, sign in ROMAN:
        text += sign * (number // value)
        number %= value
    return text


def _row(first: str, size: int) -> Callable[[int], str]:
    """Numbers that stand in Unicode one after the other, up to ``size``."""
    return lambda n: chr(ord(first) + n - 1) if 0 < n <= size else str(n)


def _cycle(names: str) -> Callable[[int], str]:
    return lambda n: names[n - 1] if 0 < n <= len(names) else str(n)


FORMATS: dict[str, Callable[[int], str]] = {
    "decimalZero": lambda n: f"{n:02d}",
    "decimalFullWidth": lambda n: str(n).translate(FULL_WIDTH),
    "decimalFullWidth2": lambda n: str(n).translate(FULL_WIDTH),
    "decimalEnclosedCircle": _row("①", 20),
    "decimalEnclosedCircleChinese": _row("①", 20),
    "decimalEnclosedParen": _row("⑴", 20),
    "decimalEnclosedFullstop": _row("⒈", 20),
    "ideographEnclosedCircle": _row("㊀", 10),
    "numberInDash": lambda n: f"- {n} -",
    "upperLetter": _upper_letter,
    "lowerLetter": lambda n: _upper_letter(n).lower(),
    "upperRoman": _upper_roman,
    "lowerRoman": lambda n: _upper_roman(n).lower(),
    "chineseCounting": _up_to_ninety_nine,
    "taiwaneseCounting": _up_to_ninety_nine,
    "chineseCountingThousand": _counting,
    "taiwaneseCountingThousand": _counting,
    "japaneseCounting": _counting,
    "chineseLegalSimplified": _formal,
    "ideographLegalTraditional": _formal,
    "ideographDigital": _digital,
    "japaneseDigitalTenThousand": _digital,
    "taiwaneseDigital": _digital,
    "ideographTraditional": _cycle(STEMS),
    "ideographZodiac": _cycle(BRANCHES),
    "none": lambda n: "",
}
