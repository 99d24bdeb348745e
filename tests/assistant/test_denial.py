"""Rules that differ by a condition alone."""

from __future__ import annotations

import pytest

from assistant.language.denial import denied_in, requires

CLAUSES = [
    ("没有协助调查取证的奖励多少", "举报人已协助调查取证的，按2%奖励", True),
    ("没有协助调查取证的奖励多少", "举报人未协助调查取证的，按1%奖励", False),
    ("协助调查取证的奖励多少", "举报人已协助调查取证的，按2%奖励", False),
    ("没有协助调查取证的奖励多少", "举报人为单位职工的，按1.5%奖励", False),
    ("有没有协助调查取证的奖励", "举报人已协助调查取证的，按2%奖励", False),
    ("没及时报送扣几分", "未及时报送每次扣1分", False),
]


@pytest.mark.parametrize(("said", "clause", "denied"), CLAUSES)
def test_a_denied_condition_excludes_the_rule_that_requires_it(
    said: str, clause: str, denied: bool
) -> None:
    """「没有协助」 is answered neither by 「已协助」 nor stopped by 「未协助」."""
    assert requires(clause, denied_in(said)) is denied
