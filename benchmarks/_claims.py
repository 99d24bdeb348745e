"""Lines that say what was wanted and what was reached; ``python -m benchmarks`` collects them."""

from __future__ import annotations

import sys
from typing import NoReturn

MARKS = ("✓", "✗", "·", "–")  # reached, short, stated only, not run
CANNOT_RUN = 3  # exit status of a part that lacks what it measures


def at_least(what: str, reached: float, wanted: float, unit: str = "") -> None:
    """Print a figure of which more is better."""
    _claim(what, reached, wanted, unit, "≥", reached >= wanted)


def at_most(what: str, reached: float, wanted: float, unit: str = "") -> None:
    """Print a figure of which less is better."""
    _claim(what, reached, wanted, unit, "≤", reached <= wanted)


def stated(what: str, reached: str) -> None:
    """Print a figure for which nothing is wanted."""
    print(f"· {what}: {reached}", flush=True)


def not_run(what: str, why: str) -> None:
    """Say that a figure is missing, and why."""
    print(f"– {what}: {why}", flush=True)


def cannot_run(what: str, why: str) -> NoReturn:
    """Say that nothing can be measured here, and end the process."""
    not_run(what, why)
    sys.exit(CANNOT_RUN)


def _claim(what: str, reached: float, wanted: float, unit: str, sign: str, good: bool) -> None:
    mark = MARKS[0] if good else MARKS[1]
    print(f"{mark} {what}: {reached:,.5g}{unit} (wanted {sign} {wanted:,.5g}{unit})", flush=True)
