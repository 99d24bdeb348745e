"""Finds where prose says that there is none, or leaves a number out: neither is a zero."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from corpus.clauses import (
    CLAUSE_END,
    DATE_MARK,
    SEGMENT_END,
    SENTENCE_END,
    Prose,
    around,
    pieces,
)
from corpus.figure import AbsenceKind, Basis
from corpus.prose_subject import LIST_MARK, chain_of, counted_noun, heading_name, subject_of
from corpus.vocabulary import lines_of

EMPTY_TABLE = re.compile(r"(?P<ITEM>[^，。；]{2,40}?(?:表|预算|情况))(?:均)?为空(?:表)?")


@dataclass(frozen=True, slots=True)
class Missing:
    """A statement at ``start:end`` of the passage that there is no ``name``."""

    start: int
    end: int
    name: str
    kind: AbsenceKind
    quote: tuple[int, int]
    path: tuple[str, ...] = ()  # printed with the name: its 类 and 款
    basis: Basis | None = None  # of what is missing, where the words tell it


def missing_in(prose: Prose, owner: str) -> list[Missing]:
    """Return every statement of absence in a passage, in printed order."""
    found = [*_stated(prose, owner), *_empty_tables(prose, owner), *_left_out(prose, owner)]
    return sorted(found, key=lambda m: (m.start, m.name))


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(line) for line in lines_of("absence_words.tsv"))


def _stated(prose: Prose, owner: str) -> Iterator[Missing]:
    marks = SENTENCE_END + SEGMENT_END + CLAUSE_END
    for start, end in pieces(prose, marks, 0, len(prose.text)):
        if any(start <= n.start < end for n in prose.numbers):
            continue
        told = (p.search(w) for w in _wordings(prose, start, end, owner) for p in _patterns())
        if match := next(filter(None, told), None):
            yield from _named(prose, (start, end), match["ITEM"], owner)


def _wordings(prose: Prose, start: int, end: int, owner: str) -> Iterator[str]:
    """Yield a clause whole, then from its last date on, then without the discloser's name."""
    words = prose.marked(start, end).strip("，。；：:,;")
    behind = words.rpartition(DATE_MARK)[2]
    yield LIST_MARK.sub("", words.replace(DATE_MARK, ""))
    yield behind
    yield heading_name(behind, owner)


def _named(prose: Prose, place: tuple[int, int], words: str, owner: str) -> Iterator[Missing]:
    if any(word in words for word in lines_of("absence_exceptions.tsv")):
        return
    quote = around(prose, place[0], SENTENCE_END + SEGMENT_END)
    for part in re.split(r"和(?=国有|政府性|一般)|、(?=国有|政府性|一般)", words):
        subject = subject_of(part, owner)
        name = subject.name.removesuffix("均")
        if subject.is_own and name:
            yield Missing(*place, name, AbsenceKind.STATED, quote)
        elif subject.is_poor and "预算" in prose.text[slice(*place)]:
            yield from _unbudgeted(prose, place, quote)


def _unbudgeted(prose: Prose, place: tuple[int, int], quote: tuple[int, int]) -> Iterator[Missing]:
    """「…（项）。年初未安排预算」: the item stands in the sentence before."""
    if item := chain_of(prose.text[: place[0]]):
        kind, basis = AbsenceKind.STATED, Basis.BUDGET
        yield Missing(*place, item.name, kind, quote, item.path, basis)


def _empty_tables(prose: Prose, owner: str) -> Iterator[Missing]:
    for match in EMPTY_TABLE.finditer(prose.text):
        name = subject_of(match["ITEM"], owner).name.removeprefix("故")
        if name and name not in ("本表", "此表", "该表"):
            quote = around(prose, match.start(), SENTENCE_END + SEGMENT_END)
            yield Missing(match.start(), match.end(), name, AbsenceKind.EMPTY_TABLE, quote)


def _left_out(prose: Prose, owner: str) -> Iterator[Missing]:
    """Yield counts whose number a converter lost: 「签订 家定点机构」."""
    for match in _lost_count().finditer(prose.text):
        rest = prose.text[match.start("unit") :]
        noun = counted_noun(rest[1:])
        if noun and not rest.startswith(lines_of("not_units.tsv")):
            quote = around(prose, match.start(), SENTENCE_END + SEGMENT_END)
            place = (match.start("unit"), match.end("unit") + len(noun))
            yield Missing(*place, subject_of(noun, owner).name, AbsenceKind.BLANK, quote)


@cache
def _lost_count() -> re.Pattern[str]:
    leads = "|".join(map(re.escape, lines_of("lost_count_leads.tsv")))
    return re.compile(rf"(?:{leads})\s*(?P<unit>家)(?=[一-鿿])")
