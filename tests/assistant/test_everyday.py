"""Everyday forms of questions and what they stand for."""

from __future__ import annotations

import pytest

from assistant.language.asks import asks_of
from assistant.language.claims import claims_in
from assistant.language.everyday import asking_duties, in_plain_words, without_duties, without_where
from corpus.figure import Measure

FORMS = [
    ("2026年公开材料里的编制", "2026年 编制"),
    ("教育方面的支出有多少", "教育支出有多少"),
    ("事业上的收入有多少", "事业收入有多少"),
    ("年收入10万元以上的支出", "年收入10万元以上的支出"),
    ("基本支出这块是多少", "基本支出 是多少"),
    ("公车购置加运维多少", "公务用车购置及运行维护费多少"),
    ("购置公车的钱", "公务用车购置费"),
    ("公车这块的钱", "公务用车购置及运行维护费"),
    ("公车日常运行的钱", "公务用车运行维护费"),
    ("来客接待的费用", "公务接待费"),
    ("交水费的钱", "水费"),
    ("交物业的钱", "物业管理费"),
    ("日常办公的钱", "办公费"),
    ("请人干活的钱", "劳务费"),
    ("课题调研具体做哪几件事", "课题调研实施内容是什么"),
    ("基本支出占百分之几，占的是总支出", "基本支出占总支出的百分之几"),
    ("5000元是培训费吗？", "培训费是5000元吗？"),
    ("5000元是培训费，财政拨款这一栏吗？", "培训费的财政拨款这一栏是5000元吗？"),
    ("有3万元，是真的吗？", "有3万元对吗？"),
]


@pytest.mark.parametrize(("said", "meant"), FORMS)
def test_everyday_forms_are_put_in_plain_words(said: str, meant: str) -> None:
    """What people say in many words is what documents say in one."""
    assert in_plain_words(said) == meant


def test_what_a_body_is_for_are_its_duties() -> None:
    """「是干什么的，管哪些事」 asks for what a heading calls 主要职责."""
    assert asking_duties("水务局是干什么的，管哪些事？") == "水务局主要职责是什么？"
    assert without_duties("水务局主要负责什么工作呢") == "水务局 呢"


def test_words_of_where_are_blanked_out() -> None:
    """「预算里」 at the beginning of a name says where; the place of the rest stays."""
    assert without_where("的年度预算里培训费") == "的     培训费"
    assert without_where("政府采购预算里货物") == "政府采购预算里货物"


CHANGES = [
    ("增加还是减少，多少", Measure.CHANGE),
    ("增加了没有，差多少", Measure.CHANGE),
    ("变动幅度是多少", Measure.GROWTH),
    ("涨跌幅度是多少", Measure.GROWTH),
    ("增加了几个点", Measure.GROWTH),
    ("下降多少个百分比", Measure.GROWTH),
    ("变动了多少", Measure.CHANGE),
    ("一增一减差多少", Measure.CHANGE),
]


@pytest.mark.parametrize(("words", "measure"), CHANGES)
def test_a_change_is_asked_in_many_ways(words: str, measure: Measure) -> None:
    """Whoever asks for a change is not told an amount."""
    text = f"培训费{words}"
    asks, _ = asks_of(text, claims_in(text, compared=True))
    assert [ask.measures for ask in asks] == [(measure,)]
