"""Words and earlier turns become owners, years, asks and an operation."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.language.asks import asks_limit, asks_of, implied_kind
from assistant.question import Known, Operation
from assistant.understand import content_of, operation_of
from corpus.figure import Measure
from corpus.quantity import UnitKind
from tests.assistant.library_of import CIVIL, FOREST, town

ASKS = [
    ("公务接待费是多少", UnitKind.MONEY, "", ()),
    ("公务接待费多少钱", UnitKind.MONEY, "", ()),
    ("比上年增加多少", UnitKind.MONEY, "", (Measure.CHANGE,)),
    ("下降了百分之几", UnitKind.RATE, "", (Measure.GROWTH,)),
    ("占支出的比重是多少", UnitKind.RATE, "", (Measure.SHARE,)),
    ("惠及多少人", UnitKind.COUNT, "人", ()),
    ("满意度占几分", UnitKind.SCORE, "分", (Measure.SCORE,)),
    ("满意度的分值又是多少", UnitKind.SCORE, "分", (Measure.SCORE,)),
    ("多久办结", UnitKind.TIME, "", ()),
]
OPERATIONS = [
    ("公务接待费是多少", Operation.LOOKUP),
    ("为什么减少", Operation.PASSAGE),
    ("什么是高龄老人补贴", Operation.DEFINITION),
    ("钱花得合理吗", Operation.OPINION),
    ("公务接待费是不是太多了", Operation.OPINION),
    ("培训与会议费的本年收入合计", Operation.LOOKUP),
    ("最大的三项", Operation.RANK),
    ("甲和乙加起来多少", Operation.SUM),
    ("占总支出的百分之几", Operation.SHARE),
    ("是基本支出的几倍", Operation.RATIO),
    ("近三年的走势", Operation.TREND),
    ("两家相差多少", Operation.COMPARE),
    ("按增加额倒推上年", Operation.DIFFERENCE),
    ("主要职责有哪些", Operation.LIST),
    ("超过100万元的有几个", Operation.COUNT),
]
CHINESE = st.text(
    st.sampled_from(
        "民政局林业图书馆预算决算年度三公经费是多少占比上增减合计哪些呢那这两2026年,，？%万元元人（）“”"
    ),
    max_size=40,
)


@pytest.mark.parametrize(("text", "kind", "unit", "measures"), ASKS)
def test_what_kind_of_number_is_asked(
    text: str, kind: UnitKind | None, unit: str, measures: tuple[Measure, ...]
) -> None:
    """The asking words tell dimension, unit and measure, and nothing that they do not say."""
    (ask,), _ = asks_of(text)

    assert (ask.kind, ask.unit) == (kind, unit)
    assert set(measures) <= set(ask.measures)
    assert bool(measures) == bool(ask.measures)


@pytest.mark.parametrize(("text", "operation"), OPERATIONS)
def test_what_has_to_be_done(text: str, operation: Operation) -> None:
    """The cue words of a question tell the operation."""
    _, rest = asks_of(text)

    assert operation_of(text, rest)[0] is operation


def test_two_numbers_are_two_asks() -> None:
    """「增加多少，增长百分之几」 wants a change and a growth, in that order."""
    asks, _ = asks_of("机关运行经费增加多少，增长百分之几")

    assert [set(ask.measures) & {Measure.CHANGE, Measure.GROWTH} for ask in asks] == [
        {Measure.CHANGE},
        {Measure.GROWTH},
    ]


def test_asking_words_are_taken_out() -> None:
    """What is left of a question holds its content, with blanks for the asking words."""
    _, rest = asks_of("差旅费是多少")

    assert rest.startswith("差旅费|")
    assert len(rest) == len("差旅费是多少")


def test_fillers_name_nothing() -> None:
    """「请问……的……呢」 leaves the item only."""
    assert content_of("请问差旅费呢？") == "差旅费"


def test_a_rate_name_implies_a_percentage() -> None:
    """「覆盖率是多少」 is a rate, 「成本是多少」 may be anything."""
    assert implied_kind("河道管护覆盖率") is UnitKind.RATE
    assert implied_kind("每公里成本") is None


def test_thresholds_are_asked_by_name() -> None:
    """Only words of a limit ask for a threshold of a rule."""
    assert asks_limit("报销上限是")
    assert not asks_limit("报销金额是")


def test_owner_and_year_are_stated() -> None:
    """A question that names both has both slots stated."""
    question = town().understood("民政局2026年差旅费是多少")

    assert question.owners.owners == (CIVIL,)
    assert question.periods.years == (2026,)
    assert question.owner_slot.known is Known.STATED


def test_a_follow_up_inherits_owner_year_and_subject() -> None:
    """「那差旅费呢」 keeps owner and year, and says so."""
    question = town().understood("那差旅费呢", ["民政局2026年办公费是多少"])

    assert question.owners.owners == (CIVIL,)
    assert question.periods.years == (2026,)
    assert question.subject == "差旅费"
    assert "办公费" in question.inherited
    assert {question.owner_slot.known, question.period_slot.known} == {Known.INHERITED}


def test_a_follow_up_overrides_what_it_states() -> None:
    """「林业局呢」 changes the owner and keeps the year."""
    question = town().understood("林业局呢", ["民政局2026年办公费是多少"])

    assert question.owners.owners == (FOREST,)
    assert question.periods.years == (2026,)
    assert question.owner_slot.known is Known.STATED


def test_these_two_years_are_the_ones_spoken_of() -> None:
    """「这两年」 means the years of the turns before."""
    history = ["民政局2026年三公经费是多少", "那2024年呢"]

    assert set(town().understood("这两年差多少", history).periods.years) == {2024, 2026}


def test_a_slip_of_the_pen_is_corrected_and_said() -> None:
    """「公务皆待费」 is read as 公务接待费, with a note."""
    question = town().understood("民政局2026年公务皆待费是多少")

    assert "公务接待费" in question.corrected
    assert any("公务皆待费" in note for note in question.notes)


@settings(max_examples=60, deadline=None)
@given(st.one_of(st.text(max_size=60), CHINESE), st.lists(CHINESE, max_size=2))
def test_any_text_is_understood_somehow(text: str, history: list[str]) -> None:
    """No text and no history makes understanding fail."""
    question = town().understood(text, history)

    assert question.text == text
