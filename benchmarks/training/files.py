"""Reads where training starts from, and writes what it learnt as readable files."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from assistant.lookup.trust import Cost
from benchmarks.training.trust import SIGNS, Trust

HERE = Path(__file__).resolve().parent
DATA = HERE.parents[1] / "corpus" / "data"
WEIGHTS, TRUST, LIMITS = "match_weights.tsv", "trust_weights.tsv", "choice_limits.tsv"
LEARNT = "Learnt by: python -m benchmarks.training"


def rows_in(path: Path) -> Iterator[list[str]]:
    """Yield the cells of every line that is no comment."""
    lines = path.read_text("utf-8").splitlines()
    yield from (line.split("\t") for line in lines if line and not line.startswith("#"))


def start_weights() -> tuple[dict[str, float], dict[str, int]]:
    """Return the weight that each feature starts from, and the sign that its meaning gives it."""
    rows = list(rows_in(HERE / "start.tsv"))
    return {n: float(w) for n, _, w in rows}, {n: -1 if s == "-" else 1 for n, s, _ in rows}


def start_trust() -> Trust:
    """Return the model of trust that training starts from."""
    rows = [(n, float(e), float(w)) for n, e, w in rows_in(HERE / "start_trust.tsv")]
    base = next(weight for name, _, weight in rows if name == "base")
    return Trust(base, tuple(Cost(*row) for row in rows if row[0] != "base"))


def write_weights(weights: Mapping[str, float], folder: Path = DATA) -> None:
    """Put learnt weights into the file, whose meanings stay as they are."""
    meanings = {name: meaning for name, _, meaning in rows_in(DATA / WEIGHTS)}
    head = "# How question and figure are compared. Columns: feature, weight, what it measures"
    lines = [f"{head} (0 to 1 unless said).", f"# {LEARNT}"]
    lines += [f"{name}\t{weight:.2f}\t{meanings[name]}" for name, weight in weights.items()]
    (folder / WEIGHTS).write_text("\n".join(lines) + "\n", "utf-8")


def write_trust(model: Trust, folder: Path = DATA) -> None:
    """Write the model of trust, each sign with its meaning."""
    head = "# How likely a found number is the one asked. Columns: sign, what is enough, log odds"
    lines = [f"{head} lost for each unit below it, meaning.", f"# {LEARNT}"]
    lines.append(f"base\t0\t{model.base:.2f}\tlog odds when nothing is lacking")
    lines += [
        f"{cost.sign}\t{cost.enough}\t{cost.weight:.2f}\t{SIGNS[cost.sign].meaning}"
        for cost in model.costs
    ]
    (folder / TRUST).write_text("\n".join(lines) + "\n", "utf-8")


def write_limit(name: str, value: float, folder: Path = DATA) -> None:
    """Change one threshold."""
    path = folder / LIMITS
    text = path.read_text("utf-8")
    path.write_text(re.sub(rf"(?m)^{name}\t[\d.]+", f"{name}\t{value:g}", text), "utf-8")
