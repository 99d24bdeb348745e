"""Links the words of a question to what figures in the library are called (schema linking)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import numpy as np

from index.build import with_generation
from index.catalog import NAME_COUNTS, read_catalog, read_names
from index.encoder import Encoder, Vectors, default_encoder
from index.generations import Generation
from index.naming import name_text
from index.rows import Rows
from index.shelf import Shelf

__all__ = ["FigureNames", "name_text"]


class FigureNames:
    """The distinct names of all figures of a library, sorted, with their vectors."""

    def __init__(self, generation: Generation, encoder: Encoder) -> None:
        """Load a generation; ``open`` is the usual way."""
        folder = generation.folder
        known = read_catalog(folder)
        self._encoder = encoder
        self._rows = Rows([part.name_vectors(folder) for part in known.segments], known.dimension)
        counts = np.fromfile(folder / NAME_COUNTS, dtype="<i4").tolist()
        names = zip(read_names(folder, known.segments), counts, strict=True)
        numbers = {name: number for number, (name, count) in enumerate(names) if count}
        self._numbers = dict(sorted(numbers.items()))
        self.stamp = generation.label.stamp
        self.names: list[str] = list(self._numbers)

    @classmethod
    def open(cls, library: Shelf, home: Path, encoder: Encoder | None = None) -> FigureNames:
        """Open the names of ``home``'s index, building it when missing, damaged or out of date."""
        model = encoder or default_encoder()
        return with_generation(library, home, model, lambda found: cls(found, model))

    def similarities(self, question: str) -> Mapping[str, float]:
        """Return the cosine of the question with every name (see ``name_text``)."""
        if not self.names or not question.strip():
            return {}
        vector = self._encoder.queries([question])[0]
        return Similarities(self._numbers, self._rows.cosines(vector))


class Similarities(Mapping[str, float]):
    """A cosine for every name; none is a number of Python's before it is asked for."""

    def __init__(self, numbers: Mapping[str, int], cosines: Vectors) -> None:
        """``numbers``: where the cosine of a name is."""
        self._numbers = numbers
        self._cosines = cosines

    def __getitem__(self, name: str) -> float:
        """Return the cosine of a name; KeyError when there is no such name."""
        return float(self._cosines[self._numbers[name]])

    def __iter__(self) -> Iterator[str]:
        """Go through the names, sorted."""
        return iter(self._numbers)

    def __len__(self) -> int:
        """How many names there are."""
        return len(self._numbers)
