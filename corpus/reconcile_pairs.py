"""The sums of labels and values: 年度资金总额 is 财政拨款 and 其他资金, beside or below it.

Performance tables print a project's money like this above their indicators. Which label adds up
which is a line of ``known_sums.tsv``.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.cells import is_amount, is_blank, name_of
from corpus.column_meaning import without_unit
from corpus.document import RowKind, Table, TableKind
from corpus.reconcile_rules import known_sums
from corpus.reconcile_sums import Ledger, Place, Relation, Sum, compared

NEAR = 5  # rows below a whole among which its parts stand
LEAST = 2  # parts: one alone may be a 其中


@dataclass(frozen=True, slots=True)
class Pair:
    """A label with the amount on its right."""

    name: str
    label: Place
    value: Place


def pair_sums(ledger: Ledger) -> Iterator[Sum]:
    """Yield the known sums among a table's labels and values."""
    pairs = list(_pairs(ledger.table))
    for pair in pairs:
        ledger.read(pair.value)
    for _, whole, parts in known_sums("pairs"):
        for pair in pairs:
            found = _parts(pair, pairs, parts) if whole.fullmatch(pair.name) else []
            cells = tuple(part.value for part in found)
            one = compared(ledger, pair.value, cells, Relation.PAIRS)
            if one and len(found) >= LEAST:
                yield one


def _pairs(table: Table) -> Iterator[Pair]:
    last = len(table.rows)
    if table.kind is TableKind.INDICATORS:
        last -= len(table.panels[0].rows)
    for r, row in enumerate(table.rows[:last]):
        filled = [c for c, cell in enumerate(row.cells) if not is_blank(cell)]
        for label, value in itertools.pairwise(filled if row.kind is not RowKind.HEADER else ()):
            if is_amount(row.cells[value]) and not is_amount(row.cells[label]):
                name = without_unit(name_of(row.cells[label]))
                yield Pair(name, Place(r, label), Place(r, value))


def _parts(whole: Pair, pairs: Sequence[Pair], forms: Sequence[re.Pattern[str]]) -> list[Pair]:
    """The parts below a label in its column; those on its right where none stand below."""
    row, column = whole.label.row, whole.label.column
    below = [p for p in pairs if p.label.column == column and 0 < p.label.row - row <= NEAR]
    beside = [p for p in pairs if p.label.row == row and p.label.column > column]
    found = [next((p for p in below if form.fullmatch(p.name)), None) for form in forms]
    if not any(found):
        found = [next((p for p in beside if form.fullmatch(p.name)), None) for form in forms]
    return [part for part in found if part]
