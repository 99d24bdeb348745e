"""Resolves what each number of a passage is about, sentence after sentence.

A number with its own noun names its item; one without inherits it from the amount that governs
the sentence, the paragraph or the section. 「其中」 opens a group whose members carry the total
in their path (``prose_groups``). ``Thread`` is the memory of that walk.
"""

from __future__ import annotations

import re
from dataclasses import replace

from corpus.clauses import Mention, Prose, closes
from corpus.document import RowKind
from corpus.figure import Item, Measure
from corpus.prose_counts import behind_count, counted, rated
from corpus.prose_groups import (
    CAUSE,
    Thread,
    among,
    apart,
    enter_sentence,
    is_bracketed,
    leave_brackets,
    leave_group,
    open_group,
    placed,
)
from corpus.prose_measure import SHARE, Reading
from corpus.prose_subject import JOINT, Subject, chain_of, counted_noun, subject_of
from corpus.prose_told import is_yardstick, one_side, sibling, unmoved_subject
from corpus.prose_topics import title_topic
from corpus.quantity import UnitKind
from corpus.vocabulary import lines_of

DERIVED = (Measure.CHANGE, Measure.GROWTH, Measure.SHARE)
TOTAL_WORDS = re.compile(r"(?:合计|总计|小计)(?:支出|收入|为|是)?$")
SUM_WORDS = re.compile(r"共计|合计|总计|金额|^$")
COUNTED_ONLY = ("量", "数", "批次", "人次")  # 「保有量2辆，」 holds no money
SUM_ONLY = re.compile(r"(?:共计?|合计|总计|累计)?(?:支出|安排|投入|使用)")
PAID = re.compile(r"^[一-鿿]{0,12}?(?:补助金?|补贴|津贴|奖励金?)")
BUDGET_WORD = re.compile(r"预算|决算|执行")
AMOUNT_WORD = re.compile(
    r"^实际|^占|^该|^此|^[共所]?需|预算|金额|规模|总额|决算|执行|标准|人均|每人|^总$|年初|^项目|^本"
)
MONEY_NOUN = re.compile(r"(?:费|费用|款|金|资金|经费|补助|补贴|支出|收入|拨付|采购|项目|资产)$")
DAYS = re.compile(r"[，、\x01]*(?:全年|每年|每月|每周|年均)[一-鿿]{2,6}")
MARKS = "，、\x01"
RECEIVED = re.compile(r"收到(?!的)")
OFFICE = re.compile(r"[一-鿿]{3,}[（(](?:本级|机关)[）)]")  # in a list of bodies
WHOLE_SUM = re.compile(r"(?:支出|收入|经费|费用|资金|预算|决算|拨款)(?:总额|总数|总量)?$")
CONTROLLED = re.compile(r"^(?:严格)?控制在")
WHEN = re.compile(r"^(?:如|若|凡|对于)|的$")
COMPARED_PART = re.compile(r"(?:都|均|也)?(?:比|较|与|同|有所).*$")


def item_of(mention: Mention, reading: Reading, prose: Prose, thread: Thread) -> Item:
    """Return the item of the next number of the passage and remember it in ``thread``."""
    enter_sentence(mention, prose, thread)
    leave_brackets(mention, prose, thread)
    thread.in_cause = bool(CAUSE.search(prose.text[mention.segment[0] : mention.number.start]))
    open_group(mention, prose, thread)
    plain = reading.measure in (Measure.AMOUNT, Measure.COUNT)
    goes_on = thread.last_plain_end > mention.segment[0]
    if plain and thread.group and not thread.group.holds(mention.number.quantity, goes_on=goes_on):
        thread.group = None
    words = among(reading.words, mention, thread)
    subject = _subject(words, mention, reading, prose, thread)
    if reading.measure in DERIVED and not subject.is_own:
        subject = unmoved_subject(mention, prose, thread) or subject
    leave_group(subject.name, thread)
    item = _own(subject, mention, reading, prose, thread) if subject.is_own else None
    if item is None:
        item = _inherited(subject, mention, reading, prose, thread)
    _remember(item, subject, mention, reading, prose, thread)
    return item


