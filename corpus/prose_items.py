"""Resolves what each number of a passage is about, sentence after sentence.

A number with its own noun names its item; one without inherits it from the amount that governs
the sentence, the paragraph or the section. 「其中」 opens a group whose members carry the total
in their path. ``Thread`` is the memory of that walk.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from corpus.clauses import Mention, Prose
from corpus.document import RowKind
from corpus.figure import Item, Measure
from corpus.prose_measure import Reading
from corpus.prose_subject import Subject, chain_of, counted_noun, subject_of
from corpus.quantity import UnitKind
from corpus.vocabulary import lines_of

DERIVED = (Measure.CHANGE, Measure.GROWTH, Measure.SHARE)
GROUP = re.compile(r"其中|分别(?:是|为)|包括[:：]|(?:如下|明细)[:：]")
AMONG = re.compile(
    r"^(?P<whole>.{2,}?(?:单位|人员|收入|支出|经费|资金|资产|费用|总额|预算))中[，,]?(?P<part>.*)$"
)
CAUSE = re.compile(r"原因|由于|因为")
SELF_NAMED = re.compile(r"^\s*(?:(?:19|20)\d{2}\s*年|本年|截[至止]|[23]\d{4,6}\s*[一-鿿])")
TOTAL_WORDS = re.compile(r"(?:合计|总计|共计|小计)(?:支出|为|是)?$")
PAID = re.compile(r"^[一-鿿]{0,12}?(?:补助金?|补贴|津贴|奖励金?)")
BUDGET_WORD = re.compile(r"预算|决算|执行")


@dataclass(slots=True)
class Group:
    """An open 「其中」: its members' path, and the sentence (or paragraph) where it ends."""

    path: tuple[str, ...]
    end: int


@dataclass(slots=True)
class Thread:
    """What the walk remembers. ``topic`` is the section's path, ``inherited`` its last lead."""

    owner: str
    topic: tuple[str, ...]
    inherited: Item | None = None
    lead_in: tuple[str, ...] = ()
    is_part: bool = False  # the lead-in ended with 其中：
    lead: Item | None = None
    governor: Item | None = None
    governor_start: int = 0
    sentence: tuple[int, int] = (-1, -1)
    sentence_lead: Item | None = None
    last: Item | None = None
    last_end: int = 0
    group: Group | None = None
    segment_subject: tuple[int, str] = field(default=(-1, ""))


def item_of(mention: Mention, reading: Reading, prose: Prose, thread: Thread) -> Item:
    """Return the item of the next number of the passage and remember it in ``thread``."""
    _enter_sentence(mention, prose, thread)
    _open_group(mention, prose, thread)
    words, whole = _among(reading.words)
    if whole and thread.group is None:
        thread.group = Group((whole,), mention.sentence[1])
    subject = _subject(words, mention, reading, prose, thread)
    item = _own(subject, mention, prose, thread) if subject.is_own else None
    if item is None:
        item = _inherited(subject, mention, reading, prose, thread)
    _remember(item, subject, mention, reading, prose, thread)
    return item


def _enter_sentence(mention: Mention, prose: Prose, thread: Thread) -> None:
    if mention.sentence == thread.sentence:
        return
    if thread.sentence[0] >= 0:
        thread.governor = thread.sentence_lead or thread.lead
    thread.sentence, thread.sentence_lead = mention.sentence, None
    if thread.group and mention.number.start >= thread.group.end:
        thread.group = None


def _open_group(mention: Mention, prose: Prose, thread: Thread) -> None:
    between = prose.text[max(thread.last_end, mention.sentence[0]) : mention.number.start]
    if thread.last is not None and thread.last_end and re.match(r"\s*[：:]", between):
        thread.group = Group((*thread.last.path, thread.last.name), len(prose.text))
    elif thread.last is not None and GROUP.search(between) and thread.last_end > mention.sentence[0]:
        thread.group = Group((*thread.last.path, thread.last.name), mention.sentence[1])
    elif match := re.search(r"(?:^|[，,。；;])([^，,。；;]{2,30}?)中[，,]", between):
        whole = subject_of(match[1], thread.owner)
        if whole.is_own and AMONG.match(match[1] + "中"):
            thread.group = Group((whole.name,), mention.sentence[1])


def _among(words: str) -> tuple[str, str]:
    """Split 「行政单位中参公单位」 into (the part, the whole)."""
    match = AMONG.match(words)
    if not match or len(match["part"]) < 2 or match["part"][0] in "小央间心期":
        return words, ""
    return match["part"], match["whole"]


def _subject(
    words: str, mention: Mention, reading: Reading, prose: Prose, thread: Thread
) -> Subject:
    kind = mention.number.quantity.unit.kind
    subject = subject_of(words, thread.owner)
    if reading.measure in DERIVED or reading.is_base:
        return replace(subject, is_poor=True) if reading.is_base else subject
    if kind is UnitKind.COUNT and (noun := _counted(mention, subject)):
        return noun
    paid = PAID.match(mention.tail)
    if paid and kind in (UnitKind.MONEY, UnitKind.STANDARD) and reading.comparator == "":
        if not subject.is_own or reading.measure is Measure.STANDARD:
            return Subject(paid[0], is_poor=len(paid[0]) < 3)
    if subject.name in lines_of("attribute_words.tsv") and thread.governor:
        return Subject(thread.governor.name + subject.name)
    return subject


def _counted(mention: Mention, subject: Subject) -> Subject | None:
    noun = counted_noun(mention.tail)
    if noun:
        cleaned = subject_of(noun, "")
        return cleaned if cleaned.is_own else None
    is_people = mention.number.quantity.unit.base == "人"
    if is_people and not subject.is_own and re.match(r"[一-鿿]{3}", mention.tail):
        return Subject(mention.tail[:20] + "人数")
    return None


