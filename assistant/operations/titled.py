"""Answers a question for a whole section, by what its title is called (``section_topics.tsv``).

「主要职责是什么」 shares no word with the duties: only the title above them tells what they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from assistant.answer import Outcome
from assistant.desk import Desk
from assistant.draft import Draft
from assistant.understand import content_of
from assistant.wording import squeeze
from corpus.document import Document, Section, Span
from corpus.figure import Source
from corpus.vocabulary import rows_of
from index.chunk import subject_of, subjects_of

LONGEST = 4000  # characters of one section that are quoted
BOUND = "project"  # whose section it is: not the body's
SHOWN = 2  # wordings quoted at most
WITNESSES = 5  # documents cited at most for one wording
SHORTEST_PROJECT = 4  # characters: a shorter name occurs in others
ANY_PROJECT = re.compile(r"项目|经费|资金|专项")  # words that tell no two projects apart


@dataclass(frozen=True, slots=True)
class _Topic:
    """One row of the data: ``said`` narrows to paragraphs, None for the whole section."""

    asked: re.Pattern[str]
    title: re.Pattern[str]
    said: re.Pattern[str] | None
    of_project: bool

    def is_under(self, document: Document, section: Section, named: str) -> bool:
        """Tell whether a section is so called, and of the project named."""
        title = section.title.strip(" ：:")
        if not self.title.fullmatch(title.removeprefix(document.owner) or title):
            return False
        if not self.of_project:
            return True
        return _is_project(subject_of(document, section.index, subjects_of(document)), named)


def titled(desk: Desk) -> Draft | None:
    """Return the section that the question names by its kind, None when it names none."""
    if desk.question.asks or len(desk.question.owners.owners) > 1:
        return None
    rest = desk.question.periods.rest
    for topic in _topics():
        if not topic.asked.search(rest):
            continue
        found = _found(desk, topic, squeeze(content_of(topic.asked.sub(" ", rest))))
        if found:
            return Draft(Outcome.TEXT, quotes=tuple(found))
    return None


@cache
def _topics() -> tuple[_Topic, ...]:
    rows = rows_of("section_topics.tsv", columns=4)
    return tuple(
        _Topic(
            re.compile(asked), re.compile(title), re.compile(said) if said else None, of == BOUND
        )
        for asked, title, said, of in rows
    )


def _found(desk: Desk, topic: _Topic, named: str) -> list[Source]:
    """Return the sections of one body's newest year, each wording with its receipts."""
    if topic.of_project:
        named = named or squeeze(desk.question.inherited)
    if topic.of_project != (len(named) >= SHORTEST_PROJECT) or (named and not topic.of_project):
        return []
    wordings: dict[str, list[Source]] = {}
    for id in _documents(desk):
        for source in _sections(desk.library.document(id), topic, named):
            wordings.setdefault(squeeze(source.quote), []).append(source)
    owners = {desk.facts.documents[s.document].owner for same in wordings.values() for s in same}
    if len(owners) != 1 or (topic.of_project and len(wordings) > SHOWN):
        return []
    return [s for same in list(wordings.values())[:SHOWN] for s in same[:WITNESSES]]


def _documents(desk: Desk) -> list[str]:
    """Return the documents of the years asked, of the newest year when none is asked."""
    infos = desk.facts.documents
    years = set(desk.question.periods.years) or set(desk.facts.years_of(desk.documents)[:1])
    return sorted(id for id in desk.documents if infos[id].fiscal_year in years)


def _sections(document: Document, topic: _Topic, named: str) -> Iterator[Source]:
    found = [s for s in document.sections if topic.is_under(document, s, named)]
    around = {section.parent for section in found}  # of two that hold each other the inner one
    for section in found:
        if section.index not in around:
            yield from _quoted(document, section, topic)


def _is_project(subject: str, named: str) -> bool:
    """Tell whether a project's name is the one asked, but for words like 项目."""
    said, asked = (ANY_PROJECT.sub("", squeeze(name)) for name in (content_of(subject), named))
    return bool(said) and said == asked


def _quoted(document: Document, section: Section, topic: _Topic) -> Iterator[Source]:
    """Yield the prose of a section before its first table, whole or where it says the words."""
    spans = _prose(document, section)
    if not spans:
        return
    if topic.said is None:
        spans = [Span(spans[0].start, spans[-1].end)]
    for span in spans:
        quote = document.quote(span)
        if topic.said is None or topic.said.search(quote):
            yield Source(document.id, section.path, span, quote, document.page_at(span.start))


def _prose(document: Document, section: Section) -> Sequence[Span]:
    """Return the paragraphs of a section that stand together, as far as a quote may go."""
    body = section.body
    tables = [t.span.start for t in document.tables if t.span.start >= body.start]
    end = min(body.end, body.start + LONGEST, *tables)
    return [
        p.span
        for p in document.paragraphs
        if body.start <= p.span.start and p.span.end <= end and not p.in_contents
    ]
