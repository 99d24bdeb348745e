"""The one precondition of what is computed from two values of one item: that it is one item.

A change, a growth, a ratio of two years, a series and how far a plan was carried out each hold an
item against itself. Two rows that only share words are two items, and nothing is computed of them.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import combinations, product

from assistant.compute import Value
from assistant.corroboration import bare_name, prints_of
from assistant.language.aliases import readings
from assistant.language.classified import classified_items
from assistant.wording import squeeze
from corpus.figure import Figure, Measure


def comparable(values: Iterable[Value]) -> bool:
    """Tell whether all values are of one item in one unit, whatever their year, stage or body."""
    return all(_are_of_one_item(one, other) for one, other in combinations(values, 2))


def _are_of_one_item(one: Value, other: Value) -> bool:
    return one.unit == other.unit and any(
        _is_same_item(a, b) and not _is_other_rate(a, b)
        for a, b in product(prints_of(one), prints_of(other))
    )


def _is_other_rate(one: Figure, other: Figure) -> bool:
    """Tell whether two rates are called differently: 法定审限内结案率 is not 结案率."""
    is_rate = {one.measure, other.measure} == {Measure.RATE}
    return is_rate and bare_name(one.item.name) != bare_name(other.item.name)


def _is_same_item(one: Figure, other: Figure) -> bool:
    if one.item.code and one.item.code == other.item.code:
        return True
    names = product(_names_of(one), _names_of(other))
    return any(_is_same_name(a, b) for a, b in names)


def _is_same_name(one: str, other: str) -> bool:
    """Tell whether two bare names are one, or one is the other with words around it.

    Two items of a classification are never one, however alike they are called.
    """
    items = [classified_items().get(name, "") for name in (one, other)]
    if all(items) and items[0] != items[1]:
        return False
    return one in other or other in one or (bool(items[0]) and items[0] == items[1])


def _names_of(figure: Figure) -> set[str]:
    """Return the bare names of a figure's item; a bare total is called by what it is a total of."""
    name = bare_name(figure.item.name)
    found = {name} if name else set(map(bare_name, (*figure.slice, figure.source.table)))
    found |= {bare_name(meant) for n in tuple(found) for _, meant in readings(squeeze(n))}
    return {n for n in found if n}
