"""Facts about how text answers are cut: sentences, lists, reasons, refusals."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from tempfile import mkdtemp

import pytest

from assistant.absences import asks_spent_amount
from assistant.answer import Answer, Reason
from assistant.conversation import Assistant
from assistant.sentences import blocks_around, mark_of
from assistant.terms import hints_for
from corpus.vocabulary import rows_of
from tests.assistant.library_of import library_of

WATER = "云洲市临江区水务局"
TEXT = f"""{WATER}2026年部门预算

第一部分 部门概况
一、主要职责
主要职责是：
（一）统筹水资源的开发利用，编制水利规划。
（二）承担河道、水库的日常管护。
（三）负责水旱灾害防御，做好防汛物资的储备。
二、机构设置
部门预算是包括本部以及下属2家预算单位的综合收支计划。
本部门中，事业单位2家，具体包括：
1. 临江区河道管护中心。
2. 临江区水文站。

第二部分 部门预算情况说明
一、支出情况
2026年支出预算930.00万元，比上年增加30.00万元，主要原因是堤防加固标准提高。
基本支出330.00万元，比上年增加10.00万元。主要原因是新进人员两名。此外，社保缴费随之提高。
二、“三公”经费
2026年“三公”经费预算12.00万元，其中：公务接待费2.00万元，比上年减少1.00万元，主要原因是压减接待批次；公务用车运行维护费10.00万元，比上年减少2.00万元。
三、项目情况
1.堤防加固经费：安排200.00万元，用于外堤抛石；内堤灌浆；闸门检修。
2.水文监测经费：安排80.00万元，用于自动雨量站。
四、国有资本经营预算
2026年没有安排国有资本经营预算支出。
"""


@cache
def water() -> Assistant:
    """Return an assistant over one invented disclosure."""
    return library_of(Path(mkdtemp()), {"水务局.txt": TEXT})


def told(question: str) -> str:
    """Return all that is quoted as the answer."""
    answer = water().ask(question)
    return "".join(citation.quote for citation in answer.citations)


ANSWERS = [
    ("水务局2026年基本支出为什么增加", "社保缴费随之提高", "堤防"),
    ("水务局公务接待费为什么减少", "压减接待批次", "公务用车"),
    ("水务局在防汛方面负责什么", "防汛物资", "水库"),
    ("水务局堤防加固经费主要用在哪", "闸门检修", "雨量站"),
]


@pytest.mark.parametrize(("question", "said", "unsaid"), ANSWERS)
def test_only_the_sentences_that_say_it_are_quoted(question: str, said: str, unsaid: str) -> None:
    """A quote holds all of what is asked of one item, and nothing of its neighbours."""
    quote = told(question)

    assert said in quote
    assert unsaid not in quote


def test_a_list_is_quoted_whole_with_its_numbers() -> None:
    """Who asks for all gets every item, in order, under the line that announces them."""
    quote = told("水务局的主要职责有哪些")

    assert [mark in quote for mark in ("（一）", "（二）", "（三）")] == [True] * 3


def test_the_list_after_the_sentence_that_counts_belongs_to_it() -> None:
    """「下属2家预算单位」 is answered by the list in the next paragraph."""
    quote = told("水务局下属的2家预算单位都有哪些")

    assert "河道管护中心" in quote
    assert "水文站" in quote


UNSAID = [
    "水务局公务用车运行维护费为什么减少",
    "水务局堤防加固经费的立项依据是什么文件",
    "水务局水文监测经费什么时候完成",
    "水务局智慧水务平台的建设计划是什么",
]


@pytest.mark.parametrize("question", UNSAID)
def test_what_no_sentence_says_is_refused(question: str) -> None:
    """A passage that merely shares words is no answer; the refusal names what was looked for."""
    answer: Answer = water().ask(question)

    assert answer.reason is Reason.ITEM_NOT_DISCLOSED
    assert not answer.citations


def test_every_quote_is_verbatim() -> None:
    """Whatever is narrowed stays a span of the document."""
    answer = water().ask("水务局2026年基本支出为什么增加")
    document = water().library.document(answer.citations[0].document_id)

    assert [document.text[c.start : c.end] for c in answer.citations] == [
        c.quote for c in answer.citations
    ]


def test_a_semicolon_parts_items_but_not_what_one_item_is_spent_on() -> None:
    """；ends a sentence only before another item with its amount."""
    document = water().library.document(water().library.documents()[0].id)
    at = document.text.index("用于外堤抛石")
    block = next(
        b
        for b in blocks_around(document, document.paragraphs[0].span.__class__(at, at + 2))
        if "外堤" in b.sentences[0].text
    )

    assert len(block.sentences) == 1


def test_marks_of_one_list_share_a_kind() -> None:
    """Numbers of one style are of one kind, others are not; a decimal is no mark."""
    assert mark_of("1.甲") == mark_of("2．乙") != mark_of("（一）丙")
    assert mark_of("2.80万元") is None


def test_an_amount_spent_that_is_only_said_to_be_absent_is_refused() -> None:
    """A plan's 「没有安排」 is an answer; whoever asks for an amount spent gets none."""
    plan = water().understood("水务局2026年国有资本经营预算支出是多少")
    spent = water().understood("水务局2026年国有资本经营预算支出决算是多少元")

    assert not asks_spent_amount(plan)
    assert asks_spent_amount(spent)


def test_hints_explain_the_longest_term_once() -> None:
    """A hint is given for a term that no earlier turn has named, and carries no digits."""
    assert hints_for("机关运行经费")[0].startswith("机关运行经费：")
    assert hints_for("机关运行经费", "机关运行经费多少") == ()
    assert not any(ch.isdigit() for row in rows_of("term_hints.tsv", columns=2) for ch in row[1])
