"""The texts of a library as questions are read against them: in memory while they are few.

Which phrases are printed at all is kept on disk, so that opening reads only texts that are new. Of
a library with more text than ``SEARCHED`` single texts are read when a unit is looked for in them,
and a phrase counts as printed when all its runs of three characters are.
"""

from __future__ import annotations

import json
import os
import tempfile
import zipfile
from collections.abc import Collection, Iterator, Mapping
from functools import lru_cache
from itertools import islice
from pathlib import Path

import numpy as np

from assistant.language.ngrams import Printed
from assistant.language.owner_library import Texts, closed_up
from corpus.library import DocumentInfo, Library

FILE = "phrases.npz"
VERSION = 1  # raise when texts are cut into runs in another way
SEARCHED = 20_000_000  # characters that are searched, and kept in memory for it
PORTION = 200  # documents read at a time
STALE = 100  # phrases of documents that left are kept while these are less than a hundredth
KEPT = 256  # single texts


def texts_of(library: Library, home: Path, documents: Collection[DocumentInfo]) -> Texts:
    """Return the texts of the documents; ``home``: where the library's index is."""
    ids = [info.id for info in documents]
    stamps = library.readings()
    printed = _printed(home / "index" / FILE, {id: stamps.get(id, "") for id in ids}, library)
    if sum(info.characters for info in documents) <= SEARCHED:
        return Texts(library.texts(ids), printed)
    return Texts(_ReadWhenAsked(library, ids), printed, is_searched=False)


class _ReadWhenAsked(Mapping[str, str]):
    """Texts by document id, read one at a time."""

    def __init__(self, library: Library, ids: Collection[str]) -> None:
        self._ids = dict.fromkeys(ids)
        self._read = lru_cache(KEPT)(lambda id: library.texts([id]).get(id, ""))

    def __getitem__(self, id: str) -> str:
        if id not in self._ids:
            raise KeyError(id)
        return self._read(id)

    def __iter__(self) -> Iterator[str]:
        return iter(self._ids)

    def __len__(self) -> int:
        return len(self._ids)


def _printed(path: Path, stamps: Mapping[str, str], library: Library) -> Printed:
    """``stamps``: by document id, what changes when its text is read in another way."""
    wanted = {f"{id} {stamp}": id for id, stamp in stamps.items()}
    held, printed = _kept(path)
    if len(held - wanted.keys()) * STALE > len(wanted):
        held, printed = frozenset(), None
    fresh = [id for key, id in wanted.items() if key not in held]
    if printed and not fresh:
        return printed
    printed = Printed(_portions(library, fresh), printed)
    _keep(path, wanted, printed)
    return printed


def _portions(library: Library, ids: Collection[str]) -> Iterator[str]:
    rest = iter(ids)
    while portion := list(islice(rest, PORTION)):
        yield from map(closed_up, library.texts(portion).values())


def _kept(path: Path) -> tuple[frozenset[str], Printed | None]:
    """Return the documents whose phrases are kept, and these; none where the file is not sound."""
    try:
        with np.load(path, allow_pickle=False) as file:
            version, *keys = json.loads(str(file["documents"]))
            printed = Printed.of(file["threes"], file["pairs"])
        return (frozenset(keys), printed) if version == VERSION else (frozenset(), None)
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
        return frozenset(), None


def _keep(path: Path, keys: Collection[str], printed: Printed) -> None:
    """Put the file in place in one step; a folder that cannot be written keeps nothing."""
    documents = np.array(json.dumps([VERSION, *keys]))
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, draft = tempfile.mkstemp(dir=path.parent, suffix=".npz")
        with os.fdopen(handle, "wb") as file:
            np.savez(file, documents=documents, threes=printed.threes, pairs=printed.pairs)
        Path(draft).replace(path)
    except OSError:
        return
