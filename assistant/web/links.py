"""Links to what is made on demand: exports of an answer, pictures of a page.

Such a link carries a key made from its own words and a secret of this server, so that only what
the page has shown can be fetched: behind a login nobody else gets in, and no visitor can make
the server draw or compute at will. The key ends with the server.
"""

from __future__ import annotations

import hmac
import json
import secrets
from collections.abc import Sequence
from hashlib import sha256
from urllib.parse import urlencode

SECRET = secrets.token_bytes(32)


def link(path: str, *words: str | Sequence[str]) -> str:
    """Return the address of ``path`` (relative to the page) for these words."""
    told = json.dumps(words, ensure_ascii=False, separators=(",", ":"))
    return f"{path}?{urlencode({'of': told, 'key': key_of(path, told)})}"


def key_of(path: str, told: str) -> str:
    """Return the key of the words at a path."""
    return hmac.new(SECRET, f"{path}\n{told}".encode(), sha256).hexdigest()[:32]


def words_of(path: str, told: str, key: str) -> list[str | list[str]] | None:
    """Return the words of a link that this server made, else None."""
    if not hmac.compare_digest(key_of(path, told).encode(), key.encode()):
        return None
    words: list[str | list[str]] = json.loads(told)
    return words
