"""Tells page numbers and running heads from the text of the pages."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from corpus.grids import line_kind, names_table
from corpus.headings import mark_of
from corpus.readers.pdf_page import FoundTable, Line, Page

MARGIN = 0.14  # of the page's height: heads and feet stand above or below it
SAME_PLACE = 4.0  # points: a running head stands at one height
MAX_LINES = 3  # of one head or foot
MIN_REPEATS, REPEATED_SHARE = 3, 0.25  # pages, and their share of all
MAX_HEAD = 50  # characters
DASH = r"[-—–―_·.~\s]*"
NUMBER = r"(?:\d{1,4}|[IVXivx]{1,6})"
PAGE_NUMBER = re.compile(
    rf"{DASH}(?:第\s*)?{NUMBER}\s*页?(?:\s*[/，,]?\s*(?:共|of)?\s*{NUMBER}\s*页?)?{DASH}"
)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page whose ruled tables are found, and the lines that stand outside them."""

    page: Page
    tables: tuple[FoundTable, ...]
    lines: tuple[Line, ...]


def without_running_lines(sheets: Sequence[Sheet]) -> list[Sheet]:
    """Return the pages without page numbers and lines that stand at one height of many pages."""
    margins = [_margin_lines(sheet) for sheet in sheets]
    seen = Counter(place for lines in margins for place in {_place(line) for line in lines})
    limit = max(MIN_REPEATS, REPEATED_SHARE * len(sheets))
    cleared = []
    for sheet, lines in zip(sheets, margins, strict=True):
        dropped = {id(line) for line in lines if _runs(line, seen, limit)}
        kept = tuple(line for line in sheet.lines if id(line) not in dropped)
        cleared.append(replace(sheet, lines=kept))
    return cleared


def _margin_lines(sheet: Sheet) -> list[Line]:
    """The lines in the margins of a page, above and below everything else."""
    height = sheet.page.height
    first = min((table.top for table in sheet.tables), default=height)
    last = max((table.bottom for table in sheet.tables), default=0.0)
    heads = [ln for ln in sheet.lines[:MAX_LINES] if ln.bottom < min(first, MARGIN * height)]
    feet = [ln for ln in sheet.lines[-MAX_LINES:] if ln.top > max(last, (1 - MARGIN) * height)]
    return heads + feet


def _place(line: Line) -> tuple[str, int]:
    return re.sub(r"[\d\s]+", "#", line.text), round(line.top / SAME_PLACE)


def _runs(line: Line, seen: Counter[tuple[str, int]], limit: float) -> bool:
    if PAGE_NUMBER.fullmatch(line.text):
        return True
    words, height = _place(line)
    repeats = sum(seen[words, height + step] for step in (-1, 0, 1))
    return repeats >= limit and not _belongs(line.text)


def _belongs(text: str) -> bool:
    """A caption, a unit line or a numbered line belongs to its page, however often it comes."""
    framed = any(line_kind(part)[0] for part in [text, *re.split(r"\s{2,}", text)])
    return framed or names_table(text) or mark_of(text).rank > 0 or len(text) > MAX_HEAD
