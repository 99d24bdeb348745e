"""Makes a whole world of disclosures: departments with their units over several years."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import count as counter
from itertools import pairwise
from random import Random

from benchmarks.made_up.accounts import Books
from benchmarks.made_up.documents import budget_of, renamed
from benchmarks.made_up.documents_final import account_of
from benchmarks.made_up.making import Grain, books_of, final_of, merged, next_year
from benchmarks.made_up.names import Department, department_of
from benchmarks.made_up.project_texts import project_text_of, targets_of
from benchmarks.made_up.style import Style, style_of
from benchmarks.made_up.truth import MadeUp

LAST_BUDGET = 2026  # its final account is not there yet
GRAINS = (Decimal(100), Decimal(1), Decimal("0.01"))


def disclosures(seed: int, count: int) -> Iterator[MadeUp]:
    """Yield ``count`` made-up disclosures; the same seed gives the same documents."""
    names: set[str] = set()
    made = 0
    for index in counter():
        for document in family(Random(f"{seed}/{index}")):
            if made == count:
                return
            yield _with_own_name(document, names)
            made += 1


def _with_own_name(document: MadeUp, names: set[str]) -> MadeUp:
    """Two bodies of one name would be confused: their files are told apart."""
    name, number = _file_name(document), 1
    while name in names:
        number += 1
        name = _file_name(document).replace(".txt", f"_{number}.txt")
    names.add(name)
    return document if name == document.name else renamed(document, name)


def _file_name(document: MadeUp) -> str:
    """Some files are called by a number: only the text tells whose they are."""
    rng = Random(document.name)
    if rng.random() < 0.88:
        return document.name
    return f"{rng.randrange(1000):03d}_{rng.randrange(16**8):08x}.txt"


def family(rng: Random) -> Iterator[MadeUp]:
    """Yield the documents of one 部门: its budgets of some years, and those of its units."""
    department = department_of(rng)
    grain = Grain(rng.choices(GRAINS, (6, 2, 2))[0])
    years = rng.choice((1, 1, 2, 3))
    first = rng.randint(2016, LAST_BUDGET - years)
    books = [_first_books(rng, department, first, grain)]
    for _ in range(years):
        books.append(
            [next_year(rng, u, b, grain) for u, b in zip(department.units, books[-1], strict=True)]
        )
    for before, now in pairwise(books):
        yield from _budgets(rng, department, before, now, grain)
    yield from _accounts(rng, department, books, grain)


def _first_books(rng: Random, department: Department, year: int, grain: Grain) -> list[Books]:
    return [books_of(rng, unit, year, grain) for unit in department.units]


def _style(rng: Random, grain: Grain, scope: str) -> Style:
    return style_of(
        Random(rng.random()),
        exact_wan=grain.step == 100,
        whole_yuan=grain.step >= 1,
        department=scope == "部门",
    )


def _budgets(
    rng: Random, department: Department, before: list[Books], now: list[Books], grain: Grain
) -> Iterator[MadeUp]:
    """Yield the 部门预算 of a year, and sometimes 单位预算 of 本级 and of units."""
    body, units = department.body, department.units
    scope = "部门" if body.nature == "行政" else "单位"
    style = _style(rng, grain, scope)
    yield budget_of(rng, body, scope, merged(now), merged(before), style, units, now)
    if scope == "部门" and rng.random() < 0.3:
        style = _style(rng, grain, "本级")
        yield budget_of(rng, body, "本级", now[0], before[0], style, ())
    yield from _about_projects(rng, department, now, grain)
    for unit, old, new in list(zip(units, before, now, strict=True))[1:]:
        if rng.random() < 0.25:
            yield budget_of(rng, unit, "单位", new, old, _style(rng, grain, "单位"), ())


def _accounts(
    rng: Random, department: Department, budgets: list[list[Books]], grain: Grain
) -> Iterator[MadeUp]:
    """Yield final accounts of the years after the first, some of them."""
    units = department.units
    finals = [
        [final_of(rng, u, b, grain) for u, b in zip(units, year, strict=True)] for year in budgets
    ]
    body = department.body
    scope = "部门" if body.nature == "行政" else "单位"
    for n in range(1, len(finals)):
        if finals[n][0].year >= LAST_BUDGET:
            continue
        if rng.random() < 0.55:
            now, before, planned = finals[n], finals[n - 1], budgets[n]
            style = _style(rng, grain, scope)
            sums = [merged(books) for books in (now, before, planned)]
            yield account_of(body, scope, *sums, style, units)
        for i, unit in enumerate(units[1:], 1):
            if rng.random() < 0.15:
                chosen = [year[i] for year in (finals[n], finals[n - 1], budgets[n])]
                yield account_of(unit, "单位", *chosen, _style(rng, grain, "单位"), ())


def _about_projects(
    rng: Random, department: Department, now: list[Books], grain: Grain
) -> Iterator[MadeUp]:
    """Yield a 项目文本 or a 绩效目标表 of one of the units now and then."""
    which = rng.randrange(len(now))
    body, books = department.units[which], now[which]
    if not books.projects:
        return
    if rng.random() < 0.25:
        most = min(len(books.projects), rng.choice((1, 1, 2, 3)))
        chosen = rng.sample(books.projects, most)
        yield project_text_of(body, books, chosen, _style(rng, grain, "单位"))
    if rng.random() < 0.1:
        yield targets_of(body, books, _style(rng, grain, "单位"))
