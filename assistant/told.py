"""Says in a few words what a question was understood as: the first step that a user sees."""

from __future__ import annotations

from assistant.question import Operation, Question

WORK = {
    Operation.CHANGE: "增减",
    Operation.SHARE: "占比",
    Operation.DIFFERENCE: "差额",
    Operation.SUM: "合计",
    Operation.RATIO: "比率",
    Operation.RANK: "排名",
    Operation.COMPARE: "比较",
    Operation.TREND: "逐年",
    Operation.COUNT: "计数",
    Operation.LIST: "列举",
    Operation.DEFINITION: "含义",
    Operation.PASSAGE: "原文",
}
MOST_OWNERS = 3


def told(question: Question) -> str:
    """Return whose, when, what and what is done with it: 「甲局 · 2026年 · 三公经费 · 增减」."""
    parts = (_owners(question), _periods(question), question.about, WORK.get(question.operation))
    return " · ".join(part for part in parts if part)


def _owners(question: Question) -> str:
    owners = question.owners.owners
    more = f"等{len(owners)}个单位" if len(owners) > MOST_OWNERS else ""
    return "、".join(owners[:MOST_OWNERS]) + more


def _periods(question: Question) -> str:
    years = "、".join(f"{year}年" for year in question.periods.years)
    return years + (question.periods.basis or "")
