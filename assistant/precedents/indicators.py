"""Performance indicators as objects, and which targets others set for the same indicator."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from statistics import median

from corpus.cells import is_blank
from corpus.document import Document, Row, RowKind, Table, TableKind
from corpus.errors import UnreadableQuantity
from corpus.figure import Figure, Measure
from corpus.figures_in_indicators import roles_in, target_quantity
from corpus.quantity import Quantity, Unit, parse_quantity, unit_named
from index.segment import words

LEVELS = 2  # 一级 and 二级 stand above an indicator
COST = "成本"  # 一级 or 二级 whose bare 万 is money
SCORE = "分"


@dataclass(frozen=True, slots=True)
class Indicator:
    """One row of a performance table.

    ``levels``: the names of 一级 and 二级 above it. ``target`` is None where words are printed
    (``printed`` has them); ``weight`` in points, None when none is printed.
    """

    document: str
    project: str
    levels: tuple[str, ...]
    name: str
    target: Quantity | None
    printed: str
    weight: Decimal | None
    rule: str
    basis: str
    quote: str


@dataclass(frozen=True, slots=True)
class Targets:
    """The targets that are set for one indicator in one unit: ``values`` ascending, in ``unit``.

    ``comparators`` says how often each sign is used, the most usual first.
    """

    wanted: str
    unit: Unit
    values: tuple[Decimal, ...]
    comparators: tuple[tuple[str, int], ...]
    owners: int

    @property
    def median(self) -> Decimal:
        """The value in the middle, the mean of two for an even number."""
        return median(self.values)

    @property
    def comparator(self) -> str:
        """The most usual sign."""
        return self.comparators[0][0]


def indicators_of(document: Document) -> list[Indicator]:
    """Return the indicators of a document's performance tables, in printed order."""
    tables = (table for table in document.tables if table.kind is TableKind.INDICATORS)
    return [indicator for table in tables for indicator in _indicators(document, table)]


def _indicators(document: Document, table: Table) -> Iterator[Indicator]:
    roles = roles_in(table)
    rows = table.panels[0].rows if table.panels else ()
    yield from (_indicator(document, row, roles) for row in rows if row.kind is RowKind.DETAIL)


def _indicator(document: Document, row: Row, roles: Sequence[str]) -> Indicator:
    cells = {role: _cell(row, roles, role) for role in dict.fromkeys(roles)}
    printed, unit = cells.get("target", ""), cells.get("unit", "")
    is_cost = any(COST in name for name in (*row.path, row.label))
    sign = cells.get("comparator", "")
    return Indicator(
        document=document.id,
        project="".join(row.path[:-LEVELS]),
        levels=row.path[-LEVELS:],
        name=row.label,
        target=target_quantity(printed, sign, unit, is_cost=is_cost) if printed else None,
        printed=" ".join(filter(None, (sign, printed, unit))),
        weight=_weight(cells.get("score", "")),
        rule=cells.get("rule", ""),
        basis=cells.get("basis", ""),
        quote=document.quote(row.span),
    )


def _cell(row: Row, roles: Sequence[str], role: str) -> str:
    texts = (row.cells[c].strip() for c, known in enumerate(roles) if known == role)
    return next((text for text in texts if not is_blank(text)), "")


def _weight(text: str) -> Decimal | None:
    try:
        return parse_quantity(text, unit_named(SCORE)).value if text else None
    except UnreadableQuantity:
        return None


def targets_of(figures: Iterable[Figure], wanted: str) -> list[Targets]:
    """Return the targets of indicators whose names hold all words of ``wanted``, by unit.

    Only tables count: prose says the same targets again. Where no name holds all words, those that
    hold the last one count: of 参保人员满意度 the 满意度. The most used unit comes first.
    """
    asked = words(wanted)
    if not asked:
        return []
    targets = [f for f in figures if f.measure is Measure.TARGET and f.source.cell is not None]
    found = _named(targets, asked) or _named(targets, asked[-1:])
    units: dict[Unit, list[Figure]] = {}
    for figure in found:
        units.setdefault(figure.quantity.unit, []).append(figure)
    most = sorted(units.items(), key=lambda item: (-len(item[1]), item[0].name))
    return [_targets(wanted, unit, of_unit) for unit, of_unit in most]


def _named(figures: Iterable[Figure], asked: Sequence[str]) -> list[Figure]:
    return [figure for figure in figures if all(word in figure.item.name for word in asked)]


def _targets(wanted: str, unit: Unit, figures: Sequence[Figure]) -> Targets:
    signs = [figure.quantity.comparator for figure in figures]
    counts = sorted(((sign, signs.count(sign)) for sign in set(signs)), key=lambda one: -one[1])
    values = tuple(sorted(figure.quantity.value for figure in figures))
    return Targets(wanted, unit, values, tuple(counts), len({figure.owner for figure in figures}))
