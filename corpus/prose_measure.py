"""Reads what kind of statement a number makes: an amount, a change, a share, a limit …

The words around the number decide, with its unit; the direction of a change keeps the printed
side (增加 or 减少) even when the change is zero.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache

from corpus.clauses import Mention
from corpus.figure import Measure
from corpus.prose_subject import subject_of
from corpus.quantity import Unit, UnitKind
from corpus.vocabulary import lines_of, rows_of

COMPARE = re.compile(
    r"(?:与|同|和|比|较|相比|对比)(?:于)?(?:上年|去年|上一年|前一年|上期|同期|年初|预算|计划|标准|决算|"
    r"调整预算|全年预算|(?=执行数)|(?=(?:[各均共]|分别)?[增减下上提降压缩持])|$)|(?<!增长)同比|环比|相比"
)
COMPARING = re.compile(r"(?:与|同|和|比|较)(?!.*(?:与|同|和|比|较))")
EARLIER = r"(?:上年|去年|上一年|前一年|年初|预算|决算|调整预算|执行数)"
STAGE = r"(?:上年|预算|决算|执行|安排|批复|度|年初|数|支出|收入|金额)*"
AGAINST = re.compile(
    rf"(?:(?P<less>小于|低于|少于|不及)|大于|高于|多于|超过|超出){EARLIER}{STAGE}(?:为|了|约)?$"
)
UNCHANGED = "持平"
LEVEL = re.compile(r"^(?:到|至|为)")
REACHED = re.compile(r"(?:到|至|为)(?:[\x01约近了]|上年|今年|本年|当年)*的?")
# 「比2023年实际支出」100万元「减少」: whatever stands between
OLDER = re.compile(r"(?<![占对评同])(?:比|较)(?![例重率值对选价大多好高低少小长短快强])")
WITH = re.compile(rf"[与同和]|{OLDER.pattern}")
STARTED = re.compile(r"[由从自](?:原来|以前|此前|之前|原先)?的?(?:每[一-鿿]{1,3}){0,2}$")
MOVED = re.compile(r"(?:调整|变更|变动|改)(?:到|至|为)[\x01的约了]*")
MOVED_END = re.compile(rf"{MOVED.pattern}$")
AHEAD = re.compile(r"[，,、]?(?:相比|对比|比较)?[，,]?$")
LISTED_NEXT = re.compile(r"(?:[、和及与]|以及)(?!.*(?:[为共计达]|安排)$)[^，,：:]{2,20}")
FILLED = re.compile(
    r"^(?:了|约|近|将近|达到?|共计?|合计|为|将|的)+|(?:了|约|近|达到?|共计?|合计|为|计)+$"
)
NOT_OBJECT = re.compile(r"安排|支付|用于|为|共|至|到|的|提供|设置|完成")
SHARE = re.compile(r"占(?P<whole>.*?)(?:比重|比例|比率|比|总额)?(?:的|为|达|达到|约|超过|近)*$")
GROWTH_NAME = re.compile(r"(?:增长|增|降|减)(?:长|少|低)?(?:率|幅|速|幅度)")
UP_TO = re.compile(r"^(?:（含[^）]*）|\(含[^)]*\))?(?:以内|以下|之内|及以下|（含）以[内下])")
FROM = re.compile(r"^(?:（含[^）]*）|\(含[^)]*\))?(?:以上|及以上|（含）以上|以外|之上)")
MOST = re.compile(
    r"(?:(?:严格)?控制在(?:限额|上限)|不超过|不得超过|不高于|不得高于|最高|上限为?|限额为?|控制在|≤|不大于)$"
)
LEAST = re.compile(r"(?:不低于|不得低于|不少于|不得少于|至少|≥|不小于)$")
YEARLY = re.compile(r"全年|每年|每月|每周|年均")
AIMED = re.compile(r"(?:达到?|保持在|维持在|稳定在|提[高升](?:到|至)|增[加长](?:到|至))$")
OVER, UNDER = re.compile(r"(?:超过|高于|大于|超出)$"), re.compile(r"(?:不足|不满|低于|小于|少于)$")
PER = re.compile(
    r"每(?:人|名|户|位|生|家|月|年|天|次|件|起|辆|亩|个|村|班|条|例|学期|学年|平方米|公里|吨|间|课时|学时)|人均|户均|生均|亩均"
)
# 「小学生均公用经费」300万元: nobody alone is paid that much, so the name is of the whole
PAID_EACH = re.compile(r"[生户人亩]均[一-鿿]{2,}$")
MOST_EACH = 100_000  # 元
EACH_END = re.compile(r"(?:每(?:平方米|公里|人次|课时|学[时期年]|[一-鿿])){1,2}$")
PER_END = re.compile(rf"(?:由|为|按|是)?{EACH_END.pattern}")


@dataclass(frozen=True, slots=True)
class Reading:
    """``words``: the head without comparison and change words, where the subject stands.

    ``is_base``: the number is the earlier value that a change starts from.
    """

    measure: Measure
    words: str
    direction: str | None = None
    comparator: str = ""
    is_base: bool = False


def reading_of(
    mention: Mention,
    *,
    is_goal: bool = False,
    is_listed: bool = False,
    before: Mention | None = None,
) -> Reading:
    """Return what kind of statement a number makes, with the words that name its subject.

    ``is_goal``: the sentence tells what is aimed at, so that 「达到98%以上」 is a target.
    ``is_listed``: it lists parts and compares nothing, so that 「能力提升80万元」 names a part.
    ``before``: the number before, so that 「由5张增加到8张，新增3张」 tells a change.
    """
    unit = mention.number.quantity.unit
    if mention.head == "新增" and before is not None and _is_level(before, mention):
        return Reading(Measure.CHANGE, "", "增加")
    if is_unchanged(mention):
        return _unchanged(mention)
    base = _base(mention)
    if base:
        return base
    comparator, words = _bound(mention)
    unsaid = _unsaid().search(words)
    said = _unsaid().sub(r"\g<word>", words)
    changed = _against(said, unit) or _change(said, unit)
    if changed and not _is_name_of_part(said, mention, is_listed):
        direction = None if unsaid else changed.direction
        return replace(changed, comparator=comparator, direction=direction)
    if unit.kind is UnitKind.RATE and (share := SHARE.search(words)):
        return Reading(Measure.SHARE, words[: share.start()], comparator=comparator)
    measure, words = _still(mention, comparator), _without_level(words)
    if is_goal and measure in (Measure.RATE, Measure.LIMIT) and _is_aimed_at(mention, comparator):
        measure = Measure.TARGET
    if measure is Measure.STANDARD:
        words = PER_END.sub("", words)
    return Reading(measure, words, None, comparator)


def _is_level(before: Mention, mention: Mention) -> bool:
    """Tell whether the number before tells what something of the same unit rose to."""
    same = before.number.quantity.unit.base == mention.number.quantity.unit.base
    found = _change_word(before.head)
    near = before.segment == mention.segment
    return same and near and found is not None and REACHED.fullmatch(found[2]) is not None


def carried(said: Reading, reading: Reading, before: Mention, mention: Mention) -> Reading:
    """「调增补助收入5万元、」债务收入3万元: the verb in front tells of both.

    「合格率达到90%以上，满意度达到92%」: both are aimed at. 「从每人300元提高到400元」: so is what
    each is paid.

    ``said``: what ``before``, the number before, says.
    """
    unit, earlier = mention.number.quantity.unit, before.number.quantity.unit
    verb = next((w for w in _with_objects() if before.head.endswith(w + said.words)), "")
    if said.measure is Measure.TARGET and reading.measure is Measure.RATE:
        is_next = before.sentence == mention.sentence and AIMED.search(mention.head)
        return replace(reading, measure=Measure.TARGET) if is_next else reading
    told = said.measure is Measure.CHANGE and said.words and verb
    alike = reading.measure is Measure.AMOUNT and not reading.is_base and unit.base == earlier.base
    if said.measure is Measure.STANDARD and alike and starts_change(before):
        return replace(reading, measure=Measure.STANDARD)
    if not told or not alike or not LISTED_NEXT.fullmatch(mention.head):
        return reading
    return replace(reading, measure=Measure.CHANGE, direction=said.direction)


def starts_change(mention: Mention) -> bool:
    """Tell whether a number is what something rose or fell from: 「从5张增加到8张」."""
    tail = EACH_END.sub("", mention.tail)  # 「由每亩8元提高到每亩」9元
    found = _change_word(tail)
    risen = found is not None and REACHED.fullmatch(found[2]) is not None
    return (risen or MOVED.fullmatch(tail) is not None) and STARTED.search(mention.head) is not None


def change_words() -> tuple[str, ...]:
    """Return the words that tell a change, longest first."""
    return tuple(word for word, _ in _changes())


def is_unchanged(mention: Mention) -> bool:
    """Tell whether the number is none that is printed, but a statement such as 「持平」."""
    return mention.number.quantity.printed in lines_of("unchanged_words.tsv")


@cache
def _changes() -> tuple[tuple[str, str], ...]:
    rows = rows_of("change_words.tsv", columns=3)
    return tuple(sorted(((r[0], r[1]) for r in rows), key=lambda r: -len(r[0])))


@cache
def _unsaid() -> re.Pattern[str]:
    """「增加（减少）」: a form's words left in, so that the direction is not told."""
    words = "|".join(word for word, _ in _changes())
    return re.compile(rf"(?P<word>{words})(?:[（(/／](?:{words})[）)]?)+")


