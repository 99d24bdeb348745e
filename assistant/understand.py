"""Words and history become a ``Question``: what is stated, what is inherited, what is wanted.

Nothing is guessed here: a slot that no words fill stays empty, and evidence decides later whether
the library leaves only one possibility. The words that questions use are data
(``question_words.tsv``, ``question_asks.tsv``, ``question_fillers.tsv``).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any, Protocol

from assistant.language.aliases import aliases
from assistant.language.asks import BLANK, asks_of
from assistant.language.claims import claims_in
from assistant.language.codes import with_whole_codes
from assistant.language.everyday import (
    asking_all_money,
    asking_duties,
    in_plain_words,
    names_paper,
    taken_apart,
    without_duties,
    without_where,
)
from assistant.language.funds import carry_of, fund_asked
from assistant.language.owner_library import Owned, Texts
from assistant.language.owners import OwnerBook, OwnerMatch
from assistant.language.periods import PeriodMatch, follows, periods_of
from assistant.language.pointing import without_pointing
from assistant.language.spelling import Speller
from assistant.language.twins import ALONE, Paper, name_in, of_one_scope, paper_of, scope_said
from assistant.language.units import wanted_unit_of
from assistant.question import Ask, Claim, Known, Operation, Question, Slot
from corpus.figure import Measure
from corpus.vocabulary import lines_of, rows_of
from index.segment import words


class Dated(Owned, Protocol):
    """A document with its owner and its year."""

    @property
    def fiscal_year(self) -> int | None: ...


@dataclass(frozen=True, slots=True)
class Reader:
    """What the library contributes to understanding: its owners, names and years.

    latest: the newest fiscal year of all; years: fiscal year by document id; papers: what tells
    each document from its twin; names: of everything that has a number.
    """

    owners: OwnerBook
    speller: Speller
    latest: int | None
    years: Mapping[str, int] = field(default_factory=dict)
    papers: Mapping[str, Paper] = field(default_factory=dict)
    names: frozenset[str] = frozenset()

    @classmethod
    def of(
        cls,
        documents: Sequence[Dated],
        texts: Texts,
        names: Collection[str],
    ) -> Reader:
        """Prepare a library of these documents and texts."""
        owners = OwnerBook.of(documents, texts)
        terms = {*names, *(name for pair in aliases() for name in pair)}
        near = dict.fromkeys((*terms, *lines_of("segment_words.tsv")), 0) | owners.near_names()
        years = {d.id: d.fiscal_year for d in documents if d.fiscal_year}
        papers = {d.id: paper_of(d.owner, d.kind, d.fiscal_year) for d in documents}
        latest = max(years.values(), default=None)
        speller = Speller(terms, owners.printed, near)
        return cls(owners, speller, latest, years, papers, frozenset(names))

    def newest(self, documents: Sequence[str]) -> int | None:
        """Return the newest year of the documents, of the library where they have none."""
        return max((self.years[id] for id in documents if id in self.years), default=self.latest)


def understand(text: str, history: Sequence[str], reader: Reader) -> Question:
    """Return what ``text`` means after the earlier turns of ``history`` (oldest first)."""
    previous: Question | None = None
    for turn in history:
        previous = _read(turn, previous, reader)
    return _of_papers(_of_one_scope(_read(text, previous, reader), reader), reader)


def _read(text: str, previous: Question | None, reader: Reader) -> Question:
    corrected, notes = reader.speller.correct(with_whole_codes(text.strip()))
    whole, corrected = corrected, _plain(corrected, reader)
    owners = _owners_in(corrected, reader.owners)
    scope = scope_said(whole, [m.text for m in owners.mentions])
    latest = _latest(owners, previous, reader)
    periods = _targets(periods_of(owners.rest, latest=latest))
    if len(set(periods.bases)) == 1:
        periods = replace(periods, rest=without_where(periods.rest))
    claims = claims_in(periods.rest, compared=_compares(periods))
    asks, without_asks = asks_of(periods.rest, claims)
    operation, without_cue = operation_of(_without(periods.rest, claims), without_asks)
    if len(owners.owners) < 2:
        operation = _of_claims(operation, claims, asks)
    subject = content_of(without_cue)
    question = Question(
        text=text,
        corrected=corrected,
        operation=operation,
        asks=asks,
        subject=_joined(subject, *_quoted_with_owner(corrected, owners)),
        inherited="",
        owners=owners,
        owner_slot=Slot(" ".join(m.text for m in owners.mentions), Known.STATED),
        periods=_with_claims(periods, claims),
        period_slot=Slot(" ".join(m.text for m in periods.mentions), Known.STATED),
        wanted_unit=wanted_unit_of(periods.rest),
        claims=claims,
        fund=fund_asked(subject),
        carry=carry_of(periods.rest),
        scope=scope,
        notes=(*notes, *filter(None, [owners.note]), *_counted_from(periods, latest, previous)),
        seen_years=periods.years,
    )
    return inherit(question, previous) if previous else question


def _plain(text: str, reader: Reader) -> str:
    """Return the text in the words of documents; a body by itself is asked for its duties."""
    bare = without_duties(text)
    if bare != text:
        owners = _owners_in(bare, reader.owners)
        if not content_of(periods_of(owners.rest, latest=None).rest):
            text = asking_duties(text)
    text = _all_money(text, reader)
    return taken_apart(in_plain_words(text), reader.names)


def _all_money(text: str, reader: Reader) -> str:
    """Return the text with what tables call all spending, where only a body is named with it."""
    bare, asked = asking_all_money(text)
    owners = _owners_in(bare, reader.owners)
    names_more = content_of(periods_of(owners.rest, latest=None).rest)
    return text if names_more or not owners.owners else asked


def _latest(owners: OwnerMatch, previous: Question | None, reader: Reader) -> int | None:
    """Return the year from which relative words count: of the turn before, else the newest."""
    if previous and previous.periods.years and follows(owners.rest):
        return max(previous.periods.years)
    inherits = previous is not None and owners.status == "none"
    documents = previous.owners.documents if previous and inherits else owners.documents
    return reader.newest(documents)


def _counted_from(
    periods: PeriodMatch, latest: int | None, previous: Question | None
) -> Iterator[str]:
    """Say from which year 今年 and 近三年 were counted, where no year is stated."""
    if previous and latest in previous.periods.years:
        return
    counted = bool(periods.years) and (periods.kind == "recent" or bool(periods.relative))
    if counted and latest and not any(m.text[:1].isdigit() for m in periods.mentions):
        words = "、".join(m.text.strip() for m in periods.mentions)
        yield f"「{words}」从所查单位最新的{latest}年算起"


# -- statements to be confirmed --------------------------------------------------------------


def _compares(periods: PeriodMatch) -> bool:
    return periods.against_previous or periods.against is not None or len(periods.years) > 1


def _of_claims(operation: Operation, claims: Sequence[Claim], asks: Sequence[Ask]) -> Operation:
    """A claim about one number is settled by looking it up, one of a direction by comparing."""
    if operation not in (Operation.COMPARE, Operation.LOOKUP):
        return operation
    if any(claim.value is not None for claim in claims):
        return Operation.LOOKUP
    return Operation.COMPARE if claims and not asks else operation


def _with_claims(periods: PeriodMatch, claims: Sequence[Claim]) -> PeriodMatch:
    """Take the claims into account: what is claimed to be equal is no number that is given.

    A direction is claimed against the year before unless another year is named.
    """
    equal = [claim for claim in claims if claim.relation == "=" and claim.value is not None]
    turns = any(claim.value is None for claim in claims)
    turns = turns and len(periods.years) < 2 and len(periods.bases) < 2
    before = [year - 1 for year in periods.years]
    is_last = periods.against is None or not before or periods.against[0] in before
    against = periods.against_previous or (turns and is_last)
    return replace(periods, rest=_without(periods.rest, equal), against_previous=against)


def _without(text: str, claims: Sequence[Claim]) -> str:
    for start, end in (claim.span for claim in claims):
        text = text[:start] + " " * (end - start) + text[end:]
    return text


PARTICLES = re.compile(r"[呢吗吧啊呀？?！!。]+$")  # 「财政局呢」 names 财政局
BASIS_ONLY = re.compile(r"(?:年初|调整)?(?:预算|决算|执行)数?|实际")


def _owners_in(text: str, book: OwnerBook) -> OwnerMatch:
    """Resolve the owners of a text without its closing particles; ``rest`` keeps them."""
    match = book.resolve(without_pointing(PARTICLES.sub(_spaces, text)))
    end = len(PARTICLES.sub("", text))
    return replace(match, rest=match.rest[:end] + text[end:])


def _of_one_scope(question: Question, reader: Reader) -> Question:
    """Keep one of the two papers of a body: of the 部门, of the 单位 where it alone is meant."""
    owners, kept, notes = question.owners, set[str](), list[str]()
    names = {name: name for name in owners.owners}
    years = () if question.operation is Operation.DIFFERENCE else question.periods.years
    for body in (b for b in reader.owners.bodies if b.name in owners.owners):
        documents, taken = of_one_scope(body.documents, question.scope, years, reader.papers)
        kept |= set(documents)
        if taken:
            names[body.name] = name_in(body.spellings, taken)
        if taken == ALONE and question.scope != taken:
            notes.append(f"库中没有「{body.name}」该年度的部门文件，按单位本级的文件回答")
    if not kept:
        return question
    documents = tuple(d for d in owners.documents if d in kept)
    owners = replace(owners, owners=tuple(names.values()), documents=documents)
    return replace(question, owners=owners, notes=(*question.notes, *notes))


def _of_papers(question: Question, reader: Reader) -> Question:
    """Take the year of 「2024年公开材料里的编制」 for the paper's: what it counts may be older."""
    years, held = question.periods.years, question.owners.documents
    counts = any(word in question.subject for word in lines_of("stock_words.tsv"))
    if len(years) != 1 or not counts or not names_paper(question.text):
        return question
    papers = tuple(d for d in held if reader.years.get(d) == years[0])
    if not papers:
        return question
    owners, periods = question.owners, replace(question.periods, years=())
    return replace(question, owners=replace(owners, documents=papers), periods=periods)


