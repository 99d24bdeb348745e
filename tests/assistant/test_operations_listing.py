"""「有哪些」 is answered with headings or with the amounts of one line."""

from __future__ import annotations

import pytest

from assistant.answer import Outcome
from tests.assistant.library_of import quotes, samples, town

LISTS = [
    ("民政局2026年主要职责有哪些", ("社会救助", "养老服务机构")),
    ("民政局2026年政府采购有哪几类", ("货物类60.00万元", "服务类30.00万元")),
    ("林业局2026年重点项目预算情况里有哪些项目", ("森林防火经费", "造林绿化经费")),
]


@pytest.mark.parametrize(("question", "parts"), LISTS)
def test_the_parts_are_quoted(question: str, parts: tuple[str, ...]) -> None:
    """A list is quoted from the document with all its parts."""
    answer = town().ask(question)

    assert answer.outcome is Outcome.TEXT
    assert all(part in quotes(answer) for part in parts)


def test_the_amounts_of_a_line_are_figures() -> None:
    """The parts of an allocation are listed with their amounts and the line itself."""
    answer = samples().ask("河道长效管护经费的资金具体安排有哪些")

    assert "第三方考核评估9.50万元" in quotes(answer)
    assert all(figure.citations for figure in answer.figures)
