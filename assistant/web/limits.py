"""Keeps one visitor from taking all: how much may be asked at once, and by whom how often.

ASGI middleware before everything that works. A visitor is an address (behind a proxy on this
machine, the one that the proxy names); whoever sits at this machine is not counted. Too many
questions of one visitor are answered with 429 and when to come again, too many of all with 503,
which the page shows as being busy.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from assistant.web.security import is_loopback

WORKING: tuple[str, ...] = ("/gradio_api/queue/join", "/gradio_api/call/", "/gradio_api/run/")
WORKING += ("/api/", "/made/", "/mcp")
PER_MINUTE, AT_ONCE = 60, 20  # questions of one visitor: in the long run, and in a row
IN_WORK = 64  # requests of all visitors that work at the same time
LARGEST = 20_000_000  # bytes of a request that works: a long conversation travels with it
REMEMBERED = 10_000  # visitors
TOO_OFTEN = "提问太频繁，请稍等片刻再试。"
BUSY = "现在使用的人太多，请稍后再试。"
TOO_LARGE = "请求太大。"


@dataclass(slots=True)
class _Bucket:
    """What a visitor may still ask: filled over time, emptied by asking."""

    left: float
    seen: float


class Rates:
    """Counts how often each visitor asks."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        """``clock``: seconds that only grow."""
        self._clock = clock
        self._buckets: dict[str, _Bucket] = {}

    def wait(self, visitor: str) -> int:
        """Count one request; return after how many seconds it may come again, 0 if it is taken."""
        now = self._clock()
        bucket = self._buckets.pop(visitor, None) or _Bucket(AT_ONCE, now)
        left = min(AT_ONCE, bucket.left + (now - bucket.seen) * PER_MINUTE / 60)
        self._buckets[visitor] = _Bucket(max(left - 1, 0.0) if left >= 1 else left, now)
        while len(self._buckets) > REMEMBERED:
            self._buckets.pop(next(iter(self._buckets)))
        return 0 if left >= 1 else math.ceil((1 - left) * 60 / PER_MINUTE)


@dataclass(slots=True)
class Limits:
    """The middleware. Runs in one event loop, so that counting needs no lock."""

    app: ASGIApp
    rates: Rates = field(default_factory=Rates)
    in_work: int = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a call on, or say why not."""
        if scope["type"] != "http" or not _works(scope):
            await self.app(scope, receive, send)
            return
        if refusal := self._refusal(scope):
            await refusal(scope, receive, send)
            return
        self.in_work += 1
        try:
            await self.app(scope, receive, send)
        finally:
            self.in_work -= 1

    def _refusal(self, scope: Scope) -> PlainTextResponse | None:
        if _length(scope) > LARGEST:
            return PlainTextResponse(TOO_LARGE, 413)
        if self.in_work >= IN_WORK:
            return PlainTextResponse(BUSY, 503, {"Retry-After": "5"})
        host = (scope.get("client") or ("",))[0]
        seconds = 0 if is_loopback(host) else self.rates.wait(host)
        return PlainTextResponse(TOO_OFTEN, 429, {"Retry-After": str(seconds)}) if seconds else None


def _works(scope: Scope) -> bool:
    return bool(scope["method"] != "OPTIONS" and scope["path"].startswith(WORKING))


def _length(scope: Scope) -> int:
    """Return how many bytes a request says that it has; one that does not say is too large."""
    headers = dict(scope["headers"])
    if b"transfer-encoding" in headers:
        return LARGEST + 1
    told = headers.get(b"content-length", b"0")
    return int(told) if told.isdigit() else LARGEST + 1
