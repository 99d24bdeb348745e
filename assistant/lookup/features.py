"""The named features by which an ask and a fact are compared, each between -1 and 1.

``match_weights.tsv`` says what each measures and how much it weighs.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from assistant.language.funds import fund_of
from assistant.lookup.entries import Entry, Wanted, bare_totals, is_plain
from assistant.question import Ask
from assistant.wording import Rarity, coverage, term_set
from corpus.document import RowKind
from corpus.figure import Absence, Basis, Figure, Measure, Source
from corpus.quantity import UnitKind

NEARLY_NAMED = 0.7  # share of a part's name that a question has to say
COSINE_FLOOR, COSINE_CEILING = 0.78, 0.92  # e5 cosines of unrelated and of like short texts


def features_of(entry: Entry, wanted: Wanted, rarity: Rarity, cosine: float) -> dict[str, float]:
    """Return every feature of ``match_weights.tsv`` for one pair."""
    fact = entry.fact
    said = wanted.terms
    return {
        "recall": _recall(entry, wanted.terms),
        "own": _recall(entry, wanted.own) if wanted.own else 1.0,
        "head": _recall(entry, wanted.head) if wanted.head else 1.0,
        "key": _key(entry, said),
        "words": _words(entry, wanted.words),
        "name": _name(entry, wanted, rarity),
        "slice": _precision(entry.columns, said, rarity),
        "called": coverage(wanted.own or said, entry.strong),
        "titled": coverage(wanted.own or said, _title(entry)),
        "told": coverage(wanted.own or said, entry.titled | entry.path),
        "whole_column": _whole_column(entry, said, rarity),
        "path": _precision(entry.path, said, rarity) if entry.path else 0.5,
        "caption": _precision(entry.caption, said, rarity) if entry.caption else 0.5,
        "whole_name": float(_is_unit(entry, wanted) or _is_said_whole(entry, wanted)),
        "whole_key": _whole_key(entry, wanted),
        "code": _code(fact, wanted.codes),
        "dense": min(max((cosine - COSINE_FLOOR) / (COSINE_CEILING - COSINE_FLOOR), 0.0), 1.0),
        "unit": _unit_fit(fact, wanted.ask),
        "measure": _measure_fit(fact, wanted.ask),
        "period": _period(entry, wanted),
        "basis": _basis(entry, wanted),
        "table": _alike(entry.caption, wanted.table),
        "near": nearness(fact, wanted.near),
        "part": _part(entry, wanted, rarity),
        "total": float(fact.item.role is RowKind.TOTAL),
        "limit": float(isinstance(fact, Figure) and fact.measure is Measure.LIMIT),
        "beside": _beside(entry, wanted),
        "standard": _standard(fact, wanted),
        "inexact": float(isinstance(fact, Figure) and not fact.exact),
    }


def _title(entry: Entry) -> frozenset[str]:
    """Return the terms of what a fact is called; all of a table is called by its caption."""
    return entry.titled | entry.caption if entry.name_text in bare_totals() else entry.titled


def _words(entry: Entry, words: Mapping[frozenset[str], float]) -> float:
    """Weighted share of the ask's words of which the figure holds at least half."""
    total = sum(words.values())
    held = sum(
        w for word, w in words.items() if 2 * sum(t in entry.fields for t in word) >= len(word)
    )
    return held / total if total else 1.0


def _is_unit(entry: Entry, wanted: Wanted) -> bool:
    """Tell whether the fact's row is the very unit that the question names."""
    return bool(wanted.unit) and entry.name_text == wanted.unit


def _name(entry: Entry, wanted: Wanted, rarity: Rarity) -> float:
    """How much of the name is said; 「合计」 alone is named by its table."""
    if _is_unit(entry, wanted):
        return 1.0
    if entry.is_whole_row and not wanted.fund and _is_column(entry, wanted):
        return 1.0  # its column is what is asked, of the whole
    told = not wanted.tables or (wanted.own and wanted.own.keys() <= entry.caption)
    explained = entry.name_text in bare_totals() and entry.caption and told
    if explained and wanted.tables:
        return 1.0
    terms = entry.caption if explained else entry.name
    return _precision(terms, wanted.terms, rarity)


def _is_column(entry: Entry, wanted: Wanted) -> bool:
    """Tell whether the ask is the heading of the fact's column: 「项目支出」, 「固定资产·小计」."""
    heads = [head for head in entry.fact.slice if not is_plain(head)]
    if not heads or wanted.own.keys() != term_set(heads[-1]):
        return False
    of_one_fund = fund_of(entry.called) or fund_of(entry.fact.source.table)
    return bool(wanted.tables) or not of_one_fund


def _whole_key(entry: Entry, wanted: Wanted) -> float:
    """How much of the rare words there is, for a name that is said from end to end."""
    if _is_unit(entry, wanted):
        return 1.0
    return _key(entry, wanted.terms) if _is_said_whole(entry, wanted) else 0.0


def _whole_column(entry: Entry, said: Mapping[str, float], rarity: Rarity) -> float:
    """1 for the column that holds a row's whole (合计), else how much of its heading is said."""
    if entry.last_column is None:
        return 1.0
    return _precision(entry.last_column, said, rarity)


