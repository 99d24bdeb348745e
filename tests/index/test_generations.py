"""What survives on disk, and what does not."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from corpus.document import Document
from index.build import refresh
from index.encoder import HashEncoder, ModelEncoder, Vectors
from index.generations import Generations, Label
from index.hybrid import PassageIndex
from index.vector_cache import PORTION, VectorCache, digest_of
from tests.index.shelves import FakeLibrary, prose

WATER = prose("青禾市临江区水务局", {"职责": ["统一管理水资源。"], "机构": ["内设三科。"]})
BOOKS = prose("云岭县图书馆", {"职责": ["保存地方文献。"]})


class CountingEncoder(HashEncoder):
    """Remembers every passage text that it had to embed."""

    def __init__(self) -> None:
        """Start with nothing embedded."""
        self.embedded: list[str] = []

    def passages(self, texts: Sequence[str]) -> Vectors:
        """Embed and remember."""
        self.embedded += texts
        return super().passages(texts)


def folders(home: Path) -> list[Path]:
    """The generations on disk."""
    return sorted((home / "index").glob("g-*"))


def overwrite(path: Path) -> None:
    """Put something else into a file."""
    path.write_bytes(b"x")


def test_nothing_is_embedded_twice(tmp_path: Path) -> None:
    """A new document costs the embedding of its own passages only."""
    library, encoder = FakeLibrary([WATER]), CountingEncoder()
    refresh(library, tmp_path, encoder=encoder)
    library.add(BOOKS)
    refresh(library, tmp_path, encoder=encoder)

    assert len(encoder.embedded) == len(set(encoder.embedded)) == 3


def test_removal_needs_no_model(tmp_path: Path) -> None:
    """When documents only leave, every vector is known and the model is not even loaded."""
    library, encoder = FakeLibrary([WATER, BOOKS]), CountingEncoder()
    refresh(library, tmp_path, encoder=encoder)
    library.remove(BOOKS.id)
    unloaded = ModelEncoder(encoder.name, lambda: pytest.fail("the model was loaded"))
    refresh(library, tmp_path, encoder=unloaded)

    assert {WATER.id} == {
        p.document for p in PassageIndex.open(library, tmp_path, unloaded).passages
    }


def test_unchanged_library_is_not_read_again(tmp_path: Path) -> None:
    """Refreshing an index that is up to date reads no document and keeps its folder."""
    library = FakeLibrary([WATER])
    refresh(library, tmp_path, encoder=HashEncoder())
    before = folders(tmp_path)
    library.read.clear()
    refresh(library, tmp_path, encoder=HashEncoder())

    assert library.read == []
    assert before == folders(tmp_path)


def test_old_generations_are_removed(tmp_path: Path) -> None:
    """After a change only the new generation is left."""
    library = FakeLibrary([WATER])
    refresh(library, tmp_path, encoder=HashEncoder())
    before = folders(tmp_path)
    library.add(BOOKS)
    refresh(library, tmp_path, encoder=HashEncoder())

    assert len(folders(tmp_path)) == 1
    assert before != folders(tmp_path)


def test_damaged_index_is_rebuilt(tmp_path: Path) -> None:
    """A file of the index that was cut short or lost is found, and the index is built anew."""
    library = FakeLibrary([WATER])
    for harm in (overwrite, Path.unlink):
        refresh(library, tmp_path, encoder=HashEncoder())
        harm(folders(tmp_path)[0] / "rows-1")
        index = PassageIndex.open(library, tmp_path, HashEncoder())

        assert index.search("水资源")[0].passage.text == "统一管理水资源。"


def test_another_model_builds_another_index(tmp_path: Path) -> None:
    """Vectors of two models are never mixed."""
    library, other = FakeLibrary([WATER]), CountingEncoder()
    other.name = "other"
    refresh(library, tmp_path, encoder=HashEncoder())
    refresh(library, tmp_path, encoder=other)

    assert len(other.embedded) == 2


def test_document_that_leaves_during_a_build(tmp_path: Path) -> None:
    """A document that is removed while an index is built is simply not in it."""

    class Leaving(FakeLibrary):
        """Loses a document at the moment when it is read."""

        def document(self, id: str, /) -> Document:
            """Remove it first."""
            if id == BOOKS.id:
                self.remove(id)
            return super().document(id)

    index = PassageIndex.open(Leaving([WATER, BOOKS]), tmp_path, HashEncoder())

    assert {passage.document for passage in index.passages} == {WATER.id}


def test_failed_build_leaves_the_index_in_force(tmp_path: Path) -> None:
    """A build that dies leaves the earlier generation and no half-made folder."""
    library = FakeLibrary([WATER])
    refresh(library, tmp_path, encoder=HashEncoder())
    generations = Generations(tmp_path)

    def die(folder: Path) -> None:
        (folder / "half").write_text("")
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        generations.publish(Label("2", "hash-256", "1"), die)
    current = generations.current()

    assert current is not None
    assert [current.folder] == folders(tmp_path)


def test_progress_counts_texts(tmp_path: Path) -> None:
    """Progress is told in texts that really have to be embedded."""
    told: list[tuple[int, int]] = []
    library = FakeLibrary([WATER, BOOKS])
    refresh(library, tmp_path, encoder=HashEncoder(), progress=lambda *step: told.append(step))

    assert told == [(3, 3)]


def test_progress_comes_in_portions(tmp_path: Path) -> None:
    """Many long texts are told of, and kept, portion by portion."""
    told: list[tuple[int, int]] = []
    texts = [f"{number:04}" * (PORTION // 10) for number in range(6)]
    VectorCache(tmp_path / "v.bin").embed(texts, HashEncoder(), lambda *step: told.append(step))

    assert told == [(3, 6), (6, 6)]


def test_torn_vectors_are_embedded_again(tmp_path: Path) -> None:
    """A record that was cut or overwritten is dropped, the others are kept."""
    path, texts = tmp_path / "v.bin", ["甲", "乙", "丙"]
    first = VectorCache(path).embed(texts, HashEncoder())
    data = path.read_bytes()
    path.write_bytes(data[:-10])
    encoder = CountingEncoder()
    again = VectorCache(path).embed(texts, encoder)

    assert len(encoder.embedded) == 1
    assert np.array_equal(first, again)


def test_vectors_survive_a_torn_tail(tmp_path: Path) -> None:
    """After a tail was cut off, records that are appended later can be read."""
    path = tmp_path / "v.bin"
    VectorCache(path).embed(["甲", "乙"], HashEncoder())
    path.write_bytes(path.read_bytes()[:-10])
    VectorCache(path).embed(["甲", "乙", "丙"], HashEncoder())
    encoder = CountingEncoder()
    VectorCache(path).embed(["甲", "乙", "丙"], encoder)

    assert encoder.embedded == []


def test_unused_vectors_are_forgotten_in_the_end(tmp_path: Path) -> None:
    """When most vectors belong to texts that are gone, the file is made small again."""
    path = tmp_path / "v.bin"
    VectorCache(path).embed([f"第{number}段" for number in range(1500)], HashEncoder())
    size = path.stat().st_size
    VectorCache(path).forget_all_but([digest_of("第1段")])
    encoder = CountingEncoder()
    VectorCache(path).embed(["第1段"], encoder)

    assert path.stat().st_size < size / 100
    assert encoder.embedded == []
