"""Figures are selected, counted and added up in the database; what must not be added is refused."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from corpus import facets
from corpus.document import RowKind
from corpus.errors import LibraryError
from corpus.library import Library
from corpus.selection import FURTHEST, Order, Selection, count, line, lines, stream
from corpus.store import Store
from corpus.totals import Why, total

WATER = "云洲市临江区水务局"
SPENDING = "部门支出总体情况表"
COLUMN = "支出预算 / 合计"
ONE_COLUMN = Selection(owner=WATER, year=2026, table=SPENDING, column=COLUMN)

# changed condition, why nothing is added
REFUSED = [
    ({"column": ""}, Why.COLUMNS),
    ({"column": "", "table": ""}, Why.COLUMNS),
    ({"year": None}, Why.YEARS),
    ({"measure": "count"}, Why.NOTHING),
    ({"item": "没有这一项"}, Why.NOTHING),
]
SELECTIONS = [
    Selection(),
    Selection(year=2026),
    Selection(owner=WATER, basis="预算"),
    Selection(code="213"),
    Selection(item="公务接待"),
    Selection(kind="单位决算"),
    Selection(region="云洲市临江区", role="total"),
]


@pytest.fixture(scope="module")
def store(samples: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """The database of the samples."""
    library = Library.open(tmp_path_factory.mktemp("samples"), create=True)
    library.add(sorted(samples.glob("*.txt")))
    yield library.store
    library.store.engine.dispose()


@pytest.mark.parametrize("selection", SELECTIONS)
def test_pages_hold_every_figure_once(store: Store, selection: Selection) -> None:
    """What is counted is what the pages show and what an export gets, each figure once."""
    found = count(store, selection)
    pages = [lines(store, selection, start=at, most=40) for at in range(0, found, 40)]
    shown = [line.figure.id for page in pages for line in page]

    assert found == len(shown)
    assert sorted(shown) == sorted(figure.id for figure in stream(store, selection))


def test_condition_holds_for_every_figure(store: Store) -> None:
    """All conditions hold at once; a code takes in all codes below it."""
    found = [f for f in stream(store, Selection(owner=WATER, year=2026, code="213"))]

    assert found
    assert {figure.owner for figure in found} == {WATER}
    assert {figure.period.year for figure in found} == {2026}
    assert all(figure.item.code.startswith("213") for figure in found)


def test_signs_in_a_filter_are_only_letters(store: Store) -> None:
    """「%」 in a name is no pattern."""
    assert count(store, Selection(item="%")) < count(store, Selection())


def test_largest_amount_comes_first(store: Store) -> None:
    """Amounts are ordered by what they are worth, whatever unit they are printed in."""
    chosen = Selection(measure="amount", basis="预算")
    found = lines(store, chosen, Order("amount", descending=True), most=200)
    worth = [found.figure.quantity.in_yuan for found in found]

    assert worth == sorted(worth, reverse=True)
    assert len({found.figure.quantity.unit.name for found in found}) > 1


def test_line_is_found_by_its_key(store: Store) -> None:
    """A shown figure is found again by its document and place; an invented one is not."""
    shown = lines(store, ONE_COLUMN)[3]
    document = shown.figure.source.document

    assert line(store, document, shown.seq) == shown
    assert line(store, document, 10**6) is None
    assert line(store, "keins", 0) is None


def test_nobody_turns_a_million_pages(store: Store) -> None:
    """A page beyond all turning is refused with the way out."""
    with pytest.raises(LibraryError, match="筛选条件"):
        lines(store, Selection(), start=FURTHEST + 1)


def test_sum_of_details_is_the_printed_total(store: Store) -> None:
    """Details of one column add up to what the table prints; nothing else is added."""
    (printed,) = lines(store, replace(ONE_COLUMN, role=RowKind.TOTAL.value))
    found = total(store, ONE_COLUMN)

    assert found.why is None
    assert found.amount == printed.figure.quantity.in_yuan == Decimal("10424900")
    assert (found.counted, found.documents) == (12, 1)
    assert dict(found.left_out) == {RowKind.PARENT: 8, RowKind.TOTAL: 1}


@pytest.mark.parametrize(("change", "why"), REFUSED)
def test_what_may_hold_the_same_money_twice_is_not_added(
    store: Store, change: dict[str, object], why: Why
) -> None:
    """Several columns, tables or years have no sum; the reason is told and no amount."""
    found = total(store, replace(ONE_COLUMN, **change))  # type: ignore[arg-type]

    assert (found.why, found.amount) == (why, 0)


def test_part_of_the_tree_adds_up_to_its_parent(store: Store) -> None:
    """The details below 213 add up to the line 213."""
    (parent,) = [f for f in stream(store, ONE_COLUMN) if f.item.code == "213"]

    assert total(store, replace(ONE_COLUMN, code="213")).amount == parent.quantity.in_yuan


def test_tree_leads_down_the_classification(store: Store) -> None:
    """Codes have the names that the documents print, level by level."""
    assert {"213", "302"} <= {found.code for found in facets.codes_below(store, "")}
    below = facets.codes_below(store, "21303")

    assert "2130306" in [found.code for found in below]
    assert {found.name for found in below if found.code == "2130306"} == {"水利工程运行与维护"}
    assert facets.codes_below(store, "2130306") == []
    assert facets.codes_below(store, "9") == []


def test_facets_are_what_the_library_has(store: Store) -> None:
    """Bodies, years and tables to choose from exist."""
    found = facets.facets(store)

    assert WATER in found.owners
    assert found.years == (2026, 2025)
    assert SPENDING in facets.tables(store, Selection(owner=WATER, year=2026))
    assert COLUMN in facets.columns(store, replace(ONE_COLUMN, column=""))
