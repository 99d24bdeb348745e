"""An everyday name for several items is their sum, unless a document has an item of that name."""

from __future__ import annotations

import pytest

from assistant.language.everyday import taken_apart
from tests.assistant.library_of import amounts, samples


def test_a_name_for_two_items_is_their_sum() -> None:
    """「水电费」 is never 水费 alone: 8,500 元 and 42,000 元."""
    found = samples().ask("临江区水务局2026年水电费是多少？")
    assert amounts(found)[0] == "50500"


@pytest.mark.parametrize(
    ("names", "meant"), [((), "水费和电费合计是多少"), (("水电费",), "水电费是多少")]
)
def test_a_printed_item_is_left_alone(names: tuple[str, ...], meant: str) -> None:
    """Where a document prints an item of that name, that item is meant."""
    assert taken_apart("水电费是多少", frozenset(names)) == meant
