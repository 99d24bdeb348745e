"""Scores how well a figure answers an ask: named features, readable weights.

Hard filters (owner, year, kind of unit) come before this; here only the wording decides. The
weights stand in ``match_weights.tsv``; a candidate keeps its features so that a choice can be
explained.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from typing import Protocol

from assistant.question import Ask
from assistant.wording import Rarity, coverage, squeeze, terms_of
from corpus.document import RowKind
from corpus.figure import Absence, Basis, Figure, Measure, Source
from corpus.quantity import UnitKind
from corpus.vocabulary import lines_of, rows_of
from index.figure_names import name_text

FIELD_WEIGHTS = {"name": 1.0, "slice": 1.0, "path": 0.85, "caption": 0.7, "clause": 0.8}
FIELD_WEIGHTS |= {"section": 0.6, "title": 0.4}
COSINE_FLOOR, COSINE_CEILING = 0.78, 0.92  # e5 cosines of unrelated and of like short texts


@cache
def match_weights() -> dict[str, float]:
    """Return the weight of every feature."""
    return {name: float(weight) for name, weight, _ in rows_of("match_weights.tsv", columns=3)}


@cache
def plain_columns() -> frozenset[str]:
    """Return the column headings that mean just "the number"."""
    return frozenset(squeeze(line) for line in lines_of("plain_columns.tsv"))


@dataclass(frozen=True, slots=True)
class Entry:
    """A figure or an absence with its wording cut into terms, ready to be compared."""

    fact: Figure | Absence
    year: int | None  # fiscal year of the document
    basis: Basis  # what the document's kind reports: 决算 for final accounts
    name: frozenset[str]
    name_text: str
    slice: frozenset[str]
    path: frozenset[str]
    caption: frozenset[str]
    fields: Mapping[str, float]  # term -> weight of the best field that holds it
    beside: frozenset[str]  # the piece of text that holds the number
    named: str  # item name and path, squeezed: which unit or project it belongs to
    dense_name: str  # what its embedding is filed under

    @property
    def is_figure(self) -> bool:
        """Whether there is a number (an absence has none)."""
        return isinstance(self.fact, Figure)


class Described(Protocol):
    """What an entry takes from its document."""

    @property
    def title(self) -> str:
        """The document's title."""

    @property
    def kind(self) -> str:
        """部门预算, 部门决算 and so on."""

    @property
    def fiscal_year(self) -> int | None:
        """The year that the document is about."""


def entry_of(fact: Figure | Absence, document: Described) -> Entry:
    """Prepare a fact of a document for comparison."""
    columns = [c for c in fact.slice if squeeze(c) not in plain_columns()]
    texts = {
        "title": document.title,
        "section": " ".join(fact.source.section),
        "clause": fact.context,
        "caption": fact.source.table,
        "path": " ".join(fact.item.path),
        "slice": " ".join(columns),
        "name": fact.item.name,
    }
    fields: dict[str, float] = {}
    for name, text in sorted(texts.items(), key=lambda t: FIELD_WEIGHTS[t[0]]):
        fields.update(dict.fromkeys(terms_of(text), FIELD_WEIGHTS[name]))
    if fact.item.code:
        fields[fact.item.code] = 1.0
    return Entry(
        fact=fact,
        year=document.fiscal_year,
        basis=Basis.FINAL if Basis.FINAL.value in document.kind else Basis.BUDGET,
        name=frozenset(terms_of(fact.item.name)),
        name_text=squeeze(fact.item.name),
        slice=frozenset(terms_of(texts["slice"])),
        path=frozenset(terms_of(texts["path"])),
        caption=frozenset(terms_of(texts["caption"])),
        fields=fields,
        beside=frozenset(terms_of(piece_with(fact))),
        named=squeeze(f"{texts['path']} {fact.item.name}"),
        dense_name=name_text(fact) if isinstance(fact, Figure) else "",
    )


PIECES = re.compile(r"[，,。；;、\n\t]")


def piece_with(fact: Figure | Absence) -> str:
    """Return the part of the context between commas that holds the printed number."""
    printed = fact.source.printed
    at = fact.context.find(printed) if printed else -1
    if at < 0:
        return fact.context
    start = max((m.end() for m in PIECES.finditer(fact.context, 0, at)), default=0)
    end = PIECES.search(fact.context, at + len(printed))
    return fact.context[start : end.start() if end else None]


@dataclass(frozen=True, slots=True)
class Wanted:
    """An ask in comparable form.

    ``terms``: term -> weight, own words heavier than inherited ones; ``said``: squeezed text of
    everything said; ``codes``: classification codes in the question.
    """

    ask: Ask
    terms: Mapping[str, float]
    said: str
    codes: frozenset[str] = frozenset()
    years: tuple[int, ...] = ()
    basis: Basis | None = None
    bases: tuple[Basis, ...] = ()  # every stage that the ask, or the question, names
    cosines: Mapping[str, float] = field(default_factory=dict)
    table: frozenset[str] = frozenset()  # terms of a table that the question names
    own: Mapping[str, float] = field(default_factory=dict)  # terms of the ask's own words
    numbers: frozenset[Decimal] = frozenset()  # stated by the question itself
    unit: str = ""  # a unit below the owner, squeezed: only its own figures count
    near: tuple[Source, ...] = ()  # where the sibling or the earlier ask was answered


