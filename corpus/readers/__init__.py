"""Chooses the reader of a file; every quirk of a format stops in this package."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from pathlib import PurePath
from typing import cast

from corpus.document import Reading
from corpus.errors import UnreadableDocument
from corpus.readers.kinds import SUFFIXES, kind_of

Reader = Callable[[bytes, str], Reading]

# Module and function of each kind: a library is loaded only when a file needs it.
READERS = {
    "text": ("corpus.readers.text", "read_text"),
    "csv": ("corpus.readers.text", "read_csv"),
}


def read_file(data: bytes, name: str) -> Reading:
    """Return the blocks of a file in printed order; raises ``UnreadableDocument``."""
    kind = kind_of(data, name)
    if kind not in READERS:
        suffix = PurePath(name).suffix.lower()
        known = "、".join(sorted(s for s, kind in SUFFIXES.items() if kind in READERS))
        raise UnreadableDocument(
            f"《{name}》的格式（{suffix or '没有后缀'}）不能读取。"
            f"可以读取的格式：{known}。请转换后再加入。"
        )
    module, function = READERS[kind]
    reader = cast(Reader, getattr(import_module(module), function))
    return reader(data, name)
