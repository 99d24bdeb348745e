"""A library of generated passages, of any size, and questions to it.

Vectors: 384 numbers; ``CLUSTERS`` centres, of which the first are the most frequent (Zipf with
exponent 0.5), and round each of them noise in ``DIRECTIONS`` directions and a little in all.
Words: 100 a passage out of 200,000 by Zipf's law, and one of its own. A question is a point of the
same mixture that no passage has, with 40 terms: 15 of some passage, the others by Zipf's law.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from benchmarks.search import plain_document
from corpus.document import Document
from corpus.figure import Figure
from index.encoder import Vectors, unit_length

ROWS_A_DOCUMENT = 100
WORDS_A_PASSAGE = 100
TERMS_A_QUESTION, TERMS_OF_A_PASSAGE = 40, 15
VOCABULARY = 200_000
CLUSTERS, DIRECTIONS = 1_000, 64
NOISE, FINE_NOISE = 0.9, 0.2  # lengths beside a centre of length one
DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
SEED = 11


@dataclass(frozen=True, slots=True)
class GeneratedShelf:
    """Documents 0 to ``count`` - 1, each made when it is asked for."""

    count: int

    @property
    def revision(self) -> int:
        """A number that is another one for every size."""
        return self.count

    def documents(self) -> Sequence[Numbered]:
        """Return all documents."""
        return [Numbered(f"d{number}") for number in range(self.count)]

    def readings(self) -> dict[str, str]:
        """Tell that every document was read in the same way."""
        return {f"d{number}": "1" for number in range(self.count)}

    def document(self, id: str, /) -> Document:
        """Return a document of ``ROWS_A_DOCUMENT`` paragraphs that are a passage each."""
        first = int(id[1:]) * ROWS_A_DOCUMENT
        return plain_document(id, *map(passage, range(first, first + ROWS_A_DOCUMENT)))

    def figures(self, *, documents: Collection[str] | None = None) -> list[Figure]:
        """Return nothing: passages only."""
        return []

    def some(self, share: float) -> frozenset[str] | None:
        """Return a share of the documents, at least one, as an owner's are; None for all."""
        if share == 1:
            return None
        count = max(1, round(share * self.count))
        chosen = np.random.default_rng(SEED).choice(self.count, count, replace=False)
        return frozenset(f"d{number}" for number in chosen)


@dataclass(frozen=True, slots=True)
class Numbered:
    """A document in a list."""

    id: str


class GeneratedEncoder:
    """Reads from the first word of a text which point of the mixture it is."""

    name = "generated-384"
    dimension = 384

    def queries(self, texts: Sequence[str]) -> Vectors:
        """Return the points (n, 384) of questions."""
        return self.passages(texts)

    def passages(self, texts: Sequence[str]) -> Vectors:
        """Return the points (n, 384) of passages."""
        numbers = [int(text.split(" ", 1)[0][1:]) for text in texts]
        drawn = [np.random.Generator(np.random.SFC64(number)) for number in numbers]
        centres, directions = _mixture(self.dimension)
        clusters = [int(CLUSTERS * rng.random() ** 2) for rng in drawn]
        wide = np.array([rng.standard_normal(DIRECTIONS, dtype=np.float32) for rng in drawn])
        fine = np.array([rng.standard_normal(self.dimension, dtype=np.float32) for rng in drawn])
        points = centres[clusters] + NOISE / DIRECTIONS**0.5 * (wide @ directions)
        return unit_length(points + FINE_NOISE / self.dimension**0.5 * fine)


def passage(number: int) -> str:
    """Return the text of a passage: its own word, then a hundred others."""
    rng = np.random.Generator(np.random.SFC64([number, 1]))
    return " ".join([f"p{number}", *map(_word, _zipf(rng, WORDS_A_PASSAGE))])


def question(number: int) -> str:
    """Return the text of a question."""
    rng = np.random.Generator(np.random.SFC64([number, 2]))
    of_passage = passage(int(rng.integers(10_000))).split()[1:]
    chosen = rng.choice(of_passage, TERMS_OF_A_PASSAGE, replace=False).tolist()
    others = map(_word, _zipf(rng, 3 * TERMS_A_QUESTION))
    terms = list(dict.fromkeys([*chosen, *others]))[:TERMS_A_QUESTION]
    return " ".join([f"q{number}", *terms])


def _zipf(rng: np.random.Generator, count: int) -> list[int]:
    found: list[int] = np.searchsorted(_shares(), rng.random(count)).tolist()
    return found


@cache
def _shares() -> NDArray[np.float64]:
    counts = np.cumsum(1 / np.arange(1, VOCABULARY + 1))
    shares: NDArray[np.float64] = counts / counts[-1]
    return shares


@cache
def _word(rank: int) -> str:
    text = ""
    while rank or not text:
        rank, digit = divmod(rank, len(DIGITS))
        text = DIGITS[digit] + text
    return f"w{text}"


@cache
def _mixture(dimension: int) -> tuple[Vectors, Vectors]:
    """Return the centres (CLUSTERS, dimension) and the directions of noise, of length one each."""
    rng = np.random.default_rng(SEED)
    centres = rng.standard_normal((CLUSTERS, dimension), dtype=np.float32)
    directions = rng.standard_normal((DIRECTIONS, dimension), dtype=np.float32)
    return unit_length(centres), unit_length(directions)
