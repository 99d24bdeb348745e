"""Remembers every vector that was ever paid for: no text is embedded twice by one model.

One file a model, records of (digest of the text, vector) that are only ever appended, so that a
build that is stopped half-way loses nothing. A torn or foreign record is dropped when read. The
digests are also in a small file of their own (``.keys``), made anew whenever it does not fit.
"""

from __future__ import annotations

import hashlib
import os
import struct
from collections.abc import Callable, Collection, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.encoder import Encoder, Vectors

MAGIC = b"DAV1"
HEADER = struct.Struct("<4sI")  # magic, dimension
DIGEST = 16  # bytes
PORTION = 5_000 * (os.cpu_count() or 1)  # characters between two steps of progress, a second or two
WASTE = 1000  # unused records that are kept without a second thought
KEY = np.dtype(f"V{DIGEST}")

Progress = Callable[[int, int], None]


class VectorCache:
    """The vectors in one file. Not safe for two writers: hold the lock of the generations."""

    def __init__(self, path: Path) -> None:
        """Map ``path`` as far as it is sound; a missing file is an empty cache."""
        self.path = path
        self._keys: NDArray[Any]
        self._dimension: int
        self._open()

    def embed(
        self, texts: Sequence[str], encoder: Encoder, progress: Progress | None = None
    ) -> Vectors:
        """Return passage vectors (n, dimension) of ``texts``; (0, 1) when there are none.

        ``progress`` is told (texts done, texts to embed), never for vectors already known.
        """
        if not texts:
            return np.zeros((0, 1), dtype=np.float32)
        digests = [digest_of(text) for text in texts]
        known = self._records(digests)
        absent = dict.fromkeys(
            text for text, record in zip(texts, known.tolist(), strict=True) if record < 0
        )
        if absent:
            self._embed_all(sorted(absent, key=len), encoder, progress)
            known = self._records(digests)
        return np.ascontiguousarray(self._table["vector"][known])

    def forget_all_but(self, used: Collection[bytes]) -> None:
        """Drop the vectors of other texts, when they are most of the file."""
        if len(self._keys) <= 2 * len(used) + WASTE:
            return
        kept = self._records(list(used))
        draft = self.path.with_suffix(".new")
        header = HEADER.pack(MAGIC, self._dimension)
        draft.write_bytes(header + self._table[kept[kept >= 0]].tobytes())
        del self._table  # not every system replaces a file that is mapped
        draft.replace(self.path)
        self._open()

    def _embed_all(self, texts: Sequence[str], encoder: Encoder, progress: Progress | None) -> None:
        """Embed texts that are sorted by length: those of one length make full batches."""
        done = 0
        for portion in _portions(texts):
            self._append(portion, encoder.passages(portion))
            done += len(portion)
            if progress:
                progress(done, len(texts))
        self._open()

    def _append(self, texts: Sequence[str], vectors: Vectors) -> None:
        dimension = vectors.shape[1]
        if not len(self._keys):
            self.path.parent.mkdir(parents=True, exist_ok=True)
            if self._dimension != dimension:
                self.path.write_bytes(HEADER.pack(MAGIC, dimension))
                self._dimension = dimension
        fresh = np.zeros(len(texts), dtype=_record(dimension))
        fresh["key"] = np.frombuffer(b"".join(map(digest_of, texts)), dtype=KEY)
        fresh["vector"] = vectors
        with self.path.open("r+b") as file:
            file.seek(_sound_end(self.path.stat().st_size, dimension))
            file.truncate()  # a record that was torn by a crash
            file.write(fresh.tobytes())

    def _open(self) -> None:
        self._dimension = _dimension(self.path)
        self._table: Any = _table(self.path, self._dimension)
        self._keys = _keys(self.path.with_suffix(".keys"), self._table)
        starts = self._keys.view("<u8").reshape(-1, 2)[:, 0]
        self._order = np.argsort(starts, kind="stable")
        self._starts = starts[self._order]

    def _records(self, digests: Sequence[bytes]) -> NDArray[np.int64]:
        """Return where the sound record of each digest is, -1 where there is none."""
        wanted = np.frombuffer(b"".join(digests), dtype=KEY)
        found = np.full(len(wanted), -1, dtype=np.int64)
        if not len(self._keys):
            return found
        places = np.searchsorted(
            self._starts, wanted.view("<u8").reshape(-1, 2)[:, 0], side="right"
        )
        records = self._order[np.maximum(places - 1, 0)]  # the last one that was written
        same = (self._table["key"][records] == wanted) & self._sound(records)
        found[same] = records[same]
        return found

    def _sound(self, records: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Tell which vectors are of length one, as every vector must be."""
        vectors = self._table["vector"][records]
        sound: NDArray[np.bool_] = np.abs(np.einsum("ij,ij->i", vectors, vectors) - 1) < 1e-3
        return sound


def digest_of(text: str) -> bytes:
    """Return what a text is known by."""
    return hashlib.blake2b(text.encode(), digest_size=DIGEST).digest()


def _portions(texts: Sequence[str]) -> Iterator[list[str]]:
    """Cut the texts, in order, into portions of about ``PORTION`` characters."""
    portion: list[str] = []
    size = 0
    for text in texts:
        portion.append(text)
        size += len(text)
        if size >= PORTION:
            yield portion
            portion, size = [], 0
    if portion:
        yield portion


def _record(dimension: int) -> np.dtype[Any]:
    return np.dtype([("key", KEY), ("vector", "<f4", (dimension,))])


def _sound_end(length: int, dimension: int) -> int:
    size = DIGEST + 4 * dimension
    return HEADER.size + (length - HEADER.size) // size * size


def _dimension(path: Path) -> int:
    """Return the dimension that a file names, 0 when it is not a file of vectors."""
    if not path.is_file() or path.stat().st_size < HEADER.size:
        return 0
    with path.open("rb") as file:
        magic, dimension = HEADER.unpack(file.read(HEADER.size))
    return int(dimension) if magic == MAGIC else 0


def _table(path: Path, dimension: int) -> Any:
    """Map the whole records of a file."""
    record = _record(dimension)
    count = (path.stat().st_size - HEADER.size) // record.itemsize if dimension else 0
    if count < 1:
        return np.zeros(0, dtype=record)
    return np.memmap(path, dtype=record, mode="r", offset=HEADER.size, shape=(count,))


def _keys(path: Path, table: Any) -> NDArray[Any]:
    """Return the digests of all records, from the small file as far as it goes."""
    known = np.fromfile(path, dtype=KEY) if path.is_file() else np.zeros(0, dtype=KEY)
    if len(known) > len(table) or (len(known) and known[-1] != table["key"][len(known) - 1]):
        known = np.zeros(0, dtype=KEY)
    if len(known) == len(table):
        return known
    keys = np.concatenate([known, np.ascontiguousarray(table["key"][len(known) :])])
    draft = path.with_name(path.name + ".new")
    draft.write_bytes(keys.tobytes())
    draft.replace(path)
    return keys
