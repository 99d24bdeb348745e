"""Remembers, along a passage, what governs the next number, and which 「其中」 is open."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from corpus.clauses import SEGMENT_END, SENTENCE_END, Mention, Prose, around, closes
from corpus.document import RowKind
from corpus.figure import Item, Measure
from corpus.prose_measure import Reading
from corpus.prose_subject import subject_of
from corpus.quantity import Quantity, UnitKind
from corpus.vocabulary import lines_of, rows_of

SIZES = frozenset((UnitKind.AREA, UnitKind.LENGTH, UnitKind.MASS))
PEOPLE = frozenset(("人", "名", "位"))
CAUSE = re.compile(r"原因|由于|因为")
OF_WHICH = re.compile(r"其中")
LISTED = re.compile(r"分别(?:是|为)|包括[:：]|(?:如下|明细)[:：]")
HOLDER = re.compile(r"(?:^|[，,。；;])\s*(?P<whole>[^，,。；;：:]{2,30}?)(?:主要)?(?:包括|为)[：:]")
AMONG = re.compile(
    r"^(?P<whole>.{2,}?(?:单位|人员|收入|支出|经费|资金|资产|费用|总额|预算|项目))中[，,]?(?P<part>.*)$"
)
WITHIN = re.compile(r"(?:^|[，,。；;])\s*(?P<whole>[^，,。；;]{2,60}?)中[，,]")
YEAR = re.compile(r"(?:19|20)\d{2}\s*年度?")
SELF_NAMED = re.compile(r"^\s*(?:(?:19|20)\d{2}\s*年|本年|截[至止]|[23]\d{4,6}\s*[一-鿿])")


@dataclass(slots=True)
class Group:
    """An open 「其中」: its members' path, and where it ends in the passage."""

    path: tuple[str, ...]
    end: int
    whole: Quantity | None = None
    outer: Group | None = None  # open again where a bracket's own 其中 ends

    def holds(self, quantity: Quantity, *, goes_on: bool) -> bool:
        """Tell whether a number can be a part; one too large or of another sort ends the list.

        ``goes_on``: no ； stands between it and the part before.
        """
        if self.whole is None:
            return True
        whole, part = self.whole.unit, quantity.unit
        if whole.base == part.base:
            return quantity.in_base <= self.whole.in_base
        kinds = {whole.kind, part.kind}
        if kinds == {UnitKind.COUNT}:
            return goes_on or {whole.name, part.name} <= PEOPLE
        return len(kinds) == 1 or not kinds <= SIZES

    def is_summed_by(self, quantity: Quantity) -> bool:
        """Tell whether 「合计」 at the end of the parts repeats their whole."""
        return self.whole is not None and self.whole.agrees_with(quantity)


@dataclass(slots=True)
class Thread:
    """What the walk remembers. ``topic`` is the section's path, ``inherited`` its last lead."""

    owner: str
    topic: tuple[str, ...]
    project: tuple[str, ...] = ()
    inherited: Item | None = None
    lead_in: tuple[str, ...] = ()
    is_part: bool = False  # the lead-in ended with 其中：
    lead: Item | None = None  # the passage's first amount
    governor: Item | None = None  # what a number without a noun is about
    governor_is_money: bool = False
    governor_start: int = 0
    parts: int = 0  # that the sentence has told so far
    outside: tuple[Item, int, bool] | None = None  # what governs outside brackets: as above
    sentence: tuple[int, int] = (-1, -1)
    sentence_lead: Item | None = None
    last: Item | None = None
    last_end: int = 0
    last_quantity: Quantity | None = None  # of an amount or a count
    last_plain_end: int = 0  # of an amount or a count
    last_tail: str = ""
    last_tail_end: str = ""
    last_in_cause: bool = False
    in_cause: bool = False
    after_cause: bool = False  # the sentence before told a reason
    rate: Item | None = None  # the last percentage: what percentage points are about
    ratio: Item | None = None  # what the rates of a list of conditions are taken of
    limit: Item | None = None  # what the ladder of bounds is about
    counted: tuple[int, str] = (-1, "")  # segment and name of the group's last count
    group: Group | None = None
    known: dict[str, Item] = field(default_factory=dict)
    sums: set[str] = field(default_factory=set)  # names of what has amounts of money
    last_sum: Item | None = None
    received: Item | None = None  # what the sentence says was received

    def govern(self, item: Item, start: int, *, is_money: bool) -> None:
        """Let an item govern the numbers without a noun that follow."""
        self.governor, self.governor_start, self.governor_is_money = item, start, is_money
        self.sentence_lead = self.sentence_lead or item
        self.parts += item.role is RowKind.OF_WHICH


