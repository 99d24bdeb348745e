"""Turns every number of the prose into a figure, and every stated lack of one into an absence.

A pipeline of small stages: passages, sentences, printed numbers, what kind of statement
(``prose_measure``), about what (``prose_items``), of which year (``prose_period``). What cannot
be read exactly is left out rather than guessed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from corpus.clauses import COMPARED, Mention, is_flattened, mentions_in, prose_of
from corpus.clauses import Prose as Cut
from corpus.document import Document, Span
from corpus.figure import Absence, Basis, Figure, Item, Measure, Period, Source
from corpus.figures_in_tables import prose_cells
from corpus.passages import Passage, is_furniture, passages_of
from corpus.prose_absence import Missing, missing_in
from corpus.prose_basis import settled
from corpus.prose_groups import Thread
from corpus.prose_items import DERIVED, each_of, item_of
from corpus.prose_leads import LeadIn, is_within, lead_path, led, rank_of
from corpus.prose_measure import Reading, carried, compares, is_unchanged, reading_of
from corpus.prose_period import Frame, base_year, lasting_year, named_year, period_of, years_named
from corpus.prose_respective import EACH, goes_on, shared_in, shared_out
from corpus.prose_stages import Stage, stages_of
from corpus.prose_told import is_yardstick
from corpus.prose_topics import Topic, opening_topic, summary_topic, title_topic, topics_of
from corpus.vocabulary import lines_of

CONTEXT = 120  # characters that a person reads at a glance
LEAD_IN = re.compile(r"(?:[：:]|如下[：:。]?|其中[：:，,]?)\s*$")
NEW_YEAR = re.compile(r"^\s*(?:截[至止]到?\s*)?(?P<year>(?:19|20)\d{2})\s*年")
LISTED = re.compile(r"其中|包括|分别|[：:]")
GOAL = re.compile(r"目标|确保|力争|争取|计划|预期")
DONE = re.compile(r"已|完成了|实现了|取得了")
CONDITION = re.compile(r"(?:^|[，,：:])(?P<said>[^，,：:；;。]{2,}的)[，,]")
CONTINUED = re.compile(r"\s*[如若]")
AGAINST_LAST_YEAR = re.compile(r"^\s*[与较比]上年")
WHOLE_RULE = (Measure.LIMIT, Measure.RATE, Measure.TARGET, Measure.STANDARD, Measure.SCORE)


@dataclass(slots=True)
class _Reader:
    """The state of one walk over one document."""

    document: Document
    owner: str
    year: int | None
    basis: Basis
    topics: dict[int, Topic]
    stages: dict[int, Stage]
    leads: dict[int, Item] = field(default_factory=dict)
    lead_ins: list[LeadIn] = field(default_factory=list)  # outermost first
    figures: list[Figure] = field(default_factory=list)
    absences: list[Absence] = field(default_factory=list)
    stated: list[Figure] = field(default_factory=list)  # without values compared with


def figures_in_prose(
    document: Document,
    *,
    owner: str,
    year: int | None,
    basis: Basis,
) -> tuple[list[Figure], list[Absence]]:
    """Return (figures, absences) of the document's prose, in printed order.

    ``year`` and ``basis`` hold where a sentence names none. Long text cells of tables are read
    like paragraphs.
    """
    topics, stages = topics_of(document, owner), stages_of(document, year, basis)
    reader = _Reader(document, owner, year, basis, topics, stages)
    for passage in passages_of(document, prose_cells(document)):
        _read(passage, reader)
    return reader.figures, reader.absences


def _read(passage: Passage, reader: _Reader) -> None:
    prose = prose_of(reader.document.quote(passage.span))
    lead_in = _lead_in_for(passage, prose, reader)
    about = reader.topics.get(passage.section, Topic())
    cell = tuple(title_topic(part, reader.owner) for part in passage.path)
    summary = summary_topic(prose.text, reader.owner)
    opening = opening_topic(prose.text, reader.owner)
    topic = tuple(dict.fromkeys(part for part in (*about.path, *cell, summary, opening) if part))
    if summary:
        lead_in = _hold_summary(passage, prose, topic, reader)
    path = led(lead_in, passage, reader.document, reader.owner) if lead_in else ()
    thread = Thread(
        owner=reader.owner,
        topic=topic,
        project=(about.project,) if about.project else (),
        inherited=reader.leads.get(passage.section),
        lead_in=(*path, opening) if path and opening else path,
        is_part=bool(lead_in and lead_in.is_part),
    )
    fixed = lead_in.year if lead_in else None
    frame = _frame(passage, prose, (*topic, *passage.path), fixed, reader)
    _read_numbers(passage, prose, thread, frame, reader)
    if thread.lead is not None:
        reader.leads[passage.section] = thread.lead
    for missing in missing_in(prose, reader.owner):
        if named := _said_before(missing, thread):
            reader.absences.append(_absence(named, passage, prose, thread, reader))
    _hold_lead_in(passage, prose, thread, reader)


def _frame(
    passage: Passage, prose: Cut, topic: tuple[str, ...], fixed: int | None, reader: _Reader
) -> Frame:
    own = Stage(reader.year, reader.basis)
    stage = own if passage.path else reader.stages.get(passage.section, own)
    latest = max((y for y in (stage.year, reader.year) if y), default=None)
    opening = NEW_YEAR.match(_without_owner(prose.text, reader.owner))
    year = int(opening["year"]) if opening and fixed is None else fixed
    is_fixed = fixed is not None or bool(year and latest and year > latest)
    return Frame(stage.year, stage.basis, year, topic, is_fixed, latest)


def _read_numbers(
    passage: Passage, prose: Cut, thread: Thread, frame: Frame, reader: _Reader
) -> None:
    mentions = [m for m in mentions_in(prose) if not _tells_nothing(m, prose)]
    shared = shared_in(mentions, prose, reader.owner)
    read: list[tuple[Measure, Item]] = []
    said = Reading(Measure.OTHER, "")
    for index, mention in enumerate(mentions):
        reading = reading_of(
            mention,
            is_goal=_is_goal(mention, prose, frame),
            is_listed=_is_listed(mention, prose),
            before=mentions[index - 1] if index else None,
        )
        if goes_on(shared, index, mentions):
            reading = replace(said, words="", comparator=reading.comparator)
        elif index:
            reading = carried(said, reading, mentions[index - 1], mention)
        said = reading
        item = item_of(mention, reading, prose, thread)
        told = shared_out(shared, index, item, read)
        read.append((reading.measure, told or item))
        place = (passage, prose, thread, frame)
        if _says_nothing_new(mention, prose, frame):
            continue
        for each in each_of(told) if told and told.name else ():
            figure = _figure(mention, reading, each, place, reader)
            figure = settled(figure, reader.stated, mention, reading)
            reader.figures.append(figure)
            if not reading.is_base and not is_yardstick(mention):
                reader.stated.append(figure)
        frame = replace(frame, year=lasting_year(mention, prose, frame) or frame.year)


def _tells_nothing(mention: Mention, prose: Cut) -> bool:
    """「(含3000元)」 repeats a bound.

    What stands behind the cells of a table that became one line belongs to none of its words.
    """
    return mention.head in ("含", "不含") or is_flattened(mention, prose)


def _says_nothing_new(mention: Mention, prose: Cut, frame: Frame) -> bool:
    """「与2025年预算持平」 in an account of 2025 is no change; it only names what follows."""
    return is_unchanged(mention) and base_year(mention, prose, None) == frame.fiscal_year


def _is_listed(mention: Mention, prose: Cut) -> bool:
    """Tell whether a number is one of a list of parts in a sentence that compares nothing."""
    said = prose.text[mention.sentence[0] : mention.number.start]
    known = prose.text[: mention.number.start] if LISTED.match(said.strip()) else said
    return bool(LISTED.search(said)) and not compares().search(known)


def _is_goal(mention: Mention, prose: Cut, frame: Frame) -> bool:
    said = prose.text[mention.sentence[0] : mention.number.start]
    if GOAL.search(said) or any("目标" in topic for topic in frame.topic):
        return True
    year = named_year(mention, prose, frame) or frame.fiscal_year
    is_past = bool(year and frame.fiscal_year and year < frame.fiscal_year)
    return frame.basis is Basis.BUDGET and not is_past and not DONE.search(said)


def _figure(
    mention: Mention,
    reading: Reading,
    item: Item,
    place: tuple[Passage, Cut, Thread, Frame],
    reader: _Reader,
) -> Figure:
    passage, prose, thread, frame = place
    number = mention.number
    quantity = number.quantity
    if reading.comparator:
        quantity = type(quantity)(
            quantity.value, quantity.unit, quantity.printed, reading.comparator
        )
    start, end = _quoted(mention, reading, thread)
    about = re.search(r"(?:约|大约|近|将近)(?:为)?$", mention.head)
    return Figure(
        owner=reader.owner,
        item=item,
        slice=(),
        period=period_of(mention, prose, reading, frame),
        measure=reading.measure,
        quantity=quantity,
        context=_context(mention, reading, item, prose, thread),
        source=_source(passage, prose, (start, end), quantity.printed, reader),
        direction=reading.direction,
        years=years_named(mention, prose),
        exact=number.exact and not about and not mention.tail.startswith(("左右", "上下")),
    )


def _source(
    passage: Passage, prose: Cut, place: tuple[int, int], printed: str, reader: _Reader
) -> Source:
    text = prose.text[place[0] : place[1]]
    start = passage.span.start + place[0] + len(text) - len(text.lstrip())
    quote = text.strip()
    span = Span(start, start + len(quote))
    section = reader.document.sections[passage.section].path if reader.document.sections else ()
    return Source(reader.document.id, section, span, quote, passage.page, printed=printed)


def _quoted(mention: Mention, reading: Reading, thread: Thread) -> tuple[int, int]:
    """Return the segment, from the governing amount on where that stands in the sentence."""
    start, end = mention.segment
    governor = thread.governor_start
    if (
        reading.measure in DERIVED
        and mention.sentence[0] <= governor < start
        and end - governor < 300
    ):
        start = governor
    return start, end


def _context(mention: Mention, reading: Reading, item: Item, prose: Cut, thread: Thread) -> str:
    segment = prose.text[slice(*mention.segment)].strip(" \n　；;。")
    if reading.measure in WHOLE_RULE and len(segment) <= 2 * CONTEXT:
        return _rule(mention, item, segment, prose, thread)
    clause = mention.clause
    start = thread.governor_start
    is_shared = EACH in clause and item.name not in clause and item.name in segment
    if is_shared and len(segment) <= CONTEXT:
        return segment
    if reading.measure in DERIVED and mention.segment[0] <= start < mention.clause_start:
        longer = prose.text[start : mention.clause_end].strip(" \n　，,、；;。")
        is_told = len(longer) <= CONTEXT and (thread.governor is item or item.name in longer)
        clause = longer if is_told else f"{item.name}：{clause}"
    elif item.name not in clause:
        clause = f"{item.name}：{clause}"
    if not thread.group or not item.path:
        return clause
    return f"{item.path[-1]}，其中：{clause.removeprefix('其中')}"


def _rule(mention: Mention, item: Item, segment: str, prose: Cut, thread: Thread) -> str:
    """Return a rule's segment with what it leaves to the reader: its item, its condition."""
    if thread.limit and re.match(r"\d", segment) and thread.limit.name not in segment:
        segment = f"{thread.limit.name}{segment}"
    if CONTINUED.match(segment):
        before = prose.text[: mention.segment[0]].rstrip("。；; \n")
        earlier = re.split(r"[。；;]", before)[-1]
        if condition := CONDITION.search(earlier.strip()):
            segment = f"{condition['said']}，{segment}"
    return segment if item.name in re.sub(r"\s+", "", segment) else f"{item.name}：{segment}"


