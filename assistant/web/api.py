"""The interface for programs: questions, figures and documents as typed JSON, with OpenAPI.

It answers what the page answers, through the same shared answers. Where people have to log in it
is off unless it is asked for; then every call names a user and a password (HTTP Basic).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any, TypeVar

from fastapi import APIRouter, Depends, FastAPI, HTTPException, Query, Request, status
from fastapi.security import HTTPBasic, HTTPBasicCredentials
from pydantic import BaseModel, Field

from assistant.answer import Outcome, Reason
from assistant.web.answers import Answers
from assistant.web.door import TOO_OFTEN, WRONG, Door
from corpus.document import RowKind
from corpus.errors import DisclosureError
from corpus.exports import export_rows
from corpus.figure import Basis, Measure
from corpus.library import Library
from corpus.selection import FURTHEST, MOST_SHOWN, Order, Selection, count, lines
from corpus.totals import Why, total

PREFIX = "/api/v1"
LONGEST_QUESTION, MOST_TURNS = 1000, 50
BASIC = HTTPBasic()
R = TypeVar("R")


class Asking(BaseModel):
    """A question, with the earlier questions of its conversation, oldest first."""

    question: str = Field(min_length=1, max_length=LONGEST_QUESTION)
    history: list[Annotated[str, Field(max_length=LONGEST_QUESTION)]] = Field(
        default=[], max_length=MOST_TURNS
    )


class CitationOut(BaseModel):
    """Where a number is printed: ``quote`` stands verbatim at start:end of the document's text."""

    document: str
    title: str
    section: list[str]
    page: int | None
    table: str | None
    row: str | None
    column: str | None
    cell: str | None
    start: int
    end: int
    quote: str


class FigureOut(BaseModel):
    """A number of an answer; ``value`` is an exact decimal string in ``unit`` (元 for money)."""

    value: str
    comparator: str | None
    unit: str
    direction: str | None
    about: str
    owner: str
    year: int | None
    basis: str | None
    printed: str | None
    formula: str | None
    doubtful: bool
    citations: list[int]


class AnswerOut(BaseModel):
    """The answer to a question; a refusal has a reason and no figures."""

    outcome: Outcome
    text: str
    figures: list[FigureOut]
    operands: list[FigureOut]
    citations: list[CitationOut]
    assumptions: list[str]
    choices: list[str]
    reason: Reason | None
    suggestions: list[str]
    elapsed_ms: float


class FigureRow(BaseModel):
    """A printed number; ``value`` and ``value_yuan`` are exact decimal strings."""

    owner: str
    document: str
    year: int | None
    basis: Basis
    item: str
    code: str
    path: str
    role: RowKind
    slice: str
    measure: Measure
    direction: str | None
    comparator: str
    value: str
    unit: str
    value_yuan: str | None
    table: str
    row: str
    column: str
    section: str
    start: int
    end: int
    quote: str
    context: str
    doubtful: bool


class TotalOut(BaseModel):
    """What the selected detail rows add up to in 元, or why they must not be added."""

    why: Why | None
    amount: str | None
    counted: int
    documents: int
    table: str
    column: str
    left_out: dict[str, int]


class FiguresOut(BaseModel):
    """One page of the figures that fit."""

    count: int
    figures: list[FigureRow]


class DocumentOut(BaseModel):
    """A document of the library."""

    id: str
    file_name: str
    title: str
    owner: str
    region: str
    fiscal_year: int | None
    kind: str
    tables: int
    checked_tables: int
    reconciled_tables: int
    figures: int
    warnings: list[str]


def selected(
    owner: Annotated[str, Query(description="单位全称")] = "",
    region: Annotated[str, Query(description="地区，从头比较")] = "",
    year: Annotated[int | None, Query(description="年度")] = None,
    basis: Annotated[Basis | None, Query(description="口径")] = None,
    measure: Annotated[Measure | None, Query(description="数的种类")] = None,
    role: Annotated[RowKind | None, Query(description="行的种类")] = None,
    kind: Annotated[str, Query(description="文件种类")] = "",
    code: Annotated[str, Query(description="科目编码，从头比较", pattern=r"^\d*$")] = "",
    item: Annotated[str, Query(description="项目名称含有")] = "",
    table: Annotated[str, Query(description="表名")] = "",
    column: Annotated[str, Query(description="列名")] = "",
    document: Annotated[str, Query(description="文件编号")] = "",
) -> Selection:
    """Return the selection that the query of an address asks for."""
    return Selection(
        owner, region, kind, document, year, basis or "", measure or "", role or "",
        code, item, table, column,
    )  # fmt: skip


