"""A new generation while it is written: what stays is linked, what is new is added.

Documents come as ``Cut`` values. Documents that left are taken out of the catalog at once; their
rows stay where they are, so that no number changes, until everything is rewritten.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index import catalog as files
from index import near
from index.bm25 import LexicalWriter
from index.catalog import Catalog, Entry, Segment, read_catalog, read_names, read_uses
from index.chunk import Passage
from index.encoder import Vectors
from index.generations import Generation
from index.passage_files import PassageWriter, join
from index.rows import Rows
from index.soundness import link, verify
from index.vector_cache import digest_of

LARGE = 50_000  # rows of a segment that is never joined with another
FLAT = 50_000  # rows that may lie outside the approximate index
GROWTH = 4  # times as many rows as its lists were learnt from: they are learnt anew
Embed = Callable[[Sequence[str]], Vectors]
TANTIVY_STATE = ("meta.json", ".managed.json")  # all that it writes a second time


@dataclass(frozen=True, slots=True)
class Cut:
    """A document as it is indexed: its passages, and the distinct names of its figures."""

    id: str
    reading: str
    passages: Sequence[Passage]
    names: Sequence[str]


class Draft:
    """One new generation in an empty folder."""

    def __init__(self, folder: Path, base: Generation | None) -> None:
        """Start from all that ``base`` holds, or from nothing."""
        self._folder = folder
        self._base = base
        self._catalog = _taken_over(base.folder, folder) if base else Catalog()
        self._names = _Names(folder, self._catalog)
        number = max((segment.number for segment in self._catalog.segments), default=0) + 1
        self._segment = Segment(number, 0, 0, 0)
        self._entries: list[Entry] = []
        self._writer: _SegmentWriter | None = None
        self._lexical: LexicalWriter | None = None
        self.used: set[bytes] = set()  # the digests of all texts that were added

    def __enter__(self) -> Draft:
        """Return the draft itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close what a build that failed has left open."""
        if self._writer:
            self._writer.close([])

    def drop(self, ids: Collection[str]) -> None:
        """Take documents out."""
        if not ids:
            return
        uses = read_uses(self._folder, self._catalog.segments)
        for entry in self._catalog.documents:
            if entry.id in ids:
                self._names.release(uses[entry.use : entry.use + entry.uses])
                self._words().remove(entry.id)
        self._catalog = self._catalog.without(ids)

    def add(self, cuts: Sequence[Cut], embed: Embed) -> None:
        """Put documents in; ``embed`` gives the vectors of texts."""
        texts = [passage.indexed for cut in cuts for passage in cut.passages]
        fresh = self._names.unknown(name for cut in cuts for name in cut.names)
        vectors = embed([*texts, *fresh])
        self.used.update(map(digest_of, [*texts, *fresh]))
        writer = self._open_segment()
        writer.passages.add([passage for cut in cuts for passage in cut.passages])
        writer.vectors.write(vectors[: len(texts)].tobytes())
        writer.name_vectors.write(vectors[len(texts) :].tobytes())
        if texts or fresh:
            self._catalog = replace(self._catalog, dimension=vectors.shape[1])
        self._names.learn(fresh)
        for cut in cuts:
            self._enter(cut, writer)
        self._segment = replace(self._segment, names=self._segment.names + len(fresh))

    def finish(self) -> None:
        """Write what is left to write; raises Damaged when it is not sound what ``base`` has."""
        if self._writer:
            self._writer.close(self._names.names[len(self._names.names) - self._segment.names :])
            self._writer = None
            segments = (*self._catalog.segments, self._segment)
            self._catalog = replace(self._catalog, segments=self._joined(segments))
        self._words().close()
        self._names.write()
        documents = (*self._catalog.documents, *self._entries)
        self._catalog = replace(self._catalog, documents=documents)
        self._catalog.write(self._folder)
        self._bring_near_up()

    def _enter(self, cut: Cut, writer: _SegmentWriter) -> None:
        row, use = self._catalog.rows + self._segment.rows, self._uses()
        numbers = self._names.use(cut.names)
        writer.uses.write(numbers.astype("<i4").tobytes())
        for place, passage in enumerate(cut.passages, start=row):
            self._words().add(place, cut.id, passage.indexed)
        entry = Entry(cut.id, cut.reading, row, len(cut.passages), use, len(numbers))
        self._entries.append(entry)
        rows, uses = self._segment.rows + entry.rows, self._segment.uses + entry.uses
        self._segment = replace(self._segment, rows=rows, uses=uses)

    def _joined(self, segments: tuple[Segment, ...]) -> tuple[Segment, ...]:
        """Join the last segments as long as the one before is not twice as large."""
        while len(segments) > 1 and segments[-2].rows < min(LARGE, 2 * segments[-1].rows + 1):
            for segment in segments[-2:]:
                self._verify(segment.files(self._folder))
            segments = (*segments[:-2], _joined_pair(self._folder, *segments[-2:]))
        return segments

    def _bring_near_up(self) -> None:
        """Write the approximate index, link the earlier one, or leave a small library without."""
        known, base = self._catalog, self._base.folder if self._base else self._folder
        earlier = base / files.NEAR, base / files.NEAR_PLAN
        target = self._folder / files.NEAR, self._folder / files.NEAR_PLAN
        plan = near.read_plan(earlier[1]) if earlier[1].is_file() else None
        outside = known.rows - (plan.covered if plan else 0)
        rows = Rows([part.vectors(self._folder) for part in known.segments], known.dimension)
        if plan and outside <= FLAT:
            for source, copy in zip(earlier, target, strict=True):
                link(source, copy)
        elif plan and known.rows <= GROWTH * plan.learnt:
            self._verify(target)
            near.extend(rows, earlier, *target)
        elif outside > FLAT:
            near.build(rows, *target)

    def _verify(self, paths: Iterable[Path]) -> None:
        """Raise Damaged when one of the files that ``base`` has too is not sound there."""
        if self._base:
            known = self._base.parts
            names = [path.name for path in paths if path.name in known]
            verify(self._base.folder, {name: known[name] for name in names})

    def _uses(self) -> int:
        return sum(segment.uses for segment in (*self._catalog.segments, self._segment))

    def _words(self) -> LexicalWriter:
        if self._lexical is None:
            self._lexical = LexicalWriter(self._folder / files.LEXICAL)
        return self._lexical

    def _open_segment(self) -> _SegmentWriter:
        if self._writer is None:
            self._writer = _SegmentWriter(self._folder, self._segment)
        return self._writer


class _SegmentWriter:
    """The open files of the segment that is being written."""

    def __init__(self, folder: Path, segment: Segment) -> None:
        self.passages = PassageWriter(segment.lines(folder), segment.places(folder))
        self.vectors = segment.vectors(folder).open("wb")
        self.name_vectors = segment.name_vectors(folder).open("wb")
        self.uses = segment.use_list(folder).open("wb")
        self._name_list = segment.name_list(folder)

    def close(self, names: Sequence[str]) -> None:
        self.passages.close()
        for file in (self.vectors, self.name_vectors, self.uses):
            file.close()
        self._name_list.write_text(json.dumps(names, ensure_ascii=False), "utf-8")


class _Names:
    """The names of figures, and in how many documents each of them is."""

    def __init__(self, folder: Path, known: Catalog) -> None:
        self._path = folder / files.NAME_COUNTS
        self.names = read_names(folder, known.segments)
        self._counts = np.fromfile(self._path, dtype="<i4").tolist() if self.names else []
        self._numbers = {name: number for number, name in enumerate(self.names)}

    def unknown(self, names: Iterable[str]) -> list[str]:
        return sorted({name for name in names if name not in self._numbers})

    def learn(self, names: Sequence[str]) -> None:
        self._numbers |= {name: at for at, name in enumerate(names, start=len(self.names))}
        self.names += names
        self._counts += [0] * len(names)

    def use(self, names: Sequence[str]) -> NDArray[np.int32]:
        numbers = [self._numbers[name] for name in names]
        for number in numbers:
            self._counts[number] += 1
        return np.asarray(numbers, dtype="<i4")

    def release(self, numbers: NDArray[np.int32]) -> None:
        for number in numbers.tolist():
            self._counts[number] -= 1

    def write(self) -> None:
        draft = self._path.with_suffix(".new")
        np.asarray(self._counts, dtype="<i4").tofile(draft)
        draft.replace(self._path)  # the file that was linked is left as it is


def _taken_over(base: Path, folder: Path) -> Catalog:
    """Link the files of a generation into an empty folder, and return its catalog."""
    known = read_catalog(base)
    (folder / files.LEXICAL).mkdir()
    for segment in known.segments:
        for source, target in zip(segment.files(base), segment.files(folder), strict=True):
            link(source, target)
    link(base / files.NAME_COUNTS, folder / files.NAME_COUNTS)
    for source in (base / files.LEXICAL).iterdir():
        target = folder / files.LEXICAL / source.name
        if source.name in TANTIVY_STATE:
            shutil.copy2(source, target)
        elif source.suffix != ".lock":
            link(source, target)
    return known


def _joined_pair(folder: Path, first: Segment, second: Segment) -> Segment:
    """Write two neighbours as one: every row, name and use keeps its number."""
    number = max(first.number, second.number) + 1
    both = (first, second)
    rows, names, uses = (first.rows + second.rows, first.names + second.names, 0)
    uses = first.uses + second.uses
    one = Segment(number, rows, names, uses)
    join([(s.lines(folder), s.places(folder)) for s in both], one.lines(folder), one.places(folder))
    for kind in (Segment.vectors, Segment.name_vectors, Segment.use_list):
        kind(one, folder).write_bytes(b"".join(kind(s, folder).read_bytes() for s in both))
    text = json.dumps(read_names(folder, both), ensure_ascii=False)
    one.name_list(folder).write_text(text, "utf-8")
    for segment in both:
        for path in segment.files(folder):
            path.unlink()
    return one
