"""What both kinds of workbook are read into: sheets of shown texts, before any layout."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from corpus.errors import UnreadableDocument

MAX_CELLS = 200_000  # filled cells of one workbook
MAX_MERGES = 200_000  # of one sheet
UNCOMPUTED = "（公式未计算）"  # neither a number nor blank: nobody knows what it shows

Range = tuple[int, int, int, int]  # first row, first column, last row, last column, from 0


@dataclass(slots=True)
class Sheet:
    """One sheet while it is read. ``cells`` holds shown texts by (row, column), from 0.

    ``uncomputed`` are formula cells without a saved result; ``numbers`` counts cells that hold
    a number. Hidden rows and columns are still among the cells.
    """

    name: str
    cells: dict[tuple[int, int], str] = field(default_factory=dict)
    merges: list[Range] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    uncomputed: int = 0
    numbers: int = 0


def check_size(sheets: Sequence[Sheet], name: str) -> None:
    """Raise ``UnreadableDocument`` when the sheets of file ``name`` hold too many cells."""
    if sum(len(sheet.cells) for sheet in sheets) > MAX_CELLS:
        raise UnreadableDocument(
            f"《{name}》有 {MAX_CELLS // 10_000} 万个以上的单元格，不像公开表。"
            "请删去无关的数据，或拆分成较小的文件，再加入。"
        )


@dataclass(frozen=True, slots=True)
class Workbook:
    """The visible sheets in printed order, and the names of the hidden ones."""

    sheets: tuple[Sheet, ...]
    hidden: tuple[str, ...] = ()
