"""Prints for people: answers with their receipts, lists of documents and figures, progress.

Progress goes to stderr and only when that is a terminal, so that output can be piped.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from decimal import Decimal
from typing import Any, TypeVar

from rich.console import Console
from rich.markdown import Markdown
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table
from rich.text import Text

from assistant.answer import Answer, Citation, plain
from assistant.evaluation.scoring import Tally, Verdict, percent
from corpus.exports import export_rows
from corpus.figure import Figure
from corpus.library import Added, DocumentInfo

STATUS = {
    "added": "新增",
    "replaced": "更新",
    "reread": "重读",
    "unchanged": "未变",
    "failed": "失败",
    "skipped": "跳过",
}
Thing = TypeVar("Thing")
ShowProgress = Callable[[int, int], None]  # (done, total)
WIDE = 200  # columns of a table that goes into a file or a pipe


def console() -> Console:
    """Return a console for stdout that never breaks lines of piped output."""
    out = Console(highlight=False, markup=False, emoji=False)
    return (
        out if out.is_terminal else Console(highlight=False, markup=False, emoji=False, width=WIDE)
    )


def print_json(value: Any) -> None:
    """Print one JSON document."""
    print(json.dumps(value, ensure_ascii=False, indent=2))


def complain(message: str) -> None:
    """Say on stderr what failed."""
    print(f"错误：{message}", file=sys.stderr)


def print_answer(answer: Answer) -> None:
    """Print the answer, its numbered receipts, what was assumed, and what may be picked."""
    out = console()
    out.print(Markdown(answer.text) if out.is_terminal else answer.text, soft_wrap=True)
    if answer.citations:
        out.print("\n出处", style="bold")
    for number, citation in enumerate(answer.citations, start=1):
        out.print(f"[{number}] {place_of(citation)}", style="cyan", soft_wrap=True)
        out.print(_quote(answer, number - 1), soft_wrap=True)
    _print_list(out, "前提", answer.assumptions)
    _print_list(out, "请选择", answer.choices, numbered=True)
    _print_list(out, "还可以问", answer.suggestions)


def _print_list(out: Console, title: str, lines: Sequence[str], *, numbered: bool = False) -> None:
    if lines:
        out.print(f"\n{title}", style="bold")
    for number, line in enumerate(lines, start=1):
        out.print(f"{number}. {line}" if numbered else f"- {line}", soft_wrap=True)


def place_of(citation: Citation) -> str:
    """Return where a quote stands: file, page, section or table cell."""
    page = f"第 {citation.page} 页" if citation.page else ""
    parts = [citation.document, page, *citation.section]
    if citation.table:
        parts += [citation.table, citation.row, citation.column]
    seen = dict.fromkeys(part for part in parts if part)
    return " › ".join(seen)


def _quote(answer: Answer, index: int) -> Text:
    """Return a quote with its number highlighted."""
    citation = answer.citations[index]
    text = Text("    " + citation.quote.replace("\n", "\n    "))
    for start, end in number_spans(citation, _printed(answer, index)):
        before = citation.quote[:start].count("\n") * 4 + 4  # the indent of every line
        text.stylize("bold reverse", start + before, end + before)
    return text


def _printed(answer: Answer, index: int) -> list[str]:
    figures = (*answer.figures, *answer.operands)
    return [f.printed for f in figures if f.printed and index in f.citations]


def number_spans(citation: Citation, printed: Iterable[str]) -> list[tuple[int, int]]:
    """Return where the numbers of a citation stand in its quote: the cell, or what was printed."""
    cells = citation.quote.split("\t")
    column = citation.column_index
    if column is not None and column < len(cells) and cells[column].strip() == citation.cell:
        start = sum(len(cell) + 1 for cell in cells[:column])
        return [(start, start + len(cells[column]))]
    wanted = [citation.cell] if citation.cell else list(printed)
    found = (re.search(rf"(?<![\d.,]){re.escape(text)}(?!\d)", citation.quote) for text in wanted)
    return [match.span() for match in found if match]


def document_json(info: DocumentInfo) -> dict[str, Any]:
    """Return a document as the command line's JSON shows it."""
    return {
        "id": info.id,
        "file_name": info.file_name,
        "title": info.title,
        "owner": info.owner,
        "region": info.region,
        "year": info.fiscal_year,
        "kind": info.kind,
        "sections": info.sections,
        "tables": info.tables,
        "checked_tables": info.checked_tables,
        "reconciled_tables": info.reconciled_tables,
        "figures": info.figures,
        "absences": info.absences,
        "characters": info.characters,
        "added_at": info.added_at,
        "warnings": list(info.warnings),
    }


def added_json(results: Sequence[Added]) -> dict[str, Any]:
    """Return what became of every file, and how often each status occurs."""
    rows = []
    for added in results:
        row: dict[str, Any] = {"path": str(added.path), "status": added.status}
        info = document_json(added.document) if added.document else {"id": None}
        rows.append(row | info | {"error": added.error})
    return {"documents": rows} | count_status(results)


