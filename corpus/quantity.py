"""Reads printed Chinese amounts exactly. float is never used: 1.87 must stay 1.87.

A ``Quantity`` keeps what was printed beside what it means. Whatever has no exact reading
(「5-10万元」, 「85.5 0」, 「3万余」) raises ``UnreadableQuantity``: a plausible wrong number is the
worst outcome.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import cache

from corpus.errors import BadVocabulary, UnreadableQuantity
from corpus.numerals import LARGE, SMALL, decimal_of, is_numeral
from corpus.vocabulary import lines_of, rows_of

DIGITS = re.compile(r"[+-]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?")


class UnitKind(StrEnum):
    """The dimension of a unit; numbers of different kinds are never compared."""

    MONEY = "money"
    RATE = "rate"
    SCORE = "score"
    STANDARD = "standard"
    COUNT = "count"
    RATIO = "ratio"
    TIME = "time"
    AREA = "area"
    LENGTH = "length"
    MASS = "mass"


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of ``units.tsv``: ``factor`` turns a value into ``base`` (元 for all money)."""

    name: str
    kind: UnitKind
    base: str
    factor: Decimal


@cache
def units() -> dict[str, Unit]:
    """Return every unit by its name and by each of its aliases."""
    known: dict[str, Unit] = {}
    for row in rows_of("units.tsv", columns=5):
        name, kind, base, factor, aliases = row
        try:
            unit = Unit(name, UnitKind(kind), base, Decimal(factor))
        except (ValueError, ArithmeticError) as wrong:
            raise BadVocabulary(f"units.tsv：无法理解的单位行 {row}") from wrong
        for spelling in (name, *filter(None, aliases.split("|"))):
            known[spelling] = unit
    return known


def unit_named(text: str) -> Unit:
    """Return the unit spelt ``text`` (spaces ignored) or raise ``UnreadableQuantity``.

    A rate of pay is money per something: any money unit followed by words of per_words.tsv.
    """
    spelling = re.sub(r"\s+", "", text)
    unit = units().get(spelling) or _rate_of_pay(spelling)
    if unit is None:
        raise UnreadableQuantity(f"不认识的单位「{text}」（corpus/data/units.tsv 中没有）")
    return unit


def counted(word: str) -> Unit | None:
    """Return a unit of count called ``word``, None for words that name no piece."""
    match = PIECE.fullmatch(re.sub(r"\s", "", word))
    if match is None:
        return None
    return Unit(match[0], UnitKind.COUNT, match[2], Decimal(10_000 if match[1] else 1))


def kept_unit(name: str) -> Unit:
    """Return the unit of a stored quantity: one that is known, or else one of pieces.

    Tables of targets count in units that no list has (册次, 页); raises ``UnreadableQuantity``.
    """
    known = units().get(name) or _rate_of_pay(name) or counted(name)
    return known or unit_named(name)


PIECE = re.compile(r"(万?)((?![万亿千百元])[\u4e00-\u9fff]{1,3}(?<![前后底内上下右余多]))")
PER = re.compile(r"[/／·.]")


@cache
def _rate_of_pay(spelling: str) -> Unit | None:
    money, *per = PER.split(spelling)
    unit = units().get(money)
    if unit is None or unit.kind is not UnitKind.MONEY or not per:
        return None
    if not all(word in lines_of("per_words.tsv") for word in per):
        return None
    return Unit(
        "/".join((unit.name, *per)), UnitKind.STANDARD, "/".join((unit.base, *per)), unit.factor
    )


@dataclass(frozen=True, slots=True)
class Quantity:
    """A value in the unit it was printed with.

    value: as printed, in ``unit``, not in yuan. printed: verbatim. comparator: one of
    ``≥ ≤ = > <`` for targets, else "".
    """

    value: Decimal
    unit: Unit
    printed: str
    comparator: str = ""

    @property
    def in_base(self) -> Decimal:
        """The value in the unit's base (元 for money, 人 for 万人), exact."""
        return self.value * self.unit.factor

    @property
    def in_yuan(self) -> Decimal:
        """The value in 元; raises ``UnreadableQuantity`` when this is not money."""
        if self.unit.kind is not UnitKind.MONEY:
            raise UnreadableQuantity(f"「{self.printed}」的单位是{self.unit.name}，不是金额")
        return self.in_base

    @property
    def half_unit(self) -> Decimal:
        """Half of the last printed place, in the base unit: what rounding may hide."""
        exponent = self.value.as_tuple().exponent
        places = exponent if isinstance(exponent, int) else 0
        return Decimal(5).scaleb(places - 1) * self.unit.factor

    def agrees_with(self, other: Quantity) -> bool:
        """Tell whether both may be one figure: within half a unit of the coarser print."""
        if self.unit.base != other.unit.base:
            return False
        return abs(self.in_base - other.in_base) <= max(self.half_unit, other.half_unit)


