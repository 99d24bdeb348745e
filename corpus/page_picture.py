"""Draws the page of a PDF that a receipt names, with the cited place boxed.

Nothing is boxed that is not found for certain: a number that stands twice in its row, or words
that the page does not hold in one piece, leave the page as it is.
"""

from __future__ import annotations

import io
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, cast

import pypdfium2
from PIL import Image, ImageDraw

from corpus.errors import UnreadableDocument

LONGEST_SIDE = 1800  # pixels
SHARP = 2.0  # pixels a point: 144 an inch
FRAME, FRAME_WIDTH, MARGIN = (11, 93, 107), 3, 9  # colour; pixels
SAME_LINE = 0.5  # of a letter's height: how far two letters of one line may be apart
GLUED = 0.35  # of a letter's height: a digit nearer than this belongs to the same number
BEGINNING = 12  # letters that tell a sentence from every other one of its page
DIGITS = frozenset("0123456789.,，")
Box = tuple[float, float, float, float]  # left, bottom, right, top in points


@dataclass(frozen=True, slots=True)
class Picture:
    """A page as PNG; ``boxed``: whether the cited place was found and framed on it."""

    png: bytes
    boxed: bool


@dataclass(frozen=True, slots=True)
class _Letters:
    """The visible letters of a page in their stored order, with the box of each."""

    text: str
    boxes: tuple[Box, ...]


def page_picture(data: bytes, page: int, row: Sequence[str], column: int, quote: str) -> Picture:
    """Draw page ``page`` (from 1) of a PDF.

    row: the printed cells of the cited row, ``column`` the cited one; without cells ``quote`` is
    what is framed. Raises ``UnreadableDocument`` when there is no such page.
    """
    try:
        with pypdfium2.PdfDocument(data) as pdf:
            if not 1 <= page <= len(pdf):
                raise UnreadableDocument(f"文件没有第{page}页")
            return _drawn(pdf[page - 1], row, column, quote)
    except pypdfium2.PdfiumError as wrong:
        raise UnreadableDocument(f"第{page}页画不出来（{wrong}）") from wrong


def _drawn(sheet: Any, row: Sequence[str], column: int, quote: str) -> Picture:
    scale = min(SHARP, LONGEST_SIDE / max(sheet.get_size()))
    letters = _letters(sheet)
    boxes = _cell_boxes(letters, row, column) if row else _quote_boxes(letters, quote)
    bitmap = sheet.render(scale=scale)
    image = cast(Image.Image, bitmap.to_pil()).convert("RGB")
    to_bitmap = bitmap.get_posconv(sheet).to_bitmap
    for box in boxes:
        (x0, y0), (x1, y1) = to_bitmap(box[0], box[1]), to_bitmap(box[2], box[3])
        _frame(image, (min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)))
    out = io.BytesIO()
    image.save(out, "PNG")
    return Picture(out.getvalue(), bool(boxes))


def _frame(image: Image.Image, area: Sequence[float]) -> None:
    left, top, right, bottom = area
    grown = (left - MARGIN, top - MARGIN, right + MARGIN, bottom + MARGIN)
    ImageDraw.Draw(image).rectangle(grown, outline=FRAME, width=FRAME_WIDTH)


def _letters(sheet: Any) -> _Letters:
    page = sheet.get_textpage()
    found = [(letter, index) for index, letter in enumerate(page.get_text_range())]
    if len(found) != page.count_chars():  # letters of two code units: places would be off
        return _Letters("", ())
    seen = [(letter, page.get_charbox(index)) for letter, index in found if letter.strip()]
    return _Letters("".join(letter for letter, _ in seen), tuple(box for _, box in seen))


def _squeezed(text: str) -> str:
    return "".join(text.split())


def _places(letters: _Letters, words: str) -> Iterator[range]:
    words = _squeezed(words)
    at = letters.text.find(words) if words else -1
    while at >= 0:
        yield range(at, at + len(words))
        at = letters.text.find(words, at + 1)


def _quote_boxes(letters: _Letters, quote: str) -> list[Box]:
    """The boxes of a sentence; of its beginning, where it goes on over the page's end."""
    words = _squeezed(quote)
    places = list(_places(letters, words)) or list(_places(letters, words[:BEGINNING]))
    if len(places) != 1:
        return []
    start = places[0].start
    pairs = zip(words, letters.text[start:], strict=False)
    held = next((i for i, (one, other) in enumerate(pairs) if one != other), len(words))
    return list(_lines(letters, range(start, min(start + held, len(letters.text)))))


def _cell_boxes(letters: _Letters, row: Sequence[str], column: int) -> list[Box]:
    """The cell's box: on the one line that holds most of its row, counted from the left.

    A row may print one number in several columns: then its line must hold all of them.
    """
    cell = _squeezed(row[column])
    alike = [index for index, other in enumerate(row) if _squeezed(other) == cell]
    others = {other for other in map(_squeezed, row) if other and other != cell}
    whole = [place for place in _places(letters, cell) if not _goes_on(letters, place)]
    scored = [(_company(letters, place, others), place) for place in whole]
    best = max((score for score, _ in scored), default=0)
    places = [place for score, place in scored if score == best]
    if len(places) != len(alike) or (len(whole) > 1 and not best) or _are_apart(letters, places):
        return []
    places.sort(key=lambda place: letters.boxes[place.start][0])
    return list(_lines(letters, places[alike.index(column)]))


def _are_apart(letters: _Letters, places: Sequence[range]) -> bool:
    """Tell whether places are not all on one line."""
    boxes = [letters.boxes[place.start] for place in places]
    return not all(_on_one_line(boxes[0], box) for box in boxes)


def _goes_on(letters: _Letters, place: range) -> bool:
    """Tell whether the letters found are only a part of a longer number."""
    pairs = ((place.start - 1, place.start), (place.stop - 1, place.stop))
    return any(_are_glued(letters, one, other) for one, other in pairs)


def _are_glued(letters: _Letters, one: int, other: int) -> bool:
    if one < 0 or other >= len(letters.text):
        return False
    if not {letters.text[one], letters.text[other]} <= DIGITS:
        return False
    before, after = letters.boxes[one], letters.boxes[other]
    return _on_one_line(before, after) and abs(after[0] - before[2]) < GLUED * _height(before)


def _company(letters: _Letters, place: range, others: Collection[str]) -> int:
    """How many other cells of the row stand on the line of a place."""
    here = letters.boxes[place.start]
    return sum(
        any(_on_one_line(here, letters.boxes[other.start]) for other in _places(letters, cell))
        for cell in others
    )


def _height(box: Box) -> float:
    return max(box[3] - box[1], 1.0)


def _on_one_line(one: Box, other: Box) -> bool:
    middle, beside = (one[1] + one[3]) / 2, (other[1] + other[3]) / 2
    return abs(middle - beside) < SAME_LINE * max(_height(one), _height(other))


def _overlap(one: Box, other: Box) -> bool:
    """Tell whether two boxes share some height: a comma hangs low beside a digit."""
    return min(one[3], other[3]) > max(one[1], other[1])


def _lines(letters: _Letters, place: range) -> Iterator[Box]:
    """Yield a box for each line that the letters of a place stand on."""
    line: list[Box] = []
    for index in place:
        box = letters.boxes[index]
        if line and not _overlap(_around(line), box):
            yield _around(line)
            line = []
        line.append(box)
    if line:
        yield _around(line)


def _around(boxes: Sequence[Box]) -> Box:
    lefts, bottoms, rights, tops = zip(*boxes, strict=True)
    return min(lefts), min(bottoms), max(rights), max(tops)
