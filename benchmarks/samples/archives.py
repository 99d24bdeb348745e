"""Makes office files the same byte for byte on every run: no clock gets into them."""

from __future__ import annotations

import io
import re
import zipfile

EPOCH = (2026, 2, 10, 9, 30, 0)
STAMP = b"2026-02-10T09:30:00Z"
DATES = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")


def timeless(data: bytes) -> bytes:
    """Return a zip archive with the same parts, every date replaced by one."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            if name == "docProps/core.xml":
                part = DATES.sub(rb"\g<1>" + STAMP, part)
            entry = zipfile.ZipInfo(name, EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, part, compresslevel=9)
    return out.getvalue()
