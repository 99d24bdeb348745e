"""``disclosure review``: findings for people and for programs, as a workbook, as a web page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import typer
from rich.text import Text

from assistant import terminal
from assistant.review.accepted import accept, accepted_in, reject, without_accepted
from assistant.review.as_json import Since, citation, report_json, since_of
from assistant.review.catalogue import rules
from assistant.review.finding import Report, Severity
from assistant.review.page import write_html
from assistant.review.run import review
from assistant.review.sheet import LEVELS, write_xlsx
from corpus.errors import DisclosureError
from corpus.library import Library

COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.NOTICE: "cyan"}
SHOWN_PLACES = 3


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be done with the findings of a run."""

    as_json: bool = False
    xlsx: Path | None = None
    html: Path | None = None
    since: Path | None = None


def run(library: Library, names: Sequence[str], wish: Wish) -> None:
    """Review the named documents, or all, and report."""
    report = reviewed(library, names)
    since = since_of(report, wish.since) if wish.since else None
    if wish.xlsx:
        write_xlsx(report, wish.xlsx)
        typer.echo(f"已导出 {len(report.findings)} 项：{wish.xlsx}", err=True)
    if wish.html:
        write_html(report, wish.html)
        typer.echo(f"已写入：{wish.html}", err=True)
    if wish.as_json:
        terminal.print_json(report_json(report, since))
    else:
        print_report(report, since)


def reviewed(library: Library, names: Sequence[str]) -> Report:
    """Return the findings of the named documents, or of all, without what was accepted."""
    ids = {info.id for info in library.named(names)} if names else None
    with terminal.progress("审核") as show:
        report = review(library, ids, progress=show)
    return without_accepted(report, accepted_in(library.home))


def decide(library: Library, id: str, reason: str | None) -> None:
    """Accept a finding (by the beginning of its id) with a reason; None takes it back."""
    known = reviewed(library, ())
    fitting = [one for one in (*known.findings, *known.accepted) if one.id.startswith(id)]
    if len(fitting) != 1:
        which = "没有" if not fitting else "不止一个"
        raise DisclosureError(f"{which}编号以「{id}」开头的审核发现；用 disclosure review 查看编号")
    if reason is None:
        reject(library.home, fitting[0].id)
        typer.echo(f"已撤回：{fitting[0].message}")
    else:
        accept(library.home, fitting[0].id, reason)
        typer.echo(f"已接受：{fitting[0].message}")


def print_report(report: Report, since: Since | None) -> None:
    """Print the findings, the gravest first, and how many there are."""
    out = terminal.console()
    infos = {info.id: info for info in report.documents}
    fresh = set(since.fresh) if since else set()
    for one in report.findings:
        head = f"[{LEVELS[one.severity.value]}] {rules()[one.rule].title}  {one.id}"
        out.print(Text(head + ("  新" if one.id in fresh else ""), style=COLOURS[one.severity]))
        out.print(f"  {one.message}", soft_wrap=True)
        for place in one.places[:SHOWN_PLACES]:
            receipt = citation(place, infos)
            out.print(f"  - {terminal.place_of(receipt)}", style="dim", soft_wrap=True)
            out.print(f"    {_short(receipt.quote)}", soft_wrap=True)
    out.print(_summary(report, since), soft_wrap=True)


def _short(quote: str, length: int = 160) -> str:
    line = " ".join(quote.split())
    return line if len(line) <= length else f"{line[:length]}…"


def _summary(report: Report, since: Since | None) -> str:
    counts = "，".join(f"{LEVELS[level.value]} {len(report.of(level))} 项" for level in Severity)
    told = (
        f"共审核 {len(report.documents)} 份文件，核对 {sum(report.checked.values())} 处：{counts}"
    )
    if report.accepted:
        told += f"；另有已接受的 {len(report.accepted)} 项"
    if since:
        told += f"。与上次相比，新增 {len(since.fresh)} 项，消失 {len(since.gone)} 项"
    return f"{told}。"
