"""Facts about two prints of one figure: when they agree, and when both are shown."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.answer import Answer
from tests.assistant.library_of import library_of

OWNER = "青禾市东屏区民政局"


def asked(folder: Path, prose: str) -> Answer:
    """Ask for an amount that the table prints as 2.00 and the prose as given."""
    text = f"""{OWNER}2026年部门预算

第一部分 部门预算表
表1
“三公”经费支出情况表
编制部门：{OWNER}
单位：万元
项目	预算数
公务接待费	2.00
公务用车运行维护费	10.00
合计	12.00

第二部分 部门预算情况说明
一、“三公”经费预算情况
2026年公务接待费{prose}。
"""
    return library_of(folder, {"民政局.txt": text}).ask("民政局2026年公务接待费是多少")


def test_two_prints_that_differ_are_both_shown(tmp_path: Path) -> None:
    """The answer says that prose and table differ, and cites both."""
    answer = asked(tmp_path, "2.60万元")

    assert "两处不一致" in answer.text
    assert {int(f.value) for f in answer.figures} == {20000, 26000}
    assert len(answer.citations) == 2


@pytest.mark.parametrize("prose", ["2.00万元", "20,000.00元", "2万元", "2.004万元"])
def test_another_unit_or_rounding_is_no_disagreement(tmp_path: Path, prose: str) -> None:
    """The same amount in 元, or rounded, agrees."""
    assert "两处不一致" not in asked(tmp_path, prose).text
