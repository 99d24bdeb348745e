"""How well a passage says what a question of meaning asks, by its words, headings and sentences.

The search finds passages that are near; here they are compared line by line, because the sentence
that answers often stands beside others that only share the question's words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from assistant.facts import Facts
from assistant.understand import BLANK, content_of
from assistant.wording import coverage, squeeze, terms_of
from corpus.document import Span
from corpus.vocabulary import rows_of
from index.chunk import Passage, name_in
from index.hybrid import Hit

NAME_LENGTH = 4  # characters: a shorter heading that the question says names nothing
NAMED = 0.7  # share of a name in quotes that a passage or its headings have to say
QUOTED = re.compile(r"[“\"「『]([^”\"」』]{2,30})[”\"」』]")
OPENING = re.compile(r"[，,。；;：:\t]")
NUMBER = re.compile(r"[\d.,%]+")
# Weights of what the question shares with the text, with text and headings, with a title, with the
# best line and with its first clause; and of a line or title of the kind asked.
IN_TEXT, IN_CONTEXT, IN_TITLE, IN_LINE, IN_OPENING, AS_SAID = 0.2, 0.8, 0.5, 0.5, 0.8, 0.3
NEEDED = "needed"


@dataclass(frozen=True, slots=True)
class Cue:
    """One row of ``statement_cues.tsv``."""

    question: re.Pattern[str]
    sentence: re.Pattern[str]
    title: re.Pattern[str] | None
    role: str  # "needed", "ask" or ""


@cache
def _all_cues() -> tuple[Cue, ...]:
    return tuple(
        Cue(re.compile(q), re.compile(s), re.compile(t) if t else None, role)
        for q, s, t, role in rows_of("statement_cues.tsv", columns=4)
    )


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a passage, with its place in the document."""

    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class Relevance:
    """Compares passages with one question: ``asked`` is its text without owner and year."""

    facts: Facts
    asked: str
    wanted: Mapping[str, float]  # its terms with their weights
    cues: tuple[Cue, ...]

    @classmethod
    def of(cls, facts: Facts, asked: str) -> Relevance:
        """Prepare a question, given without owner and year."""
        cues = tuple(cue for cue in _all_cues() if cue.question.search(asked))
        named = asked
        for cue in cues:
            named = cue.question.sub(BLANK, named) if cue.role else named
        wanted = facts.rarity.weigh(content_of(named)) or facts.rarity.weigh(content_of(asked))
        return cls(facts, asked, wanted, cues)

    def said(self, passage: Passage) -> float:
        """Return the weighted share of the question's words in a passage and its headings."""
        return coverage(self.wanted, terms_of(f"{self._above(passage)} {passage.text}"))

    def answers(self, passage: Passage) -> bool:
        """Tell whether a passage speaks of what is named and has the kind of sentence needed."""
        terms = frozenset(terms_of(f"{self._above(passage)} {passage.text}"))
        names = (self.facts.rarity.weigh(name) for name in QUOTED.findall(self.asked))
        if any(coverage(name, terms) < NAMED for name in names if name):
            return False
        return all(c.sentence.search(passage.text) for c in self.cues if c.role == NEEDED)

    def names(self, project: str, passage: Passage) -> bool:
        """Tell whether a passage or what stands above it says the name of a project."""
        return project in squeeze(f"{self._above(passage)} {passage.text}")

    def fit(self, hit: Hit) -> float:
        """Return how well a hit answers; higher is better, comparable within one question."""
        passage = hit.passage
        names = (*passage.section[-2:], passage.subject)
        titles = (self.facts.rarity.weigh(name) for name in names)
        named = max((coverage(title, self.wanted) for title in titles if title), default=0.0)
        text = coverage(self.wanted, terms_of(passage.text))
        above = terms_of(self._above(passage))
        best = max(self._line_fit(self.wanted, line, above) for line in lines_of_passage(passage))
        words = IN_TEXT * text + IN_CONTEXT * self.said(passage) + IN_TITLE * named
        return hit.score + words + best + self._titled(passage)

    def line_fit(self, passage: Passage, line: Line) -> float:
        """Return how well one line says what the headings above it do not say already."""
        return self._line_fit(self._unnamed(passage), line)

    def _line_fit(
        self, wanted: Mapping[str, float], line: Line, above: tuple[str, ...] = ()
    ) -> float:
        if name_in(line.text.split("\t")):
            return 0.0
        said = coverage(wanted, {*terms_of(line.text), *above})
        opening = NUMBER.sub("", OPENING.split(line.text.strip(), maxsplit=1)[0])
        told = coverage(wanted, {*terms_of(opening), *above})
        asked = coverage(self.facts.rarity.weigh(opening), wanted) if terms_of(opening) else 0.0
        kinds = sum(bool(cue.sentence.search(line.text)) for cue in self.cues)
        return IN_LINE * said + IN_OPENING * (told + asked) / 2 + AS_SAID * kinds

    def _titled(self, passage: Passage) -> float:
        above = " ".join((*passage.section[-2:], passage.heading))
        return AS_SAID * sum(bool(c.title and c.title.search(above)) for c in self.cues)

    def _unnamed(self, passage: Passage) -> Mapping[str, float]:
        """Return the question's terms without the names that the headings already say."""
        rest = squeeze(self.asked)
        for name in dict.fromkeys((*passage.section, *passage.heading.split())):
            if len(squeeze(name)) >= NAME_LENGTH:
                rest = rest.replace(squeeze(name), " ")
        terms = {term: self.wanted[term] for term in terms_of(rest) if term in self.wanted}
        return terms or self.wanted

    def _above(self, passage: Passage) -> str:
        title = self.facts.documents[passage.document].title
        return " ".join((*passage.section[-2:], passage.heading, title))


def lines_of_passage(passage: Passage) -> list[Line]:
    """Return the lines of a passage that are not blank."""
    return list(_lines(passage))


def _lines(passage: Passage) -> Iterator[Line]:
    at = passage.span.start
    for text in passage.text.split("\n"):
        if text.strip():
            yield Line(Span(at, at + len(text)), text)
        at += len(text) + 1
