"""Opens a Word file: finds the parts that hold its text and parses them, whatever wrote them.

The parts are parsed here and not by python-docx, which loads every picture, knows only the
transitional names of the format, and stops at a missing part that nothing refers to.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from corpus.errors import UnreadableDocument
from corpus.readers.archive import XML_PARTS, checked_archive, damaged

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
STRICT = re.compile(rb"http://purl\.oclc\.org/ooxml/(wordprocessingml/main|officeDocument/[a-z]+)")
TRANSITIONAL = {
    b"wordprocessingml/main": b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    b"officeDocument/relationships": R[1:-1].encode(),
}
MAX_TAGS = 6_000_000  # of one part, opening and closing: about a gigabyte as a tree
OFF = frozenset({"0", "false", "off"})
DELETED = frozenset(W + tag for tag in ("del", "moveFrom"))
WRAPPERS = frozenset(
    [W + tag for tag in ("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag")]
    + [MC + "Choice", MC + "Fallback"]
)


@dataclass(frozen=True, slots=True)
class Package:
    """The parsed parts of a Word file; an empty element stands for a part that is not there."""

    body: Element
    styles: Element
    numbering: Element
    footnotes: Element
    endnotes: Element
    chunks: Mapping[str, tuple[str, bytes]]  # other files put into the text, by relationship


def opened(data: bytes, name: str) -> Package:
    """Return the parts of a docx file; raises ``UnreadableDocument``."""
    checked_archive(data, name)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return _Archive(archive, name).package()


class _Archive:
    """Parts by their path; some writers use backslashes or other capitals than they refer to."""

    def __init__(self, archive: zipfile.ZipFile, name: str) -> None:
        self._archive, self._name = archive, name
        self._entries = {_plain(entry.filename): entry for entry in archive.infolist()}

    def package(self) -> Package:
        main = next((p for kind, p in self._links("") if kind == "officeDocument"), "")
        main = main if _plain(main) in self._entries else "word/document.xml"
        document = self._parsed(main)
        body = document.find(W + "body")
        if body is None:
            raise UnreadableDocument(
                f"《{self._name}》不是 Word 文档，或没有正文。请用 Word、WPS 打开另存后再加入。"
            )
        parts = dict(self._links(main))
        return Package(
            body,
            styles=self._parsed(parts.get("styles", "")),
            numbering=self._parsed(parts.get("numbering", "")),
            footnotes=self._parsed(parts.get("footnotes", "")),
            endnotes=self._parsed(parts.get("endnotes", "")),
            chunks=self._chunks(main),
        )

    def _links(self, part: str) -> Iterator[tuple[str, str]]:
        """Yield (kind, path) of every part that a part refers to."""
        for link in self._relations(part):
            yield posixpath.basename(link.get("Type", "")), _path(part, link.get("Target", ""))

    def _relations(self, part: str) -> list[Element]:
        folder, base = posixpath.split(part)
        links = self._parsed(posixpath.join(folder, "_rels", f"{base}.rels"))
        return [link for link in links if link.get("TargetMode") != "External"]

    def _chunks(self, main: str) -> dict[str, tuple[str, bytes]]:
        found = {}
        for link in self._relations(main):
            path = _path(main, link.get("Target", ""))
            entry = self._entries.get(_plain(path))
            if entry and posixpath.basename(link.get("Type", "")) == "aFChunk":
                found[link.get("Id", "")] = (path, self._archive.read(entry))
        return found

    def _parsed(self, path: str) -> Element:
        entry = self._entries.get(_plain(path))
        if entry is None or not path.lower().endswith(XML_PARTS):
            return Element("none")
        markup = self._archive.read(entry)
        if markup.count(b"<") > MAX_TAGS:
            raise UnreadableDocument(f"《{self._name}》内容过大，无法读取。请拆分成较小的文件。")
        try:
            return ElementTree.fromstring(STRICT.sub(_transitional, markup))
        except ElementTree.ParseError as wrong:
            raise damaged(self._name) from wrong


def _plain(path: str) -> str:
    return path.replace("\\", "/").lstrip("/").lower()


def _path(part: str, target: str) -> str:
    target = target.replace("\\", "/")
    whole = target if target.startswith("/") else posixpath.join(posixpath.dirname(part), target)
    return posixpath.normpath(whole).lstrip("/")


def _transitional(match: re.Match[bytes]) -> bytes:
    return TRANSITIONAL.get(match[1], match[0])


def children(element: Element) -> Iterator[Element]:
    """Yield what stands in an element, without the wrappers of controls and tracked changes.

    Deleted content is left out; of alternative contents only the first is taken.
    """
    for child in element:
        if child.tag in DELETED:
            continue
        if child.tag == MC + "AlternateContent":
            yield from children(alternative(child))
        elif child.tag in WRAPPERS:
            yield from children(child)
        else:
            yield child


def alternative(content: Element) -> Element:
    """Return the one branch of alternative contents that is read."""
    choice = content.find(MC + "Choice")
    fallback = content.find(MC + "Fallback")
    found = choice if choice is not None else fallback
    return found if found is not None else Element("none")


def value_at(element: Element | None, path: str) -> str | None:
    """Return ``w:val`` of the element at a path of ``w:`` names, None when it is not there."""
    for name in path.split("/"):  # step by step: a path of several names is looked up slowly
        if element is None:
            return None
        element = element.find(W + name)
    return None if element is None else element.get(W + "val", "")


def number_at(element: Element | None, path: str, default: int) -> int:
    """Return ``w:val`` as a whole number; the default when it is missing or no number."""
    value = value_at(element, path) or ""
    return int(value) if value.lstrip("-").isdecimal() else default


def is_on(element: Element | None, path: str) -> bool | None:
    """Return whether a switch like ``rPr/vanish`` is on, None when it is not set."""
    value = value_at(element, path)
    return None if value is None else value.lower() not in OFF