def _said_before(missing: Missing, thread: Thread) -> Missing | None:
    """「本部门无此项收入」 tells of the item before it; without one it tells nothing."""
    if not missing.name.startswith(lines_of("pointing_words.tsv")):
        return missing
    item = thread.sentence_lead or thread.governor or thread.lead or thread.inherited
    return replace(missing, name=item.name, path=item.path) if item else None


def _absence(
    missing: Missing, passage: Passage, prose: Cut, thread: Thread, reader: _Reader
) -> Absence:
    place = missing.path or thread.lead_in or thread.topic
    path = tuple(part for part in place if part != missing.name)
    before = (d for d in prose.dates if missing.quote[0] <= d.start < missing.end and d.years)
    dates = [d for d in before if not COMPARED.search(prose.text[: d.start])]
    year = dates[-1].years[-1] if dates else reader.year
    said = prose.text[slice(*missing.quote)].strip()
    return Absence(
        owner=reader.owner,
        item=Item(missing.name, path=path),
        slice=(),
        period=Period(year, missing.basis or reader.basis),
        kind=missing.kind,
        context=said if missing.name in said else f"{missing.name}：{said}",
        source=_source(passage, prose, missing.quote, "", reader),
    )


def _lead_in_for(passage: Passage, prose: Cut, reader: _Reader) -> LeadIn | None:
    """Return the innermost lead-in that still governs this passage; forget those that ended."""
    if passage.path:
        return None
    rank = rank_of(prose.text)
    is_new = NEW_YEAR.match(prose.text) is not None
    begins_again = NEW_YEAR.match(_without_owner(prose.text, reader.owner)) is not None

    def holds(held: LeadIn) -> bool:
        inside = is_within(passage.section, held.section, reader.document)
        inside = inside and not (begins_again and held.section == passage.section)
        ended = is_new or (held.is_part and AGAINST_LAST_YEAR.match(prose.text))
        return inside and not ended and not (rank and held.rank >= rank)

    reader.lead_ins = [held for held in reader.lead_ins if holds(held)]
    return reader.lead_ins[-1] if reader.lead_ins else None


def _without_owner(text: str, owner: str) -> str:
    """Return the text behind the discloser's name, where it begins with that."""
    end = text.find(owner[-4:]) + 4
    return text[end:].removeprefix("部门") if 4 <= end <= 30 and len(owner) > 3 else text


def _hold_lead_in(passage: Passage, prose: Cut, thread: Thread, reader: _Reader) -> None:
    if not LEAD_IN.search(prose.text) or passage.path or is_furniture(prose.text):
        return
    is_part = bool(re.search(r"(?:其中|包括)[：:，,]?\s*$", prose.text))
    named = (d for d in prose.dates if not COMPARED.search(prose.text[: d.start]))
    years = [d.years[-1] for d in named if d.years]
    path = lead_path(passage, prose, thread, is_part=is_part)
    year = years[-1] if years else None
    reader.lead_ins.append(LeadIn(passage.section, path, year, is_part, rank_of(prose.text)))


def _hold_summary(passage: Passage, prose: Cut, topic: tuple[str, ...], reader: _Reader) -> LeadIn:
    """Return a project's summary; a numbered one governs the paragraphs up to the next number."""
    held = LeadIn(passage.section, topic, None, False, rank_of(prose.text))
    if held.rank:
        reader.lead_ins.append(held)
    return held
