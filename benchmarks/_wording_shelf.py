"""A shelf of made-up disclosures of any number, made without reading files.

Every family has a few wordings whose slots are filled anew: what a library of many bodies looks
like, in which most sections differ in their slots only.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from random import Random

from benchmarks.made_up.wordings import Sample, filled, samples, varied
from corpus.document import Document, Paragraph, Section, Span
from corpus.figure import Figure

VARIANTS = 8  # of a family
SECTIONS = 10  # of a document
OWNERS = [f"云{a}市霁{b}区水务局" for a in "漪溪沅泽浦" for b in "川澜洲汀原岚屏渚"]
YEARS = (2019, 2026)


@dataclass(frozen=True)
class Named:
    """A document in the list."""

    id: str


class WordingShelf:
    """``count`` documents; the same ones every time."""

    revision = 1

    def __init__(self, seed: int, count: int) -> None:
        """Make up the families; documents are made when they are asked for."""
        rng = Random(seed)
        self._seed = seed
        self._families = samples(seed)
        self._variants = {
            one.number: [varied(rng, one) for _ in range(VARIANTS)] for one in self._families
        }
        self._numbers = {
            hashlib.sha256(f"{seed} {n}".encode()).hexdigest(): n for n in range(count)
        }

    def documents(self) -> Sequence[Named]:
        """Return all."""
        return [Named(id) for id in self._numbers]

    def readings(self) -> Mapping[str, str]:
        """Nothing is ever read in another way."""
        return dict.fromkeys(self._numbers, "1")

    def figures(self, *, documents: Collection[str] | None = None) -> Sequence[Figure]:
        """Return none."""
        return []

    def document(self, id: str, /) -> Document:
        """Make one document."""
        number = self._numbers[id]
        rng = Random(f"{self._seed} {number}")
        owner, year = rng.choice(OWNERS), rng.randint(*YEARS)
        chosen = rng.sample(self._families, SECTIONS)
        bodies = [
            filled(rng, rng.choice(self._variants[one.number]), owner, year) for one in chosen
        ]
        return _document(id, f"{number}.txt", owner, year, chosen, bodies)


def _document(
    id: str, name: str, owner: str, year: int, chosen: Sequence[Sample], bodies: Sequence[str]
) -> Document:
    title = f"{owner}{year}年部门预算"
    text = title + "\n"
    sections: list[Section] = []
    paragraphs = [Paragraph(Span(0, len(title)), 0, is_heading=True)]
    for n, (sample, body) in enumerate(zip(chosen, bodies, strict=True), start=1):
        start = len(text)
        text += f"{sample.kind}\n"
        inner = len(text)
        text += f"{body}\n"
        whole, own = Span(start, len(text)), Span(inner, len(text))
        sections.append(Section(n, "", sample.kind, 1, (sample.kind,), whole, own, 0))
        paragraphs.append(Paragraph(Span(start, inner - 1), n, is_heading=True))
        paragraphs.append(Paragraph(Span(inner, len(text) - 1), n))
    root = Section(0, "", title, 0, (), Span(0, len(text)), Span(len(title) + 1, len(text)), None)
    return Document(
        id=id,
        file_name=name,
        title=title,
        owner=owner,
        region=owner.removesuffix("水务局"),
        fiscal_year=year,
        kind="部门预算",
        text=text,
        sections=(root, *sections),
        tables=(),
        paragraphs=tuple(paragraphs),
    )
