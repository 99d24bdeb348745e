"""Features that say how well a printed figure answers an ask."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pytest

from assistant.lookup.candidates import (
    Candidate,
    best_first,
    fits,
    match_weights,
    scored,
    units_agree,
)
from assistant.lookup.entries import Entry, Wanted, piece_with
from assistant.lookup.features import nearness
from assistant.question import Ask
from assistant.wording import squeeze
from corpus.document import CellRef, RowKind
from corpus.figure import Basis, Figure, Item, Measure
from corpus.quantity import UnitKind
from tests.assistant.library_of import figure, rarity_of

MONEY, RATE = UnitKind.MONEY, UnitKind.RATE
FITS = [
    (figure("2.00万元"), Ask("", MONEY), True),
    (figure("2.00万元"), Ask(""), True),
    (figure("2.00万元"), Ask("", RATE), False),
    (figure("2.00万元", measure=Measure.CHANGE), Ask("", MONEY), False),
    (figure("2.00万元", measure=Measure.CHANGE), Ask(""), False),
    (figure("2.00万元", measure=Measure.CHANGE), Ask("", MONEY, "", (Measure.CHANGE,)), True),
    (figure("20.00%", measure=Measure.GROWTH), Ask("", RATE, "", (Measure.GROWTH,)), True),
    (figure("20.00%", measure=Measure.SHARE), Ask("", RATE, "", (Measure.GROWTH,)), False),
    (figure("24人", measure=Measure.COUNT), Ask("", UnitKind.COUNT, "人"), True),
    (figure("24人", measure=Measure.COUNT), Ask("", UnitKind.COUNT, "辆"), False),
    (figure("24人", measure=Measure.COUNT), Ask("", MONEY), False),
    (figure("2000元", measure=Measure.LIMIT), Ask("", MONEY), False),
    (figure("2000元", measure=Measure.LIMIT), Ask("", MONEY, limit=True), True),
]


@dataclass(frozen=True)
class Budget:
    """The document that a figure stands in."""

    title: str = "2026年部门预算"
    kind: str = "部门预算"
    fiscal_year: int | None = 2026


def entry(fact: Figure) -> Entry:
    """Return a figure of a budget, ready to be compared."""
    return Entry(fact, Budget())


def candidate(fact: Figure, said: str, years: tuple[int, ...] = ()) -> Candidate:
    """Return a figure scored against words."""
    rarity = rarity_of([[fact.context], ["公务接待费"], ["差旅费"]])
    words = rarity.weigh(said)
    wanted = Wanted(Ask(said), words, squeeze(said), years=years, own=words)
    return scored(entry(fact), wanted, rarity, 0.0)


@pytest.mark.parametrize(("fact", "ask", "expected"), FITS)
def test_dimension_and_measure_are_hard_filters(fact: Figure, ask: Ask, expected: bool) -> None:
    """A number of another dimension or measure never answers."""
    assert fits(fact, ask) is expected


def test_units_of_one_kind_agree() -> None:
    """「多少名」 may be answered in 人, not in 辆; an unstated unit agrees with any."""
    assert units_agree("名", "人")
    assert units_agree("", "辆")
    assert not units_agree("人", "辆")


def test_the_named_item_scores_higher() -> None:
    """The figure whose name the question says beats one that only shares a word."""
    named, other = figure(name="公务接待费"), figure(name="差旅费")

    scores = [candidate(fact, "公务接待费").score for fact in (named, other)]
    assert scores[0] > scores[1]


def test_the_wanted_year_scores_higher() -> None:
    """With a year stated, a figure of another year loses its period feature."""
    this, earlier = figure(year=2026), figure(year=2025)

    assert candidate(this, "公务接待费", years=(2026,)).features["period"] == 1.0
    assert candidate(earlier, "公务接待费", years=(2026,)).features["period"] == 0.0


def test_another_code_counts_against_a_figure() -> None:
    """A question with a code prefers the row of that code and avoids others."""
    rarity = rarity_of([["老年福利"]])
    row = replace(figure(name="老年福利"), item=Item("老年福利", code="2081002"))
    ask = Wanted(Ask("2081002"), {}, "2081002", codes=frozenset({"2081002"}))
    other = replace(ask, codes=frozenset({"2081005"}))

    assert scored(entry(row), ask, rarity, 0.0).features["code"] == 1.0
    assert scored(entry(row), other, rarity, 0.0).features["code"] == -1.0


def test_a_part_that_nobody_named_counts_less() -> None:
    """A row under 其中 that the question does not name is marked as a part."""
    row = replace(figure(name="其中：外事"), item=Item("外事", role=RowKind.OF_WHICH))

    assert candidate(row, "公务接待费").features["part"] == 1.0
    assert candidate(row, "外事").features["part"] == 0.0


def test_final_accounts_report_their_own_stage() -> None:
    """With no stage stated, an account's 决算 fits and its 预算 does not."""
    assert Entry(figure(), Budget(kind="部门决算")).basis is Basis.FINAL
    assert entry(figure()).basis is Basis.BUDGET


def test_the_piece_of_text_with_the_number() -> None:
    """Only the words between the commas around a number stand beside it."""
    fact = figure("2.00万元", context="办公费3.00万元，公务接待费2.00万元，其他无")

    assert piece_with(fact) == "公务接待费2.00万元"


def test_best_first_is_stable() -> None:
    """Candidates come by falling score."""
    low, high = candidate(figure(name="差旅费"), "公务接待费"), candidate(figure(), "公务接待费")

    assert best_first([low, high]) == [high, low]


def test_every_feature_has_a_weight() -> None:
    """The weights in the data file are those of the features in the code, no more and no fewer."""
    of_findings = {"agreed"}  # of a number and its witnesses, not of one print
    features = set(candidate(figure(), "公务接待费").features)
    assert features | of_findings == set(match_weights())


def test_a_total_is_named_by_its_column() -> None:
    """「项目支出」 of a table that has a column of that name is in the row of the total."""
    total = replace(figure(name="合计"), item=Item("合计"), slice=("支出预算", "项目支出"))
    rarity = rarity_of([["项目支出"], ["基本支出"]])
    words = rarity.weigh("项目支出")
    ask = Wanted(Ask("项目支出"), words, "项目支出", own=words)

    assert scored(entry(total), ask, rarity, 0.0).features["name"] == 1.0


def test_a_named_table_tells_what_its_total_is() -> None:
    """「政府采购表里的政府采购」 asks for the total of the table."""
    total = replace(figure(name="合计"), item=Item("合计"))
    total = replace(total, source=replace(total.source, table="政府采购表"))
    words = rarity_of([["政府采购"]]).weigh("政府采购")
    tables = frozenset({"政府采购表"})
    ask = Wanted(Ask("政府采购"), words, "政府采购", own=words, tables=tables)

    assert scored(entry(total), ask, rarity_of([["政府采购"]]), 0.0).features["name"] == 1.0


@pytest.mark.parametrize(("row", "near"), [("教育支出", 1.0), ("一、财政拨款", 0.6)])
def test_panels_side_by_side_share_lines_not_rows(row: str, near: float) -> None:
    """What stands on the other side of a table is no nearer than its other rows."""
    before = replace(figure().source, row="教育支出", cell=CellRef(0, 2, 4))
    beside = replace(figure(), source=replace(before, row=row, cell=CellRef(0, 2, 1)))

    assert nearness(beside, (before,)) == near
