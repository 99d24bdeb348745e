"""The made-up libraries that training, calibration and reports use: made once for each seed."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.training.examples import Bench, Example
from corpus.library import Library


@dataclass(frozen=True, slots=True)
class Sizes:
    """How much is made for one seed."""

    documents: int = 12
    questions: int = 400


@dataclass(frozen=True, slots=True)
class MadeUpSet:
    """A library of made-up disclosures (``home``) with questions over it."""

    home: Path
    questions: Path


def made_up(seed: int, sizes: Sizes, work: Path) -> MadeUpSet:
    """Return the set of a seed, made when it is not there yet."""
    folder = work / f"{seed}-{sizes.documents}-{sizes.questions}"
    found = MadeUpSet(folder / "home", folder / "gold.jsonl")
    if found.home.is_dir():
        return found
    options = ("--documents", str(sizes.documents), "--questions", str(sizes.questions))
    command = (sys.executable, "-m", "benchmarks.made_up", "--seed", str(seed), *options)
    subprocess.run((*command, "--out", str(folder)), check=True)
    unfinished = folder / "home.unfinished"
    Library.open(unfinished, create=True).add(sorted((folder / "docs").iterdir()))
    unfinished.rename(found.home)
    return found


def examples_of(seeds: Sequence[int], sizes: Sizes, work: Path) -> list[Example]:
    """Return the look-ups of all questions of the seeds."""
    found: list[Example] = []
    for seed in seeds:
        made = made_up(seed, sizes, work)
        found += Bench(made.home).examples(made.questions)
        print(f"seed {seed}: {len(found)} look-ups", flush=True)
    return found