def enter_sentence(mention: Mention, prose: Prose, thread: Thread) -> None:
    """Close what ends with a sentence when the next one begins."""
    if mention.sentence == thread.sentence:
        return
    if thread.sentence[0] >= 0:
        listed = thread.parts > 1 and thread.lead is not None
        thread.governor = thread.lead if listed else thread.sentence_lead or thread.lead
    thread.parts, thread.received = 0, None
    thread.after_cause = bool(CAUSE.search(prose.text[: mention.sentence[0]]))
    thread.sentence, thread.sentence_lead, thread.rate = mention.sentence, None, None
    _close_ended(mention, thread)


def leave_brackets(mention: Mention, prose: Prose, thread: Thread) -> None:
    """「用车费28万元（购置费0万元），较上年无增减」: it is the whole that did not change."""
    inside = closes(prose.bare[thread.governor_start : mention.number.start])
    if thread.outside and inside and thread.outside[1] >= mention.sentence[0]:
        thread.governor, thread.governor_start, thread.governor_is_money = thread.outside


def _close_ended(mention: Mention, thread: Thread) -> None:
    while thread.group and mention.number.start >= thread.group.end:
        thread.group = thread.group.outer


def open_group(mention: Mention, prose: Prose, thread: Thread) -> None:
    """Open a group where the words before the number announce parts of a whole."""
    _close_ended(mention, thread)
    start = max(thread.last_end, mention.sentence[0])
    between = prose.text[start : mention.number.start]
    in_sentence = thread.last_end > mention.sentence[0]
    segment_end = around(prose, mention.number.start, SENTENCE_END + SEGMENT_END)[1]
    if thread.last is not None and _is_opened(between, in_sentence):
        opener = thread.last if in_sentence else _opener(thread.last, mention, thread)
        end = mention.sentence[1] if OF_WHICH.search(between) else segment_end
        end = len(prose.text) if re.match(r"\s*[：:]", between) and in_sentence else end
        whole = thread.last_quantity if in_sentence else None
        path = (*opener.path, opener.name)
        if is_bracketed(mention, prose):
            thread.group = Group(path, _bracket_end(mention, prose), whole, thread.group)
        else:
            thread.group = Group(path, end, whole)
        return
    if in_sentence and _is_split_in_brackets(between, mention, thread):
        end = _bracket_end(mention, prose)
        path = (*thread.last.path, thread.last.name) if thread.last else ()
        thread.group = Group(path, end, thread.last_quantity, thread.group)
    starts = thread.last_end <= mention.segment[0]
    if starts and (announced := _announced(between, thread, in_sentence=in_sentence)):
        _hold(announced, mention, thread)


def _opener(last: Item, mention: Mention, thread: Thread) -> Item:
    """Return what the parts of a new sentence belong to: sums of money are parts of money."""
    opener = thread.governor or last
    is_money = mention.number.quantity.unit.kind is UnitKind.MONEY
    counted = opener.name not in thread.sums
    return thread.last_sum if is_money and counted and thread.last_sum else opener


def _is_split_in_brackets(between: str, mention: Mention, thread: Thread) -> bool:
    """「车辆7辆（公务用车3辆，」: what is counted alike right behind a number are its parts."""
    whole, part = thread.last_quantity, mention.number.quantity
    if whole is None or thread.last is None or whole.unit.base != part.unit.base:
        return False
    named = re.fullmatch(r"\s*[（(](?P<name>[^（()），,；;]{2,})", between)
    return named is not None and part.in_base <= whole.in_base


