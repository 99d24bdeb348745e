"""The sums that run across a table: the tree of its header says which column adds up which.

Columns of one year and basis make one tree. 合计 beside 基本支出 and 项目支出 adds them up; a head
over several columns counts with its own 小计.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.cells import OF_WHICH, is_total
from corpus.column_meaning import without_unit
from corpus.document import RowKind
from corpus.reconcile_rules import Member, sums_in
from corpus.reconcile_sums import Ledger, Place, Relation, Series, Sum, is_rule, sums_of

Path = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Node:
    """A head with what stands under it. own: the columns that it heads alone."""

    name: str
    own: tuple[int, ...]
    below: tuple[Node, ...] = ()

    @property
    def is_total(self) -> bool:
        """Whether the head says that it adds up its neighbours."""
        return is_total(without_unit(self.name))

    @property
    def is_of_which(self) -> bool:
        """Whether the head is a part of another one beside it."""
        return bool(OF_WHICH.match(self.name))


def column_sums(ledger: Ledger) -> Iterator[Sum]:
    """Yield the sums of every panel's columns, row by row."""
    for p, panel in enumerate(ledger.table.panels):
        rows = [
            ledger.top + n
            for n, row in enumerate(panel.rows)
            if row.kind not in (RowKind.HEADER, RowKind.TEXT)
        ]
        for columns in _by_time(ledger, p):
            yield from _sums_under(ledger, _tree(ledger, columns), rows)


def _by_time(ledger: Ledger, panel: int) -> list[list[int]]:
    """Columns of different years, or of 预算 and 决算, are never added up."""
    times: dict[str, list[int]] = {}
    for column in ledger.columns(panel):
        times.setdefault(ledger.time_of(column), []).append(column)
    return list(times.values())


def _tree(ledger: Ledger, columns: Sequence[int]) -> Node:
    paths = [ledger.table.headers[c] for c in columns]
    while all(len(path) > 1 for path in paths) and len({path[-1] for path in paths}) == 1:
        paths = [path[:-1] for path in paths]  # 预算数 below every head tells the time only
    return _node("", list(zip(paths, columns, strict=True)))


def _node(name: str, columns: Sequence[tuple[Path, int]]) -> Node:
    own = tuple(c for path, c in columns if not path)
    groups: dict[str, list[tuple[Path, int]]] = {}
    for path, column in columns:
        if path:
            groups.setdefault(path[0], []).append((path[1:], column))
    below: list[Node] = []
    for head, inner in groups.items():
        leaves = [c for path, c in inner if not path]
        if len(leaves) == len(inner):
            below += [Node(head, (c,)) for c in leaves]
        else:
            below.append(_node(head, inner))
    return Node(name, own, tuple(below))


def _sums_under(ledger: Ledger, node: Node, rows: Sequence[int]) -> Iterator[Sum]:
    parts = [inner for inner in node.below if not inner.is_of_which]
    if len(node.own) == 1 and len(parts) > 1 and not any(part.is_total for part in parts):
        series = [_series(part, rows) for part in parts]
        sums = sums_of(ledger, _at(node.own[0], rows), series, Relation.COLUMNS)
        yield from sums if is_rule(sums) else []
    elif len(parts) > 2 or (len(parts) == 2 and not parts[1].is_total):
        members = [Member(p.name, _series(p, rows), p.is_total) for p in parts]
        yield from sums_in(ledger, members, Relation.COLUMNS, in_runs=True)
    for inner in node.below:
        yield from _sums_under(ledger, inner, rows)


def _series(node: Node, rows: Sequence[int]) -> Series:
    """The columns that stand for a head: its own, its 小计, or all that it covers."""
    columns = _columns(node)
    return tuple(tuple(Place(row, column) for column in columns) for row in rows)


def _columns(node: Node) -> list[int]:
    if node.own:
        return list(node.own)
    totals = [inner for inner in node.below if inner.is_total]
    inside = totals[:1] or [inner for inner in node.below if not inner.is_of_which]
    return [column for inner in inside for column in _columns(inner)]


def _at(column: int, rows: Sequence[int]) -> Series:
    return tuple((Place(row, column),) for row in rows)
