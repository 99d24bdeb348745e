"""Links the words of a question to what figures in the library are called (schema linking)."""

from __future__ import annotations

import json
from pathlib import Path

from index.build import NAME_VECTORS, NAMES, TERMS, with_generation
from index.dense import DenseIndex
from index.encoder import Encoder, default_encoder
from index.generations import Generation
from index.naming import TermCounts, name_text
from index.shelf import Shelf

__all__ = ["FigureNames", "name_text"]


class FigureNames:
    """The distinct names of all figures of a library, with their vectors and term counts."""

    def __init__(self, generation: Generation, encoder: Encoder) -> None:
        """Load a generation; ``open`` is the usual way."""
        self._encoder = encoder
        self.stamp = generation.stamp
        self.names: list[str] = json.loads((generation.folder / NAMES).read_text("utf-8"))
        self._vectors = DenseIndex(generation.folder / NAME_VECTORS)
        self._terms = TermCounts(**json.loads((generation.folder / TERMS).read_text("utf-8")))

    @classmethod
    def open(cls, library: Shelf, home: Path, encoder: Encoder | None = None) -> FigureNames:
        """Open the names of ``home``'s index, building it when missing, damaged or out of date."""
        model = encoder or default_encoder()
        return with_generation(library, home, model, lambda found: cls(found, model))

    def similarities(self, question: str) -> dict[str, float]:
        """Return the cosine of the question with every name (see ``name_text``)."""
        if not self.names or not question.strip():
            return {}
        vector = self._encoder.queries([question])[0]
        return dict(zip(self.names, self._vectors.cosines_with_all(vector), strict=True))

    def rarity(self, term: str) -> float:
        """Return the idf of a word or a pair of characters over names and contexts, >= 0."""
        return self._terms.rarity(term)
