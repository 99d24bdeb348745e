"""What routes of made links share: the words of a link, errors as answers, files to keep."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar
from urllib.parse import quote

from fastapi import HTTPException, Response

from assistant.web.links import words_of
from corpus.errors import DisclosureError

R = TypeVar("R")


def told_words(path: str, of: str, key: str) -> list[Any]:
    """Return the words of a link that this server made; 404 for any other."""
    words = words_of(path, of, key)
    if words is None:
        raise HTTPException(404, "没有这个链接，或服务已重新启动：请回到网页再点一次")
    return words


def tried(work: Callable[[], R]) -> R:
    """Return what ``work`` returns; its ``DisclosureError`` becomes 409 with the sentence."""
    try:
        return work()
    except DisclosureError as trouble:
        raise HTTPException(409, str(trouble)) from trouble


def attached(body: bytes, media: str, name: str) -> Response:
    """Return a file to keep under ``name``."""
    kept = "".join(c for c in name if c.isalnum() or c in "._-（）")
    how = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(kept)}"}
    return Response(body, media_type=media, headers=how)
