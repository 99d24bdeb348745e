"""Cuts a document into wordings: the pieces of prose that are compared with each other.

A short section is one wording; a long one, and one that is a list, is one a paragraph. Lines
that a page broke are joined; tables, contents and headings are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from assistant.precedents.section_types import (
    cued_types,
    type_of_label,
    type_of_title,
    types_of,
)
from corpus.document import Document, Section, Span
from corpus.owner_names import owner_name
from corpus.passages import Passage, is_furniture, passages_of
from corpus.vocabulary import lines_of

LONGEST_WHOLE = 600  # characters of a section that is taken whole
SHORTEST = 6  # characters of a section that is taken whole
SHORTEST_BARE = 15  # of a paragraph of a list, or that no heading tells the kind of
SAID = re.compile("[。；;]")
LEVELS = {"province": "省级", "city": "市级", "county": "县级", "town": "乡级"}


@dataclass(frozen=True, slots=True)
class Wording:
    """A piece of prose with whose it is and what kinds it has, the first one from its heading.

    ``text`` is verbatim: ``document.text[span.start:span.end]``. ``level`` is one of ``LEVELS``.
    """

    document: str  # Document.id
    owner: str
    region: str
    level: str
    year: int | None
    kinds: tuple[str, ...]
    section: tuple[str, ...]
    span: Span
    text: str


def wordings_of(document: Document) -> list[Wording]:
    """Return the wordings of a document in the order of its text."""
    kinds = types_of(document)
    sections = document.sections
    prose = (p for p in passages_of(document, ()) if _is_prose(document, p))
    found: list[Wording] = []
    for (index, _), run in groupby(prose, key=_place(document)):
        kind = kinds[index] if sections else ""
        section = sections[index] if sections else None
        for span in _spans(document, kind, list(run)):
            found += _wording(document, section, kind, span)
    return found


def level_of(owner: str) -> str:
    """Return the level of a body by the regions in its name, "" when it names none."""
    regions = owner_name(owner, is_body=True).regions
    return LEVELS.get(regions[-1].level, "") if regions else ""


def _is_prose(document: Document, passage: Passage) -> bool:
    text = document.quote(passage.span).strip()
    if is_furniture(text) or not text:
        return False
    if not passage.is_heading or not document.sections:
        return True
    return passage.span.start >= document.sections[passage.section].body.start


def _place(document: Document) -> _Place:
    return _Place([table.span.start for table in document.tables])


class _Place:
    """Passages of one section between two tables belong together."""

    def __init__(self, stops: Sequence[int]) -> None:
        self._stops = stops

    def __call__(self, passage: Passage) -> tuple[int, int]:
        """Return the section, and how many tables stand before."""
        return passage.section, sum(stop <= passage.span.start for stop in self._stops)


def _spans(document: Document, kind: str, run: Sequence[Passage]) -> list[Span]:
    paragraphs = [_trimmed(document, passage.span) for passage in run]
    if not kind or _is_list(kind):
        return paragraphs
    labelled = _by_label(document, paragraphs)
    if len(labelled) > 1:
        return labelled
    whole = Span(paragraphs[0].start, paragraphs[-1].end)
    return paragraphs if whole.end - whole.start > LONGEST_WHOLE else [whole]


def _is_list(kind: str) -> bool:
    return kind in lines_of("paragraph_kinds.tsv")


def _label(text: str) -> str | None:
    """Return the kind of a section that a paragraph announces itself."""
    kind = type_of_label(text)
    return None if not kind or _is_list(kind) else kind


def _by_label(document: Document, paragraphs: Sequence[Span]) -> list[Span]:
    """Join paragraphs with those that follow them up to the next one that announces its kind."""
    found: list[Span] = []
    for span in paragraphs:
        if found and _label(document.quote(span)) is None:
            found[-1] = Span(found[-1].start, span.end)
        else:
            found.append(span)
    return found


def _trimmed(document: Document, span: Span) -> Span:
    text = document.quote(span)
    start = span.start + len(text) - len(text.lstrip())
    return Span(start, max(start, span.start + len(text.rstrip())))


def _is_said(text: str, kind: str) -> bool:
    """Tell a sentence from a caption, a letterhead, a line of a form."""
    if kind and not _is_list(kind):
        return len(text) >= SHORTEST and not type_of_title(text.partition("\n")[0])
    return len(text) >= SHORTEST_BARE and bool(SAID.search(text))


def _wording(
    document: Document, section: Section | None, kind: str, span: Span
) -> Iterator[Wording]:
    text = document.quote(span)
    label = None if _is_list(kind) else _label(text)
    if not label and not _is_said(text, kind):
        return
    kinds = dict.fromkeys(filter(None, (label, kind, *cued_types(text))))
    yield Wording(
        document=document.id,
        owner=document.owner,
        region=document.region,
        level=level_of(document.owner),
        year=document.fiscal_year,
        kinds=tuple(kinds),
        section=section.path if section else (),
        span=span,
        text=text,
    )
