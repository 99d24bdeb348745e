"""A library saved into one file comes back as it was, or not at all."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from zipfile import ZipFile

import pytest

from corpus.backup import MANIFEST, back_up, restore
from corpus.errors import LibraryError
from corpus.library import Library
from corpus.store import FILE
from tests.corpus.disclosures import write_disclosures


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A library with three disclosures."""
    write_disclosures(tmp_path / "in", 3)
    Library.open(tmp_path / "home", create=True).add([tmp_path / "in"])
    return tmp_path / "home"


def test_what_was_saved_comes_back(home: Path, tmp_path: Path) -> None:
    """Documents, figures, originals and notes beside them are the same; the index is left out."""
    (home / "index").mkdir()
    (home / "index" / "derived").write_text("x", "utf-8")
    (home / "notes.jsonl").write_text("{}", "utf-8")
    saved = back_up(home, tmp_path / "b.zip")
    restored = restore(tmp_path / "b.zip", tmp_path / "again")
    before, after = Library.open(home), Library.open(tmp_path / "again")

    assert saved == restored and saved.documents == 3
    assert before.documents() == after.documents()
    assert before.figures() == after.figures()
    for info in after.documents():
        assert after.original(info.id).read_bytes() == before.original(info.id).read_bytes()
    assert (tmp_path / "again" / "notes.jsonl").is_file()
    assert not (tmp_path / "again" / "index").exists()
    assert not list(home.glob(".backup-*"))


def test_a_restored_library_grows(home: Path, tmp_path: Path) -> None:
    """What was restored knows its files, and takes new ones."""
    back_up(home, tmp_path / "b.zip")
    restore(tmp_path / "b.zip", tmp_path / "again")
    write_disclosures(tmp_path / "in", 4)
    added = Library.open(tmp_path / "again").add([tmp_path / "in"])

    assert sorted(one.status for one in added) == ["added", *["unchanged"] * 3]


def test_nothing_is_written_over(home: Path, tmp_path: Path) -> None:
    """A folder that holds anything is refused."""
    back_up(home, tmp_path / "b.zip")
    with pytest.raises(LibraryError, match="里已有内容"):
        restore(tmp_path / "b.zip", home)


def damaged(source: Path, target: Path, name: str, data: bytes) -> Path:
    """Copy an archive with another content of one of its files."""
    with ZipFile(source) as given, ZipFile(target, "w") as written:
        for entry in given.namelist():
            written.writestr(entry, data if entry == name else given.read(entry))
    return target


def test_a_changed_file_is_noticed(home: Path, tmp_path: Path) -> None:
    """A backup whose content differs from its manifest leaves nothing behind."""
    back_up(home, tmp_path / "b.zip")
    with ZipFile(tmp_path / "b.zip") as archive:
        name = next(name for name in archive.namelist() if name.startswith("originals/"))
    for data in (b"", b"other", b"x" * 10_000_000):
        bad = damaged(tmp_path / "b.zip", tmp_path / "bad.zip", name, data)
        with pytest.raises(LibraryError, match="不是完整的备份"):
            restore(bad, tmp_path / "again")
        assert not (tmp_path / "again").exists()
    assert not list(tmp_path.glob(".again*"))


@pytest.mark.parametrize("name", ["../out", "/out", "a/../../out", "C:out", "a\\out"])
def test_no_name_leads_outside(home: Path, tmp_path: Path, name: str) -> None:
    """A manifest with a name outside the library is refused before anything of it is written."""
    back_up(home, tmp_path / "b.zip")
    with ZipFile(tmp_path / "b.zip") as archive:
        manifest = json.loads(archive.read(MANIFEST))
    manifest["files"][name] = [1, "0"]
    data = json.dumps(manifest).encode()
    bad = damaged(tmp_path / "b.zip", tmp_path / "bad.zip", MANIFEST, data)
    with pytest.raises(LibraryError, match="不是完整的备份"):
        restore(bad, tmp_path / "again")
    assert not (tmp_path / "again").exists()


def test_what_is_no_backup_is_said(tmp_path: Path) -> None:
    """A file of another kind, a missing one and another version are told apart."""
    (tmp_path / "b.zip").write_text("no archive", "utf-8")
    with pytest.raises(LibraryError, match="不是完整的备份"):
        restore(tmp_path / "b.zip", tmp_path / "again")
    with pytest.raises(LibraryError, match="找不到备份"):
        restore(tmp_path / "none.zip", tmp_path / "again")
    with ZipFile(tmp_path / "b.zip", "w") as archive:
        archive.writestr(MANIFEST, json.dumps({"format": 99, "files": {FILE: [0, ""]}}))
    with pytest.raises(LibraryError, match="更新版本"):
        restore(tmp_path / "b.zip", tmp_path / "again")


def test_a_backup_that_fails_changes_nothing(home: Path, tmp_path: Path) -> None:
    """Without a place to write to, it says so and leaves no half file."""
    with pytest.raises(LibraryError, match="备份没有完成"):
        back_up(home, tmp_path / "no-folder" / "b.zip")
    shutil.rmtree(tmp_path / "in")

    assert len(Library.open(home).documents()) == 3
    assert not list(home.glob(".backup-*"))
