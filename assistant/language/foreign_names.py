"""Spots names of bodies and regions that no document of the library belongs to.

Precision counts: an item word (政府采购, 社区, 定点医院) that is taken for a body would turn a
good question away. A name has to begin where a name can begin, and end in a known suffix.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from assistant.language.aliases import aliases
from assistant.language.owner_library import Texts
from corpus.owner_names import HAN, Region, places, region_at, region_named
from corpus.vocabulary import lines_of, rows_of

LONGEST_PLACE = 12
LONGEST_BODY = 16  # characters of a body's name behind its region
SHORTEST_INSTITUTION = 4  # characters of a 大学, 公司 … without its region
LONGEST_FOREIGN_STEM = 4  # characters of an unlisted region before its 市, 区 …
JOINS = "和|与|跟|及|以及|、|比|还有|或者|或|同|加上"
IS_SUBJECT = re.compile(
    r"\s*(?:$|(?:19|20)?\d\d年|(?:19|20)\d\d|今年|去年|公务|三公|“三公”|部门预算|单位预算|机关运行)"
)
OPENS = re.compile(r"\s*(?:(?:19|20)\d\d年?度?[，,的]?\s*)?")
OF_A_YEAR = re.compile(r"\s*的?\s*(?:(?:19|20)\d\d年?|今年|去年)")
MAY_BE_SUBJECT = re.compile(
    r"$|[\s\d？?，,。：:]|年|的|本级|财政|部门|三公|公务|机关|预算|决算|今年|去年|经费|支出|收入|人员"
    r"|编制|有[多几没]|花了?多少|总|和|与|跟|比|在"
)


@dataclass(frozen=True, slots=True)
class ForeignNames:
    """Finds what the library does not have. regions: the forms of those that it has."""

    texts: Texts
    regions: Mapping[str, frozenset[str]]

    def region_end(self, text: str, start: int, *, after_region: bool) -> int | None:
        """Return where a region begins at ``start`` that the library does not have ends.

        after_region: a known region stands directly before (青禾市 + 河西区).
        """
        if not re.match(HAN, text[start : start + 1]):
            return None
        clean = after_region or lead_in_ends(text, start)
        full = self._full_name_end(text, start, clean=clean)
        return full or self._short_name_end(text, start, clean=clean)

    def _full_name_end(self, text: str, start: int, *, clean: bool) -> int | None:
        region = region_at(text, start)
        if region is None or self._holds_known(region) or _leads_in(text, start):
            return None
        end = start + len(region.name)
        before_body = self._body_follows(text, end) or self._is_whose(text, start, region)
        listed = region.name in places() and len(region.name) > 2
        if not before_body and (self.texts.prints(region.name) or not clean):
            return None
        if listed:
            return end
        unlisted = clean and (region.level != "province" or before_body)
        fits = unlisted and len(region.stem) <= LONGEST_FOREIGN_STEM and may_be_stem(region.stem)
        return end if fits and (before_body or MAY_BE_SUBJECT.match(text, end)) else None

    def _is_whose(self, text: str, start: int, region: Region) -> bool:
        """Tell whether a question opens with this name and does not go on with a printed item.

        「石岭县2025年…」 says whose numbers are asked; 「石岭县水利项目」 may be of another body.
        """
        end, before = start + len(region.name), text[:start]
        opens = OPENS.fullmatch(before) or before.strip() in _lead_ins()
        if not opens or region.level == "town":  # towns are items of the bodies above them
            return False
        item = re.match(rf"\s*的?({HAN}{{2}})", text[end:])
        return OF_A_YEAR.match(text, end) is not None or (
            item is not None and not self.texts.prints(text[start:end] + item[1])
        )

    def _holds_known(self, region: Region) -> bool:
        """Tell whether a known name stands inside; a namesake (青禾市, 青禾县) holds none."""
        return any(form in region.name for form in self.regions if form != region.short)

    def listed_at(self, text: str, start: int) -> tuple[Region, int] | None:
        """Return the listed province or city named at ``start``, and where its name ends."""
        for length in range(LONGEST_PLACE, 1, -1):
            region = _provinces_and_cities().get(text[start : start + length])
            if region:
                return region, start + length
        return None

    def _short_name_end(self, text: str, start: int, *, clean: bool) -> int | None:
        """Read 「官渡医保局」, 「官渡2026年」: a listed region without its suffix."""
        name = next(
            (s for s in (text[start : start + n] for n in (5, 4, 3, 2)) if s in _shorts()), ""
        )
        if not name or name in self.regions or not clean:
            return None
        end = start + len(name)
        if self._body_follows(text, end):
            return end
        subject = re.match(r"\s*(?:的|(?:20)?\d\d年)", text[end:])
        return end if subject and not self.texts.prints(name) else None

    def _body_follows(self, text: str, place: int) -> bool:
        return self.body_end(text, place) is not None

    def body_end(self, text: str, start: int) -> int | None:
        """Return where the first body's name that begins at ``start`` ends, or None."""
        match = _strong().match(text, start)
        if match is None or len(match.group()) < 2 or not _may_name_body(match.group()):
            return None
        first = _first_of_list().match(text, start)
        return first.end() if first and first.end() < match.end() else match.end()

    def phrases(self, text: str, start: int) -> Iterator[str]:
        """Yield what may be the name of a unit at ``start``, the longest first."""
        run = re.compile(f"{HAN}{{0,{LONGEST_BODY}}}").match(text, start)
        words = run.group() if run else ""
        ends = sorted({m.end(1) for m in _any_suffix().finditer(words)}, reverse=True)
        for end in ends:
            if end > 2 and _may_name_body(words[:end]):
                yield words[:end]

    def weak_body_end(
        self, text: str, start: int, *, region: int | None = None, within: Sequence[str] = ()
    ) -> int | None:
        """Return where a 中心 or 医院 ends that is a subject and that no document prints.

        region: where a region directly before begins; within: the documents of its bodies.
        """
        for phrase in self.phrases(text, start):
            end = start + len(phrase)
            is_subject = IS_SUBJECT.match(text, end) or self._parted(text, end, region)
            is_subject = is_subject or (bool(within) and text.startswith("的", end))
            if is_subject and not self.texts.prints_loosely(phrase, within):
                return end
        return None

    def short_body_end(self, text: str, start: int) -> int | None:
        """Return where the short name of a school ends that begins at ``start``, or None."""
        for name, stops in rows_of("short_body_names.tsv", columns=2):
            longer = any(text.startswith(stop, start) for stop in stops.split("|") if stop)
            if text.startswith(name, start) and not longer:
                return start + len(name)
        return None

    def _parted(self, text: str, end: int, region: int | None) -> bool:
        """Tell whether two names meet behind a region: no document prints one into the other."""
        after = text[end : end + 2]
        named = any(text.startswith(alias, end) for alias, _ in aliases())
        if region is None or len(after) < 2 or not (named or self.texts.prints(after)):
            return False
        return not self.texts.prints(text[end - 2 : end + 1])

    def institution_end(self, text: str, start: int, *, region: int | None = None) -> int | None:
        """Return where the name of a 大学, 公司 … that no document prints ends, or None.

        region: where a region directly before begins; without one the name has to be longer.
        """
        match = _institution().match(text, start)
        if match is None or _is_kind(match.group()) or _holds_words(match.group()):
            return None
        shortest = 2 if region is not None else SHORTEST_INSTITUTION
        whole = text[start if region is None else region : match.end()]
        end = match.end()
        is_subject = MAY_BE_SUBJECT.match(text, end) or self._parted(text, end, region)
        if end - start < shortest or not is_subject:
            return None
        return None if self.texts.prints(whole) else match.end()

    def strange_prefix(self, text: str, start: int) -> str:
        """Return the words directly before a body that look like a region unknown to us, or ""."""
        run = re.search(f"{HAN}*$", text[:start])
        words = run.group() if run else ""
        national = next((w for w in lines_of("national_words.tsv") if words.endswith(w)), "")
        if national:
            return national
        for begin in range(len(words)):
            if words[begin:] in _shorts() and lead_in_ends(text, start - len(words) + begin):
                return words[begin:]
            if self._is_strange_region(words[begin:]) and lead_in_ends(
                text, start - len(words) + begin
            ):
                return words[begin:]
        lead = next((w for w in _lead_ins() if words.endswith(w)), None)
        is_short = 1 < len(words) <= LONGEST_FOREIGN_STEM and lead is None
        known = self.texts.prints(words) or _holds_words(words)
        return words if is_short and not known else ""

    def _is_strange_region(self, words: str) -> bool:
        """Tell whether short words end like a region that no document prints: 云城市."""
        is_short = 2 < len(words) <= LONGEST_FOREIGN_STEM
        if not is_short or words[-1] not in "省市县区州旗" or _holds_words(words):
            return False
        return not self.texts.prints(words)


