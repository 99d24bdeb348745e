"""An inverted index tells which facts share words with a question."""

from __future__ import annotations

import pytest

from assistant.lookup.entries import Wanted
from assistant.lookup.features import features_of
from assistant.lookup.postings import Postings
from assistant.question import Ask
from assistant.wording import squeeze
from tests.assistant.library_of import town

QUESTIONS = ["公务接待费是多少", "森林防火经费", "2081002老年福利"]


@pytest.mark.parametrize("said", QUESTIONS)
def test_the_share_is_the_feature(said: str) -> None:
    """The index gives every fact the same share of the question as the full comparison."""
    facts = town()._searcher.facts
    terms = facts.rarity.weigh(said)
    wanted = Wanted(Ask(said), terms, squeeze(said), own=terms)
    for entries in map(facts.entries.__getitem__, facts.documents):
        shares = Postings.of(entries).shares(terms)
        for entry, share in zip(entries, shares, strict=True):
            recall = features_of(entry, wanted, facts.rarity, 0.0)["recall"]
            assert share == pytest.approx(recall, abs=1e-5)


def test_facts_without_a_shared_word_are_left_out() -> None:
    """What shares nothing with the question is not compared."""
    facts = town()._searcher.facts
    terms = facts.rarity.weigh("森林防火")
    for entries in map(facts.entries.__getitem__, facts.documents):
        for share, entry in Postings.of(entries).sharing([terms], 0.05):
            assert share >= 0.05
            assert entry.fields.keys() & terms.keys()


def test_every_term_stands_where_the_full_comparison_finds_it() -> None:
    """The index holds the terms of every fact with the weights of their best fields, no others."""
    facts = town()._searcher.facts
    for entries in map(facts.entries.__getitem__, facts.documents):
        found: dict[str, dict[int, float]] = {}
        for at, entry in enumerate(entries):
            for term, weight in entry.fields.items():
                found.setdefault(term, {})[at] = weight
        index = Postings.of(entries)
        assert index.places("无此") is None
        for term, weights in found.items():
            places = index.places(term)
            assert places is not None
            held = dict(zip(places[0].tolist(), places[1].tolist(), strict=True))
            assert held == pytest.approx(weights)
