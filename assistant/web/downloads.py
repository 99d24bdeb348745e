"""What the page's own links fetch: files of an answer, the conversation as a report, a page.

Every address here is a link made by ``links.link``; anything else is not found.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import asdict
from functools import lru_cache
from pathlib import Path
from tempfile import NamedTemporaryFile
from threading import BoundedSemaphore

from fastapi import APIRouter, Response
from fastapi.responses import FileResponse
from starlette.background import BackgroundTask

from assistant.answer import Citation
from assistant.web.answer_files import answer_csv, answer_xlsx, report_html, report_markdown
from assistant.web.answers import Answers
from assistant.web.forms import selection_of
from assistant.web.links import link
from assistant.web.made import attached, told_words, tried
from corpus.document import Document
from corpus.errors import DisclosureError
from corpus.exports import write_figures
from corpus.fiscal_package import write_package
from corpus.library import Library
from corpus.page_picture import Picture, page_picture
from corpus.selection import Selection, count, stream
from corpus.workers import Workers

PICTURES_KEPT = 64
DRAWN_AT_ONCE = 2
SECONDS = 20  # for one page
LARGEST = 200 * 1024**2  # bytes of a PDF that is drawn from
SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FIGURE_FILES = {"xlsx": "XLSX", "csv": "CSV", "parquet": "Parquet", "zip": "Fiscal Data Package"}
MOST_WRITTEN = 200_000  # figures of one file; a CSV has room for all
Maker = Callable[..., bytes]
TABLES: dict[str, tuple[Maker, str]] = {
    "csv": (answer_csv, "text/csv; charset=utf-8"),
    "xlsx": (answer_xlsx, SPREADSHEET),
}
NAME_LENGTH = 30  # letters of a file name


def answer_link(kind: str, questions: Sequence[str]) -> str:
    """Return where the last answer of a conversation lies as a file of a kind: csv, xlsx."""
    return link(f"made/answer.{kind}", list(questions))


def report_link(kind: str, questions: Sequence[str]) -> str:
    """Return where the report of a conversation lies: md, html."""
    return link(f"made/report.{kind}", list(questions))


def comparison_link(kind: str, questions: Sequence[str]) -> str:
    """Return where the answers of questions that do not lean on each other lie as one file."""
    return link(f"made/comparison.{kind}", list(questions))


def figures_link(kind: str, chosen: Selection) -> str:
    """Return where a selection of figures lies as a file of a kind of ``FIGURE_FILES``."""
    said = {name: str(value) for name, value in asdict(chosen).items() if value}
    return link(f"made/figures.{kind}", list(said), list(said.values()))


def page_link(document: Document, citation: Citation) -> str:
    """Return where the picture of a citation's page lies; "" for what is no PDF."""
    if not citation.page or not document.file_name.lower().endswith(".pdf"):
        return ""
    cell = (citation.table_index, citation.row_index, citation.column_index)
    place = [] if None in cell else [str(index) for index in cell]
    return link("made/page.png", document.id, str(citation.page), citation.quote, place)


class Pages:
    """Draws pages in processes of their own, under limits, and keeps the last ones."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._workers = Workers(DRAWN_AT_ONCE)
        self._waiting = BoundedSemaphore(4 * DRAWN_AT_ONCE)
        self.picture = lru_cache(PICTURES_KEPT)(self._draw)

    def _draw(self, id: str, page: int, quoted: str, place: tuple[int, ...]) -> Picture:
        path = self._library.original(id)
        if path.stat().st_size > LARGEST:
            raise DisclosureError("文件太大，不画出页面")
        if not self._waiting.acquire(blocking=False):
            raise DisclosureError("正在画的页面太多，请稍后再看")
        try:
            row, column = self._row(id, place)
            work: Future[Picture] = self._workers.submit(
                SECONDS, page_picture, path.read_bytes(), page, row, column, quoted
            )
            return work.result()
        finally:
            self._waiting.release()

    def _row(self, id: str, place: tuple[int, ...]) -> tuple[tuple[str, ...], int]:
        """Return the printed cells of the cited row, and which is cited."""
        if not place:
            return (), 0
        table, row, column = place
        return self._library.document(id).tables[table].rows[row].cells, column


def downloads(answers: Answers, library: Library) -> APIRouter:
    """Return the routes of the page's own links."""
    router, pages = APIRouter(include_in_schema=False), Pages(library)

    @router.get("/made/answer.{kind}")
    def answer_file(kind: str, of: str, key: str) -> Response:
        *history, question = _questions(f"made/answer.{kind}", of, key)
        make, media = TABLES[kind]
        body = make(tried(lambda: answers.ask(question, history)))
        return attached(body, media, f"{question[:NAME_LENGTH]}.{kind}")

    @router.get("/made/report.{kind}")
    def report(kind: str, of: str, key: str) -> Response:
        questions = _questions(f"made/report.{kind}", of, key)
        asked = tried(lambda: [(q, answers.ask(q, questions[:i])) for i, q in enumerate(questions)])
        if kind == "html":
            return Response(report_html(asked), media_type="text/html; charset=utf-8")
        name = f"{questions[-1][:NAME_LENGTH]}.md"
        return attached(report_markdown(asked).encode(), "text/markdown; charset=utf-8", name)

    @router.get("/made/comparison.{kind}")
    def comparison(kind: str, of: str, key: str) -> Response:
        questions = _questions(f"made/comparison.{kind}", of, key)
        make, media = TABLES[kind]
        asked = tried(lambda: [answers.ask(question) for question in questions])
        return attached(make(*asked), media, f"对照.{kind}")

    @router.get("/made/figures.{kind}")
    def figure_file(kind: str, of: str, key: str) -> Response:
        names, values = told_words(f"made/figures.{kind}", of, key)
        chosen = selection_of(dict(zip(names, values, strict=True)))
        path = tried(lambda: written(library, chosen, kind))
        name = {"zip": "figures-fdp.zip"}.get(kind, f"figures.{kind}")
        return FileResponse(path, filename=name, background=BackgroundTask(path.unlink))

    @router.get("/made/page.png")
    def page(of: str, key: str) -> Response:
        id, number, quoted, place = told_words("made/page.png", of, key)
        found = tried(lambda: pages.picture(id, int(number), quoted, tuple(map(int, place))))
        seen = {"X-Boxed": str(int(found.boxed)), "Cache-Control": "private, max-age=86400"}
        return Response(found.png, media_type="image/png", headers=seen)

    return router


def written(library: Library, chosen: Selection, kind: str) -> Path:
    """Write the chosen figures to a temporary file; ``DisclosureError`` when they are too many."""
    found = count(library.store, chosen)
    if found > MOST_WRITTEN and kind != "csv":
        raise DisclosureError(
            f"所选有 {found:,} 个数字，这种格式最多导出 {MOST_WRITTEN:,} 个；请缩小范围，或导出 CSV"
        )
    names = {info.id: info.file_name for info in library.documents()}
    with NamedTemporaryFile(prefix="figures-", suffix=f".{kind}", delete=False) as file:
        path = Path(file.name)
    if kind == "zip":
        write_package(stream(library.store, chosen), names, path)
    else:
        write_figures(stream(library.store, chosen), names, path, kind=kind)
    return path


def _questions(path: str, of: str, key: str) -> list[str]:
    (questions,) = told_words(path, of, key)
    return list(questions)
