"""Chooses the reader of a file; every quirk of a format stops in this package."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from importlib import import_module
from pathlib import PurePath
from typing import cast

from corpus.document import Reading
from corpus.errors import UnreadableDocument
from corpus.readers.kinds import SUFFIXES, kind_of, kinds, suffix_kind

Reader = Callable[[bytes, str], Reading]

# Module and function of each kind: a library is loaded only when a file needs it.
READERS = {
    "text": ("corpus.readers.text", "read_text"),
    "csv": ("corpus.readers.text", "read_csv"),
    "xlsx": ("corpus.readers.sheet", "read_xlsx"),
    "xls": ("corpus.readers.sheet", "read_xls"),
    "html": ("corpus.readers.web", "read_web"),
    "pdf": ("corpus.readers.pdf", "read_pdf"),
    "docx": ("corpus.readers.word", "read_docx"),
    "doc": ("corpus.readers.office", "read_doc"),
}


def read_file(data: bytes, name: str) -> Reading:
    """Return the blocks of a file in printed order; raises ``UnreadableDocument``.

    A file whose suffix lies is read as what it is, and a remark says so.
    """
    kind, promised = kind_of(data, name), suffix_kind(name)
    if kind not in READERS:
        raise UnreadableDocument(_why_unreadable(kind, name))
    module, function = READERS[kind]
    reader = cast(Reader, getattr(import_module(module), function))
    reading = reader(data, name)
    if promised in ("", kind):
        return reading
    title = _spaced(kinds()[kind].name)
    remark = f"《{name}》的内容其实是{title}，已按{title}读取。"
    return replace(reading, remarks=(remark, *reading.remarks))


def _why_unreadable(kind: str, name: str) -> str:
    suffix = PurePath(name).suffix.lower()
    known = "、".join(sorted(s for s, kind in SUFFIXES.items() if kind in READERS))
    readable = f"可以读取的格式：{known}。"
    if not kind:
        return f"《{name}》的格式（{suffix or '没有后缀'}）不能读取。{readable}请转换后再加入。"
    seems = kinds()[kind]
    way_out = seems.way_out or f"{readable}请转换后再加入"
    return f"《{name}》是{_spaced(seems.name)}，不能读取。{way_out}。"


def _spaced(title: str) -> str:
    """A name as it stands between Chinese words: 「是 PDF，」."""
    return f" {title}" if title[0].isascii() else title
