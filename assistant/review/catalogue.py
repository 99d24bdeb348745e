"""The catalogue of rules: what each looks at, how grave it is, an example. It is data."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from assistant.review.finding import Severity
from corpus.errors import BadVocabulary
from corpus.vocabulary import rows_of


@dataclass(frozen=True, slots=True)
class Rule:
    """One line of ``review_rules.tsv``. ``severity``: the gravest that its findings have."""

    id: str
    family: str
    severity: Severity
    title: str
    explanation: str
    suggestion: str
    example: str


@cache
def rules() -> dict[str, Rule]:
    """Return every rule by its id, in the order of the catalogue."""
    known = {}
    for id, family, severity, *texts in rows_of("review_rules.tsv", columns=7):
        if severity not in set(Severity):
            raise BadVocabulary(f"review_rules.tsv：「{id}」的级别「{severity}」不认识")
        known[id] = Rule(id, family, Severity(severity), *texts)
    return known
