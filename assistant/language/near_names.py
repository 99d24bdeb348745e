"""Finds the name that somebody meant who left out, doubled, swapped or mistook one character.

Every name is filed under each of its spellings with one character left out; so is what was typed.
Only long names count, and only where the typed characters belong to no word (see ``spelling``).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from enum import IntEnum

import numpy as np

SHORTEST, LONGEST = 4, 16  # characters of a name
SHORTEST_GUESS = 5  # of a name that is known by all but one of its characters alone


class Slip(IntEnum):
    """What went wrong in typing, the surest first."""

    SWAPPED = 1
    DOUBLED = 2
    NEAR_SOUND = 3
    MISSED = 4
    MISTAKEN = 5


class NearNames:
    """Names of a library, found by what was nearly typed.

    fixed: name -> the number of characters at its beginning that must be as typed (the region of
    a body: 临河区 is no slip for 临江区).
    """

    def __init__(self, fixed: Mapping[str, int]) -> None:
        """File the names; those that are too short or too long are left out."""
        self._names = [n for n in sorted(fixed) if SHORTEST <= len(n) <= LONGEST]
        self._known = frozenset(self._names)
        self._fixed = [fixed[name] for name in self._names]
        keys = [hash(key) for name in self._names for key in _shortened(name)]
        numbers = np.repeat(np.arange(len(self._names)), [len(name) for name in self._names])
        order = np.argsort(np.array(keys, dtype=np.int64), kind="stable")
        self._keys = np.array(keys, dtype=np.int64)[order]
        self._ids = numbers.astype(np.int32)[order]

    def near(self, windows: Sequence[str]) -> Iterator[tuple[int, Slip, str, int]]:
        """Yield (window, slip, name, place of the slip in it) for names one slip away.

        windows: what was typed; the first number of a result counts them. They are looked up
        together, because one look-up of a thousand takes no longer than ten of one.
        """
        for number, typed in enumerate(windows):
            if typed in self._known:
                continue
            for at in range(len(typed) - 1):
                if typed[at] == typed[at + 1] and typed[:at] + typed[at + 1 :] in self._known:
                    yield number, Slip.DOUBLED, typed[:at] + typed[at + 1 :], at
        for number, name in self._filed(windows):
            known = windows[number] in self._known
            slip = None if known else _slip(windows[number], self._names[name])
            if slip and slip[1] >= self._fixed[name]:
                yield number, slip[0], self._names[name], slip[1]

    def _filed(self, windows: Sequence[str]) -> list[tuple[int, int]]:
        """Return the windows and names that share a spelling with one character left out."""
        asked = [(hash(k), n) for n, typed in enumerate(windows) for k in _spelt(typed)]
        if not asked or not len(self._keys):
            return []
        keys = np.array([key for key, _ in asked], dtype=np.int64)
        first = np.searchsorted(self._keys, keys, side="left")
        hits = np.flatnonzero(self._keys[np.minimum(first, len(self._keys) - 1)] == keys)
        last = np.searchsorted(self._keys, keys[hits], side="right")
        found = {
            (asked[hit][1], int(name))
            for hit, stop in zip(hits, last, strict=True)
            for name in self._ids[first[hit] : stop]
        }
        return sorted(found)


def _spelt(typed: str) -> list[str]:
    return [typed, *_shortened(typed)]


def _shortened(name: str) -> list[str]:
    return [name[:at] + name[at + 1 :] for at in range(len(name))]


def _slip(typed: str, name: str) -> tuple[Slip, int] | None:
    """Return what turns ``name`` into ``typed`` and where, None where it is more than one slip."""
    if typed == name:
        return None
    if len(typed) == len(name):
        return _same_length(typed, name)
    if len(typed) != len(name) - 1 or len(name) < SHORTEST_GUESS:
        return None
    at = _first_difference(typed, name)
    inside = 0 < at < len(typed)  # a name without its first or last character is a short form
    return (Slip.MISSED, at) if inside and typed[at:] == name[at + 1 :] else None


def _same_length(typed: str, name: str) -> tuple[Slip, int] | None:
    at = _first_difference(typed, name)
    if typed[at + 2 :] == name[at + 2 :] and typed[at : at + 2] == name[at : at + 2][::-1]:
        return Slip.SWAPPED, at
    return (Slip.MISTAKEN, at) if typed[at + 1 :] == name[at + 1 :] else None


def _first_difference(typed: str, name: str) -> int:
    return next(
        (at for at, (a, b) in enumerate(zip(typed, name, strict=False)) if a != b), len(typed)
    )
