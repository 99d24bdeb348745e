"""Words and slots of a wording."""

from __future__ import annotations

import pytest

from assistant.precedents.kept import words_of
from assistant.precedents.likeness import likeness
from assistant.precedents.tokens import tokens_of

OWNER = "云漪市霁川区水务局"
SLOTS = [
    ("预算37.91万元", "37.91万元", "金额"),
    ("下降5.00%", "5.00%", "比率"),
    ("共有车辆8辆", "8辆", "数字"),
    ("截至2025年8月31日", "2025年8月31日", "日期"),
    ("（云漪政发〔2021〕9号）", "〔2021〕9号", "文号"),
    (f"{OWNER}负责", OWNER, "单位"),
    ("本部门负责", "本部门", "单位"),
    ("水务局负责", "水务局", "单位"),
    ("“农林水支出（类）水利（款）防汛（项）”", "“农林水支出（类）水利（款）防汛（项）”", "科目"),
]


@pytest.mark.parametrize(("text", "printed", "kind"), SLOTS)
def test_what_changes_is_a_slot(text: str, printed: str, kind: str) -> None:
    """Amounts, rates, numbers, dates, papers, items and the owner are slots of their kinds."""
    slots = [(text[t.start : t.end], t.slot) for t in tokens_of(text, (OWNER,)) if t.slot]

    assert (printed, kind) in slots


def test_another_body_is_no_slot() -> None:
    """市水务局 is not the district's bureau."""
    text = "报市水务局批准"

    assert not [token for token in tokens_of(text, (OWNER,)) if token.slot]


def test_tokens_cover_the_text() -> None:
    """Joined, the tokens are the text again, whatever it holds."""
    text = " 1.“三公”经费\t预算１２万元，㎡、🙂与上年持平。\n"
    tokens = tokens_of(text, (OWNER,))

    assert text == "".join(text[token.start : token.end] for token in tokens)


def test_numbers_have_the_value_that_they_say() -> None:
    """1,000.00万元 and 1000万元 have one value; 5% and 5万元 do not."""
    values = [tokens_of(text)[0].value for text in ("1,000.00万元", "1000万元", "5%", "5万元")]

    assert values[0] == values[1]
    assert len(set(values)) == 3


def test_wordings_that_differ_in_slots_have_the_same_words() -> None:
    """Owner, year and amounts play no part in the words."""
    first = words_of(f"{OWNER}2025年公务接待费预算2.00万元，下降5%。", (OWNER,))
    second = words_of(
        "岚溪市渠务中心2026年公务接待费预算30,000元，下降12.5%。", ("岚溪市渠务中心",)
    )

    assert first == second


def test_moved_and_added_sentences_cost_only_themselves() -> None:
    """Two sentences in another order are alike; a third one lowers the likeness by its share."""
    one, two = "加强堤防日常巡查养护。", "储备防汛抢险物资。"
    whole = words_of(one + two)

    assert likeness(whole, words_of(two + one)) == 1.0
    assert 0.5 < likeness(whole, words_of(one + two + "组织开展业务培训和应急演练活动。")) < 1.0
    assert likeness(words_of(one), words_of(two)) == 0.0
