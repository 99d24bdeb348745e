"""Recognises heading lines by their numbering, in all the spellings that documents use."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from corpus.cells import clean
from corpus.numerals import decimal_of
from corpus.quantity import UnitKind, normalise, units
from corpus.vocabulary import lines_of

CHINESE = r"[一二三四五六七八九十百零〇]{1,4}"
LIST_MARK = re.compile(r"^(?:[-*•·]\s+)+")
MARKDOWN = re.compile(r"^(#{1,6})\s+")
PART, SERIES, CLAUSE, BRACKET, POINT, SUBPOINT, CIRCLE = range(1, 8)
DECIMAL = re.compile(r"(\d{1,2}(?:[.．]\d{1,2}){1,3})(?![\d.．,，%％])(\s*[、.．]?\s*)(?=\S)")
FORMS = (
    (
        PART,
        re.compile(
            rf"[【\[〔〖]?\s*第\s*({CHINESE}|\d+)\s*(?:部分|章|篇|编)\s*[】\]〕〗]?\s*[:：、.]?\s*"
        ),
    ),
    (CLAUSE, re.compile(rf"({CHINESE})\s*[、．.,，:：]\s*")),
    (BRACKET, re.compile(rf"[（(]\s*({CHINESE})\s*[）)]\s*[、.．]?\s*")),
    (POINT, re.compile(r"(\d{1,2})\s*(?:[、．，]|\.(?!\d))\s*")),
    (SUBPOINT, re.compile(r"[（(]\s*(\d{1,2})\s*[）)]\s*[、.．]?\s*")),
    (CIRCLE, re.compile(r"([①-⑳])\s*")),
)
SERIES_FORM = re.compile(rf"(\S.{{1,19}}?)\s*([（(]\s*(?:{CHINESE}|\d{{1,2}})\s*[）)])")
SENTENCE_END = ("。", "；", ";", "，", ",", "、")
LEAD = re.compile(r"([^\d。：:，,；;、（(]{2,20}(?:[（(][^）)\d]{1,8}[）)])?)([。：:])(?=\S)")
WORD = re.compile(r"[A-Za-z一-鿿]")
HAN = re.compile(r"[一-鿿]")
OPENING = re.compile(r"[^\d。：:，,；;、（(]{2,20}")
MONEY = re.compile(r"\d\s*(?:[千百]?万|亿)?元|\d\s*[%％]")
TABLE_LINE = "\ufffc" * 100  # stands for a table among lines: longer than any title
MAX_TITLE, MAX_SENTENCE_TITLE = 60, 32  # characters


@dataclass(frozen=True, slots=True)
class Mark:
    """A line's numbering. rank: 1 第一部分 … 7 ①, 0 none; value: the number itself.

    runs_in: the title only opens its line, and the text goes on behind it.
    """

    rank: int
    number: str = ""  # as printed
    title: str = ""
    value: int = 0
    runs_in: bool = False
    lines: int = 1  # over which the title is printed

    @property
    def chapters(self) -> tuple[int, ...]:
        """The numbers of a decimal heading, (3, 1) for 「3.1」; () for every other form."""
        match = DECIMAL.match(f"{self.number} .")
        return tuple(map(int, re.split(r"[.．]", match[1]))) if match else ()


@cache
def standard_headings() -> frozenset[str]:
    """Return the headings that stand without a number."""
    return frozenset(lines_of("headings.tsv"))


def mark_of(line: str) -> Mark:
    """Return the numbering of one line; rank 0 when it carries none."""
    text = LIST_MARK.sub("", MARKDOWN.sub("", line.strip())).replace("**", "")
    is_titled = WORD.search(text) is not None
    if (match := DECIMAL.match(text)) and is_titled and not _counts(text, match):
        title = clean(text[match.end() :])
        last = int(re.split(r"[.．]", match[1])[-1])
        return Mark(CLAUSE, match[1], title, last)
    for rank, form in FORMS:
        if match := form.match(text):
            title = clean(text[match.end() :])
            return Mark(rank, match[0].strip(), title, _value(match[1]))
    plain = re.sub(r"\s", "", text).rstrip(":：")
    if plain in standard_headings():
        return Mark(CLAUSE, "", plain)
    return Mark(0, "", clean(text))


def _counts(text: str, match: re.Match[str]) -> bool:
    """「1.5万元」 is an amount: a unit that takes decimals stands right behind the number."""
    if match[2]:
        return not match[2].strip() and _is_sum(text[match.end() :])
    measured = (name for name, unit in units().items() if unit.kind is not UnitKind.COUNT)
    return text[match.end() :].startswith((*measured, "万", "亿"))


def _is_sum(rest: str) -> bool:
    """Tell whether a unit of money or a share stands alone: 「2.35 万元，增长…」."""
    kinds = (UnitKind.MONEY, UnitKind.RATE)
    names = (name for name, unit in units().items() if unit.kind in kinds)
    return any(rest.startswith(n) and not HAN.match(rest[len(n) :]) for n in names)


def _value(number: str) -> int:
    if "①" <= number <= "⑳":
        return ord(number) - ord("①") + 1
    return int(decimal_of(number)) if number not in "百零〇" else 0


def numbering_of(lines: Sequence[str]) -> list[Mark]:
    """Return the numbering of every line, with that of series."""
    marks = [mark_of(line) for line in lines]
    _mark_series(lines, marks)
    return marks


def marks_of(lines: Sequence[str], marks: list[Mark] | None = None) -> list[Mark]:
    """Return the heading mark of every line, rank 0 for prose; neighbours settle doubts.

    ``marks``: the numbering of the lines where more than it is known already.
    """
    marks = numbering_of(lines) if marks is None else list(marks)
    _lift_misprints(marks)
    _nest_decimals(marks)
    headings = [_is_heading(i, lines, marks) for i in range(len(lines))]
    found = [m if yes else _run_in(m) for m, yes in zip(marks, headings, strict=True)]
    return _with_siblings(marks, found)


def _with_siblings(marks: Sequence[Mark], found: list[Mark]) -> list[Mark]:
    """「（2）实施单位：…」 right after the section 「（1）立项依据：…」 is one like it."""
    before: Mark | None = None
    for i, mark in enumerate(marks):
        lead = LEAD.match(mark.title)
        follows = before is not None and (mark.rank, mark.value) == (before.rank, before.value + 1)
        if lead and follows and not found[i].rank:
            found[i] = replace(mark, title=lead[1], runs_in=True)
        if mark.rank:
            before = found[i] if found[i].runs_in else None
    return found


def _run_in(mark: Mark) -> Mark:
    """「（一）总体情况。2026年…」 opens a section in the line that states its first facts."""
    lead = LEAD.match(mark.title)
    told = lead is not None and lead[1] in standard_headings()
    stops = lead is not None and lead[2] == "。" and mark.rank == BRACKET
    opening = lead or (OPENING.match(mark.title) if mark.chapters else None)
    if not mark.rank or opening is None or not (told or stops or mark.chapters):
        return Mark(0, "", mark.title)
    title = lead[1] if lead else opening[0].strip()
    return Mark(mark.rank, mark.number, title, mark.value, runs_in=True)


def _nest_decimals(marks: list[Mark]) -> None:
    """「3.1」 stands below 第三章, 三、 or 3., whichever is open; 「3.1.2」 one level deeper."""
    opened: dict[int, int] = {}  # rank to number
    for i, mark in enumerate(marks):
        if chapters := mark.chapters:
            above = [r for r, value in opened.items() if value == chapters[0]]
            rank = (CLAUSE if max(above) == PART else max(above) + 1) if above else CLAUSE
            marks[i] = replace(mark, rank=min(rank + len(chapters) - 2, CIRCLE))
        elif mark.rank in (PART, CLAUSE, POINT) and mark.number:
            opened = {r: v for r, v in opened.items() if r < mark.rank} | {mark.rank: mark.value}


def _mark_series(lines: Sequence[str], marks: list[Mark]) -> None:
    """「重点项目（一）」 and 「重点项目（二）」 number one series: its stem occurs twice."""
    found = [(i, SERIES_FORM.fullmatch(line.strip())) for i, line in enumerate(lines)]
    stems = Counter(match[1] for i, match in found if match and not marks[i].rank)
    for i, match in found:
        if match and not marks[i].rank and stems[match[1]] > 1:
            marks[i] = Mark(SERIES, match[2], clean(lines[i]))


def _lift_misprints(marks: list[Mark]) -> None:
    """「三、」「4、」「六、」: a 4 that continues the 三 is one of its neighbours."""
    clause = point = 0
    for i, mark in enumerate(marks):
        if mark.rank < CLAUSE and mark.rank:
            clause = point = 0
        elif mark.rank == CLAUSE and mark.value:
            clause, point = mark.value, 0
        elif mark.rank == POINT and _continues_clause(marks, i, clause, point):
            marks[i] = Mark(CLAUSE, mark.number, mark.title, mark.value)
            clause, point = mark.value, 0
        elif mark.rank == POINT:
            point = mark.value
        elif mark.rank == BRACKET:
            point = 0


def _continues_clause(marks: list[Mark], i: int, clause: int, point: int) -> bool:
    value = marks[i].value
    if not clause or value != clause + 1 or value == point + 1:
        return False
    later = (m.value for m in marks[i + 1 :] if m.rank == CLAUSE and m.value)
    return next(later, value + 1) > value


def _is_heading(i: int, lines: Sequence[str], marks: Sequence[Mark]) -> bool:
    mark, line = marks[i], lines[i].strip()
    if not line:
        return False
    if MARKDOWN.match(line):
        return len(line) <= MAX_TITLE
    if not mark.rank or not mark.title or len(mark.title) > MAX_TITLE:
        return mark.rank == PART and not mark.title
    if mark.rank <= SERIES or not mark.number:
        return True
    if MONEY.search(normalise(mark.title)):
        return False
    if not mark.title.endswith(SENTENCE_END) and "。" not in mark.title:
        return mark.rank <= BRACKET or _has_body(i, lines, marks)
    return _is_sentence_title(mark) and _has_body(i, lines, marks)


def _is_sentence_title(mark: Mark) -> bool:
    title = mark.title
    return title.endswith("。") and len(title) <= MAX_SENTENCE_TITLE and title.count("。") == 1


def _has_body(i: int, lines: Sequence[str], marks: Sequence[Mark]) -> bool:
    """A short numbered line is a title when unnumbered text, longer than itself, follows."""
    following = next((j for j in range(i + 1, len(lines)) if lines[j].strip()), None)
    if following is None:
        return False
    deeper = marks[following].rank > marks[i].rank
    longer = len(lines[following].strip()) > len(lines[i].strip())
    return deeper or (not marks[following].rank and longer)
