"""Family 6: a year or a unit that was left over: another year's number, ten thousand times."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import chain

from assistant.answer import plain
from assistant.review.finding import Finding, Severity
from assistant.review.paper import Paper
from assistant.review.tolerance import like
from assistant.wording import squeeze
from corpus.figure import Basis, Figure, Measure
from corpus.quantity import UnitKind
from corpus.vocabulary import lines_of

TEN_THOUSAND = Decimal(10_000)
DIGITS = 4  # significant ones that do not come twice by chance


def wrong_years(paper: Paper) -> Iterator[Finding]:
    """Yield sentences that print this year's number under another year's name."""
    year = paper.document.fiscal_year
    if year is None:
        return
    known = _by_name(paper, year)
    for figure in filter(_is_amount, paper.prose):
        if figure.period.year in (None, year) or year in figure.years:
            continue
        if figure.period.basis is Basis.ACTUAL:
            continue
        if str(figure.period.year) not in figure.source.quote:
            continue
        paper.count("wrong-year")
        same = known.get((squeeze(figure.item.name), figure.quantity.in_base))
        if same is None or _is_of(paper, figure):
            continue
        yield paper.finding(
            "wrong-year",
            f"「{figure.item.name}」{figure.quantity.printed} 写作 {figure.period.year} 年，"
            f"另一处是 {year} 年的数。",
            [figure.source, same.source],
            expected=str(year),
            found=str(figure.period.year),
        )
    yield from _scopes(paper, year)


def _by_name(paper: Paper, year: int) -> dict[tuple[str, Decimal], Figure]:
    own = [f for f in paper.figures if f.period.year == year and _is_amount(f)]
    names = [(f, name) for f in own for name in _names(f)]
    return {(name, f.quantity.in_base): f for f, name in reversed(names)}


def _names(figure: Figure) -> set[str]:
    if figure.source.cell is None:
        return {squeeze(figure.item.name)}
    return {squeeze(text) for text in (figure.item.name, *figure.slice, *figure.item.path[:1])}


def _is_of(paper: Paper, figure: Figure) -> bool:
    """Tell whether the document prints the number for the other year too."""
    return any(
        f.quantity.in_base == figure.quantity.in_base and f.source.span != figure.source.span
        for f in paper.figures
        if f.period.year == figure.period.year and f.measure is Measure.AMOUNT
    )


def _scopes(paper: Paper, year: int) -> Iterator[Finding]:
    """「纳入2018年部门预算编制范围」 in a document of 2019."""
    words = "|".join(map(re.escape, lines_of("review_own_year_words.tsv")))
    form = re.compile(rf"(?<!\d)(20\d\d)\s*年(?:度)?(?:{words})")
    for paragraph, text in paper.paragraphs:
        for match in form.finditer(text):
            if int(match[1]) == year or str(year) in text:
                continue
            start = paragraph.span.start
            source = paper.stretch(start, paragraph.span.end, printed=match[1])
            message = f"这是 {year} 年度的文件，这里写作 {match[1]} 年：「{match[0]}」。"
            yield paper.finding("wrong-year", message, [source], expected=str(year), found=match[1])


def wrong_units(paper: Paper) -> Iterator[Finding]:
    """Yield amounts of sentences that another place prints ten thousand times larger or smaller."""
    printed = {f.quantity.in_base: f for f in filter(_is_amount, paper.figures)}
    for figure in filter(_is_amount, paper.prose):
        value = figure.quantity.in_base
        if len(plain(value).replace(".", "").strip("0")) < DIGITS:
            continue
        paper.count("unit")
        pair = (printed.get(times) for times in (value * TEN_THOUSAND, value / TEN_THOUSAND))
        other = next(chain(filter(None, pair)), None)
        if other is not None and _counts(paper, value) < _counts(paper, other.quantity.in_base) + 1:
            same = squeeze(other.item.name) == squeeze(figure.item.name)
            yield paper.finding(
                "unit",
                f"「{figure.item.name}」写 {figure.quantity.printed}，另一处「{other.item.name}」为"
                f" {like(other.quantity.in_base, other.quantity)}，正好差一万倍，单位可能写错。",
                [figure.source, other.source],
                severity=Severity.ERROR if same else Severity.WARNING,
                expected=plain(other.quantity.in_base),
                found=plain(value),
                unit="元",
            )


def _counts(paper: Paper, value: Decimal) -> int:
    return sum(f.quantity.in_base == value for f in paper.figures)


def _is_amount(figure: Figure) -> bool:
    is_money = figure.quantity.unit.kind is UnitKind.MONEY and figure.quantity.in_base != 0
    return figure.measure is Measure.AMOUNT and is_money
