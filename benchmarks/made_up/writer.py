"""Writes one document line by line and keeps the truth of every line."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from benchmarks.made_up.names import Region
from benchmarks.made_up.style import Style
from benchmarks.made_up.truth import Absent, Fact, MadeUp
from benchmarks.made_up.words import Words


@dataclass(slots=True)
class Writer:
    """A document being written. ``basis`` is that of figures which do not say another."""

    name: str
    owner: str
    owner_short: str
    scope: str
    region: Region
    year: int
    kind: str
    basis: str
    style: Style
    tables: int = 0
    lines: list[str] = field(default_factory=list)
    facts: list[Fact] = field(default_factory=list)
    absences: list[Absent] = field(default_factory=list)
    passages: list[tuple[str, str]] = field(default_factory=list)
    counters: list[int] = field(default_factory=lambda: [0, 0, 0])

    def line(self, text: str = "") -> None:
        """Add a line that prints no figure."""
        self.lines.append(text)

    def say(self, words: Words, *, topic: str = "", table: str = "") -> None:
        """Add one line (a paragraph or a table row) with the figures that it prints."""
        self.lines.append(words.text)
        self.facts.extend(self._placed(fact, words.text, table) for fact in words.facts)
        self.absences.extend(self._missing(a, words.text, table) for a in words.absences)
        self.passages.extend(words.passages)
        if topic:
            self.passages.append((topic, words.text))

    def _placed(self, fact: Fact, quote: str, table: str) -> Fact:
        return replace(
            fact,
            document=self.name,
            owner=self.owner,
            owner_short=self.owner_short,
            scope=self.scope,
            document_year=self.year,
            document_kind=self.kind,
            year=fact.year or self.year,
            basis=fact.basis or self.basis,
            quote=quote,
            table=table,
        )

    def _missing(self, absence: Absent, quote: str, table: str) -> Absent:
        return replace(
            absence,
            document=self.name,
            owner=self.owner,
            owner_short=self.owner_short,
            document_year=self.year,
            quote=quote,
            table=table,
        )

    def part(self, title: str) -> None:
        """Begin a part (第一部分 …) and number its sections anew."""
        self.line()
        self.line(title)
        self.counters = [0, 0, 0]

    def heading(self, level: int, title: str) -> None:
        """Add a numbered heading of level 1 to 3."""
        self.line(self.number(level) + title)

    def number(self, level: int) -> str:
        """Return the next number of a level; deeper levels begin anew."""
        self.counters[level - 1] += 1
        for deeper in range(level, 3):
            self.counters[deeper] = 0
        return self.style.heading(level, self.counters[level - 1])

    def passage(self, topic: str, lines: list[str]) -> None:
        """Add lines without figures that answer a question of words."""
        self.lines.extend(lines)
        self.passages.append((topic, "\n".join(lines)))

    def finished(self) -> MadeUp:
        """Return the document."""
        return MadeUp(
            self.name,
            "\n".join(self.lines) + "\n",
            self.owner,
            self.owner_short,
            self.scope,
            "".join(self.region.chain),
            self.year,
            self.kind,
            tuple(self.facts),
            tuple(self.absences),
            tuple(self.passages),
        )
