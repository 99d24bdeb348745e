"""Reads which numbers a question wants: dimension, unit, measure and the words of its clause.

The patterns are data (``question_asks.tsv``, ``implied_kinds.tsv``, ``limit_words.tsv``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from assistant.language.periods import periods_of
from assistant.question import Ask, Claim
from corpus.figure import Basis, Measure
from corpus.quantity import UnitKind, unit_named, units
from corpus.vocabulary import lines_of, rows_of

CLAUSE_ENDS = re.compile(r"[，,。；;？?！!\n]")
BLANK = "|"  # stands for words that were understood and taken out
TURN = "↕"  # stands for 「是增加还是减少」: a 「多少」 behind it is of the change
AGAIN = re.compile(r"[，,、？?\s]*(?:也?就?是|即|合|折合|换算成?)?[，,\s]*")
COPULAS = r"(?:是|为|有|要|要求)*\s*$"
TARGETS = "(?:目标|指标值|目标值)?"  # 「覆盖率目标值是」 is still a rate


@dataclass(frozen=True, slots=True)
class AskPattern:
    """One row of ``question_asks.tsv``."""

    kind: UnitKind | None
    unit: str
    measures: tuple[Measure, ...]
    pattern: re.Pattern[str]


Found = tuple[int, int, AskPattern, str]


@cache
def ask_patterns() -> tuple[AskPattern, ...]:
    """Return the patterns in the order in which they are tried."""
    return tuple(
        AskPattern(
            UnitKind(kind) if kind else None,
            unit,
            tuple(Measure(m) for m in measures.split("|") if m),
            re.compile(pattern),
        )
        for kind, unit, measures, pattern in rows_of("question_asks.tsv", columns=4)
    )


def asks_of(text: str, claims: Sequence[Claim] = ()) -> tuple[tuple[Ask, ...], str]:
    """Return the numbers that a text wants, in order, and the text without the asking words.

    A claim with a number asks for the number that decides it, where nothing else is asked.
    """
    taken = list(text)
    for claim in claims:
        _take(taken, *claim.span, TURN if claim.value is None else BLANK)
    found = _found(taken)
    taken = [BLANK if char == TURN else char for char in taken]
    found = [f for at, f in enumerate(found) if not at or not _repeats(found[at - 1], f, text)]
    if len(found) == 1 and text[found[0][0] : found[0][1]] == "呢":
        found, taken = [], list(text)  # 「那预算呢」 asks what the turn before asked
    found = found or [_to_decide(claim) for claim in claims if claim.value is not None]
    asks = tuple(
        Ask(
            words,
            row.kind or implied_kind(text[:start]),
            _unit(row, captured),
            row.measures,
            basis_of(words),
            limit=asks_limit(words),
        )
        for (start, _, row, captured), words in zip(
            found, _own_words("".join(taken), found), strict=True
        )
    )
    return asks, "".join(taken)


def _found(taken: list[str]) -> list[Found]:
    """Return the asking words by place; they are blanked out in ``taken``."""
    found: list[Found] = []
    for row in ask_patterns():
        for match in row.pattern.finditer("".join(taken)):
            captured = match[1] if row.pattern.groups and match[1] else ""
            found.append((match.start(), match.end(), row, captured))
            _take(taken, *match.span())
    return sorted(found, key=lambda f: f[0])


def _take(text: list[str], start: int, end: int, mark: str = BLANK) -> None:
    text[start:end] = mark * (end - start)


def _to_decide(claim: Claim) -> Found:
    """Return the ask for the number that decides a claim: of its dimension and measure."""
    unit = claim.unit if claim.kind is UnitKind.COUNT else ""
    return *claim.span, AskPattern(claim.kind, unit, claim.measures, re.compile("")), ""


def implied_kind(before: str) -> UnitKind | None:
    """Return the dimension that the noun before 「是多少」 implies: a 率 is a rate."""
    match = _implying().search(before)
    return _implied_kinds()[match[1]] if match else None


@cache
def _implied_kinds() -> dict[str, UnitKind]:
    return {noun: UnitKind(kind) for kind, noun in rows_of("implied_kinds.tsv", columns=2)}


@cache
def _implying() -> re.Pattern[str]:
    nouns = "|".join(map(re.escape, sorted(_implied_kinds(), key=len, reverse=True)))
    return re.compile(f"({nouns}){TARGETS}{COPULAS}")


def asks_limit(words: str) -> bool:
    """Tell whether an ask is after a threshold of a rule."""
    return any(word in words for word in lines_of("limit_words.tsv"))


def _repeats(before: Found, this: Found, text: str) -> bool:
    """Tell whether an ask says the one before again: 怎么扣……分, 「多少，是多少万元」."""
    between = text[before[1] : this[0]]
    one, other = before[2], this[2]
    is_money = {one.kind, other.kind} in ({UnitKind.MONEY}, {UnitKind.MONEY, None})
    if is_money and one.measures == other.measures and AGAIN.fullmatch(between):
        return True
    same = (one.kind, one.unit) == (other.kind, other.unit)
    return same and len(between) <= 2 and not re.search(r"[、，,和]", between)


def basis_of(words: str) -> Basis | None:
    """Return the basis that an ask's own words state, e.g. 决算."""
    return periods_of(words, latest=None).basis


def _unit(row: AskPattern, captured: str) -> str:
    spelling = captured if row.unit == r"\1" else row.unit
    return unit_named(spelling).base if spelling in units() else ""


def _own_words(text: str, found: Sequence[Found]) -> Iterator[str]:
    """Yield, for each ask, the stretch of text that belongs to it alone."""
    for number, (start, end, *_) in enumerate(found):
        before = found[number - 1][1] if number else 0
        stop = found[number + 1][0] if number + 1 < len(found) else len(text)
        left = max((m.end() for m in CLAUSE_ENDS.finditer(text, before, start)), default=before)
        closing = CLAUSE_ENDS.search(text, end, stop)
        right = closing.start() if closing else (stop if stop == len(text) else end)
        yield text[left:right]
