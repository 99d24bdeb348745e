"""Accuracy does not fall below what has been reached (tests/accuracy_levels.tsv)."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.evaluation.report import Evaluation, answered, explained
from assistant.evaluation.scoring import gold_of, score
from assistant.terminal import watched
from benchmarks.accuracy import gold_sets, made_up_library
from index.encoder import HashEncoder
from tests.accuracy_levels import levels, shortfall
from tests.assistant.library_of import town

SEED, DOCUMENTS, QUESTIONS = 7, 12, 150


def test_questions_over_made_up_disclosures(tmp_path: Path) -> None:
    """Of questions over made-up disclosures, as many as ever are right and as few are wrong."""
    questions, over = made_up_library(tmp_path, SEED, DOCUMENTS, QUESTIONS, HashEncoder())
    results = answered(over, questions, watched)

    assert len(results) == QUESTIONS
    assert shortfall("generated", results, lambda: explained("", over, results, watched)) == ""


@pytest.mark.shared
def test_every_gold_file_has_a_level(shared: Path) -> None:
    """A gold file without a level would be one that may get worse unseen."""
    assert {one.name for one in gold_sets(shared)} <= levels().keys()


def test_what_is_missing_is_told() -> None:
    """A set below its level is named with its level, its headline and its misses."""
    line = {"id": "x", "question": "民政局2026年三公经费是多少", "expect": "refuse", "op": "none"}
    gold = gold_of(line)
    result = score(gold, town().ask(gold.question))
    told = shortfall("generated", [result], lambda: Evaluation("x", (result,), ()))

    assert told.startswith("generated：至少") and "正确 0.0%" in told
