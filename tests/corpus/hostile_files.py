"""Builds small files that are damaged, locked or hostile, and honest ones beside them."""

from __future__ import annotations

import random
import struct
import zlib
from collections.abc import Sequence

from tests.corpus.packed_files import ole_file, zip_file

PAGE_TREE = "<</Type/Pages/Kids[{kids}]/Count {count}>>"
ENTITIES = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
BOMB = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e0 "预算">{ENTITIES}]>'
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
BOOK = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
HTML = "<html><head><title>预算</title></head><body><p>水务局2026年预算9.00万元。</p></body></html>"


def pdf_bomb() -> bytes:
    """Return a PDF of one page whose contents unpack, twice, to four gigabytes."""
    piece, pieces = bytes(16 * 1024**2), 256
    packer = zlib.compressobj(wbits=-15)
    packed = packer.compress(piece) + packer.flush(zlib.Z_FULL_FLUSH)  # may stand anywhere
    check = (len(piece) * pieces % 65521 << 16 | 1).to_bytes(4, "big")  # Adler-32 of zeros
    stream = zlib.compress(b"\x78\x9c" + packed * pieces + b"\x03\x00" + check)
    head = f"<</Length {len(stream)}/Filter[/FlateDecode/FlateDecode]>>\nstream\n".encode()
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R>>"
    tree = PAGE_TREE.format(kids="3 0 R", count=1).encode()
    objects = [b"<</Type/Catalog/Pages 2 0 R>>", tree, page, head + stream + b"\nendstream"]
    return _pdf(objects, "")


def pdf_file(pages: int, *, encrypted: bool = False) -> bytes:
    """Return a PDF of blank pages."""
    kids = " ".join(f"{n} 0 R" for n in range(3, 3 + pages))
    objects = ["<</Type/Catalog/Pages 2 0 R>>", PAGE_TREE.format(kids=kids, count=pages)]
    objects += ["<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>"] * pages
    lock = ""
    if encrypted:
        key = f"<{'5a' * 32}>"
        objects.append(f"<</Filter/Standard/V 1/R 2/O{key}/U{key}/P -4>>")
        lock = f"/Encrypt {len(objects)} 0 R/ID[<01><01>]"
    return _pdf([content.encode() for content in objects], lock)


def _pdf(objects: Sequence[bytes], trailer: str) -> bytes:
    out, places = b"%PDF-1.4\n", []
    for n, content in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (n, content)
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    count = len(objects) + 1
    head = f"xref\n0 {count}\n0000000000 65535 f \n{table}trailer\n"
    end = f"<</Size {count}/Root 1 0 R{trailer}>>\nstartxref\n{len(out)}\n%%EOF"
    return out + (head + end).encode()


def docx_file(document: str = "", extra: dict[str, bytes] | None = None) -> bytes:
    """Return a Word file with one paragraph, or with another main part."""
    paragraph = "<w:p><w:r><w:t>水务局2026年部门预算支出总额为9.00万元。</w:t></w:r></w:p>"
    body = f'<w:document xmlns:w="{WORD}"><w:body>{paragraph}</w:body></w:document>'
    links = (
        f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r1" '
        f'Type="{OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>'
    )
    parts = {"_rels/.rels": links, "word/document.xml": document or body}
    return zip_file({name: part.encode() for name, part in parts.items()} | (extra or {}))


def xlsx_file(cells: str, before: str = "", extra: dict[str, bytes] | None = None) -> bytes:
    """Return a workbook of one sheet with these cells in its first row."""
    content = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{content}.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{content}.worksheet+xml"/>'
        "</Types>",
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r1" '
        f'Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{BOOK}" xmlns:r="{OFFICE}"><sheets>'
        '<sheet name="表1" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
        f'<Relationship Id="r1" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
        "</Relationships>",
        "xl/worksheets/sheet1.xml": f'{before}<worksheet xmlns="{BOOK}"><sheetData>'
        f'<row r="1">{cells}</row></sheetData></worksheet>',
    }
    return zip_file({name: part.encode() for name, part in parts.items()} | (extra or {}))


def claimed(data: bytes, size: int) -> bytes:
    """Return a zip whose directory claims this size, in bytes, for every member."""
    parts = data.split(b"PK\x01\x02")
    return b"PK\x01\x02".join(
        [parts[0], *(part[:20] + struct.pack("<I", size) + part[24:] for part in parts[1:])]
    )


def locked_xls() -> bytes:
    """Return an old workbook whose records begin with a password."""
    records = struct.pack("<HHHHHH4x", 0x809, 16, 0x600, 5, 0, 0)[:12] + bytes(8)
    records += struct.pack("<HHHHH", 0x2F, 6, 1, 1, 1) + bytes(48)
    return ole_file({"Workbook": records + random.Random(1).randbytes(6000)})
