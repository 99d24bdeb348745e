"""What the database keeps, and that nothing between before and after can be seen."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import threading
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import text

from corpus.errors import LibraryError
from corpus.library import Library
from corpus.store import Store
from tests.corpus.disclosures import parsed, write_disclosures

AMOUNTS = ["0.00", "-0.20", "85.50", "1234567890123456789012345.67", "7", "9223372036854775808"]
KILL_BEFORE_COMMIT = """
import os, signal, sys
from pathlib import Path
import corpus.store
from corpus.library import Library
corpus.store.count_change = lambda connection: os.kill(os.getpid(), signal.SIGKILL)
Library.open(Path(sys.argv[1]), create=True).add([Path(sys.argv[2])])
"""
ADDED_SINCE_1 = [
    *(("documents", name) for name in ("parser", "checked_count", "reconciled_count")),
    ("documents", "page_starts"),
    ("figures", "doubtful"),
]
KILL_IN_UPGRADE = """
import os, signal, sys
from pathlib import Path
import corpus.store
from corpus.library import Library
statements = corpus.store.UPGRADES[1]
kill = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
corpus.store.UPGRADES[1] = (*statements[:3], "SELECT kill()")
prepare = corpus.store._prepare
def armed(connection, record):
    prepare(connection, record)
    connection.create_function("kill", 0, kill)