@cache
def _with_objects() -> frozenset[str]:
    return frozenset(r[0] for r in rows_of("change_words.tsv", columns=3) if r[2] == "with")


@cache
def _in_names() -> frozenset[str]:
    return frozenset(r[0] for r in rows_of("change_words.tsv", columns=3) if r[2] == "name")


@cache
def compares() -> re.Pattern[str]:
    """Return the pattern of words that say that a sentence tells of changes."""
    sure = (r[0] for r in rows_of("change_words.tsv", columns=3) if r[2] == "with")
    return re.compile(
        rf"原因|由于|因为|变化|变动|{COMPARE.pattern}|{'|'.join(map(re.escape, sure))}"
    )


def _base(mention: Mention) -> Reading | None:
    compare = _last(COMPARE, mention.head) or _last(OLDER, mention.head)
    if not compare or _change_word(mention.head[compare.start() :]):
        return None
    tail = mention.tail.lstrip("，,的")
    changes = any(tail.startswith(word) for word, _ in _changes())
    ends = AHEAD.fullmatch(tail) and (OLDER if not tail else WITH).match(mention.head)
    if not changes and not ends:
        return None
    return Reading(Measure.AMOUNT, mention.head[: compare.start()], is_base=True)


def _unchanged(mention: Mention) -> Reading:
    """「与上年持平」: a change of zero in what is named before the comparison."""
    compare = _first(COMPARE, mention.head) or _last(COMPARING, mention.head)
    words = mention.head[: compare.start()] if compare else mention.head
    return Reading(Measure.CHANGE, words, UNCHANGED)


