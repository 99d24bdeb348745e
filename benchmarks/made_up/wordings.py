"""Made-up disclosures whose sections are of known families of wordings.

A family is a few sentences about one thing. Each document fills their slots anew, leaves one out,
adds one, moves them, and puts words for words of the same meaning: it is still the same family.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random

from benchmarks.made_up.data import rows
from benchmarks.made_up.names import department_of

FAMILIES = 600
BODIES = 400
SECTIONS = (6, 9)  # of a document
SENTENCES = (2, 3)  # of a family, of its kind
MORE = (1, 2)  # and of any kind
ANY = "*"
YEARS = (2021, 2026)
OWN_AGAIN = 0.6  # a body words a kind as it did before
SLOT = re.compile(r"\{([A-Z]+)\}")
WORD = re.compile(r"\{([a-z]+)\d?\}")
NUMERALS = "一二三四五六七八九十"


@dataclass(frozen=True, slots=True)
class Changes:
    """How often a paraphrase drops, adds and moves sentences, and replaces words, 0 to 1."""

    dropped: float = 0.25
    added: float = 0.25
    moved: float = 0.3
    replaced: float = 0.25


USUAL = Changes()
STRONG = Changes(dropped=1.0, added=1.0, moved=1.0, replaced=0.6)


@dataclass(frozen=True, slots=True)
class Sample:
    """A family: its number, its kind of section and its sentences with slots."""

    number: int
    kind: str
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Worded:
    """A made-up disclosure. ``families`` maps the text of each section to its family."""

    name: str
    text: str
    owner: str
    year: int
    families: Mapping[str, int]


def samples(seed: int, count: int = FAMILIES) -> list[Sample]:
    """Return invented families, each with other words."""
    rng = Random(seed)
    by_kind: dict[str, list[str]] = {}
    for kind, sentence in rows("wording_sentences.tsv"):
        by_kind.setdefault(kind, []).append(sentence)
    words = {kind: listed.split("|") for kind, listed in rows("wording_words.tsv")}
    kinds = sorted(by_kind.keys() - {ANY})
    return [_sample(rng, n, kinds[n % len(kinds)], by_kind, words) for n in range(count)]


def _sample(
    rng: Random,
    number: int,
    kind: str,
    by_kind: Mapping[str, list[str]],
    words: Mapping[str, list[str]],
) -> Sample:
    about = rng.choice(words["object"])
    sentences = rng.sample(by_kind[kind], rng.randint(*SENTENCES))
    sentences += rng.sample(by_kind[ANY], rng.randint(*MORE))

    def drawn(match: re.Match[str]) -> str:
        if match[1] == "object" and rng.random() < 0.7:
            return about
        return rng.choice(words[match[1]])

    return Sample(number, kind, tuple(WORD.sub(drawn, sentence) for sentence in sentences))


def worded(seed: int, count: int, families: int = FAMILIES) -> list[Worded]:
    """Return ``count`` invented disclosures of some years."""
    rng = Random(seed)
    known = samples(seed, families)
    owners = sorted({department_of(rng).body.owner for _ in range(min(BODIES, count))})
    used: dict[tuple[str, str], Sample] = {}
    places = [(owner, year) for year in range(YEARS[0], YEARS[1] + 1) for owner in owners]
    while len(places) < count:
        places.append((department_of(rng).body.owner, rng.randint(*YEARS)))
    chosen = rng.sample(places, count)
    return [_document(rng, n, place, known, used) for n, place in enumerate(chosen)]


def _document(
    rng: Random,
    number: int,
    place: tuple[str, int],
    known: list[Sample],
    used: dict[tuple[str, str], Sample],
) -> Worded:
    owner, year = place
    kinds = sorted({sample.kind for sample in known})
    families: dict[str, int] = {}
    lines = [f"{owner}{year}年部门预算", "", "部门预算情况说明"]
    for n, kind in enumerate(rng.sample(kinds, min(len(kinds), rng.randint(*SECTIONS)))):
        sample = used.get((owner, kind))
        if sample is None or rng.random() > OWN_AGAIN:
            sample = used[owner, kind] = rng.choice([one for one in known if one.kind == kind])
        text = paraphrase(rng, sample, owner, year)
        families[text] = sample.number
        lines += [f"{NUMERALS[n]}、{kind}", text]
    name = f"{number:05d}_{owner}{year}年部门预算.txt"
    return Worded(name, "\n".join(lines) + "\n", owner, year, families)


def paraphrase(rng: Random, sample: Sample, owner: str, year: int, changes: Changes = USUAL) -> str:
    """Return a family's wording for a body and a year."""
    return filled(rng, varied(rng, sample, changes), owner, year)


def varied(rng: Random, sample: Sample, changes: Changes = USUAL) -> list[str]:
    """Return a paraphrase of a family's sentences with their slots."""
    sentences = list(sample.sentences)
    if len(sentences) > 1 and rng.random() < changes.dropped:
        sentences.pop(rng.randrange(len(sentences)))
    if rng.random() < changes.added:
        filler = rng.choice(rows("wording_fillers.tsv"))[0]
        sentences.insert(rng.randint(0, len(sentences)), filler)
    if rng.random() < changes.moved:
        rng.shuffle(sentences)
    return [_replaced(rng, one, changes.replaced) for one in sentences]


def filled(rng: Random, sentences: Sequence[str], owner: str, year: int) -> str:
    """Return sentences with their slots filled, as one text."""
    return "".join(_filled(rng, one, owner, year) for one in sentences)


def _replaced(rng: Random, sentence: str, share: float) -> str:
    for word, other in rows("wording_synonyms.tsv"):
        if word in sentence and rng.random() < share:
            sentence = sentence.replace(word, other)
    return sentence


def _filled(rng: Random, sentence: str, owner: str, year: int) -> str:
    def drawn(match: re.Match[str]) -> str:
        values = {
            "MONEY": f"{rng.uniform(1, 900):.2f}万元",
            "RATE": f"{rng.randint(50, 100)}%",
            "NUMBER": str(rng.randint(2, 60)),
            "YEAR": str(year),
            "LAST": str(year - 1),
            "OWNER": rng.choice((owner, "本部门")),
            "PAPER": f"政办发〔{year - rng.randint(1, 6)}〕{rng.randint(1, 90)}号",
            "MONTH": str(rng.randint(6, 12)),
        }
        return values[match[1]]

    return SLOT.sub(drawn, sentence)
