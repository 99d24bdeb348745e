"""Tells whether the index of a library is there, whole, and of the library's present state."""

from __future__ import annotations

from pathlib import Path

from index.generations import Generations
from index.shelf import Shelf, stamp_of, ways


def trouble_of(library: Shelf, home: Path) -> str:
    """Return what is wrong with the index of ``home``; empty when nothing is.

    Reads every file of it once. ``refresh`` mends all that is told here.
    """
    generations = Generations(home)
    current = generations.current()
    if current is None:
        return "索引损坏" if generations.names_one() else "还没有索引"
    current.health.wait()
    if current.health.damaged:
        generations.condemn(current)
        return "索引损坏"
    if (current.label.stamp, current.label.ways) != (stamp_of(library), ways()):
        return "索引落后于资料库"
    return ""
