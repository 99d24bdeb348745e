"""Puts the answers to the parts of one question together, and says which part has none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.answer import Outcome
from assistant.compute import Value
from assistant.draft import Draft

CLOSING = "，,；;。？?！! \n"


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a question with its answer."""

    text: str
    draft: Draft

    @property
    def is_answered(self) -> bool:
        """Whether it ended in something that the documents say."""
        return self.draft.outcome not in (Outcome.REFUSE, Outcome.CLARIFY)


def answered_with(draft: Draft) -> tuple[Value, ...]:
    """Return the values that a later part may compute with: the computed one, or all printed.

    Nothing can be computed with what was refused, asked back, or answered in words.
    """
    if draft.outcome not in (Outcome.FIGURE, Outcome.FIGURES):
        return ()
    computed = tuple(value for value in draft.values if value.operands)
    return computed[:1] or draft.values


def together(parts: Sequence[Part]) -> Draft:
    """Return one draft for all parts: figures in the order asked, then what was not answered."""
    first = parts[0].draft
    answered = [part for part in parts if part.is_answered]
    if len(parts) == 1 or not answered:
        return first
    leads = [_unanswered(part) for part in parts if not part.is_answered]
    leads += [part.draft.lead for part in answered if part.draft.lead]
    values = tuple(dict.fromkeys(v for part in answered for v in part.draft.values))
    draft = replace(
        answered[0].draft,
        outcome=_outcome(answered, values),
        values=values,
        quotes=tuple(dict.fromkeys(q for part in answered for q in part.draft.quotes)),
        lead="\n\n".join(leads),
        choices=tuple(c for part in parts for c in part.draft.choices),
    )
    return draft.assuming(*(note for part in parts for note in part.draft.assumptions))


def _outcome(answered: Sequence[Part], values: Sequence[Value]) -> Outcome:
    if any(part.draft.outcome is Outcome.TEXT for part in answered):
        return Outcome.TEXT
    return Outcome.FIGURE if len(values) == 1 else Outcome.FIGURES


def _unanswered(part: Part) -> str:
    """Say which part of the question has no answer, and why."""
    asked = part.text.strip(CLOSING)
    why = part.draft.lead or "没有找到可以准确引用的内容。"
    return f"问题中的「{asked}」没有答出：{why}"
