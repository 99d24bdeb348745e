"""The page of a PDF with the cited place framed, or as it is where that is not certain."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from corpus.errors import UnreadableDocument
from corpus.figure import Figure
from corpus.ingest import ParsedDocument, parse
from corpus.page_picture import FRAME, Picture, page_picture

NAME = "云洲市临江区水务局2026年部门预算.pdf"


@pytest.fixture(scope="module")
def data(samples: Path) -> bytes:
    """A sample as PDF."""
    return next((samples / "formats").rglob("*2026年部门预算*.pdf")).read_bytes()


@pytest.fixture(scope="module")
def parsed(data: bytes) -> ParsedDocument:
    """The same, read."""
    return parse(data, NAME)


def drawn(data: bytes, parsed: ParsedDocument, figure: Figure) -> Picture:
    """The picture for the receipt of a figure."""
    source, cell = figure.source, figure.source.cell
    row = parsed.document.tables[cell.table].rows[cell.row].cells if cell else ()
    return page_picture(data, source.page or 0, row, cell.column if cell else 0, source.quote)


def frame_of(picture: Picture) -> tuple[int, int, int, int]:
    """Where the frame's colour stands on the picture: left, top, right, bottom."""
    pixels = np.asarray(Image.open(io.BytesIO(picture.png)).convert("RGB"))
    ys, xs = np.nonzero((pixels == FRAME).all(axis=2))
    return int(xs.min()), int(ys.min()), int(xs.max()), int(ys.max())


def test_cell_is_framed_where_it_stands(data: bytes, parsed: ParsedDocument) -> None:
    """The frame is small and lies on the page; another cell has its frame elsewhere."""
    in_table = [f for f in parsed.figures if f.source.cell and f.item.code == "2130306"]
    first, other = (frame_of(drawn(data, parsed, figure)) for figure in in_table[:2])

    assert first != other
    assert first[3] - first[1] < 80


def test_most_receipts_can_be_shown(data: bytes, parsed: ParsedDocument) -> None:
    """Cells and sentences of a whole document are found on their pages."""
    some = parsed.figures[::20]
    boxed = [drawn(data, parsed, figure).boxed for figure in some]

    assert sum(boxed) >= 0.9 * len(boxed)


def test_nothing_is_framed_by_guessing(data: bytes, parsed: ParsedDocument) -> None:
    """A number that no line of the page tells from others, and words that are not there."""
    page = next(f.source.page for f in parsed.figures if f.source.cell) or 1

    assert not page_picture(data, page, ("0",), 0, "").boxed
    assert not page_picture(data, page, (), 0, "这一页上没有这句话").boxed


def test_page_that_is_not_there_is_told(data: bytes) -> None:
    """A page beyond the last, and bytes that are no PDF, are told."""
    with pytest.raises(UnreadableDocument, match="没有第999页"):
        page_picture(data, 999, (), 0, "x")
    with pytest.raises(UnreadableDocument, match="画不出来"):
        page_picture(b"kein PDF", 1, (), 0, "x")
