"""Reads which years and which stage of the budget cycle a question means.

Nothing is guessed: 「今年」 needs ``latest``; 「这两年」 points back at the conversation and is
left to the caller. 「比上年」 is a comparison, no period; 〔2024〕8号 is the number of a paper.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Literal, NamedTuple

from corpus.figure import Basis
from corpus.numerals import decimal_of
from corpus.quantity import normalise
from corpus.vocabulary import rows_of

EARLIEST, LAST = 1978, 2049
DEFAULT_SPAN = 3  # 「近几年」 without a count
PLAN_YEARS = 5  # of a five-year plan


class Mention(NamedTuple):
    """A stretch of the question: the printed words and where they stand."""

    text: str
    start: int
    end: int


Kind = Literal["none", "one", "several", "range", "recent"]


@dataclass(frozen=True, slots=True)
class PeriodMatch:
    """The periods of a question.

    years: asked for, in the order named; a range is written out. base: the year that a relative
    word was counted from. against: what the years are compared with. sources: years of a paper
    that is only the ground of the reckoning (「按2026年的说明倒推…」). months: first, last.
    rest: the question with every period blanked out, same length.
    """

    years: tuple[int, ...]
    basis: Basis | None
    relative: tuple[str, ...]
    kind: Kind
    mentions: tuple[Mention, ...]
    rest: str
    bases: tuple[Basis, ...] = ()
    base: int | None = None
    against_previous: bool = False
    against: tuple[int, Basis | None] | None = None
    sources: tuple[int, ...] = ()
    months: tuple[int, int] | None = None
    count: int | None = None  # 近三年: 3; 这两年: 2


@dataclass(frozen=True, slots=True)
class _Year:
    value: int
    start: int
    end: int


DIGIT_YEAR = r"(?:19|20)\d\d"
WORD_YEAR = r"[一二][九〇零○0O][〇零○一二三四五六七八九]{2}"
AFTER_BARE = r"(?!\d|\.\d|,\d|\s*(?:[元万亿千百号%％人家件次个名台辆项户页条份]|平方米|余元|多元))"
LISTED = r"\s*(?:和|与|跟|及|、|到|至|[-—~～－])\s*"  # 「25和26年」, 「23-25年」
YEAR = re.compile(
    rf"(?<![\d.])(?P<full>{DIGIT_YEAR})(?:\s*(?:财政|会计)?年(?!以[上下内]|限)(?:度(?!假))?(?:[底末]|初(?![中等级创]))?|{AFTER_BARE})"
    rf"|(?<![\d.第近满])(?<!\d,)(?P<short>[12]\d)\s*年(?!以[上下内]|[来间内期满限]|多(?![少了花出])|的?时间)度?"
    rf"|(?<![\d.第近满])(?P<paired>[12]\d)(?={LISTED}[12]\d\s*年(?!以|[来间内期满限]))"
    rf"|(?P<words>{WORD_YEAR})\s*年度?"
)
NUMBERED = re.compile(r"[〔【\[［(（]\s*(?:19|20)\d\d\s*[〕】\]］)）]\s*(?:第|年)?\s*\d*\s*号?")
TITLED = re.compile(r"[\u4e00-\u9fff]{2,24}?表(?![彰明示演态决格])")  # behind its year
JOINED = re.compile(r"[和与跟及、到至比较较，,；;—~-]|分别|还是")
AS_OF_TITLE = re.compile(r"《[^《》]*截[至止][^《》]*》")  # 《基本情况表（截至2024年12月31日）》
CODE_YEAR = re.compile(r"(?<![\d-])\d[\d.,]*(?:\s*[-—~至到]\s*)\d[\d.,]*(?=\s*[元人家万亿%％])")
TO = r"\s*(?:年度?)?\s*(?:到|至|—+|–+|-+|~|～|－|──)\s*"
RECENT = re.compile(
    r"(?:最近|近|过去|前(?!一年)|历)\s*(?P<count>[一二两三四五六七八九十几]|\d{1,2})\s*个?年度?(?![前])"
)
SINCE = re.compile(r"\s*(?:以来|起(?![草付步])|开始|至今|到现在|到今天|到目前)")
AGAINST = r"(?:比|较|相比于?|对比|比起)\s?(?:于)?\s?"
BESIDE = "与跟和同"
WITH = rf"[{BESIDE}]\s?"
CARRIED = r"(?!度?末?(?:结[转余]|没花完|剩))"  # 上年结转 names money, not a year
PREVIOUS = rf"(?:上一?年度?|去年|前一年度?|上年同期|往年){CARRIED}"
COMPARED = re.compile(
    rf"{AGAINST}{PREVIOUS}|{WITH}{PREVIOUS}\s*(?:的?[\u4e00-\u9fff]{{0,6}}?)??(?:相?比|对比|相差|差|(?=一样|相同|一致|持平))"
    rf"|同比|较{PREVIOUS}|比前一年"
)
BEFORE_AGAINST = re.compile(rf"{AGAINST}$")
BEFORE_WITH = re.compile(rf"{WITH}$")
COMPARES_AFTER = re.compile(
    r"[^，,。？?；;]{0,12}(?:相比|比较|比(?=增|减|多|少|有|高|低|是|，|,|$))"
)
CLAUSE_END = re.compile(r"[，,。？?；;]|增|减|多|少|上升|下降")
SOURCE_BEFORE = re.compile(
    r"(?:^|[，,。；;\s])(?:请)?(?:按照?|根据|由|依据|照|从|用)[^，,。；;]{0,8}$"
)
SOURCE_AFTER = re.compile(
    r"的?(?:[\u4e00-\u9fff]{0,6}(?:说明|文件|公开|文本|材料)|增加额|减少额|增减额|[^，,。；;]{0,12}(?:推算|倒推|反推))"
)
MONTHS = re.compile(r"\s*(\d{1,2})\s*(?:月)?\s*(?:到|至|[-—~～－]+)\s*(\d{1,2})\s*月(?:份)?")
MONTH = re.compile(r"\s*(\d{1,2})\s*月(?:份)?(?:\s*\d{1,2}\s*日)?[底末初]?")


def periods_of(text: str, *, latest: int | None) -> PeriodMatch:
    """Read the periods of ``text``. latest: the newest fiscal year in question, if there is any.

    The text is read as it stands; full-width digits count.
    """
    plain = normalise(text)
    hidden = _blank(plain, [m.span() for m in _not_periods(plain)])
    found = list(_years(hidden))
    compared = [_with_stage(plain, match) for match in COMPARED.finditer(hidden)]
    free = _blank(hidden, [(m.start, m.end) for m in compared])
    closed = _blank(plain, [m.span() for m in COMPARED.finditer(hidden) if m[0][0] in BESIDE])
    against, asked = _split_against(closed, found)
    sources, asked = _split_sources(plain, asked)
    asked = _outside_titles(plain, asked)
    months, month_spans = _months(plain, found)
    recent = RECENT.search(_blank(free, _spans(found)))
    if recent is not None:
        free = _blank(free, [recent.span()])
    words = list(_words(free, "relative")) + list(_words(free, "those"))
    base = next(iter((*sources, *(y.value for y in asked))), latest)
    years, kind = _ask(plain, asked, base, latest=latest, words=words, recent=recent)
    plan = _plan_period().search(free) if not years else None
    if plan is not None:
        years, kind = _plan_years(plan["name"]), "range"
    bases = _asked_bases(_without_comparison(closed, found, compared))
    spans = [*month_spans, *([plan.span()] if plan else [])]
    mentions = _mentions(text, found, compared, spans, words, recent)
    return PeriodMatch(
        years=years,
        basis=bases[0] if bases else None,
        relative=tuple(m.text for m in words),
        kind=kind,
        mentions=mentions,
        rest=_blank(text, [(m.start, m.end) for m in mentions]),
        bases=bases,
        base=base if compared or any(True for _ in _words(free, "relative")) else None,
        against_previous=bool(compared),
        against=against,
        sources=tuple(sources),
        months=months,
        count=_count(recent, words),
    )


def _outside_titles(text: str, asked: list[_Year]) -> list[_Year]:
    """Return the years without those that open a title, 《2026年…表》, where others are asked."""
    free = [year for year in asked if not text.endswith("《", 0, year.start)] or asked
    return [y for y in free if not any(_is_of_table(text, one, y) for one in free)]


def _is_of_table(text: str, asked: _Year, year: _Year) -> bool:
    """Tell whether a year opens a table's title behind the year asked: 「2026年的2025年…表里」."""
    between = text[asked.end : year.start]
    return (
        asked.end <= year.start
        and asked.value != year.value
        and TITLED.match(text, year.end) is not None
        and not JOINED.search(between)
    )


