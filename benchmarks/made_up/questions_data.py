"""Reads the words of questions: patterns, fragments, what people call items, how they mistype."""

from __future__ import annotations

from functools import cache

from benchmarks.made_up.data import rows


@cache
def choices(name: str) -> dict[str, tuple[str, ...]]:
    """Return first column -> the alternatives (|) of the second."""
    return {key: tuple(ways.split("|")) for key, ways in rows(name)}


@cache
def patterns() -> dict[str, tuple[str, ...]]:
    """Return kind -> its patterns of whole questions, in file order."""
    found: dict[str, list[str]] = {}
    for kind, pattern in rows("questions_patterns.tsv"):
        found.setdefault(kind, []).append(pattern)
    return {kind: tuple(ways) for kind, ways in found.items()}


@cache
def traditional() -> dict[int, int]:
    """Return the translation table from simplified to traditional characters."""
    ((simplified, typed),) = rows("questions_traditional.tsv")
    return str.maketrans(simplified, typed)
