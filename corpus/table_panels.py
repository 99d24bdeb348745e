"""Splits a printed table into the logical tables that stand side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from corpus.table_header import LABEL_ROLES, Header


@dataclass(frozen=True, slots=True)
class Half:
    """The columns of one panel: names and codes in printed order, and values."""

    codes: tuple[int, ...]
    names: tuple[int, ...]
    values: tuple[int, ...]
    columns: tuple[int, ...]

    @property
    def labels(self) -> tuple[int, ...]:
        """Code and name columns in printed order."""
        return tuple(sorted(self.codes + self.names))


def halves_of(header: Header) -> list[Half]:
    """Return the panels: each new label column after values opens one if it names items."""
    groups: list[list[int]] = [[]]
    for column, role in enumerate(header.roles):
        if _opens(column, header, groups):
            groups.append([])
        groups[-1].append(column)
    return [_half(group, header.roles) for group in groups]


def _opens(column: int, header: Header, groups: Sequence[Sequence[int]]) -> bool:
    """A label column after values, with values still to come, starts the next panel."""
    roles = header.roles
    if roles[column] not in ("name", "code") or not groups[-1]:
        return False
    has_values = any(not roles[c] for c in groups[-1])
    values_follow = any(not role for role in roles[column:])
    return has_values and values_follow and _names_items(column, header)


def _names_items(column: int, header: Header) -> bool:
    """Texts in mid-table (采购方式, 是否…) describe a row; a panel's head says that it names."""
    path, first = header.paths[column], header.paths[0]
    return header.told[column] in ("name", "code") or path[-1:] == first[-1:]


def _half(columns: Sequence[int], roles: Sequence[str]) -> Half:
    seen_value = False
    codes, names, values = [], [], []
    for column in columns:
        role = roles[column]
        seen_value = seen_value or not role
        if role == "code":
            codes.append(column)
        elif role == "name" and not seen_value:
            names.append(column)
        elif not role:
            values.append(column)
    return Half(tuple(codes), tuple(names), tuple(values), tuple(columns))


def has_labels(half: Half, header: Header) -> bool:
    """Tell whether any column of the panel says what its rows are about."""
    return any(header.roles[c] in LABEL_ROLES for c in half.columns)