def _not_periods(text: str) -> Iterator[re.Match[str]]:
    """Yield what only looks like a period; the date of a title is one where no other is said."""
    for match in AS_OF_TITLE.finditer(text):
        if YEAR.search(text[: match.start()] + text[match.end() :]):
            yield match
    yield from NUMBERED.finditer(text)
    yield from CODE_YEAR.finditer(text)
    yield from _pattern_of("not").finditer(text)


def _years(text: str) -> Iterator[_Year]:
    for match in YEAR.finditer(text):
        value = _value(match)
        if EARLIEST <= value <= LAST:
            yield _Year(value, *match.span())


def _value(match: re.Match[str]) -> int:
    if match["full"]:
        return int(match["full"])
    if match["short"] or match["paired"]:
        return 2000 + int(match["short"] or match["paired"])
    return int(decimal_of(re.sub("[〇○零0O]", "〇", match["words"])))


def _ask(
    text: str,
    asked: list[_Year],
    base: int | None,
    *,
    latest: int | None,
    words: list[Mention],
    recent: re.Match[str] | None,
) -> tuple[tuple[int, ...], Kind]:
    """Return the years asked for and how they were named."""
    shifts = {row[0]: [int(by) for by in row[2].split("|")] for row in _rows("relative")}
    moves = [by for m in words for by in shifts.get(m.text, ())]
    shifted = [base + by for by in moves if base is not None]
    if recent is not None:
        end = max((y.value for y in asked), default=latest)
        count = _count(recent, []) or DEFAULT_SPAN
        return (tuple(range(end - count + 1, end + 1)) if end else ()), "recent"
    if len(asked) == 1 and latest and SINCE.match(text, asked[0].end):
        return tuple(range(asked[0].value, max(latest, asked[0].value) + 1)), "range"
    if len(asked) == 2 and _is_range(text, *asked):
        return tuple(range(asked[0].value, asked[1].value + 1)), "range"
    years = _distinct([*_with_ranges(text, asked), *shifted])
    if shifted and len(asked) == 1 and _is_ground(text, asked[0]):
        years = _distinct(shifted)
    kinds: tuple[Kind, ...] = ("none", "one", "several")
    return years, kinds[min(len(years), 2)]


