"""Family 4: printed shares against the part and the whole that the section prints.

What a share is of is often not said beside it. The whole is the amount that most shares of the
section are of; a share that is of it by no print of the section is wrong.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from assistant.review.changes import HUNDRED, quotient, ratio_finding
from assistant.review.finding import Finding, Severity
from assistant.review.paper import Paper
from assistant.review.statements import Statement, near, statements_of
from assistant.review.tolerance import Fit, fit, intervals
from assistant.wording import squeeze
from corpus.document import RowKind
from corpus.figure import Figure, Measure
from corpus.quantity import UnitKind

SMALL = 2  # levels of a section that is not a part of a larger statement
Pair = tuple[Figure, Figure]  # a share and its part


def shares(paper: Paper) -> Iterator[Finding]:
    """Yield shares that do not follow from their parts and the whole of the section."""
    sections: dict[tuple[str, ...], list[Pair]] = {}
    for one in statements_of(paper):
        for pair in _pairs(one):
            sections.setdefault(pair[0].source.section, []).append(pair)
    for section, pairs in sections.items():
        yield from _of_section(paper, section, pairs)
    for share in paper.prose:
        if share.measure is Measure.SHARE and share.quantity.value > HUNDRED:
            message = f"「{share.item.name}」的占比 {share.quantity.printed} 大于 100%。"
            yield paper.finding("share", message, [share.source], expected="100", unit="%")


def _pairs(one: Statement) -> Iterator[Pair]:
    for share in one.shares:
        parts = near(share, one.amounts)
        if len({part.quantity.in_base for part in parts}) == 1:
            yield share, parts[0]


def _of_section(paper: Paper, section: tuple[str, ...], pairs: Sequence[Pair]) -> Iterator[Finding]:
    wholes = _candidates(paper, section)
    fits = {id(s): {id(w): _fit(s, p, w) for w in wholes} for s, p in pairs}
    for share, part in pairs:
        said = _said(paper, share)
        sure = _named(share, wholes) or said or _voted(pairs, wholes, fits)
        whole = sure or _first_and_largest(share, wholes)
        if whole is None or whole.quantity.in_base == part.quantity.in_base:
            continue
        paper.count("share")
        others = [] if sure else wholes
        own = _fit(share, part, whole)
        best = min((fits[id(share)][id(w)] for w in others), default=own)
        voted = any(_votes(w, pairs, fits) > 1 and fits[id(share)][id(w)] < own for w in wholes)
        if own is Fit.EXACT or (best < own and best is Fit.EXACT) or (voted and not said):
            continue
        value = part.quantity.in_base / whole.quantity.in_base * HUNDRED
        about = f"{share.item.name}」的占比"
        found = ratio_finding(paper, "share", share, value, min(own, best), [part, whole], about)
        doubtful = not sure and found.severity is Severity.ERROR
        yield replace(found, severity=Severity.WARNING) if doubtful else found


def _candidates(paper: Paper, section: tuple[str, ...]) -> list[Figure]:
    """Return the amounts of money of the section, and of the one that a small one is part of."""
    around = section[:-1] if len(section) > SMALL else section
    found: dict[Decimal, Figure] = {}
    for figure in paper.prose:
        is_money = figure.quantity.unit.kind is UnitKind.MONEY
        if figure.measure is not Measure.AMOUNT or not is_money or figure.quantity.in_base <= 0:
            continue
        if figure.source.section[: len(around)] == around:
            found.setdefault(figure.quantity.in_base, figure)
    return list(found.values())


def _fit(share: Figure, part: Figure, whole: Figure) -> Fit:
    if whole.quantity.in_base < part.quantity.in_base or whole is part:
        return Fit.WRONG
    spans = []
    for widths in (1, 2):
        ours, theirs = intervals([part.quantity, whole.quantity], widths=widths)
        spans.append(quotient(ours, theirs))
    if spans[0] is None or spans[1] is None:
        return Fit.WRONG
    value = part.quantity.in_base / whole.quantity.in_base * HUNDRED
    return fit(share.quantity, value, spans[0], spans[1])


def _named(share: Figure, wholes: Sequence[Figure]) -> Figure | None:
    """Return the amount of the item that the share's item is an 其中 of."""
    if share.item.role is not RowKind.OF_WHICH or not share.item.path:
        return None
    name = squeeze(share.item.path[-1])
    year = share.period.year
    same = [w for w in wholes if squeeze(w.item.name) == name and w.period.year == year]
    return same[0] if len({w.quantity.in_base for w in same}) == 1 else None


OF_WHAT = re.compile(r"占(?:本部门|本单位|全部|当年)?([^，。；、\d占]{2,24}?)的(?:比重|比例)?为?$")


def _said(paper: Paper, share: Figure) -> Figure | None:
    """Return the amount that the words before a share name: 占本年支出合计的 12.00%."""
    context = squeeze(share.context)
    at = context.rfind(squeeze(share.quantity.printed))
    match = OF_WHAT.search(context[: max(at, 0)])
    if match is None:
        return None
    same = [f for f in paper.money.get(squeeze(match[1]), []) if f.period == share.period]
    return same[0] if len({f.quantity.in_base for f in same}) == 1 else None


def _first_and_largest(share: Figure, wholes: Sequence[Figure]) -> Figure | None:
    """Return the amount that opens the share's section, if none of the section is larger."""
    own = [w for w in wholes if w.source.section == share.source.section]
    first = min(own, key=lambda w: w.source.span.start, default=None)
    largest = max((w.quantity.in_base for w in own), default=Decimal(0))
    return first if first is not None and first.quantity.in_base == largest else None


def _votes(whole: Figure, pairs: Sequence[Pair], fits: dict[int, dict[int, Fit]]) -> int:
    return sum(fits[id(share)][id(whole)] < Fit.WRONG for share, _ in pairs)


def _voted(
    pairs: Sequence[Pair], wholes: Sequence[Figure], fits: dict[int, dict[int, Fit]]
) -> Figure | None:
    """Return the amount that at least two shares, and half of the section's, are of."""
    votes = [(_votes(whole, pairs, fits), -n, whole) for n, whole in enumerate(wholes)]
    most, _, whole = max(votes, key=lambda vote: vote[:2], default=(0, 0, None))
    return whole if most >= 2 and 2 * most >= len(pairs) else None
