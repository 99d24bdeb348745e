"""A family of near-duplicate wordings as it is shown: members, use, shared text, differences."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from assistant.precedents.differences import Difference, Lack, differences, lacks
from assistant.precedents.filters import Filters
from assistant.precedents.kept import Form, forms_of
from assistant.precedents.members import Member, Use, newest, of_forms, own, use_of
from assistant.precedents.shared_text import Part, Printed, shared_parts

SHOWN = 20  # members of a family
COMPARED = 6  # wordings that tell what a family shares
OF_ONE_FORM = 3  # members with equal words that are looked at

Like = Callable[[Form], float]


@dataclass(frozen=True, slots=True)
class Family:
    """Wordings that say the same in nearly the same words.

    ``members`` are the ones to be looked at first, ``use`` counts all. ``parts`` cut the first
    member's text into what is shared, what varies and slots; ``differences`` lead from the draft
    to the first member; ``lacks`` is what most members have and the draft has not.
    """

    similarity: float  # of the first member to the draft, 0 to 1
    members: tuple[Member, ...]
    use: Use
    parts: tuple[Part, ...]
    differences: tuple[Difference, ...]
    lacks: tuple[Lack, ...]

    @property
    def wording(self) -> str:
        """The first member's text, verbatim."""
        return self.members[0].quote

    def to_json(self) -> dict[str, Any]:
        """Return the family as the command line prints it."""
        return {
            "wording": self.wording,
            "similarity": round(self.similarity, 4),
            "kinds": list(self.members[0].kinds),
            "used": self.use.wordings,
            "documents": self.use.documents,
            "owners": self.use.owners,
            "first_year": self.use.first_year,
            "last_year": self.use.last_year,
            "members": [_member_json(member) for member in self.members],
            "parts": [_part_json(part) for part in self.parts],
            "differences": [list(difference) for difference in self.differences],
            "lacking": [
                {"part": lack.part, "having": lack.having, "members": lack.members}
                for lack in self.lacks
            ],
        }


def _member_json(member: Member) -> dict[str, Any]:
    return {
        "document": member.file_name,
        "owner": member.owner,
        "year": member.year,
        "section": list(member.section),
        "start": member.span.start,
        "end": member.span.end,
        "quote": member.quote,
    }


def _part_json(part: Part) -> dict[str, Any]:
    shown: dict[str, Any] = {"role": part.role, "text": part.text}
    return shown | ({"slot": part.slot, "values": list(part.values)} if part.slot else {})


def family_of(
    file: sqlite3.Connection,
    id: int,
    draft: str,
    filters: Filters,
    like: Like,
    near: Sequence[int],
) -> Family:
    """Return a family that has members under the filters.

    ``like`` says how alike a form is to the draft; ``near`` are the forms known to be so.
    """
    found = [
        *own(file, id, filters, SHOWN),
        *of_forms(file, near[:SHOWN], filters, OF_ONE_FORM),
        *newest(file, id, filters, SHOWN),
    ]
    forms = forms_of(file, dict.fromkeys(member.form for member in found))
    likeness = {form.id: like(form) for form in forms}
    members = sorted(dict.fromkeys(found), key=lambda one: _order(one, filters, likeness))[:SHOWN]
    first = members[0]
    others = _different(members)[1:COMPARED]
    printed = [Printed(member.quote, member.owner) for member in others]
    owners = (first.owner, *filters.own_names)
    return Family(
        similarity=likeness[first.form],
        members=tuple(members),
        use=use_of(file, id, filters),
        parts=tuple(shared_parts(Printed(first.quote, first.owner), printed)),
        differences=tuple(differences(draft, first.quote, dict.fromkeys(owners))),
        lacks=tuple(lacks(draft, [member.quote for member in members])),
    )


def _order(member: Member, filters: Filters, likeness: dict[int, float]) -> tuple[Any, ...]:
    """One's own bureau first, its newest wording before all; then the most alike, the newest."""
    is_own = bool(filters.own) and filters.own in member.owner
    alike = -round(likeness[member.form], 2)
    year = -(member.year or 0)
    place = (member.owner, member.file_name, member.span)
    return (0, year, alike, *place) if is_own else (1, alike, year, *place)


def _different(members: Sequence[Member]) -> list[Member]:
    """Return the members whose texts differ, the first of each."""
    return list({member.quote: member for member in reversed(members)}.values())[::-1]
