"""How the page is started."""

from __future__ import annotations

import contextlib
import socket
from pathlib import Path
from typing import Any

import pytest

import app
from assistant.web import page
from corpus.errors import DisclosureError
from corpus.library import Library


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[tuple[Any, ...]]:
    """With what the page would be served; nothing listens."""
    calls: list[tuple[Any, ...]] = []
    monkeypatch.setattr(app, "serve", lambda *given, **named: calls.append((*given, named)))
    monkeypatch.setattr("sys.argv", ["app.py"])
    for name in ("HOST", "PORT", "AUTH_FILE", "PUBLIC"):
        monkeypatch.delenv(f"DISCLOSURE_{name}", raising=False)
    monkeypatch.setenv("DISCLOSURE_HOME", str(tmp_path / "home"))
    return calls


def test_environment_is_read(
    served: list[Any], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Home, host, port and accounts come from the environment."""
    monkeypatch.setenv("DISCLOSURE_HOST", "::1")
    monkeypatch.setenv("DISCLOSURE_PORT", "9000")
    monkeypatch.setenv("DISCLOSURE_AUTH_FILE", "accounts")

    assert app.main() == 0
    assert served == [(tmp_path / "home", "::1", 9000, Path("accounts"), {"public": False})]


def test_nothing_set_means_this_machine_only(served: list[Any]) -> None:
    """Without an environment the page listens on 127.0.0.1:7860."""
    assert app.main() == 0
    assert served[0][1:] == ("127.0.0.1", 7860, None, {"public": False})


@pytest.mark.parametrize("port", ["", "x", "0", "70000", "-1", "７８６０"])
def test_wrong_port_is_told(
    served: list[Any],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    port: str,
) -> None:
    """A port that is none ends the start with one sentence."""
    monkeypatch.setenv("DISCLOSURE_PORT", port)

    assert app.main() == 1
    assert "不是端口号" in capsys.readouterr().err
    assert served == []


def test_samples_fill_an_empty_library_once(
    served: list[Any], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """``--samples`` reads the sample disclosures, and leaves a filled library alone."""
    monkeypatch.setattr("sys.argv", ["app.py", "--samples"])

    assert app.main() == 0
    library = Library.open(tmp_path / "home")
    names, revision = [info.file_name for info in library.documents()], library.revision
    assert app.main() == 0

    assert names
    assert library.revision == revision


def test_open_address_is_refused_before_the_library_is_opened(tmp_path: Path) -> None:
    """Serving others without accounts fails at once and leaves no folder behind."""
    with pytest.raises(DisclosureError, match="登录"):
        page.serve(tmp_path / "home", host="0.0.0.0")

    assert not (tmp_path / "home").exists()


def test_address_is_announced(capsys: pytest.CaptureFixture[str]) -> None:
    """The address is printed, with the reason when it is not the one that was wanted."""
    with contextlib.closing(socket.socket()) as bound:
        bound.bind(("127.0.0.1", 0))
        port = bound.getsockname()[1]
        page.announce(bound, port)
        assert capsys.readouterr().out.startswith(f"网页已启动：http://127.0.0.1:{port}")

        page.announce(bound, 80)
        assert "端口 80 已被占用" in capsys.readouterr().out
