"""Questions of meaning are answered by the sentences that say it."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.answer import Outcome, Reason
from assistant.operations import statements
from assistant.operations.statements import line_spans
from corpus.document import Span
from index.chunk import Passage
from tests.assistant.library_of import CIVIL, amounts, library_of, quotes, samples, town

SAYINGS = [
    ("民政局2026年机关运行经费为什么增加", "新增办公场地物业费"),
    ("林业局2026年总支出减少的原因是什么", "苗圃改造项目已完成"),
    ("福利院修缮经费主要用于什么", "屋面和管网的修缮"),
    ("什么是高龄老人补贴", "按月发放的补贴"),
]


@pytest.mark.parametrize(("question", "words"), SAYINGS)
def test_the_sentence_that_says_it(question: str, words: str) -> None:
    """Reasons, purposes and meanings are quoted, without a figure."""
    answer = town().ask(question)

    assert answer.outcome is Outcome.TEXT
    assert words in quotes(answer)
    assert not answer.figures


def test_a_reason_of_the_other_direction_is_told_apart() -> None:
    """What is printed as a decrease is no reason for a rise: the answer says so first."""
    answer = town().ask("林业局2026年总支出增加的原因是什么")

    assert answer.text.startswith("原文说的是减少，不是所问的增加")
    assert "苗圃改造项目已完成" in quotes(answer)


def test_grounds_of_a_project() -> None:
    """「立项依据」 quotes the section of that name."""
    answer = samples().ask("2026年河道长效管护经费的立项依据是什么")

    assert "第九条规定" in quotes(answer)


def test_a_term_is_explained_in_its_own_words() -> None:
    """A term of the glossary is explained by its line."""
    answer = samples().ask("什么是群众文化")

    assert "反映用于群众文化活动组织" in quotes(answer)


def test_of_many_documents_those_that_explain_a_term_are_searched_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Where there are too many texts to look through, the search finds the same explanation."""
    asked = ("什么是群众文化", "机关运行经费是什么意思", "什么是卫星发射")
    looked_through = [quotes(samples().ask(question)) for question in asked]
    monkeypatch.setattr(statements, "SCANNED", 0)

    assert [quotes(samples().ask(question)) for question in asked] == looked_through


def test_no_sentence_no_answer() -> None:
    """A question of which no document speaks is refused."""
    answer = town().ask("民政局2026年卫星发射的原因是什么")

    assert (answer.outcome, answer.reason) == (Outcome.REFUSE, Reason.ITEM_NOT_DISCLOSED)


def test_a_why_question_is_never_answered_by_bare_rows() -> None:
    """A reason needs a sentence that gives one: a row with the same words is no answer."""
    answer = town().ask("民政局2026年老年福利为什么安排这些钱")

    assert all("\t" not in citation.quote for citation in answer.citations)


def test_why_and_how_much() -> None:
    """A question with two halves gets the reason quoted and the change beside it."""
    answer = town().ask("林业局2026年总支出为什么减少，减少了多少")

    assert "苗圃改造项目已完成" in quotes(answer)
    assert amounts(answer) == ["300000"]


def test_the_line_that_is_about_it_beats_one_that_mentions_it(tmp_path: Path) -> None:
    """Why 项目支出 grew stands in its own sentence, not where it is one cause among others."""
    text = f"""{CIVIL}2026年部门预算
一、支出总体情况
2026年支出总预算930.00万元，比上年增加30.00万元。主要原因是人员增加、项目支出增加、补贴标准提高等。
二、支出构成情况
项目支出600.00万元，比上年增加20.00万元。主要原因是新建日间照料点、更新社区床位。
"""
    answer = library_of(tmp_path, {"民政局.txt": text}).ask(
        "民政局2026年项目支出增加主要增在哪几块"
    )

    assert "新建日间照料点" in answer.citations[0].quote


def test_the_rows_under_the_project_that_is_named(tmp_path: Path) -> None:
    """Of equal forms the one of the named project answers, with the row under its label."""
    forms = "\n".join(
        f"项目名称\t{name}\t项目性质\t经常性项目\n项目绩效目标\t项目总目标\t\t年度总体目标\n"
        f"\t{aim}\t\t{aim}"
        for name, aim in [
            ("社区助餐点补贴", "助餐点正常开放，老人就近用餐"),
            ("殡葬惠民补贴", "减免据实结算"),
        ]
    )
    text = f"{CIVIL}2026年项目绩效目标\n一、绩效目标\n{forms}\n"
    answer = library_of(tmp_path, {"民政局.txt": text}).ask("殡葬惠民补贴项目的总目标是怎么写的")

    assert "减免据实结算" in answer.citations[0].quote


def test_a_year_without_document_needs_to_be_said() -> None:
    """Sentences of other years do not answer for a year of which there is no document."""
    answer = town().ask("民政局2019年机关运行经费为什么增加")

    assert answer.outcome is Outcome.REFUSE


def test_lines_of_a_passage() -> None:
    """Line spans leave blank lines out and count from the passage's own start."""
    text = "甲。\n\n乙丙。"
    span = Span(10, 10 + len(text))
    passage = Passage("p", "d", CIVIL, 2026, ("一、说明",), span, text, "一、说明")

    assert line_spans(passage) == [Span(10, 12), Span(14, 17)]
