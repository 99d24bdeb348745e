"""Chooses the reader of a file by its suffix; every quirk of a format stops in this package."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import PurePath

from corpus.document import Block
from corpus.errors import UnreadableDocument
from corpus.readers.text import read_csv, read_text

Reader = Callable[[bytes, str], list[Block]]

READERS: dict[str, Reader] = {
    ".txt": read_text,
    ".text": read_text,
    ".md": read_text,
    ".tsv": read_text,
    ".csv": read_csv,
}


def read_blocks(data: bytes, name: str) -> list[Block]:
    """Return the blocks of a file in printed order; raises ``UnreadableDocument``."""
    suffix = PurePath(name).suffix.lower()
    reader = READERS.get(suffix)
    if reader is None:
        known = "、".join(sorted(READERS))
        raise UnreadableDocument(
            f"《{name}》的格式（{suffix or '没有后缀'}）不能读取。"
            f"可以读取的格式：{known}。请转换后再加入。"
        )
    return reader(data, name)
