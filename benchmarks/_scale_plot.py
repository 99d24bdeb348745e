"""Draws lines over two logarithmic axes as SVG, by hand: no library is needed for that."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 720, 400
LEFT, RIGHT, TOP, BOTTOM = 60, 150, 20, 50
COLOURS = ("#1b6ca8", "#c1440e", "#2e7d32", "#7b1fa2", "#b8860b", "#00838f")


@dataclass(frozen=True, slots=True)
class Line:
    """Points (x, y), all above zero, with a name."""

    name: str
    points: Sequence[tuple[float, float]]


@dataclass(frozen=True, slots=True)
class _Scale:
    """Powers of ten from ``low`` to ``high`` on pixels from ``start`` to ``end``."""

    low: int
    high: int
    start: float
    end: float

    def at(self, value: float) -> float:
        share = (math.log10(value) - self.low) / max(1, self.high - self.low)
        return round(self.start + share * (self.end - self.start), 1)

    def ticks(self) -> list[float]:
        return [10.0**power for power in range(self.low, self.high + 1)]


def drawn(lines: Sequence[Line], across: str, up: str, bar: float) -> str:
    """Return a picture of the lines; ``bar`` is a height that is marked."""
    xs = [x for line in lines for x, _ in line.points]
    ys = [y for line in lines for _, y in line.points] + [bar]
    wide = _scale(xs, LEFT, WIDTH - RIGHT)
    high = _scale(ys, HEIGHT - BOTTOM, TOP)
    size = f'viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif" font-size="12"'
    body = [*_frame(wide, high, across, up), *_bar(high, bar), *_lines(lines, wide, high)]
    head = f'<svg xmlns="http://www.w3.org/2000/svg" {size}>'
    return "\n".join([head, f'<rect width="{WIDTH}" height="{HEIGHT}" fill="white"/>', *body]) + (
        "\n</svg>\n"
    )


def _scale(values: Sequence[float], start: float, end: float) -> _Scale:
    powers = [math.log10(value) for value in values]
    return _Scale(math.floor(min(powers)), math.ceil(max(powers)), start, end)


def _frame(wide: _Scale, high: _Scale, across: str, up: str) -> Iterator[str]:
    for value in wide.ticks():
        yield _rule(wide.at(value), TOP, wide.at(value), HEIGHT - BOTTOM, "#ddd")
        yield _text(wide.at(value), HEIGHT - BOTTOM + 18, f"{value:,.0f}", "middle")
    for value in high.ticks():
        yield _rule(LEFT, high.at(value), WIDTH - RIGHT, high.at(value), "#ddd")
        yield _text(LEFT - 6, high.at(value) + 4, f"{value:g}", "end")
    yield _text((LEFT + WIDTH - RIGHT) / 2, HEIGHT - 10, across, "middle")
    yield _text(LEFT, TOP - 6, up, "end")


def _bar(high: _Scale, bar: float) -> Iterator[str]:
    yield _rule(LEFT, high.at(bar), WIDTH - RIGHT, high.at(bar), "#999", 'stroke-dasharray="5 4"')
    yield _text(WIDTH - RIGHT + 6, high.at(bar) + 4, f"{bar:g}", "start")


def _lines(lines: Sequence[Line], wide: _Scale, high: _Scale) -> Iterator[str]:
    for place, line in enumerate(lines):
        colour = COLOURS[place % len(COLOURS)]
        points = [(wide.at(x), high.at(y)) for x, y in line.points]
        path = " ".join(f"{x},{y}" for x, y in points)
        yield f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>'
        yield from (f'<circle cx="{x}" cy="{y}" r="3" fill="{colour}"/>' for x, y in points)
        row = HEIGHT - BOTTOM - 16 * (len(lines) - place)
        yield _rule(WIDTH - RIGHT + 8, row - 4, WIDTH - RIGHT + 28, row - 4, colour)
        yield _text(WIDTH - RIGHT + 34, row, line.name, "start")


def _rule(x: float, y: float, to_x: float, to_y: float, colour: str, more: str = "") -> str:
    return f'<line x1="{x}" y1="{y}" x2="{to_x}" y2="{to_y}" stroke="{colour}" {more}/>'


def _text(x: float, y: float, text: str, anchor: str) -> str:
    return f'<text x="{x}" y="{y}" text-anchor="{anchor}">{text}</text>'
