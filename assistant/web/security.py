"""What guards the page: its headers, who may listen where, and who may log in."""

from __future__ import annotations

import errno
import ipaddress
import socket
from dataclasses import dataclass
from pathlib import Path

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from corpus.errors import DisclosureError

# Gradio evaluates its own templates, hence unsafe-eval; nothing may come from another host.
POLICY = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "connect-src 'self' blob: data:",
        "worker-src 'self' blob:",
        "form-action 'self'",
        "base-uri 'self'",
        "frame-ancestors 'self'",
        "object-src 'none'",
    )
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}
PORTS_TRIED = 50


@dataclass(frozen=True, slots=True)
class SecurityHeaders:
    """ASGI middleware: every response carries ``HEADERS``; streams pass untouched."""

    app: ASGIApp

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the call on, adding the headers where a response starts."""

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(HEADERS)
            await send(message)

        await self.app(scope, receive, guarded)


def is_loopback(host: str) -> bool:
    """Tell whether only this machine can reach ``host``."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def check_exposure(host: str, auth_file: Path | None, *, public: bool = False) -> None:
    """Raise ``DisclosureError`` when other machines could reach the library and nobody said so."""
    if auth_file is None and not public and not is_loopback(host):
        raise DisclosureError(
            f"地址 {host} 能被其他机器访问，但没有设置登录。"
            "请用 disclosure user 写一个登录文件，再用 --auth-file"
            "（或环境变量 DISCLOSURE_AUTH_FILE）指定它；"
            "愿意让任何人阅读时加 --public；或改用 127.0.0.1。"
        )


def free_socket(host: str, port: int) -> socket.socket:
    """Return a socket bound to the first free port from ``port`` on."""
    for candidate in range(port, min(port + PORTS_TRIED, 65536)):
        bound = _bound(host, candidate)
        if bound:
            return bound
    raise DisclosureError(
        f"{host} 上从 {port} 起的 {PORTS_TRIED} 个端口都不能用。请用 --port 换一个端口再启动。"
    )


def _bound(host: str, port: int) -> socket.socket | None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    candidate = socket.socket(family, socket.SOCK_STREAM)
    candidate.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        candidate.bind((host, port))
        candidate.listen()
    except OSError as trouble:
        candidate.close()
        if trouble.errno in (errno.EADDRINUSE, errno.EACCES):
            return None
        raise DisclosureError(f"「{host}」不是这台机器的地址，请用 --host 换一个。") from trouble
    return candidate
