"""Builds the section tree from placed blocks, and sets tables of contents aside."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from corpus.canonical import Placed
from corpus.document import Paragraph, Section, Span
from corpus.headings import TABLE_LINE, Mark, mark_of, marks_of, numbering_of
from corpus.titles import core_of, mark_titles

CONTENTS_WORD = re.compile(r"(.{0,40}?)(?:目录|目次)")
LEADER = re.compile(r"(?:[.．…·]{3,}|…+|\t)\s*\d{1,3}\s*$|PAGEREF")
AMOUNT_LINE = re.compile(r"\s*-?\d[\d,]*(?:\.\d+)?\s*")
MAX_CONTENTS_LINE, MAX_CONTENTS = 80, 150


@dataclass(frozen=True, slots=True)
class _Heading:
    """A heading found at ``block``, with the level that its place in the tree gives it."""

    block: int
    mark: Mark
    level: int
    parent: int  # index of the parent's section


def sections_of(
    placed: Sequence[Placed], title: str, length: int
) -> tuple[tuple[Section, ...], tuple[Paragraph, ...]]:
    """Return (sections, root first; one paragraph per block of prose).

    length: characters of the canonical text, where the root section ends.
    """
    contents = contents_blocks(placed)
    lines = ["" if i in contents else _line(block) for i, block in enumerate(placed)]
    marks = _without_cells(numbering_of(lines), lines)
    mark_titles(lines, marks, {i: placed[i].text for i in sorted(contents)}, title)
    headings = _levels(marks_of(lines, marks))
    sections = _sections(headings, placed, title, length)
    return sections, _paragraphs(placed, headings, sections, contents)


def _without_cells(marks: list[Mark], lines: Sequence[str]) -> list[Mark]:
    """A numbered line with nothing but an amount below it is a cell of a table, no heading."""
    filled = [i for i, line in enumerate(lines) if line.strip()]
    cells = {i for i, below in pairwise(filled) if AMOUNT_LINE.fullmatch(lines[below])}
    return [Mark(0, "", mark.title) if i in cells else mark for i, mark in enumerate(marks)]


def _line(block: Placed) -> str:
    return TABLE_LINE if block.block.is_table else block.text


def section_at(sections: Sequence[Section], offset: int) -> int:
    """Return the index of the innermost section that covers a character."""
    inside = [s for s in sections if s.span.start <= offset < max(s.span.end, s.span.start + 1)]
    return max(inside, key=lambda s: (s.span.start, s.level)).index if inside else 0


def contents_blocks(placed: Sequence[Placed]) -> frozenset[int]:
    """Return the indices of blocks that belong to a table of contents."""
    leaders = {i for i, b in enumerate(placed) if LEADER.search(b.text) and mark_of(b.text).rank}
    start = next((i for i, b in enumerate(placed) if _opens_contents(b.text)), None)
    if start is None:
        return frozenset(leaders)
    end = _contents_end(placed, start)
    return frozenset(leaders | set(range(start, end))) if end > start + 1 else frozenset(leaders)


def _opens_contents(text: str) -> bool:
    squeezed = re.sub(r"[\s*#]", "", text)
    return bool(CONTENTS_WORD.fullmatch(squeezed))


def _contents_end(placed: Sequence[Placed], start: int) -> int:
    """The first line of the list, printed again, opens the body; else the list just ends."""
    run: list[int] = []
    for i in range(start + 1, min(len(placed), start + MAX_CONTENTS)):
        block = placed[i]
        is_prose = len(block.text) > MAX_CONTENTS_LINE or block.text.rstrip().endswith("。")
        if block.block.is_table or is_prose:
            break
        run.append(i)
    cores = [core_of(placed[i].text) for i in run]
    for repeated in (0, 1):
        if len(cores) > repeated and cores[repeated] in cores[repeated + 1 :]:
            return run[cores.index(cores[repeated], repeated + 1)] - repeated
    return _end_of_list(placed, run, start)


def _end_of_list(placed: Sequence[Placed], run: Sequence[int], start: int) -> int:
    seen: set[str] = set()
    for i in run:
        core, numbered = core_of(placed[i].text), mark_of(placed[i].text).rank
        if core in seen or not (numbered or LEADER.search(placed[i].text)):
            return i
        seen.add(core)
    return run[-1] + 1 if run else start


def _levels(marks: Sequence[Mark]) -> list[_Heading]:
    """A heading belongs to the nearest open heading of a higher rank."""
    headings: list[_Heading] = []
    stack: list[tuple[int, int]] = []  # (rank, section index)
    for i, mark in enumerate(marks):
        if not mark.rank:
            continue
        while stack and stack[-1][0] >= mark.rank:
            stack.pop()
        parent = stack[-1][1] if stack else 0
        headings.append(_Heading(i, mark, len(stack) + 1, parent))
        stack.append((mark.rank, len(headings)))
    return headings


def _sections(
    headings: Sequence[_Heading], placed: Sequence[Placed], title: str, length: int
) -> tuple[Section, ...]:
    root = Section(0, "", title, 0, (), Span(0, length), Span(0, length), None)
    sections = [root]
    for n, heading in enumerate(headings, start=1):
        later = (h.block for h in headings[n:] if h.level <= heading.level)
        following = next(later, None)
        end = length if following is None else placed[following].span.start
        own = placed[heading.block].span
        name = heading.mark.title.rstrip(":：，,") or heading.mark.number
        sections.append(
            Section(
                index=n,
                number=heading.mark.number,
                title=name,
                level=heading.level,
                path=(*sections[heading.parent].path, name),
                span=Span(own.start, end),
                body=Span(min(_body_start(placed, heading), end), end),
                parent=heading.parent,
            )
        )
    return tuple(sections)


def _body_start(placed: Sequence[Placed], heading: _Heading) -> int:
    """The line below the heading; behind the title where the text runs on in its line."""
    mark, own = heading.mark, placed[heading.block]
    at = own.text.find(mark.title) if mark.runs_in else -1
    if at < 0:
        return placed[heading.block + mark.lines - 1].span.end + 1
    return own.span.start + at + len(mark.title) + 1


def _paragraphs(
    placed: Sequence[Placed],
    headings: Sequence[_Heading],
    sections: Sequence[Section],
    contents: frozenset[int],
) -> tuple[Paragraph, ...]:
    by_block = {heading.block: n for n, heading in enumerate(headings, start=1)}
    alone = [heading for heading in headings if not heading.mark.runs_in]
    titles = {heading.block + n for heading in alone for n in range(heading.mark.lines)}
    current, found = 0, []
    for i, block in enumerate(placed):
        current = by_block.get(i, current)
        if not block.block.is_table:
            page, doubtful = block.block.page, block.block.doubtful
            is_title, is_contents = i in titles, i in contents
            found.append(Paragraph(block.span, current, page, is_title, is_contents, doubtful))
    return tuple(found)
