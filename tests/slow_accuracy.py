"""The gold files over their own libraries and over one of all documents; minutes, with the model.

Not collected by default: ``make check-full`` and ``pytest tests/slow_accuracy.py`` run it.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.accuracy import GoldSet, gold_sets, of_gold_set
from tests.accuracy_levels import shortfall
from tests.conftest import ROOT

SETS = gold_sets(ROOT.parent / "shared")


@pytest.mark.shared
@pytest.mark.model
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("one", SETS, ids=[one.name for one in SETS])
def test_a_gold_file_is_answered_as_well_as_before(one: GoldSet, tmp_path: Path) -> None:
    """Right and wrong answers to verified questions stay at the level that was reached."""
    found = of_gold_set(tmp_path, one)

    assert shortfall(one.name, found.results, lambda: found) == ""
