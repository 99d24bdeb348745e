"""What a search for precedents is limited to, as conditions of the kept file."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Filters:
    """Limits of a search; "" and None do not limit.

    kind: of sections, see ``section_types``. owner, region: contained in the names. level: 省级,
    市级, 县级 or 乡级. own: the bureau whose wording goes first, contained in the owner's name;
    it limits only with ``only_own``.
    """

    kind: str = ""
    owner: str = ""
    region: str = ""
    level: str = ""
    year: int | None = None
    own: str = ""
    only_own: bool = False

    @property
    def own_names(self) -> tuple[str, ...]:
        """The names that are slots in a draft."""
        return tuple(filter(None, dict.fromkeys((self.own, self.owner))))

    def where(self) -> tuple[str, tuple[object, ...]]:
        """Return the condition on documents d and wordings w, and its parameters."""
        conditions = list(self._on_documents())
        if self.kind:
            conditions.append(("instr(w.kinds, ?)", f"|{self.kind}|"))
        return _joined(conditions)

    def documents(self, file: sqlite3.Connection) -> frozenset[str] | None:
        """Return the ids of the documents that may be found, None for all."""
        conditions = list(self._on_documents())
        if not conditions:
            return None
        condition, values = _joined(conditions)
        rows = file.execute(f"SELECT d.id FROM documents d WHERE {condition}", values)
        return frozenset(id for (id,) in rows)

    def _on_documents(self) -> Iterator[tuple[str, object]]:
        names = (("owner", self.owner), ("region", self.region))
        yield from ((f"instr(d.{column}, ?)", text) for column, text in names if text)
        if self.only_own:
            yield "instr(d.owner, ?)", self.own
        if self.level:
            yield "d.level = ?", self.level
        if self.year is not None:
            yield "d.year = ?", self.year


def _joined(conditions: list[tuple[str, object]]) -> tuple[str, tuple[object, ...]]:
    text = " AND ".join(condition for condition, _ in conditions) or "1"
    return text, tuple(value for _, value in conditions)