def each_of(item: Item) -> tuple[Item, ...]:
    """Return the items that one number tells: 「收入总计、支出总计均为」 are two."""
    joint = JOINT.fullmatch(item.name)
    if not joint:
        return (item,)
    return tuple(replace(item, name=joint[group]) for group in ("first", "second"))


def _subject(
    words: str, mention: Mention, reading: Reading, prose: Prose, thread: Thread
) -> Subject:
    kind = mention.number.quantity.unit.kind
    if attribute := _attribute(words, thread) or sibling(words, thread):
        return attribute
    if kind is UnitKind.MONEY and reading.measure is Measure.AMOUNT and OFFICE.fullmatch(words):
        return Subject(words)
    words = behind_count(words, mention, thread)
    subject = subject_of(words, thread.owner)
    if reading.measure in DERIVED or reading.is_base:
        return replace(subject, is_poor=True) if reading.is_base else subject
    if kind is UnitKind.COUNT:
        return counted(words, subject, mention, prose, thread)
    if kind is UnitKind.TIME and (days := DAYS.fullmatch(words)):
        return Subject(f"{days[0].strip(MARKS)}天数")
    if kind is UnitKind.RATE:
        return rated(subject, mention, thread)
    if kind in (UnitKind.MONEY, UnitKind.STANDARD) and not reading.comparator:
        return _paid(subject, mention, reading)
    return subject


def _paid(subject: Subject, mention: Mention, reading: Reading) -> Subject:
    """「给予 500 元奖励」, 「每人每月 858 元补助」: the noun stands after the money."""
    paid = PAID.match(mention.tail)
    if paid and (not subject.is_own or reading.measure is Measure.STANDARD):
        return Subject(paid[0])
    return subject


def _attribute(words: str, thread: Thread) -> Subject | None:
    """「车辆 1 辆，价值 19 万元」: the value is the vehicles'."""
    bare = words.strip("、，为共\x01")
    if bare not in lines_of("attribute_words.tsv") or thread.governor is None:
        return None
    return Subject(thread.governor.name + bare)


def _own(
    subject: Subject, mention: Mention, reading: Reading, prose: Prose, thread: Thread
) -> Item:
    if reading.measure in DERIVED and subject.name in thread.known:
        return thread.known[subject.name]
    path, role = placed(mention, reading, prose, thread, has_code=bool(subject.code))
    if path is thread.topic:
        path = tuple(part for part in path if part not in subject.name)
    path = subject.path or apart(path, subject.name)
    return Item(subject.name, subject.code, path, role)


def _inherited(
    subject: Subject, mention: Mention, reading: Reading, prose: Prose, thread: Thread
) -> Item:
    if reading.measure in DERIVED and thread.in_cause:
        return _in_cause(subject, mention, prose, thread)
    same_clause = thread.last is not None and thread.last_end > mention.clause_start
    apart_from = closes(prose.bare[thread.last_end : mention.number.start])
    if same_clause and thread.last is not None and not reading.words and not apart_from:
        return thread.last
    if reading.measure not in DERIVED and (named := _before_colon(mention, prose, thread)):
        return named
    is_money = mention.number.quantity.unit.kind is UnitKind.MONEY
    if is_money and _is_thing(subject, mention, reading, thread):
        return Item(subject.name, path=thread.lead_in or thread.topic)
    if is_money and (side := one_side(mention, reading, thread)):
        return side
    item = _paid_for(mention, thread) if is_money and SUM_WORDS.search(mention.head) else None
    item = item or _of_sentence(mention, reading, prose, thread)
    item = item or _governing(mention, reading, thread)
    if item is None and (words := _clause_before(mention, prose, thread)):
        item = Item(words, path=apart(thread.topic, words))
    if is_money and TOTAL_WORDS.search(mention.head):
        return _total(item, subject, mention, thread)
    return item or _topical(subject, mention, thread)


