"""Remembers every vector that was ever paid for: no text is embedded twice by one model.

One file a model, records of (digest of the text, vector) that are only ever appended, so that a
build that is stopped half-way loses nothing. A torn or foreign record is dropped when read.
"""

from __future__ import annotations

import hashlib
import os
import struct
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np

from index.encoder import Encoder, Vectors

MAGIC = b"DAV1"
HEADER = struct.Struct("<4sI")  # magic, dimension
DIGEST = 16  # bytes
PORTION = 5_000 * (os.cpu_count() or 1)  # characters between two steps of progress, a second or two
WASTE = 1000  # unused records that are kept without a second thought

Progress = Callable[[int, int], None]


class VectorCache:
    """The vectors in one file. Not safe for two writers: hold the lock of the generations."""

    def __init__(self, path: Path) -> None:
        """Read ``path`` as far as it is sound; a missing file is an empty cache."""
        self.path = path
        self._vectors: dict[bytes, Vectors] = dict(_records(path))

    def embed(
        self, texts: Sequence[str], encoder: Encoder, progress: Progress | None = None
    ) -> Vectors:
        """Return passage vectors (n, dimension) of ``texts``; (0, 1) when there are none.

        ``progress`` is told (texts done, texts to embed), never for vectors already known.
        """
        missing = [t for t in dict.fromkeys(texts) if _digest(t) not in self._vectors]
        missing.sort(key=len)  # texts of one length make full batches
        done = 0
        for portion in _portions(missing):
            self._append(portion, encoder.passages(portion))
            done += len(portion)
            if progress:
                progress(done, len(missing))
        self._forget_unused({_digest(text) for text in texts})
        if not texts:
            return np.zeros((0, 1), dtype=np.float32)
        return np.stack([self._vectors[_digest(text)] for text in texts])

    def _append(self, texts: Sequence[str], vectors: Vectors) -> None:
        fresh = {_digest(text): vector for text, vector in zip(texts, vectors, strict=True)}
        if not self._vectors:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self.path.write_bytes(HEADER.pack(MAGIC, vectors.shape[1]))
        with self.path.open("r+b") as file:
            file.seek(_sound_end(self.path.stat().st_size, vectors.shape[1]))
            file.truncate()  # a record that was torn by a crash
            file.write(b"".join(_record(*pair) for pair in fresh.items()))
        self._vectors |= fresh

    def _forget_unused(self, used: set[bytes]) -> None:
        if len(self._vectors) <= 2 * len(used) + WASTE:
            return
        self._vectors = {key: self._vectors[key] for key in used}
        dimension = len(next(iter(self._vectors.values()), ()))
        draft = self.path.with_suffix(".new")
        records = b"".join(_record(*pair) for pair in self._vectors.items())
        draft.write_bytes(HEADER.pack(MAGIC, dimension) + records)
        draft.replace(self.path)


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


def _digest(text: str) -> bytes:
    return hashlib.blake2b(text.encode(), digest_size=DIGEST).digest()


def _record(digest: bytes, vector: Vectors) -> bytes:
    return digest + vector.astype("<f4").tobytes()


def _sound_end(length: int, dimension: int) -> int:
    size = DIGEST + 4 * dimension
    return HEADER.size + (length - HEADER.size) // size * size


def _records(path: Path) -> Iterator[tuple[bytes, Vectors]]:
    """Yield the sound records of a file: whole, and of length one as every vector must be."""
    data = path.read_bytes() if path.is_file() else b""
    if len(data) < HEADER.size:
        return
    magic, dimension = HEADER.unpack_from(data)
    if magic != MAGIC:
        return
    size = DIGEST + 4 * dimension
    for start in range(HEADER.size, len(data) - size + 1, size):
        vector = np.frombuffer(data, dtype="<f4", count=dimension, offset=start + DIGEST)
        if abs(float(vector @ vector) - 1) < 1e-3:
            yield data[start : start + DIGEST], vector
