"""Words and history become a ``Question``: what is stated, what is inherited, what is wanted.

Nothing is guessed here: a slot that no words fill stays empty, and evidence decides later whether
the library leaves only one possibility. The words that questions use are data
(``question_words.tsv``, ``question_asks.tsv``, ``question_fillers.tsv``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from assistant.owners import OwnerBook, OwnerMatch
from assistant.periods import PeriodMatch, follows, periods_of
from assistant.question import Ask, Known, Operation, Question, Slot
from assistant.spelling import Speller
from corpus.figure import Basis, Measure
from corpus.quantity import UnitKind, unit_named, units
from corpus.vocabulary import lines_of, rows_of
from index.segment import words

CLAUSE_ENDS = re.compile(r"[，,。；;？?！!\n]")
BLANK = "|"  # stands for words that were understood and taken out


@dataclass(frozen=True, slots=True)
class Reader:
    """What the library contributes to understanding: its owners, names and latest year."""

    owners: OwnerBook
    speller: Speller
    latest: int | None


def understand(text: str, history: Sequence[str], reader: Reader) -> Question:
    """Return what ``text`` means after the earlier turns of ``history`` (oldest first)."""
    previous: Question | None = None
    for turn in history:
        previous = _read(turn, previous, reader)
    return _read(text, previous, reader)


def _read(text: str, previous: Question | None, reader: Reader) -> Question:
    corrected, notes = reader.speller.correct(text.strip())
    owners = _owners_in(corrected, reader.owners)
    periods = _targets(periods_of(owners.rest, latest=_latest(owners.rest, previous, reader)))
    asks, without_asks = asks_of(BOUND.sub(_spaces, periods.rest))
    operation, without_cue = operation_of(periods.rest, without_asks)
    question = Question(
        text=text,
        corrected=corrected,
        operation=operation,
        asks=asks,
        subject=_joined(content_of(without_cue), *_quoted_with_owner(corrected, owners)),
        inherited="",
        owners=owners,
        owner_slot=Slot(" ".join(m.text for m in owners.mentions), Known.STATED),
        periods=periods,
        period_slot=Slot(" ".join(m.text for m in periods.mentions), Known.STATED),
        notes=(*notes, *filter(None, [owners.note])),
        seen_years=periods.years,
    )
    return inherit(question, previous) if previous else question


def _latest(text: str, previous: Question | None, reader: Reader) -> int | None:
    """Return the year from which relative words count: of the turn before, else the newest."""
    if previous and previous.periods.years and follows(text):
        return max(previous.periods.years)
    return reader.latest


PARTICLES = re.compile(r"[呢吗吧啊呀？?！!。]+$")  # 「财政局呢」 names 财政局
BOUND = re.compile(
    r"(?:超过|高于|低于|不足|达到|少于|多于)了?[\d.,]+(?:万|亿)?(?:元|人|%)?了?(?=.{0,3}吗)"
)
BASIS_ONLY = re.compile(r"(?:年初|调整)?(?:预算|决算|执行)数?|实际")


def _owners_in(text: str, book: OwnerBook) -> OwnerMatch:
    """Resolve the owners of a text without its closing particles; ``rest`` keeps them."""
    match = book.resolve(PARTICLES.sub(_spaces, text))
    end = len(PARTICLES.sub("", text))
    return replace(match, rest=match.rest[:end] + text[end:])


def _spaces(match: re.Match[str]) -> str:
    return " " * len(match[0])


def _targets(periods: PeriodMatch) -> PeriodMatch:
    """Keep the year that 「上一年度」 points to, not the one that it is counted from."""
    if not periods.relative or periods.base is None or len(periods.years) != 2:
        return periods
    years = tuple(y for y in periods.years if y != periods.base)
    return replace(periods, years=years, kind="one") if len(years) == 1 else periods


QUOTED = re.compile(r"[“\"「『]([^”\"」』]{2,30})[”\"」』]")


def _quoted_with_owner(text: str, owners: OwnerMatch) -> Iterator[str]:
    """Yield quoted names that hold an owner's name: the owner is part of what is named."""
    for match in QUOTED.finditer(text):
        if any(match.start() < m.start < match.end() for m in owners.mentions):
            yield match[1]


def inherit(question: Question, previous: Question) -> Question:
    """Fill what a follow-up leaves out from the turn before it."""
    changes: dict[str, Any] = {"seen_years": (*previous.seen_years, *question.periods.years)}
    if question.owners.status == "none" and previous.owners.status != "none":
        changes["owners"] = previous.owners
        changes["owner_slot"] = replace(previous.owner_slot, known=Known.INHERITED)
    years = _inherited_years(question, previous)
    if not question.periods.bases and not question.asks and previous.periods.bases:
        basis, bases = previous.periods.basis, previous.periods.bases
        question = replace(question, periods=replace(question.periods, basis=basis, bases=bases))
    if years:
        basis = question.periods.basis or previous.periods.basis
        changes["periods"] = replace(
            question.periods, years=years, kind="several" if len(years) > 1 else "one", basis=basis
        )
        changes["period_slot"] = replace(previous.period_slot, known=Known.INHERITED)
    if BASIS_ONLY.fullmatch(question.subject):  # 「那预算呢」 asks for another basis only
        changes["subject"] = ""
    changes["inherited"] = _joined(previous.subject, previous.inherited)
    if not question.asks and question.operation is Operation.LOOKUP:
        changes["operation"] = previous.operation
        changes["asks"] = tuple(replace(a, words="") for a in previous.asks if not a.measures)
    return replace(question, **changes)


