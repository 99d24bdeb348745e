"""A count is cited wherever the papers of a body's year print it, in prose and in tables."""

from __future__ import annotations

from pathlib import Path

from assistant.answer import Answer
from tests.assistant.library_of import library_of, only, quotes

MUSEUM = "青禾市东屏区博物馆"
BUDGET = f"""{MUSEUM}2026年单位预算

第一部分 单位概况
一、机构设置及人员情况
本单位编制人数31人，实有人数27人，退休人数12人。

第二部分 预算表
表1
人员情况表
单位：人
单位名称	人员编制数			实有人数	
	小计	行政编制	事业编制	在职	退休
{MUSEUM}	31		31	27	12

第三部分 情况说明
一、公务用车情况
车辆编制2辆，实有车辆1辆，超编0辆。
二、“三公”经费情况
2026年公务用车运行维护费3.00万元，年末公务用车保有量1辆。
"""


def asked(question: str, home: Path) -> Answer:
    """Return the answer over the one disclosure."""
    return library_of(home, {f"{MUSEUM}2026年单位预算.txt": BUDGET}).ask(question)


def test_staff_is_cited_in_prose_and_table(tmp_path: Path) -> None:
    """The column of a table of bodies names what its row counts."""
    answer = asked("东屏区博物馆2026年退休人数是多少", tmp_path)

    assert only(answer).value == 12
    assert f"{MUSEUM}\t31" in quotes(answer)
    assert "退休人数12人" in quotes(answer)


def test_cars_have_two_names(tmp_path: Path) -> None:
    """实有车辆 and 公务用车保有量 are one count; 车辆编制 is another."""
    answer = asked("东屏区博物馆2026年公务用车保有量是几辆", tmp_path)

    assert only(answer).value == 1
    assert "实有车辆1辆" in quotes(answer)
    assert len(answer.citations) == 2
