"""HTML of the Precedents view's left side: what is looked for, and the families found.

Every string of a document goes through ``escape``.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from assistant.precedents.family import Family
from assistant.precedents.members import Member
from assistant.precedents.plain_text import as_text
from assistant.precedents.section_types import section_types
from assistant.precedents.shared_text import SLOT, VARYING, Part
from assistant.precedents.wordings import LEVELS
from assistant.web.links import link
from assistant.web.searches import Search
from assistant.web.targets_html import targets_html
from assistant.web.texts import named, option, told
from assistant.web.turn_tools import folded
from corpus.document import Document
from corpus.library import DocumentInfo

LONGEST = 4000  # characters of a draft
MEANT = 0.2  # likeness below which a wording was found by its meaning
SECTION_NAME = 60  # characters of a section's name in the list


def form_html(infos: Sequence[DocumentInfo]) -> str:
    """Return the form: a draft or a need, one's own bureau, and what limits the search."""
    if not infos:
        return f'<section class="choose"><p class="none">{told("review.empty")}</p></section>'
    owners = sorted({info.owner for info in infos if info.owner})
    regions = sorted({info.region for info in infos if info.region})
    years = sorted({str(info.fiscal_year) for info in infos if info.fiscal_year}, reverse=True)
    limits = "".join(
        (
            _select("kind", section_types()),
            _select("owner", owners),
            _select("year", years),
            _select("level", LEVELS.values()),
            _select("region", regions),
        )
    )
    return (
        f'<form class="choose draft" data-do="find" {named("aria-label", "precedents.form")}>'
        f'<label for="precedents-draft">{told("precedents.draft")}</label>'
        f'<textarea id="precedents-draft" name="draft" rows="6" maxlength="{LONGEST}"'
        f" {named('placeholder', 'precedents.draft.hint')}></textarea>"
        f'<div class="filters">{_select("own", owners)}<label class="check">'
        f'<input type="checkbox" name="only_own" value="yes">'
        f"<span>{told('precedents.only')}</span></label></div>"
        f"{folded(told('precedents.limits'), limits, kind='limits')}"
        f'<button type="submit" class="primary">{told("precedents.find")}</button></form>'
    )


def _select(name: str, values: Iterable[str]) -> str:
    options = "".join(f'<option value="{escape(v)}">{escape(v)}</option>' for v in values)
    return (
        f"<label>{told(f'precedents.{name}')}"
        f'<select name="{name}">{option("", "figures.any")}{options}</select></label>'
    )


def pick_html(infos: Sequence[DocumentInfo], document: Document | None, draft: str = "") -> str:
    """Return the way to take a section of a document as the draft.

    draft: the text of the section that was just taken; the browser puts it into the form.
    """
    if not infos:
        return ""
    chosen = document.id if document else ""
    names = "".join(
        f'<option value="{escape(info.id)}"{" selected" if info.id == chosen else ""}>'
        f"{escape(info.file_name)}</option>"
        for info in infos
    )
    return folded(
        told("precedents.pick"),
        f'<form class="filters"><label>{told("precedents.document")}'
        f'<select name="document" data-do="pick">{option("", "precedents.choose")}{names}</select>'
        f"</label>{_sections_html(document)}</form>"
        f'<span hidden data-draft="{escape(draft)}"></span>',
        kind="picking",
        is_open=document is not None,
    )


def _sections_html(document: Document | None) -> str:
    if document is None:
        return ""
    names = "".join(
        f'<option value="{section.index}">{escape(_name(section.path))}</option>'
        for section in document.sections
        if section.path and document.quote(section.body).strip()
    )
    return (
        f'<label>{told("precedents.section")}<select name="section" data-do="section">'
        f"{option('', 'precedents.choose')}{names}</select></label>"
    )


def _name(path: Sequence[str]) -> str:
    whole = " › ".join(path[-2:])
    return whole if len(whole) <= SECTION_NAME else f"…{whole[-SECTION_NAME:]}"


def waiting_html(search: Search) -> str:
    """Return how far a search is."""
    if not search.total or search.done >= search.total:
        return f'<p class="waiting" role="status">{told("precedents.searching")}</p>'
    return (
        f'<p class="waiting" role="status">'
        f"{told('precedents.sorting', done=search.done, all=search.total)}"
        f'<progress max="{search.total}" value="{search.done}"'
        f" {named('aria-label', 'review.progress')}></progress></p>"
    )


def prompt_html(key: str = "precedents.prompt") -> str:
    """Return a sentence where there are no families to show."""
    return f'<p class="prompt" role="status">{told(key)}</p>'


