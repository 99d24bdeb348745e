"""Makes pages of a PDF file: its glyphs and rules, turned so that the text runs to the right.

Everything odd about how a PDF draws stops here and in ``pdf_canvas``: fake bold (a glyph drawn
several times counts once), pages set sideways, rules drawn as lines, boxes or clipped frames.
"""

from __future__ import annotations

import io
import logging
import struct
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from pdfminer.pdfdocument import PDFDocument
from pdfminer.pdfexceptions import PDFException
from pdfminer.pdfinterp import PDFResourceManager
from pdfminer.pdfpage import PDFPage
from pdfminer.pdfparser import PDFParser
from pdfminer.psexceptions import PSException
from pdfminer.utils import Rect

from corpus.readers.pdf_canvas import THIN, UNREADABLE, Canvas, Interpreter
from corpus.readers.pdf_page import Char, Page, Rule, merged_rules

SAME_GLYPH = 0.15  # of the size: a glyph drawn again within this is bold, not a second letter
SAME_WIDTH = 0.3  # of the width: the same for glyphs that are pressed together
# What damaged instructions, fonts and streams make pdfminer raise.
BROKEN = (
    PDFException,
    PSException,
    ValueError,
    LookupError,
    TypeError,
    AttributeError,
    ArithmeticError,
    AssertionError,
    RecursionError,
    struct.error,
    zlib.error,
)
logging.getLogger("pdfminer").setLevel(logging.ERROR)


def pages_of(data: bytes) -> Iterator[Page | None]:
    """Yield the pages of a file; None for a page that is damaged. Raises what ``BROKEN`` lists."""
    document = PDFDocument(PDFParser(io.BytesIO(data)))
    resources = PDFResourceManager()
    for number, raw in enumerate(PDFPage.create_pages(document), start=1):
        canvas = Canvas(resources)
        try:
            Interpreter(resources, canvas).process_page(raw)
        except BROKEN:
            yield None
        else:
            yield page_of(canvas, number)


def page_of(canvas: Canvas, number: int) -> Page:
    """Return what a canvas shows, turned so that its text runs from left to right."""
    seen = [glyph for glyph in canvas.glyphs if glyph.seen]
    shown = seen or canvas.glyphs
    ways = Counter(glyph.way for glyph in shown)
    way = ways.most_common(1)[0][0] if ways else 0
    x0, y0, x1, y1 = canvas.box
    chars = [_turned(glyph.char, way, canvas.box) for glyph in shown if glyph.way == way]
    horizontal, vertical = _rules(canvas, way)
    return Page(
        number=number,
        width=y1 - y0 if way % 2 else x1 - x0,
        height=x1 - x0 if way % 2 else y1 - y0,
        chars=tuple(_once(chars)),
        horizontal=horizontal,
        vertical=vertical,
        unreadable=sum(UNREADABLE in char.text for char in chars) / max(1, len(chars)),
        pictured=canvas.pictured / max(1.0, (x1 - x0) * (y1 - y0)),
        is_hidden=bool(shown) and not seen,
        turn=way,
    )


def _turned(char: Char, way: int, box: Rect) -> Char:
    x0, x1, top, bottom = _placed((char.x0, char.top, char.x1, char.bottom), way, box)
    return replace(char, x0=x0, x1=x1, top=top, bottom=bottom)


def _placed(own: Rect, way: int, box: Rect) -> tuple[float, float, float, float]:
    """Return (x0, x1, top, bottom), y downwards, of a box on a page turned by ``way``."""
    x0, y0, x1, y1 = own[0] - box[0], own[1] - box[1], own[2] - box[0], own[3] - box[1]
    width, height = box[2] - box[0], box[3] - box[1]
    if way == 1:  # the text runs up the page: its lines follow each other to the right
        return y0, y1, x0, x1
    if way == 2:
        return width - x1, width - x0, y0, y1
    if way == 3:
        return height - y1, height - y0, width - x1, width - x0
    return x0, x1, height - y1, height - y0


def _rules(canvas: Canvas, way: int) -> tuple[tuple[Rule, ...], tuple[Rule, ...]]:
    horizontal: list[Rule] = []
    vertical: list[Rule] = []
    for stroke in canvas.strokes:
        x0, x1, top, bottom = _placed(stroke, way, canvas.box)
        if bottom - top <= THIN:
            horizontal.append(Rule((top + bottom) / 2, x0, x1))
        if x1 - x0 <= THIN:
            vertical.append(Rule((x0 + x1) / 2, top, bottom))
    return merged_rules(horizontal), merged_rules(vertical)


def _once(chars: Sequence[Char]) -> Iterator[Char]:
    """Yield every glyph once, however often it is drawn in one place."""
    places: dict[tuple[str, int, int], list[Char]] = {}
    for char in chars:
        x, y = int(char.x0 // 4), int(char.top // 4)
        near = min(max(SAME_GLYPH * char.size, 0.8), SAME_WIDTH * (char.x1 - char.x0))
        again = any(
            abs(char.x0 - other.x0) < near and abs(char.top - other.top) < near
            for dx in (-1, 0, 1)
            for dy in (-1, 0, 1)
            for other in places.get((char.text, x + dx, y + dy), ())
        )
        if not again:
            places.setdefault((char.text, x, y), []).append(char)
            yield char
