"""Family 4: changes, growth rates and direction words against the amounts beside them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from assistant.answer import plain
from assistant.compute import rounded
from assistant.review.finding import Finding, Severity
from assistant.review.paper import Paper
from assistant.review.statements import Statement, near, statements_of
from assistant.review.tolerance import Fit, Interval, fit, intervals, like
from corpus.figure import Figure, Measure
from corpus.quantity import Quantity, UnitKind

UP, DOWN, SAME = "增加", "减少", "持平"
HUNDRED = Decimal(100)


def changes(paper: Paper) -> Iterator[Finding]:
    """Yield what does not follow among amounts, changes and growth rates of one item."""
    for one in statements_of(paper):
        if not one.amounts:
            one = replace(one, amounts=_only_amount(paper, one))
        yield from _differences(paper, one)
        yield from _impossible(paper, one)
        yield from _rates_of_growth(paper, one)
        yield from _directions(paper, one)
        yield from _completion(paper, one)


def _only_amount(paper: Paper, one: Statement) -> list[Figure]:
    """「收入总计 10 万元、支出总计 10 万元，收支比上年增长 …」: the sentence has one amount."""
    spans = {f.source.span for f in (*one.changes, *one.growths)}
    if len(spans) != 1:
        return []
    year = {f.period.year for f in (*one.changes, *one.growths)}
    found = [
        f
        for f in paper.prose
        if f.source.span in spans and f.measure is Measure.AMOUNT and _is_money(f)
    ]
    is_one = len({f.quantity.in_base for f in found}) == 1
    return found if is_one and {f.period.year for f in found} == year else []


def _differences(paper: Paper, one: Statement) -> Iterator[Finding]:
    """This year − last year = the change, where all three are printed in one sentence."""
    for change in one.changes:
        now, before = _beside(change, one.amounts), _beside(change, one.previous)
        if not now or not before or not _is_money(change):
            continue
        paper.count("prose-change")
        pairs = [(a, b) for a in now for b in before]
        fits = [(_fits_change(change, a, b), a, b) for a, b in pairs]
        best, a, b = min(fits, key=lambda found: found[0])
        if best is not Fit.WRONG:
            continue
        gap = a.quantity.in_base - b.quantity.in_base
        yield paper.finding(
            "prose-change",
            f"「{change.item.name}」由 {b.quantity.printed} 变为 {a.quantity.printed}，"
            f"应{_word(gap)} {like(abs(gap), change.quantity)}，文中写{_said(change)}。",
            [change.source, a.source, b.source],
            expected=plain(abs(gap)),
            found=plain(change.quantity.in_base),
            difference=plain(abs(abs(gap) - change.quantity.in_base)),
            unit=change.quantity.unit.base,
        )


def _beside(figure: Figure, others: list[Figure]) -> list[Figure]:
    """Return the money amounts of the figure's own sentence."""
    return [o for o in others if o.source.span == figure.source.span]


def _fits_change(change: Figure, now: Figure, before: Figure) -> Fit:
    gap = now.quantity.in_base - before.quantity.in_base
    signed = change.quantity.in_base * (-1 if change.direction == DOWN else 1)
    if change.direction == SAME:
        signed = Decimal(0)
    best = Fit.WRONG
    for widths, found in ((1, Fit.ROUNDED), (2, Fit.CUT)):
        ours, theirs, own = intervals(
            [now.quantity, before.quantity, change.quantity], widths=widths
        )
        width = (own.high - own.low) / 2
        if (ours - theirs).meets(Interval(signed - width, signed + width)):
            best = min(best, found)
    return Fit.EXACT if gap == signed else best


def _impossible(paper: Paper, one: Statement) -> Iterator[Finding]:
    """An increase cannot be more than what there is now; a decrease at most a hundred per cent."""
    for change in one.changes:
        now = near(change, one.amounts)
        if change.direction != UP or not now or not _is_money(change):
            continue
        paper.count("change-too-large")
        most = max(f.quantity.in_base + f.quantity.half_unit for f in now)
        if change.quantity.in_base - change.quantity.half_unit > most:
            yield paper.finding(
                "change-too-large",
                f"「{change.item.name}」为 {now[0].quantity.printed}，不可能比上年增加"
                f" {change.quantity.printed}：上年数会是负数。",
                [change.source, now[0].source],
                expected="",
                found=plain(change.quantity.in_base),
                unit=change.quantity.unit.base,
            )
    for growth in one.growths:
        if growth.direction == DOWN and growth.quantity.value > HUNDRED:
            yield paper.finding(
                "change-too-large",
                f"「{growth.item.name}」不可能下降 {growth.quantity.printed}：最多下降 100%。",
                [growth.source],
                expected="100",
                found=plain(growth.quantity.value),
                unit="%",
            )


def _rates_of_growth(paper: Paper, one: Statement) -> Iterator[Finding]:
    """Growth = change ÷ last year's amount, from whichever operands the sentence prints."""
    for growth in one.growths:
        if growth.direction == SAME or growth.quantity.unit.kind is not UnitKind.RATE:
            continue
        ways = list(_ways(growth, one))
        if not ways:
            continue
        paper.count("growth")
        best, rate, operands = min(ways, key=lambda way: way[0])
        if best is Fit.EXACT:
            continue
        yield ratio_finding(
            paper, "growth", growth, rate, best, operands, f"{growth.item.name}」的增减幅度"
        )


