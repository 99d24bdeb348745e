"""Lexical search: BM25 in tantivy over the terms of ``index.segment``.

Queries are built term by term, never parsed: a question is not a query language.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Any

from index.segment import search_terms

MOST_TERMS = 400  # of a query; a pasted page has no more to say than its first thousand words
WRITER_MEMORY = 64_000_000  # bytes


def build_lexical(folder: Path, texts: Sequence[str], documents: Sequence[str]) -> None:
    """Write an index of ``texts``; text i belongs to ``documents[i]`` and is found as i."""
    import tantivy

    folder.mkdir(parents=True, exist_ok=True)
    writer = tantivy.Index(_schema(), path=str(folder)).writer(WRITER_MEMORY, num_threads=1)
    for position, (text, document) in enumerate(zip(texts, documents, strict=True)):
        terms = " ".join(search_terms(text))
        writer.add_document(tantivy.Document(position=position, document=document, terms=terms))
    writer.commit()
    writer.wait_merging_threads()


class LexicalIndex:
    """An index written by ``build_lexical``, opened for reading; many threads may search."""

    def __init__(self, folder: Path) -> None:
        """Open ``folder``; raises ValueError when it holds no index."""
        import tantivy

        self._index = tantivy.Index.open(str(folder))
        self._searcher = self._index.searcher()

    def search(
        self, query: str, *, limit: int, documents: Collection[str] | None = None
    ) -> list[tuple[int, float]]:
        """Return up to ``limit`` pairs (position, BM25 score), best first."""
        terms = list(dict.fromkeys(search_terms(query)))[:MOST_TERMS]
        if not terms or limit < 1 or (documents is not None and not documents):
            return []
        found = self._searcher.search(self._query(terms, documents), limit, count=False)
        hits = (
            (self._searcher.doc(address)["position"][0], score) for score, address in found.hits
        )
        return sorted(hits, key=lambda hit: (-hit[1], hit[0]))

    def _query(self, terms: Sequence[str], documents: Collection[str] | None) -> Any:
        from tantivy import Occur, Query

        schema = self._index.schema
        wanted = [(Occur.Should, Query.term_query(schema, "terms", term)) for term in terms]
        query = Query.boolean_query(wanted)
        if documents is None:
            return query
        inside = Query.term_set_query(schema, "document", sorted(documents))
        parts = [(Occur.Must, query), (Occur.Must, Query.const_score_query(inside, 0.0))]
        return Query.boolean_query(parts)


def _schema() -> Any:
    import tantivy

    builder = tantivy.SchemaBuilder()
    builder.add_unsigned_field("position", stored=True)
    builder.add_text_field("document", tokenizer_name="raw", index_option="basic")
    builder.add_text_field("terms", tokenizer_name="whitespace", index_option="freq")
    return builder.build()