def _part(entry: Entry, wanted: Wanted, rarity: Rarity) -> float:
    """1 for a part (其中) that the question does not name, not even nearly."""
    if entry.fact.item.role is not RowKind.OF_WHICH or entry.name_text in wanted.said:
        return 0.0
    return float(_precision(entry.name, wanted.terms, rarity) < NEARLY_NAMED)


def _is_said_whole(entry: Entry, wanted: Wanted) -> bool:
    if entry.name_text in bare_totals():
        return False
    return len(entry.name_text) > 1 and entry.name_text in wanted.said


def _recall(entry: Entry, terms: Mapping[str, float]) -> float:
    total = sum(terms.values())
    if not total:
        return 0.0
    held = entry.fields
    return sum(w * held.get(t, 0.0) for t, w in terms.items()) / total


def _key(entry: Entry, terms: Mapping[str, float]) -> float:
    """Share of the squared weights: the rare words of a question have to be there."""
    total = sum(w * w for w in terms.values())
    held = entry.fields
    return sum(w * w for t, w in terms.items() if t in held) / total if total else 1.0


def _precision(terms: frozenset[str], said: Mapping[str, float], rarity: Rarity) -> float:
    """Weighted share of a part's terms that the question says, 1 for nothing."""
    weights, total = _weights_of(terms, rarity)
    return sum([weight for term, weight in weights if term in said]) / total if total else 1.0


@lru_cache(maxsize=100_000)  # the same parts are compared with every question
def _weights_of(terms: frozenset[str], rarity: Rarity) -> tuple[list[tuple[str, float]], float]:
    # sorted, because sums of floats depend on the order
    weights = [(term, rarity.of(term)) for term in sorted(terms)]
    return weights, sum(weight for _, weight in weights)


def _code(fact: Figure | Absence, codes: frozenset[str]) -> float:
    if not codes:
        return 0.0
    if fact.item.code in codes:
        return 1.0
    return -1.0 if fact.item.code else 0.0


def _beside(entry: Entry, wanted: Wanted) -> float:
    """Weighted share of the ask's own words that stand in the same piece of text as the number."""
    return coverage(wanted.own, entry.beside) if wanted.own and entry.beside else 0.0


PER_HEAD = re.compile(r"每人|每年每|每月|人均|标准|一人|每个")


def _standard(fact: Figure | Absence, wanted: Wanted) -> float:
    """1 for a rate of pay where one is asked, -1 where none is, 0 for everything else."""
    if not isinstance(fact, Figure) or fact.measure is not Measure.STANDARD:
        return 0.0
    return 1.0 if PER_HEAD.search(wanted.said) else -1.0


def _period(entry: Entry, wanted: Wanted) -> float:
    """1 for the wanted year; with none stated, for the document's own year."""
    year = entry.fact.period.year
    if wanted.years:
        return float(year in wanted.years)
    return float(year in (entry.year, None) or entry.fact.period.basis is Basis.ACTUAL)


def _basis(entry: Entry, wanted: Wanted) -> float:
    """1 for the stated basis; with none stated, for the basis of the document's kind."""
    basis = entry.fact.period.basis
    if wanted.basis is not None:
        return float(basis is wanted.basis)
    return float(basis in (entry.basis, Basis.ACTUAL))


def _alike(one: frozenset[str], other: frozenset[str]) -> float:
    """Dice coefficient of two sets of terms; 0 when either is empty."""
    if not one or not other:
        return 0.0
    return 2 * len(one & other) / (len(one) + len(other))


def nearness(fact: Figure | Absence, places: tuple[Source, ...]) -> float:
    """1 in the same sentence or row, 0.6 in the same innermost section, else 0."""
    best = 0.0
    for place in places:
        if place.document != fact.source.document:
            continue
        if place == fact.source:
            return 0.0  # the answer before is not what is asked next
        if _same_line(place, fact.source):
            return 1.0
        if _same_table(place, fact.source) or _same_section(place, fact.source):
            best = 0.6
    return best


def _same_line(one: Source, other: Source) -> bool:
    """Tell whether both stand in one sentence or row: panels side by side share lines, not rows."""
    overlap = one.span.start < other.span.end and other.span.start < one.span.end
    return overlap and (one.row == other.row or not (one.cell and other.cell))


def _same_table(one: Source, other: Source) -> bool:
    return bool(one.cell and other.cell and one.cell.table == other.cell.table)


def _same_section(one: Source, other: Source) -> bool:
    return bool(one.section) and one.section == other.section and not (one.cell or other.cell)


def _unit_fit(fact: Figure | Absence, ask: Ask) -> float:
    if ask.kind is None:
        return 0.0
    if not isinstance(fact, Figure):
        return float(ask.kind is UnitKind.MONEY)
    unit = fact.quantity.unit
    if ask.unit and unit.base != ask.unit:
        return 0.4
    return float(unit.kind is ask.kind)


def _measure_fit(fact: Figure | Absence, ask: Ask) -> float:
    if not isinstance(fact, Figure):
        return 0.5
    if ask.measures:
        return float(fact.measure in ask.measures)
    plain = (Measure.AMOUNT, Measure.COUNT, Measure.TARGET, Measure.STANDARD)
    return 0.5 if fact.measure in plain else 0.0
