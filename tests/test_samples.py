"""The invented disclosures that ship with the product are read as a person reads them."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from corpus.document import TableKind
from corpus.figure import Basis, Figure, Measure
from corpus.ingest import ParsedDocument, parse

WATER, SCHOOLS, CULTURE = "云洲市临江区水务局", "云洲市临江区教育局", "云洲市文化馆"
PROJECT = f"{WATER}2026年河道长效管护经费项目文本.txt"

# file, owner, fiscal year, kind, number of tables, least number of figures
SAMPLES = [
    (f"{WATER}2025年部门预算.txt", WATER, 2025, "部门预算", 6, 250),
    (f"{WATER}2026年部门预算.txt", WATER, 2026, "部门预算", 6, 250),
    (f"{SCHOOLS}2026年部门预算编制说明.txt", SCHOOLS, 2026, "部门预算", 0, 60),
    (PROJECT, WATER, 2026, "项目文本", 1, 25),
    (f"{CULTURE}2025年度单位决算.txt", CULTURE, 2025, "单位决算", 3, 80),
]

# file, words of the clause or the row and column, value in 元, basis
PRINTED = [
    (f"{WATER}2026年部门预算.txt", "公务接待费", "6000", Basis.BUDGET),
    (f"{WATER}2026年部门预算.txt", "水利工程运行与维护", "1803500", Basis.BUDGET),
    (f"{WATER}2025年部门预算.txt", "一般公共预算拨款", "9751800", Basis.BUDGET),
    (f"{SCHOOLS}2026年部门预算编制说明.txt", "小学教育", "12457280", Basis.BUDGET),
    (PROJECT, "第三方考核评估", "95000", Basis.BUDGET),
    (f"{CULTURE}2025年度单位决算.txt", "公务接待费", "5000", Basis.BUDGET),
    (f"{CULTURE}2025年度单位决算.txt", "公务接待费", "3200", Basis.FINAL),
]


def read(samples: Path, name: str) -> ParsedDocument:
    """Parse one sample."""
    return parse((samples / name).read_bytes(), name)


def test_every_sample_is_tested(samples: Path) -> None:
    """No sample ships that these tests do not know."""
    assert {path.name for path in samples.glob("*.txt")} == {sample[0] for sample in SAMPLES}


@pytest.mark.parametrize(("name", "owner", "year", "kind", "tables", "figures"), SAMPLES)
def test_who_when_and_what(
    samples: Path, name: str, owner: str, year: int, kind: str, tables: int, figures: int
) -> None:
    """A sample's owner, year and kind are recognised, and its tables and figures found."""
    parsed = read(samples, name)
    document = parsed.document

    assert (document.owner, document.fiscal_year, document.kind) == (owner, year, kind)
    assert len(document.tables) == tables
    assert len(parsed.figures) >= figures


@pytest.mark.parametrize(("name", "words", "yuan", "basis"), PRINTED)
def test_a_printed_amount_is_read_exactly(
    samples: Path, name: str, words: str, yuan: str, basis: Basis
) -> None:
    """An amount that a person can point at is a figure with its item, basis and exact value."""
    amounts = {
        figure.quantity.in_yuan
        for figure in read(samples, name).figures
        if figure.measure is Measure.AMOUNT
        and figure.period.basis is basis
        and words in figure.context
    }

    assert Decimal(yuan) in amounts


@pytest.mark.parametrize("name", [sample[0] for sample in SAMPLES])
def test_every_figure_has_a_verbatim_receipt(samples: Path, name: str) -> None:
    """The quote of every figure stands in the document where the figure says."""
    parsed = read(samples, name)

    for figure in parsed.figures:
        source = figure.source
        assert parsed.document.quote(source.span) == source.quote
        assert source.printed in source.quote


def test_a_decrease_is_a_magnitude_with_a_direction(samples: Path) -> None:
    """「减少0.70万元，下降9.59%」 is a change and a growth, both positive, both 减少."""
    said = [
        figure
        for figure in read(samples, f"{WATER}2026年部门预算.txt").figures
        if figure.source.cell is None and "“三公”经费预算6.60万元" in figure.source.quote
    ]

    assert (Decimal("0.70"), "减少") in [fact(f) for f in said if f.measure is Measure.CHANGE]
    assert (Decimal("9.59"), "减少") in [fact(f) for f in said if f.measure is Measure.GROWTH]


def fact(figure: Figure) -> tuple[Decimal, str | None]:
    """Return value and direction as printed."""
    return figure.quantity.value, figure.direction


def test_two_panels_are_two_lists(samples: Path) -> None:
    """收入 and 支出 that stand side by side are one table with two panels."""
    document = read(samples, f"{WATER}2026年部门预算.txt").document

    assert len(document.tables[0].panels) == 2


def test_an_empty_table_says_so(samples: Path) -> None:
    """「本表为空表」 makes a blank table and an absence, and no figure of zero."""
    parsed = read(samples, f"{WATER}2026年部门预算.txt")
    table = parsed.document.tables[4]

    assert table.is_blank
    assert any("政府性基金" in absence.context for absence in parsed.absences)
    assert [f for f in parsed.figures if f.source.cell and f.source.cell.table == 4] == []


def test_performance_targets_are_read_as_indicators(samples: Path) -> None:
    """A target keeps its comparator, its value and its unit."""
    parsed = read(samples, PROJECT)
    targets = {
        (figure.item.name, figure.quantity.comparator, str(figure.quantity.value))
        for figure in parsed.figures
        if figure.measure is Measure.TARGET
    }

    assert parsed.document.tables[0].kind is TableKind.INDICATORS
    assert ("沿河居民满意度", "≥", "92") in targets
    assert ("第三方考核次数", "=", "4") in targets