Way = tuple[Fit, Decimal, list[Figure]]


def _ways(growth: Figure, one: Statement) -> Iterator[Way]:
    """Yield (fit, rate, operands) for every way in which the rate may have been computed."""
    now = near(growth, one.amounts)
    for change in near(growth, [c for c in one.changes if _is_money(c)]):
        if change.direction == SAME:
            continue
        for amount in now:
            if way := _by_change(growth, amount, change):
                yield way
    for amount in _beside(growth, one.amounts):
        for before in _beside(growth, one.previous):
            if way := _by_previous(growth, amount, before):
                yield way


def _by_change(growth: Figure, amount: Figure, change: Figure) -> Way | None:
    rising = change.direction == UP
    now, gap = amount.quantity.in_base, change.quantity.in_base
    before = now - gap if rising else now + gap
    if before <= 0:
        return None
    spans = []
    for widths in (1, 2):
        ours, theirs = intervals([amount.quantity, change.quantity], widths=widths)
        base = ours - theirs if rising else ours + theirs
        spans.append(quotient(theirs, base))
    return _way(growth, gap / before * HUNDRED, spans, [amount, change])


def _by_previous(growth: Figure, amount: Figure, before: Figure) -> Way | None:
    base = before.quantity.in_base
    if base <= 0:
        return None
    gap = abs(amount.quantity.in_base - base)
    spans = []
    for widths in (1, 2):
        ours, theirs = intervals([amount.quantity, before.quantity], widths=widths)
        change = ours - theirs
        if change.high <= 0:
            change = Interval(-change.high, -change.low)
        spans.append(quotient(change, theirs))
    return _way(growth, gap / base * HUNDRED, spans, [amount, before])


def _way(
    printed: Figure, rate: Decimal, spans: list[Interval | None], operands: list[Figure]
) -> Way:
    closest, widest = (span or Interval.exactly(rate) for span in spans)
    return fit(printed.quantity, rate, closest, widest), rate, operands


def quotient(part: Interval, whole: Interval) -> Interval | None:
    """Return part ÷ whole in per cent; None where rounding leaves the whole open."""
    if whole.low <= 0:
        return None
    found = part / whole
    return Interval(found.low * HUNDRED, found.high * HUNDRED)


def ratio_finding(
    paper: Paper,
    rule: str,
    printed: Figure,
    rate: Decimal,
    best: Fit,
    operands: list[Figure],
    about: str,
) -> Finding:
    """Return a finding about a printed percentage; ``about`` names it and closes 「."""
    expected = rounded(rate)
    by = "、".join(f.quantity.printed for f in operands)
    why = "" if best is Fit.WRONG else "差别在末位，四舍五入或截断可以解释。"
    return paper.finding(
        rule,
        f"「{about}印为 {printed.quantity.printed}，按 {by} 计算为 {expected}%。{why}",
        [printed.source, *(f.source for f in operands)],
        severity=None if best is Fit.WRONG else Severity.NOTICE,
        expected=plain(expected),
        found=plain(printed.quantity.value),
        difference=plain(abs(expected - printed.quantity.value)),
        unit="%",
    )


def _directions(paper: Paper, one: Statement) -> Iterator[Finding]:
    """增加 beside 下降: the words for a change and for its rate have to agree."""
    for growth in one.growths:
        beside = [c for c in _beside(growth, one.changes) if _is_money(c)]
        if len(beside) != 1 or not growth.quantity.value or not beside[0].quantity.value:
            continue
        paper.count("direction")
        ours, theirs = beside[0].direction, growth.direction
        if None not in (ours, theirs) and ours != theirs and SAME not in (ours, theirs):
            yield paper.finding(
                "direction",
                f"「{growth.item.name}」的增减额写{ours}，增减幅度写{theirs}，方向相反。",
                [growth.source, beside[0].source],
                expected=str(ours),
                found=str(theirs),
            )


def _completion(paper: Paper, one: Statement) -> Iterator[Finding]:
    """完成预算的 x%: the final account over the budget."""
    for rate in one.rates:
        final, planned = _beside(rate, one.amounts), _beside(rate, one.planned)
        if len(final) != 1 or len(planned) != 1 or planned[0].quantity.value <= 0:
            continue
        paper.count("completion")
        spans = []
        for widths in (1, 2):
            ours, theirs = intervals([final[0].quantity, planned[0].quantity], widths=widths)
            spans.append(quotient(ours, theirs))
        value = final[0].quantity.in_base / planned[0].quantity.in_base * HUNDRED
        best, _, operands = _way(rate, value, spans, [final[0], planned[0]])
        if best is not Fit.EXACT:
            yield ratio_finding(
                paper, "completion", rate, value, best, operands, f"{rate.item.name}」的完成比例"
            )


def _is_money(figure: Figure) -> bool:
    return figure.quantity.unit.kind is UnitKind.MONEY and _has_number(figure.quantity)


def _has_number(quantity: Quantity) -> bool:
    return any(c.isdigit() for c in quantity.printed)


def _word(gap: Decimal) -> str:
    return SAME if not gap else UP if gap > 0 else DOWN


def _said(change: Figure) -> str:
    return f"{change.direction or ''} {change.quantity.printed}"
