"""What a fact looks like apart from whose it is and what number it prints: its outline.

The papers of many bodies print the same row or sentence with another name and another number in
it. A question that speaks of neither finds all of them equally good, so one of them is compared.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from hashlib import blake2b

from assistant.lookup.candidates import fits_measure, is_of_years
from assistant.lookup.entries import Entry, Wanted, piece_with
from assistant.lookup.postings import END, said_in_fields
from assistant.wording import squeeze_each
from corpus.figure import Basis, Figure, Measure, Period
from corpus.quantity import UnitKind

# A number, but no year: which year is told of matters.
NUMBER = re.compile(r"(?<![\d.,])(?!(?:19|20)\d{2}(?![\d.,]))\d[\d,]*(?:\.\d+)?")
NO_NUMBER, NO_NAME = "#", "@"  # characters of no term
MASKED = frozenset({"title", "section", "clause", "caption"})
BYTES = 8  # of an id


@dataclass(frozen=True, slots=True)
class Said:
    """What stands in one field of an outline: squeezed, with an id made from it."""

    id: int
    text: str


@dataclass(frozen=True, slots=True)
class Kind:
    """Of what kind and when a fact is: what the hard filters ask. An absence has no measure.

    ``unit``: its base unit; ``paper``, ``stage``: year and basis of its document.
    """

    measure: Measure | None
    dimension: UnitKind | None
    unit: str
    period: Period
    paper: int | None
    stage: Basis

    def may_answer(self, wanted: Wanted) -> bool:
        """Tell whether a fact of this kind may pass the hard filters of an ask."""
        of = (self.period, self.measure, self.paper, self.stage)
        if wanted.years and not is_of_years(*of, wanted.years):
            return False
        if self.measure is None or self.dimension is None:
            return True
        stages = (Basis.ACTUAL, *(wanted.bases or Basis))
        is_of_stage = self.dimension is not UnitKind.MONEY or self.period.basis in stages
        return is_of_stage and fits_measure(self.measure, self.dimension, wanted.ask)

    def written(self) -> str:
        """Return it as a text."""
        period = (self.period.year, self.period.basis)
        told = (self.measure, self.dimension, self.unit, *period, self.paper, self.stage)
        return "|".join(str(part or "") for part in told)

    @classmethod
    @cache
    def read(cls, text: str) -> Kind:
        """Return what ``written`` wrote."""
        measure, dimension, unit, year, basis, paper, stage = text.split("|")
        return cls(
            Measure(measure) if measure else None,
            UnitKind(dimension) if dimension else None,
            unit,
            Period(int(year) if year else None, Basis(basis)),
            int(paper) if paper else None,
            Basis(stage),
        )


@dataclass(frozen=True, slots=True)
class Outline:
    """``id``: made from all that tells outlines apart; ``fields``: in the order of FIELDS."""

    id: int
    fields: tuple[Said, ...]


def kind_of(entry: Entry) -> Kind:
    """Return the kind of a fact."""
    fact = entry.fact
    if not isinstance(fact, Figure):
        return Kind(None, None, "", fact.period, entry.year, entry.basis)
    unit = fact.quantity.unit
    return Kind(fact.measure, unit.kind, unit.base, fact.period, entry.year, entry.basis)


def outline_of(entry: Entry) -> Outline:
    """Return the outline of a fact."""
    owner = entry.fact.owner
    fields = tuple(
        _said(name, text, owner if name in MASKED else None) for name, text in said_in_fields(entry)
    )
    told = (*(said.id for said in fields), *_about(entry), *_printed(entry, owner))
    return Outline(id_of(repr(told)), fields)


@lru_cache(maxsize=50_000)
def _said(field: str, text: str, owner: str | None) -> Said:
    told = text if owner is None else masked(text, owner)
    return Said(id_of(f"{field} {told}"), squeeze_each([told], END).rstrip(END))


def masked(text: str, owner: str) -> str:
    """Return a text without its numbers and its body's name."""
    named = text.replace(owner, NO_NAME) if owner else text
    return NUMBER.sub(NO_NUMBER, named)


def id_of(text: str) -> int:
    """Return a number of 64 bits that stands for a text."""
    digest = blake2b(text.encode("utf-8", "surrogatepass"), digest_size=BYTES).digest()
    return int.from_bytes(digest, "big", signed=True)


def _about(entry: Entry) -> Iterator[object]:
    """Yield what a fact is, apart from the texts that may name the body."""
    fact, document = entry.fact, entry.document
    yield from (fact.item.name, fact.item.code, fact.item.path, fact.item.role.value, fact.slice)
    yield from (fact.period.year, fact.period.basis.value)
    yield from (document.kind, document.fiscal_year, entry.is_whole_row)


def _printed(entry: Entry, owner: str) -> Iterator[object]:
    """Yield how it is printed."""
    fact = entry.fact
    yield fact.source.cell is None
    if not isinstance(fact, Figure):
        yield fact.kind.value, "" if fact.source.cell else masked(fact.source.quote, owner)
        return
    quantity = fact.quantity
    yield from (fact.measure.value, fact.direction, fact.years, fact.exact, fact.doubtful)
    yield from (quantity.unit.name, quantity.unit.base, quantity.comparator)
    yield quantity.value.as_tuple().exponent
    piece = piece_with(fact)
    yield "" if piece == fact.context else masked(piece, owner)
