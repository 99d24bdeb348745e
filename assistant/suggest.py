"""Questions that a library can answer, made from what it holds."""

from __future__ import annotations

from assistant.facts import Facts
from corpus.figure import Figure, Measure

MOST = 6


def examples(facts: Facts) -> list[str]:
    """Return up to six questions over the newest documents, each about a printed figure."""
    found: list[str] = []
    newest = sorted(facts.documents.values(), key=lambda i: -(i.fiscal_year or 0))
    for info in newest:
        entries = facts.entries[info.id]
        amounts = [e.fact for e in entries if _is_plain(e.fact, Measure.AMOUNT)]
        changes = [e.fact for e in entries if _is_plain(e.fact, Measure.CHANGE)]
        year = f"{info.fiscal_year}年" if info.fiscal_year else ""
        if amounts:
            found.append(f"{info.owner}{year}{amounts[0].item.name}是多少？")
        if changes:
            found.append(f"{info.owner}{year}{changes[-1].item.name}比上年增减多少？")
    return list(dict.fromkeys(found))[:MOST]


def _is_plain(fact: object, measure: Measure) -> bool:
    return (
        isinstance(fact, Figure)
        and fact.measure is measure
        and fact.exact
        and 3 <= len(fact.item.name) <= 14
    )
