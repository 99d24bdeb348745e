"""Decides which bodies, and so which documents, a question means - or which it names in vain.

A question is scanned from left to right for names: regions, a level (区财政局), what a body is,
a tail. A name that the library does not have is reported as unknown, never passed over: an answer
about another body would be worse than none.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from assistant.language.foreign_names import listed_with
from assistant.language.ngrams import Printed
from assistant.language.owner_known import Known
from assistant.language.owner_library import Body, Owned, Texts, bodies_of, forms_of
from assistant.language.owner_scan import Name, Scan, Status
from assistant.language.periods import Mention
from assistant.language.spelling import Speller
from corpus.owner_names import HAN, words_of
from corpus.vocabulary import rows_of


@dataclass(frozen=True, slots=True)
class OwnerMatch:
    """Whom a question means.

    owners: the bodies' fullest names, in the order named (all of a region where only the region
    is named); documents: ids of all their documents. unknown: printed words of a body or region
    that the library does not have. kinds: 部门预算, 单位预算 … where the question says so.
    rest: the question, spelling corrected, with the names blanked out, same length.
    """

    owners: tuple[str, ...]
    documents: tuple[str, ...]
    mentions: tuple[Mention, ...]
    status: Status
    unknown: str
    note: str
    rest: str
    kinds: tuple[str, ...] = ()
    entity: str = ""  # the unit's name as asked, status "entity" only


@dataclass(frozen=True, slots=True)
class OwnerBook:
    """All bodies of a library, ready to be recognised. Build with ``OwnerBook.of``."""

    known: Known
    speller: Speller
    kinds: tuple[str, ...]

    @classmethod
    def of(cls, documents: Sequence[Owned], texts: Texts) -> OwnerBook:
        """Build the book of the bodies that own ``documents``, whose ``texts`` are these."""
        bodies = bodies_of(documents)
        speller = Speller(_spellings(bodies), texts.printed)
        kinds = tuple(dict.fromkeys(filter(None, (d.kind for d in documents))))
        return cls(Known.of(bodies, texts), speller, kinds)

    @property
    def printed(self) -> Printed:
        """What the texts of the library print, spaces ignored."""
        return self.known.texts.printed

    @property
    def bodies(self) -> tuple[Body, ...]:
        """All bodies, in the order of their first documents."""
        return self.known.bodies

    def near_names(self) -> dict[str, int]:
        """Return the bodies' names in which a slip may be repaired, each with the length of the
        region before it, which must be as typed.
        """
        cores = {(body, core) for body in self.bodies for core in body.cores if core}
        names = {core: 0 for _, core in cores}
        for body, core in cores:
            forms = {form for region in body.regions for form in forms_of(region)} | {body.level}
            names |= {form + core: len(form) for form in forms}
        return names

    def body_of(self, owner: str) -> Body | None:
        """Return the body that has this owner name among its spellings."""
        return next((body for body in self.bodies if owner in body.spellings), None)

    def resolve(self, text: str) -> OwnerMatch:
        """Tell whom ``text`` means."""
        corrected, notes = self.speller.correct(text)
        names = list(Scan(self.known, corrected).names())
        return self._match(text, corrected, names, notes)

    def _match(
        self, text: str, corrected: str, names: list[Name], notes: Iterable[str]
    ) -> OwnerMatch:
        names = _relevant(corrected, names, lambda name: self._runs_on(corrected, name))
        status = _status(names)
        bodies = tuple(dict.fromkeys(b for n in names for b in n.bodies))
        units = [n for n in names if n.status == "entity"]
        documents = tuple(d for b in bodies for d in b.documents if not units or _has(names, b))
        documents = tuple(dict.fromkeys((*documents, *(d for n in units for d in n.documents))))
        mentions = tuple(Mention(text[n.start : n.end], n.start, n.end) for n in names)
        return OwnerMatch(
            owners=tuple(b.name for b in bodies),
            documents=documents,
            mentions=mentions,
            status=status,
            unknown="、".join(corrected[n.start : n.end] for n in names if n.status == "unknown"),
            note="；".join(dict.fromkeys((*notes, *_notes(corrected, names)))),
            rest=_blank(corrected, names),
            kinds=tuple(kind for kind in self.kinds if kind in text),
            entity=corrected[units[0].start : units[0].end] if units else "",
        )

    def _runs_on(self, text: str, name: Name) -> bool:
        """Tell whether a printed name of something else begins with this one."""
        after = re.match(f"{HAN}{{3}}", text[name.end :])
        return bool(after) and self.printed.prints(text[name.start : name.end + 3])


def _notes(text: str, names: Iterable[Name]) -> Iterable[str]:
    for name in names:
        if name.note:
            yield name.note
        printed = text[name.start : name.end]
        if name.status == "named" and len(name.bodies) == 1 and name.bodies[0].is_cut_in(printed):
            yield f"把「{printed}」理解为「{name.bodies[0].name}」"


def _has(names: Iterable[Name], body: Body) -> bool:
    return any(body in name.bodies and name.status != "entity" for name in names)


def _status(names: Sequence[Name]) -> Status:
    order: tuple[Status, ...] = ("unknown", "entity", "named", "region-only")
    return next((s for s in order if any(n.status == s for n in names)), "none")


def _relevant(text: str, names: list[Name], runs_on: Callable[[Name], bool]) -> list[Name]:
    """Drop what a named body makes superfluous: its own region again, words of its documents."""
    names = [_narrowed(name, names) for name in names]
    named = [b for n in names if n.status in {"named", "entity"} for b in n.bodies]
    if not named:
        return names
    if _opens_elsewhere(names):
        return names
    kept, fuller = [], any(not name.bare and name.status == "named" for name in names)
    for name in names:
        own = tuple(body for body in name.bodies if body in named)
        if fuller and name.bare and (runs_on(name) or _is_item(text, name)):
            continue
        if name.status in {"named", "entity"} or listed_with(text, name.start, name.end):
            kept.append(name)
        elif name.status == "region-only" and own:
            kept.append(replace(name, bodies=own))
    return kept


def _is_item(text: str, name: Name) -> bool:
    """Tell whether a bare body beside a full name is an item of it: 「某县图书馆的图书馆」."""
    items = (row[0] for row in rows_of("functional_items.tsv", columns=2))
    return text[name.start : name.end] in items and not listed_with(text, name.start, name.end)


def _opens_elsewhere(names: Sequence[Name]) -> bool:
    """Tell whether an unknown region comes before bodies without one: 「某县2025年水务局…」."""
    first, *others = names
    named = (name for name in others if name.status in {"named", "entity"})
    return first.status == "unknown" and all(name.bare for name in named)


def _narrowed(name: Name, names: list[Name]) -> Name:
    """Give a bare body the region of its neighbours: 「临江区财政局与水务局」."""
    if not name.bare or len(name.bodies) < 2:
        return name
    seats = {body.seat for other in names if not other.bare for body in other.bodies}
    near = tuple(body for body in name.bodies if body.seat in seats)
    return replace(name, bodies=near) if near else name


def _blank(text: str, names: Iterable[Name]) -> str:
    for name in names:
        text = text[: name.start] + " " * (name.end - name.start) + text[name.end :]
    return text


def _spellings(bodies: Iterable[Body]) -> list[str]:
    """Return the names that a mistyped name may be taken for: three characters and more."""
    found: list[str] = []
    for body in bodies:
        found += [form for region in body.regions for form in forms_of(region)]
        for core in filter(None, body.cores):
            words = words_of(core)
            found += [core, "".join(word[0] for word in words[:-1]) + words[-1][:1]]
    return [name for name in found if len(name) > 2]
