"""Shows a cell's number the way the sheet shows it, from the number and its format code.

A receipt quotes what a reader of the sheet sees: 0.0412 with ``0.00%`` is 「4.12%」. Numbers are
taken from doubles by their shortest decimal form, cut to the fifteen digits that office programs
keep, and rounded half up at the last shown digit; nothing is computed in binary.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, localcontext
from functools import cache, lru_cache
from math import isfinite

from corpus.readers.date_format import date_pieces, is_date, shown_date
from corpus.vocabulary import rows_of

MAX_DIGITS = 15  # significant digits that office programs keep
MOST_DIGITS = 320  # of the largest double, per cent
GENERAL_DIGITS = 10  # digits that General shows of a number with a fraction
PLAIN_FROM = Decimal("0.0001")  # General prints smaller numbers with an exponent
GENERAL = re.compile(r"general|G/通用格式", re.IGNORECASE)
CONDITION = re.compile(r"(<=|>=|<>|<|>|=)\s*(-?\d+(?:\.\d+)?)")
CURRENCY = re.compile(r"\$([^\-]*)(?:-[0-9A-Fa-f]+)?")
TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"?|[\\!](?P<escaped>.)|_(?P<space>.?)|\*(?P<fill>.)|\[(?P<bracket>[^\]]*)\]'
    r"|(?P<general>general|G/通用格式)|(?P<exponent>E[+\-])|(?P<digit>[0#?])"
    r"|(?P<point>\.)|(?P<comma>,)|(?P<percent>%)|(?P<text>@)|(?P<literal>.)",
    re.IGNORECASE | re.DOTALL,
)
LITERALS = frozenset({"quoted", "escaped", "literal", "percent"})


@dataclass(frozen=True, slots=True)
class Section:
    """One of up to four parts of a format code: its tokens and the numbers it is for."""

    code: str
    tokens: tuple[tuple[str, str], ...]  # (kind of TOKEN, its text)
    condition: tuple[str, Decimal] | None = None

    @property
    def is_general(self) -> bool:
        """General, text, and fractions (shown as decimals here) have no places for digits."""
        fraction = self.has("digit") and ("literal", "/") in self.tokens
        return fraction or not self.tokens or self.has("general") or self.has("text")

    def has(self, kind: str) -> bool:
        """Tell whether a kind of token occurs."""
        return any(token == kind for token, _ in self.tokens)


@cache
def builtin_formats() -> dict[int, str]:
    """Return the format codes that files name by their number only."""
    return {int(number): code for number, code in rows_of("cell_formats.tsv", columns=2)}


@lru_cache(maxsize=100_000)
def shown_number(value: float, code: str, *, from_1904: bool = False) -> str:
    """Return a number as a sheet shows it with a format code; "" when it is hidden (``;;;``).

    value: as stored; dates are days since 1900 (or 1904). Column widths are not considered.
    """
    if not isfinite(value):
        return str(value)
    number = exact(value)
    sections = _sections(code)
    section, signed = _section_for(number, sections)
    if not section.tokens and len(sections) > 1:
        return ""
    if is_date(section.code):
        return shown_date(number, date_pieces(section.code), from_1904=from_1904).strip()
    if section.is_general:
        return _around_general(section, number if signed else abs(number))
    return _filled(section, number, signed).strip()


@lru_cache(maxsize=100_000)
def shown_text(text: str, code: str) -> str:
    """Return a text as a sheet shows it: only a fourth section, or one with ``@``, changes it."""
    sections = _sections(code)
    section = sections[3] if len(sections) > 3 else sections[-1]
    if len(sections) > 3 and not section.tokens:
        return ""
    if not section.has("text"):
        return text
    return "".join(text if kind == "text" else _literal(kind, t) for kind, t in section.tokens)


def exact(value: float) -> Decimal:
    """Return a double as the decimal that office programs take it for: fifteen digits."""
    number = Decimal(repr(value))
    with localcontext() as context:
        context.prec, context.rounding = MAX_DIGITS, ROUND_HALF_UP
        return +number


@cache
def _sections(code: str) -> tuple[Section, ...]:
    parts: list[list[tuple[str, str]]] = [[]]
    codes = [""]
    for match in TOKEN.finditer(code):
        kind = str(match.lastgroup)
        if kind == "literal" and match[0] == ";":
            parts.append([])
            codes.append("")
            continue
        parts[-1].append((kind, match[kind]))
        codes[-1] += match[0]
    return tuple(_section(c, tokens) for c, tokens in zip(codes[:4], parts[:4], strict=True))


def _section(code: str, tokens: Sequence[tuple[str, str]]) -> Section:
    found = (CONDITION.fullmatch(text) for kind, text in tokens if kind == "bracket")
    match = next(filter(None, found), None)
    condition = (match[1], Decimal(match[2])) if match else None
    return Section(code, tuple(tokens), condition)


def _section_for(number: Decimal, sections: Sequence[Section]) -> tuple[Section, bool]:
    """Return (the section for a number, whether the number's own minus is printed)."""
    numeric = sections[:3]
    if any(section.condition for section in numeric[:2]):
        return _by_condition(number, numeric)
    if len(numeric) == 1 or number > 0 or (number == 0 and len(numeric) == 2):
        return numeric[0], True
    return (numeric[1], False) if number < 0 else (numeric[2], True)


def _by_condition(number: Decimal, sections: Sequence[Section]) -> tuple[Section, bool]:
    for section in sections:
        if section.condition is None or _holds(number, section.condition):
            alone = section.condition is not None and section.condition[0] in ("<", "<=")
            only_negative = alone and section.condition is not None and section.condition[1] <= 0
            return section, not only_negative
    return sections[-1], True


def _holds(number: Decimal, condition: tuple[str, Decimal]) -> bool:
    sign, limit = condition
    below, equal = number < limit, number == limit
    return {
        "<": below,
        "<=": below or equal,
        ">": not below and not equal,
        ">=": not below,
        "=": equal,
        "<>": not equal,
    }[sign]


def _around_general(section: Section, number: Decimal) -> str:
    if not section.has("general") and not section.has("text"):
        return _general(number)
    holders = ("general", "text")
    pieces = (_general(number) if k in holders else _literal(k, t) for k, t in section.tokens)
    return "".join(pieces).strip()


def _general(number: Decimal) -> str:
    """Whole numbers in full; fractions with ten digits at most, as wide cells show them."""
    if number == number.to_integral_value():
        return f"{number:f}".split(".")[0] if number else "0"
    if abs(number) < PLAIN_FROM and -int(number.as_tuple().exponent) >= GENERAL_DIGITS:
        mantissa, exponent = f"{number:.5E}".split("E")
        return f"{mantissa.rstrip('0').rstrip('.')}E{int(exponent):+03d}"
    places = max(GENERAL_DIGITS - max(number.adjusted() + 1, 1), 0)
    text = f"{_rounded(number, places):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _rounded(number: Decimal, places: int) -> Decimal:
    with localcontext() as context:
        context.prec = MOST_DIGITS + places
        return number.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def _literal(kind: str, text: str) -> str:
    if kind == "space":
        return " "
    if kind == "bracket" and (match := CURRENCY.fullmatch(text)):
        return match[1]
    return text if kind in LITERALS else ""


def _filled(section: Section, number: Decimal, signed: bool) -> str:
    """Put the digits of a number into a section's placeholders."""
    tokens = section.tokens
    places = [i for i, (kind, _) in enumerate(tokens) if kind == "digit"]
    if not places:
        sign = "-" if signed and number < 0 else ""
        return sign + "".join(_literal(kind, text) for kind, text in tokens)
    if section.has("exponent"):
        return _scientific(number, signed)
    point = next((i for i, (kind, _) in enumerate(tokens) if kind == "point"), len(tokens))
    whole = [i for i in places if i < point]
    fraction = [i for i in places if i > point]
    scaled = _scaled(number, tokens, whole, point, fraction)
    digits = f"{_rounded(abs(scaled), len(fraction)):f}"
    left, _, right = digits.partition(".")
    grouped = any(whole[0] < i < whole[-1] for i in _commas(tokens)) if whole else False
    texts = _left_of_point(tokens, whole, left.lstrip("0"), grouped)
    texts |= _right_of_point(tokens, fraction, right)
    if not whole:
        texts[point] = left.lstrip("0") + "."
    sign = "-" if signed and number < 0 else ""
    return sign + "".join(_shown(i, token, texts) for i, token in enumerate(tokens))


def _shown(i: int, token: tuple[str, str], texts: dict[int, str]) -> str:
    kind, text = token
    if i in texts:
        return texts[i]
    if kind == "point":
        return text
    return "%" if kind == "percent" else _literal(kind, text)


def _commas(tokens: Sequence[tuple[str, str]]) -> list[int]:
    return [i for i, (kind, _) in enumerate(tokens) if kind == "comma"]


def _scaled(
    number: Decimal,
    tokens: Sequence[tuple[str, str]],
    whole: Sequence[int],
    point: int,
    fraction: Sequence[int],
) -> Decimal:
    """Per cent signs multiply; commas behind the last digit divide by a thousand each."""
    percents = sum(kind == "percent" for kind, _ in tokens)
    ends = [end for end in (max(whole, default=-1), max(fraction, default=-1)) if end >= 0]
    commas = 0
    for end in ends:
        after = end + 1
        while after < len(tokens) and tokens[after][0] == "comma":
            commas, after = commas + 1, after + 1
    return number.scaleb(2 * percents - 3 * commas)


def _left_of_point(
    tokens: Sequence[tuple[str, str]], whole: Sequence[int], digits: str, grouped: bool
) -> dict[int, str]:
    """Digits go to the placeholders from the right; what is left over goes to the first."""
    texts: dict[int, str] = {}
    count = 0
    for n, i in enumerate(reversed(whole)):
        first = n == len(whole) - 1
        taken = digits if first else digits[-1:]
        digits = "" if first else digits[:-1]
        taken = taken or {"0": "0", "?": " "}.get(tokens[i][1], "")
        pieces: list[str] = []
        for digit in reversed(taken):
            if grouped and count and count % 3 == 0 and digit.isdigit():
                pieces.append(",")
            pieces.append(digit)
            count += 1
        texts[i] = "".join(reversed(pieces))
    return texts


def _right_of_point(
    tokens: Sequence[tuple[str, str]], fraction: Sequence[int], digits: str
) -> dict[int, str]:
    texts = dict(zip(fraction, digits, strict=True))
    for i in reversed(fraction):
        if texts[i] != "0" or tokens[i][1] == "0":
            break
        texts[i] = "" if tokens[i][1] == "#" else " "
    return texts


def _scientific(number: Decimal, signed: bool) -> str:
    mantissa, exponent = f"{number if signed else abs(number):.2E}".split("E")
    return f"{mantissa}E{int(exponent):+03d}"