def _own(subject: Subject, mention: Mention, prose: Prose, thread: Thread) -> Item:
    path, role = _place(mention, prose, thread)
    if subject.code or (SELF_NAMED.match(prose.text) and thread.lead is None and not thread.group):
        path = thread.lead_in if not thread.is_part else path
        path = () if not thread.lead_in else path
    if subject.path:
        path = subject.path
    return Item(subject.name, subject.code, _apart(path, subject.name), role)


def _place(mention: Mention, prose: Prose, thread: Thread) -> tuple[tuple[str, ...], RowKind]:
    """Return the path and the role that the place in the text gives to a named number."""
    if thread.group:
        path, role = thread.group.path, RowKind.OF_WHICH
        start, name = thread.segment_subject
        if start == mention.segment[0] and mention.number.quantity.unit.kind is UnitKind.MONEY:
            path = (*path, name)
        return path, role
    if thread.lead_in:
        return thread.lead_in, RowKind.OF_WHICH if thread.is_part else RowKind.DETAIL
    return thread.topic, RowKind.DETAIL


def _inherited(
    subject: Subject, mention: Mention, reading: Reading, prose: Prose, thread: Thread
) -> Item:
    if reading.measure not in DERIVED and (named := _before_colon(mention, prose, thread)):
        return named
    item = _governing(subject, mention, reading, thread)
    if item is None and (words := _clause_before(mention, prose, thread)):
        item = Item(words, path=_apart(thread.topic, words))
    if item is None:
        item = _topical(subject, thread)
    if TOTAL_WORDS.search(mention.head):
        return replace(item, role=RowKind.TOTAL)
    return item


def _governing(
    subject: Subject, mention: Mention, reading: Reading, thread: Thread
) -> Item | None:
    kind = mention.number.quantity.unit.kind
    if reading.measure in DERIVED or reading.is_base:
        return thread.governor or thread.lead or thread.inherited
    if kind is UnitKind.STANDARD or (kind is UnitKind.MONEY and BUDGET_WORD.search(mention.head)):
        return thread.lead or (None if thread.topic else thread.inherited)
    if kind is UnitKind.MONEY and thread.governor and thread.sentence_lead:
        return thread.governor
    if kind is UnitKind.COUNT or kind is UnitKind.MONEY:
        return None
    return thread.governor


def _topical(subject: Subject, thread: Thread) -> Item:
    where = thread.lead_in or thread.topic
    if where:
        return Item(where[-1], path=where[:-1])
    if thread.inherited is not None:
        return thread.inherited
    return Item(subject.name or "金额")


def _before_colon(mention: Mention, prose: Prose, thread: Thread) -> Item | None:
    """Return the item printed before the colon or in the sentence before: 「…（项）：预算数为」."""
    before = prose.text[mention.sentence[0] : mention.head_start]
    parts = re.split(r"[：:]", before)
    if len(parts) > 1 and not any(
        mention.sentence[0] <= n.start < mention.head_start for n in prose.numbers
    ):
        subject = subject_of(re.split(r"[，,；;]", parts[-2])[-1], thread.owner)
        if subject.is_own and len(subject.name) <= 40:
            path = subject.path or _apart(thread.topic, subject.name)
            return Item(subject.name, subject.code, path)
    chain = chain_of(prose.text[: mention.head_start]) if "（项）" in prose.text or "(项)" in prose.text else None
    if chain:
        return Item(chain.name, chain.code, chain.path)
    return None


def _clause_before(mention: Mention, prose: Prose, thread: Thread) -> str:
    """Return what the clause before ends with, where it holds an unnamed number's noun."""
    before = prose.text[mention.sentence[0] : mention.clause_start].rstrip("，,：: ")
    clause = re.split(r"[，,；;：:]", before)[-1]
    numbers = [n.end for n in prose.numbers if mention.sentence[0] <= n.start < mention.clause_start]
    if numbers:
        start = max(numbers)
        clause = prose.text[start : mention.clause_start].strip("，,：: ")
        clause = re.split(r"[，,；;：:]", clause)[-1]
    subject = subject_of(re.sub(r"^.*?(?:进行了?|办理了?|完成了?)", "", clause), thread.owner)
    return subject.name if subject.is_own and 2 < len(subject.name) <= 30 else ""


def _remember(
    item: Item, subject: Subject, mention: Mention, reading: Reading, prose: Prose, thread: Thread
) -> None:
    thread.last, thread.last_end = item, mention.number.end
    in_cause = CAUSE.search(prose.text[mention.segment[0] : mention.number.start])
    if reading.is_base or in_cause or _is_in_brackets(mention, prose):
        return
    if subject.is_own and subject.name.endswith(lines_of("attribute_words.tsv")):
        return
    if reading.measure in (Measure.AMOUNT, Measure.COUNT) or subject.is_own:
        thread.governor, thread.governor_start = item, mention.head_start
        thread.sentence_lead = thread.sentence_lead or item
        is_first = thread.segment_subject[0] != mention.segment[0]
        if subject.is_own and reading.measure is Measure.COUNT and is_first:
            thread.segment_subject = (mention.segment[0], item.name)
        elif is_first:
            thread.segment_subject = (-1, "")
    is_money = mention.number.quantity.unit.kind is UnitKind.MONEY
    if thread.lead is None and is_money and reading.measure in (Measure.AMOUNT, *DERIVED):
        thread.lead = item


def _is_in_brackets(mention: Mention, prose: Prose) -> bool:
    return prose.text[max(0, mention.clause_start - 1) : mention.clause_start] in ("（", "(")


def _apart(path: tuple[str, ...], name: str) -> tuple[str, ...]:
    """Return the path without the item's own name."""
    return tuple(part for part in path if part != name)
