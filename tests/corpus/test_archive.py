"""A file that would fill the memory, or asks for a password, is refused before it is unpacked."""

from __future__ import annotations

import io
import time
import tracemalloc
import zipfile

import pytest

from corpus.errors import UnreadableDocument
from corpus.readers.archive import MAX_ENTRIES, checked_archive
from corpus.readers.word import read_docx
from tests.corpus.word_documents import docx, p

MEGABYTE = 1024 * 1024
BILLION = (
    '<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a "很多很多"><!ENTITY b "&a;&a;&a;&a;">'
    "<!ENTITY c '&b;&b;&b;&b;'>]><w>&c;</w>"
)


def packed(parts: dict[str, bytes]) -> bytes:
    """Return a zip file of some parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return out.getvalue()


BAD = [
    ("bomb", packed({"word/document.xml": bytes(90 * MEGABYTE)}), "解压后过大"),
    ("long", packed({"word/document.xml": bytes(120 * MEGABYTE)}), "解压后过大"),
    ("crowd", packed({f"{i}.xml": b"" for i in range(MAX_ENTRIES + 1)}), "解压后过大"),
    ("entities", packed({"word/document.xml": BILLION.encode()}), "实体定义"),
    ("wide entities", packed({"word/document.xml": BILLION.encode("utf-16")}), "实体定义"),
    ("late entities", packed({"a.xml": b" " * (MEGABYTE - 4) + BILLION.encode()}), "实体定义"),
    ("cut", docx(p("文字"))[:300], "已损坏"),
    ("no zip", b"PK\x03\x04 nothing", "已损坏"),
    ("empty", packed({}), "不是 Word 文档"),
    ("other", packed({"xl/workbook.xml": b"<workbook/>"}), "不是 Word 文档"),
    ("broken", packed({"word/document.xml": b"<w:document>"}), "已损坏"),
]


@pytest.mark.parametrize(("data", "message"), [b[1:] for b in BAD], ids=[b[0] for b in BAD])
def test_bad_files(data: bytes, message: str) -> None:
    """Each kind of bad file has its message, within seconds and in little memory."""
    tracemalloc.start()
    started = time.monotonic()
    with pytest.raises(UnreadableDocument, match=f"《坏.docx》.*{message}"):
        read_docx(data, "坏.docx")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert time.monotonic() - started < 5
    assert peak < 50 * MEGABYTE


def test_locked_entries() -> None:
    """A zip file whose entries are encrypted wants a password."""
    data = bytearray(packed({"word/document.xml": b"<w/>"}))
    data[data.index(b"PK\x01\x02") + 8] |= 1

    with pytest.raises(UnreadableDocument, match="设有密码"):
        checked_archive(bytes(data), "密.docx")


def test_wrong_checksum() -> None:
    """A part that does not match its checksum is damaged."""
    data = bytearray(docx(p("文字")))
    at = data.index(b"word/document.xml") + len("word/document.xml") + 40
    data[at] ^= 0xFF

    with pytest.raises(UnreadableDocument, match="已损坏"):
        read_docx(bytes(data), "坏.docx")


def test_nesting_without_end() -> None:
    """Tables inside each other by the thousand are refused, not followed."""
    depth = 3000
    body = "<w:tbl><w:tr><w:tc>" * depth + p("甲") + "</w:tc></w:tr></w:tbl>" * depth

    with pytest.raises(UnreadableDocument, match="已损坏"):
        read_docx(docx(body), "深.docx")


def test_ordinary_file() -> None:
    """A file that packs well because it repeats itself is no bomb."""
    data = docx(p("云洲市临江区水务局2026年部门预算。") * 20_000)

    checked_archive(data, "长.docx")
    assert 20_000 == len(read_docx(data, "长.docx").blocks)
