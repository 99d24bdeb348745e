"""Makes small Word files from the XML of their body, so that tests show what Word writes."""

from __future__ import annotations

import io
import zipfile

from corpus.document import Block
from corpus.readers.word import read_docx

NAMES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)
LINKS = "http://schemas.openxmlformats.org/package/2006/relationships"
KINDS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def p(text: str = "", properties: str = "") -> str:
    """Return a paragraph with one run."""
    return f"<w:p><w:pPr>{properties}</w:pPr>{run(text)}</w:p>"


def run(text: str, properties: str = "") -> str:
    """Return a run of text."""
    return (
        f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'
        if text
        else ""
    )


def tc(text: str = "", properties: str = "", inner: str = "") -> str:
    """Return a table cell with one paragraph, or with what ``inner`` says."""
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inner or p(text)}</w:tc>"


def tr(*cells: str, properties: str = "") -> str:
    """Return a table row; plain texts become cells."""
    own = (cell if cell.startswith("<w:") else tc(cell) for cell in cells)
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(own)}</w:tr>"


def tbl(*rows: str, widths: tuple[int, ...] = ()) -> str:
    """Return a table; widths are in twips."""
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return f"<w:tbl><w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"


def docx(body: str, **parts: str) -> bytes:
    """Return a Word file; parts: the inside of styles, numbering, footnotes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("_rels/.rels", _links({"officeDocument": "word/document.xml"}))
        links = _links({name: f"{name}.xml" for name in parts})
        archive.writestr("word/_rels/document.xml.rels", links)
        archive.writestr("word/document.xml", _xml("document", f"<w:body>{body}</w:body>"))
        for name, inside in parts.items():
            archive.writestr(f"word/{name}.xml", _xml(name, inside))
    return out.getvalue()


def _links(targets: dict[str, str]) -> str:
    links = (
        f'<Relationship Id="r{i}" Type="{KINDS}/{kind}" Target="{target}"/>'
        for i, (kind, target) in enumerate(targets.items())
    )
    return f'<Relationships xmlns="{LINKS}">{"".join(links)}</Relationships>'


def _xml(root: str, inside: str) -> str:
    return f'<?xml version="1.0" encoding="UTF-8"?><w:{root} {NAMES}>{inside}</w:{root}>'


def blocks_of(body: str, **parts: str) -> tuple[Block, ...]:
    """Return the blocks that the reader finds in a body."""
    return read_docx(docx(body, **parts), "样例.docx").blocks


def lines_of(body: str, **parts: str) -> list[str]:
    """Return the texts of the paragraphs that the reader finds in a body."""
    return [block.text for block in blocks_of(body, **parts) if not block.is_table]


def grid_of(body: str, **parts: str) -> list[list[str]]:
    """Return the cells of the first table that the reader finds in a body."""
    return [list(row) for row in next(b.rows for b in blocks_of(body, **parts) if b.is_table)]
