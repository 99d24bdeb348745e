"""A printed share answers only for the whole that it is of."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.operations.shared_wholes import is_of_other_whole
from corpus.figure import Figure, Item, Measure
from tests.assistant.library_of import figure

SENTENCE = "教育支出20.00万元，占{}的79.02%"


def share(whole: str, above: str = "") -> Figure:
    """Return a printed share whose sentence says the whole, or that stands below one."""
    context = SENTENCE.format(whole) if whole else "教育支出20.00万元，占79.02%"
    printed = figure("79.02%", "教育支出")
    item = Item("教育支出", "", (above,) if above else ())
    source = replace(printed.source, printed="79.02%")
    return replace(printed, measure=Measure.SHARE, item=item, context=context, source=source)


OTHERS = [
    ("一般公共预算支出", "", "总支出", True),
    ("一般公共预算支出", "", "一般公共预算支出", False),
    ("", "一般公共预算支出", "支出总计", True),
    ("", "本年支出", "总支出", False),
    ("本年支出合计", "", "总支出", False),
    ("授予中小企业合同金额", "", "政府采购支出总额", True),
    ("政府采购支出总额", "", "政府采购支出", False),
    ("总支出", "", "", False),
    ("", "", "总支出", False),
]


@pytest.mark.parametrize(("said", "above", "asked", "is_other"), OTHERS)
def test_the_whole_that_is_printed_counts(
    said: str, above: str, asked: str, *, is_other: bool
) -> None:
    """Another fund's whole, or one in other words, is not the whole that is asked."""
    assert is_of_other_whole(share(said, above), asked) is is_other