def _spaces(match: re.Match[str]) -> str:
    return " " * len(match[0])


def _targets(periods: PeriodMatch) -> PeriodMatch:
    """Keep the year that 「上一年度」 points to, not the one that it is counted from."""
    stated = [m for m in periods.mentions if m.text not in periods.relative]
    if not periods.relative or not stated or periods.base is None or len(periods.years) != 2:
        return periods
    years = tuple(y for y in periods.years if y != periods.base)
    return replace(periods, years=years, kind="one") if len(years) == 1 else periods


QUOTED = re.compile(r"[“\"「『]([^”\"」』]{2,30})[”\"」』]")


def _quoted_with_owner(text: str, owners: OwnerMatch) -> Iterator[str]:
    """Yield quoted names that hold an owner's name: the owner is part of what is named."""
    for match in QUOTED.finditer(text):
        if any(match.start() < m.start < match.end() for m in owners.mentions):
            yield match[1]


def inherit(question: Question, previous: Question) -> Question:
    """Fill what a follow-up leaves out from the turn before it."""
    changes: dict[str, Any] = {"seen_years": (*previous.seen_years, *question.periods.years)}
    if question.owners.status == "none" and previous.owners.status != "none":
        changes["owners"] = previous.owners
        changes["scope"] = question.scope or previous.scope
        changes["owner_slot"] = replace(previous.owner_slot, known=Known.INHERITED)
    years = _inherited_years(question, previous)
    keeps_stage = not question.asks or (_asks_change(question) and not question.subject)
    if not question.periods.bases and keeps_stage and previous.periods.bases:
        basis, bases = previous.periods.basis, previous.periods.bases
        question = replace(question, periods=replace(question.periods, basis=basis, bases=bases))
    if years:
        basis = question.periods.basis or previous.periods.basis
        changes["periods"] = replace(
            question.periods, years=years, kind="several" if len(years) > 1 else "one", basis=basis
        )
        changes["period_slot"] = replace(previous.period_slot, known=Known.INHERITED)
    if BASIS_ONLY.fullmatch(question.subject):  # 「那预算呢」 asks for another basis only
        changes["subject"] = ""
    changes["inherited"] = _joined(previous.subject, previous.inherited)
    if not question.asks and question.operation is Operation.LOOKUP:
        changes["operation"] = previous.operation
        stage = question.periods.basis if question.periods.bases else None
        changes["asks"] = tuple(
            replace(ask, words="", basis=stage or ask.basis)
            for ask in previous.asks
            if not ask.measures
        )
    return replace(question, **changes)


