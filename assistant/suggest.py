"""Questions that a library can answer, made from what it holds."""

from __future__ import annotations

from itertools import islice

from assistant.compute import Value
from assistant.lookup.facts import Facts
from corpus.figure import Figure, Measure
from corpus.quantity import UnitKind

MOST = 6
FOLLOW_UPS = 3


def examples(facts: Facts) -> list[str]:
    """Return up to six questions over the newest documents, each about a printed figure."""
    found: list[str] = []
    newest = sorted(facts.documents.values(), key=lambda i: -(i.fiscal_year or 0))
    for info in newest:
        if len(dict.fromkeys(found)) >= MOST:
            break
        entries = facts.entries[info.id]
        amounts = [e.fact for e in entries if _is_plain(e.fact, Measure.AMOUNT)]
        changes = [e.fact for e in entries if _is_plain(e.fact, Measure.CHANGE)]
        year = f"{info.fiscal_year}年" if info.fiscal_year else ""
        if amounts:
            found.append(f"{info.owner}{year}{amounts[0].item.name}是多少？")
        if changes:
            found.append(f"{info.owner}{year}{changes[-1].item.name}比上年增减多少？")
    return list(dict.fromkeys(found))[:MOST]


def follow_ups(value: Value, facts: Facts) -> list[str]:
    """Return questions that lead on from an answered figure and that the library can answer."""
    if not value.figures or value.year is None:
        return []
    figure = value.figures[0]
    entries = facts.entries[figure.source.document]
    same = [e.fact for e in entries if e.fact.item.name == figure.item.name]
    name = f"{value.owner}{value.year}年{figure.item.name}"
    found = []
    if figure.measure is Measure.AMOUNT and any(_is_plain(f, Measure.CHANGE) for f in same):
        found.append(f"{name}比上年增减多少？")
    if any(_is_plain(f, Measure.SHARE) for f in same) and figure.measure is Measure.AMOUNT:
        found.append(f"{name}占比是多少？")
    others = (
        f"{value.owner}{info.fiscal_year}年{figure.item.name}是多少？"
        for info in map(facts.documents.__getitem__, facts.entries.owned_by(value.owner))
        if info.fiscal_year not in (None, value.year)
        and any(e.fact.item.name == figure.item.name for e in facts.entries[info.id])
    )
    return [*found, *islice(others, FOLLOW_UPS - len(found))]  # no more papers are read than that


def _is_plain(fact: object, measure: Measure) -> bool:
    return (
        isinstance(fact, Figure)
        and fact.measure is measure
        and fact.exact
        and fact.quantity.unit.kind in (UnitKind.MONEY, UnitKind.RATE)
        and 3 <= len(fact.item.name) <= 14
    )
