"""What a person says a document is, where the program read its owner, year or kind wrongly.

A correction belongs to the content of a file: it lies beside the document (``beside.py``) and is
applied whenever that content is read, so that every figure carries the corrected owner and year.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from functools import cache
from typing import TYPE_CHECKING

from corpus.errors import LibraryError
from corpus.figure import Basis
from corpus.owner_names import owner_name
from corpus.vocabulary import rows_of

if TYPE_CHECKING:
    from corpus.identity import Identity

YEARS = range(1990, 2050)
LONGEST_OWNER = 60  # characters


@dataclass(frozen=True, slots=True)
class Correction:
    """What was corrected by hand; None where what was read stands."""

    owner: str | None = None
    year: int | None = None
    kind: str | None = None

    def __post_init__(self) -> None:
        if self.owner is not None and not 0 < len(self.owner.strip()) <= LONGEST_OWNER:
            raise LibraryError(f"公开单位要写 1 到 {LONGEST_OWNER} 个字")
        if self.year is not None and self.year not in YEARS:
            raise LibraryError(f"年度要写 {YEARS[0]} 到 {YEARS[-1]} 之间的年份")
        if self.kind is not None and self.kind not in known_kinds():
            raise LibraryError(f"没有「{self.kind}」这种文件；可选：{'、'.join(known_kinds())}")

    def __bool__(self) -> bool:
        return bool(self.corrected)

    @property
    def corrected(self) -> tuple[str, ...]:
        """The names of the fields that were corrected."""
        return tuple(f.name for f in fields(self) if getattr(self, f.name) is not None)

    def applied(self, identity: Identity) -> Identity:
        """Return what was read with the corrected fields in place."""
        if self.owner is not None:
            owner = self.owner.strip()
            identity = replace(identity, owner=owner, region=owner_name(owner).region)
        if self.year is not None:
            identity = replace(identity, fiscal_year=self.year)
        if self.kind is not None:
            identity = replace(identity, kind=self.kind, basis=known_kinds()[self.kind])
        return identity


@cache
def known_kinds() -> Mapping[str, Basis]:
    """Return every kind of document with the stage of its numbers, in the order of the data."""
    rows = reversed(rows_of("document_kinds.tsv", columns=3))
    kinds = {kind: Basis(basis) for _, kind, basis in rows}
    return dict(reversed(kinds.items()))


NONE = Correction()
