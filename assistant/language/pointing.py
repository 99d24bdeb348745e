"""Words that point to a body without naming it: 「我们局」, 「该单位」, 「上一个问题的单位」.

They name nobody: an earlier turn, or the only body that fits, tells who is meant.
"""

from __future__ import annotations

import re
from functools import cache

from corpus.vocabulary import rows_of


def without_pointing(text: str) -> str:
    """Return the text with pointing words blanked out, same length."""
    return _pointing().sub(lambda match: " " * len(match[0]), text)


@cache
def _pointing() -> re.Pattern[str]:
    """Match a pointing word that is not the end of another one: 本单位 of 基本单位."""
    ways = "|".join(
        f"(?:{_longest_first(before)})(?:{_longest_first(body)})"
        for before, body in rows_of("self_words.tsv", columns=2)
    )
    return re.compile(f"(?<![基样成资根版文日课剧书自])(?:{ways})(?![子长级面会于有需])")


def _longest_first(words: str) -> str:
    return "|".join(map(re.escape, sorted(words.split("|"), key=len, reverse=True)))
