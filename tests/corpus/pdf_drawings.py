"""Draws small PDF files from instructions, to show exactly one thing at a time."""

from __future__ import annotations

import zlib
from collections.abc import Sequence

# A reader knows these widths without the font: Chinese one em, ASCII half.
FONT = (
    b"<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H "
    b"/DescendantFonts [<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light "
    b"/CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 2 >> "
    b"/FontDescriptor << /Type /FontDescriptor /FontName /STSong-Light /Flags 4 "
    b"/FontBBox [0 -120 1000 880] /ItalicAngle 0 /Ascent 880 /Descent -120 /CapHeight 700 "
    b"/StemV 80 >> /DW 1000 /W [1 95 500] >>] >>"
)
HEIGHT = 842


def text(x: float, top: float, words: str, *, size: float = 12, extra: str = "") -> str:
    """Return the instructions for words whose box begins at (x, top) from the top left."""
    code = words.encode("utf-16-be").hex()
    low = HEIGHT - top - 0.88 * size
    return f"BT {extra} /F {size} Tf 1 0 0 1 {x} {low:.2f} Tm <{code}> Tj ET\n"


def lines(x: float, top: float, texts: Sequence[str], *, pitch: float = 20) -> str:
    """Return the instructions for lines one below the other."""
    return "".join(text(x, top + pitch * i, words) for i, words in enumerate(texts))


def rule(x0: float, top: float, x1: float, bottom: float) -> str:
    """Return the instructions for a straight rule."""
    return f"0.5 w {x0} {HEIGHT - top} m {x1} {HEIGHT - bottom} l S\n"


def box(x0: float, top: float, x1: float, bottom: float) -> str:
    """Return the instructions for a box."""
    return f"0.5 w {x0} {HEIGHT - bottom} {x1 - x0} {bottom - top} re S\n"


def table(
    xs: Sequence[float], top: float, rows: Sequence[Sequence[str]], *, height: float = 24
) -> str:
    """Return the instructions for a table with all rules; a line end parts lines of a cell."""
    bottom = top + height * len(rows)
    drawn = [rule(x, top, x, bottom) for x in xs]
    drawn += [rule(xs[0], top + height * i, xs[-1], top + height * i) for i in range(len(rows) + 1)]
    for i, row in enumerate(rows):
        for x, cell in zip(xs, row, strict=False):
            parts = [part for part in cell.split("\n") if part]
            drawn += [
                text(x + 2, top + height * i + 2 + 10 * k, part, size=9)
                for k, part in enumerate(parts)
            ]
    return "".join(drawn)


def pdf(*pages: str, page: str = "", trailer: str = "") -> bytes:
    """Return a PDF file of A4 pages; page: more entries of every page, as in the file."""
    kids = " ".join(f"{4 + 2 * i} 0 R" for i in range(len(pages)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Count {len(pages)} /Kids [{kids}] >>".encode(),
        FONT,
    ]
    for i, content in enumerate(pages):
        stream = zlib.compress(content.encode())
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 {HEIGHT}] {page} "
            f"/Resources << /Font << /F 3 0 R >> >> /Contents {5 + 2 * i} 0 R >>".encode()
        )
        head = f"<< /Length {len(stream)} /Filter /FlateDecode >>\nstream\n".encode()
        objects.append(head + stream + b"\nendstream")
    return _file(objects, trailer)


def _file(objects: Sequence[bytes], trailer: str) -> bytes:
    data, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, start=1):
        places.append(len(data))
        data += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
    start = len(data)
    data += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    data += b"".join(f"{place:010} 00000 n \n".encode() for place in places)
    end = f"trailer << /Size {len(objects) + 1} /Root 1 0 R {trailer} >>\n"
    return data + end.encode() + f"startxref\n{start}\n%%EOF\n".encode()
