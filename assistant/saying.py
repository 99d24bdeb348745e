"""Finds the fewest sentences of a passage that say what a question asks, whole and in order.

A sentence whose subject stands before it is quoted with that sentence; an item of a list is quoted
alone when the question names it, and the whole list when the question asks for all of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile

from assistant.relevance import Relevance
from assistant.sentences import Block, Sentence, blocks_around
from assistant.wording import coverage, terms_of
from corpus.document import Document, Span
from index.chunk import Passage

MOST_SENTENCES = 6  # in one quote, before what belongs to it is added
MOST_ITEMS = 40  # of a list
SECTION = 500  # characters: a longer section is not quoted whole for its title
SHORT = 45  # characters: unmarked lines of a list are at most this long
BY_HEADING = 0.8  # share of an item's words that stand above it when the whole list is asked
# Weights of a stretch: its words with those above it, its own, its openings, its kinds.
WORDS, OWN, OPENING, KIND = 0.6, 0.4, 0.8, 0.3
LENGTH, BARE = 0.0004, 0.6  # what a character costs, and words that are no statement
NUMERIC = re.compile(r"^[\d.,%\s]+$")
CELL = 12  # characters: a shorter cell of a table is a name or a number
LISTS = re.compile(r"、[^，。；]{1,30}[、及和与以等]")
SAYS = re.compile(r"[，。；：《》:]")


@dataclass(frozen=True, slots=True)
class Said:
    """A verbatim stretch that answers. ``score`` compares stretches of one question."""

    span: Span
    score: float


@dataclass(frozen=True, slots=True)
class _Run:
    """Sentences ``start`` to ``end`` (inclusive) of one block."""

    block: int
    start: int
    end: int


def said_in(document: Document, passage: Passage, relevance: Relevance) -> Said | None:
    """Return the stretch of a passage of prose that answers best, None when none answers."""
    blocks = blocks_around(document, passage.span)
    above = relevance.above(passage)
    if _is_all_asked(blocks, passage, relevance):
        span = Span(blocks[0].span.start, blocks[-1].span.end)
        return Said(span, fit_of([document.quote(span)], relevance, passage))
    scored: list[tuple[float, _Run]] = []
    for run in _runs(blocks, passage.span):
        texts = [sentence.text for sentence in _sentences(blocks, run)]
        if relevance.has_needed(" ".join(texts)):
            scored.append((fit_of(texts, relevance, passage), run))
    if not scored:
        return None
    score, run = max(scored, key=lambda pair: (pair[0], -pair[1].block, -pair[1].start))
    return Said(_completed(blocks, run, relevance, above), score)


def _is_all_asked(blocks: Sequence[Block], passage: Passage, relevance: Relevance) -> bool:
    """Tell whether a short section is just what is asked, by its title: 立项依据."""
    if len(blocks) < 2 or not relevance.is_titled(passage):
        return False
    if blocks[-1].span.end - blocks[0].span.start > SECTION:
        return False
    above = relevance.above(passage)
    alone = max(coverage(relevance.wanted, {*above, *terms_of(_text(b))}) for b in blocks)
    is_named = coverage(relevance.wanted, above) >= BY_HEADING * alone
    return is_named and relevance.has_needed(" ".join(map(_text, blocks)))


def _runs(blocks: Sequence[Block], within: Span) -> Iterator[_Run]:
    """Yield the stretches of sentences that may be quoted: they stay with one item."""
    for number, block in enumerate(blocks):
        if not (block.span.start < within.end and within.start < block.span.end):
            continue
        for start in range(len(block.sentences)):
            for end in range(start, min(start + MOST_SENTENCES, len(block.sentences))):
                if end > start and block.sentences[end].is_another:
                    break
                yield _Run(number, start, end)


def _sentences(blocks: Sequence[Block], run: _Run) -> tuple[Sentence, ...]:
    return blocks[run.block].sentences[run.start : run.end + 1]


def fit_of(texts: Sequence[str], relevance: Relevance, passage: Passage) -> float:
    """Return how well sentences of a passage answer; higher is better."""
    whole, above = " ".join(texts), relevance.above(passage)
    words = own = 0.0
    for part in (whole, relevance.explained(whole)):  # a reason names other things than its own
        said = terms_of(part)
        words += coverage(relevance.wanted, {*said, *above}) / 2
        own += coverage(relevance.unnamed(passage), said) / 2
    opening = max(relevance.opening_fit(relevance.explained(text), above) for text in texts)
    kinds = max(relevance.kinds(text) for text in texts)
    cost = LENGTH * len(whole) + (0.0 if _says(whole) or kinds >= 1 else BARE)
    return WORDS * words + OWN * own + OPENING * opening + KIND * kinds - cost


def _says(text: str) -> bool:
    """Tell whether a text is a statement, not a title or a row of names and numbers."""
    if "\t" not in text:
        return bool(SAYS.search(text))
    cells = (cell.strip() for cell in re.split(r"[\t\n]", text))
    return any(len(cell) >= CELL and not NUMERIC.match(cell) for cell in cells)


def _completed(
    blocks: Sequence[Block], run: _Run, relevance: Relevance, above: frozenset[str]
) -> Span:
    """Return the span of a run with what it cannot be understood without."""
    block = blocks[run.block]
    start, end = run.start, run.end
    while start and block.sentences[start].leans:
        start -= 1
    end = _last(block, start, end)
    if relevance.lists:
        whole = _whole_list(blocks, run.block, relevance, above)
        if whole:
            return whole
        start, end = _item(block, start, end)
    first, last = block.sentences[start].span.start, block.sentences[end].span.end
    lead = _lead_after(blocks, run.block, relevance) if end + 1 == len(block.sentences) else None
    return Span(first, last if lead is None else _end_of_list(blocks, lead))


def _lead_after(blocks: Sequence[Block], number: int, relevance: Relevance) -> int | None:
    """Return the block that announces the list that belongs to block ``number``, if any."""
    if blocks[number].leads_in:
        return number
    unlisted = relevance.lists and not LISTS.search(_text(blocks[number]))
    is_next = number + 1 < len(blocks) and blocks[number + 1].leads_in
    return number + 1 if unlisted and is_next else None


def _last(block: Block, start: int, end: int) -> int:
    """Return the sentence that ends what sentences ``start`` to ``end`` begin."""
    counting = any(sentence.counts for sentence in block.sentences[start : end + 1])
    following = block.sentences[end + 1 :]
    more = takewhile(lambda s: s.goes_on or (counting and s.is_counted), following)
    return end + len(list(more))


def _item(block: Block, start: int, end: int) -> tuple[int, int]:
    """An item of a list is one statement: its sentences stay together."""
    return (0, len(block.sentences) - 1) if block.mark is not None else (start, end)


def _end_of_list(blocks: Sequence[Block], lead: int) -> int:
    """Return where the list ends that block ``lead`` announces."""
    return blocks[max(_items_after(blocks, lead), default=lead)].span.end


def _items_after(blocks: Sequence[Block], lead: int) -> Iterator[int]:
    """Yield the blocks of the list after ``lead``: those of one kind of mark, and finer ones."""
    following = range(lead + 1, min(lead + 1 + MOST_ITEMS, len(blocks)))
    kind = blocks[lead + 1].mark if lead + 1 < len(blocks) else None
    for number in following:
        block = blocks[number]
        if kind is not None and (block.mark is None or block.mark < kind):
            return
        if kind is None and block.mark is not None:
            return
        if kind is None and number > lead + 1 and not _is_short(block):
            return
        yield number


def _is_short(block: Block) -> bool:
    return block.span.end - block.span.start <= SHORT


def _whole_list(
    blocks: Sequence[Block], number: int, relevance: Relevance, above: frozenset[str]
) -> Span | None:
    """Return the list around an item when what stands above it says what is asked of all."""
    kind = blocks[number].mark
    if kind is None:
        return None
    first = number
    while first and (blocks[first - 1].mark or -1) >= kind:
        first -= 1
    lead = first - 1 if first and blocks[first - 1].leads_in else None
    said = {*above, *(terms_of(_text(blocks[lead])) if lead is not None else ())}
    alone = coverage(relevance.wanted, {*said, *terms_of(_text(blocks[number]))})
    if coverage(relevance.wanted, said) < BY_HEADING * alone:
        return None
    begin = blocks[lead if lead is not None else first]
    return Span(begin.span.start, _end_of_list(blocks, first - 1))


def _text(block: Block) -> str:
    return " ".join(sentence.text for sentence in block.sentences)
