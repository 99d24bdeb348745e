"""HTML of one earlier wording: how the draft differs from it, and the passage where it stands."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from assistant.answer import Citation
from assistant.precedents.differences import DELETE, INSERT, Difference, differences
from assistant.precedents.family import Family
from assistant.precedents.members import Member
from assistant.web.evidence import place_html
from assistant.web.precedents_html import MEANT, copy_html
from assistant.web.searches import Search
from assistant.web.texts import told
from corpus.document import Document

MARKS = {DELETE: "del", INSERT: "ins"}


def nothing_html(key: str = "precedents.member.none") -> str:
    """Return the panel when no wording is open."""
    return f'<section class="evidence empty"><p>{told(key)}</p></section>'


def member_html(search: Search, family: Family, member: Member, document: Document) -> str:
    """Return a wording of a family beside the draft, and its passage highlighted."""
    year = f" {member.year}年" if member.year else ""
    drawn = place_html(document, [_citation(member, document)], 0)
    return (
        f'<article class="opened"><header><p class="about">{told("precedents.earlier")}'
        f'<button type="button" class="step back" data-back>{told("review.back")}</button></p>'
        f'<h2 tabindex="-1">{escape(member.owner)}{year}</h2></header>'
        f'{_differences_html(search, family, member)}<div class="tools">{copy_html(member)}</div>'
        f'<section class="place">{drawn}</section></article>'
    )


def _differences_html(search: Search, family: Family, member: Member) -> str:
    if family.similarity < MEANT:
        return f'<p class="soft">{told("precedents.notcompared")}</p>'
    owners = dict.fromkeys((member.owner, *search.filters.own_names))
    parts = differences(search.draft, member.quote, owners)
    if all(tag not in MARKS for tag, _ in parts):
        return f'<p class="soft">{told("precedents.same")}</p>'
    return (
        f'<section class="differing"><h3>{told("precedents.differences")}</h3>'
        f'<p class="legend"><del>{told("precedents.deleted")}</del>'
        f" <ins>{told('precedents.inserted')}</ins></p>"
        f'<p class="diff">{_marked_html(parts)}</p></section>'
    )


def _marked_html(parts: Iterable[Difference]) -> str:
    return "".join(
        f"<{MARKS[tag]}><span class='unseen'>{told(f'precedents.{tag}')}</span>{escape(text)}"
        f"</{MARKS[tag]}>"
        if tag in MARKS
        else escape(text)
        for tag, text in parts
    )


def _citation(member: Member, document: Document) -> Citation:
    start, end = member.span.start, member.span.end
    return Citation(
        document_id=member.document,
        document=member.file_name,
        title=document.title,
        section=member.section,
        start=start,
        end=end,
        quote=member.quote,
        page=document.page_at(start),
    )
