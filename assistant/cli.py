"""The command line: everything that the page can do, for people and (``--json``) for programs.

Exit status: 0 done, 1 something failed, 2 wrong usage. Heavy modules are imported inside the
commands that need them, so that ``--help`` is instant.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from typer.exceptions import TyperException

from assistant.cli_base import Home, Json, app, command, home_of
from assistant.cli_chinese import in_chinese
from assistant.cli_upkeep import backup, doctor, restore, serve, user
from corpus.errors import DisclosureError

if TYPE_CHECKING:
    from assistant.conversation import Assistant
    from assistant.evaluation.watch import WatchedAssistant
    from corpus.library import Library

__all__ = ["app", "backup", "doctor", "main", "restore", "serve", "user"]
SHOWN = ("wrong", "declined", "uncited", "all")
SHOW_HELP = f"列出这一类题目：{'、'.join(SHOWN)}"
HINT = "用 disclosure --help 查看用法\n"


@command("add")
def add(
    ctx: typer.Context,
    paths: Annotated[list[Path] | None, typer.Argument(metavar="文件或文件夹...")] = None,
    jobs: Annotated[int, typer.Option(min=0, help="并行进程数；0 为处理器个数")] = 0,
    as_json: Json = False,
    home: Home = None,
) -> None:
    """把文件和文件夹读入资料库。未变的跳过，改过的替换旧版，坏文件报告后继续。

    由较早版本的程序读入的文件会用保存的原文件重新读取；不带文件时只做这件事。
    """
    from assistant import terminal
    from corpus.library import Library

    library = Library.open(home_of(ctx, home), create=bool(paths), upgrade=True)
    jobs = jobs or os.cpu_count() or 1
    with terminal.progress("读取文件") as show:
        results = library.add(
            paths or [], jobs=jobs, progress=lambda step: show(step.done, step.total)
        )
    with terminal.progress("重新读取较早版本读入的文件") as show:
        results += library.reread(jobs=jobs, progress=lambda step: show(step.done, step.total))
    if as_json:
        terminal.print_json(terminal.added_json(results))
    else:
        terminal.print_added(results)
    refresh(library)
    if paths and all(added.status == "skipped" for added in results):
        raise DisclosureError("这些路径下没有可以读取的文件；请检查文件夹和文件格式")
    if any(added.status == "failed" for added in results):
        raise typer.Exit(1)


@command("remove")
def remove(
    ctx: typer.Context,
    names: Annotated[list[str], typer.Argument(metavar="文件名或编号...")],
    as_json: Json = False,
    home: Home = None,
) -> None:
    """把文件移出资料库；从此它们不再参与回答。"""
    from assistant import terminal

    library = open_library(home_of(ctx, home))
    removed = library.remove(names)
    if as_json:
        terminal.print_json({"removed": [terminal.document_json(info) for info in removed]})
    else:
        for info in removed:
            typer.echo(f"已移出：{info.file_name}（{info.id[:8]}）")
    refresh(library)


@command("documents")
def documents(ctx: typer.Context, as_json: Json = False, home: Home = None) -> None:
    """列出资料库中的文件：单位、年度、种类和数目。"""
    from assistant import terminal

    infos = open_library(home_of(ctx, home)).documents()
    if as_json:
        terminal.print_json({"documents": [terminal.document_json(info) for info in infos]})
    else:
        terminal.print_documents(infos)


@command("ask")
def ask(
    ctx: typer.Context,
    question: Annotated[str, typer.Argument(metavar="问题")],
    as_json: Json = False,
    home: Home = None,
) -> None:
    """回答一个问题，并给出每个数字的出处。"""
    from assistant import terminal

    answer = open_assistant(home_of(ctx, home)).ask(question)
    if as_json:
        terminal.print_json(answer.to_json())
    else:
        terminal.print_answer(answer)


@command("chat")
def chat(ctx: typer.Context, home: Home = None) -> None:
    """在终端里连续提问；空行或 Ctrl-D 结束。"""
    from assistant.chat import converse

    converse(open_assistant(home_of(ctx, home)).ask)


@command("answer")
def answer(
    ctx: typer.Context,
    questions: Annotated[Path, typer.Option("--in", metavar="文件", help="每行一个问题的 JSON")],
    out: Annotated[Path, typer.Option("--out", metavar="文件", help="每行一个回答的 JSON")],
    home: Home = None,
) -> None:
    """一次载入，回答一个文件里的全部问题，次序不变；有错的行报告后跳过。"""
    from assistant.batch import answers, asked_of, readable_lines, write_answers
    from assistant.terminal import complain, watched

    asked, bad = readable_lines(questions, asked_of, complain)
    assistant = open_assistant(home_of(ctx, home))
    count = write_answers(out, answers(watched("回答", asked), assistant.ask))
    typer.echo(f"已回答 {count} 个问题：{out}", err=True)
    if bad:
        typer.echo(f"有 {bad} 行没有回答：请改正上面指出的行后重试", err=True)
        raise typer.Exit(1)


@command("figures")
def figures(
    ctx: typer.Context,
    owner: Annotated[str, typer.Option(metavar="文字", help="单位名称包含这些字")] = "",
    year: Annotated[int | None, typer.Option(metavar="年度", help="例如 2026")] = None,
    item: Annotated[str, typer.Option(metavar="文字", help="项目名称包含这些字，或科目编码")] = "",
    basis: Annotated[str | None, typer.Option(metavar="口径", help="预算、决算、执行数…")] = None,
    csv: Annotated[Path | None, typer.Option(metavar="文件", help="导出 CSV")] = None,
    xlsx: Annotated[Path | None, typer.Option(metavar="文件", help="导出 XLSX")] = None,
    parquet: Annotated[Path | None, typer.Option(metavar="文件", help="导出 Parquet")] = None,
    limit: Annotated[int, typer.Option(min=1, help="最多显示几条")] = 40,
    as_json: Json = False,
    home: Home = None,
) -> None:
    """查看、筛选、导出读出的每一个数字。"""
    from assistant import terminal
    from corpus.exports import write_figures
    from corpus.library import containing

    library = open_library(home_of(ctx, home))
    found = containing(library.figures(year=year, basis=basis), owner=owner, item=item)
    targets = {"csv": csv, "xlsx": xlsx, "parquet": parquet}
    exports = {kind: path for kind, path in targets.items() if path}
    names = {info.id: info.file_name for info in library.documents()}
    for kind, path in exports.items():
        write_figures(found, names, path, kind=kind)
        typer.echo(f"已导出 {len(found)} 条：{path}", err=True)
    if as_json:
        terminal.print_json(terminal.figures_json(found, names))
    elif not exports:
        terminal.print_figures(found, names, limit)


@command("review")
def review(
    ctx: typer.Context,
    names: Annotated[list[str] | None, typer.Argument(metavar="文件名或编号...")] = None,
    xlsx: Annotated[Path | None, typer.Option(metavar="文件", help="导出 XLSX")] = None,
    html: Annotated[
        Path | None, typer.Option(metavar="文件", help="写一份可离线打开的网页")
    ] = None,
    since: Annotated[
        Path | None, typer.Option(metavar="报告", help="与上次 --json 的报告相比，哪些是新的")
    ] = None,
    accept: Annotated[str, typer.Option(metavar="编号", help="接受一项发现，要写 --reason")] = "",
    reject: Annotated[str, typer.Option(metavar="编号", help="撤回对一项发现的接受")] = "",
    reason: Annotated[str, typer.Option(metavar="文字", help="接受的理由")] = "",
    as_json: Json = False,
    home: Home = None,
) -> None:
    """审核：找出文件里和文件之间对不上的数字和文字，每项都给出两处原文。"""
    from assistant import cli_review

    library = open_library(home_of(ctx, home))
    if accept or reject:
        cli_review.decide(library, accept or reject, None if reject else reason)
        return
    wish = cli_review.Wish(as_json=as_json, xlsx=xlsx, html=html, since=since)
    cli_review.run(library, names or [], wish)


@command("precedents")
def precedents(
    ctx: typer.Context,
    draft: Annotated[str, typer.Argument(metavar="一段话")],
    section: Annotated[str, typer.Option(metavar="类型", help="段落类型，例如 立项依据")] = "",
    own: Annotated[str, typer.Option(metavar="文字", help="本单位名称：本单位的写法排在前面")] = "",
    owner: Annotated[str, typer.Option(metavar="文字", help="单位名称包含这些字")] = "",
    region: Annotated[str, typer.Option(metavar="文字", help="地区名称包含这些字")] = "",
    level: Annotated[str, typer.Option(metavar="级别", help="省级、市级、县级或乡级")] = "",
    year: Annotated[int | None, typer.Option(metavar="年度", help="例如 2026")] = None,
    limit: Annotated[int, typer.Option(min=1, help="最多显示几组写法")] = 5,
    docx: Annotated[Path | None, typer.Option(metavar="文件", help="导出为 Word 文件")] = None,
    indicator: Annotated[
        bool, typer.Option("--indicator", help="按绩效指标名称查各单位设定的目标值")
    ] = False,
    as_json: Json = False,
    home: Home = None,
) -> None:
    """查找以前的写法：相近的段落归为一组，列出用过的单位、年度和与草稿的差别。"""
    from assistant.cli_precedents import run, run_indicators
    from assistant.precedents.filters import Filters

    filters = Filters(section, owner, region, level, year, own)
    library = open_library(home_of(ctx, home))
    if indicator:
        run_indicators(library, draft, filters, as_json=as_json)
    else:
        run(library, draft, filters, limit=limit, as_json=as_json, docx=docx)


@command("eval")
def evaluate(
    ctx: typer.Context,
    gold: Annotated[Path, typer.Argument(metavar="题目文件")],
    show: Annotated[str, typer.Option(metavar="种类", help=SHOW_HELP)] = "",
    html: Annotated[
        Path | None, typer.Option(metavar="文件", help="写一份网页报告：每个失分各在哪个环节")
    ] = None,
    json_file: Annotated[
        Path | None, typer.Option("--json", metavar="文件", help="把同样的内容写成 JSON")
    ] = None,
    home: Home = None,
) -> None:
    """回答带标准答案的题目文件，打分，并说明每个失分在哪个环节。"""
    from assistant.cli_eval import run

    if show and show not in SHOWN:
        raise typer.BadParameter(f"应为 {'、'.join(SHOWN)} 之一", param_hint="--show")
    run(gold, lambda: open_watched(home_of(ctx, home)), show=show, html=html, json_file=json_file)


@command("inspect")
def inspect(
    file: Annotated[Path, typer.Argument(metavar="文件")],
    page: Annotated[int | None, typer.Option(min=1, metavar="页", help="只看这一页")] = None,
    png: Annotated[
        Path | None, typer.Option(metavar="文件", help="把 PDF 的这一页和读表的各步画成图")
    ] = None,
) -> None:
    """查看一个文件是怎样读的：每一页的文字和表格；不写入资料库。"""
    from assistant.cli_inspect import draw_page, page_as_text

    lines = draw_page(file, page or 1, png) if png else page_as_text(file, page)
    for line in lines:
        typer.echo(line)
    if png:
        typer.echo(f"已画出第 {page or 1} 页：{png}", err=True)


@command("mcp")
def mcp(ctx: typer.Context, home: Home = None) -> None:
    """让支持 MCP 的助手程序使用资料库（标准输入输出）；需要 mcp 扩展。"""
    from assistant.web.answers import Answers
    from assistant.web.mcp import serve_stdio

    assistant = open_assistant(home_of(ctx, home))
    serve_stdio(Answers.of(assistant), assistant.library)


def open_library(home: Path) -> Library:
    """Open a library that holds something; otherwise say what to do first."""
    from corpus.library import Library
    from corpus.store_words import nothing_yet

    library = Library.open(home)
    if not library.documents():
        raise DisclosureError(nothing_yet(home))
    return library


def open_assistant(home: Path) -> Assistant:
    """Open the assistant over a library that holds something."""
    open_library(home)
    from assistant.conversation import Assistant

    return Assistant.open(home)


def open_watched(home: Path) -> WatchedAssistant:
    """Open an assistant that can tell how it came to its answers."""
    library = open_library(home)
    from assistant.evaluation.watch import WatchedAssistant

    return WatchedAssistant(library, home)


def refresh(library: Library) -> None:
    """Bring the search index up to the library."""
    from assistant.terminal import progress
    from index.hybrid import refresh

    with progress("更新索引") as show:
        refresh(library, library.home, progress=show)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit status."""
    try:
        status = app(arguments, prog_name="disclosure", standalone_mode=False)
    except TyperException as wrong:
        sys.stderr.write(f"{in_chinese(wrong.format_message())}\n{HINT}")
        return wrong.exit_code
    except DisclosureError as wrong:
        sys.stderr.write(f"错误：{wrong}\n")
        return 1
    return int(status or 0)