@dataclass(frozen=True, slots=True)
class Candidate:
    """A fact with its score and the features that made it."""

    entry: Entry
    score: float
    features: Mapping[str, float]

    @property
    def worded(self) -> float:
        """The score by wording alone: absences have no embedded name to compare."""
        return self.score - match_weights()["dense"] * self.features["dense"]

    @property
    def fact(self) -> Figure | Absence:
        """The figure or absence itself."""
        return self.entry.fact


def scored(entry: Entry, wanted: Wanted, rarity: Rarity, cosine: float) -> Candidate:
    """Return the candidate with its features and their weighted sum."""
    features = features_of(entry, wanted, rarity, cosine)
    weights = match_weights()
    return Candidate(entry, sum(weights[n] * v for n, v in features.items()), features)


def features_of(entry: Entry, wanted: Wanted, rarity: Rarity, cosine: float) -> dict[str, float]:
    """Return every feature of ``match_weights.tsv`` for one pair."""
    fact = entry.fact
    said = wanted.terms
    return {
        "recall": _recall(entry, wanted.terms),
        "own": _recall(entry, wanted.own) if wanted.own else 1.0,
        "key": _key(entry, said),
        "name": _precision(entry.name, said, rarity),
        "slice": _precision(entry.slice, said, rarity),
        "path": _precision(entry.path, said, rarity) if entry.path else 0.5,
        "caption": _precision(entry.caption, said, rarity) if entry.caption else 0.5,
        "whole_name": float(len(entry.name_text) > 1 and entry.name_text in wanted.said),
        "code": _code(fact, wanted.codes),
        "dense": min(max((cosine - COSINE_FLOOR) / (COSINE_CEILING - COSINE_FLOOR), 0.0), 1.0),
        "unit": _unit_fit(fact, wanted.ask),
        "measure": _measure_fit(fact, wanted.ask),
        "period": _period(entry, wanted),
        "basis": _basis(entry, wanted),
        "table": _alike(entry.caption, wanted.table),
        "near": _nearness(fact, wanted.near),
        "part": float(fact.item.role is RowKind.OF_WHICH and entry.name_text not in wanted.said),
        "total": float(fact.item.role is RowKind.TOTAL),
        "limit": float(isinstance(fact, Figure) and fact.measure is Measure.LIMIT),
        "beside": _beside(entry, wanted),
        "standard": _standard(fact, wanted),
        "inexact": float(isinstance(fact, Figure) and not fact.exact),
    }


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
    return coverage({t: rarity.of(t) for t in terms}, said)


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


def _nearness(fact: Figure | Absence, places: tuple[Source, ...]) -> float:
    """1 in the same sentence or row, 0.6 in the same innermost section, else 0."""
    best = 0.0
    for place in places:
        if place.document != fact.source.document:
            continue
        if place == fact.source:
            return 0.0  # the answer before is not what is asked next
        if place.span.start < fact.source.span.end and fact.source.span.start < place.span.end:
            return 1.0
        if _same_table(place, fact.source) or _same_section(place, fact.source):
            best = 0.6
    return best


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


SAME_UNITS = (
    frozenset({"人", "名", "位", "人次"}),
    frozenset({"次", "批", "批次", "人次"}),
    frozenset({"个", "项", "家", "户", "所"}),
    frozenset({"辆", "台", "台（套）"}),
    frozenset({"条", "份", "件", "部", "期", "篇"}),
    frozenset({"剂", "剂次"}),
    frozenset({"天", "工作日"}),
)


def units_agree(asked: str, printed: str) -> bool:
    """Tell whether a count in one unit may answer a question in the other."""
    if not asked or asked == printed:
        return True
    return any(asked in group and printed in group for group in SAME_UNITS)


def fits(figure: Figure, ask: Ask) -> bool:
    """Tell whether a figure is of the dimension and measure that an ask wants."""
    unit = figure.quantity.unit
    if figure.measure is Measure.LIMIT and not ask.limit:
        return False
    if ask.measures and figure.measure not in ask.measures:
        return False
    if ask.kind is None:
        return figure.measure not in (Measure.CHANGE, Measure.GROWTH)
    if ask.kind is UnitKind.MONEY and unit.kind is UnitKind.STANDARD:
        return True
    if ask.kind is not unit.kind:
        return False
    if ask.kind is UnitKind.MONEY and not ask.measures:
        return figure.measure not in (Measure.CHANGE, Measure.GROWTH)
    return units_agree(ask.unit, unit.base) or ask.kind is UnitKind.MONEY


def best_first(candidates: Sequence[Candidate]) -> list[Candidate]:
    """Return candidates by falling score; ties in printed order."""
    return sorted(candidates, key=lambda c: (-c.score, c.fact.source.span))
