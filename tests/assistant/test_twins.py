"""A body's two papers of one year: of the 部门 with its units, and of the 单位 alone."""

from __future__ import annotations

import pytest

from assistant.language.twins import ALONE, BOTH, name_in, of_one_scope, paper_of, scope_said

BUREAU = "云洲市临江区水务局"
PAPERS = {
    "whole": paper_of(BUREAU, "部门预算", 2026),
    "alone": paper_of(f"{BUREAU}（本级）", "单位预算", 2026),
    "before": paper_of(f"{BUREAU}（本级）", "单位预算", 2025),
    "text": paper_of(BUREAU, "项目文本", 2026),
}
SAID = [
    ("水务局2026年部门预算总额", "水务局", "部门"),
    ("水务局（本级）2026年支出", "水务局（本级）", ALONE),
    ("水务局机关2026年支出", "水务局机关", ALONE),
    ("水务局2026年单位预算", "水务局", ALONE),
    ("水务局2026年不含下属单位的支出", "水务局", ALONE),
    ("水务局2026年区本级财政收入", "水务局", ""),
    ("水务局2026年支出", "水务局", ""),
    ("部门预算和单位预算相差多少", "水务局", BOTH),
]
TAKEN = [
    ("", (2026,), {"whole", "text"}, "部门"),
    ("", (), {"whole", "text"}, "部门"),
    (ALONE, (2026,), {"alone", "before", "text"}, ALONE),
    ("", (2025,), {"alone", "before", "text"}, ALONE),
    ("", (2025, 2026), {"alone", "before", "text"}, ALONE),
    (BOTH, (2026,), set(PAPERS), ""),
]


@pytest.mark.parametrize(("text", "name", "scope"), SAID)
def test_a_question_may_say_which_paper_it_means(text: str, name: str, scope: str) -> None:
    """部门预算, 本级 and the end of the body's name tell which paper is meant."""
    assert scope == scope_said(text, [name])


@pytest.mark.parametrize(("scope", "years", "kept", "taken"), TAKEN)
def test_all_papers_are_of_one_scope(
    scope: str, years: tuple[int, ...], kept: set[str], taken: str
) -> None:
    """A plain name means the 部门, unless only the 单位 has papers of all the years."""
    documents, found = of_one_scope(list(PAPERS), scope, years, PAPERS)
    assert (set(documents), found) == (kept, taken)


def test_a_body_with_one_kind_of_paper_keeps_all() -> None:
    """Where there is nothing to choose between, nothing is left out."""
    assert of_one_scope(["whole", "text"], ALONE, (2026,), PAPERS) == (("whole", "text"), "")


def test_a_bureau_alone_publishes_for_itself() -> None:
    """The paper of 水务局（本级） is that of the 单位, even if it is titled 部门预算."""
    assert paper_of(f"{BUREAU}（本级）", "部门预算", 2026).scope == ALONE


def test_a_scope_has_its_own_name() -> None:
    """What the 单位 published is told under the name with 本级."""
    names = (BUREAU, f"{BUREAU}（本级）")
    assert name_in(names, ALONE) == names[1]
    assert name_in(names, "部门") == names[0]
