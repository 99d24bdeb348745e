"""Looks figures up: hard filters first, then wording; keeps agreements, rivals and absences.

A similar passage never supplies a number: what is returned are printed figures of the owners and
years that the question means, best first, with every other place that prints the same.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from assistant.language.aliases import readings
from assistant.language.classified import classified_items
from assistant.language.denial import requires
from assistant.language.funds import fund_of, funds_agree
from assistant.language.twins import OFFICE, WHOLE, paper_of
from assistant.lookup.alike import Alike, Body
from assistant.lookup.all_funds import without_fund_parts
from assistant.lookup.candidates import (
    Candidate,
    best_first,
    fits,
    is_of_years,
    says_opposite,
    scored,
)
from assistant.lookup.comparison import CHANGES, EARLIER, Base, base_asked, base_of
from assistant.lookup.entries import Entry, Wanted, piece_with
from assistant.lookup.facts import Facts
from assistant.lookup.features import nearness
from assistant.lookup.named import total_readings, whole_totals, without_parts
from assistant.lookup.posts import is_other_count
from assistant.lookup.wanted import Scope, wanted_of
from assistant.lookup.witnesses import Finding, findings_of
from assistant.question import Ask, Question
from assistant.wording import squeeze, terms_of
from corpus.figure import AbsenceKind, Basis, Figure, Measure
from corpus.quantity import UnitKind
from corpus.vocabulary import lines_of
from index.figure_names import FigureNames

__all__ = ["Evidence", "Finding", "Searcher"]

UNCHANGED = Scope()
WHOLE_NAMES = "whole_names.tsv"
STANDARD = "标准"
COMPARED = 150  # facts compared in every respect; the rest share less with the question
LEAST_SHARED = 0.05  # share of the question's terms from which a fact is looked at


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
        self._alike = Alike(facts)
        self._last: tuple[tuple[Question, Ask, Scope], Wanted] | None = None

    def warm(self) -> None:
        """Load the model that compares names and the first facts, so that no question waits."""
        self.facts.entries.warm()
        self._names.similarities("预算")

    def wanted(self, question: Question, ask: Ask, scope: Scope = UNCHANGED) -> Wanted:
        """Return an ask of a question in comparable form: once for all bodies that it is of."""
        last, asked = self._last, (question, ask, scope)
        if last is None or last[0] != asked:
            last = self._last = (asked, self._wanted(question, ask, scope))
        return last[1]

    def _wanted(self, question: Question, ask: Ask, scope: Scope) -> Wanted:
        phrase, tables = self.facts.tables_in(question.corrected)
        scope = replace(scope, table=phrase)
        wanted = wanted_of(question, ask, scope, self.facts.rarity, self._names)
        texts = (question.corrected, question.inherited)
        project = next(filter(None, (self.facts.project_in(squeeze(t)) for t in texts)), "")
        base = base_asked(question.corrected, question.periods, wanted.years)
        return replace(wanted, project=project, tables=tables, base=base)

    def look_up(self, wanted: Wanted, documents: Collection[str]) -> Evidence:
        """Return the figures and absences of ``documents`` that an ask may mean."""
        candidates = best_first(list(self._candidates(wanted, documents)))
        figures = [c for c in candidates if c.entry.is_figure]
        absences = tuple(c for c in candidates if not c.entry.is_figure)
        findings = sorted(findings_of(figures, wanted.years), key=lambda f: _order(f, wanted.fund))
        return Evidence(wanted, tuple(findings), absences)

    def alike(self, wanted: Wanted, bodies: Sequence[Collection[str]]) -> list[list[Body]]:
        """Return the bodies, each given by its documents, in which a look-up ends alike."""
        terms = [wanted.terms, *(variant.terms for variant in self._variants(wanted))]
        papers = [self._telling(wanted, ids) for ids in bodies]
        ordered = [self.facts.entries.ordered(ids) for ids in papers]
        return self._alike.groups(wanted, terms, LEAST_SHARED, ordered)

    def _telling(self, wanted: Wanted, documents: Collection[str]) -> Collection[str]:
        """Return the documents that tell of the years asked; what a place leaves decides."""
        anywhere = not wanted.unit and not wanted.tables
        return (
            self.facts.telling(documents, wanted.years) if wanted.years and anywhere else documents
        )

    def _candidates(self, wanted: Wanted, documents: Collection[str]) -> Iterator[Candidate]:
        variants = [wanted, *self._variants(wanted)]
        sharing = self._sharing(wanted, [v.terms for v in variants], documents)
        # Beside the answer before, a fact may be meant that shares no word with the question.
        sharing.sort(key=lambda pair: _promise(pair, wanted))
        answering = (entry for _, entry in sharing if _may_answer(entry, wanted))
        dated = _of_own_years(list(islice(answering, COMPARED)), wanted)
        compared = _of_fund(wanted, dated)
        for entry in without_parts(compared, {variant.said for variant in variants}):
            cosine = wanted.cosines.get(entry.dense_name, 0.0)
            yield max(
                (scored(entry, variant, self.facts.rarity, cosine) for variant in variants),
                key=lambda c: c.score,
            )

    def _sharing(
        self, wanted: Wanted, variants: list[Mapping[str, float]], documents: Collection[str]
    ) -> list[tuple[float, Entry]]:
        """Return (share of the question's terms, fact) for the facts that hold some of them."""
        terms = [*variants, dict.fromkeys(wanted.codes, 1.0)]
        is_placed = wanted.near or wanted.tables or wanted.unit or not any(terms)
        floor = 0.0 if is_placed else LEAST_SHARED
        found = [
            pair
            for id in self.facts.entries.ordered(self._telling(wanted, documents))
            for pair in self.facts.entries.postings(id).sharing(terms, floor)
        ]
        return _of_tables(wanted, self._of_unit(wanted.unit, found))

    def _of_unit(self, unit: str, found: list[tuple[float, Entry]]) -> list[tuple[float, Entry]]:
        """Return the facts of a unit below the owner.

        A paper of the whole body that tells nothing of the office itself (本级) tells nothing; of
        another unit, of which nothing is filed, all is returned.
        """
        if not unit:
            return found
        own = [(share, e) for share, e in found if e.is_filed_under(unit) or self._is_of(unit, e)]
        return own if own or unit == OFFICE else found

    def _is_of(self, unit: str, entry: Entry) -> bool:
        """Tell whether the whole paper is of the unit: the office publishes one for itself."""
        info = self.facts.documents[entry.fact.source.document]
        scope = paper_of(info.owner, info.kind, info.fiscal_year).scope
        return unit == OFFICE and scope != WHOLE

    def _variants(self, wanted: Wanted) -> Iterator[Wanted]:
        """Yield the ask with colloquial names read as canonical ones."""
        for alias, canonical in (*readings(wanted.said), *total_readings(wanted)):
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


def _promise(found: tuple[float, Entry], wanted: Wanted) -> tuple[float, bool]:
    """Return a key by which what is compared comes first; of equals, what is said by its name."""
    share, entry = found
    return -share - nearness(entry.fact, wanted.near), entry.name_text not in wanted.said


def _order(finding: Finding, fund: str) -> tuple[float, bool]:
    """Return a key by which the best comes first; of equals, where no fund is asked, all funds."""
    return -round(finding.score, 2), not fund and bool(fund_told(finding.candidate.entry))


def _of_tables(wanted: Wanted, found: list[tuple[float, Entry]]) -> list[tuple[float, Entry]]:
    """Return the facts of the tables that are named, or all when those have none."""
    return [(share, e) for share, e in found if e.caption_text in wanted.tables] or found


def _of_own_years(found: list[Entry], wanted: Wanted) -> list[Entry]:
    """Return the facts without the stock of the year before where that of the year is printed.

    With an item of the year before go its parts, as far as they are not named themselves.
    """
    others = (None, *wanted.years)
    own = {entry.name_text for entry in found if entry.fact.period.year in wanted.years}
    return [e for e in found if e.fact.period.year in others or not _is_told(e, own, wanted.said)]


def _is_told(entry: Entry, names: Collection[str], said: str) -> bool:
    """Tell whether names hold a fact's own name or, where it is not said, an item above it."""
    above = () if entry.name_text in said else map(squeeze, entry.fact.item.path)
    return entry.name_text in names or any(name in names for name in above)


def _of_fund(wanted: Wanted, found: list[Entry]) -> list[Entry]:
    """Return the facts of the fund that is asked.

    Where an item is printed with its fund, the same item without any is of all funds together.
    """
    fund = wanted.fund
    if not fund:
        return found if wanted.tables else without_fund_parts(_of_all_funds(found))
    told = [(entry, fund_told(entry)) for entry in found]
    printed = {entry.name_text for entry, of in told if of and funds_agree(fund, of)}
    return [e for e, of in told if (funds_agree(fund, of) if of else e.name_text not in printed)]


def _of_all_funds(found: list[Entry]) -> list[Entry]:
    """Return the facts without the totals of one fund where the total of all is printed too."""
    sides = whole_totals()
    totals = {id(e): (e.fact.owner, e.year, sides[n]) for e in found if (n := e.name_text) in sides}
    parts = {id(e) for e in found if id(e) in totals and fund_told(e)}
    printed = {total for of, total in totals.items() if of not in parts}
    return [e for e in found if id(e) not in parts or totals[id(e)] not in printed]


def fund_told(entry: Entry) -> str:
    """Return the fund that a fact is said to be of: by its name and columns, else around it."""
    source = entry.fact.source
    texts = (entry.called, entry.named, source.table, "" if source.cell else piece_with(entry.fact))
    return next(filter(None, map(fund_of, texts)), "")


def _may_answer(entry: Entry, wanted: Wanted) -> bool:
    """The hard filters of one ask: year, dimension, measure."""
    fact = entry.fact
    if wanted.years and not _is_of(entry, wanted.years):
        return False
    if _is_other_item(entry, wanted.items) or _is_other_project(entry, wanted.project):
        return False
    if isinstance(fact, Figure):
        if fact.quantity.value in wanted.numbers or _contradicts(entry, fact, wanted):
            return False
        if _is_other_change(entry, fact, wanted) or _is_scattered(entry, wanted.said):
            return False
        if _is_sum_for_standard(entry, fact, wanted.said):
            return False
        return fits(fact, wanted.ask) and _of_basis(entry, fact, wanted)
    if _asks_outturn(wanted) and fact.period.basis is not Basis.EXECUTED:
        return False
    asks_amount = not wanted.ask.measures and wanted.ask.kind is not UnitKind.COUNT
    return asks_amount or fact.kind is not AbsenceKind.BLANK or fact.source.cell is None


def _contradicts(entry: Entry, figure: Figure, wanted: Wanted) -> bool:
    """Tell whether what a figure is called, or the rule that it is part of, says the opposite."""
    if says_opposite(entry.called, wanted.said) or requires(figure.context, wanted.denied):
        return True
    if is_other_count(entry, figure, wanted.said + squeeze(wanted.ask.words)):
        return True
    is_score = figure.measure is Measure.SCORE
    return is_score and says_opposite(squeeze(piece_with(figure)), wanted.said)


def _is_scattered(entry: Entry, said: str) -> bool:
    """Tell whether a name that is said counts only as a whole, and the figure has it nowhere."""
    return any(name in said and name not in entry.around for name in lines_of(WHOLE_NAMES))


def _is_sum_for_standard(entry: Entry, figure: Figure, said: str) -> bool:
    """「甲经费标准」 asks what each gets: a sum of money that nobody calls a standard is none."""
    is_money = figure.quantity.unit.kind is UnitKind.MONEY and figure.measure is Measure.AMOUNT
    return is_money and said.endswith(STANDARD) and STANDARD not in entry.around


def _is_other_item(entry: Entry, items: frozenset[str]) -> bool:
    """Tell whether a fact is of a classified item beside those that are named."""
    item = classified_items().get(entry.name_text)
    return bool(items and item) and item not in items


def _is_other_project(entry: Entry, project: str) -> bool:
    return bool(project and entry.project) and entry.project != project


def _is_other_change(entry: Entry, figure: Figure, wanted: Wanted) -> bool:
    """A change against the plan never answers for the one against last year.

    A paper that says just 「比上年」 counts from last year's paper of its own kind.
    """
    if wanted.base is None or figure.measure not in CHANGES:
        return False
    base = base_of(figure)
    silent = base is None or base.stage is None
    if silent and wanted.base.which == EARLIER and _is_of_own_kind(entry, figure, wanted.base):
        return wanted.base.contradicts(Base(EARLIER, entry.basis)) or wanted.base.excludes(base)
    return wanted.base.excludes(base)


def _is_of_own_kind(entry: Entry, figure: Figure, asked: Base) -> bool:
    """Tell whether a change is between papers of one kind.

    A table of a budget may hold last year's 执行数; a 决算 it cannot know yet.
    """
    is_cell = figure.source.cell is not None
    return entry.basis is Basis.FINAL or not is_cell or asked.stage is Basis.FINAL


def _of_basis(entry: Entry, figure: Figure, wanted: Wanted) -> bool:
    """An amount of another stage of the budget cycle never answers for the stated one."""
    if not wanted.bases:
        return True
    if figure.quantity.unit.kind is not UnitKind.MONEY:
        return not _asks_outturn(wanted) and not _is_share_of_other_stage(entry, figure, wanted)
    if figure.period.basis is Basis.ACTUAL:
        return entry.basis in wanted.bases or wanted.ask.limit
    return figure.period.basis in wanted.bases


def _is_share_of_other_stage(entry: Entry, figure: Figure, wanted: Wanted) -> bool:
    """A share of the budget is no answer where the account is asked, and no share."""
    is_asked = Measure.SHARE in wanted.ask.measures or wanted.ask.kind is UnitKind.RATE
    basis = entry.basis if figure.period.basis is Basis.ACTUAL else figure.period.basis
    return figure.measure is Measure.SHARE and basis not in wanted.bases and not is_asked


def _asks_outturn(wanted: Wanted) -> bool:
    """An 执行数 is money, whatever else is counted or completed."""
    asks_measure = wanted.ask.kind is not None or bool(wanted.ask.measures)
    return Basis.EXECUTED in wanted.bases and not asks_measure


def _is_of(entry: Entry, years: tuple[int, ...]) -> bool:
    """Tell whether a fact is of the years asked."""
    measure = entry.fact.measure if isinstance(entry.fact, Figure) else None
    return is_of_years(entry.fact.period, measure, entry.year, entry.basis, years)
