"""The value of one year: printed, or led back to from the next year's value and stated change."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from assistant.compute import NotComputable, Value, previous_of, value_of
from assistant.corroboration import bare_name, called_of
from assistant.desk import Desk
from assistant.lookup.comparison import EARLIER, base_of, is_like
from assistant.lookup.evidence import Finding
from assistant.question import Ask
from assistant.wording import squeeze
from corpus.figure import Basis, Figure, Measure


def at_year(desk: Desk, ask: Ask, year: int) -> Value | None:
    """Return the value of a year: printed, or computed from the next year's stated change."""
    found = desk.first(ask, focus=desk.question.about, years=(year,))
    if found and (found.figure.period.year == year or _is_stock_of(found, year)):
        return found.value
    return prior_of(desk, ask, year)


def at_years(desk: Desk, ask: Ask, years: Sequence[int]) -> dict[int, Value | None]:
    """Return the value of every year; money of one stage where one stage has every year.

    The stage whose figure is said by its whole name comes first, of equals the budget.
    """
    values = {year: at_year(desk, ask, year) for year in years}
    said = squeeze(desk.question.about)
    stages: dict[Basis, int] = {}
    for value in (v for v in values.values() if v and v.unit == "元"):
        stage, name = Basis(value.basis), squeeze(value.about.split("·")[0])
        stages[stage] = max(stages.get(stage, 0), len(name) if name in said else 0)
    if len(stages) < 2:
        return values
    for stage in sorted(stages, key=lambda s: (-stages[s], s is not Basis.BUDGET)):
        own = {year: at_year(desk, replace(ask, basis=stage), year) for year in years}
        if all(own.values()):
            return own
    return values


def _is_stock_of(found: Finding, year: int) -> bool:
    """Tell whether a year's own paper tells what there was when the year began."""
    period = found.figure.period
    return (found.year, period.basis, period.year) == (year, Basis.ACTUAL, year - 1)


def prior_of(desk: Desk, ask: Ask, year: int) -> Value | None:
    """Return a year's value from the following year's document: its value ∓ its stated change.

    A change that is stated against last year's outturn leads back to that outturn.
    """
    found = desk.first(replace(ask, basis=None), focus=desk.question.about, years=(year + 1,))
    if found is None or found.year != year + 1:
        return None
    pair = _with_change(desk, found) or _of_other_paper(desk, ask, found)
    if pair is None:
        return None
    current, stated = pair
    base, asked = base_of(stated), ask.basis or desk.question.periods.basis
    stage = base.stage if base and base.stage else found.figure.period.basis
    if asked and not is_like(stage, asked):
        return None
    try:
        return replace(previous_of(current, value_of(stated)), basis=stage.value)
    except NotComputable:
        return None


def _with_change(desk: Desk, found: Finding) -> tuple[Value, Figure] | None:
    stated = stated_change(desk, found)
    return (found.value, stated) if stated else _part_that_is_all(desk, found)


def _of_other_paper(desk: Desk, ask: Ask, found: Finding) -> tuple[Value, Figure] | None:
    """Return the same amount with its change from another paper that prints it."""
    other = desk.first(
        replace(ask, basis=found.figure.period.basis),
        focus=desk.question.about,
        years=(found.year or 0,),
        documents=desk.documents - {found.document},
    )
    if other is None or (other.year, other.value.amount) != (found.year, found.value.amount):
        return None
    return _with_change(desk, other)


def stated_change(desk: Desk, found: Finding) -> Figure | None:
    """Return the printed change of a figure: of the same item, nearest in the same document."""
    names = {f.item.name for f in found.value.figures if _called_alike(f, found.figure)}
    if not bare_name(found.figure.item.name):
        names |= {called_of(found.figure)} - {""}
    places = [f.source.span.start for f in found.value.figures]
    changes_like = (c for c in _changes_like(desk, found) if c.item.name in names)
    named = [c for c in changes_like if not _is_of_another_amount(desk, c, found)]
    told = bool(bare_name(found.figure.item.name))  # a bare total's column is told in other words
    changes = [
        c for c in named if (told and c.source.cell is None) or _stands_beside(desk, c, found)
    ]
    return min(
        changes, key=lambda c: min(abs(c.source.span.start - p) for p in places), default=None
    )


def _called_alike(one: Figure, other: Figure) -> bool:
    """Tell whether two names are one: a project that is all of a line's money is another thing."""
    a, b = bare_name(one.item.name), bare_name(other.item.name)
    return a in b or b in a


def _stands_beside(desk: Desk, changed: Figure, found: Finding) -> bool:
    """Tell whether the row of a change prints the amount: a row of another fund has its own.

    In prose it is the sentence.
    """
    return any(
        isinstance(entry.fact, Figure)
        and _row_of(entry.fact) == _row_of(changed)
        and (changed.source.cell or entry.fact.source.quote == changed.source.quote)
        and entry.fact.quantity.agrees_with(found.figure.quantity)
        for entry in desk.facts.within({found.document})
    )


def _is_of_another_amount(desk: Desk, changed: Figure, found: Finding) -> bool:
    """Tell whether a change is of another stage, or of another column of its row.

    A row that prints last year's amounts has a change that leads back to one of them: the one
    beside 小计, 基本支出 and 项目支出 is counted over 小计.
    """
    row = _row_of(changed)
    if row is None:
        return changed.period.basis is not found.figure.period.basis
    before = [
        entry.fact.quantity
        for entry in desk.facts.within({found.document})
        if isinstance(entry.fact, Figure)
        and _row_of(entry.fact) == row
        and entry.fact.measure is Measure.AMOUNT
        and entry.fact.period.year == (found.year or 0) - 1
    ]
    try:
        led = previous_of(found.value, value_of(changed)).amount
    except NotComputable:
        return True
    slack = changed.quantity.half_unit * 4
    return bool(before) and all(abs(q.in_base - led) > slack for q in before)


def _row_of(figure: Figure) -> tuple[int, int] | None:
    cell = figure.source.cell
    return (cell.table, cell.row) if cell else None


def _changes_like(desk: Desk, found: Finding) -> Iterator[Figure]:
    """Yield the changes against last year that the document of a figure states, in its unit."""
    for entry in desk.facts.within({found.document}):
        fact = entry.fact
        if (
            isinstance(fact, Figure)
            and fact.measure is Measure.CHANGE
            and fact.exact
            and fact.quantity.unit.base == found.value.unit
            and _is_against_last_year(fact)
        ):
            yield fact


def _part_that_is_all(desk: Desk, found: Finding) -> tuple[Value, Figure] | None:
    """Return the part of a figure that has the same amount, in the same sentence, and its change.

    「支出预算5万元，其中：财政拨款支出5万元，比上年增加1万元」 says the change of the part only.
    It leads back to last year's part, and the value is called so.
    """
    quotes = {f.source.quote for f in found.value.figures if not f.source.cell}
    changes = [c for c in _changes_like(desk, found) if c.source.quote in quotes]
    for entry in desk.facts.within({found.document}):
        part = entry.fact
        if not isinstance(part, Figure) or part.source.quote not in quotes:
            continue
        if part.measure is Measure.AMOUNT and part.quantity.in_base == found.value.amount:
            told = (part.item.name, part.period.basis)
            same = next((c for c in changes if (c.item.name, c.period.basis) == told), None)
            if same:
                return value_of(part), same
    return None


def _is_against_last_year(changed: Figure) -> bool:
    """Tell whether a change leads back to last year and not to the plan of its own year."""
    base = base_of(changed)
    return base is None or base.which == EARLIER
