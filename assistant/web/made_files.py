"""Files of the Review and the Precedents view, behind links that the page has shown."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from fastapi import APIRouter, Response

from assistant.conversation import Assistant
from assistant.precedents.plain_text import write_docx
from assistant.review.accepted import accepted_in, without_accepted
from assistant.review.as_json import report_json
from assistant.review.finding import Report
from assistant.review.page import report_html
from assistant.review.sheet import write_xlsx
from assistant.web.made import attached, told_words, tried
from assistant.web.reviews import Reviews
from assistant.web.searches import Searches
from corpus.errors import LibraryError
from corpus.library import Library

SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOCUMENT = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
NO_SEARCH = "这次查找的结果已不在内存里：请回到网页重新查找"
GONE = "这次审核的结果已不在内存里：请回到网页重新审核"


def review_files(library: Library) -> APIRouter:
    """Return the route of a review as a file."""
    router, reviews = APIRouter(include_in_schema=False), Reviews.of(library)

    @router.get("/made/review.{kind}")
    def review_file(kind: str, of: str, key: str) -> Response:
        (run_key,) = told_words(f"made/review.{kind}", of, key)
        make, media = REPORTS[kind]
        report = tried(lambda: _report(reviews, run_key))
        return attached(make(report), media, f"审核报告.{kind}")

    return router


def precedent_files(assistant: Assistant) -> APIRouter:
    """Return the route of the families of a search as a Word file."""
    router, searches = APIRouter(include_in_schema=False), Searches.of(assistant)

    @router.get("/made/precedents.docx")
    def families_file(of: str, key: str) -> Response:
        (search_key,) = told_words("made/precedents.docx", of, key)
        body = tried(lambda: _families(searches, search_key))
        return attached(body, DOCUMENT, "参考写法.docx")

    return router


def _families(searches: Searches, key: str) -> bytes:
    search = searches.search(key)
    if search is None or search.families is None:
        raise LibraryError(NO_SEARCH)
    families = search.families
    return written(lambda path: write_docx(families, path))


def _report(reviews: Reviews, key: str) -> Report:
    run = reviews.run(key)
    if run is None or run.report is None:
        raise LibraryError(GONE)
    return without_accepted(run.report, accepted_in(reviews.library.home))


def _json(report: Report) -> bytes:
    return json.dumps(report_json(report), ensure_ascii=False, indent=2).encode()


def _html(report: Report) -> bytes:
    return report_html(report).encode()


def _xlsx(report: Report) -> bytes:
    return written(lambda path: write_xlsx(report, path))


REPORTS: dict[str, tuple[Callable[[Report], bytes], str]] = {
    "json": (_json, "application/json; charset=utf-8"),
    "html": (_html, "text/html; charset=utf-8"),
    "xlsx": (_xlsx, SPREADSHEET),
}


def written(write: Callable[[Path], None]) -> bytes:
    """Return what ``write`` puts into a file."""
    with TemporaryDirectory(prefix="made-") as folder:
        path = Path(folder) / "file"
        write(path)
        return path.read_bytes()
