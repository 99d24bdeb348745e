"""What the words around a number tell of others: the same holder, an unmoved value, a yardstick."""

from __future__ import annotations

import re
from functools import cache

from corpus.clauses import Mention, Prose
from corpus.prose_groups import Thread
from corpus.prose_subject import Subject, subject_of
from corpus.vocabulary import lines_of

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
    return None


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
