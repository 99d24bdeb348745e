"""Splits a printed table into the logical tables that stand side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from corpus.column_meaning import meaning_of
from corpus.figure import Basis, Measure, Period
from corpus.table_header import NAME_ROLES, Header

LABEL_ROLES = NAME_ROLES | {"code", "part"}


@dataclass(frozen=True, slots=True)
class Half:
    """The columns of one panel.

    labels: codes and names as printed. codes: whose texts join to a row's code. names: in printed
    order, but the one that wins comes last. adding: the values whose rows may add up: amounts,
    not their growth or share; all of them where there are none.
    """

    labels: tuple[int, ...]
    codes: tuple[int, ...]
    names: tuple[int, ...]
    values: tuple[int, ...]
    adding: tuple[int, ...]
    columns: tuple[int, ...]


def halves_of(header: Header) -> list[Half]:
    """Return the panels: each new label column after values opens one if it names items."""
    groups: list[list[int]] = [[]]
    for column in range(len(header.roles)):
        if _opens(column, header, groups):
            groups.append([])
        groups[-1].append(column)
    return [_half(group, header) for group in groups]


def _opens(column: int, header: Header, groups: Sequence[Sequence[int]]) -> bool:
    """A label column after values, with values still to come, starts the next panel."""
    roles = header.roles
    if roles[column] not in LABEL_ROLES:
        return False
    values = [c for c in groups[-1] if not roles[c]]
    following = [c for c in range(column, len(roles)) if not roles[c]]
    return bool(values and following) and _names_items(column, following[0], header)


def _names_items(column: int, value: int, header: Header) -> bool:
    """Texts in mid-table (采购方式, 是否…) describe a row; a panel repeats earlier heads."""
    if header.told[column] in LABEL_ROLES:
        return True
    heads = {path[-1:] for path in header.paths[:column]}
    return header.paths[column][-1:] in heads or header.paths[value][-1:] in heads


def _half(columns: Sequence[int], header: Header) -> Half:
    """Sort a panel's columns; told names win over columns that merely hold words."""
    roles = header.roles
    names = [c for c in columns if roles[c] in NAME_ROLES]
    told = [c for c in names if header.told[c] in NAME_ROLES]
    projects = [c for c in names if roles[c] == "project"]
    articles = [c for c in names if roles[c] == "article"]
    beside = [c for c in names if told and (c in told or c < min(projects or told))]
    beside = [c for c in beside if c not in articles[1:]]
    chosen = sorted(beside or names[:1], key=lambda c: (c in articles, c in projects))
    values = tuple(c for c in columns if not roles[c])
    return Half(
        labels=tuple(c for c in columns if roles[c] in LABEL_ROLES),
        codes=_codes(columns, header, None if projects or not chosen else chosen[-1]),
        names=tuple(chosen),
        values=values,
        adding=tuple(c for c in values if _is_amount(header.paths[c])) or values,
        columns=tuple(columns),
    )


def _is_amount(path: tuple[str, ...]) -> bool:
    return meaning_of(path, None, Period(None, Basis.BUDGET)).measure is Measure.AMOUNT


def _codes(columns: Sequence[int], header: Header, name: int | None) -> tuple[int, ...]:
    """类, 款 and 项 side by side under one head; else the code column that belongs to the name.

    Of several whole codes (功能 and 经济 classification), a project goes by the first, a name by
    the nearest on its left.
    """
    parts = tuple(c for c in columns if header.roles[c] == "part")
    whole = [c for c in columns if header.roles[c] == "code"]
    if len(whole) > 1 and len({header.paths[c] for c in whole}) == 1:
        return tuple(whole)
    if parts or not whole:
        return parts
    left = [c for c in whole if name is not None and c < name]
    return (left[-1],) if left else (whole[0],)
