"""Finds titles that stand alone on a line without a number.

Nothing in such a line says that it is a title. What says so is where it stands: the table of
contents lists it, it is a usual heading with a year or a body's name before it, or the numbering
begins again right below it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache

from corpus.headings import (
    CLAUSE,
    LIST_MARK,
    MARKDOWN,
    MONEY,
    PART,
    SERIES,
    TABLE_LINE,
    Mark,
    mark_of,
    standard_headings,
)
from corpus.quantity import normalise
from corpus.vocabulary import lines_of, rows_of

YEAR = re.compile(r"^(?:(?:19|20)\d{2}年(?:度)?)")
PAGE_NUMBER = re.compile(r"[\s.．…·\-–—]*\(?\d{0,3}\)?\s*$")
NOT_IN_TITLES = re.compile(r"[。；;，,：:！!？?|\t]|年\d{1,2}月|\d{5}")
SENTENCE = re.compile(r"[。；;]|^.{40,}")
BRACKETED = re.compile(r"[（(](?:部门|单位|本级|本部|机关|汇总)[）)]$")
WORDS = re.compile(r"[一-鿿]")
NOT_TITLE_ENDS = ("如下", "包括", "是", "为", "有")
MIN_WORDS, MAX_TITLE, WRAPPED_LINE = 4, 40, 30  # characters
ABOVE_TABLE = 3  # lines of a table's frame: its caption, its unit, who prepared it


def core_of(line: str) -> str:
    """Return a line's title without number, page number, blanks and emphasis."""
    plain = PAGE_NUMBER.sub("", LIST_MARK.sub("", MARKDOWN.sub("", line.strip())))
    return re.sub(r"[\s*]", "", mark_of(plain).title)


def mark_titles(
    lines: Sequence[str], marks: list[Mark], contents: Mapping[int, str], whole: str
) -> None:
    """Mark the unnumbered titles among ``lines``; ``contents``: the lines of the contents.

    ``whole``: the document's own title, which heads no section.
    """
    entries = list(contents.values())
    lines = _below_cover(lines, contents, whole)
    _join_wrapped(lines, marks, entries)
    lines = _without_second_lines(lines, marks)
    found = _listed(lines, marks, entries)
    found |= dict.fromkeys(_above_restarts(lines, marks), SERIES)
    if len(found) == 1 and not any(mark.rank for mark in marks[: min(found)]):
        found = {}  # a single title above everything parts nothing
    for i, rank in found.items():
        marks[i] = Mark(rank, "", _title(lines[i]))
    apart = SERIES in found.values()
    for i, line in enumerate(lines):
        if line and not marks[i].rank and _is_usual(line):
            marks[i] = Mark(CLAUSE, "", _title(line))
        if apart and marks[i].rank == CLAUSE and not marks[i].number and _is_of_documents(line):
            marks[i] = replace(marks[i], rank=SERIES)


def _below_cover(lines: Sequence[str], contents: Mapping[int, str], whole: str) -> list[str]:
    """Return the lines, "" for those that only say what document this is."""
    title = re.sub(r"\s", "", whole)
    shown = ["" if _is_same(_title(line), title) else line for line in lines]
    body = next((i for i, line in enumerate(lines) if line and _opens_body(line)), 0)
    first = min(contents, default=body)
    if first < body:
        body = next((i for i in range(first, len(lines)) if i not in contents), body)
    return [line if i >= body else "" for i, line in enumerate(shown)]


def _is_same(line: str, whole: str) -> bool:
    return bool(line) and (line in whole or (whole != "" and line.startswith(whole)))


def _opens_body(line: str) -> bool:
    return line == TABLE_LINE or mark_of(line).number != "" or bool(SENTENCE.search(line))


def _without_second_lines(lines: Sequence[str], marks: Sequence[Mark]) -> list[str]:
    wrapped = {i + 1 for i, mark in enumerate(marks) if mark.lines > 1}
    return ["" if i in wrapped else line for i, line in enumerate(lines)]


def _join_wrapped(lines: Sequence[str], marks: list[Mark], entries: Sequence[str]) -> None:
    """「第三部分 某局」 above 「情况说明」 is one title of two lines where the contents say so."""
    parts = {mark.value: core_of(e) for e in entries if (mark := mark_of(e)).rank == PART}
    for i, mark in enumerate(marks[:-1]):
        whole, rest = parts.get(mark.value, ""), _title(lines[i + 1])
        told = mark.rank == PART and mark.title and not marks[i + 1].rank and rest
        title = re.sub(r"\s", "", mark.title)
        if told and whole.endswith(rest) and not whole.endswith(title) and whole != rest:
            marks[i] = replace(mark, title=title + rest, lines=2)


def _title(line: str) -> str:
    return re.sub(r"[\s*]", "", LIST_MARK.sub("", MARKDOWN.sub("", line.strip())))


