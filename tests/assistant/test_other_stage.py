"""A turn that only names the other stage asks for that stage of what was asked before."""

from __future__ import annotations

import pytest

from tests.assistant.library_of import amounts, samples

ASKED = "云洲市文化馆2025年公务接待费{}数是多少？"


@pytest.mark.parametrize(
    ("before", "turn", "amount"),
    [
        ("决算", "预算呢？", "5000"),
        ("预算", "决算呢？", "3200"),
        ("决算", "那预算数是多少", "5000"),
    ],
)
def test_the_stage_named_last_counts(before: str, turn: str, amount: str) -> None:
    """「预算呢」 after the final account is never answered with the final account."""
    assert amounts(samples().ask(turn, [ASKED.format(before)])) == [amount]


@pytest.mark.parametrize(
    ("before", "turn", "change"),
    [
        ("临江区水务局2026年三公经费预算是多少？", "比上年呢？", ["7000"]),
        ("临江区水务局2026年办公费是多少？", "那跟上年相比怎么样", ["9000"]),
        (ASKED.format("决算"), "比上年呢", []),
    ],
)
def test_a_turn_that_only_compares_asks_for_the_change(
    before: str, turn: str, change: list[str]
) -> None:
    """「比上年呢」 is answered with the change in the same stage, or not at all."""
    assert amounts(samples().ask(turn, [before]))[:1] == change
