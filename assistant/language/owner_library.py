"""The bodies of a library under every name that people give them.

Documents whose owners are spelt differently (北岭彝族自治州…, 北岭州…) belong to one ``Body``. Only
names and texts of the library are looked at; what a question means is decided in ``owners``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import Protocol

from assistant.language.ngrams import Printed
from assistant.language.twins import is_alone
from corpus.owner_names import (
    HAN,
    OwnerName,
    Region,
    cores_of,
    inner_cores,
    owner_name,
    places,
    region_named,
    words_of,
)
from corpus.vocabulary import lines_of, rows_of

CUE_DISTANCE = 24  # characters before a unit's name in which a cue word counts
SPACES = re.compile(r"[ \u3000]+")
TWO_REGIONS = re.compile(rf"({HAN}{{2,3}}市)({HAN}{{2,}}[市区县旗])")
TOWN_CORES = frozenset({"", "人民政府"})


class Owned(Protocol):
    """What is asked of a document: any value with these fields will do."""

    @property
    def id(self) -> str: ...  # noqa: D102
    @property
    def owner(self) -> str: ...  # noqa: D102
    @property
    def kind(self) -> str: ...  # noqa: D102


@cache
def forms_of(region: Region) -> frozenset[str]:
    """Return the ways to write a region."""
    return region.forms


@dataclass(frozen=True, slots=True)
class Body:
    """One public body. name: its fullest printed name; documents: ids, in library order."""

    name: str
    regions: tuple[Region, ...]
    cores: tuple[str, ...]
    documents: tuple[str, ...]
    spellings: tuple[str, ...]

    @property
    def is_town(self) -> bool:
        """Tell whether the last region is the body itself: 望河街道办事处."""
        last = self.regions[-1].level if self.regions else ""
        return bool(self.regions) and (
            "" in self.cores or (last == "town" and not TOWN_CORES.isdisjoint(self.cores))
        )

    @property
    def seat(self) -> Region | None:
        """The innermost region that is no town, None without one."""
        return next((r for r in reversed(self.regions) if r.level != "town"), None)

    @property
    def level(self) -> str:
        """What people say for its level: 区 of 临江区水务局; "" without a region."""
        return self.seat.word if self.seat else ""

    def is_in(self, regions: Sequence[frozenset[str]]) -> bool:
        """Tell whether every region (given by its forms) is one of this body's."""
        return all(any(forms & forms_of(region) for region in self.regions) for forms in regions)

    def sits_in(self, forms: frozenset[str]) -> bool:
        """Tell whether the innermost region is the one with these forms."""
        return bool(self.regions) and bool(forms & forms_of(self.regions[-1]))

    def answers_for(self, forms: frozenset[str]) -> bool:
        """Tell whether it is one of this region's own bodies: its towns count as well."""
        return self.sits_in(forms) or (self.seat is not None and bool(forms & forms_of(self.seat)))

    def is_cut_in(self, printed: str) -> bool:
        """Tell whether ``printed`` leaves out a whole word: 教育局 for 教育体育局."""
        return all(
            any(len(word) > 1 and word[0] not in printed for word in words_of(core)[1:-1])
            for core in self.cores
        )


def bodies_of(documents: Iterable[Owned]) -> tuple[Body, ...]:
    """Gather documents into bodies; two spellings are one body when regions and cores agree."""
    bodies: list[Body] = []
    of_core: dict[str, set[int]] = {}
    for document in documents:
        if not document.owner:
            continue
        fresh = _body(document)
        alike = sorted(set().union(*(of_core.get(core, ()) for core in fresh.cores)))
        at = next((index for index in alike if _same(bodies[index], fresh)), len(bodies))
        if at < len(bodies):
            bodies[at] = _joined(bodies[at], fresh)
        else:
            bodies.append(fresh)
        for core in bodies[at].cores:
            of_core.setdefault(core, set()).add(at)
    return tuple(bodies)


def _body(document: Owned) -> Body:
    name: OwnerName = owner_name(document.owner, is_body=True)
    core = name.core or ("" if name.regions else name.tail)
    others = _spoken_for().get(document.kind, ()) if name.regions else ()
    spread = tuple(dict.fromkeys((*cores_of(core), *inner_cores(core), *others)))
    regions = tuple(part for region in name.regions for part in _apart(region))
    return Body(document.owner, regions, spread, (document.id,), (document.owner,))


def _apart(region: Region) -> tuple[Region, ...]:
    """Return the two regions of one name: 云城市 looks like the word 城市 to what reads names."""
    match = TWO_REGIONS.fullmatch(region.name)
    if match is None or region.name in places():
        return (region,)
    return region_named(match[1]), region_named(match[2])


@cache
def _spoken_for() -> dict[str, tuple[str, ...]]:
    """Return the bodies that a kind of document speaks for besides its owner."""
    rows = rows_of("body_kinds.tsv", columns=2)
    return {
        kind: tuple(c for name in names.split("|") for c in cores_of(name)) for kind, names in rows
    }


