"""Tells whether the texts of a library print a phrase, without keeping or scanning the texts.

A phrase counts as printed when each of its runs of three characters is: asked in a millionth of
the time that a search takes, with a few megabytes for hundreds of documents.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

WIDTH = 21  # bits of a character
MERGED_AT = 4_000_000  # codes gathered before they are merged: what bounds the memory of building
Codes: TypeAlias = NDArray[np.uint64]


class Printed:
    """The pairs and runs of three characters of some texts."""

    def __init__(self, texts: Iterable[str], before: Printed | None = None) -> None:
        """Read every text once; ``before``: what other texts print."""
        threes, pairs = _Gathered(), _Gathered()
        if before:
            threes.add(before.threes)
            pairs.add(before.pairs)
        for text in texts:
            codes = _characters(text)
            pairs.add(_runs(codes, 2))
            threes.add(_runs(codes, 3))
        self._keep(threes.merged(), pairs.merged())

    @classmethod
    def of(cls, threes: Codes, pairs: Codes) -> Printed:
        """Return it from the codes that another one holds."""
        printed = cls.__new__(cls)
        printed._keep(threes, pairs)
        return printed

    def _keep(self, threes: Codes, pairs: Codes) -> None:
        self.threes, self.pairs = threes, pairs
        firsts = pairs >> np.uint64(WIDTH)
        lasts = pairs & np.uint64((1 << WIDTH) - 1)
        both = _distinct(np.concatenate((firsts, lasts)))
        self.characters = frozenset(chr(int(code)) for code in both)

    def prints(self, phrase: str) -> bool:
        """Tell whether every run of three characters of a phrase is printed somewhere."""
        codes = _characters(phrase)
        if len(codes) < 2:
            return phrase in self.characters
        if len(codes) == 2:
            return _held(self.pairs, _runs(codes, 2))
        return _held(self.threes, _runs(codes, 3))


class _Gathered:
    """Collects codes, merging them before they grow large."""

    def __init__(self) -> None:
        self._parts: list[Codes] = []
        self._size = 0

    def add(self, codes: Codes) -> None:
        self._parts.append(_distinct(codes))
        self._size += len(self._parts[-1])
        if self._size > MERGED_AT:
            self._parts = [self.merged()]
            self._size = 0

    def merged(self) -> Codes:
        if not self._parts:
            return np.zeros(0, dtype=np.uint64)
        return _distinct(np.concatenate(self._parts))


def _distinct(codes: Codes) -> Codes:
    """Return the codes once each, in order; a sort is faster here than a table of hashes."""
    ordered = np.sort(codes)
    kept = np.ones(len(ordered), dtype=bool)
    kept[1:] = ordered[1:] != ordered[:-1]
    return ordered[kept]


def _characters(text: str) -> Codes:
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32).astype(
        np.uint64
    )


def _runs(codes: Codes, length: int) -> Codes:
    """Return one code for every run of ``length`` characters."""
    runs: Codes = codes[: max(len(codes) - length + 1, 0)].copy()
    for at in range(1, length):
        runs = (runs << np.uint64(WIDTH)) | codes[at : at + len(runs)]
    return runs


def _held(known: Codes, asked: Codes) -> bool:
    if not len(known):
        return not len(asked)
    places = np.minimum(np.searchsorted(known, asked), len(known) - 1)
    return bool(np.all(known[places] == asked))
