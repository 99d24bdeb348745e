"""Names what a count counts and what a rate in its clause is of.

The noun may stand before the number, behind it, or on both sides:
「党员14名」, 「6期法律知识讲座」,
「单价50万元以上设备2台」.
"""

from __future__ import annotations

import re
from dataclasses import replace

from corpus.clauses import Mention, Prose
from corpus.prose_groups import Thread
from corpus.prose_subject import Subject, counted_noun, subject_of
from corpus.vocabulary import lines_of

TIMES = re.compile(r"^[*×xX✕]$")
BEYOND = re.compile(r"(?:[（(]含[）)])?及?以[上下内]")
JOINED = re.compile(r"[、，,和与及以并]+")  # 3个展区「以及」9台屏幕
OF_KINDS = re.compile(r"^(?:方面|领域|类别|环节)的?(?=[一-鿿]{2})")


def counted(
    words: str, subject: Subject, mention: Mention, prose: Prose, thread: Thread
) -> Subject:
    """Return what is counted: before the number, after it, or both (单价50万元以上设备)."""
    if BEYOND.match(words) and thread.last_end == mention.head_start:
        return subject_of(
            prose.without_dates(mention.clause_start, mention.number.start), thread.owner
        )
    unit = mention.number.quantity.unit
    if unit.base != unit.name and unit.factor == 1:  # 80社区: the unit is the noun
        return Subject(unit.name)
    is_people = unit.base == "人"
    if noun := counted_noun(mention.tail) or _noun_behind(mention, subject, prose):
        cleaned = subject_of(noun, "")
        named = cleaned.is_own or noun in lines_of("count_nouns.tsv")
        return replace(cleaned, is_poor=False) if named else subject
    if mention.tail.startswith(lines_of("tail_verbs.tsv")) and len(mention.tail) > 3:
        return Subject(mention.tail[:20] + ("人数" if is_people else ""))
    if TIMES.match(words.strip()) and is_people:
        return Subject("测算人数")
    if is_people and subject.name in lines_of("people_verbs.tsv"):
        return replace(subject, name=subject.name + "人员")
    if len(subject.name) in (1, 2) and unit.name.endswith("次"):
        return Subject(subject.name + _times(unit.name))  # 接待 55 人次 is 接待人次
    return _went_on(subject, mention, thread) or replace(subject, is_poor=not subject.name)


def _times(unit: str) -> str:
    return "次数" if unit == "次" else unit


def _went_on(subject: Subject, mention: Mention, thread: Thread) -> Subject | None:
    """「接待21次、129人」: the people of what was counted by times."""
    unit, last = mention.number.quantity.unit, thread.last_quantity
    if subject.name or last is None or thread.last is None or unit.base not in ("人", "人次"):
        return None
    ending = _times(last.unit.name)
    verb = thread.last.name.removesuffix(ending)
    is_times = last.unit.name.endswith("次") and verb != thread.last.name
    if not is_times or not 1 <= len(verb) <= 2:
        return None
    return Subject(verb + (unit.name if unit.name.endswith("次") else "人数"))


def _noun_behind(mention: Mention, subject: Subject, prose: Prose) -> str:
    """「6期法律知识讲座，」: what is counted is all that the clause says behind the number."""
    names = subject.is_own and subject.name not in lines_of("people_verbs.tsv")
    if names and mention.number.quantity.unit.name not in lines_of("noun_units.tsv"):
        return ""
    said = re.fullmatch(
        r"(?P<noun>[一-鿿“”]{2,14}?)(?P<more>(?:(?:以及|[、和及与])[^\d]*)?)", mention.tail
    )
    if not said or said["noun"].startswith(lines_of("noun_stops.tsv")):
        return ""
    place = (mention.number.end, mention.clause_end)
    alone = not any(place[0] <= n.start < place[1] for n in prose.numbers)
    return OF_KINDS.sub("", said["noun"]).partition("的")[0] if alone or said["more"] else ""


def rated(subject: Subject, mention: Mention, thread: Thread) -> Subject:
    """「300 名学生 100% 完成体检」: the rate is of what the clause goes on to say."""
    said = re.match(r"[一-鿿]{3,16}", mention.tail)
    same_clause = thread.last is not None and thread.last_end > mention.clause_start
    if not said or not same_clause or not said[0].startswith(lines_of("tail_verbs.tsv")):
        return subject
    who = subject.name if subject.is_own or thread.last is None else thread.last.name
    return Subject(who + said[0])


def behind_count(words: str, mention: Mention, thread: Thread) -> str:
    """Return the words without the noun of the count before them: 5家「单位」的经费."""
    noun = thread.last.name if thread.last and thread.last_end == mention.head_start else ""
    if len(noun) < 2 or not words.startswith(noun):
        return words
    rest = words[len(noun) :].removeprefix("的")
    if JOINED.fullmatch(rest):
        return ""
    return rest if subject_of(rest, thread.owner).is_own else words