Chosen = Annotated[Selection, Depends(selected)]


def routes(answers: Answers, library: Library, door: Door | None) -> APIRouter:
    """Return the routes under ``PREFIX``; behind a door every call names an account."""
    guard = [Depends(checked_user(door))] if door and not door.public else []
    router = APIRouter(prefix=PREFIX, dependencies=guard)

    @router.post("/ask", summary="回答一个问题")
    def ask(asking: Asking) -> AnswerOut:
        answer = tried(lambda: answers.ask(asking.question, asking.history))
        return AnswerOut(**answer.to_json(), suggestions=list(answer.suggestions))

    @router.get("/figures", summary="筛选出的数字，一次一页")
    def figures(
        chosen: Chosen,
        sort: Annotated[str, Query(pattern="^(document|owner|year|item|amount)$")] = "document",
        descending: bool = False,
        start: Annotated[int, Query(ge=0, le=FURTHEST)] = 0,
        limit: Annotated[int, Query(ge=1, le=MOST_SHOWN)] = 50,
    ) -> FiguresOut:
        return tried(lambda: page_of(library, chosen, Order(sort, descending), start, limit))

    @router.get("/figures/total", summary="筛选出的明细合计，或不能合计的原因")
    def figures_total(chosen: Chosen) -> TotalOut:
        return tried(lambda: total_of(library, chosen))

    @router.get("/documents", summary="资料库中的文件")
    def documents() -> list[DocumentOut]:
        return tried(lambda: documents_of(library))

    return router


def page_of(
    library: Library, chosen: Selection, order: Order, start: int, limit: int
) -> FiguresOut:
    """Return one page of figures, amounts as text."""
    found = [line.figure for line in lines(library.store, chosen, order, start=start, most=limit)]
    names = {info.id: info.file_name for info in library.documents()}
    rows = [FigureRow(**as_text(row)) for row in export_rows(found, names)]
    return FiguresOut(count=count(library.store, chosen), figures=rows)


def as_text(row: dict[str, Any]) -> dict[str, Any]:
    """Return a row with its amounts as plain decimal strings: JSON numbers are not exact."""
    amounts = {name: row[name] for name in ("value", "value_yuan")}
    return row | {n: None if value is None else format(value, "f") for n, value in amounts.items()}


def total_of(library: Library, chosen: Selection) -> TotalOut:
    """Return the sum of a selection, or why there is none."""
    found = total(library.store, chosen)
    return TotalOut(
        why=found.why,
        amount=None if found.why else format(found.amount, "f"),
        counted=found.counted,
        documents=found.documents,
        table=found.table,
        column=found.column,
        left_out={role.value: number for role, number in found.left_out},
    )


def documents_of(library: Library) -> list[DocumentOut]:
    """Return what is in the library."""
    names = DocumentOut.model_fields
    infos = library.documents()
    return [DocumentOut(**{name: getattr(info, name) for name in names}) for info in infos]


def checked_user(door: Door) -> Callable[..., None]:
    """Return what refuses a call that does not name an account with its password."""

    def check(given: Annotated[HTTPBasicCredentials, Depends(BASIC)], request: Request) -> None:
        address = request.client.host if request.client else ""
        keys = (f"name {given.username}", f"address {address}")
        if seconds := door.throttle.wait(*keys):
            raise HTTPException(
                status.HTTP_429_TOO_MANY_REQUESTS,
                TOO_OFTEN.format(seconds),
                {"Retry-After": str(seconds)},
            )
        if door.users.verified(given.username, given.password) is None:
            door.throttle.fail(*keys)
            raise HTTPException(status.HTTP_401_UNAUTHORIZED, WRONG, {"WWW-Authenticate": "Basic"})

    return check


def tried(work: Callable[[], R]) -> R:
    """Return what the work returns; a foreseen error is told as 409 with its sentence."""
    try:
        return work()
    except DisclosureError as trouble:
        raise HTTPException(status.HTTP_409_CONFLICT, str(trouble)) from trouble


def with_interface(app: FastAPI, answers: Answers, library: Library, door: Door | None) -> None:
    """Add the routes and their description (``PREFIX/openapi.json``) to the application."""
    app.title, app.version = "Disclosure Assistant", "1"
    app.openapi_url = f"{PREFIX}/openapi.json"
    app.setup()
    app.include_router(routes(answers, library, door))
