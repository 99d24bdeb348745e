"""Where a needed figure stood in the look-ups of a question, and what kept it out of them.

What kept it out is found by trying: the look-up is made again with one filter lifted at a time,
until the figure turns up. So no filter is told twice, here and where it works.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from assistant.evaluation.needed import Needed
from assistant.evaluation.watch import LookUp, Trace
from assistant.lookup.entries import Wanted
from assistant.lookup.evidence import Evidence, Finding
from assistant.question import Ask
from corpus.figure import Basis, Figure, Measure

Lifted = Callable[[Wanted, Figure], Wanted]
OWNER, MEASURE, BEYOND = "单位", "数的种类", "名次"


def _any_measure(wanted: Wanted, figure: Figure) -> Wanted:
    unit = figure.quantity.unit
    return replace(
        wanted,
        ask=replace(
            wanted.ask,
            kind=unit.kind,
            unit=unit.base,
            measures=(figure.measure,),
            limit=figure.measure is Measure.LIMIT,
        ),
    )


def _any_basis(wanted: Wanted, figure: Figure) -> Wanted:
    basis: Basis | None = None
    return replace(wanted, ask=replace(wanted.ask, basis=basis), basis=basis, bases=())


# The filters of a look-up by what people call them, in the order in which they are lifted.
# The first ones are what a question is understood as, the others what candidates are kept for.
UNDERSTOOD: dict[str, Lifted] = {
    "年份": lambda wanted, figure: replace(wanted, years=()),
    MEASURE: _any_measure,
    "口径": _any_basis,
    "比较的基准": lambda wanted, figure: replace(wanted, base=None),
}
KEPT_FOR: dict[str, Lifted] = {
    "科目": lambda wanted, figure: replace(wanted, items=frozenset()),
    "项目": lambda wanted, figure: replace(wanted, project=""),
    "表名": lambda wanted, figure: replace(wanted, tables=frozenset()),
    "内设单位": lambda wanted, figure: replace(wanted, unit=""),
    "题中的数": lambda wanted, figure: replace(wanted, numbers=frozenset()),
}
OTHER = "其他条件"


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a needed figure came.

    ``rank``: its best place in any look-up, counted from 1; None when it was in none.
    ``behind``: how much lower than the best it scored there. ``excluded``: the filters that kept
    it out, () when it was found. ``used``: the answer shows it, or was computed from it.
    """

    needed: Needed
    rank: int | None = None
    lookup: LookUp | None = None
    finding: Finding | None = None
    excluded: tuple[str, ...] = ()
    used: bool = False

    @property
    def behind(self) -> float:
        """The distance to the best score of its look-up."""
        if self.finding is None or self.lookup is None:
            return 0.0
        return self.lookup.evidence.best - self.finding.score

    @property
    def is_unsought(self) -> bool:
        """Whether it is an operand that nothing looked for: of another kind, or far behind."""
        return self.needed.wanted is None and self.excluded in ((MEASURE,), (BEYOND,))

    @property
    def is_misunderstood(self) -> bool:
        """Whether the question was understood so that the figure could not be found."""
        if self.is_unsought:
            return False
        return OWNER in self.excluded or bool(set(self.excluded) & UNDERSTOOD.keys())


def standing_of(needed: Needed, trace: Trace) -> Standing:
    """Return how far a needed figure came in the look-ups of a question."""
    if not needed.figures:
        return Standing(needed)
    used = _is_used(needed, trace)
    places = [
        (rank, lookup, finding)
        for lookup in trace.lookups
        for rank, finding in enumerate(lookup.evidence.findings, start=1)
        if needed.ids & {figure.id for figure in finding.value.figures}
    ]
    if places:
        rank, lookup, finding = min(places, key=lambda place: place[0])
        return Standing(needed, rank, lookup, finding, used=used)
    return Standing(needed, excluded=() if used else _excluded(needed, trace), used=used)


def _is_used(needed: Needed, trace: Trace) -> bool:
    shown = (*trace.answer.figures, *trace.answer.operands)
    return any(
        figure.quantity.in_base == one.value and figure.quantity.unit.base == one.unit
        for figure in needed.figures
        for one in shown
    )


def first_lookups(trace: Trace) -> Iterator[LookUp]:
    """Yield the look-ups that were made, or those that the asks of the question would make."""
    if trace.lookups:
        yield from trace.lookups
        return
    for ask in trace.question.asks or (Ask(""),):
        evidence = trace.desk.look_up(ask)
        yield LookUp(evidence.wanted, trace.desk.documents, evidence)


def _excluded(needed: Needed, trace: Trace) -> tuple[str, ...]:
    """Return the fewest filters that kept a figure out of any look-up."""
    tried = {_excluded_by(f, up, trace) for up in _distinct(trace) for f in needed.figures[:2]}
    return min(tried, key=len, default=(OTHER,))


def _distinct(trace: Trace) -> list[LookUp]:
    """Return the first of the look-ups: later ones narrow what these wanted."""
    return list(first_lookups(trace))[:3]


def _excluded_by(figure: Figure, made: LookUp, trace: Trace) -> tuple[str, ...]:
    home = figure.source.document
    owner = () if home in made.documents else (OWNER,)
    wanted = made.wanted
    if _finds(figure, wanted, trace):
        return owner or (BEYOND,)
    filters = UNDERSTOOD | KEPT_FOR
    for name, lifted in filters.items():
        if _finds(figure, lifted(wanted, figure), trace):
            return (*owner, name)
    return (*owner, *_several(figure, wanted, trace, filters))


def _several(
    figure: Figure, wanted: Wanted, trace: Trace, filters: dict[str, Lifted]
) -> tuple[str, ...]:
    """Return the filters that all have to be lifted, or what is not known."""
    for lifted in filters.values():
        wanted = lifted(wanted, figure)
    if not _finds(figure, wanted, trace):
        return (OTHER,)
    return tuple(name for name, lifted in filters.items() if _matters(name, figure, trace, filters))


def _matters(name: str, figure: Figure, trace: Trace, filters: dict[str, Lifted]) -> bool:
    """Tell whether a figure stays out when every filter but this one is lifted."""
    wanted = next(first_lookups(trace)).wanted
    for other, lifted in filters.items():
        wanted = wanted if other == name else lifted(wanted, figure)
    return not _finds(figure, wanted, trace)


def _finds(figure: Figure, wanted: Wanted, trace: Trace) -> bool:
    found: Evidence = trace.desk.searcher.look_up(wanted, {figure.source.document})
    ids = {one.id for finding in found.findings for one in finding.value.figures}
    return figure.id in ids
