"""A body's two papers of one year: of the 部门 with its units, and of the 单位 alone."""

from __future__ import annotations

import pytest

from assistant.twins import paper_of, scope_said, without_twins

BUREAU = "云洲市临江区水务局"
PAPERS = {
    "whole": paper_of(BUREAU, "部门预算", 2026),
    "alone": paper_of(BUREAU, "单位预算", 2026),
    "before": paper_of(BUREAU, "部门预算", 2025),
    "text": paper_of(BUREAU, "项目文本", 2026),
}
SAID = [
    ("水务局2026年部门预算总额", "部门"),
    ("水务局本级2026年支出", "单位"),
    ("水务局2026年单位预算", "单位"),
    ("水务局2026年支出", ""),
    ("部门预算和单位预算相差多少", ""),
]


@pytest.mark.parametrize(("text", "scope"), SAID)
def test_a_question_may_say_which_paper_it_means(text: str, scope: str) -> None:
    """部门 and 本级 tell which paper is meant; both together tell nothing."""
    assert scope == scope_said(text)


def test_only_a_twin_is_left_out() -> None:
    """A paper without a twin stays, whatever the question calls it."""
    assert without_twins(list(PAPERS), "单位", PAPERS) == ("alone", "before", "text")
    assert without_twins(list(PAPERS), "部门", PAPERS) == ("whole", "before", "text")


def test_a_bureau_alone_publishes_for_itself() -> None:
    """The paper of 水务局（本级） is that of the 单位, even if it is titled 部门预算."""
    assert paper_of(f"{BUREAU}（本级）", "部门预算", 2026).scope == "单位"
