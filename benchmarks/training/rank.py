"""Learns the weights of ``match_weights.tsv``: a softmax over the numbers of each look-up.

A weight keeps the sign that its meaning gives it, and moves away from where it was only as far as
the examples pull it, so that what they do not show is not forgotten. One factor (``heat``) turns
differences of score into log odds; the weights stay in the units of the thresholds.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize, minimize_scalar

from benchmarks.training.examples import Example, scored_anew

Array = NDArray[np.float64]
HOTTEST = 20.0
WITNESSED = "agreed"  # the one feature of a number that is not of one print


@dataclass(frozen=True, slots=True)
class Lists:
    """Look-ups as arrays: ``rows`` of shape (numbers, features), ``starts`` of each look-up.

    ``right`` of shape (numbers,), ``weights`` of shape (look-ups,).
    """

    names: tuple[str, ...]
    rows: Array
    starts: NDArray[np.int64]
    right: NDArray[np.bool_]
    weights: Array


def features(example: Example, names: Sequence[str]) -> Array:
    """Return the features of every number of a look-up, of shape (numbers, features)."""
    rows = []
    for found in example.evidence.findings:
        both = float(len({f.source.cell is None for f in found.value.figures}) > 1)
        own = found.candidate.features
        rows.append([both if name == WITNESSED else own[name] for name in names])
    return np.asarray(rows, dtype=np.float64)


def lists_of(examples: Sequence[Example], names: Sequence[str]) -> Lists:
    """Return the examples that have a right and a wrong number as arrays."""
    taught = [e for e in examples if any(e.right) and not all(e.right)]
    sizes = [len(e.right) for e in taught]
    return Lists(
        names=tuple(names),
        rows=np.concatenate([features(e, names) for e in taught]),
        starts=np.cumsum([0, *sizes[:-1]]),
        right=np.concatenate([np.asarray(e.right) for e in taught]),
        weights=np.asarray([e.weight for e in taught]),
    )


def loss(lists: Lists, weights: Array) -> tuple[float, Array]:
    """Return the mean negative log likelihood of the right numbers, and its gradient."""
    scores = lists.rows @ weights
    sizes = np.diff([*lists.starts, len(scores)])
    powers = np.exp(scores - np.repeat(np.maximum.reduceat(scores, lists.starts), sizes))
    rightly = powers * lists.right
    of_all, of_right = (np.add.reduceat(p, lists.starts) for p in (powers, rightly))
    share = lists.weights / lists.weights.sum()
    chance = powers / np.repeat(of_all, sizes) - rightly / np.repeat(of_right, sizes)
    value = float((share * (np.log(of_all) - np.log(of_right))).sum())
    return value, lists.rows.T @ (chance * np.repeat(share, sizes))


def heat_of(lists: Lists, weights: Array) -> float:
    """Return the factor under which the scores say best how likely each number is."""
    found = minimize_scalar(
        lambda heat: loss(lists, weights * heat)[0], bounds=(0.1, HOTTEST), method="bounded"
    )
    return float(found.x)


def learnt(lists: Lists, before: Array, signs: Array, hold: float) -> Array:
    """Return new weights; ``signs``: 1 or -1 for each; ``hold``: how strongly they stay."""
    heat = heat_of(lists, before)

    def objective(weights: Array) -> tuple[float, Array]:
        value, gradient = loss(lists, weights * heat)
        moved = weights - before
        return value + hold * float(moved @ moved), gradient * heat + 2 * hold * moved

    bounds = [(0.0, None) if sign > 0 else (None, 0.0) for sign in signs]
    found = minimize(objective, before, jac=True, method="L-BFGS-B", bounds=bounds)
    return np.round(np.asarray(found.x), 2)


def rescored(examples: Sequence[Example], weights: Mapping[str, float]) -> list[Example]:
    """Return the examples in the order that the weights give them."""
    names = list(weights)
    vector = np.asarray([weights[name] for name in names])
    return [
        scored_anew(e, (features(e, names) @ vector).tolist()) if e.evidence.findings else e
        for e in examples
    ]


def first_right(examples: Sequence[Example]) -> float:
    """Return the share of the look-ups with a right number in which it comes first."""
    found = [e.right[0] for e in examples if any(e.right)]
    return sum(found) / max(len(found), 1)
