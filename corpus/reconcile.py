"""Checks every table against itself: the sums that it prints have to hold.

A number that was read from the wrong cell, lost or shifted breaks a sum, so this is the proof that
a table was read as it is printed. Only what the structure says is claimed: codes and outlines
(``reconcile_rows``), the tree of the header (``reconcile_columns``) and the two sides of a balance
(here). Where a total may add up several things, the reading that holds is the right one.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from corpus.cells import is_blank
from corpus.document import Row, RowKind, Table, TableKind
from corpus.reconcile_columns import column_sums
from corpus.reconcile_pairs import pair_sums
from corpus.reconcile_rows import row_sums
from corpus.reconcile_sums import Ledger, Place, Reconciliation, Relation, Sum, compared
from corpus.vocabulary import rows_of

__all__ = ["Place", "Reconciliation", "Relation", "Sum", "all_sums", "check"]


def check(table: Table) -> Reconciliation:
    """Return how many sums a table prints, and those that do not hold."""
    sums = all_sums(table)
    return Reconciliation(len(sums), tuple(one for one in sums if not one.holds))


def all_sums(table: Table) -> list[Sum]:
    """Return every sum that a table prints, those that hold and those that do not."""
    ledger = Ledger(table)
    if table.kind is TableKind.BUDGET:
        every = [*row_sums(ledger), *column_sums(ledger), *_balance(ledger)]
    else:
        every = list(pair_sums(ledger))
    return list({(one.whole, frozenset(one.parts)): one for one in every}.values())


def _balance(ledger: Ledger) -> Iterator[Sum]:
    """收入总计 = 支出总计: the last totals of two panels, printed in one row under one word."""
    lasts = [(panel, _last_total(ledger, panel)) for panel in range(len(ledger.table.panels))]
    totals = [(panel, row) for panel, row in lasts if row is not None]
    for (left, row), (right, beside) in itertools.pairwise(totals):
        if row == beside and _same_word(ledger, row, left, right):
            for ours, theirs in _same_times(ledger, left, right):
                one = compared(ledger, Place(row, ours), (Place(row, theirs),), Relation.PANELS)
                yield from [one] if one else []


def _same_times(ledger: Ledger, left: int, right: int) -> list[tuple[int, int]]:
    """The first column of each time in both panels: 预算数 beside 预算数, 决算数 beside 决算数."""
    ours, theirs = ledger.first_columns(left), ledger.first_columns(right)
    return [(ours[time], theirs[time]) for time in ours if time in theirs]


def _last_total(ledger: Ledger, panel: int) -> int | None:
    """The table row of a panel's last row, if that is a total."""
    rows = ledger.table.panels[panel].rows
    filled = [n for n, row in enumerate(rows) if row.kind not in (RowKind.TEXT, RowKind.HEADER)]
    last = filled[-1] if filled else None
    return ledger.top + last if last is not None and rows[last].kind is RowKind.TOTAL else None


def _same_word(ledger: Ledger, row: int, left: int, right: int) -> bool:
    """「收入总计」 and 「支出总计」; 「本年收入合计」 need not be what was spent in the year."""
    panels = ledger.table.panels
    labels = [_printed(panels[p].rows[row - ledger.top], ledger, p) for p in (left, right)]
    if any(label.startswith(_words("year")) for label in labels):
        return False
    plain = [_without(label, _words("side")) for label in labels]
    return plain[0] == plain[1]


def _printed(row: Row, ledger: Ledger, panel: int) -> str:
    columns = ledger.table.panels[panel].label_columns
    text = next((row.cells[c] for c in columns if not is_blank(row.cells[c])), row.label)
    return "".join(text.split())


def _words(kind: str) -> tuple[str, ...]:
    return tuple(word for k, word in rows_of("balance_words.tsv", columns=2) if k == kind)


def _without(label: str, words: tuple[str, ...]) -> str:
    for word in words:
        label = label.replace(word, "")
    return label
