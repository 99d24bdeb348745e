"""A small chart, drawn by us as SVG, where a picture says more than the numbers: three or more.

Axes begin at zero, so that a bar is as long as its number; every bar carries its exact number,
and the same numbers stand in a table beside it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from html import escape

from assistant.answer import Answer, AnswerFigure, plain
from assistant.web.amount import grouped, number_and_unit
from assistant.web.prose import mark_html

FEWEST, MOST = 3, 30  # bars
WIDTH = 640  # of the drawing; it is shown as wide as there is room
LEFT, RIGHT, TOP, LINE = 190, 130, 12, 34  # margins of bars that lie; height of one
TALL, FOOT, HEAD, SIDE = 220, 34, 34, 16  # of bars that stand
LABEL = 12  # letters of a name beside a bar
BAR = "#0b5d6b"


class Kind(StrEnum):
    """What a chart shows."""

    TREND = "逐年"
    RANKING = "排名"
    PARTS = "构成"


@dataclass(frozen=True, slots=True)
class Bar:
    """One number of a chart. ``value`` is in the chart's unit."""

    name: str
    value: Decimal
    shown: str  # number with unit, as printed
    citations: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """Comparable numbers of one answer."""

    kind: Kind
    title: str
    unit: str  # base unit of the values: 元, %, 人
    bars: tuple[Bar, ...]


def chart_of(answer: Answer) -> Chart | None:
    """Return the chart of an answer's figures; None where they do not belong on one axis."""
    figures = answer.figures
    if not FEWEST <= len(figures) <= MOST or len({figure.unit for figure in figures}) > 1:
        return None
    if any(f.value < 0 or f.direction or f.comparator or not f.value.is_finite() for f in figures):
        return None
    years, owners = {f.year for f in figures}, {f.owner for f in figures}
    items, stages = {f.about for f in figures}, {f.basis for f in figures}
    if len(years) == len(figures) and None not in years and len(owners) == len(stages) == 1:
        return _trend(figures)
    if len(owners) == len(figures) and len(years) == len(stages) == 1:
        return _ranking(figures)
    if len(items) == len(figures) and len(owners) == len(years) == len(stages) == 1:
        return _parts(figures)
    return None


def _trend(figures: Sequence[AnswerFigure]) -> Chart:
    ordered = sorted(figures, key=lambda f: f.year or 0)
    first = ordered[0]
    title = f"{first.owner} {first.about}（{first.basis}）"
    return Chart(Kind.TREND, title, first.unit, tuple(_bar(f, f"{f.year}年") for f in ordered))


def _ranking(figures: Sequence[AnswerFigure]) -> Chart:
    ordered = sorted(figures, key=lambda f: -f.value)
    first = ordered[0]
    title = f"{first.year}年{first.basis} {first.about}"
    return Chart(Kind.RANKING, title, first.unit, tuple(_bar(f, f.owner) for f in ordered))


def _parts(figures: Sequence[AnswerFigure]) -> Chart:
    first = figures[0]
    title = f"{first.owner} {first.year}年{first.basis}"
    return Chart(Kind.PARTS, title, first.unit, tuple(_bar(f, f.about) for f in figures))


def _bar(figure: AnswerFigure, name: str) -> Bar:
    return Bar(name, figure.value, " ".join(number_and_unit(figure)), figure.citations)


def chart_html(chart: Chart, turn: int) -> str:
    """Return the drawing with the table of its numbers beside it."""
    rows = "".join(_row_html(bar, turn) for bar in chart.bars)
    caption = escape(f"{chart.title}，单位：{chart.unit}")
    title = escape(f"{chart.kind}：{chart.title}")
    return (
        f'<figure class="chart"><figcaption>{title}</figcaption>'
        f"{chart_svg(chart)}"
        f'<table class="chart-table"><caption class="unseen">{caption}</caption>'
        f"<tbody>{rows}</tbody></table></figure>"
    )


def _row_html(bar: Bar, turn: int) -> str:
    marks = "".join(mark_html(turn, citation) for citation in bar.citations)
    return (
        f'<tr><th scope="row">{escape(bar.name)}</th><td class="number">{escape(bar.shown)}</td>'
        f"<td>{marks}</td></tr>"
    )


def chart_svg(chart: Chart) -> str:
    """Return the drawing: columns for years, else bars that lie, longest value full length."""
    drawn = _columns(chart) if chart.kind is Kind.TREND else _bars(chart)
    height = TOP + TALL + FOOT if chart.kind is Kind.TREND else _depth(chart)
    words = escape("；".join(f"{bar.name} {bar.shown}" for bar in chart.bars))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img"'
        f' aria-label="{words}" font-family="system-ui, sans-serif" font-size="13"'
        f' fill="currentColor">{drawn}</svg>'
    )


def _depth(chart: Chart) -> int:
    return 2 * TOP + LINE * len(chart.bars)


def _share(bar: Bar, chart: Chart) -> float:
    """How much of the axis a number takes: only the drawing uses it, no number is made of it."""
    longest = max(b.value for b in chart.bars)
    return float(bar.value / longest) if longest else 0.0


def _bars(chart: Chart) -> str:
    parts, room = [], WIDTH - LEFT - RIGHT
    for index, bar in enumerate(chart.bars):
        y, length = TOP + LINE * index, max(1.0, _share(bar, chart) * room)
        middle = y + LINE // 2 + 4
        parts.append(
            f'<text x="{LEFT - 10}" y="{middle}" text-anchor="end">{_short(bar.name)}</text>'
            f'<rect x="{LEFT}" y="{y + 6}" width="{length:.1f}" height="{LINE - 14}" fill="{BAR}"'
            f' class="bar"/><text x="{LEFT + length + 8:.1f}" y="{middle}">{_exact(bar)}</text>'
        )
    axis = f"M{LEFT} {TOP}V{_depth(chart) - TOP}"
    return "".join(parts) + _axis(axis)


def _columns(chart: Chart) -> str:
    parts, step = [], (WIDTH - 2 * SIDE) / len(chart.bars)
    floor, room = TOP + TALL, TALL - HEAD
    for index, bar in enumerate(chart.bars):
        height = max(1.0, _share(bar, chart) * room)
        middle, wide = SIDE + step * (index + 0.5), min(64.0, step * 0.6)
        top, name = floor - height, _short(bar.name)
        parts.append(
            f'<rect x="{middle - wide / 2:.1f}" y="{top:.1f}" width="{wide:.1f}"'
            f' height="{height:.1f}" fill="{BAR}" class="bar"/>'
            f'<text x="{middle:.1f}" y="{top - 8:.1f}" text-anchor="middle">{_exact(bar)}</text>'
            f'<text x="{middle:.1f}" y="{floor + 22}" text-anchor="middle">{name}</text>'
        )
    return "".join(parts) + _axis(f"M{SIDE} {floor}H{WIDTH - SIDE}")


def _axis(path: str) -> str:
    return f'<path d="{path}" stroke="currentColor" fill="none"/>'


def _exact(bar: Bar) -> str:
    return escape(bar.shown or grouped(plain(bar.value)))


def _short(name: str) -> str:
    return escape(name if len(name) <= LABEL else f"{name[: LABEL - 1]}…")
