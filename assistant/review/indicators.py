"""Family 6, for performance tables: scores that are not 100, caps above the budget, odd units."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from assistant.answer import plain
from assistant.review.finding import Finding
from assistant.review.paper import Paper
from assistant.review.tolerance import like
from corpus.document import RowKind, Table, TableKind
from corpus.figure import Figure, Measure
from corpus.quantity import UnitKind
from corpus.vocabulary import lines_of

FULL = Decimal(100)
FEWEST = 3  # scored rows of a table whose scores have a sum


def indicators(paper: Paper) -> Iterator[Finding]:
    """Yield what does not fit in the tables of indicators."""
    for table in paper.document.tables:
        if table.kind is TableKind.INDICATORS and not table.doubtful:
            figures = _figures_in(paper, table)
            yield from _scores(paper, table, figures)
            yield from _caps(paper, figures)
            yield from _kinds(paper, table, figures)


def _figures_in(paper: Paper, table: Table) -> list[Figure]:
    cells = [(f.source.cell, f) for f in paper.figures if f.source.cell is not None]
    return [figure for cell, figure in cells if cell.table == table.index]


def _scores(paper: Paper, table: Table, figures: Sequence[Figure]) -> Iterator[Finding]:
    """Scores add up to 100; of a rule that also tells deductions, the full score counts."""
    rows: dict[int, Figure] = {}
    for figure in figures:
        if figure.measure is Measure.SCORE and figure.source.cell is not None:
            row = figure.source.cell.row
            rows[row] = max(figure, rows.get(row, figure), key=lambda f: f.quantity.value)
    scored = list(rows.values())
    if len(scored) < FEWEST or len({f.source.column for f in scored}) != 1:
        return
    paper.count("indicator-scores")
    total = sum((f.quantity.value for f in scored), Decimal(0))
    if total != FULL:
        yield paper.finding(
            "indicator-scores",
            f"《{table.caption}》各指标的分值合计为 {plain(total)}，不是 100。"
            "若另有不列出的分值（如预算执行率 10 分），请在表中写明。",
            [f.source for f in scored],
            expected="100",
            found=plain(total),
            difference=plain(abs(FULL - total)),
            unit="分",
        )


def _caps(paper: Paper, figures: Sequence[Figure]) -> Iterator[Finding]:
    """What the cost indicators allow to spend is not more than the project's money."""
    caps = [f for f in figures if _is_cap(f)]
    budgets = [f for f in figures if f.item.name in lines_of("review_budget_names.tsv")]
    if not caps or len(budgets) != 1 or _has_wider(caps):
        return
    paper.count("indicator-costs")
    total = sum((f.quantity.in_base for f in caps), Decimal(0))
    budget = budgets[0].quantity
    slack = budget.half_unit
    if total > budget.in_base + slack:
        yield paper.finding(
            "indicator-costs",
            f"成本指标合计 {like(total, caps[-1].quantity)}，"
            f"大于「{budgets[0].item.name}」{budget.printed}（{like(budget.in_base, budget)}）。",
            [budgets[0].source, *(f.source for f in caps)],
            expected=plain(budget.in_base),
            found=plain(total),
            difference=plain(total - budget.in_base),
            unit="元",
        )


def _is_cap(figure: Figure) -> bool:
    is_cost = any("成本" in part for part in figure.item.path)
    is_money = figure.quantity.unit.kind is UnitKind.MONEY and figure.measure is Measure.TARGET
    return is_cost and is_money and figure.quantity.comparator in ("≤", "=", "<")


def _has_wider(caps: Iterable[Figure]) -> bool:
    """项目总成本 beside its parts would count twice."""
    names = [f.item.name for f in caps]
    return len(names) > 1 and any("总" in name for name in names)


def _kinds(paper: Paper, table: Table, figures: Sequence[Figure]) -> Iterator[Finding]:
    """A rate measured in days, a number called 定性, words called 定量."""
    targets = {f.source.cell.row: f for f in figures if _is_target(f) and f.source.cell}
    for row, figure in targets.items():
        cells = [cell.strip() for cell in table.rows[row].cells]
        paper.count("indicator-unit")
        if "定性指标" in cells and figure.quantity.value and _is_number(figure):
            yield _odd(paper, "indicator-kind", figure, "标为定性指标，指标值却是数字")
        if _is_rate(figure.item.name) and figure.quantity.unit.kind is UnitKind.TIME:
            yield _odd(paper, "indicator-unit", figure, "名为比率，却以时间计量")


def _is_target(figure: Figure) -> bool:
    return figure.measure is Measure.TARGET and figure.item.role is not RowKind.TOTAL


def _is_number(figure: Figure) -> bool:
    return any(c.isdigit() for c in figure.source.printed)


def _is_rate(name: str) -> bool:
    return name.endswith(lines_of("review_rate_ends.tsv"))


def _odd(paper: Paper, rule: str, figure: Figure, how: str) -> Finding:
    printed, unit = figure.quantity.printed, figure.quantity.unit.name
    shown = printed if unit in printed else printed + unit
    message = f"指标「{figure.item.name}」{how}（{shown}）。"
    return paper.finding(rule, message, [figure.source], found=shown)
