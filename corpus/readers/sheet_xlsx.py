"""Reads the parts of an xlsx workbook: sheets, shown texts, merged and hidden ranges.

The XML is read as a stream and formatted cells without a value are cut out before parsing, so a
million of them cost little; formulas are never evaluated, only their saved results are taken.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import IO
from xml.parsers import expat

from corpus.readers.archive import damaged
from corpus.readers.number_format import builtin_formats, shown_number, shown_text
from corpus.readers.sheet_model import MAX_MERGES, UNCOMPUTED, Sheet, Workbook, check_size

EMPTY_CELL = re.compile(rb"<(?:\w+:)?(?:c|row)(?:\s[^<>]*)?/>")
EMPTY_ROW = re.compile(rb"<(?:\w+:)?row(?:\s[^<>]*)?>\s*</(?:\w+:)?row>")
CHUNK = 1024 * 1024  # bytes
ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
REFERENCE = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})")
SHEET_TYPES = ("/worksheet",)
GENERAL = "General"

OnStart = Callable[[str, dict[str, str]], None]
OnEnd = Callable[[str], None]
OnText = Callable[[str], None]


def read_workbook(data: bytes, name: str) -> Workbook:
    """Return the visible sheets of an xlsx file whose archive was checked before.

    Raises ``UnreadableDocument`` for missing or broken parts and for too many cells.
    """
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {part.replace("\\", "/").lower(): part for part in archive.namelist()}
        try:
            return _workbook(archive, parts, name)
        except (expat.ExpatError, KeyError, ValueError, IndexError) as wrong:
            raise damaged(name) from wrong


@dataclass(frozen=True, slots=True)
class _Shared:
    """What all sheets share: file name, texts, the format code of each style, the first day."""

    name: str
    texts: list[str]
    formats: list[str]
    from_1904: bool


def _workbook(archive: zipfile.ZipFile, parts: dict[str, str], name: str) -> Workbook:
    main = next((t for k, t in _targets(archive, parts, "") if k.endswith("/officeDocument")), "")
    book = _Book()
    _parse(_part(archive, parts, main), book.start)
    folder, file = posixpath.split(main)
    targets = _relations(archive, parts, folder, file)
    texts, styles = _Texts(), _Styles()
    for kind, target, _ in targets:
        if kind.endswith("/sharedStrings"):
            _parse(_part(archive, parts, target), texts.start, texts.end, texts.text)
        elif kind.endswith("/styles"):
            _parse(_part(archive, parts, target), styles.start, styles.end)
    shared = _Shared(name, texts.found, styles.formats(), book.from_1904)
    sheets = {relation: (kind, target) for kind, target, relation in targets}
    shown: list[Sheet] = []
    hidden: list[str] = []
    for title, relation, state in book.sheets:
        kind, target = sheets[relation]
        if not kind.endswith(SHEET_TYPES):
            continue
        if state in ("hidden", "veryHidden"):
            hidden.append(title)
            continue
        reader = _SheetReader(Sheet(title), shared)
        with archive.open(parts[target.lstrip("/").lower()]) as part:
            _parse_filled(part, reader)
        shown.append(reader.sheet)
        check_size(shown, name)
    return Workbook(tuple(shown), tuple(hidden))


def _part(archive: zipfile.ZipFile, parts: dict[str, str], path: str) -> bytes:
    return archive.read(parts[path.lstrip("/").lower()])


def _targets(archive: zipfile.ZipFile, parts: dict[str, str], folder: str) -> list[tuple[str, str]]:
    return [(kind, target) for kind, target, _ in _relations(archive, parts, folder, "")]


def _relations(
    archive: zipfile.ZipFile, parts: dict[str, str], folder: str, file: str
) -> list[tuple[str, str, str]]:
    """Return (kind, target part, id) of what a part refers to; "" and "" is the root."""
    found: list[tuple[str, str, str]] = []

    def start(tag: str, attributes: dict[str, str]) -> None:
        if tag == "Relationship" and attributes.get("TargetMode") != "External":
            target = posixpath.normpath(posixpath.join("/", folder, attributes["Target"]))
            found.append((attributes.get("Type", ""), target, attributes.get("Id", "")))

    _parse(_part(archive, parts, posixpath.join(folder, "_rels", f"{file}.rels")), start)
    return found


def _parse(
    xml: bytes, start: OnStart, end: OnEnd | None = None, text: OnText | None = None
) -> None:
    """Run handlers over XML; prefixes of names are dropped, a DTD is refused."""
    _parser(start, end, text).Parse(xml, True)


def _parse_filled(part: IO[bytes], reader: _SheetReader) -> None:
    """Parse a sheet piece by piece, without the cells and rows that only carry a format."""
    parser = _parser(reader.start, reader.end, reader.text)
    rest = b""
    while chunk := part.read(CHUNK):
        rest += chunk
        cut = rest.rfind(b"<")  # what follows may be half a tag
        filled = EMPTY_ROW.sub(b"", EMPTY_CELL.sub(b"", rest[:cut]))
        parser.Parse(filled, False)
        rest = rest[cut:]
    parser.Parse(rest, True)


def _parser(
    start: OnStart, end: OnEnd | None = None, text: OnText | None = None
) -> expat.XMLParserType:
    parser = expat.ParserCreate()
    parser.buffer_text = True

    def refuse(*_: object) -> None:
        raise ValueError("DTD")

    parser.StartDoctypeDeclHandler = refuse
    parser.StartElementHandler = lambda tag, attributes: start(tag.rpartition(":")[2], attributes)
    if end is not None:
        on_end = end
        parser.EndElementHandler = lambda tag: on_end(tag.rpartition(":")[2])
    if text is not None:
        parser.CharacterDataHandler = text
    return parser


@dataclass(slots=True)
class _Book:
    """The list of sheets: (name, relation id, state)."""

    sheets: list[tuple[str, str, str]] = field(default_factory=list)
    from_1904: bool = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "workbookPr":
            self.from_1904 = attributes.get("date1904") in ("1", "true")
        elif tag == "sheet":
            relation = next((v for k, v in attributes.items() if k.endswith(":id")), "")
            self.sheets.append((attributes["name"], relation, attributes.get("state", "")))


@dataclass(slots=True)
class _Texts:
    """The shared texts in order; readings beside Chinese text (rPh) are left out."""

    found: list[str] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)
    in_text: bool = False
    in_reading: bool = False

    def start(self, tag: str, _: dict[str, str]) -> None:
        if tag == "si":
            self.pieces = []
        self.in_reading = self.in_reading or tag == "rPh"
        self.in_text = tag == "t" and not self.in_reading

    def end(self, tag: str) -> None:
        if tag == "si":
            self.found.append(_unescaped("".join(self.pieces)))
        if tag == "rPh":
            self.in_reading = False
        self.in_text = False

    def text(self, data: str) -> None:
        if self.in_text:
            self.pieces.append(data)


@dataclass(slots=True)
class _Styles:
    """The number formats of cell styles, in the order of cellXfs."""

    codes: dict[int, str] = field(default_factory=dict)
    numbers: list[int] = field(default_factory=list)
    in_cells: bool = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "numFmt":
            self.codes[int(attributes["numFmtId"])] = attributes["formatCode"]
        elif tag == "cellXfs":
            self.in_cells = True
        elif tag == "xf" and self.in_cells:
            self.numbers.append(int(attributes.get("numFmtId", "0")))

    def end(self, tag: str) -> None:
        if tag == "cellXfs":
            self.in_cells = False

    def formats(self) -> list[str]:
        known = builtin_formats() | self.codes
        return [known.get(number, GENERAL) for number in self.numbers]


class _SheetReader:
    """Collects the filled cells of one sheet."""

    def __init__(self, sheet: Sheet, shared: _Shared) -> None:
        self.sheet = sheet
        self._shared = shared
        self._row = self._column = -1
        self._kind = self._style = ""
        self._value: list[str] = []
        self._in_value = self._in_reading = self._has_formula = False
        self._starts: dict[str, Callable[[dict[str, str]], None]] = {
            "row": self._start_row,
            "c": self._start_cell,
            "col": self._hide_columns,
            "mergeCell": self._merge,
        }

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag in self._starts:
            self._starts[tag](attributes)
        elif tag == "f":
            self._has_formula = True
        elif tag == "rPh":
            self._in_reading = True
        self._in_value = tag in ("v", "t") and not self._in_reading

    def end(self, tag: str) -> None:
        self._in_value = False
        if tag == "c":
            self._end_cell()
        elif tag == "rPh":
            self._in_reading = False

    def text(self, data: str) -> None:
        if self._in_value:
            self._value.append(data)

    def _start_row(self, attributes: dict[str, str]) -> None:
        self._row = int(attributes["r"]) - 1 if "r" in attributes else self._row + 1
        self._column = -1
        check_size((self.sheet,), self._shared.name)
        if attributes.get("hidden") in ("1", "true"):
            self.sheet.hidden_rows.add(self._row)

    def _start_cell(self, attributes: dict[str, str]) -> None:
        if "r" in attributes:
            self._row, self._column = _place(attributes["r"])
        else:
            self._column += 1
        self._kind, self._style = attributes.get("t", "n"), attributes.get("s", "0")
        self._value = []
        self._has_formula = False

    def _hide_columns(self, attributes: dict[str, str]) -> None:
        if attributes.get("hidden") in ("1", "true") or not float(attributes.get("width", "1")):
            first, last = int(attributes["min"]) - 1, int(attributes["max"])
            self.sheet.hidden_columns.update(range(first, min(last, 16_384)))

    def _merge(self, attributes: dict[str, str]) -> None:
        first, _, last = attributes["ref"].partition(":")
        if last and len(self.sheet.merges) < MAX_MERGES:
            self.sheet.merges.append((*_place(first), *_place(last)))

    def _end_cell(self) -> None:
        value = "".join(self._value)
        if not value:
            self._end_blank()
        elif text := self._shown(value):
            self.sheet.cells[self._row, self._column] = text

    def _end_blank(self) -> None:
        if self._has_formula and self._kind != "str":
            self.sheet.uncomputed += 1
            self.sheet.cells[self._row, self._column] = UNCOMPUTED

    def _shown(self, value: str) -> str:
        style = int(self._style)
        code = self._shared.formats[style] if style < len(self._shared.formats) else GENERAL
        if self._kind == "s":
            return shown_text(self._shared.texts[int(value)], code)
        if self._kind in ("str", "inlineStr"):
            return shown_text(_unescaped(value), code)
        if self._kind == "n":
            self.sheet.numbers += 1
            return shown_number(float(value), code, from_1904=self._shared.from_1904)
        return {"0": "FALSE", "1": "TRUE"}.get(value, value) if self._kind == "b" else value


def _place(reference: str) -> tuple[int, int]:
    """「C5」 is (4, 2)."""
    match = REFERENCE.fullmatch(reference.upper())
    if match is None:
        raise ValueError(reference)
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - 64
    return int(match[2]) - 1, column - 1


def _unescaped(text: str) -> str:
    """Control characters are written as _x000D_; halves of a pair of characters are no text."""
    if "_x" not in text:
        return text
    plain = ESCAPED.sub(lambda match: chr(int(match[1], 16)), text)
    return plain.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
