"""Sentences from values: the answer first, then the working, then the receipts."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

import pytest

from assistant.answer import Answer, Outcome, Reason
from assistant.compute import Value, change, growth, previous_of, share, total, value_of
from assistant.draft import Draft, figures, refusal
from assistant.writing import shown_amount, timed, write
from corpus.figure import Measure
from tests.assistant.library_of import CIVIL, FOREST, figure, unbacked_numbers, value


@dataclass(frozen=True)
class Info:
    """The document behind a receipt."""

    file_name: str = "预算.txt"
    title: str = "部门预算"


DOCUMENTS = {"d2026": Info("预算2026.txt"), "d2025": Info("预算2025.txt")}
SHOWN = [
    (value("2.00万元"), "2.00 万元（20,000 元）"),
    (value("1,234.56万元"), "1,234.56 万元（12,345,600 元）"),
    (value("45,000.00元"), "45,000 元"),
    (value("0.50元"), "0.50 元"),
    (value("24人"), "24 人"),
    (value("35.48%"), "35.48%"),
    (change(value("3.00万元"), value("2.00万元")), "10,000 元"),
]
COMPUTED = [
    change(value("2.00万元"), value("3.00万元", year=2025)),
    growth(value("2.00万元"), value("3.00万元", year=2025)),
    share(value("2.00万元"), value("12.00万元", "三公经费")),
    total([value("2.00万元"), value("18.00万元", "差旅费")]),
]


def written(draft: Draft) -> Answer:
    """Write a draft about the two documents."""
    return write(draft, DOCUMENTS)


@pytest.mark.parametrize(("amount", "text"), SHOWN)
def test_amounts_as_printed_with_yuan_beside(amount: Value, text: str) -> None:
    """万元 are shown as printed with 元 beside them; 元 and counts stand alone."""
    assert shown_amount(amount) == text


def test_one_figure_is_one_sentence() -> None:
    """Owner, year, name, amount and the mark of its receipt make one line."""
    answer = written(figures(value("2.00万元")))

    assert answer.text == f"{CIVIL}2026年 公务接待费：**2.00 万元（20,000 元）** [1]"
    assert answer.outcome is Outcome.FIGURE


def test_several_figures_are_one_list() -> None:
    """Figures of one answer stand in one list, each with its own mark."""
    answer = written(figures(value("2.00万元"), value("3.00万元", year=2025), lead="两年如下："))

    assert answer.text.startswith("两年如下：\n\n- ")
    assert answer.text.count("\n- ") == 2
    assert [f.citations for f in answer.figures] == [(0,), (1,)]


@pytest.mark.parametrize("computed", COMPUTED)
def test_a_computed_value_shows_its_working(computed: Value) -> None:
    """A computed value has its formula in the text, its operands named and all of them cited."""
    answer = written(figures(computed))
    working = next(line for line in answer.text.splitlines() if line.startswith("计算："))

    assert (computed.formula or "").rpartition(" = ")[2] in working
    assert len({o.about for o in computed.operands}) < len(computed.operands) or all(
        operand.about in working for operand in computed.operands
    )
    assert len(answer.operands) == len(computed.operands)
    assert set(answer.figures[0].citations) == {c for o in answer.operands for c in o.citations}
    assert unbacked_numbers(answer) == []


def test_a_decrease_is_said_in_words() -> None:
    """A decrease is written as 减少 with its magnitude, never with a minus sign."""
    answer = written(figures(change(value("2.00万元"), value("3.00万元", year=2025))))

    assert "**减少 10,000 元**" in answer.text
    assert answer.figures[0].value == Decimal(10000)


def test_no_change_is_level() -> None:
    """Equal values are 持平, not an increase of nothing."""
    answer = written(figures(change(value("2.00万元"), value("2.00万元", year=2025))))

    assert "持平" in answer.text
    assert answer.figures[0].direction == "持平"


def test_the_same_place_is_cited_once() -> None:
    """Two figures of one receipt share its mark."""
    one = value("2.00万元")

    assert len(written(figures(one, replace(one, about="接待费"))).citations) == 1


def test_operands_of_operands_are_the_printed_ones() -> None:
    """What a computation rests on is traced down to printed figures."""
    stated = figure("1.00万元", measure=Measure.CHANGE, direction="减少", context="减少1.00万元")
    before = previous_of(value("2.00万元"), value_of(stated))
    answer = written(figures(total([value("2.00万元"), before])))

    assert all(operand.formula is None for operand in answer.operands)
    assert {operand.value for operand in answer.operands} == {Decimal(20000), Decimal(10000)}


def test_a_refusal_quotes_and_has_no_figure() -> None:
    """A blank is refused with the quote that shows it."""
    source = figure().source
    answer = written(refusal(Reason.BLANK, "文件在这里留空。", quotes=(source,)))

    assert (answer.outcome, answer.reason, answer.figures) == (Outcome.REFUSE, Reason.BLANK, ())
    assert f"> {source.quote} [1]" in answer.text


def test_quotes_keep_their_lines() -> None:
    """Every line of a quoted passage is a quoted line."""
    source = replace(figure().source, quote="一、职责\n\n（一）救助。")
    answer = written(Draft(Outcome.TEXT, quotes=(source,)))

    assert answer.text == "> 一、职责\n> （一）救助。 [1]"


def test_choices_and_notes_are_carried_over() -> None:
    """What may be picked and what was assumed reach the user."""
    draft = Draft(Outcome.CLARIFY, lead="请选择：", choices=(CIVIL, FOREST)).assuming("按2026年")

    answer = written(draft)
    assert (answer.choices, answer.assumptions) == ((CIVIL, FOREST), ("按2026年",))


def test_notes_are_not_repeated() -> None:
    """The same assumption is said once."""
    assert figures(value()).assuming("甲", "甲").assuming("甲").assumptions == ("甲",)


def test_the_time_is_added_last() -> None:
    """Timing an answer changes nothing else."""
    answer = written(figures(value()))

    assert timed(answer, 1.5) == replace(answer, elapsed_ms=1.5)


@pytest.mark.parametrize(
    ("sign", "text"), [("≥", "≥ 88%"), ("≤", "≤ 88%"), ("=", "88%"), ("", "88%")]
)
def test_a_bound_is_said_before_its_number(sign: str, text: str) -> None:
    """A target of 88% or more is no 88%; the JSON has the sign as it is printed."""
    plain = value("88%", "合格率")
    printed = plain.figures[0]
    target = value_of(replace(printed, quantity=replace(printed.quantity, comparator=sign)))
    answer = written(figures(target))

    assert f"**{text}**" in answer.text
    assert answer.to_json()["figures"][0]["comparator"] == (sign or None)


def test_what_is_computed_is_no_bound() -> None:
    """The difference of two targets is a number."""
    this_year, year_before = (
        value_of(replace(f, quantity=replace(f.quantity, comparator="≥")))
        for f in (value("88%").figures[0], value("80%", year=2025).figures[0])
    )
    assert shown_amount(this_year).startswith("≥")
    assert not shown_amount(change(this_year, year_before)).startswith("≥")
