"""Tells whether two passages say the same."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from functools import lru_cache

SAME_WORDING = 0.9  # share of common character pairs from which two passages are one
NUMBER = re.compile(r"\d[\d,.]*")
NOT_WORDING = re.compile(r"[\W_]+")


def same_wording(first: str, second: str) -> bool:
    """Tell whether two passages say the same in nearly the same words, with equal numbers."""
    if NUMBER.findall(first) != NUMBER.findall(second):
        return False
    pairs, other_pairs = _wording(first), _wording(second)
    union = len(pairs | other_pairs)
    return not union or len(pairs & other_pairs) / union >= SAME_WORDING


def numbers_of(text: str) -> int:
    """Return what is equal for texts with equal numbers: 32 bits."""
    return zlib.crc32(" ".join(NUMBER.findall(text)).encode())


@lru_cache(maxsize=4096)
def _wording(text: str) -> frozenset[str]:
    return frozenset(_pairs(NOT_WORDING.sub("", text)))


def _pairs(plain: str) -> Iterator[str]:
    return (plain[at : at + 2] for at in range(len(plain) - 1)) if len(plain) > 1 else iter([plain])
