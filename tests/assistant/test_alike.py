"""Of many bodies those whose papers are alike are compared once, with the same answers."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.conversation import Assistant
from assistant.lookup.outline import outline_of
from assistant.lookup.wanted import Scope
from assistant.operations import across
from assistant.question import Ask
from tests.assistant.library_of import library_of

QUESTIONS = (
    "2026年公务接待费最多的是哪个单位，多少？",
    "2026年办公费最少的是哪个单位",
    "2026年“三公”经费最高的是哪个单位",
    "2026年林业支出最多的是哪个单位",
    "2026年没有这一项的支出最多的是哪个单位",
)
PLACES = "甲乙丙丁戊己庚辛壬癸"
APART = 7  # the body whose prose contradicts its table


def paper(place: str, office: str, hosting: str, said: str) -> str:
    """Return the budget of an invented body."""
    owner = f"青{place}市林业局" if place == "癸" else f"青{place}市水务局"
    return f"""{owner}2026年部门预算

一般公共预算基本支出情况表
编制部门：{owner}
单位：万元
科目代码		科目名称	基本支出
类	款		合计	人员经费	公用经费
302		商品和服务支出	30.00		30.00
302	01	办公费	{office}		{office}
302	17	公务接待费	{hosting}		{hosting}

“三公”经费情况说明
{owner}2026年“三公”经费预算{said}万元，其中公务接待费{said}万元，主要用于国内公务接待。
"""


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    """Ten bodies with one form of paper."""
    texts = {}
    for at, place in enumerate(PLACES):
        hosting = f"{at + 1}.50"
        said = "99.00" if at == APART else hosting
        texts[f"{at}.txt"] = paper(place, f"{20 - at}.00", hosting, said)
    return library_of(tmp_path_factory.mktemp("many"), texts)


def groups_of(assistant: Assistant, question: str) -> list[list[int]]:
    """Return the numbers of the bodies, in the library's order, that are alike for a question."""
    read = assistant.understood(question)
    searcher = assistant._searcher
    focus = Scope(focus=read.about)
    wanted = searcher.wanted(read, Ask(""), focus)
    found = searcher.alike(wanted, [[id] for id in searcher.facts.documents])
    return sorted([body.number for body in group] for group in found)


def owners(assistant: Assistant) -> list[str]:
    """Return the owners of the library's documents, in its order."""
    return [info.owner for info in assistant._searcher.facts.documents.values()]


@pytest.mark.parametrize("question", QUESTIONS)
def test_bodies_taken_together_rank_as_one_by_one(
    many: Assistant, question: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The answer with its receipts is the same whichever way the bodies are looked through."""
    together = many.ask(question)
    monkeypatch.setattr(across, "FEW", len(PLACES))
    one_by_one = many.ask(question)
    assert together.text == one_by_one.text
    assert together.figures == one_by_one.figures
    assert together.citations == one_by_one.citations
    assert together.assumptions == one_by_one.assumptions


def test_papers_that_differ_in_name_and_number_only_are_alike(many: Assistant) -> None:
    """Nine of the ten bodies need one look-up; the tenth contradicts itself."""
    apart = [owners(many).index(f"青{PLACES[APART]}市水务局")]
    others = [at for at in range(len(PLACES)) if at != apart[0]]
    assert groups_of(many, QUESTIONS[0]) == sorted([apart, others])


def test_a_body_that_is_named_with_the_questions_words_stands_alone(many: Assistant) -> None:
    """Its name holds words of the question where the others' names do not."""
    forest = owners(many).index("青癸市林业局")
    assert all(forest not in group for group in groups_of(many, "2026年林业支出最多的是哪个单位"))


def test_an_outline_has_neither_the_bodys_name_nor_its_numbers(many: Assistant) -> None:
    """What is left tells years apart, and is the same of all bodies with one form."""
    facts = many._searcher.facts
    of = {info.owner: facts.entries[id] for id, info in facts.documents.items()}
    first, second = of["青甲市水务局"], of["青乙市水务局"]
    assert [outline_of(e) for e in first] == [outline_of(e) for e in second]
    said = " ".join(text.text for e in first for text in outline_of(e).fields)
    assert "青甲市" not in said
    assert "1.50" not in said
    assert "2026年" in said


def test_without_what_is_kept_on_disk_bodies_are_looked_through_one_by_one(
    many: Assistant, tmp_path: Path
) -> None:
    """Where outlines are missing no body is alike another, and the answer is the same."""
    expected = many.ask(QUESTIONS[0]).text
    papers = many._searcher.facts.papers
    assert papers is not None
    kept, papers._path = papers._path, tmp_path / "none"
    many._searcher._alike._kept.clear()
    try:
        assert groups_of(many, QUESTIONS[0]) == []
        assert many.ask(QUESTIONS[0]).text == expected
    finally:
        papers._path = kept
        many._searcher._alike._kept.clear()
