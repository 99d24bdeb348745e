"""Questions of meaning are answered by the sentences that say it."""

from __future__ import annotations

import pytest

from assistant.answer import Outcome, Reason
from assistant.operations.statements import line_spans
from corpus.document import Span
from index.chunk import Passage
from tests.assistant.library_of import CIVIL, quotes, samples, town

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


def test_grounds_of_a_project() -> None:
    """「立项依据」 quotes the section of that name."""
    answer = samples().ask("2026年河道长效管护经费的立项依据是什么")

    assert "第九条规定" in quotes(answer)


def test_a_term_is_explained_in_its_own_words() -> None:
    """A term of the glossary is explained by its line."""
    answer = samples().ask("什么是群众文化")

    assert "反映用于群众文化活动组织" in quotes(answer)


def test_no_sentence_no_answer() -> None:
    """A question of which no document speaks is refused."""
    answer = town().ask("民政局2026年卫星发射的原因是什么")

    assert (answer.outcome, answer.reason) == (Outcome.REFUSE, Reason.ITEM_NOT_DISCLOSED)


def test_lines_of_a_passage() -> None:
    """Line spans leave blank lines out and count from the passage's own start."""
    text = "甲。\n\n乙丙。"
    span = Span(10, 10 + len(text))
    passage = Passage("p", "d", CIVIL, 2026, ("一、说明",), span, text, "一、说明")

    assert line_spans(passage) == [Span(10, 12), Span(14, 17)]
