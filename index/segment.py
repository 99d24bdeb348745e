"""Cuts Chinese text into words with jieba and our own dictionary, the same way every time.

The guessing of unknown words (HMM) is off: what is not in a dictionary falls into single
characters, and the bigrams of ``search_terms`` find it nevertheless.
"""

from __future__ import annotations

import logging
import re
import unicodedata
import warnings
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any

from platformdirs import user_cache_dir

from corpus.vocabulary import lines_of

DICTIONARY = "segment_words.tsv"
FREQUENCY = 20_000  # above any everyday word, so that a term wins over its parts
HAN_CLASS = r"㐀-䶿一-鿿豈-﫿\U00020000-\U0003ffff"
HAN = re.compile(f"[{HAN_CLASS}]+")
LETTER = f"[^\\W_{HAN_CLASS}]"
CODE = re.compile(rf"{LETTER}+(?:[.,\-/]{LETTER}+)*%?")  # 2101501, 1,234.56, 3-1, e5
LONG_WORD = 3  # characters: from here on a word is also found by its parts
LONGEST_NAME = 20  # characters; longer names are sentences
_growing = Lock()


def words(text: str) -> list[str]:
    """Return the words of ``text`` in order: lower case, NFKC, no punctuation, codes whole."""
    found: list[str] = []
    for piece in _pieces(_plain(text)):
        found += _grown().lcut(piece, HMM=False) if HAN.match(piece) else [piece]
    return found


def search_terms(text: str) -> list[str]:
    """Return what a lexical index stores: words, the words inside long words, and bigrams.

    A bigram of characters carries a leading ``_``, so that it is not counted as a word. Names of
    ``add_words`` play no part: an index and its queries are always cut alike.
    """
    terms: list[str] = []
    for piece in _pieces(_plain(text)):
        if not HAN.match(piece):
            terms += _code_terms(piece)
            continue
        for word in _tokenizer().lcut(piece, HMM=False):
            terms.append(word)
            terms += _inner_words(word)
        terms += [f"_{piece[at : at + 2]}" for at in range(len(piece) - 1)]
    return terms


def placed_words(text: str) -> Iterator[tuple[str, int]]:
    """Yield the words of plain text with the place where each begins.

    Names of ``add_words`` play no part, so that a text is always cut alike. Nothing is replaced:
    a word stands in the text as it is given, numbers and codes too.
    """
    at = 0
    while at < len(text):
        match = HAN.match(text, at) or CODE.match(text, at)
        if not match:
            at += 1
            continue
        pieces = _tokenizer().lcut(match[0], HMM=False) if HAN.match(match[0]) else [match[0]]
        for piece in pieces:
            yield piece, at
            at += len(piece)


def add_words(names: Iterable[str]) -> None:
    """Teach ``words`` the names of this library: items, projects, owners."""
    tokenizer = _grown()
    with _growing:
        for name in names:
            for piece in HAN.findall(_plain(name)):
                if 1 < len(piece) <= LONGEST_NAME and piece not in tokenizer.FREQ:
                    tokenizer.add_word(piece, FREQUENCY)


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).lower()


def _pieces(plain: str) -> Iterator[str]:
    """Yield runs of Chinese characters, and codes and numbers, in order."""
    at = 0
    while at < len(plain):
        match = HAN.match(plain, at) or CODE.match(plain, at)
        if match:
            yield match[0]
        at = match.end() if match else at + 1


def _code_terms(code: str) -> list[str]:
    """A number is also found without its separators: 1,234.50 as 1234.50."""
    bare = code.replace(",", "")
    return [code] if bare == code else [code, bare]


def _inner_words(word: str) -> list[str]:
    """Return the known words of two or three characters inside a longer word."""
    if len(word) < LONG_WORD:
        return []
    known = _tokenizer().FREQ
    sizes = range(2, min(4, len(word)))
    parts = (word[at : at + size] for size in sizes for at in range(len(word) - size + 1))
    return [part for part in parts if known.get(part)]


@cache
def _tokenizer() -> Any:
    """jieba with our dictionary, never changed afterwards."""
    tokenizer = _jieba().Tokenizer()
    cache_folder = Path(user_cache_dir("disclosure-assistant", appauthor=False))
    cache_folder.mkdir(parents=True, exist_ok=True)
    tokenizer.tmp_dir = str(cache_folder)  # the default is a file in /tmp that anybody may write
    tokenizer.initialize()
    for line in lines_of(DICTIONARY):
        for piece in HAN.findall(_plain(line)):
            tokenizer.add_word(piece, FREQUENCY)
    return tokenizer


@cache
def _grown() -> Any:
    """A copy that learns the names of a library."""
    grown, fixed = _jieba().Tokenizer(), _tokenizer()
    grown.FREQ, grown.total, grown.initialized = dict(fixed.FREQ), fixed.total, True
    return grown


def _jieba() -> Any:
    with warnings.catch_warnings():
        # jieba 0.42.1 has regular expressions with stray escapes, and asks for pkg_resources
        warnings.simplefilter("ignore")
        import jieba

    jieba.setLogLevel(logging.WARNING)
    return jieba
