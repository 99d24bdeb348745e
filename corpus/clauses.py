"""Cuts prose into sentences and clauses, and finds what stands before and after each number.

All positions are code points of the given text; nothing here knows what a word means.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import pairwise

from corpus.printed_numbers import MASK, PrintedDate, PrintedNumber, dates_in, hidden, numbers_in
from corpus.prose_unchanged import unchanged_in

DATE_MARK = "\x01"  # where a date stood in a head: what follows it is the subject proper
SAME_YEAR = re.compile(r"\s*[（(][^（()）\d]{0,12}(?:上一?年|去年|下同|同期)[^（()）\d]{0,12}[）)]")
COMPARED = re.compile(r"(?:与|同|和|比|较|相比|对比)于?\s*$")
POSSESSIVE = re.compile(r"\s*的")
SENTENCE_END, SEGMENT_END, CLAUSE_END = "。！？!?", "；;", ",:："
ALIAS = re.compile(r"[（(](?:以下)?(?:简称|统称)[^（()）]*[）)]")
ASIDE = re.compile(r"^[（(][^（()）]*\d[^（()）]*[）)]")
LOOSE_NUMBER = re.compile(r"(?<!\S)(?:\d[\d.,]*)?\d(?=[ \t])")
LOOSE_WORDS = re.compile(r"(?<!\S)[一-鿿（）()]{2,}(?=[ \t])")
FLAT_WORDS = 4  # a sentence has fewer words with blanks around them
OPENING, CLOSING = "（(【[", "）)】]"


@dataclass(frozen=True, slots=True)
class Mention:
    """A number with its surroundings.

    ``head``: from the clause's start, or the number before, to the number, spaces taken out and
    every date one ``DATE_MARK`` (nothing, where it is compared with).
    ``tail``: from the number to the clause's end or the next number. ``clause`` starts at
    ``clause_start``; ``before`` is the text from the sentence's start to the head.
    """

    number: PrintedNumber
    head: str
    tail: str
    clause: str
    head_start: int
    clause_start: int
    clause_end: int
    segment: tuple[int, int]
    sentence: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Prose:
    """A passage with what was found in it; ``bare`` has titles, dates and numbers masked."""

    text: str
    bare: str
    numbers: tuple[PrintedNumber, ...]
    dates: tuple[PrintedDate, ...]

    def without_dates(self, start: int, end: int) -> str:
        """Return the text of a range with its dates taken out and spaces removed."""
        return self.marked(start, end).replace(DATE_MARK, "")

    def marked(self, start: int, end: int) -> str:
        """Return the text of a range, spaces removed, with a mark for every date."""
        kept, position = [], start
        for date in self.dates:
            if start <= date.start < end:
                kept.append(self.text[position : date.start])
                kept.append("" if COMPARED.search(self.text[: date.start]) else DATE_MARK)
                position = max(position, min(self._behind(date), end))
        kept.append(self.text[position:end])
        return re.sub(r"\s+", "", "".join(kept))

    def _behind(self, date: PrintedDate) -> int:
        """「比2023年度的」329万元: the 的 behind a year that is compared with goes with it."""
        said = POSSESSIVE.match(self.text, date.end)
        compared = said and COMPARED.search(self.text[: date.start])
        return said.end() if said and compared else date.end


def prose_of(text: str) -> Prose:
    """Return the passage ready for cutting."""
    numbers, bare = numbers_in(text), hidden(text)
    for number in numbers:
        bare = bare[: number.start] + MASK * (number.end - number.start) + bare[number.end :]
    bare = re.sub(r"(?<=\d)[,:.](?=\d)|[。；;](?=\s*[）)])", MASK, bare)
    dates = tuple(_with_remark(date, text) for date in dates_in(text))
    same = unchanged_in(text, bare, numbers, dates)
    return Prose(text, bare, tuple(sorted([*numbers, *same], key=lambda n: n.start)), dates)


def _with_remark(date: PrintedDate, text: str) -> PrintedDate:
    """「2025年（上一年度，下同）」 is one date."""
    remark = SAME_YEAR.match(text, date.end)
    return replace(date, end=remark.end()) if remark else date


def mentions_in(prose: Prose) -> list[Mention]:
    """Return every number of a passage with its surroundings, in printed order."""
    return [_mention(prose, number) for number in prose.numbers]


def is_flattened(mention: Mention, prose: Prose) -> bool:
    """Tell whether a number stands behind the cells of a table that became one line of text."""
    said = prose.bare[mention.head_start : mention.number.start]
    return len(LOOSE_NUMBER.findall(said)) > 1 or len(LOOSE_WORDS.findall(said)) >= FLAT_WORDS


def pieces(prose: Prose, ends: str, start: int, end: int) -> list[tuple[int, int]]:
    """Return the ranges between ``start`` and ``end`` that stop after one of ``ends``."""
    cuts = [i + 1 for i in range(start, end) if prose.bare[i] in ends]
    edges = [start, *cuts, end]
    return [(a, b) for a, b in pairwise(edges) if prose.text[a:b].strip()]


def around(prose: Prose, position: int, ends: str) -> tuple[int, int]:
    """Return the piece that holds ``position``, its ending mark included."""
    start = position
    while start > 0 and prose.bare[start - 1] not in ends:
        start -= 1
    end = position
    while end < len(prose.bare) and prose.bare[end] not in ends:
        end += 1
    return start, min(end + 1, len(prose.bare))


def _mention(prose: Prose, number: PrintedNumber) -> Mention:
    clause_start = _clause_start(prose.bare, number.start)
    clause_end = _clause_end(prose.bare, number.end)
    earlier = [n.end for n in prose.numbers if clause_start < n.end <= number.start]
    later = [n.start for n in prose.numbers if number.end <= n.start < clause_end]
    head_start = max(
        [clause_start, *(e for e in earlier if _is_outside(prose.bare, e, number.start))]
    )
    return Mention(
        number=number,
        head=ASIDE.sub("", ALIAS.sub("", prose.marked(head_start, number.start))),
        tail=re.sub(r"\s+", "", prose.text[number.end : min([clause_end, *later])]),
        clause=prose.text[clause_start:clause_end].strip(),
        head_start=head_start,
        clause_start=clause_start,
        clause_end=clause_end,
        segment=around(prose, number.start, SENTENCE_END + SEGMENT_END),
        sentence=around(prose, number.start, SENTENCE_END),
    )


def _is_outside(bare: str, position: int, start: int) -> bool:
    """Tell whether a position is not inside a bracket that closes before ``start``."""
    return not closes(bare[position:start])


def closes(between: str) -> bool:
    """Tell whether a bracket closes in ``between`` that was opened before it."""
    opened = 0
    for character in between:
        opened += (character in OPENING) - (character in CLOSING)
        if opened < 0:
            return True
    return False


def stays_open(between: str) -> bool:
    """Tell whether a bracket opened in ``between`` is still open at its end."""
    return any(between.count(a) > between.count(b) for a, b in ("（）", "()"))


def _clause_start(bare: str, position: int) -> int:
    depth = 0
    for i in range(position - 1, -1, -1):
        character = bare[i]
        if character in CLOSING:
            depth += 1
        elif character in OPENING:
            if depth == 0:
                return i + 1
            depth -= 1
        elif depth == 0 and character in SENTENCE_END + SEGMENT_END + CLAUSE_END:
            return i + 1
    return 0


def _clause_end(bare: str, position: int) -> int:
    depth = 0
    for i in range(position, len(bare)):
        character = bare[i]
        if character in OPENING:
            depth += 1
        elif character in CLOSING:
            if depth == 0:
                return i
            depth -= 1
        elif depth == 0 and character in SENTENCE_END + SEGMENT_END + CLAUSE_END:
            return i
    return len(bare)
