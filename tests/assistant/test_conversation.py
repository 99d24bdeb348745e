"""The assistant as its users meet it: follow-ups, refusals, and what always holds."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.answer import Answer, Outcome, Reason
from assistant.conversation import LONGEST_QUESTION, OPERATIONS, Assistant
from assistant.plan import Step
from corpus.errors import LibraryError
from index.encoder import HashEncoder
from tests.assistant.library_of import (
    CIVIL_2026,
    FOREST,
    FOREST_2026,
    amounts,
    library_of,
    only,
    quotes,
    town,
    unbacked_numbers,
)

QUESTIONS = [
    "民政局2026年公务接待费是多少？",
    "民政局2026年机关运行经费比上年增加多少，增长百分之几？",
    "民政局2025年三公经费是多少？",
    "民政局2024年和2026年三公经费分别是多少？",
    "民政局2024年到2026年三公经费的走势",
    "民政局2026年收支总预算比2024年增长百分之几？",
    "民政局2026年公务接待费占三公经费的比重是多少？",
    "民政局2026年项目支出是基本支出的几倍？",
    "民政局2026年办公费和差旅费加起来多少？",
    "民政局2026年社会福利下面各项级科目加起来是多少",
    "民政局2026年项目支出最多的科目是哪个？",
    "民政局2026年工资福利支出下面有几个科目？",
    "民政局和林业局2026年三公经费差多少",
    "民政局2026年公务用车购置费是多少？",
    "民政局2026年国有资本经营预算支出是多少？",
    "民政局三公经费是多少",
    "2026年机关运行经费是多少？",
    "三公经费是多少？",
    "西岭市审计局2026年三公经费",
    "民政局2019年三公经费是多少？",
    "民政局2026年会议费是多少？",
    "民政局花钱合理吗？",
    "民政局2026年主要职责有哪些？",
    "什么是高龄老人补贴？",
    "民政局2026年机关运行经费为什么增加？",
    "图书馆2024年公务接待费预算数和决算数各是多少",
]
FOLLOW_UPS = [
    (("民政局2026年三公经费是多少",), "林业局呢", "45000"),
    (("民政局2026年三公经费是多少",), "那2024年呢", "180000"),
    (("民政局2026年三公经费是多少",), "那公务接待费呢", "20000"),
    (("民政局2026年三公经费是多少",), "比上年减少多少", "30000"),
    (("民政局2026年三公经费是多少",), "上年是多少", "150000"),
    (("民政局2026年机关运行经费是多少",), "增长了百分之几", "11.11"),
    (("民政局2026年项目支出是多少",), "占支出预算的百分之几", "64.52"),
    (("民政局2026年办公费是多少",), "差旅费呢", "180000"),
    (("民政局2026年三公经费是多少", "林业局呢"), "它的基本支出呢", "2200000"),
    (("民政局2026年三公经费是多少", "2024年呢"), "公务接待费呢", "50000"),
]
REFUSED = [
    ("西岭市审计局2026年三公经费是多少", Reason.DOCUMENT_ABSENT),
    ("水利局2026年三公经费是多少", Reason.DOCUMENT_ABSENT),
    ("民政局2019年三公经费是多少", Reason.YEAR_ABSENT),
    ("图书馆2026年三公经费是多少", Reason.YEAR_ABSENT),
    ("民政局2026年会议费是多少", Reason.ITEM_NOT_DISCLOSED),
    ("林业局2026年债务还本支出是多少", Reason.ITEM_NOT_DISCLOSED),
    ("民政局2026年公务用车购置费是多少", Reason.BLANK),
    ("民政局花钱合理吗", Reason.OUT_OF_SCOPE),
    ("你觉得民政局的预算好不好", Reason.OUT_OF_SCOPE),
    ("", Reason.OUT_OF_SCOPE),
    ("钱" * (LONGEST_QUESTION + 1), Reason.OUT_OF_SCOPE),
]
CHINESE = st.text(
    st.sampled_from(
        "民政局林业图书馆财预算决算年度三公经费接待差旅办是多少占比上增减合计哪些最大呢那这两"
        "2026年,，？%万元元人（）“”支出项目基本和与"
    ),
    max_size=30,
)
VOCABULARY = """民政局 林业局 图书馆 财政局 2026年 2024年 2025年 上年 三公经费 公务接待费 差旅费
项目支出 基本支出 机关运行经费 老年福利 是多少 占 百分之几 比 和 增加多少 减少多少 合计 加起来
最大的 有哪些 为什么 人均 在职 几个 呢 那 这两年 决算 预算 208 2081002 100万元"""
WORDS = st.lists(st.sampled_from(re.split(r"\s+", VOCABULARY)), max_size=7).map("".join)


def holds(assistant: Assistant, answer: Answer) -> None:
    """Check what is promised of every answer."""
    for citation in answer.citations:
        text = assistant.library.document(citation.document_id).text
        assert text[citation.start : citation.end] == citation.quote
    for figure in (*answer.figures, *answer.operands):
        assert figure.citations
        if figure.formula is None:
            cited = [answer.citations[mark].quote for mark in figure.citations]
            assert all(figure.printed and figure.printed in quote for quote in cited[:1])
    if answer.outcome is Outcome.REFUSE:
        assert answer.reason and not answer.figures and not answer.operands


@pytest.mark.parametrize("question", QUESTIONS)
def test_what_always_holds(question: str) -> None:
    """Quotes are verbatim, figures are cited, and no number in a text comes from nowhere."""
    answer = town().ask(question)

    holds(town(), answer)
    assert unbacked_numbers(answer) == []


@pytest.mark.parametrize("question", QUESTIONS)
def test_the_same_question_gets_the_same_answer(question: str) -> None:
    """Asking twice gives one answer, whatever was asked in between."""
    first = town().ask(question)
    town().ask("林业局2026年造林绿化经费是多少")

    assert replace(town().ask(question), elapsed_ms=0) == replace(first, elapsed_ms=0)


@pytest.mark.parametrize(("history", "question", "value"), FOLLOW_UPS)
def test_a_follow_up_inherits_what_it_leaves_out(
    history: tuple[str, ...], question: str, value: str
) -> None:
    """Owner, year and subject come from the turns before where a turn does not state them."""
    assert amounts(town().ask(question, history)) == [value]


def test_what_was_inherited_is_said() -> None:
    """A follow-up tells which owner and year it was read with."""
    notes = town().ask("那公务接待费呢", ["民政局2026年三公经费是多少"]).assumptions

    assert any("单位" in note for note in notes)
    assert any("2026年" in note for note in notes)


def test_these_two_years_are_compared() -> None:
    """「这两年差多少」 is about the years of the conversation."""
    answer = town().ask("这两年差多少", ["民政局2026年三公经费是多少", "那2024年呢"])

    assert amounts(answer)[0] == "60000"


def test_a_follow_up_asks_why() -> None:
    """「为什么增加」 is about the item before."""
    answer = town().ask("为什么增加", ["民政局2026年机关运行经费是多少"])

    assert "新增办公场地物业费" in quotes(answer)


@pytest.mark.parametrize(("question", "reason"), REFUSED)
def test_an_honest_no(question: str, reason: Reason) -> None:
    """A refusal names its reason and carries no figure."""
    answer = town().ask(question)

    assert (answer.outcome, answer.reason) == (Outcome.REFUSE, reason)
    assert answer.text and not answer.figures


def test_an_unknown_body_is_told_what_there_is() -> None:
    """Who asks about a body that is not there learns which ones are."""
    assert FOREST in town().ask("西岭市审计局2026年三公经费").text


def test_a_slip_is_read_and_said() -> None:
    """A misspelt item is answered, and the correction is among the assumptions."""
    answer = town().ask("民政局2026年公务皆待费是多少")

    assert amounts(answer) == ["20000"]
    assert any("公务皆待费" in note for note in answer.assumptions)


def test_a_full_name_and_a_short_one_mean_one_owner() -> None:
    """The owner's full, regional and bare names give the same answer."""
    names = ["青禾市东屏区民政局", "东屏区民政局", "民政局"]
    values = {only(town().ask(f"{n}2026年差旅费是多少")).value for n in names}

    assert len(values) == 1


