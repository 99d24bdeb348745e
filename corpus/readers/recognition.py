"""Recognises the letters on a page's image, and gives the page as if it had been typed.

It is an extra (``ocr``), and what it yields is never certain. Pages are turned upright and
straightened before rules are looked for.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.util import find_spec
from statistics import median
from typing import Any

import pypdfium2

from corpus.readers.pdf_page import Char, Page

DPI = 200
MAX_PIXELS = 20_000_000  # of a rendered page: A2 at 200 dpi
POINT = 1 / 72  # inches
EXTRA = ("rapidocr", "onnxruntime")
GOOD = 0.8  # mean certainty of letters on a page that stands upright
TURNS = (0, 90, 270, 180)  # degrees, the likelier first
STRAIGHT = 0.05  # degrees: what a rule may fall over the width of a page
USUAL_SIZE = 0.65  # of the height of a recognised line
GAP = 1.0  # of the size: recognised letters farther apart are not of one word


@dataclass(frozen=True, slots=True)
class Piece:
    """A recognised line: its letters with left and right end, and its place, in pixels.

    ``y`` and ``slope`` (degrees, positive when it falls) are of its middle line.
    """

    letters: tuple[tuple[str, float, float], ...]
    y: float
    height: float
    slope: float
    certainty: float

    @property
    def width(self) -> float:
        """From the first letter to the last."""
        return self.letters[-1][2] - self.letters[0][1]


def can_recognise() -> bool:
    """Whether the extra ``ocr`` is installed."""
    return all(find_spec(package) for package in EXTRA)


def image_of(data: bytes, number: int, dpi: float) -> tuple[Any, float]:
    """Return (grey image, pixels a point) of a page of a PDF, counted from 1."""
    with pypdfium2.PdfDocument(data) as pdf:
        page = pdf[number - 1]
        width, height = page.get_size()
        scale = min(dpi * POINT, math.sqrt(MAX_PIXELS / max(width * height, 1.0)))
        return page.render(scale=scale, grayscale=True).to_pil(), scale


def recognised(data: bytes, number: int) -> Page:
    """Return a page of a PDF, counted from 1, with the letters and rules that its image shows."""
    image, scale = image_of(data, number, DPI)
    image, pieces = _upright(image)
    slope = _slope(pieces)
    if abs(slope) > STRAIGHT:
        center = image.width / 2, image.height / 2
        image = image.rotate(slope, fillcolor=255)
        pieces = [_turned(piece, slope, center) for piece in pieces]
    return _page(number, image, pieces, scale)


def _upright(image: Any) -> tuple[Any, list[Piece]]:
    """Return the image turned as it reads best, and what stands in it."""
    best: tuple[float, Any, list[Piece]] = (-1.0, image, [])
    for turn in TURNS:
        turned = image.rotate(turn, expand=True)
        pieces = _pieces(turned)
        letters = sum(len(piece.letters) for piece in pieces)
        # lines that run up the page are read too, but no table is found around them
        sure = sum(len(piece.letters) * piece.certainty for piece in pieces)
        sure *= 0.5 if _is_sideways(pieces) else 1.0
        if sure > best[0]:
            best = sure, turned, pieces
        if sure >= GOOD * letters:
            break
    return best[1], best[2]


def _is_sideways(pieces: Sequence[Piece]) -> bool:
    """Whether most lines of several letters run up or down the page."""
    long = [piece for piece in pieces if len(piece.letters) > 2]
    return 2 * sum(piece.height > piece.width for piece in long) > len(long)


def _slope(pieces: Sequence[Piece]) -> float:
    """Return by how many degrees lines fall to the right; the longer half of them tells."""
    long = sorted(pieces, key=lambda piece: piece.width)[len(pieces) // 2 :]
    return median(piece.slope for piece in long) if long else 0.0


def _turned(piece: Piece, slope: float, center: tuple[float, float]) -> Piece:
    """Return a line as it lies when the image is turned back by a slope."""
    middle = (piece.letters[0][1] + piece.letters[-1][2]) / 2
    x, y, angle = middle - center[0], piece.y - center[1], math.radians(slope)
    moved = center[0] + x * math.cos(angle) + y * math.sin(angle) - middle
    return replace(
        piece,
        letters=tuple((text, x0 + moved, x1 + moved) for text, x0, x1 in piece.letters),
        y=center[1] - x * math.sin(angle) + y * math.cos(angle),
        slope=piece.slope - slope,
    )


def _page(number: int, image: Any, pieces: Sequence[Piece], scale: float) -> Page:
    import numpy

    from corpus.readers.scan_rules import rules_in

    share = _size_share(pieces)
    chars = [char for piece in pieces for char in _chars(piece, share, scale)]
    horizontal, vertical = rules_in(numpy.asarray(image), scale)
    width, height = image.width / scale, image.height / scale
    return Page(number, width, height, tuple(chars), horizontal, vertical)


def _size_share(pieces: Sequence[Piece]) -> float:
    """Return the size of letters as a share of a line's height; lines are found with a margin."""
    shares = [
        (piece.letters[-1][1] - piece.letters[0][1]) / (len(piece.letters) - 1) / piece.height
        for piece in pieces
        if len(piece.letters) > 3 and not any(text.isascii() for text, _, _ in piece.letters)
    ]
    return min(median(shares), 1.0) if shares else USUAL_SIZE


def _chars(piece: Piece, share: float, scale: float) -> list[Char]:
    """Return the letters of a line in points; small gaps between them are of the measuring."""
    size = share * piece.height
    top = piece.y - size / 2
    chars: list[Char] = []
    spaced = False
    for text, x0, x1 in piece.letters:
        if not text.strip():
            spaced = True
            continue
        char = Char(text, x0, x1, top, top + size, size, spaced)
        if chars and not spaced and x0 - chars[-1].x1 < GAP * size:
            chars[-1] = replace(chars[-1], x1=x0)
        chars.append(char)
        spaced = False
    return [_in_points(char, scale) for char in chars]


def _in_points(char: Char, scale: float) -> Char:
    return replace(
        char,
        x0=char.x0 / scale,
        x1=char.x1 / scale,
        top=char.top / scale,
        bottom=char.bottom / scale,
        size=char.size / scale,
    )


def _pieces(image: Any) -> list[Piece]:
    """Return the lines of an image, as recognised."""
    import numpy

    found = _engine()(
        numpy.asarray(image.convert("RGB")),
        use_cls=False,
        return_word_box=True,
        return_single_char_box=True,
    )
    if found.boxes is None:
        return []
    boxes, scores = found.boxes.tolist(), found.scores
    return [
        _piece(box, letters, score)
        for box, letters, score in zip(boxes, found.word_results, scores, strict=True)
        if letters
    ]


def _piece(box: list[list[float]], letters: Sequence[Any], score: float) -> Piece:
    """Make a line of a box (four corners from the top left, clockwise) and its letters."""
    (left, up), (right, fallen), _, corner = box
    placed = [(text, min(x for x, _ in at), max(x for x, _ in at)) for text, _, at in letters]
    return Piece(
        letters=tuple(placed),
        y=sum(y for _, y in box) / len(box),
        height=max(math.dist(box[0], corner), 1.0),
        slope=math.degrees(math.atan2(fallen - up, max(right - left, 1.0))),
        certainty=float(score),
    )


@cache
def _engine() -> Any:
    from rapidocr import RapidOCR

    return RapidOCR(params={"Global.log_level": "critical"})
