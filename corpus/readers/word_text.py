"""What one Word paragraph prints: its text, and the boxes and notes that are anchored in it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from xml.etree.ElementTree import Element

from corpus.readers.word_package import MC, W, alternative, is_on, value_at
from corpus.readers.word_styles import Styles
from corpus.vocabulary import rows_of

SOFT_HYPHEN = "\u00ad"
SPACE = "{http://www.w3.org/XML/1998/namespace}space"
MATH_TEXT = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
OLE_OBJECT = "{urn:schemas-microsoft-com:office:office}OLEObject"
EXTENT = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}extent"
PICTURE = "{http://schemas.openxmlformats.org/drawingml/2006/main}blip"
PLAIN = {
    W + "tab": "\t",
    W + "ptab": "\t",
    W + "br": "\n",
    W + "cr": "\n",
    W + "noBreakHyphen": "-",
}
SKIPPED = frozenset(
    W + tag
    for tag in ("del", "moveFrom", "pPr", "rPr", "sdtPr", "instrText", "delText", "rt", "tbl")
)
NOTES = {W + "footnoteReference": "footnotes", W + "endnoteReference": "endnotes"}
CONTENTS_FIELD = re.compile(r"PAGEREF\s+_Toc")
CIRCLED_FIELD = re.compile(r"^\s*eq\s*\\o\\ac\s*\(\s*[○〇◯]\s*,\s*(\d{1,2})\s*\)", re.IGNORECASE)
CIRCLES = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
LARGE_PICTURE = (3_600_000, 1_800_000)  # width and height in EMU: 10 × 5 cm


@dataclass(slots=True)
class Content:
    """What a paragraph holds. text: lines parted by line feeds, as printed."""

    text: str = ""
    boxes: list[Element] = field(default_factory=list)  # contents of text boxes
    notes: list[tuple[str, str]] = field(default_factory=list)  # ("footnotes", id)
    pictures: int = 0  # large ones
    workbooks: int = 0  # embedded spreadsheets
    is_contents: bool = False  # a field in it makes it a line of a table of contents


def content_of(paragraph: Element, styles: Styles) -> Content:
    """Return what a paragraph prints, without deleted and hidden text."""
    collector = _Collector(styles, styles.is_hidden(styles.style_of(paragraph)))
    collector.take(paragraph)
    content = collector.content
    content.text = "".join(collector.parts).replace(SOFT_HYPHEN, "")
    return content


def runs_into_next(paragraph: Element) -> bool:
    """Tell whether a paragraph's end is deleted or hidden: the next one goes on in its line."""
    mark = paragraph.find(f"{W}pPr/{W}rPr")
    if mark is None:
        return False
    deleted = mark.find(W + "del") is not None or mark.find(W + "moveFrom") is not None
    return deleted or bool(is_on(mark, "vanish"))


def labelled(label: str, text: str) -> str:
    """Return a paragraph with its list number in front, as a typed number would stand there.

    The gap that Word prints behind 「一、」 is none in text; behind 「第一部分」 it parts words.
    「1.」 and 「2026年」 must not become a number.
    """
    number, text = label.rstrip(), text.lstrip(" \t")
    if not number or not text:
        return number or text
    parted = label != number and number[-1].isalnum()
    return (
        f"{number} {text}"
        if parted or (text[0].isdigit() and number[-1] in ".．")
        else number + text
    )


class _Collector:
    """Walks one paragraph in printed order."""

    def __init__(self, styles: Styles, hidden: bool) -> None:
        self._styles, self._hidden = styles, hidden
        self.parts: list[str] = []
        self.content = Content()

    def take(self, element: Element) -> None:
        """Take what an element prints: a run, a wrapper of runs, or one character."""
        tag = element.tag
        if tag in SKIPPED:
            self._take_code(element)
        elif tag in PLAIN:
            self.parts.append(PLAIN[tag])
        elif tag in (W + "t", MATH_TEXT):
            self.parts.append(_text(element))
        elif tag == W + "sym":
            self.parts.append(_symbol(element))
        elif tag == W + "r":
            self._take_run(element)
        elif tag == MC + "AlternateContent":
            self._take_all(alternative(element))
        else:
            self._take_object(element)

    def _take_all(self, element: Element) -> None:
        for child in element:
            self.take(child)

    def _take_run(self, run: Element) -> None:
        notes = [child for child in run if child.tag in NOTES]
        if self._is_hidden(run):
            return
        for note in notes:
            self.content.notes.append((NOTES[note.tag], note.get(W + "id", "")))
        if not notes:  # a mark of the writer's own would stand behind a number like a digit
            self._take_all(run)

    def _is_hidden(self, run: Element) -> bool:
        own = is_on(run, "rPr/vanish")
        style = value_at(run, "rPr/rStyle")
        if own is not None:
            return own
        return self._hidden or (style is not None and self._styles.is_hidden(style))

    def _take_object(self, element: Element) -> None:
        """Wrappers of runs, and drawings: only the text of boxes counts in those."""
        if element.tag == W + "txbxContent":
            self.content.boxes.append(element)
            return
        if element.tag == OLE_OBJECT:
            self.content.workbooks += element.get("ProgID", "").startswith(("Excel", "ET."))
        if element.tag == W + "drawing":
            self.content.pictures += _is_large_picture(element)
        self._take_all(element)

    def _take_code(self, element: Element) -> None:
        """A field's code prints nothing, but it may say what the field is."""
        if element.tag != W + "instrText":
            return
        code = element.text or ""
        self.content.is_contents = self.content.is_contents or bool(CONTENTS_FIELD.search(code))
        if (circled := CIRCLED_FIELD.match(code)) and 0 < int(circled[1]) <= len(CIRCLES):
            self.parts.append(CIRCLES[int(circled[1]) - 1])


def _text(element: Element) -> str:
    text = element.text or ""
    return text if element.get(SPACE) == "preserve" else text.strip(" \t\r\n")


@cache
def _symbols() -> dict[tuple[str, int], str]:
    rows = rows_of("symbols.tsv", columns=3)
    return {(font, int(code, 16)): sign for font, code, sign in rows}


def _symbol(element: Element) -> str:
    """The printed character; nothing for a symbol that has no character of its own."""
    try:
        code = int(element.get(W + "char", ""), 16)
    except ValueError:
        return ""
    if 0xE000 <= code <= 0xF8FF:  # symbol fonts live in the private area, from F000 on
        return _symbols().get((element.get(W + "font", ""), code & 0xFF), "")
    return chr(code) if 0x20 <= code <= 0x10FFFF else ""


def _is_large_picture(drawing: Element) -> bool:
    extent = next(drawing.iter(EXTENT), None)
    if extent is None or next(drawing.iter(PICTURE), None) is None:
        return False
    sizes = (extent.get("cx", ""), extent.get("cy", ""))
    return all(
        size.isdecimal() and int(size) >= limit
        for size, limit in zip(sizes, LARGE_PICTURE, strict=True)
    )
