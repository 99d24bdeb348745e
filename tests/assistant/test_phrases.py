"""The nouns of a computation: lists, what holds what, sides."""

from __future__ import annotations

import pytest

from assistant.language.phrases import (
    is_bare,
    listed_in,
    points_back,
    shared_out,
    sides,
    stated_count,
    within,
)
from assistant.understand import content_of

LISTS = [
    ("办公费、水费和差旅费加起来多少", ("办公费", "水费", "差旅费")),
    ("东湖、西湖两个街道的绿化经费合计", ("东湖|街道|绿化经费", "西湖|街道|绿化经费")),
    ("行政运行和信息化建设的基本支出合计", ("行政运行|基本支出", "信息化建设|基本支出")),
    ("公开的两个专项（防汛、抗旱）年度预算合计", ("防汛|专项|年度预算", "抗旱|专项|年度预算")),
    ("商品和服务支出里的水费和电费一共", ("水费", "电费")),
    ("清淤、护岸、绿化三项费用加起来", ("清淤", "护岸", "绿化")),
]
SHARES = [
    ("公务接待费占三公经费的百分之几", "公务接待费", "三公经费"),
    ("基本支出里，人员经费占几成", "人员经费", "基本支出"),
    ("人员经费在基本支出中占多少", "人员经费", "基本支出"),
    ("中央补助资金里，市级部分占总额的百分之几", "市级部分", "中央补助资金"),
    ("占基本支出的百分之几", "", "基本支出"),
    ("电费占其中百分之几", "电费", ""),
]
SIDES = [
    ("水费比电费多", "水费", "电费"),
    ("水费和电费相差", "水费", "电费"),
    ("比年度预算", "", "年度预算"),
]
BARE = ["各是多少？", "缺多少？", "分别是多少元？", "够吗？", "相差多少？", "哪个最高？"]
NOT_BARE = ["水费是多少？", "占基本支出的百分之几？", "比年度预算多多少？"]


@pytest.mark.parametrize(("text", "parts"), LISTS)
def test_listed_nouns_share_their_head(text: str, parts: tuple[str, ...]) -> None:
    """Every listed noun gets the head that stands once, at the end or before a bracket."""
    assert parts == listed_in(text).parts


def test_what_holds_a_list_is_its_context() -> None:
    """「甲里的乙和丙」: 甲 is no part of the sum."""
    assert listed_in("商品和服务支出里的水费和电费").context == "商品和服务支出"


def test_the_stated_number_has_to_be_there() -> None:
    """「四项」 before a list of three lists not what it says."""
    assert listed_in("清淤、护岸、绿化三项费用").is_whole
    assert not listed_in("清淤、护岸、绿化四项费用").is_whole


def test_only_what_tells_listed_nouns_apart_is_a_stem() -> None:
    """The shared head is no stem, and nouns without a shared head have none."""
    assert listed_in("东湖、西湖两个街道的绿化经费合计").stems == ("东湖", "西湖")
    assert listed_in("水费和电费").stems == ("", "")


def test_a_syllable_inside_a_word_joins_nothing() -> None:
    """The 中 of 中央 holds nothing; 商品和服务支出 is one item."""
    assert within("中央补助资金是多少") is None
    assert len(listed_in("商品和服务支出一共").parts) == 1


@pytest.mark.parametrize(("text", "part", "whole"), SHARES)
def test_part_and_whole(text: str, part: str, whole: str) -> None:
    """Part and whole are found whichever comes first; a vague whole is what holds the part."""
    found = shared_out(text)

    assert found is not None
    assert (part, whole) == (content_of(found[0]), content_of(found[1]))


@pytest.mark.parametrize(("text", "one", "other"), SIDES)
def test_sides_of_a_comparison(text: str, one: str, other: str) -> None:
    """The first side may be left out: then it was answered before."""
    found = sides(text)

    assert found is not None
    assert (one, other) == (content_of(found[0]), content_of(found[1]))


@pytest.mark.parametrize("text", BARE)
def test_a_bare_clause_names_nothing(text: str) -> None:
    """Such a clause belongs to the one before."""
    assert is_bare(text)


@pytest.mark.parametrize("text", NOT_BARE)
def test_a_clause_with_a_noun_is_not_bare(text: str) -> None:
    """Such a clause asks something of its own."""
    assert not is_bare(text)


def test_pronouns_point_back() -> None:
    """「两者」 and 「它」 name only what was answered."""
    assert points_back("两者相差")
    assert points_back("它")
    assert not points_back("水费")


def test_a_stated_count() -> None:
    """「四个项目」 says how many members there are."""
    assert stated_count("公开的四个项目一共多少") == 4
    assert stated_count("公开的项目一共多少") is None
