"""Repairs what a person mistyped: homophones, slips of the hand, look-alike characters.

A homophone is replaced only when it sounds exactly like a word of the library and is not itself
one: 「三工经费」 is read as 「三公经费」 and said so. One character that is missing, doubled,
swapped or mistaken is repaired in long names only, where what was typed belongs to no word.
Correct text, numbers and the names of regions never change.
"""

from __future__ import annotations

import logging
import re
import unicodedata
import warnings
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any

from assistant.language.near_names import LONGEST, SHORTEST, SHORTEST_GUESS, NearNames, Slip
from assistant.language.ngrams import Printed
from corpus.vocabulary import lines_of, rows_of
from index.segment import words

HAN = re.compile(r"[\u4e00-\u9fff]")
HAN_RUN = re.compile(r"[\u4e00-\u9fff]+")
LONGEST_WINDOW = 16  # characters; a longer homophone of a whole phrase is no slip of the hand
LONGEST_KNOWN = 24  # characters of a term that protects its place in a question
WITHIN_NAMES = "的和与及对从中上下内被给其用"  # words of questions that names hold too
MOST_SLIPS = 3  # that are repaired in one question
Key = tuple[str, ...]


class Speller:
    """Corrects questions against the words of a library.

    vocabulary: names of items, owners and terms. texts: running text in which every phrase
    counts as rightly spelt. near: names in which one slip is repaired, with the number of their
    first characters that must be right. Building reads each distinct term once; a correction is
    look-ups only.
    """

    def __init__(
        self,
        vocabulary: Iterable[str],
        texts: Iterable[str] | Printed = (),
        near: Mapping[str, int] | None = None,
    ) -> None:
        """Index the words by their sound; spaces and marks inside a term part it."""
        terms = {run for term in vocabulary for run in HAN_RUN.findall(term) if len(run) > 1}
        self._terms = frozenset(term for term in terms if len(term) <= LONGEST_KNOWN)
        self._printed = texts if isinstance(texts, Printed) else Printed(texts)
        self._characters = self._printed.characters.union(*terms)
        self._by_sound: dict[Key, str] = {}
        for term in sorted(term for term in terms if len(term) <= LONGEST_WINDOW):
            for key in _sounds(term):
                self._by_sound.setdefault(key, term)
        self._known_lengths = sorted({len(term) for term in self._terms})
        self._lengths = sorted({len(key) for key in self._by_sound}, reverse=True)
        self._near = NearNames(near) if near else None

    def correct(self, text: str) -> tuple[str, tuple[str, ...]]:
        """Return the corrected text and a note for every word that was read as another.

        The text keeps its length, except for slips in names that this speller knows as ``near``.
        """
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
        return self._without_slips(text, notes)

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
        if start in known and not self._term_begins(text, start):
            return False  # the end of a right name is not the beginning of a wrong one
        if self._printed.prints(window):
            return False
        return len(term) > 2 or _stands_alone(text, start, start + 2)

    def _term_begins(self, text: str, start: int) -> bool:
        return any(text[start : start + length] in self._terms for length in self._known_lengths)

    def _known_places(self, text: str) -> frozenset[int]:
        """Return the places of the characters that belong to rightly spelt terms."""
        places: set[int] = set()
        for start in range(len(text)):
            for length in self._known_lengths:
                if text[start : start + length] in self._terms:
                    places.update(range(start, min(start + length, len(text))))
        return frozenset(places)

    # -- one slip in a long name -----------------------------------------------------------

    def _without_slips(self, text: str, notes: list[str]) -> tuple[str, tuple[str, ...]]:
        for _ in range(MOST_SLIPS if self._near else 0):
            found = self._best_slip(text)
            if found is None:
                break
            start, end, name = found
            notes.append(f"把「{text[start:end]}」理解为「{name}」")
            text = text[:start] + name + text[end:]
        return text, tuple(notes)

    def _best_slip(self, text: str) -> tuple[int, int, str] | None:
        """Return the surest repair, of the longest name: (start, end, name)."""
        windows = list(self._windows(text))
        typed = [text[start:end] for start, end, _ in windows]
        found = [
            (slip, -len(name), start, end, name)
            for number, slip, name, at in (self._near.near(typed) if self._near else ())
            for start, end, strange in windows[number : number + 1]
            for slip in _heard(slip, typed[number][at], name, at)
            if _may_be(slip, (start + at, start, end - 1), strange)
        ]
        return min(found)[2:] if found else None

    def _windows(self, text: str) -> Iterator[tuple[int, int, frozenset[int]]]:
        """Yield stretches that hold a character that belongs to no word and that no text prints."""
        for stretch, strange in _stretches(text):
            wrong = frozenset(place for place in strange if not self._is_right(text, place))
            for start in range(stretch.start, stretch.stop - SHORTEST + 2):
                ends = range(start + SHORTEST - 1, min(start + LONGEST + 1, stretch.stop) + 1)
                inside = [place for place in wrong if place >= start]
                yield from ((start, e, wrong) for e in ends if inside and min(inside) < e)

    def _is_right(self, text: str, place: int) -> bool:
        """Tell whether a character stands as some text prints it, with both its neighbours."""
        around = text[max(place - 1, 0) : place + 2]
        return len(around) == 3 and self._printed.prints(around)


