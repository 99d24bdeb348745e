"""Turns slots into a question as somebody types it.

A pattern names pieces; pieces have many forms, may be left out, and hold other pieces. What comes
out is then roughened: without punctuation, with a mistyped character, in traditional characters.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from random import Random

from benchmarks.made_up.questions_data import choices, patterns, traditional

OPTIONAL = re.compile(r"\[([^\[\]]*)\]")
SLOT = re.compile(r"\{(\w+)\}")
SHORTEST_MISTYPED = 4  # characters of a name that still says what is meant with one wrong
SHORTEST_DROPPED = 5
DOUBLED = (
    ("的的", "的"),
    ("多少多少", "多少"),
    ("？？", "？"),
    ("，，", "，"),
    ("？？", "？"),
    ("了了", "了"),
    ("项目项目", "项目"),
    ("的公开材料中公开的材料里", "公开的材料里"),
    ("公开材料里公开的材料里", "公开的材料里"),
    ("公开里公开的材料里", "公开的材料里"),
    ("呢呢", "呢"),
    ("预算预算", "预算"),
    ("预算数预算", "预算数"),
    ("安排安排", "安排"),
    ("呢啊", "呢"),
    ("呢呀", "呢"),
    ("吗啊", "吗"),
    ("吗呀", "吗"),
    ("吗呢", "吗"),
)


@dataclass(frozen=True, slots=True)
class Phrase:
    """A worded question with the phrasing that it comes from and what was done to it."""

    text: str
    tags: tuple[str, ...]


def worded(kind: str, slots: Mapping[str, str], random: Random) -> Phrase:
    """Return one wording of ``kind``; every slot that its patterns name has to be given."""
    ways = patterns()[kind]
    number = random.randrange(len(ways))
    return Phrase(tidy(filled(ways[number], slots, random)), (f"{kind}-{number + 1}",))


def filled(pattern: str, slots: Mapping[str, str], random: Random) -> str:
    """Expand the pieces of a pattern until only words are left."""
    pieces = choices("questions_fragments.tsv")
    while "[" in pattern or "{" in pattern:
        pattern = OPTIONAL.sub(lambda m: m[1] if random.random() < 0.4 else "", pattern)
        pattern = SLOT.sub(
            lambda m: slots[m[1]] if m[1] in slots else random.choice(pieces[m[1]]), pattern
        )
    return pattern


def tidy(text: str) -> str:
    """Mend the seams of joined pieces."""
    for doubled, single in DOUBLED:
        text = text.replace(doubled, single)
    text = re.sub(r"？(?=[呀啊呢])|(?<=？)[。？]|。(?=[呀啊呢？])", "", text)
    text = re.sub(r"[？。]([，、])", r"\1", text)
    text = re.sub(r"（[，\s]*|[，\s]*）", lambda m: m[0].strip("， "), text).replace("（）", "")
    return re.sub(r" +", " ", text).strip(" ，、的")


def bare(text: str) -> str:
    """Return the text as it is typed without punctuation; brackets and 《》 stay."""
    return (
        re.sub(r"[？。！?]+$", "", text)
        .replace("，", "")
        .replace("？", " ")
        .replace("“", "")
        .replace("”", "")
    )


def in_traditional(text: str) -> str:
    """Return the text in traditional characters."""
    return text.translate(traditional())


def mistyped(name: str, known: Collection[str], random: Random) -> str:
    """Return ``name`` with one character mistyped, or "" where that is not safe."""
    table = choices("questions_typos.tsv")
    places = [i for i, char in enumerate(name) if char in table]
    if len(name) < SHORTEST_MISTYPED or not places:
        return ""
    at = random.choice(places)
    typed = name[:at] + random.choice(random.choice(table[name[at]])) + name[at + 1 :]
    return "" if typed in known else typed


def shortened(name: str, others: Collection[str], random: Random) -> str:
    """Return ``name`` with one inner character dropped, or "" where it could be another name."""
    if len(name) < SHORTEST_DROPPED or not name.isalpha():
        return ""
    at = random.randrange(1, len(name) - 1)
    typed = name[:at] + name[at + 1 :]
    rivals = [other for other in others if other != name]
    near = any(contains_in_order(o, typed) or contains_in_order(typed, o) for o in rivals)
    return "" if near else typed


def contains_in_order(name: str, part: str) -> bool:
    """Whether the characters of ``part`` occur in ``name`` in this order."""
    rest = iter(name)
    return all(char in rest for char in part)
