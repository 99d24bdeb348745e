"""Says which parts of an answer were read off an image by character recognition."""

from __future__ import annotations

from assistant.draft import Draft
from assistant.lookup.facts import Facts
from corpus.doubt import is_doubtful
from corpus.figure import Figure, Source
from corpus.library import Library

FIGURES = "所引数字中有由图像识别得到的，可能有误，请核对原件"
QUOTES = "所引原文由图像识别得到，可能有误，请核对原件"


def doubts(draft: Draft, facts: Facts, library: Library) -> list[str]:
    """Return what has to be said about a draft's values and quotes; [] when all is certain."""
    notes = [FIGURES] if any(value.is_doubtful for value in draft.values) else []
    if any(_is_recognised(quote, facts, library) for quote in draft.quotes):
        notes.append(QUOTES)
    return notes


def _is_recognised(quote: Source, facts: Facts, library: Library) -> bool:
    """Documents without a doubtful figure need not be opened."""
    entries = facts.entries[quote.document]
    if not any(isinstance(e.fact, Figure) and e.fact.doubtful for e in entries):
        return False
    return is_doubtful(library.document(quote.document), quote.span)
