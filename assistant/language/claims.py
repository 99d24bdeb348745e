"""Reads the statements that a question wants confirmed: 「是不是8万」, 「是减少了吗」.

A claim is read exactly, like any printed number. Only a number at the end of its clause, or one
that is bounded, is a claim: 「这三项一样吗」 claims nothing about three.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cache

from assistant.language.relations import bound_words
from assistant.question import Claim
from corpus.errors import UnreadableQuantity
from corpus.figure import Measure
from corpus.numerals import decimal_of
from corpus.quantity import UnitKind, unit_named, units
from corpus.vocabulary import rows_of

CLAUSE = re.compile(r"[^，,。；;？?！!\n]+[？?]?")
SCALES = {"万": Decimal(10**4), "亿": Decimal(10**8)}
SPOKEN_UNITS = {"块钱": "元", "块": "元", "个人": "人"}
COUNTED = frozenset(UnitKind) - {UnitKind.SCORE, UnitKind.STANDARD}
HAN = "零〇一二两三四五六七八九十百千"
WORDED = rf"[{HAN}]+(?:[万亿][{HAN}]+)*(?:点[{HAN}]+)?"
NUMBER = rf"(?<![\d.,第{HAN}])(?P<number>\d[\d,]*(?:\.\d+)?|{WORDED})"
PERCENT = rf"百分之(?P<percent>\d+(?:\.\d+)?|{WORDED})"
TENTHS = r"(?P<tenths>[一二两三四五六七八九1-9])成(?P<half>半)?"
COPULA = re.compile(
    r"(?:是不是|有没有|是否|有无|是|有|为|到|花|用|才|就|只|共|合计|总计|要|得|等于|占|占比)了?\s*$"
)
COUNTED_NOUN = re.compile(r"(?!了?吗|以[上下])[\u4e00-\u9fff]{1,6}?(?=[吗么吧]|对[吗不]|[？?]?$)")
CLOSES = re.compile(
    r"(?:左右|上下)?\s*了?\s*(?:吗|么|吧|不)?\s*(?:是吧|对吧|对吗|对不对|没错吧|是不是|是吗)?"
    r"[呢啊呀嘛哦]?[？?|\s]*$"
)


def claims_in(text: str, *, compared: bool) -> tuple[Claim, ...]:
    """Return the statements that a question wants confirmed, in order; () for none.

    text: the question with owners and years blanked out; spans count its characters.
    compared: whether it compares two years: 「多吗」 alone is no statement.
    """
    return tuple(
        claim
        for clause in CLAUSE.finditer(text)
        for claim in _claims(clause.group(), clause.start(), compared=compared)
    )


def _checks(clause: str) -> bool:
    end = clause.rstrip("？? ")
    rows = rows_of("check_words.tsv", columns=2)
    return any(end.endswith(word) if how else word in clause for word, how in rows)


def _claims(clause: str, offset: int, *, compared: bool) -> Iterator[Claim]:
    either = _either().search(clause)
    if either:
        yield Claim(either.group(), (offset + either.start(), offset + either.end()))
    if either or "还是" in clause or not _checks(clause):
        return
    numbers = list(_numbers(clause, offset))
    if numbers:
        yield from numbers
        return
    match = _direction_asked().search(clause)
    word = (match["last"] or match["first"]) if match else ""
    if match and (compared or word not in _only_compared()):
        span = (offset + match.start(), offset + match.end())
        yield Claim(word, span, direction=_directions()[word])


def _numbers(clause: str, offset: int) -> Iterator[Claim]:
    for match in _quantity().finditer(clause):
        read = _read(match)
        start, relation = _bound_before(clause, match.start())
        end, after = _bound_after(clause, match.end())
        direction = _direction_before(clause[:start])
        is_stated = relation or after or direction or COPULA.search(clause[:start])
        if read is None or not (is_stated or not start) or not _closes(clause, end, read[2]):
            continue
        value, unit, kind, half = read
        kind = kind or (UnitKind.MONEY if direction else None)
        yield Claim(
            clause[start:end].strip(),
            (offset + start, offset + end),
            relation=relation or after or "=",
            value=value,
            half=half,
            unit=unit,
            kind=kind,
            measures=_measures(clause[:start], direction, kind),
            direction=direction,
        )


def _closes(clause: str, end: int, kind: UnitKind | None) -> bool:
    """Tell whether a clause ends here; what is counted may follow: 「有3辆车吗」."""
    noun = COUNTED_NOUN.match(clause, end) if kind is UnitKind.COUNT else None
    return CLOSES.match(clause, noun.end() if noun else end) is not None


def _read(match: re.Match[str]) -> tuple[Decimal, str, UnitKind | None, Decimal] | None:
    """Return value, base unit, kind, and half of the last place that is stated."""
    if match["tenths"]:
        tenths = decimal_of(match["tenths"]) * 10 + (5 if match["half"] else 0)
        return tenths, "%", UnitKind.RATE, Decimal("0.5")
    try:
        value = decimal_of(match["percent"] or match["number"])
    except UnreadableQuantity:
        return None
    factor, unit, kind = _unit(match)
    if not unit and factor == 1:
        return None
    exact = value if match["percent"] or match["number"][0].isdigit() else value.normalize()
    exponent = exact.as_tuple().exponent
    half = Decimal(5).scaleb((exponent if isinstance(exponent, int) else 0) - 1)
    return value * factor, unit, kind, half * factor


def _unit(match: re.Match[str]) -> tuple[Decimal, str, UnitKind | None]:
    """Return factor, base unit and kind; 「8万」 has no unit of its own."""
    if match["percent"]:
        return Decimal(1), "%", UnitKind.RATE
    factor = SCALES.get(match["scale"] or "", Decimal(1))
    spelling = match["unit"] or ""
    if not spelling:
        return factor, "", None
    unit = unit_named(SPOKEN_UNITS.get(spelling, spelling))
    return factor * unit.factor, unit.base, unit.kind


def _bound_before(clause: str, start: int) -> tuple[int, str]:
    before = clause[:start].rstrip()
    for word, relation in bound_words("before").items():
        at = len(before.removesuffix("了")) - len(word)
        if before.removesuffix("了").endswith(word) and not _is_asked_bound(before, at):
            return at, relation
    return start, ""


def _is_asked_bound(before: str, at: int) -> bool:
    """Tell whether 没有 belongs to 有没有: 「有没有超过」 bounds with 超过."""
    return before.startswith("没有", at) and before[:at].endswith("有")


def _bound_after(clause: str, end: int) -> tuple[int, str]:
    for word, relation in bound_words("after").items():
        if clause.startswith(word, end):
            return end + len(word), relation
    return end, ""


def _measures(before: str, direction: str, kind: UnitKind | None) -> tuple[Measure, ...]:
    if direction:
        return (Measure.GROWTH,) if kind is UnitKind.RATE else (Measure.CHANGE,)
    return (Measure.SHARE,) if kind is UnitKind.RATE and "占" in before else ()


def _direction_before(before: str) -> str:
    match = re.search(rf"(?P<word>{_direction_words()})(?:了|幅度?)?\s*$", before)
    return _directions()[match["word"]] if match else ""


@cache
def _quantity() -> re.Pattern[str]:
    names = {name for name, unit in units().items() if unit.kind in COUNTED} | set(SPOKEN_UNITS)
    spelt = "|".join(map(re.escape, sorted(names, key=len, reverse=True)))
    plain = rf"{NUMBER}\s*(?P<scale>[万亿])?\s*(?P<unit>{spelt})?(?![\d{HAN}])"
    return re.compile(f"{PERCENT}|{TENTHS}|{plain}")


@cache
def _directions() -> dict[str, str]:
    rows = rows_of("claimed_directions.tsv", columns=3)
    return {word: row[0] for row in rows for words in row[1:] for word in words.split("|")}


@cache
def _only_compared() -> frozenset[str]:
    rows = rows_of("claimed_directions.tsv", columns=3)
    return frozenset(word for _, _, words in rows for word in words.split("|"))


@cache
def _direction_words() -> str:
    return "|".join(map(re.escape, sorted(_directions(), key=len, reverse=True)))


@cache
def _either() -> re.Pattern[str]:
    """Match 「是增加还是减少」 and 「是增是减」: it states no direction and asks for one."""
    words = _direction_words()
    return re.compile(f"(?:{words})了?还是(?:{words})了?|是[增升涨多]是[减降跌少]")


@cache
def _direction_asked() -> re.Pattern[str]:
    """Match 「减少了吗」, 「有没有减少」, 「是不是涨了」."""
    words = _direction_words()
    last = rf"(?P<last>{words})了?\s*(?:吗|么|吧|没有|没|对吗|对吧|是吧)"
    return re.compile(
        rf"{last}(?=[？?|\s]*$)|(?:是不是|有没有|是否|有无)[是在]?\s*(?P<first>{words})了?(?=[？?\s]*$)"
    )
