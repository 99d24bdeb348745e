"""What a paper prints of all of a body's money goes before its part from one fund.

「科学技术支出决算」 is the row of 支出决算表: a table of 一般公共预算财政拨款 prints only what
that fund paid of it.
"""

from __future__ import annotations

from collections.abc import Sequence

from assistant.language.funds import fund_of
from assistant.lookup.entries import Entry, piece_with
from corpus.figure import Basis, Figure, Measure

Key = tuple[str, int | None, int | None, Basis, str]  # owner, paper's year, own year, stage, name


def without_fund_parts(found: Sequence[Entry]) -> list[Entry]:
    """Return the facts without amounts of one fund whose item is printed for all funds."""
    keys = {id(entry): key for entry in found if (key := _whole_of(entry))}
    of_fund = {at for entry in found if (at := id(entry)) in keys and fund_around(entry)}
    whole = {keys[id(e)] for e in found if id(e) in keys.keys() - of_fund and e.fact.source.table}
    return [e for e in found if id(e) not in of_fund or keys[id(e)] not in whole]


def _whole_of(entry: Entry) -> Key | None:
    """Return what an amount is of, None where a column restricts it or it is another fact."""
    fact = entry.fact
    if not isinstance(fact, Figure) or fact.measure is not Measure.AMOUNT:
        return None
    if fact.period.basis not in (Basis.FINAL, Basis.BUDGET) or entry.columns:
        return None
    return fact.owner, entry.year, fact.period.year, fact.period.basis, entry.name_text


def fund_around(entry: Entry) -> str:
    """Return the one fund that a fact is of, by its name, its table, its sentence or section."""
    source = entry.fact.source
    section = "".join(source.section[-1:])
    around = (source.table,) if source.cell else (piece_with(entry.fact), section)
    return next(filter(None, map(fund_of, (entry.named, *around))), "")
