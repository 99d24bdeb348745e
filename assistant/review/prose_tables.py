"""Family 3: prose against tables, and prose against prose: one item, two numbers.

A number of a sentence is in order when any cell of its item prints it, in whatever column: which
column is meant need not be known. Only if none does, and a cell prints a slip of it, it is wrong.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
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

FUNCTIONAL = 5  # characters of the code of a 款
FARTHEST = 10  # times apart that two prints of one figure may be
FACTORS = (4, -4)  # powers of ten between 元 and 万元


def prose_and_tables(paper: Paper) -> Iterator[Finding]:
    """Yield amounts of sentences that no cell of their item prints, but a slip of them."""
    cells = _cells_by_name(paper)
    for figure in filter(_is_compared, paper.prose):
        same = cells.get(squeeze(figure.item.name), [])
        same = [cell for cell in same if _may_be(figure, cell)]
        if not same:
            continue
        paper.count("prose-table")
        if any(_agree(figure, cell) for cell in same):
            continue
        if cell := _slip_of(figure, same):
            yield _finding(paper, "prose-table", figure, cell)
        elif _is_only_one(same) and _is_near(figure, same[0]):
            found = _finding(paper, "prose-table", figure, same[0])
            yield replace(found, severity=Severity.WARNING)


def _cells_by_name(paper: Paper) -> dict[str, list[Figure]]:
    """Return the amounts of tables by what they are called: the row, or the column of a total."""
    found: dict[str, list[Figure]] = {}
    for cell in filter(_is_compared, paper.cells.values()):
        names = {squeeze(cell.item.name)}
        if cell.item.role is RowKind.TOTAL:
            names |= {squeeze(part) for part in cell.slice}
        if cell.item.name in lines_of("review_budget_names.tsv") and cell.item.path:
            names |= {squeeze(cell.item.path[0]), squeeze(cell.item.path[0].removesuffix("项目"))}
        for name in names:
            found.setdefault(name, []).append(cell)
    return found


def _is_compared(figure: Figure) -> bool:
    """Amounts and changes of them; a change is held against changes only."""
    if figure.source.cell is None and _is_share_of_a_project(figure):
        return False
    is_change = figure.measure is Measure.CHANGE and figure.quantity.unit.kind is UnitKind.MONEY
    return _is_money(figure) or (is_change and figure.quantity.in_base != 0)


def _is_share_of_a_project(figure: Figure) -> bool:
    """「某项目 20 万元，其中一般公共预算 20 万元」 tells nothing of all 一般公共预算."""
    is_part = figure.item.role is RowKind.OF_WHICH and bool(figure.item.path)
    wholes = lines_of("review_whole_words.tsv")
    return (
        is_part
        and bool(fund_of(figure.item.name))
        and not any(word in figure.item.path[-1] for word in wholes)
    )


def _is_only_one(cells: Sequence[Figure]) -> bool:
    """Whether all cells of an item of the functional classification print one number."""
    codes = {cell.item.code[:1] for cell in cells if len(cell.item.code) >= FUNCTIONAL}
    return codes == {"2"} and len({cell.quantity.in_base for cell in cells}) == 1


def _is_near(figure: Figure, cell: Figure) -> bool:
    small, large = sorted((abs(figure.quantity.in_base), abs(cell.quantity.in_base)))
    return large < FARTHEST * small


def _is_money(figure: Figure) -> bool:
    is_amount = figure.measure is Measure.AMOUNT and figure.quantity.in_base != 0
    return is_amount and figure.quantity.unit.kind is UnitKind.MONEY and not figure.doubtful


def _may_be(figure: Figure, cell: Figure) -> bool:
    """Tell whether both are of one year and stage, as far as they say."""
    is_change = figure.measure is Measure.CHANGE
    if is_change != (cell.measure is Measure.CHANGE):
        return False
    return figure.period == cell.period and figure.owner == cell.owner


def _agree(one: Figure, other: Figure) -> bool:
    """Rounded or cut off: within one unit of the coarser print's last place."""
    most = 2 * max(one.quantity.half_unit, other.quantity.half_unit)
    return abs(abs(one.quantity.in_base) - abs(other.quantity.in_base)) < most


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
        elsewhere = [o for o in group if o.source.span != figure.source.span]
        others = [o for o in elsewhere if not _agree(o, figure)]
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
