"""Assistant.ask: understand, plan, look up, compute, write - the five calls in a row."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import lru_cache, partial
from pathlib import Path
from threading import Lock

from assistant.answer import Answer, Reason
from assistant.compute import Value
from assistant.corroboration import with_witnesses
from assistant.desk import Desk
from assistant.disagreements import with_disagreement
from assistant.doubt import doubts
from assistant.draft import Draft, refusal
from assistant.itemised import itemised
from assistant.language.enumerated import enumerated_in, joins
from assistant.language.phrases import without_stage
from assistant.language.printed_texts import texts_of
from assistant.language.several import parts_of
from assistant.lookup.evidence import Searcher
from assistant.lookup.facts import Facts
from assistant.operations.across import (
    across_owners,
    across_years,
    previous_year,
    with_computed_changes,
)
from assistant.operations.against_plan import against_plan, with_like_stages
from assistant.operations.earlier import reference_in, with_earlier
from assistant.operations.groups import count_group, group_sum, rank
from assistant.operations.listing import listing
from assistant.operations.parts import difference, share, sum_of_parts
from assistant.operations.printed import ANYTHING, printed, printed_change
from assistant.operations.ratios import ratio
from assistant.operations.series import series
from assistant.operations.statements import definition, named_section, statements
from assistant.operations.titled import titled
from assistant.plan import Plan, Step, make_plan
from assistant.question import Operation, Question
from assistant.scope import documents_of, owner_refusal, scope_refusal
from assistant.settle import Settled, settled
from assistant.stages import with_other_stage
from assistant.suggest import examples, follow_ups
from assistant.terms import with_hints
from assistant.together import Part, answered_with, together
from assistant.told import told
from assistant.understand import Reader, understand
from assistant.variations import Variation, variations
from assistant.verdict import confirmed
from assistant.writing import timed, write
from corpus.figure import Source
from corpus.library import Library
from index.encoder import Encoder
from index.figure_names import FigureNames
from index.hybrid import PassageIndex

TURNS_READ = 500  # turns that are kept as understood: each is looked at several times
TURNS_KEPT = 2  # earlier turns whose values a follow-up may compute with
LEANING = frozenset({Operation.SHARE, Operation.RATIO})  # 「乙呢」 after a share shares its whole
Earlier = tuple[tuple[Value, ...], ...]
LONGEST_QUESTION = 1000  # characters; longer input is text to be searched, not a question


def refuse_opinion(desk: Desk) -> Draft | None:
    """Refuse to judge or to chat: the documents state facts, they do not weigh them."""
    lead = "评价、判断和闲谈不在公开文件的范围内：文件只陈述事实，本系统不作评价。"
    lead += "可以改问具体的金额、变化或原文说明。"
    return refusal(Reason.OUT_OF_SCOPE, lead)


def refuse_supposed(desk: Desk) -> Draft | None:
    """Refuse to apply a rule to a case that the question makes up."""
    lead = "问题假设了一个具体情形，要按规定的标准代入计算。"
    lead += "文件中的规定可能另有条件（分档、上限、保底），本系统只引用原文和已公布的数字，"
    lead += "不代为套用。可以改问规定的标准、比例或上限是多少。"
    return refusal(Reason.OUT_OF_SCOPE, lead)


COMPUTED = frozenset(Step) - {
    Step.REFUSE_OPINION,
    Step.REFUSE_SUPPOSED,
    Step.STATEMENTS,
    Step.LISTING,
    Step.DEFINITION,
    Step.VALUE_AND_CHANGE,
    Step.PRINTED,  # lists years and owners by itself
    Step.ACROSS_OWNERS,
    Step.SECTION,
    Step.TITLED,
}
OPERATIONS: dict[Step, Callable[[Desk], Draft | None]] = {
    Step.REFUSE_OPINION: refuse_opinion,
    Step.REFUSE_SUPPOSED: refuse_supposed,
    Step.STATEMENTS: statements,
    Step.SECTION: named_section,
    Step.TITLED: titled,
    Step.LISTING: listing,
    Step.DEFINITION: definition,
    Step.PRINTED: printed,
    Step.PRINTED_CHANGE: printed_change,
    Step.SERIES: series,
    Step.ACROSS_YEARS: across_years,
    Step.ACROSS_OWNERS: across_owners,
    Step.VALUE_AND_CHANGE: with_computed_changes,
    Step.PREVIOUS_YEAR: previous_year,
    Step.SHARE: share,
    Step.RATIO: ratio,
    Step.SUM: sum_of_parts,
    Step.GROUP_SUM: group_sum,
    Step.RANK: rank,
    Step.COUNT_GROUP: count_group,
    Step.DIFFERENCE: difference,
    Step.AGAINST_PLAN: against_plan,
}


class Assistant:
    """Answers questions over one library. Safe to share between threads for reading."""

    def __init__(self, library: Library, home: Path, encoder: Encoder | None = None) -> None:
        self.library = library
        self._home = home
        self._encoder = encoder
        self._loading = Lock()
        self._load()

    @classmethod
    def open(cls, home: Path, encoder: Encoder | None = None) -> Assistant:
        """Open the library in ``home``; raises ``LibraryError`` when there is none."""
        return cls(Library.open(home), home, encoder)

    def _load(self) -> None:
        facts = Facts.of(self.library, self._home)
        names, self._passages = self._indexes()
        self._searcher = Searcher(facts, names)
        documents = list(facts.documents.values())
        texts = texts_of(self.library, self._home, documents)
        reader = Reader.of(documents, texts, facts.names)
        self._understood = lru_cache(TURNS_READ)(partial(understand, reader=reader))

    def _indexes(self) -> tuple[FigureNames, PassageIndex]:
        return (
            FigureNames.open(self.library, self._home, self._encoder),
            PassageIndex.open(self.library, self._home, self._encoder),
        )

    def passages(self) -> PassageIndex:
        """Return the search for passages over the library as it is now."""
        self._reload_if_changed()
        return self._passages

    def ask(self, question: str, history: Sequence[str] = ()) -> Answer:
        """Answer one question after the earlier turns of a conversation, oldest first."""
        started = time.perf_counter()
        self._reload_if_changed()
        answer = self._answer(question, history)
        return timed(answer, (time.perf_counter() - started) * 1000)

    def _answer(self, text: str, history: Sequence[str]) -> Answer:
        facts = self._searcher.facts
        if not text.strip() or len(text) > LONGEST_QUESTION:
            lead = f"请输入一个问题（最多 {LONGEST_QUESTION} 字）。"
            return write(refusal(Reason.OUT_OF_SCOPE, lead), facts.documents)
        draft = with_hints(self._drafted(text, tuple(history)), history)
        if len(draft.values) == 1 and draft.reason is None:
            draft = replace(draft, suggestions=tuple(follow_ups(draft.values[0], facts)))
        return write(draft.assuming(*doubts(draft, facts, self.library)), facts.documents)

    def _drafted(self, text: str, history: tuple[str, ...]) -> Draft:
        """Answer every question that a text is made of, each as a follow-up of the one before."""
        parts = parts_of(text, lambda part: self._understood(part, history))
        earlier = self._earlier(text, history)
        told: list[Part] = []
        for part in parts:
            draft = self._part(part, history, earlier)
            told.append(Part(part, draft))
            history, earlier = (*history, part), (*earlier, answered_with(draft))
        return together(told)

    def _part(
        self, text: str, history: tuple[str, ...], earlier: Earlier, *, is_whole: bool = True
    ) -> Draft:
        """Answer one question; ``is_whole``: it is not one item of several."""
        facts = self._searcher.facts
        question = self._understood(text, history)
        near = tuple(v.figures[0].source for v in earlier[-1][:1] if v.figures) if earlier else ()
        desk = replace(self._desk(question, near or self._places(history)), earlier=earlier)
        draft = owner_refusal(question, facts) or with_earlier(desk)
        draft = with_disagreement(draft or self._planned(desk, history), desk)
        draft = with_other_stage(draft, desk, is_whole=is_whole)
        draft = with_like_stages(draft, desk)
        draft = replace(with_witnesses(draft, desk), unit=question.wanted_unit)
        return confirmed(question, draft).assuming(*question.notes)

    def _planned(self, desk: Desk, history: tuple[str, ...]) -> Draft:
        """Answer item by item where items are listed; else, or where one fails, by the plan."""
        draft = self._items(desk, history)
        if draft and draft.reason is None:
            return draft
        planned = _run(make_plan(desk.question), desk)
        computed = any(value.operands for value in planned.values)
        return planned if draft is None or computed else draft

    def _items(self, desk: Desk, history: tuple[str, ...]) -> Draft | None:
        """Answer every item of a list by a question of its own, None where none is listed."""
        text = desk.question.corrected
        names = desk.facts.named(desk.documents, lambda name: name in text and joins(name))
        listed = enumerated_in(desk.question, names, desk.facts.names.__contains__)
        if listed is None:
            return None
        parts = [
            Part(item.said, self._part(item.question, history, (), is_whole=False))
            for item in listed.items
        ]
        return itemised(desk, listed.way, parts)

    def _earlier(self, text: str, history: tuple[str, ...]) -> Earlier:
        """Return what the last turns were answered with, where the text leans on it."""
        question = self._understood(text, history)
        leans = question.operation in LEANING or reference_in(question.periods.rest)
        if not history or not leans:
            return ()
        turns = range(max(0, len(history) - TURNS_KEPT), len(history))
        return tuple(answered_with(self._drafted(history[at], history[:at])) for at in turns)

    def _desk(self, question: Question, near: tuple[Source, ...] = ()) -> Desk:
        return Desk(
            question=question,
            searcher=self._searcher,
            passages=self._passages,
            library=self.library,
            documents=documents_of(question, self._searcher.facts),
            near=near,
        )

    def _places(self, history: Sequence[str]) -> tuple[Source, ...]:
        """Return where the turn before is answered: a follow-up usually stays there."""
        if not history:
            return ()
        question = self._understood(history[-1], tuple(history[:-1]))
        finding = self._desk(question).first(question.asks[0] if question.asks else ANYTHING)
        return (finding.figure.source,) if finding else ()

    def understood(self, text: str, history: Sequence[str] = ()) -> Question:
        """Return what a question is understood as, for people who wonder why."""
        return self._understood(text, tuple(history))

    def told(self, text: str, history: Sequence[str] = ()) -> str:
        """Return in a few words what a question is understood as."""
        return told(self.understood(text, history))

    def variations(self, text: str, history: Sequence[str], answer: Answer) -> list[Variation]:
        """Return how a question could be asked for another year, body or stage; unproved."""
        return variations(self.understood(text, history), answer, self.library.documents())

    def examples(self) -> list[str]:
        """Return questions that the library, as it is now, can answer."""
        facts = self._searcher.facts
        is_current = self.library.revision == facts.revision
        return examples(facts if is_current else Facts.of(self.library, self._home))

    def warm(self) -> None:
        """Load what the first question would wait for: a changed library and the model."""
        self._reload_if_changed()
        self._searcher.warm()

    def _reload_if_changed(self) -> None:
        with self._loading:
            if self.library.revision != self._searcher.facts.revision:
                self._load()


def _run(plan: Plan, desk: Desk) -> Draft:
    """Try the steps of a plan in order; the first that answers wins, else the first refusal."""
    refused: Draft | None = None
    fixed: Settled | None = None
    for step in plan.steps:
        if step in COMPUTED:
            fixed = fixed or settled(_without_stage(desk))
            draft = fixed.asked_back or OPERATIONS[step](fixed.desk)
            draft = draft.assuming(*fixed.notes) if draft else None
        else:
            draft = OPERATIONS[step](desk)
        if draft is None:
            continue
        if draft.reason is None or step is not Step.PRINTED:
            return draft
        refused = refused or draft
    return refused or scope_refusal(desk)


def _without_stage(desk: Desk) -> Desk:
    """Name what is computed with by its noun alone: the stage is told by the periods."""
    question = desk.question
    subject, inherited = without_stage(question.subject), without_stage(question.inherited)
    return replace(desk, question=replace(question, subject=subject, inherited=inherited))
