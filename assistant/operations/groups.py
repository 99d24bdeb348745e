"""Rankings, counts and sums over a stated population: the parts of one item, column or section.

合计, 小计, 其中 and parents never stand beside their parts; every answer says what was counted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from assistant.compute import Value, total, value_of
from assistant.desk import Desk
from assistant.draft import Draft, figures
from assistant.language.aliases import readings
from assistant.language.asks import asks_of
from assistant.language.phrases import (
    CLAUSES,
    Listed,
    cue,
    cues_in,
    end_asked,
    listed_in,
    plainly,
    specific,
    stated_count,
    without_stage,
)
from assistant.lookup.choice import limits
from assistant.lookup.entries import Entry, is_plain, piece_with
from assistant.operations.bounds import Bound, bound_in, unbounded
from assistant.operations.families import family_named
from assistant.operations.operands import parts_of
from assistant.understand import content_of
from assistant.wording import coverage, squeeze, terms_of
from corpus.document import RowKind
from corpus.figure import Figure, Measure
from corpus.numerals import decimal_of
from corpus.quantity import UnitKind

NUMERAL = r"[一二两三四五六七八九十\d]+"
HOW_MANY = re.compile(rf"(?:前|最[大多高低少小]的|哪)({NUMERAL})")
GROUP_NOUNS = re.compile(
    rf"最[大多高低少小].*$|(?:哪{NUMERAL}[个项名]?)?(?:经济|功能|项级|款级|类级)?科目.*$"
    rf"|花钱.*$|前{NUMERAL}.*$|哪{NUMERAL}?[个项].*$|[有多]?(?:多少|几)[个项].*$"
)
REST = "其他"  # the row that prints what its sister rows do not
LEVELS = {"类级": 3, "款级": 5, "项级": 7}


@dataclass(frozen=True, slots=True)
class Group:
    """A population: what it is called and its members, each printed once."""

    name: str
    members: tuple[Figure, ...]
    fit: float


def rank(desk: Desk) -> Draft | None:
    """Return the largest (or smallest) members of a group."""
    text = desk.question.periods.rest
    listed = _listed_before_end(text)
    if len(listed.parts) > 1:
        return _end_of_listed(desk, listed, text)
    group = best_group(desk, _group_words(text), text)
    if group is None:
        return None
    smallest = end_asked(text) is min
    ordered = sorted(group.members, key=lambda f: f.quantity.in_base, reverse=not smallest)
    match = HOW_MANY.search(text)
    count = int(decimal_of(match[1].replace("两", "二"))) if match else 1
    values = [value_of(f) for f in ordered[:count]]
    return figures(*values).assuming(_population(group))


def _listed_before_end(text: str) -> Listed:
    """Return what a question lists before it asks which of them is the largest."""
    ends = [found.start() for role in ("high", "low") for found in cues_in(role, text)]
    return listed_in(text[: min(ends)]) if ends else Listed(())


def _end_of_listed(desk: Desk, listed: Listed, text: str) -> Draft | None:
    """Return the named items by amount, the one that is asked for first; all have to be known."""
    found = [f.value for f in parts_of(desk, listed) if f]
    if len(found) < len(listed.parts) or len({v.unit for v in found}) > 1:
        return None
    smallest = end_asked(text) is min
    found.sort(key=lambda v: v.amount, reverse=not smallest)
    lead = f"{'最低' if smallest else '最高'}的是{found[0].about}："
    return figures(*found, lead=lead)


def count_group(desk: Desk) -> Draft | None:
    """Count the members of a group, or those beyond a threshold."""
    text = desk.question.periods.rest
    bound = bound_in(text)
    group = best_group(desk, _counted_words(text, bound), text)
    if group is None:
        return None
    members = [f for f in group.members if bound is None or bound.holds(f.quantity.in_base)]
    if not members:
        return None
    operands = tuple(value_of(f) for f in members)
    return figures(_counted(operands, group)).assuming(_population(group))


def _counted_words(text: str, bound: Bound | None) -> str:
    """Return the words that name the group, whether they stand before or behind the limit."""
    if bound is None:
        return _group_words(text)
    start, end = bound.span
    before, behind = _group_words(text[:start]), _group_words(text[end:])
    return "|".join(filter(None, (before, behind)))


def _counted(operands: tuple[Value, ...], group: Group) -> Value:
    names = "、".join(v.about for v in operands)
    return Value(
        amount=Decimal(len(operands)),
        unit="个",
        about=f"{group.name}中符合条件的项目",
        figures=(),
        formula=f"{names}，共 {len(operands)} 个",
        operands=operands,
        year=operands[0].year,
        owner=operands[0].owner,
    )


def group_sum(desk: Desk) -> Draft | None:
    """Return the sum of all members of a group."""
    text = desk.question.periods.rest
    group = best_group(desk, desk.question.about, text)
    if group is None or len(group.members) < 2 or not _is_counted(text, len(group.members)):
        return None
    if _is_of_another_item(desk, group):
        return None
    return figures(total([value_of(f) for f in group.members], f"{group.name}合计")).assuming(
        _population(group)
    )


def _is_of_another_item(desk: Desk, group: Group) -> bool:
    """Tell whether the words name one printed item, or the rest of one, that the group is not."""
    said = squeeze(desk.question.subject)
    if said in squeeze(group.name):
        return False
    return said.startswith(REST) or bool(desk.facts.named(desk.documents, said.__eq__))


def _is_counted(text: str, members: int) -> bool:
    """Tell whether a group has as many members as the question says, where it says how many."""
    return stated_count(text) in (None, members)


def _population(group: Group) -> str:
    return f"统计范围：{group.name}，共 {len(group.members)} 项（不含合计、小计与其中项）"


def _group_words(text: str) -> str:
    """Return what names a group, without the words that ask for its members."""
    clauses = (GROUP_NOUNS.sub("", clause) for clause in CLAUSES.split(plainly(text)))
    named = (_naming(clause) for clause in clauses)
    return "|".join(filter(None, named)) or content_of(text)


def _naming(clause: str) -> str:
    _, clause = asks_of(clause)
    for role in ("high", "low", "each"):
        clause = cue(role).sub(" ", clause)
    pieces = without_stage(content_of(clause)).split("|")
    return "|".join(p for p in pieces if not cue("head").fullmatch(squeeze(p)))


def best_group(desk: Desk, words: str, text: str) -> Group | None:
    """Return the parts of the item that is named, else of what the words say best."""
    family = None if any(word in text for word in LEVELS) else family_named(desk, unbounded(text))
    if family and len(family.members) > 1:
        return Group(family.parent.item.name, family.members, 1.0)
    return _likest_group(desk, words, text)


def _likest_group(desk: Desk, words: str, text: str) -> Group | None:
    """Return the group whose name the words say best, None when none is near enough."""
    wanted = [desk.facts.rarity.weigh(said) for said in _spellings(specific(words))]
    level = next((n for word, n in LEVELS.items() if word in text), 0)
    found = (g for terms in wanted if terms for g in _groups(desk, terms, level))
    others = _namesakes(desk, words)
    groups = [
        g for g in found if len(g.members) > 1 and squeeze(g.name.split("·")[0]) not in others
    ]
    best = max(groups, key=lambda g: (g.fit, len(g.members)), default=None)
    return best if best and best.fit >= limits()["group_floor"] else None


def _namesakes(desk: Desk, words: str) -> set[str]:
    """Return printed items that only end like the one that is named: 机关商品和服务支出."""
    said = {squeeze(spelling) for spelling in _spellings(specific(words))}
    named = tuple(desk.facts.named(desk.documents, said.__contains__))
    return desk.facts.named(desk.documents, lambda n: n.endswith(named)) - set(named)


def _spellings(words: str) -> Iterator[str]:
    """Yield the words as said, and with each everyday name as the canonical one."""
    yield words
    for alias, canonical in readings(squeeze(words)):
        if alias in words:
            yield words.replace(alias, canonical)


def _groups(desk: Desk, wanted: dict[str, float], level: int) -> Iterator[Group]:
    _, named = desk.facts.tables_in(desk.question.corrected)
    found = [e for e in desk.facts.within(desk.documents) if _is_of_year(desk, e)]
    entries = [e for e in found if e.caption_text in named] or found
    tables: dict[tuple[str, int], list[Entry]] = {}
    sections: dict[tuple[str, tuple[str, ...]], list[Entry]] = {}
    for entry in entries:
        source = entry.fact.source
        if source.cell:
            tables.setdefault((source.document, source.cell.table), []).append(entry)
        elif entry.is_figure and len(source.section) > 1:
            sections.setdefault((source.document, source.section[:-1]), []).append(entry)
    for rows in tables.values():
        yield from _table_groups(desk, rows, wanted, level)
    for (_, path), inside in sections.items():
        yield from _section_groups(desk, path, inside, wanted)


def _is_of_year(desk: Desk, entry: Entry) -> bool:
    years = desk.question.periods.years
    return entry.is_figure and (not years or entry.year in years)


def _table_groups(
    desk: Desk, rows: Sequence[Entry], wanted: dict[str, float], level: int
) -> Iterator[Group]:
    """Yield the parts of every item, and the leaves of every column, of one table."""
    facts = [e.fact for e in rows if isinstance(e.fact, Figure) and _is_of_kind(desk, e.fact)]
    slices = dict.fromkeys(f.slice for f in facts)
    caption = facts[0].source.table if facts else ""
    for columns in slices:
        column = [f for f in facts if f.slice == columns]
        plain = all(is_plain(c) for c in columns)
        name = "" if plain else "·".join(columns)
        leaves = _one_a_row(desk, [f for f in column if _is_member(f, level)])
        if name:
            around = f"{caption} {rows[0].project}"
            fit = max(
                _fit(desk, name, around, wanted), _fit(desk, caption, f"{name} {around}", wanted)
            )
            yield Group(f"{caption}·{name}", tuple(leaves), fit)
        else:
            yield Group(caption, tuple(leaves), _fit(desk, caption, "", wanted))
        for parent in dict.fromkeys(f.item.path[-1] for f in column if f.item.path):
            parts = _parts(column, parent, level)
            title = f"{parent}·{name}" if name else parent
            yield Group(title, tuple(parts), _fit(desk, title, caption, wanted))


def _is_member(fact: Figure, level: int) -> bool:
    """Tell whether a row counts: of the level of classification that is asked, else a leaf."""
    return len(fact.item.code) == level if level else fact.item.role is RowKind.DETAIL


def _is_of_kind(desk: Desk, fact: Figure) -> bool:
    """Members are of the dimension asked; of money where the question does not tell."""
    asked = next((a.kind for a in desk.question.asks if a.kind), None)
    kind = fact.quantity.unit.kind
    return kind is (UnitKind.MONEY if asked in (None, UnitKind.COUNT) else asked)


def _one_a_row(desk: Desk, facts: Sequence[Figure]) -> list[Figure]:
    """Keep one figure a cell: of several numbers in a rule, the one that the words point to."""
    words = desk.facts.rarity.weigh(desk.question.about)
    best: dict[object, Figure] = {}
    for fact in facts:
        held = best.get(fact.source.cell)
        if held is None or _said(words, fact) > _said(words, held):
            best[fact.source.cell] = fact
    return list(best.values())


def _said(words: dict[str, float], fact: Figure) -> float:
    return coverage(words, terms_of(piece_with(fact)))


def _parts(column: Sequence[Figure], parent: str, level: int) -> list[Figure]:
    if level:
        return [f for f in column if parent in f.item.path and len(f.item.code) == level]
    return [
        f
        for f in column
        if f.item.path
        and f.item.path[-1] == parent
        and f.item.role in (RowKind.DETAIL, RowKind.PARENT)
    ]


def _section_groups(
    desk: Desk, path: tuple[str, ...], entries: Sequence[Entry], wanted: dict[str, float]
) -> Iterator[Group]:
    """Yield the first amount of every subsection: one project a subsection."""
    firsts: dict[tuple[str, ...], Figure] = {}
    for entry in entries:
        fact = entry.fact
        if isinstance(fact, Figure) and fact.measure is Measure.AMOUNT:
            firsts.setdefault(fact.source.section, fact)
    yield Group(path[-1], tuple(firsts.values()), _fit(desk, path[-1], "", wanted))


def _fit(desk: Desk, name: str, caption: str, wanted: dict[str, float]) -> float:
    """How well a group's name and the words cover each other, 0 to 1."""
    named = desk.facts.rarity.weigh(name)
    held = coverage(wanted, terms_of(f"{name} {caption}"))
    said = coverage(named, wanted)
    return 0.6 * held + 0.4 * said if said else 0.0