def _is_thing(subject: Subject, mention: Mention, reading: Reading, thread: Thread) -> bool:
    """Tell whether a poor name such as 收入 or 补助 at least says which money it is."""
    if reading.measure in DERIVED or reading.is_base or TOTAL_WORDS.search(mention.head):
        return False
    if SUM_ONLY.fullmatch(mention.head) and thread.sentence_lead and not thread.governor_is_money:
        return False
    return bool(subject.name) and not AMOUNT_WORD.search(subject.name)


def _total(item: Item | None, subject: Subject, mention: Mention, thread: Thread) -> Item:
    if thread.group and thread.group.is_summed_by(mention.number.quantity):
        *outer, whole = thread.group.path
        return Item(whole, path=tuple(outer), role=RowKind.TOTAL)
    if item is None:
        path = thread.lead_in or thread.topic
        return Item(_total_name(subject.name, mention.head), path=path, role=RowKind.TOTAL)
    path = thread.group.path if thread.group else item.path
    return replace(item, path=path, role=RowKind.TOTAL)


def _total_name(name: str, head: str) -> str:
    """「支出决算合计」 and 「合计支出」 stand as they are printed."""
    behind = re.search(rf"(?<={re.escape(name)})(?:合计|总计|小计)", head) if name else None
    return f"{name}{behind[0]}" if behind else f"合计{name}"


def _in_cause(subject: Subject, mention: Mention, prose: Prose, thread: Thread) -> Item:
    """A change told as a reason belongs to the reason before it, never to the whole amount."""
    if subject.is_poor and subject.name and thread.lead is not None:
        return thread.governor or thread.lead
    is_near = prose.bare[thread.last_end : mention.clause_start].strip(",， \x00") == ""
    if is_near and thread.last is not None and thread.last_in_cause:
        return thread.last
    words = _clause_before(mention, prose, thread, is_reason=True)
    path = thread.topic or ((thread.lead.name,) if thread.lead else ())
    return Item(words or "变动原因", path=apart(path, words))


def _paid_for(mention: Mention, thread: Thread) -> Item | None:
    """「214 家企业缓缴保险费，共计」236 万元: the sum is of what the count's clause ends with."""
    if thread.last is None or not re.fullmatch(r"[，,、]?", thread.last_tail_end):
        return None
    noun = counted_noun(thread.last_tail)
    words = subject_of(thread.last_tail[len(noun) :], thread.owner).name if noun else ""
    if not MONEY_NOUN.search(words):
        return None
    return Item(words, path=thread.last.path)


def _of_sentence(mention: Mention, reading: Reading, prose: Prose, thread: Thread) -> Item | None:
    """「安排9万元，抽检3批次，占支出的5%」: money is a share of money; a cap is on the whole."""
    if CONTROLLED.search(mention.head) and reading.measure is Measure.LIMIT:
        return thread.sentence_lead
    share = SHARE.search(mention.head) if reading.measure is Measure.SHARE else None
    if share is None or thread.governor_is_money or thread.last_sum is None:
        return None
    said = re.sub(r"\s+", "", prose.text[mention.sentence[0] : mention.number.start])
    is_money = WHOLE_SUM.search(share["whole"].rstrip("的为达约"))
    return thread.last_sum if is_money and thread.last_sum.name in said else None


def _governing(mention: Mention, reading: Reading, thread: Thread) -> Item | None:
    kind = mention.number.quantity.unit.kind
    if reading.measure in DERIVED or reading.is_base:
        points = mention.number.quantity.unit.base == "百分点"
        rate = thread.rate if points else None
        return rate or thread.governor or thread.lead or thread.inherited
    same_clause = thread.last is not None and thread.last_end > mention.clause_start
    if same_clause and kind is UnitKind.TIME:
        return thread.last
    if reading.measure is Measure.LIMIT and thread.limit is not None:
        return thread.limit
    if kind in (UnitKind.MONEY, UnitKind.STANDARD):
        return _governing_money(mention, thread)
    if kind is UnitKind.COUNT:
        return thread.last if mention.head in ("", "、", "约", "共", "共计") else None
    return (thread.governor or thread.ratio) if kind is not UnitKind.TIME else None


