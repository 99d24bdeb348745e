"""Measures everything that is promised of speed and search: one command, one report.

    python -m benchmarks [PART ...] [--out FILE]        (make bench ARGS='embedding startup')

Each part is a module of its own and runs in a process of its own. What it prints goes to the screen
and into the report, a Markdown file that opens with what was wanted and what was reached. A part
that cannot run says why, and the others go on.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import redirect_stdout
from dataclasses import dataclass
from datetime import datetime
from io import StringIO
from os import environ, getloadavg
from pathlib import Path

from benchmarks._claims import CANNOT_RUN, MARKS
from benchmarks.search import describe_machine

REPORT = Path("build/bench.md")
PARTS = {
    "embedding": "how fast texts are embedded, beside other engines of the same model",
    "ingest": "how much of reading and indexing a folder is spent in the model",
    "startup": "from a cold start to the first answer; memory of an idle server",
    "search": "CMRC 2018 as retrieval; evidence over all documents at once",
    "evidence": "evidence of the gold questions, with the filters that each question gives",
    "frameworks": "the same model and documents in public frameworks",
    "figures": "questions about figures over 10,000 disclosures",
    "scale": "the index as it grows to a million passages",
    "readers": "what reading a document costs, beside other extractors",
    "accuracy": "answers to questions about made-up disclosures",
}


@dataclass(frozen=True, slots=True)
class Section:
    """What a part printed, and how it ended."""

    part: str
    lines: tuple[str, ...]
    status: int
    seconds: float

    @property
    def claims(self) -> list[str]:
        """The lines that say what was wanted and what was reached."""
        return [line for line in self.lines if line[:1] in MARKS and line[1:2] == " "]

    @property
    def outcome(self) -> str:
        """How the part ended, in a few words."""
        if self.status == CANNOT_RUN:
            return "not run"
        return "done" if self.status == 0 else f"failed with status {self.status}"


def main() -> None:
    """Run the parts, and write the report after each of them."""
    parts = ", ".join(PARTS)
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("parts", nargs="*", metavar="PART", help=f"some of: {parts}")
    arguments.add_argument("--out", type=Path, default=REPORT)
    chosen = arguments.parse_args()
    if unknown := set(chosen.parts) - PARTS.keys():
        arguments.error(f"no such part: {', '.join(sorted(unknown))} (there are: {parts})")
    chosen.out.parent.mkdir(parents=True, exist_ok=True)
    machine = described()
    sections: list[Section] = []
    for part in chosen.parts or PARTS:
        sections.append(run(part))
        chosen.out.write_text(report(machine, sections), "utf-8")
    print("\n".join(summary(sections)))
    print(f"\n{chosen.out}")
    sys.exit(any(section.status not in (0, CANNOT_RUN) for section in sections))


def described() -> list[str]:
    """Return what the figures depend on: date, machine, versions, other work."""
    printed = StringIO()
    with redirect_stdout(printed):
        describe_machine()
    busy = f"load before the first part: {getloadavg()[0]:.1f}"
    return [f"{datetime.now():%Y-%m-%d %H:%M}, {busy}", *printed.getvalue().splitlines()]


def run(part: str) -> Section:
    """Run one part, and print what it prints as it comes."""
    print(f"\n== {part}: {PARTS[part]}", flush=True)
    started = time.perf_counter()
    command = [sys.executable, "-m", f"benchmarks.{part}"]
    calm = environ | {"PYTHONUNBUFFERED": "1", "PYTHONUTF8": "1"}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=calm) as process:
        lines = list(_shown(process.stdout or ()))
    return Section(part, tuple(lines), process.returncode, time.perf_counter() - started)


def _shown(lines: Iterator[str] | Sequence[str]) -> Iterator[str]:
    for line in lines:
        print(line, end="", flush=True)
        yield line.rstrip("\n")


def report(machine: Sequence[str], sections: Sequence[Section]) -> str:
    """Return the report as Markdown."""
    lines = ["# Measured", "", *(f"- {line}" for line in machine), "", *summary(sections), ""]
    for section in sections:
        title = f"## {section.part}: {PARTS[section.part]}"
        ended = f"{section.outcome}, {section.seconds:.0f} s"
        lines += [title, "", ended, "", "```", *section.lines, "```", ""]
    return "\n".join(lines)


def summary(sections: Sequence[Section]) -> list[str]:
    """Return a table: ✓ reached, ✗ short, · stated only, – not run."""
    lines = ["| part | | what was measured |", "|---|---|---|"]
    for section in sections:
        claims = section.claims or [f"· {section.outcome}"]
        cells = (claim.replace("|", "\\|") for claim in claims)
        lines += [f"| {section.part} | {cell[0]} | {cell[2:]} |" for cell in cells]
        if section.status not in (0, CANNOT_RUN):
            lines.append(f"| {section.part} | ✗ | {section.outcome} |")
    return lines


if __name__ == "__main__":
    main()
