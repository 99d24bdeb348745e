"""Who may reach the page, and what its responses forbid the browser."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest

from assistant.web.security import (
    SecurityHeaders,
    check_exposure,
    free_socket,
    is_loopback,
)
from corpus.errors import DisclosureError

LOOPBACK = [("127.0.0.1", True), ("localhost", True), ("::1", True), ("127.0.0.2", True)]
LOOPBACK += [("0.0.0.0", False), ("::", False), ("192.168.1.5", False), ("example.com", False)]


@pytest.mark.parametrize(("host", "expected"), LOOPBACK)
def test_loopback_is_told_apart(host: str, expected: bool) -> None:
    """Only addresses of this machine itself need no login."""
    assert expected is is_loopback(host)


def test_open_address_needs_accounts(tmp_path: Path) -> None:
    """An address that others can reach is refused without a file of accounts."""
    with pytest.raises(DisclosureError, match="--auth-file"):
        check_exposure("0.0.0.0", None)

    check_exposure("0.0.0.0", tmp_path)
    check_exposure("127.0.0.1", None)
    check_exposure("0.0.0.0", None, public=True)


def test_taken_port_gives_the_next_one() -> None:
    """A port in use is passed over."""
    with free_socket("127.0.0.1", 20000) as first:
        port = first.getsockname()[1]
        with free_socket("127.0.0.1", port) as second:
            assert second.getsockname()[1] > port


def test_strange_address_is_told() -> None:
    """An address that this machine does not have is named as the trouble, not the port."""
    with pytest.raises(DisclosureError, match="不是这台机器的地址"):
        free_socket("203.0.113.7", 20000)


def test_every_response_forbids_other_hosts() -> None:
    """The content security policy lets the browser talk to this server only."""
    sent: list[Any] = []

    async def app(_scope: Any, _receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b""})

    async def collect(message: Any) -> None:
        sent.append(message)

    async def receive() -> Any:
        return {"type": "http.request"}

    asyncio.run(SecurityHeaders(app)({"type": "http"}, receive, collect))

    headers = dict(sent[0]["headers"])
    assert b"default-src 'self'" in headers[b"content-security-policy"]
    assert headers[b"x-content-type-options"] == b"nosniff"
