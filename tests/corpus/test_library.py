"""Adding, replacing, removing and reading documents."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from sqlalchemy import text

from corpus import intake
from corpus.corrections import Correction
from corpus.errors import LibraryError
from corpus.ingest import ParsedDocument, parse
from corpus.intake import FEW_FILES
from corpus.library import AddProgress, Library, containing
from tests.corpus.disclosures import OWNER, text_of, write_disclosures

FATAL = b"fatal"


@pytest.fixture
def library(tmp_path: Path) -> Library:
    """An empty library."""
    return Library.open(tmp_path / "home", create=True)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with three disclosures."""
    write_disclosures(tmp_path / "in", 3)
    return tmp_path / "in"


def statuses(library: Library, *paths: Path, jobs: int = 1) -> list[str]:
    """Return what became of the files."""
    return [added.status for added in library.add(paths, jobs=jobs)]


def test_no_library_says_what_to_do(tmp_path: Path) -> None:
    """Opening a folder without a library names the command that makes one."""
    with pytest.raises(LibraryError, match="disclosure add"):
        Library.open(tmp_path)


def test_the_same_content_is_not_parsed_twice(library: Library, folder: Path) -> None:
    """Unchanged files cost their hash and change nothing."""
    added = library.add([folder])
    assert [(one.status, one.figures > 0, one.tables) for one in added] == [("added", True, 0)] * 3
    revision = library.revision
    assert statuses(library, folder) == ["unchanged"] * 3
    assert library.revision == revision


def test_what_an_older_program_read_is_read_again(library: Library, folder: Path) -> None:
    """The same file is parsed again, once, when its stamp is older than the program's."""
    library.add([folder])
    with library._store.write() as connection:
        connection.execute(text("UPDATE documents SET parser = 0 WHERE file_name = '预算001.txt'"))
    before = library.readings()
    assert statuses(library, folder) == ["unchanged", "reread", "unchanged"]
    assert statuses(library, folder) == ["unchanged"] * 3
    assert len(before.items() - library.readings().items()) == 1


def test_an_original_that_cannot_be_read_again_stays(library: Library, folder: Path) -> None:
    """A lost original is reported by the document's name; what was read from it remains."""
    library.add([folder])
    with library._store.write() as connection:
        connection.execute(text("UPDATE documents SET parser = 0"))
    library.original(library.documents()[1].id).unlink()
    results = library.reread()
    assert [result.status for result in results] == ["reread", "failed", "reread"]
    assert len(library.documents()) == 3


def test_tables_and_their_sums_are_counted(library: Library, tmp_path: Path) -> None:
    """A list of documents tells how many tables print sums, and how many of these hold."""
    table = "支出表\n单位：元\n项目\t金额\n清淤\t5.00\n绿化\t7.00\n合计\t{}\n\n"
    plain = "项目表\n单位：元\n项目\t金额\n清淤\t5.00\n"
    (tmp_path / "表.txt").write_text(
        table.format("12.00") + "说明。\n" + table.format("13.00") + "说明。\n" + plain, "utf-8"
    )
    library.add([tmp_path / "表.txt"])
    (info,) = library.documents()
    assert (info.tables, info.checked_tables, info.reconciled_tables) == (3, 2, 1)
    stored = library.document(info.id).tables
    assert [one.reconciled for one in stored] == [True, False, None]


def test_a_document_is_read_once_until_the_library_changes(library: Library, folder: Path) -> None:
    """What was read is kept; a document that has left is no longer found."""
    library.add([folder])
    id = library.documents()[0].id
    assert library.document(id) is library.document(id)
    library.remove([id])
    with pytest.raises(LibraryError):
        library.document(id)


def test_other_content_under_a_name_replaces(library: Library, folder: Path) -> None:
    """A changed file takes the place of its earlier version."""
    library.add([folder])
    (folder / "预算001.txt").write_text(text_of("9.99"), "utf-8")
    assert statuses(library, folder) == ["unchanged", "replaced", "unchanged"]
    assert len(library.documents()) == 3


def test_a_name_that_now_holds_known_content(library: Library, folder: Path) -> None:
    """A file overwritten with another's content leaves only that content."""
    library.add([folder])
    (folder / "预算001.txt").write_bytes((folder / "预算000.txt").read_bytes())
    assert statuses(library, folder) == ["unchanged", "replaced", "unchanged"]
    assert [info.file_name for info in library.documents()] == ["预算000.txt", "预算002.txt"]


def test_a_bad_file_does_not_stop_the_others(library: Library, folder: Path) -> None:
    """A file that cannot be read is reported by name; the others go in."""
    (folder / "预算000.txt").write_bytes(b"")
    results = library.add([folder, folder / "没有.txt"])
    assert [added.status for added in results] == ["failed", "added", "added", "failed"]
    assert "预算000.txt" in (results[0].error or "")
    assert "找不到" in (results[3].error or "")


def test_hidden_and_foreign_files_are_skipped(library: Library, folder: Path) -> None:
    """In folders, hidden files and unknown formats are passed over with a reason."""
    (folder / ".隐藏.txt").write_text("x", "utf-8")
    (folder / "图.png").write_bytes(b"x")
    results = {added.path.name: added for added in library.add([folder])}
    assert results[".隐藏.txt"].status == results["图.png"].status == "skipped"
    assert ".png" in (results["图.png"].error or "")


