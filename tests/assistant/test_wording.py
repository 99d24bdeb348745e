"""Wording is compared by pairs of characters, whole numbers and how rare they are."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.wording import coverage, place_of, squeeze, terms_of
from tests.assistant.library_of import rarity_of

SQUEEZED = [
    ("因公出国（境）费", "因公出国境费"),
    ("“三公” 经费", "三公经费"),
    ("ＡＢＣ　１２", "abc12"),
    ("「低保」资金", "低保资金"),
]
TERMS = [
    ("公务接待费", ("公务", "务接", "接待", "待费")),
    ("费", ("费",)),
    ("1,234.50万", ("1234.5", "万")),
    ("3.00", ("3",)),
    ("第2080101号", ("第", "2080101", "号")),
    ("，。", ()),
]


@pytest.mark.parametrize(("text", "squeezed"), SQUEEZED)
def test_brackets_quotes_and_width_do_not_matter(text: str, squeezed: str) -> None:
    """Two prints of one name that differ in brackets, quotes, spaces or width are one wording."""
    assert squeeze(text) == squeezed


@pytest.mark.parametrize(("text", "terms"), TERMS)
def test_terms_are_pairs_and_whole_numbers(text: str, terms: tuple[str, ...]) -> None:
    """A text is cut into pairs of neighbouring characters; a number stays whole."""
    assert terms_of(text) == terms


def test_a_rare_term_weighs_more() -> None:
    """A term that most texts hold says less than one that few hold."""
    rarity = rarity_of([["项目支出"], ["项目支出"], ["项目防汛"]])

    assert rarity.of("防汛") > rarity.of("支出") > rarity.of("项目") >= 0


def test_an_unseen_term_weighs_less_than_the_rarest() -> None:
    """A word that the library never uses says little about what is printed in it."""
    rarity = rarity_of([["项目支出"], ["项目支出"], ["项目防汛"]])

    assert not rarity.knows("飞船")
    assert rarity.of("飞船") < rarity.of("防汛")


def test_coverage_is_a_weighted_share() -> None:
    """Coverage is the share of the wanted weight that is present, 1 when nothing is wanted."""
    assert coverage({"甲": 3.0, "乙": 1.0}, ["甲"]) == 0.75
    assert coverage({}, ["甲"]) == 1.0
    assert coverage({"甲": 1.0}, []) == 0.0


@given(st.text(max_size=40))
def test_squeezing_twice_changes_nothing_more(text: str) -> None:
    """The squeezed form of any text is a fixed point for its terms."""
    assert terms_of(squeeze(text)) == terms_of(text)


@pytest.mark.parametrize(
    ("printed", "text", "place"),
    [("5%", "增长95%，其中5%", 8), ("5%", "95%", -1), ("3", "3台", 0), ("2.0", "12.0、2.0", 5)],
)
def test_a_number_stands_only_where_no_digit_is_before_it(
    printed: str, text: str, place: int
) -> None:
    """A number that ends another one does not stand there."""
    assert place_of(printed, text) == place
