"""Finds a table's header rows and gives every printed column its path and its role."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from corpus.cells import NUMBERED, clean, is_amount, is_blank, is_total, split_code
from corpus.grids import GridRow, line_kind
from corpus.quantity import units
from corpus.vocabulary import rows_of

MAX_HEADER_ROWS = 6
MAX_WORD_END = 5  # characters of a header word that goes on in the next row
MAX_PIECE = 2  # characters of 台 or 平米; no body has so short a name
REMARK = re.compile(r"[（(][^\d（）()]{1,10}[）)]")  # 「（%）」 below 「比上年增减」 belongs to it
COUNTING = re.compile(r"[（(]?(\d{1,2})[）)]?(?:\s*=[\d+\-*/×÷（）()%\s]+)?")
NAME_ROLES = frozenset({"name", "project", "article"})
INDICATOR_ROLES = frozenset({"level1", "level2", "level3"})


@dataclass(frozen=True, slots=True)
class Header:
    """titles, header rows and body: ``rows[:top]``, ``rows[top:body]``, ``rows[body:]``.

    paths[c]: header texts over printed column c, outermost first; roles[c]: "code", "part", "name",
    "project", "article", "index", "note", "unit", an indicator role, or "" for values.
    """

    top: int
    body: int
    paths: tuple[tuple[str, ...], ...]
    roles: tuple[str, ...]

    @property
    def told(self) -> tuple[str, ...]:
        """The role that each column's own header text tells, "" for none."""
        return tuple(role_of(path[-1]) if path else "" for path in self.paths)


@cache
def _role_words() -> tuple[tuple[str, ...], ...]:
    return rows_of("columns.tsv", columns=3)


@lru_cache(maxsize=20_000)
def role_of(text: str) -> str:
    """Return the role that a header text alone tells, "" for none."""
    squeezed = re.sub(r"\s", "", text)
    return next((role for role, how, word in _role_words() if _matches(squeezed, how, word)), "")


def _matches(text: str, how: str, word: str) -> bool:
    if how == "is":
        return text == word
    return text.endswith(word) if how == "ends" else word in text


def header_of(rows: Sequence[GridRow]) -> Header:
    """Return the header of a table whose first rows are printed above its body."""
    top = _title_rows(rows)
    body = _first_body_row(rows, top)
    heads = [row.cells for row in rows[top:body] if not _is_counting(row.cells)]
    paths = column_paths(spread(heads))
    width = len(rows[0].cells)
    paths = paths or ((),) * width
    roles = tuple(_role(c, paths[c], rows[body:]) for c in range(width))
    if is_collapsed(heads):
        roles = ("note",) * width
    return Header(top, body, paths, roles)


def indicator_row(rows: Sequence[GridRow]) -> int | None:
    """Return the index of the row that names indicator columns, None for other tables."""
    for i, row in enumerate(rows):
        if len({role_of(cell) for cell in row.cells} & INDICATOR_ROLES) > 1:
            return i
    return None


def _title_rows(rows: Sequence[GridRow]) -> int:
    """Rows above the header with one text only: caption, unit line, 编制部门."""
    for i, row in enumerate(rows):
        texts = {clean(cell) for cell in row.cells if cell}
        if len(texts) > 1 and not _is_frame_row(texts):
            return i
    return 0


def _is_frame_row(texts: set[str]) -> bool:
    return all(re.search(r"[:：]", text) or line_kind(text)[0] for text in texts)


def _first_body_row(rows: Sequence[GridRow], top: int) -> int:
    for i in range(top, min(len(rows), top + MAX_HEADER_ROWS)):
        if i > top and _is_body(rows[i].cells, rows[top:i]):
            return i
        if i == top and _is_data(rows[i].cells):
            return i
        if _is_complete(rows[top : i + 1]) and not _refines(rows, i + 1):
            return _after_counting(rows, i + 1)
    return min(len(rows), top + 1)


def _after_counting(rows: Sequence[GridRow], i: int) -> int:
    return i + 1 if i < len(rows) and _is_counting(rows[i].cells) else i


