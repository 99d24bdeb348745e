"""Learns how figures are chosen, from made-up disclosures and questions alone: ``make train``.

    python -m benchmarks.training [--documents N] [--questions N] [--work FOLDER]

Writes the weights of the features (``match_weights.tsv``), how far a number is trusted
(``trust_weights.tsv``) and from when on it answers (``choice_limits.tsv``). Everything follows
from the seeds. Some seeds train, one sets the thresholds, one is held back for the report.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from platformdirs import user_cache_path

from benchmarks.training import rank, trust
from benchmarks.training.examples import Example, without_answer
from benchmarks.training.files import (
    start_trust,
    start_weights,
    write_limit,
    write_trust,
    write_weights,
)
from benchmarks.training.sets import Sizes, examples_of
from benchmarks.training.trust import Judged, Trust, chances, judged

TRAINING, CALIBRATION, REPORT = (101, 102, 103), (104,), (105,)
WEIGHTS_STAY, COSTS_STAY, COSTS_PRESSED = 0.02, 0.003, 0.001
MOST_WRONG = 0.01  # of the look-ups that are answered
LEAST_ANSWERED = 0.9  # of the look-ups whose best number is right
WRONG_COSTS = 2.0  # right answers that one wrong answer outweighs
NAMED = 0.6  # a number that is less likely the one asked, rivals left aside, is refused
LEVELS = [n / 100 for n in range(50, 100)]


def main() -> None:
    """Train, calibrate, report."""
    arguments = _arguments()
    sizes = Sizes(arguments.documents, arguments.questions)
    taught, held, unseen = (
        examples_of(seeds, sizes, arguments.work) for seeds in (TRAINING, CALIBRATION, REPORT)
    )
    weights = learnt_weights(taught)
    taught, held, unseen = (rank.rescored(examples, weights) for examples in (taught, held, unseen))
    model = learnt_trust(taught)
    threshold = threshold_of(judged(held), model)
    write_weights(weights)
    write_trust(model)
    write_limit("named_trust", NAMED)
    write_limit("answer_trust", threshold)
    report(unseen, model, threshold)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Learns how figures are chosen.")
    parser.add_argument("--documents", type=int, default=Sizes().documents, help="for each seed")
    parser.add_argument("--questions", type=int, default=Sizes().questions, help="for each seed")
    cache = user_cache_path("disclosure-assistant") / "training"
    parser.add_argument("--work", type=Path, default=cache, help="where made-up libraries are kept")
    return parser.parse_args()


def learnt_weights(taught: Sequence[Example]) -> dict[str, float]:
    """Return the weight of every feature."""
    start, signs = start_weights()
    lists = rank.lists_of(taught, list(start))
    before = np.asarray(list(start.values()))
    learnt = rank.learnt(lists, before, np.asarray(list(signs.values())), WEIGHTS_STAY)
    return dict(zip(start, learnt.tolist(), strict=True))


def learnt_trust(taught: Sequence[Example]) -> Trust:
    """Return the model of trust; every look-up counts with its answer and without it."""
    removed = filter(None, map(without_answer, taught))
    data = judged([*taught, *removed])
    return trust.learnt(data, start_trust(), hold=COSTS_STAY, press=COSTS_PRESSED)


def threshold_of(data: Judged, model: Trust) -> float:
    """Return the lowest threshold above which at most ``MOST_WRONG`` of the answers are wrong.

    Where none leaves ``LEAST_ANSWERED`` of the right ones, what is wrong has other causes than the
    choice: then the threshold counts at which right answers, less ``WRONG_COSTS`` for each wrong
    one, are most.
    """
    likely = chances(data.lacks, model)
    best, most = LEVELS[0], -np.inf
    for level in LEVELS:
        answered = likely >= level
        right = data.right[answered].sum()
        wrong = answered.sum() - right
        few_wrong = wrong <= MOST_WRONG * answered.sum()
        if few_wrong and right >= LEAST_ANSWERED * data.right.sum():
            return level
        if right - WRONG_COSTS * wrong > most:
            best, most = level, right - WRONG_COSTS * wrong
    return best


def report(unseen: Sequence[Example], model: Trust, threshold: float) -> None:
    """Print what the held-back seed says: coverage and wrong answers for every threshold."""
    data = judged(unseen)
    likely = chances(data.lacks, model)
    print(f"\nright number first: {rank.first_right(unseen):.1%} of those that have one")
    print("threshold  answered  wrong when answered  unanswerable answered")
    for level in sorted({0.5, 0.7, 0.8, 0.9, 0.95, 0.98, threshold}):
        answered = likely >= level
        wrong = (data.right[answered] == 0).sum() / max(answered.sum(), 1)
        slips = (answered & ~data.answerable).sum() / max((~data.answerable).sum(), 1)
        mark = "*" if level == threshold else " "
        print(f"{level:8.2f}{mark}  {answered.mean():8.1%}  {wrong:19.1%}  {slips:21.1%}")
