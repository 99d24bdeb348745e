"""Builds the index of a library: passages and names of figures, their vectors and their words.

Everything goes into one generation, so that all parts always speak of the same documents.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import TypeVar

from corpus.document import Span
from corpus.errors import LibraryError
from index.bm25 import build_lexical
from index.chunk import Passage, passages_of
from index.dense import build_dense
from index.encoder import Encoder, default_encoder
from index.generations import Generation, Generations
from index.naming import TermCounts, name_text
from index.shelf import Shelf, stamp_of
from index.vector_cache import Progress, VectorCache

PASSAGES = "passages.jsonl"
PASSAGE_VECTORS = "passages.faiss"
WORDS = "words"
NAMES = "names.json"
NAME_VECTORS = "names.faiss"
TERMS = "terms.json"
Used = TypeVar("Used")


def refresh(
    library: Shelf,
    home: Path,
    *,
    encoder: Encoder | None = None,
    progress: Progress | None = None,
) -> None:
    """Bring the index of ``home`` up to the library's state; quick when nothing changed.

    ``progress`` is told (done, total) while texts are embedded.
    """
    with_generation(library, home, encoder or default_encoder(), lambda _: None, progress)


def with_generation(
    library: Shelf,
    home: Path,
    encoder: Encoder,
    use: Callable[[Generation], Used],
    progress: Progress | None = None,
) -> Used:
    """Return ``use`` of a sound generation of the library's present state, built when needed.

    ``use`` runs under the builder's lock, so that no other process sweeps the folder meanwhile.
    """
    generations = Generations(home)
    with generations.lock():
        return use(_present(library, generations, encoder, progress))


def _present(
    library: Shelf, generations: Generations, encoder: Encoder, progress: Progress | None
) -> Generation:
    current = generations.current()
    while True:
        stamp = stamp_of(library)
        if current and (current.stamp, current.encoder) == (stamp, encoder.name):
            return current
        try:
            return _Builder(library, generations, encoder, progress).build(stamp)
        except LibraryError:
            if stamp == stamp_of(library):  # else a document left while it was read
                raise


class _Builder:
    """One build, in stages."""

    def __init__(
        self,
        library: Shelf,
        generations: Generations,
        encoder: Encoder,
        progress: Progress | None,
    ) -> None:
        self.library = library
        self.generations = generations
        self.encoder = encoder
        self.progress = progress

    def build(self, stamp: str) -> Generation:
        ids = sorted(info.id for info in self.library.documents())
        passages = [p for id in ids for p in passages_of(self.library.document(id))]
        names, terms = self._names(ids)

        def write(folder: Path) -> None:
            self._write_vectors(folder, [p.indexed for p in passages], names)
            _write_passages(folder, passages)
            _write_json(folder / NAMES, names)
            _write_json(folder / TERMS, asdict(terms))

        return self.generations.publish(stamp, self.encoder.name, write)

    def _names(self, ids: list[str]) -> tuple[list[str], TermCounts]:
        """Return the distinct names of figures, sorted, and the counts of their terms."""
        names: set[str] = set()
        contexts: set[str] = set()
        for id in ids:
            for figure in self.library.figures(documents=[id]):
                names.add(name_text(figure))
                contexts.add(figure.context)
        return sorted(names - {""}), TermCounts.of(names | contexts)

    def _write_vectors(self, folder: Path, passages: list[str], names: list[str]) -> None:
        slug = re.sub(r"[^\w.-]+", "-", self.encoder.name)
        cache = VectorCache(self.generations.folder / "vectors" / f"{slug}.bin")
        vectors = cache.embed([*passages, *names], self.encoder, self.progress)
        build_dense(folder / PASSAGE_VECTORS, vectors[: len(passages)])
        build_dense(folder / NAME_VECTORS, vectors[len(passages) :])


def _write_passages(folder: Path, passages: list[Passage]) -> None:
    lines = (json.dumps(asdict(passage), ensure_ascii=False) for passage in passages)
    (folder / PASSAGES).write_text("".join(f"{line}\n" for line in lines), "utf-8")
    texts = [passage.indexed for passage in passages]
    build_lexical(folder / WORDS, texts, [passage.document for passage in passages])


def read_passages(folder: Path) -> list[Passage]:
    """Return the passages of a generation, in the order of their vectors."""
    passages = []
    for line in (folder / PASSAGES).read_text("utf-8").split("\n")[:-1]:
        row = json.loads(line)
        row["section"], row["span"] = tuple(row["section"]), Span(**row["span"])
        passages.append(Passage(**row))
    return passages


def _write_json(path: Path, value: object) -> None:
    path.write_text(json.dumps(value, ensure_ascii=False), "utf-8")
