"""Says whether what a question wants confirmed holds: 「是」 or 「不是」 before the figure.

The printed or computed figure decides, exactly; a claim in round numbers is told from an exact one.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from assistant.answer import Outcome
from assistant.compute import Value
from assistant.draft import Draft
from assistant.language.relations import HOLDS
from assistant.lookup.candidates import units_agree
from assistant.question import Claim, Question

NEAR = Decimal("0.05")  # share of a claimed number by which a round one may be off


def confirmed(question: Question, draft: Draft) -> Draft:
    """Return the draft with what it says about the question's claim in front.

    A draft whose figures do not agree about it, or are of another dimension, stays as it is; of two
    stages each is told. What a direction was computed from has none of its own and is not asked.
    """
    if draft.outcome not in (Outcome.FIGURE, Outcome.FIGURES) or len(question.claims) != 1:
        return draft
    claim = question.claims[0]
    values = [v for v in draft.values if claim.value is not None or v.direction]
    said = {value.basis: verdict(claim, value) for value in values}
    if len({verdict(claim, value) for value in values}) == 1:
        return replace(draft, lead=f"{said.popitem()[1]}{draft.lead}")
    if len(said) < len(values) or not all(said.values()):
        return draft
    by_stage = "".join(f"{stage}：{told}" for stage, told in said.items())
    return replace(draft, lead=f"{by_stage}{draft.lead}")


def verdict(claim: Claim, value: Value) -> str:
    """Return the sentence that says whether a claim holds for a value, "" if it cannot be told."""
    if claim.value is None:
        return _of_direction(claim, value)
    if claim.unit and not units_agree(claim.unit, value.unit):
        return ""
    if not claim.unit and value.unit == "%":
        return ""
    if claim.direction and value.direction and claim.direction != value.direction:
        return f"不是：实际是{value.direction}。"
    if HOLDS[claim.relation](value.amount, claim.value):
        return f"是，{claim.words}。"
    near = claim.relation == "=" and _is_near(value.amount, claim)
    return f"大约是{claim.words}，准确数如下。" if near else f"不是{claim.words}。"


def _is_near(amount: Decimal, claim: Claim) -> bool:
    """Tell whether an amount is the claimed one in round numbers: 8.03万 for 8万."""
    most = min(claim.half, (claim.value or Decimal(0)) * NEAR)
    return claim.value is not None and abs(amount - claim.value) <= most


def _of_direction(claim: Claim, value: Value) -> str:
    if value.direction is None:
        return ""
    if not claim.direction:
        return f"是{value.direction}。"
    if value.direction == claim.direction:
        return f"是，{value.direction}。"
    return f"不是：实际是{value.direction}。"
