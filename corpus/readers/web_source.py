"""Turns the bytes of a saved web page into markup: charset decided here, mail archives unpacked."""

from __future__ import annotations

import email
import email.policy
import re
from email.errors import CloseBoundaryNotFoundDefect
from email.message import EmailMessage

from corpus.errors import UnreadableDocument
from corpus.readers.text import BOMS, CONTROL, MAX_BYTES, decode

HEAD_BYTES = 4096
CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([A-Za-z0-9_\-]+)", re.IGNORECASE)
XML_ENCODING = re.compile(rb"<\?xml[^>]*encoding\s*=\s*[\"']([A-Za-z0-9_\-]+)", re.IGNORECASE)
MAIL = re.compile(rb"\s*(?:[\w\-]+:[^\r\n]*(?:\r?\n[ \t][^\r\n]*)*\r?\n)+")
# labels that mean a smaller set than browsers read
WIDER = {"gb2312": "gb18030", "gbk": "gb18030", "x-gbk": "gb18030", "gb_2312-80": "gb18030"}
MAX_LOST_SHARE = 0.001  # undecodable characters of a page that is still read
LOST = "\ufffd"
MAX_DEPTH = 3000  # elements that stand open at once
# elements that need no end tag do not count
TAG = re.compile(
    r"<(/?)(?!(?:p|li|d[td]|t[rdh]|tbody|thead|tfoot|col|colgroup|option|br|hr|img|input|link|meta"
    r"|base|area|wbr|param|source)\b)[a-z]",
    re.IGNORECASE,
)


def pages_of(data: bytes, name: str) -> list[str]:
    """Return the markup of a saved page: one text, or one for each page in a mail archive.

    Raises ``UnreadableDocument`` for what is no page, is too large, or cannot be decoded.
    """
    if len(data) > MAX_BYTES:
        raise UnreadableDocument(
            f"《{name}》有 {len(data) // 1024 // 1024} MB，超过 200 MB 的上限。请拆分成较小的文件。"
        )
    if not data.strip():
        raise UnreadableDocument(f"《{name}》是空文件，没有可读的文字。请检查文件是否保存完整。")
    pages = _archived(data, name) if _is_mail(data) else [decoded(data, name)]
    for page in pages:
        _check_depth(page, name)
    return pages


def _is_mail(data: bytes) -> bool:
    head = data[:HEAD_BYTES]
    match = MAIL.match(head)
    return bool(match) and b"mime-version:" in head.lower()


def _archived(data: bytes, name: str) -> list[str]:
    """The HTML parts of a .mht file in their order, the page itself first."""
    message = email.message_from_bytes(data, policy=email.policy.default)
    if any(isinstance(d, CloseBoundaryNotFoundDefect) for d in message.defects):
        raise _incomplete(name)
    pages: list[str] = []
    for part in message.walk():
        if part.get_content_type() not in ("text/html", "application/xhtml+xml"):
            continue
        payload = part.get_payload(decode=True)
        if isinstance(part, EmailMessage) and isinstance(payload, bytes) and payload.strip():
            pages.append(decoded(payload, name, part.get_content_charset() or ""))
    if not pages:
        raise _incomplete(name)
    return pages


def _incomplete(name: str) -> UnreadableDocument:
    return UnreadableDocument(
        f"《{name}》中没有完整的网页正文，可能没有保存完整。"
        "请在浏览器中重新打开并另存网页，再加入。"
    )


def decoded(data: bytes, name: str, label: str = "") -> str:
    """Return the text of a page: byte order mark, UTF-8, the charset that it names, detection.

    label: the charset that the envelope of the page names, "" for none.
    """
    if any(data.startswith(mark) for mark, _ in BOMS):
        return decode(data, name)
    try:
        return CONTROL.sub("", data.decode("utf-8"))
    except UnicodeDecodeError:
        named = label.lower() or _named(data[:HEAD_BYTES])
    return _as_named(data, WIDER.get(named, named)) or decode(data, name)


def _named(head: bytes) -> str:
    match = XML_ENCODING.search(head) or CHARSET.search(head)
    return match[1].decode("ascii").lower() if match else ""


def _as_named(data: bytes, encoding: str) -> str:
    """The text in the charset that a page names; "" when that is plainly wrong."""
    try:
        text = data.decode(encoding, errors="replace")
    except LookupError:
        return ""
    text = CONTROL.sub("", text)
    return text if text.count(LOST) <= MAX_LOST_SHARE * len(text) else ""


def _check_depth(page: str, name: str) -> None:
    """A page nested thousands deep is an attack: parsers need quadratic time for it."""
    depth = 0
    for match in TAG.finditer(page):
        depth = max(depth - 1, 0) if match[1] else depth + 1
        if depth > MAX_DEPTH:
            raise UnreadableDocument(
                f"《{name}》的网页结构嵌套过深，没有读取。请在浏览器中打开，另存为文本后再加入。"
            )
