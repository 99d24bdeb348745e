"""The generator of made-up disclosures tells the truth about what it prints."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache
from random import Random

from benchmarks.made_up.accounts import CAPITAL, CARRIED, FUND, GENERAL, OWN
from benchmarks.made_up.check import check
from benchmarks.made_up.making import Grain, books_of, final_of, merged, next_year
from benchmarks.made_up.names import department_of
from benchmarks.made_up.truth import Fact, MadeUp
from benchmarks.made_up.world import disclosures

NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")


@cache
def some() -> tuple[MadeUp, ...]:
    """A small world that several tests look at."""
    return tuple(disclosures(7, 24))


def test_the_same_seed_gives_the_same_documents() -> None:
    """Everything follows from the seed, and another seed gives other documents."""
    assert tuple(disclosures(7, 5)) == some()[:5]
    assert tuple(disclosures(8, 5)) != some()[:5]


def test_every_file_has_its_own_name() -> None:
    """No two documents of a world share a file name."""
    names = [made.name for made in some()]
    assert len(set(names)) == len(names)


def test_several_kinds_of_documents_are_made() -> None:
    """A world has budgets and final accounts of departments and of units, and project texts."""
    kinds = {made.kind for made in disclosures(1, 80)}
    assert kinds >= {"部门预算", "单位预算", "部门决算", "单位决算", "项目文本"}


def test_every_quote_is_a_line_of_its_document() -> None:
    """What a fact or an absence quotes stands in the text as a whole line."""
    for made in some():
        lines = set(made.text.split("\n"))
        assert all(fact.quote in lines for fact in made.facts)
        assert all(absence.quote in lines for absence in made.absences)


def test_every_printed_number_is_in_its_quote() -> None:
    """The number of a fact is printed in the line that it quotes."""
    for made in some():
        for fact in made.facts:
            assert fact.printed in fact.quote


def test_the_value_is_what_is_printed() -> None:
    """A fact's value is its printed number in the base unit."""
    for made in some():
        for fact in made.facts:
            if fact.direction != "持平":
                assert fact.value in possible_values(fact)


def possible_values(fact: Fact) -> set[Decimal]:
    """What the printed number may mean: as it is, in 万, in 平方公里."""
    numbers = [Decimal(n.replace(",", "")) for n in NUMBER.findall(fact.printed)]
    if "/" in fact.printed:
        numbers = numbers[:1]
    return {n * factor for n in numbers for factor in (1, 10000, 1_000_000)}


def test_nearly_every_number_of_the_text_has_a_fact() -> None:
    """Amounts with a unit in prose are all told as facts."""
    amount = re.compile(r"\d[\d,]*(?:\.\d+)? ?(?:万元|元)")
    for made in some():
        told = {(f.quote, f.printed) for f in made.facts}
        for line in made.text.split("\n"):
            if "\t" in line or "100万元" in line:
                continue
            for printed in amount.findall(line):
                assert any(q == line and printed in p for q, p in told), (line, printed)


def test_books_add_up() -> None:
    """Income equals expenditure, economic items equal functions, units add up to departments."""
    rng, grain = Random(3), Grain(Decimal("0.01"))
    department = department_of(rng)
    books = [books_of(rng, unit, 2023, grain) for unit in department.units]
    later = [next_year(rng, u, b, grain) for u, b in zip(department.units, books, strict=True)]
    final = [final_of(rng, u, b, grain) for u, b in zip(department.units, later, strict=True)]
    for one in (*books, *later, *final):
        assert sum(one.economic.values()) == one.basic.total
        assert sum(one.own_income.values()) == one.project_money(OWN)
        assert sum(p.total for p in one.projects) == one.project_money()
        assert all(sum(v for _, v in p.parts) == p.total for p in one.projects)
        funds = (GENERAL, FUND, CAPITAL, OWN, CARRIED)
        assert sum(one.fund(fund) for fund in funds) == one.total
        assert sum(split.total for split in one.lines().values()) == one.total
    assert merged(later).total == sum(one.total for one in later)


def test_last_years_value_is_that_of_last_years_document() -> None:
    """A change of this year's text leads back to the amount of the year before."""
    amounts = {
        (m.owner, m.kind, m.year, f.key): f.value
        for m in disclosures(5, 60)
        for f in m.facts
        if f.measure == "amount" and f.key == "支出/基本" and f.year == m.year and f.exact
    }
    checked = 0
    for made in disclosures(5, 60):
        for fact in made.facts:
            before = amounts.get((made.owner, made.kind, made.year - 1, fact.key))
            now = amounts.get((made.owner, made.kind, made.year, fact.key))
            if fact.measure != "change" or not fact.exact or before is None or now is None:
                continue
            assert abs(now - before) == fact.value
            checked += 1
    assert checked > 3


def test_the_product_reads_nearly_all_facts() -> None:
    """Of the facts of six documents at least 97% are read with item, measure, year and value."""
    report = check(some()[:6])
    assert report.facts > 1000
    assert report.share("value") >= 0.99
    assert report.share("all") >= 0.97
