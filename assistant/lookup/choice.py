"""Decides between answering, listing, asking back and refusing, by trust and margin.

``trust.py`` tells how likely a number is the one that was asked. Thresholds stand in
``choice_limits.tsv``; they trade wrong answers for refusals.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from assistant.lookup.candidates import Candidate
from assistant.lookup.conditions import without_unsaid_conditions
from assistant.lookup.evidence import Evidence, Finding
from assistant.lookup.trust import CLEAR, signs_of, trust
from assistant.lookup.witnesses import same_item
from assistant.wording import squeeze
from corpus.figure import AbsenceKind, Measure
from corpus.quantity import UnitKind
from corpus.vocabulary import rows_of

COLUMN_SAID = 0.5  # share of a blank column's heading that a question has to say
BEST_FEW = 10  # findings whose wording an absence has to beat


class Kind(StrEnum):
    """How a look-up ended."""

    ONE = "one"
    RIVALS = "rivals"  # several numbers of one document with equal claim
    YEARS = "years"  # one owner, several years, none stated
    OWNERS = "owners"  # several owners, none stated
    ABSENT = "absent"  # the document says, or shows, that there is no number
    UNSURE = "unsure"  # too many rivals
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Choice:
    """The decision and what it rests on."""

    kind: Kind
    findings: tuple[Finding, ...] = ()
    absence: Candidate | None = None


@cache
def limits() -> dict[str, float]:
    """Return the named thresholds."""
    return {name: float(value) for name, value, _ in rows_of("choice_limits.tsv", columns=3)}


def choose(evidence: Evidence, *, years_stated: bool, owner_stated: bool) -> Choice:
    """Decide what a look-up's evidence allows to say."""
    absence = None if _asks_change(evidence) else _explained(evidence.absences)
    if absence and _beats(absence, evidence):
        return _absent(absence, evidence)
    # The next best never steps in for a best that is not good enough.
    if not evidence.findings or not is_named(evidence.findings[0], evidence):
        empty = _empty_table(evidence)
        return Choice(Kind.ABSENT, absence=empty) if empty else Choice(Kind.NONE)
    floor = (
        evidence.findings[0].score - limits()["group_window" if owner_stated else "owner_window"]
    )
    near = [f for f in evidence.findings if f.score >= floor and is_named(f, evidence)]
    return _among(near, evidence, years_stated=years_stated, owner_stated=owner_stated)


def sure(evidence: Evidence) -> Finding | None:
    """Return the best finding when it is good enough and neither absence nor rival beats it.

    What is computed can rest on one number only: of two with an equal claim neither is sure.
    """
    chosen = choose(evidence, years_stated=True, owner_stated=True)
    if not chosen.findings or chosen.kind is Kind.RIVALS:
        return None
    return chosen.findings[0] if chosen.findings[0].figure.exact else None


def operand(evidence: Evidence) -> Finding | None:
    """Return the best finding when it also holds most of its own words."""
    found = sure(evidence)
    if found is None or found.candidate.features["own"] < limits()["operand_floor"]:
        return None
    return found


def _empty_table(evidence: Evidence) -> Candidate | None:
    """Return what says that the table that is named is empty: then all of its cells are."""
    named = evidence.wanted.tables
    empty = (a for a in evidence.absences if a.absence is AbsenceKind.EMPTY_TABLE)
    return next((a for a in empty if a.entry.caption_text in named), None)


def _asks_change(evidence: Evidence) -> bool:
    """A change is asked of what there is: that a part of it is absent answers nothing."""
    return bool({Measure.CHANGE, Measure.GROWTH} & set(evidence.wanted.ask.measures))


def _is_printed_zero(evidence: Evidence) -> bool:
    """A zero that is printed says as much as that there is none, and is a number."""
    best = evidence.findings[0] if evidence.findings else None
    return best is not None and not best.value.amount and is_named(best, evidence)


def _beats(absence: Candidate, evidence: Evidence) -> bool:
    if _is_printed_zero(evidence) or _is_beside(absence, evidence):
        return False
    best = max((f.candidate.worded for f in evidence.findings[:BEST_FEW]), default=0.0)
    stated = absence.absence is AbsenceKind.STATED
    counted = evidence.wanted.ask.kind is UnitKind.COUNT
    margin = limits()["stated_margin" if stated and counted else "absence_margin"]
    return absence.worded >= best + margin


def _is_beside(absence: Candidate, evidence: Evidence) -> bool:
    """Tell whether a blank only stands beside the number: nobody asked for its column."""
    best = evidence.findings[0] if evidence.findings else None
    if best is None or absence.absence is not AbsenceKind.BLANK:
        return False
    unsaid = absence.features["whole_column"] < COLUMN_SAID
    return unsaid and same_item(best.candidate.entry, absence.entry) and is_named(best, evidence)


