"""Tells what each group of features contributes: training without it, and measuring again.

    python -m benchmarks.training.ablation [--gold HOME QUESTIONS ...]

Everything is learnt anew without a group, thresholds included, and measured on the held-back seed
of made-up disclosures and on any other libraries that are given (those only measure).
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from platformdirs import user_cache_path

from benchmarks.training import rank, trust
from benchmarks.training.choice import (
    CALIBRATION,
    COSTS_PRESSED,
    COSTS_STAY,
    REPORT,
    TRAINING,
    WEIGHTS_STAY,
    threshold_of,
)
from benchmarks.training.examples import Bench, Example, without_answer
from benchmarks.training.files import rows_in, start_trust, start_weights
from benchmarks.training.sets import Sizes, examples_of
from benchmarks.training.trust import Trust, chances, judged


@dataclass(frozen=True, slots=True)
class Group:
    """Features of ``match_weights.tsv`` and signs of ``trust_weights.tsv`` that go together."""

    name: str
    features: frozenset[str] = frozenset()
    signs: frozenset[str] = frozenset()


NOTHING = Group("nothing")
EVERYTHING = "everything"  # without any sign whatever is found is answered


def groups() -> list[Group]:
    """Return every group of ``ablation_groups.tsv``, first the empty one."""
    rows = rows_in(Path(__file__).with_name("ablation_groups.tsv"))
    return [NOTHING, *(Group(n, frozenset(f.split()), frozenset(s.split())) for n, f, s in rows)]


@dataclass(frozen=True, slots=True)
class Sets:
    """The look-ups that teach, that set the threshold, and that measure, by name."""

    taught: Sequence[Example]
    held: Sequence[Example]
    measured: dict[str, list[Example]]


def main() -> None:
    """Print one line for each group."""
    parser = argparse.ArgumentParser(description="What each group of features contributes.")
    parser.add_argument("--documents", type=int, default=Sizes().documents)
    parser.add_argument("--questions", type=int, default=Sizes().questions)
    parser.add_argument(
        "--work", type=Path, default=user_cache_path("disclosure-assistant") / "training"
    )
    parser.add_argument("--gold", nargs=2, action="append", default=[], metavar=("HOME", "FILE"))
    chosen = parser.parse_args()
    sizes = Sizes(chosen.documents, chosen.questions)
    taught, held, unseen = (
        examples_of(s, sizes, chosen.work) for s in (TRAINING, CALIBRATION, REPORT)
    )
    measured = {"held-back seed": unseen}
    for home, questions in chosen.gold:
        measured[Path(questions).stem] = list(Bench(Path(home)).examples(Path(questions)))
    print(*table(Sets(taught, held, measured)), sep="\n")


def table(sets: Sets) -> Iterator[str]:
    """Yield the lines of a Markdown table.

    first: of the look-ups with a right number, where it comes first; right: where it is also
    answered; wrong: share of the answers.
    """
    names = list(sets.measured)
    yield "| without | " + " | ".join(f"{name}: first, right, wrong" for name in names) + " |"
    yield "|---" * (len(names) + 1) + "|"
    for group in groups():
        yield f"| {group.name} | " + " | ".join(_measured(sets, group)) + " |"


def _measured(sets: Sets, group: Group) -> Iterator[str]:
    weights = _weights(sets.taught, group)
    model = _trust(rank.rescored(sets.taught, weights), group)
    threshold = threshold_of(judged(rank.rescored(sets.held, weights)), model)
    threshold = 0.0 if EVERYTHING in group.signs else threshold
    for examples in sets.measured.values():
        ranked = rank.rescored(examples, weights)
        data = judged(ranked)
        answered = chances(data.lacks, model) >= threshold
        right, wrong = data.right[answered].sum(), (data.right[answered] == 0).sum()
        possible = sum(any(e.right) for e in examples)
        first = rank.first_right(ranked)
        yield f"{first:.1%}, {right / max(possible, 1):.1%}, {wrong / max(answered.sum(), 1):.1%}"


def _weights(taught: Sequence[Example], group: Group) -> dict[str, float]:
    start, signs = start_weights()
    names = [name for name in start if name not in group.features]
    before = np.asarray([start[name] for name in names])
    lists = rank.lists_of(taught, names)
    bounds = np.asarray([signs[name] for name in names])
    learnt = rank.learnt(lists, before, bounds, WEIGHTS_STAY)
    return dict.fromkeys(start, 0.0) | dict(zip(names, learnt.tolist(), strict=True))


def _trust(taught: Sequence[Example], group: Group) -> Trust:
    data = judged([*taught, *filter(None, map(without_answer, taught))])
    gone = np.asarray([sign in group.signs for sign, _ in trust.KNOTS])
    start = start_trust()
    start = Trust(start.base, tuple(c for c in start.costs if c.sign not in group.signs))
    seen = replace(data, lacks=np.where(gone, 0.0, data.lacks))
    return trust.learnt(seen, start, hold=COSTS_STAY, press=COSTS_PRESSED)


if __name__ == "__main__":
    main()
