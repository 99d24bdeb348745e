"""Names the station that lost a gold question: reading, understanding, candidates, choice,
computing or wording - so that a miss leads to the code that has to be mended.

The stations are asked in the order of a question's way; the first that fails is to blame.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from assistant.answer import Outcome
from assistant.evaluation.needed import Needed, Shelf, needed_of
from assistant.evaluation.scoring import Gold, Scored, Verdict, Wanted, overlap, same_unit
from assistant.evaluation.standing import BEYOND, Standing, standing_of
from assistant.evaluation.watch import Trace
from assistant.lookup.choice import Kind, choose
from assistant.operations.statements import ranked_hits
from assistant.plan import Step, make_plan
from assistant.question import Operation


class Station(StrEnum):
    """A stage of a question's way, by what is told to people."""

    READING = "读取"
    UNDERSTANDING = "理解"
    CANDIDATES = "候选"
    CHOICE = "选择"
    COMPUTING = "计算"
    WORDING = "表述"
    REFUSING = "该拒未拒"


TEXT_STEPS = frozenset({Step.STATEMENTS, Step.LISTING, Step.DEFINITION})
SETTLED = {"years_stated": True, "owner_stated": True}
WHY_NOT = {
    Kind.ONE: "够得上回答，却没有用它",
    Kind.RIVALS: "但有差不多的数",
    Kind.YEARS: "但各年都有",
    Kind.OWNERS: "但各单位都有",
    Kind.ABSENT: "但被「没有」盖过",
    Kind.UNSURE: "但差不多的数太多",
    Kind.NONE: "但没有过门槛",
}
OPERATIONS = {"growth": Operation.CHANGE} | {o.value: o for o in Operation}


@dataclass(frozen=True, slots=True)
class Miss:
    """A gold question that was not answered rightly: who lost it, and why, in Chinese."""

    scored: Scored
    trace: Trace
    station: Station
    reason: str
    standings: tuple[Standing, ...] = ()


def miss_of(scored: Scored, trace: Trace, shelf: Shelf) -> Miss:
    """Return who is to blame for a wrong or a declined answer."""
    needed = needed_of(scored.gold, shelf)
    standings = tuple(standing_of(one, trace) for one in needed)
    station, reason = _blamed(scored, trace, shelf, standings)
    return Miss(scored, trace, station, reason, standings)


Blame = tuple[Station, str]


def _blamed(scored: Scored, trace: Trace, shelf: Shelf, standings: Sequence[Standing]) -> Blame:
    gold = scored.gold
    if gold.expect == "refuse":
        return Station.REFUSING, _taken(trace)
    if gold.expect == "clarify":
        return Station.CHOICE, f"应当反问，却{_ended(trace)}"
    if gold.expect == "text" or not standings:
        return _blamed_for_text(gold, trace, shelf)
    checks = (_unread, _rest_uncomputed, _misunderstood, _unsought, _left_out, _half, _not_chosen)
    blames = (check(gold, trace, shelf, standings) for check in checks)
    return next(filter(None, blames), None) or _last_stations(scored, trace)


def _unread(gold: Gold, trace: Trace, shelf: Shelf, standings: Sequence[Standing]) -> Blame | None:
    missing = [name for name, _ in gold.evidence if not shelf.ids(name)]
    if missing:
        return Station.READING, f"资料库里没有《{missing[0]}》"
    unread = [s.needed for s in standings if not s.needed.figures]
    if unread:
        return Station.READING, f"没有读出 {_numbers(unread)}"
    return None


def _misunderstood(
    gold: Gold, trace: Trace, shelf: Shelf, standings: Sequence[Standing]
) -> Blame | None:
    if trace.question.owners.status == "unknown":
        unknown = trace.question.owners.unknown
        return Station.UNDERSTANDING, f"把「{unknown}」当作库里没有的单位"
    lost = [s for s in standings if s.is_misunderstood and not s.used]
    if lost:
        kept_out = "、".join(dict.fromkeys(name for s in lost for name in s.excluded))
        numbers = _numbers([s.needed for s in lost])
        return Station.UNDERSTANDING, f"{kept_out}理解得不对，{numbers} 被排除在外"
    return _other_operation(gold, trace, standings)


