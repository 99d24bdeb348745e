"""The levels of accuracy that have been reached, and the comparison with them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path

from assistant.evaluation.report import Evaluation, station_lines
from assistant.evaluation.scoring import Scored, Verdict, headline, tallies

LEVELS = Path(__file__).with_suffix(".tsv")


@dataclass(frozen=True, slots=True)
class Level:
    """What a set of questions has to reach, in per cent: of all, and of those answered."""

    right: Decimal
    wrong: Decimal


@cache
def levels() -> dict[str, Level]:
    """Return the level of every set of questions."""
    lines = LEVELS.read_text("utf-8").splitlines()
    rows = (line.split("\t") for line in lines if line.strip() and not line.startswith("#"))
    return {name: Level(Decimal(right), Decimal(wrong)) for name, right, wrong in rows}


def shortfall(name: str, results: Sequence[Scored], explain: Callable[[], Evaluation]) -> str:
    """Return what is below the level of a set, with every miss explained; "" when nothing is."""
    tally = tallies(results)["all"]
    right, wrong = tally.verdicts[Verdict.RIGHT], tally.verdicts[Verdict.WRONG]
    level = levels()[name]
    enough = 100 * right >= level.right * tally.total
    if enough and 100 * wrong <= level.wrong * (right + wrong):
        return ""
    wanted = f"{name}：至少 {level.right}% 正确，作答中至多 {level.wrong}% 错误"
    return "\n".join((wanted, headline(results), *station_lines(explain().misses)))
