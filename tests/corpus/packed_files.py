"""Builds OLE and zip containers for tests: only what tells kinds of files apart."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Mapping

SECTOR, ENTRY = 512, 128
SMALLEST = 4096  # bytes; shorter streams would have to lie elsewhere
FREE, END, FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def ole_file(streams: Mapping[str, bytes], inside: Mapping[str, bytes] | None = None) -> bytes:
    """Return an OLE container: streams at its root, and others in a folder 「嵌入」.

    Sector 0 holds the table of sectors, the next ones the directory, then the streams.
    """
    contents = [*streams.items(), *(inside or {}).items()]
    directory_sectors = -(-(len(contents) + 2) * ENTRY // SECTOR)
    chains = [FAT, *range(2, directory_sectors + 1), END]
    entries = [_entry("Root Entry", 5, child=2 if contents else FREE), _folder(streams, inside)]
    body = b""
    for n, (name, content) in enumerate(contents):
        start = len(chains)
        content = content.ljust(SMALLEST, b"\0")
        content += b"\0" * (-len(content) % SECTOR)
        body += content
        chains += [*range(start + 1, start + len(content) // SECTOR), END]
        entries.append(_entry(name, 2, _next(n, streams, inside), start=start, size=len(content)))
    directory = b"".join(entries).ljust(directory_sectors * SECTOR, b"\0")
    table = struct.pack("<128I", *(chains + [FREE] * 128)[:128])
    return _header() + table + directory + body


def _next(n: int, streams: Mapping[str, bytes], inside: Mapping[str, bytes] | None) -> int:
    """The right neighbour of the n-th stream in its folder; the folder stands behind the last."""
    if n == len(streams) - 1:
        return 1 if inside else FREE
    return FREE if n == len(streams) + len(inside or {}) - 1 else n + 3


def _folder(streams: Mapping[str, bytes], inside: Mapping[str, bytes] | None) -> bytes:
    return _entry("嵌入", 1, child=2 + len(streams)) if inside else b"\0" * ENTRY


def _entry(
    name: str, kind: int, right: int = FREE, *, child: int = FREE, start: int = 0, size: int = 0
) -> bytes:
    text = name.encode("utf-16-le") + b"\0\0"
    head = text.ljust(64, b"\0") + struct.pack("<HBBIII", len(text), kind, 1, FREE, right, child)
    return head.ljust(116, b"\0") + struct.pack("<IQ", start, size)


def _header() -> bytes:
    magic = bytes.fromhex("d0cf11e0a1b11ae1").ljust(24, b"\0")
    numbers = struct.pack(
        "<HHHHH6xIIIIIIIII", 62, 3, 0xFFFE, 9, 6, 0, 1, 1, 0, 4096, END, 0, END, 0
    )
    return magic + numbers + struct.pack("<109I", 0, *[FREE] * 108)


def zip_file(members: Mapping[str, bytes]) -> bytes:
    """Return a zip of some members."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()
