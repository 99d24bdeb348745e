"""Whether a rule's sentence says what a question denies: 「没有协助调查的」 and 「已协助调查的」.

Two rules for one amount often differ by a condition alone; a question that denies the condition
is not answered by the rule that requires it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache

from assistant.wording import squeeze
from corpus.vocabulary import lines_of

BRIEF = 2  # characters of what is denied that a figure's name has to begin with
SHORTEST = 4  # characters of a condition: shorter ones stand in other words
OPEN = "(?<![有能是要会])"  # 「有没有」 and 「是不是」 deny nothing
CONDITION = r"([一-鿿]{4,12})"


def requires(clause: str, conditions: Sequence[str]) -> bool:
    """Tell whether a clause requires one of the conditions that a question denies."""
    for denied in conditions:
        clause = squeeze(clause)
        starts = (denied[:end] for end in range(len(denied), SHORTEST - 1, -1))
        condition = next((start for start in starts if start in clause), "")
        if condition and not _stands_denied(clause[: clause.index(condition)]):
            return True
    return False


def denies(said: str, name: str) -> bool:
    """Tell whether a squeezed text denies what a name says: 「没审结」; 有没有 denies nothing."""
    return bool(name) and any(name.startswith(denied) for denied in _denied_briefly(said))


@lru_cache(maxsize=1000)
def _denied_briefly(said: str) -> tuple[str, ...]:
    """Return the two characters behind each denying word, where that is no part of a word."""
    found = re.finditer(f"{OPEN}(?:{_words()})(?=([一-鿿]{{{BRIEF}}}))", said)
    return tuple(match[1] for match in found)


@lru_cache(maxsize=1000)
def denied_in(said: str) -> tuple[str, ...]:
    """Return what follows each denying word of a squeezed text, up to twelve characters."""
    return tuple(_denied().findall(said))


def _stands_denied(before: str) -> bool:
    return before.endswith(lines_of("denial_words.tsv"))


@cache
def _denied() -> re.Pattern[str]:
    return re.compile(f"{OPEN}(?:{_words()}){CONDITION}")


@cache
def _words() -> str:
    words = sorted(lines_of("denial_words.tsv"), key=len, reverse=True)
    return "|".join(map(re.escape, words))
