"""What the library has, laid out so that a scan of a question looks at few bodies at each place."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from assistant.language.foreign_names import ForeignNames
from assistant.language.owner_library import Body, Texts, forms_of
from corpus.owner_names import abbreviation_end

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Known:
    """The bodies of a library by region and by what they are. Build with ``Known.of``.

    regions: a form -> the forms that mean the same region; by_first: first character -> the
    names that begin so, longest first; inside: a form -> the bodies in that region.
    """

    bodies: tuple[Body, ...]
    texts: Texts
    foreign: ForeignNames
    regions: Mapping[str, frozenset[str]]
    forms_by_first: Mapping[str, tuple[str, ...]]
    bodies_by_first: Mapping[str, tuple[Body, ...]]
    inside: Mapping[str, tuple[int, ...]]

    @classmethod
    def of(cls, bodies: tuple[Body, ...], texts: Texts) -> Known:
        """Lay out bodies and texts; a town's bare stem (望河 of 望河街道) is no name."""
        regions: dict[str, frozenset[str]] = {}
        for region in {r: None for body in bodies for r in body.regions}:
            for form in forms_of(region):
                if form != region.short:
                    full = forms_of(region) - {region.short}
                    regions[form] = regions.get(form, frozenset()) | full
                elif region.level != "town":
                    regions[form] = frozenset({form})
        forms = sorted(regions, key=len, reverse=True)
        return cls(
            bodies=bodies,
            texts=texts,
            foreign=ForeignNames(texts, regions),
            regions=regions,
            forms_by_first=_grouped((form[0], form) for form in forms),
            bodies_by_first=_grouped(
                (first, body) for body in bodies for first in {c[0] for c in body.cores if c}
            ),
            inside=_grouped(
                (form, number)
                for number, body in enumerate(bodies)
                for form in {form for region in body.regions for form in forms_of(region)}
            ),
        )

    def form_at(self, text: str, place: int) -> str:
        """Return the longest form of a known region that stands at ``place``, "" for none."""
        forms = self.forms_by_first.get(text[place : place + 1], ())
        return next((form for form in forms if text.startswith(form, place)), "")

    def names_region(self, text: str) -> bool:
        """Tell whether the text holds a form of a known region."""
        return any(self.form_at(text, place) for place in range(len(text)))

    def bodies_in(self, forms: frozenset[str]) -> list[Body]:
        """Return the bodies one of whose regions has one of these forms, in library order."""
        numbers = {number for form in forms for number in self.inside.get(form, ())}
        return [self.bodies[number] for number in sorted(numbers)]

    def levels_of(self, forms: frozenset[str]) -> frozenset[str]:
        """Return the levels of the known regions that have one of these forms."""
        regions = (region for body in self.bodies_in(forms) for region in body.regions)
        return frozenset(r.level for r in regions if not forms.isdisjoint(forms_of(r)))

    def ends_at(self, text: str, place: int, among: Sequence[Body]) -> list[tuple[Body, int]]:
        """Return the bodies of ``among`` whose name stands at ``place``, and where it ends."""
        first = text[place : place + 1]
        near = self.bodies_by_first.get(first, ())
        if among is not self.bodies:
            allowed = {id(body) for body in among}
            near = tuple(body for body in near if id(body) in allowed)
        cores = {core for body in near for core in body.cores if core[:1] == first}
        ends = {core: abbreviation_end(text, place, core) for core in cores}
        found = ((body, [ends[c] for c in body.cores if ends.get(c)]) for body in near)
        return [(body, max(filter(None, stops))) for body, stops in found if stops]


def _grouped(pairs: Iterable[tuple[str, Value]]) -> dict[str, tuple[Value, ...]]:
    """Gather values by key, keeping their order."""
    groups: defaultdict[str, list[Value]] = defaultdict(list)
    for key, value in pairs:
        groups[key].append(value)
    return {key: tuple(values) for key, values in groups.items()}
