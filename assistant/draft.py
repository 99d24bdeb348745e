"""What the operations hand to the writer: values and quotes, not yet words."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from assistant.answer import Outcome, Reason
from assistant.compute import Value
from corpus.figure import Source


@dataclass(frozen=True, slots=True)
class Draft:
    """An outcome before it is written.

    ``values``: what was asked, most important first. ``quotes``: verbatim evidence of a text
    answer or of an absence. ``lead``: one sentence that comes first. ``points``: what each value
    is called in a list, () to use its own name. ``hints``: terms explained in our own
    words. ``unit``: the unit of money that the question wants to read, "" for none.
    """

    outcome: Outcome
    values: tuple[Value, ...] = ()
    quotes: tuple[Source, ...] = ()
    lead: str = ""
    points: tuple[str, ...] = ()
    assumptions: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    reason: Reason | None = None
    suggestions: tuple[str, ...] = field(default=())
    hints: tuple[str, ...] = ()
    unit: str = ""

    def assuming(self, *notes: str) -> Draft:
        """Return the draft with further assumptions, without repeats."""
        return replace(self, assumptions=tuple(dict.fromkeys((*self.assumptions, *notes))))


def refusal(reason: Reason, lead: str, *, quotes: tuple[Source, ...] = ()) -> Draft:
    """Return a refusal with its reason in words."""
    return Draft(Outcome.REFUSE, lead=lead, reason=reason, quotes=quotes)


def figures(*values: Value, lead: str = "") -> Draft:
    """Return a draft of one or several values."""
    outcome = Outcome.FIGURE if len(values) == 1 else Outcome.FIGURES
    return Draft(outcome, values=values, lead=lead)
