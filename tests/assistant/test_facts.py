"""What a library holds is known without reading documents that cannot matter."""

from __future__ import annotations

from tests.assistant.library_of import town


def test_the_documents_that_tell_of_a_year_are_those_with_a_fact_of_it() -> None:
    """A document tells of its own year, and of every year that a fact of it belongs to."""
    facts = town()._searcher.facts
    years = {e.fact.period.year for e in facts.within(facts.documents)} | {1999}
    for year in filter(None, years):
        told = {
            id
            for id, info in facts.documents.items()
            if info.fiscal_year == year or year in {e.fact.period.year for e in facts.entries[id]}
        }
        assert facts.telling(facts.documents, {year}) == told


def test_a_year_is_named_where_a_figure_or_its_sentence_holds_it() -> None:
    """It is known beforehand of every figure whose sentence or name holds a year."""
    facts = town()._searcher.facts
    for id in facts.documents:
        figures = [e.fact for e in facts.entries[id] if e.is_figure]
        named = {year for f in figures for year in f.years}  # type: ignore[union-attr]
        assert all(facts.name_year({id}, {year}) for year in named)
        assert not facts.name_year({id}, {1999})


def test_names_are_those_of_the_documents_in_question() -> None:
    """The names that fit are found among all of the library, or among some documents only."""
    facts = town()._searcher.facts
    for ids in (facts.documents, list(facts.documents)[:1]):
        names = {entry.name_text for entry in facts.within(ids)}
        assert facts.named(ids, lambda name: "费" in name) == {n for n in names if "费" in n}
        assert not facts.named(ids, lambda name: name == "无此")


def test_documents_are_gone_through_in_the_librarys_order() -> None:
    """The order of ids does not matter; what is not in the library is left out."""
    shelf, documents = town()._searcher.facts.entries, list(town()._searcher.facts.documents)
    assert shelf.ordered({*reversed(documents), "无"}) == documents