def _may_be(i: int, lines: Sequence[str]) -> bool:
    """Tell whether a line looks like a title and is no caption and no end of a sentence."""
    title = _title(lines[i])
    if len(title) > MAX_TITLE or NOT_IN_TITLES.search(title) or MONEY.search(normalise(title)):
        return False
    if len(WORDS.findall(title)) < MIN_WORDS or _is_caption(i, lines):
        return False
    before = next((lines[j].strip() for j in range(i - 1, -1, -1) if lines[j].strip()), "")
    wraps = WRAPPED_LINE <= len(before) < len(TABLE_LINE) and before[-1] not in "。；;：:！!？?"
    return not wraps


def _is_caption(i: int, lines: Sequence[str]) -> bool:
    below = [line.strip() for line in lines[i + 1 : i + 8] if line.strip()][:ABOVE_TABLE]
    for line in below:
        if line == TABLE_LINE:
            return True
        if mark_of(line).rank:
            return False
    return False


def _listed(lines: Sequence[str], marks: Sequence[Mark], entries: Sequence[str]) -> dict[int, int]:
    """Return the rank of every unnumbered line that the contents list, by its place."""
    numbered = {(m.rank, core_of(m.title)) for m in marks if m.rank and m.number}
    ranks = _ranks(entries)
    printed = {rank for core, rank in ranks.items() if (rank, core) in numbered}
    top = min(ranks.values(), default=0)
    found: dict[int, int] = {}
    for i, line in enumerate(lines):
        if not line.strip() or marks[i].number or not (marks[i].rank or _may_be(i, lines)):
            continue
        entry = next((c for c in ranks if _names(_title(line), c)), None)
        if entry is not None:
            rank = ranks.pop(entry)
            free = rank == top and rank not in printed
            found[i] = max(SERIES if free else rank, SERIES)
    return found


def _ranks(entries: Sequence[str]) -> dict[str, int]:
    """Return the rank of every title of the contents; where some are numbered, of those."""
    ranks = {core: mark_of(entry).rank for entry in entries if len(core := core_of(entry)) > 1}
    ranks = {core: rank for core, rank in ranks.items() if not core.endswith(("目录", "目次"))}
    return {core: rank for core, rank in ranks.items() if rank or not any(ranks.values())}


def _names(title: str, core: str) -> bool:
    """Tell whether a title is the contents' own, with another year or a body's name before it."""
    short, wanted = _told(title), _told(core)
    return short == wanted or (len(wanted) > 3 and _after_body(short, wanted))


def _told(title: str) -> str:
    """Return a title without the year and the 部门 that it begins with."""
    rest = YEAR.sub("", title)
    lead = next((w for w in lines_of("title_leads.tsv") if rest.startswith(w)), "")
    return rest[len(lead) :]


def _after_body(title: str, wanted: str) -> bool:
    before = YEAR.sub("", title.removesuffix(wanted)) if title.endswith(wanted) else ""
    body = BRACKETED.sub("", before).removesuffix("部门")
    return len(body) > 2 and body.endswith(_bodies())


@cache
def _bodies() -> tuple[str, ...]:
    return tuple(row[0] for row in rows_of("body_suffixes.tsv", columns=4))


def _is_usual(line: str) -> bool:
    """Tell whether a line is a usual heading with a year or a body's name before it."""
    title = _title(line)
    if len(title) > MAX_TITLE or NOT_IN_TITLES.search(title):
        return False
    rest = YEAR.sub("", title)
    known = rest in standard_headings() or _told(title) in standard_headings()
    return known or any(_after_body(title, name) for name in _document_headings())


@cache
def _document_headings() -> frozenset[str]:
    """Return the usual headings of whole documents, not of the texts of single projects."""
    return frozenset(name for name, of in rows_of("headings.tsv", columns=2) if of == "document")


def _is_of_documents(line: str) -> bool:
    title = _title(line)
    names = _document_headings()
    known = title in names or YEAR.sub("", title) in names or _told(title) in names
    return known or any(_after_body(title, name) for name in names)


def _above_restarts(lines: Sequence[str], marks: Sequence[Mark]) -> list[int]:
    """Return the unnumbered lines below which 一、 comes again within one part.

    A usual heading of a document stands above its numbering the first time too.
    """
    found: list[int] = []
    counted = False
    for i, mark in enumerate(marks):
        if mark.rank == PART:
            counted = False
        if mark.rank != CLAUSE or not mark.number:
            continue
        above = next((j for j in range(i - 1, -1, -1) if lines[j].strip()), None)
        if mark.value == 1 and above is not None and _heads(above, lines, marks, again=counted):
            found.append(above)
        counted = True
    return found


def _heads(i: int, lines: Sequence[str], marks: Sequence[Mark], *, again: bool) -> bool:
    if marks[i].number or not _may_be(i, lines):
        return False
    title = _title(lines[i])
    if _is_of_documents(title):
        return True
    return again and not marks[i].rank and not title.endswith((*_bodies(), *NOT_TITLE_ENDS))
