"""Finds how something has been worded before: families of wordings for a draft or a need.

Candidates come from shared bands (nearly the same words) and from the search for passages (the
same meaning). One's own bureau comes first, then the wanted kind of section, then likeness.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from assistant.precedents.family import Family, family_of
from assistant.precedents.filters import Filters
from assistant.precedents.kept import Form, Kept, Progress, forms_near, forms_of, words_of
from assistant.precedents.likeness import Sentences, bands_of, contained, likeness
from assistant.precedents.members import forms_at, has_member, kinds_of, size_of
from assistant.precedents.section_types import cued_types, type_of_label
from index.hybrid import Hit, PassageIndex
from index.shelf import Shelf

LIMIT = 5  # families
NEAR = 120  # forms that share most bands with the draft
HITS = 60  # passages that mean the same
MEANT = 0.6  # weight of the best passage found beside likeness 1
AT_LEAST = 0.5  # likeness from which the wording of one's own bureau goes before all others
SAME_KIND = 0.2  # weight of a section of the draft's own kind beside likeness 1
BEST = 3  # forms of a family that make its score
PIECE = 0.9  # likeness to a paragraph of the draft beside likeness to all of it


@dataclass(frozen=True, slots=True)
class _Scored:
    """A form with its likeness to the draft, and all that counts for its order."""

    form: Form
    likeness: float  # 0 to 1
    score: float


class Precedents:
    """The wordings of one library; safe to share between threads."""

    def __init__(self, library: Shelf, home: Path, passages: PassageIndex | None = None) -> None:
        """Search ``library``; without ``passages`` only likeness of words finds anything."""
        self._library = library
        self.kept = Kept(home)
        self._passages = passages
        self._revision = -1

    def refresh(self, progress: Progress | None = None) -> None:
        """Bring the kept wordings up to the library; done before each search when needed."""
        revision = self._library.revision
        if revision != self._revision:
            self.kept.refresh(self._library.readings(), self._library.document, progress)
            self._revision = revision

    def find(
        self, draft: str, filters: Filters | None = None, *, limit: int = LIMIT
    ) -> list[Family]:
        """Return up to ``limit`` families of wordings that are like the draft, best first.

        A family's first member is the one to be taken first: of one's own bureau, then the most
        alike, then the newest. Nothing that the filters exclude is shown or counted.
        """
        wanted = filters or Filters()
        if not draft.strip() or limit < 1:
            return []
        self.refresh()
        with self.kept.reading() as file:
            pieces = _pieces(draft, wanted.own_names)
            found = self._scored(file, draft, pieces, wanted)
            chosen = _ordered(file, found, wanted, limit)
            return [_family(file, scored, draft, pieces, wanted) for scored in chosen]

    def _scored(
        self, file: sqlite3.Connection, draft: str, pieces: Sequence[Sentences], wanted: Filters
    ) -> list[_Scored]:
        """Return all candidates, those first that share most with the draft."""
        meant = self._meant(file, draft, wanted)
        bands = (band for bands in bands_of(pieces) for band in bands)
        near = {form.id: form for form in forms_near(file, sorted(set(bands)), NEAR)}
        others = forms_of(file, (id for id in meant if id not in near))
        forms = [*near.values(), *others]
        kinds = _kinds(draft, wanted)
        found: list[_Scored] = []
        for form in forms:
            like = _like(pieces, form)
            same = bool(kinds and kinds & kinds_of(file, form.id))
            score = like + MEANT * meant.get(form.id, 0.0) + SAME_KIND * same
            found.append(_Scored(form, like, score))
        return found

    def _meant(self, file: sqlite3.Connection, draft: str, wanted: Filters) -> dict[int, float]:
        """Return the forms that stand in passages of the same meaning: 1 for the best of them."""
        if self._passages is None:
            return {}
        documents = wanted.documents(file)
        hits = self._passages.search(draft, documents=documents, limit=HITS)
        if not hits:
            return {}
        best, last = hits[0].score, hits[-1].score
        found: dict[int, float] = {}
        for hit in hits:
            share = (hit.score - last) / (best - last) if best > last else 1.0
            for form in _forms_of_hit(file, hit, wanted):
                found.setdefault(form, share)
        return found


def _pieces(draft: str, owners: Sequence[str]) -> list[Sentences]:
    """Return the words of the draft, and of each of its paragraphs when it has several."""
    paragraphs = [line for line in draft.splitlines() if line.strip()]
    texts = [draft, *paragraphs] if len(paragraphs) > 1 else [draft]
    return [words for text in texts if (words := words_of(text, owners))]


def _kinds(draft: str, wanted: Filters) -> frozenset[str]:
    """Return the kind that is asked for or that the draft announces or tells first, if any."""
    told = (wanted.kind, type_of_label(draft), *cued_types(draft)[:1])
    return frozenset(next(([kind] for kind in told if kind), []))


def _like(pieces: Sequence[Sentences], form: Form) -> float:
    whole = max((likeness(words, form.words) for words in pieces[:1]), default=0.0)
    part = max((likeness(words, form.words) for words in pieces[1:]), default=0.0)
    quoted = contained(pieces[0], form.words) if pieces else 0.0
    return max(whole, PIECE * part, PIECE * quoted)


def _forms_of_hit(file: sqlite3.Connection, hit: Hit, wanted: Filters) -> Iterator[int]:
    for passage in (hit.passage, *hit.twins):
        yield from forms_at(file, passage.document, passage.span, wanted)


def _ordered(
    file: sqlite3.Connection, found: Iterable[_Scored], wanted: Filters, limit: int
) -> list[list[_Scored]]:
    """Return the forms found by family: families with members, one's own bureau first."""
    families: dict[int, list[_Scored]] = {}
    for scored in sorted(found, key=lambda one: (-one.score, one.form.id)):
        families.setdefault(scored.form.family, []).append(scored)
    allowed = {id: forms for id, forms in families.items() if has_member(file, id, wanted)}
    best = sorted(allowed.values(), key=lambda forms: -_family_score(file, forms))
    if wanted.own:
        own = replace(wanted, only_own=True)
        alike = [forms for forms in best if forms[0].likeness >= AT_LEAST]
        first = [forms for forms in alike if has_member(file, forms[0].form.family, own)]
        best = first + [forms for forms in best if forms not in first]
    return best[:limit]


def _family_score(file: sqlite3.Connection, forms: Sequence[_Scored]) -> float:
    """Return the mean score of the best forms: a sentence that one member adds says little."""
    size = min(BEST, size_of(file, forms[0].form.family))
    return sum(one.score for one in forms[:size]) / max(size, 1)


def _family(
    file: sqlite3.Connection,
    scored: Sequence[_Scored],
    draft: str,
    pieces: Sequence[Sentences],
    wanted: Filters,
) -> Family:
    """Return the family of some forms as it is shown."""
    known = {one.form.id: one.likeness for one in scored}

    def like(form: Form) -> float:
        return known[form.id] if form.id in known else _like(pieces, form)

    near = [one.form.id for one in scored]
    return family_of(file, scored[0].form.family, draft, wanted, like, near)
