"""HTML of one finding: what does not fit, its places in their context, accepting it.

Personal data is never shown in full: what the review has found of it is covered everywhere.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from html import escape

from assistant.answer import Citation
from assistant.review.as_json import citation
from assistant.review.catalogue import rules
from assistant.review.finding import Finding, Report
from assistant.web.amount import grouped
from assistant.web.covering import Private, covered, covered_document
from assistant.web.evidence import origin_html, place_html
from assistant.web.review_html import level_html
from assistant.web.texts import named, told
from corpus.document import Document
from corpus.figure import Source
from corpus.library import Library

MOST = 6  # places that are shown
LONGEST = 500  # characters of a reason


@dataclass(frozen=True, slots=True)
class _Shown:
    """A place as it may be shown."""

    citation: Citation
    document: Document
    printed: str
    is_covered: bool


def nothing_html() -> str:
    """Return the panel when no finding is open."""
    return f'<section class="evidence empty"><p>{told("review.places.none")}</p></section>'


def gone_html() -> str:
    """Return the panel when the library has moved on from what was reviewed."""
    return f'<section class="evidence empty"><p role="alert">{told("review.old")}</p></section>'


def finding_html(
    one: Finding, report: Report, library: Library, private: Private, *, may_change: bool
) -> str:
    """Return a finding with its places; LibraryError when a document is no longer there."""
    secrets = [text for place in one.places for text in private.get(place.document, ())]
    different = _different(one.places)
    places = "".join(_places(one, different[:MOST], report, library, private))
    more = len(different) - MOST
    rest = f'<p class="note">{told("review.more", n=more)}</p>' if more > 0 else ""
    return (
        f'<article class="opened {one.severity.value}" data-id="{one.id}">'
        f"{_head_html(one, secrets)}{_decision_html(one, may_change=may_change)}"
        f'<div class="places">{places}</div>{rest}</article>'
    )


def message_of(one: Finding, private: Private) -> str:
    """Return what a finding says, as it may be shown."""
    secrets = [text for place in one.places for text in private.get(place.document, ())]
    return covered(one.message, secrets)


def _head_html(one: Finding, secrets: Collection[str]) -> str:
    rule = rules()[one.rule]
    values = (("expected", one.expected), ("found", one.found), ("difference", one.difference))
    rows = "".join(
        f"<div><dt>{told(f'review.{name}')}</dt><dd>{_value(text, one.unit, secrets)}</dd></div>"
        for name, text in values
        if text
    )
    listed = f'<dl class="values">{rows}</dl>' if rows else ""
    return (
        f'<header><p class="about">{level_html(one)} {escape(rule.family)} · <code>{one.id}</code>'
        f'<button type="button" class="step back" data-back>{told("review.back")}</button></p>'
        f'<h2 tabindex="-1">{escape(rule.title)}</h2>'
        f'<p class="message">{escape(covered(one.message, secrets))}</p>{listed}'
        f'<p class="soft">{told("review.rule.says")}{escape(rule.explanation)}</p>'
        f'<p class="suggestion">{told("review.suggestion")}{escape(one.suggestion)}</p></header>'
    )


def _value(text: str, unit: str, secrets: Collection[str]) -> str:
    number = grouped(text)
    is_number = text.strip("+-").replace(".", "", 1).isdecimal()
    shown = f"{number} {unit}".strip() if is_number else covered(text, secrets)
    return f'<span class="{"number" if is_number else "words"}">{escape(shown)}</span>'


def _decision_html(one: Finding, *, may_change: bool) -> str:
    if one.reason:
        undo = (
            f'<button type="button" class="act" data-do="reject" data-id="{one.id}">'
            f"{told('review.reject')}</button>"
        )
        return (
            f'<div class="decision accepted"><p>{told("review.accepted.because")}'
            f"{escape(one.reason)}</p>{undo if may_change else ''}</div>"
        )
    if not may_change:
        return f'<p class="decision readonly">{told("review.readonly")}</p>'
    return (
        f'<form class="decision" data-do="accept" data-id="{one.id}">'
        f'<label for="review-reason">{told("review.reason")}</label>'
        f'<div><input id="review-reason" name="reason" required maxlength="{LONGEST}"'
        f' autocomplete="off" {named("placeholder", "review.reason.hint")}>'
        f'<button type="submit" class="act">{told("review.accept")}</button></div></form>'
    )


def _different(places: Sequence[Source]) -> list[Source]:
    """Return the places without those in the same words of a sentence, of which one is enough."""
    return list({(p.document, p.span, p.cell): p for p in reversed(places)}.values())[::-1]


def _places(
    one: Finding, places: Sequence[Source], report: Report, library: Library, private: Private
) -> list[str]:
    infos = {info.id: info for info in report.documents}
    shown = [
        _shown(place, citation(place, infos), library, private.get(place.document, ()))
        for place in places
    ]
    return [_place_html(n, shown, masked=one.masked) for n in range(len(shown))]


def _shown(place: Source, found: Citation, library: Library, secrets: Collection[str]) -> _Shown:
    whole = covered_document(library.document(place.document), secrets)
    quote, cell = covered(found.quote, secrets), covered(found.cell, secrets)
    receipt = replace(found, quote=quote, cell=cell, row=covered(found.row, secrets))
    return _Shown(receipt, whole, covered(place.printed, secrets), bool(secrets))


def _place_html(at: int, shown: Sequence[_Shown], *, masked: bool) -> str:
    one = shown[at]
    head = f"<h3>{told('review.place', n=at + 1)}</h3>"
    if masked:
        quote = f'<p class="quoted"><mark class="cited">{escape(one.citation.quote)}</mark></p>'
        hidden = f'<p class="note">{told("review.masked")}</p>'
        origin = origin_html(one.document, one.citation)
        return f'<section class="place">{head}{origin}{quote}{hidden}</section>'
    drawn = place_html(
        one.document,
        [other.citation for other in shown],
        at,
        number=one.printed,
        name=named("aria-label", "review.original", n=at + 1),
        pictured=not one.is_covered,
    )
    return f'<section class="place">{head}{drawn}</section>'