def _other_operation(gold: Gold, trace: Trace, standings: Sequence[Standing]) -> Blame | None:
    """Blame the operation where no step of the plan could have led to the answer."""
    right = OPERATIONS.get(gold.op)
    if right is None or _wanted_shown(gold, trace):
        return None
    steps = set(make_plan(replace(trace.question, operation=right)).steps)
    is_printed = all(s.needed.wanted for s in standings)
    shared = steps & set(trace.plan.steps) - (set() if is_printed else {Step.PRINTED})
    if shared:
        return None
    taken = trace.question.operation.value
    return Station.UNDERSTANDING, f"运算应为 {gold.op}，理解成了 {taken}"


def _unsought(
    gold: Gold, trace: Trace, shelf: Shelf, standings: Sequence[Standing]
) -> Blame | None:
    lost = [s.needed for s in standings if s.is_unsought and not s.used]
    if not lost:
        return None
    return Station.COMPUTING, f"没有去找参加运算的 {_numbers(lost)}：{_ended(trace)}"


def _left_out(
    gold: Gold, trace: Trace, shelf: Shelf, standings: Sequence[Standing]
) -> Blame | None:
    lost = [s for s in standings if s.rank is None and not s.used]
    if not lost:
        return None
    filters = "、".join(dict.fromkeys(name for s in lost for name in s.excluded))
    how = "名次太后，没有留下" if filters == BEYOND else f"被{filters}筛掉"
    return Station.CANDIDATES, f"{_numbers([s.needed for s in lost])} {how}"


def _rest_uncomputed(
    gold: Gold, trace: Trace, shelf: Shelf, standings: Sequence[Standing]
) -> Blame | None:
    """Blame computing where the answer stops before a value that nothing prints."""
    printed = [s.needed.wanted for s in standings]
    missing = [w for w in gold.wanted if not _shows(w, trace)]
    computed = all(wanted not in printed for wanted in missing)
    return _half(gold, trace, shelf, standings) if computed else None


def _half(gold: Gold, trace: Trace, shelf: Shelf, standings: Sequence[Standing]) -> Blame | None:
    shown = _wanted_shown(gold, trace)
    if 0 < len(shown) < len(gold.wanted):
        return Station.COMPUTING, f"{len(gold.wanted)} 个数只答了 {len(shown)} 个"
    return None


def _not_chosen(
    gold: Gold, trace: Trace, shelf: Shelf, standings: Sequence[Standing]
) -> Blame | None:
    lost = [s for s in standings if not s.used]
    if not lost:
        return None
    declined = trace.answer.outcome in (Outcome.REFUSE, Outcome.CLARIFY)
    if declined and not any(s.needed.wanted for s in lost):
        ranks = "、".join(str(s.rank) for s in lost)
        found = f"{_numbers([s.needed for s in lost])} 都是候选（第 {ranks} 名）"
        return Station.COMPUTING, f"{found}，却没有用来计算：{_ended(trace)}"
    worst = max(lost, key=lambda s: s.rank or 0)
    if worst.rank != 1:
        return Station.CHOICE, _outranked(worst)
    if declined or all(s.needed.wanted for s in lost):
        return Station.CHOICE, f"{worst.needed.printed} {_first_but(worst)}：{_ended(trace)}"
    return Station.COMPUTING, f"{_numbers([s.needed for s in lost])} 都找到了，却没有用来计算"


def _first_but(standing: Standing) -> str:
    """Say what the first of a look-up failed by."""
    choice = choose(standing.lookup.evidence, **SETTLED) if standing.lookup else None
    why = WHY_NOT[choice.kind] if choice else ""
    return f"排在第一，{why}"


def _outranked(standing: Standing) -> str:
    ahead = standing.lookup.evidence.findings[0] if standing.lookup else None
    name = f"「{ahead.candidate.entry.called}」{ahead.figure.quantity.printed}" if ahead else ""
    return (
        f"{standing.needed.printed} 排在第 {standing.rank}，"
        f"比第一名{name}低 {standing.behind:.2f} 分"
    )