def _announced(between: str, thread: Thread, *, in_sentence: bool) -> str:
    """Return the whole that 「本年收入中，」 or 「收入预算包括：」 announces, or ""."""
    within = WITHIN.search(between)
    if within and AMONG.match(f"{within['whole']}中"):
        return within["whole"]
    holder = None if in_sentence else HOLDER.search(between)
    return holder["whole"] if holder and not thread.group else ""


def is_bracketed(mention: Mention, prose: Prose) -> bool:
    """Tell whether a number stands inside brackets that its sentence opened."""
    before = prose.bare[mention.sentence[0] : mention.number.start]
    return len(re.findall(r"[（(]", before)) > len(re.findall(r"[）)]", before))


def _bracket_end(mention: Mention, prose: Prose) -> int:
    close = re.search(r"[）)]", prose.bare[mention.number.end : mention.sentence[1]])
    return mention.number.end + close.end() if close else mention.sentence[1]


def leave_group(name: str, thread: Thread) -> None:
    """Close the group that a name can be no part of: 「编制9人，其中…；在职实有8人」."""
    while thread.group and thread.group.path and _is_no_part(name, thread.group.path[-1]):
        thread.group = thread.group.outer


def _is_no_part(name: str, whole: str) -> bool:
    return any(
        word in whole and word not in name and any(other in name for other in others.split("|"))
        for word, others in rows_of("not_parts.tsv", columns=2)
    )


def among(words: str, mention: Mention, thread: Thread) -> str:
    """Return the part of 「行政单位中参公单位」; the whole becomes the group."""
    match = AMONG.match(words)
    if not match or len(match["part"]) < 2 or match["part"][0] in "小央间心期":
        return words
    if thread.group is None:
        _hold(match["whole"], mention, thread)
    return match["part"]


def placed(
    mention: Mention, reading: Reading, prose: Prose, thread: Thread, *, has_code: bool
) -> tuple[tuple[str, ...], RowKind]:
    """Return the path and the role that the place in the text gives to a named number."""
    if thread.in_cause:
        return of_cause(thread), RowKind.DETAIL
    if thread.group:
        path = thread.group.path
        is_money = mention.number.quantity.unit.kind is UnitKind.MONEY
        if thread.counted[0] == mention.segment[0] and is_money:
            path = (*path, thread.counted[1])
        return path, RowKind.OF_WHICH
    if thread.lead_in:
        return thread.lead_in, RowKind.OF_WHICH if thread.is_part else RowKind.DETAIL
    opens = has_code or (thread.lead is None and _names_itself(prose, thread))
    if opens and (has_code or reading.measure in (Measure.AMOUNT, Measure.CHANGE)):
        return thread.project, RowKind.DETAIL
    return thread.topic, RowKind.DETAIL


def of_cause(thread: Thread) -> tuple[str, ...]:
    """Return the path of what a reason tells: the section's, and what the reason is for."""
    whole = thread.governor or thread.lead
    names = (*thread.topic, *((*whole.path, whole.name) if whole else ()))
    return tuple(dict.fromkeys(names))


def apart(path: tuple[str, ...], name: str) -> tuple[str, ...]:
    """Return the path without what the item's own name already says."""
    owners = [name.removesuffix(word) for word in lines_of("attribute_words.tsv")]
    return tuple(part for part in path if part not in (name, *owners))


def _is_opened(between: str, in_sentence: bool) -> bool:
    if not in_sentence:
        return bool(re.match(r"\s*其中", between))
    if re.match(r"\s*(?:[：:]|中[，,])", between) or OF_WHICH.search(between):
        return True
    listed = LISTED.search(between)
    return listed is not None and not re.search(r"[。；;]", between[listed.end() :])


def _hold(whole: str, mention: Mention, thread: Thread) -> None:
    subject = subject_of(YEAR.sub("", whole), thread.owner)
    if subject.is_own:
        thread.group = Group((*thread.lead_in, subject.name), mention.sentence[1])


def _names_itself(prose: Prose, thread: Thread) -> bool:
    if SELF_NAMED.match(prose.text):
        return True
    ending = thread.owner[-4:]
    return len(ending) == 4 and 0 <= prose.text.replace(" ", "").find(ending) <= 24