def found_html(search: Search, opened: tuple[int, int] | None, *, is_old: bool) -> str:
    """Return the families of a search, best first."""
    families = search.families or []
    targets = targets_html(search.targets)
    old = f'<p class="old" role="status">{told("precedents.old")}</p>' if is_old else ""
    if not families:
        return old + targets + ("" if targets else prompt_html("precedents.none"))
    listed = "".join(_family_html(n, one, opened) for n, one in enumerate(families))
    save = f'<a href="{escape(docx_link(search.key))}" download>Word (.docx)</a>'
    return (
        f'{old}<p class="summary" role="status">{told("precedents.count", n=len(families))}</p>'
        f'{targets}{listed}<div class="tools">'
        f"{folded(told('precedents.save'), save, kind='menu save')}</div>"
    )


def docx_link(key: str) -> str:
    """Return where the families of a search lie as a Word file."""
    return link("made/precedents.docx", key)


def _family_html(at: int, family: Family, opened: tuple[int, int] | None) -> str:
    kinds = " · ".join(map(escape, family.members[0].kinds))
    members = "".join(
        _member_html(at, n, member, is_open=opened == (at, n))
        for n, member in enumerate(family.members)
    )
    return (
        f'<article class="family" aria-labelledby="family-{at}">'
        f'<h3 id="family-{at}"><b>{at + 1}.</b> {_use_html(family)}</h3>'
        f"{f'<p class=kinds>{kinds}</p>' if kinds else ''}"
        f'<p class="wording">{"".join(map(_part_html, family.parts))}</p>'
        f"{_slots_html(family.parts)}{_lacks_html(family)}"
        f'<div class="tools">{copy_html(family.members[0])}</div>'
        f'<ul class="members" {named("aria-label", "precedents.members")}>{members}</ul></article>'
    )


def _use_html(family: Family) -> str:
    use = family.use
    percent = f"{family.similarity:.0%}"
    is_like = family.similarity >= MEANT
    like = told("precedents.like", percent=percent) if is_like else told("precedents.meant")
    used = told("precedents.used", owners=use.owners, n=use.wordings, documents=use.documents)
    years = ""
    if use.first_year:
        same = use.first_year == use.last_year
        shown = f"{use.first_year}" if same else f"{use.first_year}–{use.last_year}"
        years = f" · {told('precedents.years', years=shown)}"
    return f"{like} · {used}{years}"


def _part_html(part: Part) -> str:
    if part.role == SLOT:
        return (
            f'<span class="varies">{escape(part.text)}'
            f'<small aria-hidden="true">{escape(part.slot)}</small>'
            f'<span class="unseen">（{told("precedents.slot")}{escape(part.slot)}）</span></span>'
        )
    if part.role == VARYING:
        return f'<span class="varying">{escape(part.text)}</span>'
    return escape(part.text)


def _slots_html(parts: Sequence[Part]) -> str:
    rows = "".join(
        f'<tr><th scope="row">{escape(part.slot)}</th>'
        f"<td>{escape('／'.join(part.values))}</td></tr>"
        for part in parts
        if part.role == SLOT and len(part.values) > 1
    )
    table = f'<table class="checks"><tbody>{rows}</tbody></table>'
    return folded(told("precedents.slots"), table, kind="slots-of") if rows else ""


def _lacks_html(family: Family) -> str:
    if not family.lacks:
        return ""
    items = "".join(
        f"<li><b>{escape(one.part)}</b> "
        f"{told('precedents.lack', having=one.having, members=one.members)}</li>"
        for one in family.lacks
    )
    return f'<div class="lacks"><p>{told("precedents.lacks")}</p><ul>{items}</ul></div>'


def _member_html(family: int, at: int, member: Member, *, is_open: bool) -> str:
    current = ' aria-current="true"' if is_open else ""
    year = f"{member.year}年" if member.year else ""
    place = " › ".join(member.section[-2:])
    return (
        f'<li><button type="button" class="finding member" data-do="open" data-family="{family}"'
        f' data-member="{at}"{current}><span class="head"><b>{escape(member.owner)}</b> {year}'
        f'</span><span class="where">{escape(place)}</span></button></li>'
    )


def copy_html(member: Member) -> str:
    """Return the buttons that copy a wording; the text stands in them as it is copied."""
    texts = (("precedents.copy", False), ("precedents.copy.source", True))
    return "".join(
        f'<button type="button" class="plain"'
        f' data-copied="{escape(as_text(member, with_source=with_source))}">{told(key)}</button>'
        for key, with_source in texts
    )
