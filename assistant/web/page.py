"""The page as a whole: its views, and the server that shows it."""

from __future__ import annotations

import socket
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import gradio as gr
import uvicorn
from fastapi import FastAPI

from assistant.conversation import Assistant
from assistant.web import figures, library, precedents, review
from assistant.web.answers import Answers
from assistant.web.api import with_interface
from assistant.web.ask import ask_view, warm_up
from assistant.web.door import Door, add_door, door_of
from assistant.web.downloads import downloads
from assistant.web.intake import Intake
from assistant.web.library_html import LARGEST
from assistant.web.limits import Limits
from assistant.web.made_files import precedent_files, review_files
from assistant.web.mcp import mcp_app, running
from assistant.web.security import (
    SecurityHeaders,
    check_exposure,
    free_socket,
)
from assistant.web.shell import masthead_html
from assistant.web.texts import text, texts_script
from corpus.library import AddProgress, Library

HERE = Path(__file__).parent
FONTS = ["system-ui", "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "sans-serif"]
MONOSPACE = ["ui-monospace", "monospace"]
# in the head as they are: Gradio confines other styles to the views
FRAME_STYLES = ("shell.css", "library.css", "desk.css")
SCRIPTS = ("shell.js", "page.js", "figures.js", "library.js", "desk.js")
UPLOADS_KEPT = (3600, 3600)  # seconds between looking, and of age: the queue has its own copy
VIEWS: dict[str, Callable[..., None]] = {
    "ask": ask_view,
    "figures": figures.build,
    "library": library.build,  # with the queue of its page: build_page
    "precedents": precedents.build,
    "review": review.build,
}


def build_page(assistant: Assistant, intake: Intake, *, has_accounts: bool = False) -> gr.Blocks:
    """Return the page over one assistant; each view adds itself to the blocks."""
    views = VIEWS | {"library": partial(library.build, intake=intake)}
    with gr.Blocks(
        title=text("title"), analytics_enabled=False, fill_width=True, delete_cache=UPLOADS_KEPT
    ) as page:
        gr.HTML(
            masthead_html(tuple(views), has_accounts=has_accounts),
            elem_id="masthead",
            apply_default_css=False,
            js_on_load="disclosureShell.start(element)",
        )
        for name, build in views.items():
            with gr.Column(elem_id=f"view-{name}", elem_classes="view", min_width=0):
                build(assistant, page)
    return page


def application(
    assistant: Assistant, door: Door | None = None, *, programs: bool | None = None
) -> FastAPI:
    """Return the ASGI application; without a door everybody who reaches it may do everything.

    programs: whether programs may ask too (``/api/v1`` and, without a door and with the mcp
    extra, ``/mcp``); None: only where there is no door.
    """
    answers, held = Answers.of(assistant), assistant.library
    is_open = door is None if programs is None else programs
    tools = mcp_app(answers, held) if is_open and door is None else None
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None, lifespan=running(tools))
    login: dict[str, Any] = {}
    if door:
        add_door(app, door)
        login = {"auth_dependency": door.name}
    app.add_middleware(Limits)
    app.add_middleware(SecurityHeaders)
    app.include_router(downloads(answers, held))
    app.include_router(review_files(held))
    app.include_router(precedent_files(assistant))
    if is_open:
        with_interface(app, answers, held, door)
    if tools:
        app.mount("/mcp", tools)
    intake = Intake(held, assistant.warm)
    app.include_router(library.changes(held, intake, door))
    gr.mount_gradio_app(
        app,
        build_page(assistant, intake, has_accounts=door is not None),
        path="/",
        **login,
        **_looks(),
    )
    return app


def serve(
    home: Path,
    host: str = "127.0.0.1",
    port: int = 7860,
    auth_file: Path | None = None,
    *,
    public: bool = False,
    programs: bool | None = None,
) -> None:
    """Show the page of the library at ``home`` until Ctrl+C; ``programs``: see ``application``.

    ``public``: anybody may read and ask; only the editors of ``auth_file`` may change anything.
    Raises ``DisclosureError`` when the library cannot be opened, when the host is reachable
    from outside and nobody has to log in, or when no port is free.
    """
    check_exposure(host, auth_file, public=public)
    door = door_of(auth_file, public=public)
    print("正在打开资料库……", flush=True)
    library = Library.open(home, create=True)  # the page says in words that a new one is empty
    library.reread(progress=_tell)
    assistant = Assistant.open(home)
    app = application(assistant, door, programs=programs)
    with free_socket(host, port) as bound:
        announce(bound, port)
        warm_up(assistant)
        uvicorn.Server(uvicorn.Config(app, log_level="warning")).run(sockets=[bound])


def _tell(step: AddProgress) -> None:
    print(f"  重新读取较早版本读入的文件 {step.done}/{step.total} {step.file_name}", flush=True)


def announce(bound: socket.socket, wanted: int) -> None:
    """Print where the page is, and say so when the wanted port was taken."""
    host, port = bound.getsockname()[:2]
    if port != wanted:
        print(f"端口 {wanted} 已被占用，改用 {port}。")
    shown = f"[{host}]" if ":" in host else host
    print(f"网页已启动：http://{shown}:{port}　（按 Ctrl+C 停止）", flush=True)


def _looks() -> dict[str, Any]:
    """Own style and script; no footer, no monitoring, nothing fetched from elsewhere."""
    scripts = [texts_script(), *map(_file, SCRIPTS)]
    return {
        "css": _file("style.css") + _file("figures.css"),
        "head": "".join(
            [
                *(f"<style>{_file(name)}</style>" for name in FRAME_STYLES),
                *(f"<script>{script}</script>" for script in scripts),
            ]
        ),
        "theme": gr.themes.Base(primary_hue="teal", font=FONTS, font_mono=MONOSPACE),
        "footer_links": [],
        "max_file_size": LARGEST * 1_000_000,
        "run_history": False,
        "enable_monitoring": False,
        "show_error": False,
    }


def _file(name: str) -> str:
    return (HERE / name).read_text(encoding="utf-8")
