"""What character recognition read is said to be so, wherever it is shown."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.answer import DOUBT
from assistant.cli import main
from assistant.compute import change, value_of
from assistant.conversation import Assistant
from assistant.doubt import FIGURES, QUOTES
from assistant.web.evidence import RECOGNISED, evidence_html
from assistant.web.transcript import Turn, transcript_html
from corpus import ingest
from corpus.document import Reading, Span
from corpus.doubt import is_doubtful
from corpus.exports import write_csv, write_parquet, write_xlsx
from corpus.readers import read_file
from tests.assistant.library_of import (
    CIVIL,
    CIVIL_2024,
    CIVIL_2026,
    figure,
    library_of,
    only,
    value,
)

SCANNED = f"{CIVIL}2026年部门预算.txt"
TYPED = f"{CIVIL}2024年部门预算.txt"
SPENT = "民政局2026年公务接待费是多少？"


def read_as_scan(data: bytes, name: str) -> Reading:
    """Read a text as if the file of 2026 had been a scan."""
    reading = read_file(data, name)
    if name != SCANNED:
        return reading
    return replace(reading, blocks=tuple(replace(b, doubtful=True) for b in reading.blocks))


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    """An assistant over one scanned and one typed disclosure."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ingest, "read_file", read_as_scan)
        texts = {SCANNED: CIVIL_2026, TYPED: CIVIL_2024}
        yield library_of(tmp_path_factory.mktemp("scan"), texts)


def test_every_figure_of_a_scan_is_doubtful(assistant: Assistant) -> None:
    """Figures of tables and of prose are marked, those of a typed file are not."""
    names = {info.id: info.file_name for info in assistant.library.documents()}
    marked = {(names[f.source.document], f.doubtful) for f in assistant.library.figures()}

    assert {(SCANNED, True), (TYPED, False)} == marked


def test_an_answer_says_so(assistant: Assistant) -> None:
    """The sentence, the assumptions and the JSON of a doubtful number all tell."""
    answer = assistant.ask(SPENT)

    assert only(answer).doubtful
    assert f"（{DOUBT}）" in answer.text
    assert FIGURES in answer.assumptions
    assert [True] == [f["doubtful"] for f in answer.to_json()["figures"]]


def test_a_certain_answer_says_nothing(assistant: Assistant) -> None:
    """A number of a typed file carries no doubt."""
    answer = assistant.ask("民政局2024年公务接待费是多少？")

    assert not only(answer).doubtful
    assert DOUBT not in answer.text
    assert FIGURES not in answer.assumptions


def test_what_is_computed_from_doubt_is_doubtful(assistant: Assistant) -> None:
    """One recognised operand makes the result doubtful; each operand tells for itself."""
    answer = assistant.ask("民政局2026年三公经费比2024年减少多少？")

    assert only(answer).doubtful
    assert [True, False] == [operand.doubtful for operand in answer.operands]


def test_a_quoted_text_says_so(assistant: Assistant) -> None:
    """An answer in the document's own words tells that they were recognised."""
    assert QUOTES in assistant.ask("什么是高龄老人补贴？").assumptions


def test_the_page_marks_it(assistant: Assistant) -> None:
    """The conversation and the evidence beside it both show the doubt."""
    answer = assistant.ask(SPENT)
    document = assistant.library.document(answer.citations[0].document_id)

    assert f'<p class="doubt">{DOUBT}' in transcript_html((Turn(SPENT, answer),))
    assert RECOGNISED in evidence_html(document, answer.citations, 0, 0)


def test_figures_are_exported_with_their_doubt(assistant: Assistant, tmp_path: Path) -> None:
    """Every export has a column that tells."""
    from openpyxl import load_workbook
    from pyarrow import parquet

    names = {info.id: info.file_name for info in assistant.library.documents()}
    figures = assistant.library.figures()
    for write in (write_csv, write_xlsx, write_parquet):
        write(figures, names, tmp_path / write.__name__)
    with (tmp_path / "write_csv").open(encoding="utf-8-sig", newline="") as file:
        told = [row["doubtful"] for row in csv.DictReader(file)]
    with (tmp_path / "write_xlsx").open("rb") as book:
        sheet = load_workbook(book).worksheets[0]
        cells = [row[-1] for row in sheet.iter_rows(min_row=2, values_only=True)]
    doubts = [figure.doubtful for figure in figures]

    assert ["TRUE" if doubt else "FALSE" for doubt in doubts] == told
    assert doubts == cells
    assert doubts == parquet.read_table(tmp_path / "write_parquet")["doubtful"].to_pylist()


def test_the_command_line_shows_it(
    assistant: Assistant, capsys: pytest.CaptureFixture[str]
) -> None:
    """``figures`` marks the number, and its JSON has the field."""
    home = str(assistant.library.home)
    main(["figures", "--home", home, "--item", "公务接待费", "--json"])
    rows = json.loads(capsys.readouterr().out)["figures"]
    main(["figures", "--home", home, "--item", "公务接待费"])

    assert {(SCANNED, True), (TYPED, False)} == {(r["document"], r["doubtful"]) for r in rows}
    assert "图像识别" in capsys.readouterr().out


def test_a_certain_print_speaks_first() -> None:
    """A number that is also printed in type is certain; it is the recognised print that is not."""
    typed, scanned = figure(), replace(figure(), doubtful=True)

    assert not value_of(typed, scanned).is_doubtful
    assert value_of(scanned).is_doubtful
    assert change(value("3.00万元"), value_of(scanned)).is_doubtful


def test_of_equal_prints_the_certain_one_is_cited(tmp_path: Path) -> None:
    """Where a scan and a typed file print one number, the answer rests on the typed file."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ingest, "read_file", read_as_scan)
        texts = {SCANNED: CIVIL_2026, "打字稿.txt": CIVIL_2026 + "\n以上为打字稿。\n"}
        answer = library_of(tmp_path, texts).ask(SPENT)

    assert not only(answer).doubtful
    assert "打字稿.txt" == answer.citations[0].document


def test_only_what_was_recognised_is_doubtful(assistant: Assistant) -> None:
    """Doubt is told by place: any overlap with a recognised part counts."""
    by_name = {info.file_name: info.id for info in assistant.library.documents()}
    scanned = assistant.library.document(by_name[SCANNED])
    first = scanned.paragraphs[0]
    mixed = replace(
        scanned, tables=(), paragraphs=(first, replace(scanned.paragraphs[1], doubtful=False))
    )

    assert is_doubtful(mixed, Span(first.span.end - 1, first.span.end + 5))
    assert not is_doubtful(mixed, Span(first.span.end, first.span.end + 5))
    assert not is_doubtful(assistant.library.document(by_name[TYPED]), Span(0, 100))
