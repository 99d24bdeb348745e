"""Answers questions of meaning with the sentences that say it, cited, never paraphrased."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from assistant.answer import Outcome, Reason
from assistant.compute import Value
from assistant.desk import Desk
from assistant.draft import Draft
from assistant.language.classified import items_named
from assistant.language.directions import directions_in
from assistant.lookup.choice import limits
from assistant.lookup.evidence import Finding
from assistant.question import Ask
from assistant.relevance import Line, Relevance, lines_of_passage
from assistant.saying import fit_of, said_in
from assistant.scope import scope_refusal
from assistant.wording import coverage, squeeze, squeeze_each, terms_of
from corpus.document import Span
from corpus.figure import Measure, Source
from index.chunk import Passage
from index.hybrid import Hit

HITS = 24  # passages compared by wording after the search
SCANNED = 60  # documents whose whole texts are looked through for a term
END = "\uffff"  # of a text: no character of any text
SHOWN = 2  # passages quoted at most
SECOND = 0.15  # a second one is quoted when it fits this much worse at most
ANYTHING = Ask("")
NEAREST = 3  # figures named when no sentence answers
WITNESSES = 5  # documents cited at most for one wording
SECTION_SHOWN = 4  # passages of a section that is asked for by its title
TITLE_NAMED = 0.7  # share of a title, and of the question, that the other has to say
REASON_NAMED = 0.5  # share of a thing asked that what a reason explains has to say
QUOTED = re.compile(r"[“\"「『]([^”\"」』]{2,20})[”\"」』]")
LABEL_LENGTH = 12  # characters: a longer cell of a table says something
CHANGES = {Measure.CHANGE, Measure.GROWTH}
HAS_DIGIT = re.compile(r"\d")
GLOSSARY = re.compile(r"名词解释|名词说明|术语")
GLOSSES = re.compile(r"^.{0,6}?(?:[:：]|是?指|反映|包括|即)")
STAGE = re.compile(r"(?:年初|年末|调整)?(?:预算|决算|执行)数?")
MEANING = re.compile(r"什么意思|什么叫|什么是|含义|的定义")
EXPLAINS = r"[”\"」』]?.{0,8}?(?:指|反映|包括|即|[:：])"  # behind the term that it explains
DEFINES = re.compile(r"^.{0,6}?[:：,，]?(?:是?指|反映|包括|即)")


@dataclass(frozen=True, slots=True)
class Told:
    """One wording that answers, with the receipts of all places that print it."""

    fit: float
    quotes: tuple[Source, ...]


def statements(desk: Desk) -> Draft | None:
    """Return the sentences that say what the question asks, best first, with the number asked."""
    told = [t for t in _told(desk) if _has_meaning(desk, t) and not _is_unasked_reason(desk, t)]
    if not told:
        return _not_said(desk)
    floor = told[0].fit - SECOND
    shown, lead = _of_direction(desk, [t for t in told[:SHOWN] if t.fit >= floor])
    quotes = tuple(q for t in shown for q in t.quotes)
    paged = tuple(_with_page(desk, quote) for quote in quotes)
    return Draft(Outcome.TEXT, values=_values_in(desk, quotes), quotes=paged, lead=lead)


def _has_meaning(desk: Desk, told: Told) -> bool:
    """Tell whether a sentence explains the term, where its meaning is asked."""
    if not MEANING.search(desk.question.periods.rest):
        return True
    said, terms = squeeze(told.quotes[0].quote), _terms_asked(desk)
    return any(re.search(re.escape(term) + EXPLAINS, said) for term in terms)


def _is_unasked_reason(desk: Desk, told: Told) -> bool:
    """Tell whether a sentence gives the reason of another item, or explains a term and nothing."""
    relevance, source = relevance_of(desk), told.quotes[0]
    if not relevance.asks_reason:
        return False
    if GLOSSARY.search("".join(source.section)):
        return True
    said, asked = squeeze(relevance.explained(source.quote)), squeeze(desk.question.about)
    other = items_named(said) - items_named(asked)
    weigh, told_of = desk.facts.rarity.weigh, set(terms_of(said))
    pieces = [weighed for piece in asked.split("|") if (weighed := weigh(piece))]
    named = any(coverage(piece, told_of) >= REASON_NAMED for piece in pieces)
    return bool(other and pieces) and not named


def _of_direction(desk: Desk, told: list[Told]) -> tuple[list[Told], str]:
    """Keep the reasons of the direction asked; where all are of the other one, say so."""
    relevance, asked = relevance_of(desk), directions_in(desk.question.periods.rest)
    if not relevance.asks_reason or len(asked) != 1:
        return told, ""
    said = [directions_in(relevance.explained(t.quotes[0].quote)) for t in told]
    fitting = [t for t, way in zip(told, said, strict=True) if not way or way & asked]
    if fitting:
        return fitting, ""
    other = "、".join(sorted(frozenset.union(*said)))
    return told, f"原文说的是{other}，不是所问的{''.join(asked)}："


def _not_said(desk: Desk) -> Draft:
    """Refuse, with what was looked for and the nearest figures that there are."""
    absent = scope_refusal(desk)
    subject = squeeze(desk.question.about.replace("|", ""))
    if absent.reason is not Reason.ITEM_NOT_DISCLOSED or not subject:
        return absent
    near = desk.look_up(ANYTHING).findings[:NEAREST]
    names = tuple(dict.fromkeys(f.value.about for f in near))
    lead = f"所查文件里没有找到说明「{subject}」的原文；只有用词相近的段落，不能当作答案。"
    lead += "可以换用文件里的名称再问，或改问下面这些有数字的项目。" if names else ""
    return replace(absent, lead=lead, choices=names)


def _told(desk: Desk) -> list[Told]:
    """Return what the documents say, each wording once, best first."""
    found: dict[str, Told] = {}
    for _, hit in ranked_hits(desk):
        said = _narrowed(desk, hit.passage)
        if said is None:
            continue
        fit, source = said
        key = squeeze(source.quote)
        if key not in found:
            placed = relevance_of(desk).placed(hit)
            found[key] = Told(placed + fit, _receipts(desk, hit, source))
    return sorted(found.values(), key=lambda told: -told.fit)


def _with_page(desk: Desk, source: Source) -> Source:
    """Return a receipt that also tells the page where its quote starts."""
    return replace(source, page=desk.library.document(source.document).page_at(source.span.start))


def _receipts(desk: Desk, hit: Hit, source: Source) -> tuple[Source, ...]:
    """Return the receipt of a hit, and those of other documents that say just the same."""
    twins = (_narrowed(desk, twin) for twin in hit.twins if twin.document != source.document)
    same = [twin for said in twins if said for twin in said[1:]]
    quote = squeeze(source.quote)
    return (source, *(twin for twin in same if squeeze(twin.quote) == quote))[:WITNESSES]


def _values_in(desk: Desk, quotes: Sequence[Source]) -> tuple[Value, ...]:
    """Return the numbers asked that stand in the quotes: 「是多少？为什么减少？减少多少？」."""
    values = []
    for ask in desk.question.asks:
        if set(ask.measures) & CHANGES:
            found = next((f for f in desk.look_up(ask).findings if _stands_in(f, quotes)), None)
        else:
            found = desk.first(ask)
        if found and found.figure.exact and _stands_in(found, quotes):
            values.append(found.value)
    return tuple(dict.fromkeys(values))


def _stands_in(finding: Finding, quotes: Sequence[Source]) -> bool:
    place = finding.figure.source
    return any(
        place.document == quote.document
        and quote.span.start <= place.span.start
        and place.span.end <= quote.span.end
        for quote in quotes
    )


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


def _narrowed(desk: Desk, passage: Passage) -> tuple[float, Source] | None:
    """Return the part of a passage that says it, with how well; None when no part does."""
    relevance = relevance_of(desk)
    if "\t" not in passage.text:
        return _said(desk, passage, relevance)
    source = _row(relevance, passage)
    if not relevance.has_needed(source.quote) or not relevance.is_enough(source.quote, passage):
        return None
    return fit_of([source.quote], relevance, passage), source


def _said(desk: Desk, passage: Passage, relevance: Relevance) -> tuple[float, Source] | None:
    document = desk.library.document(passage.document)
    said = said_in(document, passage, relevance)
    if said is None:
        return None
    quote = document.quote(said.span)
    if not relevance.is_enough(quote, passage):
        return None
    return said.score, Source(passage.document, passage.section, said.span, quote)


def _row(relevance: Relevance, passage: Passage) -> Source:
    """Return the receipt of the table row that says it, with the label above it."""
    lines = lines_of_passage(passage)
    best = max(range(len(lines)), key=lambda at: relevance.line_fit(passage, lines[at]))
    last = best + 1 if _is_label(lines[best]) and best + 1 < len(lines) else best
    span = Span(lines[best].span.start, lines[last].span.end)
    start = passage.span.start
    text = passage.text[span.start - start : span.end - start]
    return Source(passage.document, passage.section, span, text)


def _is_label(line: Line) -> bool:
    """Tell whether a table row only names what the row under it says."""
    cells = [cell.strip() for cell in line.text.split("\t") if cell.strip()]
    return all(len(cell) <= LABEL_LENGTH and not HAS_DIGIT.search(cell) for cell in cells)


def line_spans(passage: Passage) -> list[Span]:
    """Return the spans of a passage's lines that are not blank."""
    return [line.span for line in lines_of_passage(passage)]


