"""HTML of one document of the library: what was read, corrections by hand, and a preview."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from html import escape

from assistant.web.grid import Cited, table_html
from assistant.web.library_html import sums_html
from assistant.web.texts import named, told
from corpus.corrections import YEARS, known_kinds
from corpus.document import Document, Section, Span, Table
from corpus.library import DocumentInfo

MOST = 12_000  # characters of a part that are shown
NOWHERE = Cited(-1, frozenset())  # no cell is marked
SUMS = {True: "table.held", False: "table.failed", None: "table.unchecked"}


@dataclass(frozen=True, slots=True)
class Part:
    """A section or a table that can be looked at; ``id`` is what the browser sends back."""

    id: str
    title: str
    span: Span
    table: Table | None = None
    level: int = 0


def nothing_html(key: str = "doc.pick") -> str:
    """Return the panel when no document is open."""
    return f'<section class="document none"><p>{told(key)}</p></section>'


def document_html(
    info: DocumentInfo, document: Document, part: str, owners: Sequence[str], *, may_change: bool
) -> str:
    """Return one document with one of its parts; ``owners``: names that are offered."""
    change = _correct_html(info, owners) if may_change else ""
    remove = ""
    if may_change:
        remove = (
            f'<button type="button" class="act" data-do="remove" data-ids="{info.id}">'
            f"{told('doc.remove')}</button>"
        )
    return (
        f'<section class="document" data-id="{info.id}"><div class="head">'
        f'<button type="button" class="act back" data-do="close">{told("doc.back")}</button>'
        f'<h2 tabindex="-1">{escape(info.title)}</h2>{remove}</div>'
        f"{_identity_html(info)}{_counts_html(info)}{_warnings_html(info.warnings)}{change}"
        f"{_preview_html(document, part)}</section>"
    )


def _identity_html(info: DocumentInfo) -> str:
    year = f"{info.fiscal_year}年" if info.fiscal_year else ""
    rows = [
        ("owner", escape(info.owner) or told("doc.noowner")),
        ("year", escape(year) or told("doc.noyear")),
        ("kind", escape(info.kind) or told("doc.nokind")),
    ]
    by_hand = f' <em class="byhand">{told("doc.byhand")}</em>'
    shown = "".join(
        f"<div><dt>{told(f'doc.{name}')}</dt>"
        f"<dd>{words}{by_hand if name in info.correction.corrected else ''}</dd></div>"
        for name, words in rows
    )
    added = f"{datetime.fromisoformat(info.added_at).astimezone():%Y-%m-%d %H:%M}"
    return (
        f'<dl class="identity">{shown}<div><dt>{told("doc.file")}</dt>'
        f"<dd>{escape(info.file_name)}</dd></div><div><dt>{told('doc.added')}</dt>"
        f'<dd><time datetime="{escape(info.added_at)}">{added}</time></dd></div></dl>'
    )


def _counts_html(info: DocumentInfo) -> str:
    counts = {
        "doc.sections": info.sections,
        "doc.tablecount": info.tables,
        "doc.figurecount": info.figures,
        "doc.absences": info.absences,
    }
    shown = "".join(
        f"<div><dt>{told(key)}</dt><dd>{count:,}</dd></div>" for key, count in counts.items()
    )
    return (
        f'<dl class="readcounts">{shown}<div class="wide"><dt>{told("doc.sums")}</dt>'
        f"<dd>{sums_html(info)}</dd></div></dl>"
    )


def _warnings_html(warnings: Sequence[str]) -> str:
    if not warnings:
        return ""
    items = "".join(f"<li>{escape(warning)}</li>" for warning in warnings)
    return (
        f'<details class="warnings"><summary>{told("doc.warnings", n=len(warnings))}</summary>'
        f"<ul>{items}</ul></details>"
    )


def _correct_html(info: DocumentInfo, owners: Sequence[str]) -> str:
    offered = "".join(f'<option value="{escape(owner)}"></option>' for owner in owners)
    chosen = dict.fromkeys((info.kind, *known_kinds()))
    kinds = "".join(
        f"<option{' selected' if kind == info.kind else ''}>{escape(kind)}</option>"
        for kind in chosen
    )
    year = info.fiscal_year or ""
    undo = ""
    if info.correction:
        words = told("doc.uncorrect")
        undo = f'<button type="button" class="act" data-do="uncorrect">{words}</button>'
    return (
        f'<details class="correct"><summary>{told("doc.correct")}</summary>'
        f'<form data-do="correct"><p>{told("doc.correct.why")}</p>'
        f"<label>{told('doc.owner')}<input name='owner' list='library-owners' maxlength='60'"
        f' value="{escape(info.owner)}"></label><datalist id="library-owners">{offered}</datalist>'
        f"<label>{told('doc.year')}<input name='year' type='number' min='{YEARS[0]}'"
        f" max='{YEARS[-1]}' value=\"{year}\"></label>"
        f"<label>{told('doc.kind')}<select name='kind'>{kinds}</select></label>"
        f'<div class="send"><button type="submit" class="primary">{told("doc.save")}</button>{undo}'
        f"</div></form></details>"
    )


def parts_of(document: Document) -> list[Part]:
    """Return the sections and then the tables that can be looked at; never none."""
    sections = [
        Part(f"s{section.index}", _heading(section), section.span, level=section.level)
        for section in document.sections
    ]
    tables = [
        Part(f"t{table.index}", table.caption or f"表 {table.index + 1}", table.span, table)
        for table in document.tables
    ]
    return [*sections, *tables] or [Part("s0", document.title, Span(0, len(document.text)))]


def _heading(section: Section) -> str:
    return f"{section.number} {section.title}".strip()


def _preview_html(document: Document, wanted: str) -> str:
    parts = parts_of(document)
    at = next((i for i, part in enumerate(parts) if part.id == wanted), 0)
    part = parts[at]
    body = _table_html(part.table) if part.table else _section_html(document, part)
    return (
        f'<section class="preview" {named("aria-label", "doc.preview")}>'
        f'<h3>{told("doc.preview")}</h3><div class="turn-part">'
        f"{_step_html('prev', parts, at - 1)}{_choice_html(parts, at)}"
        f"{_step_html('next', parts, at + 1)}</div>"
        f'<div class="sheet">{body}</div></section>'
    )


def _step_html(key: str, parts: Sequence[Part], to: int) -> str:
    there = 0 <= to < len(parts)
    data = f' data-part="{parts[to].id}"' if there else " disabled"
    sign = "‹" if key == "prev" else "›"
    return (
        f'<button type="button" class="act" data-do="part"{data}'
        f" {named('aria-label', f'doc.{key}')}>{sign}</button>"
    )


def _choice_html(parts: Sequence[Part], at: int) -> str:
    groups = {
        "doc.partsections": [part for part in parts if part.table is None],
        "doc.parttables": [part for part in parts if part.table is not None],
    }
    shown = "".join(
        f"<optgroup {named('label', key)}>{''.join(_option(part, parts[at]) for part in members)}"
        "</optgroup>"
        for key, members in groups.items()
        if members
    )
    return f'<select data-do="part" {named("aria-label", "doc.part")}>{shown}</select>'


def _option(part: Part, chosen: Part) -> str:
    indent = "\u3000" * max(0, part.level - 1)
    selected = " selected" if part is chosen else ""
    return f'<option value="{part.id}"{selected}>{indent}{escape(part.title)}</option>'


def _section_html(document: Document, part: Part) -> str:
    window = Span(part.span.start, min(part.span.end, part.span.start + MOST))
    blocks = "".join(html for _, html in sorted(_blocks(document, window)))
    more = f'<p class="note">{told("doc.more")}</p>' if part.span.end > window.end else ""
    return f'<div class="section">{blocks or told("doc.noprose")}{more}</div>'


def _blocks(document: Document, window: Span) -> Iterator[tuple[int, str]]:
    """Yield (place, HTML) of the paragraphs and tables that begin in the window."""
    for paragraph, words in document.prose():
        if window.start <= paragraph.span.start < window.end and words.strip():
            kind = ' class="heading"' if paragraph.is_heading else ""
            yield paragraph.span.start, f"<p{kind}>{escape(words)}</p>"
    for table in document.tables:
        if window.start <= table.span.start < window.end:
            yield table.span.start, _table_html(table)


def _table_html(table: Table) -> str:
    verdict = SUMS[table.reconciled]
    kind = verdict.removeprefix("table.")
    return (
        f'<p class="verdict {kind}">{told(verdict)}</p>'
        f'<div class="scroll" tabindex="0" role="region" aria-label="{escape(table.caption)}">'
        f"{table_html(table, NOWHERE)}</div>"
    )
