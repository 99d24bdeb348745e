"""Who may log in: a file with one account a line, and how often a password may be tried.

A line is ``name:role:hash`` (Argon2id, RFC 9106), written by ``disclosure user``. A line
``name:password`` is understood too; it is an editor whose password lies open in the file.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError

from corpus.errors import DisclosureError

HASHED = "$argon2"
TRIES, WITHIN = 5, 300.0  # failed logins of one name or one address, seconds
REMEMBERED = 10_000  # names and addresses with failures
SHORTEST_PASSWORD = 8  # characters; OWASP ASVS 2.1.1 asks for more, without a second factor
_hasher = PasswordHasher()


class Role(StrEnum):
    """What an account may do: a reader asks, an editor changes the library as well."""

    READER = "reader"
    EDITOR = "editor"


@dataclass(frozen=True, slots=True)
class User:
    """An account; ``secret`` is the hash of its password."""

    name: str
    role: Role
    secret: str = field(repr=False)


class Users:
    """The accounts of one file."""

    def __init__(self, users: Mapping[str, User]) -> None:
        """``users`` by name; see ``read_users``."""
        self._users = dict(users)
        self._nobody = _hasher.hash(os.urandom(16).hex())  # an unknown name takes as long

    def verified(self, name: str, password: str) -> User | None:
        """Return the account when the password is right."""
        user = self._users.get(name)
        try:
            _hasher.verify(user.secret if user else self._nobody, password)
        except (Argon2Error, InvalidHashError):
            return None
        return user

    def named(self, name: str) -> User | None:
        """Return an account by its name."""
        return self._users.get(name)


def read_users(path: Path) -> Users:
    """Return the accounts of a file; ``#`` starts a comment line. Raises DisclosureError."""
    found = [_user(line, path) for line in _lines(path)]
    if not found:
        raise DisclosureError(
            f"登录文件 {path} 里没有账号。用 disclosure user 用户名 --auth-file {path} 添加"
        )
    return Users({user.name: user for user in found})


def lies_open(path: Path) -> bool:
    """Tell whether any password of a file is not hashed; raises DisclosureError."""
    return any(HASHED not in line for line in _lines(path))


def write_user(path: Path, name: str, password: str, role: Role) -> None:
    """Add an account, or replace it, in a file that only its owner may read.

    Raises DisclosureError when the name or the password cannot be used.
    """
    if not name or name.strip() != name or ":" in name or name.startswith("#"):
        raise DisclosureError("用户名不能为空，不能含冒号，不能以 # 开头，前后不能有空格")
    if len(password) < SHORTEST_PASSWORD:
        raise DisclosureError(f"密码至少要 {SHORTEST_PASSWORD} 个字")
    kept = [line for line in _text(path).splitlines() if line.partition(":")[0] != name]
    lines = [*kept, f"{name}:{role}:{_hasher.hash(password)}"]
    draft = path.with_name(f".{path.name}.new")
    with os.fdopen(
        os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8"
    ) as file:
        file.write("\n".join(lines) + "\n")
    draft.replace(path)


def _text(path: Path) -> str:
    return path.read_text("utf-8") if path.exists() else ""


def _lines(path: Path) -> list[str]:
    try:
        lines = [line.strip() for line in path.read_text("utf-8").splitlines()]
    except (OSError, UnicodeDecodeError) as trouble:
        raise DisclosureError(f"读不了登录文件 {path}：{trouble}") from trouble
    return [line for line in lines if line and not line.startswith("#")]


def _user(line: str, path: Path) -> User:
    name, _, rest = line.partition(":")
    role, _, secret = rest.partition(":")
    if secret.startswith(HASHED) and role in list(Role):
        return User(name, Role(role), secret)
    if not (name and rest) or HASHED in rest:
        raise DisclosureError(
            f"登录文件 {path} 里有一行不能用。请用 disclosure user 重新写这个账号"
        )
    return User(name, Role.EDITOR, _hasher.hash(rest))


class Throttle:
    """Counts failures by key, and says how long to wait; safe to share between threads."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        """``clock``: seconds that only grow."""
        self._clock = clock
        self._failures: dict[str, list[float]] = {}
        self._lock = threading.Lock()

    def wait(self, *keys: str) -> int:
        """Return after how many seconds any more may be tried; 0 for now."""
        with self._lock:
            return max((self._left(key) for key in keys), default=0)

    def fail(self, *keys: str) -> None:
        """Count one failure for every key."""
        now = self._clock()
        with self._lock:
            for key in keys:
                failures = self._failures.pop(key, [])
                self._failures[key] = [*failures, now][-TRIES:]
            while len(self._failures) > REMEMBERED:
                self._failures.pop(next(iter(self._failures)))

    def succeed(self, *keys: str) -> None:
        """Forget the failures of every key."""
        with self._lock:
            for key in keys:
                self._failures.pop(key, None)

    def _left(self, key: str) -> int:
        failures = self._failures.get(key, [])
        if len(failures) < TRIES:
            return 0
        return max(0, round(failures[0] + WITHIN - self._clock() + 0.5))