def _inherited_years(question: Question, previous: Question) -> tuple[int, ...]:
    """Return the years of earlier turns that this one means, () when it states its own."""
    if question.periods.years:
        return ()
    seen = tuple(dict.fromkeys(previous.seen_years))
    if question.periods.count:  # 这两年: the years spoken of last
        return seen[-question.periods.count :]
    if _is_change(question) and len(seen) > 1 and len(previous.periods.years) == 1:
        return seen[-2:]  # 「降了百分之几」 after two years: from the one to the other
    return previous.periods.years


def _is_change(question: Question) -> bool:
    """Tell whether a turn of its own asks only how much something changed."""
    is_told = question.subject or question.periods.against_previous
    return _asks_change(question) and not is_told


def _asks_change(question: Question) -> bool:
    return any({Measure.CHANGE, Measure.GROWTH} & set(ask.measures) for ask in question.asks)


def _joined(*texts: str) -> str:
    return BLANK.join(filter(None, texts))


# -- what has to be done, and with what ---------------------------------------------------


@cache
def operation_patterns() -> tuple[tuple[Operation, re.Pattern[str]], ...]:
    """Return the rows of ``question_words.tsv`` in order."""
    rows = rows_of("question_words.tsv", columns=2)
    return tuple((Operation(name), re.compile(pattern)) for name, pattern in rows)


