"""What both kinds of workbook are read into: sheets of shown texts, before any layout."""

from __future__ import annotations

from dataclasses import dataclass, field

from corpus.errors import UnreadableDocument

MAX_CELLS = 1_000_000  # filled cells of one workbook
MAX_MERGES = 200_000  # of one sheet

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
    uncomputed: list[tuple[int, int]] = field(default_factory=list)
    numbers: int = 0

    def put(self, row: int, column: int, text: str, name: str) -> None:
        """Add a filled cell; raises ``UnreadableDocument`` past ``MAX_CELLS`` of file ``name``."""
        if len(self.cells) >= MAX_CELLS:
            raise UnreadableDocument(
                f"《{name}》的工作表“{self.name}”有一百万个以上的单元格，不像公开表。"
                "请删去无关的数据或拆分成较小的文件，再加入。"
            )
        self.cells[row, column] = text


@dataclass(frozen=True, slots=True)
class Workbook:
    """The visible sheets in printed order, and the names of the hidden ones."""

    sheets: tuple[Sheet, ...]
    hidden: tuple[str, ...] = ()
