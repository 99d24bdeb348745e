"""Explains terms of budgets in a line of our own, once: it is neither a quote nor a figure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.answer import Outcome
from assistant.draft import Draft
from assistant.wording import squeeze
from corpus.vocabulary import rows_of

FIGURES = frozenset({Outcome.FIGURE, Outcome.FIGURES})
MOST = 2  # hints in one answer


def with_hints(draft: Draft, earlier: Sequence[str]) -> Draft:
    """Return a draft of figures with the terms explained that no ``earlier`` turn has named."""
    if draft.outcome not in FIGURES:
        return draft
    said = squeeze(" ".join(value.about for value in draft.values))
    return replace(draft, hints=hints_for(said, squeeze(" ".join(earlier))))


def hints_for(said: str, known: str = "") -> tuple[str, ...]:
    """Return hints, 「term：meaning」, for the longest terms in squeezed words, at most two."""
    found: list[str] = []
    rows = sorted(rows_of("term_hints.tsv", columns=2), key=lambda row: -len(row[0]))
    for term, meaning in rows:
        plain = squeeze(term)
        if plain in said and plain not in known:
            found.append(f"{term}：{meaning}")
        said = said.replace(plain, " ")
    return tuple(found[:MOST])
