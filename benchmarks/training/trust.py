"""Learns ``trust_weights.tsv``: from the signs of the best number, how likely it is right.

A logistic model over what each sign lacks to several possible "enough"; no lack can ever add
trust. Small costs are pressed to zero, so that the file stays short.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from assistant.lookup.trust import CLEAR, Cost, signs_of
from benchmarks.training.examples import Example

Array = NDArray[np.float64]
LONG = {"maxiter": 5000, "maxfun": 50_000, "ftol": 1e-10}


@dataclass(frozen=True, slots=True)
class Sign:
    """A sign of ``assistant.lookup.trust``: its meaning, and what may turn out to be enough."""

    meaning: str
    enough: tuple[float, ...]


SIGNS = {
    "score": Sign("a tenth of the weighted sum of all features", (0.36, 0.6, 0.8, 1.0)),
    "lead": Sign(
        "how far the score is ahead of the next number of the same owner and year",
        (0.05, 0.15, 0.3, 0.6, 1.0),
    ),
    "recall": Sign("weighted share of the question's terms found with it", (0.42, 0.6, 0.8, 1.0)),
    "key": Sign("share of the question's rare words found with it", (0.4, 0.6, 0.8, 1.0)),
    "own": Sign("weighted share of the ask's own words found with it", (0.3, 0.5, 0.75, 1.0)),
    "head": Sign("share of the last thing that is named before the ask", (0.3, 0.6, 1.0)),
    "words": Sign("share of the ask's words of which it holds half", (0.5, 0.75, 1.0)),
    "titled": Sign(
        "of a change or a share: how much of the ask its name and columns say", (0.5, 0.75, 1.0)
    ),
    "cell": Sign(
        "of a cell: how much of the ask its row, columns and table say", (0.25, 0.5, 0.75, 1.0)
    ),
    "told": Sign(
        "of a cell: how much of the ask its own name, code, columns and path say",
        (0.25, 0.5, 0.75, 0.9, 1.0),
    ),
    "called": Sign("how much of the ask its name, columns and path say", (0.25, 0.5, 0.75, 1.0)),
    "meant": Sign("share of its name that is said, plus likeness of meaning", (0.3, 0.6, 1.0, 1.4)),
    "name": Sign("share of its name that is said", (0.3, 0.6, 1.0)),
    "column": Sign("share of its columns that is said", (0.5, 1.0)),
    "dense": Sign("likeness of meaning of question and name", (0.3, 0.6)),
    "unmatched": Sign("1, less what another number holds more of the rare words", (0.8, 1.0)),
    "period": Sign("1 when its own year is the wanted one", (1.0,)),
    "basis": Sign("1 when its stage of the budget is the wanted one", (1.0,)),
    "unit": Sign("1 when its unit is what was asked for", (1.0,)),
    "whole": Sign("1 when the question says its whole name or its code", (1.0,)),
    "part": Sign("0 for a part (其中) that the question does not name", (1.0,)),
    "exact": Sign("0 for an approximation", (1.0,)),
    "two_kinds": Sign("1 when prose and a table print it alike", (1.0,)),
}
KNOTS = [(name, enough) for name, sign in SIGNS.items() for enough in sign.enough]


@dataclass(frozen=True, slots=True)
class Trust:
    """A learnt model: log odds when nothing is lacking, and the cost of every lack."""

    base: float
    costs: tuple[Cost, ...]


@dataclass(frozen=True, slots=True)
class Judged:
    """The best numbers as arrays: ``lacks`` (look-ups, knots), ``right``, ``weights``.

    ``unrivalled``: the same lacks as if no other number were near.
    """

    lacks: Array
    unrivalled: Array
    right: Array
    weights: Array
    answerable: NDArray[np.bool_]


def judged(examples: Sequence[Example]) -> Judged:
    """Return the signs of the best number of every look-up that found any."""
    found = [e for e in examples if e.evidence.findings]
    signs = [signs_of(e.evidence.findings[0], e.evidence.findings) for e in found]
    return Judged(
        lacks=np.asarray([_lacks(s) for s in signs]),
        unrivalled=np.asarray([_lacks({**s, "lead": CLEAR}) for s in signs]),
        right=np.asarray([float(e.right[0]) for e in found]),
        weights=np.asarray([e.weight for e in found]),
        answerable=np.asarray([e.answerable for e in found]),
    )


def _lacks(signs: dict[str, float]) -> list[float]:
    return [max(0.0, enough - signs[sign]) for sign, enough in KNOTS]


def chances(lacks: Array, model: Trust) -> Array:
    """Return for every look-up how likely the best number is right."""
    weights = dict.fromkeys(KNOTS, 0.0) | {(c.sign, c.enough): c.weight for c in model.costs}
    lost = lacks @ np.asarray([weights[knot] for knot in KNOTS])
    return np.asarray(1 / (1 + np.exp(np.clip(lost - model.base, -50, 50))))


def learnt(data: Judged, before: Trust, *, hold: float, press: float) -> Trust:
    """Return a new model; ``hold``: how strongly costs stay; ``press``: towards zero."""
    known = dict.fromkeys(KNOTS, 0.0) | {(c.sign, c.enough): c.weight for c in before.costs}
    start = np.asarray([before.base, *(known[knot] for knot in KNOTS)])
    share = data.weights / data.weights.sum()
    sides = 2 * data.right - 1
    matrix = np.column_stack([np.ones(len(data.right)), -data.lacks])

    def objective(model: Array) -> tuple[float, Array]:
        margins = sides * (matrix @ model)
        value = float((share * np.logaddexp(0, -margins)).sum())
        gradient = -(matrix.T @ (share * sides / (1 + np.exp(np.clip(margins, -50, 50)))))
        moved = model - start
        moved[0] = 0.0
        value += hold * float(moved @ moved) + press * float(model[1:].sum())
        gradient += 2 * hold * moved
        gradient[1:] += press
        return value, gradient

    bounds = [(None, None), *([(0.0, None)] * len(KNOTS))]
    found = minimize(objective, start, jac=True, method="L-BFGS-B", bounds=bounds, options=LONG)
    base, *weights = np.round(found.x, 2).tolist()
    pairs = zip(KNOTS, weights, strict=True)
    return Trust(base, tuple(Cost(sign, enough, w) for (sign, enough), w in pairs if w))
