"""Tells what kind of section a heading announces, whatever its number, and what prose is about.

The kinds and their headings are data: ``section_types.tsv`` and ``section_cues.tsv``.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import cache

from corpus.document import Document, Section
from corpus.vocabulary import rows_of

NONE = ""
SEVERAL = "-"  # in the data: a heading over several kinds
LONGEST_TITLE = 40  # characters; what is longer, or has clauses, is a sentence
YEAR = re.compile(r"(?:19|20)\d{2}(?:年度?)?(?:[-至—~]+(?:19|20)?\d{2}年度?)?")
NOISE = re.compile(r"[\s“”\"'‘’（）()〔〕\[\]【】《》<>*]+")
CLAUSES = re.compile("[，。；,;]")
ENDS = ":。，；、,;"
LABEL = re.compile(
    r"\s*(?:[（(]?[一二三四五六七八九十\d]{1,3}[)）、.．]\s*)?([^：:，。；\n]{2,14})[：:]"
)


@cache
def section_types() -> tuple[str, ...]:
    """Return the names of all kinds, in the order of the data."""
    named = (*_titles(), *_cues())
    return tuple(dict.fromkeys(kind for kind, _ in named if kind))


def types_of(document: Document) -> tuple[str, ...]:
    """Return the kind of every section of a document by its index, "" for none."""
    found: list[str] = []
    for section in document.sections:
        own = None if section.parent is None else type_of_title(section.title, document)
        found.append(_inherited(section, found) if own is None else own)
    return tuple(found)


def _inherited(section: Section, above: Sequence[str]) -> str:
    return NONE if section.parent is None else above[section.parent]


def type_of_title(title: str, document: Document | None = None) -> str | None:
    """Return the kind that a heading announces; "" for several, None when it tells none."""
    plain = plain_title(title, document)
    if len(plain) > LONGEST_TITLE or CLAUSES.search(plain):
        return None
    return next((kind for kind, pattern in _titles() if pattern.fullmatch(plain)), None)


def plain_title(title: str, document: Document | None = None) -> str:
    """Return a heading without year, owner, quotes, brackets, blanks and 关于."""
    plain = YEAR.sub("", NOISE.sub("", unicodedata.normalize("NFKC", title)))
    if document is not None and document.owner:
        owner = NOISE.sub("", unicodedata.normalize("NFKC", document.owner))
        plain = plain.replace(owner, "")
    return plain.strip(ENDS).removeprefix("关于").strip(ENDS)


def type_of_label(text: str) -> str | None:
    """Return the kind that a paragraph announces itself: 「立项依据：…」; None without label."""
    label = LABEL.match(text)
    return type_of_title(label[1]) or None if label else None


def cued_types(text: str) -> tuple[str, ...]:
    """Return what a paragraph is about by its words alone, in the order of the data."""
    plain = re.sub(r"\s+", "", text)
    return tuple(dict.fromkeys(kind for kind, pattern in _cues() if pattern.search(plain)))


@cache
def _titles() -> tuple[tuple[str, re.Pattern[str]], ...]:
    rows = rows_of("section_types.tsv", columns=2)
    return tuple((NONE if kind == SEVERAL else kind, re.compile(title)) for kind, title in rows)


@cache
def _cues() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((kind, re.compile(cue)) for kind, cue in rows_of("section_cues.tsv", columns=2))
