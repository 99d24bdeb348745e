"""Takes the printed name of a public body apart: regions, what the body is, and its tail.

「中共青禾市临江区委组织部」 = 青禾市 · 临江区 · 委组织部. Only spelling rules and data files
are used, so that a body that nobody has heard of is read like any other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from corpus.vocabulary import lines_of, rows_of

HAN = "[\u4e00-\u9fff]"
LONGEST_STEM = 8  # characters before 省, 市, 区 … in a name that no list holds


@dataclass(frozen=True, slots=True)
class Region:
    """One region of a name: 临江区 is stem 临江, suffix 区, level county, word 区."""

    name: str
    stem: str
    level: str  # province, city, county, town
    word: str  # what people say for the level: 省, 市, 州, 区 …

    @property
    def forms(self) -> frozenset[str]:
        """The ways to write it: 北岭彝族自治州, 北岭州, 北岭; a stem of one character is none."""
        forms = {self.name, self.short + self.word}
        if self.level == "province" and self.word == "区":
            forms.discard(self.short + self.word)
        if len(self.short) > 1:
            forms.add(self.short)
        return frozenset(forms)

    @property
    def short(self) -> str:
        """The stem without the names of peoples: 北岭 of 北岭彝族自治州."""
        return _without_peoples(self.stem) if "自治" in self.name else self.stem


@dataclass(frozen=True, slots=True)
class OwnerName:
    """The parts of a body's name. ``core`` is "" where the last region is the body itself."""

    full: str
    regions: tuple[Region, ...]
    core: str
    tail: str

    @property
    def region(self) -> str:
        """The leading regions as printed, e.g. 青禾市临江区."""
        joined = [
            "".join(r.name for r in self.regions[:n]) for n in range(len(self.regions), 0, -1)
        ]
        return next((name for name in joined if name in self.full), "")


def owner_name(full: str, *, is_body: bool = False) -> OwnerName:
    """Take a full name apart; spaces are ignored.

    is_body: it is known to be a body's name, so that 西城区 is a region and no 城区.
    """
    name = re.sub(r"\s+", "", full)
    regions: list[Region] = []
    place, kept = 0, ""
    while True:
        filler = _filler(name, place)
        region = region_within(name, place) if is_body and not filler else None
        region = region or region_at(name, place + len(filler))
        if region is None:
            break
        kept += filler if filler in _kept_fillers() else ""
        regions.append(region)
        place += len(filler) + len(region.name)
    core, tail = _split_tail(kept + name[place:])
    return OwnerName(name, tuple(regions), core, tail)


def _filler(name: str, place: int) -> str:
    """Return 中共 and the like, and 人民政府, where a further region follows."""
    fillers = lines_of("body_fillers.tsv")
    found = (f for f in fillers if name.startswith(f, place) and region_at(name, place + len(f)))
    return next(found, "")


@cache
def _kept_fillers() -> frozenset[str]:
    return frozenset(row[0] for row in rows_of("body_fillers.tsv", columns=2) if row[1])


def _split_tail(rest: str) -> tuple[str, str]:
    """Part 办公厅, 办事处, 本级 from what the body is; 委办公室 stays whole."""
    for tail in sorted(lines_of("body_tails.tsv"), key=len, reverse=True):
        core = rest[: -len(tail)]
        if len(tail) > 1 and rest.endswith(tail) and len(core) != 1:
            inner_core, inner = _split_tail(core)
            return inner_core, inner + tail
    return rest, ""


def region_at(text: str, start: int) -> Region | None:
    """Return the region whose full name begins at ``start``, or None."""
    for length in _place_lengths():
        name = text[start : start + length]
        if name in places() and not _is_stopped(text, start, start + len(name)):
            return region_named(name)
    match = _pattern().match(text, start)
    while match:
        bare = match.group() in {suffix for suffix, _, _ in _suffix_rows()}  # 自治州, 高新区
        stopped = bare or _is_stopped(text, match.start(), match.end())
        if len(match["stem"]) > 1 and not stopped:
            return region_named(match.group())
        match = _longer(text, match)
    return None


def _longer(text: str, match: re.Match[str]) -> re.Match[str] | None:
    """Try the next suffix behind a refused one: 临市 is no region, 临市江区 may be."""
    if len(match.group()) > LONGEST_STEM:
        return None
    extended = re.compile(f"(?P<stem>{HAN}{{{len(match.group())},{LONGEST_STEM}}}?){_suffixes()}")
    return extended.match(text, match.start())


def region_within(name: str, place: int) -> Region | None:
    """Return a region that ends like an ordinary word, with one character before it: 西城区."""
    ends = [word for word, what in rows_of("region_stops.tsv", columns=2) if what == "end"]
    match = re.compile(f"{HAN}(?:{'|'.join(ends)})(?={HAN})").match(name, place)
    return region_named(match.group()) if match else None


@cache
def region_named(name: str) -> Region:
    """Return the region of this full name by the longest suffix that fits it."""
    for suffix, level, word in _suffix_rows():
        if name.endswith(suffix) and len(name) > len(suffix):
            level = places().get(name) or level
            return Region(name, name[: -len(suffix)], level, word)
    return Region(name, name, places().get(name, "county"), "")


@cache
def places() -> dict[str, str]:
    """Return the level of every listed region by its full name."""
    return {row[0]: row[1] for row in rows_of("places.tsv", columns=3)}


