"""Counts Word's automatic numbering, so that 「一、」 stands in front of its paragraph as printed.

The numbers are nowhere in a Word file: it says only which list and level a paragraph belongs to.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from xml.etree.ElementTree import Element

from corpus.readers.word_numerals import numeral
from corpus.readers.word_package import MC, W, alternative, is_on, number_at, value_at
from corpus.readers.word_styles import Numbering, Styles

MAX_LINKS = 5  # lists that a list may take its levels from
LEVELS = 9
PLACE = re.compile(r"%([1-9])")
GAPS = {"nothing": "", "space": " "}
PRINTED_BULLETS = ("Lo", "No")  # Unicode categories: 甲 and ①, where • and o are decoration


@dataclass(frozen=True, slots=True)
class Level:
    """How one level of a list counts and prints."""

    start: int = 1
    style: str = "decimal"
    text: str = ""  # 「第%1部分」
    gap: str = "tab"
    plain: bool = False  # all numbers in digits, whatever their own style says
    restart: int | None = None  # 1-based level that restarts this one; 0 never, None any above
    follows: str = ""  # id of the paragraph style that belongs to this level


@dataclass(frozen=True, slots=True)
class _List:
    counter: str  # lists with one definition share their count
    levels: Mapping[int, Level]
    starts: Mapping[int, int]  # where this list begins anew


class Numbers:
    """Counts the paragraphs of one document, which have to be asked for in printed order."""

    def __init__(self, part: Element, styles: Styles) -> None:
        self._styles = styles
        self._abstract = {a.get(W + "abstractNumId", ""): a for a in part.iter(W + "abstractNum")}
        self._nums = {n.get(W + "numId", ""): n for n in part.findall(W + "num")}
        self._lists: dict[str, _List | None] = {}
        self._counts: dict[str, dict[int, int]] = defaultdict(dict)
        self._begun: set[tuple[str, int]] = set()

    def label_of(self, paragraph: Element) -> str:
        """Return the printed number with the gap behind it, "" for none; counts it."""
        numbering = self._numbering(paragraph)
        found = self._list(numbering.list)
        if found is None:
            return ""
        depth = self._depth(numbering, found, paragraph)
        if depth not in found.levels:
            return ""
        counts = self._count(numbering.list, found, depth)
        label = _label(found.levels, depth, counts)
        return label + GAPS.get(found.levels[depth].gap, "\t") if label else ""

    def _numbering(self, paragraph: Element) -> Numbering:
        own = _numbering_in(paragraph)
        if own is not None and own.list:
            return own
        for _, style in self._styles.chain(self._styles.style_of(paragraph)):
            inherited = _numbering_in(style)
            if inherited is not None and inherited.list:
                return inherited if own is None else replace(inherited, level=own.level)
        return Numbering("", None)

    def _depth(self, numbering: Numbering, found: _List, paragraph: Element) -> int:
        """A level names the style that it numbers; else the paragraph or style gives the level."""
        own = _numbering_in(paragraph)
        if own is None or not own.list:
            names = [name for name, _ in self._styles.chain(self._styles.style_of(paragraph))]
            for name in names:
                for depth, level in found.levels.items():
                    if level.follows == name:
                        return depth
        return numbering.level or 0

    def _list(self, identifier: str) -> _List | None:
        if identifier not in self._lists:
            self._lists[identifier] = self._built(identifier)
        return self._lists[identifier]

    def _built(self, identifier: str) -> _List | None:
        num = self._nums.get(identifier)
        definition, counter = self._definition(num)
        if num is None or definition is None:
            return None
        levels = {number_of(lvl): _level(lvl) for lvl in definition.findall(W + "lvl")}
        starts: dict[int, int] = {}
        for override in num.findall(W + "lvlOverride"):
            depth = number_of(override)
            if (own := override.find(W + "lvl")) is not None:
                levels[depth] = _level(own)
            if value_at(override, "startOverride") is not None:
                starts[depth] = number_at(override, "startOverride", 1)
        return _List(counter, levels, starts)

    def _definition(self, num: Element | None) -> tuple[Element | None, str]:
        """The definition of a list, through the style that it may be linked to."""
        for _ in range(MAX_LINKS):
            counter = value_at(num, "abstractNumId") or ""
            definition = self._abstract.get(counter)
            link = value_at(definition, "numStyleLink")
            if definition is None or link is None or definition.find(W + "lvl") is not None:
                return definition, counter
            chain = self._styles.chain(link)
            lists = (value_at(style, "pPr/numPr/numId") for _, style in chain)
            num = self._nums.get(next(filter(None, lists), ""))
        return None, ""

    def _count(self, identifier: str, found: _List, depth: int) -> Mapping[int, int]:
        counts = self._counts[found.counter]
        anew = depth in found.starts and (identifier, depth) not in self._begun
        self._begun.add((identifier, depth))
        if anew:
            counts[depth] = found.starts[depth]
        elif depth in counts:
            counts[depth] += 1
        else:
            counts[depth] = found.starts.get(depth, found.levels[depth].start)
        for below in [d for d in counts if d > depth]:
            restart = found.levels[below].restart if below in found.levels else None
            if restart is None or depth < restart:
                del counts[below]
        return counts


def number_of(level: Element) -> int:
    """Return ``w:ilvl`` of a level, 0 when it is missing or no number."""
    value = level.get(W + "ilvl", "")
    return int(value) if value.isdecimal() else 0


def _numbering_in(holder: Element) -> Numbering | None:
    """What a paragraph or a style says itself."""
    numbering = holder.find(f"{W}pPr/{W}numPr")
    if numbering is None:
        return None
    level = value_at(numbering, "ilvl")
    depth = number_at(numbering, "ilvl", 0) if level is not None else None
    return Numbering(value_at(numbering, "numId") or "", depth)


def _level(level: Element) -> Level:
    restart = value_at(level, "lvlRestart")
    style = _number_format(level)
    return Level(
        start=number_at(level, "start", 1),
        style=style,
        text=_bullet(level) if style == "bullet" else value_at(level, "lvlText") or "",
        gap=value_at(level, "suff") or "tab",
        plain=bool(is_on(level, "isLgl")),
        restart=None if restart is None else number_at(level, "lvlRestart", 0),
        follows=value_at(level, "pStyle") or "",
    )


def _number_format(level: Element) -> str:
    """A format that old versions do not know stands in the first of two alternatives."""
    content = level.find(MC + "AlternateContent")
    holder = level if content is None else alternative(content)
    found = holder.find(W + "numFmt")
    if found is None:
        return "decimal"
    if found.get(W + "val") == "custom":
        return "decimalZero" if found.get(W + "format", "").startswith("01") else "decimal"
    return found.get(W + "val", "decimal")


def _bullet(level: Element) -> str:
    text = value_at(level, "lvlText") or ""
    return text if text and unicodedata.category(text[0]) in PRINTED_BULLETS else ""


def _label(levels: Mapping[int, Level], depth: int, counts: Mapping[int, int]) -> str:
    """「第%1部分」 with its numbers; a level above that has not come yet shows its start."""
    own = levels[depth]

    def written(match: re.Match[str]) -> str:
        at = int(match[1]) - 1
        level = levels.get(at, Level())
        number = counts.get(at, level.start)
        style = "decimal" if own.plain and level.style != "none" else level.style
        return numeral(number, style)

    return PLACE.sub(written, own.text)
