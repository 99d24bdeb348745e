"""Says how alike two wordings are, and finds likely pairs without comparing all with all.

Sentences are aligned: each is compared with the most similar one of the other wording, so that a
moved, added or dropped sentence costs no more than itself. Candidates come from MinHash over pairs
of neighbouring forms, cut into bands: wordings that share a band are compared.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Any

from rapidfuzz.distance import Indel

from assistant.precedents.tokens import Token

SENTENCE_ENDS = "。！？；;\n"
BANDS, ROWS = 32, 3  # pairs that share half of their shingles meet in 98 of 100 cases
SAME_SENTENCE = 0.5  # below this share of common words two sentences have nothing to do
SLACK = 0.05  # how much a long sentence that holds a short one may count beyond its words
SEED = 20
END = "\x1e"  # between sentences in the written form
GAP = "\x1f"  # between words

Sentences = tuple[tuple[str, ...], ...]  # words, sentence by sentence


def sentences_of(text: str, tokens: Iterable[Token]) -> Sentences:
    """Return the words of a text by sentence, without slots; those without words are left out.

    A text of slots only is one sentence of their forms.
    """
    found: list[tuple[str, ...]] = []
    run: list[str] = []
    slots: list[str] = []
    for token in tokens:
        if token.slot:
            slots.append(token.form)
        elif token.form:
            run.append(token.form)
        elif run and any(mark in SENTENCE_ENDS for mark in text[token.start : token.end]):
            found.append(tuple(run))
            run = []
    if run:
        found.append(tuple(run))
    return tuple(found) or ((tuple(slots),) if slots else ())


def written(sentences: Sentences) -> str:
    """Return sentences as one text."""
    return END.join(GAP.join(sentence) for sentence in sentences)


def read(text: str) -> Sentences:
    """Return what ``written`` wrote."""
    return tuple(tuple(sentence.split(GAP)) for sentence in text.split(END)) if text else ()


def form_id(sentences: Sentences) -> int:
    """Return a number of 63 bits that wordings of equal forms share."""
    digest = hashlib.blake2b(written(sentences).encode(), digest_size=8).digest()
    return int.from_bytes(digest) >> 1


def likeness(first: Sentences, second: Sentences) -> float:
    """Return the share of words that both have in sentences that match, 0 to 1."""
    total = sum(map(len, first)) + sum(map(len, second))
    if not total:
        return 0.0
    table = [[_same(one, other) for other in second] for one in first]
    shared = sum(len(one) * max(row, default=0.0) for one, row in zip(first, table, strict=True))
    columns = zip(*table, strict=True) if table else ((),) * len(second)
    shared += sum(
        len(other) * max(column, default=0.0) for other, column in zip(second, columns, strict=True)
    )
    return shared / total


def most_likeness(first: Sentences, second: Sentences) -> float:
    """Return what the likeness is at most, nearly: told from the words alone, and quickly."""
    one, other = sum(first, ()), sum(second, ())
    known, theirs = frozenset(one), frozenset(other)
    shared = sum(word in theirs for word in one) + sum(word in known for word in other)
    total = len(one) + len(other)
    return SLACK + shared / total if total else 0.0


def contained(part: Sentences, whole: Sentences) -> float:
    """Return the share of the words of ``part`` that stand in sentences of ``whole``, 0 to 1."""
    total = sum(map(len, part))
    best = (len(one) * max((_same(one, other) for other in whole), default=0.0) for one in part)
    return sum(best) / total if total else 0.0


def _same(first: Sequence[str], second: Sequence[str]) -> float:
    return Indel.normalized_similarity(first, second, score_cutoff=SAME_SENTENCE)


def bands_of(many: Sequence[Sentences]) -> list[list[int]]:
    """Return the bands of each wording: numbers of 63 bits, ``BANDS`` of them."""
    hashes = (minhash.hashvalues for minhash in _minhashes(many))
    return [[_band(n, values) for n, values in enumerate(_rows(each))] for each in hashes]


def _rows(hashes: Any) -> Any:
    return hashes.reshape(BANDS, ROWS)


def _band(number: int, values: Any) -> int:
    digest = hashlib.blake2b(values.tobytes(), digest_size=8, salt=number.to_bytes(2)).digest()
    return int.from_bytes(digest) >> 1


def _minhashes(many: Sequence[Sentences]) -> Any:
    from datasketch import MinHash  # half a second, and only needed here

    shingles = ([shingle.encode() for shingle in _shingles(one)] for one in many)
    return MinHash.generator(shingles, num_perm=BANDS * ROWS, seed=SEED)


def _shingles(sentences: Sentences) -> set[str]:
    """Return pairs of neighbouring forms, across sentences only where one form stands alone."""
    pairs = {GAP.join(pair) for one in sentences for pair in pairwise(one)}
    return pairs or {form for one in sentences for form in one}
