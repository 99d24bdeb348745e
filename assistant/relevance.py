"""How well a passage says what a question of meaning asks, by its words, headings and sentences.

The search finds passages that are near; here they are compared line by line, because the sentence
that answers often stands beside others that only share the question's words.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from assistant.language.aliases import readings
from assistant.language.asks import BLANK
from assistant.lookup.facts import Facts
from assistant.understand import content_of
from assistant.wording import coverage, squeeze, terms_of
from corpus.document import Span
from corpus.vocabulary import lines_of, rows_of
from index.chunk import Passage, name_in
from index.hybrid import Hit

NAME_LENGTH = 4  # characters: a shorter heading that the question says names nothing
NAMED = 0.7  # share of a name in quotes that a passage or its headings have to say
QUOTED = re.compile(r"[“\"「『]([^”\"」』]{2,30})[”\"」』]")
OPENING = re.compile(r"[，,。；;：:\t]")
NUMBER = re.compile(r"[\d.,%]+")
LISTED_IN = re.compile(r"(?<!^.)(?<!^..)(?<!^...)、")  # not the one of 「十一、」
# Weights of what the question shares with the text, with text and headings, with a title, with the
# best line and with its first clause; and of a line or title of the kind asked.
IN_TEXT, IN_CONTEXT, IN_TITLE, IN_LINE, IN_OPENING, AS_SAID = 0.2, 0.8, 0.5, 0.5, 0.8, 0.3
REASON, MUST, ASK, LIST, WHOLE = "reason", "must", "ask", "list", "whole"
# Share of what the question names that a quote says with what stands above it; before a reason.
ENOUGH, EXPLAINED = 0.45, 0.6
LISTED = 0.5  # what a list counts beside the kind of sentence that is asked
UNNAMING = {REASON, ASK, LIST}  # roles whose words in the question name nothing


@dataclass(frozen=True, slots=True)
class Cue:
    """One row of ``statement_cues.tsv``."""

    question: re.Pattern[str]
    sentence: re.Pattern[str]
    title: re.Pattern[str] | None
    role: str  # "reason", "must", "ask", "list", "whole" or ""


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
    named: Mapping[str, float]  # those that name something, whatever kind of sentence is asked
    cues: tuple[Cue, ...]

    @classmethod
    def of(cls, facts: Facts, asked: str) -> Relevance:
        """Prepare a question, given without owner and year."""
        cues = tuple(cue for cue in _all_cues() if cue.question.search(asked))
        meant = _canonical(facts, asked)
        every = facts.rarity.weigh(content_of(meant))
        wanted = facts.rarity.weigh(content_of(_without(meant, cues, UNNAMING))) or every
        named = facts.rarity.weigh(content_of(_without(meant, cues, {*UNNAMING, MUST}))) or wanted
        return cls(facts, asked, wanted, named, cues)

    def said(self, passage: Passage) -> float:
        """Return the weighted share of the question's words in a passage and its headings."""
        return coverage(self.wanted, terms_of(f"{self._above(passage)} {passage.text}"))

    def answers(self, passage: Passage) -> bool:
        """Tell whether a passage speaks of what is named and has the kind of sentence needed."""
        terms = frozenset(terms_of(f"{self._above(passage)} {passage.text}"))
        names = (self.facts.rarity.weigh(name) for name in QUOTED.findall(self.asked))
        if any(coverage(name, terms) < NAMED for name in names if name):
            return False
        return self.has_needed(passage.text)

    @property
    def lists(self) -> bool:
        """Whether the question asks for everything of a kind."""
        return any(cue.role in (LIST, WHOLE) for cue in self.cues)

    @property
    def asks_reason(self) -> bool:
        """Whether the question asks why."""
        return any(cue.role == REASON for cue in self.cues)

    @property
    def asks_meaning(self) -> bool:
        """Whether a definition could answer: no date, place, basis or reason is asked."""
        return not any(cue.role == REASON or (cue.role == MUST and cue.title) for cue in self.cues)

    def is_titled(self, passage: Passage) -> bool:
        """Tell whether the title right above a passage is of the kind that is asked."""
        above = passage.section[-1:]
        return any(c.title and c.title.search(t) for c in self.cues for t in above)

    def has_needed(self, text: str) -> bool:
        """Tell whether a text has every kind of sentence that an answer needs."""
        return all(cue.sentence.search(text) for cue in self.cues if cue.role in (REASON, MUST))

    def kinds(self, text: str) -> float:
        """Return how many of the kinds of sentences asked for a text has.

        A list counts half, and nothing where a reason is asked: those are lists anyway.
        """
        said = [cue for cue in self.cues if cue.sentence.search(text)]
        listed = 0.0 if self.asks_reason else LISTED
        return sum(listed if cue.role == LIST else 1.0 for cue in said)

    def is_enough(self, text: str, passage: Passage) -> bool:
        """Tell whether a quote with what stands above it speaks of what the question names."""
        above = self._above_reason(passage) if self.asks_reason else self.above(passage)
        enough = EXPLAINED if self.asks_reason else ENOUGH
        return coverage(self.named, {*terms_of(self.explained(text)), *above}) >= enough

    def explained(self, text: str) -> str:
        """Return what stands before the words that give a reason: that is what they explain."""
        found = (cue.sentence.search(text) for cue in self.cues if cue.role == REASON)
        before = [text[: match.start()] for match in found if match]
        told = min(before, key=len, default=text)
        return told if terms_of(told) else text

    def opening_fit(self, text: str, above: Collection[str]) -> float:
        """Return how far a sentence's opening and the question name each other, 0 to 1."""
        opening = NUMBER.sub("", OPENING.split(text.strip(), maxsplit=1)[0])
        words = terms_of(opening)
        told = coverage(self.wanted, words) + coverage(self.wanted, {*words, *above})
        asked = coverage(self.facts.rarity.weigh(opening), self.wanted) if words else 0.0
        return (told / 2 + asked) / 2

    def above(self, passage: Passage) -> frozenset[str]:
        """Return the terms of what stands above a passage."""
        return frozenset(terms_of(self._above(passage)))

    def _above_reason(self, passage: Passage) -> frozenset[str]:
        """Return the terms above a passage; a title that lists several items explains none."""
        titles = (*passage.section[-2:], passage.heading)
        listed = {t for title in titles if LISTED_IN.search(title) for t in terms_of(title)}
        return self.above(passage) - listed

    def names(self, project: str, passage: Passage) -> bool:
        """Tell whether a passage or what stands above it says the name of a project."""
        return project in squeeze(f"{self._above(passage)} {passage.text}")

    def placed(self, hit: Hit) -> float:
        """Return how well a hit's meaning, words and headings fit, whatever its sentences say."""
        names = (*hit.passage.section[-2:], hit.passage.subject)
        titles = (self.facts.rarity.weigh(topic_of(name)) for name in names)
        named = max((coverage(title, self.wanted) for title in titles if title), default=0.0)
        return hit.score + IN_TITLE * named + self._titled(hit.passage)

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
        return self._line_fit(self.unnamed(passage), line)

    def _line_fit(
        self, wanted: Mapping[str, float], line: Line, above: tuple[str, ...] = ()
    ) -> float:
        if name_in(line.text.split("\t")):
            return 0.0
        said = coverage(wanted, {*terms_of(line.text), *above})
        opening = NUMBER.sub("", OPENING.split(line.text.strip(), maxsplit=1)[0])
        told = coverage(wanted, {*terms_of(opening), *above})
        asked = coverage(self.facts.rarity.weigh(opening), wanted) if terms_of(opening) else 0.0
        return IN_LINE * said + IN_OPENING * (told + asked) / 2 + AS_SAID * self.kinds(line.text)

    def _titled(self, passage: Passage) -> float:
        above = " ".join((*passage.section[-2:], passage.heading))
        return AS_SAID * sum(bool(c.title and c.title.search(above)) for c in self.cues)

    def unnamed(self, passage: Passage) -> Mapping[str, float]:
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


def _canonical(facts: Facts, asked: str) -> str:
    """Return a question with a word that no document uses replaced by what documents say."""
    for alias, name in readings(squeeze(asked)):
        unknown = not all(facts.rarity.knows(term) for term in terms_of(alias))
        if alias in asked and unknown:
            return asked.replace(alias, name)
    return asked


def _without(text: str, cues: Iterable[Cue], roles: Collection[str]) -> str:
    """Return a question without the words of its cues of some roles."""
    for cue in cues:
        text = cue.question.sub(BLANK, text) if cue.role in roles else text
    return text


def topic_of(title: str) -> str:
    """Return what a title is about: 「项目支出情况说明」 is about 项目支出."""
    return _title_ends().sub("", title) or title


@cache
def _title_ends() -> re.Pattern[str]:
    return re.compile(rf"(?:{'|'.join(map(re.escape, lines_of('title_ends.tsv')))})+$")


def lines_of_passage(passage: Passage) -> list[Line]:
    """Return the lines of a passage that are not blank."""
    return list(_lines(passage))


def _lines(passage: Passage) -> Iterator[Line]:
    at = passage.span.start
    for text in passage.text.split("\n"):
        if text.strip():
            yield Line(Span(at, at + len(text)), text)
        at += len(text) + 1
