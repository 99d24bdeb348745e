"""The library as tools for assistants that speak the Model Context Protocol.

Every tool returns what the page shows, with its receipts; nothing is worded by a model here. The
protocol's own library does the talking. It is an extra: without it there are no tools.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from importlib.util import find_spec
from typing import Any

from fastapi import FastAPI
from starlette.applications import Starlette

from assistant.web.answers import Answers
from assistant.web.api import documents_of, page_of, total_of
from corpus.errors import DisclosureError
from corpus.library import Library
from corpus.selection import Order, Selection

MOST = 50  # figures of one call
MISSING = "没有安装 MCP 扩展。请执行：pip install 'disclosure-assistant[mcp]'"
ABOUT = (
    "政府预算、决算公开文件的问数工具。每个数字都带出处（citations），"
    "查不到会拒答并说明原因（reason）。引用时请保留出处，不要改动数字。"
)
Lifespan = Callable[[FastAPI], AbstractAsyncContextManager[None]]


def mcp_app(answers: Answers, library: Library) -> Starlette | None:
    """Return the tools as a web application; None without the extra."""
    if find_spec("mcp") is None:
        return None
    app: Starlette = server_of(answers, library).streamable_http_app(
        streamable_http_path="/", stateless_http=True, json_response=True
    )
    return app


def running(tools: Starlette | None) -> Lifespan:
    """Return what keeps mounted tools running as long as the page."""

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        if tools is None:
            yield
            return
        async with tools.router.lifespan_context(tools):
            yield

    return lifespan


def serve_stdio(answers: Answers, library: Library) -> None:
    """Serve one program over standard input and output until it hangs up."""
    if find_spec("mcp") is None:
        raise DisclosureError(MISSING)
    server_of(answers, library).run("stdio")


def server_of(answers: Answers, library: Library) -> Any:
    """Return the server with its tools."""
    from mcp.server import MCPServer

    server = MCPServer("disclosure-assistant", instructions=ABOUT, log_level="WARNING")

    def ask(question: str, history: list[str] | None = None) -> dict[str, Any]:
        """回答一个关于预算、决算公开文件的问题。

        question：中文问题，写明单位、年度和项目，例如「某局2026年三公经费是多少」。
        history：同一次对话里先前的问题，从早到晚。回答里的金额是以元计的精确十进制数字串。
        """
        answer = answers.ask(question, history or ())
        return answer.to_json() | {"suggestions": list(answer.suggestions)}

    def figures(
        owner: str = "", year: int | None = None, item: str = "", code: str = "", basis: str = "",
        start: int = 0,
    ) -> dict[str, Any]:  # fmt: skip
        """列出文件中印出的数字，每次最多 50 个，各带原文出处。

        owner：单位全称。item：项目名称含有的字。code：科目编码的开头。basis：预算、决算、执行数等。
        start：从第几个开始。不要把 role 为 total、parent、of-which 的行与明细相加。
        """
        chosen = Selection(owner=owner, year=year, item=item, code=code, basis=basis)
        return page_of(library, chosen, Order(), start, MOST).model_dump(mode="json")

    def figures_total(owner: str, year: int, table: str, column: str) -> dict[str, Any]:
        """把一份文件一张表一列的明细相加（元），或说明为什么不能相加。"""
        chosen = Selection(owner=owner, year=year, table=table, column=column)
        return total_of(library, chosen).model_dump(mode="json")

    def documents() -> list[dict[str, Any]]:
        """列出资料库中的文件：单位、年度、种类。"""
        return [info.model_dump(mode="json") for info in documents_of(library)]

    for tool in (ask, figures, figures_total, documents):
        server.add_tool(tool)
    return server
