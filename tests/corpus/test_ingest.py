from __future__ import annotations

import hashlib

import pytest

from corpus import ingest
from corpus.document import Block, Document, Reading, Rows
from corpus.errors import UnreadableDocument
from corpus.ingest import SUFFIXES, parse

TEXT = """\
青禾市临江区水务局2026年部门预算公开

一、收支总体情况
2026年收支总预算1,250.00元，其中：一般公共预算1,000.00元。

表1
部门收支总表
单位：元
项目\t预算数
一般公共预算\t1,000.00
单位资金\t250.00
合计\t1,250.00
"""


def read(text: str = TEXT) -> Document:
    """Return the document of a text."""
    return parse(text.encode(), "水务局.txt").document


def test_prose_and_tables_both_give_figures() -> None:
    """One number printed twice, in a sentence and in a cell, is two witnesses."""
    figures = parse(TEXT.encode(), "水务局.txt").figures
    printed = [f for f in figures if "1,250.00" in f.source.printed]

    assert {True, False} == {f.source.cell is None for f in printed}


def test_the_id_is_the_content() -> None:
    """The same bytes give the same document and figures, whatever the file is called."""
    once, again = parse(TEXT.encode(), "a.txt"), parse(TEXT.encode(), "b.txt")

    assert hashlib.sha256(TEXT.encode()).hexdigest() == once.document.id
    assert [f.id for f in once.figures] == [f.id for f in again.figures]


def test_every_block_stands_in_the_canonical_text() -> None:
    """Paragraphs, rows and sections resolve by their spans."""
    document = read()

    assert document.quote(document.tables[0].rows[-1].span) == "合计\t1,250.00"
    assert "收支总体情况" in document.quote(document.paragraphs[1].span)
    assert (0, len(document.text)) == (
        document.sections[0].span.start,
        document.sections[0].span.end,
    )


def test_tables_know_their_section() -> None:
    """A table belongs to the innermost section that it stands in."""
    document = read()

    assert document.sections[document.tables[0].section].path == ("收支总体情况",)


def test_a_document_without_numbers_is_read_with_a_warning() -> None:
    """Words alone are a document; the warning says that no number was found."""
    document = read("青禾市临江区水务局\n负责全区河道管理。")

    assert "没有读到任何数字" in document.warnings[0]


def test_lone_carriage_returns_inside_cells_do_not_break_rows() -> None:
    """Whatever a cell contains, a row is one line of the text."""
    document = read(TEXT.replace("单位资金", "单位 资金"))

    assert all("\n" not in document.quote(row.span) for row in document.tables[0].rows)


HEAD = ("项目", "金额")
SHIFTED = (HEAD, ("清淤", "5.00"), ("绿化", "70.00"), ("合计", "12.00"))
RIGHT = (HEAD, ("清淤", "5.00"), ("绿化", "7.00"), ("合计", "12.00"))
UNCHECKED = (HEAD, ("清淤", "5.00"), ("绿化", "7.00"), ("全部", "12.00"))


def reader(monkeypatch: pytest.MonkeyPatch, *readings: Rows) -> None:
    """Let every file be one wrongly read table with other readings."""
    table = Block(rows=SHIFTED, readings=readings)
    blocks = (Block(text="支出表"), Block(text="单位：元"), table)
    monkeypatch.setattr(ingest, "read_file", lambda data, name: Reading(blocks))


def test_a_failing_table_is_read_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """The first other reading in which the sums hold takes the place of the failing one."""
    reader(monkeypatch, SHIFTED, RIGHT, UNCHECKED)
    document = parse(b"", "a.txt").document

    assert document.tables[0].reconciled is True
    assert "绿化\t7.00" in document.text and document.warnings == ()


def test_a_reading_without_sums_is_no_better(monkeypatch: pytest.MonkeyPatch) -> None:
    """A failing table keeps its note when no other reading proves more."""
    reader(monkeypatch, UNCHECKED)
    document = parse(b"", "a.txt").document

    assert document.tables[0].reconciled is False
    assert "75.00" in document.warnings[0] and "12.00" in document.warnings[0]


def test_bad_files_raise_by_name() -> None:
    """A file that cannot be read names itself; nothing is returned for it."""
    with pytest.raises(UnreadableDocument, match="坏"):
        parse(b"", "坏.txt")


def test_suffixes_are_those_with_a_reader() -> None:
    """Text is always among the readable formats."""
    assert {".txt", ".md", ".csv"} <= SUFFIXES