def _last_stations(scored: Scored, trace: Trace) -> Blame:
    """Everything was found and used: the result is wrong, or how it is said."""
    gold, answer = scored.gold, trace.answer
    if len(_wanted_shown(gold, trace)) < len(gold.wanted):
        return Station.COMPUTING, f"所需的数都在，结果不对：{_ended(trace)}"
    if scored.verdict is Verdict.DECLINED:
        return Station.CHOICE, f"数都找到了，却{_ended(trace)}"
    if gold.expect == "figure" and not _shows(gold.wanted[0], trace, first_only=True):
        return Station.WORDING, "答案不在第一个数的位置"
    if len(answer.figures) > len(gold.wanted):
        return Station.WORDING, f"只问 {len(gold.wanted)} 个数，给了 {len(answer.figures)} 个"
    return Station.WORDING, "数对了，增减方向或必须提到的话不对"


def _wanted_shown(gold: Gold, trace: Trace) -> list[Wanted]:
    return [wanted for wanted in gold.wanted if _shows(wanted, trace)]


def _shows(wanted: Wanted, trace: Trace, *, first_only: bool = False) -> bool:
    """Tell whether an answer shows a value in its unit, whatever its direction."""
    figures = trace.answer.figures[: 1 if first_only else None]
    return any(abs(f.value) == wanted.value and same_unit(wanted.unit, f.unit) for f in figures)


def _blamed_for_text(gold: Gold, trace: Trace, shelf: Shelf) -> Blame:
    missing = [name for name, _ in gold.evidence if not shelf.ids(name)]
    if missing:
        return Station.READING, f"资料库里没有《{missing[0]}》"
    unread = [quote for name, quote in gold.evidence if not shelf.holds(name, quote)]
    if unread and len(unread) == len(gold.evidence):
        return Station.READING, f"读出的文字里没有「{unread[0][:30]}」"
    homes = {id for name, _ in gold.evidence for id in shelf.ids(name)}
    if trace.question.owners.status == "unknown" or not homes & trace.desk.documents:
        return Station.UNDERSTANDING, "单位理解得不对，原文所在的文件被排除在外"
    if trace.answer.outcome is not Outcome.TEXT and not TEXT_STEPS & set(trace.plan.steps):
        return _blamed_for_figures(gold, trace)
    return _blamed_for_passage(gold, trace)


def _blamed_for_figures(gold: Gold, trace: Trace) -> Blame:
    """Figures were looked for where a text is wanted: perhaps one that says there is none."""
    absences = (absence for up in trace.lookups for absence in up.evidence.absences)
    if any(_meets(gold, absence.fact.source.quote) for absence in absences):
        return Station.CHOICE, f"找到了说明没有的那一处，却{_ended(trace)}"
    return Station.UNDERSTANDING, f"问的是原文，理解成了 {trace.question.operation.value}"


def _blamed_for_passage(gold: Gold, trace: Trace) -> Blame:
    if any(_meets(gold, citation.quote) for citation in trace.answer.citations):
        return Station.WORDING, "引了原文所在的段落，但没有说全，或多说了"
    hits = [hit.passage.text for _, hit in ranked_hits(trace.desk)]
    ranks = [rank for rank, text in enumerate(hits, start=1) if _meets(gold, text)]
    if not ranks:
        return Station.CANDIDATES, f"原文所在的段落不在 {len(hits)} 个候选段落之中"
    return Station.CHOICE, f"原文所在的段落排在第 {ranks[0]}，{_ended(trace)}"


def _meets(gold: Gold, text: str) -> bool:
    return any(overlap(quote, text) for _, quote in gold.evidence)


def _numbers(needed: Sequence[Needed]) -> str:
    return "、".join(dict.fromkeys(one.printed for one in needed))


def _taken(trace: Trace) -> str:
    """Say what was taken for an answer where there is none."""
    return f"库里没有答案，却{_ended(trace)}"


def _ended(trace: Trace) -> str:
    answer = trace.answer
    if answer.outcome is Outcome.REFUSE:
        return f"拒答了（{answer.reason}）"
    if answer.outcome is Outcome.CLARIFY:
        return f"反问了（{'、'.join(answer.choices[:3])}）"
    if answer.figures:
        first = answer.figures[0]
        return f"答了「{first.about}」{first.printed or first.formula or first.value}"
    quote = answer.citations[0].quote if answer.citations else answer.text
    return f"引了「{' '.join(quote.split())[:40]}」"
