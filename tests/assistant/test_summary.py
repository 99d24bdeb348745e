"""What all facts are called is counted once a document and kept beside the index."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import pytest

from assistant.lookup.entries import Entry
from assistant.lookup.summary import FILE, Summary, summary_of
from tests.assistant.library_of import town


class Counted:
    """Loads facts and remembers of which documents."""

    def __init__(self) -> None:
        self.facts = town()._searcher.facts
        self.read: list[str] = []

    def __call__(self, id: str) -> Sequence[Entry]:
        """Return a document's facts."""
        self.read.append(id)
        return self.facts.entries[id]

    @property
    def stamps(self) -> dict[str, str]:
        """All documents with one stamp."""
        return dict.fromkeys(self.facts.documents, "1")

    def counted(self, ids: Sequence[str]) -> Summary:
        """Return what the documents sum to, counted afresh."""
        return Summary.of(entry for id in ids for entry in self.facts.entries[id])


def test_a_document_is_read_once(tmp_path: Path) -> None:
    """The second opening reads no document, and finds the same counts."""
    load = Counted()
    first = summary_of(tmp_path, load.stamps, load)
    assert load.read == list(load.facts.documents)
    assert summary_of(tmp_path, load.stamps, load) == first
    assert len(load.read) == len(load.facts.documents)


def test_a_change_reads_only_what_changed(tmp_path: Path) -> None:
    """A document that leaves takes its counts along; one that comes is the only one read."""
    load = Counted()
    gone, *rest = load.facts.documents
    summary_of(tmp_path, load.stamps, load)
    without = summary_of(tmp_path, dict.fromkeys(rest, "1"), load)
    assert without.terms == load.counted(rest).terms
    assert without.facts == load.counted(rest).facts
    load.read.clear()
    again = summary_of(tmp_path, load.stamps, load)
    assert load.read == [gone]
    assert again.terms == load.counted([gone, *rest]).terms


def test_a_document_read_in_another_way_is_counted_again(tmp_path: Path) -> None:
    """The stamp of its reading decides, not the document alone."""
    load = Counted()
    first, *_ = load.stamps
    summary = summary_of(tmp_path, load.stamps, load)
    load.read.clear()
    assert summary_of(tmp_path, load.stamps | {first: "2"}, load) == summary
    assert load.read == [first]


@pytest.mark.parametrize("damage", [b"", b"no database", b"SQLite format 3\0" + b"x" * 5000])
def test_a_damaged_file_is_made_anew(tmp_path: Path, damage: bytes) -> None:
    """Counts are never taken from a file that is not sound."""
    load = Counted()
    summary = summary_of(tmp_path, load.stamps, load)
    (tmp_path / "index" / FILE).write_bytes(damage)
    assert summary_of(tmp_path, load.stamps, load) == summary


def test_counts_of_another_version_are_made_anew(tmp_path: Path) -> None:
    """What another version of the program has counted, in a form of its own, is never read."""
    load = Counted()
    summary = summary_of(tmp_path, load.stamps, load)
    with closing(sqlite3.connect(tmp_path / "index" / FILE)) as file, file:
        file.execute("UPDATE shares SET stamp = '0-' || stamp, data = zeroblob(9)")
    assert summary_of(tmp_path, load.stamps, load) == summary


def test_without_a_place_to_write_nothing_is_kept(tmp_path: Path) -> None:
    """A file where the folder should be: the counts are made all the same."""
    load = Counted()
    (tmp_path / "index").write_text("a file")
    assert summary_of(tmp_path, load.stamps, load).facts == load.counted([*load.stamps]).facts
