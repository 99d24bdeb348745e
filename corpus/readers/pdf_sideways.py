"""Puts a sheet together again that was printed over pages side by side.

A spreadsheet too wide for the paper goes on to its right on a later page: without a title, without
the column of labels, with rows of the same heights. Its halves become one wide page before tables
are looked for, so that a head above both is one cell. What has no labels and fits nowhere may not
be read as data: nobody can tell what its numbers are about.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from corpus.cells import is_amount, is_blank
from corpus.grids import line_kind, names_table
from corpus.readers.merged import grid_of
from corpus.readers.pdf_margins import PAGE_NUMBER, SAME_PLACE, Sheet
from corpus.readers.pdf_page import (
    NEAR,
    Char,
    FoundTable,
    Line,
    Page,
    Rule,
    Word,
    lines_of,
    merged_rules,
)
from corpus.readers.pdf_ruled import ruled_tables

MAX_RUN = 40  # pages of one table whose glyphs are kept until their right halves come
MIN_ROWS = 2  # a table of one row needs no labels: 「三公」经费 by its columns


@dataclass(frozen=True, slots=True)
class Part:
    """A page with one table, and the lines outside it."""

    page: Page
    table: FoundTable
    lines: tuple[Line, ...]

    @property
    def body(self) -> list[list[str]]:
        """The rows from the first number on."""
        return grid_of(self.table.rows)[self.head :]

    @property
    def head(self) -> int:
        """How many rows stand above the first number; one where there is none."""
        grid = grid_of(self.table.rows)
        return next((r for r, row in enumerate(grid) if any(map(is_amount, row))), 1)


class Halves:
    """The pages of one PDF file as they are met; keeps what may still have a right half."""

    def __init__(self) -> None:
        """Begin before the first page."""
        self._run: list[Part] = []
        self._next = 0
        self._is_joining = False
        self.nameless: list[int] = []  # pages whose table has no labels and fits no other

    def seen(self, page: Page, sheet: Sheet) -> tuple[Page, ...]:
        """Return the pages that have to be read again: a widened one, and what is left of this."""
        own = Part(page, sheet.tables[0], sheet.lines) if len(sheet.tables) == 1 else None
        if own is None:
            self._begin([])
            return ()
        if not (self._run and _is_nameless(own) and not _goes_down(self._run[-1], own)):
            self._add(own)
            return ()
        left = self._run[self._next]
        if _has_title(self._run[-1], own) or not _has_frame_only(left, own):
            self._begin([])
            return ()
        if _fits(left, own):
            return self._joined(left, own)
        if sum(not _is_counting(row) for row in own.body) >= MIN_ROWS:
            self.nameless.append(page.number)
        self._begin([])
        return ()

    def _begin(self, run: list[Part]) -> None:
        self._run, self._next, self._is_joining = run, 0, False

    def _add(self, own: Part) -> None:
        """A page that goes on downwards belongs to the pages before it."""
        if _is_nameless(own):
            self._begin([])
        elif self._run and not self._is_joining and _goes_down(self._run[-1], own):
            self._run = [*self._run[1 - MAX_RUN :], own]
        else:
            self._begin([own])

    def _joined(self, left: Part, own: Part) -> tuple[Page, ...]:
        wide, rest = _wide(left, own)
        tables = [table for table, _ in ruled_tables(wide)]
        self._run[self._next] = Part(wide, max(tables, key=_width), left.lines)
        self._next = (self._next + 1) % len(self._run)
        self._is_joining = True
        return wide, rest


def _width(table: FoundTable) -> float:
    return table.edges[-1] - table.edges[0]


def _is_nameless(part: Part) -> bool:
    """No words among the rows but remarks in the last column."""
    cells = [cell for row in part.body for cell in row[: max(1, len(row) - 1)]]
    return all(is_blank(cell) or is_amount(cell) for cell in cells)


def _goes_down(before: Part, own: Part) -> bool:
    """The columns of one are columns of the other, and both are as wide."""
    fewer, more = sorted((before.table.edges, own.table.edges), key=len)
    ends = abs(fewer[0] - more[0]), abs(fewer[-1] - more[-1])
    return max(ends) <= SAME_PLACE and all(
        any(abs(x - y) <= SAME_PLACE for y in more) for x in fewer
    )


def _is_counting(row: Sequence[str]) -> bool:
    return all(re.fullmatch(r"\d{1,2}", cell) for cell in row if cell)


def _has_title(before: Part, own: Part) -> bool:
    """Its first row names it, or the page before ends with its title or unit."""
    below = [line.text for line in before.lines if line.top >= before.table.bottom - NEAR]
    parts = [part for text in below for part in _pieces(text)]
    first = [cell.text for cell in own.table.rows[0] if cell.text]
    titled = len(first) == 1 and names_table(first[0])
    return titled or any(names_table(part) or line_kind(part)[0] == "unit" for part in parts)


def _has_frame_only(left: Part, own: Part) -> bool:
    """Nothing above the table but units, numbers and lines of the left half."""
    return all(
        _is_frame(line.text) or _is_again(line, left.lines)
        for line in own.lines
        if line.bottom <= own.table.top + NEAR
    )


def _is_frame(text: str) -> bool:
    return all(line_kind(part)[0] or PAGE_NUMBER.fullmatch(part) for part in _pieces(text))


def _pieces(text: str) -> list[str]:
    return re.split(r"\s{2,}", text.strip())


def _is_again(line: Line, others: Iterable[Line]) -> bool:
    return any(
        line.text == other.text and abs(line.top - other.top) <= SAME_PLACE for other in others
    )


def _fits(left: Part, own: Part) -> bool:
    """The rows have the same heights, from the first number in either half to the end."""
    if not (left.table.levels and own.table.levels):
        return False
    move = left.table.bottom - own.table.bottom
    own_levels = [y + move for y in own.table.levels]
    first = min(left.table.levels[left.head], own_levels[own.head])
    upper, lower = _below(left.table.levels, first), _below(own_levels, first)
    same = len(upper) == len(lower) and all(
        abs(x - y) <= NEAR for x, y in zip(upper, lower, strict=True)
    )
    return same and abs(left.table.top - own.table.top - move) <= NEAR


def _below(levels: Sequence[float], first: float) -> list[float]:
    return [y for y in levels if y >= first - NEAR]


def _wide(left: Part, own: Part) -> tuple[Page, Page]:
    """Return the left page with the right half beside it, and the right page without it."""
    table = own.table
    dx, dy = left.table.edges[-1] - table.edges[0], left.table.bottom - table.bottom
    stays = {char for line in own.lines if _stays(line, left, own) for char in line.chars}
    again = {ch for ln in own.lines if _is_again(ln, left.lines) for ch in ln.chars} - stays
    moved = [ch for ch in own.page.chars if ch not in stays and ch not in again]
    inside = table.top - NEAR, table.bottom + NEAR
    across = [r for r in own.page.horizontal if inside[0] <= r.at <= inside[1]]
    down = [r for r in own.page.vertical if inside[0] <= r.start and r.end <= inside[1]]
    wide = replace(
        left.page,
        chars=(*left.page.chars, *_unrepeated(left, [_moved(ch, dx, dy) for ch in moved])),
        horizontal=_rules(left.page.horizontal, across, dy, dx),
        vertical=_rules(left.page.vertical, down, dx, dy),
    )
    kept = tuple(char for char in own.page.chars if char in stays)
    return wide, replace(own.page, chars=kept, horizontal=(), vertical=())


def _stays(line: Line, left: Part, own: Part) -> bool:
    """Notes below the table and page numbers belong to their page."""
    return line.top >= own.table.bottom - NEAR or bool(PAGE_NUMBER.fullmatch(line.text))


def _moved(char: Char, dx: float, dy: float) -> Char:
    return replace(
        char, x0=char.x0 + dx, x1=char.x1 + dx, top=char.top + dy, bottom=char.bottom + dy
    )


def _rules(
    own: Sequence[Rule], more: Sequence[Rule], move: float, along: float
) -> tuple[Rule, ...]:
    shifted = [Rule(r.at + move, r.start + along, r.end + along) for r in more]
    return merged_rules([*own, *shifted])


def _unrepeated(left: Part, chars: Sequence[Char]) -> list[Char]:
    """A text across the cut is printed on both sides, each time whole; once is enough."""
    seam = left.table.edges[-1]
    cut = [w for line in lines_of(left.page.chars) for w in line.words if w.x1 > seam - NEAR]
    again = [
        word
        for line in lines_of(chars)
        for word in line.words
        if word.x0 < seam + NEAR
        and not is_amount(word.text)
        and any(word.text == w.text and abs(word.top - w.top) <= NEAR for w in cut)
    ]
    return [ch for ch in chars if not any(_stands_in(ch, word) for word in again)]


def _stands_in(char: Char, word: Word) -> bool:
    x, y = char.middle
    return word.x0 <= x <= word.x1 and word.top <= y <= word.bottom