def _is_counting(cells: Sequence[str]) -> bool:
    """The row that numbers the columns: 栏次 1 2 3 …"""
    filled = [text for text in map(clean, cells) if text]
    numbers = [int(match[1]) for cell in filled if (match := COUNTING.fullmatch(cell))]
    if "栏次" in filled or "行次" in filled[:1]:
        return len(numbers) + 4 >= len(filled)
    steady = all(b - a == 1 for a, b in itertools.pairwise(numbers))
    if len(numbers) == len(filled) == 2 and numbers[0]:  # of columns without any label
        return steady
    return len(numbers) > 2 and steady and len(filled) - len(numbers) < 3


def _is_data(cells: Sequence[str]) -> bool:
    if _is_counting(cells):
        return False
    return any(is_amount(cell) for cell in cells) or any(split_code(cell)[0] for cell in cells)


def _is_body(cells: Sequence[str], above: Sequence[GridRow]) -> bool:
    if _is_data(cells):
        return True
    filled = [(c, clean(cell)) for c, cell in enumerate(cells) if not is_blank(cell)]
    if not filled:
        return True
    first = filled[0][1]
    if any(form.match(first) for _, form in NUMBERED):
        return True
    if len({text for _, text in filled}) > 1:
        return False
    column = filled[0][0]
    head = next((row.cells[column] for row in reversed(above) if row.cells[column]), "")
    return is_total(first) or ((bool(role_of(head)) or column == 0) and clean(head) != first)


def _is_complete(header: Sequence[GridRow]) -> bool:
    """Every column has a text of its own and no two neighbours share all of them."""
    columns = list(zip(*(map(clean, row.cells) for row in header), strict=True))
    if not all(any(column) for column in columns):
        return False
    return all(a != b for a, b in itertools.pairwise(columns))


def _refines(rows: Sequence[GridRow], i: int) -> bool:
    """A further row of texts below a full header: its first cell repeats or is blank."""
    if i >= len(rows) or _is_data(rows[i].cells):
        return False
    cells, above = rows[i].cells, rows[i - 1].cells
    filled = [cell for cell in cells if cell]
    if len(filled) < 2 or any(map(is_total, filled[:1])):
        return False
    return not cells[0] or clean(cells[0]) == clean(above[0])


def spread(header: Sequence[Sequence[str]]) -> list[Sequence[str]]:
    """Return the header with cells moved right where a converter dropped their merged blanks.

    「收入 支出」 above 「项目 预算数 项目 预算数」 heads two groups; 「科目编码 科目名称」 above
    「类 款 项」 has a first cell over three columns.
    """
    rows = list(header)
    for i, (row, below) in enumerate(itertools.pairwise(header)):
        texts = [cell for cell in row if cell]
        under = [role_of(cell) for cell in below if cell]
        packed = len(texts) > 1 and list(row[: len(texts)]) == texts
        if not packed or len(texts) == len(row):
            continue
        starts = _group_starts(below)
        if len(starts) == len(texts) and starts != list(range(len(texts))):
            rows[i] = [texts[starts.index(c)] if c in starts else "" for c in range(len(row))]
        elif set(under) == {"part"} and len(texts) + len(under) - 1 == len(row):
            rows[i] = [texts[0], *[""] * (len(under) - 1), *texts[1:]]
    return rows


def is_collapsed(header: Sequence[Sequence[str]]) -> bool:
    """Tell whether sub-heads stand below labels: which head they belong to is lost.

    「科目编码 科目名称 上年 本年」 above 「小计 基本支出」 and nothing more on its right.
    """
    for row, below in itertools.pairwise(spread(header)):
        under = [c for c, cell in enumerate(below) if cell]
        above = [c for c, cell in enumerate(row) if cell]
        short = under == list(range(len(under))) and above == list(range(len(above)))
        labelled = role_of(row[0]) in (*NAME_ROLES, "code")
        heads = under and role_of(below[0]) not in (*NAME_ROLES, "code", "part", "index")
        again = [clean(row[c]) for c in under] == [clean(below[c]) for c in under]
        if short and labelled and heads and not again and len(above) < len(row) > len(under):
            return True
    return False


