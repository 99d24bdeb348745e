"""Answers with printed figures: one look-up for each number that is asked."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from assistant.absences import absence_draft
from assistant.answer import Outcome
from assistant.compute import Value, value_of
from assistant.desk import Desk
from assistant.draft import Draft, figures
from assistant.language.asks import implied_kind
from assistant.language.denial import denies
from assistant.language.phrases import cue, has_cue, listed_in
from assistant.lookup.choice import Choice, Kind, choose
from assistant.lookup.conditions import lead_of
from assistant.lookup.entries import bare_totals, piece_with
from assistant.lookup.evidence import Finding
from assistant.lookup.strangers import stranger_in
from assistant.question import Ask
from assistant.scope import scope_notes, scope_refusal
from assistant.understand import content_of
from assistant.wording import squeeze, terms_of
from corpus.figure import Basis, Figure, Measure, Source
from corpus.quantity import UnitKind
from index.segment import words as cut

ANYTHING = Ask("")
CHANGES = {Measure.CHANGE, Measure.GROWTH}
STATED_CHANGE = Ask("", UnitKind.MONEY, "", (Measure.CHANGE,))


def printed(desk: Desk) -> Draft:
    """Return the printed figures that the question asks for, or the reason why there is none."""
    asks = _each_basis(desk.question.asks or (_asked(desk),), desk.question.periods.bases)
    asks = tuple(part for ask in asks for part in _each_part(ask))
    choices = _distinct(_choices(desk, asks)) if len(asks) > 1 else _choices(desk, asks)
    answered = [c for c in choices if c.findings and c.kind is not Kind.UNSURE]
    if len(asks) == 1 or not answered:
        return drafted(desk, choices[0])
    if any(c.kind is Kind.OWNERS for c in answered):
        return drafted(desk, next(c for c in answered if c.kind is Kind.OWNERS))
    return replace(_together(desk, answered), lead=_unanswered(asks, choices))


def _asked(desk: Desk) -> Ask:
    """Return what a question that only names something asks for: of a score no other number."""
    is_score = implied_kind(desk.question.subject) is UnitKind.SCORE
    return Ask("", UnitKind.SCORE, "分", (Measure.SCORE,)) if is_score else ANYTHING


def _distinct(choices: list[Choice]) -> list[Choice]:
    """Take a number away from the ask that it answers less well: no row is listed twice."""
    kept: list[Choice] = []
    for at, choice in enumerate(choices):
        places = _places(choice)
        others = [c for i, c in enumerate(choices) if i != at and places & _places(c)]
        best = max((_score(c) for c in others), default=0.0)
        beaten = best > _score(choice) or any(places & _places(c) for c in kept)
        kept.append(Choice(Kind.NONE) if others and beaten else choice)
    return kept


def _places(choice: Choice) -> set[str]:
    return {f.figure.id for f in choice.findings[:1]}


def _score(choice: Choice) -> float:
    return choice.findings[0].score if choice.findings else 0.0


def _unanswered(asks: tuple[Ask, ...], choices: list[Choice]) -> str:
    """Say which of several asks has no figure, "" when all have one."""
    left = [
        content_of(ask.words).replace("|", "") or "另一部分"
        for ask, choice in zip(asks, choices, strict=True)
        if not choice.findings or choice.kind is Kind.UNSURE
    ]
    return f"「{'」「'.join(left)}」没有找到可以准确引用的数字；能回答的是：" if left else ""


def _together(desk: Desk, choices: list[Choice]) -> Draft:
    """Put the answers of several asks together."""
    found = [f for c in choices for f in c.findings]
    values = dict.fromkeys(v for f in found for v in (f.value, *_companions(desk, f)))
    return figures(*values).assuming(*scope_notes(desk, found))


def _each_basis(asks: tuple[Ask, ...], bases: tuple[Basis, ...]) -> tuple[Ask, ...]:
    """「预算数和决算数各是多少」 asks twice, and for money where it names no unit."""
    if len(asks) != 1 or len(bases) < 2 or asks[0].measures:
        return asks
    kind = asks[0].kind or UnitKind.MONEY
    return tuple(replace(asks[0], kind=kind, basis=basis) for basis in bases)


def _each_part(ask: Ask) -> tuple[Ask, ...]:
    """「货物和服务各多少」 asks once for each that it names."""
    if not has_cue("each", ask.words):
        return (ask,)
    parts = listed_in(cue("each").sub(" ", ask.words)).parts
    return tuple(replace(ask, words=part) for part in parts) if len(parts) > 1 else (ask,)


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
    choice = choose(
        desk.look_up(ask, near=near or desk.near),
        years_stated=bool(question.periods.years),
        owner_stated=question.owners.status not in ("none", "region-only")
        and len(question.owners.owners) == 1,
    )
    wrong = (_is_neighbour, _is_of_another, _is_namesake, _is_denied)
    if any(is_wrong(desk, ask, choice) for is_wrong in wrong):
        return Choice(Kind.NONE)
    return choice


def _is_of_another(desk: Desk, ask: Ask, choice: Choice) -> bool:
    """Tell whether a change is of what only holds the item that is named last.

    「甲项目中的印刷费增加多少」 is not answered with the change of 甲项目 where the library prints
    an item 印刷费.
    """
    last = squeeze(content_of(ask.words).split("|")[-1])
    changes = bool(ask.measures) and set(ask.measures) <= CHANGES
    if not choice.findings or not changes or not last:
        return False
    entry = choice.findings[0].candidate.entry
    is_all = entry.name_text in bare_totals() and last in entry.caption_text
    if is_all or last in entry.called or entry.name_text in last:
        return False
    return bool(desk.facts.named(desk.documents, last.__eq__))


def _is_namesake(desk: Desk, ask: Ask, choice: Choice) -> bool:
    """Tell whether what was found is called alike only: what tells the item is nowhere printed."""
    if not choice.findings:
        return False
    entry = choice.findings[0].candidate.entry
    return bool(stranger_in(content_of(ask.words) or desk.question.subject, entry, desk.has_term))


def _is_denied(desk: Desk, ask: Ask, choice: Choice) -> bool:
    """Tell whether the number is of what the question says was not: 「还有多少没审结」."""
    if not choice.findings or not ask.words:
        return False
    return denies(squeeze(desk.question.corrected), choice.findings[0].candidate.entry.name_text)


def _is_neighbour(desk: Desk, ask: Ask, choice: Choice) -> bool:
    """Tell whether a follow-up got what only stands where the turn before was answered.

    A follow-up that names an item of its own is not answered by a figure that has none of it.
    """
    named = content_of(ask.words) or desk.question.subject
    words = [w for w in cut(named) if len(w) > 1]
    if not choice.findings or not desk.question.inherited or not words:
        return False
    fields = choice.findings[0].candidate.entry.fields
    unknown = [w for w in words if not any(map(desk.facts.rarity.knows, terms_of(w)))]
    return bool(unknown) and not any(t in fields for w in words for t in terms_of(w))


def drafted(desk: Desk, choice: Choice) -> Draft:
    """Turn one decision into a draft."""
    if choice.absence is not None:
        return absence_draft(desk.question, choice.absence)
    match choice.kind:
        case Kind.ONE:
            return _stated(desk, choice.findings)
        case Kind.YEARS:
            note = "问题没有写年份，按年度由新到旧逐年列出"
            return figures(*_values(choice.findings)).assuming(note)
        case Kind.RIVALS:
            note = "文件中有几个口径同样符合问题，分别列出"
            return _told_apart(_stated(desk, choice.findings)).assuming(note)
        case Kind.OWNERS:
            return _ask_back(choice.findings)
        case Kind.UNSURE:
            return _unsure(choice)
        case Kind.NONE | Kind.ABSENT:
            return scope_refusal(desk)


def _stated(desk: Desk, findings: tuple[Finding, ...]) -> Draft:
    values = [v for f in findings for v in (*_companions(desk, f), f.value)]
    return figures(*dict.fromkeys(values)).assuming(*scope_notes(desk, findings))


def _told_apart(draft: Draft) -> Draft:
    """Show rates of one name each with the words before it, which say when it applies."""
    names = Counter(value.about for value in draft.values)
    return replace(draft, values=tuple(_with_lead(v, names[v.about]) for v in draft.values))


def _with_lead(value: Value, alike: int) -> Value:
    figure = value.figures[0]
    lead = lead_of(figure) if alike > 1 and figure.measure is Measure.RATE else ""
    return replace(value, about=f"{value.about}（{lead}）") if lead else value


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


def _unsure(choice: Choice) -> Draft:
    names = tuple(dict.fromkeys(f.value.about for f in choice.findings))[:6]
    lead = "文件中有多个数字都可能是所问的，无法确定是哪一个。请说明具体的项目、表名或列名。"
    return Draft(Outcome.CLARIFY, lead=lead, choices=names)