def _inherited_years(question: Question, previous: Question) -> tuple[int, ...]:
    """Return the years of earlier turns that this one means, () when it states its own."""
    if question.periods.years:
        return ()
    seen = tuple(dict.fromkeys(previous.seen_years))
    if question.periods.count:  # 这两年: the years spoken of last
        return seen[-question.periods.count :]
    if _is_change(question) and len(seen) > 1 and len(previous.periods.years) == 1:
        return seen[-2:]  # 「降了百分之几」 after two years: from the one to the other
    return previous.periods.years


def _is_change(question: Question) -> bool:
    """Tell whether a turn of its own asks only how much something changed."""
    changes = any({Measure.CHANGE, Measure.GROWTH} & set(ask.measures) for ask in question.asks)
    return changes and not question.subject and not question.periods.against_previous


def _joined(*texts: str) -> str:
    return BLANK.join(filter(None, texts))


# -- what is asked ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class AskPattern:
    """One row of ``question_asks.tsv``."""

    kind: UnitKind | None
    unit: str
    measures: tuple[Measure, ...]
    pattern: re.Pattern[str]


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


def asks_of(text: str) -> tuple[tuple[Ask, ...], str]:
    """Return the numbers that a text wants, in order, and the text without the asking words."""
    taken = list(text)
    found: list[Found] = []
    for row in ask_patterns():
        for match in row.pattern.finditer("".join(taken)):
            captured = match[1] if row.pattern.groups and match[1] else ""
            found.append((match.start(), match.end(), row, captured))
            taken[match.start() : match.end()] = BLANK * (match.end() - match.start())
    found.sort(key=lambda f: f[0])
    found = [f for at, f in enumerate(found) if not at or not _repeats(found[at - 1], f, text)]
    if len(found) == 1 and text[found[0][0] : found[0][1]] == "呢":
        found, taken = [], list(text)  # 「那预算呢」 asks what the turn before asked
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


MONEY_NAMES = re.compile(
    r"(?:经费|支出|收入|资金|补助|补贴|预算数?|决算数?|费用?|总额|金额|采购额)(?:是|为|有|要)*\s*$"
)
RATE_NAMES = re.compile(r"(?:率|比例|比重|占比)(?:目标|指标值|目标值|是|为|要|要求)*\s*$")


def implied_kind(before: str) -> UnitKind | None:
    """Return the dimension that the noun before 「是多少」 implies: a 率 is a rate."""
    if RATE_NAMES.search(before):
        return UnitKind.RATE
    return UnitKind.MONEY if MONEY_NAMES.search(before) else None


LIMITS = re.compile(r"上限|下限|限额|最高|最低|最多|最少|起付|封顶|门槛|不超过|至少|以上|以内")


def asks_limit(words: str) -> bool:
    """Tell whether an ask is after a threshold of a rule."""
    return bool(LIMITS.search(words))


Found = tuple[int, int, AskPattern, str]


def _repeats(before: Found, this: Found, text: str) -> bool:
    """Tell whether an ask says the one before again in the same clause: 怎么扣……分."""
    between = text[before[1] : this[0]]
    same = (before[2].kind, before[2].unit) == (this[2].kind, this[2].unit)
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


@cache
def operation_patterns() -> tuple[tuple[Operation, re.Pattern[str]], ...]:
    """Return the rows of ``question_words.tsv`` in order."""
    rows = rows_of("question_words.tsv", columns=2)
    return tuple((Operation(name), re.compile(pattern)) for name, pattern in rows)


def operation_of(text: str, without_asks: str) -> tuple[Operation, str]:
    """Return the operation that the words name, and ``without_asks`` without those words."""
    for operation, pattern in operation_patterns():
        match = pattern.search(text)
        if not match:
            continue
        kept = without_asks[: match.start()] + _cue_blanked(without_asks, match)
        return operation, kept + without_asks[match.end() :]
    return Operation.LOOKUP, without_asks


def _cue_blanked(text: str, match: re.Match[str]) -> str:
    """Blank a short cue; a long match spans content, which is kept."""
    words = text[match.start() : match.end()]
    return BLANK * len(words) if len(words) <= 6 else words


@cache
def fillers() -> frozenset[str]:
    """Return the words that name nothing."""
    return frozenset(lines_of("question_fillers.tsv"))


def content_of(text: str) -> str:
    """Return the words of a question that may name something in a document."""
    runs = (_named_words(run) for run in re.split(r"[|\s，。？?！!、；;：:]+", text))
    return re.sub(r"\|+", BLANK, BLANK.join(runs)).strip(BLANK)


def _named_words(run: str) -> str:
    return "".join(BLANK if word in fillers() else word for word in words(run))


def content_of_ask(ask: Ask) -> str:
    """Return the content of an ask's own words."""
    return content_of(ask.words)


__all__ = ["OwnerMatch", "Reader", "content_of", "content_of_ask", "understand"]
