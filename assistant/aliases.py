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
    pairs = [
        (squeeze(alias), squeeze(canonical))
        for canonical, names in rows_of("items.tsv", columns=2)
        for alias in names.split("|")
    ]
    return tuple(sorted(pairs, key=lambda pair: (-len(pair[0]), pair[0])))


def readings(said: str) -> Iterator[tuple[str, str]]:
    """Yield the (alias, canonical) pairs that apply to a squeezed text, longest first.

    An alias inside its own canonical name, where that name is what is printed, does not apply;
    nor does one inside a longer alias that already applied.
    """
    left = said
    for alias, pairs in groupby(aliases(), key=lambda pair: pair[0]):
        if alias not in left:
            continue
        left = left.replace(alias, "|")
        yield from (pair for pair in pairs if pair[1] not in said)