def _with_ranges(text: str, asked: list[_Year]) -> Iterator[int]:
    for i, year in enumerate(asked):
        if i and _is_range(text, asked[i - 1], year):
            yield from range(asked[i - 1].value + 1, year.value)
        yield year.value


def _is_range(text: str, first: _Year, second: _Year) -> bool:
    between = text[first.end : second.start]
    return first.value < second.value and bool(re.fullmatch(TO, between or " "))


def _is_ground(text: str, year: _Year) -> bool:
    """Tell whether the year only names what is reckoned from: 「由2026年预算推算，上一年度…」."""
    return bool(SOURCE_BEFORE.search(text[: year.start]))


def _split_against(
    text: str, found: list[_Year]
) -> tuple[tuple[int, Basis | None] | None, list[_Year]]:
    """Return what is compared with, and the years that are left."""
    if len(found) == 1 and not BEFORE_AGAINST.search(text[: found[0].start]):
        return None, found
    for year in found:
        after = text[year.end :]
        with_cue = BEFORE_WITH.search(text[: year.start]) and COMPARES_AFTER.match(after)
        if BEFORE_AGAINST.search(text[: year.start]) or (
            with_cue and year is found[-1] and not _listed(text, found)
        ):
            bases = _bases(CLAUSE_END.split(after)[0])
            rest = [other for other in found if other is not year]
            return (year.value, bases[0] if bases else None), rest
    return None, found


def _without_comparison(text: str, found: list[_Year], compared: list[Mention]) -> str:
    """Blank 「2024年预算执行数」 after 「比」: its stage is not the stage that is asked for."""
    for year in found:
        if BEFORE_AGAINST.search(text[: year.start]):
            clause = CLAUSE_END.split(text[year.end :])[0]
            text = _blank(text, [(year.end, year.end + len(clause))])
    return _blank(text, [(mention.start, mention.end) for mention in compared])


def _with_stage(text: str, compared: re.Match[str]) -> Mention:
    """Take the stage behind a comparison in: 「比上年执行数」 asks for no 执行数."""
    stage = _stage_pattern().match(text, compared.end())
    end = stage.end() if stage else compared.end()
    return Mention(text[compared.start() : end], compared.start(), end)


def _asked_bases(text: str) -> tuple[Basis, ...]:
    """Return the stages that are asked for: with 「比年初预算减少」 alone none is."""
    against = re.compile(f"{AGAINST}{_stage_pattern().pattern}")
    return _bases(text) if _bases(against.sub("", text)) else ()


