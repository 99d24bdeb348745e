"""Scans a question from left to right for names of bodies and regions.

A name is: regions, or a level (区财政局), what the body is, a tail, a region in brackets. Each
method reads one kind of name at one place and returns None where there is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Literal

from assistant.language.foreign_names import (
    IS_SUBJECT,
    MAY_BE_SUBJECT,
    lead_in_ends,
    may_be_stem,
)
from assistant.language.owner_known import Known
from assistant.language.owner_library import Body
from corpus.owner_names import (
    HAN,
    Region,
    listed_names,
    places_around,
    region_at,
    region_within,
    words_of,
)
from corpus.vocabulary import lines_of, rows_of

NAMES_IN_NOTE = 3
JOINT = re.compile(r"[\s的“「·]*")  # what may part a region from its body
LEVEL_JOINT = re.compile(r"[\s的“「·]*(?:[省市区县州旗](?=[\u4e00-\u9fff]))?")
Status = Literal["named", "region-only", "entity", "unknown", "none"]


@dataclass(frozen=True, slots=True)
class Name:
    """One name in the question: what it is, and what it stands for."""

    start: int
    end: int
    status: Status
    bodies: tuple[Body, ...] = ()
    documents: tuple[str, ...] = ()
    note: str = ""
    bare: bool = False  # a body without region or level: 「水务局」


@dataclass(frozen=True, slots=True)
class Scan:
    """One pass over one question."""

    known: Known
    text: str

    def names(self) -> Iterable[Name]:
        """Yield the names from left to right; none overlap."""
        place = 0
        while place < len(self.text):
            name = self._name_at(place)
            if name is not None:
                yield name
            place = name.end if name else place + 1

    def _name_at(self, start: int) -> Name | None:
        regions, end = self._regions(start)
        if regions:
            return self._in_region(start, end, regions)
        return (
            self._above(start)
            or self._foreign(start)
            or self._by_body(start)
            or self._by_level(start)
            or self._by_strange_body(start)
        )

    def _regions(self, start: int) -> tuple[list[frozenset[str]], int]:
        """Read known regions one after the other; return their forms and where they end."""
        found: list[frozenset[str]] = []
        end = start
        while True:
            place = self._after_filler(end) if found else end
            form = self.known.form_at(self.text, place)
            full = region_within(self.text, place) or region_at(self.text, place)
            if self._begins_body(full.name if full else form, place):
                form, full = (full.name if full else form)[:-1], None
            if full and len(full.name) > len(form) and self._is_known(full):
                form, forms = full.name, full.forms - {full.short}
            elif form and not (full and self._is_namesake(full, form)):
                forms = self.known.regions[form]
            else:
                return found, end
            found.append(forms)
            end = place + len(form)

    def _begins_body(self, region: str, place: int) -> bool:
        """Tell whether a region's last character is a body's first: 青禾 + 市场监督管理局."""
        last = place + len(region) - 1
        known = region[:-1] in self.known.regions
        return known and self._body(last, self.known.bodies)[1] > last + 1

    def _is_namesake(self, region: Region, form: str) -> bool:
        """Tell whether a full name only begins like a known one: 青禾市 is not 青禾县."""
        return region.short == form and region.level != "town" and not self._is_known(region)

    def _is_known(self, region: Region) -> bool:
        """Tell whether the library has this region under another name: 青禾州, 青禾回族自治州."""
        return any(form in self.known.regions for form in region.forms if form != region.short)

    def _after_filler(self, place: int) -> int:
        for filler in lines_of("body_fillers.tsv"):
            if self.text.startswith(filler, place):
                return place + len(filler)
        return place + len(self.text[place:]) - len(self.text[place:].lstrip(" "))

    def _above(self, start: int) -> Name | None:
        """Read 「某省青禾市水务局」: a listed region above known ones, if it is not another one."""
        upper = self.known.foreign.listed_at(self.text, start)
        if upper is None:
            return None
        region, end = upper
        regions, stop = self._regions(self._after_filler(end))
        if regions:
            name = self._in_region(start, stop, regions)
            fits = any(_lies_in(body, region) for body in name.bodies)
            return name if fits else replace(name, status="unknown", bodies=(), documents=())
        under = tuple(body for body in self.known.bodies if _lies_in(body, region))
        if not under or self.known.foreign.region_end(self.text, end, after_region=True):
            return None
        return None if self._names_body(end) else self._region_only(start, end, under, region.forms)

    def _names_body(self, end: int) -> bool:
        known = self._body(self._joint(end), self.known.bodies)[0]
        return bool(known) or self.known.foreign.body_end(self.text, end) is not None

    def _in_region(self, start: int, end: int, regions: list[frozenset[str]]) -> Name:
        inside = self._inside(regions)
        seated = [body for body in inside if body.sits_in(regions[-1])]
        best, stop = self._body(self._joint(end), seated)
        if best:
            return Name(start, self._tail(stop), "named", best)
        return (
            self._town(start, end, seated)
            or self._deeper(start, end)
            or self._unit_or_unknown(start, end, inside)
            or self._headless(start, end, seated)
            or self._region_only(start, end, inside, regions[-1])
        )

    def _inside(self, regions: list[frozenset[str]]) -> list[Body]:
        """Return the bodies in the innermost region that no region above it contradicts."""
        *above, last = regions
        inside = self.known.bodies_in(last)
        for forms in above:
            levels = self.known.levels_of(forms)
            inside = [
                body
                for body in inside
                if body.is_in([forms]) or levels.isdisjoint(r.level for r in body.regions)
            ]
        return inside

    def _deeper(self, start: int, end: int) -> Name | None:
        """Read a region inside a known one that the library does not have."""
        deeper = self.known.foreign.region_end(self.text, end, after_region=True)
        return None if deeper is None else Name(start, self._foreign_end(deeper), "unknown")

    def _joint(self, end: int) -> int:
        """Skip what may part a region from its body: spaces, 的, quotation marks."""
        near, skipped = _end(JOINT, self.text, end), _end(LEVEL_JOINT, self.text, end)
        if self._body(near, self.known.bodies)[0]:
            return near
        return skipped if self._body(skipped, self.known.bodies)[0] else near

    def _body(self, place: int, among: Sequence[Body]) -> tuple[tuple[Body, ...], int]:
        """Return the bodies whose name at ``place`` is longest, and where it ends."""
        known = self.known.ends_at(self.text, place, among)
        stop = max((end for _, end in known), default=place)
        if not known or _runs_on(self.text, place, stop):
            return (), place
        longest = tuple(body for body, end in known if end == stop)
        exact = tuple(body for body in longest if self.text[place:stop] in body.cores)
        return exact or longest, stop

    def _tail(self, end: int) -> int:
        """Take 办公厅, 机关, （北岭）… behind a name in, unless a longer word begins there."""
        for tail, stops in sorted(rows_of("body_tails.tsv", columns=2), key=lambda r: -len(r[0])):
            held = any(self.text.startswith(s, end) for s in stops.split("|") if s)
            if self.text.startswith(tail, end) and not held:
                return end + len(tail)
        return end

    def _town(self, start: int, end: int, seated: Sequence[Body]) -> Name | None:
        towns = tuple(body for body in seated if body.is_town)
        if not towns:
            return None
        stop = self._after_filler(end) if self.text.startswith("人民政府", end) else end
        if self.known.foreign.weak_body_end(self.text, stop):
            return None
        return Name(start, self._tail(stop), "named", towns)

    def _unit_or_unknown(self, start: int, end: int, inside: Sequence[Body]) -> Name | None:
        """Read a body that owns no document: a unit of one that does, or unknown."""
        ids = [id for body in inside for id in body.documents]
        forms = {form for body in inside for region in body.regions for form in region.forms}
        elsewhere, stop = self._body(self._joint(end), inside)
        if elsewhere:  # 青禾市水务局, where only 青禾市临江区水务局 is there
            return Name(start, self._tail(stop), "unknown")
        for phrase in self.known.foreign.phrases(self.text, end):
            found = self.known.texts.units_named(phrase, forms, ids)
            if found:
                owners = tuple(b for b in inside if not set(found).isdisjoint(b.documents))
                return Name(start, end + len(phrase), "entity", owners, tuple(found))
        names = self.known.foreign
        foreign = self._namesake_end(end) or names.body_end(self.text, end)
        foreign = foreign or names.weak_body_end(self.text, end, region=start, within=ids)
        foreign = foreign or names.institution_end(self.text, end, region=start)
        foreign = foreign or names.short_body_end(self.text, end)
        return None if foreign is None else Name(start, self._tail(foreign), "unknown")

    def _namesake_end(self, end: int) -> int | None:
        """Return where a body ends that the library has in other regions only."""
        others = [body for body in self.known.bodies if body.regions]
        known, stop = self._body(end, others)
        return stop if known and self.text[end:stop] in known[0].cores else None

    def _headless(self, start: int, end: int, seated: Sequence[Body]) -> Name | None:
        """Read 「青禾水务 2026年」: a body without its 局, where nothing runs on behind it."""
        stops = {body: self._headless_end(end, body) for body in seated}
        stop = max(filter(None, stops.values()), default=None)
        meant = tuple(body for body in seated if stop is not None and stops[body] == stop)
        return Name(start, stop, "named", meant) if stop is not None else None

    def _headless_end(self, end: int, body: Body) -> int | None:
        for core in filter(None, body.cores):
            words = words_of(core)[:-1]
            for form in ("".join(words), "".join(word[0] for word in words)):
                stop = end + len(form)
                if len(form) > 1 and self.text.startswith(form, end) and self._ends(stop):
                    return stop
        return None

    def _ends(self, place: int) -> bool:
        return not re.match(HAN, self.text[place : place + 1]) or self.text[place] in "的在"

    def _region_only(
        self, start: int, end: int, inside: Sequence[Body], region: frozenset[str]
    ) -> Name:
        own = tuple(body for body in inside if body.answers_for(region))
        if own:
            return Name(start, end, "region-only", own)
        names = "、".join(body.name for body in inside[:NAMES_IN_NOTE])
        more = f"等{len(inside)}个部门" if len(inside) > NAMES_IN_NOTE else ""
        note = f"库中没有「{self.text[start:end]}」本级的部门，按其下的{names}{more}查找"
        return Name(start, end, "region-only", tuple(inside), note=note)

    def _foreign(self, start: int) -> Name | None:
        end = self.known.foreign.region_end(self.text, start, after_region=False)
        return None if end is None else Name(start, self._foreign_end(end), "unknown")

    def _foreign_end(self, end: int) -> int:
        """Return where the name that a foreign region begins ends: further regions, a body."""
        place = self._after_filler(end)
        best, stop = self._body(place, self.known.bodies)
        if best:
            return self._tail(stop)
        further = region_at(self.text, place)
        if further is not None and may_be_stem(further.stem):
            return self._foreign_end(place + len(further.name))
        body = self.known.foreign.body_end(self.text, end)
        return self._tail(body or end)

    def _by_level(self, start: int) -> Name | None:
        """Read 「区财政局」, 「州医保局（北岭）」."""
        printed = next((w for w in _level_words() if self.text.startswith(w, start)), "")
        if not printed or not self._is_clean(start):
            return None
        word, place = _level_words()[printed], start + len(printed)
        best, stop = self._body(place, self.known.bodies)
        if best:
            inner, outer = self._bracket(self._tail(stop))
            fitting = [b for b in best if b.level == word and b.is_in(inner)]
            return Name(start, outer, "named" if fitting else "unknown", tuple(fitting))
        end = self._strange_body(place, bare=False)
        return None if end is None else Name(start, end, "unknown")

    def _strange_body(self, start: int, *, bare: bool) -> int | None:
        """Return where a body ends that neither the library nor any of its texts has."""
        end = self.known.foreign.body_end(self.text, start)
        if end is None:
            return None
        if bare and not MAY_BE_SUBJECT.match(self.text, end):
            return None
        content = self.known.texts.prints_loosely(self.text[start:end])
        if content and not IS_SUBJECT.match(self.text, end):
            return None
        held = any(self._body(place, self.known.bodies)[0] for place in range(start + 1, end - 1))
        named = self.known.names_region(self.text[start:end])
        return None if held or named else end

    def _bracket(self, end: int) -> tuple[list[frozenset[str]], int]:
        """Read a region in brackets behind a name."""
        if self.text[end : end + 1] in {"（", "("}:
            regions, stop = self._regions(end + 1)
            if regions and self.text[stop : stop + 1] in {"）", ")"}:
                return regions, stop + 1
        return [], end

    def _by_body(self, start: int) -> Name | None:
        """Read a body of the library without its region: 「医保局」."""
        best, stop = self._body(start, self.known.bodies)
        best = tuple(body for body in best if not body.is_town)  # 政府 alone is any government
        return self._bare(start, stop, best) if best else None

    def _by_strange_body(self, start: int) -> Name | None:
        if not self._is_clean(start):
            return None
        end = self._strange_body(start, bare=True)
        end = end or self.known.foreign.institution_end(self.text, start)
        if end is None or self.known.names_region(self.text[start:end]):
            return None
        return Name(start, end, "unknown")

    def _bare(self, start: int, stop: int, best: tuple[Body, ...]) -> Name | None:
        if not (self._has_head(start, stop) or self._ends(stop) or self._tail(stop) > stop):
            return None
        chunk = self.known.foreign.strange_prefix(self.text, start)
        if chunk:
            return Name(start - len(chunk), self._tail(stop), "unknown")
        inner, outer = self._bracket(self._tail(stop))
        fitting = tuple(b for b in best if b.is_in(inner))
        return Name(start, outer, "named" if fitting else "unknown", fitting, bare=not inner)

    def _has_head(self, start: int, stop: int) -> bool:
        heads = (row[0] for row in rows_of("body_suffixes.tsv", columns=4))
        return any(self.text.endswith(h, start, stop) for h in heads if h != "人大")

    def _is_clean(self, start: int) -> bool:
        """Tell whether a name may begin here: not in the middle of another word."""
        return lead_in_ends(self.text, start)


def _lies_in(body: Body, upper: Region) -> bool:
    """Tell whether a body may lie in ``upper``; only what the lists say counts."""
    if any(upper.name == region.name for region in body.regions):
        return True
    same_level = any(region.level == upper.level for region in body.regions)
    listed = {name for region in body.regions for name in listed_names(region)}
    return not same_level and any(upper.name in places_around(name) for name in listed)


def _end(pattern: re.Pattern[str], text: str, start: int) -> int:
    match = pattern.match(text, start)
    return match.end() if match else start


def _runs_on(text: str, start: int, end: int) -> bool:
    """Tell whether the last word is another one in truth: 委 of 委托, 政府 of 政府采购."""
    return any(
        text.endswith(form, start, end) and text.startswith(stop, end - len(form))
        for form, stop in _longer_words()
    )


@cache
def _longer_words() -> tuple[tuple[str, str], ...]:
    rows = rows_of("body_suffixes.tsv", columns=4)
    forms = [(f, r[3].split("|")) for r in rows for f in (r[0], *r[1].split("|")) if f]
    return tuple((form, stop) for form, stops in forms for stop in stops if len(stop) > len(form))


@cache
def _level_words() -> dict[str, str]:
    """Return the word of a level by how it is said (自治州: 州), longest first."""
    rows = [r for r in rows_of("region_suffixes.tsv", columns=3) if r[1] != "town"]
    words = {said: row[2] for row in rows for said in (row[0], row[2])}
    return {said: words[said] for said in sorted(words, key=len, reverse=True)}
