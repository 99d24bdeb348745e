"""Answer, list, ask back or refuse: decided by score and margin."""

from __future__ import annotations

from dataclasses import dataclass, replace

from assistant.compute import value_of
from assistant.lookup.candidates import Candidate, match_weights
from assistant.lookup.choice import Kind, choose, limits, sure
from assistant.lookup.entries import Entry, Wanted
from assistant.lookup.evidence import Evidence, Finding
from assistant.lookup.trust import CLEAR, costs, lead, signs_of, trust
from assistant.question import Ask
from corpus.document import CellRef, Span
from corpus.figure import Absence, AbsenceKind, Figure, Source
from tests.assistant.library_of import FOREST, figure

GOOD = dict.fromkeys(match_weights(), 1.0) | {"near": 0.0, "dense": 0.0}
HIGH = 8.0


@dataclass(frozen=True)
class Budget:
    """The document that a figure stands in."""

    title: str = "部门预算"
    kind: str = "部门预算"
    fiscal_year: int | None = 2026


def finding(fact: Figure, score: float = HIGH, **features: float) -> Finding:
    """Return a figure as found with a score."""
    year = fact.period.year
    candidate = Candidate(Entry(fact, Budget(fiscal_year=year)), score, GOOD | features)
    return Finding(value_of(fact), score, candidate, fact.source.document, year)


def absence(kind: AbsenceKind, score: float) -> Candidate:
    """Return a place where the document has no number."""
    fact = figure()
    gap = Absence(fact.owner, fact.item, (), fact.period, kind, fact.context, fact.source)
    return Candidate(Entry(gap, Budget()), score, GOOD)


def evidence(*findings: Finding, absences: tuple[Candidate, ...] = ()) -> Evidence:
    """Return findings and absences as a look-up gives them."""
    return Evidence(Wanted(Ask("公务接待费"), {}, "公务接待费"), findings, absences)


def kind_of(found: Evidence, *, years: bool = True, owner: bool = True) -> Kind:
    """Return how a look-up ends."""
    return choose(found, years_stated=years, owner_stated=owner).kind


def test_a_clear_winner_answers() -> None:
    """One figure far ahead of the rest is the answer."""
    far = finding(figure("3.00万元", "差旅费"), HIGH - 3)

    assert kind_of(evidence(finding(figure()), far)) is Kind.ONE


def test_nothing_found_is_nothing() -> None:
    """Without findings there is no answer."""
    assert kind_of(evidence()) is Kind.NONE


def test_a_low_score_is_no_answer() -> None:
    """A figure below the floor is never an answer, however alone it stands."""
    low = finding(figure(), 1.0)

    assert kind_of(evidence(low)) is Kind.NONE
    assert sure(evidence(low)) is None


def test_a_figure_without_the_words_of_the_question_is_no_answer() -> None:
    """A high score cannot make up for the words that the question is about."""
    held = ("recall", "key", "own", "words", "whole_name", "code")
    vague = finding(figure(), **dict.fromkeys(held, 0.0))

    assert kind_of(evidence(vague)) is Kind.NONE


def test_equal_claims_are_listed_apart() -> None:
    """Two numbers of one document with the same score are both shown."""
    rivals = evidence(finding(figure()), finding(figure("3.00万元")))

    assert kind_of(rivals) is Kind.RIVALS


def test_too_many_equal_claims_ask_back() -> None:
    """More rivals than may be listed are a question to the user."""
    many = [finding(figure(f"{n}.00万元")) for n in range(1, int(limits()["rivals_listed"]) + 2)]

    assert kind_of(evidence(*many)) is Kind.UNSURE


def test_years_are_listed_newest_first() -> None:
    """With no year stated, every year answers, the newest first."""
    found = evidence(finding(figure(year=2024)), finding(figure("3.00万元", year=2026)))
    chosen = choose(found, years_stated=False, owner_stated=True)

    assert chosen.kind is Kind.YEARS
    assert [f.year for f in chosen.findings] == [2026, 2024]


