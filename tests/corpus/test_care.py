"""What is wrong with a library is told, and what can be put right is put right."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import text

from corpus.care import mend, troubles_of
from corpus.corrections import Correction
from corpus.errors import LibraryError
from corpus.library import Library
from corpus.store import FILE, Store
from tests.corpus.disclosures import write_disclosures

FIRST = " WHERE (document, seq) IN (SELECT document, seq FROM figures LIMIT 1)"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A library with three disclosures."""
    write_disclosures(tmp_path / "in", 3)
    Library.open(tmp_path / "home", create=True).add([tmp_path / "in"])
    return tmp_path / "home"


def kinds(home: Path) -> list[str]:
    """Return the kinds of what is wrong."""
    return [trouble.kind for trouble in troubles_of(home)]


def names(home: Path) -> list[str]:
    """Return the file names in the library."""
    return sorted(info.file_name for info in Library.open(home).documents())


def test_a_sound_library_has_no_trouble(home: Path) -> None:
    """Nothing is told, and mending changes nothing."""
    assert kinds(home) == []
    assert mend(home) == []


def test_there_is_nothing_to_look_at(tmp_path: Path) -> None:
    """Without a library it is said what to do first."""
    with pytest.raises(LibraryError, match="还没有文件"):
        troubles_of(tmp_path)


def test_what_belongs_to_nothing_is_swept(home: Path) -> None:
    """The rest of a killed write is told and removed."""
    (home / "originals" / f"{'0' * 64}.txt").write_text("x", "utf-8")

    assert kinds(home) == ["leftover"]
    assert mend(home) == []
    assert kinds(home) == []


def test_originals_that_are_gone_or_changed_are_told(home: Path) -> None:
    """They cannot be made anew; the figures that were read stay."""
    first, second, _ = Library.open(home).documents()
    Library.open(home).original(first.id).unlink()
    Library.open(home).original(second.id).write_text("x", "utf-8")
    mend(home)

    assert sorted(kinds(home)) == ["original-changed", "original-missing"]
    assert len(names(home)) == 3


def test_documents_of_an_older_program_are_read_again(home: Path) -> None:
    """They are told, and mended from the originals."""
    store = Store(home)
    with store.write() as connection:
        connection.execute(text("UPDATE documents SET parser = 0"))

    assert kinds(home) == ["outdated"]
    assert [one.status for one in mend(home)] == ["reread"] * 3
    assert kinds(home) == []


def spoil(path: Path, start: int = 0) -> None:
    """Overwrite a database from ``start`` on."""
    data = path.read_bytes()
    path.write_bytes(data[:start] + b"\xa5" * (len(data) - start))
    for rest in ("-wal", "-shm"):
        path.with_name(path.name + rest).unlink(missing_ok=True)


@pytest.mark.parametrize("start", [0, 8192])
def test_a_damaged_database_is_made_anew(home: Path, start: int) -> None:
    """All documents are read again from the originals; the damaged database is kept aside."""
    figures = len(Library.open(home).figures())
    spoil(home / FILE, start)

    assert kinds(home) == ["database"]
    assert [one.status for one in mend(home)] == ["added"] * 3
    assert kinds(home) == []
    assert len(Library.open(home).figures()) == figures
    assert next(home.glob(f"damaged-*/{FILE}")).is_file()


def test_file_names_survive_where_they_can_be_read(home: Path) -> None:
    """A damaged database still gives names and corrections; what was removed stays out."""
    first, second, _ = Library.open(home).documents()
    Library.open(home).correct(first.id, Correction(year=2024))
    Library.open(home).take_out([second.id])
    known = names(home)
    with closing(sqlite3.connect(home / FILE)) as connection, connection:
        connection.execute("UPDATE figures SET document = 'nobody'" + FIRST)
    assert kinds(home) == ["database"]
    mend(home)

    assert names(home) == known
    assert {one.fiscal_year for one in Library.open(home).documents()} == {2024, 2026}
    assert kinds(home) == []


def test_originals_without_a_database_are_not_swept(home: Path) -> None:
    """When the database is gone, nothing is created over the originals; mending reads them."""
    for path in home.glob(f"{FILE}*"):
        path.unlink()
    with pytest.raises(LibraryError, match="doctor --repair"):
        Library.open(home, create=True)

    assert kinds(home) == ["database"]
    assert len(mend(home)) == 3
    assert len(names(home)) == 3


def test_mending_goes_on_where_it_was_killed(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Originals that were set aside and not read yet are told, and read by the next mending."""
    spoil(home / FILE)
    with monkeypatch.context() as dying:
        dying.setattr(Library, "read", lambda *_: (_ for _ in ()).throw(SystemExit))
        with pytest.raises(SystemExit):
            mend(home)

    assert kinds(home) == ["unfinished"]
    assert len(mend(home)) == 3
    assert kinds(home) == []
