"""Which years and stages of the budget a question means."""

from __future__ import annotations

from typing import Any

import pytest

from assistant.language.periods import periods_of
from corpus.figure import Basis

LATEST = 2026

YEARS: list[tuple[str, tuple[int, ...], str]] = [
    ("水务局2026年公务接待费", (2026,), "one"),
    ("水务局26年预算", (2026,), "one"),
    ("省水务厅17年搞信访的预算", (2017,), "one"),
    ("二〇二六年公务接待费", (2026,), "one"),
    ("２０２５年度收入", (2025,), "one"),
    ("水务局 财政拨款收入 2026", (2026,), "one"),
    ("2023年《人员情况表（截至2022年12月31日）》的退休人数", (2023,), "one"),
    ("《人员情况表（截至2022年12月31日）》的退休人数", (2022,), "one"),
    ("从2021年到2023年公务接待费", (2021, 2022, 2023), "range"),
    ("2021—2023年", (2021, 2022, 2023), "range"),
    ("2023到2025年这三年的预算", (2023, 2024, 2025), "range"),
    ("2021和2024年的会议费", (2021, 2024), "several"),
    ("2020、2021、2025、2026这几年", (2020, 2021, 2025, 2026), "several"),
    ("近三年会议费", (2024, 2025, 2026), "recent"),
    ("最近3年会议费", (2024, 2025, 2026), "recent"),
    ("今年会议费", (2026,), "one"),
    ("去年会议费", (2025,), "one"),
    ("前年会议费", (2024,), "one"),
    ("由2025年预算推算，上一年度会议费是多少", (2024,), "one"),
    ("2022年底固定资产", (2022,), "one"),
    ("那会议费呢", (), "none"),
    ("三年预计多少人参加", (), "none"),
    ("两年一次的审计", (), "none"),
    ("每人每年补助多少", (), "none"),
    ("一年要交多少钱", (), "none"),
    ("青财社〔2024〕8号下达的资金", (), "none"),
    ("青财社【2025】15号结转到2026年的有多少", (2026,), "one"),
    ("4001到5000元呢", (), "none"),
    ("单价2000元以内的设备", (), "none"),
    ("功能科目2010105", (), "none"),
    ("上年结转结余情况表的总计", (), "none"),
]


@pytest.mark.parametrize(("text", "years", "kind"), YEARS)
def test_years_are_read(text: str, years: tuple[int, ...], kind: str) -> None:
    """Years are read in every form; numbers of papers, spans of time and amounts are none."""
    found = periods_of(text, latest=LATEST)
    assert (found.years, found.kind) == (years, kind)


BASES = [
    ("2024年决算支出", (Basis.FINAL,)),
    ("2024年预算执行数", (Basis.EXECUTED,)),
    ("年初预算是多少", (Basis.BUDGET,)),
    ("调整预算数", (Basis.ADJUSTED,)),
    ("决算数同年初预算数相比少用了多少", (Basis.FINAL, Basis.BUDGET)),
    ("一般公共预算支出决算", (Basis.FINAL,)),
    ("政府性基金预算支出", ()),
    ("2025年绿化养护预算比2024年绿化养护决算高出多少", (Basis.BUDGET,)),
]


@pytest.mark.parametrize(("text", "bases"), BASES)
def test_stages_are_read(text: str, bases: tuple[Basis, ...]) -> None:
    """决算, 执行数 and 预算 tell the stage; the names of funds do not."""
    found = periods_of(text, latest=LATEST)
    assert found.bases == bases
    assert found.basis == (bases[0] if bases else None)


COMPARISONS: list[tuple[str, dict[str, Any]]] = [
    ("2025年收入比上年增加多少", {"years": (2025,), "against_previous": True}),
    ("2025年收入跟上年比增加了多少", {"years": (2025,), "against_previous": True}),
    ("2025年收入与上年相比", {"years": (2025,), "against_previous": True}),
    ("2025年收入同比增长", {"years": (2025,), "against_previous": True}),
    ("2025年收入比2023年多了", {"years": (2025,), "against": (2023, None)}),
    (
        "2025年支出较2024年决算增加多少",
        {"years": (2025,), "against": (2024, Basis.FINAL), "basis": None},
    ),
    ("2024年和2025年相比", {"years": (2024, 2025), "against": None}),
    ("2025年甲局的收入，比 乙局  2024年的少多少", {"years": (2025, 2024), "against": None}),
]


@pytest.mark.parametrize(("text", "fields"), COMPARISONS)
def test_comparisons_are_no_periods(text: str, fields: dict[str, Any]) -> None:
    """What a year is compared with is told apart from the year that is asked for."""
    found = periods_of(text, latest=LATEST)
    assert {name: getattr(found, name) for name in fields} == fields


def test_papers_that_are_reckoned_from_are_sources() -> None:
    """A year that only names the paper at hand is a source when another year is asked for."""
    found = periods_of("根据2025年的说明倒推，2024年会议费是多少", latest=LATEST)
    assert (found.sources, found.years) == ((2025,), (2024,))
    alone = periods_of("按2025年的公开文件，下属单位有哪些", latest=LATEST)
    assert (alone.sources, alone.years) == ((), (2025,))


def test_months_are_kept() -> None:
    """Months of a year are reported beside it and blanked with it."""
    found = periods_of("2020年1-11月住院费用", latest=LATEST)
    assert (found.years, found.months) == ((2020,), (1, 11))
    assert found.rest.strip() == "住院费用"
    assert periods_of("截至2024年8月31日的车辆", latest=LATEST).months == (8, 8)


def test_pointing_words_are_left_to_the_conversation() -> None:
    """「这两年」 names no year by itself."""
    found = periods_of("这两年相比差了多少", latest=LATEST)
    assert (found.years, found.relative, found.count) == ((), ("这两年",), 2)


def test_relative_words_need_something_to_count_from() -> None:
    """Without any year in the library 「今年」 stays unresolved."""
    found = periods_of("今年会议费", latest=None)
    assert (found.years, found.relative) == ((), ("今年",))


def test_mentions_are_verbatim_and_blanked() -> None:
    """Every mention is verbatim at its span, and the rest keeps the length."""
    text = "甲局2025年收入比上年增加，近三年呢"
    found = periods_of(text, latest=LATEST)
    assert all(text[m.start : m.end] == m.text for m in found.mentions)
    assert len(found.rest) == len(text)
    assert "2025" not in found.rest


@pytest.mark.parametrize("item", ["初中教育", "初等职业教育"])
def test_a_year_takes_no_character_of_an_item(item: str) -> None:
    """「2025年初中教育」 is 初中教育 of 2025; 「2025年初」 alone is the year's beginning."""
    assert periods_of(f"甲局2025年{item}支出", latest=LATEST).rest.endswith(f"{item}支出")
