"""The sample disclosures say the same in every format: one set of figures, whatever was opened."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Container
from functools import cache
from pathlib import Path

import pytest

from corpus.figure import Absence, Figure
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
# Without rules and without a number nothing tells an empty table from lines of words.
UNRULED = ("pdf-rules", "pdf-borderless")
Facts = Counter[tuple[object, ...]]


@cache
def read(path: Path) -> ParsedDocument:
    """Parse a file once."""
    if path.suffix == ".doc" and shutil.which("soffice") is None:
        pytest.skip("没有安装 LibreOffice，不能读 .doc")
    return parse(path.read_bytes(), path.name)


def facts(parsed: ParsedDocument) -> Facts:
    """Return everything that a document's figures state, without where it is printed."""
    return Counter(map(_fact, parsed.figures))


def _fact(figure: Figure) -> tuple[object, ...]:
    value = (figure.quantity.in_base, figure.quantity.unit.base, figure.direction)
    return (*_subject(figure), figure.measure, *value)


def _subject(one: Figure | Absence) -> tuple[object, ...]:
    item, period = one.item, one.period
    return (one.owner, item.name, item.code, item.path, one.slice, period.year, period.basis)


def absences(parsed: ParsedDocument, *, leave_out: Container[str] = ()) -> Facts:
    """Return all that a document says is not there or leaves blank; not in tables left out."""
    return Counter(
        (*_subject(absence), absence.kind)
        for absence in parsed.absences
        if absence.source.table not in leave_out
    )


def frames(parsed: ParsedDocument, *, leave_out: Container[str] = ()) -> list[tuple[object, ...]]:
    """Return what stands around every table and over its columns, in printed order."""
    return [
        (t.number, t.caption, t.unit, t.prepared_by, t.headers, t.kind, t.notes, t.reconciled)
        for t in parsed.document.tables
        if t.caption not in leave_out
    ]


def unseen(parsed: ParsedDocument, kind: str) -> set[str]:
    """Return the captions of the tables that a format need not show: empty ones without rules."""
    if kind not in UNRULED:
        return set()
    return {table.caption for table in parsed.document.tables if table.is_blank}


def sections(parsed: ParsedDocument) -> set[tuple[str, ...]]:
    """Return the path of every section."""
    return {section.path for section in parsed.document.sections}


def test_every_sample_is_there_in_every_format() -> None:
    """No format lacks a sample, and no form is left of a sample that is gone."""
    for kind, suffix in FORMATS:
        stems = sorted(path.stem for path in (SAMPLES / "formats" / kind).glob(f"*{suffix}"))
        assert stems == STEMS, kind


@pytest.mark.parametrize("stem", STEMS)
@pytest.mark.parametrize(("kind", "suffix"), FORMATS, ids=[kind for kind, _ in FORMATS])
def test_every_format_states_the_same_figures(kind: str, suffix: str, stem: str) -> None:
    """Owner, item, code, path, column, year, basis, measure, value and direction are equal."""
    expected = read(SAMPLES / f"{stem}.txt")
    found = read(SAMPLES / "formats" / kind / f"{stem}{suffix}")
    left = unseen(expected, kind)
    blanks, said = absences(expected, leave_out=left), absences(found, leave_out=left)

    assert facts(expected)
    assert told(facts(expected) - facts(found)) == [], "only the text form states this"
    assert told(facts(found) - facts(expected)) == [], "the text form does not state this"
    assert told(blanks - said) == [], "only the text form leaves this out"
    assert told(said - blanks) == [], "the text form does not leave this out"


def told(facts: Facts) -> list[str]:
    """Return facts as lines that a person can compare."""
    return sorted(" ".join(map(str, fact)) for fact in facts.elements())


@pytest.mark.parametrize("stem", STEMS)
@pytest.mark.parametrize(("kind", "suffix"), FORMATS, ids=[kind for kind, _ in FORMATS])
def test_every_format_has_the_same_tables_and_sections(kind: str, suffix: str, stem: str) -> None:
    """Captions, units, column paths, notes, checked sums and the tree of headings are equal."""
    expected = read(SAMPLES / f"{stem}.txt")
    found = read(SAMPLES / "formats" / kind / f"{stem}{suffix}")
    left = unseen(expected, kind)

    assert frames(found, leave_out=left) == frames(expected, leave_out=left)
    assert sections(found) == sections(expected)
