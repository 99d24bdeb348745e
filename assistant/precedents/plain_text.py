"""A wording to be taken along: as plain text, with or without where it comes from, or as Word."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from xml.sax.saxutils import escape

from assistant.precedents.family import Family
from assistant.precedents.members import Member
from corpus.errors import DisclosureError

NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
KIND = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
RELATIONS = "http://schemas.openxmlformats.org/package/2006"
LINK_KIND = "application/vnd.openxmlformats-package.relationships+xml"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
TYPES = (
    f'{HEAD}<Types xmlns="{RELATIONS}/content-types">'
    f'<Default Extension="rels" ContentType="{LINK_KIND}"/>'
    f'<Override PartName="/word/document.xml" ContentType="{KIND}"/></Types>'
)
LINKS = (
    f'{HEAD}<Relationships xmlns="{RELATIONS}/relationships">'
    f'<Relationship Id="r1" Type="{OFFICE}" Target="word/document.xml"/></Relationships>'
)
MADE = (1980, 1, 1, 0, 0, 0)  # the same families give the same file


def source_note(member: Member) -> str:
    """Return where a wording is printed: owner, year, file, section."""
    year = f"{member.year}年" if member.year else ""
    section = " › ".join(member.section)
    return "，".join(filter(None, (f"{member.owner}{year}", f"《{member.file_name}》", section)))


def as_text(member: Member, *, with_source: bool = False) -> str:
    """Return the wording verbatim, followed by its source in brackets when that is wanted."""
    return f"{member.quote}\n（摘自：{source_note(member)}）" if with_source else member.quote


def write_docx(families: Sequence[Family], path: Path, *, with_source: bool = True) -> None:
    """Write the first wording of each family as a Word file; DisclosureError when it cannot be."""
    lines: list[str] = []
    for number, family in enumerate(families, start=1):
        lines += [f"{number}.", *as_text(family.members[0], with_source=with_source).splitlines()]
    parts = {"[Content_Types].xml": TYPES, "_rels/.rels": LINKS, "word/document.xml": _body(lines)}
    try:
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
            for name, text in parts.items():
                file.writestr(zipfile.ZipInfo(name, MADE), text)
    except OSError as wrong:
        raise DisclosureError(f"不能写入 {path}：请检查文件夹是否存在、可写。") from wrong


def _body(lines: Iterable[str]) -> str:
    paragraphs = "".join(
        f'<w:p><w:r><w:t xml:space="preserve">{escape(_printable(line))}</w:t></w:r></w:p>'
        for line in lines
    )
    return f'{HEAD}<w:document xmlns:w="{NAMESPACE}"><w:body>{paragraphs}</w:body></w:document>'


def _printable(line: str) -> str:
    """Return what XML may hold."""
    return "".join(character for character in line if character >= " " or character == "\t")