def count_status(results: Iterable[Added]) -> dict[str, int]:
    """Return how many files have each status."""
    counts = dict.fromkeys(STATUS, 0)
    for added in results:
        counts[added.status] += 1
    return counts


def print_added(results: Sequence[Added]) -> None:
    """Print what became of the files: failures on stderr, skipped ones in one line."""
    out = console()
    for added in results:
        if added.status == "failed":
            complain(added.error or "")
        elif info := added.document:
            out.print(f"{STATUS[added.status]}  {_summary(info)}", soft_wrap=True)
            for warning in info.warnings:
                out.print(f"      注意：{warning}", soft_wrap=True)
    if reasons := sorted({added.error or "" for added in results if added.status == "skipped"}):
        out.print(f"跳过（{'、'.join(reasons)}）", soft_wrap=True)
    counts = count_status(results)
    said = "，".join(f"{STATUS[status]} {n}" for status, n in counts.items() if n)
    out.print(said or "资料库中的文件都由当前版本的程序读入，没有需要重新读取的。")


def _summary(info: DocumentInfo) -> str:
    owner = info.owner or "未认出公开单位"
    what = " ".join(filter(None, (owner, year_text(info.fiscal_year), info.kind)))
    return f"{info.file_name}：{what}，{tables_text(info)}，{info.figures:,} 个数字"


def tables_text(info: DocumentInfo) -> str:
    """Return 「12 张表（10 张有合计可核对，9 张相符）」."""
    checked = f"（{info.checked_tables} 张有合计可核对，{info.reconciled_tables} 张相符）"
    return f"{info.tables} 张表{checked if info.checked_tables else ''}"


def year_text(year: int | None) -> str:
    """Return "2026年", or "" where no year is known."""
    return f"{year}年" if year else ""


def print_documents(infos: Sequence[DocumentInfo]) -> None:
    """Print the list of documents."""
    counted = ("章节", "表", "可核对", "相符", "数字", "空白", "字数")
    table = _table("编号", "文件", "单位", "年度", "种类", *counted)
    for d in infos:
        sums = (d.checked_tables, d.reconciled_tables)
        counts = (d.sections, d.tables, *sums, d.figures, d.absences, d.characters)
        head = (d.id[:8], d.file_name, d.owner, year_text(d.fiscal_year), d.kind)
        table.add_row(*head, *map(str, counts))
    console().print(table)


def print_figures(figures: Sequence[Figure], names: Mapping[str, str], limit: int) -> None:
    """Print the first ``limit`` figures, and say how many more there are."""
    table = _table("单位", "年度", "口径", "项目", "列", "数值", "出处")
    for figure in figures[:limit]:
        period, value = figure.period, figure.quantity
        table.add_row(
            figure.owner,
            year_text(period.year),
            period.basis.value,
            " ".join(filter(None, (figure.item.code, figure.item.name))),
            " / ".join(figure.slice),
            f"{figure.direction or ''}{value.comparator}{value.value} {value.unit.name}"
            f"{'（图像识别，请核对）' if figure.doubtful else ''}",
            f"{names[figure.source.document]} {figure.source.table or figure.context}",
        )
    out = console()
    out.print(table)
    more = len(figures) - limit
    tail = (
        f"，还有 {more} 条未显示（用 --limit 调整，或用 --csv/--xlsx/--parquet 导出）"
        if more > 0
        else ""
    )
    out.print(f"共 {len(figures)} 条{tail}", soft_wrap=True)


def figures_json(figures: Sequence[Figure], names: Mapping[str, str]) -> dict[str, Any]:
    """Return figures as the command line's JSON shows them: exact amounts as strings."""
    rows = [
        {key: plain(cell) if isinstance(cell, Decimal) else cell for key, cell in row.items()}
        for row in export_rows(figures, names)
    ]
    return {"count": len(rows), "figures": rows}


def print_tallies(tallies: Mapping[str, Tally]) -> None:
    """Print the score table."""
    table = _table("", "题数", "正确", "错误", "拒答", "有出处")
    for name, tally in tallies.items():
        shares = [tally.share(verdict) for verdict in Verdict]
        table.add_row(name, str(tally.total), *shares, percent(tally.cited, tally.citable))
    console().print(table)


def _table(*columns: str) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in columns:
        table.add_column(column, overflow="fold")
    return table


@contextmanager
def progress(words: str) -> Iterator[ShowProgress]:
    """Show a bar on stderr while something long runs; do nothing where nobody watches."""
    if not sys.stderr.isatty():
        yield lambda done, total: None
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    bar = Progress(*columns, TimeElapsedColumn(), console=Console(stderr=True), transient=True)
    with bar:
        task = bar.add_task(words, total=None)
        yield lambda done, total: bar.update(task, total=total, completed=done)


def watched(words: str, things: Sequence[Thing]) -> Iterator[Thing]:
    """Yield the things, and show how many of them are done."""
    with progress(words) as show:
        for done, thing in enumerate(things):
            show(done, len(things))
            yield thing
