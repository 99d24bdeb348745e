"""Tells which parts of a document were read by character recognition, and marks their figures."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

from corpus.document import Document, Paragraph, Span, Table
from corpus.figure import Figure


def doubtful_spans(document: Document) -> tuple[Span, ...]:
    """Return the spans of recognised paragraphs and tables, in printed order."""
    parts: tuple[Paragraph | Table, ...] = (*document.paragraphs, *document.tables)
    return tuple(sorted(part.span for part in parts if part.doubtful))


def is_doubtful(document: Document, span: Span) -> bool:
    """Whether any part of a span was recognised."""
    return _touches(span, doubtful_spans(document))


def marked(document: Document, figures: Sequence[Figure]) -> tuple[Figure, ...]:
    """Return the figures, those that stand in recognised text marked as doubtful."""
    spans = doubtful_spans(document)
    if not spans:
        return tuple(figures)
    return tuple(replace(f, doubtful=_touches(f.source.span, spans)) for f in figures)


def _touches(span: Span, others: Sequence[Span]) -> bool:
    """Whether a span overlaps one of some spans that are sorted and do not overlap."""
    last = bisect_left(others, Span(span.end, span.end)) - 1
    return last >= 0 and others[last].end > span.start