def _leads_in(text: str, start: int) -> bool:
    """Tell whether the name begins behind a word that leads in: 问 of 问青禾市."""
    lengths = {len(w) for w in _lead_ins() if text.startswith(w, start)}
    return any(region_at(text, start + length) for length in lengths)


def lead_in_ends(text: str, start: int) -> bool:
    """Tell whether a name may begin at ``start``: after no word, or after one that leads in."""
    before = text[:start]
    if not before or not "\u4e00" <= before[-1] <= "\u9fff":
        return True
    return before.endswith(_lead_ins())


def listed_with(text: str, start: int, end: int) -> bool:
    """Tell whether a name stands in a list or a comparison: 「甲局和乙局」, 「…，比乙市」."""
    before = re.search(f"(?:{JOINS})\\s*$", text[:start])
    after = re.match(f"\\s*(?:{JOINS})", text[end:])
    return bool(before or after)


@cache
def _lead_ins() -> tuple[str, ...]:
    return tuple(sorted(lines_of("owner_lead_ins.tsv"), key=len, reverse=True))


@cache
def _shorts() -> frozenset[str]:
    """Return the short forms of listed provinces, cities and counties, two characters and more."""
    stops = frozenset(lines_of("place_word_stops.tsv"))
    shorts = {region_named(name).short for name in places()}
    return frozenset(short for short in shorts if len(short) > 1 and short not in stops)


