"""Family 5: across documents and years: last year's numbers, projects told of twice, shared totals.

Only documents of one owner are compared, and only what both call by the same name. Of every
document a short summary is kept, so that a library of any size can be gone through.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from assistant.answer import plain
from assistant.review.finding import Finding
from assistant.review.paper import Paper
from assistant.review.slips import at_places_of, is_slip
from assistant.review.statements import statements_of
from assistant.review.tolerance import Interval, like
from assistant.wording import squeeze
from corpus.figure import Basis, Figure, Measure
from corpus.quantity import Quantity, UnitKind

SHARED = re.compile(
    r"分别(?:在|从|由)([^。；（）()]{4,80}?)(?:中|里|内)?(?:分摊)?(?:列支|安排|解决|承担)"
)
BUDGET, PROJECT = "预算", ("项目文本", "绩效目标")
SHORTEST_TAIL = 4  # characters that the names of a shared total's parts end with


@dataclass(frozen=True, slots=True)
class Base:
    """Last year's amount as this year's document implies it: now − change."""

    amount: Figure
    change: Figure
    value: Interval
    middle: Decimal


@dataclass(frozen=True, slots=True)
class Summary:
    """What is compared with other documents, of one document. ``amounts``: by squeezed name."""

    paper: Paper
    amounts: dict[str, list[Figure]]
    bases: tuple[Base, ...]
    shared: tuple[tuple[Figure, tuple[str, ...]], ...]

    @property
    def key(self) -> tuple[str, str]:
        """Whose document of what kind it is."""
        return self.paper.document.owner, self.paper.document.kind


def summary_of(paper: Paper) -> Summary:
    """Return what of a document may be held against another one."""
    amounts = {}
    for name, figures in paper.money.items():
        if kept := [f for f in figures if f.source.cell is None or not f.item.code]:
            amounts[name] = kept
    return Summary(paper.slim(), amounts, tuple(_bases(paper)), tuple(_shared(paper)))


def _is_amount(figure: Figure) -> bool:
    is_money = figure.quantity.unit.kind is UnitKind.MONEY and figure.quantity.in_base != 0
    return figure.measure is Measure.AMOUNT and is_money and not figure.doubtful


def _bases(paper: Paper) -> Iterator[Base]:
    if BUDGET not in paper.document.kind:
        return
    for one in statements_of(paper):
        for change in one.changes:
            now = [a for a in one.amounts if a.source.span == change.source.span]
            if len(now) != 1 or not _is_counted(change, now[0]):
                continue
            up = change.direction == "增加"
            ours, theirs = Interval.of(now[0].quantity), Interval.of(change.quantity)
            value = ours - theirs if up else ours + theirs
            yield Base(now[0], change, value, (value.low + value.high) / 2)


def _is_counted(change: Figure, now: Figure) -> bool:
    is_money = change.quantity.unit.kind is UnitKind.MONEY
    has_number = any(c.isdigit() for c in change.quantity.printed)
    is_budget = now.period.basis is Basis.BUDGET and "执行" not in change.source.quote
    return is_money and has_number and is_budget and change.direction in ("增加", "减少")


def _shared(paper: Paper) -> Iterator[tuple[Figure, tuple[str, ...]]]:
    text = paper.document.text
    for match in SHARED.finditer(text):
        names = tuple(name.strip() for name in re.split(r"[、和及]", match[1]))
        before = [f for f in paper.figures if _is_amount(f) and _stands_before(f, match.start())]
        if len(names) > 1 and before:
            yield max(before, key=lambda f: f.source.span.end), names


def _stands_before(figure: Figure, at: int) -> bool:
    span = figure.source.span
    return span.start <= at and at - span.end < SHORTEST_TAIL


def across(summaries: Iterable[Summary]) -> Iterator[Finding]:
    """Yield what one document of an owner says and another one does not."""
    by_owner: dict[str, list[Summary]] = {}
    for one in summaries:
        by_owner.setdefault(one.paper.document.owner, []).append(one)
    for own in by_owner.values():
        for one in own:
            yield from _last_year(one, own)
            yield from _projects(one, own)
            yield from _shared_totals(one, own)


def _last_year(one: Summary, own: Sequence[Summary]) -> Iterator[Finding]:
    """This year's amount minus its change is what last year's document prints."""
    year = one.paper.document.fiscal_year
    earlier = [
        o for o in own if o.key == one.key and year and o.paper.document.fiscal_year == year - 1
    ]
    for base in one.bases if earlier else ():
        name = squeeze(base.amount.item.name)
        found = [f for o in earlier for f in o.amounts.get(name, []) if _is_of(f, year)]
        if not found:
            continue
        one.paper.count("last-year")
        if any(_near(base.value, f.quantity) for f in found):
            continue
        other = next((f for f in found if _is_slipped(base.middle, f.quantity)), None)
        if other is not None:
            yield _last_year_finding(one, base, other)


def _is_of(figure: Figure, year: int | None) -> bool:
    return year is not None and figure.period.year == year - 1


def _near(value: Interval, printed: Quantity) -> bool:
    """Rounded in both documents, each to its own places."""
    return Interval.of(printed, widths=2).meets(
        Interval(value.low - printed.half_unit, value.high + printed.half_unit)
    )


def _is_slipped(value: Decimal, printed: Quantity) -> bool:
    return is_slip(at_places_of(value, printed), printed.in_base)


def _last_year_finding(one: Summary, base: Base, other: Figure) -> Finding:
    gap = abs(base.middle - other.quantity.in_base)
    return one.paper.finding(
        "last-year",
        f"「{base.amount.item.name}」{base.amount.quantity.printed}、比上年{base.change.direction}"
        f" {base.change.quantity.printed}，推算上年为 {like(base.middle, base.change.quantity)}；"
        f"上年的文件印 {like(other.quantity.in_base, base.change.quantity)}。",
        [base.change.source, base.amount.source, other.source],
        expected=plain(other.quantity.in_base),
        found=plain(base.middle),
        difference=plain(gap),
        unit="元",
    )


def _projects(one: Summary, own: Sequence[Summary]) -> Iterator[Finding]:
    """A project's money in its own document and in the budget of the year."""
    document = one.paper.document
    if document.kind not in PROJECT:
        return
    budgets = [
        o
        for o in own
        if BUDGET in o.paper.document.kind and o.paper.document.fiscal_year == document.fiscal_year
    ]
    for name, figures in one.amounts.items():
        told = figures[0]
        found = [f for o in budgets for f in o.amounts.get(name, []) if f.period == told.period]
        if not found:
            continue
        one.paper.count("project")
        if any(f.quantity.agrees_with(g.quantity) for f in found for g in figures):
            continue
        if is_slip(told.quantity.in_base, found[0].quantity.in_base):
            yield one.paper.finding(
                "project",
                f"「{told.item.name}」在项目文本中为 {told.quantity.printed}，"
                f"在预算中为 {like(found[0].quantity.in_base, told.quantity)}。",
                [told.source, found[0].source],
                expected=plain(found[0].quantity.in_base),
                found=plain(told.quantity.in_base),
                difference=plain(abs(told.quantity.in_base - found[0].quantity.in_base)),
                unit="元",
            )


