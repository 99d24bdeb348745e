"""Facts and asks cut into terms, so that the one can be compared with the other."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache, cached_property
from typing import Protocol

from assistant.lookup.comparison import Base
from assistant.question import Ask
from assistant.wording import squeeze, term_set, terms_of
from corpus.figure import Absence, Basis, Figure, Measure, Source
from corpus.vocabulary import lines_of
from index.figure_names import name_text

# How much a term counts by where the fact holds it: its own name and columns say what it is,
# the section and the title only where it stands.
FIELD_WEIGHTS = {"name": 1.0, "slice": 1.0, "path": 0.85, "clause": 0.8, "caption": 0.7}
FIELD_WEIGHTS |= {"section": 0.6, "title": 0.4}


@cache
def plain_columns() -> frozenset[str]:
    """Return the column headings that mean just "the number"."""
    return frozenset(squeeze(line) for name in PLAIN_HEADS for line in lines_of(name))


@cache
def bare_totals() -> frozenset[str]:
    """Return the names of total rows that only the caption explains."""
    return frozenset(lines_of("bare_totals.tsv"))


@cache
def target_terms() -> frozenset[str]:
    """Return the terms of the words for a target."""
    return term_set(" ".join(lines_of("target_columns.tsv")))


YEAR = re.compile(r"(?:19|20)\d{2}年度?|本年度?")
AS_OF = re.compile(r"截[至止]到?年?(?:\d{1,2}月)?(?:\d{1,2}日|底|末)?$")
PLAIN_HEADS = ("plain_columns.tsv", "target_columns.tsv")
REGION_NAME, UNIT = 3, 5  # characters: what a unit's short name leaves out, and keeps at least


def is_plain(column: str) -> bool:
    """Tell whether a column heading adds nothing: 「2026年预算数」 is just the number."""
    return YEAR.sub("", squeeze(column)) in plain_columns()


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


@dataclass(frozen=True)
class Entry:
    """A figure or an absence with its wording cut into terms, ready to be compared.

    Every wording is made when it is first asked for: of a large library most are never compared.
    """

    fact: Figure | Absence
    document: Described

    @property
    def is_figure(self) -> bool:
        """Whether there is a number (an absence has none)."""
        return isinstance(self.fact, Figure)

    @property
    def year(self) -> int | None:
        """Fiscal year of the document."""
        return self.document.fiscal_year

    @property
    def basis(self) -> Basis:
        """What the document's kind reports: 决算 for final accounts."""
        return Basis.FINAL if Basis.FINAL.value in self.document.kind else Basis.BUDGET

    @property
    def name_text(self) -> str:
        """The item's name, squeezed."""
        return squeeze(self.fact.item.name)

    @property
    def caption_text(self) -> str:
        """The table's caption, squeezed, without the year and without the day that it stands at."""
        return AS_OF.sub("", YEAR.sub("", squeeze(self.fact.source.table)))

    @property
    def is_whole_row(self) -> bool:
        """Whether the row is all of a table, or all of the body: 合计, the owner's own name."""
        owner = squeeze(self.fact.owner)
        return self.name_text in bare_totals() or owner.endswith(self.name_text)

    @cached_property
    def project(self) -> str:
        """Of an indicator: the project that it belongs to, squeezed."""
        return _project(self.fact)

    @cached_property
    def called(self) -> str:
        """Item name and columns, squeezed."""
        return squeeze(" ".join((self.fact.item.name, *self.fact.slice)))

    @cached_property
    def named(self) -> str:
        """Item name and path, squeezed: which unit or project it belongs to."""
        return squeeze(" ".join((*self.fact.item.path, self.fact.item.name)))

    @cached_property
    def around(self) -> str:
        """Everything that says what it is and where it stands, squeezed."""
        fact = self.fact
        return squeeze(" ".join((self.called, self.named, fact.context, *fact.source.section)))

    def is_filed_under(self, unit: str) -> bool:
        """Tell whether it is of a unit below the owner; prints may leave the region's name out."""
        tails = (unit[cut:] for cut in range(REGION_NAME + 1) if not cut or len(unit) - cut > UNIT)
        return any(tail in self.named for tail in tails)

    @cached_property
    def dense_name(self) -> str:
        """What its embedding is filed under."""
        return name_text(self.fact) if isinstance(self.fact, Figure) else ""

    @property
    def name(self) -> frozenset[str]:
        """Terms of the item's name."""
        return term_set(self.fact.item.name)

    @cached_property
    def slice(self) -> frozenset[str]:
        """Terms of the columns that say more than "the number"."""
        return term_set(" ".join(c for c in self.fact.slice if not is_plain(c)))

    @property
    def columns(self) -> frozenset[str]:
        """What the columns say that the name does not."""
        return self.slice - self.name

    @cached_property
    def last_column(self) -> frozenset[str] | None:
        """The same of the innermost column; None when it says nothing."""
        heads = self.fact.slice[-1:]
        return None if not heads or is_plain(heads[0]) else term_set(heads[0]) - self.name

    @cached_property
    def titled(self) -> frozenset[str]:
        """Terms of name, code and columns."""
        return self.name | self.slice | frozenset(filter(None, (self.fact.item.code,)))

    @property
    def path(self) -> frozenset[str]:
        """Terms of the items above."""
        return term_set(" ".join(self.fact.item.path))

    @property
    def caption(self) -> frozenset[str]:
        """Terms of the table's caption."""
        return term_set(self.fact.source.table)

    @cached_property
    def strong(self) -> frozenset[str]:
        """Terms of what it is called: name, columns, path, caption."""
        return self.name | self.slice | self.path | self.caption | self.sort

    @property
    def sort(self) -> frozenset[str]:
        """Terms of what a number in a text is, unsaid: 「不低于88%」 is a target."""
        fact = self.fact
        if not isinstance(fact, Figure) or fact.source.cell is not None:
            return frozenset()
        return target_terms() if fact.measure is Measure.TARGET else frozenset()

    @cached_property
    def beside(self) -> frozenset[str]:
        """Terms of the piece of text that holds the number."""
        return frozenset(terms_of(piece_with(self.fact)))

    @cached_property
    def fields(self) -> Mapping[str, float]:
        """Term -> weight of the best field that holds it."""
        fact = self.fact
        texts = {
            "title": term_set(self.document.title),
            "section": term_set(" ".join(fact.source.section)),
            "clause": terms_of(fact.context),
            "caption": self.caption,
            "path": self.path,
            "slice": self.slice,
            "name": self.name,
        }
        found: dict[str, float] = {}
        for field_name, terms in sorted(texts.items(), key=lambda t: FIELD_WEIGHTS[t[0]]):
            found.update(dict.fromkeys(terms, FIELD_WEIGHTS[field_name]))
        if fact.item.code:
            found[fact.item.code] = 1.0
        return found | dict.fromkeys(self.sort, 1.0)


