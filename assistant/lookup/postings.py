"""Which facts of a document share words with a question: an inverted index, filled as it is asked.

Comparing a question with a fact in every respect is slow, and most facts of a library share
nothing with a question. The index gives each fact the share of the question's words that it
holds, so that only those with some of them need be compared.

Facts of one document repeat each other's names, captions and sections; each distinct text is looked
through once. Where the pair of characters of a term stands is found when the term is first asked.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from assistant.lookup.entries import FIELD_WEIGHTS, Entry, is_plain
from assistant.wording import HAN, number_term, squeeze_each

END = "\uffff"  # of a text: no character of any text
FIELDS = ("title", "section", "clause", "caption", "path", "slice", "name", "sort")
ALONE = re.compile(rf"\d[\d,]*(?:\.\d+)?|[a-z]+|(?<!{HAN}){HAN}(?!{HAN})")
PAIR = re.compile(HAN + HAN)
REMEMBERED = 2_000  # terms of which a document keeps where they stand
BITS = 16  # of a Chinese character

Places = tuple[NDArray[np.int32], NDArray[np.float32]]


@dataclass(frozen=True, slots=True)
class Postings:
    """Where the terms of one document's facts stand.

    ``texts``, shape (fields, facts): the number of the text that a field of a fact holds;
    ``weights``: of each text; ``pairs``: of neighbouring characters, text by text, each of which
    ends where ``ends`` says; ``alone``: term that is no pair -> texts; ``codes``: code -> facts.
    """

    entries: tuple[Entry, ...]
    texts: NDArray[np.int32]
    weights: NDArray[np.float32]
    pairs: NDArray[np.uint32]
    ends: NDArray[np.int64]
    alone: Mapping[str, Sequence[int]]
    codes: Mapping[str, Sequence[int]]
    asked: dict[str, Places | None] = field(default_factory=dict)

    @classmethod
    def of(cls, entries: Sequence[Entry]) -> Postings:
        """Index the entries of one document."""
        numbers: dict[tuple[str, object], int] = {}
        texts = [[numbers.setdefault(key, len(numbers)) for key in _keys(e)] for e in entries]
        joined = squeeze_each(map(_text, numbers), END)
        places = np.array(texts, dtype=np.int32).reshape(len(entries), len(FIELDS))
        found = cls.over(places, [name for name, _ in numbers], joined)
        codes: dict[str, list[int]] = {}
        for at, entry in enumerate(entries):
            codes.setdefault(entry.fact.item.code, []).append(at)
        codes.pop("", None)
        return replace(found, entries=tuple(entries), codes=codes)

    @classmethod
    def over(cls, texts: NDArray[np.int32], names: Sequence[str], joined: str) -> Postings:
        """Index texts: which of them stand in the fields, shape (facts, fields), the field that
        each of them is of, and all of them squeezed, each followed by END."""
        characters = _characters(joined)
        return cls(
            entries=(),
            texts=texts.T,
            weights=np.array([FIELD_WEIGHTS[name] for name in names], dtype=np.float32),
            pairs=np.bitwise_or(characters[:-1] << BITS, characters[1:]),
            ends=np.flatnonzero(characters == ord(END)),
            alone=_alone(joined),
            codes={},
        )

    def places(self, term: str) -> Places | None:
        """Return (positions of the entries that hold a term, weight of the field that does)."""
        if term in self.asked:
            return self.asked[term]
        if len(self.asked) >= REMEMBERED:
            self.asked.clear()
        found = self.asked[term] = self._places(term)
        return found

    def _places(self, term: str) -> Places | None:
        texts, codes = self._texts_with(term), self.codes.get(term, ())
        if not len(texts) and not codes:
            return None
        found = np.zeros_like(self.weights)
        found[texts] = self.weights[texts]
        held = found[self.texts].max(axis=0)
        held[list(codes)] = 1.0
        positions = np.flatnonzero(held)
        return positions.astype(np.int32), held[positions]

    def _texts_with(self, term: str) -> NDArray[np.int64]:
        if not PAIR.fullmatch(term):
            return np.array(self.alone.get(term, ()), dtype=np.int64)
        pair = np.uint32((ord(term[0]) << BITS) | ord(term[1]))
        return np.searchsorted(self.ends, np.flatnonzero(self.pairs == pair))

    def shares(self, terms: Mapping[str, float]) -> NDArray[np.float32]:
        """Return for every entry the weighted share of ``terms`` that it holds, 0 to 1."""
        shares = np.zeros(self.texts.shape[1], dtype=np.float32)
        total = sum(terms.values())
        for term, weight in terms.items():
            if places := self.places(term):
                positions, weights = places
                shares[positions] += np.float32(weight / total) * weights
        return shares

    def sharing(
        self, variants: Iterable[Mapping[str, float]], floor: float
    ) -> list[tuple[float, Entry]]:
        """Return (share, entry) where any of the ``variants`` is held by at least ``floor``."""
        best = np.max([self.shares(terms) for terms in variants], axis=0)
        return [(float(best[at]), self.entries[at]) for at in np.flatnonzero(best >= floor)]


def _keys(entry: Entry) -> Iterator[tuple[str, object]]:
    """Yield the fields of a fact in the order of FIELDS."""
    fact, source = entry.fact, entry.fact.source
    yield "title", entry.document.title
    yield "section", source.section
    yield "clause", fact.context
    yield "caption", source.table
    yield "path", fact.item.path
    yield "slice", fact.slice
    yield "name", fact.item.name
    yield "sort", entry.sort


def said_in_fields(entry: Entry) -> Iterator[tuple[str, str]]:
    """Yield the fields of a fact, in the order of FIELDS, with what stands in them."""
    return ((key[0], _text(key)) for key in _keys(entry))


def _text(key: tuple[str, object]) -> str:
    name, said = key
    if isinstance(said, str):
        return said
    parts: Iterable[str] = said if isinstance(said, tuple) else ()
    return " ".join(part for part in parts if name != "slice" or not is_plain(part))


def _characters(joined: str) -> NDArray[np.uint32]:
    """Return the codes of a text's characters; a rare one, which is no Chinese word, takes two."""
    codes = np.frombuffer(joined.encode("utf-16-le", "surrogatepass"), dtype="<u2")
    return codes.astype(np.uint32)


def _alone(joined: str) -> dict[str, list[int]]:
    """Return the terms that are no pairs of Chinese characters, with the texts that hold them."""
    found: dict[str, list[int]] = {}
    for number, text in enumerate(joined.split(END)):
        for run in ALONE.findall(text):
            found.setdefault(number_term(run) if run[0].isdigit() else run, []).append(number)
    return found