@cache
def _provinces_and_cities() -> dict[str, Region]:
    upper = (region_named(name) for name, level in places().items() if level != "county")
    return {form: region for region in upper for form in region.forms if len(form) > 1}


def _may_name_body(name: str) -> bool:
    whole, ends = _generic()
    return name not in whole and not name.endswith(ends) and not _holds_words(name)


def _is_kind(name: str) -> bool:
    """Tell whether a name ends in a kind of institutions: 县级公立医院 is nobody's name."""
    kinds = (kind for kind in _generic()[0] if len(kind) > 2)
    return name.endswith(tuple(kinds))


@cache
def _generic() -> tuple[frozenset[str], tuple[str, ...]]:
    """Return the words that are no name, and those that no name may end in."""
    rows = rows_of("generic_bodies.tsv", columns=2)
    whole = frozenset(word for word, how in rows if how != "end")
    return whole, tuple(word for word, how in rows if how == "end")


@cache
def _break_words() -> re.Pattern[str]:
    words = sorted(lines_of("name_breaks.tsv"), key=len, reverse=True)
    return re.compile("|".join(map(re.escape, words)))


def _holds_words(name: str) -> bool:
    """Tell whether words that no name holds stand inside: 的, 多少, 经费."""
    return bool(_break_words().search(name))


def may_be_stem(stem: str) -> bool:
    """Tell whether these characters may name an unlisted region: no joins, no bodies inside."""
    return not _holds_words(stem) and not re.search("[局委厅署院和与及跟或在、]", stem)


@cache
def _strong() -> re.Pattern[str]:
    """Match a body's name up to a strong suffix that is not part of another word."""
    endings = []
    for suffix, shorts, strength, stops in rows_of("body_suffixes.tsv", columns=4):
        if strength != "strong":
            continue
        for form in (suffix, *(short for short in shorts.split("|") if len(short) > 1)):
            tails = [s[len(form) :] for s in stops.split("|") if s.startswith(form)]
            guard = f"(?!{'|'.join(map(re.escape, filter(None, tails)))})" if any(tails) else ""
            endings.append((form, re.escape(form) + guard))
    ordered = "|".join(ending for _, ending in sorted(endings, key=lambda e: -len(e[0])))
    return re.compile(f"{HAN}{{0,{LONGEST_BODY}}}?(?:{ordered})")


@cache
def _institution() -> re.Pattern[str]:
    ends = "|".join(map(re.escape, lines_of("institution_suffixes.tsv")))
    return re.compile(f"{HAN}{{0,{LONGEST_BODY}}}?(?:{ends})(?!生|教育|建设|支出|补助|经费)")


@cache
def _first_of_list() -> re.Pattern[str]:
    """Match the first body of several: 第一医院 of 第一医院和水务局."""
    names = [
        r[0] for r in rows_of("body_suffixes.tsv", columns=4) if len(r[0]) > 1 or r[0] in "局厅"
    ]
    names += lines_of("institution_suffixes.tsv")
    ends = "|".join(map(re.escape, sorted(names, key=len, reverse=True)))
    return re.compile(f"{HAN}{{1,{LONGEST_BODY}}}?(?:{ends})(?=和|与|跟|及|同)")


@cache
def _any_suffix() -> re.Pattern[str]:
    names = sorted((r[0] for r in rows_of("body_suffixes.tsv", columns=4)), key=len, reverse=True)
    return re.compile(f"(?=({'|'.join(map(re.escape, names))}))")