def test_a_new_document_answers_at_once(tmp_path: Path) -> None:
    """What is added to the library answers in the running assistant; what is removed does not."""
    assistant = library_of(tmp_path, {"林业局.txt": FOREST_2026})
    assert assistant.ask("民政局2026年差旅费是多少").reason is Reason.DOCUMENT_ABSENT

    file = tmp_path / "民政局.txt"
    file.write_text(CIVIL_2026, "utf-8")
    assistant.library.add([file])
    assert amounts(assistant.ask("民政局2026年差旅费是多少")) == ["180000"]

    assistant.library.remove(["民政局.txt"])
    assert assistant.ask("民政局2026年差旅费是多少").reason is Reason.DOCUMENT_ABSENT


def test_there_has_to_be_a_library(tmp_path: Path) -> None:
    """Opening a folder without a library says so."""
    with pytest.raises(LibraryError):
        Assistant.open(tmp_path / "nothing", HashEncoder())


def test_every_step_has_an_operation() -> None:
    """No plan can name a step that nobody carries out."""
    assert set(OPERATIONS) == set(Step)


def test_examples_can_be_answered() -> None:
    """The questions that the assistant offers have an answer with a receipt."""
    examples = town().examples()

    assert examples
    assert all(town().ask(question).citations for question in examples)


@settings(max_examples=50, deadline=None)
@given(st.one_of(CHINESE, WORDS, st.text(max_size=40)), st.lists(WORDS, max_size=2))
def test_nothing_breaks_the_promise(question: str, history: list[str]) -> None:
    """Whatever is asked after whatever, nothing fails and nothing is unbacked."""
    holds(town(), town().ask(question, history))
