"""Draws a PDF page with what each stage of reading saw on it: for finding the stage that erred.

The stages are asked for their own values; nothing is found here that reading did not find.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import cast

import pypdfium2
from PIL import Image, ImageDraw, ImageFont

from corpus.errors import UnreadableDocument
from corpus.readers.pdf import check, sheets_of
from corpus.readers.pdf_blocks import contents_of
from corpus.readers.pdf_margins import Sheet, without_running_lines
from corpus.readers.pdf_page import FoundTable, Line, Page
from corpus.readers.pdf_prose import Measure, PageContent, Text, goes_on, local_measure, measures_of
from corpus.readers.pdf_ruled import lattices_of, regions_of
from corpus.readers.scan import Scans

SCALE = 2.0  # pixels a point: 144 a inch
LEGEND_LINE, LEGEND_SIZE, SWATCH = 26, 18, 30  # pixels
Colour = tuple[int, int, int]
Box = tuple[float, float, float, float]  # x0, top, x1, bottom, in points

RED, BLUE, GREEN = (214, 39, 40), (31, 119, 180), (44, 140, 44)
PURPLE, GREY, ORANGE = (130, 60, 180), (110, 110, 110), (255, 127, 14)
# Fonts with Chinese letters on the systems that people have; Pillow looks in their folders.
FONTS: tuple[str, ...] = (
    "NotoSansCJK-Regular.ttc",
    "NotoSerifCJK-Regular.ttc",
    "msyh.ttc",
    "PingFang.ttc",
)
FONTS += ("simsun.ttc", "STHeiti Medium.ttc", "wqy-zenhei.ttc", "uming.ttc")


@dataclass(frozen=True, slots=True)
class Trace:
    """What reading saw on one page, stage by stage; boxes in points from the top left corner."""

    page: Page
    cells: tuple[Box, ...]  # of tables with a grid of rules
    loose: tuple[FoundTable, ...]  # tables found by white space
    paragraphs: tuple[tuple[Text, ...], ...]
    dropped: tuple[Line, ...]  # running heads and page numbers


def page_png(data: bytes, name: str, number: int) -> tuple[bytes, tuple[str, ...]]:
    """Return (the drawn page as PNG, its legend in Chinese); pages count from 1.

    Raises ``UnreadableDocument`` when the file is damaged or has no such page.
    """
    trace = trace_of(data, name, number)
    image = _rendered(data, number, trace.page.turn)
    layers = _layers(trace)
    _draw(image, layers)
    out = io.BytesIO()
    _with_legend(image, layers).save(out, "PNG")
    return out.getvalue(), tuple(layer.told for layer in layers)


def _rendered(data: bytes, number: int, turn: int) -> Image.Image:
    """Return the page as it is printed, turned so that its text runs from left to right."""
    with pypdfium2.PdfDocument(data) as pdf:
        image = cast(Image.Image, pdf[number - 1].render(scale=SCALE).to_pil())
    return image.convert("RGB").rotate(-90 * turn, expand=True)


def trace_of(data: bytes, name: str, number: int) -> Trace:
    """Return what reading the file saw on one page."""
    check(data, name)
    sheets, broken, _ = sheets_of(data, name, Scans(data, name))
    if number in broken:
        raise UnreadableDocument(f"《{name}》的第 {number} 页已损坏，没有读出。")
    if number > len(sheets) + len(broken):
        count = len(sheets) + len(broken)
        raise UnreadableDocument(
            f"《{name}》没有第 {number} 页：共 {count} 页。请用 --page 指定其中一页。"
        )
    return _trace(sheets, number)


def _trace(sheets: Sequence[Sheet], number: int) -> Trace:
    cleared = without_running_lines(sheets)
    contents = contents_of(cleared)
    at = next(i for i, sheet in enumerate(sheets) if sheet.page.number == number)
    kept = {id(line) for line in cleared[at].lines}
    own = contents[at]
    return Trace(
        page=sheets[at].page,
        cells=tuple(_cells(sheets[at])),
        loose=tuple(
            t for t in own.items if isinstance(t, FoundTable) and not _is_in(t, sheets[at])
        ),
        paragraphs=tuple(_paragraphs(own, contents)),
        dropped=tuple(line for line in sheets[at].lines if id(line) not in kept),
    )


def _is_in(table: FoundTable, sheet: Sheet) -> bool:
    return any(table is other for other in sheet.tables)


def _cells(sheet: Sheet) -> Iterator[Box]:
    """The cells of the lattices that became tables."""
    for lattice in lattices_of(sheet.page.horizontal, sheet.page.vertical):
        xs, ys = lattice.xs, lattice.ys
        if any((table.top, table.bottom) == (ys[0], ys[-1]) for table in sheet.tables):
            for cell in regions_of(lattice):
                yield xs[cell.left], ys[cell.top], xs[cell.right], ys[cell.bottom]


def _paragraphs(own: PageContent, contents: Sequence[PageContent]) -> Iterator[tuple[Text, ...]]:
    """The lines of the page in groups that are one paragraph each."""
    whole = measures_of(contents)[own.shape]
    for is_text, group in groupby(own.items, key=lambda item: isinstance(item, Text)):
        run = [item for item in group if isinstance(item, Text)]
        if not is_text:
            continue
        measure = local_measure(run, own, whole)
        starts = [i for i in range(1, len(run)) if not _joins(run[i - 1], run[i], measure)]
        for start, end in pairwise([0, *starts, len(run)]):
            yield tuple(run[start:end])


def _joins(before: Text, after: Text, measure: Measure) -> bool:
    return goes_on(before, after, measure, same_page=True)


@dataclass(frozen=True, slots=True)
class Layer:
    """One kind of thing that is drawn. lines: (x0, y0, x1, y1) in points."""

    colour: Colour
    chinese: str
    english: str  # where no font has Chinese letters
    count: int
    boxes: tuple[Box, ...] = ()
    lines: tuple[Box, ...] = ()
    is_filled: bool = False

    @property
    def told(self) -> str:
        """The line of the legend."""
        return f"{self.chinese}：{self.count}"


def _layers(trace: Trace) -> list[Layer]:
    rules = [(r.start, r.at, r.end, r.at) for r in trace.page.horizontal]
    rules += [(r.at, r.start, r.at, r.end) for r in trace.page.vertical]
    loose = tuple((t.edges[0], t.top, t.edges[-1], t.bottom) for t in trace.loose if t.edges)
    columns = tuple((x, t.top, x, t.bottom) for t in trace.loose for x in t.edges)
    lines = tuple(text for group in trace.paragraphs for text in group)
    under = tuple((t.x0, t.bottom, t.x1, t.bottom) for t in lines)
    dropped = tuple((t.x0, t.top, t.x1, t.bottom) for t in trace.dropped)
    struck = tuple(
        (x0, (top + bottom) / 2, x1, (top + bottom) / 2) for x0, top, x1, bottom in dropped
    )
    return [
        Layer(BLUE, "单元格（有框线的表）", "cells", len(trace.cells), trace.cells, is_filled=True),
        Layer(RED, "线（横线和竖线）", "rules", len(rules), lines=tuple(rules)),
        Layer(GREEN, "没有框线的表和它的列", "loose tables, columns", len(loose), loose, columns),
        Layer(GREY, "正文的行", "lines of prose", len(lines), lines=under),
        Layer(
            PURPLE,
            "段落",
            "paragraphs",
            len(trace.paragraphs),
            lines=tuple(line for group in trace.paragraphs for line in _bracket(group)),
        ),
        Layer(
            ORANGE,
            "不读的页眉和页码",
            "dropped: heads, page numbers",
            len(dropped),
            dropped,
            struck,
        ),
    ]


def _bracket(group: Sequence[Text]) -> Iterator[Box]:
    """A bracket on the left of the lines of a paragraph."""
    left = min(text.x0 for text in group) - 5
    top, bottom = group[0].top, group[-1].bottom
    yield (left, top, left, bottom)
    yield (left, top, left + 3, top)
    yield (left, bottom, left + 3, bottom)


def _draw(image: Image.Image, layers: Sequence[Layer]) -> None:
    pen = ImageDraw.Draw(image, "RGBA")
    for layer in layers:
        for box in layer.boxes:
            fill = (*layer.colour, 40) if layer.is_filled else None
            pen.rectangle([SCALE * at for at in box], fill=fill, outline=(*layer.colour, 255))
        for line in layer.lines:
            pen.line([SCALE * at for at in line], fill=(*layer.colour, 200), width=2)


def _with_legend(image: Image.Image, layers: Sequence[Layer]) -> Image.Image:
    """Return the page with a strip below it that names the colours."""
    font, has_chinese = _font()
    page = Image.new("RGB", (image.width, image.height + LEGEND_LINE * (len(layers) + 1)), "white")
    page.paste(image, (0, 0))
    pen = ImageDraw.Draw(page)
    pen.line([0, image.height, image.width, image.height], fill=GREY)
    for i, layer in enumerate(layers):
        top = image.height + LEGEND_LINE * i + LEGEND_LINE // 2
        pen.rectangle([SWATCH, top, 2 * SWATCH, top + LEGEND_SIZE], fill=layer.colour)
        told = layer.told if has_chinese else f"{layer.english}: {layer.count}"
        pen.text((3 * SWATCH, top), told, fill="black", font=font)
    return page


def _font() -> tuple[ImageFont.FreeTypeFont | ImageFont.ImageFont, bool]:
    """Return (a font, whether it has Chinese letters)."""
    for name in FONTS:
        try:
            return ImageFont.truetype(name, LEGEND_SIZE), True
        except OSError:
            continue
    return ImageFont.load_default(LEGEND_SIZE), False
