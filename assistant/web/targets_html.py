"""HTML of the targets that others set for an indicator: the middle, the range, each value."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from html import escape

from assistant.answer import plain
from assistant.precedents.indicators import Targets
from assistant.web.amount import grouped
from assistant.web.texts import told

SHOWN = 6  # units
HEADS = ("unit", "median", "range", "number", "bodies", "values")


def targets_html(found: Sequence[Targets]) -> str:
    """Return the targets by unit, the most used first; "" when there are none."""
    if not found:
        return ""
    heads = "".join(f'<th scope="col">{told(f"targets.{name}")}</th>' for name in HEADS)
    rows = "".join(_row_html(targets) for targets in found[:SHOWN])
    return (
        f'<section class="targets"><h3 id="targets-title">'
        f"{told('targets.title', wanted=found[0].wanted)}</h3>"
        f'<div class="scroll" tabindex="0" role="region" aria-labelledby="targets-title">'
        f'<table class="checks"><thead><tr>{heads}</tr></thead>'
        f"<tbody>{rows}</tbody></table></div></section>"
    )


def _row_html(targets: Targets) -> str:
    unit = targets.unit.name
    lowest, highest = targets.values[0], targets.values[-1]
    span = _said(lowest) if lowest == highest else f"{_said(lowest)}–{_said(highest)}"
    values = "，".join(
        f"{_said(value)}{unit} × {n}" for value, n in sorted(Counter(targets.values).items())
    )
    cells = (f"{targets.comparator}{_said(targets.median)}{unit}", f"{span}{unit}")
    counts = (str(len(targets.values)), str(targets.owners))
    shown = "".join(f"<td>{escape(text)}</td>" for text in (*cells, *counts, values))
    return f'<tr><th scope="row">{escape(unit)}</th>{shown}</tr>'


def _said(value: Decimal) -> str:
    return grouped(plain(value))
