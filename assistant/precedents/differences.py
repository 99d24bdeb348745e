"""Says where a draft and an earlier wording differ, word by word, and what a draft lacks.

Numbers are compared as numbers: 1,000.00万元 and 1000万元 are equal, 5% and 5万元 are not.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby

from rapidfuzz.distance import Indel

from assistant.precedents.tokens import Token, tokens_of
from corpus.vocabulary import rows_of

EQUAL, DELETE, INSERT = "equal", "delete", "insert"
STRAY = 1  # characters: an equal piece this short between two changes is no common ground
MOST = 0.5  # of the members of a family that have a part which a draft lacks
FEWEST = 2  # members that say what is usual

Difference = tuple[str, str]  # (equal, delete or insert; text)


@dataclass(frozen=True, slots=True)
class Lack:
    """A part that ``having`` of ``members`` wordings have, and the draft has not."""

    part: str
    having: int
    members: int


def differences(draft: str, wording: str, owners: Iterable[str] = ()) -> list[Difference]:
    """Return how the draft becomes the wording: what stays, what goes, what comes, in order.

    The texts of "equal" and "delete" together are the draft; "insert" stands in the wording.
    """
    bodies = tuple(owners)
    first, second = tokens_of(draft, bodies), tokens_of(wording, bodies)
    return _joined(_pieces(draft, wording, first, second))


def _pieces(
    draft: str, wording: str, first: Sequence[Token], second: Sequence[Token]
) -> Iterator[Difference]:
    for code in Indel.opcodes([t.value for t in first], [t.value for t in second]):
        old = _text(draft, first[code.src_start : code.src_end])
        new = _text(wording, second[code.dest_start : code.dest_end])
        if code.tag == EQUAL:
            yield EQUAL, old
            continue
        if old:
            yield DELETE, old
        if new:
            yield INSERT, new


def _joined(pieces: Iterable[Difference]) -> list[Difference]:
    """Turn stray equal pieces between changes into changes, and join what goes and what comes."""
    listed = list(pieces)
    changes = [tag != EQUAL or _is_stray(listed, n) for n, (tag, _) in enumerate(listed)]
    found: list[Difference] = []
    for is_change, run in groupby(zip(changes, listed, strict=True), key=lambda one: one[0]):
        group = [piece for _, piece in run]
        if not is_change:
            found += group
            continue
        old = "".join(text for tag, text in group if tag != INSERT)
        new = "".join(text for tag, text in group if tag != DELETE)
        found += [piece for piece in ((DELETE, old), (INSERT, new)) if piece[1]]
    return found


def _is_stray(pieces: Sequence[Difference], at: int) -> bool:
    is_inside = 0 < at < len(pieces) - 1
    return is_inside and len(pieces[at][1].strip()) <= STRAY


def _text(text: str, tokens: Sequence[Token]) -> str:
    return text[tokens[0].start : tokens[-1].end] if tokens else ""


def parts_in(text: str) -> frozenset[str]:
    """Return the names of the parts that a wording has: a legal basis, a percentage, a term …"""
    plain = re.sub(r"\s+", "", text)
    return frozenset(name for name, pattern in _parts() if pattern.search(plain))


def lacks(draft: str, wordings: Sequence[str]) -> list[Lack]:
    """Return what most of the wordings have and the draft lacks, the most usual part first."""
    if len(wordings) < FEWEST:
        return []
    held = [parts_in(text) for text in wordings]
    own = parts_in(draft)
    counts = {name: sum(name in parts for parts in held) for name, _ in _parts() if name not in own}
    missing = [Lack(n, c, len(held)) for n, c in counts.items() if c > MOST * len(held)]
    return sorted(missing, key=lambda lack: -lack.having)


@cache
def _parts() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((name, re.compile(how)) for name, how in rows_of("expected_parts.tsv", columns=2))