def operation_of(text: str, without_asks: str) -> tuple[Operation, str]:
    """Return the operation that the words name, and ``without_asks`` without those words."""
    for operation, pattern in operation_patterns():
        match = pattern.search(text)
        if not match:
            continue
        kept = without_asks[: match.start()] + _cue_blanked(without_asks, match)
        return operation, kept + without_asks[match.end() :]
    return Operation.LOOKUP, without_asks


def _cue_blanked(text: str, match: re.Match[str]) -> str:
    """Blank a short cue; a long match spans content, which is kept."""
    words = text[match.start() : match.end()]
    return BLANK * len(words) if len(words) <= 6 else words


@cache
def fillers() -> frozenset[str]:
    """Return the words that name nothing."""
    return frozenset(lines_of("question_fillers.tsv"))


def content_of(text: str) -> str:
    """Return the words of a question that may name something in a document."""
    runs = (_named_words(run) for run in re.split(r"[|\s，。？?！!、；;：:]+", text))
    return re.sub(r"\|+", BLANK, BLANK.join(runs)).strip(BLANK)


def _named_words(run: str) -> str:
    """Return a run without its fillers; names of items that hold some (养老钱) stay whole."""
    pieces = _names_with_fillers().split(run)
    return "".join(
        piece if at % 2 else "".join(BLANK if word in fillers() else word for word in words(piece))
        for at, piece in enumerate(pieces)
    )


@cache
def _names_with_fillers() -> re.Pattern[str]:
    names = (name for name, _ in aliases() if len(name) > 2)
    torn = (re.escape(name) for name in names if not fillers().isdisjoint(words(name)))
    return re.compile(f"({'|'.join(torn)})")


def content_of_ask(ask: Ask) -> str:
    """Return the content of an ask's own words."""
    return content_of(ask.words)


__all__ = ["OwnerMatch", "Reader", "content_of", "content_of_ask", "understand"]
