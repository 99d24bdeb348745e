"""Pieces of text that remember which figures they print."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from benchmarks.made_up.truth import Absent, Fact

SLOT = re.compile(r"\{(\w+)(?::([^}]+))?\}")


@dataclass(frozen=True, slots=True)
class Words:
    """Text with the figures and absences that it prints; the writer adds document and quote."""

    text: str
    facts: tuple[Fact, ...] = ()
    absences: tuple[Absent, ...] = ()
    passages: tuple[tuple[str, str], ...] = ()  # what of it answers a question of words

    def __add__(self, other: Words | str) -> Words:
        """Put one after the other."""
        if isinstance(other, str):
            return replace(self, text=self.text + other)
        return Words(
            self.text + other.text,
            self.facts + other.facts,
            self.absences + other.absences,
            self.passages + other.passages,
        )


def fill(template: str, slots: Mapping[str, Words | str]) -> Words:
    """Return the template with its slots filled; figures of unused slots are left out.

    ``{额:总收入}``: the figure in this slot is called 总收入 here.
    """
    facts: list[Fact] = []
    absences: list[Absent] = []
    passages: list[tuple[str, str]] = []

    def put(match: re.Match[str]) -> str:
        piece = slots[match[1]]
        if isinstance(piece, str):
            return piece
        facts.extend(replace(f, item=match[2]) if match[2] else f for f in piece.facts)
        absences.extend(piece.absences)
        passages.extend(piece.passages)
        return piece.text

    return Words(SLOT.sub(put, template), tuple(facts), tuple(absences), tuple(passages))


def joined(pieces: Iterable[Words], separator: str) -> Words:
    """Join pieces with a separator."""
    kept = [piece for piece in pieces if piece.text]
    return Words(
        separator.join(piece.text for piece in kept),
        tuple(fact for piece in kept for fact in piece.facts),
        tuple(absence for piece in kept for absence in piece.absences),
        tuple(passage for piece in kept for passage in piece.passages),
    )


def fact(
    item: str,
    measure: str,
    value: Decimal,
    unit: str,
    printed: str,
    *,
    year: int = 0,
    basis: str = "",
    code: str = "",
    path: tuple[str, ...] = (),
    columns: tuple[str, ...] = (),
    direction: str = "",
    base: str = "",
    exact: bool = True,
    key: str = "",
) -> Fact:
    """A figure before it stands in a document: year 0 and basis "" are the document's own."""
    return Fact(
        "", "", "", "", 0, "", year, basis, item, measure, value, unit, printed, "",
        code, path, columns, "", direction, base, exact, key,
    )  # fmt: skip


def absent(item: str, how: str, columns: tuple[str, ...] = (), key: str = "") -> Absent:
    """An absence before it stands in a document."""
    return Absent("", "", "", 0, item, how, "", "", columns, key)
