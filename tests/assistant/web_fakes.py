"""A tiny library of one made-up document, and an assistant that answers it from a list."""

from __future__ import annotations

import asyncio
import socket
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from assistant.answer import Answer, AnswerFigure, Citation, Outcome, Reason
from assistant.variations import Variation
from corpus.document import (
    Document,
    Paragraph,
    Row,
    RowKind,
    Section,
    Span,
    Table,
    TableKind,
)
from corpus.errors import DisclosureError, LibraryError
from corpus.library import DocumentInfo
from corpus.removal import Removed

OWNER = "青禾市临江区水务局"
FILE = "青禾市临江区水务局2026年部门预算.txt"
FIRST = "第三部分 情况说明"
SENTENCE = "2026年“三公”经费财政拨款预算4.20万元，比上年减少0.30万元。"
OTHER = "其中：公务接待费1.20万元，公务用车运行维护费3.00万元。"
HOSTILE = "<img src=x onerror=alert(1)>防汛物资"
HEADS = (("项目", "本年预算", "本年预算", "上年预算"), ("项目", "基本支出", "项目支出", "上年预算"))
BODY = [("合计", "612.40", "285.60", "871.00"), ("公务接待费", "1.20", "", "1.35")]
BODY += [(f"河道养护第{n}标段", "", f"{n}.50", f"{n}.00") for n in range(1, 60)]
BODY += [(HOSTILE, "", "64.80", "60.00")]


def made_up_document() -> Document:
    """A page of prose and a long table; every span resolves in the text."""
    lines = [FIRST, SENTENCE, OTHER, "各项支出按照规定从严控制。" * 12]
    rows = ["\t".join(cells) for cells in (*HEADS, *BODY)]
    text = "\n".join(["第一部分", *lines, *rows])
    spans = _spans(text, ["第一部分", *lines, *rows])
    kinds = [RowKind.HEADER] * 2 + [RowKind.TOTAL] + [RowKind.DETAIL] * (len(BODY) - 1)
    cells = (*HEADS, *BODY)
    made = tuple(
        Row(c, s, k, c[0]) for c, s, k in zip(cells, spans[len(lines) + 1 :], kinds, strict=True)
    )
    whole, body = Span(0, len(text)), Span(spans[1].start, len(text))
    sections = (
        Section(0, "", "部门预算", 0, (), whole, whole, None),
        Section(1, "", FIRST, 1, (FIRST,), body, Span(spans[2].start, len(text)), 0),
    )
    table_span = Span(made[0].span.start, made[-1].span.end)
    headers = (("项目",), ("本年预算", "基本支出"), ("本年预算", "项目支出"), ("上年预算",))
    table = Table(
        0, "表3 支出预算表", 3, "万元", OWNER, headers, made, (), TableKind.BUDGET, table_span, 1
    )
    prose = tuple(Paragraph(s, min(i, 1), is_heading=i < 2) for i, s in enumerate(spans[:5]))
    return Document(
        "d0", FILE, "部门预算", OWNER, "临江区", 2026, "部门预算", text, sections, (table,), prose
    )


def _spans(text: str, lines: Sequence[str]) -> list[Span]:
    spans, at = [], 0
    for line in lines:
        start = text.index(line, at)
        spans.append(Span(start, start + len(line)))
        at = start + len(line)
    return spans


DOCUMENT = made_up_document()


def sentence_citation(sentence: str = SENTENCE) -> Citation:
    """A receipt in prose."""
    start = DOCUMENT.text.index(sentence)
    return Citation("d0", FILE, "部门预算", (FIRST,), start, start + len(sentence), sentence)


def cell_citation(row: int, column: int) -> Citation:
    """A receipt in the table; ``row`` counts header rows too."""
    printed = DOCUMENT.tables[0].rows[row]
    return Citation(
        "d0", FILE, "部门预算", (FIRST,), printed.span.start, printed.span.end,
        DOCUMENT.quote(printed.span), None, "表3 支出预算表", printed.label,
        "本年预算 / 项目支出", printed.cells[column], 0, row, column,
    )  # fmt: skip


def figure(value: str, printed: str, about: str, *citations: int, **more: Any) -> AnswerFigure:
    """A figure of the made-up owner's budget of 2026."""
    known: dict[str, Any] = {
        "owner": OWNER,
        "year": 2026,
        "basis": "预算",
        "printed": printed,
    } | more
    return AnswerFigure(Decimal(value), "元", about, citations, **known)


def _change() -> AnswerFigure:
    worked = "4.50 − 4.20 = 0.30"
    return figure("3000", "0.30 万元", "“三公”经费变化", 0, direction="减少", formula=worked)


