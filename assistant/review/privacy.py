"""Family 7: personal data in a public text. It is found and never shown in full.

The quotes of these findings are masked before they are made: no report can print what they hide.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache

from assistant.review.finding import Finding
from assistant.review.paper import Paper
from corpus.figure import Source
from corpus.vocabulary import lines_of

MOBILE = re.compile(r"(?<![\d.])1[3-9]\d{9}(?![\d.])")
IDENTITY = re.compile(r"(?<![\dA-Za-z])[1-9]\d{16}[\dXx](?![\dA-Za-z])")
ACCOUNT = re.compile(r"(?<![\dA-Za-z])\d{16,19}(?![\dA-Za-z])")
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECKS = "10X98765432"
NEAR = 24  # characters before a number in which its name stands
AROUND = 20  # characters of the text that are shown on each side
HIDDEN = "＊"
NAME = r"[\u4e00-\u9fff]{1,2}"


def privacy(paper: Paper) -> Iterator[Finding]:
    """Yield mobile numbers, identity numbers, bank accounts and people beside their welfare."""
    text = paper.document.text
    forms: tuple[tuple[str, re.Pattern[str], Callable[[str, int], bool], str], ...] = (
        ("private-mobile", MOBILE, _anything, "手机号码"),
        ("private-identity", IDENTITY, _is_identity, "身份证号码"),
        ("private-account", ACCOUNT, _is_account, "银行账号"),
    )
    for rule, form, fits, what in forms:
        paper.count(rule)
        for match in form.finditer(text):
            if fits(text, match.start()):
                yield _finding(paper, rule, match.span(), f"公开文本中出现{what}")
    paper.count("private-person")
    for match in _welfare().finditer(text):
        yield _finding(paper, "private-person", match.span(1), "公开文本写出了享受待遇的个人姓名")


def _anything(text: str, at: int) -> bool:
    return True


def _is_identity(text: str, at: int) -> bool:
    """The last character of an identity number checks the others (GB 11643)."""
    number = text[at : at + 18].upper()
    if not 1900 <= int(number[6:10]) <= 2100 or not 1 <= int(number[10:12]) <= 12:
        return False
    total = sum(int(digit) * weight for digit, weight in zip(number[:17], WEIGHTS, strict=True))
    return CHECKS[total % 11] == number[17]


def _is_account(text: str, at: int) -> bool:
    before = text[max(0, at - NEAR) : at]
    return any(word in before for word in lines_of("review_account_words.tsv"))


@cache
def _welfare() -> re.Pattern[str]:
    """A surname, one or two characters more, and what makes the person a receiver."""
    surnames = "|".join(map(re.escape, lines_of("review_surnames.tsv")))
    words = "|".join(map(re.escape, lines_of("review_welfare_words.tsv")))
    ahead = r"(?<=[对给向为由、，。：])"
    return re.compile(rf"{ahead}((?:{surnames}){NAME})(?:同志)?(?:的)?(?:{words})")


def _finding(paper: Paper, rule: str, span: tuple[int, int], what: str) -> Finding:
    source = _masked(paper, *span)
    message = f"{what}（{source.printed}），请确认是否应当公开。"
    found = paper.finding(rule, message, [source], found=source.printed)
    return replace(found, masked=True)


def _masked(paper: Paper, start: int, end: int) -> Source:
    """Return the receipt of a stretch with what is around it, all numbers and the name hidden."""
    text = paper.document.text
    whole = paper.stretch(start, end)
    hidden = mask(text[start:end])
    before = text[max(0, start - AROUND) : start].rsplit("\n", 1)[-1]
    after = text[end : end + AROUND].split("\n", 1)[0]
    quote = f"{_plain(before)}{hidden}{_plain(after)}"
    return replace(whole, quote=quote, printed=hidden)


def mask(private: str) -> str:
    """Return what may be shown of a number or a name: its beginning, and how long it is."""
    if not private[:1].isdigit():
        return private[:1] + HIDDEN * (len(private) - 1)
    return private[:3] + HIDDEN * (len(private) - 3)


def _plain(around: str) -> str:
    """Names may stand beside a number: of words in short cells only those that tell what it is."""
    cells = re.split(r"(\t)", re.sub(r"\d{5,}", lambda m: mask(m[0]), around))
    known = lines_of("review_contact_words.tsv")
    return "".join(
        cell if not _may_be_name(cell) or cell in known else HIDDEN * len(cell) for cell in cells
    )


def _may_be_name(cell: str) -> bool:
    return bool(re.fullmatch(r"[\u4e00-\u9fff]{2,4}", cell.strip()))
