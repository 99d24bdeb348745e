"""What a single table cell says: blank, amount, text, and a clean name for it."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache

from corpus.quantity import normalise
from corpus.vocabulary import lines_of

AMOUNT = re.compile(r"[+\-↑↓]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?\s*%?")
GAP = re.compile(r"(?<=[^\x00-\x7f])\s+|\s+(?=[^\x00-\x7f])")
CODED = re.compile(
    r"[\[【]?([1-5]\d{2}(?:\d{2}){0,2})(?!\d)[\]】]?[\s\-—_、.．:：]*"
    r"(?=\D)(?![年月日万亿千元%个人次])(.+)"
)
NUMBERED = (
    (1, re.compile(r"[一二三四五六七八九十]{1,3}\s*[、．.,，]\s*")),
    (2, re.compile(r"[（(]\s*[一二三四五六七八九十]{1,3}\s*[）)]\s*")),
    (3, re.compile(r"\d{1,2}\s*(?:[、．]|\.(?!\d)|，)\s*")),
    (4, re.compile(r"[（(]\s*\d{1,2}\s*[）)]\s*")),
    (5, re.compile(r"[①-⑳]\s*")),
)
OF_WHICH = re.compile(r"(?:其中|其\s*中)\s*[:：]?\s*")
SUBTOTAL_MARK = re.compile(r"[（(]\s*(?:小计|合计|总计)\s*[）)]\s*[:：]?$")


@cache
def _blanks() -> frozenset[str]:
    return frozenset(lines_of("blanks.tsv"))


@cache
def _total_words() -> tuple[str, ...]:
    return lines_of("totals.tsv")


def clean(text: str) -> str:
    """Return a name without the spaces that a converter left between Chinese characters."""
    return GAP.sub("", text.replace("**", "")).strip()


def is_blank(text: str) -> bool:
    """Tell whether a cell shows nothing: empty, a dash, or a converter's word for empty."""
    return not text.strip() or text.strip() in _blanks()


def is_amount(text: str) -> bool:
    """Tell whether a cell is a bare number, with or without a per cent sign."""
    return bool(AMOUNT.fullmatch(normalise(text).strip()))


def is_precise(text: str) -> bool:
    """Tell whether a cell is an amount that no code or year can be: 「1,050」, 「80.00」."""
    return is_amount(text) and bool(re.search(r"[.,]\d", normalise(text)))


def value_of(text: str) -> Decimal | None:
    """Return a bare printed number, None for anything else."""
    plain = signed(normalise(text).strip())
    return Decimal(plain.rstrip("% ").replace(",", "")) if is_amount(plain) else None


def signed(text: str) -> str:
    """Return a number with a sign where the print has an arrow: 「↓2.5%」 is -2.5%."""
    return text.replace("↑", "").replace("↓", "-") if text[:1] in ("↑", "↓") else text


def is_total(label: str) -> bool:
    """Tell whether a label is 合计, 总计, 小计 or ends with one (本年收入合计)."""
    word = re.sub(r"[\s:：]", "", label)
    return word == "计" or word.endswith(_total_words())


def split_code(label: str) -> tuple[str, str]:
    """Return (classification code or "", name): "2010506统计管理" is ("2010506", "统计管理")."""
    match = CODED.fullmatch(label.strip())
    return (match[1], match[2].strip()) if match else ("", label.strip())


def numbering_rank(label: str) -> int:
    """Return 1 for 一、 2 for （一） 3 for 1. 4 for (1) 5 for ① and 0 for no number."""
    return next((rank for rank, form in NUMBERED if form.match(label)), 0)


def name_of(label: str) -> str:
    """Return what a row is called: without number, 其中, code and （小计）."""
    name = clean(label)
    name = OF_WHICH.sub("", name, count=1) if OF_WHICH.match(name) else name
    for _, form in NUMBERED:
        name = form.sub("", name, count=1) if form.match(name) else name
    name = OF_WHICH.sub("", name, count=1) if OF_WHICH.match(name) else name
    name = SUBTOTAL_MARK.sub("", split_code(name)[1])
    return name.strip().rstrip(":：") or clean(label)
