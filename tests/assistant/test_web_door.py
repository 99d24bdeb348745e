"""Logging in and out, and who may do what."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import Response

from assistant.web.door import COOKIE, LASTS, Door, Sessions, add_door, may_edit
from assistant.web.users import TRIES, WITHIN, Role, Throttle, lies_open, read_users, write_user
from corpus.errors import DisclosureError

PASSWORD = "一个足够长的密码"


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with an editor and a reader."""
    path = tmp_path_factory.mktemp("accounts") / "accounts"
    write_user(path, "王工", PASSWORD, Role.EDITOR)
    write_user(path, "李工", PASSWORD, Role.READER)
    return path


class Clock:
    """A clock that is set by hand."""

    now = 0.0

    def __call__(self) -> float:
        """Return the time."""
        return self.now


class Visitor:
    """Calls an application as a browser does that keeps its cookie."""

    def __init__(self, app: FastAPI) -> None:
        """Come without a cookie."""
        self.app = app
        self.cookie = ""
        self.headers: dict[str, str] = {}
        self.text = ""

    def call(self, method: str, path: str, form: Mapping[str, str] | None = None) -> int:
        """Return the status of an answer."""
        sent: list[Any] = []
        body = urlencode(form or {}).encode()
        headers = {"content-type": "application/x-www-form-urlencoded", "host": "page"}
        headers |= {"cookie": f"{COOKIE}={self.cookie}"} if self.cookie else {}
        scope = {
            "type": "http",
            "http_version": "1.1",
            "method": method,
            "scheme": "http",
            "path": path,
            "raw_path": path.encode(),
            "query_string": b"",
            "root_path": "",
            "headers": [(name.encode(), value.encode()) for name, value in headers.items()],
            "client": ("203.0.113.9", 1),
            "server": ("page", 80),
        }

        async def receive() -> dict[str, Any]:
            return {"type": "http.request", "body": body, "more_body": False}

        async def send(message: Any) -> None:
            sent.append(message)

        asyncio.run(self.app(scope, receive, send))
        self.headers = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
        if COOKIE in self.headers.get("set-cookie", ""):
            self.cookie = self.headers["set-cookie"].partition("=")[2].partition(";")[0].strip('"')
        self.text = b"".join(message.get("body", b"") for message in sent[1:]).decode()
        return int(sent[0]["status"])

    def log_in(self, name: str, password: str = PASSWORD) -> int:
        """Send the form."""
        return self.call("POST", "/login", {"name": name, "password": password})


def tell_rights(request: Request) -> Response:
    """Say by a status whether the call may change the library."""
    return Response(status_code=200 if may_edit(request) else 403)


def application(door: Door) -> FastAPI:
    """An application behind a door: the page, and where files go."""
    app = FastAPI()
    add_door(app, door)
    app.get("/")(lambda: "page")
    app.get("/may-edit")(tell_rights)
    app.post("/gradio_api/upload")(lambda: "taken")
    return app


@pytest.fixture
def visitor(file: Path) -> Iterator[Visitor]:
    """Somebody before a closed door."""
    yield Visitor(application(Door(read_users(file))))


def test_passwords_are_hashed(file: Path) -> None:
    """The file holds no password, and only its owner may read it."""
    assert PASSWORD not in file.read_text("utf-8")
    assert file.stat().st_mode & 0o077 == 0
    assert not lies_open(file)


def test_an_account_is_replaced(file: Path, tmp_path: Path) -> None:
    """Writing a name again changes its password and keeps the others."""
    path = tmp_path / "accounts"
    path.write_bytes(file.read_bytes())
    write_user(path, "王工", "另一个足够长的密码", Role.READER)
    users = read_users(path)

    assert users.verified("王工", PASSWORD) is None
    assert users.verified("王工", "另一个足够长的密码")
    assert users.verified("李工", PASSWORD)


def test_an_open_password_still_opens(tmp_path: Path) -> None:
    """A line 「用户名:密码」 is an editor; it is told that the password lies open."""
    path = tmp_path / "accounts"
    path.write_text("# 管理员\n王工:a:b\n", "utf-8")
    user = read_users(path).verified("王工", "a:b")

    assert user and user.role is Role.EDITOR
    assert lies_open(path)


@pytest.mark.parametrize(
    "text", ["", "# 只有注释", "没有冒号", ":无名", "无密码:", "甲:x:$argon2id$x"]
)
def test_a_useless_file_is_refused(tmp_path: Path, text: str) -> None:
    """A file without usable accounts stops the start; what stands in it is never printed."""
    path = tmp_path / "accounts"
    path.write_text(text, "utf-8")
    with pytest.raises(DisclosureError, match="登录文件") as trouble:
        read_users(path)
    assert "没有冒号" not in str(trouble.value)