@cache
def _plan_period() -> re.Pattern[str]:
    """Match 「十四五期间」: the plan alone is the name of a paper."""
    names = "|".join(re.escape(row[0]) for row in _rows("plan"))
    return re.compile(f'[“"]?(?P<name>{names})[”"]?(?:规划)?(?:期间|时期|这?五年)')


def _plan_years(name: str) -> tuple[int, ...]:
    first = next(int(row[2]) for row in _rows("plan") if row[0] == name)
    return tuple(range(first, first + PLAN_YEARS))


@cache
def _stage_pattern() -> re.Pattern[str]:
    return re.compile(f"的?(?:{_pattern_of('basis').pattern})")


def _listed(text: str, found: list[_Year]) -> bool:
    """Tell whether the last two years are one list: 「2024年和2025年相比」."""
    return len(found) > 1 and text[found[-2].end : found[-1].start].strip() in {
        "和",
        "与",
        "跟",
        "同",
    }


def _split_sources(text: str, asked: list[_Year]) -> tuple[list[int], list[_Year]]:
    """Part years that only name the paper at hand from those asked for; one has to be left."""
    sources = [
        year
        for year in asked
        if SOURCE_AFTER.match(text[year.end :])
        and (SOURCE_BEFORE.search(text[: year.start]) or "说明" in text[year.end : year.end + 8])
    ]
    rest = [year for year in asked if year not in sources]
    return ([y.value for y in sources], rest) if rest else ([], asked)


def _months(text: str, found: list[_Year]) -> tuple[tuple[int, int] | None, list[tuple[int, int]]]:
    for year in found:
        match = MONTHS.match(text, year.end) or MONTH.match(text, year.end)
        if match:
            numbers = [int(group) for group in match.groups()]
            if all(1 <= number <= 12 for number in numbers):
                return (numbers[0], numbers[-1]), [match.span()]
    return None, []


def follows(text: str) -> bool:
    """Tell whether a turn names a year by the one that the turn before spoke of: 「前一年呢」."""
    return any(True for _ in _words(normalise(text), "following"))


def _words(text: str, what: str) -> Iterator[Mention]:
    for match in _pattern_of(what).finditer(text):
        yield Mention(match.group(), *match.span())


@cache
def _pattern_of(*what: str) -> re.Pattern[str]:
    """Match the words of some kinds of rows, the longest first."""
    words = {row[0] for kind in what for row in _rows(kind)}
    return re.compile("|".join(map(re.escape, sorted(words, key=len, reverse=True))))


def _bases(text: str) -> tuple[Basis, ...]:
    """Return the stages that the text names, in order, without names of funds (一般公共预算)."""
    known = {row[0]: row[2] for row in (*_rows("basis"), *_rows("item"))}
    values = (known[match.group()] for match in _pattern_of("basis", "item").finditer(text))
    return tuple(dict.fromkeys(Basis(value) for value in values if value))


def _count(recent: re.Match[str] | None, words: Iterable[Mention]) -> int | None:
    if recent is not None:
        printed = recent["count"]
        return None if printed == "几" else int(decimal_of(printed))
    counts = {row[0]: row[2] for row in _rows("those")}
    named = [counts[m.text] for m in words if counts.get(m.text)]
    return int(named[0]) if named else None


def _mentions(
    text: str,
    found: list[_Year],
    compared: list[Mention],
    months: list[tuple[int, int]],
    words: list[Mention],
    recent: re.Match[str] | None,
) -> tuple[Mention, ...]:
    spans = [*_spans(found), *months, *((m.start, m.end) for m in (*compared, *words))]
    if recent is not None:
        spans.append(recent.span())
    return tuple(Mention(text[a:b], a, b) for a, b in sorted(set(spans)))


def _spans(found: Iterable[_Year]) -> list[tuple[int, int]]:
    return [(year.start, year.end) for year in found]


def _blank(text: str, spans: Iterable[tuple[int, int]]) -> str:
    for start, end in spans:
        text = text[:start] + " " * (end - start) + text[end:]
    return text


def _distinct(years: Iterable[int]) -> tuple[int, ...]:
    return tuple(dict.fromkeys(years))


@cache
def _rows(what: str) -> tuple[tuple[str, ...], ...]:
    return tuple(row for row in rows_of("period_words.tsv", columns=3) if row[1] == what)
