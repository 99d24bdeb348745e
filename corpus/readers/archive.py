"""Guards the zip and OLE containers of office files before anything in them is expanded.

A Word or Excel file is an archive that a stranger packed: it may unpack to terabytes, hold XML
that multiplies itself, be cut off, or be locked. All of that is told here, in bounded time and
memory, before a parser sees the file.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from struct import Struct, error, unpack_from

from corpus.errors import UnreadableDocument

MEGABYTE = 1024 * 1024
MAX_BYTES = 200 * MEGABYTE  # of the file itself
MAX_ENTRIES = 10_000
MAX_PART = 100 * MEGABYTE  # of one unpacked XML part
MAX_TOTAL = 500 * MEGABYTE  # of all unpacked entries
MAX_RATIO, RATIO_FROM = 300, 8 * MEGABYTE  # text packs to a thirtieth, a bomb to a thousandth
XML_PARTS = (".xml", ".rels", ".vml")
CHUNK = MEGABYTE
DTD = re.compile(
    b"|".join(
        re.escape(word.encode(encoding))
        for word in ("<!DOCTYPE", "<!ENTITY")
        for encoding in ("utf-8", "utf-16-le", "utf-16-be")
    )
)
LONGEST_DTD = 2 * len("<!DOCTYPE")

OLE_MAGIC = bytes.fromhex("d0cf11e0a1b11ae1")
LOCKED_STREAMS = frozenset({"EncryptedPackage", "EncryptionInfo", "DataSpaces"})
SECTOR = Struct("<I")
LAST_SECTOR = 0xFFFFFFFA  # this and above are marks: end of chain, free
ENTRY_SIZE = 128
MAX_DIRECTORY = 4096  # sectors
HEADER_FATS = 109  # sector numbers that the header itself lists


def checked_archive(data: bytes, name: str) -> None:
    """Raise ``UnreadableDocument`` unless a zipped office file can be unpacked safely.

    Tells a file that is damaged, locked, too large when unpacked, or has XML with a DTD.
    """
    if len(data) > MAX_BYTES:
        raise _too_large(name)
    # counted before zipfile builds an object for each: the declared number may lie
    if data.count(b"PK\x01\x02") > MAX_ENTRIES:
        raise _too_large(name)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            _check_sizes(entries, name)
            for entry in entries:
                if entry.filename.lower().endswith(XML_PARTS):
                    _check_xml(archive, entry, name)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError) as wrong:
        raise damaged(name) from wrong


def damaged(name: str) -> UnreadableDocument:
    """Return the error for a file whose container or XML is broken."""
    return UnreadableDocument(
        f"《{name}》已损坏或不完整，无法打开。请重新下载，或用 Word、WPS 打开修复后另存，再加入。"
    )


def locked(name: str) -> UnreadableDocument:
    """Return the error for a file that wants a password."""
    return UnreadableDocument(f"《{name}》设有密码，无法读取。请先取消密码保护，另存后再加入。")


def _too_large(name: str) -> UnreadableDocument:
    return UnreadableDocument(
        f"《{name}》解压后过大或内容异常（可能是压缩炸弹），没有读取。"
        "请确认文件来源，或拆分成较小的文件再加入。"
    )


def _check_sizes(entries: list[zipfile.ZipInfo], name: str) -> None:
    """By the declared sizes: unpacking stops at them, so they cannot be too small."""
    if sum(entry.file_size for entry in entries) > MAX_TOTAL:
        raise _too_large(name)
    for entry in entries:
        if entry.flag_bits & 1:
            raise locked(name)
        packed = max(entry.compress_size, 1)
        if entry.file_size > RATIO_FROM and entry.file_size / packed > MAX_RATIO:
            raise _too_large(name)


def _check_xml(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, name: str) -> None:
    """Unpack an XML part once, in pieces: its checksum holds, and it declares no entities."""
    if entry.file_size > MAX_PART:
        raise _too_large(name)
    tail = b""
    with archive.open(entry) as part:
        while chunk := part.read(CHUNK):
            if DTD.search(tail + chunk):
                raise UnreadableDocument(
                    f"《{name}》的内部结构含有不允许的实体定义（DTD），可能是恶意文件，没有读取。"
                    "请用 Word、WPS 重新另存后再加入。"
                )
            tail = chunk[-LONGEST_DTD:]


def is_ole(data: bytes) -> bool:
    """Tell whether some bytes are an OLE container: .doc, .xls, or a locked .docx, .xlsx."""
    return data.startswith(OLE_MAGIC)


def is_encrypted_office(data: bytes) -> bool:
    """Tell whether this is the OLE container that holds a locked .docx, .xlsx or .pptx."""
    return not LOCKED_STREAMS.isdisjoint(ole_names(data))


def ole_names(data: bytes) -> frozenset[str]:
    """Return the names of all streams and folders of an OLE container; none if it is damaged."""
    return frozenset(_named_entries(data))


def root_names(data: bytes) -> frozenset[str]:
    """Return the names at the root of an OLE container, not those of files embedded in it."""
    try:
        directory = _directory(data) if is_ole(data) else b""
        waiting = [unpack_from("<I", directory, 76)[0]] if directory else []
        seen: dict[int, str] = {}
        while waiting:
            place = waiting.pop()
            if place in seen or (place + 1) * ENTRY_SIZE > len(directory):
                continue
            entry = directory[place * ENTRY_SIZE : (place + 1) * ENTRY_SIZE]
            seen[place] = _entry_name(entry)
            waiting += unpack_from("<II", entry, 68)  # its neighbours in the folder
    except (error, IndexError):  # cut off
        return frozenset()
    return frozenset(seen.values())


def ole_head(data: bytes, stream: str, size: int) -> bytes:
    """Return the first bytes of a stream of an OLE container, b"" when there is no such stream.

    size: at most the 512 bytes of a sector; streams under 4,096 bytes are not looked up.
    """
    entry = _named_entries(data).get(stream)
    if entry is None or unpack_from("<I", entry, 120)[0] < 4096:
        return b""
    at = _sector_at(data, unpack_from("<I", entry, 116)[0])
    return data[at : at + size]


def _named_entries(data: bytes) -> dict[str, bytes]:
    if not is_ole(data):
        return {}
    try:
        directory = _directory(data)
    except (error, IndexError):  # cut off
        return {}
    found: dict[str, bytes] = {}
    for at in range(0, len(directory) - ENTRY_SIZE + 1, ENTRY_SIZE):
        entry = directory[at : at + ENTRY_SIZE]
        if name := _entry_name(entry):
            found.setdefault(name, entry)
    return found


def _entry_name(entry: bytes) -> str:
    length = unpack_from("<H", entry, 64)[0]
    if not 2 <= length <= 64:
        return ""
    name = entry[: length - 2].decode("utf-16-le", errors="replace")
    return name.lstrip("\x01\x02\x03\x05\x06")


def _directory(data: bytes) -> bytes:
    """The directory's sectors, joined; a chain that never ends is cut."""
    size = _sector_size(data)
    tables = unpack_from(f"<{HEADER_FATS}I", data, 76)
    sector = unpack_from("<I", data, 48)[0]
    parts: list[bytes] = []
    while sector < LAST_SECTOR and len(parts) < MAX_DIRECTORY:
        at = _sector_at(data, sector)
        parts.append(data[at : at + size])
        table, place = divmod(sector, size // SECTOR.size)
        sector = SECTOR.unpack_from(data, _sector_at(data, tables[table]) + place * SECTOR.size)[0]
    return b"".join(parts)


def _sector_size(data: bytes) -> int:
    power: int = unpack_from("<H", data, 30)[0]
    return 4096 if power == 12 else 512


def _sector_at(data: bytes, sector: int) -> int:
    return (sector + 1) * _sector_size(data)
