"""Family 3: the parts that prose lists after 其中 against their total.

Parts may not be more than their total. That they are all of it is claimed only where their names
are a whole classification (``complete_parts.tsv``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import cache

from assistant.answer import plain
from assistant.review.finding import Finding, Severity
from assistant.review.paper import Paper
from assistant.review.tolerance import intervals, like
from assistant.wording import squeeze
from corpus.document import RowKind
from corpus.figure import Figure, Measure
from corpus.quantity import UnitKind
from corpus.vocabulary import rows_of

SUMMED = {UnitKind.MONEY, UnitKind.COUNT, UnitKind.AREA}
LEAST = 2  # parts


def parts(paper: Paper) -> Iterator[Finding]:
    """Yield totals of sentences that their parts do not add up to, or are more than."""
    for whole, group in _groups(paper):
        kept = list({_name(part): part for part in group}.values())
        if len(kept) < LEAST or len(kept) != len(group):
            continue
        listed = _classification(group)
        is_told = all(part.item.role is RowKind.OF_WHICH for part in listed)
        if is_told or any(_matches(row, listed) for row in _complete()):
            yield from _compared(paper, whole, listed)


def _groups(paper: Paper) -> Iterator[tuple[Figure, list[Figure]]]:
    """Yield totals with what is listed as their parts, in printed order."""
    totals: dict[tuple[object, ...], Figure] = {}
    groups: dict[tuple[int, RowKind], tuple[Figure, list[Figure]]] = {}
    for figure in filter(_is_summed, paper.prose):
        section = figure.source.section
        if figure.item.path and figure.item.role in (RowKind.OF_WHICH, RowKind.DETAIL):
            whole = totals.get((section, squeeze(figure.item.path[-1]), *_kind(figure)))
            if whole is not None and whole is not figure and not _is_other_side(whole, figure):
                key = id(whole), figure.item.role
                groups.setdefault(key, (whole, []))[1].append(figure)
        totals[section, _name(figure), *_kind(figure)] = figure
    yield from groups.values()


def _is_other_side(whole: Figure, part: Figure) -> bool:
    """What was spent is no part of what came in."""
    names = whole.item.name, part.item.name
    sides = [{side for side in ("收入", "支出") if side in name} for name in names]
    return all(sides) and not sides[0] & sides[1]


def _kind(figure: Figure) -> tuple[object, ...]:
    return figure.measure, figure.quantity.unit.base, figure.period


def _is_summed(figure: Figure) -> bool:
    measured = figure.measure in (Measure.AMOUNT, Measure.COUNT)
    return measured and figure.quantity.unit.kind in SUMMED


def _name(figure: Figure) -> str:
    return squeeze(figure.item.name)


def _compared(paper: Paper, whole: Figure, group: Sequence[Figure]) -> Iterator[Finding]:
    paper.count("prose-parts")
    total = whole.quantity.in_base
    values = [part.quantity.in_base for part in group]
    gap = total - sum(values)
    if not gap:
        return
    ranges = intervals([whole.quantity, *(part.quantity for part in group)])
    slack = sum(((one.high - one.low) / 2 for one in ranges), Decimal(0))
    if abs(gap) <= slack:
        yield _finding(paper, whole, group, Severity.NOTICE, "；四舍五入可以解释")
    elif gap < 0 and not _overlap(values, -gap) and not _is_told_again(values, total):
        yield _finding(paper, whole, group, _severity(whole), "，大于总数")
    elif gap > 0 and (severity := _missing(paper, whole, group, gap)):
        yield _finding(paper, whole, group, severity, "，少于总数")


def _severity(whole: Figure) -> Severity:
    """People may be counted in two ways at once; money may not."""
    is_money = whole.quantity.unit.kind is UnitKind.MONEY
    return Severity.ERROR if is_money else Severity.WARNING


def _overlap(values: Sequence[Decimal], surplus: Decimal) -> bool:
    """A part that is listed again under another name, or adds up others, is no part."""
    again = [value for value in values if value == surplus]
    if not again:
        return False
    others = [value for value in values if value and value != surplus]
    return len(again) > 1 or surplus == sum(others)


def _classification(group: Sequence[Figure]) -> Sequence[Figure]:
    """Return the parts up to where a whole classification ends: what follows is of another one."""
    lengths = (len(row) for row in _complete() if _matches(row, group[: len(row)]))
    return group[: next(lengths, len(group))]


def _matches(row: Sequence[re.Pattern[str]], group: Sequence[Figure]) -> bool:
    names = [_name(part) for part in group]
    return all(any(form.fullmatch(name) for name in names) for form in row)


def _is_told_again(values: Sequence[Decimal], total: Decimal) -> bool:
    """Parts by function, then parts by nature: every run of them adds up to the total."""
    so_far, runs = Decimal(0), 0
    for value in values:
        so_far += value
        if so_far == total:
            so_far, runs = Decimal(0), runs + 1
    return runs > 1 and not so_far


def _missing(paper: Paper, whole: Figure, group: Sequence[Figure], gap: Decimal) -> Severity | None:
    """Return how grave it is that a list falls short: None when it may."""
    is_whole = any(_matches(row, group) for row in _complete())
    return _severity(whole) if is_whole and not _is_printed(paper, whole, gap) else None


def _is_printed(paper: Paper, whole: Figure, gap: Decimal) -> bool:
    """What is left out of a list may stand in the next sentence."""
    return any(f.quantity.in_base == gap for f in paper.prose if f.measure is whole.measure)


@cache
def _complete() -> tuple[tuple[re.Pattern[str], ...], ...]:
    rows = rows_of("complete_parts.tsv", columns=4)
    return tuple(tuple(re.compile(form) for form in row if form) for row in rows)


def _finding(
    paper: Paper, whole: Figure, group: Sequence[Figure], severity: Severity, how: str
) -> Finding:
    found = sum((part.quantity.in_base for part in group), Decimal(0))
    gap = abs(whole.quantity.in_base - found)
    unit = whole.quantity.unit.base
    return paper.finding(
        "rounding" if severity is Severity.NOTICE else "prose-parts",
        f"「{whole.item.name}」为 {whole.quantity.printed}，所列 {len(group)} 个部分相加为"
        f" {like(found, whole.quantity)}，相差 {like(gap, whole.quantity)}{how}。",
        [whole.source, *(part.source for part in group)],
        severity=severity,
        expected=plain(found),
        found=plain(whole.quantity.in_base),
        difference=plain(gap),
        unit=unit,
    )