def listed_names(region: Region) -> frozenset[str]:
    """Return the listed full names of a region: 北岭州 is 北岭彝族自治州."""
    return _listed_by_form().get(region.short + region.word, frozenset())


@cache
def _listed_by_form() -> dict[str, frozenset[str]]:
    names: dict[str, frozenset[str]] = {}
    for region in map(region_named, places()):
        form = region.short + region.word
        names[form] = names.get(form, frozenset()) | {region.name}
    return names


@cache
def places_around(name: str) -> frozenset[str]:
    """Return the listed regions that a listed region of this name may lie in."""
    rows = rows_of("places.tsv", columns=3)
    return frozenset(around for row in rows if row[0] == name for around in row[2].split("|"))


@cache
def _place_lengths() -> tuple[int, ...]:
    return tuple(sorted({len(name) for name in places()}, reverse=True))


@cache
def _suffix_rows() -> tuple[tuple[str, str, str], ...]:
    rows = rows_of("region_suffixes.tsv", columns=3)
    return tuple((r[0], r[1], r[2]) for r in sorted(rows, key=lambda r: -len(r[0])))


@cache
def _suffixes() -> str:
    return "(?:" + "|".join(suffix for suffix, _, _ in _suffix_rows()) + ")"


@cache
def _pattern() -> re.Pattern[str]:
    return re.compile(f"(?P<stem>{HAN}{{1,{LONGEST_STEM}}}?){_suffixes()}")


def _is_stopped(text: str, start: int, end: int) -> bool:
    """Tell whether the suffix before ``end`` belongs to an ordinary word: 城乡, 市民.

    A word that runs on behind the suffix does not count where a body's word begins there:
    青禾市 + 民政局 is no 市民.
    """
    freed = bool(_body_word().match(text, end))
    stops = ((a, b) for a, b in _stops(text, start, end) if a < end <= b and a >= start - 1)
    return any(b == end or not freed for _, b in stops)


@cache
def _body_word() -> re.Pattern[str]:
    words = sorted((w for w in lines_of("body_words.tsv") if len(w) > 1), key=len, reverse=True)
    return re.compile("|".join(map(re.escape, words)))


def _stops(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    near = max(0, start - 1)
    for match in _stop_pattern().finditer(text, near, end + 4):
        yield match.span(1)


@cache
def _stop_pattern() -> re.Pattern[str]:
    words = sorted(lines_of("region_stops.tsv"), key=len, reverse=True)
    return re.compile(f"(?=({'|'.join(map(re.escape, words))}))")


@cache
def _without_peoples(stem: str) -> str:
    peoples = sorted(lines_of("peoples.tsv"), key=len, reverse=True)
    trimmed = stem
    while True:
        name = next((p for p in peoples if trimmed.endswith(p) and len(trimmed) > len(p) + 1), "")
        if not name:
            return trimmed
        trimmed = trimmed[: -len(name)]


@cache
def cores_of(core: str) -> tuple[str, ...]:
    """Return ``core`` and what the groups of ``body_aliases.tsv`` make of it."""
    found = [core]
    for name, others, *_ in rows_of("body_aliases.tsv", columns=2):
        group = (name, *others.split("|"))
        longest = max((w for w in group if w in core), key=len, default="")
        if longest:
            found += [core.replace(longest, other) for other in group if other != longest]
    return tuple(dict.fromkeys(found))


def inner_cores(core: str) -> tuple[str, ...]:
    """Return what people leave the front of: 组织部 of 委组织部, 交通警察支队 of 公安局交通…."""
    inside = re.search(f"[局委厅]({HAN}{{4,}})$", core)
    found = [core[1:]] if core.startswith("委") and len(core) > 2 else []
    return (*found, *([inside[1]] if inside else []))


@cache
def words_of(core: str) -> tuple[str, ...]:
    """Split a core into the words whose first characters an abbreviation may keep."""
    known = sorted((*lines_of("body_words.tsv"), *_heads()), key=len, reverse=True)
    pattern = "|".join(map(re.escape, known))
    return tuple(re.findall(f"{pattern}|.", core))


@cache
def _heads() -> dict[str, tuple[str, ...]]:
    rows = rows_of("body_suffixes.tsv", columns=4)
    return {row[0]: tuple(filter(None, row[1].split("|"))) for row in rows}


def abbreviation_end(text: str, start: int, core: str) -> int | None:
    """Return where the longest abbreviation of ``core`` that begins at ``start`` ends, or None.

    Every word may be whole, its first character, or left out; the first word and the head
    (局, 委员会 or its short form 委) have to be there, and two characters at least.
    """
    words = words_of(core)
    ends = {start + n for n in _prefixes(text, start, words[0], last=len(words) == 1)}
    for index, word in enumerate(words[1:], start=1):
        last = index == len(words) - 1
        further = {end + n for end in ends for n in _prefixes(text, end, word, last=last)}
        ends = further if last else ends | further
    long_enough = [end for end in ends if end - start > 1]
    return max(long_enough, default=None)


def _prefixes(text: str, place: int, word: str, *, last: bool) -> set[int]:
    """Return the lengths of the forms of ``word`` that stand at ``place``."""
    forms = {word, *_heads().get(word, ())} if last else {word, word[0]}
    return {len(form) for form in forms if text.startswith(form, place)}
