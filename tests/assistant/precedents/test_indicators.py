"""Performance indicators as objects, and what others set as their targets."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from assistant.precedents.indicators import Indicator, indicators_of, targets_of
from corpus.figure import Figure
from corpus.ingest import ParsedDocument, parse
from corpus.quantity import parse_quantity


@pytest.fixture(scope="module")
def project(samples: Path) -> ParsedDocument:
    """The sample project with its performance table."""
    path = next(samples.glob("*项目文本.txt"))
    return parse(path.read_bytes(), path.name)


def named(project: ParsedDocument, name: str) -> Indicator:
    """Return the indicator with a name."""
    return next(one for one in indicators_of(project.document) if one.name == name)


def test_a_row_of_a_performance_table_is_an_indicator(project: ParsedDocument) -> None:
    """Levels, target with sign and unit, weight, rule and basis are as printed."""
    found = named(project, "季度考核合格率")

    assert ("产出指标", "质量指标") == found.levels
    assert "河道长效管护经费" == found.project
    assert found.target is not None
    assert ("≥", Decimal(95), "%") == (
        found.target.comparator,
        found.target.value,
        found.target.unit.name,
    )
    assert (Decimal(8), "按完成比例赋分", "年度计划") == (found.weight, found.rule, found.basis)
    assert found.quote in project.document.text


def test_a_target_in_words_is_no_number(project: ParsedDocument) -> None:
    """「明显改善」 stays what is printed."""
    found = named(project, "改善沿河居住环境")

    assert found.target is None
    assert "明显改善" == found.printed


def with_target(figure: Figure, printed: str, owner: str) -> Figure:
    """Return the figure of another body with another target."""
    return replace(figure, quantity=parse_quantity(printed), owner=owner)


def test_targets_of_others_are_a_distribution(project: ParsedDocument) -> None:
    """Median, range and number of the targets that have all words of the wanted name."""
    own = next(f for f in project.figures if f.item.name == "沿河居民满意度" and f.source.cell)
    figures = [own, with_target(own, "≥80%", "岚溪市渠务中心"), with_target(own, "=100%", "甲")]
    (found,) = targets_of(figures, "满意度")

    assert (Decimal(92), "≥") == (found.median, found.comparator)
    assert (Decimal(80), Decimal(92), Decimal(100)) == found.values
    assert 3 == found.owners


def test_the_last_word_counts_when_no_name_holds_all(project: ParsedDocument) -> None:
    """Of 学生家长满意度, the 满意度 of others is told; of a word that nobody has, nothing."""
    assert targets_of(project.figures, "学生家长满意度")
    assert [] == targets_of(project.figures, "纪念币")


def test_units_are_never_mixed(project: ParsedDocument) -> None:
    """次 and % are two distributions."""
    found = targets_of(project.figures, "考核")

    assert len(found) == len({targets.unit for targets in found}) > 1
