"""The door of the page: logging in and out, and who may do what behind it.

Whoever has logged in carries a signed cookie with the number of a session that the server keeps;
logging out ends the session on the server too. Without accounts there is no door: the page is
then reached from this machine only, and whoever sits at it may do everything.
"""

from __future__ import annotations

import secrets
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Annotated

import gradio as gr
from fastapi import FastAPI, Form
from itsdangerous import BadSignature, URLSafeSerializer
from starlette.concurrency import run_in_threadpool
from starlette.requests import HTTPConnection, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from assistant.web.users import Role, Throttle, User, Users, lies_open, read_users

COOKIE = "disclosure-session"
LASTS = 12 * 3600.0  # seconds
MOST_SESSIONS = 10_000
LONGEST_NAME, LONGEST_PASSWORD = 200, 1000  # characters
ANYBODY = ""  # the name of a reader who has not logged in
MAY_EDIT = "disclosure.may_edit"  # key in the scope of a call
OPEN = ("/login", "/logout")
FOR_PROGRAMS = "/api/v1/"  # where it is on, every call names an account itself: see api.py
EDITING = ("/gradio_api/upload",)  # paths that only change things
TOO_OFTEN = "尝试次数太多，请 {0} 秒后再试。"
OPEN_PASSWORDS = "提示：登录文件 {0} 里有没加密的密码；用 disclosure user 重新写这些账号更安全"
WRONG = "用户名或密码不对。"
FORM = """<!doctype html><html lang="zh-CN"><meta charset="utf-8">
<meta name="viewport" content="width=device-width"><title>登录</title>
<style>body{{font:16px/1.6 system-ui,sans-serif;max-width:22rem;margin:12vh auto;padding:0 1rem}}
label,input,button{{display:block;width:100%;box-sizing:border-box;font:inherit}}
input,button{{margin:.2rem 0 1rem;padding:.5rem}}[role=alert]{{color:#b00020}}</style>
<h1>登录</h1>{message}<form method="post" action="login">
<label for="name">用户名</label><input id="name" name="name" autocomplete="username" required
 autofocus><label for="password">密码</label><input id="password" name="password" type="password"
 autocomplete="current-password" required><button>登录</button></form></html>"""


@dataclass(frozen=True, slots=True)
class _Session:
    name: str
    ends: float


class Sessions:
    """Who is logged in; safe to share between threads. Ends with the process."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        """``clock``: seconds that only grow."""
        self._clock = clock
        self._signer = URLSafeSerializer(secrets.token_bytes(32))
        self._open: dict[str, _Session] = {}
        self._lock = threading.Lock()

    def begin(self, name: str) -> str:
        """Open a session; return what the cookie holds."""
        number = secrets.token_urlsafe(32)
        with self._lock:
            self._open[number] = _Session(name, self._clock() + LASTS)
            while len(self._open) > MOST_SESSIONS:
                self._open.pop(next(iter(self._open)))
        return str(self._signer.dumps(number))

    def name_of(self, cookie: str) -> str | None:
        """Return who a cookie belongs to; None when it is forged, ended or too old."""
        session = self._open.get(self._number(cookie))
        return session.name if session and session.ends > self._clock() else None

    def end(self, cookie: str) -> None:
        """Close a session."""
        with self._lock:
            self._open.pop(self._number(cookie), None)

    def _number(self, cookie: str) -> str:
        try:
            return str(self._signer.loads(cookie))
        except BadSignature:
            return ""


class Door:
    """Accounts, sessions and what they may do. ``public``: anybody may read and ask."""

    def __init__(self, users: Users, *, public: bool = False) -> None:
        """See ``assistant.web.users.read_users``."""
        self.users = users
        self.public = public
        self.sessions = Sessions()
        self.throttle = Throttle()

    def user(self, connection: HTTPConnection) -> User | None:
        """Return who is logged in."""
        name = self.sessions.name_of(connection.cookies.get(COOKIE, ""))
        return self.users.named(name) if name else None

    def name(self, request: Request) -> str | None:
        """Return the name that Gradio knows a visitor by; None lets nobody in."""
        user = self.user(request)
        return user.name if user else (ANYBODY if self.public else None)

    def enter(self, name: str, password: str, address: str) -> tuple[str, str]:
        """Return a cookie for the right password, else why not."""
        keys = (f"name {name}", f"address {address}")
        if seconds := self.throttle.wait(*keys):
            return "", TOO_OFTEN.format(seconds)
        if self.users.verified(name, password) is None:
            self.throttle.fail(*keys)
            return "", WRONG
        self.throttle.succeed(*keys)
        return self.sessions.begin(name), ""


@dataclass(frozen=True, slots=True)
class Guard:
    """ASGI middleware: sends strangers to the login, and keeps readers from what changes things.

    Every call carries on whether it may change the library: see ``may_edit``.
    """

    app: ASGIApp
    door: Door

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the call on, or answer instead."""
        answer = self._instead(scope) if scope["type"] in ("http", "websocket") else None
        await (answer or self.app)(scope, receive, send)

    def _instead(self, scope: Scope) -> Response | None:
        path, user = scope["path"], self.door.user(HTTPConnection(scope))
        scope[MAY_EDIT] = user is not None and user.role is Role.EDITOR
        if user is None and not self.door.public and not _is_open(path):
            if path == "/":
                return RedirectResponse("login", status_code=303)
            return Response("请先登录。", status_code=401)
        if path.rstrip("/") in EDITING and not scope[MAY_EDIT]:
            return Response("只有编辑账号可以添加文件。", status_code=403)
        return None


def _is_open(path: str) -> bool:
    return path in OPEN or path.startswith(FOR_PROGRAMS)


def may_edit(request: gr.Request | HTTPConnection) -> bool:
    """Tell whether a call may change the library; without a door every call may."""
    connection = request.request if isinstance(request, gr.Request) else request
    return bool(connection is None or connection.scope.get(MAY_EDIT, True))


def door_of(auth_file: Path | None, *, public: bool) -> Door | None:
    """Return the door of a file of accounts; None where there is neither that nor ``public``.

    Raises DisclosureError when the file cannot be used.
    """
    if auth_file is None:
        return Door(Users({}), public=True) if public else None
    if lies_open(auth_file):
        print(OPEN_PASSWORDS.format(auth_file), file=sys.stderr)
    return Door(read_users(auth_file), public=public)


def add_door(app: FastAPI, door: Door) -> None:
    """Give an application its login, its logout and its guard; before the page is mounted."""

    @app.get("/login")
    def ask_name() -> HTMLResponse:
        return HTMLResponse(FORM.format(message=""))

    @app.post("/login")
    async def enter(
        request: Request,
        name: Annotated[str, Form(max_length=LONGEST_NAME)],
        password: Annotated[str, Form(max_length=LONGEST_PASSWORD)],
    ) -> Response:
        address = request.client.host if request.client else ""
        cookie, wrong = await run_in_threadpool(door.enter, name, password, address)
        if wrong:
            message = f'<p role="alert">{escape(wrong)}</p>'
            return HTMLResponse(FORM.format(message=message), status_code=401)
        answer = RedirectResponse("./", status_code=303)
        secure = request.url.scheme == "https"
        answer.set_cookie(
            COOKIE, cookie, max_age=int(LASTS), httponly=True, samesite="strict", secure=secure
        )
        return answer

    @app.post("/logout")
    def leave(request: Request) -> Response:
        door.sessions.end(request.cookies.get(COOKIE, ""))
        answer = RedirectResponse("./", status_code=303)
        answer.delete_cookie(COOKIE)
        return answer

    app.add_middleware(Guard, door=door)
