"""Gives every body row of a panel its label, code, path and kind.

Three kinds of order say what contains what: classification codes (类 208 > 款 20805 > 项),
numbering (一、 > 1. > 其中：), and a body's name above its items whose values add up to it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache

from corpus.cells import OF_WHICH, clean, is_amount, is_blank, is_total, name_of, numbering_rank
from corpus.cells import split_code
from corpus.document import Row, RowKind
from corpus.grids import GridRow
from corpus.quantity import normalise
from corpus.table_panels import Half
from corpus.vocabulary import lines_of

CODE_LENGTHS = (3, 5, 7)
OF_WHICH_RANK, PLAIN_RANK = 8, 9


@dataclass(frozen=True, slots=True)
class Entry:
    """A row on its way to a ``Row``: what is printed, before its place is known.

    printed: the label with its numbering; above: earlier name cells of the same row.
    """

    row: GridRow
    printed: str
    code: str
    above: tuple[str, ...]
    values: tuple[Decimal | None, ...]
    parent: int | None = None
    kind: RowKind = RowKind.DETAIL

    @property
    def name(self) -> str:
        """The label without number, code and 其中."""
        return name_of(self.printed) if self.printed else ""


def rows_of_panel(body: Sequence[GridRow], half: Half, repeated: frozenset[int]) -> list[Row]:
    """Return one ``Row`` per body row; ``repeated`` are headers printed again in mid-table."""
    entries = _entries(body, half, repeated)
    entries = _placed(entries)
    entries = _with_kinds(entries)
    return [_row(entry, entries) for entry in entries]


def _entries(body: Sequence[GridRow], half: Half, repeated: frozenset[int]) -> list[Entry]:
    entries: list[Entry] = []
    last_code = ""
    for i, row in enumerate(body):
        if i in repeated:
            entries.append(Entry(row, "", "", (), (), kind=RowKind.HEADER))
            continue
        entry = _entry(row, half, last_code)
        last_code = entry.code or last_code
        entries.append(entry)
    return entries


def _entry(row: GridRow, half: Half, last_code: str) -> Entry:
    names = [row.cells[c].strip() for c in half.names if not is_blank(row.cells[c])]
    printed, above = (names[-1], names[:-1]) if names else ("", [])
    code = _code([row.cells[c] for c in half.codes], last_code)
    if not code and printed:
        code = next((found for name in reversed(names) if (found := split_code(name)[0])), "")
    if not printed and not code:
        texts = [row.cells[c] for c in half.codes if not is_blank(row.cells[c])]
        printed = texts[0].strip() if texts else ""
    values = tuple(value_of(row.cells[c]) for c in half.values)
    return Entry(row, printed, code, tuple(map(name_of, above)), values)


def value_of(text: str) -> Decimal | None:
    """Return a bare printed number, None for anything else."""
    plain = normalise(text).strip()
    return Decimal(plain.rstrip("% ").replace(",", "")) if is_amount(plain) else None


def _code(cells: Sequence[str], last: str) -> str:
    """Join 类, 款 and 项; upper parts that a row leaves out are those of the row above."""
    parts = [re.sub(r"\s", "", cell) for cell in cells]
    if not any(re.fullmatch(r"\d+", part) for part in parts):
        return ""
    if len(cells) == 1 or not parts[0]:
        parts = _completed(parts, last)
    code = "".join(part for part in parts if part.isdigit())
    return code


def _completed(parts: list[str], last: str) -> list[str]:
    if len(parts) == 1:
        return parts
    filled = next(i for i, part in enumerate(parts) if part)
    return [last[: CODE_LENGTHS[min(filled, 3) - 1]], *parts[filled:]] if filled else parts


def _placed(entries: list[Entry]) -> list[Entry]:
    """Find the row that contains each row: by code first, by numbering where there is none."""
    by_code: dict[str, int] = {}
    owner: int | None = None
    outline = _Outline()
    placed: list[Entry] = []
    for i, entry in enumerate(entries):
        parent = None
        if entry.kind is RowKind.HEADER or not (entry.printed or entry.code):
            pass
        elif is_total(entry.printed):
            outline.close()
        elif entry.code:
            outline.close()
            parent = _code_parent(entry.code, by_code, owner)
            by_code[entry.code] = i
        elif _owns_coded(entries, i):
            owner = i
            by_code.clear()
        else:
            parent = outline.parent_of(i, placed, entry)
        placed.append(replace(entry, parent=parent))
    return _under_owners(placed)


def _code_parent(code: str, by_code: dict[str, int], owner: int | None) -> int | None:
    shorter = [known for known in by_code if code.startswith(known) and known != code]
    return by_code[max(shorter, key=len)] if shorter else owner


def _owns_coded(entries: Sequence[Entry], i: int) -> bool:
    """A row without a code, right above coded rows and not part of an outline."""
    following = entries[i + 1 : i + 2]
    return bool(following and following[0].code) and not numbering_rank(entries[i].printed)


class _Outline:
    """The open rows of a numbered list: 一、 contains 1. contains 其中 and plain rows."""

    def __init__(self) -> None:
        self._open: list[tuple[int, int]] = []  # (rank, row)
        self._sums: dict[int, list[Decimal]] = {}

    def close(self) -> None:
        """End every open row: a total or a coded row starts afresh."""
        self._open.clear()

    def parent_of(self, i: int, placed: Sequence[Entry], entry: Entry) -> int | None:
        """Return the row that contains row ``i``, and open row ``i`` itself."""
        label = clean(entry.printed)
        rank = numbering_rank(label)
        if OF_WHICH.match(label):
            return self._of_which(i, placed)
        if rank:
            self._pop(rank)
            parent = self._open[-1][1] if self._open else None
            self._open.append((rank, i))
            return parent
        return self._plain(i, placed, entry)

    def _pop(self, rank: int) -> None:
        while self._open and self._open[-1][0] >= rank:
            self._open.pop()

    def _of_which(self, i: int, placed: Sequence[Entry]) -> int | None:
        self._pop(OF_WHICH_RANK)
        parent = self._open[-1][1] if self._open else _last_named(placed)
        if parent is not None:
            self._open.append((OF_WHICH_RANK, parent))
        return parent

    def _plain(self, i: int, placed: Sequence[Entry], entry: Entry) -> int | None:
        """A row without a number belongs to the open one as long as it fits into it."""
        while self._open:
            rank, parent = self._open[-1]
            if _fits(entry, parent, placed):
                return parent
            self._open.pop()
        return None


def _last_named(placed: Sequence[Entry]) -> int | None:
    return next((j for j in range(len(placed) - 1, -1, -1) if placed[j].printed), None)


def _fits(entry: Entry, parent: int, placed: Sequence[Entry]) -> bool:
    """The parts printed so far and this one do not exceed the whole, in any column."""
    parts = [other.values for other in placed if other.parent == parent] + [entry.values]
    for whole, column in zip(placed[parent].values, zip(*parts, strict=True), strict=True):
        total = sum((abs(v) for v in column if v is not None), Decimal(0))
        tolerance = Decimal("0.01") * len(parts)
        if total > abs(whole or Decimal(0)) + tolerance:
            return False
    return True


@cache
def _organisations() -> tuple[str, ...]:
    return lines_of("organisations.tsv")


def _under_owners(entries: list[Entry]) -> list[Entry]:
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


def _items_below(entries: Sequence[Entry], i: int) -> list[int]:
    items: list[int] = []
    for j in range(i + 1, len(entries)):
        if is_total(entries[j].printed) or entries[j].name.endswith(_organisations()):
            break
        if entries[j].printed:
            items.append(j)
    return items


def _adds_up(whole: Entry, parts: Sequence[Entry]) -> bool:
    for value, column in zip(whole.values, zip(*(p.values for p in parts), strict=True), strict=True):
        total = sum((v for v in column if v is not None), Decimal(0))
        if abs(total - (value or Decimal(0))) > Decimal("0.01") * len(parts):
            return False
    return any(value is not None for value in whole.values)


def _with_kinds(entries: list[Entry]) -> list[Entry]:
    kinds: list[Entry] = []
    for i, entry in enumerate(entries):
        kinds.append(replace(entry, kind=_kind(i, entry, entries)))
    return kinds


def _kind(i: int, entry: Entry, entries: Sequence[Entry]) -> RowKind:
    if entry.kind is RowKind.HEADER:
        return RowKind.HEADER
    if is_total(entry.printed):
        return RowKind.TOTAL
    if not entry.printed and not any(v is not None for v in entry.values):
        return RowKind.TEXT
    if _is_of_which(i, entries):
        return RowKind.OF_WHICH
    parts = [j for j, other in enumerate(entries) if other.parent == i]
    return RowKind.PARENT if any(not _is_of_which(j, entries) for j in parts) else RowKind.DETAIL


def _is_of_which(i: int, entries: Sequence[Entry]) -> bool:
    """其中 itself, and the rows after it that share its parent."""
    parent = entries[i].parent
    if OF_WHICH.match(clean(entries[i].printed)):
        return True
    if parent is None or entries[i].code or numbering_rank(clean(entries[i].printed)):
        return False
    elders = (e for e in entries[parent + 1 : i] if e.parent == parent)
    return any(OF_WHICH.match(clean(e.printed)) for e in elders)


def _row(entry: Entry, entries: Sequence[Entry]) -> Row:
    path: list[str] = list(entry.above)[::-1]
    parent = entry.parent
    while parent is not None:
        path.append(entries[parent].name)
        parent = entries[parent].parent
    outer = [p for n, p in enumerate(path) if p != entry.name and p not in path[:n]]
    cells, span = entry.row.cells, entry.row.span
    return Row(cells, span, entry.kind, entry.name, entry.code, tuple(reversed(outer)))
