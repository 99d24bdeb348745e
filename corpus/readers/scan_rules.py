"""Finds the straight rules of a scanned page: long runs of dark pixels, row by row.

Pixels come in, rules in points go out, so that tables on scans are read like any others.
"""

from __future__ import annotations

from itertools import pairwise

import numpy
from numpy.typing import NDArray

from corpus.readers.pdf_page import Rule, merged_rules

SHORTEST = 15.0  # points: longer than the strokes of common letters
DARK = 0.78  # of the paper's brightness
FILLED = 0.95  # of a rule's pixels are dark: scans have specks
THICKEST = 4.0  # points: what is darker over more is a block of colour

Gray = NDArray[numpy.uint8]
Mask = NDArray[numpy.bool_]


def rules_in(image: Gray, scale: float) -> tuple[tuple[Rule, ...], tuple[Rule, ...]]:
    """Return (horizontal, vertical) rules of an upright page; scale: pixels a point."""
    dark = image < DARK * float(numpy.median(image))
    return _rules(dark, scale), _rules(dark.T, scale)


def _rules(dark: Mask, scale: float) -> tuple[Rule, ...]:
    """Return the rules along the rows of a mask."""
    rows = _long_runs(_spread(dark), round(SHORTEST * scale))
    rows &= ~_blocks(rows, round(THICKEST * scale))
    found = []
    for y in numpy.flatnonzero(rows.any(axis=1)):
        for start, end in _runs(rows[y]):
            found.append(Rule((float(y) + 0.5) / scale, start / scale, end / scale))
    return merged_rules(found)


def _spread(dark: Mask) -> Mask:
    """Every row with its neighbours: a slightly slanted rule stays one run."""
    spread = dark.copy()
    spread[1:] |= dark[:-1]
    spread[:-1] |= dark[1:]
    return spread


def _long_runs(dark: Mask, length: int) -> Mask:
    """Keep the pixels that lie in some window of ``length`` that is nearly all dark."""
    if dark.shape[1] < length:
        return numpy.zeros_like(dark)
    counts = numpy.cumsum(numpy.pad(dark, ((0, 0), (1, 0))), axis=1, dtype=numpy.int32)
    full = counts[:, length:] - counts[:, :-length] >= FILLED * length
    marks = numpy.zeros((dark.shape[0], dark.shape[1] + 1), numpy.int32)
    marks[:, : full.shape[1]] += full
    marks[:, length : length + full.shape[1]] -= full
    covered: Mask = numpy.cumsum(marks, axis=1)[:, :-1] > 0
    return covered & dark


def _blocks(rows: Mask, thickness: int) -> Mask:
    """The pixels of areas thicker than any rule."""
    return _long_runs(rows.T, thickness + 2).T


def _runs(row: NDArray[numpy.bool_]) -> list[tuple[int, int]]:
    edges = numpy.flatnonzero(numpy.diff(row.astype(numpy.int8), prepend=0, append=0))
    return [(int(start), int(end)) for start, end in list(pairwise(edges))[::2]]
