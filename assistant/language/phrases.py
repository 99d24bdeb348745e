"""Takes the nouns of a computation apart: lists, what holds what, and the sides of a comparison.

Sums, shares, ratios and differences all name their operands in the same few ways. They share this
parser, so that 「甲、乙两个街道的公用经费」 means the same in each. The words that join nouns are
rows of ``phrase_words.tsv``; a word counts only where the segmenter ends a word on both sides:
the 中 of 中央 holds nothing, and 商品和服务支出 is one item. Pure: no library is touched here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from assistant.language.aliases import aliases
from assistant.language.asks import asks_of
from assistant.language.classified import classified_items
from assistant.understand import content_of
from assistant.wording import squeeze
from corpus.numerals import decimal_of
from corpus.vocabulary import rows_of
from index.segment import HAN, words

REFERRING = ("back", "it", "total", "apart", "lack", "high", "low")  # name nothing themselves
APART = ("apart", "high", "low")  # two listed nouns are held against each other
NUMERAL = "[一二两三四五六七八九十\\d]+"
CLAUSES = re.compile(r"[，,。？?；;！!：:]")
BRACKETED = re.compile(r"[（(]([^（()）]*)[）)]")
COUNT = re.compile(rf"(?:这|的)?(?P<count>{NUMERAL})(?P<unit>大?[项个类种家块笔张份条]|部分)")


@cache
def cue(role: str) -> re.Pattern[str]:
    """Return the pattern of all words of a role, in the order of the file."""
    patterns = [row[1] for row in rows_of("phrase_words.tsv", columns=2) if row[0] == role]
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns))


def cues_in(role: str, text: str) -> Iterator[re.Match[str]]:
    """Yield the words of a role that stand as words of their own in a text."""
    edges = _edges(text)
    for match in cue(role).finditer(text):
        plain = role == "apart" and len(match[0]) > 1  # 「支出相差」 can be no other words
        if plain or (match.start() in edges and match.end() in edges):
            yield match


def has_cue(role: str, text: str) -> bool:
    """Tell whether a word of a role stands in a text."""
    return next(cues_in(role, text), None) is not None


def stands_alone(text: str, found: re.Match[str]) -> bool:
    """Tell whether words of a text begin and end where a match does, and no name goes on."""
    return {found.start(), found.end()} <= _edges(text)


def _edges(text: str) -> frozenset[int]:
    """Return the offsets at which a word of the text, or a name of an item, begins or ends."""
    edges = set(range(len(text) + 1))
    for run in HAN.finditer(text):
        edges -= set(range(run.start(), run.end()))
        at = run.start()
        for word in words(run[0]):
            edges.add(at)
            at += len(word)
    for name in _joined_names().finditer(text):
        edges -= set(range(name.start() + 1, name.end()))
    return frozenset(edges)


@cache
def _joined_names() -> re.Pattern[str]:
    """Match the names of items that hold a word that joins: 公车购置加运维."""
    joins = cue("join")
    known = {name for pair in aliases() for name in pair} | classified_items().keys()
    names = {name for name in known if joins.search(name)}
    return re.compile("|".join(map(re.escape, sorted(names, key=len, reverse=True))) or r"(?!)")


def plainly(text: str) -> str:
    """Return a text without what only says in which papers to look: 「年度预算里的」, 「这块」."""
    for role in ("stage_lead", "mouth"):
        text = cue(role).sub(" ", text)
    return text


def without_stage(content: str) -> str:
    """Return content words without the stage of the budget cycle that their nouns end with.

    Pieces that say nothing but a stage or where a number comes from are left out; all of them are
    kept where nothing else would be left.
    """
    pieces = (cue("stage_tail").sub("", piece) for piece in content.split("|"))
    return _joined(*(p for p in pieces if not cue("evidence").fullmatch(p))) or content


# -- lists -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Listed:
    """Nouns that a question lists: each with the head that all share, as content words.

    ``stems``: what tells each from the others, "" where the head alone names it. ``context``: what
    holds them all, "" when the words name nothing. ``count``: how many the question says that
    there are, None when it does not say.
    """

    parts: tuple[str, ...]
    stems: tuple[str, ...] = ()
    context: str = ""
    count: int | None = None

    @property
    def is_whole(self) -> bool:
        """Whether there are as many parts as the question says."""
        return self.count in (None, len(self.parts))


def listed_in(text: str) -> Listed:
    """Return the nouns that a text lists; one part at most when it lists none."""
    text = plainly(text)
    bracket = next((m for m in BRACKETED.finditer(text) if len(_split(m[1])) > 1), None)
    if bracket:
        return _in_brackets(text, bracket)
    clauses = CLAUSES.split(text)
    listing = max(clauses, key=lambda clause: len(_split(clause)))
    context = content_of(" ".join(clause for clause in clauses if clause is not listing))
    return _of_clause(listing, context)


def _in_brackets(text: str, bracket: re.Match[str]) -> Listed:
    """「四个专项（甲、乙…）年度预算合计」 asks for 甲专项年度预算 and so on."""
    before, after = text[: bracket.start()], without_total(text[bracket.end() :])
    counted = list(COUNT.finditer(before))
    head = before[counted[-1].end() :] if counted else before
    context = content_of(before[: counted[-1].start()]) if counted else ""
    tail = _specific(after)
    shared = tuple(filter(None, (_specific(head), tail)))
    stems = [content_of(part) for part in _split(bracket[1])]
    number = _number(counted[-1]) if counted else None
    return _listed(stems, shared, context, number)


def _listed(
    stems: Sequence[str], shared: Sequence[str], context: str, count: int | None = None
) -> Listed:
    """Give every stem the head that all share; a stem that names nothing is the head alone."""
    pairs = [(_joined(stem, *shared), stem if any(shared) else "") for stem in stems]
    pairs = [(part, stem) for part, stem in pairs if part]
    return Listed(tuple(p for p, _ in pairs), tuple(s for _, s in pairs), context, count)


def _of_clause(clause: str, context: str) -> Listed:
    clause, held = _narrowed(without_total(clause))
    context = _joined(content_of(held), context)
    *firsts, last = _split(clause)
    counted = next(COUNT.finditer(last), None) if firsts else None
    if counted is None:
        stems, end = _with_shared_end(firsts, last)
        return _listed([content_of(stem) for stem in stems], (end,), context)
    head = _specific(last[counted.end() :])
    stems = [content_of(stem) for stem in (*firsts, last[: counted.start()])]
    return _listed(stems, (head,), context, _number(counted))


def _narrowed(clause: str) -> tuple[str, str]:
    """Return the stretch that lists, and what holds it: 「甲里的乙和丙」, 「在乙、丙中分摊」."""
    held_by = ""
    while held := within(clause):
        whole, part = held
        if len(_split(part)) > 1:
            held_by, clause = whole, part
        elif len(_split(whole)) > 1:
            clause = whole
        else:
            break
    return clause, held_by


def _with_shared_end(firsts: list[str], last: str) -> tuple[list[str], str]:
    """「行政运行和信息化建设的基本支出」: what stands behind the last 的 belongs to both."""
    stem, of, end = last.rpartition("的")
    if not of or not firsts or any("的" in first for first in firsts) or not _specific(end):
        return [*firsts, last], ""
    return [*firsts, stem], _specific(end)


def _split(text: str) -> list[str]:
    parts, at = [], 0
    for match in cues_in("join", text):
        if match[0] == "、" or text[at : match.start()].strip():  # the 和 of two years joins none
            parts.append(text[at : match.start()])
        at = match.end()
    return [*parts, text[at:]]


def _specific(text: str) -> str:
    """Return the content of a head that names something, "" for 「费用」 or 「科目」."""
    content = content_of(text)
    return "" if cue("head").fullmatch(squeeze(content.replace("|", ""))) else content


def _number(counted: re.Match[str]) -> int:
    return int(decimal_of(counted["count"].replace("两", "二")))


def _joined(*texts: str) -> str:
    return "|".join(filter(None, texts))


def without_total(text: str) -> str:
    """Return a text up to the words that say that it is added up."""
    first = next(cues_in("total", text), None)
    return text[: first.start()] if first else text


def without_reckoning(text: str) -> str:
    """Return a text without the clause that says from what to reckon: 「用表中的数计算，…」."""
    first = CLAUSES.search(text)
    opening = text[: first.start()] if first else ""
    return text[len(opening) + 1 :] if has_cue("reckon", opening) else text


def is_added(text: str) -> bool:
    """Tell whether the words say that several things are added up."""
    return has_cue("total", text)


def stated_count(text: str) -> int | None:
    """Return how many members a text says that there are: 四个项目 -> 4."""
    counted = next(COUNT.finditer(text), None)
    return _number(counted) if counted else None


# -- what holds what, and sides --------------------------------------------------------------


def within(text: str) -> tuple[str, str] | None:
    """Return (whole, part) of 「甲里乙」 or 「乙在甲中」, None when nothing is held."""
    text = plainly(text)
    for match in cues_in("within", text):
        before, after = text[: match.start()], text[match.end() :]
        opened = [m for m in cues_in("placed", before)]
        if opened and content_of(before[: opened[-1].start()]):
            return before[opened[-1].end() :], before[: opened[-1].start()]
        if content_of(before) and content_of(after):
            return before, after.lstrip("，,、 的")
    return None


def shared_out(text: str) -> tuple[str, str] | None:
    """Return (part, whole) of 「甲占乙…」 as printed, None without 占. Either may be blank."""
    text = plainly(text)
    match = next(cues_in("share", text), None)
    if match is None:
        return None
    part, whole = cue("below").sub("中", text[: match.start()]), text[match.end() :]
    end = cue("rate_end").search(whole)
    whole = whole[: end.start()] if end else whole
    held = within(part) or _placed(part)
    if held and is_vague(whole):
        return held[1], held[0]
    return part, "" if is_vague(whole) else whole


def _placed(text: str) -> tuple[str, str] | None:
    """Return (whole, part) of 「乙在甲」, where no word closes the whole."""
    for match in cues_in("placed", text):
        part, whole = text[: match.start()], text[match.end() :]
        if content_of(part) and content_of(whole):
            return whole, part
    return None


def sides(text: str) -> tuple[str, str] | None:
    """Return the two nouns that are held against each other; the first may be blank."""
    text = plainly(text)
    match = next(cues_in("against", text), None)
    if match:
        return text[: match.start()], text[match.end() :]
    held = [found for role in APART for found in cues_in(role, text)]
    if not held:
        return None
    parts = listed_in(text[: min(found.start() for found in held)]).parts
    return (parts[0], parts[1]) if len(parts) == 2 else None


def over(text: str) -> tuple[str, str] | None:
    """Return (numerator, denominator) of 「甲是乙的几倍」; either may be blank."""
    text = plainly(text)
    match = next(cues_in("over", text), None)
    if match is None:
        return None
    end = cue("rate_end").search(text, match.end()) or cue("times").search(text, match.end())
    return text[: match.start()], text[match.end() : end.start() if end else len(text)]


def end_asked(text: str) -> Callable[..., Any] | None:
    """Return ``max`` or ``min`` where a text asks for the largest or the smallest of several."""
    if cue("low").search(text):
        return min
    return max if cue("high").search(text) else None


def is_vague(text: str) -> bool:
    """Tell whether a noun says only "all of it"."""
    content = squeeze(content_of(text).replace("|", ""))
    return not content or bool(cue("whole").fullmatch(content))


def specific(content: str) -> str:
    """Return the pieces of content words that name something: 「科目」 and 「满分」 do not."""
    pieces = (piece for piece in content.split("|"))
    return _joined(*(p for p in pieces if not cue("head").fullmatch(squeeze(p)))) or content


def points_back(text: str) -> bool:
    """Tell whether a text names nothing but what was answered before."""
    for role in REFERRING:
        text = cue(role).sub(" ", text)
    return is_vague(text)


def is_bare(text: str) -> bool:
    """Tell whether a text asks without naming anything: 「各是多少」, 「缺多少」, 「够吗」."""
    shared = shared_out(text)
    if shared and not all(map(is_vague, shared)):
        return False
    _, plain = asks_of(text)
    for role in (*REFERRING, "each", "enough"):
        plain = cue(role).sub(" ", plain)
    return is_vague(plain)
