"""Colloquial names of items, read from ``items.tsv``: 「请客吃饭」 is 公务接待费."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import groupby

from assistant.wording import squeeze
from corpus.vocabulary import rows_of


@cache
def aliases() -> tuple[tuple[str, str], ...]:
    """Return (alias, canonical name) pairs, squeezed, longest alias first."""
    pairs = {
        (squeeze(alias), squeeze(canonical)): None
        for canonical, own, shared in rows_of("items.tsv", columns=3)
        for alias in (*own.split("|"), *shared.split("|"))
        if alias
    }
    return tuple(sorted(pairs, key=lambda pair: (-len(pair[0]), pair[0])))


def readings(said: str) -> Iterator[tuple[str, str]]:
    """Yield the (alias, canonical) pairs that apply to a squeezed text, longest first.

    An alias inside its own canonical name, where that name is what is printed, does not apply;
    nor does one inside a longer name: 工资 of 基本工资.
    """
    left = said
    for name, pairs in _by_name():
        if name not in left:
            continue
        left = left.replace(name, "|")
        yield from (pair for pair in pairs if pair[1] not in said)


@cache
def _by_name() -> tuple[tuple[str, tuple[tuple[str, str], ...]], ...]:
    """Return every name with the readings that it has, longest first; proper names have none."""
    found = {alias: tuple(pairs) for alias, pairs in groupby(aliases(), key=lambda p: p[0])}
    proper = {canonical for _, canonical in aliases()} | set(economic_items())
    names = sorted(found.keys() | proper, key=lambda name: (-len(name), name))
    return tuple((name, found.get(name, ())) for name in names)


@cache
def economic_items() -> dict[str, str]:
    """Return every name of an item of the economic classification, squeezed, with its own name.

    "" for a name that stands for several items.
    """
    found: dict[str, str] = {}
    for name, *others in rows_of("economic_items.tsv", columns=2):
        same = [name, *(other for text in others for other in text.split("|") if other)]
        item = "" if "-" in same else squeeze(name)
        found |= {squeeze(other): item for other in same}
    return found