def _governing_money(mention: Mention, thread: Thread) -> Item | None:
    if mention.number.quantity.unit.kind is UnitKind.STANDARD:
        return _lead(thread)
    if BUDGET_WORD.search(mention.head):
        return thread.governor if _governs_segment(mention, thread) else _lead(thread)
    if thread.governor is None or thread.sentence_lead is None:
        return None
    any_kind = SUM_WORDS.search(mention.head) or thread.governor_is_money
    return thread.governor if any_kind else _lead(thread)


def _governs_segment(mention: Mention, thread: Thread) -> bool:
    """「…；接待费预算为2万元，支出决算为1万元」: of what its segment names, not of the lead."""
    named = mention.segment[0] <= thread.governor_start < mention.clause_start
    return named and thread.governor_is_money and not thread.in_cause


def _lead(thread: Thread) -> Item | None:
    if thread.after_cause:
        return None
    return thread.lead or (None if thread.topic else thread.inherited)


def _topical(subject: Subject, mention: Mention, thread: Thread) -> Item:
    where = thread.lead_in or thread.topic
    if where and not (thread.after_cause and subject.name):
        role = RowKind.OF_WHICH if thread.group else RowKind.DETAIL
        return Item(where[-1], path=where[:-1], role=role)
    unit = mention.number.quantity.unit
    nameless = "" if unit.kind in (UnitKind.MONEY, UnitKind.RATE) else unit.name
    speaks_of_it = unit.kind is UnitKind.MONEY and BUDGET_WORD.search(mention.head)
    if thread.inherited is not None and speaks_of_it and not thread.after_cause:
        return thread.inherited
    said = re.sub(r"^共计?|[^一-鿿]", "", mention.head)
    return Item(subject.name or said or nameless, path=where)


def _before_colon(mention: Mention, prose: Prose, thread: Thread) -> Item | None:
    """Return the item printed before the colon or in the sentence before: 「…（项）：预算数为」."""
    before = prose.text[mention.sentence[0] : mention.head_start]
    parts = re.split(r"[：:]", before)
    is_first = not any(mention.sentence[0] <= n.start < mention.head_start for n in prose.numbers)
    if len(parts) > 1 and is_first:
        words = re.split(r"[，,；;]", parts[-2])[-1]
        if thread.lead_in and title_topic(words, thread.owner) == thread.lead_in[-1]:
            return None
        subject = subject_of(words, thread.owner)
        generic = subject.name in lines_of("generic_titles.tsv") or re.match("第.+条", subject.name)
        if subject.is_own and len(subject.name) <= 40 and not generic:
            return Item(
                subject.name, subject.code, subject.path or apart(thread.topic, subject.name)
            )
    chain = chain_of(prose.text[: mention.head_start])
    return _of_chain(chain, thread) if chain and not thread.group else None


def _of_chain(chain: Subject, thread: Thread) -> Item:
    """「…（项）。年初预算为」: the named 项, also where its 类 and 款 are not printed."""
    if chain.path:
        return Item(chain.name, chain.code, chain.path)
    role = RowKind.OF_WHICH if thread.is_part else RowKind.DETAIL
    path = apart(thread.lead_in or thread.topic, chain.name)
    return thread.known.get(chain.name) or Item(chain.name, chain.code, path, role)