def _group_starts(row: Sequence[str]) -> list[int]:
    """Where names or codes begin, at the left or after values."""
    labels = [role_of(cell) in (*NAME_ROLES, "code", "part") for cell in row]
    return [c for c, label in enumerate(labels) if label and not (c and labels[c - 1])]


def column_paths(header: Sequence[Sequence[str]]) -> tuple[tuple[str, ...], ...]:
    """Return the path over every column: spanning cells reach right, repeats collapse."""
    if not header:
        return ()
    width = len(header[0])
    groups: list[tuple[int, ...]] = [()] * width  # where each column's cells were printed
    paths: list[tuple[str, ...]] = [()] * width
    for row in header:
        wraps = _only_wraps(row, groups, paths)
        origins = _origins(row, groups)
        for c, origin in enumerate(origins):
            text = clean(row[origin]) if origin is not None else ""
            if text and text not in paths[c][-1:]:
                ends = wraps or (paths[c] and REMARK.fullmatch(text))
                paths[c] = _joined(paths[c], text) if ends else (*paths[c], text)
        places = [-1 - c if o is None else o for c, o in enumerate(origins)]
        groups = [(*group, place) for group, place in zip(groups, places, strict=True)]
    return tuple(paths)


def _joined(path: tuple[str, ...], text: str) -> tuple[str, ...]:
    return (*path[:-1], path[-1] + text) if path else (text,)


def _only_wraps(
    row: Sequence[str], groups: Sequence[tuple[int, ...]], paths: Sequence[tuple[str, ...]]
) -> bool:
    """A row of word ends (人员 / 经费): short texts, each under a cell of its column alone."""
    filled = [c for c, cell in enumerate(row) if cell and clean(cell) not in paths[c][-1:]]
    if not filled or not all(groups) or any(is_total(row[c]) for c in filled):
        return False
    single = all(groups.count(groups[c]) == 1 and groups[c][-1] == c for c in filled)
    return single and all(len(clean(row[c])) <= MAX_WORD_END for c in filled)


def _origins(row: Sequence[str], groups: Sequence[tuple[int, ...]]) -> list[int | None]:
    """For each column, the column whose printed cell covers it in this row."""
    origins: list[int | None] = []
    for c, cell in enumerate(row):
        if cell:
            same = c and clean(row[c - 1]) == clean(cell) and groups[c] == groups[c - 1]
            origins.append(origins[c - 1] if same else c)
        elif c and groups[c] == groups[c - 1] and origins[c - 1] is not None:
            origins.append(origins[c - 1])
        else:
            origins.append(None)
    return origins


def _role(column: int, path: tuple[str, ...], body: Sequence[GridRow]) -> str:
    """Header words decide; without any, what stands in the column does."""
    texts = [row.cells[column] for row in body if not is_blank(row.cells[column])]
    texts = [text for text in texts if clean(text) not in path]  # heads printed again
    if not path and not texts:
        return "note"
    wordy = sum(not is_amount(text) for text in texts)
    told = role_of(path[-1]) if path else ""
    if told in NAME_ROLES and "单位" in path[-1] and _all_units(texts):
        return "unit"
    if told in NAME_ROLES and texts and not wordy:
        return "code" if all(re.fullmatch(r"\d{1,7}", text) for text in texts) else ""
    if told in ("", "code", "part") and wordy * 2 > len(texts):
        return "name" if column == 0 or told or _short(texts) else "note"
    return told


def _short(texts: Sequence[str]) -> bool:
    return sum(map(len, texts)) < 40 * len(texts)


def _all_units(texts: Sequence[str]) -> bool:
    """「单位」 heads bodies in one table, and 台 or 套 in another."""
    words = [re.sub(r"\s", "", text) for text in texts]
    return bool(words) and all(word in units() or len(word) <= MAX_PIECE for word in words)
