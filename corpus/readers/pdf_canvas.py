"""Follows a PDF page's drawing instructions and keeps what can be seen of them.

pdfminer decodes fonts and instructions; it ignores clip paths and the invisible text mode, so
both are followed here: a spreadsheet printed to PDF writes a long cell on every page that shows a
part of it, each time clipped.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from pdfminer.pdfcolor import PDFColorSpace
from pdfminer.pdfdevice import PDFTextDevice, PDFTextSeq
from pdfminer.pdffont import PDFFont, PDFUnicodeNotDefined
from pdfminer.pdfinterp import (
    PDFGraphicState,
    PDFPageInterpreter,
    PDFResourceManager,
    PDFStackT,
    PDFTextState,
)
from pdfminer.pdfpage import PDFPage
from pdfminer.pdftypes import PDFStream
from pdfminer.utils import (
    Matrix,
    PathSegment,
    Rect,
    apply_matrix_pt,
    apply_matrix_rect,
    mult_matrix,
)

from corpus.readers.pdf_page import Char

THIN = 3.0  # points: a box no wider than this is a rule
STRAIGHT = 1.0  # points: a stroke that leans no more than this is a rule
THICK = 6.0  # points: a wider stroke is a bar of colour
MAX_SLANT = 5  # degrees: text that leans more is a stamp or a watermark
UNSEEN_MODES = (3, 7)  # text that is drawn without ink
UNREADABLE = "\ufffd"
RADICALS = re.compile("[\u2e80-\u2fd5\uf900-\ufaff]")


@dataclass(frozen=True, slots=True)
class Glyph:
    """A glyph in the page's own space, y upwards; ``way``: quarter turns of its direction."""

    char: Char
    way: int
    seen: bool


