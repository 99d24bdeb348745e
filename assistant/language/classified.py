"""The items of the official classifications that a question names, functional and economic.

Two items are never one thing, however alike their names look: who asks for 就业管理事务 is not
told of 民政管理事务. The names are data (``functional_items.tsv``, ``economic_items.tsv``).
"""

from __future__ import annotations

import re
from functools import cache

from assistant.language.aliases import economic_items, readings
from assistant.wording import squeeze
from corpus.vocabulary import rows_of

SHORTEST = 4  # characters: shorter functional names (公安, 体育) are words of everyday


@cache
def classified_items() -> dict[str, str]:
    """Return every name of an item of either classification, squeezed, with its own name.

    "" for a name that stands for several items.
    """
    found = dict(economic_items())
    for name, *others in rows_of("functional_items.tsv", columns=2):
        names = [squeeze(n) for n in (name, *(o for text in others for o in text.split("|") if o))]
        item = next((found[n] for n in names if found.get(n)), squeeze(name))
        for one in names:
            found.setdefault(one, item)
    return found


def items_named(said: str) -> frozenset[str]:
    """Return the items that a squeezed text names, by their own name or an everyday one.

    The longest name at a place counts. ∅ also where a name stands for several items.
    """
    if any(not classified_items()[name] for name in _names().findall(said)):
        return frozenset()
    texts = (said, *(canonical for _, canonical in readings(said)))
    found = (classified_items()[name] for text in texts for name in _names().findall(text))
    return frozenset(found)


@cache
def _names() -> re.Pattern[str]:
    economic = economic_items()
    long = (name for name in classified_items() if name in economic or len(name) >= SHORTEST)
    return re.compile("|".join(map(re.escape, sorted(long, key=len, reverse=True))))
