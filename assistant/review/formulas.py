"""Family 4: products that prose works out: 120元/人*400人, 每人8元 for 5120人.

A formula that states its result has to give it. One that does not has to give some amount of its
section, unless the sentences around it say that the sum was adjusted afterwards.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from assistant.answer import plain
from assistant.review.finding import Finding, Severity
from assistant.review.paper import Paper
from assistant.review.tolerance import like
from corpus.document import Span
from corpus.figure import Figure, Measure, Source
from corpus.quantity import UnitKind, normalise
from corpus.vocabulary import lines_of, rows_of

PER_UNIT = r"(?:[/／·.]?(?:每)?[人年月日天次件户名个亩台套份期场辆家])*"
FACTOR = (
    rf"\d[\d,]*(?:\.\d+)?\s*[万亿]?(?:元{PER_UNIT}|[人名件户次个台套份期场辆家亩天月年%％]{{0,2}})"
)
TIMES = r"\s*[*×＊✕xX]\s*"
PRODUCT = re.compile(rf"{FACTOR}(?:{TIMES}{FACTOR})+")
RESULT = re.compile(rf"\s*[=＝]\s*({FACTOR})")
NUMBER = re.compile(r"(\d[\d,]*(?:\.\d+)?)\s*([万亿%％]?)(元?)")
SCALES = {"万": Decimal(10_000), "亿": Decimal(100_000_000), "": Decimal(1)}
SCALES |= {"%": Decimal("0.01"), "％": Decimal("0.01")}
NEAR = Decimal("0.1")  # how far a product may be from the amount that it should give


@dataclass(frozen=True, slots=True)
class Product:
    """A formula as printed, with what it comes to in 元 and the result that it states."""

    source: Source
    value: Decimal
    stated: Decimal | None = None


def formulas(paper: Paper) -> Iterator[Finding]:
    """Yield products that give neither their stated result nor an amount beside them."""
    products = list(_products(paper))
    for one in products:
        paper.count("formula")
        if one.stated is not None:
            if abs(one.stated - one.value) > _slack(one):
                yield _finding(paper, one, one.stated, (one.source,), Severity.ERROR)
            continue
        amounts = _amounts_near(paper, one.source)
        together = (p.value for p in products if _together(p, one))
        sums = {one.value, sum(together, Decimal(0))}
        if not amounts or any(_gives(value, a) for value in sums for a in amounts):
            continue
        if not is_adjusted(paper, one.source):
            main = amounts[0]
            places = (one.source, main.source)
            yield _finding(paper, one, main.quantity.in_base, places, None)


def _together(one: Product, other: Product) -> bool:
    """Two products with a plus between them are one formula."""
    return one.source.section == other.source.section


def _products(paper: Paper) -> Iterator[Product]:
    text = normalise(paper.document.text)
    for match in PRODUCT.finditer(text):
        if "元" not in match[0]:
            continue
        value = Decimal(1)
        for number, scale, _ in NUMBER.findall(match[0]):
            value *= Decimal(number.replace(",", "")) * SCALES[scale]
        result = RESULT.match(text, match.end())
        stated, end = None, match.end()
        if result and "元" in result[1]:
            number, scale, _ = NUMBER.findall(result[1])[0]
            stated, end = Decimal(number.replace(",", "")) * SCALES[scale], result.end()
        yield Product(paper.stretch(match.start(), end, printed=match[0]), value, stated)


def _slack(one: Product) -> Decimal:
    """A stated result of 2.2万元 may have been 22,100元."""
    stated = one.source.quote.rsplit("=", 1)[-1].rsplit("＝", 1)[-1]
    number, scale, _ = NUMBER.findall(normalise(stated))[0]
    exponent = Decimal(number.replace(",", "")).as_tuple().exponent
    return Decimal(1).scaleb(exponent if isinstance(exponent, int) else 0) * SCALES[scale] / 2


def _amounts_near(paper: Paper, source: Source) -> list[Figure]:
    """Return the amounts of the innermost section that prints any, what it is about first.

    A form is about the whole document: what that says first of its money stands for it.
    """
    money = sorted(filter(_is_amount, paper.figures), key=lambda f: f.source.span.start)
    spans = (table.span for table in paper.document.tables)
    if any(span.start <= source.span.start < span.end for span in spans):
        return money
    for depth in range(len(source.section), -1, -1):
        around = source.section[:depth]
        if found := [f for f in money if f.source.section[: len(around)] == around]:
            return found
    return []


def _is_amount(figure: Figure) -> bool:
    return figure.measure is Measure.AMOUNT and figure.quantity.unit.kind is UnitKind.MONEY


def _gives(value: Decimal, amount: Figure) -> bool:
    return abs(value - amount.quantity.in_base) <= amount.quantity.half_unit


def is_adjusted(paper: Paper, source: Source) -> bool:
    """Tell whether the lines around say that the budget was changed after it was worked out."""
    starts = [s for s in paper.document.sections if s.path == source.section]
    span = starts[-1].span if starts else Span(source.span.start, source.span.end)
    text = paper.document.text[span.start : span.end]
    return any(word in text for word in lines_of("review_adjusted_words.tsv"))


def _finding(
    paper: Paper,
    one: Product,
    printed: Decimal,
    places: Sequence[Source],
    severity: Severity | None,
) -> Finding:
    gap = abs(one.value - printed)
    return paper.finding(
        "formula",
        f"算式 {one.source.quote} 等于 {plain(one.value)} 元，所列金额为 {plain(printed)} 元，"
        f"相差 {plain(gap)} 元。",
        places,
        severity=severity,
        expected=plain(one.value),
        found=plain(printed),
        difference=plain(gap),
        unit="元",
    )


def standards(paper: Paper) -> Iterator[Finding]:
    """Yield sections in which a rate of pay times its head count misses the amount by little."""
    sections: dict[tuple[str, ...], list[Figure]] = {}
    for figure in paper.prose:
        sections.setdefault(figure.source.section, []).append(figure)
    for figures in sections.values():
        yield from _standard_times_count(paper, figures)


def _standard_times_count(paper: Paper, figures: Sequence[Figure]) -> Iterator[Finding]:
    rates = [f for f in figures if _is_rate_of_pay(f)]
    counts = [f for f in figures if f.measure is Measure.COUNT and f.quantity.value > 1]
    amounts = [f for f in figures if _is_amount(f)]
    pairs = [(r, c) for r in rates for c in counts if _counts_what_is_paid(r, c)]
    if not pairs or not amounts:
        return
    paper.count("standard")
    products = [r.quantity.in_base * c.quantity.in_base for r, c in pairs]
    if any(_gives(value * 12, a) or _gives(value, a) for value in products for a in amounts):
        return
    if len({value for value in products}) != 1:
        return
    (rate, count), value, amount = pairs[0], products[0], amounts[0]
    gap = abs(value - amount.quantity.in_base)
    if gap > NEAR * amount.quantity.in_base or is_adjusted(paper, amount.source):
        return
    yield paper.finding(
        "standard",
        f"{rate.quantity.printed} × {count.quantity.printed} = {like(value, amount.quantity)}，"
        f"「{amount.item.name}」印为 {amount.quantity.printed}，"
        f"相差 {like(gap, amount.quantity)}。",
        [amount.source, rate.source, count.source],
        expected=plain(value),
        found=plain(amount.quantity.in_base),
        difference=plain(gap),
        unit="元",
    )


def _is_rate_of_pay(figure: Figure) -> bool:
    return figure.quantity.unit.kind is UnitKind.STANDARD and figure.quantity.value > 0


def _counts_what_is_paid(rate: Figure, count: Figure) -> bool:
    """元/人 is paid for 人 and 名; 元/件 for 件."""
    per = set(re.split(r"[/.·／]", rate.quantity.unit.name)[1:])
    alike = {unit: set(row) for row in rows_of("review_head_units.tsv", columns=4) for unit in row}
    unit = count.quantity.unit.base
    return unit in per or any(unit in alike.get(one, ()) for one in per)
