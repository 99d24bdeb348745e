"""Words of a question that no document has: a number of a near namesake is no answer to them.

Who asks for 外文图书 where the documents print 中文图书 only is not told of that: the item is not
disclosed. A word counts that says what the item is, stands nowhere in the documents in question
and is left over where the figure is called by another one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from assistant.language.aliases import readings
from assistant.lookup.entries import Entry
from assistant.wording import squeeze, terms_of
from corpus.vocabulary import lines_of
from index.segment import words as cut

SHORTEST = 2  # characters that tell one thing from another
SHORT, LONGEST_GAP = 2, 2  # characters of an abbreviation; that it leaves out between its own

Held = Callable[[str], bool]


def stranger_in(subject: str, entry: Entry, is_held: Held) -> str:
    """Return a word of the subject that tells what is asked from what is found, "" for none.

    is_held: whether any of the documents in question has a term. A figure whose whole name the
    question says is what is asked, whatever else stands beside it; so may be one that everyday
    words mean.
    """
    said = squeeze(subject)
    if entry.name_text in said or any(readings(said)):
        return ""
    return next((w for w in _left(subject, entry) if not _is_known(w, entry, is_held)), "")


def _left(subject: str, entry: Entry) -> Iterator[str]:
    """Yield what is left of each word without the pairs of characters that the figure has."""
    silent = lines_of("wording_words.tsv")
    for word in cut(subject):
        if len(word) < SHORTEST or word.isascii() or word in silent:
            continue
        yield from (run for run in _runs(squeeze(word), entry) if run not in silent)


def _runs(word: str, entry: Entry) -> Iterator[str]:
    """Yield the runs of characters that stand in no pair that the figure has."""
    held = {at for at in range(len(word) - 1) if word[at : at + 2] in entry.fields}
    left = "".join(
        char if at not in held and at - 1 not in held else " " for at, char in enumerate(word)
    )
    yield from (run for run in left.split() if len(run) >= SHORTEST)


def _is_known(word: str, entry: Entry, is_held: Held) -> bool:
    return is_short_for(word, entry.around) or any(map(is_held, terms_of(word)))


def is_short_for(word: str, text: str) -> bool:
    """Tell whether a word of two characters abbreviates what a text says: 医保 for 医疗保险."""
    gap = f".{{1,{LONGEST_GAP}}}"
    return len(word) == SHORT and bool(re.search(gap.join(map(re.escape, word)), text))
