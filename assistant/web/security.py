"""What guards the page: its headers, who may listen where, and who may log in."""

from __future__ import annotations

import errno
import ipaddress
import socket
from dataclasses import dataclass
from pathlib import Path

from starlette.datastructures import MutableHeaders
from starlette.responses import PlainTextResponse
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


def check_exposure(host: str, auth_file: Path | None) -> None:
    """Raise ``DisclosureError`` when other machines could read the library without a password."""
    if auth_file is None and not is_loopback(host):
        raise DisclosureError(
            f"地址 {host} 能被其他机器访问，但没有设置登录。"
            "请用 --auth-file（或环境变量 DISCLOSURE_AUTH_FILE）指定一个每行写"
            "「用户名:密码」的文件，或改用 127.0.0.1。"
        )


def may_change(host: str, auth_file: Path | None, *, read_only: bool = False) -> bool:
    """Tell whether whoever reaches the page may add and remove documents.

    Only people at this machine or with an account; nobody when it is served to be read only.
    """
    return not read_only and (auth_file is not None or is_loopback(host))


@dataclass(frozen=True, slots=True)
class NoUploads:
    """ASGI middleware of a page that may only be read: files are not even taken in."""

    app: ASGIApp

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer an upload with 403; pass everything else on."""
        if scope["type"] == "http" and scope["path"].rstrip("/").endswith("/upload"):
            refusal = PlainTextResponse("这个网页没有开放添加文件。", status_code=403)
            await refusal(scope, receive, send)
        else:
            await self.app(scope, receive, send)


def accounts(auth_file: Path) -> list[tuple[str, str]]:
    """Return (user, password) pairs, one a line 「用户名:密码」; ``#`` starts a comment line."""
    try:
        text = auth_file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as trouble:
        raise DisclosureError(f"读不了登录文件 {auth_file}：{trouble}") from trouble
    lines = [line.strip() for line in text.splitlines()]
    pairs = [_account(line, auth_file) for line in lines if line and not line.startswith("#")]
    if not pairs:
        raise DisclosureError(f"登录文件 {auth_file} 里没有账号。每行写一个「用户名:密码」。")
    return pairs


def _account(line: str, auth_file: Path) -> tuple[str, str]:
    user, _, password = line.partition(":")
    if not (user and password):
        raise DisclosureError(f"登录文件 {auth_file} 里有一行不是「用户名:密码」，请改正后再启动。")
    return user, password


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