def _shared_totals(one: Summary, own: Sequence[Summary]) -> Iterator[Finding]:
    """「合计 50 万元，分别在甲、乙专项经费中列支」: the named budgets have to hold it."""
    year = one.paper.document.fiscal_year
    same = [o for o in own if o.paper.document.fiscal_year == year]
    for total, names in one.shared:
        parts = _parts(names, one.paper.document.owner, same)
        if not parts:
            continue
        one.paper.count("shared-total")
        found = sum((f.quantity.in_base for f in parts), Decimal(0))
        gap = total.quantity.in_base - found
        if abs(gap) > total.quantity.half_unit:
            by = "、".join(f"「{f.item.name}」{f.quantity.printed}" for f in parts)
            yield one.paper.finding(
                "shared-total",
                f"合计 {total.quantity.printed} 由各项分摊，这些项目为 {by}，"
                f"合计 {like(found, total.quantity)}，相差 {like(abs(gap), total.quantity)}。",
                [total.source, *(f.source for f in parts)],
                expected=plain(found),
                found=plain(total.quantity.in_base),
                difference=plain(abs(gap)),
                unit="元",
            )


def _parts(names: Sequence[str], owner: str, own: Sequence[Summary]) -> list[Figure]:
    """Return one amount for every name; [] when one of them has none.

    The last name ends with what all of them are: 甲、乙专项经费 are 甲专项经费 and 乙专项经费.
    """
    last = names[-1]
    for cut in range(len(last) - SHORTEST_TAIL + 1):
        tail = squeeze(last[cut:])
        heads = [*map(squeeze, names[:-1]), squeeze(last[:cut])]
        found = [_part(head, tail, owner, own) for head in heads]
        if all(heads) and all(found):
            return [figure for figure in found if figure is not None]
    return []


def _part(head: str, tail: str, owner: str, own: Sequence[Summary]) -> Figure | None:
    named = (
        figures[0]
        for o in own
        for name, figures in o.amounts.items()
        if name.endswith(tail) and head in name[: -len(tail)]
    )
    of_owner = (o.amounts[tail][0] for o in own if head in owner and tail in o.amounts)
    return next(named, None) or next(of_owner, None)
