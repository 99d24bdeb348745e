"""Documents with tables of an invented bureau, and the figures of those tables."""

from __future__ import annotations

from corpus.document import Document
from corpus.figure import Basis, Figure
from corpus.figures_in_tables import figures_in_tables
from corpus.identity import Identity
from corpus.ingest import document_of
from corpus.readers.text import read_text

OWNER = "青禾市临江区水务局"


def document(text: str, basis: Basis = Basis.BUDGET) -> Document:
    """Return the document of a text file of an invented bureau."""
    identity = Identity("预算公开", OWNER, "", 2026, "部门预算", basis)
    return document_of("0", "a.txt", read_text(text.encode(), "a.txt").blocks, identity)


def figures(text: str) -> list[Figure]:
    """Return the figures of the tables of a text, in printed order."""
    return figures_in_tables(document(text), owner=OWNER, year=2026, basis=Basis.BUDGET)[0]
