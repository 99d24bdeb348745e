"""What a file is, whatever it is called."""

from __future__ import annotations

import codecs

import pytest

from corpus.errors import UnreadableDocument
from corpus.readers import READERS, read_file
from corpus.readers.kinds import SUFFIXES, kind_of, kinds
from tests.corpus.packed_files import ole_file, zip_file

PAGE = "<!DOCTYPE html>\n<html><head><title>预算公开</title></head><body>甲</body></html>"
TABLE = "<table border=1><tr><td>项目</td><td>预算数</td></tr></table>"
SAVED = "From: <保存>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n"
SHEET_XML = '<?xml version="1.0"?>\n<?mso-application progid="Excel.Sheet"?>\n<Workbook/>'
TEXT = "云洲市临江区水务局2026年部门预算公开"
WORD, BOOK = {"word/document.xml": b"<x/>"}, {"xl/workbook.xml": b"<x/>"}

EXAMPLES = [
    (b"%PDF-1.7\n", "a.pdf", "pdf"),
    (b"\r\n%PDF-1.4\n", "a.docx", "pdf"),
    (b"HTTP/1.1 200 OK\r\n\r\n%PDF-1.4\n", "a.pdf", "pdf"),
    (b"%PDF-1.4\n", "a.txt", "pdf"),
    (b"%PDF-1.4\n", "没有后缀", "pdf"),
    ("文件头是 %PDF-1.4 的为 PDF".encode(), "a.txt", "text"),
    (zip_file(WORD), "a.pdf", "docx"),
    (zip_file(BOOK), "a.xls", "xlsx"),
    (zip_file({"xl\\workbook.xml": b""}), "a.xlsx", "xlsx"),
    (zip_file({"xl/workbook.bin": b""}), "a.xlsx", "xlsb"),
    (zip_file({"OFD.xml": b""}), "a.ofd", "ofd"),
    (zip_file({"预算.docx": zip_file(WORD)}), "a.docx", "zip"),
    (zip_file(WORD)[:60], "a.docx", "docx"),
    (zip_file(WORD)[:60], "a.pdf", "zip"),
    (ole_file({"WordDocument": b""}), "a.doc", "doc"),
    (ole_file({"WordDocument": b""}), "a.docx", "doc"),
    (ole_file({"Book": b""}), "a.xls", "xls"),
    (ole_file({"Workbook": b"", "CompObj": b""}), "a.xlsx", "xls"),
    (ole_file({"WordDocument": b""}, {"Workbook": b""}), "a.doc", "doc"),
    (ole_file({"Workbook": b""}, {"WordDocument": b""}), "a.xls", "xls"),
    (ole_file({"EncryptionInfo": b"", "EncryptedPackage": b""}), "a.docx", "encrypted"),
    (ole_file({"PowerPoint Document": b""}), "a.doc", "ole"),
    (ole_file({"WordDocument": b""})[:600], "a.doc", "doc"),
    (b"{\\rtf1\\ansi", "a.doc", "doc"),
    (SAVED.encode(), "a.doc", "html"),
    (PAGE.encode(), "a.html", "html"),
    (codecs.BOM_UTF8 + PAGE.encode(), "a.xls", "html"),
    (codecs.BOM_UTF16_LE + PAGE.encode("utf-16-le"), "a.xls", "html"),
    (b'\n <?xml version="1.0"?><!-- x -->' + PAGE.encode("gb18030"), "a.doc", "html"),
    (TABLE.encode("gb18030"), "a.xls", "html"),
    (TABLE.encode(), "a.txt", "text"),
    (f"<html><body>{TABLE}</body></html>\n三、说明".encode(), "a.md", "text"),
    (PAGE.encode(), "a.txt", "html"),
    (TEXT.encode(), "a.html", "html"),
    (SHEET_XML.encode(), "a.xls", "office-xml"),
    (TEXT.encode(), "a.txt", "text"),
    (TEXT.encode("gb18030"), "a.csv", "csv"),
    (TEXT.encode("utf-16"), "a.pdf", "text"),
    (TEXT.encode("gb18030"), "a.pdf", "text"),
    (TEXT.encode(), "a.exe", ""),
    (b"", "a.pdf", "empty"),
    (b"", "a.txt", "text"),
    (b"\x89PNG\r\n\x1a\n\0\0", "a.pdf", "image"),
    (b"\x89PNG\r\n\x1a\n\0\0", "a.txt", "image"),
    ("BMI 是体重指数".encode(), "a.txt", "text"),
    (bytes(range(256)), "a.xlsx", "binary"),
]


@pytest.mark.parametrize(
    ("data", "name", "kind"), EXAMPLES, ids=[f"{n}-{k}" for n, (_, _, k) in enumerate(EXAMPLES)]
)
def test_content_decides(data: bytes, name: str, kind: str) -> None:
    """A file is what it holds; only text is told apart by its suffix."""
    assert kind == kind_of(data, name)


def test_every_kind_has_a_name() -> None:
    """Whatever a suffix promises, and whatever has a reader, can be named to people."""
    assert {*SUFFIXES.values(), *READERS} <= set(kinds())


def test_what_nothing_reads_has_a_way_out() -> None:
    """A kind without a reader, and not promised by a suffix, says what a person can do."""
    unread = set(kinds()) - {*SUFFIXES.values()}

    assert [key for key in unread if not kinds()[key].way_out] == []


def test_a_text_under_another_suffix_is_read() -> None:
    """Plain text called .pdf is read, and a remark says so."""
    reading = read_file(TEXT.encode(), "预算.pdf")

    assert TEXT == reading.blocks[0].text
    assert ("《预算.pdf》的内容其实是纯文本，已按纯文本读取。",) == reading.remarks


def test_an_honest_suffix_needs_no_remark() -> None:
    """Nothing is said about a file that is what it is called."""
    assert () == read_file(TEXT.encode(), "预算.txt").remarks


@pytest.mark.parametrize(
    ("data", "name", "words"),
    [
        (zip_file({"a.bin": b""}), "包.docx", "《包.docx》是 ZIP 压缩包，不能读取。请解压"),
        (ole_file({"EncryptedPackage": b""}), "密.xlsx", "取消密码"),
        (b"\xff\xd8\xff\xe0\0\0", "照片.pdf", "《照片.pdf》是图片"),
        (bytes(range(256)), "坏.doc", "重新下载"),
        (b"", "空.docx", "《空.docx》是空文件"),
        (b"x", "预算.exe", "（.exe）"),
    ],
)
def test_what_cannot_be_read_is_named(data: bytes, name: str, words: str) -> None:
    """The message says which file, what it is, and the way out."""
    with pytest.raises(UnreadableDocument) as wrong:
        read_file(data, name)
    assert words in str(wrong.value)
