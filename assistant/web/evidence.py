"""HTML of the evidence: the table or the section itself, with the cited place highlighted.

Every string of a document goes through ``escape``: gr.HTML shows what it is given.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

from assistant.answer import Citation
from assistant.web.downloads import page_link
from assistant.web.grid import Cited, columns_at, table_html
from assistant.web.texts import named, told
from assistant.web.turn_tools import folded
from corpus.document import Document, Section, Span, Table
from corpus.doubt import is_doubtful

ENOUGH = 240  # characters: a shorter section is shown with the section around it
WINDOW = 4000  # characters shown before and after the cited sentence
WELCOME = "回答里的每个数字都有出处。点回答中的 [1]、[2]，这里会翻到原文并标出那一格或那一句。"
NOTHING_CITED = "这个回答没有引用原文。"
GONE = "这份文件已不在资料库中。下面是回答时摘录的原文。"
RECOGNISED = "这一处的文字由图像识别得到，可能有误，请核对原件。"
SEPARATOR = '<span class="slash">›</span>'


def no_evidence_html(words: str = WELCOME) -> str:
    """Return the panel when there is nothing to show: ``words`` say why."""
    name = named("aria-label", "ask.evidence")
    return f'<section class="evidence empty" {name}><p>{escape(words)}</p></section>'


def evidence_html(
    document: Document | None,
    citations: Sequence[Citation],
    current: int,
    turn: int,
    *,
    number: str = "",
) -> str:
    """Return the panel for ``citations[current]`` of turn ``turn``.

    document: the cited one, or None when the library no longer has it. number: the printed
    number that the citation is about; set off within a cited sentence that prints it once.
    """
    return (
        f'<section class="evidence" {named("aria-label", "ask.evidence")} data-turn="{turn}"'
        f' data-citation="{current}">'
        f"{_turning_html(len(citations), current, turn)}"
        f"{place_html(document, citations, current, number=number)}</section>"
    )


def place_html(
    document: Document | None,
    citations: Sequence[Citation],
    current: int,
    *,
    number: str = "",
    name: str = "",
    pictured: bool = True,
) -> str:
    """Return where ``citations[current]`` stands and its surroundings, highlighted.

    name: an attribute that names the surroundings, where a page has several. pictured: whether
    the page of a PDF may be drawn.
    """
    citation = citations[current]
    picture = _page_html(document, citation) if pictured else ""
    return (
        f"{origin_html(document, citation)}"
        f'<div class="sheet" tabindex="0" role="region"'
        f" {name or named('aria-label', 'ask.original')}>"
        f"{picture}{_sheet_html(document, citations, citation, number)}</div>"
    )


def _turning_html(count: int, current: int, turn: int) -> str:
    back, forth = (current - 1) % count, (current + 1) % count
    idle = " disabled" if count == 1 else ""
    return (
        f'<div class="turning"><h2>{told("ask.evidence")} <b aria-live="polite">{current + 1}</b>'
        f'<span class="of"> / {count}</span></h2>'
        f'<button type="button" class="step" data-step="-1" data-turn="{turn}"'
        f' data-citation="{back}"{idle}>{told("ask.back")}</button>'
        f'<button type="button" class="step" data-step="1" data-turn="{turn}"'
        f' data-citation="{forth}"{idle}>{told("ask.forth")}</button>'
        f'<button type="button" class="step back" data-back>{told("ask.return")}</button></div>'
    )


def origin_html(document: Document | None, citation: Citation) -> str:
    """Return whose document a quote is in, which year, which section, which cell."""
    lines = [f'<p class="title">{escape(citation.title or citation.document)}</p>']
    year = f"{document.fiscal_year}年" if document and document.fiscal_year else ""
    known = (document.owner, year, document.kind) if document else ()
    about = " · ".join(filter(None, (*known, citation.document)))
    lines.append(f'<p class="about">{escape(about)}</p>')
    page = f"第{citation.page}页" if citation.page else ""
    places = dict.fromkeys((*citation.section, citation.table, page))
    path = SEPARATOR.join(escape(part) for part in places if part)
    if path:
        lines.append(f'<p class="path">{path}</p>')
    if citation.cell or citation.row:
        lines.append(f'<p class="cell">{_cell_html(citation)}</p>')
    if document and is_doubtful(document, Span(citation.start, citation.end)):
        lines.append(f'<p class="doubt">{RECOGNISED}</p>')
    return f'<header class="origin">{"".join(lines)}</header>'


def _cell_html(citation: Citation) -> str:
    names = (("行", citation.row), ("列", citation.column), ("值", citation.cell))
    return "".join(
        f"<span><i>{name}</i>{escape(' '.join(text.split()))}</span>"
        for name, text in names
        if text.strip()
    )


def _page_html(document: Document | None, citation: Citation) -> str:
    """The page of a PDF as it is printed, drawn when it is opened."""
    address = page_link(document, citation) if document else ""
    if not address:
        return ""
    alt = named("alt", "ask.page.alt", page=citation.page)
    image = f'<img loading="lazy" src="{escape(address)}" {alt}>'
    return folded(told("ask.page", page=citation.page), image, kind="page-picture")


def _sheet_html(
    document: Document | None, citations: Sequence[Citation], cited: Citation, number: str
) -> str:
    if document is None:
        words = f'<p class="note">{GONE}</p>'
        return f'{words}<p><mark class="cited">{escape(cited.quote)}</mark></p>'
    same = [other for other in citations if other.document_id == cited.document_id]
    place = _place_of(document, cited)
    if place is None:
        return _section_html(document, cited, same, number)
    table, marked = place
    beside = [found for other in same if (found := _place_of(document, other))]
    also = {(p.row, c) for t, p in beside if t == table for c in p.columns}
    return table_html(document.tables[table], marked, also)


def _place_of(document: Document, citation: Citation) -> tuple[int, Cited] | None:
    """Return (table, cells) of a citation, None for one in prose."""
    index, row = citation.table_index, citation.row_index
    if index is None or row is None:
        return _place_at(document.tables, citation)
    if index >= len(document.tables) or row >= len(document.tables[index].rows):
        return None
    if citation.column_index is None:
        printed = document.tables[index].rows[row]
        return index, Cited(row, columns_at(printed, printed.span.start, printed.span.end))
    return index, Cited(row, frozenset((citation.column_index,)))


def _place_at(tables: Sequence[Table], citation: Citation) -> tuple[int, Cited] | None:
    """A sentence may stand in a cell: only its own words are marked there."""
    for t, table in enumerate(tables):
        if not table.span.start <= citation.start < table.span.end:
            continue
        for r, row in enumerate(table.rows):
            if row.span.start <= citation.start < row.span.end:
                columns = columns_at(row, citation.start, citation.end)
                return t, Cited(r, columns, citation.quote.strip())
    return None


def _section_html(
    document: Document, cited: Citation, same: Sequence[Citation], number: str
) -> str:
    span = _window(_section_around(document, cited), cited)
    marked = _marked_spans(cited, same, number)
    parts = [html for _, html in sorted(_blocks(document, span, marked))]
    return f'<div class="section">{"".join(parts)}</div>'


def _section_around(document: Document, cited: Citation) -> Span:
    """The innermost section that holds the quote and enough around it to judge it by."""
    around = [s for s in document.sections if _holds(s, cited)]
    around.sort(key=lambda s: s.span.end - s.span.start)
    roomy = [s for s in around if s.span.end - s.span.start >= ENOUGH]
    chosen = next(iter(roomy or around[-1:]), None)
    return chosen.span if chosen else Span(0, len(document.text))


def _holds(section: Section, cited: Citation) -> bool:
    return section.span.start <= cited.start and cited.end <= section.span.end


def _window(span: Span, cited: Citation) -> Span:
    start = max(span.start, cited.start - WINDOW)
    return Span(start, max(start, min(span.end, cited.end + WINDOW)))


def _blocks(
    document: Document, window: Span, marked: Sequence[tuple[Span, str]]
) -> Iterator[tuple[int, str]]:
    """Yield (place, HTML) of the paragraphs in the window, and a line for each table."""
    for paragraph, _ in document.prose():
        span = paragraph.span
        if span.end <= window.start or span.start >= window.end or span.start == span.end:
            continue
        kind = ' class="heading"' if paragraph.is_heading else ""
        yield span.start, f"<p{kind}>{_marked_html(document, span, marked)}</p>"
    for table in document.tables:
        if window.start <= table.span.start < window.end:
            yield table.span.start, f'<p class="table-here">表：{escape(table.caption)}</p>'


def _marked_spans(cited: Citation, same: Sequence[Citation], number: str) -> list[tuple[Span, str]]:
    """The cited span, and those of the answer's other citations that it does not overlap."""
    spans = _cited_spans(cited, number)
    for other in same:
        if all(other.end <= span.start or span.end <= other.start for span, _ in spans):
            spans.append((Span(other.start, other.end), "also"))
    return sorted(spans)


def _cited_spans(cited: Citation, number: str) -> list[tuple[Span, str]]:
    """The quote, in three parts when it prints the number exactly once."""
    before, found, after = cited.quote.partition(number) if number else (cited.quote, "", "")
    if not found or number in after:
        return [(Span(cited.start, cited.end), "cited")]
    start = cited.start + len(before)
    end = start + len(found)
    parts = [(cited.start, start, "cited"), (start, end, "cited figure"), (end, cited.end, "cited")]
    return [(Span(s, e), kind) for s, e, kind in parts if s < e]


def _marked_html(document: Document, span: Span, marked: Sequence[tuple[Span, str]]) -> str:
    html, at = [], span.start
    for mark, kind in marked:
        start, end = max(mark.start, span.start), min(mark.end, span.end)
        if start >= end:
            continue
        html.append(escape(document.text[at:start]))
        html.append(f'<mark class="{kind}">{escape(document.text[start:end])}</mark>')
        at = end
    html.append(escape(document.text[at : span.end]))
    return "".join(html)
