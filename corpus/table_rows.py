"""Gives every body row of a panel its label, code, path and kind.

Three kinds of order say what contains what: classification codes (类 208 > 款 20805 > 项),
numbering (一、 > 1. > 其中：), and a body's name above its items whose values add up to it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from corpus.cells import (
    OF_WHICH,
    clean,
    is_blank,
    is_precise,
    is_total,
    name_of,
    numbering_rank,
    split_code,
    value_of,
)
from corpus.column_meaning import without_unit
from corpus.document import Row, RowKind
from corpus.grids import GridRow
from corpus.table_panels import Half
from corpus.table_proofs import Entry, nested, proven, under_codes, under_heads, under_owners

CODE_LENGTHS = (3, 5, 7)
OF_WHICH_RANK = 8
FIRST = re.compile(r"[（(]?\s*(?:一|1|①)\s*[、．.，,）)]?(?!\d)")
SLACK = Decimal("0.05")  # what rounding of a few parts may add up to


def rows_of_panel(body: Sequence[GridRow], half: Half, repeated: frozenset[int]) -> list[Row]:
    """Return one ``Row`` per body row; ``repeated`` are headers printed again in mid-table.

    A row with an amount below a code or a name is shifted: nothing in it has a certain meaning.
    """
    entries = _entries(body, half, repeated)
    entries = _placed(entries)
    entries = _with_kinds(entries)
    return [_row(entry, entries) for entry in entries]


def _entries(body: Sequence[GridRow], half: Half, repeated: frozenset[int]) -> list[Entry]:
    entries: list[Entry] = []
    last_code = ""
    carried: dict[int, str] = {}
    for i, row in enumerate(body):
        if i in repeated:
            entries.append(Entry(row, "", "", (), (), kind=RowKind.HEADER))
            continue
        if any(is_precise(row.cells[c]) for c in (*half.codes, *half.names)):
            entries.append(Entry(row, "", "", (), (), kind=RowKind.TEXT))
            continue
        names = _names(row, half, carried)
        carried = names if len(names) > 1 else {}
        entry = _entry(row, half, names, last_code)
        last_code = entry.code or last_code
        entries.append(entry)
    return entries


def _names(row: GridRow, half: Half, carried: dict[int, str]) -> dict[int, str]:
    """The filled name cells; a merged cell's name also holds for the rows below it."""
    own = {c: row.cells[c].strip() for c in half.names if not is_blank(row.cells[c])}
    winner = half.names[-1:]
    if not own or not all(c in own for c in winner) or is_total(own[winner[0]]):
        return own
    return {c: own.get(c) or carried[c] for c in half.names if c in own or c in carried}


def _entry(row: GridRow, half: Half, names: dict[int, str], last_code: str) -> Entry:
    *above, printed = names.values() if names else [""]
    code = _code([row.cells[c] for c in half.codes], last_code)
    if not code:
        code = next((found for name in [printed, *above] if (found := split_code(name)[0])), "")
    if not printed and not code:
        printed = next((row.cells[c] for c in half.labels if not is_blank(row.cells[c])), "")
    values = tuple(value_of(row.cells[c]) for c in half.adding)
    filled = [c for c in names if not is_blank(row.cells[c])] or [0]
    outer = tuple(map(name_of, above))
    return Entry(row, printed.strip(), code, outer, values, min(filled), max(filled))


def _code(cells: Sequence[str], last: str) -> str:
    """Join 类, 款 and 项; upper parts that a row leaves out are those of the row above."""
    parts = [re.sub(r"[\s\-—.]", "", cell) for cell in cells]
    if not any(re.fullmatch(r"\d+", part) for part in parts):
        return ""
    if len(cells) == 1 or not parts[0]:
        parts = _completed(parts, last)
    return "".join(part for part in parts if part.isdigit())


def _completed(parts: list[str], last: str) -> list[str]:
    if len(parts) == 1:
        return parts
    filled = next(i for i, part in enumerate(parts) if part)
    return [last[: CODE_LENGTHS[min(filled, 3) - 1]], *parts[filled:]] if filled else parts


def _placed(entries: list[Entry]) -> list[Entry]:
    """Find the row that contains each row: by code first, by numbering where there is none."""
    by_code: dict[str, int] = {}
    owners: list[tuple[int, int]] = []  # (column, row) of the group rows that are open
    outline = _Outline()
    placed: list[Entry] = []
    for i, entry in enumerate(entries):
        parent = None
        if entry.kind is RowKind.HEADER or not (entry.printed or entry.code):
            pass
        elif _adds_up_all(entry):
            outline.close()
        elif entry.code:
            outline.close()
            parent = _code_parent(entry.code, by_code, owners)
            by_code[entry.code] = i
        elif _owns_next(entries, i):
            parent = _open_owner(owners, entry.column, i)
            by_code.clear()
        else:
            parent = outline.parent_of(placed, entry)
            parent = _owner_left_of(owners, entry.column) if parent is None else parent
        placed.append(replace(entry, parent=parent))
    return nested(under_codes(under_owners(under_heads(proven(placed)))))


def _adds_up_all(entry: Entry) -> bool:
    """A total below the rows; 「（一）支出合计」 is a row of the outline like any other."""
    return is_total(without_unit(entry.printed)) and not numbering_rank(clean(entry.printed))


def _code_parent(
    code: str, by_code: dict[str, int], owners: Sequence[tuple[int, int]]
) -> int | None:
    prefixes = (code[:length] for length in range(len(code) - 1, 0, -1))
    found = next((by_code[prefix] for prefix in prefixes if prefix in by_code), None)
    return owners[-1][1] if found is None and owners else found


