"""Writes an index anew from its own files, without what documents that left have left behind.

It says the same afterwards. Searching goes on meanwhile, and so does building: what was built in
the meantime stays in force, and the rewriting is done another time.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from threading import Lock, Thread, main_thread

import numpy as np

from index.catalog import Catalog, read_catalog, read_names, read_uses
from index.draft import Cut, Draft
from index.encoder import Vectors
from index.generations import Generations
from index.passage_files import Passages
from index.rows import Rows
from index.soundness import Damaged

WORN = 0.25  # share of rows of documents that left
FEW = 2_000  # rows that are not worth it
SITTING = 50_000  # passages that are in memory at one time
THREAD = "rewriting"
_running = Lock()


class Abandoned(Exception):
    """The program ends before the rewriting does."""


class Earlier:
    """The documents of a generation, as they were cut for it."""

    def __init__(self, folder: Path) -> None:
        """Open all files."""
        known = read_catalog(folder)
        self._entries = {entry.id: entry for entry in known.documents}
        self._passages = Passages(known.passage_files(folder))
        self._names = read_names(folder, known.segments)
        self._uses = read_uses(folder, known.segments)
        rows = [segment.vectors(folder) for segment in known.segments]
        names = [segment.name_vectors(folder) for segment in known.segments]
        self._rows = Rows(rows, known.dimension)
        self._name_rows = Rows(names, known.dimension)
        self._numbers = {name: number for number, name in enumerate(self._names)}

    def cut(self, id: str, reading: str) -> Cut | None:
        """Return a document, None when it is not there in this reading; raises Damaged."""
        entry = self._entries.get(id)
        if not entry or entry.reading != reading:
            return None
        passages = self._passages[entry.row : entry.row + entry.rows]
        uses = self._uses[entry.use : entry.use + entry.uses]
        return Cut(id, reading, passages, [self._names[number] for number in uses])

    def cuts(self) -> Iterator[Cut]:
        """Yield all documents, by id; raises Damaged, and Abandoned when the program ends."""
        for id, entry in sorted(self._entries.items()):
            if not main_thread().is_alive():
                raise Abandoned
            cut = self.cut(id, entry.reading)
            if cut:
                yield cut

    def vectors(self, cuts: Sequence[Cut], texts: Sequence[str]) -> Vectors:
        """Return the vectors of the passages of ``cuts`` and of the names that follow."""
        rows = [self._entries[cut.id].positions for cut in cuts]
        passages = self._rows.take(np.concatenate([np.empty(0, dtype=np.int64), *rows]))
        names = [self._numbers[name] for name in texts[len(passages) :]]
        return np.concatenate([passages, self._name_rows.take(np.asarray(names, dtype=np.int64))])


def sittings(cuts: Iterable[Cut]) -> Iterator[list[Cut]]:
    """Yield documents in lists of about ``SITTING`` passages."""
    together: list[Cut] = []
    passages = 0
    for cut in cuts:
        together.append(cut)
        passages += len(cut.passages)
        if passages >= SITTING:
            yield together
            together, passages = [], 0
    if together:
        yield together


def is_worn(known: Catalog) -> bool:
    """Tell whether so much has left that rewriting is worth its time."""
    return known.rows > FEW and known.live < (1 - WORN) * known.rows


def rewrite(home: Path) -> None:
    """Write the index in force anew, unless another process is at it.

    Whatever goes wrong on the way, the index in force is as good as before; when it is itself
    found to be damaged, it is taken out of force.
    """
    generations = Generations(home)
    base = generations.current()
    if not base:
        return
    base.health.wait()
    if base.health.damaged:
        generations.condemn(base)
        return
    try:
        generations.rewrite(base, partial(_write, base.folder))
    except Damaged:
        generations.condemn(base)
    except (Abandoned, OSError):
        return


def rewrite_in_background(home: Path) -> None:
    """Start ``rewrite`` in a thread, unless this process is at it; given up when it ends."""
    if _running.acquire(blocking=False):
        Thread(target=_rewrite_and_release, args=(home,), name=THREAD).start()


def _write(base: Path, folder: Path) -> None:
    earlier = Earlier(base)
    with Draft(folder, None) as draft:
        for cuts in sittings(earlier.cuts()):
            draft.add(cuts, partial(earlier.vectors, cuts))
        draft.finish()


def _rewrite_and_release(home: Path) -> None:
    try:
        rewrite(home)
    finally:
        _running.release()
