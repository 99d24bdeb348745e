"""Makes questions with their true answers over made-up disclosures, as lines of gold.

Every line follows from the seed. What a question asks for is true over all the disclosures given:
questions_shelf.py refuses figures that the words of a question could not tell from others.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from random import Random
from typing import Any

from benchmarks.made_up import questions_computed as computed
from benchmarks.made_up import questions_groups as groups
from benchmarks.made_up import questions_printed as printed
from benchmarks.made_up import questions_refused as refused
from benchmarks.made_up import questions_texts as texts
from benchmarks.made_up import questions_turns as turns
from benchmarks.made_up.questions_draft import Asker, Draft
from benchmarks.made_up.questions_shelf import Shelf
from benchmarks.made_up.questions_wording import bare, in_traditional
from benchmarks.made_up.truth import MadeUp

Maker = Callable[[Asker], Draft | None]
# How often each kind is asked, out of about a hundred.
MAKERS: tuple[tuple[int, Maker], ...] = (
    (30, printed.lookup),
    (7, printed.change),
    (1, printed.printed_share),
    (1, printed.printed_rate),
    (4, printed.several),
    (3, printed.value_and_change),
    (3, printed.yes_or_no),
    (2, printed.grew),
    (1, printed.exists),
    (5, computed.across_years),
    (3, computed.trend),
    (2, computed.implied),
    (3, computed.sum_items),
    (3, computed.minus_items),
    (2, computed.share),
    (2, computed.final_against_plan),
    (3, computed.owners),
    (2, groups.rank),
    (2, groups.count_over),
    (1, groups.listed),
    (8, texts.passage),
    (2, texts.stated_absence),
    (2, turns.other_year),
    (2, turns.other_item),
    (1, turns.other_owner),
    (2, turns.change_next),
    (1, turns.why_next),
    (3, refused.other_owner),
    (2, refused.other_year),
    (3, refused.near_namesake),
    (2, refused.other_measure),
    (1, refused.other_basis),
    (2, refused.blank),
    (1, refused.opinion),
    (1, refused.no_year),
    (1, refused.no_owner),
)
BARE_RATE = 0.15
TRADITIONAL_RATE = 0.02
PATIENCE = 60  # misses in a row before the library is taken to have no more questions


def questions_of(made_up: Sequence[MadeUp], seed: int, count: int) -> Iterator[dict[str, Any]]:
    """Yield up to ``count`` lines of gold; fewer where the disclosures have not so many."""
    asker = Asker(Shelf(made_up), Random(f"questions {seed}"))
    weights, makers = zip(*MAKERS, strict=True)
    asked: set[tuple[str, ...]] = set()
    misses = 0
    while len(asked) < count and misses < PATIENCE:
        maker = asker.random.choices(makers, weights)[0]
        draft = next((d for _ in range(PATIENCE) if (d := maker(asker)) is not None), None)
        draft = roughened(draft, asker.random) if draft else None
        key = (*draft.history, draft.question) if draft else ()
        if draft is None or key in asked:
            misses += 1
            continue
        misses = 0
        asked.add(key)
        yield line_of(draft, f"made-{seed}-{len(asked):05}")


def roughened(draft: Draft, random: Random) -> Draft:
    """Return the draft as some people type: no punctuation, traditional characters."""
    if random.random() < BARE_RATE:
        draft = replace(draft, question=bare(draft.question), tags=(*draft.tags, "no-punctuation"))
    if random.random() < TRADITIONAL_RATE:
        draft = replace(
            draft, question=in_traditional(draft.question), tags=(*draft.tags, "traditional")
        )
    return draft


def line_of(draft: Draft, name: str) -> dict[str, Any]:
    """Return one line of gold."""
    return {
        "id": name,
        "question": draft.question,
        "history": list(draft.history),
        "expect": draft.expect,
        "answer": list(draft.answer),
        "tolerance": draft.tolerance,
        "must_mention": [list(group) for group in draft.must_mention],
        "evidence": [{"doc": document, "quote": quote} for document, quote in draft.evidence],
        "op": draft.op,
        "difficulty": draft.difficulty,
        "tags": list(dict.fromkeys(draft.tags)),
        "why": draft.why,
    }
