"""Fixes one owner and one year before anything is computed, or asks which is meant.

Operands of one computation must not come from two bodies or two years by accident: what the
question leaves open is settled first, by what it is about, and said in the answer.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from assistant.answer import Outcome
from assistant.desk import Desk
from assistant.draft import Draft
from assistant.lookup.choice import Kind, choose
from assistant.lookup.evidence import Finding
from assistant.question import Ask, Operation


@dataclass(frozen=True, slots=True)
class Settled:
    """The narrowed desk with what was assumed, or the question back to the user."""

    desk: Desk
    notes: tuple[str, ...] = ()
    asked_back: Draft | None = None


def settled(desk: Desk) -> Settled:
    """Return the desk narrowed to one owner and, where the question has no year, to one year."""
    owner_open, year_open = _owner_is_open(desk), _year_is_open(desk)
    if not owner_open and not year_open:
        return Settled(desk)
    evidence = desk.look_up(Ask(""), focus=desk.question.about)
    choice = choose(evidence, years_stated=True, owner_stated=not owner_open)
    if owner_open and choice.kind is Kind.OWNERS:
        return Settled(desk, asked_back=_which_owner(choice.findings))
    if not choice.findings:
        return Settled(desk)
    return _narrowed(desk, choice.findings[0], owner_open=owner_open, year_open=year_open)


def _owner_is_open(desk: Desk) -> bool:
    """Tell whether the documents are of several bodies although only one can be meant."""
    owners = {desk.facts.documents[id].owner for id in desk.documents}
    named = desk.question.owners
    return len(owners) > 1 and len(named.mentions) < 2 and len(named.owners) != 1


def _year_is_open(desk: Desk) -> bool:
    question = desk.question
    if question.periods.years or question.operation is Operation.TREND:
        return False
    return len(desk.facts.years_of(desk.documents)) > 1


def _which_owner(findings: tuple[Finding, ...]) -> Draft:
    owners = tuple(dict.fromkeys(f.value.owner for f in findings))
    lead = "计算之前需要先确定单位：库中有多个单位符合，请选择一个。"
    return Draft(Outcome.CLARIFY, lead=lead, choices=owners)


def _narrowed(desk: Desk, found: Finding, *, owner_open: bool, year_open: bool) -> Settled:
    infos, owner, notes = desk.facts.documents, found.value.owner, []
    documents, question = desk.documents, desk.question
    if owner_open:
        documents = frozenset(id for id in documents if infos[id].owner == owner)
        whose = owner or f"《{infos[found.document].title}》"
        notes.append(f"问题没有写单位，按「{whose}」回答")
    years = desk.facts.years_of(documents)
    if year_open and years:
        newest = _newest_with(replace(desk, documents=documents), years)
        question = replace(question, periods=replace(question.periods, years=(newest,)))
        notes.append(f"问题没有写年份，按{newest}年回答")
    return Settled(replace(desk, question=question, documents=documents), tuple(notes))


def _newest_with(desk: Desk, years: tuple[int, ...]) -> int:
    """Return the newest year that has what the question is about, else the newest year."""
    for year in years:
        if desk.first(Ask(""), focus=desk.question.about, years=(year,)):
            return year
    return years[0]
