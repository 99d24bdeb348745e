"""One visitor cannot take all."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from assistant.web import limits
from assistant.web.limits import AT_ONCE, PER_MINUTE, Limits, Rates

VISITOR = "203.0.113.9"


class Clock:
    """A clock that is set by hand."""

    now = 0.0

    def __call__(self) -> float:
        """Return the time."""
        return self.now


async def answering(scope: Any, receive: Any, send: Any) -> None:
    """Answer every call."""
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b""})


def call(app: Limits, path: str = "/api/v1/ask", host: str = VISITOR, **headers: str) -> int:
    """Return the status of an answer."""
    sent: list[Any] = []
    named = [(n.replace("_", "-").encode(), v.encode()) for n, v in headers.items()]
    scope = {"type": "http", "method": "POST", "path": path, "client": (host, 1), "headers": named}

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Any) -> None:
        sent.append(message)

    asyncio.run(app(scope, receive, send))
    return int(sent[0]["status"])


def test_a_visitor_is_slowed_down() -> None:
    """After some questions in a row the next has to wait; others do not, and time heals."""
    clock = Clock()
    app = Limits(answering, Rates(clock))

    assert [call(app) for _ in range(AT_ONCE)] == [200] * AT_ONCE
    assert call(app) == 429
    assert call(app, host="203.0.113.10") == 200
    clock.now = 60 / PER_MINUTE
    assert call(app) == 200
    assert call(app) == 429


def test_who_sits_at_the_machine_is_not_counted() -> None:
    """Nor is looking at the page."""
    app = Limits(answering)

    assert {call(app, host="127.0.0.1") for _ in range(3 * AT_ONCE)} == {200}
    assert {call(app, path="/assets/x.js") for _ in range(3 * AT_ONCE)} == {200}


def test_many_at_once_are_told_that_it_is_busy(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is beyond the limit is refused at once, and work that ended makes room."""
    monkeypatch.setattr(limits, "IN_WORK", 1)
    seen: list[int] = []

    async def nested(scope: Any, receive: Any, send: Any) -> None:
        async def note(message: Any) -> None:
            if "status" in message:
                seen.append(message["status"])

        if not seen:
            await app(scope, receive, note)
        await answering(scope, receive, send)

    app = Limits(nested)
    assert call(app) == 200
    assert seen == [503]
    assert call(app) == 200


@pytest.mark.parametrize("headers", [{"content_length": "99999999"}, {"content_length": "x"}])
def test_large_requests_are_refused(headers: dict[str, str]) -> None:
    """So are those that do not say how large they are."""
    app = Limits(answering)

    assert call(app, **headers) == 413
    assert call(app, transfer_encoding="chunked") == 413