def _same(one: Body, other: Body) -> bool:
    if set(one.cores).isdisjoint(other.cores) or bool(one.regions) != bool(other.regions):
        return False
    if not one.regions:
        return True
    short, long = sorted((one.regions, other.regions), key=len)
    return all(
        not forms_of(a).isdisjoint(forms_of(b)) and a.word == b.word
        for a, b in zip(reversed(short), reversed(long), strict=False)
    )


def _joined(one: Body, other: Body) -> Body:
    fuller = max((one, other), key=lambda body: (not is_alone(body.name), len(body.name)))
    spellings = tuple(dict.fromkeys((*one.spellings, *other.spellings)))
    cores = tuple(dict.fromkeys((*one.cores, *other.cores)))
    documents = (*one.documents, *other.documents)
    return replace(fuller, cores=cores, documents=documents, spellings=spellings)


class Texts:
    """The documents' texts, asked whether and where they print a name."""

    def __init__(
        self, texts: Mapping[str, str], printed: Printed | None = None, *, is_searched: bool = True
    ) -> None:
        """``texts``: by document id; ``printed``: what they print, if that is known already.

        Without ``is_searched`` no text is read but those in which a unit is looked for.
        """
        self._texts = texts
        self._searched = [closed_up(text) for text in texts.values()] if is_searched else []
        self.printed = printed or Printed(self._searched)
        self._loosely: dict[str, bool] = {}

    def prints(self, phrase: str) -> bool:
        """Tell whether any document prints the phrase, spaces ignored."""
        held = self.printed.prints(phrase)
        return held and (not self._searched or any(phrase in text for text in self._searched))

    def prints_loosely(self, phrase: str, within: Sequence[str] = ()) -> bool:
        """Tell whether a document (one of ``within``) prints the phrase or what it abbreviates."""
        if within:
            texts = (closed_up(self._texts.get(id, "")) for id in within)
            return any(_loose(phrase).search(text) for text in texts)
        if phrase not in self._loosely:
            self._loosely[phrase] = self.prints(phrase) or self._prints_longer(phrase)
        return self._loosely[phrase]

    def _prints_longer(self, phrase: str) -> bool:
        pattern = _loose(phrase)
        if pattern.pattern == re.escape(phrase) or not self.printed.characters.issuperset(phrase):
            return False
        return any(pattern.search(text) for text in self._searched)

    def units_named(self, phrase: str, prefixes: Iterable[str], ids: Iterable[str]) -> list[str]:
        """Return the documents that show ``phrase`` as the name of a unit of their own.

        A unit stands alone on its line, or after a word such as 下设, 实施单位; merely being
        mentioned (「由青禾市财政局安排」) makes no unit.
        """
        before = "|".join(sorted(map(re.escape, prefixes), key=len, reverse=True))
        name = re.compile(f"(?P<region>(?:{before})*)(?:{_loose(phrase).pattern})")
        return [id for id in ids if _shows_unit(closed_up(self._texts.get(id, "")), name)]


@lru_cache(maxsize=512)
def closed_up(text: str) -> str:
    """Return a text without spaces: converters set them between any two characters."""
    return SPACES.sub("", text)


def _shows_unit(text: str, name: re.Pattern[str]) -> bool:
    for match in name.finditer(text):
        start = text.rfind("\n", 0, match.start()) + 1
        stop = text.find("\n", match.end())
        line = text[start : stop if stop >= 0 else len(text)]
        if _alone().fullmatch(line.replace(match.group(), "@", 1)):
            return True
        near = text[max(start, match.start() - CUE_DISTANCE) : match.start()]
        if any(cue in near for cue in lines_of("entity_cues.tsv")):
            return True
    return False


@cache
def _alone() -> re.Pattern[str]:
    return re.compile(r"[\W\d一二三四五六七八九十_]*@(?:[（(]本级[）)]|本级)?[\W_]*")


@cache
def _loose(phrase: str) -> re.Pattern[str]:
    """Return a pattern for what ``phrase`` may abbreviate: 医保中心 finds 医疗保险中心."""
    words = words_of(phrase)
    parts = [c for word in words[:-1] for c in (word if len(word) < 3 else [word])]
    if len(phrase) > 6 or len(words) < 2:
        return re.compile(re.escape(phrase))
    heads = {row[0]: row[1].split("|") for row in rows_of("body_suffixes.tsv", columns=4)}
    full = [name for name, shorts in heads.items() if words[-1] in shorts]
    head = "|".join(map(re.escape, sorted((words[-1], *full), key=len, reverse=True)))
    return re.compile(f"{HAN}{{0,2}}?".join(map(re.escape, parts)) + f"{HAN}{{0,3}}?(?:{head})")