def _project(fact: Figure | Absence) -> str:
    """Indicators stand below their project: 项目 > 产出指标 > 数量指标."""
    leads = [n for n, part in enumerate(fact.item.path) if "指标" in part]
    return squeeze(fact.item.path[0]) if leads and leads[0] == 1 else ""


PIECES = re.compile(r"[，,。；;、\n\t]")


def piece_with(fact: Figure | Absence) -> str:
    """Return the part of the context between commas that holds the printed number."""
    printed = fact.source.printed
    # 「5%」 does not stand in 「95%」
    place = re.search(rf"(?<![\d.,]){re.escape(printed)}", fact.context) if printed else None
    if place is None:
        return fact.context
    at = place.start()
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
    items: frozenset[str] = (
        frozenset()
    )  # of the classifications that are named: no other one will do
    tables: frozenset[str] = frozenset()  # captions that are named: only their rows will do
    project: str = ""  # a project of the library that is named: no other one will do
    unit: str = ""  # a unit below the owner, squeezed: only its own figures count
    base: Base | None = None  # what an asked change is counted from
    denied: tuple[str, ...] = ()  # conditions that the question denies, squeezed
    fund: str = ""  # the fund that the item is asked of (fund_scopes.tsv)
    near: tuple[Source, ...] = ()  # where the sibling or the earlier ask was answered
