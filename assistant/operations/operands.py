"""Finds what a computation works with: every operand surely found, or none at all.

A phrase of the question becomes one value: a printed figure that holds most of the phrase's words,
or the exact sum of the figures that the phrase lists. An operand that is only likely is no operand.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.compute import Value, total
from assistant.desk import Desk
from assistant.language.phrases import Listed, is_added, listed_in, plainly, without_stage
from assistant.lookup.choice import limits, operand
from assistant.lookup.comparison import is_like
from assistant.lookup.evidence import Finding
from assistant.operations.across import MONEY, ask_for
from assistant.question import Ask
from assistant.understand import content_of
from assistant.wording import coverage, squeeze, terms_of
from corpus.document import RowKind
from corpus.figure import Basis, Figure, Source
from corpus.quantity import UnitKind

STEM_HELD = 0.5  # share of what tells listed nouns apart that the name has to hold
MODIFIER = "|"  # stands between what a noun is of and the noun itself


@dataclass(frozen=True, slots=True)
class Place:
    """Where an operand is looked for.

    ``context``: words of what surrounds it. ``near``: where a sibling stands. ``besides``: the
    other operand, which it cannot be. ``stem``: words that its own name or path has to hold.
    ``ask``: the dimension, None for the one that the noun implies.
    """

    context: str = ""
    ask: Ask | None = None
    near: tuple[Source, ...] = ()
    besides: Value | None = None
    stem: str = ""


ANYWHERE = Place()


def operand_of(desk: Desk, phrase: str, place: Place = ANYWHERE) -> Value | None:
    """Return the value of a phrase of the question: one figure, or the sum of those it lists."""
    listed = listed_in(phrase) if is_added(phrase) else Listed(())
    if len(listed.parts) < 2:
        return _value(finding_of(desk, phrase, place))
    return total_of(listed, parts_of(desk, listed))


def finding_of(desk: Desk, phrase: str, place: Place = ANYWHERE) -> Finding | None:
    """Return the figure that a noun surely means, the stage at its end read as a stage."""
    focus = content_of(plainly(phrase))
    for said in dict.fromkeys((without_stage(focus), focus)):
        ask = place.ask or side_ask(desk, said)
        found = _surest(desk, ask, said, place) or _by_head(desk, ask, said, place)
        if said and found:
            return found
    return None


def _surest(desk: Desk, ask: Ask, focus: str, place: Place) -> Finding | None:
    """Return the best sure figure: of those that are called just so, else of all."""
    evidence = desk.look_up(ask, focus=focus, context=place.context, near=place.near)
    fitting = [f for f in evidence.findings if _fits(desk, f, place)]
    exact = [f for f in fitting if f.candidate.entry.name_text == squeeze(_plain(focus))]
    pools = (_agreeing(desk, exact, place.besides), fitting)
    found = (operand(replace(evidence, findings=tuple(pool))) for pool in pools if pool)
    return next(filter(None, found), None)


def _fits(desk: Desk, finding: Finding, place: Place) -> bool:
    other = place.besides
    if other and set(finding.value.figures) & set(other.figures):
        return False
    stem = desk.facts.rarity.weigh(place.stem)
    return not stem or coverage(stem, terms_of(_names_around(finding))) >= STEM_HELD


def _names_around(finding: Finding) -> str:
    """Return what a figure is called, with the names of what it stands in."""
    entry, source = finding.candidate.entry, finding.figure.source
    return " ".join((entry.called, entry.project, source.table, *source.section))


def _agreeing(desk: Desk, found: list[Finding], part: Value | None) -> list[Finding]:
    """Of several figures of one name, keep those that the table of the part adds up to."""
    cells = [f.source for f in part.figures if f.source.cell] if part else []
    tables = {(c.document, c.cell.table) for c in cells if c.cell}
    sums = [
        entry.fact.quantity
        for entry in desk.facts.within({document for document, _ in tables})
        if isinstance(entry.fact, Figure)
        and entry.fact.source.cell
        and (entry.fact.source.document, entry.fact.source.cell.table) in tables
        and entry.fact.item.role is RowKind.TOTAL
    ]
    kept = [f for f in found if any(f.figure.quantity.agrees_with(q) for q in sums)]
    return kept or found


def side_ask(desk: Desk, words: str) -> Ask:
    """Return the ask for one side: the dimension that the question counts in, else its noun's."""
    counted = next((a for a in desk.question.asks if a.kind is UnitKind.COUNT), None)
    return Ask("", counted.kind, counted.unit) if counted else ask_for(words)