def _stretches(text: str) -> Iterator[tuple[range, list[int]]]:
    """Yield stretches without words of questions, and the places in them that belong to no word."""
    for run in HAN_RUN.finditer(text):
        start = at = run.start()
        strange: list[int] = []
        for word in words(run.group()):
            if word in _asking_words():
                yield range(start, at), strange
                start, strange = at + len(word), []
            elif len(word) == 1 and word not in _own_words():
                strange.append(at)
            at += len(word)
        yield range(start, at), strange


def _heard(slip: Slip, typed: str, name: str, at: int) -> Iterator[Slip]:
    """Yield the slip; a mistaken character may sound like the right one, or the name is long."""
    if slip is Slip.MISTAKEN and _near_sound(typed) == _near_sound(name[at]):
        yield Slip.NEAR_SOUND
    elif slip is not Slip.MISTAKEN or len(name) >= SHORTEST_GUESS:
        yield slip


@cache
def _asking_words() -> frozenset[str]:
    """Return the words of questions that no name holds."""
    return frozenset(lines_of("question_fillers.tsv")) - frozenset(WITHIN_NAMES)


@cache
def _own_words() -> frozenset[str]:
    """Return the characters that are words of questions, and numbers."""
    return frozenset((*lines_of("question_fillers.tsv"), *lines_of("typo_particles.tsv")))


def _may_be(slip: Slip, place: tuple[int, int, int], strange: frozenset[int]) -> bool:
    """Tell whether the slip is where the text is strange: a word is never mistaken for another.

    place: of the slip, and of the first and the last character of what was typed. A character at
    the end may belong to what stands beside the name.
    """
    at, first, last = place
    if slip is Slip.SWAPPED:
        return {at, at + 1} <= strange
    if slip is Slip.MISTAKEN:
        return at in strange and first < at < last
    if slip is Slip.NEAR_SOUND:
        return at in strange
    return not strange.isdisjoint({at, at + 1} if slip is Slip.DOUBLED else {at - 1, at})


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


@cache
def _has_readings(char: str) -> bool:
    """Tell whether a character is read in several ways, whatever their tones."""
    from pypinyin import Style, pinyin

    return len(set(pinyin(char, style=Style.NORMAL, heteronym=True)[0])) > 1


def _sounds(term: str) -> set[Key]:
    """Return the toneless readings of a term: character by character, and as a phrase."""
    alone = tuple(map(_sound, term))
    if not any(map(_has_readings, term)):
        return {alone}
    phrase = tuple(sound for word in words(term) for sound in _word_sounds(word))
    return {alone, phrase} if len(phrase) == len(alone) else {alone}


@cache
def _word_sounds(word: str) -> Key:
    return tuple(map(str, _reader()(word)))


@cache
def _near_sound(char: str) -> str:
    """Return how a character sounds to somebody who mixes zh and z, n and l, in and ing."""
    sound = _sound(char)
    for where, heard, meant in rows_of("near_sounds.tsv", columns=3):
        if where == "initial" and sound.startswith(heard):
            sound = meant + sound[len(heard) :]
        elif where == "final" and sound.endswith(heard):
            sound = sound[: -len(heard)] + meant
    return sound
