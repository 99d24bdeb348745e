"""Shows what the wordings of a family share, what varies, and what stands in their slots."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from rapidfuzz.distance import Indel

from assistant.precedents.tokens import Token, tokens_of

SHARED, VARYING, SLOT = "shared", "varying", "slot"
MOST = 0.5  # of the wordings have what is called shared
VALUES = 8  # different values that are shown of one slot


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of the wording that stands for a family.

    ``role``: shared, varying, or slot. ``text`` is verbatim; ``slot`` is the kind of a slot, and
    ``values`` what the wordings print there, each once, in their order.
    """

    role: str
    text: str
    slot: str = ""
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Printed:
    """A wording and whose it is."""

    text: str
    owner: str


def shared_parts(base: Printed, others: Sequence[Printed]) -> list[Part]:
    """Return the parts of ``base``, in order and without gaps, by how they stand in ``others``."""
    tokens = tokens_of(base.text, (base.owner,))
    held = [1] * len(tokens)
    values = [[base.text[t.start : t.end]] if t.slot else [] for t in tokens]
    for other in others:
        theirs = tokens_of(other.text, (other.owner,))
        for at, twin in _twins(tokens, theirs):
            held[at] += 1
            if tokens[at].slot:
                values[at].append(other.text[twin.start : twin.end])
    roles = [_role(t, n, len(others) + 1) for t, n in zip(tokens, held, strict=True)]
    return _parts(base.text, tokens, roles, values)


def _twins(tokens: Sequence[Token], theirs: Sequence[Token]) -> list[tuple[int, Token]]:
    """Return (place, their token) for all tokens that both have in one order."""
    codes = Indel.opcodes(_forms(tokens), _forms(theirs))
    return [
        (code.src_start + n, theirs[code.dest_start + n])
        for code in codes
        if code.tag == "equal"
        for n in range(code.src_end - code.src_start)
    ]


def _forms(tokens: Sequence[Token]) -> list[str]:
    return [token.form or token.value for token in tokens]


def _role(token: Token, held: int, all_of_them: int) -> str:
    if held <= MOST * all_of_them:
        return VARYING
    return SLOT if token.slot else SHARED


def _parts(
    text: str, tokens: Sequence[Token], roles: Sequence[str], values: Sequence[Sequence[str]]
) -> list[Part]:
    found: list[Part] = []
    for role, run in groupby(range(len(tokens)), key=lambda at: roles[at]):
        places = list(run)
        if role == SLOT:
            found += [_slot(text, tokens[at], values[at]) for at in places]
        else:
            found.append(Part(role, text[tokens[places[0]].start : tokens[places[-1]].end]))
    return found


def _slot(text: str, token: Token, values: Sequence[str]) -> Part:
    different = tuple(dict.fromkeys(value.strip() for value in values))[:VALUES]
    return Part(SLOT, text[token.start : token.end], token.slot, different)
