"""Groups forms into families: who is alike belongs together, and so do those who are linked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from assistant.precedents.likeness import Sentences, likeness

ALIKE = 0.7  # likeness from which two forms are of one family; measured in benchmarks/precedents.py


class Groups:
    """Disjoint sets of forms; a set is named after its least form."""

    def __init__(self, families: Mapping[int, int]) -> None:
        """``families``: the family of each form, which is one of its forms."""
        self._above = dict(families)

    def root(self, form: int) -> int:
        """Return the name of the set that a form is in."""
        root = form
        while self._above[root] != root:
            root = self._above[root]
        while self._above[form] != root:
            self._above[form], form = root, self._above[form]
        return root

    def join(self, form: int, other: int) -> None:
        """Make one set of the sets of two forms."""
        least, most = sorted((self.root(form), self.root(other)))
        self._above[most] = least


def joined(
    groups: Groups, form: int, words: Sentences, others: Iterable[tuple[int, Sentences]]
) -> None:
    """Join a form with all of ``others`` that are alike; those of its own set are not compared."""
    for other, other_words in others:
        if groups.root(other) != groups.root(form) and likeness(words, other_words) >= ALIKE:
            groups.join(form, other)