def parse_quantity(text: str, unit: Unit | None = None) -> Quantity:
    """Read a whole printed quantity: "2,995.39万元", "≥95%", "二十万元", or "0.20" with ``unit``.

    Nothing may be left over; ranges, approximations and damaged numbers raise
    ``UnreadableQuantity``.
    """
    squeezed = normalise(text).strip()
    comparator, rest = split_comparator(squeezed)
    number, spelling = split_unit(_unbracketed(rest))
    if spelling:
        unit = unit_named(spelling)
    if unit is None:
        raise UnreadableQuantity(f"「{text}」没有单位，无法确定数值的含义")
    return Quantity(decimal_of(number), unit, text.strip(), comparator)


BRACKETED = re.compile(r"(?<=\d)\s*[（(]\s*([^（）()\d]+?)\s*[）)]$")


def _unbracketed(text: str) -> str:
    """「80.00(%)」 is 80.00%: forms print a number's unit in brackets behind it."""
    match = BRACKETED.search(text)
    return text[: match.start()] + match[1] if match and match[1] in units() else text


FULL_WIDTH = str.maketrans("０１２３４５６７８９．，％＋－＝＜＞—–−", "0123456789.,%+-=<>---")


def normalise(text: str) -> str:
    """Map full-width digits, points and signs to ASCII; lengths are kept."""
    return text.translate(FULL_WIDTH)


COMPARATORS = {">=": "≥", "≥": "≥", "≧": "≥", "<=": "≤", "≤": "≤", "≦": "≤"}
COMPARATORS |= {"=": "=", ">": ">", "<": "<", "不低于": "≥", "不少于": "≥", "不超过": "≤"}
COMPARATORS |= {"不高于": "≤", "不多于": "≤", "大于等于": "≥", "小于等于": "≤"}
COMPARATOR = re.compile(
    r"\s*(>\s*=|<\s*=|[≥≧≤≦=><]|不低于|不少于|不超过|不高于|不多于|大于等于|小于等于)"
)


def split_comparator(text: str) -> tuple[str, str]:
    """Return (normal form of a leading comparator or "", the rest)."""
    match = COMPARATOR.match(text)
    if not match:
        return "", text
    return COMPARATORS[re.sub(r"\s+", "", match[1])], text[match.end() :].strip()


def split_unit(text: str) -> tuple[str, str]:
    """Return (number text, unit text or "") by the longest unit that ends the text.

    A unit may not take 万 or 千 away from a compound numeral: 12万3千元 is 12万3千 in 元.
    """
    squeezed = re.sub(r"\s+", "", text) if _only_unit_is_apart(text) else text
    for length in range(min(LONGEST_UNIT, len(squeezed) - 1), 0, -1):
        number, spelling = squeezed[:-length].strip(), squeezed[-length:]
        if _is_unit(spelling) and not _steals(number, spelling):
            return number, spelling
    return squeezed.strip(), ""


LONGEST_UNIT = 12


def _is_unit(spelling: str) -> bool:
    return spelling in units() or (
        "/" in PER.sub("/", spelling) and _rate_of_pay(spelling) is not None
    )


def _steals(number: str, spelling: str) -> bool:
    """Tell whether the unit's multiplier belongs to the numeral before it."""
    if spelling[0] not in SMALL and spelling[0] not in LARGE:
        return False
    return any(c in LARGE for c in number) or not is_numeral(number)


def _only_unit_is_apart(text: str) -> bool:
    """Spaces may part number and unit, never digits from digits."""
    return not re.search(r"[\d.,]\s+[\d.,]", text)
