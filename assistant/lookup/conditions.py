"""The condition that a rule puts on its rate: 「举报人为内部人员的，按5%奖励」.

A question that says none of a condition's words does not ask for the rate under it, where the
same rule prints a rate without any.
"""

from __future__ import annotations

from collections.abc import Sequence

from assistant.lookup.entries import PIECES, piece_with
from assistant.lookup.witnesses import Finding
from assistant.wording import squeeze, term_set
from corpus.figure import Figure, Measure
from corpus.vocabulary import rows_of


def lead_of(figure: Figure) -> str:
    """Return what a figure's sentence says before the part that prints it, "" where nothing."""
    before, found, _ = figure.context.partition(piece_with(figure))
    return before.rstrip("，, ") if found else ""


def without_unsaid_conditions(rivals: Sequence[Finding], said: str) -> list[Finding]:
    """Return the rates of rival rules without those whose condition shares no word with ``said``.

    said: the question's words, squeezed. What a rate without a condition says too tells nothing.
    """
    rates = all(f.figure.measure is Measure.RATE for f in rivals)
    general = [f for f in rivals if not all(map(_condition, f.value.figures))] if rates else []
    shared = frozenset(t for f in general for t in term_set(squeeze(f.figure.context)))
    return [f for f in rivals if not general or f in general or _is_said(f, said, shared)]


def _is_said(finding: Finding, said: str, shared: frozenset[str]) -> bool:
    """Tell whether a question says a word of a rate's condition that no general rate has."""
    words = frozenset(t for figure in finding.value.figures for t in term_set(_condition(figure)))
    return any(word in said for word in words - shared)


def _condition(figure: Figure) -> str:
    """Return the words before a rate that restrict it, "" where none does."""
    lead = lead_of(figure)
    clauses = [squeeze(clause) for clause in PIECES.split(lead)]
    rows = rows_of("condition_words.tsv", columns=2)
    starts = tuple(word for word, place in rows if place == "start")
    ends = tuple(word for word, place in rows if place == "end")
    is_one = any(clause.startswith(starts) or clause.endswith(ends) for clause in clauses)
    return squeeze(lead) if is_one else ""
