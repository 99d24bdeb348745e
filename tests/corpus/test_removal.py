"""Documents that are taken out answer nothing, and come back exactly as they were."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from corpus.corrections import Correction
from corpus.errors import LibraryError
from corpus.library import Library
from tests.corpus.disclosures import write_disclosures


@pytest.fixture
def library(tmp_path: Path) -> Library:
    """A library with two disclosures."""
    write_disclosures(tmp_path / "in", 2)
    library = Library.open(tmp_path / "home", create=True)
    library.add([tmp_path / "in"])
    return library


def everything(library: Library) -> dict[str, list[Any]]:
    """Return every row of the documents and what was read from them."""
    with closing(sqlite3.connect(library.home / "library.sqlite")) as connection:
        return {
            table: sorted(connection.execute(f"SELECT * FROM {table}"), key=str)
            for table in ("documents", "figures", "absences")
        }


def test_what_is_taken_out_answers_nothing(library: Library) -> None:
    """From the moment of removal neither the document nor its figures are there."""
    one, other = library.documents()
    revision = library.revision
    (gone,) = library.take_out([one.id])

    assert (gone.id, gone.file_name) == (one.id, one.file_name)
    assert library.documents() == [other]
    assert {figure.source.document for figure in library.figures()} == {other.id}
    assert library.revision > revision


def test_putting_back_restores_every_row(library: Library) -> None:
    """Nothing differs afterwards, not even the time of adding; the original is still there."""
    one, _ = library.documents()
    library.correct(one.id, Correction(year=2024))
    before, data = everything(library), library.original(one.id).read_bytes()
    library.take_out([one.id])
    library.add([])  # sweeps
    library.put_back(one.id)

    assert everything(library) == before
    assert library.original(one.id).read_bytes() == data
    corrections = {info.id: info.correction for info in library.documents()}
    assert corrections[one.id] == Correction(year=2024)
    assert library.taken_out() == []


def test_putting_back_survives_closing(library: Library) -> None:
    """What was taken out can come back after the program was started anew."""
    before = everything(library)
    library.take_out([info.id for info in library.documents()])
    again = Library.open(library.home)
    for one in again.taken_out():
        again.put_back(one.id)

    assert everything(again) == before


def test_nothing_comes_back_twice(library: Library) -> None:
    """A second attempt is told, and so is a document that was never taken out."""
    one, _ = library.documents()
    library.take_out([one.id])
    library.put_back(one.id)
    with pytest.raises(LibraryError, match="不能恢复"):
        library.put_back(one.id)


def test_a_name_that_is_taken_meanwhile_is_told(library: Library, tmp_path: Path) -> None:
    """Another content under the same name is not overwritten by what comes back."""
    one, other = library.documents()
    library.take_out([one.id])
    newer = tmp_path / "newer" / one.file_name
    newer.parent.mkdir()
    newer.write_text(
        (tmp_path / "in" / other.file_name).read_text("utf-8") + "\n补充说明。", "utf-8"
    )
    library.add([newer])
    with pytest.raises(LibraryError, match="已有"):
        library.put_back(one.id)

    assert len(library.documents()) == 2


def test_an_unknown_id_is_passed_over(library: Library) -> None:
    """Two people who remove the same document at once meet no error."""
    revision = library.revision

    assert library.take_out(["0" * 64]) == []
    assert library.revision == revision


def test_what_left_long_ago_is_forgotten(library: Library) -> None:
    """The original of a document that cannot come back any more is swept away."""
    one, other = library.documents()
    library.take_out([one.id])
    with library._store.write() as connection:
        connection.execute(text("UPDATE removed SET removed_at = '2000-01-01T00:00:00+00:00'"))
    path = library.home / "originals" / f"{one.id}.txt"
    assert path.exists()
    library.take_out([other.id])
    library.add([])

    assert not path.exists()
    assert [gone.id for gone in library.taken_out()] == [other.id]
