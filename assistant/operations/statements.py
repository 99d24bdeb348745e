"""Answers questions of meaning with the sentences that say it, cited, never paraphrased."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from assistant.answer import Outcome
from assistant.choice import limits
from assistant.desk import Desk
from assistant.draft import Draft
from assistant.scope import scope_refusal
from assistant.understand import content_of
from assistant.wording import coverage, squeeze, terms_of
from corpus.document import Span
from corpus.figure import Source
from index.chunk import Passage
from index.hybrid import Hit

HITS = 24  # passages compared by wording after the search
SHOWN = 2  # passages quoted at most
WITNESSES = 5  # documents cited at most for one wording
SECTION_SHOWN = 4  # passages of a section that is asked for by its title
TITLE_NAMED = 0.7  # share of a title, and of the question, that the other has to say
QUOTED = re.compile(r"[“\"「『]([^”\"」』]{2,20})[”\"」』]")
GLOSSARY = re.compile(r"名词解释|名词说明|术语")
GLOSSES = re.compile(r"^.{0,6}?(?:[:：]|是?指|反映|包括|即)")
DEFINES = re.compile(r"^.{0,6}?[:：,，]?(?:是?指|反映|包括|即)")


def statements(desk: Desk) -> Draft | None:
    """Return the passages that say what the question asks, best first."""
    ranked = ranked_passages(desk)
    if not ranked:
        return scope_refusal(desk)
    floor = ranked[0][0] - limits()["passage_window"]
    chosen = [passage for score, passage in ranked[:SHOWN] if score >= floor]
    return Draft(Outcome.TEXT, quotes=tuple(_narrowed(desk, p) for p in chosen))


def named_section(desk: Desk) -> Draft | None:
    """Return the text of the section whose title is all that the question names."""
    wanted = desk.facts.rarity.weigh(desk.question.subject)
    if desk.question.asks or not wanted:
        return None
    found = [
        passage
        for _, passage in ranked_passages(desk)
        if passage.section and _is_title(desk, passage.section[-1], wanted)
    ]
    if not found:
        return None
    first = sorted(
        (p for p in found if p.section == found[0].section and p.document == found[0].document),
        key=lambda p: p.span.start,
    )
    return Draft(Outcome.TEXT, quotes=tuple(source_of(p) for p in first[:SECTION_SHOWN]))


def _is_title(desk: Desk, title: str, wanted: Mapping[str, float]) -> bool:
    """Tell whether a title and the words cover each other."""
    named = coverage(desk.facts.rarity.weigh(title), wanted)
    return named >= TITLE_NAMED and coverage(wanted, terms_of(title)) >= TITLE_NAMED


def _narrowed(desk: Desk, passage: Passage) -> Source:
    """Return the receipt of a passage; of table rows only the row that says it."""
    if "\t" not in passage.text:
        return source_of(passage)
    wanted = desk.facts.rarity.weigh(content_of(desk.question.periods.rest))
    start = passage.span.start
    row = max(
        line_spans(passage),
        key=lambda s: coverage(wanted, terms_of(passage.text[s.start - start : s.end - start])),
    )
    text = passage.text[row.start - start : row.end - start]
    return Source(passage.document, passage.section, row, text)


def line_spans(passage: Passage) -> list[Span]:
    """Return the spans of a passage's lines that are not blank."""
    spans, at = [], passage.span.start
    for line in passage.text.split("\n"):
        if line.strip():
            spans.append(Span(at, at + len(line)))
        at += len(line) + 1
    return spans


def ranked_passages(desk: Desk) -> list[tuple[float, Passage]]:
    """Return (score, passage) of the documents in question, best first."""
    question = desk.question
    query = " ".join(filter(None, (question.periods.rest, question.inherited)))
    hits = desk.passages.search(query, documents=_documents(desk), limit=HITS)
    wanted = desk.facts.rarity.weigh(content_of(query))
    floor = limits()["passage_floor"]
    relevant = [h for h in hits if wanted and _said(desk, h.passage, wanted) >= floor]
    scored = [(_fit(desk, hit, wanted), hit.passage) for hit in relevant]
    return sorted(scored, key=lambda pair: -pair[0])


def _said(desk: Desk, passage: Passage, wanted: Mapping[str, float]) -> float:
    """Return the weighted share of the question's words that a passage or its headings hold."""
    title = desk.facts.documents[passage.document].title
    heading = " ".join((*passage.section[-2:], passage.heading, title))
    return coverage(wanted, terms_of(f"{heading} {passage.text}"))


def _documents(desk: Desk) -> list[str]:
    """The owners' documents of the years asked, or all of them when none is of those years."""
    infos, years = desk.facts.documents, set(desk.question.periods.years)
    of_years = [id for id in desk.documents if infos[id].fiscal_year in years]
    return sorted(of_years or desk.documents)


def _fit(desk: Desk, hit: Hit, wanted: Mapping[str, float]) -> float:
    rarity, passage = desk.facts.rarity, hit.passage
    said = coverage(wanted, terms_of(passage.text))
    with_heading = _said(desk, passage, wanted)
    titles = [rarity.weigh(title) for title in passage.section[-2:]]
    named = max((coverage(t, wanted) for t in titles if t), default=0.0)
    return hit.score + 0.5 * said + 0.7 * with_heading + 0.5 * named


def source_of(passage: Passage) -> Source:
    """Return the receipt of a passage."""
    return Source(passage.document, passage.section, passage.span, passage.text)


def definition(desk: Desk) -> Draft | None:
    """Return the sentences that explain a term, each wording with every document that has it."""
    for term in _terms_asked(desk):
        found: dict[str, list[Source]] = {}
        for id in _documents(desk):
            for source in _explanations(desk, id, term):
                found.setdefault(squeeze(source.quote), []).append(source)
        if found:
            shown = list(found.values())[: SHOWN + 1]
            return Draft(Outcome.TEXT, quotes=tuple(s for same in shown for s in same[:WITNESSES]))
    return None


def _terms_asked(desk: Desk) -> list[str]:
    """Return what may be the term to be explained: what is in quotes, else the longest words."""
    quoted = QUOTED.findall(desk.question.corrected)
    pieces = [squeeze(p) for p in desk.question.about.split("|")]
    whole = squeeze(desk.question.about.replace("|", ""))
    others = sorted(pieces, key=len, reverse=True)
    return list(dict.fromkeys(filter(None, [*map(squeeze, quoted), whole, *others])))


def _explanations(desk: Desk, id: str, term: str) -> Iterator[Source]:
    document = desk.library.document(id)
    for paragraph, text in document.prose():
        at = squeeze(text[:80]).find(term)
        section = document.sections[paragraph.section]
        says = GLOSSES if GLOSSARY.search("".join(section.path)) else DEFINES
        if at < 0 or not says.match(squeeze(text)[at + len(term) :]):
            continue
        if at <= len(term) + 8:
            span = Span(paragraph.span.start, paragraph.span.end)
            yield Source(id, section.path, span, text, paragraph.page)
