"""Prints are one number when they are of one item and one stage."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.lookup.candidates import Candidate
from assistant.lookup.entries import Entry
from assistant.lookup.witnesses import findings_of
from corpus.figure import Basis, Period
from tests.assistant.library_of import figure


class Paper:
    """What an entry takes from its document."""

    title, kind, fiscal_year = "云洲市临江区法院2024年部门决算", "部门决算", 2024


@pytest.mark.parametrize(
    ("stages", "findings"),
    [
        ((Basis.FINAL, Basis.BUDGET), 2),
        ((Basis.FINAL, Basis.FINAL), 1),
        ((Basis.BUDGET, Basis.ADJUSTED), 1),
    ],
)
def test_a_plan_is_no_witness_of_an_account(stages: tuple[Basis, Basis], findings: int) -> None:
    """An account that equals the plan of another fund by chance does not speak for it."""
    prints = [replace(figure(), period=Period(2024, basis)) for basis in stages]
    candidates = [Candidate(Entry(one, Paper()), 1.0, {}) for one in prints]
    assert len(list(findings_of(candidates))) == findings
