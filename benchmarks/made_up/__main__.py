"""Writes made-up disclosures, their truth and questions over them to a folder."""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from dataclasses import asdict
from decimal import Decimal
from importlib import import_module, util
from pathlib import Path

from benchmarks.made_up import MadeUp, disclosures


def main() -> None:
    """Write DIR/docs/*.txt, DIR/truth.jsonl and, when there are questions, DIR/gold.jsonl."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.made_up", description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--documents", type=int, default=60)
    parser.add_argument("--questions", type=int, default=600)
    parser.add_argument("--out", type=Path, required=True)
    chosen = parser.parse_args()
    made = list(disclosures(chosen.seed, chosen.documents))
    write(made, chosen.out)
    print(f"{len(made)} 份文件，{sum(len(m.facts) for m in made)} 个数字：{chosen.out}")
    if util.find_spec("benchmarks.made_up.questions"):
        asked = write_questions(made, chosen.seed, chosen.questions, chosen.out)
        print(f"{asked} 个问题：{chosen.out / 'gold.jsonl'}")


def write(made: Sequence[MadeUp], folder: Path) -> None:
    """Write the documents and one line of truth for each."""
    docs = folder / "docs"
    docs.mkdir(parents=True, exist_ok=True)
    with (folder / "truth.jsonl").open("w", encoding="utf-8") as lines:
        for one in made:
            (docs / one.name).write_text(one.text, encoding="utf-8")
            lines.write(_json({k: v for k, v in asdict(one).items() if k != "text"}))


def write_questions(made: Sequence[MadeUp], seed: int, count: int, folder: Path) -> int:
    """Write the gold file; returns how many questions there are."""
    questions = import_module("benchmarks.made_up.questions")
    asked = 0
    with (folder / "gold.jsonl").open("w", encoding="utf-8") as lines:
        for question in questions.questions_of(made, seed, count):
            lines.write(_json(question))
            asked += 1
    return asked


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, default=_plain) + "\n"


def _plain(value: object) -> str:
    if isinstance(value, Decimal):
        return f"{value:f}"
    raise TypeError(f"不能写成 JSON：{value!r}")


if __name__ == "__main__":
    main()
