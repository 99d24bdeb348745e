"""A question for a whole section is answered with what stands under such a title."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.answer import Outcome
from tests.assistant.library_of import library_of, quotes

SCHOOL = "青禾市东屏区第二中学"
BUDGET = f"""{SCHOOL}2026年单位预算

第一部分 单位概况
一、基本职能
（一）实施初中学历教育，组织学生综合实践活动。
（二）开展课程改革。
二、单位构成及基本情况
本单位内设教务处、总务处2个处室。
核定编制60名。

第二部分 名词解释
1.年初预算：年度开始时经批准的预算。
"""
PROJECTS = f"""{SCHOOL}2026年重点项目文本

重点项目（一）
一、项目名称
图书与仪器购置经费
二、立项依据
根据《东屏区图书与仪器管理办法》设立本项目。
三、项目概况
安排81.60万元，采购图书5,000册。
四、实施内容
1.定期开展现场检查。
2.组织图书采购，按月登记。
五、资金安排
需资金81.60万元。

重点项目（二）
一、项目名称
校舍维修项目
二、立项依据
根据《东屏区校舍管理办法》设立本项目。
三、项目概况
安排20.00万元，维修屋面。
四、实施内容
1.制定实施方案。
2.组织屋面维修。
五、资金安排
需资金20.00万元。
"""
ASKED = [
    ("东屏区第二中学2026年的主要职责是什么", "实施初中学历教育", "开展课程改革"),
    ("东屏区第二中学是干什么的，管哪些事", "实施初中学历教育", "开展课程改革"),
    ("2026年东屏区第二中学内设机构有哪些", "教务处", "总务处"),
    ("东屏区第二中学2026年图书与仪器购置经费要做哪些工作？", "现场检查", "组织图书采购"),
    ("东屏区第二中学2026年校舍维修项目的实施内容有哪些", "制定实施方案", "组织屋面维修"),
    ("东屏区第二中学2026年，图书与仪器购置是什么项目", "81.60万元", "5,000册"),
    ("年初预算这个词什么含义", "年度开始时", "经批准"),
]


@pytest.mark.parametrize(("question", "first", "last"), ASKED)
def test_a_section_is_quoted_whole(question: str, first: str, last: str, tmp_path: Path) -> None:
    """Its words need not be those of the question; another project's section is not quoted."""
    texts = {f"{SCHOOL}2026年单位预算.txt": BUDGET, f"{SCHOOL}2026年项目文本.txt": PROJECTS}
    answer = library_of(tmp_path, texts).ask(question)

    assert answer.outcome is Outcome.TEXT
    assert first in quotes(answer)
    assert last in quotes(answer)
    assert len(answer.citations) == 1
