"""Builds a document's canonical text once, and remembers where every block and row stands."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from corpus.document import Block, Span


@dataclass(frozen=True, slots=True)
class Placed:
    """A block with its span in the canonical text; ``rows`` has one span per table row."""

    block: Block
    span: Span
    rows: tuple[Span, ...] = ()

    @property
    def text(self) -> str:
        """The paragraph's text; "" for a table."""
        return self.block.text


def place(blocks: Sequence[Block]) -> tuple[str, tuple[Placed, ...]]:
    """Return (canonical text, placed blocks): one line a paragraph or table row, cells by tabs."""
    lines: list[str] = []
    placed: list[Placed] = []
    position = 0
    for block in map(_one_line, blocks):
        own = ["\t".join(row) for row in block.rows] if block.is_table else [block.text]
        spans = []
        for line in own:
            spans.append(Span(position, position + len(line)))
            position += len(line) + 1
        lines += own
        whole = Span(spans[0].start, spans[-1].end)
        placed.append(Placed(block, whole, tuple(spans) if block.is_table else ()))
    return "\n".join(lines), tuple(placed)


def page_starts(placed: Sequence[Placed]) -> tuple[int, ...]:
    """Return where the text of every page begins; a page without text begins with the next one."""
    starts: list[int] = []
    for block in placed:
        pages = (block.block.page or 0) - len(starts)
        starts += [block.span.start] * pages
    return tuple(starts)


def _one_line(block: Block) -> Block:
    """Tabs and line ends part cells and rows, so none may stand inside a cell or a paragraph."""
    if not block.is_table:
        return replace(block, text=re.sub(r"\s*[\r\n]+\s*", " ", block.text))
    rows = tuple(tuple(re.sub(r"\s*[\t\r\n]+\s*", " ", c) for c in row) for row in block.rows)
    return replace(block, rows=rows)


def cell_span(row: Span, cells: Sequence[str], column: int) -> Span:
    """Return the span of one cell inside its row's span."""
    start = row.start + sum(len(cell) + 1 for cell in cells[:column])
    return Span(start, start + len(cells[column]))
