"""Lexical search: BM25 in tantivy over the terms of ``index.segment``.

Queries are built term by term, never parsed: a question is not a query language.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from pathlib import Path
from typing import Any

from index.segment import search_terms

MOST_TERMS = 400  # of a query; a pasted page has no more to say than its first thousand words
NARROW = 100  # documents: inside so few, every term may choose candidates
MOST_PLACES = 1_000_000  # occurrences that are looked through for candidates
SPARE = 2  # times as many candidates as hits, when common terms did not choose them
WRITER_MEMORY = 64_000_000  # bytes
DIGITS = 4  # of a score; what is beyond depends on the order of a sum


class LexicalWriter:
    """Adds texts to an index, and takes documents out; nothing counts before ``close``."""

    def __init__(self, folder: Path) -> None:
        """Open the index in ``folder``, or start a new one."""
        import tantivy

        self._tantivy: Any = tantivy
        folder.mkdir(parents=True, exist_ok=True)
        index = tantivy.Index(_schema(), path=str(folder))
        self._writer: Any = index.writer(WRITER_MEMORY, num_threads=1)

    def add(self, row: int, document: str, text: str) -> None:
        """Let ``text`` be found as ``row``, inside ``document``."""
        terms = " ".join(search_terms(text))
        self._writer.add_document(self._tantivy.Document(row=row, document=document, terms=terms))

    def remove(self, document: str) -> None:
        """Let nothing of a document be found any more."""
        self._writer.delete_documents_by_term("document", document)

    def close(self) -> None:
        """Put everything on disk."""
        self._writer.commit()
        self._writer.wait_merging_threads()


class LexicalIndex:
    """An index written by ``LexicalWriter``, opened for reading; many threads may search.

    A million passages hold common terms a hundred thousand times. Once the rarer terms of a query
    have ``MOST_PLACES`` places, the commoner ones no longer choose candidates; they still count in
    the score of every candidate.
    """

    def __init__(self, folder: Path) -> None:
        """Open ``folder``; raises ValueError when it holds no index."""
        import tantivy

        self._tantivy: Any = tantivy
        self._index = tantivy.Index.open(str(folder))
        self._searcher: Any = self._index.searcher()

    def search(
        self, query: str, *, limit: int, documents: Collection[str] | None = None
    ) -> list[tuple[int, float]]:
        """Return up to ``limit`` pairs (row, BM25 score), best first."""
        terms = list(dict.fromkeys(search_terms(query)))[:MOST_TERMS]
        if not terms or limit < 1 or (documents is not None and not documents):
            return []
        narrow = documents is not None and len(documents) <= NARROW
        choosing, common = (terms, []) if narrow else self._by_rarity(terms)
        inside = None if documents is None else self._in(documents)
        scores = self._found(self._any(choosing), inside, SPARE * limit if common else limit)
        if not scores:
            return []
        among = self._without_score(self._any(sorted(scores), "row"))
        for term in common:
            for row, score in self._found(self._any([term]), among, len(scores)).items():
                scores[row] += score
        hits = ((row, round(score, DIGITS)) for row, score in scores.items())
        return sorted(hits, key=lambda hit: (-hit[1], hit[0]))[:limit]

    def _by_rarity(self, terms: Sequence[str]) -> tuple[list[str], list[str]]:
        """Return the terms that choose candidates, in order, and the commoner rest."""
        places = {term: self._searcher.doc_freq("terms", term) for term in terms}
        left = MOST_PLACES - min(places.values())  # the rarest always chooses
        common: list[str] = []
        for term in sorted(terms, key=lambda term: (places[term], term))[1:]:
            left -= places[term]
            if left < 0:
                common.append(term)
        return [term for term in terms if term not in common], common

    def _found(self, query: Any, inside: Any, limit: int) -> dict[int, float]:
        if inside is not None:
            must = self._tantivy.Occur.Must
            query = self._tantivy.Query.boolean_query([(must, query), (must, inside)])
        hits = self._searcher.search(query, max(1, limit), count=False).hits
        rows = self._searcher.fast_field_values("row", [address for _, address in hits])
        return dict(zip(rows, (score for score, _ in hits), strict=True))

    def _any(self, values: Iterable[str | int], field: str = "terms") -> Any:
        query, should = self._tantivy.Query, self._tantivy.Occur.Should
        schema = self._index.schema
        return query.boolean_query([(should, query.term_query(schema, field, v)) for v in values])

    def _in(self, documents: Collection[str]) -> Any:
        of = self._tantivy.Query.term_set_query
        return self._without_score(of(self._index.schema, "document", sorted(documents)))

    def _without_score(self, query: Any) -> Any:
        return self._tantivy.Query.const_score_query(query, 0.0)


def _schema() -> Any:
    import tantivy

    builder = tantivy.SchemaBuilder()
    builder.add_integer_field("row", indexed=True, fast=True)
    builder.add_text_field("document", tokenizer_name="raw", index_option="basic")
    builder.add_text_field("terms", tokenizer_name="whitespace", index_option="freq")
    return builder.build()
