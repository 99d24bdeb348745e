"""Shares out lists with 「分别」: 「会议费、培训费分别为1万元、2万元」 tells one number of each.

As many numbers as names are told in order. Where the two do not match, nothing tells which number
is whose, and none of them becomes a figure.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from corpus.clauses import Mention, Prose, around, closes, stays_open
from corpus.figure import Item, Measure
from corpus.prose_measure import OLDER, change_words, compares
from corpus.prose_subject import subject_of

EACH = "分别"
AND = r"[、，,和及与]|以及"
PART_WORDS = (
    r"(?:为|是|达到?|约|占|完成|安排|支出|收入|共|承担|负担|(?:占|完成|为)[^，,。；;]{0,16}?的)"
)
COMPARED = r"(?:(?:与|同|比|较)[^，,。；;：:]{0,12}?)"
BRACKETS = re.compile(r"[（(][^（()）]*[）)]")
WHOLE = re.compile(r"其中|包括")
AGAINST = re.compile(r"^[\s，,]*[与同]|相比|对比")
GIVEN = re.compile(r"^.*由(?=[一-鿿]{2})")
OF_WHOLES = re.compile(r"占.+的?(?:比重|比例)")  # 「占财政支出和税收的比重分别为」
OF_ALL = re.compile(r"(?:[一二两三四五六七八九十]+[类项个种])(?:支出|收入|经费|费用|资金)?$|等$")


@dataclass(frozen=True, slots=True)
class Shared:
    """A run of numbers after one 「分别」. ``places``: of each, whose it is, by name or by order.

    ``names``: what stands before 「分别」; () where the amounts printed before name them.
    ``before``: the indices of these amounts.
    """

    run: tuple[int, ...]
    units: tuple[str, ...]
    names: tuple[str, ...]
    before: tuple[int, ...]


def shared_in(mentions: Sequence[Mention], prose: Prose, owner: str) -> list[Shared]:
    """Return every such run of two numbers or more, by the indices of its mentions."""
    found: list[Shared] = []
    for first, mention in enumerate(mentions):
        place = _each_before(mentions, first, prose)
        run = _run(mentions, first, prose) if place is not None else ()
        if place is not None and len(run) > 1:
            names = _names(prose, mention, place, len(run), owner)
            units = tuple(mentions[i].number.quantity.unit.base for i in run)
            found.append(Shared(run, units, names, _before(mentions, first, prose)))
    return found


def shared_out(
    shared: Sequence[Shared], index: int, item: Item, read: Sequence[tuple[Measure, Item]]
) -> Item | None:
    """Return whose a number is, ``item`` where no 「分别」 tells; None where it cannot be told.

    ``read``: measure and item of the mentions before.
    """
    held = next((s for s in shared if index in s.run), None)
    if held is None:
        return item
    if held.names:
        wanted = _place(held, index, len(held.names))
        return None if wanted is None else replace(item, name=held.names[wanted], code="")
    plain = (Measure.AMOUNT, Measure.COUNT)
    owners = [item for measure, item in (read[i] for i in held.before) if measure in plain]
    owners = list(dict.fromkeys(owners))
    wanted = _place(held, index, len(owners))
    return None if wanted is None else owners[wanted]


def goes_on(shared: Sequence[Shared], index: int, mentions: Sequence[Mention]) -> bool:
    """Tell whether a number says the same of the next thing: 「分别增加5万元、」6万元."""
    held = next((s for s in shared if index in s.run[1:]), None)
    if held is None or not re.fullmatch(rf"(?:{AND})*", mentions[index].head):
        return False
    place = held.run.index(index)
    return held.run[place - 1] == index - 1 and held.units[place] == held.units[place - 1]


def _place(held: Shared, index: int, names: int) -> int | None:
    """Return which of ``names`` things the number is of, None where it cannot be told."""
    place, length = held.run.index(index), len(held.run)
    if not names or length % names:
        return None
    each = length // names
    if each == 1:
        return place
    blocks = [set(held.units[i : i + names]) for i in range(0, length, names)]
    if names > 1 and all(len(block) == 1 for block in blocks):
        return place % names if len(set.union(*blocks)) == each else None
    pairs = {held.units[i : i + each] for i in range(0, length, each)}
    one = pairs.pop()
    return place // each if not pairs and len(set(one)) == each else None


def _each_before(mentions: Sequence[Mention], index: int, prose: Prose) -> int | None:
    """Return where the 「分别」 stands that shares out this number and those after it."""
    mention = mentions[index]
    start = max([mention.segment[0], *(m.number.end for m in mentions[:index])])
    said = prose.text[start : mention.number.start]
    if not re.search(rf"{EACH}{_lead()}$", re.sub(r"\s+", "", said)):
        return None
    return start + said.rfind(EACH)


def _lead() -> str:
    changes = "|".join(change_words())
    return rf"{COMPARED}?(?:{PART_WORDS}|{changes})*"


def _run(mentions: Sequence[Mention], first: int, prose: Prose) -> tuple[int, ...]:
    """Return the first number and those that only a comma or 和 parts from the one before."""
    run, last = [first], mentions[first].number
    for index in range(first + 1, len(mentions)):
        number = mentions[index].number
        between = prose.text[last.end : number.start]
        if number.start >= mentions[first].segment[1]:
            break
        if stays_open(between):
            continue
        plain = re.sub(r"\s+", "", BRACKETS.sub("", between))
        if not re.fullmatch(rf"(?:{AND}){_lead()}", plain):
            break
        run.append(index)
        last = number
    return tuple(run)


def _names(prose: Prose, mention: Mention, place: int, count: int, owner: str) -> tuple[str, ...]:
    """Return the names before 「分别」, one for each number, or () where they are not told."""
    start, _ = around(prose, place, "。！？!?；;，,：:")
    numbers = [n.end for n in prose.numbers if start <= n.start < place]
    words = prose.without_dates(max([start, *numbers]), place)
    older = [m.start() for p in (OLDER, compares(), AGAINST) if (m := p.search(words))]
    words = words[: min(older)] if older else words
    if not words.strip() and not numbers and start > mention.segment[0]:
        return _names(prose, mention, start - 1, count, owner)
    if OF_WHOLES.match(words):
        return ()
    parts = _parts(OF_ALL.sub("", GIVEN.sub("", words)), count)
    names = tuple(subject_of(part, owner).name for part in parts)
    return names if all(names) and len(set(names)) == count else ()


def _parts(words: str, count: int) -> list[str]:
    for split in (r"、", r"、|以及|[和及与]"):
        parts = [part for part in re.split(split, words) if part]
        if len(parts) == count:
            return parts
    return []


def _before(mentions: Sequence[Mention], first: int, prose: Prose) -> tuple[int, ...]:
    """Return the mentions of the segment before the run, from its last 「其中」 on."""
    start, end = mentions[first].segment[0], mentions[first].number.start
    opened = [m.end() for m in WHOLE.finditer(prose.text, start, end)]
    brackets = (m.start() for m in re.finditer(r"[（(]", prose.bare[:end]))
    around_run = [place for place in brackets if stays_open(prose.bare[place:end])]
    start = max([start, *opened, *around_run[-1:]])
    near = (i for i, m in enumerate(mentions[:first]) if start <= m.number.start)
    return tuple(i for i in near if not closes(prose.bare[mentions[i].number.end : end]))
