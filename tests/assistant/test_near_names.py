"""One slip in a long name is repaired; words, regions and numbers never are."""

from __future__ import annotations

import pytest

from assistant.language.ngrams import Printed
from assistant.language.spelling import Speller

NAMES = [
    "公务接待费",
    "一般公共预算",
    "机关运行经费",
    "住房公积金",
    "公务用车运行维护费",
    "国有资本经营预算",
    "项目支出表",
    "第二季度支出",
]
TEXT = "一般公共预算安排公务接待费、住房公积金、机关运行经费；项目支出表。水务局管河道。"
SLIPS = [
    ("公务接持费多少", "公务接待费多少"),
    ("一般公预算多少", "一般公共预算多少"),
    ("机关运行费经是多少", "机关运行经费是多少"),
    ("公务接接待费", "公务接待费"),
    ("住房积公金", "住房公积金"),
    ("机关运形经费", "机关运行经费"),
    ("临江区水悟局2026年", "临江区水务局2026年"),
]
RIGHT = [
    "项目支出占全部支出的比例",  # 占 is a word of the question
    "临河区水务局2026年",  # another district
    "第三季度支出",  # a number
    "林业支出和水利支出",
    "一般公共的预算",
    "公务接待",  # a short form
    "民生大厅",
]


@pytest.fixture(scope="module")
def speller() -> Speller:
    """A speller over a few names of items and one body."""
    near = dict.fromkeys(NAMES, 0) | {"临江区水务局": 3}
    return Speller(NAMES, [TEXT], near)


@pytest.mark.parametrize(("typed", "meant"), SLIPS)
def test_one_slip_is_repaired_and_said(speller: Speller, typed: str, meant: str) -> None:
    """A missing, doubled, swapped or mistaken character is repaired with a note."""
    corrected, notes = speller.correct(typed)

    assert meant == corrected
    assert len(notes) == 1


@pytest.mark.parametrize("text", [*RIGHT, *NAMES, TEXT])
def test_what_may_be_right_stays(speller: Speller, text: str) -> None:
    """Words, other regions, numbers and short forms are never taken for slips."""
    assert (text, ()) == speller.correct(text)


def test_a_phrase_is_printed_when_its_parts_are() -> None:
    """What texts print is known by runs of three characters; other words are not."""
    printed = Printed(["临江区水务局", "河道管护"])

    assert printed.prints("区水务局")
    assert printed.prints("水务")
    assert not printed.prints("水务局河道")
    assert not printed.prints("教育")
    assert not Printed([]).prints("水务局")
