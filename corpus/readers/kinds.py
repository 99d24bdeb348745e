"""Decides what kind of file some bytes are: by content first, by suffix only for plain text.

Saved names lie: an ``.xls`` is often a web page, and a ``.doc`` often a newer Word file. What the
kinds are called, and what to do about those that nothing reads, is data: ``file_kinds.tsv``.
"""

from __future__ import annotations

import codecs
import io
import re
import zipfile
from dataclasses import dataclass
from functools import cache
from pathlib import PurePath

from corpus.readers.archive import MAX_ENTRIES, is_ole, root_names
from corpus.vocabulary import rows_of

SUFFIXES = {
    ".txt": "text",
    ".text": "text",
    ".md": "text",
    ".tsv": "text",
    ".csv": "csv",
    ".htm": "html",
    ".html": "html",
    ".mht": "html",
    ".mhtml": "html",
    ".pdf": "pdf",
    ".docx": "docx",
    ".doc": "doc",
    ".rtf": "doc",
    ".wps": "doc",
    ".xlsx": "xlsx",
    ".xlsm": "xlsx",
    ".xls": "xls",
    ".et": "xls",
}
PLAIN = ("text", "csv")
HEAD, PROBE = 4096, 200_000  # bytes
MAX_CONTROL_SHARE = 0.01
WIDE_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
CONTROL = re.compile(rb"[\x01-\x08\x0e-\x1a\x1c-\x1f\x7f]")
PDF = re.compile(rb"(?:^|[\r\n])[\xef\xbb\xbf\s]*%PDF-")
BEFORE_MARKUP = re.compile(r"(?:\ufeff|\s|<\?xml\b[^>]*\?>|<!--.*?-->)+", re.DOTALL)
MARKUP = re.compile(
    r"<(?:!doctype\s+html|html|head|body|meta|title|style|script|link|table|div|p|form|center)\b",
    re.IGNORECASE,
)
WHOLE_PAGE = re.compile(r"<!doctype\s+html\b|<html\b[^>]*>\s*<(?:head|meta|title)\b", re.IGNORECASE)
OFFICE_XML = re.compile(r"<\?mso-application\b|<(?:\w+:)?(?:Workbook|wordDocument)\b")
MAIL_FIELD = re.compile(r"[\w-]+:")
# Streams at the root of an OLE file, the telling ones first.
STREAMS = {
    "EncryptedPackage": "encrypted",
    "WordDocument": "doc",
    "Workbook": "xls",
    "Book": "xls",
}
# Members of a zip, the telling ones first.
MEMBERS = {
    "word/": "docx",
    "xl/workbook.bin": "xlsb",
    "xl/": "xlsx",
    "ppt/": "pptx",
    "OFD.xml": "ofd",
    "content.xml": "odf",
}


@dataclass(frozen=True, slots=True)
class Kind:
    """What people call a kind of file, and the way out when nothing reads it, else ""."""

    name: str
    way_out: str
    starts: tuple[bytes, ...] = ()


@cache
def kinds() -> dict[str, Kind]:
    """Return every kind by its identifier."""
    return {
        identifier: Kind(name, way_out, _starts(starts))
        for identifier, name, way_out, starts in rows_of("file_kinds.tsv", columns=4)
    }


def _starts(written: str) -> tuple[bytes, ...]:
    return tuple(map(bytes.fromhex, filter(None, written.split("|"))))


def suffix_kind(name: str) -> str:
    """Return the kind that a file's name promises; "" for an unknown suffix or none."""
    return SUFFIXES.get(PurePath(name).suffix.lower(), "")


def kind_of(data: bytes, name: str) -> str:
    """Return the kind of a file, a key of ``kinds``; "" for text under an unknown suffix."""
    promised = suffix_kind(name)
    return _container(data, promised) or _markup(data, promised) or _rest(data, promised)


def _container(data: bytes, promised: str) -> str:
    """The kind of a file that begins with a signature of ours."""
    if PDF.search(data[:1024]):
        return "pdf"
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zip_kind(data, promised)
    if is_ole(data):
        return _ole_kind(data, promised)
    return "doc" if data.startswith(b"{\\rtf") else ""


def _zip_kind(data: bytes, promised: str) -> str:
    members = _members(data)
    for beginning, kind in MEMBERS.items():
        if any(member.startswith(beginning) for member in members):
            return kind
    return promised if promised in ("docx", "xlsx") and not members else "zip"


def _members(data: bytes) -> list[str]:
    """Names in a zip; none when it is damaged, or has so many that it is an attack."""
    if data.count(b"PK\x01\x02") > MAX_ENTRIES:
        return []
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return [name.replace("\\", "/") for name in archive.namelist()]
    except (zipfile.BadZipFile, NotImplementedError, ValueError):
        return []


def _ole_kind(data: bytes, promised: str) -> str:
    """By the streams at the root: a Word file may hold a workbook further in."""
    names = root_names(data)
    told = next((kind for stream, kind in STREAMS.items() if stream in names), "")
    return told or (promised if promised in ("doc", "xls") and not names else "ole")


def _markup(data: bytes, promised: str) -> str:
    """The kind of a file that is a web page, a saved web page, or Office XML.

    Text files may begin with a table in HTML that a converter left: only a whole page counts.
    """
    head = _head(data)
    if MAIL_FIELD.match(head) and _is_saved_page(head.lower()):
        return "html"
    before = BEFORE_MARKUP.match(head)
    start = before.end() if before else 0
    if WHOLE_PAGE.match(head, start):
        return "html"
    if promised in PLAIN:
        return ""
    if OFFICE_XML.match(head, start):
        return "office-xml"
    return "html" if MARKUP.match(head, start) else ""


def _head(data: bytes) -> str:
    """The first characters; what is not ASCII does not matter here."""
    if data.startswith(WIDE_MARKS):
        return data[:HEAD].decode("utf-16", errors="replace")
    return data[:HEAD].removeprefix(codecs.BOM_UTF8).decode("latin-1")


def _is_saved_page(head: str) -> bool:
    return "mime-version:" in head and "multipart/related" in head


def _rest(data: bytes, promised: str) -> str:
    """The kind of a file without a signature of ours."""
    if promised in PLAIN and not _foreign(data):
        return promised  # its reader tells what is wrong with a text
    if not data:
        return "empty"
    if not _is_text(data):
        return _foreign(data) or "binary"
    if promised == "html":
        return "html"
    return "text" if promised else ""


def _foreign(data: bytes) -> str:
    """The kind of a binary file by its first bytes; "" when they tell nothing."""
    if _is_text(data):
        return ""
    return next((key for key, kind in kinds().items() if data.startswith(kind.starts)), "")


def _is_text(data: bytes) -> bool:
    if data.startswith(WIDE_MARKS):
        return True
    probe = data[:PROBE]
    return b"\0" not in probe and len(CONTROL.findall(probe)) <= MAX_CONTROL_SHARE * len(probe)