def _owns_next(entries: Sequence[Entry], i: int) -> bool:
    """A row without a code, right above coded rows or rows named in a column further right."""
    entry = entries[i]
    later = (entries[j] for j in range(i + 1, len(entries)))
    following = next((e for e in later if e.kind is not RowKind.HEADER), None)
    if following is None or OF_WHICH.match(entry.printed):
        return False
    is_left = following.column > entry.last
    if numbering_rank(entry.printed):
        return is_left and not following.code
    return is_left or bool(following.code)


def _open_owner(owners: list[tuple[int, int]], column: int, i: int) -> int | None:
    while owners and owners[-1][0] >= column:
        owners.pop()
    parent = owners[-1][1] if owners else None
    owners.append((column, i))
    return parent


def _owner_left_of(owners: Sequence[tuple[int, int]], column: int) -> int | None:
    return next((row for left, row in reversed(owners) if left < column), None)


class _Outline:
    """The open rows of a numbered list: 一、 contains 1. contains 其中 and plain rows."""

    def __init__(self) -> None:
        self._open: list[tuple[int, int]] = []  # (rank, row)
        self._parts: dict[int, list[Decimal]] = {}  # per open row: sums of its plain parts

    def close(self) -> None:
        """End every open row: a total or a coded row starts afresh."""
        self._open.clear()

    def parent_of(self, placed: Sequence[Entry], entry: Entry) -> int | None:
        """Return the row that contains the next one, and open that one itself."""
        label = clean(entry.printed)
        rank = numbering_rank(label)
        if OF_WHICH.match(label):
            return self._of_which(entry, placed)
        if rank:
            self._pop(rank)
            parent = self._open[-1][1] if self._open else None
            self._open.append((rank, len(placed)))
            return parent
        return self._plain(placed, entry)

    def _pop(self, rank: int) -> None:
        while self._open and self._open[-1][0] >= rank:
            self._open.pop()

    def _of_which(self, entry: Entry, placed: Sequence[Entry]) -> int | None:
        self._pop(OF_WHICH_RANK)
        parent = self._open[-1][1] if self._open else _last_named(placed)
        if parent is not None:
            self._open.append((OF_WHICH_RANK, parent))
            self._parts[parent] = [abs(v or Decimal(0)) for v in entry.values]
        return parent

    def _plain(self, placed: Sequence[Entry], entry: Entry) -> int | None:
        """A row without a number belongs to the open one as long as it fits into it."""
        while self._open:
            _, parent = self._open[-1]
            if self._fits(entry, parent, placed[parent]):
                return parent
            self._open.pop()
        return None

    def _fits(self, entry: Entry, parent: int, whole: Entry) -> bool:
        """The parts printed so far and this one do not exceed the whole, in any column."""
        sums = self._parts.get(parent, [Decimal(0)] * len(entry.values))
        sums = [s + abs(v or Decimal(0)) for s, v in zip(sums, entry.values, strict=True)]
        limits = [abs(v or Decimal(0)) + SLACK for v in whole.values]
        if any(s > limit for s, limit in zip(sums, limits, strict=True)):
            return False
        self._parts[parent] = sums
        return True


def _last_named(placed: Sequence[Entry]) -> int | None:
    return next((j for j in range(len(placed) - 1, -1, -1) if placed[j].printed), None)


def _with_kinds(entries: list[Entry]) -> list[Entry]:
    """Only DETAIL rows add up: a row whose every part is 其中 stays one."""
    parts_of = _of_which_rows(entries)
    parents = {e.parent for i, e in enumerate(entries) if i not in parts_of}
    return [
        replace(entry, kind=_kind(entry, i in parts_of, i in parents))
        for i, entry in enumerate(entries)
    ]


def _of_which_rows(entries: Sequence[Entry]) -> set[int]:
    """其中 itself, and the rows after it that share its parent and its kind of number."""
    opened: dict[int | None, int] = {}  # rank of the numbering inside 其中, by parent
    found: set[int] = set()
    for i, entry in enumerate(entries):
        label = clean(entry.printed)
        if match := OF_WHICH.match(label):
            found.add(i)
            if entry.parent is not None:
                opened[entry.parent] = numbering_rank(label[match.end() :])
        elif not entry.code and opened.get(entry.parent) == numbering_rank(label):
            found.add(i)
    return found


def _kind(entry: Entry, is_of_which: bool, is_parent: bool) -> RowKind:
    if entry.kind in (RowKind.HEADER, RowKind.TEXT):
        return entry.kind
    if is_total(without_unit(entry.printed)):
        return RowKind.PARENT if is_parent and not _adds_up_all(entry) else RowKind.TOTAL
    if not entry.printed and not any(v is not None for v in entry.values):
        return RowKind.TEXT
    if is_of_which:
        return RowKind.OF_WHICH
    return RowKind.PARENT if is_parent else RowKind.DETAIL


def _row(entry: Entry, entries: Sequence[Entry]) -> Row:
    path: list[str] = list(entry.above)[::-1]
    parent = entry.parent
    while parent is not None:
        path.append(entries[parent].name)
        parent = entries[parent].parent
    outer = [p for n, p in enumerate(path) if p != entry.name and p not in path[:n]]
    cells, span = entry.row.cells, entry.row.span
    return Row(cells, span, entry.kind, entry.name, entry.code, tuple(reversed(outer)))
