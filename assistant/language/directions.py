"""Which directions of change a text names."""

from __future__ import annotations

import re
from functools import cache

from corpus.vocabulary import rows_of

PLAIN = 2  # characters: a shorter word (多, 减) stands in other words too
UP_OR_DOWN = frozenset({"增加", "减少"})


def directions_in(text: str) -> frozenset[str]:
    """Return 增加, 减少 or both, as the words of a text say them plainly."""
    words = _directions()
    return frozenset(words[match[0]] for match in _pattern().finditer(text))


@cache
def _directions() -> dict[str, str]:
    rows = rows_of("change_words.tsv", columns=3)
    return {row[0]: row[1] for row in rows if len(row[0]) >= PLAIN and row[1] in UP_OR_DOWN}


@cache
def _pattern() -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, sorted(_directions(), key=len, reverse=True))))
