"""Colloquial names lead to the names that disclosures print."""

from __future__ import annotations

import pytest

from assistant.language.aliases import aliases, readings
from tests.assistant.library_of import amounts, town

COLLOQUIAL = [
    ("民政局2026年请客吃饭花多少钱", "20000"),
    ("民政局2026年招待费是多少", "20000"),
    ("民政局2026年养车花了多少钱", "100000"),
    ("民政局2026年三公一共多少钱", "120000"),
]


def test_longer_aliases_come_first() -> None:
    """The longest alias is read first, so that a part of it cannot take its place."""
    lengths = [len(alias) for alias, _ in aliases()]

    assert lengths == sorted(lengths, reverse=True)


def test_no_alias_is_its_own_name() -> None:
    """Every row of the table leads somewhere else."""
    assert all(alias != canonical for alias, canonical in aliases())


def test_an_alias_is_read_as_its_canonical_name() -> None:
    """「请客吃饭」 is 公务接待费."""
    assert ("请客吃饭", "公务接待费") in list(readings("请客吃饭的钱"))


def test_a_printed_name_is_not_an_alias_of_itself() -> None:
    """「接待费」 inside 公务接待费 is no alias there."""
    assert "公务接待费" not in {canonical for _, canonical in readings("公务接待费")}


def test_an_alias_inside_a_longer_one_does_not_apply_again() -> None:
    """「招待费」 inside 「业务招待费」 gives one reading."""
    assert [alias for alias, _ in readings("业务招待费")] == ["业务招待费"]


@pytest.mark.parametrize(("question", "yuan"), COLLOQUIAL)
def test_colloquial_questions_are_answered(question: str, yuan: str) -> None:
    """A question in everyday words gets the figure of the printed item."""
    assert amounts(town().ask(question)) == [yuan]