class Canvas(PDFTextDevice):
    """Collects glyphs, strokes and pictures of one page; ``clip`` is what can be seen now."""

    def __init__(self, resources: PDFResourceManager) -> None:
        super().__init__(resources)
        self.clip: Rect = (0, 0, 0, 0)
        self.box: Rect = (0, 0, 0, 0)
        self.glyphs: list[Glyph] = []
        self.strokes: list[Rect] = []
        self.fills: list[Rect] = []
        self.pictured = 0.0  # square points
        self.mode = 0
        self.spaced = False
        self.line: list[tuple[Glyph, bool]] = []  # of this text object: with whether clipped off

    def begin_page(self, page: PDFPage, ctm: Matrix) -> None:
        """Start with the whole crop box to be seen."""
        self.box = self.clip = _upright(apply_matrix_rect(ctm, page.cropbox))

    def end_page(self, page: PDFPage) -> None:
        """Keep what an unfinished text object drew."""
        self.end_line()

    def begin_figure(self, name: str, bbox: Rect, matrix: Matrix) -> None:
        """A form or picture shows nothing outside its box."""
        self.narrow(apply_matrix_rect(mult_matrix(matrix, self._ctm), bbox))

    def render_image(self, name: str, stream: PDFStream) -> None:
        """Note how much a picture covers."""
        x0, y0, x1, y1 = self.clip
        self.pictured += max(0.0, x1 - x0) * max(0.0, y1 - y0)
        self.fills.append(self.clip)

    @property
    def _ctm(self) -> Matrix:
        return self.ctm or (1, 0, 0, 1, 0, 0)

    def narrow(self, box: Rect) -> None:
        """Show nothing outside ``box`` from here on."""
        x0, y0, x1, y1 = _upright(box)
        a, b, c, d = self.clip
        self.clip = max(a, x0), max(b, y0), min(c, x1), min(d, y1)

    def shows(self, x: float, y: float) -> bool:
        """Tell whether a point is inside the clip path."""
        x0, y0, x1, y1 = self.clip
        return x0 - STRAIGHT <= x <= x1 + STRAIGHT and y0 - STRAIGHT <= y <= y1 + STRAIGHT

    def render_string(
        self,
        textstate: PDFTextState,
        seq: PDFTextSeq,
        ncs: PDFColorSpace,
        graphicstate: PDFGraphicState,
    ) -> None:
        """Draw a string; its mode tells whether it leaves ink."""
        self.mode = textstate.render
        super().render_string(textstate, seq, ncs, graphicstate)

    def render_char(
        self,
        matrix: Matrix,
        font: PDFFont,
        fontsize: float,
        scaling: float,
        rise: float,
        cid: int,
        ncs: PDFColorSpace,
        graphicstate: PDFGraphicState,
    ) -> float:
        """Keep a glyph and return its advance in text space."""
        try:
            text = font.to_unichr(cid)
        except PDFUnicodeNotDefined:
            text = UNREADABLE
        advance = font.char_width(cid) * fontsize * scaling
        if not text.strip():
            self.spaced = True
            return advance
        x0, y0, x1, y1 = _upright(
            apply_matrix_rect(matrix, _glyph_box(font, fontsize, rise, cid, advance))
        )
        way, straight = _way(matrix)
        if straight:
            size = x1 - x0 if way % 2 else y1 - y0
            char = Char(_letters(text), x0, x1, y0, y1, size, self.spaced)
            unseen = self.mode in UNSEEN_MODES
            white = _is_white(graphicstate.ncolor) and not self._is_filled(char)
            self._add(Glyph(char, way, not (unseen or white)))
        self.spaced = False
        return advance

    def _add(self, glyph: Glyph) -> None:
        """Keep a glyph with the line that it is drawn on."""
        if self.line and not _beside(self.line[-1][0], glyph):
            self.end_line()
        self.line.append((glyph, self.shows(*glyph.char.middle)))

    def end_line(self) -> None:
        """Keep a drawn line of which something shows.

        A cell clips what is too long for it. The line is one text all the same: its hidden end
        is kept, pressed into the clip path, for a number without its first digits is another.
        """
        line, self.line = self.line, []
        shown = sum(shows for _, shows in line)
        if shown == len(line):
            self.glyphs += [glyph for glyph, _ in line]
        elif shown:
            self.glyphs += _pressed([glyph for glyph, _ in line], self.clip)

    def _is_filled(self, char: Char) -> bool:
        """White letters show on colour only."""
        x, y = char.middle
        return any(a <= x <= c and b <= y <= d for a, b, c, d in self.fills)

    def paint_path(
        self,
        graphicstate: PDFGraphicState,
        stroke: bool,
        fill: bool,
        evenodd: bool,
        path: Sequence[PathSegment],
    ) -> None:
        """Keep the rules of a path: straight strokes, and filled boxes as thin as one."""
        stroked = stroke and not _is_white(graphicstate.scolor)
        filled = fill and not _is_white(graphicstate.ncolor)
        scale = math.sqrt(abs(self._ctm[0] * self._ctm[3] - self._ctm[1] * self._ctm[2]))
        stroked = stroked and (graphicstate.linewidth or 0) * scale <= THICK
        if not (stroked or filled):
            return
        for points in self._subpaths(path):
            if stroked:
                self.strokes += [
                    seen
                    for (x, y), (u, v) in pairwise(points)
                    if min(abs(x - u), abs(y - v)) <= STRAIGHT
                    and (seen := self._seen((x, y, u, v)))
                ]
            if filled and (seen := self._seen(_around(points))):
                # A border may be a frame that is clipped to one of its sides.
                thin = min(seen[2] - seen[0], seen[3] - seen[1]) <= THIN
                (self.strokes if thin else self.fills).append(seen)

    def _subpaths(self, path: Sequence[PathSegment]) -> Iterator[list[tuple[float, float]]]:
        points: list[tuple[float, float]] = []
        for operation, *operands in path:
            if operation == "m" and len(points) > 1:
                yield points
            if operation == "m":
                points = []
            if operation == "h":
                points += points[:1]
            else:
                x, y = operands[-2:]
                points.append(apply_matrix_pt(self._ctm, (float(str(x)), float(str(y)))))
        if len(points) > 1:
            yield points

    def _seen(self, box: Rect) -> Rect | None:
        """Return what can be seen of a box."""
        x0, y0, x1, y1 = _upright(box)
        a, b, c, d = self.clip
        x0, y0, x1, y1 = max(a, x0), max(b, y0), min(c, x1), min(d, y1)
        if x0 > x1 + STRAIGHT or y0 > y1 + STRAIGHT:
            return None
        return _upright((x0, y0, x1, y1))


