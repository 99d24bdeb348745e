"""What was spent against what was planned of one item: both of one fund, or nothing is said.

「案件审判」 may be spent from all funds in one table and planned from one fund in a sentence: the
two are never held against each other. Prints of one sentence or one row go before all others.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import product

from assistant.answer import Outcome, Reason
from assistant.compute import Value, change
from assistant.desk import Desk
from assistant.draft import Draft, figures, refusal
from assistant.language.funds import funds_agree
from assistant.language.phrases import without_stage
from assistant.language.plan_checks import ENOUGH, OVER, SAME, plan_check, without_stages
from assistant.lookup.all_funds import fund_around
from assistant.lookup.choice import is_named, limits
from assistant.lookup.evidence import Finding
from assistant.lookup.strangers import stranger_in
from assistant.lookup.witnesses import PLANNED, SPENT, same_item
from assistant.operations.across import MONEY
from assistant.operations.comparable import comparable
from assistant.understand import content_of
from corpus.figure import Basis, Figure, Source

PLANS = (Basis.BUDGET, Basis.ADJUSTED)
OUTTURNS = (Basis.FINAL, Basis.EXECUTED)
VERDICTS = {
    OVER: {"增加": "是，超出预算。", "减少": "没有超出预算。", "持平": "没有超出预算，两数相等。"},
    ENOUGH: {"增加": "不够，实际超出预算。", "减少": "够，没有用完。", "持平": "刚好用完。"},
    SAME: {
        "增加": "不一样：比预算增加。",
        "减少": "不一样：比预算减少。",
        "持平": "一样，两数相等。",
    },
}
SAME_AS = {
    "增加": "不一样：比预算增加。",
    "减少": "不一样：比预算减少。",
    "持平": "一样，两数相等。",
}
ONE_SOURCE = "预算数和决算数取自同一处，口径相同"


def against_plan(desk: Desk) -> Draft | None:
    """Return by how much the outturn is off its plan, with what the question wants confirmed."""
    asked, rest = plan_check(desk.question.periods.rest)
    text = rest if asked else desk.question.about
    focus = without_stage(content_of(without_stages(text))) or desk.question.inherited
    pair = plan_and_outturn(desk, focus)
    if pair is None:
        return _unknown() if asked else None
    plan, outturn = (finding.value for finding in pair)
    off = change(outturn, plan)
    lead = VERDICTS.get(asked, {}).get(off.direction or "", "")
    return figures(off, staged(outturn), staged(plan), lead=lead)


def staged(value: Value) -> Value:
    """Return a value that is named with its stage, where its name does not tell it."""
    stage = value.figures[0].period.basis.value
    is_told = without_stages(value.about) != value.about
    return value if is_told else replace(value, about=f"{value.about}（{stage}）")


def _unknown() -> Draft:
    lead = "没有同时找到这一项同一口径的预算数和决算数，不能判断。"
    return refusal(Reason.ITEM_NOT_DISCLOSED, lead)


def two_stages(desk: Desk, focus: str, bases: tuple[Basis, ...]) -> tuple[Value, Value] | None:
    """Return the values of two stages of one item in the order named, None where unlike."""
    plans = tuple(basis for basis in bases if basis in PLANNED)
    outturns = tuple(basis for basis in bases if basis in SPENT)
    if plans and outturns:
        pair = plan_and_outturn(desk, focus, plans, outturns)
        values = [finding.value for finding in pair or ()]
        return _ordered(values if bases[0] in PLANNED else values[::-1])
    found = (desk.first(replace(MONEY, basis=b), focus=focus, strict=True) for b in bases)
    return _ordered([finding.value for finding in found if finding])


def _ordered(values: list[Value]) -> tuple[Value, Value] | None:
    return (values[0], values[1]) if len(values) == 2 and comparable(values) else None


def plan_and_outturn(
    desk: Desk,
    focus: str,
    plans: tuple[Basis, ...] = PLANS,
    outturns: tuple[Basis, ...] = OUTTURNS,
) -> tuple[Finding, Finding] | None:
    """Return the plan and the outturn of one item of like funds, None where none are alike."""
    if not focus:
        return None
    planned = [f for basis in plans for f in _found(desk, focus, basis)]
    funds = dict.fromkeys(("", *(fund_around(f.candidate.entry) for f in planned)))
    spent = [f for b in outturns for fund in funds for f in _found(desk, focus, b, fund)]
    pairs = list(product(planned, spent))
    together = (pair for pair in pairs if are_together(*pair))
    alike = (pair for pair in pairs if _are_alike(*pair))
    return next(together, None) or next(alike, None)


def _found(desk: Desk, focus: str, basis: Basis, fund: str = "") -> Iterator[Finding]:
    """Yield the figures of a stage that may be the item, best first, or those of one fund."""
    evidence = desk.look_up(replace(MONEY, basis=basis), focus=focus, context=fund)
    floor = evidence.best - limits()["group_window"]
    for finding in evidence.findings:
        entry = finding.candidate.entry
        own = finding.candidate.features["own"] >= limits()["operand_floor"]
        good = finding.figure.exact and own and is_named(finding, evidence)
        if good and finding.score >= floor and not stranger_in(focus, entry, desk.has_term):
            yield finding


def are_together(plan: Finding, outturn: Finding) -> bool:
    """Tell whether one sentence, or one row, prints both amounts of one item."""
    if not comparable((plan.value, outturn.value)):
        return False
    return any(_at_one_place(*pair) for pair in product(plan.value.figures, outturn.value.figures))


def _at_one_place(one: Figure, other: Figure) -> bool:
    a, b = one.source, other.source
    if a.document != b.document or one.item.name != other.item.name:
        return False
    if a.cell and b.cell:
        return (a.cell.table, a.cell.row) == (b.cell.table, b.cell.row)
    return not a.cell and not b.cell and _overlap(a, b)


def _overlap(one: Source, other: Source) -> bool:
    return one.span.start < other.span.end and other.span.start < one.span.end


def _are_alike(plan: Finding, outturn: Finding) -> bool:
    """Tell whether two amounts may be set against each other: of one item and of like funds."""
    a, b = plan.candidate.entry, outturn.candidate.entry
    if not same_item(a, b) or not comparable((plan.value, outturn.value)):
        return False
    one, other = fund_around(a), fund_around(b)
    if one and other:
        return funds_agree(one, other) or funds_agree(other, one)
    return one == other or not (a.fact.item.code or b.fact.item.code)


def with_like_stages(draft: Draft, desk: Desk) -> Draft:
    """Take the outturn that is printed with the plan, where both of one item are asked."""
    if draft.outcome is not Outcome.FIGURES or len(draft.values) != 2:
        return draft
    if any(v.operands or v.direction or not v.figures for v in draft.values):
        return draft
    values = sorted(draft.values, key=lambda v: v.figures[0].period.basis in SPENT)
    stages = [value.figures[0].period.basis for value in values]
    if stages[0] not in PLANNED or stages[1] not in SPENT:
        return draft
    if not comparable(values) or any(v.unit != "元" for v in values):
        return draft
    pair = plan_and_outturn(desk, values[0].figures[0].item.name, (stages[0],))
    if pair is None or pair[0].value.amount != values[0].amount:
        return draft
    if pair[1].value.amount == values[1].amount or not are_together(*pair):
        return draft
    outturn = pair[1].value
    shown = tuple(staged(outturn if v is values[1] else v) for v in draft.values)
    return replace(draft, values=shown).assuming(ONE_SOURCE)
