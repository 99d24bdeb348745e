"""Answers with printed figures: one look-up for each number that is asked."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.answer import Outcome, Reason
from assistant.candidates import Candidate
from assistant.choice import Choice, Kind, choose
from assistant.compute import Value, value_of
from assistant.desk import Desk
from assistant.draft import Draft, figures, refusal
from assistant.entries import piece_with
from assistant.evidence import Finding
from assistant.question import Ask
from assistant.scope import scope_notes, scope_refusal
from assistant.understand import content_of
from corpus.figure import AbsenceKind, Basis, Figure, Measure, Source
from corpus.quantity import UnitKind

ANYTHING = Ask("")
CHANGES = {Measure.CHANGE, Measure.GROWTH}
STATED_CHANGE = Ask("", UnitKind.MONEY, "", (Measure.CHANGE,))


def printed(desk: Desk) -> Draft:
    """Return the printed figures that the question asks for, or the reason why there is none."""
    asks = _each_basis(desk.question.asks or (ANYTHING,), desk.question.periods.bases)
    asks = tuple(part for ask in asks for part in _each_part(ask))
    choices = _choices(desk, asks)
    answered = [c for c in choices if c.findings and c.kind is not Kind.UNSURE]
    if len(asks) == 1 or not answered:
        return drafted(desk, choices[0])
    if any(c.kind is Kind.OWNERS for c in answered):
        return drafted(desk, next(c for c in answered if c.kind is Kind.OWNERS))
    draft = _together(desk, answered)
    if len(answered) < len(asks):
        draft = draft.assuming("问题的另一部分在文件中没有找到可以引用的数字")
    return draft


def _together(desk: Desk, choices: list[Choice]) -> Draft:
    """Put the answers of several asks together."""
    found = [f for c in choices for f in c.findings]
    values = dict.fromkeys(v for f in found for v in (f.value, *_companions(desk, f)))
    return figures(*values).assuming(*scope_notes(desk, found))


def _each_basis(asks: tuple[Ask, ...], bases: tuple[Basis, ...]) -> tuple[Ask, ...]:
    """「预算数和决算数各是多少」 asks twice."""
    if len(asks) != 1 or len(bases) < 2 or asks[0].measures:
        return asks
    return tuple(replace(asks[0], basis=basis) for basis in bases)


EACH = re.compile(r"各|分别")
LISTED = re.compile(r"、|以及|和|与|及")


def _each_part(ask: Ask) -> tuple[Ask, ...]:
    """「货物和服务各多少」 asks once for each that it names."""
    parts = [p for p in LISTED.split(ask.words) if content_of(p)]
    if len(parts) < 2 or not EACH.search(ask.words):
        return (ask,)
    return tuple(replace(ask, words=EACH.sub("", part)) for part in parts)


def printed_change(desk: Desk) -> Draft | None:
    """Return the stated change against last year, for questions that ask whether there is one."""
    asks = tuple(ask for ask in desk.question.asks if set(ask.measures) & CHANGES)
    choices = _choices(desk, asks or (STATED_CHANGE,))
    if not all(c.findings and c.kind is not Kind.UNSURE for c in choices):
        return None
    return drafted(desk, choices[0]) if len(choices) == 1 else _together(desk, choices)


def _choices(desk: Desk, asks: tuple[Ask, ...]) -> list[Choice]:
    """Decide each ask; what the one before found tells where to look for the next."""
    found: list[Choice] = []
    near = desk.near
    for ask in asks:
        found.append(chosen(desk, ask, near=near))
        near = tuple(f.figure.source for f in found[-1].findings[:1]) or near
    return found


def chosen(desk: Desk, ask: Ask, *, near: tuple[Source, ...] = ()) -> Choice:
    """Look one ask up and decide."""
    question = desk.question
    return choose(
        desk.look_up(ask, near=near or desk.near),
        years_stated=bool(question.periods.years),
        owner_stated=question.owners.status not in ("none", "region-only")
        and len(question.owners.owners) == 1,
    )


def drafted(desk: Desk, choice: Choice) -> Draft:
    """Turn one decision into a draft."""
    if choice.absence is not None:
        return _absence(choice.absence)
    match choice.kind:
        case Kind.ONE:
            return _stated(desk, choice.findings)
        case Kind.YEARS:
            note = "问题没有写年份，按年度由新到旧逐年列出"
            return figures(*_values(choice.findings)).assuming(note)
        case Kind.RIVALS:
            note = "文件中有几个口径同样符合问题，分别列出"
            return _stated(desk, choice.findings).assuming(note)
        case Kind.OWNERS:
            return _ask_back(choice.findings)
        case Kind.UNSURE:
            return _unsure(choice)
        case Kind.NONE | Kind.ABSENT:
            return scope_refusal(desk)


def _stated(desk: Desk, findings: tuple[Finding, ...]) -> Draft:
    values = [v for f in findings for v in (*_companions(desk, f), f.value)]
    return figures(*dict.fromkeys(values)).assuming(*scope_notes(desk, findings))


def _companions(desk: Desk, finding: Finding) -> list[Value]:
    """Return the other numbers of a scoring rule's clause: 每少10%扣2分 is one rule."""
    figure = finding.figure
    if figure.measure is not Measure.SCORE or figure.source.cell is None:
        return []
    piece = piece_with(figure)
    return [
        value_of(entry.fact)
        for entry in desk.facts.within({finding.document})
        if isinstance(entry.fact, Figure)
        and entry.fact.source.cell == figure.source.cell
        and entry.fact.source.printed != figure.source.printed
        and piece_with(entry.fact) == piece
    ]


def _values(findings: tuple[Finding, ...]) -> list[Value]:
    return [f.value for f in findings]


def _ask_back(findings: tuple[Finding, ...]) -> Draft:
    owners = tuple(dict.fromkeys(f.value.owner for f in findings))
    lead = "库中有多个单位公开了这一项，请选择要问的单位；各自的数字如下："
    return Draft(Outcome.CLARIFY, values=tuple(_values(findings)), lead=lead, choices=owners)


def _absence(absence: Candidate) -> Draft:
    fact = absence.fact
    if absence.absence is AbsenceKind.BLANK:
        place = "·".join(filter(None, (fact.source.table, fact.item.name, *fact.slice)))
        lead = f"文件在这里留空：{place}。空白既不等于 0，也不等于没有，文件没有给出数字。"
        return refusal(Reason.BLANK, lead, quotes=(fact.source,))
    return Draft(Outcome.TEXT, quotes=(fact.source,), lead="文件说明没有这一项：")


def _unsure(choice: Choice) -> Draft:
    names = tuple(dict.fromkeys(f.value.about for f in choice.findings))[:6]
    lead = "文件中有多个数字都可能是所问的，无法确定是哪一个。请说明具体的项目、表名或列名。"
    return Draft(Outcome.CLARIFY, lead=lead, choices=names)
