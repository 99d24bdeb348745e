"""Tells two papers of one body and year apart: of the 部门 with its units, of the 单位 alone.

A question is about one of the two throughout: what is added, compared or derived from the year
before must never come partly from the one and partly from the other.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from corpus.vocabulary import rows_of

BOTH, ALONE, WHOLE = "both", "单位", "部门"
OFFICE = "本级"  # the body's own office, without the units below it


@dataclass(frozen=True, slots=True)
class Paper:
    """What tells a document from its twin. scope: 部门, 单位 or ""; what: 预算, 决算."""

    year: int | None
    scope: str
    what: str


def paper_of(owner: str, kind: str, year: int | None) -> Paper:
    """Return the paper that a document is: 「…水务局本级」 publishes for itself alone."""
    scope = next((scope for scope, _, _ in _rows() if kind.startswith(scope)), "")
    return Paper(year, ALONE if scope and is_alone(owner) else scope, kind.removeprefix(scope))


def is_alone(owner: str) -> bool:
    """Tell whether an owner's name says that it publishes for itself alone."""
    return owner.rstrip("）)").endswith(OFFICE)


def name_in(spellings: Sequence[str], scope: str) -> str:
    """Return the fullest of a body's names that its papers of a scope go by."""
    fitting = [name for name in spellings if is_alone(name) == (scope == ALONE)]
    return max(fitting or spellings, key=len)


def scope_said(text: str, names: Sequence[str] = ()) -> str:
    """Return which of the two a question means, "" where it does not say, BOTH where it says both.

    names: the bodies' names as printed in it: 「水务局机关」 is the 单位.
    """
    ends = tuple(name.rstrip("）) ") for name in names)
    called = [s for s, _, tails in _rows() if tails and _end_in(ends, tails.split("|"))]
    said = called or [s for s, words, _ in _rows() if re.search(words, text)]
    return BOTH if len(said) > 1 else "".join(said)


def of_one_scope(
    documents: Sequence[str], scope: str, years: Sequence[int], papers: Mapping[str, Paper]
) -> tuple[tuple[str, ...], str]:
    """Return one body's documents of one scope, and the scope that was taken, "" for no choice.

    scope: the one that is meant, "" where the name is plain and so means the 部门. The other is
    taken only where it alone has a paper of one of the years, and none of the year is of this.
    """
    by_scope = {s: [id for id in documents if papers[id].scope == s] for s, _, _ in _rows()}
    held = [s for s, ids in by_scope.items() if ids]
    if len(held) < 2 or scope == BOTH:
        return tuple(documents), ""
    told = {s: {papers[id].year for id in by_scope[s]} & set(years) for s in held}
    wanted = scope or held[0]
    taken = wanted if scope == held[-1] else max(held, key=lambda s: (len(told[s]), s == wanted))
    return tuple(id for id in documents if papers[id].scope in ("", taken)), taken


def _rows() -> tuple[tuple[str, ...], ...]:
    return rows_of("body_scopes.tsv", columns=3)


def _end_in(names: Sequence[str], tails: Sequence[str]) -> bool:
    return bool(names) and all(name.endswith(tuple(tails)) for name in names)