@pytest.mark.parametrize("name", ["", "a:b", "#a", " a"])
def test_a_name_that_cannot_be_used_is_refused(tmp_path: Path, name: str) -> None:
    """So is a short password."""
    with pytest.raises(DisclosureError):
        write_user(tmp_path / "accounts", name, PASSWORD, Role.READER)
    with pytest.raises(DisclosureError, match="至少"):
        write_user(tmp_path / "accounts", "王工", "短", Role.READER)


def test_strangers_are_sent_to_the_login(visitor: Visitor) -> None:
    """Without a cookie the page is the login."""
    assert visitor.call("GET", "/") == 303
    assert visitor.headers["location"] == "login"
    assert visitor.call("GET", "/login") == 200
    assert visitor.call("GET", "/may-edit") == 401


def test_the_right_password_opens_and_logging_out_closes(visitor: Visitor) -> None:
    """The cookie is out of reach of scripts and other sites; after the logout it opens nothing."""
    assert visitor.log_in("王工") == 303
    assert "HttpOnly" in visitor.headers["set-cookie"]
    assert "samesite=strict" in visitor.headers["set-cookie"].lower()
    assert visitor.call("GET", "/") == 200
    assert visitor.call("GET", "/account") == 200
    assert "王工（编辑）" in visitor.text
    stolen = visitor.cookie
    visitor.call("POST", "/logout")
    visitor.cookie = stolen
    assert visitor.call("GET", "/") == 303


@pytest.mark.parametrize(("name", "password"), [("王工", "错"), ("无此人", PASSWORD)])
def test_the_wrong_password_does_not(visitor: Visitor, name: str, password: str) -> None:
    """Whether the name or the password is wrong is not told."""
    assert visitor.log_in(name, password) == 401
    assert visitor.call("GET", "/") == 303


def test_forged_cookies_open_nothing(visitor: Visitor, file: Path) -> None:
    """A changed cookie, and one of another server, are strangers."""
    other = Door(read_users(file)).sessions.begin("王工")
    for cookie in (other, "x", "IjEi.AAAA"):
        visitor.cookie = cookie
        assert visitor.call("GET", "/") == 303


def test_tries_are_counted(visitor: Visitor) -> None:
    """After some failures even the right password has to wait."""
    for _ in range(TRIES):
        assert visitor.log_in("王工", "错") == 401
    assert visitor.log_in("王工") == 401


def test_waiting_ends() -> None:
    """The time to wait is told and passes; a success forgets."""
    clock = Clock()
    throttle = Throttle(clock)
    for _ in range(TRIES):
        throttle.fail("甲")
    assert throttle.wait("甲", "乙") > WITHIN - 2
    clock.now = WITHIN + 1
    assert throttle.wait("甲") == 0
    throttle.succeed("甲")
    clock.now = 0
    assert throttle.wait("甲") == 0


def test_sessions_end_by_themselves() -> None:
    """A cookie that is too old is nobody's."""
    clock = Clock()
    sessions = Sessions(clock)
    cookie = sessions.begin("王工")
    assert sessions.name_of(cookie) == "王工"
    clock.now = LASTS + 1
    assert sessions.name_of(cookie) is None


def test_readers_cannot_add(visitor: Visitor) -> None:
    """Only an editor's files are taken."""
    assert visitor.call("POST", "/gradio_api/upload") == 401
    visitor.log_in("李工")
    assert visitor.call("POST", "/gradio_api/upload") == 403
    assert visitor.call("POST", "/gradio_api/upload/") == 403
    visitor.log_in("王工")
    assert visitor.call("POST", "/gradio_api/upload") == 200


def test_reading_may_be_public(file: Path) -> None:
    """Then anybody sees the page, and only editors may change things."""
    door = Door(read_users(file), public=True)
    visitor = Visitor(application(door))

    assert visitor.call("GET", "/") == 200
    assert visitor.call("POST", "/gradio_api/upload") == 403
    assert visitor.call("GET", "/may-edit") == 403
    visitor.log_in("王工")
    assert visitor.call("GET", "/may-edit") == 200


def test_without_a_door_everything_is_allowed() -> None:
    """Who sits at the machine may change its library."""
    app = FastAPI()
    app.get("/may-edit")(tell_rights)

    assert Visitor(app).call("GET", "/may-edit") == 200
