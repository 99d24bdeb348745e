"""Cuts wording into words and slots: amounts, rates, numbers, dates, papers, items, the owner.

Two sections that differ only in their slots have the same words. Numbers keep what they are, so
that 1,000.00万元 and 1000万元 are told to be one number, and 5% and 5万元 are not.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from corpus.owner_names import owner_name
from corpus.printed_numbers import PrintedNumber, dates_in, numbers_in
from corpus.quantity import UnitKind, normalise
from corpus.vocabulary import rows_of
from index.segment import placed_words

MONEY, RATE, NUMBER, DATE, OWNER = "金额", "比率", "数字", "日期", "单位"
KINDS = {UnitKind.MONEY: MONEY, UnitKind.STANDARD: MONEY, UnitKind.RATE: RATE}
BARE = re.compile(r"\d[\d,]*(?:\.\d+)?\s*[%％]?")
BLANK = re.compile(r"\s+")
SHORTEST_CORE = 3  # characters of a body's name without its region that still name it


@dataclass(frozen=True, slots=True)
class Token:
    """A word, a slot or a mark at ``start:end``; the tokens of a text cover all of it.

    ``form`` is equal for words that are the same and for slots of one kind; "" for blanks and
    punctuation. ``slot``: its kind, "" for none. ``value``: what differences compare, "" as form.
    """

    start: int
    end: int
    form: str
    slot: str = ""
    value: str = ""


def tokens_of(text: str, owners: Iterable[str] = ()) -> tuple[Token, ...]:
    """Return the tokens of a text without gaps; ``owners`` are the bodies to be taken as slots."""
    return _cut(text, tuple(owners))


@lru_cache(maxsize=4096)
def _cut(text: str, owners: tuple[str, ...]) -> tuple[Token, ...]:
    found: list[Token] = []
    at = 0
    for slot in (*_slots(text, owners), Token(len(text), len(text), "")):
        found += _plain(text, at, slot.start)
        at = slot.end
        if slot.end > slot.start:
            found.append(slot)
    return tuple(found)


def _slots(text: str, owners: tuple[str, ...]) -> list[Token]:
    """Return the slots in order, none over another; what is found first wins."""
    taken: list[Token] = []
    covered = bytearray(len(text))
    for token in _candidates(text, owners):
        if not any(covered[token.start : token.end]):
            covered[token.start : token.end] = b"\x01" * (token.end - token.start)
            taken.append(token)
    return sorted(taken, key=lambda token: token.start)


def _candidates(text: str, owners: tuple[str, ...]) -> Iterator[Token]:
    for match in _owner_pattern(owners).finditer(text):
        yield _slot(match.start(), match.end(), OWNER, OWNER)
    for kind, pattern in _written_slots():
        for match in pattern.finditer(text):
            yield _slot(match.start(), match.end(), kind, BLANK.sub("", match[0]))
    for date in dates_in(text):
        yield _slot(date.start, date.end, DATE, BLANK.sub("", text[date.start : date.end]))
    for number in numbers_in(text):
        kind = KINDS.get(number.quantity.unit.kind, NUMBER)
        yield _slot(number.start, number.end, kind, _value(number))
    for match in BARE.finditer(normalise(text)):
        plain = match[0].replace(",", "").strip()
        kind = NUMBER if plain[-1].isdecimal() else RATE
        yield _slot(match.start(), match.start() + len(match[0].rstrip()), kind, plain)


def _slot(start: int, end: int, kind: str, value: str) -> Token:
    return Token(start, end, f"〈{kind}〉", kind, value)


def _value(number: PrintedNumber) -> str:
    quantity = number.quantity
    return f"{quantity.comparator}{format(quantity.in_base.normalize(), 'f')}{quantity.unit.base}"


@cache
def _written_slots() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((kind, re.compile(form)) for kind, form in rows_of("slot_forms.tsv", columns=2))


@lru_cache(maxsize=256)
def _owner_pattern(owners: tuple[str, ...]) -> re.Pattern[str]:
    full = sorted((name for name in set(owners) if name), key=lambda name: (-len(name), name))
    short = [name for owner in full for name in _short_names(owner)]
    spelled = [*map(re.escape, full), *(f"(?<![省市州县区]){re.escape(name)}" for name in short)]
    return re.compile("|".join([*spelled, _self_words()]))


def _short_names(owner: str) -> Iterator[str]:
    """Yield the name without its regions: what stands behind another region is another body."""
    parts = owner_name(owner, is_body=True)
    name = parts.core + parts.tail
    if len(parts.core) >= SHORTEST_CORE and name != owner and name in owner:
        yield name


@cache
def _self_words() -> str:
    before, after = rows_of("own_words.tsv", columns=2)[0]
    return f"(?:{before})(?:{after})"


def _plain(text: str, start: int, end: int) -> Iterator[Token]:
    """Yield the words of a stretch and what stands between them."""
    at = start
    for word, offset in placed_words(normalise(text[start:end])):
        place = start + offset
        if place > at:
            yield Token(at, place, "", value=BLANK.sub("", text[at:place]))
        yield Token(place, place + len(word), word, value=word)
        at = place + len(word)
    if end > at:
        yield Token(at, end, "", value=BLANK.sub("", text[at:end]))
