"""Errors seeded into a made-up disclosure change one place, and those to be seen are found."""

from __future__ import annotations

from itertools import islice
from pathlib import Path
from random import Random

from assistant.review.catalogue import rules
from assistant.review.finding import Severity
from assistant.review.run import findings_of
from benchmarks._seeding import seeded
from benchmarks.made_up.world import disclosures
from benchmarks.review import paper_of, reviewed_clean, reviewed_seeded


def test_an_error_changes_one_place() -> None:
    """What stands before and behind the changed characters is as it was."""
    (made,) = disclosures(3, 1)
    for error in islice(seeded(made, Random(1)), 40):
        assert error.text != made.text
        assert error.text[: error.start] == made.text[: error.start]
        assert made.text.endswith(error.text[error.end :])


def test_errors_that_can_be_seen_are_found() -> None:
    """A clean document has no errors; of those seeded into it, most are found."""
    (made,) = disclosures(3, 1)
    tally = reviewed_seeded(made, seed=1, most=9)

    assert [] == reviewed_clean(made).false
    assert tally.found.total() >= 0.8 * tally.visible.total() > 0


def test_the_catalogue_is_in_the_documents(root: Path) -> None:
    """Every rule is told on its page with its title."""
    page = (root / "docs" / "REVIEW.md").read_text("utf-8")

    assert [] == [id for id, rule in rules().items() if f"| `{id}` | {rule.family}" not in page]


def test_the_samples_are_clean(root: Path) -> None:
    """The disclosures that ship with the product have no errors."""
    for path in sorted((root / "corpus" / "samples").glob("*.txt")):
        findings = findings_of(paper_of(path.read_text("utf-8"), path.name))

        assert [] == [one.message for one in findings if one.severity is Severity.ERROR]