def _by_head(desk: Desk, ask: Ask, focus: str, place: Place) -> Finding | None:
    """Find 「给职工缴的养老保险」 by its last noun, where what stands before it names nothing.

    Only one figure may be called so, and no word that is left out may name another one.
    """
    *modifiers, head = focus.split(MODIFIER)
    if not modifiers or any(_names_something(desk, word) for word in modifiers):
        return None
    inner = replace(place, context=MODIFIER.join((*modifiers, place.context)))
    found = _surest(desk, ask, head, inner)
    if found is None:
        return None
    evidence = desk.look_up(ask, focus=head, context=inner.context, near=place.near)
    floor = limits()["operand_floor"]
    called = [f for f in evidence.findings if f.candidate.features["own"] >= floor]
    return found if all(_prints_same(f, found) for f in called) else None


def _plain(focus: str) -> str:
    return focus.replace(MODIFIER, "")


def _prints_same(one: Finding, other: Finding) -> bool:
    return one.figure.quantity.agrees_with(other.figure.quantity)


def _names_something(desk: Desk, words: str) -> bool:
    name = squeeze(words)
    return bool(desk.facts.named(desk.documents, lambda printed: name in printed))


def parts_of(desk: Desk, listed: Listed) -> list[Finding | None]:
    """Look every listed noun up; the first that is found tells where its siblings stand."""
    found: list[Finding | None] = []
    for part, stem in zip(listed.parts, listed.stems, strict=True):
        near = tuple(f.figure.source for f in found[:1] if f)
        shared = MODIFIER.join(filter(None, (listed.context, listed.parts[0] if found else "")))
        found.append(finding_of(desk, part, Place(shared, MONEY, near, stem=stem)))
    return found


def total_of(listed: Listed, found: Sequence[Finding | None]) -> Value | None:
    """Return the sum of listed nouns when all were found, as many as stated, each only once."""
    values = [f.value for f in found if f]
    if len(values) < len(found) or len(values) < 2 or not listed.is_whole:
        return None
    return added(values)


def added(values: Sequence[Value]) -> Value | None:
    """Return the sum of values of one unit; None where one figure would be counted twice."""
    if len(values) < 2 or len({v.unit for v in values}) > 1:
        return None
    if len({v.figures[0].id for v in values if v.figures}) < len([v for v in values if v.figures]):
        return None
    return total(values)


def _value(found: Finding | None) -> Value | None:
    return found.value if found else None


def unlike(desk: Desk, one: Value, other: Value) -> str:
    """Say why two values may not be set against each other, "" when they may.

    A question that itself names two years, two stages or two bodies says what it compares.
    """
    periods = desk.question.periods
    if one.unit != other.unit:
        return f"「{one.about}」以{one.unit}计，「{other.about}」以{other.unit}计，单位不同"
    if one.year and other.year and one.year != other.year and not _names_two_years(desk):
        return f"「{one.about}」是{one.year}年的，「{other.about}」是{other.year}年的，年度不同"
    named_two = len(periods.bases) > 1
    if not named_two and _stages_differ(one, other):
        return f"「{one.about}」是{one.basis}数，「{other.about}」是{other.basis}数，口径不同"
    return ""


def _names_two_years(desk: Desk) -> bool:
    periods = desk.question.periods
    return len(periods.years) > 1 or periods.against is not None or periods.against_previous


def _stages_differ(one: Value, other: Value) -> bool:
    """Only stages of the budget cycle differ: what is counted has none."""
    stages = {one.basis, other.basis}
    if not all(stages) or len(stages) < 2 or Basis.ACTUAL.value in stages:
        return False
    return not is_like(Basis(one.basis), Basis(other.basis))