def _against(head: str, unit: Unit) -> Reading | None:
    """「本年数小于上年预算数」5万元 tells by how much."""
    found = AGAINST.search(head)
    if not found or unit.kind not in (UnitKind.MONEY, UnitKind.COUNT):
        return None
    return Reading(Measure.CHANGE, head[: found.start()], "减少" if found["less"] else "增加")


def _is_name_of_part(said: str, mention: Mention, is_listed: bool) -> bool:
    """Tell whether a change word only ends a name, or stands before a value of its own."""
    found = _change_word(said)
    if found is None:
        return False
    word, direction, rest = found
    if direction == UNCHANGED:
        return bool(mention.number.quantity.value)
    named = word in _in_names() and not rest and not COMPARE.search(said)
    return is_listed and named and mention.number.quantity.unit.kind is not UnitKind.RATE


def _change(head: str, unit: Unit) -> Reading | None:
    compare = _first(COMPARE, head)
    found = _change_word(head[compare.start() :] if compare else head)
    if not found:
        return None
    word, direction, rest = found
    before = head[: compare.start()] if compare else head[: len(head) - len(rest) - len(word)]
    middle = head[compare.end() : len(head) - len(rest) - len(word)] if compare else ""
    between = FILLED.sub("", rest)
    if LEVEL.match(rest) and not GROWTH_NAME.search(word + rest):
        return None
    weak = not between or between in lines_of("change_objects.tsv")
    if between and not _may_have_object(word, between, before, compare is not None, weak):
        return None
    measure = Measure.GROWTH if unit.kind in (UnitKind.RATE, UnitKind.RATIO) else Measure.CHANGE
    if unit.base == "百分点":
        measure = Measure.CHANGE
    words = (before or _named_after(middle)) if weak else between
    return Reading(measure, _without_first_change(words), direction)


def _may_have_object(word: str, between: str, before: str, compared: bool, weak: bool) -> bool:
    """Tell whether the words after a change word are what changed: 减少「预算资金」10万元."""
    if between in ("率", "幅", "幅度", "额", "数额", "比例"):
        return True
    if word not in _with_objects():
        return False
    return (
        weak or compared or (not subject_of(before, "").is_own and not NOT_OBJECT.search(between))
    )


