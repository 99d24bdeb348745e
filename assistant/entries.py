"""Facts and asks cut into terms, so that the one can be compared with the other."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from typing import Protocol

from assistant.comparison import Base
from assistant.question import Ask
from assistant.wording import squeeze, terms_of
from corpus.figure import Absence, Basis, Figure, Source
from corpus.vocabulary import lines_of
from index.figure_names import name_text

# How much a term counts by where the fact holds it: its own name and columns say what it is,
# the section and the title only where it stands.
FIELD_WEIGHTS = {"name": 1.0, "slice": 1.0, "path": 0.85, "clause": 0.8, "caption": 0.7}
FIELD_WEIGHTS |= {"section": 0.6, "title": 0.4}
STRONG = ("name", "slice", "path", "caption")


@cache
def plain_columns() -> frozenset[str]:
    """Return the column headings that mean just "the number"."""
    return frozenset(squeeze(line) for line in lines_of("plain_columns.tsv"))


YEAR = re.compile(r"(?:19|20)\d{2}年度?|本年度?")


def is_plain(column: str) -> bool:
    """Tell whether a column heading adds nothing: 「2026年预算数」 is just the number."""
    return YEAR.sub("", squeeze(column)) in plain_columns()


@dataclass(frozen=True, slots=True)
class Entry:
    """A figure or an absence with its wording cut into terms, ready to be compared."""

    fact: Figure | Absence
    year: int | None  # fiscal year of the document
    basis: Basis  # what the document's kind reports: 决算 for final accounts
    name: frozenset[str]
    name_text: str
    slice: frozenset[str]
    columns: frozenset[str]  # what the columns say that the name does not
    last_column: frozenset[str] | None  # the same of the innermost one; None when it says nothing
    titled: frozenset[str]  # name, code and columns
    path: frozenset[str]
    caption: frozenset[str]
    caption_text: str  # squeezed, without the year
    fields: Mapping[str, float]  # term -> weight of the best field that holds it
    strong: frozenset[str]  # terms of what it is called: name, columns, path, caption
    beside: frozenset[str]  # the piece of text that holds the number
    called: str  # item name and columns, squeezed
    named: str  # item name and path, squeezed: which unit or project it belongs to
    project: str  # of an indicator: the project that it belongs to, squeezed
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
    columns = [c for c in fact.slice if not is_plain(c)]
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
    for field_name, text in sorted(texts.items(), key=lambda t: FIELD_WEIGHTS[t[0]]):
        fields.update(dict.fromkeys(terms_of(text), FIELD_WEIGHTS[field_name]))
    if fact.item.code:
        fields[fact.item.code] = 1.0
    name, slice = frozenset(terms_of(fact.item.name)), frozenset(terms_of(texts["slice"]))
    return Entry(
        fact=fact,
        year=document.fiscal_year,
        basis=Basis.FINAL if Basis.FINAL.value in document.kind else Basis.BUDGET,
        name=name,
        name_text=squeeze(fact.item.name),
        slice=slice,
        columns=slice - name,
        last_column=_last_column(fact, name),
        titled=name | slice | frozenset(filter(None, (fact.item.code,))),
        path=frozenset(terms_of(texts["path"])),
        caption=frozenset(terms_of(texts["caption"])),
        caption_text=YEAR.sub("", squeeze(fact.source.table)),
        fields=fields,
        strong=frozenset(t for part in STRONG for t in terms_of(texts[part])),
        beside=frozenset(terms_of(piece_with(fact))),
        named=squeeze(f"{texts['path']} {fact.item.name}"),
        called=squeeze(" ".join((fact.item.name, *fact.slice))),
        project=_project(fact),
        dense_name=name_text(fact) if isinstance(fact, Figure) else "",
    )


def _last_column(fact: Figure | Absence, name: frozenset[str]) -> frozenset[str] | None:
    heads = fact.slice[-1:]
    return None if not heads or is_plain(heads[0]) else frozenset(terms_of(heads[0])) - name


def _project(fact: Figure | Absence) -> str:
    """Indicators stand below their project: 项目 > 产出指标 > 数量指标."""
    leads = [n for n, part in enumerate(fact.item.path) if "指标" in part]
    return squeeze(fact.item.path[0]) if leads and leads[0] == 1 else ""


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
    words: Mapping[frozenset[str], float] = field(default_factory=dict)  # terms of each own word
    head: Mapping[str, float] = field(default_factory=dict)  # the last thing that the ask names
    bases: tuple[Basis, ...] = ()  # every stage that the ask, or the question, names
    cosines: Mapping[str, float] = field(default_factory=dict)
    table: frozenset[str] = frozenset()  # terms of a table that the question names
    own: Mapping[str, float] = field(default_factory=dict)  # terms of the ask's own words
    numbers: frozenset[Decimal] = frozenset()  # stated by the question itself
    items: frozenset[str] = frozenset()  # economic items that are named: no other one will do
    tables: frozenset[str] = frozenset()  # captions that are named: only their rows will do
    project: str = ""  # a project of the library that is named: no other one will do
    unit: str = ""  # a unit below the owner, squeezed: only its own figures count
    base: Base | None = None  # what an asked change is counted from
    near: tuple[Source, ...] = ()  # where the sibling or the earlier ask was answered
