"""What a person corrects by hand: it lies beside the document and holds for every reading."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import text

from corpus.corrections import Correction, known_kinds
from corpus.errors import DisclosureError, LibraryError
from corpus.figure import Basis
from corpus.identity import identity_of
from corpus.library import Library
from tests.corpus.disclosures import OWNER, write_disclosures

OTHER = "青禾市临江区园林局"
CORRECTION = Correction(OTHER, 2024, "部门决算")
IMPOSSIBLE = [{"owner": " "}, {"owner": "局" * 61}, {"year": 1900}, {"kind": "小说"}]


@pytest.fixture
def library(tmp_path: Path) -> Library:
    """A library with one disclosure."""
    write_disclosures(tmp_path / "in", 1)
    library = Library.open(tmp_path / "home", create=True)
    library.add([tmp_path / "in"])
    return library


def only(library: Library) -> str:
    """Return the id of its one document."""
    (info,) = library.documents()
    return info.id


def test_a_correction_changes_the_document_and_its_figures(library: Library) -> None:
    """Owner, year and kind are the corrected ones, and the figures belong to that owner."""
    info = library.correct(only(library), CORRECTION)

    assert (info.owner, info.fiscal_year, info.kind) == (OTHER, 2024, "部门决算")
    assert info.correction == CORRECTION
    assert library.document(info.id).owner == OTHER
    assert {figure.owner for figure in library.figures()} == {OTHER}


def test_a_corrected_kind_brings_its_stage() -> None:
    """The numbers of a 部门决算 are final accounts where nothing else is printed."""
    read = identity_of([f"{OWNER}2026年部门预算"], "a.txt")

    assert Correction(kind="部门决算").applied(read) == replace(
        read, kind="部门决算", basis=Basis.FINAL
    )


def test_a_correction_of_one_field_leaves_the_others(library: Library) -> None:
    """What was not corrected is as it was read."""
    before = library.documents()[0]
    after = library.correct(before.id, Correction(year=2024))

    assert (after.owner, after.kind, after.fiscal_year) == (before.owner, before.kind, 2024)
    assert after.correction.corrected == ("year",)


def test_a_correction_is_kept_over_reading_again(library: Library) -> None:
    """A newer version of the program reads the document again, with the correction."""
    library.correct(only(library), Correction(owner=OTHER))
    with library._store.write() as connection:
        connection.execute(text("UPDATE documents SET parser = 0"))

    assert [one.status for one in library.reread()] == ["reread"]
    assert library.documents()[0].owner == OTHER
    assert {figure.owner for figure in library.figures()} == {OTHER}


def test_the_same_content_added_later_is_corrected_too(library: Library, tmp_path: Path) -> None:
    """The correction belongs to the content: removed and added anew, it still holds."""
    library.correct(only(library), Correction(owner=OTHER))
    library.remove([only(library)])
    library.add([tmp_path / "in"])

    assert library.documents()[0].owner == OTHER


def test_an_empty_correction_brings_back_what_was_read(library: Library) -> None:
    """Taking a correction away restores the first reading."""
    first, stamps = library.documents(), library.readings()
    library.correct(only(library), CORRECTION)
    assert library.readings() != stamps

    library.correct(only(library), Correction())
    assert library.documents() == first
    assert library.readings() == stamps
    assert {figure.owner for figure in library.figures()} == {OWNER}


@pytest.mark.parametrize("said", IMPOSSIBLE)
def test_impossible_corrections_are_refused(said: dict[str, object]) -> None:
    """An empty or endless owner, a year of no budget and an unknown kind are told."""
    with pytest.raises(LibraryError):
        Correction(**said)  # type: ignore[arg-type]


def test_kinds_are_those_of_the_data() -> None:
    """Every kind that reading can tell may be chosen, each with the stage of its numbers."""
    assert known_kinds()["部门预算"] is Basis.BUDGET
    assert known_kinds()["部门决算"] is Basis.FINAL


def test_a_document_that_left_cannot_be_corrected(library: Library) -> None:
    """A correction never brings a removed document back."""
    id = only(library)
    library.remove([id])
    with pytest.raises(LibraryError):
        library.correct(id, CORRECTION)

    assert library.documents() == []


def test_a_lost_original_changes_nothing(library: Library) -> None:
    """Without the original the document stays as it was, and the error says so."""
    before = library.documents()
    library.original(only(library)).unlink()
    with pytest.raises(DisclosureError):
        library.correct(only(library), CORRECTION)

    assert library.documents() == before