def _without_first_change(words: str) -> str:
    """「减少…项目」减少资金: the first change word is no part of the name."""
    first = next((word for word, _ in _changes() if words.startswith(word)), "")
    return words[len(first) :] if len(first) > 1 else words


def _without_level(words: str) -> str:
    """Name a value that something rose or fell to by what did: 标准「提高到」150元."""
    bare = EACH_END.sub("", words)
    if moved := MOVED_END.search(bare):
        return bare[: moved.start()]
    found = _change_word(bare)
    if not found or not REACHED.fullmatch(found[2]):
        return words
    return bare[: len(bare) - len(found[2]) - len(found[0])]


def _named_after(middle: str) -> str:
    """Return a subject that stands after the comparison: 与上年相比，「资产总额」减少."""
    if COMPARE.search(middle):
        return ""
    words = re.sub(
        r"^(?:度|年度|同期)?(?:预算|决算|执行)?(?:数|支出|安排)?(?:相比|对比|比)?", "", middle
    )
    return "" if words in lines_of("poor_names.tsv") or len(words) < 3 else words


def _change_word(text: str) -> tuple[str, str, str] | None:
    """Return (word, direction, the text after it) of the last change word, or None."""
    best: tuple[int, str, str] | None = None
    for word, direction in _changes():
        place = text.rfind(word)
        if (
            place < 0
            or (len(word) == 1 and text[place + 1 :])
            or (text[place - 1 : place] or "-") in "新每至不最"
        ):
            continue
        if best is None or place + len(word) > best[0] + len(best[1]):
            best = (place, word, direction)
    return (best[1], best[2], text[best[0] + len(best[1]) :]) if best else None


def _bound(mention: Mention) -> tuple[str, str]:
    """Return (comparator or "", the head without the words of the bound)."""
    printed, head = mention.number.quantity.comparator, mention.head
    if mention.number.bound:
        return printed, head
    for pattern, sign in ((MOST, "≤"), (LEAST, "≥"), (OVER, ">"), (UNDER, "<")):
        if match := pattern.search(head):
            return sign, head[: match.start()]
    if UP_TO.match(mention.tail):
        return "≤", head
    if FROM.match(mention.tail):
        return "≥", head
    return printed, head


def _still(mention: Mention, comparator: str) -> Measure:
    """Return the measure of a number that is neither a change nor a share."""
    unit, head, tail = mention.number.quantity.unit, mention.head, mention.tail
    if unit.kind is UnitKind.SCORE:
        return Measure.SCORE
    if unit.kind is UnitKind.TIME and not (comparator and YEARLY.search(head)):
        return Measure.LIMIT
    if mention.number.bound:
        return Measure.LIMIT
    if comparator:
        return _compared(unit, comparator, mention)
    if unit.kind is UnitKind.STANDARD:
        return Measure.STANDARD
    if unit.kind is UnitKind.MONEY:
        is_whole = PAID_EACH.search(head) and mention.number.quantity.in_base >= MOST_EACH
        is_standard = not is_whole and _is_standard(head, tail)
        return Measure.STANDARD if is_standard else Measure.AMOUNT
    if unit.kind is UnitKind.RATE:
        return Measure.RATE
    return Measure.OTHER if unit.kind is UnitKind.RATIO else Measure.COUNT


def _compared(unit: Unit, comparator: str, mention: Mention) -> Measure:
    if unit.kind is UnitKind.MONEY:
        return Measure.LIMIT
    is_goal = LEAST.search(mention.head) or MOST.search(mention.head)
    if is_goal or mention.number.quantity.comparator in ("≥", "≤", "="):
        return Measure.TARGET
    if unit.kind is UnitKind.RATE:
        return Measure.RATE
    return Measure.LIMIT


def _is_aimed_at(mention: Mention, comparator: str) -> bool:
    """Tell whether 「达到…以上」 stands around a share or a count."""
    is_measured = mention.number.quantity.unit.kind not in (UnitKind.MONEY, UnitKind.TIME)
    return is_measured and bool(comparator and AIMED.search(mention.head))


def _is_standard(head: str, tail: str) -> bool:
    return bool(
        PER.search(head)
        or head.endswith("给予")
        or re.search(r"标准(?:为|是)?$", head)
        or tail.startswith(("标准", "的标准"))
    )


def _first(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    return pattern.search(text)


def _last(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    matches = list(pattern.finditer(text))
    return matches[-1] if matches else None
