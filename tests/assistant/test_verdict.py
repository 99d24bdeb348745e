"""Statements are confirmed or denied by the figure, before the figure is shown."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.compute import value_of
from assistant.language.claims import claims_in
from assistant.verdict import verdict
from corpus.figure import Measure
from tests.assistant.library_of import figure, samples, value

VERDICTS = [
    ("公务接待费是2万吗", "是，2万。"),
    ("公务接待费是3万吗", "不是3万。"),
    ("公务接待费超过1万元了吗", "是，超过1万元。"),
    ("公务接待费超过2万元了吗", "不是超过2万元。"),
    ("公务接待费有没有达到两万", "是，达到两万。"),
    ("公务接待费不到两万元吧", "不是不到两万元。"),
    ("公务接待费是2人吗", ""),
]


@pytest.mark.parametrize(("text", "said"), VERDICTS)
def test_a_claim_is_decided_exactly(text: str, said: str) -> None:
    """2.00万元 is 两万, is not above it, and is no number of people."""
    (claim,) = claims_in(text, compared=False)

    assert said == verdict(claim, value("2.00万元"))


def test_a_round_number_is_told_from_an_exact_one() -> None:
    """8.03万元 is about 8万, 6000元 is not about 一万."""
    (eight,) = claims_in("公务接待费是8万吗", compared=False)
    (ten,) = claims_in("公务接待费有一万吗", compared=False)

    assert verdict(eight, value("8.03万元")).startswith("大约是8万")
    assert verdict(ten, value("6000元")) == "不是一万。"


def test_a_direction_is_decided_by_the_printed_one() -> None:
    """A decrease denies an increase, and answers what was left open."""
    fell = value_of(replace(figure(measure=Measure.CHANGE, direction="减少")))
    said = {
        text: verdict(claims_in(text, compared=True)[0], fell)
        for text in ("减少了吗", "增加了吗", "是增加还是减少")
    }

    assert said == {
        "减少了吗": "是，减少。",
        "增加了吗": "不是：实际是减少。",
        "是增加还是减少": "是减少。",
    }


def test_numbers_inside_a_sentence_are_no_claims() -> None:
    """Only what is bounded, or closes its clause, is a claim."""
    assert claims_in("这三项一样吗", compared=False) == ()
    assert claims_in("哪些项目超过100万", compared=False) == ()
    assert claims_in("2万元的项目做了吗", compared=False) == ()


def test_the_answer_opens_with_the_verdict() -> None:
    """The user reads yes or no before the figure and its receipt."""
    answer = samples().ask("临江区水务局2026年三公经费有没有超过5万元？")

    assert answer.text.startswith("是，超过5万元。")
    assert answer.figures[0].value == 66_000


def test_figures_that_agree_confirm_together() -> None:
    """The same number in the papers of two years is confirmed once."""
    answer = samples().ask("水务局编制是不是42人")

    assert answer.text.startswith("是，42人。")
