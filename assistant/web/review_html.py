"""HTML of the Review view's left side: which documents, how far it is, the findings.

Every string of a document goes through ``escape``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from html import escape

from assistant.review.catalogue import rules
from assistant.review.finding import Finding, Report, Severity
from assistant.web.links import link
from assistant.web.reviews import Run
from assistant.web.texts import named, option, told
from assistant.web.turn_tools import folded
from corpus.library import DocumentInfo

PAGE = 50  # findings
OPEN, ACCEPTED, BOTH = "open", "accepted", "both"
FILES = {"xlsx": "XLSX", "html": "HTML", "json": "JSON"}
Say = Callable[[Finding], str]


@dataclass(frozen=True, slots=True)
class Wish:
    """Which findings are shown; "" does not limit. ``document``: an id."""

    severity: str = ""
    family: str = ""
    document: str = ""
    status: str = OPEN
    start: int = 0


def wished(report: Report, wish: Wish) -> list[Finding]:
    """Return the findings of a report that are wished, the gravest first."""
    of_status = {
        OPEN: report.findings,
        ACCEPTED: report.accepted,
        BOTH: (*report.findings, *report.accepted),
    }
    found = (one for one in of_status[wish.status] if _fits(one, wish))
    return sorted(found, key=lambda one: one.severity.rank)


def _fits(one: Finding, wish: Wish) -> bool:
    return (
        wish.severity in ("", one.severity.value)
        and wish.family in ("", rules()[one.rule].family)
        and (not wish.document or any(wish.document == place.document for place in one.places))
    )


def choose_html(infos: Sequence[DocumentInfo]) -> str:
    """Return the form that says which documents are reviewed; none chosen means all."""
    if not infos:
        return f'<section class="choose"><p class="none">{told("review.empty")}</p></section>'
    boxes = "".join(_box_html(info) for info in infos)
    search = (
        f'<input type="search" data-search autocomplete="off"'
        f" {named('aria-label', 'review.search')} {named('placeholder', 'review.search')}>"
    )
    pick = folded(
        f"{told('review.pick')} <b class='picked' aria-live='polite'></b>",
        f'{search}<ul class="pick">{boxes}</ul>'
        f'<button type="button" class="plain" data-unpick>{told("review.unpick")}</button>',
        kind="picking",
    )
    return (
        f'<form class="choose" data-do="run" {named("aria-label", "review.choose")}>'
        f"<p>{told('review.lead', n=len(infos))}</p>{pick}"
        f'<button type="submit" class="primary">{told("review.run")}</button></form>'
    )


def _box_html(info: DocumentInfo) -> str:
    year = f"{info.fiscal_year}年" if info.fiscal_year else ""
    about = " · ".join(filter(None, (info.owner, year, info.kind)))
    words = f"{info.file_name} {about}".lower()
    return (
        f'<li data-words="{escape(words)}"><label class="check">'
        f'<input type="checkbox" name="documents" value="{escape(info.id)}">'
        f"<span>{escape(info.file_name)}<small>{escape(about)}</small></span></label></li>"
    )


def waiting_html(run: Run) -> str:
    """Return how far a review is."""
    if not run.total:
        return f'<p class="waiting" role="status">{told("review.waiting")}</p>'
    return (
        f'<p class="waiting" role="status">{told("review.working", done=run.done, all=run.total)}'
        f'<progress max="{run.total}" value="{run.done}"'
        f" {named('aria-label', 'review.progress')}></progress></p>"
    )


def prompt_html() -> str:
    """Return what is said before a first review."""
    return f'<p class="prompt">{told("review.prompt")}</p>'


def trouble_html(words: str) -> str:
    """Return an error in words."""
    return f'<p class="trouble" role="alert">{escape(words)}</p>'


def found_html(report: Report, wish: Wish, opened: str, run: Run, say: Say, *, is_old: bool) -> str:
    """Return counts, filters, findings and exports. ``say``: the message as it may be shown."""
    old = f'<p class="old" role="status">{told("review.old")}</p>' if is_old else ""
    head = (
        f'<p class="summary" role="status">'
        f"{told('review.summary', n=len(report.documents), k=sum(report.checked.values()))}</p>"
    )
    if not (report.findings or report.accepted):
        return f"{old}{head}{_nothing_html(report)}{_files_html(run)}"
    found = wished(report, wish)
    return (
        f"{old}{head}{_severities_html(report, wish)}{_filters_html(report, wish)}"
        f"{_list_html(found, wish, opened, report, say)}{_pages_html(len(found), wish.start)}"
        f"{_checked_html(report)}{_files_html(run)}"
    )


def _severities_html(report: Report, wish: Wish) -> str:
    rest = wished(report, replace(wish, severity=""))
    counts = Counter(one.severity.value for one in rest)
    levels = [("", "review.all", len(rest))]
    levels += [(level.value, f"review.{level.value}", counts[level.value]) for level in Severity]
    buttons = "".join(
        f'<button type="button" class="level {value}" data-do="severity" data-value="{value}"'
        f' aria-pressed="{"true" if value == wish.severity else "false"}">'
        f"{told(key)} <b>{count}</b></button>"
        for value, key, count in levels
    )
    return (
        f'<div class="levels" role="group" {named("aria-label", "review.levels")}>{buttons}</div>'
    )


def _filters_html(report: Report, wish: Wish) -> str:
    every = (*report.findings, *report.accepted)
    families = {rules()[one.rule].family: None for one in every}
    touched = {place.document for one in every for place in one.places}
    names = [(i.id, i.file_name) for i in report.documents if i.id in touched]
    states = "".join(
        option(state, f"review.status.{state}", chosen=state == wish.status)
        for state in (OPEN, ACCEPTED, BOTH)
    )
    return (
        f'<form class="filters" data-do="filter" {named("aria-label", "review.filters")}>'
        f"{_select('family', wish.family, [(f, f) for f in sorted(families)])}"
        f"{_select('document', wish.document, names)}"
        f'<label>{told("review.status")}<select name="status">{states}</select></label></form>'
    )


def _select(name: str, chosen: str, options: Iterable[tuple[str, str]]) -> str:
    marked = "".join(
        f'<option value="{escape(value)}"{" selected" if value == chosen else ""}>'
        f"{escape(words)}</option>"
        for value, words in options
    )
    return (
        f"<label>{told(f'review.{name}')}"
        f'<select name="{name}">{option("", "figures.any")}{marked}</select></label>'
    )


def _list_html(found: Sequence[Finding], wish: Wish, opened: str, report: Report, say: Say) -> str:
    if not found:
        return f'<p class="none" role="status">{told("review.nohit")}</p>'
    names = {info.id: info.file_name for info in report.documents}
    lines = "".join(
        _line_html(one, names, say(one), is_open=one.id == opened)
        for one in found[wish.start : wish.start + PAGE]
    )
    return f'<ol class="findings" {named("aria-label", "review.findings")}>{lines}</ol>'


def _line_html(one: Finding, names: Mapping[str, str], message: str, *, is_open: bool) -> str:
    current = ' aria-current="true"' if is_open else ""
    accepted = f" · {told('review.isaccepted')}" if one.reason else ""
    documents = dict.fromkeys(names[place.document] for place in one.places)
    where = "、".join(escape(name) for name in documents)
    return (
        f'<li><button type="button" class="finding {one.severity.value}" data-do="open"'
        f' data-id="{one.id}"{current}><span class="head">{level_html(one)} '
        f"<b>{escape(rules()[one.rule].title)}</b>{accepted}</span>"
        f'<span class="message">{escape(message)}</span>'
        f'<span class="where">{where}</span></button></li>'
    )


def level_html(one: Finding) -> str:
    """Return the severity as a word."""
    value = one.severity.value
    return f'<span class="tag {value}">{told(f"review.{value}")}</span>'


def _pages_html(count: int, start: int) -> str:
    if count <= PAGE:
        return ""
    back, forth = max(0, start - PAGE), start + PAGE
    idle = (" disabled" if start <= 0 else "", " disabled" if forth >= count else "")
    shown = told("review.shown", first=start + 1, last=min(forth, count), all=count)
    return (
        f'<nav class="pages" {named("aria-label", "figures.pages")}><span>{shown}</span>'
        f'<button type="button" class="step" data-do="page" data-start="{back}"{idle[0]}>'
        f"{told('figures.previous')}</button>"
        f'<button type="button" class="step" data-do="page" data-start="{forth}"{idle[1]}>'
        f"{told('figures.next')}</button></nav>"
    )


def _nothing_html(report: Report) -> str:
    return f'<div class="good"><p role="status">{told("review.nothing")}</p>{_table(report)}</div>'


def _checked_html(report: Report) -> str:
    return folded(told("review.checked"), _table(report), kind="checked")


def _table(report: Report) -> str:
    known = rules()
    counted = [(known[id], n) for id, n in report.checked.items() if n and id in known]
    rows = "".join(
        f'<tr><th scope="row">{escape(rule.title)}</th><td>{escape(rule.explanation)}</td>'
        f'<td class="number">{n:,}</td></tr>'
        for rule, n in counted
    )
    return (
        f'<table class="checks"><caption>{told("review.checks")}</caption><thead><tr>'
        f'<th scope="col">{told("review.rule")}</th><th scope="col">{told("review.meaning")}</th>'
        f'<th scope="col" class="number">{told("review.times")}</th></tr></thead>'
        f"<tbody>{rows}</tbody></table>"
    )


def review_link(kind: str, key: str) -> str:
    """Return where a review lies as a file of a kind of ``FILES``."""
    return link(f"made/review.{kind}", key)


def _files_html(run: Run) -> str:
    items = "".join(
        f'<a href="{escape(review_link(kind, run.key))}" download>{name}</a>'
        for kind, name in FILES.items()
    )
    return f'<div class="tools">{folded(told("review.save"), items, kind="menu save")}</div>'


def known_ids(infos: Collection[DocumentInfo], ids: object) -> list[str]:
    """Return those of what a browser sent that are documents."""
    sent = set(map(str, ids)) if isinstance(ids, list) else {str(ids)}
    return [info.id for info in infos if info.id in sent]