corpus.store._prepare = armed
Library.open(Path(sys.argv[1]), upgrade=True)
"""
ADD_ALL = """
import sys
from pathlib import Path
from corpus.library import Library
library = Library.open(Path(sys.argv[1]), create=True)
library.add([Path(sys.argv[2])], progress=lambda step: print(step.done, flush=True))
"""


def run(script: str, *arguments: Path) -> subprocess.Popen[str]:
    """Start a Python process on the product."""
    command = [sys.executable, "-c", script, *map(str, arguments)]
    root = Path(__file__).resolve().parents[2]
    paths = [str(root), os.environ.get("PYTHONPATH", "")]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(paths)}
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """An empty store."""
    return Store(tmp_path / "home", create=True)


def test_what_was_stored_comes_back_equal(store: Store) -> None:
    """A document, its figures and its absences are read back exactly as they were parsed."""
    given = parsed(AMOUNTS)
    store.put(given, b"")
    library = Library(store)
    assert library.document(given.document.id) == given.document
    assert library.figures() == list(given.figures)
    assert library.absences() == list(given.absences)


def test_pages_sums_and_doubts_are_kept(store: Store) -> None:
    """Where pages begin, whether sums hold, and what character recognition read come back."""
    given = parsed()
    document = replace(
        given.document,
        page_starts=(0, 0, 5),
        tables=tuple(
            replace(table, reconciled=False, doubtful=True) for table in given.document.tables
        ),
        paragraphs=tuple(replace(line, doubtful=True) for line in given.document.paragraphs),
    )
    figures = tuple(replace(figure, doubtful=True) for figure in given.figures)
    store.put(replace(given, document=document, figures=figures), b"")
    library = Library(store)
    assert library.document(document.id) == document
    assert library.figures() == list(figures)


def test_printed_places_survive(store: Store) -> None:
    """85.50 stays 85.50: the printed precision decides what later counts as equal."""
    store.put(parsed(AMOUNTS), b"")
    assert [str(f.quantity.value) for f in Library(store).figures()] == AMOUNTS


def test_no_amount_is_a_float(store: Store) -> None:
    """Amounts are whole numbers with an exponent, or text beyond 64 bits, never floating."""
    store.put(parsed(AMOUNTS), b"")
    rows = store.rows(text("SELECT typeof(digits), typeof(long_digits) FROM figures"))
    assert {tuple(row) for row in rows} == {("integer", "null"), ("null", "text")}


def test_a_killed_write_leaves_the_library_as_before(tmp_path: Path) -> None:
    """kill -9 just before the commit leaves no document, and the next write sweeps the file."""
    home, folder = tmp_path / "home", tmp_path / "in"
    write_disclosures(folder, 1)
    process = run(KILL_BEFORE_COMMIT, home, folder)
    process.communicate()
    assert process.returncode == -signal.SIGKILL
    library = Library.open(home)
    assert (library.documents(), library.figures(), library.revision) == ([], [], 0)
    assert list((home / "originals").iterdir())
    library.remove([])
    assert not list((home / "originals").iterdir())


def test_killed_in_the_middle_every_document_is_whole(tmp_path: Path) -> None:
    """After kill -9 while adding many files, each is wholly in or wholly out."""
    home, folder = tmp_path / "home", tmp_path / "in"
    write_disclosures(folder, 40)
    process = run(ADD_ALL, home, folder)
    assert process.stdout
    while int(process.stdout.readline()) < 5:
        pass
    process.kill()
    process.communicate()
    library = Library.open(home)
    infos = library.documents()
    assert 5 <= len(infos) <= library.revision <= 40
    for info in infos:
        assert len(library.figures(documents=[info.id])) == info.figures
        assert library.original(info.id).read_text("utf-8") == (folder / info.file_name).read_text(
            "utf-8"
        )
    again = [added.status for added in library.add([folder])]
    assert again.count("unchanged") == len(infos) and again.count("added") == 40 - len(infos)


def test_readers_are_not_held_up_by_a_writer(store: Store) -> None:
    """While one writes, others read the library as it was before."""
    store.put(parsed(name="旧.txt"), b"")
    with store.write() as connection:
        connection.execute(text("DELETE FROM documents"))
        assert [info.file_name for info in Library(store).documents()] == ["旧.txt"]
    assert Library(store).documents() == []


def test_a_reader_never_sees_half_a_document(store: Store) -> None:
    """While a document is replaced again and again, a reader sees one version or the other."""
    versions = [parsed(["1.00"] * 30), parsed(["2.00"] * 70)]
    store.put(versions[0], b"")
    writer = threading.Thread(target=lambda: [store.put(versions[n % 2], b"") for n in range(20)])
    writer.start()
    seen = set()
    while writer.is_alive():
        seen.add(len(Library(store).figures()))
    writer.join()
    assert seen <= {30, 70}


def test_deleting_takes_everything(store: Store) -> None:
    """A deleted document leaves no figure, no absence and no original."""
    given = parsed()
    store.put(given, b"bytes")
    store.delete([given.document.id])
    store.sweep()
    for table in ("documents", "figures", "absences"):
        assert store.rows(text(f"SELECT count(*) FROM {table}"))[0][0] == 0
    assert not list(store.originals.iterdir())


def test_every_change_counts(store: Store) -> None:
    """The revision grows with every committed change, and only then."""
    given = parsed()
    assert store.revision == 0
    store.put(given, b"")
    store.delete([given.document.id])
    assert store.revision == 2


def make_old(home: Path) -> None:
    """Turn a library into one of schema 1."""
    connection = sqlite3.connect(home / "library.sqlite")
    for table, column in ADDED_SINCE_1:
        connection.execute(f"ALTER TABLE {table} DROP COLUMN {column}")
    connection.execute("UPDATE meta SET value = 1 WHERE name = 'schema'")
    connection.commit()
    connection.close()


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """The home of a library of schema 1 with three documents."""
    write_disclosures(tmp_path / "in", 3)
    Library.open(tmp_path / "home", create=True).add([tmp_path / "in"])
    make_old(tmp_path / "home")
    return tmp_path / "home"


def test_an_older_library_says_which_command_upgrades_it(old: Path) -> None:
    """Reading an older library is refused with the command that brings it up to date."""
    with pytest.raises(LibraryError, match=r"升级.*disclosure add"):
        Library.open(old)


def test_an_older_library_is_upgraded_from_its_originals(old: Path, tmp_path: Path) -> None:
    """Opened for writing it is upgraded, and its documents are read again; none is lost."""
    fresh = Library.open(tmp_path / "fresh", create=True)
    fresh.add([tmp_path / "in"])
    library = Library.open(old, upgrade=True)
    added = [info.added_at for info in library.documents()]

    assert ["reread"] * 3 == [result.status for result in library.reread()]
    assert library.figures() == fresh.figures()
    assert [i.id for i in library.documents()] == [i.id for i in fresh.documents()]
    assert added == [info.added_at for info in library.documents()]
    assert library.reread() == []


def test_an_upgrade_that_is_killed_changes_nothing(old: Path) -> None:
    """kill -9 in the middle leaves the old library, which can be upgraded once more."""
    process = run(KILL_IN_UPGRADE, old)
    process.communicate()

    assert process.returncode == -signal.SIGKILL
    with pytest.raises(LibraryError, match="升级"):
        Library.open(old)
    assert len(Library.open(old, upgrade=True).documents()) == 3


def test_a_reading_that_is_killed_is_taken_up_again(old: Path) -> None:
    """What was not read again is left for the next time, and every document stays whole."""
    library = Library.open(old, upgrade=True)
    with pytest.raises(KeyboardInterrupt):
        library.reread(progress=_interrupt)

    assert len(library.documents()) == 3
    assert len(library.reread()) == 2


def _interrupt(step: object) -> None:
    raise KeyboardInterrupt


@pytest.mark.parametrize(("version", "word"), [(0, "较早"), (99, "更新")])
def test_another_version_is_refused(store: Store, version: int, word: str) -> None:
    """A library of another release is refused, with the way out."""
    with store.write() as connection:
        connection.execute(text(f"UPDATE meta SET value = {version} WHERE name = 'schema'"))
    with pytest.raises(LibraryError, match=f"{word}.*disclosure add"):
        Store(store.home)


def test_a_damaged_file_is_said_so(tmp_path: Path) -> None:
    """A file that is no database gives a sentence, not a traceback."""
    (tmp_path / "library.sqlite").write_bytes(b"not a database, not at all" * 100)
    with pytest.raises(LibraryError, match="无法打开"):
        Store(tmp_path)


def test_half_made_library_counts_as_empty(tmp_path: Path) -> None:
    """A database that was killed before its tables existed says what to do first."""
    (tmp_path / "library.sqlite").touch()
    with pytest.raises(LibraryError, match="disclosure add"):
        Store(tmp_path)
    assert Store(tmp_path, create=True).revision == 0


def test_long_amounts_are_exact(store: Store) -> None:
    """Digits beyond 64 bits are kept to the last."""
    store.put(parsed(["1234567890123456789012345.67"]), b"")
    value = Library(store).figures()[0].quantity.value
    assert value == Decimal("1234567890123456789012345.67")


def test_a_full_or_missing_folder_is_said_so(store: Store) -> None:
    """When an original cannot be written, nothing is stored and the message names the folder."""
    store.originals.rmdir()
    with pytest.raises(LibraryError, match="写入失败"):
        store.put(parsed(), b"")
    assert Library(store).documents() == []


def test_damage_in_the_middle_is_said_so(store: Store) -> None:
    """A database that breaks later gives a sentence too."""
    with store.write() as connection:
        connection.execute(text("DROP TABLE absences"))
    with pytest.raises(LibraryError, match="无法打开"):
        Library(store).absences()
