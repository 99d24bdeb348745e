"""Tells which rows are parts of which by what they add up to: the proof where marks say nothing.

A list that starts at 一、 below a row without a number, items below a body's name, projects below
their 项: they are parts if their values sum up to that row's in every column of amounts.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache

from corpus.cells import OF_WHICH, clean, is_total, name_of, numbering_rank
from corpus.document import RowKind
from corpus.grids import GridRow
from corpus.vocabulary import lines_of

FIRST = re.compile(r"[（(]?\s*(?:一|1|①)\s*[、．.，,）)]?(?!\d)")
ROUNDING = Decimal("0.01")  # of one part


@dataclass(frozen=True, slots=True)
class Entry:
    """A row on its way to a ``Row``: what is printed, before its place is known.

    printed: the label with its numbering; above: earlier name cells of the same row; column and
    last: the first and the last name cell that the row fills.
    """

    row: GridRow
    printed: str
    code: str
    above: tuple[str, ...]
    values: tuple[Decimal | None, ...]
    column: int = 0
    last: int = 0
    parent: int | None = None
    kind: RowKind = RowKind.DETAIL

    @property
    def name(self) -> str:
        """The label without number, code and 其中."""
        return name_of(self.printed) if self.printed else ""


def proven(entries: list[Entry]) -> list[Entry]:
    """Rows without a mark of their own stay parts of a numbered row only if they add up to it."""
    parts: dict[int, list[int]] = {}
    for i, entry in enumerate(entries):
        if entry.parent is not None and not entry.code and entry.column == 0:
            parts.setdefault(entry.parent, []).append(i)
    proven = list(entries)
    for whole, rows in parts.items():
        labels = [clean(entries[i].printed) for i in rows]
        marked = any(numbering_rank(label) or OF_WHICH.match(label) for label in labels)
        if marked or not numbering_rank(clean(entries[whole].printed)):
            continue
        if not _is_sum(entries[whole], [entries[i] for i in rows]):
            for i in rows:
                proven[i] = replace(entries[i], parent=entries[whole].parent)
    return proven


@cache
def _organisations() -> tuple[str, ...]:
    return lines_of("organisations.tsv")


def under_owners(entries: list[Entry]) -> list[Entry]:
    """A public body's row whose values are the sum of the plain rows below it owns them."""
    if any(entry.code or entry.parent is not None for entry in entries):
        return entries
    placed = list(entries)
    for i, entry in enumerate(entries):
        if not entry.name.endswith(_organisations()):
            continue
        items = _items_below(entries, i)
        if items and _adds_up(entry, [entries[j] for j in items]):
            for j in items:
                placed[j] = replace(placed[j], parent=i)
    return placed


def under_heads(entries: list[Entry]) -> list[Entry]:
    """A row without a number owns the list below it that starts at one and adds up to it.

    年初结转和结余 above 一、一般公共预算 and 二、政府性基金, where 一、 was printed before.
    """
    placed = list(entries)
    for i, entry in enumerate(entries):
        plain = not entry.code and not is_total(entry.printed) and entry.kind is RowKind.DETAIL
        if plain and not numbering_rank(entry.printed) and not OF_WHICH.match(entry.printed):
            items = _list_below(entries, i)
            if items and _adds_up(entry, [entries[j] for j in items]):
                for j in items:
                    placed[j] = replace(placed[j], parent=i)
    return placed


def under_codes(entries: list[Entry]) -> list[Entry]:
    """Rows without a code below a coded one are its parts if they add up to it.

    The last of them stands right above the next code and was taken for what that belongs to.
    """
    placed = list(entries)
    for i, entry in enumerate(entries):
        items = _uncoded_below(entries, i) if entry.code else []
        if items and _adds_up(entry, [entries[j] for j in items]):
            for j in items:
                placed[j] = replace(placed[j], parent=i)
            for k, other in enumerate(entries):
                if other.code and other.parent in items:
                    placed[k] = replace(other, parent=_code_above(entries, k))
    return placed


def nested(entries: list[Entry]) -> list[Entry]:
    """Names alone may stand for 类, 款 and 项: the nesting in which they add up to the total."""
    rows = [i for i, entry in enumerate(entries) if entry.printed and not _is_total(entry)]
    totals = [entry for entry in entries if _is_total(entry)]
    marked = any(e.code or e.parent is not None or numbering_rank(e.printed) for e in entries)
    if marked or not rows or len(totals) != 1 or _is_sum(totals[0], [entries[i] for i in rows]):
        return entries
    parents = _folded(entries, rows)
    tops = [entries[i] for i in rows if i not in parents]
    if not parents or not _adds_up(totals[0], tops):
        return entries
    return [replace(entry, parent=parents.get(i)) for i, entry in enumerate(entries)]


def _is_total(entry: Entry) -> bool:
    return is_total(entry.printed)


def _folded(entries: Sequence[Entry], rows: Sequence[int]) -> dict[int, int]:
    """Return each part's whole: a row contains the rows right below that it is the sum of."""
    parents: dict[int, int] = {}
    below: list[int] = []  # the outermost rows so far, in printed order
    for i in reversed(rows):
        lengths = range(1, len(below) + 1) if any(entries[i].values) else ()
        sums = (n for n in lengths if _is_sum(entries[i], [entries[j] for j in below[:n]]))
        count = next(sums, 0)
        parents |= dict.fromkeys(below[:count], i)
        below = [i, *below[count:]]
    return parents


def _uncoded_below(entries: Sequence[Entry], i: int) -> list[int]:
    items: list[int] = []
    for j in range(i + 1, len(entries)):
        if entries[j].code or not entries[j].printed or is_total(entries[j].printed):
            break
        items.append(j)
    return items


def _code_above(entries: Sequence[Entry], k: int) -> int | None:
    """The nearest row above whose code begins the row's code."""
    code = entries[k].code
    above = (j for j in range(k - 1, -1, -1) if (own := entries[j].code) and own != code)
    return next((j for j in above if code.startswith(entries[j].code)), None)


def _list_below(entries: Sequence[Entry], i: int) -> list[int]:
    """The numbered rows right below a row, from 一、 on, that have the same parent as it."""
    if i + 1 == len(entries) or not FIRST.match(entries[i + 1].printed):
        return []
    rank, parent = numbering_rank(entries[i + 1].printed), entries[i].parent
    items: list[int] = []
    for j in range(i + 1, len(entries)):
        if entries[j].parent == parent and numbering_rank(entries[j].printed) == rank:
            items.append(j)
        elif entries[j].parent not in items and entries[j].printed:
            break
    return items


def _items_below(entries: Sequence[Entry], i: int) -> list[int]:
    items: list[int] = []
    for j in range(i + 1, len(entries)):
        if is_total(entries[j].printed) or entries[j].name.endswith(_organisations()):
            break
        if entries[j].printed:
            items.append(j)
    return items


def _adds_up(whole: Entry, parts: Sequence[Entry]) -> bool:
    """The parts are the whole's, and there is a number to prove it."""
    return _is_sum(whole, parts) and any(value is not None for value in whole.values)


def _is_sum(whole: Entry, parts: Sequence[Entry]) -> bool:
    for value, column in zip(
        whole.values, zip(*(p.values for p in parts), strict=True), strict=True
    ):
        total = sum((v for v in column if v is not None), Decimal(0))
        if abs(total - (value or Decimal(0))) > ROUNDING * len(parts):
            return False
    return True
