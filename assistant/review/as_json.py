"""A report as JSON (docs/REVIEW.md), and what two reports have in common."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.answer import Citation
from assistant.review.catalogue import rules
from assistant.review.finding import Finding, Report
from corpus.errors import DisclosureError
from corpus.figure import Source
from corpus.library import DocumentInfo


@dataclass(frozen=True, slots=True)
class Since:
    """What a report has that an earlier one had not, and the other way round, by id."""

    fresh: tuple[str, ...]
    gone: tuple[str, ...]


def report_json(report: Report, since: Since | None = None) -> dict[str, Any]:
    """Return the contract's report."""
    infos = {info.id: info for info in report.documents}
    body: dict[str, Any] = {
        "documents": [info.file_name for info in report.documents],
        "findings": [finding_json(one, infos) for one in report.findings],
        "accepted": [finding_json(one, infos) for one in report.accepted],
        "checked": dict(report.checked),
    }
    if since is not None:
        body |= {"new": list(since.fresh), "gone": list(since.gone)}
    return body


def finding_json(one: Finding, infos: Mapping[str, DocumentInfo]) -> dict[str, Any]:
    """Return one finding; ``citations`` are its places, the suspected one first."""
    return {
        "id": one.id,
        "rule": one.rule,
        "title": rules()[one.rule].title,
        "severity": one.severity.value,
        "document": infos[one.document].file_name,
        "message": one.message,
        "expected": one.expected or None,
        "found": one.found or None,
        "difference": one.difference or None,
        "unit": one.unit or None,
        "suggestion": one.suggestion or None,
        "masked": one.masked,
        "reason": one.reason or None,
        "citations": [citation(place, infos).to_json() for place in one.places],
    }


def citation(source: Source, infos: Mapping[str, DocumentInfo]) -> Citation:
    """Return a place as a receipt."""
    info, cell = infos[source.document], source.cell
    return Citation(
        document_id=source.document,
        document=info.file_name,
        title=info.title,
        section=source.section,
        start=source.span.start,
        end=source.span.end,
        quote=source.quote,
        page=source.page,
        table=source.table,
        row=source.row,
        column=source.column,
        cell=source.printed if cell else "",
        table_index=cell.table if cell else None,
        row_index=cell.row if cell else None,
        column_index=cell.column if cell else None,
    )


def since_of(report: Report, earlier: Path) -> Since:
    """Return what is new and what is gone since the report in a file.

    Raises ``DisclosureError`` when the file is no report.
    """
    try:
        known = json.loads(earlier.read_text("utf-8"))
        before = [one["id"] for one in known["findings"]]
    except OSError as wrong:
        raise DisclosureError(f"{earlier}：无法读取（{wrong.strerror}）") from wrong
    except (ValueError, KeyError, TypeError) as wrong:
        raise DisclosureError(
            f"{earlier}：不是审核报告；请用 disclosure review --json 生成的文件"
        ) from wrong
    now = [one.id for one in report.findings]
    accepted = {one.id for one in report.accepted}
    fresh = tuple(id for id in now if id not in set(before))
    gone = tuple(id for id in before if id not in set(now) | accepted)
    return Since(fresh, gone)
