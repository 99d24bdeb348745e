"""Our scorer judges as the project's judge does."""

from __future__ import annotations

import importlib.util
import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from assistant.answer import Answer, AnswerFigure, Citation, Outcome, Reason
from assistant.evaluation.scoring import (
    Verdict,
    Wanted,
    agrees,
    gold_of,
    headline,
    is_cited,
    overlap,
    score,
    verdict_of,
)

UP, DOWN = Wanted(Decimal(5), "5", "元", "+"), Wanted(Decimal(5), "5", "元", "-")


def figure(value: str, unit: str = "元", direction: str | None = None) -> AnswerFigure:
    """Return a figure of an answer."""
    return AnswerFigure(Decimal(value), unit, "支出", (0,), direction=direction)


@pytest.mark.parametrize(
    ("wanted", "given", "is_right"),
    [
        (UP, figure("5", direction="增长"), True),
        (UP, figure("5", direction="减少"), False),
        (UP, figure("5"), False),
        (DOWN, figure("-5"), True),
        (DOWN, figure("5", "万元", "减少"), False),
        (Wanted(Decimal(3), "3", "人", None), figure("3", "名"), True),
        (Wanted(Decimal(0), "0", "元", "-"), figure("0"), True),
    ],
)
def test_a_change_needs_its_direction(wanted: Wanted, given: AnswerFigure, is_right: bool) -> None:
    """A magnitude without its direction is half an answer; kindred count words are one unit."""
    assert agrees(wanted, given, Decimal(0)) is is_right


def test_quotes_meet_in_eight_characters() -> None:
    """White space does not count; eight shared characters in a row are one place."""
    assert overlap("预算支出 102.50 万元", "预算支出102.50万元，比上年")
    assert not overlap("预算支出102.50万元", "预算收入102.5万元")
    assert not overlap("", "预算")


def test_nothing_asked_gives_a_headline_without_numbers() -> None:
    """An empty gold file is summed up, not divided by."""
    assert headline([]).startswith("正确 -")


def judge(shared: Path) -> ModuleType:
    """Load the project's judge."""
    spec = importlib.util.spec_from_file_location("judge", shared / "gold" / "score.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def answers_to(line: dict[str, Any]) -> Iterator[Answer]:
    """Yield answers to a gold question, good ones and ones spoilt in every way that counts."""
    yield Answer(Outcome.REFUSE, "没有", reason=Reason.LOW_CONFIDENCE)
    cited = tuple(
        Citation("id", f"in/{piece['doc']}", "", (), 0, 1, piece["quote"])
        for piece in line["evidence"]
    ) or (Citation("id", "别的.txt", "", (), 0, 1, "别的文字"),)
    figures = tuple(
        AnswerFigure(Decimal(str(w["value"]).replace(",", "")), w["unit"], "", (0,),
                     direction=w.get("direction"))
        for w in line["answer"]
    )  # fmt: skip
    words = "".join(group[0] for group in line["must_mention"])
    for outcome in (Outcome.FIGURE, Outcome.TEXT, Outcome.CLARIFY):
        for some in (figures, figures[::-1], figures[:1], (*figures, *[figure("1")] * 3), ()):
            for citations in (cited, cited[:1], (Citation("id", "x", "", (), 0, 1, "x"),)):
                for text in (words, "无"):
                    yield Answer(outcome, text, figures=some, citations=citations)


@pytest.mark.shared
@pytest.mark.parametrize("name", ["seeds-dev", "shanghai-dev", "jiangsu-dev"])
def test_verdicts_are_the_judges(shared: Path, name: str) -> None:
    """For right, spoilt and missing answers alike, both scorers say the same."""
    theirs = judge(shared)
    lines = (shared / "gold" / f"{name}.jsonl").read_text("utf-8").splitlines()
    for line in map(json.loads, filter(str.strip, lines)):
        gold = gold_of(line)
        for answer in answers_to(line):
            shown = answer.to_json(gold.id)
            assert verdict_of(gold, answer) == theirs.verdict(line, shown), (line, shown)
            assert is_cited(gold, answer) == theirs.cited(line, shown), (line, shown)


def test_a_refusal_is_right_only_where_it_is_wanted() -> None:
    """Refusing is right for what cannot be known, and declined for what can."""
    refusal = Answer(Outcome.REFUSE, "没有", reason=Reason.OUT_OF_SCOPE)
    line: dict[str, Any] = {"id": 1, "question": "问", "op": "none"}
    assert score(gold_of(line | {"expect": "refuse"}), refusal).verdict is Verdict.RIGHT
    assert score(gold_of(line | {"expect": "figure"}), refusal).verdict is Verdict.DECLINED
