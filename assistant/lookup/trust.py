"""How likely it is that a found number is the one that was asked: a small additive model.

Every sign (how much of the question's rare words is there, how far the next number is behind …)
may lack something to its "enough"; every lack costs log odds. ``trust_weights.tsv`` holds, for
each sign, what is enough and what a lack costs; ``python -m benchmarks.training`` learns them.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from assistant.lookup.witnesses import Finding
from corpus.figure import Measure
from corpus.vocabulary import rows_of

Features = Mapping[str, float]
CLEAR = 1.0  # a lead of this much is as good as no rival
OF_ANOTHER = frozenset({Measure.CHANGE, Measure.GROWTH, Measure.SHARE})


@dataclass(frozen=True, slots=True)
class Cost:
    """What it costs, in log odds, when a sign lacks one unit to ``enough``."""

    sign: str
    enough: float
    weight: float


@cache
def base() -> float:
    """Return the log odds of a number to which nothing is lacking."""
    rows = rows_of("trust_weights.tsv", columns=4)
    return next(float(weight) for name, _, weight, _ in rows if name == "base")


@cache
def costs() -> tuple[Cost, ...]:
    """Return every cost that is not zero."""
    rows = rows_of("trust_weights.tsv", columns=4)
    found = (Cost(name, float(n), float(w)) for name, n, w, _ in rows if name != "base")
    return tuple(cost for cost in found if cost.weight)


def trust(signs: Mapping[str, float]) -> float:
    """Return the probability that the number with these signs is the one that was asked."""
    lost = sum(c.weight * max(0.0, c.enough - signs[c.sign]) for c in costs())
    return 1 / (1 + math.exp(min(lost - base(), 700.0)))


def signs_of(finding: Finding, others: Sequence[Finding]) -> dict[str, float]:
    """Return every sign of a finding; ``others``: everything that the look-up found."""
    features = finding.candidate.features
    signs = {name: sign(features) for name, sign in SIGNS.items()}
    signs["titled"] = _titled(finding)
    signs["cell"], signs["told"] = _cell(finding), _told(finding)
    signs["score"] = finding.score / 10
    signs["lead"] = lead(finding, others)
    signs["two_kinds"] = float(len({f.source.cell is None for f in finding.value.figures}) > 1)
    richest = max((f.candidate.features["key"] for f in others), default=0.0)
    signs["unmatched"] = 1 - max(0.0, richest - features["key"])
    return signs


def lead(finding: Finding, others: Sequence[Finding]) -> float:
    """Return how far ahead of the next number of the same owner and year it is, at most CLEAR.

    Negative when another one is ahead.
    """
    rivals = [f.score for f in others if _is_rival(f, finding)]
    return min(CLEAR, finding.score - max(rivals, default=-math.inf))


def _is_rival(one: Finding, other: Finding) -> bool:
    if one is other or (one.value.owner, one.year) != (other.value.owner, other.year):
        return False
    return (one.value.amount, one.value.unit) != (other.value.amount, other.value.unit)


def _recall(features: Features) -> float:
    """How much of the question is there; a sibling or a code makes up for some."""
    return features["recall"] + 0.5 * features["near"] + features["code"]


def _key(features: Features) -> float:
    """How much of the rare words is there; a whole name or a sibling makes up for some."""
    rest = features["near"] + max(features["code"], 0.0) + 0.3 * features["whole_name"]
    return features["key"] + rest


def _words(features: Features) -> float:
    """How many of the ask's words are there; its whole name, code or place make up for some."""
    rest = features["near"] + max(features["code"], 0.0) + 0.3 * features["whole_name"]
    return features["words"] + rest


SIGNS: dict[str, Callable[[Features], float]] = {
    "recall": _recall,
    "key": _key,
    "words": _words,
    "own": lambda f: f["own"] + f["near"] + f["code"],
    "head": lambda f: f["head"] + f["near"] + f["code"],
    "meant": lambda f: f["name"] + f["dense"] + f["code"],
    "name": lambda f: f["name"],
    "called": lambda f: f["called"] + f["near"] + f["code"],
    "column": lambda f: f["slice"],
    "dense": lambda f: f["dense"],
    "period": lambda f: f["period"],
    "basis": lambda f: f["basis"],
    "unit": lambda f: f["unit"],
    "whole": lambda f: max(f["whole_name"], f["code"]),
    "part": lambda f: 1 - f["part"],
    "exact": lambda f: 1 - f["inexact"],
}


def _titled(finding: Finding) -> float:
    """A change or a share is of what its figure is called, not of what stands around it."""
    if finding.figure.measure not in OF_ANOTHER:
        return 1.0
    features = finding.candidate.features
    return features["titled"] + float(features["near"] == 1.0) + features["code"]


def _cell(finding: Finding) -> float:
    """A cell is named by its row, column and table; the section around the table does not."""
    if finding.figure.source.cell is None:
        return 1.0
    features = finding.candidate.features
    return features["called"] + features["near"] + features["table"] + features["code"]


def _told(finding: Finding) -> float:
    """The row and the column that are named have to be its own: a table's name lends nothing."""
    if finding.figure.source.cell is None:
        return 1.0
    return finding.candidate.features["told"] + finding.candidate.features["near"]
