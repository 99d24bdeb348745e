"""The one report of all measurements."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.__main__ import PARTS, Section, report, summary
from benchmarks._claims import CANNOT_RUN, at_least, at_most, cannot_run, stated


def section(part: str, *lines: str, status: int = 0) -> Section:
    """Return what a part printed."""
    return Section(part, lines, status, 2.0)


def test_claims_say_what_was_wanted(capsys: pytest.CaptureFixture[str]) -> None:
    """A line has a mark for reached or short, the figure, and the figure that was wanted."""
    at_least("hit@1", 0.9836, 0.972)
    at_most("p95", 61, 50, " ms")
    stated("memory", "RSS 400 MB")

    assert capsys.readouterr().out.splitlines() == [
        "✓ hit@1: 0.9836 (wanted ≥ 0.972)",
        "✗ p95: 61 ms (wanted ≤ 50 ms)",
        "· memory: RSS 400 MB",
    ]


def test_part_that_cannot_run_says_why(capsys: pytest.CaptureFixture[str]) -> None:
    """What is missing is said in a line of the report, and the status tells it from a failure."""
    with pytest.raises(SystemExit) as ended:
        cannot_run("CMRC 2018", "no such folder")

    assert ended.value.code == CANNOT_RUN
    assert capsys.readouterr().out == "– CMRC 2018: no such folder\n"


def test_summary_has_a_row_for_every_claim() -> None:
    """Claims are collected, other lines are not; a part that failed cannot be overlooked."""
    done = section("search", "Seeds: 12 questions", "✓ hit@1: 1 (wanted ≥ 0.9)")
    failed = section("scale", "✗ p95: 61 ms (wanted ≤ 50 ms)", status=1)

    assert summary([done, failed, section("readers", "a table")])[2:] == [
        "| search | ✓ | hit@1: 1 (wanted ≥ 0.9) |",
        "| scale | ✗ | p95: 61 ms (wanted ≤ 50 ms) |",
        "| scale | ✗ | failed with status 1 |",
        "| readers | · | done |",
    ]


def test_report_holds_what_was_printed() -> None:
    """The report opens with the machine and holds every part's lines and how it ended."""
    cannot = section("evidence", "– evidence: no such folder", status=CANNOT_RUN)
    text = report(["two cores"], [cannot])

    assert text.startswith("# Measured\n\n- two cores\n")
    assert "not run, 2 s\n\n```\n– evidence: no such folder\n```" in text


def test_every_part_is_a_module() -> None:
    """A part of the report is the module of that name."""
    folder = Path(__file__).resolve().parents[1] / "benchmarks"
    modules = {path.stem for path in folder.glob("[a-z]*.py")}

    assert set(PARTS) <= modules
