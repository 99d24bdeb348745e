"""Tells two papers of one body and year apart: of the 部门 with its units, of the 单位 alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from corpus.vocabulary import rows_of


@dataclass(frozen=True, slots=True)
class Paper:
    """What tells a document from its twin. scope: 部门, 单位 or ""; what: 预算, 决算."""

    year: int | None
    scope: str
    what: str


def paper_of(owner: str, kind: str, year: int | None) -> Paper:
    """Return the paper that a document is: 「…水务局本级」 publishes for itself alone."""
    scope = next((scope for scope, _ in _rows() if kind.startswith(scope)), "")
    alone = scope and owner.rstrip("）)").endswith("本级")
    return Paper(year, "单位" if alone else scope, kind.removeprefix(scope))


def scope_said(text: str) -> str:
    """Return which of the two a question means, "" where it does not say or says both."""
    said = [scope for scope, words in _rows() if any(w in text for w in words.split("|"))]
    return said[0] if len(said) == 1 else ""


def without_twins(
    documents: Sequence[str], scope: str, papers: Mapping[str, Paper]
) -> tuple[str, ...]:
    """Return one body's documents without those whose twin is of the scope that is meant."""
    meant = {(p.year, p.what) for id in documents if (p := papers[id]).scope == scope}
    return tuple(
        id
        for id in documents
        if papers[id].scope in ("", scope) or (papers[id].year, papers[id].what) not in meant
    )


def _rows() -> tuple[tuple[str, ...], ...]:
    return rows_of("body_scopes.tsv", columns=2)
