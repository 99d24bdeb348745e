"""The queue of files that people hand in: stages, names, giving up, and what is told."""

from __future__ import annotations

import time
from pathlib import Path
from threading import Event

import pytest

from assistant.web.intake import (
    GONE,
    Intake,
    Job,
    Pace,
    Stage,
    clean_name,
    sample_files,
    told_plainly,
)
from corpus.errors import LibraryError
from corpus.library import Library
from tests.assistant.library_of import CIVIL, CIVIL_2026

NAMES = [
    ("预算.pdf", "预算.pdf"),
    ("../../etc/passwd", "passwd"),
    ("C:\\公开\\预算（本级）.xlsx", "预算（本级）.xlsx"),
    ("a\0b\n.txt", "ab.txt"),
    ("长" * 300 + ".pdf", "长" * 116 + ".pdf"),
    ("..", "未命名"),
    ("", "未命名"),
]


@pytest.fixture
def library(tmp_path: Path) -> Library:
    """An empty library."""
    return Library.open(tmp_path / "home", create=True)


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    """A disclosure as a file."""
    path = tmp_path / f"{CIVIL}2026年部门预算.txt"
    path.write_text(CIVIL_2026, encoding="utf-8")
    return path


def through(intake: Intake) -> list[Job]:
    """Wait until nothing is to be done, and return all files."""
    end = time.monotonic() + 30
    while any(job.is_open for job in intake.jobs()) and time.monotonic() < end:
        time.sleep(0.02)
    return intake.jobs()


def test_files_go_through_and_the_index_follows(library: Library, paper: Path) -> None:
    """A file is in the library before it is ready; ready is told after the index caught up."""
    seen: list[int] = []
    intake = Intake(library, lambda: seen.append(len(library.documents())))
    intake.hand_in(paper, paper.name)
    (job,) = through(intake)

    assert job.stage is Stage.DONE
    assert job.added is not None and job.added.figures > 0
    assert seen == [1]
    assert not job.path.exists()


def test_every_end_is_told(library: Library, paper: Path, tmp_path: Path) -> None:
    """Broken, empty, known and vanished files each say what became of them, without a path."""
    broken, empty = tmp_path / "坏.pdf", tmp_path / "空.txt"
    broken.write_bytes(b"%PDF-1.4 nothing")
    empty.write_bytes(b"")
    intake = Intake(library, lambda: None)
    for path in (paper, broken, empty, paper, tmp_path / "没有.txt"):
        intake.hand_in(path, path.name)
    jobs = through(intake)

    stages = [Stage.DONE, Stage.FAILED, Stage.FAILED, Stage.KNOWN, Stage.FAILED]
    assert [job.stage for job in jobs] == stages
    assert jobs[-1].error == GONE
    assert all("/" not in job.error for job in jobs)
    assert "PDF" in jobs[1].error


def test_what_waits_can_be_given_up(library: Library, paper: Path) -> None:
    """Cancelling takes the waiting files out; what is in the library already stays."""
    hold, began = Event(), Event()

    def ready() -> None:
        began.set()
        hold.wait(20)

    intake = Intake(library, ready)
    intake.hand_in(paper, paper.name)
    assert began.wait(20)
    intake.hand_in(paper, "第二份.txt")
    assert intake.jobs()[1].left is not None
    intake.cancel()
    hold.set()

    assert [job.stage for job in through(intake)] == [Stage.DONE, Stage.CANCELLED]
    assert len(library.documents()) == 1


def test_an_index_that_fails_leaves_the_document_in(library: Library, paper: Path) -> None:
    """What was read is kept, and the trouble is told beside it."""

    def ready() -> None:
        raise LibraryError("索引正忙")

    intake = Intake(library, ready)
    intake.hand_in(paper, paper.name)
    (job,) = through(intake)

    assert (job.stage, job.error) == (Stage.DONE, "索引正忙")
    assert len(library.documents()) == 1


def test_the_queue_counts_its_changes(library: Library, paper: Path) -> None:
    """Sessions draw again only when the stamp has moved on."""
    intake = Intake(library, lambda: None)
    before = intake.stamp
    assert intake.last == 0
    intake.hand_in(paper, paper.name)
    through(intake)

    assert intake.stamp > before
    assert intake.last == 1


def test_time_left_follows_what_was_measured() -> None:
    """Reading a kind of file tells how long the next one of that kind takes."""
    pace = Pace()
    pace.learn("a.pdf", 1000, 10.0)

    assert pace.seconds("b.PDF", 500) == pytest.approx(5.0)
    assert pace.seconds("c.txt", 500) < 1


@pytest.mark.parametrize(("sent", "kept"), NAMES)
def test_names_from_outside_are_only_names(sent: str, kept: str) -> None:
    """Whatever a browser calls a file, it stays one file in one folder."""
    assert clean_name(sent) == kept


def test_errors_are_told_without_the_folder() -> None:
    """People know their file by its name."""
    path = Path("/folder/of/uploads/预算.pdf")

    assert told_plainly(f"{path}：打不开。", path) == "打不开。"
    assert (
        told_plainly(f"《预算.pdf》打不开（{path}）。", path) == "《预算.pdf》打不开（预算.pdf）。"
    )


def test_samples_ship_with_the_program() -> None:
    """The offer of an empty library has something to load."""
    assert len(sample_files()) == 5
