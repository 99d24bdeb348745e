"""What a review yields: findings with the places that they are about, and their report.

A finding's id is made from its rule and the printed text of its places, not from positions: it is
the same in two runs and in two versions of a file, as long as what it is about has not changed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from corpus.figure import Source
from corpus.library import DocumentInfo


class Severity(StrEnum):
    """How sure and how grave: an error misleads a reader, a notice is worth a look."""

    ERROR = "error"
    WARNING = "warning"
    NOTICE = "notice"

    @property
    def rank(self) -> int:
        """0 is the gravest."""
        return list(Severity).index(self)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that does not fit. ``places``: what is compared, the suspected one first.

    expected, found, difference: exact, in ``unit`` (元 for money), or words; "" where there is
    none. masked: the quotes of the places hide personal data; they are not verbatim.
    """

    rule: str
    severity: Severity
    message: str
    places: tuple[Source, ...]
    expected: str = ""
    found: str = ""
    difference: str = ""
    unit: str = ""
    suggestion: str = ""
    owner: str = ""
    year: int | None = None
    masked: bool = False
    number: int = 0  # of those that are alike in all of this, in printed order
    reason: str = ""  # why somebody accepted it, "" when nobody did

    def __post_init__(self) -> None:
        if not self.places:
            raise ValueError(f"审核发现「{self.rule}」没有任何出处")

    @property
    def document(self) -> str:
        """The id of the document of the suspected place."""
        return self.places[0].document

    @property
    def id(self) -> str:
        """Stable over runs, and over versions of a file that leave the places as they are."""
        texts = [f"{one.quote}\x1e{one.column}\x1e{one.printed}" for one in self.places]
        parts = (self.rule, self.owner, str(self.year), *texts, str(self.number))
        return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:12]


@dataclass(frozen=True, slots=True)
class Report:
    """All findings of a run, the gravest first. ``checked``: comparisons made, by rule."""

    documents: tuple[DocumentInfo, ...]
    findings: tuple[Finding, ...]
    checked: Mapping[str, int] = field(default_factory=dict)
    accepted: tuple[Finding, ...] = ()

    def of(self, severity: Severity) -> tuple[Finding, ...]:
        """Return the findings of one severity."""
        return tuple(one for one in self.findings if one.severity is severity)