def is_named(finding: Finding, evidence: Evidence) -> bool:
    """Tell whether a number is what was asked, as far as its names go: rivals left aside."""
    signs = signs_of(finding, evidence.findings) | {"lead": CLEAR}
    return trust(signs) >= limits()["named_trust"]


def is_clear(finding: Finding, evidence: Evidence) -> bool:
    """Tell whether a number may be answered with: well named, and no rival is as near."""
    return trust(signs_of(finding, evidence.findings)) >= limits()["answer_trust"]


def _explained(absences: Sequence[Candidate]) -> Candidate | None:
    """Return the best absence; a blank of a table that is said to be empty gives the saying."""
    if not absences:
        return None
    first = absences[0]
    said = (
        a
        for a in absences
        if a.absence is not AbsenceKind.BLANK
        and (a.fact.owner, a.entry.year) == (first.fact.owner, first.entry.year)
        and (
            a.fact.item.name == first.fact.source.table
            or _says_as_well(a, first)
            or _says_it_of(a, first)
        )
    )
    return next(said, first)


def _says_as_well(said: Candidate, blank: Candidate) -> bool:
    """A sentence that there is none explains a blank that fits hardly better."""
    near = said.worded >= blank.worded - limits()["group_window"]
    return near and said.features["name"] >= limits()["printed_name_floor"]


def _says_it_of(said: Candidate, blank: Candidate) -> bool:
    """Tell whether a sentence that there is none names the row of the blank word for word."""
    name, item = blank.entry.name_text, said.entry.name_text
    return bool(item) and item in name and name in squeeze(said.fact.source.quote)


def _absent(absence: Candidate, evidence: Evidence) -> Choice:
    named = absence.entry.caption_text in evidence.wanted.tables
    if not named and absence.features["recall"] < limits()["recall_floor"]:
        return Choice(Kind.NONE)
    return Choice(Kind.ABSENT, absence=absence)


def _among(
    findings: list[Finding], evidence: Evidence, *, years_stated: bool, owner_stated: bool
) -> Choice:
    groups = _groups(findings)
    owners = list(dict.fromkeys(owner for owner, _ in groups))
    if len(owners) > 1 and not owner_stated:
        return Choice(Kind.OWNERS, tuple(found[0] for found in groups.values()))
    if not years_stated:
        groups = _groups([*findings, *_of_other_years(findings, evidence)])
    if len(groups) > 1 and not years_stated:
        newest = sorted(groups.items(), key=lambda g: -(g[0][1] or 0))
        return Choice(Kind.YEARS, tuple(found[0] for _, found in newest))
    return _within_one(findings, evidence)


def _of_other_years(findings: list[Finding], evidence: Evidence) -> list[Finding]:
    """Return the same item of years not yet among ``findings``: a shorter name or a column that
    is not said makes one year fit worse, but no less asked for.
    """
    best, years = findings[0], {f.year for f in findings}
    return [
        f
        for f in evidence.findings
        if f.year not in years and _is_of_item(f, best) and is_named(f, evidence)
    ]


def _is_of_item(one: Finding, other: Finding) -> bool:
    """Tell whether two numbers of one owner are of one item and one kind."""
    if (one.value.owner, one.value.unit) != (other.value.owner, other.value.unit):
        return False
    alike = same_item(one.candidate.entry, other.candidate.entry)
    return alike and one.figure.measure is other.figure.measure


def _within_one(findings: list[Finding], evidence: Evidence) -> Choice:
    best = findings[0]
    if is_clear(best, evidence):
        return Choice(Kind.ONE, (best,))
    floor = best.score - limits()["rival_margin"]
    near = [f for f in findings if f.score >= floor and f.document == best.document]
    # Rows that print the same number have no quarrel: the first one speaks for them.
    rivals = list({(f.value.amount, f.value.unit): f for f in reversed(near)}.values())[::-1]
    rivals = without_unsaid_conditions(rivals, evidence.wanted.said)
    kind = Kind.RIVALS if len(rivals) <= limits()["rivals_listed"] else Kind.UNSURE
    return Choice(kind if len(rivals) > 1 else Kind.ONE, tuple(rivals))


def _groups(findings: list[Finding]) -> dict[tuple[str, int | None], list[Finding]]:
    groups: dict[tuple[str, int | None], list[Finding]] = {}
    for finding in findings:
        groups.setdefault((finding.value.owner, finding.year), []).append(finding)
    return groups
