"""The sample disclosures say the same in every format: one set of figures, whatever was opened."""

from __future__ import annotations

import shutil
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from corpus.figure import Figure
from corpus.ingest import ParsedDocument, parse

SAMPLES = Path(__file__).resolve().parents[2] / "corpus" / "samples"
STEMS = [path.stem for path in sorted(SAMPLES.glob("*.txt"))]
# folder of corpus/samples/formats, suffix of its files
FORMATS = [
    ("docx", ".docx"),
    ("doc", ".doc"),
    ("pdf", ".pdf"),
    ("pdf-rules", ".pdf"),
    ("pdf-borderless", ".pdf"),
    ("html", ".html"),
    ("xlsx", ".xlsx"),
    ("xls", ".xls"),
]
Facts = Counter[tuple[object, ...]]


@cache
def read(path: Path) -> ParsedDocument:
    """Parse a file once."""
    if path.suffix == ".doc" and shutil.which("soffice") is None:
        pytest.skip("没有安装 LibreOffice，不能读 .doc")
    return parse(path.read_bytes(), path.name)


def facts(figures: tuple[Figure, ...]) -> Facts:
    """Return everything that figures state, without where it is printed."""
    return Counter(map(_fact, figures))


def _fact(figure: Figure) -> tuple[object, ...]:
    item, period = figure.item, figure.period
    what = (item.name, item.code, item.path, figure.slice, figure.measure)
    value = (figure.quantity.in_base, figure.quantity.unit.base, figure.direction)
    return (figure.owner, *what, period.year, period.basis, *value)


def test_every_sample_is_there_in_every_format() -> None:
    """No format lacks a sample, and no form is left of a sample that is gone."""
    for kind, suffix in FORMATS:
        stems = sorted(path.stem for path in (SAMPLES / "formats" / kind).glob(f"*{suffix}"))
        assert stems == STEMS, kind


@pytest.mark.parametrize("stem", STEMS)
@pytest.mark.parametrize(("kind", "suffix"), FORMATS, ids=[kind for kind, _ in FORMATS])
def test_every_format_states_the_same_figures(kind: str, suffix: str, stem: str) -> None:
    """Owner, item, code, path, column, year, basis, measure, value and direction are equal."""
    expected = facts(read(SAMPLES / f"{stem}.txt").figures)
    found = facts(read(SAMPLES / "formats" / kind / f"{stem}{suffix}").figures)

    assert expected
    assert sorted(map(str, expected - found)) == [], "the text form states more"
    assert sorted(map(str, found - expected)) == [], "the text form does not state"