def _clause_before(
    mention: Mention, prose: Prose, thread: Thread, *, is_reason: bool = False
) -> str:
    """Return what the clause before ends with, where it holds an unnamed number's noun."""
    start = mention.sentence[0]
    numbers = [n.end for n in prose.numbers if start <= n.start < mention.clause_start]
    before = prose.without_dates(max([start, *numbers]), mention.clause_start)
    clause = re.split(r"[，,；;：:]", before.strip("，,：:；; "))[-1]
    clause = re.sub(r"^.*?(?:进行了?|办理了|完成了)", "", clause)
    clause = COMPARED_PART.sub("", clause) if is_reason else clause
    if WHEN.search(clause):
        return ""
    subject = subject_of(clause, thread.owner)
    is_money = mention.number.quantity.unit.kind is UnitKind.MONEY
    if not subject.is_own or not 2 < len(subject.name) <= 40:
        return ""
    return subject.name if MONEY_NOUN.search(subject.name) or not is_money or is_reason else ""


def _remember(
    item: Item, subject: Subject, mention: Mention, reading: Reading, prose: Prose, thread: Thread
) -> None:
    thread.last_end, thread.last_tail = mention.number.end, mention.tail
    thread.last_tail_end = prose.bare[mention.clause_end : mention.clause_end + 1]
    thread.last_in_cause = thread.in_cause
    if not item.name or is_yardstick(mention):
        return
    if subject.is_own and _is_attribute(subject.name, thread):
        return
    thread.last = item
    plain = reading.measure in (Measure.AMOUNT, Measure.COUNT)
    thread.last_quantity = mention.number.quantity if plain else None
    thread.last_plain_end = mention.number.end if plain else thread.last_plain_end
    is_money = mention.number.quantity.unit.kind is UnitKind.MONEY
    _remember_kind(item, reading.measure, mention.head, thread, is_money=is_money)
    is_aside = _is_in_brackets(mention, prose) and not _is_part(item, mention, thread)
    if reading.is_base or thread.in_cause or is_aside:
        return
    names = subject.is_own and reading.measure in (Measure.STANDARD, *DERIVED)
    if names or reading.measure in (Measure.AMOUNT, Measure.COUNT):
        thread.known.setdefault(item.name, item)
        thread.govern(item, mention.head_start, is_money=is_money)
        if not is_bracketed(mention, prose):
            thread.outside = (item, mention.head_start, is_money)
        ends = prose.bare[mention.number.end :].lstrip()[:1] in (",", "，")
        holds = not item.name.endswith(COUNTED_ONLY)
        if thread.group and holds and _is_counted(reading, subject) and ends:
            thread.counted = (mention.segment[0], item.name)
    if thread.lead is None and is_money and reading.measure in (Measure.AMOUNT, *DERIVED):
        thread.lead = item


def _is_counted(reading: Reading, subject: Subject) -> bool:
    return reading.measure is Measure.COUNT and subject.is_own


def _remember_kind(
    item: Item, measure: Measure, head: str, thread: Thread, *, is_money: bool
) -> None:
    if measure is Measure.RATE:
        thread.rate = thread.ratio = item
    if measure is Measure.LIMIT and is_money:
        thread.limit = item
    if measure is Measure.AMOUNT and is_money:
        thread.sums.add(item.name)
        thread.last_sum = item
        thread.received = item if RECEIVED.search(head) else thread.received


def _is_attribute(name: str, thread: Thread) -> bool:
    """Tell whether a name only adds an attribute to what was named before: 车辆「价值」."""
    word = next((w for w in lines_of("attribute_words.tsv") if name.endswith(w)), None)
    if word is None:
        return False
    whose = name.removesuffix(word)
    said = thread.governor is not None and thread.governor.name == whose
    return not whose or said or whose in thread.known


def _is_part(item: Item, mention: Mention, thread: Thread) -> bool:
    """Tell whether brackets open with a part, of which they go on: the whole waits outside."""
    waits = thread.outside is not None and thread.outside[1] >= mention.sentence[0]
    return waits and item.role is RowKind.OF_WHICH


def _is_in_brackets(mention: Mention, prose: Prose) -> bool:
    return prose.text[max(0, mention.clause_start - 1) : mention.clause_start] in ("（", "(")
