"""What is named from end to end: an item with its parts below it, the total of a named table."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from functools import cache

from assistant.language.aliases import aliases
from assistant.lookup.entries import Entry, Wanted, bare_totals
from assistant.wording import squeeze
from corpus.vocabulary import rows_of

TOTALS = ("合计", "总计")  # what the row of all of a table is called; 小计 is of a part


def without_parts(found: Sequence[Entry], said: Collection[str]) -> list[Entry]:
    """Return the facts without the parts of an item that is all that a question names.

    said: squeezed readings of the question. 「公务用车购置及运行维护费」 is never answered with
    the 公务用车购置费 below it where the document prints the item itself.
    """
    named = {(e.fact.source.document, e.name_text) for e in found if e.name_text in said}
    return [e for e in found if not (named and _is_part(e, named))]


def _is_part(entry: Entry, named: Collection[tuple[str, str]]) -> bool:
    document = entry.fact.source.document
    if entry.name_text in bare_totals() or (document, entry.name_text) in named:
        return False
    return any((document, squeeze(above)) in named for above in entry.fact.item.path)


@cache
def whole_totals() -> dict[str, str]:
    """Return the names of rows that total all of a body's money, squeezed, with their side."""
    return {squeeze(name): side for name, side in rows_of("whole_totals.tsv", columns=2)}


def total_readings(wanted: Wanted) -> Iterator[tuple[str, str]]:
    """Yield (name said, name of a row): the 支出总计 of a named 支出表 is its row 合计."""
    name = next((n for n in _total_names() if n in wanted.said), "") if wanted.tables else ""
    if name and all(_total_names()[name] in caption for caption in wanted.tables):
        yield from ((name, total) for total in TOTALS)


@cache
def _total_names() -> dict[str, str]:
    """Return every name of a total of all money with its side, the longest first."""
    totals = whole_totals()
    names = totals | {alias: totals[name] for alias, name in aliases() if name in totals}
    return dict(sorted(names.items(), key=lambda pair: -len(pair[0])))
