"""Which printed figures a gold answer rests on, and whether the library has read them.

A gold answer that is printed needs that figure; one that is computed needs its operands: the
numbers of the gold quotes that the gold's own working (``why``) names.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import PurePosixPath

from assistant.evaluation.scoring import Gold, Wanted, overlap, same_unit, squeeze
from assistant.lookup.owner_rows import called_by_columns
from corpus.document import Span
from corpus.figure import Figure
from corpus.library import Library
from corpus.quantity import units

NUMBER = re.compile(r"(?<![\d.])\d[\d,]*(?:\.\d+)?")
FEW = 4  # numbers of a quote that may all be operands, when no working says which
WAN = Decimal(10000)  # a working may be in 元 where the document prints 万元
TELLING = 4  # digits from which the same number elsewhere is hardly a coincidence
WINDOW = 8  # characters in a row by which a quote is recognised in a text that breaks it up


@dataclass(frozen=True, slots=True)
class Needed:
    """A printed number that the gold answer rests on.

    ``figures``: the parsed figures that print it in the evidence; () when it was not read.
    ``wanted``: the answer that it is, None for an operand. ``place``: (file name, quote).
    """

    printed: str
    place: tuple[str, str]
    figures: tuple[Figure, ...]
    wanted: Wanted | None = None

    @property
    def ids(self) -> frozenset[str]:
        """The ids of its figures."""
        return frozenset(figure.id for figure in self.figures)


@dataclass(slots=True)
class Shelf:
    """The documents of a library by file name, with their figures; loaded as they are needed."""

    library: Library
    _ids: dict[str, list[str]] = field(default_factory=dict)
    _figures: dict[str, list[Figure]] = field(default_factory=dict)
    _texts: dict[str, tuple[str, list[int]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for info in self.library.documents():
            self._ids.setdefault(PurePosixPath(info.file_name).name, []).append(info.id)

    def ids(self, name: str) -> list[str]:
        """Return the ids of the documents of a file name."""
        return self._ids.get(name, [])

    def figures(self, name: str) -> list[Figure]:
        """Return all figures of the documents of a file name."""
        if name not in self._figures:
            ids = self.ids(name)
            self._figures[name] = (
                called_by_columns(self.library.figures(documents=ids)) if ids else []
            )
        return self._figures[name]

    def near(self, name: str, quote: str) -> list[Figure]:
        """Return the figures that stand in a quote, or share a place with it."""
        spans = {id: self._spans(id, quote) for id in self.ids(name)}
        found = any(spans.values())
        return [
            figure
            for figure in self.figures(name)
            if any(_meet(figure.source.span, span) for span in spans[figure.source.document])
            or (not found and overlap(quote, figure.source.quote))
        ]

    def holds(self, name: str, quote: str) -> bool:
        """Tell whether a document's text has a quote, or most of it in pieces."""
        wanted = squeeze(quote)
        pieces = [wanted[at : at + WINDOW] for at in range(0, len(wanted), WINDOW)]
        return any(
            2 * sum(piece in self._text(id)[0] for piece in pieces) >= len(pieces)
            for id in self.ids(name)
        )

    def _spans(self, id: str, quote: str) -> list[Span]:
        """Return where a quote stands in a document, white space set aside."""
        text, places = self._text(id)
        wanted = squeeze(quote)
        starts = (m.start() for m in re.finditer(re.escape(wanted), text)) if wanted else ()
        return [Span(places[at], places[at + len(wanted) - 1] + 1) for at in starts]

    def _text(self, id: str) -> tuple[str, list[int]]:
        if id not in self._texts:
            text = self.library.document(id).text
            places = [at for at, char in enumerate(text) if not char.isspace()]
            self._texts[id] = ("".join(text[at] for at in places), places)
        return self._texts[id]


def _meet(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end


def needed_of(gold: Gold, shelf: Shelf) -> list[Needed]:
    """Return what a gold answer rests on: printed answers first, then operands."""
    direct = [_printed(wanted, gold, shelf) for wanted in gold.wanted]
    found = [needed for needed in direct if needed]
    if len(found) == len(direct):
        return found
    return [*found, *_operands(gold, shelf)]


def _printed(wanted: Wanted, gold: Gold, shelf: Shelf) -> Needed | None:
    """Return a wanted figure that the evidence prints, read or not; None when it is computed."""
    elsewhere: Needed | None = None
    for place in gold.evidence:
        near = [figure for figure in shelf.near(*place) if _is(figure, wanted)]
        there = [figure for figure in shelf.figures(place[0]) if _is(figure, wanted)]
        if near:
            others = [figure for figure in there if figure not in near]
            return Needed(wanted.printed, place, (*near, *others), wanted)
        if there and _is_telling(wanted):
            elsewhere = elsewhere or Needed(wanted.printed, place, tuple(there), wanted)
    return elsewhere or _unread(wanted, gold)


def _is(figure: Figure, wanted: Wanted) -> bool:
    quantity = figure.quantity
    return quantity.in_base == wanted.value and same_unit(wanted.unit, quantity.unit.base)


def _is_telling(wanted: Wanted) -> bool:
    digits = wanted.value.normalize().as_tuple().digits
    return len(digits) >= TELLING


def _unread(wanted: Wanted, gold: Gold) -> Needed | None:
    """Return a wanted figure whose number stands in a gold quote, in any unit of its dimension."""
    factors = {u.factor for u in units().values() if same_unit(wanted.unit, u.base)}
    for name, quote in gold.evidence:
        for printed, value in _numbers(quote):
            if any(value * factor == wanted.value for factor in factors or {Decimal(1)}):
                return Needed(printed, (name, quote), (), wanted)
    return None


def _operands(gold: Gold, shelf: Shelf) -> Iterator[Needed]:
    """Yield the numbers of the quotes that the working names, or all of a quote with few."""
    named = {value for _, value in _numbers(gold.why)}
    for place in gold.evidence:
        numbers = dict(_numbers(place[1]))
        used = {p: v for p, v in numbers.items() if named & {v, v * WAN}}
        if not used and len(numbers) <= FEW:
            used = {p: v for p, v in numbers.items() if _is_printed_as_figure(place, v, shelf)}
        near = shelf.near(*place) if used else []
        for printed, value in used.items():
            figures = tuple(f for f in near if abs(f.quantity.value) == value)
            yield Needed(printed, place, figures)


def _is_printed_as_figure(place: tuple[str, str], value: Decimal, shelf: Shelf) -> bool:
    return any(abs(figure.quantity.value) == value for figure in shelf.near(*place))


def _numbers(text: str) -> Iterator[tuple[str, Decimal]]:
    for printed in NUMBER.findall(text):
        yield printed, Decimal(printed.replace(",", ""))