def test_two_years_may_use_one_file_name(library: Library, tmp_path: Path) -> None:
    """Files in subfolders are named by their path, so that none takes another's place."""
    for year in (2025, 2026):
        (tmp_path / f"in/{year}").mkdir(parents=True)
        (tmp_path / f"in/{year}/预算.txt").write_text(text_of(year=year), "utf-8")
    assert statuses(library, tmp_path / "in") == ["added", "added"]
    assert {info.file_name for info in library.documents()} == {"2025/预算.txt", "2026/预算.txt"}


def test_one_name_twice_in_one_call_is_not_guessed(library: Library, tmp_path: Path) -> None:
    """Two given files of one name and different content: the second is reported, not lost."""
    paths = [tmp_path / "a/预算.txt", tmp_path / "b/预算.txt"]
    for number, path in enumerate(paths):
        path.parent.mkdir()
        path.write_text(text_of(f"{number}.00"), "utf-8")
    first, second = library.add(paths)
    assert (first.status, second.status) == ("added", "failed")
    assert "改名" in (second.error or "")


def test_processes_give_the_same_library(folder: Path, tmp_path: Path) -> None:
    """Parsing in several processes changes nothing but the time."""
    write_disclosures(folder, FEW_FILES)
    (folder / "坏.txt").write_bytes(b"")
    one, two = (Library.open(tmp_path / name, create=True) for name in ("one", "two"))
    assert statuses(one, folder) == statuses(two, folder, jobs=2)
    assert one.figures() == two.figures()


def parse_or_die(data: bytes, name: str, correction: Correction) -> ParsedDocument:
    """Parse, but let one file take its whole process down."""
    if data == FATAL:
        os._exit(1)
    return parse(data, name, correction)


def test_a_file_that_kills_its_reader_harms_no_other(
    library: Library, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """When reading a file crashes the process, that file is reported and the others go in."""
    monkeypatch.setattr(intake, "parse", parse_or_die)
    write_disclosures(folder, FEW_FILES)
    (folder / "致命.txt").write_bytes(FATAL)
    assert statuses(library, folder, jobs=2) == ["failed"] + ["added"] * FEW_FILES


def test_progress_counts_files(library: Library, folder: Path) -> None:
    """Progress is told after every file, in order."""
    steps: list[AddProgress] = []
    library.add([folder], progress=steps.append)
    assert [(step.done, step.total) for step in steps] == [(1, 3), (2, 3), (3, 3)]


@pytest.mark.parametrize("way", ["file_name", "id", "prefix"])
def test_a_document_is_removed_by_name_or_id(library: Library, folder: Path, way: str) -> None:
    """A file name, an id, or the beginning of an id names a document."""
    library.add([folder])
    info = library.documents()[1]
    reference = info.id[:8] if way == "prefix" else getattr(info, way)
    assert library.remove([reference]) == [info]
    assert info.id not in {figure.source.document for figure in library.figures()}
    for gone in (library.original, library.document):
        with pytest.raises(LibraryError, match="可能已被删除"):
            gone(info.id)


def test_an_unknown_name_removes_nothing(library: Library, folder: Path) -> None:
    """A name that fits no document lists near names, and the valid ones stay too."""
    library.add([folder])
    with pytest.raises(LibraryError, match=r"预算000\.txt"):
        library.remove(["预算001.txt", "预算00.txt"])
    assert len(library.documents()) == 3


def test_an_ambiguous_name_removes_nothing(library: Library, tmp_path: Path) -> None:
    """A base name of two documents asks for the whole name."""
    for year in (2025, 2026):
        (tmp_path / f"in/{year}").mkdir(parents=True)
        (tmp_path / f"in/{year}/预算.txt").write_text(text_of(year=year), "utf-8")
    library.add([tmp_path / "in"])
    with pytest.raises(LibraryError, match="对应多个文件"):
        library.remove(["预算.txt"])


def test_the_original_is_kept(library: Library, folder: Path) -> None:
    """The bytes that were added can be opened again."""
    library.add([folder])
    info = library.documents()[0]
    assert library.original(info.id).read_bytes() == (folder / info.file_name).read_bytes()


def test_figures_are_filtered_exactly(library: Library, folder: Path) -> None:
    """Filters are hard: an owner's short name or another year finds nothing."""
    library.add([folder])
    every = library.figures()
    assert every and library.figures(documents=[]) == []
    assert library.figures(owner=every[0].owner) == every
    assert library.figures(owner="水务局") == library.figures(year=1999) == []
    item = every[0].item.name
    assert {figure.item.name for figure in library.figures(item=item)} == {item}
    assert containing(every, owner=OWNER[-3:], item=item[:2])


def test_single_figures_are_read_by_their_place(library: Library, folder: Path) -> None:
    """A place is a document and a number in printed order; what is not there is left out."""
    library.add([folder])
    ids = [info.id for info in library.documents()]
    every = {(id, at): f for id in ids for at, f in enumerate(library.figures(documents=[id]))}

    assert library.figures_at(every.keys()) == every
    assert library.figures_at([(ids[0], 0), (ids[0], -1), ("none", 0)]) == {
        (ids[0], 0): every[ids[0], 0]
    }
    assert library.figures_at([]) == {}


def test_a_pipe_is_reported_and_never_waited_for(tmp_path: Path) -> None:
    """A file that is no regular file fails by itself, at once, by name."""
    pipe = tmp_path / "管道.txt"
    os.mkfifo(pipe)
    library = Library.open(tmp_path / "home", create=True)

    (added,) = library.add([pipe])

    assert "failed" == added.status
    assert "管道.txt：不是普通文件" in (added.error or "")
