"""What the texts of a library print is kept on disk; large libraries are read when asked."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.language import printed_texts
from assistant.language.printed_texts import FILE, texts_of
from corpus.library import Library

FIRST = "云洲市临江区水务局2026年部门预算\n公务接待费3.10万元。\n下设单位：临江区河道管护站\n"
SECOND = "云洲市临江区图书馆2026年单位预算\n购书经费50.00万元。\n"


def library_of(home: Path, **texts: str) -> Library:
    """Return a library of texts by file name."""
    library = Library.open(home / "library", create=True)
    folder = home / "files"
    folder.mkdir(exist_ok=True)
    for name, text in texts.items():
        (folder / f"{name}.txt").write_text(text, "utf-8")
    library.add([folder])
    return library


def test_only_new_texts_are_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A second opening takes the phrases from the file; a new document adds its own."""
    library = library_of(tmp_path, first=FIRST)
    texts_of(library, tmp_path, library.documents())
    library = library_of(tmp_path, second=SECOND)
    read: list[list[str]] = []
    texts = library.texts
    monkeypatch.setattr(library, "texts", lambda ids: read.append(list(ids)) or texts(ids))
    printed = texts_of(library, tmp_path, library.documents()).printed
    assert printed.prints("公务接待费")
    assert printed.prints("购书经费")
    assert [len(ids) for ids in read] == [1, 2]  # the new one; all, to be searched


def test_phrases_leave_with_their_document(tmp_path: Path) -> None:
    """What only a removed document printed is printed no more."""
    library = library_of(tmp_path, first=FIRST, second=SECOND)
    assert texts_of(library, tmp_path, library.documents()).prints("购书经费")
    library.remove(["second.txt"])
    assert not texts_of(library, tmp_path, library.documents()).prints("购书经费")


def test_a_damaged_file_is_made_anew(tmp_path: Path) -> None:
    """Phrases are never taken from a file that is not sound."""
    library = library_of(tmp_path, first=FIRST)
    texts_of(library, tmp_path, library.documents())
    path = tmp_path / "index" / FILE
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 0xFF
    path.write_bytes(bytes(data))
    assert texts_of(library, tmp_path, library.documents()).prints("公务接待费")
    assert path.read_bytes() != bytes(data)


def test_a_large_library_reads_single_texts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Beyond the limit phrases are known and units are found, without all texts in memory."""
    monkeypatch.setattr(printed_texts, "SEARCHED", 10)
    library = library_of(tmp_path, first=FIRST)
    texts = texts_of(library, tmp_path, library.documents())
    (info,) = library.documents()
    assert texts.prints("公务接待费")
    assert not texts.prints("购书经费")
    assert texts.units_named("河道管护站", ["临江区"], [info.id]) == [info.id]
