"""Family 3: prose against tables, and prose against prose: one item, two numbers.

A number of a sentence is in order when any cell of its item prints it, in whatever column: which
column is meant need not be known. Only if none does, and a cell prints a slip of it, it is wrong.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from assistant.answer import plain
from assistant.language.funds import fund_of
from assistant.review.finding import Finding, Severity
from assistant.review.paper import Paper
from assistant.review.slips import at_places_of, is_slip
from assistant.wording import squeeze
from corpus.document import RowKind
from corpus.figure import Figure, Measure
from corpus.quantity import UnitKind
from corpus.vocabulary import lines_of

FACTORS = (4, -4)  # powers of ten between 元 and 万元


def prose_and_tables(paper: Paper) -> Iterator[Finding]:
    """Yield amounts of sentences that no cell of their item prints, but a slip of them."""
    cells = _cells_by_name(paper)
    for figure in filter(_is_money, paper.prose):
        same = cells.get(squeeze(figure.item.name), [])
        same = [cell for cell in same if _may_be(figure, cell)]
        if not same:
            continue
        paper.count("prose-table")
        if any(_agree(figure, cell) for cell in same):
            continue
        if cell := _slip_of(figure, same):
            yield _finding(paper, "prose-table", figure, cell)


def _cells_by_name(paper: Paper) -> dict[str, list[Figure]]:
    """Return the amounts of tables by what they are called: the row, or the column of a total."""
    found: dict[str, list[Figure]] = {}
    for cell in paper.cells.values():
        if not _is_money(cell):
            continue
        names = {squeeze(cell.item.name)}
        if cell.item.role is RowKind.TOTAL:
            names |= {squeeze(part) for part in cell.slice}
        for name in names:
            found.setdefault(name, []).append(cell)
    return found


def _is_money(figure: Figure) -> bool:
    is_amount = figure.measure is Measure.AMOUNT and figure.quantity.in_base != 0
    return is_amount and figure.quantity.unit.kind is UnitKind.MONEY and not figure.doubtful


def _may_be(figure: Figure, cell: Figure) -> bool:
    """Tell whether both are of one year and stage, as far as they say."""
    return figure.period == cell.period and figure.owner == cell.owner


def _agree(one: Figure, other: Figure) -> bool:
    """Rounded or cut off: within one unit of the coarser print's last place."""
    most = 2 * max(one.quantity.half_unit, other.quantity.half_unit)
    return abs(one.quantity.in_base - other.quantity.in_base) < most


def _slip_of(figure: Figure, cells: Sequence[Figure]) -> Figure | None:
    """Return the cell that prints what the figure is a slip of; whole columns come first."""
    ordered = sorted(cells, key=lambda cell: not _is_plain(cell))
    printed = figure.quantity
    return next(
        (
            cell
            for cell in ordered
            if is_slip(printed.in_base, at_places_of(cell.quantity.in_base, printed))
            or is_slip(printed.in_base, cell.quantity.in_base)
        ),
        None,
    )


def _is_plain(cell: Figure) -> bool:
    return all(part in lines_of("plain_columns.tsv") for part in cell.slice)


def prose_and_prose(paper: Paper) -> Iterator[Finding]:
    """Yield amounts of one item that two sentences print differently."""
    groups: dict[tuple[object, ...], list[Figure]] = {}
    for figure in filter(_is_money, paper.prose):
        if figure.item.role in (RowKind.DETAIL, RowKind.OF_WHICH):
            groups.setdefault(_key(figure), []).append(figure)
    cells = {cell.quantity.in_base for cell in paper.cells.values() if _is_money(cell)}
    for group in groups.values():
        if len(group) > 1:
            paper.count("prose-prose")
            yield from _odd_one(paper, group, cells)


def _key(figure: Figure) -> tuple[object, ...]:
    fund = fund_of(" ".join((*figure.source.section[-1:], figure.context)))
    name = squeeze(figure.item.name)
    return name, figure.period, figure.owner, figure.slice, fund


def _odd_one(paper: Paper, group: Sequence[Figure], cells: set[Decimal]) -> Iterator[Finding]:
    """Yield the first number that is a slip of another one, of which there are as many or more."""
    values = [figure.quantity.in_base for figure in group]
    for figure in group:
        value = figure.quantity.in_base
        others = [o for o in group if not _agree(o, figure)]
        rivals = [o for o in others if is_slip(value, o.quantity.in_base)]
        if not rivals or value in cells:
            continue
        more = max(rivals, key=lambda o: values.count(o.quantity.in_base))
        if values.count(more.quantity.in_base) >= values.count(value):
            yield _finding(paper, "prose-prose", figure, more)
            return


def _finding(paper: Paper, rule: str, figure: Figure, other: Figure) -> Finding:
    gap = abs(figure.quantity.in_base - other.quantity.in_base)
    where = f"《{other.source.table}》" if other.source.cell else "另一处文字"
    unit = other.quantity.unit.base
    times = figure.quantity.in_base / other.quantity.in_base
    slip = "，差一万倍，单位可能写错" if times.normalize().as_tuple()[1:] in _POWERS else ""
    return paper.finding(
        rule,
        f"「{figure.item.name}」文字写 {figure.quantity.printed}，{where}印 "
        f"{other.quantity.printed}{other.quantity.unit.name if other.source.cell else ''}{slip}。",
        [figure.source, other.source],
        severity=_severity(figure, other),
        expected=plain(other.quantity.in_base),
        found=plain(figure.quantity.in_base),
        difference=plain(gap),
        unit=unit,
    )


_POWERS = {((1,), power) for power in FACTORS}


def _severity(figure: Figure, other: Figure) -> Severity:
    """Two sentences may mean two scopes; a name with its path is one thing."""
    return (
        Severity.ERROR
        if other.source.cell or figure.item.path == other.item.path
        else (Severity.WARNING)
    )
