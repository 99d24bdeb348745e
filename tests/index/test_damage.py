"""An index that was damaged, or not finished, is never searched."""

from __future__ import annotations

import os
from multiprocessing import get_context
from pathlib import Path

import pytest

from index import build, rewriting, soundness
from index.build import refresh
from index.draft import Draft
from index.encoder import HashEncoder
from index.generations import Generations
from index.hybrid import PassageIndex
from tests.index.shelves import FakeLibrary
from tests.index.test_generations import folders
from tests.index.test_increments import BUREAUS, QUESTIONS

BUREAUS_TEXT = "\n".join(document.text for document in BUREAUS)


@pytest.mark.usefixtures("large")
@pytest.mark.parametrize("name", ["passages-1.jsonl", "rows-1"])
def test_rewriting_notices_damage(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """What turns out to be damaged is never copied; the index is built anew."""
    monkeypatch.setattr(soundness, "AT_ONCE", 0)
    library = FakeLibrary(BUREAUS)
    refresh(library, tmp_path, encoder=HashEncoder())
    flip(folders(tmp_path)[0] / name)
    rewriting.rewrite(tmp_path)

    assert Generations(tmp_path).current() is None
    assert len(PassageIndex.open(library, tmp_path, HashEncoder()).passages) == 24


@pytest.mark.usefixtures("large")
def test_joining_notices_damage(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Damaged vectors are not joined with those of a new document: all is built anew."""
    monkeypatch.setattr(soundness, "AT_ONCE", 0)
    monkeypatch.setattr(soundness.Health, "watch", lambda *_: None)
    library = FakeLibrary(BUREAUS[:1])
    refresh(library, tmp_path, encoder=HashEncoder())
    sound = (folders(tmp_path)[0] / "rows-1").read_bytes()
    flip(folders(tmp_path)[0] / "rows-1")
    library.add(BUREAUS[1])
    refresh(library, tmp_path, encoder=HashEncoder())

    assert sound in next(folders(tmp_path)[0].glob("rows-*")).read_bytes()


@pytest.mark.usefixtures("large")
def test_a_crash_on_the_way_changes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A refresh that dies leaves the index in force as it was, and the next one is complete."""
    library = FakeLibrary(BUREAUS[:6])
    refresh(library, tmp_path, encoder=HashEncoder())
    before = Generations(tmp_path).current()
    library.add(BUREAUS[6])
    with monkeypatch.context() as dying:
        dying.setattr("index.draft.Draft.finish", lambda _: (_ for _ in ()).throw(SystemExit))
        with pytest.raises(SystemExit):
            refresh(library, tmp_path, encoder=HashEncoder())

    assert before is not None
    assert before == Generations(tmp_path).current()
    assert len(PassageIndex.open(library, tmp_path, HashEncoder()).passages) == 14


def test_a_process_that_is_killed_changes_nothing(tmp_path: Path) -> None:
    """A process that is killed while it writes leaves the index in force; its rest is swept."""
    library = FakeLibrary(BUREAUS[:6])
    refresh(library, tmp_path, encoder=HashEncoder())
    before = Generations(tmp_path).current()
    library.add(BUREAUS[6])
    killed = get_context("spawn").Process(target=refresh_and_die, args=(tmp_path,))
    killed.start()
    killed.join()

    assert killed.exitcode == 9
    assert before == Generations(tmp_path).current()
    assert len(folders(tmp_path)) == 2
    assert len(PassageIndex.open(library, tmp_path, HashEncoder()).passages) == 14
    assert len(folders(tmp_path)) == 1


def refresh_and_die(home: Path) -> None:
    """Die in another process just before the new index is complete."""
    Draft.finish = lambda _: os._exit(9)  # type: ignore[method-assign]
    library = FakeLibrary(BUREAUS[:7])
    library.revision = 2
    build.SMALL = 0
    refresh(library, home, encoder=HashEncoder())


def flip(path: Path) -> None:
    """Change one bit in the middle of a file, later than it was written."""
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    written = path.stat().st_mtime_ns
    path.write_bytes(data)
    os.utime(path, ns=(written + 1, written + 1))


def test_a_flipped_bit_is_noticed(tmp_path: Path) -> None:
    """A bit that changed in any file is found when the index is opened."""
    library = FakeLibrary(BUREAUS)
    refresh(library, tmp_path, encoder=HashEncoder())
    for name in [path.name for path in folders(tmp_path)[0].iterdir() if path.is_file()]:
        (path,) = (tmp_path / "index").glob(f"g-*/{name}")
        if path.stat().st_size and name != "manifest.json":
            flip(path)
            index = PassageIndex.open(library, tmp_path, HashEncoder())

            assert index.search("第3号水库维修经费")[0].passage.document == BUREAUS[3].id
            assert not path.exists()


def test_a_flipped_bit_of_a_large_file_is_noticed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A damaged vector is found in the background, a damaged passage when it is read."""
    monkeypatch.setattr(soundness, "AT_ONCE", 0)
    library, encoder = FakeLibrary(BUREAUS), HashEncoder()
    refresh(library, tmp_path, encoder=encoder)
    for name in ("rows-1", "passages-1.jsonl"):
        flip(folders(tmp_path)[0] / name)
        damaged = folders(tmp_path)
        index = PassageIndex.open(library, tmp_path, encoder)
        if name == "rows-1":
            index._parts.generation.health.wait()
        texts = [hit.passage.text for question in QUESTIONS for hit in index.search(question)]

        assert set(texts) <= {p.text for p in index.passages}
        assert damaged != folders(tmp_path)
        assert all(text in BUREAUS_TEXT for text in texts)
