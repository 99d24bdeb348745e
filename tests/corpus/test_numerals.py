from __future__ import annotations

from decimal import Decimal

import pytest
from cn2an import an2cn
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import UnreadableQuantity
from corpus.numerals import decimal_of

READ = [
    ("2,995.39", "2995.39"),
    ("-3.5", "-3.5"),
    ("12万3千", "123000"),
    ("12万3000", "123000"),
    ("二十万", "200000"),
    ("三点五亿", "350000000.0"),
    ("一千零五", "1005"),
    ("壹佰贰拾叁万", "1230000"),
    ("两千零一十", "2010"),
    ("二〇二六", "2026"),
    ("1亿2千万", "120000000"),
    ("十五", "15"),
]
REFUSED = [
    "1,5",
    "41.2 0",
    "三百五",
    "12万3",
    "一万二",
    "",
    "三万余",
    "1.2.3",
    "千百",
    "二十百",
    "点五",
]


@pytest.mark.parametrize(("text", "value"), READ)
def test_reads_digits_and_chinese_numerals_exactly(text: str, value: str) -> None:
    """A number word has the value that a careful reader gives it."""
    assert decimal_of(text) == Decimal(value)


@pytest.mark.parametrize("text", REFUSED)
def test_refuses_damaged_and_ambiguous_numbers(text: str) -> None:
    """A number with no single exact reading is refused, never guessed."""
    with pytest.raises(UnreadableQuantity):
        decimal_of(text)


@given(st.integers(min_value=0, max_value=10**12), st.sampled_from(["low", "up"]))
def test_agrees_with_an_independent_converter(number: int, style: str) -> None:
    """Every numeral that cn2an writes is read back as the same number."""
    assert decimal_of(an2cn(number, style)) == number