def ranked_passages(desk: Desk) -> list[tuple[float, Passage]]:
    """Return (score, passage) of the documents in question, best first."""
    return [(score, hit.passage) for score, hit in ranked_hits(desk)]


def ranked_hits(desk: Desk) -> list[tuple[float, Hit]]:
    """Return (score, hit) of the documents in question that may answer, best first."""
    relevance = relevance_of(desk)
    if not relevance.wanted:
        return []
    hits = desk.passages.search(asked_of(desk), documents=_documents(desk), limit=HITS)
    relevant = _of_project(desk, [h for h in hits if _may_answer(desk, relevance, h.passage)])
    scored = [(relevance.fit(hit), hit) for hit in relevant]
    return sorted(scored, key=lambda pair: -pair[0])


def _may_answer(desk: Desk, relevance: Relevance, passage: Passage) -> bool:
    """Tell whether a passage is of the year asked, and says enough of what is asked."""
    is_said = relevance.said(passage) >= limits()["passage_floor"]
    return is_said and relevance.answers(passage) and _is_of_years(desk, passage)


def _is_of_years(desk: Desk, passage: Passage) -> bool:
    """Without a document of the years asked, only what names such a year tells of it."""
    years = desk.question.periods.years
    held = desk.facts.years_of(desk.documents)
    if not years or set(years) & set(held):
        return True
    return any(str(year) in f"{passage.heading} {passage.text}" for year in years)


