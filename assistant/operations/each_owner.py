"""Looks one thing up for each of many owners: once for those whose papers are alike."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.compute import Value, value_of
from assistant.desk import Desk
from assistant.lookup.alike import Body, Fact
from assistant.lookup.entries import Entry
from assistant.lookup.outline import outline_of
from assistant.lookup.wanted import Narrowing, Scope
from assistant.question import Ask
from corpus.figure import Figure

Told = dict[int, tuple[Fact, ...]]  # number of an owner -> the facts that are its value's prints


def first_of_each(
    desk: Desk,
    ask: Ask,
    papers: Sequence[frozenset[str]],
    narrowing: Narrowing,
    *,
    strict: bool = False,
) -> list[Value | None]:
    """Return for each owner, given by its documents, the value that ``Desk.first`` finds there."""

    def look_up(number: int) -> Value | None:
        own: Narrowing = {**narrowing, "documents": papers[number]}
        finding = desk.first(ask, strict=strict, **own)
        return finding.value if finding else None

    wanted = desk.searcher.wanted(desk.question, ask, Scope.of(narrowing))
    found: dict[int, Value | None] = {}
    told: Told = {}
    for first, *others in desk.searcher.alike(wanted, papers):
        value = found[first.number] = look_up(first.number)
        if value is None:
            found.update((body.number, None) for body in others)
        elif others:
            told |= _told(desk, first, value, others)
    found |= _values(desk, told)
    return [found[n] if n in found else look_up(n) for n in range(len(papers))]


def _told(desk: Desk, first: Body, value: Value, others: Sequence[Body]) -> Told:
    """Return where others print what the first body prints, nothing where that is not certain."""
    shelf = desk.facts.entries
    known = {shelf[f.document][f.place].fact: at for at, f in enumerate(first.facts)}
    places = [known.get(figure) for figure in value.figures]
    at = [place for place in places if place is not None]
    if len(at) < len(places):
        return {}
    return {body.number: tuple(map(body.fact, at)) for body in others}


def _values(desk: Desk, told: Told) -> dict[int, Value]:
    """Read the values; one that is no longer printed as it is filed is left out."""
    wanted = {(fact.document, fact.place) for facts in told.values() for fact in facts}
    printed = desk.library.figures_at(wanted)
    found = {}
    for number, facts in told.items():
        figures = [printed.get((fact.document, fact.place)) for fact in facts]
        sound = [f for f, fact in zip(figures, facts, strict=True) if f and _is_as(desk, f, fact)]
        if len(sound) == len(facts):
            found[number] = value_of(*sound)
    return found


def _is_as(desk: Desk, figure: Figure, fact: Fact) -> bool:
    """Tell whether a figure has the outline that it is filed under."""
    entry = Entry(figure, desk.facts.documents[fact.document])
    return outline_of(entry).id == fact.outline