class Interpreter(PDFPageInterpreter):
    """pdfminer's interpreter, which also follows clip paths."""

    device: Canvas

    def init_state(self, ctm: Matrix) -> None:
        """Start a page or a form."""
        super().init_state(ctm)
        self.clips: list[Rect] = []

    def do_ET(self) -> None:
        """End a text object."""
        super().do_ET()
        self.device.end_line()

    def do_q(self) -> None:
        """Save the state, and the clip path with it."""
        super().do_q()
        self.clips.append(self.device.clip)

    def do_Q(self) -> None:
        """Restore the state, and the clip path with it."""
        super().do_Q()
        if self.clips:
            self.device.clip = self.clips.pop()

    def do_W(self) -> None:
        """Clip with the box around the path: paths of pages are boxes, hardly ever more."""
        points = [
            apply_matrix_pt(self.ctm, (float(str(x)), float(str(y))))
            for _, *operands in self.curpath
            for x, y in zip(operands[::2], operands[1::2], strict=False)
        ]
        if points:
            self.device.narrow(_around(points))

    def do_W_a(self) -> None:
        """Clip, with the other rule for what is inside."""
        self.do_W()

    def do_Do(self, xobjid_arg: PDFStackT) -> None:
        """Draw a form or a picture; its clip path ends with it."""
        clip = self.device.clip
        super().do_Do(xobjid_arg)
        self.device.clip = clip


def _beside(before: Glyph, after: Glyph) -> bool:
    """Two glyphs of one line, drawn one after the other."""
    if before.way != after.way:
        return False
    if after.way % 2:
        return abs(before.char.x0 - after.char.x0) < STRAIGHT
    return abs(before.char.top - after.char.top) < STRAIGHT


def _pressed(glyphs: Sequence[Glyph], clip: Rect) -> Iterator[Glyph]:
    """Yield the glyphs of a line at places inside the clip path, in their order."""
    if glyphs[0].way % 2:
        first = min(glyph.char.top for glyph in glyphs)
        last = max(glyph.char.bottom for glyph in glyphs)
        low, high = max(first, clip[1]), min(last, clip[3])
    else:
        first = min(glyph.char.x0 for glyph in glyphs)
        last = max(glyph.char.x1 for glyph in glyphs)
        low, high = max(first, clip[0]), min(last, clip[2])
    ratio = (high - low) / max(last - first, 1.0)

    def moved(place: float) -> float:
        return low + (place - first) * ratio

    for glyph in glyphs:
        char = glyph.char
        if glyph.way % 2:
            char = replace(char, top=moved(char.top), bottom=moved(char.bottom))
        else:
            char = replace(char, x0=moved(char.x0), x1=moved(char.x1))
        yield replace(glyph, char=char)


def _glyph_box(font: PDFFont, size: float, rise: float, cid: int, advance: float) -> Rect:
    """Return the box of a glyph in text space, as high as the font's size."""
    if not font.is_vertical():
        low = font.get_descent() * size + rise
        return 0, low, advance, low + size
    shift = font.char_disp(cid)
    vx, vy = shift if isinstance(shift, tuple) else (None, 880)
    left = -size * (0.5 if vx is None else vx * 0.001)
    high = (1000 - vy) * size * 0.001 + rise
    return left, high + advance, left + size, high


def _way(matrix: Matrix) -> tuple[int, bool]:
    """Return (quarter turns to the left of the text's direction, whether it hardly leans)."""
    angle = math.degrees(math.atan2(matrix[1], matrix[0]))
    way = round(angle / 90)
    return way % 4, abs(angle - 90 * way) < MAX_SLANT


def _around(points: Sequence[tuple[float, float]]) -> Rect:
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return min(xs), min(ys), max(xs), max(ys)


def _upright(box: Rect) -> Rect:
    x0, y0, x1, y1 = box
    return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)


def _letters(text: str) -> str:
    """Return NFC text; a radical that stands for a whole letter is written as the letter."""
    text = RADICALS.sub(lambda match: unicodedata.normalize("NFKC", match[0]), text)
    return unicodedata.normalize("NFC", text).strip()


def _is_white(color: object) -> bool:
    """Tell whether grey 1 or RGB 1, 1, 1 is meant; four inks are white when all are 0."""
    parts = color if isinstance(color, tuple | list) else (color,)
    if not parts or not all(isinstance(part, int | float) for part in parts):
        return False
    return not any(parts) if len(parts) == 4 else all(part >= 0.99 for part in parts)
