"""``disclosure eval``: answers a gold file, scores it, and tells which station lost what."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import typer

from assistant import terminal
from assistant.batch import read_lines
from assistant.evaluation import report, scoring
from assistant.evaluation.html import report_html
from assistant.evaluation.watch import WatchedAssistant
from corpus.errors import DisclosureError


def run(
    gold: Path,
    open_assistant: Callable[[], WatchedAssistant],
    *,
    show: str = "",
    html: Path | None = None,
    json_file: Path | None = None,
) -> None:
    """Evaluate and print; write the reports that are wanted."""
    questions = read_lines(gold, scoring.gold_of)
    assistant = open_assistant()
    results = report.answered(assistant, questions, terminal.watched)
    for scored in scoring.shown(results, show):
        typer.echo(scoring.difference(scored))
    terminal.print_tallies(scoring.tallies(results))
    evaluation = report.explained(gold.name, assistant, results, terminal.watched)
    _write_reports(evaluation, html, json_file)
    for line in report.station_lines(evaluation.misses):
        typer.echo(line)
    typer.echo(evaluation.headline)


def _write_reports(
    evaluation: report.Evaluation, html: Path | None, json_file: Path | None
) -> None:
    values = report.evaluation_json(evaluation) if html or json_file else {}
    if json_file:
        _write(json_file, json.dumps(values, ensure_ascii=False, indent=1))
    if html:
        _write(html, report_html(values))


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, "utf-8")
    except OSError as wrong:
        raise DisclosureError(f"{path}：无法写入（{wrong.strerror}），请检查路径和权限") from wrong
    typer.echo(f"已写入：{path}", err=True)