def _of_project(desk: Desk, hits: list[Hit]) -> list[Hit]:
    """Keep what speaks of the project that the question names, when anything does."""
    relevance = relevance_of(desk)
    project = desk.facts.project_in(squeeze(relevance.asked))
    named = [h for h in hits if project and relevance.names(project, h.passage)]
    return named or hits


def asked_of(desk: Desk) -> str:
    """Return the question without owner and year, with what it inherits."""
    question = desk.question
    return " ".join(filter(None, (question.periods.rest, question.inherited)))


def relevance_of(desk: Desk) -> Relevance:
    """Return what passages are compared with."""
    return Relevance.of(desk.facts, asked_of(desk))


def _documents(desk: Desk) -> list[str]:
    """The owners' documents of the years asked, or all of them when none is of those years."""
    infos, years = desk.facts.documents, set(desk.question.periods.years)
    of_years = [id for id in desk.documents if infos[id].fiscal_year in years]
    return sorted(of_years or desk.documents)


def source_of(passage: Passage) -> Source:
    """Return the receipt of a passage."""
    return Source(passage.document, passage.section, passage.span, passage.text)


def definition(desk: Desk) -> Draft | None:
    """Return the sentences that explain a term, each wording with every document that has it."""
    if not relevance_of(desk).asks_meaning:
        return None
    holders = _holders(desk)
    for term in _terms_asked(desk):
        found: dict[str, list[Source]] = {}
        for id in holders(term):
            for source in _explanations(desk, id, term):
                found.setdefault(squeeze(source.quote), []).append(source)
        if found:
            shown = list(found.values())[: SHOWN + 1]
            return Draft(Outcome.TEXT, quotes=tuple(s for same in shown for s in same[:WITNESSES]))
    return None


def _holders(desk: Desk) -> Callable[[str], Sequence[str]]:
    """Return what names the documents that may explain a term, each of which is slow to load.

    Of many documents they are searched for, and those that are found first stand for the others.
    """
    documents = _documents(desk)
    if len(documents) > SCANNED:
        return lambda term: _glossaries(desk, documents, term)
    texts = desk.library.texts(documents)
    said = {id: squeeze_each([texts.get(id, "")], END) for id in documents}
    return lambda term: [id for id, text in said.items() if term in text]


def _glossaries(desk: Desk, documents: Sequence[str], term: str) -> list[str]:
    hits = desk.passages.search(f"名词解释 {term}是指", documents=documents, limit=HITS)
    found = [hit.passage for hit in hits if term in squeeze(hit.passage.text)]
    return list(dict.fromkeys(passage.document for passage in found))[:WITNESSES]


def _terms_asked(desk: Desk) -> list[str]:
    """Return what may be the term to be explained: what is in quotes, else the longest words."""
    quoted = QUOTED.findall(desk.question.corrected)
    pieces = [squeeze(p) for p in desk.question.about.split("|")]
    whole = squeeze(desk.question.about.replace("|", ""))
    others = sorted(pieces, key=len, reverse=True)
    stages = STAGE.findall(squeeze(desk.question.periods.rest))  # such words name no subject
    return list(dict.fromkeys(filter(None, [*map(squeeze, quoted), whole, *others, *stages])))


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
