"""Gives every number of an answer all the places that print it.

A look-up finds witnesses among its candidates only; operands of a computation, members of a
ranking and the papers of twins (部门 and 单位) are printed elsewhere under the same name too.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache

from assistant.compute import Value
from assistant.desk import Desk
from assistant.draft import Draft
from assistant.language.funds import fund_of
from assistant.recounted import is_same_count
from corpus.figure import Figure, Measure
from corpus.vocabulary import lines_of

NOT_HAN = re.compile(r"[^\u4e00-\u9fff]+")
TELLING_DIGITS = 3  # a number of fewer digits is printed alike by chance
SHORTEST_NAME = 2
BACKED = 40  # values at most: a longer list shows the prints that the look-up found
REPEATED = frozenset(
    {Measure.AMOUNT, Measure.COUNT, Measure.CHANGE, Measure.GROWTH, Measure.TARGET}
)


def with_witnesses(draft: Draft, desk: Desk) -> Draft:
    """Return the draft with every printed value backed by all the places that print it.

    A long list stays as it is: nobody looks at all of its receipts.
    """
    if len(draft.values) > BACKED:
        return draft
    return replace(draft, values=tuple(_backed(value, desk) for value in draft.values))


def _backed(value: Value, desk: Desk) -> Value:
    if value.operands:
        return replace(value, operands=_side_by_side([_backed(o, desk) for o in value.operands]))
    first = value.figures[0]
    if first.measure not in REPEATED or first.doubtful:
        return value
    known = {(f.source.document, f.source.span, f.source.cell) for f in value.figures}
    more = [
        figure
        for figure in _prints(first, desk)
        if (figure.source.document, figure.source.span, figure.source.cell) not in known
    ]
    return replace(value, figures=(*value.figures, *more))


def _side_by_side(operands: Sequence[Value]) -> tuple[Value, ...]:
    """Put forward what prints several operands in one row or sentence: one look checks them."""
    counts = Counter(place for o in operands for place in {_place(f) for f in o.figures})
    return tuple(
        replace(
            o, figures=(*o.figures[:1], *sorted(o.figures[1:], key=lambda f: -counts[_place(f)]))
        )
        for o in operands
    )


def _place(figure: Figure) -> tuple[object, ...]:
    """Return the row, or the piece of prose, that prints a figure."""
    source, cell = figure.source, figure.source.cell
    where = (cell.table, cell.row) if cell else (source.span.start, source.span.end)
    return (source.document, cell is not None, *where)


def _prints(figure: Figure, desk: Desk) -> Iterator[Figure]:
    """Yield the certain figures of the body's papers of that year that print a figure again.

    An amount of another year than its paper's is looked for in the papers of both years.
    A twin (部门 or 单位) that prints the same bears witness, unless the question wants only one.
    """
    infos = desk.facts.documents
    years = {infos[figure.source.document].fiscal_year}
    if figure.measure is Measure.AMOUNT:
        years.add(figure.period.year)
    papers = {*desk.documents, figure.source.document} if desk.question.scope else infos.keys()
    of_owner = {
        id
        for id in desk.facts.entries.owned_by(figure.owner)
        if id in papers and infos[id].fiscal_year in years
    }
    for entry in desk.facts.within(of_owner):
        fact = entry.fact
        if isinstance(fact, Figure) and not fact.doubtful and _is_same(figure, fact):
            yield fact


def _is_same(one: Figure, other: Figure) -> bool:
    """Tell whether two figures print one number of one thing."""
    return is_same_count(one, other) or (
        (one.measure, one.period, one.direction) == (other.measure, other.period, other.direction)
        and _named_alike(one, other)  # names are sooner compared than amounts
        and one.quantity.agrees_with(other.quantity)
    )


def _named_alike(one: Figure, other: Figure) -> bool:
    """One name, but for silent words; a telling number also when one name holds the other."""
    if one.item.code and other.item.code:
        return one.item.code == other.item.code
    a, b = called_of(one), called_of(other)
    if not a or not b:
        return False
    if a == b and bare_name(one.item.name) and bare_name(other.item.name):
        return fund_of(one.item.name) == fund_of(other.item.name)
    short, long = sorted((a, b), key=len)
    digits = str(one.quantity.value).replace(".", "").strip("0")
    is_held = len(short) >= SHORTEST_NAME and short in long and len(digits) >= TELLING_DIGITS
    return is_held and fund_of(a) == fund_of(b)


def called_of(figure: Figure) -> str:
    """Return the bare name of a figure: of its column where the row is only a total."""
    column = figure.slice[-1] if figure.slice else ""
    return bare_name(figure.item.name) or bare_name(column)


def is_one_thing(one: Value, other: Value) -> bool:
    """Tell whether two values are of one item and one fund, whatever their year and stage."""
    prints = [list(prints_of(value)) for value in (one, other)]
    names = [{bare_name(f.item.name) for f in found} for found in prints]
    funds = [{_fund(f) for f in found} for found in prints]
    return bool(names[0] & names[1] and funds[0] & funds[1])


def prints_of(value: Value) -> Iterator[Figure]:
    """Yield the prints that a value rests on, its operands' among them."""
    yield from value.figures
    for operand in value.operands:
        yield from prints_of(operand)


def _fund(figure: Figure) -> str:
    return fund_of(" ".join((figure.item.name, *figure.slice, figure.source.table)))


@cache
def bare_name(name: str) -> str:
    """Return a name in Chinese characters only, without the words that name nothing."""
    bare = NOT_HAN.sub("", name)
    for word in sorted(lines_of("name_silent_words.tsv"), key=len, reverse=True):
        bare = bare.replace(word, "")
    return bare
