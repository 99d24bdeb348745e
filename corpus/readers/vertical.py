"""Recovers tables that a converter printed with one cell a line.

Only the shape is used, never the words. Either every cell is a line that starts with a tab, and
blank lines part rows of equal length; or the tabs are lost too, and comparators that stand alone
at a steady distance mark the rows: name above, value and unit below.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter

from corpus.cells import is_blank
from corpus.quantity import COMPARATOR

CELL_LINE = re.compile(r"[ \u3000]*\t[^\t]*$")
MAX_GAP = 12  # plain lines that may continue one cell
MIN_ROWS, MIN_WIDTH = 3, 4
MAX_LEVELS = 2  # 一级 and 二级 above a row's name
MAX_LEVEL, MAX_DISTANCE = 15, 12  # characters of a level's name; cells from sign to sign

Region = tuple[int, int, list[list[str]]]


def vertical_tables(lines: list[str]) -> list[Region]:
    """Return (first line, line after the last, rows) of every vertical table in order."""
    found: list[Region] = []
    for first, last in _regions(lines):
        rows = _rows(lines[first:last])
        if width := _usual_width(rows):
            found.append((first, last, _split_joined(rows, width)))
    return found or _anchored_tables(lines)


def _regions(lines: list[str]) -> list[tuple[int, int]]:
    """Stretches of cell lines; between two of them a few plain lines may continue a cell."""
    marks = [i for i, line in enumerate(lines) if CELL_LINE.match(line)]
    regions: list[tuple[int, int]] = []
    for mark in marks:
        if regions and _continues(lines, regions[-1][1], mark):
            regions[-1] = (regions[-1][0], mark + 1)
        else:
            regions.append((mark, mark + 1))
    return regions


def _continues(lines: list[str], end: int, mark: int) -> bool:
    between = lines[end:mark]
    plain = [line for line in between if line.strip()]
    return len(plain) <= MAX_GAP and not any("\t" in line for line in plain)


def _rows(lines: list[str]) -> list[list[str]]:
    rows: list[list[str]] = [[]]
    for line in lines:
        if CELL_LINE.match(line):
            rows[-1].append(line.strip())
        elif not line.strip():
            rows.append([])
        elif rows[-1]:
            rows[-1][-1] = f"{rows[-1][-1]} {line.strip()}".strip()
        else:
            rows[-1].append(line.strip())
    return [row for row in rows if any(row)]


def _usual_width(rows: list[list[str]]) -> int:
    """The width that most rows have, 0 when the lines do not repeat a shape."""
    if not rows:
        return 0
    width, count = Counter(map(len, rows)).most_common(1)[0]
    return width if count >= MIN_ROWS and width >= MIN_WIDTH else 0


def _split_joined(rows: list[list[str]], width: int) -> list[list[str]]:
    """A row that is too long lost its blank line: its last ``width`` cells are a row."""
    parted: list[list[str]] = []
    for row in rows:
        extra = len(row) - width
        parted += [row[:extra], row[extra:]] if extra > 0 else [row]
    return parted


def _anchored_tables(lines: list[str]) -> list[Region]:
    """Tables whose cells are plain lines, found by the comparators among them."""
    filled = [i for i, line in enumerate(lines) if not is_blank(line)]
    anchors = [n for n, i in enumerate(filled) if n and _is_sign(lines[i])]
    found: list[Region] = []
    for run in _steady_runs(anchors):
        step = min(b - a for a, b in itertools.pairwise(run))
        first = _first_cell(run[0], filled, lines)
        ends = [*(n - 1 for n in run[1:]), min(run[-1] + step - 1, len(filled))]
        cells = [lines[i].strip() for i in filled]
        starts = [first, *(anchor + step - 1 for anchor in run[:-1])]
        rows = [
            _row(cells[start:anchor], cells[anchor:end][: step - 1])
            for start, anchor, end in zip(starts, run, ends, strict=True)
        ]
        found.append((filled[first], filled[ends[-1] - 1] + 1, rows))
    return found


def _is_sign(line: str) -> bool:
    return "\t" not in line and bool(COMPARATOR.fullmatch(line.strip()))


def _steady_runs(anchors: list[int]) -> list[list[int]]:
    """Runs of at least three signs, each as far from the next as rows with levels allow."""
    runs: list[list[int]] = []
    for anchor in anchors:
        if runs and anchor - runs[-1][-1] <= MAX_DISTANCE:
            runs[-1].append(anchor)
        else:
            runs.append([anchor])
    return [run for run in runs if len(run) >= MIN_ROWS and _is_steady(run)]


def _is_steady(run: list[int]) -> bool:
    steps = [b - a for a, b in itertools.pairwise(run)]
    return min(steps) >= MIN_WIDTH and max(steps) <= min(steps) + MAX_LEVELS


def _first_cell(anchor: int, filled: list[int], lines: list[str]) -> int:
    """The first row's name, with up to two short lines above it that name its levels."""
    first = anchor - 1
    while first and anchor - first <= MAX_LEVELS and _is_level(lines[filled[first - 1]]):
        first -= 1
    return first


def _is_level(line: str) -> bool:
    text = line.strip()
    return len(text) <= MAX_LEVEL and not re.search(r"[\d\W_]", text)


def _row(names: list[str], tail: list[str]) -> list[str]:
    """[一级, 二级, name, sign, value, unit, …]: levels that a row leaves out are blank."""
    names = names[-MAX_LEVELS - 1 :]
    return [""] * (MAX_LEVELS + 1 - len(names)) + names + tail
