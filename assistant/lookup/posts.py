"""Posts that are allowed and people who hold them: 编制 78 名, of which 74 are held."""

from __future__ import annotations

from functools import cache

from assistant.lookup.entries import Entry
from assistant.wording import squeeze
from corpus.figure import Figure
from corpus.quantity import UnitKind
from corpus.vocabulary import rows_of

POST, HELD, AT_WORK = "post", "held", "at-work"


def is_other_count(entry: Entry, figure: Figure, said: str) -> bool:
    """Tell whether people are counted where posts are asked, or the other way round.

    said: the question's words, squeezed. 「其中：政法专项编制74人」 below 实有人员 counts people.
    """
    asked = _counted(said)
    if not asked or figure.quantity.unit.kind is not UnitKind.COUNT:
        return False
    told = _counted(squeeze(" ".join((*figure.item.path, entry.called))))
    return bool(told) and asked != told


def _counted(text: str) -> str:
    """Return what a text counts, "" where it does not tell: 在职人员编制 may be either."""
    found = {what for what, word in _words() if word in text}
    if HELD in found or found == {AT_WORK}:
        return HELD
    return POST if found == {POST} else ""


@cache
def _words() -> tuple[tuple[str, str], ...]:
    return tuple((what, word) for what, word in rows_of("post_words.tsv", columns=2))
