"""An item with the rows below it, as one column of one table prints them.

The parts of an item are never gathered from several tables, owners or levels: they are the rows
that stand right below it, by their codes where it has one, else by the path of the table.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache

from assistant.desk import Desk
from assistant.language.aliases import readings
from assistant.language.asks import asks_of
from assistant.language.phrases import cue, plainly, specific, without_stage
from assistant.lookup.candidates import says_opposite
from assistant.operations.across import MONEY
from assistant.understand import content_of
from assistant.wording import coverage, squeeze, terms_of
from corpus.document import RowKind
from corpus.figure import Figure

Tables = dict[tuple[str, int], list[Figure]]  # by document and place in it
PARTS = (RowKind.DETAIL, RowKind.PARENT)
SPENT = "支出"  # what is asked of an item unless the question says another side
HELD = 0.9  # share of what else is said that has to stand around the rows


@dataclass(frozen=True)
class Family:
    """A printed item and all rows below it, in printed order, of one column of one table."""

    parent: Figure
    below: tuple[Figure, ...]

    @cached_property
    def members(self) -> tuple[Figure, ...]:
        """The rows of the next level only."""
        item = self.parent.item
        lengths = {len(f.item.code) for f in self.below if _is_under(item.code, f.item.code)}
        if lengths:
            return tuple(f for f in self.below if len(f.item.code) == min(lengths))
        path = (*item.path, item.name)
        return tuple(f for f in self.below if f.item.path == path)

    def of_level(self, digits: int) -> tuple[Figure, ...]:
        """Return the rows below with codes of so many digits; of the next level for 0."""
        of_level = tuple(f for f in self.below if len(f.item.code) == digits)
        return of_level if digits else self.members

    def called(self, phrase: str) -> Figure | None:
        """Return the one row below that a phrase names, None for none or several."""
        found = [f for f in self.below if remainder(squeeze(f.item.name), phrase) == ""]
        longest = max((len(f.item.name) for f in found), default=0)
        found = [f for f in found if len(f.item.name) == longest]
        return found[0] if len(found) == 1 else None


def families_named(desk: Desk, phrase: str) -> Iterator[Family]:
    """Yield the families of the item that a phrase names, the likeliest print first.

    What the phrase says besides has to be said around the rows: 「基本支出里的工资福利支出」.
    """
    if len(desk.question.owners.owners) > 1 or len(desk.question.periods.years) > 1:
        return
    named = _named(desk, phrase)
    if named is None:
        return
    name, besides = named
    wanted = desk.facts.rarity.weigh(besides)
    tables = _tables(desk)
    found = [
        Family(f, _below(f, tables))
        for finding in desk.look_up(MONEY, focus=name, context=phrase).findings
        for f in sorted(finding.value.figures, key=lambda f: -len(_below(f, tables)))
        if squeeze(f.item.name) == name
    ]
    kept = [f for f in found if f.members and coverage(wanted, _around(f)) >= HELD]
    yield from sorted(kept, key=lambda family: _is_of_other_side(family, phrase))


def _is_of_other_side(family: Family, phrase: str) -> bool:
    """Tell whether a table is of what comes in, where the question does not say so."""
    source = family.parent.source
    called = squeeze(" ".join((source.table, *family.parent.slice)))
    return says_opposite(called, squeeze(phrase + SPENT))


def item_named(desk: Desk, phrase: str) -> str:
    """Return the item with rows below it that a phrase names, squeezed, "" for none."""
    named = _named(desk, phrase)
    return named[0] if named else ""


def family_named(desk: Desk, phrase: str) -> Family | None:
    """Return the likeliest family of the item that a phrase names."""
    return next(families_named(desk, phrase), None)


def _named(desk: Desk, phrase: str) -> tuple[str, str] | None:
    """Return the longest name of a parent in a phrase, and what the phrase says besides."""
    found = ((name, remainder(name, phrase)) for name in _parents(desk))
    said = [(name, besides) for name, besides in found if besides is not None]
    return max(said, key=lambda pair: len(pair[0]), default=None)


def _parents(desk: Desk) -> set[str]:
    """Return the names of the items that have rows below them, squeezed."""
    facts = [e.fact for e in desk.facts.within(desk.documents) if e.fact.source.cell]
    above = {squeeze(f.item.path[-1]) for f in facts if f.item.path}
    return above | {squeeze(f.item.name) for f in facts if f.item.role is RowKind.PARENT}


def remainder(name: str, phrase: str) -> str | None:
    """Return what a phrase says besides a squeezed name, None where it does not say the name.

    「科目301工资福利支出」 and 「工资福利」 say nothing besides 工资福利支出.
    """
    text = next((text for text in _ways_to_say(phrase) if name in text), None)
    return None if text is None else _specific(text.replace(name, "|"))


@lru_cache(maxsize=100)
def _ways_to_say(phrase: str) -> tuple[str, ...]:
    """Return a phrase as said, and with each everyday name as the canonical one, squeezed."""
    said = squeeze(cue("level").sub("", plainly(phrase)))
    return (said, *(said.replace(alias, meant) for alias, meant in readings(said)))


def _specific(text: str) -> str:
    """Return the words that name something, "" for those that only ask for parts."""
    _, text = asks_of(text)
    for role in ("high", "low", "each", "parts"):
        text = cue(role).sub("|", text)
    pieces = without_stage(specific(content_of(text))).split("|")
    names_nothing = (cue("head"), cue("evidence"))
    return "|".join(p for p in pieces if p and not any(c.fullmatch(p) for c in names_nothing))


def _tables(desk: Desk) -> Tables:
    """Return the figures of every table, in printed order."""
    found: Tables = {}
    for entry in desk.facts.within(desk.documents):
        source = entry.fact.source
        if source.cell and isinstance(entry.fact, Figure):
            found.setdefault((source.document, source.cell.table), []).append(entry.fact)
    return found


def _below(parent: Figure, tables: Tables) -> tuple[Figure, ...]:
    """Return the rows below a printed item that stand in its own column."""
    source = parent.source
    rows = tables[source.document, source.cell.table] if source.cell else []
    return tuple(f for f in rows if _is_below(f, parent))


def _is_below(fact: Figure, parent: Figure) -> bool:
    if fact.item.role not in PARTS or fact == parent:
        return False
    if (fact.slice, fact.period, fact.measure) != (parent.slice, parent.period, parent.measure):
        return False
    path = (*parent.item.path, parent.item.name)
    return _is_under(parent.item.code, fact.item.code) or fact.item.path[: len(path)] == path


def _is_under(code: str, other: str) -> bool:
    """Tell whether one code of a classification stands for a part of what the first stands for."""
    return bool(code) and len(other) > len(code) and other.startswith(code)


def _around(family: Family) -> tuple[str, ...]:
    source = family.parent.source
    said = (source.table, *source.section, *family.parent.slice, *family.parent.item.path)
    return terms_of(" ".join(said))
