"""Repairs what a person mistyped: homophones, look-alike and traditional characters.

A homophone is replaced only when it sounds exactly like a word of the library and is not itself
one: 「三工经费」 is read as 「三公经费」 and said so. Correct text never changes.
Every correction keeps the length of the text, so that spans stay valid.
"""

from __future__ import annotations

import logging
import re
import unicodedata
import warnings
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

from corpus.vocabulary import rows_of

HAN = re.compile(r"[\u4e00-\u9fff]")
HAN_RUN = re.compile(r"[\u4e00-\u9fff]+")
LONGEST_WINDOW = 16  # characters; a longer homophone of a whole phrase is no slip of the hand
Key = tuple[str, ...]


class Speller:
    """Corrects questions against the words of a library.

    vocabulary: names of items, owners and terms. texts: running text in which every phrase
    counts as rightly spelt. Building reads each distinct term once; a correction is look-ups only.
    """

    def __init__(self, vocabulary: Iterable[str], texts: Iterable[str] = ()) -> None:
        """Index the words by their sound; spaces and marks inside a term part it."""
        self._terms = frozenset(run for term in vocabulary for run in HAN_RUN.findall(term))
        self._text = "\n".join(texts)
        self._characters = frozenset(self._text).union(*self._terms)
        self._by_sound: dict[Key, str] = {}
        for term in sorted(self._terms):
            if 2 <= len(term) <= LONGEST_WINDOW:
                for key in _sounds(term):
                    self._by_sound.setdefault(key, term)
        self._known_lengths = sorted({len(term) for term in self._terms if len(term) > 1})
        self._lengths = sorted({len(key) for key in self._by_sound}, reverse=True)

    def correct(self, text: str) -> tuple[str, tuple[str, ...]]:
        """Return the corrected text, as long as ``text``, and a note for every homophone."""
        text = simplify(text, keep=self._characters)
        notes: list[str] = []
        taken = 0
        known = self._known_places(text)
        for start, end, term in self._homophones(text, known):
            if start < taken:
                continue
            notes.append(f"把「{text[start:end]}」理解为「{term}」")
            text = text[:start] + term + text[end:]
            taken = end
        return text, tuple(notes)

    def _homophones(self, text: str, known: frozenset[int]) -> Iterator[tuple[int, int, str]]:
        """Yield (start, end, term), by place and longest first, where only the sound agrees."""
        for run in HAN_RUN.finditer(text):
            sounds = tuple(map(_sound, run.group()))
            for start in range(len(sounds)):
                for length in self._lengths:
                    if start + length > len(sounds):
                        continue
                    term = self._by_sound.get(sounds[start : start + length])
                    first = run.start() + start
                    if term and self._is_slip(text, first, term, known):
                        yield first, first + length, term

    def _is_slip(self, text: str, start: int, term: str, known: frozenset[int]) -> bool:
        window = text[start : start + len(term)]
        differing = [start + i for i, c in enumerate(window) if c != term[i]]
        if not differing or all(place in known for place in differing):
            return False
        if window in self._text:
            return False
        return len(term) > 2 or _stands_alone(text, start, start + 2)

    def _known_places(self, text: str) -> frozenset[int]:
        """Return the places of the characters that belong to rightly spelt terms."""
        places: set[int] = set()
        for start in range(len(text)):
            for length in self._known_lengths:
                if text[start : start + length] in self._terms:
                    places.update(range(start, min(start + length, len(text))))
        return frozenset(places)


def _stands_alone(text: str, start: int, end: int) -> bool:
    before, after = text[max(0, start - 1) : start], text[end : end + 1]
    return not (HAN.match(before) or HAN.match(after))


def simplify(text: str, *, keep: frozenset[str] = frozenset()) -> str:
    """Return ``text`` in simplified, half-width characters, one for one.

    keep: characters that the library itself prints and that are therefore right.
    """
    return "".join(c if c in keep else _simple(c) for c in text)


@cache
def _simple(char: str) -> str:
    if char in _shapes():
        return _shapes()[char]
    folded = unicodedata.normalize("NFKC", char)
    if len(folded) == 1 and (folded.isalnum() or folded == "."):
        char = folded
    if not HAN.match(char):
        return char
    simple = str(_converter().convert(char))
    return simple if len(simple) == 1 else char


@cache
def _shapes() -> dict[str, str]:
    return {row[0]: row[1] for row in rows_of("shape_variants.tsv", columns=2)}


@cache
def _converter() -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # its packaging still uses deprecated resource calls
        from opencc import OpenCC
    return OpenCC("t2s")


@cache
def _reader() -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from pypinyin import lazy_pinyin
    logging.getLogger("jieba").setLevel(logging.WARNING)
    return lazy_pinyin


@cache
def _sound(char: str) -> str:
    return str(_reader()(char)[0])


def _sounds(term: str) -> set[Key]:
    """Return the toneless readings of a term: character by character, and as a phrase."""
    phrase = tuple(map(str, _reader()(term)))
    alone = tuple(map(_sound, term))
    return {alone, phrase} if len(phrase) == len(alone) else {alone}
