"""Findings that somebody has accepted, with the reason, in a file beside the library.

An acceptance is of a finding's id, which is made from its rule and the text of its places: it
holds as long as the text stays as it is, in this version of a file and in later ones.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from filelock import FileLock

from assistant.review.finding import Report
from corpus.errors import DisclosureError, LibraryError

FILE = "review-accepted.json"


def accepted_in(home: Path) -> dict[str, str]:
    """Return the reasons by finding id; none where nobody has accepted anything."""
    path = home / FILE
    if not path.exists():
        return {}
    try:
        known = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as wrong:
        raise LibraryError(f"{path}：无法读取已接受的审核发现；请检查或移走这个文件") from wrong
    return {str(id): str(reason) for id, reason in known.items()}


def accept(home: Path, id: str, reason: str) -> None:
    """Accept a finding with a reason; another reason replaces the earlier one.

    Raises ``DisclosureError`` when there is no reason.
    """
    if not reason.strip():
        raise DisclosureError("接受一个审核发现时，请写明理由")
    _write(home, id, reason.strip())


def reject(home: Path, id: str) -> None:
    """Take an acceptance back."""
    _write(home, id, None)


def without_accepted(report: Report, reasons: Mapping[str, str]) -> Report:
    """Return the report with what has been accepted set apart."""
    kept = tuple(one for one in report.findings if one.id not in reasons)
    apart = (one for one in report.findings if one.id in reasons)
    return replace(
        report,
        findings=kept,
        accepted=tuple(replace(one, reason=reasons[one.id]) for one in apart),
    )


def _write(home: Path, id: str, reason: str | None) -> None:
    with FileLock(home / f".{FILE}.lock"):
        known = accepted_in(home)
        known.pop(id, None)
        if reason is not None:
            known[id] = reason
        fresh = home / f".{FILE}.{os.getpid()}"
        fresh.write_text(json.dumps(known, ensure_ascii=False, indent=1), "utf-8")
        fresh.replace(home / FILE)
