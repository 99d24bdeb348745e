"""Made-up disclosures whose families of wordings are known."""

from __future__ import annotations

from random import Random

from assistant.precedents.kept import words_of
from assistant.precedents.likeness import likeness
from benchmarks.made_up.wordings import STRONG, paraphrase, samples, worded

OWNER = "云漪市霁川区水务局"


def test_a_seed_gives_the_same_disclosures() -> None:
    """Nothing but the seed decides."""
    assert worded(7, 5, families=20) == worded(7, 5, families=20)


def test_the_text_of_every_family_stands_in_its_disclosure() -> None:
    """What is known of a disclosure is true of it."""
    for made in worded(7, 5, families=20):
        assert made.families
        assert all(text in made.text for text in made.families)


def test_paraphrases_of_a_family_are_more_alike_than_two_families() -> None:
    """Slots, moved sentences and other words leave a family what it is."""
    rng = Random(3)
    first, *others = [one for one in samples(7, 60) if one.kind == samples(7, 1)[0].kind]
    base = words_of(paraphrase(rng, first, OWNER, 2026), (OWNER,))
    again = words_of(paraphrase(rng, first, OWNER, 2025, STRONG), (OWNER,))
    strange = (words_of(paraphrase(rng, one, OWNER, 2026), (OWNER,)) for one in others)

    assert likeness(base, again) > max(likeness(base, one) for one in strange)
