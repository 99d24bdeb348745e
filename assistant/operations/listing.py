"""Answers 「有哪些」 with the headings of a section's parts, or with the amounts of one line."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.answer import Outcome
from assistant.compute import value_of
from assistant.desk import Desk
from assistant.draft import Draft
from assistant.operations.bounds import Bound, bound_in, unbounded
from assistant.operations.families import Family, family_named, item_named
from assistant.operations.groups import LEVELS
from assistant.operations.statements import (
    line_spans,
    ranked_passages,
    relevance_of,
    source_of,
)
from assistant.relevance import Relevance, topic_of
from assistant.settle import settled
from assistant.understand import content_of
from assistant.wording import coverage, terms_of
from corpus.document import Document, Section, Span
from corpus.figure import Figure, Measure, Source
from index.chunk import Passage

LOOKED_AT = 6  # passages whose sections may be the one that is asked about
NAMED = 0.7  # share of a heading that the question has to say
MOST_PARTS = 20
FEWEST_PARTS = 2
SPOKEN = 0.7  # share of what the question names that a line with its amounts has to say
PLANNED = re.compile(r"(?:预算|决算|安排)+$")
FIELD = re.compile(r"[：:]\s*$")  # 「立项依据：」 is a field of a form, no part of a list


def listing(desk: Desk) -> Draft | None:
    """Return the parts of what the question names, None when it names no such rows or section."""
    return _rows_below(desk) or _named_in_text(desk)


def _rows_below(desk: Desk) -> Draft | None:
    """Return the rows below the item that the question names, in printed order."""
    text = desk.question.periods.rest
    bound, phrase = bound_in(text), unbounded(text)
    name = item_named(desk, phrase)
    if not name:
        return None
    fixed = settled(replace(desk, question=replace(desk.question, subject=name)))
    family = None if fixed.asked_back else family_named(fixed.desk, phrase)
    if family is None:
        return fixed.asked_back
    rows = family.of_level(next((n for word, n in LEVELS.items() if word in text), 0))
    members = [f for f in rows if bound is None or bound.holds(f.quantity.in_base)]
    if not members:
        return None
    values = tuple(map(value_of, members))
    return Draft(Outcome.TEXT, values=values, lead=_lead(family, bound)).assuming(*fixed.notes)


def _lead(family: Family, bound: Bound | None) -> str:
    source, item = family.parent.source, family.parent.item
    where = f"「{source.table}」中，" if len(source.table) > 1 else ""
    return f"{where}{item.name}下{'符合条件的' if bound else '的'}各项："


def _named_in_text(desk: Desk) -> Draft | None:
    """Return the parts of a section, or the amounts of a line, that the question names."""
    ranked = ranked_passages(desk)[:LOOKED_AT]
    for _, passage in ranked:
        parts = _subsections(desk, passage)
        if parts:
            return Draft(Outcome.TEXT, quotes=parts)
    return _amounts(desk, ranked[0][1]) if ranked else None


def _subsections(desk: Desk, passage: Passage) -> tuple[Source, ...]:
    """Return the headings of the parts of a section that the question names."""
    document = desk.library.document(passage.document)
    wanted = desk.facts.rarity.weigh(content_of(desk.question.periods.rest))
    for section in _around(document, passage):
        title = desk.facts.rarity.weigh(PLANNED.sub("", topic_of(section.title)))
        parts = [s for s in document.sections if s.parent == section.index]
        fields = sum(bool(FIELD.search(_heading(document, s).quote)) for s in parts)
        if 2 * fields >= len(parts):
            continue
        if len(parts) >= FEWEST_PARTS and title and coverage(title, wanted) >= NAMED:
            return tuple(_heading(document, part) for part in parts[:MOST_PARTS])
    return ()


def _around(document: Document, passage: Passage) -> list[Section]:
    """Return the section of a passage and those around it, innermost first."""
    inside = [
        s
        for s in document.sections
        if s.span.start <= passage.span.start and passage.span.end <= s.span.end and s.level
    ]
    return sorted(inside, key=lambda s: -s.level)


def _heading(document: Document, section: Section) -> Source:
    end = max(section.body.start, section.span.start + 1)
    text = document.text[section.span.start : end].rstrip()
    span = Span(section.span.start, section.span.start + len(text))
    return Source(document.id, section.path, span, text, document.page_at(span.start))


def _amounts(desk: Desk, passage: Passage) -> Draft | None:
    """Return the amounts of the passage's line that the question points to."""
    wanted = desk.facts.rarity.weigh(content_of(desk.question.periods.rest))
    lines = [(span, _printed_in(desk, passage, span)) for span in line_spans(passage)]
    rich = [(span, found) for span, found in lines if len(found) >= FEWEST_PARTS]
    relevance = relevance_of(desk)
    rich = [pair for pair in rich if _is_spoken(relevance, passage, pair[0])]
    if not rich:
        return None
    line, found = max(rich, key=lambda r: coverage(wanted, terms_of(_text(passage, r[0]))))
    values = tuple(value_of(f) for f in found)
    quote = replace(source_of(passage), span=line, quote=_text(passage, line))
    return Draft(Outcome.TEXT, values=values, quotes=(quote,))


def _is_spoken(relevance: Relevance, passage: Passage, line: Span) -> bool:
    """Tell whether a line, with what stands above it, speaks of all that the question names."""
    said = {*terms_of(_text(passage, line)), *relevance.above(passage)}
    return coverage(relevance.wanted, said) >= SPOKEN


def _printed_in(desk: Desk, passage: Passage, line: Span) -> list[Figure]:
    return [
        entry.fact
        for entry in desk.facts.within({passage.document})
        if isinstance(entry.fact, Figure)
        and entry.fact.measure is Measure.AMOUNT
        and not entry.fact.source.cell
        and line.start <= entry.fact.source.span.start < line.end
    ]


def _text(passage: Passage, span: Span) -> str:
    start = passage.span.start
    return passage.text[span.start - start : span.end - start]
