"""Whether a question holds what was spent against its own plan: 「超预算了吗」, 「预算够用吗」."""

from __future__ import annotations

import re
from functools import cache

from corpus.vocabulary import rows_of

OVER, ENOUGH, SAME = "over", "enough", "same"


def plan_check(text: str) -> tuple[str, str]:
    """Return (what is to be confirmed, text without the words for it), ("", text) for nothing."""
    checks = _check().search(text) is not None
    for asked, pattern, needs in _patterns():
        match = pattern.search(text)
        if match and (checks or not needs):
            rest = text[: match.start()] + " " * len(match[0]) + text[match.end() :]
            return asked, _check().sub(" ", rest)
    return "", text


def without_stages(text: str) -> str:
    """Blank out the stages that a text names, not the names of funds (一般公共预算)."""
    return _stages().sub(lambda match: match["item"] or " ", text)


@cache
def _stages() -> re.Pattern[str]:
    rows = rows_of("period_words.tsv", columns=3)
    items, stages = (
        "|".join(sorted((re.escape(word) for word, what, _ in rows if what == role), key=len)[::-1])
        for role in ("item", "basis")
    )
    return re.compile(f"(?P<item>{items})|(?:{stages})")


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str], bool], ...]:
    rows = rows_of("plan_checks.tsv", columns=3)
    return tuple((asked, re.compile(pattern), needs == "check") for asked, pattern, needs in rows)


@cache
def _check() -> re.Pattern[str]:
    """Match the words that want a statement confirmed."""
    rows = rows_of("check_words.tsv", columns=2)
    words = sorted(rows, key=lambda row: -len(row[0]))
    return re.compile(
        "|".join(re.escape(word) + (r"(?=[？?\s]*$)" if end else "") for word, end in words)
    )
