from __future__ import annotations

import pytest

from corpus.printed_numbers import dates_in, numbers_in

FOUND = [
    ("收入 1,234.50 万元，占 9.5%", ["1,234.50 万元", "9.5%"]),
    ("宣传经费28万：印刷20万；展板8万；", ["28万", "20万", "8万"]),
    ("发送短信7000余条", ["7000余条"]),
    ("按每月二十万元补助，占百分之五", ["二十万元", "百分之五"]),
    ("补助310元/人/年*900人", ["310元/人/年", "900人"]),
    ("免征水费95家（次）", ["95家（次）"]),
    ("经费120\n万元", ["120\n万元"]),
    ("压缩到2个月", ["2个月"]),
]
IGNORED = [
    "2025年3月1日至12月31日",
    "截至2024年底",
    "临政发〔2021〕73号",
    "第36次会议第8期纪要",
    "根据《关于安排2000万元资金的通知》",
    "电话：0555-1234567，邮编100001",
    "第十二条规定",
    "拨付 41.2 0 万元",
    "增加了万12.41元",
    "金额1,5万元",
    "建设“10分钟便民服务圈”",
    "2026 部门预算",
    "2080505机关运行",
    "三百五元",
    "1-10月完成",
]


@pytest.mark.parametrize(("text", "printed"), FOUND)
def test_finds_every_number_with_its_unit(text: str, printed: list[str]) -> None:
    """Numbers are found as printed, spaces and line ends inside included."""
    assert [n.quantity.printed for n in numbers_in(text)] == printed


@pytest.mark.parametrize("text", IGNORED)
def test_leaves_alone_what_only_looks_like_a_number(text: str) -> None:
    """Dates, paper numbers, titles, ordinals and damaged prints are no figures."""
    assert numbers_in(text) == []


def test_an_approximation_is_marked() -> None:
    """15万余条 is readable but not exact."""
    (number,) = numbers_in("发送短信15万余条")
    assert (number.quantity.in_base, number.exact) == (150000, False)


def test_a_range_gives_both_ends() -> None:
    """Neither end of 5-10万元 is taken for the amount: they are two bounds in 万元."""
    low, high = numbers_in("每户补助5-10万元")
    assert [(n.quantity.comparator, n.quantity.in_yuan) for n in (low, high)] == [
        ("≥", 50000),
        ("≤", 100000),
    ]


def test_dates_name_their_years() -> None:
    """A span of years names both, a day and month names none."""
    assert [d.years for d in dates_in("2026至2028年，9月至12月，2025年9月至12月")] == [
        (2026, 2028),
        (),
        (2025,),
    ]
