"""Builds the index of a library: passages and names of figures, their vectors and their words.

Everything goes into one generation, so that all parts always speak of the same documents. A new
generation reads only the documents that are new or were read in another way since.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

from corpus.errors import LibraryError
from index.catalog import Catalog, read_catalog
from index.chunk import passages_of
from index.draft import Cut, Draft
from index.encoder import Encoder, Vectors, default_encoder
from index.generations import Generation, Generations, Label
from index.naming import name_text
from index.rewriting import Earlier, is_worn, rewrite, sittings
from index.shelf import Shelf, stamp_of, ways
from index.soundness import Damaged
from index.vector_cache import Progress, VectorCache

SMALL = 2_000  # passages that are written anew whenever a document leaves
UNREADABLE = "刚写好的索引读不出来，请检查磁盘是否已满或已损坏"
SWEPT = (OSError, ValueError, RuntimeError)  # files of a generation that is no longer in force
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
    model = encoder or default_encoder()
    found = with_generation(library, home, model, lambda g: read_catalog(g.folder), progress)
    if is_worn(found):
        rewrite(home)


def with_generation(
    library: Shelf,
    home: Path,
    encoder: Encoder,
    use: Callable[[Generation], Used],
    progress: Progress | None = None,
) -> Used:
    """Return ``use`` of a sound generation of the library's present state, built when needed.

    Nobody waits for a builder when that generation is there. Otherwise ``use`` runs under the
    builder's lock; either way it opens all that it needs, and may be called twice.
    """
    generations = Generations(home)
    current = generations.current()
    if current and current.label == _label(library, encoder):
        try:
            return use(current)
        except SWEPT:
            current = None  # another process has just put a newer one in force
    with generations.lock():
        return use(_present(library, generations, encoder, progress))


def _label(library: Shelf, encoder: Encoder) -> Label:
    return Label(stamp_of(library), encoder.name, ways())


def _present(
    library: Shelf, generations: Generations, encoder: Encoder, progress: Progress | None
) -> Generation:
    base = generations.current()
    while True:
        label = _label(library, encoder)
        if base and base.label == label:
            return base
        try:
            _Builder(library, generations, encoder, progress).build(label, base)
        except LibraryError:
            if label == _label(library, encoder):  # else a document left while it was read
                raise
            continue
        made = generations.current()
        if not base and not made:
            raise LibraryError(UNREADABLE)
        base = made


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

    def build(self, label: Label, base: Generation | None) -> None:
        """Put a generation of the library in force, from ``base`` as far as it is of use."""
        readings = dict(self.library.readings())
        if not base or (base.label.encoder, base.label.ways) != (label.encoder, label.ways):
            return self._write_anew(label, readings, None)
        known = read_catalog(base.folder)
        gone = {e.id for e in known.documents if readings.get(e.id) != e.reading}
        if gone and known.rows <= SMALL:
            return self._write_anew(label, readings, base)
        return self._write_changes(label, readings, base, known, gone)

    def _write_anew(
        self, label: Label, readings: Mapping[str, str], base: Generation | None
    ) -> None:
        """Write all documents, those that are as they were in ``base`` from there."""
        cache = self._cache()

        def write(folder: Path) -> None:
            with Draft(folder, None) as draft:
                for cuts in sittings(self._cuts(readings, base)):
                    draft.add(cuts, lambda texts: self._embed(cache, texts))
                draft.finish()
            cache.forget_all_but(draft.used)

        try:
            self.generations.publish(label, write)
        except Damaged:
            self._write_anew(label, readings, None)

    def _write_changes(
        self,
        label: Label,
        readings: Mapping[str, str],
        base: Generation,
        known: Catalog,
        gone: set[str],
    ) -> None:
        """Write what is new beside what stays."""
        stays = {entry.id for entry in known.documents} - gone
        fresh = {id: reading for id, reading in readings.items() if id not in stays}

        def write(folder: Path) -> None:
            with Draft(folder, base) as draft:
                draft.drop(gone)
                if fresh:
                    cache = self._cache()
                    for cuts in sittings(self._cuts(fresh, None)):
                        draft.add(cuts, lambda texts: self._embed(cache, texts))
                draft.finish()

        try:
            self.generations.publish(label, write, base)
        except Damaged:
            self._write_anew(label, readings, None)

    def _cuts(self, readings: Mapping[str, str], base: Generation | None) -> Iterator[Cut]:
        earlier = Earlier(base.folder) if base else None
        for id, reading in sorted(readings.items()):
            known = earlier.cut(id, reading) if earlier else None
            yield known or self._cut(id, reading)

    def _cut(self, id: str, reading: str) -> Cut:
        passages = passages_of(self.library.document(id))
        names = {name_text(figure) for figure in self.library.figures(documents=[id])}
        return Cut(id, reading, passages, sorted(names - {""}))

    def _cache(self) -> VectorCache:
        slug = re.sub(r"[^\w.-]+", "-", self.encoder.name)
        return VectorCache(self.generations.folder / "vectors" / f"{slug}.bin")

    def _embed(self, cache: VectorCache, texts: Sequence[str]) -> Vectors:
        return cache.embed(texts, self.encoder, self.progress)
