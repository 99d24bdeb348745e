"""Looks figures up: hard filters first, then wording; keeps agreements, rivals and absences.

A similar passage never supplies a number: what is returned are printed figures of the owners and
years that the question means, best first, with every other place that prints the same.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.aliases import economic_items, readings
from assistant.candidates import (
    Candidate,
    best_first,
    fits,
    match_weights,
    says_opposite,
    scored,
)
from assistant.comparison import base_in, base_of
from assistant.compute import Value, value_of
from assistant.entries import Entry, Wanted
from assistant.facts import Facts
from assistant.question import Ask, Question
from assistant.wanted import Scope, wanted_of
from assistant.wording import squeeze, terms_of
from corpus.figure import AbsenceKind, Basis, Figure
from corpus.quantity import UnitKind
from index.figure_names import FigureNames

UNCHANGED = Scope()
KEPT = 200  # candidates kept for agreement and rivalry


@dataclass(frozen=True, slots=True)
class Finding:
    """One number that may be meant, with every figure that prints it, best first."""

    value: Value
    score: float
    candidate: Candidate
    document: str
    year: int | None  # fiscal year of the document

    @property
    def figure(self) -> Figure:
        """The best figure that prints the number."""
        return self.value.figures[0]


@dataclass(frozen=True, slots=True)
class Evidence:
    """All that a look-up found. ``findings`` have distinct values within one document year."""

    wanted: Wanted
    findings: tuple[Finding, ...]
    absences: tuple[Candidate, ...]

    @property
    def best(self) -> float:
        """The highest score of a figure, 0.0 when there is none."""
        return self.findings[0].score if self.findings else 0.0

    def by_year(self) -> dict[tuple[str, int | None], list[Finding]]:
        """Group findings by owner and fiscal year, keeping their order."""
        groups: dict[tuple[str, int | None], list[Finding]] = {}
        for finding in self.findings:
            groups.setdefault((finding.value.owner, finding.year), []).append(finding)
        return groups


class Searcher:
    """Runs look-ups over one revision of the library."""

    def __init__(self, facts: Facts, names: FigureNames) -> None:
        self.facts = facts
        self._names = names

    def warm(self) -> None:
        """Load the model that compares names, so that no question waits for it."""
        self._names.similarities("预算")

    def wanted(self, question: Question, ask: Ask, scope: Scope = UNCHANGED) -> Wanted:
        """Return an ask of a question in comparable form."""
        phrase, tables = self.facts.tables_in(question.corrected)
        scope = replace(scope, table=phrase)
        wanted = wanted_of(question, ask, scope, self.facts.rarity, self._names)
        said = squeeze("".join((question.corrected, question.inherited)))
        base = base_in(question.corrected, next(iter(wanted.years), None))
        return replace(wanted, project=self.facts.project_in(said), tables=tables, base=base)

    def look_up(self, wanted: Wanted, documents: Collection[str]) -> Evidence:
        """Return the figures and absences of ``documents`` that an ask may mean."""
        candidates = best_first(list(self._candidates(wanted, documents)))[:KEPT]
        figures = [c for c in candidates if c.entry.is_figure]
        absences = tuple(c for c in candidates if not c.entry.is_figure)
        findings = sorted(_merged(figures), key=lambda f: -f.score)
        return Evidence(wanted, tuple(findings), absences)

    def _candidates(self, wanted: Wanted, documents: Collection[str]) -> Iterator[Candidate]:
        variants = [wanted, *self._variants(wanted)]
        for entry in self._of_tables(wanted, self._of_unit(wanted.unit, documents)):
            if not _may_answer(entry, wanted):
                continue
            cosine = wanted.cosines.get(entry.dense_name, 0.0)
            yield max(
                (scored(entry, variant, self.facts.rarity, cosine) for variant in variants),
                key=lambda c: c.score,
            )

    def _of_unit(self, unit: str, documents: Collection[str]) -> list[Entry]:
        """Return the facts of a unit below the owner, or all when none is filed under it."""
        entries = list(self.facts.within(documents))
        of_unit = [e for e in entries if unit in e.named] if unit else []
        return of_unit or entries

    def _of_tables(self, wanted: Wanted, entries: list[Entry]) -> list[Entry]:
        """Return the facts of the tables that are named, or all when those have none."""
        if not wanted.tables:
            return entries
        found = [e for e in entries if e.caption_text in wanted.tables]
        return found or entries

    def _variants(self, wanted: Wanted) -> Iterator[Wanted]:
        """Yield the ask with colloquial names read as canonical ones."""
        for alias, canonical in readings(wanted.said):
            said = wanted.said.replace(alias, canonical)
            gone = set(terms_of(alias)) - set(terms_of(canonical))
            terms = {t: w for t, w in wanted.terms.items() if t not in gone}
            meant = self.facts.rarity.weigh(canonical)
            own = {t: w for t, w in wanted.own.items() if t not in gone}
            if len(own) < len(wanted.own):
                own |= meant
            head = {t: w for t, w in wanted.head.items() if t not in gone}
            if len(head) < len(wanted.head):
                head |= meant
            yield replace(wanted, said=said, terms=terms | meant, own=own, head=head, words={})


def _may_answer(entry: Entry, wanted: Wanted) -> bool:
    """The hard filters of one ask: year, dimension, measure."""
    fact = entry.fact
    if wanted.years and not _is_of(entry, wanted.years):
        return False
    if _is_other_item(entry, wanted.items) or _is_other_project(entry, wanted.project):
        return False
    if isinstance(fact, Figure):
        stated = fact.quantity.value in wanted.numbers or says_opposite(entry.called, wanted.said)
        if stated or _is_other_change(fact, wanted):
            return False
        return fits(fact, wanted.ask) and _of_basis(entry, fact, wanted)
    if _asks_outturn(wanted) and fact.period.basis is not Basis.EXECUTED:
        return False
    asks_amount = not wanted.ask.measures and wanted.ask.kind is not UnitKind.COUNT
    return asks_amount or fact.kind is not AbsenceKind.BLANK or fact.source.cell is None


def _is_other_item(entry: Entry, items: frozenset[str]) -> bool:
    """Tell whether a fact is of an economic item beside those that are named."""
    item = economic_items().get(entry.name_text)
    return bool(items and item) and item not in items


def _is_other_project(entry: Entry, project: str) -> bool:
    return bool(project and entry.project) and entry.project != project


def _is_other_change(figure: Figure, wanted: Wanted) -> bool:
    """A change against the plan never answers for the one against last year."""
    base = base_of(figure) if wanted.base else None
    return wanted.base is not None and base is not None and wanted.base.contradicts(base)


def _of_basis(entry: Entry, figure: Figure, wanted: Wanted) -> bool:
    """An amount of another stage of the budget cycle never answers for the stated one."""
    if not wanted.bases:
        return True
    if figure.quantity.unit.kind is not UnitKind.MONEY:
        return not _asks_outturn(wanted)
    if figure.period.basis is Basis.ACTUAL:
        return entry.basis in wanted.bases or wanted.ask.limit
    return figure.period.basis in wanted.bases


def _asks_outturn(wanted: Wanted) -> bool:
    """An 执行数 is money, whatever else is counted or completed."""
    asks_measure = wanted.ask.kind is not None or bool(wanted.ask.measures)
    return Basis.EXECUTED in wanted.bases and not asks_measure


def _is_of(entry: Entry, years: tuple[int, ...]) -> bool:
    """A fact belongs to its own year; an undated one to its document's.

    A budget is drawn up before its year begins: its stocks are those of the end of the year before.
    """
    period = entry.fact.period
    if period.year in years or entry.year not in years:
        return period.year in years
    if period.year is None:
        return True
    stands_before = period.year + 1 == entry.year and entry.basis is Basis.BUDGET
    return stands_before and period.basis is Basis.ACTUAL


def _merged(candidates: Sequence[Candidate]) -> Iterator[Finding]:
    """Yield one finding per number and document year; later equal prints become witnesses."""
    taken: set[int] = set()
    for at, candidate in enumerate(candidates):
        if at in taken or not isinstance(candidate.fact, Figure):
            continue
        witnesses = []
        for later in range(at + 1, len(candidates)):
            if later not in taken and _same_number(candidate, candidates[later]):
                taken.add(later)
                witnesses.append(candidates[later].fact)
        figures = [candidate.fact, *(w for w in witnesses if isinstance(w, Figure))]
        # A certain print speaks for the others, and a finer one for those that round it.
        figures.sort(key=lambda figure: (figure.doubtful, figure.quantity.half_unit))
        yield Finding(
            value=value_of(*figures),
            score=candidate.score + _agreement(figures),
            candidate=candidate,
            document=candidate.fact.source.document,
            year=candidate.entry.year,
        )


def _agreement(figures: Sequence[Figure]) -> float:
    """Prose and tables are two witnesses: a number that both print weighs more."""
    places = {figure.source.cell is not None for figure in figures}
    return match_weights()["agreed"] if len(places) > 1 else 0.0


def _same_number(one: Candidate, other: Candidate) -> bool:
    """Tell whether two prints are one figure: same owner, year, measure and value."""
    a, b = one.fact, other.fact
    if not (isinstance(a, Figure) and isinstance(b, Figure)):
        return False
    return (
        a.owner == b.owner
        and _same_item(one.entry, other.entry)
        and one.entry.year == other.entry.year
        and a.measure is b.measure
        and a.direction == b.direction
        and a.quantity.agrees_with(b.quantity)
    )


def _same_item(one: Entry, other: Entry) -> bool:
    """Tell whether two facts are called alike: one code, one name, or one name in the other."""
    a, b = one.fact.item, other.fact.item
    if a.code and b.code:
        return a.code == b.code
    return one.name_text in other.name_text or other.name_text in one.name_text
