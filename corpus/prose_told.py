"""What the words around a number tell of others: the same holder, an unmoved value, a yardstick."""

from __future__ import annotations

import re
from functools import cache

from corpus.clauses import DATE_MARK, Mention, Prose
from corpus.figure import Item, Measure
from corpus.prose_groups import Thread
from corpus.prose_measure import Reading
from corpus.prose_subject import Subject, subject_of
from corpus.vocabulary import lines_of, rows_of

SPENT = re.compile(r"(?:实际)?(?:支出|结余)")
ONE_SIDE = re.compile(r"(?:财政拨款)?(?:预算|决算)?(?:收入|支出)|财政拨款(?:预算|决算)")
YARDSTICK = re.compile(r"[\x01]?[约仅]?(?:为|完成|占|相当于)")


def sibling(words: str, thread: Thread) -> Subject | None:
    """「行政单位资产总额9亿元，负债总额1亿元」: the debts are those units' too."""
    bare = words.strip("、，为共\x01")
    whose = thread.governor.name if thread.governor else ""
    for group in lines_of("sibling_words.tsv"):
        told = sorted(group.split("|"), key=len, reverse=True)
        ending = next((word for word in told if whose.endswith(word) and whose != word), "")
        if bare in told and ending:
            return Subject(whose.removesuffix(ending) + bare)
    return _spent_of(bare, thread) or _other(bare, thread)


def _spent_of(words: str, thread: Thread) -> Subject | None:
    """「收到捐赠款5万元，支出3万元」: what was spent is of what was received."""
    if thread.received is None or not SPENT.fullmatch(words):
        return None
    return Subject(thread.received.name + words.removeprefix("实际"))


def _other(words: str, thread: Thread) -> Subject | None:
    """「基本支出决算20万元；项目支出决算9万元」: beside the one, 项目支出 is the other."""
    whole = thread.governor or thread.inherited
    for one, other in rows_of("paired_names.tsv", columns=2):
        said = words.removeprefix(other)
        if whole and whole.name == one and words != said and said in lines_of("poor_names.tsv"):
            return Subject(other)
    return None


def one_side(mention: Mention, reading: Reading, thread: Thread) -> Item | None:
    """「预算收入8万元，预算支出8万元」 below a heading about 收支: the words tell which side."""
    where = thread.lead_in or thread.topic
    said = reading.words.rpartition(DATE_MARK)[2]
    both = where and "收支" in where[-1] and reading.measure is Measure.AMOUNT
    return Item(said, path=where) if both and ONE_SIDE.fullmatch(said) else None


def unmoved_subject(mention: Mention, prose: Prose, thread: Thread) -> Subject | None:
    """「接待费支出比预算无增减变化，比去年增加」5万元: the clause before names what grew."""
    start = max(thread.last_end, mention.segment[0])
    said = re.sub(r"\s+", "", prose.text[start : mention.clause_start])
    names = [found["name"] for found in _unmoved().finditer(said)]
    if not names or _unmoved().sub("", said).strip("，,"):
        return None
    subjects = (subject_of(name, thread.owner) for name in reversed(names))
    return next((subject for subject in subjects if subject.is_own), None)


@cache
def _unmoved() -> re.Pattern[str]:
    words = sorted(lines_of("unchanged_words.tsv"), key=len, reverse=True)
    said = "|".join(map(re.escape, words))
    plain = r"[^，,。；;：:（(、\d]"
    compared = rf"(?:与|同|和|比|较){plain}{{0,12}}?"
    return re.compile(rf"(?P<name>{plain}{{0,30}}?){compared}(?:{said})[，,]")


def is_yardstick(mention: Mention) -> bool:
    """「收入3亿元，为全年目标4亿元的75%」: the rate is of the income."""
    return mention.tail == "的" and YARDSTICK.match(mention.head) is not None
