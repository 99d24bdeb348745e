"""Old Word files are read through LibreOffice, and never wait, run or ask for anything."""

from __future__ import annotations

import io
import shutil
import struct
import time
from pathlib import Path

import docx as python_docx
import pytest

from corpus.document import Block, Reading
from corpus.errors import UnreadableDocument
from corpus.ingest import parse
from corpus.readers import office
from corpus.readers.archive import is_encrypted_office, ole_head, ole_names
from corpus.readers.office import convert, read_doc
from corpus.readers.office_tail import with_last_table
from corpus.readers.word import read_docx
from tests.corpus.packed_files import ole_file

needs_office = pytest.mark.skipif(
    shutil.which("soffice") is None, reason="LibreOffice is not installed"
)


def sample() -> bytes:
    """Return a small budget as .docx, with a table whose header is merged."""
    document = python_docx.Document()
    document.add_paragraph("云洲市临江区水务局2026年部门预算")
    document.add_paragraph("表1 支出预算表")
    document.add_paragraph("单位：万元")
    table = document.add_table(4, 3)
    rows = (("科目", "支出", ""), ("", "基本", "项目"), ("供水", "5.00", "1.00"))
    for r, row in enumerate((*rows, ("合计", "5.00", "1.00"))):
        for c, text in enumerate(row):
            table.cell(r, c).text = text
    table.cell(0, 0).merge(table.cell(1, 0))
    table.cell(0, 1).merge(table.cell(0, 2))
    document.add_paragraph("说明：2026年支出预算6.00万元，比上年增加1.00万元。")
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def word_97(*, encrypted: bool) -> bytes:
    """Return the container of a Word 97 file with nothing but the head of its text."""
    flags = 0x0100 if encrypted else 0
    return ole_file(
        {"WordDocument": struct.pack("<5HH", 0xA5EC, 193, 0, 0, 0, flags).ljust(5000, b"x")}
    )


@needs_office
@pytest.mark.parametrize("suffix", ["doc", "rtf"])
def test_old_formats(suffix: str) -> None:
    """A .doc and an .rtf file give the figures of the .docx file."""
    new = sample()
    old = convert(new, ".docx", suffix, "样例.docx")
    found = [
        [(f.item.name, f.slice, f.quantity.value) for f in parse(data, name).figures]
        for data, name in ((new, "样例.docx"), (old, f"样例.{suffix}"))
    ]

    assert found[0]
    assert found[0] == found[1]


@needs_office
def test_damaged_file() -> None:
    """A file that LibreOffice cannot read is refused with what to do."""
    with pytest.raises(UnreadableDocument, match="另存为 docx"):
        read_doc(word_97(encrypted=False)[:3000], "坏.doc")


def test_locked_doc() -> None:
    """A .doc file with a password is told by its head, at once."""
    started = time.monotonic()
    with pytest.raises(UnreadableDocument, match="《加密》设有密码"):
        read_doc(word_97(encrypted=True), "加密")

    assert time.monotonic() - started < 1


def test_locked_docx() -> None:
    """A .docx file with a password is an OLE container that holds the locked package."""
    data = ole_file({"EncryptedPackage": b"x" * 5000})

    assert is_encrypted_office(data)
    for reader, name in ((read_docx, "密.docx"), (read_doc, "密.doc")):
        with pytest.raises(UnreadableDocument, match="设有密码"):
            reader(data, name)


def test_ole_container() -> None:
    """Streams of an OLE container are found by name; a damaged one has none."""
    data = word_97(encrypted=False)

    assert "WordDocument" in ole_names(data)
    assert 0xA5EC == struct.unpack_from("<H", ole_head(data, "WordDocument", 32))[0]
    assert frozenset() == ole_names(data[:600])
    assert not is_encrypted_office(b"PK\x03\x04")


def test_without_libreoffice(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without LibreOffice the message names it, and the way without it."""
    monkeypatch.setattr(office, "PROGRAMS", ("no-such-program",))

    with pytest.raises(UnreadableDocument, match=r"安装 LibreOffice.*另存为 docx"):
        read_doc(word_97(encrypted=False), "旧.doc")


@pytest.mark.skipif(not Path("/bin/sh").exists(), reason="needs a shell")
def test_time_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A conversion that hangs is ended with the programs that it started."""
    program = tmp_path / "office"
    program.write_text(f"#!/bin/sh\n(sleep 5; touch {tmp_path}/late) &\nwait\n", encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setattr(office, "PROGRAMS", (str(program),))
    monkeypatch.setattr(office, "SECONDS", 0.3)

    with pytest.raises(UnreadableDocument, match="已停止"):
        convert(b"text", ".doc", "docx", "慢.doc")
    time.sleep(5)
    assert not (tmp_path / "late").exists()


CELLS = "科目\x07金额\x07\x07供水\x075.00\x07\x07排水\x07\x07\x07合计\x075.00\x07\x07"


def ending(cells: str) -> bytes:
    """Return what a .doc holds around its text: marks between cells, in two bytes a letter."""
    return b"\x01\x02" * 300 + f"表1\r{cells}\0\0".encode("utf-16-le") + b"\xff\xfe" * 300


def glued(cells: str) -> Reading:
    """Return what LibreOffice makes of a document that ends with a table."""
    return Reading((Block(text="表1"), Block(text=cells.replace("\x07", ""))))


@pytest.mark.parametrize("before", [b"", b"\x00"])
def test_a_table_at_the_end_is_put_back(before: bytes) -> None:
    """Cells that the conversion joined to one paragraph are told by the marks in the file."""
    reading = with_last_table(glued(CELLS), before + ending(CELLS))

    rows = (("科目", "金额"), ("供水", "5.00"), ("排水", ""), ("合计", "5.00"))
    assert [block.rows for block in reading.blocks] == [(), rows]
    assert not reading.remarks


def test_a_table_that_cannot_be_put_back_is_told() -> None:
    """Rows of different widths, or other words than the paragraph's, are no table: a remark."""
    torn = "科目\x07金额\x07\x07供水\x075.00\x071.00\x07\x07合计\x07\x07"
    other = CELLS.replace("科目", "项目")
    for made, file in ((torn, torn), (CELLS, other)):
        reading = with_last_table(glued(made), ending(file))
        assert reading.blocks == glued(made).blocks
        assert "失去了单元格" in reading.remarks[0]


def test_a_paragraph_at_the_end_stays() -> None:
    """A document that ends with a paragraph has nothing to put back."""
    reading = Reading((Block(text="供水5.00万元"),))
    assert with_last_table(reading, ending(f"{CELLS}供水5.00万元\r")) == reading