def test_a_year_that_fits_worse_is_listed_as_well() -> None:
    """With no year stated, the same item of another year answers too, how ever it is printed."""
    worse = finding(figure("3.00万元", year=2024), HIGH - 1)
    chosen = choose(
        evidence(finding(figure(year=2026)), worse), years_stated=False, owner_stated=True
    )

    assert [f.year for f in chosen.findings] == [2026, 2024]


def test_several_owners_are_asked_back() -> None:
    """With no owner stated, several owners that print the item are a question to the user."""
    other = replace(figure(), owner=FOREST)

    found = evidence(finding(figure()), finding(other))
    assert kind_of(found, owner=False) is Kind.OWNERS


def test_a_better_fitting_blank_beats_a_number() -> None:
    """A blank cell that fits the question better than any number is the answer: there is none."""
    blank = absence(AbsenceKind.BLANK, HIGH + 1)

    assert kind_of(evidence(finding(figure()), absences=(blank,))) is Kind.ABSENT


def test_a_blank_in_a_column_that_nobody_asks_for_is_passed_over() -> None:
    """A blank beside the number, in a column that the question does not name, says nothing."""
    blank = absence(AbsenceKind.BLANK, HIGH + 1)
    blank = replace(blank, features=dict(blank.features) | {"whole_column": 0.2})

    assert kind_of(evidence(finding(figure()), absences=(blank,))) is Kind.ONE


def test_a_worse_fitting_blank_does_not() -> None:
    """A blank that fits worse than a number says nothing."""
    blank = absence(AbsenceKind.BLANK, HIGH - 1)

    assert kind_of(evidence(finding(figure()), absences=(blank,))) is Kind.ONE


def test_an_approximation_is_no_operand() -> None:
    """A number printed as about so much is not computed with."""
    about = finding(replace(figure(), exact=False))

    assert sure(evidence(about)) is None


def test_a_cell_is_not_named_by_the_section_around_its_table() -> None:
    """A row called otherwise is no answer, though the table stands in a section of that name."""
    cell = Source("d2026", (), Span(0, 4), "行政运行", cell=CellRef(0, 1, 1))
    row = replace(figure(), source=cell)

    other = dict.fromkeys(("called", "told", "whole_name", "table", "code"), 0.0)
    assert kind_of(evidence(finding(row, **other))) is Kind.NONE


def test_an_answer_is_one_number_or_a_list_never_a_near_rival() -> None:
    """A number whose rival is as near is listed with it; one with a clear lead stands alone."""
    near = evidence(finding(figure()), finding(figure("3.00万元"), HIGH - 0.01))
    far = evidence(finding(figure()), finding(figure("3.00万元"), HIGH - 2))

    assert kind_of(near) is Kind.RIVALS
    assert kind_of(far) is Kind.ONE


def test_the_same_number_elsewhere_is_no_rival() -> None:
    """Another row that prints the same amount takes no trust away."""
    same = evidence(finding(figure()), finding(figure("20000元", "差旅费")))

    assert lead(same.findings[0], same.findings) == CLEAR


def test_every_lack_costs_trust() -> None:
    """No sign can add trust by getting worse."""
    whole = signs_of(finding(figure()), ())
    for name in whole:
        assert trust(whole | {name: whole[name] - 0.5}) <= trust(whole)


def test_every_cost_is_of_a_known_sign() -> None:
    """The signs in the data file are those of the code, and none is paid for lacking."""
    known = set(signs_of(finding(figure()), ()))

    assert {cost.sign for cost in costs()} <= known
    assert all(cost.weight > 0 for cost in costs())


def test_thresholds_are_probabilities() -> None:
    """Both thresholds of trust lie between an even chance and certainty."""
    for name in ("named_trust", "answer_trust"):
        assert 0.5 <= limits()[name] < 1


def test_rows_with_one_number_are_no_rivals() -> None:
    """However many rows print the same amount for a question, there is one answer."""
    rows = [finding(figure("5.00万元", f"第{n}季度")) for n in "一二三四"]

    assert kind_of(evidence(*rows)) is Kind.ONE