ANSWERS = {
    "三公经费": Answer(
        Outcome.FIGURE,
        f"{OWNER}2026年“三公”经费预算为 **4.20 万元** [1]，表中另有公务接待费 [2]。",
        (figure("42000", "4.20万元", "“三公”经费", 0),),
        citations=(sentence_citation(), cell_citation(len(BODY) + 1, 2), sentence_citation(OTHER)),
        assumptions=("按2026年预算数回答（问题没有写年份，库中只有这一年）",),
        suggestions=("比上年减少多少？",),
    ),
    "三公费用": Answer(
        Outcome.FIGURE,
        "2025年“三公”经费预算为 **4.50 万元** [1]。",
        (figure("45000", "4.50万元", "“三公”经费", 0, year=2025),),
        citations=(sentence_citation(),),
    ),
    "五年": Answer(
        Outcome.FIGURES,
        "逐年如下。",
        tuple(
            figure(f"{v}0000", f"{v}.00万元", "“三公”经费", 0, year=2020 + v) for v in range(2, 7)
        ),
        citations=(sentence_citation(),),
    ),
    "减少": Answer(
        Outcome.FIGURE,
        "比上年减少 **0.30 万元** [1]。",
        (_change(),),
        (figure("42000", "4.20 万元", "“三公”经费", 0), figure("45000", "4.50 万元", "上年", 0)),
        (sentence_citation(),),
    ),
    "接待费": Answer(
        Outcome.CLARIFY, "库里有两个口径，请选一个。", choices=("三公经费", "减少多少")
    ),
    "攻击": Answer(
        Outcome.TEXT,
        "<img src=x onerror=alert(1)><form action=https://example.com></form>"
        "![p](https://example.com/a.png) [链接](https://example.com) [1] [9]",
        citations=(sentence_citation(),),
    ),
    "天气": Answer(Outcome.REFUSE, "天气不在公开文件的范围内。", reason=Reason.OUT_OF_SCOPE),
}


@dataclass
class FakeLibrary:
    """Has the one document, or none."""

    has: tuple[Document, ...] = (DOCUMENT,)
    revision: int = 1
    home: Path = Path()

    def documents(self) -> Sequence[DocumentInfo]:
        """What is told of whatever was put in."""
        return [
            DocumentInfo(
                d.id, d.file_name, d.title, d.owner, d.region, d.fiscal_year, d.kind,
                "2026-01-01T00:00:00+00:00", len(d.sections), len(d.tables), 0, 0, 3, 0,
                len(d.text),
            )
            for d in self.has
        ]  # fmt: skip

    def taken_out(self) -> Sequence[Removed]:
        """Nothing was removed."""
        return ()

    def document(self, id: str) -> Document:
        """The document with that id."""
        for document in self.has:
            if document.id == id:
                return document
        raise LibraryError(f"没有 {id}")


@dataclass
class FakeAssistant:
    """Answers by the first key that the question contains; remembers what it was asked."""

    library: FakeLibrary = field(default_factory=FakeLibrary)
    asked: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)
    pause: float = 0.0
    warmed: threading.Event = field(default_factory=threading.Event)

    def ask(self, question: str, history: Sequence[str] = ()) -> Answer:
        """The prepared answer; 「坏」 is an error that the page must tell."""
        self.asked.append((question, tuple(history)))
        time.sleep(self.pause)
        if "坏" in question:
            raise DisclosureError("资料库正在重建，请稍后再问。")
        if "崩" in question:
            raise ZeroDivisionError("unforeseen")
        return next(answer for key, answer in ANSWERS.items() if key in question)

    def told(self, question: str, history: Sequence[str] = ()) -> str:
        """What every question is understood as."""
        return f"{OWNER} · 2026年"

    def variations(self, question: str, history: Sequence[str], answer: Answer) -> list[Variation]:
        """One other year for 「三公经费」, which is answered, and one body, which is not."""
        if "三公经费" not in question:
            return []
        asked = ("year", "2026年", "2025年", OWNER, 2025, "预算", ("2025年三公费用",))
        never = ("owner", OWNER, "别的局", "别的局", 2026, "预算", ("别的局三公经费",))
        return [Variation(*asked), Variation(*never)]

    def warm(self) -> None:
        """Remember that it was asked to get ready."""
        self.warmed.set()

    def examples(self) -> list[str]:
        """Two questions that have an answer."""
        return ["2026年三公经费是多少？", "三公经费比上年减少多少？"]


def _application(assistant: Any, how: dict[str, Any]) -> Any:
    """Make the application while a loop runs: where none does, Gradio opens one and leaves it."""
    from assistant.web.page import application

    async def made() -> Any:
        return application(assistant, **how)

    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return asyncio.run(made())
    return application(assistant, **how)


@contextmanager
def serving(assistant: Any, **how: Any) -> Iterator[str]:
    """Serve the page on a free port of this machine; yields its address."""
    import uvicorn

    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        server = uvicorn.Server(uvicorn.Config(_application(assistant, how), log_level="error"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [bound]}, daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.02)
        yield f"http://127.0.0.1:{bound.getsockname()[1]}"
        server.should_exit = True
        thread.join(timeout=10)
