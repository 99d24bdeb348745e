"""Which fund a question, a caption or a column restricts money to: 一般公共预算, 财政拨款 …

「一般公共预算的行政运行」 and 「行政运行」 are different numbers wherever a body has other money.
Both sides of a comparison are read with the same words (``fund_scopes.tsv``).
"""

from __future__ import annotations

import re
from functools import cache
from typing import Literal

from assistant.wording import squeeze
from corpus.vocabulary import rows_of

Carry = Literal["", "with", "without"]


def fund_of(text: str) -> str:
    """Return the fund that a text names, "" for none and for several beside each other.

    A part of another fund that is named too wins: 一般公共预算财政拨款 is 一般公共预算. Several
    parts of one fund are that fund: 「一般公共预算、政府性基金预算」 is 财政拨款.
    """
    found = {_funds()[match] for match in _words().findall(squeeze(text))}
    wholes = {_parents()[fund] for fund in found if _parents()[fund]}
    parts = found - wholes
    if len(parts) == 1:
        return parts.pop()
    return wholes.pop() if len(wholes) == 1 and parts and not _strangers(parts, wholes) else ""


def fund_asked(text: str) -> str:
    """Return the one fund that a question names, "" for none and where it names several."""
    found = {_funds()[match] for match in _words().findall(squeeze(text))}
    parts = found - {_parents()[fund] for fund in found}
    return parts.pop() if len(parts) == 1 else ""


def funds_agree(asked: str, told: str) -> bool:
    """Tell whether a figure of the fund ``told`` may answer for the fund ``asked``.

    "" is a fund that is not said: it never contradicts. A part may stand for its whole, because
    many bodies have one part only; the whole never stands for a part.
    """
    return not asked or not told or asked == told or _parents().get(told) == asked


def carry_of(text: str) -> Carry:
    """Return whether a question wants money carried over counted, "" when it does not say."""
    said = squeeze(text)
    without, with_ = (tuple(words.split("|")) for _, words in _carry_rows())
    if any(word in said for word in without):
        return "without"
    return "with" if any(word in said for word in with_) else ""


def _strangers(parts: set[str], wholes: set[str]) -> bool:
    return any(_parents()[part] not in wholes for part in parts)


@cache
def _carry_rows() -> tuple[tuple[str, ...], ...]:
    return rows_of("carry_words.tsv", columns=2)


@cache
def _parents() -> dict[str, str]:
    return {fund: parent for fund, parent, _ in rows_of("fund_scopes.tsv", columns=3)}


@cache
def _funds() -> dict[str, str]:
    """Return every word for a fund, squeezed, with the fund."""
    rows = rows_of("fund_scopes.tsv", columns=3)
    return {squeeze(word): fund for fund, _, more in rows for word in (fund, *more.split("|"))}


@cache
def _words() -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, sorted(_funds(), key=len, reverse=True))))
