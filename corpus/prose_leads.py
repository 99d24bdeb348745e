"""What a lead-in such as 「截至…，基本情况如下：」 gives to the paragraphs that it governs."""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.clauses import Prose
from corpus.document import Document, RowKind
from corpus.passages import Passage, is_salutation
from corpus.prose_groups import Thread
from corpus.prose_subject import subject_of
from corpus.prose_topics import title_topic

ONLY_LEAD_IN = re.compile(r"\s*(?:其中|包括|(?:具体)?(?:情况)?如下|分别[为是])?[：:，,]?\s*")
LIST_MARKS = tuple(
    re.compile(mark)
    for mark in (
        r"\s*[一二三四五六七八九十]+、",
        r"\s*[（(][一二三四五六七八九十]+[）)]",
        r"\s*\d{1,2}[.．、](?!\d)",
        r"\s*[（(]\d{1,2}[）)]|\s*[①-⑳]",
    )
)


@dataclass(slots=True)
class LeadIn:
    """A paragraph such as 「截至…，基本情况如下：」 that governs those after it in its section."""

    section: int
    path: tuple[str, ...]
    year: int | None
    is_part: bool
    rank: int  # of its list mark: a mark as high ends it


def led(lead_in: LeadIn, passage: Passage, document: Document, owner: str) -> tuple[str, ...]:
    """Return what a lead-in gives, and the heading that stands between it and the passage."""
    section = document.sections[passage.section] if document.sections else None
    if section is None or section.index == lead_in.section or passage.is_heading:
        return lead_in.path
    heading = title_topic(section.title, owner)
    is_new = heading and heading not in lead_in.path
    return (*lead_in.path, heading) if lead_in.path and is_new else lead_in.path


def rank_of(text: str) -> int:
    """Return how deep a paragraph's list mark stands, 0 without one."""
    return next((n for n, mark in enumerate(LIST_MARKS, start=1) if mark.match(text)), 0)


def lead_path(passage: Passage, prose: Prose, thread: Thread, *, is_part: bool) -> tuple[str, ...]:
    """Return what the paragraphs after a lead-in belong to: its amount, or its topic."""
    total = thread.sentence_lead
    if total is not None and ONLY_LEAD_IN.fullmatch(prose.text[thread.sentence[1] :]):
        is_one_of_parts = thread.group is not None and total.role is RowKind.OF_WHICH
        return total.path if is_one_of_parts and not is_part else (*total.path, total.name)
    name = "" if passage.is_heading else _lead_words(prose, thread.owner)
    return (*(part for part in thread.topic if part != name), name) if name else ()


def _lead_words(prose: Prose, owner: str) -> str:
    words = re.sub(r"[：:，,]?(?:其中)?[：:，,]?\s*$", "", prose.text)
    clause = re.split(r"[，,。；;]", words)[-1]
    start = prose.text.find(clause)
    words = prose.without_dates(start, start + len(clause))
    words = re.sub(
        r"(?:具体|变动|基本|总体|主要)*(?:情况|内容)(?:公布|公开|报告|说明)?(?:如下|为)?$"
        r"|如下$|主要用于$",
        "",
        words,
    )
    subject = subject_of(words, owner)
    is_told = subject.is_own and not is_salutation(subject.name)
    return subject.name if is_told and len(subject.name) <= 30 else ""


def is_within(section: int, outer: int, document: Document) -> bool:
    """Tell whether a section is another, or stands somewhere below it."""
    current: int | None = section
    while current is not None:
        if current == outer:
            return True
        current = document.sections[current].parent if document.sections else None
    return False
