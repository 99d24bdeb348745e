"""Tells what each group of features contributes to whole answers, with nothing learnt anew.

    python -m benchmarks.training.without HOME QUESTIONS [HOME QUESTIONS ...] [--every N]

The features of a group weigh nothing, the signs of a group cost nothing; everything else is the
product as it is. Each group is measured in a process of its own. Every line is: right, wrong when
answered.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from unittest.mock import patch

from assistant.batch import read_lines
from assistant.conversation import Assistant
from assistant.evaluation.scoring import Scored, Verdict, gold_of, score
from assistant.lookup import trust
from assistant.lookup.candidates import match_weights
from benchmarks.training.ablation import EVERYTHING, Group, groups

Set = tuple[Path, Path]  # the folder of a library, and questions with known answers


def main() -> None:
    """Print a Markdown table, one line a group."""
    parser = argparse.ArgumentParser(description="What each group contributes to whole answers.")
    parser.add_argument("sets", nargs="+", type=Path, metavar="HOME QUESTIONS")
    parser.add_argument("--every", type=int, default=1, help="ask every n-th question only")
    chosen = parser.parse_args()
    sets = list(zip(chosen.sets[::2], chosen.sets[1::2], strict=True))
    print("| without | " + " | ".join(questions.stem for _, questions in sets) + " |")
    print("|---" * (len(sets) + 1) + "|")
    measure = partial(measured, sets=sets, every=chosen.every)
    with ProcessPoolExecutor(1, get_context("spawn"), max_tasks_per_child=1) as processes:
        for group, cells in zip(groups(), processes.map(measure, groups()), strict=True):
            print(f"| {group.name} | " + " | ".join(cells) + " |", flush=True)


def measured(group: Group, *, sets: Sequence[Set], every: int) -> list[str]:
    """Return one cell for each set."""
    gone = dict.fromkeys(group.features & match_weights().keys(), 0.0)
    kept = _kept(group)
    with patch.dict(match_weights(), gone), patch.object(trust, "costs", lambda: kept):
        return [_cell(list(_scored(home, questions, every))) for home, questions in sets]


def _kept(group: Group) -> tuple[trust.Cost, ...]:
    if EVERYTHING in group.signs:
        return ()
    return tuple(cost for cost in trust.costs() if cost.sign not in group.signs)


def _scored(home: Path, questions: Path, every: int) -> Iterator[Scored]:
    assistant = Assistant.open(home)
    for gold in list(read_lines(questions, gold_of))[::every]:
        yield score(gold, assistant.ask(gold.question, gold.history))


def _cell(results: Sequence[Scored]) -> str:
    verdicts = [one.verdict for one in results]
    right, wrong = verdicts.count(Verdict.RIGHT), verdicts.count(Verdict.WRONG)
    answered = sum(verdict is not Verdict.DECLINED for verdict in verdicts)
    return f"{right / len(verdicts):.1%}, {wrong / max(answered, 1):.1%}"


if __name__ == "__main__":
    main()
