"""The *Figures* view: the numbers of the library as a table, and side by side.

The browser sends the whole form with every change, so the server keeps no state; what it sends
is checked. The database selects, sorts and counts; a page of it is all that is read.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from html import escape
from typing import Any

import gradio as gr

from assistant.answer import Citation
from assistant.conversation import Assistant
from assistant.web.answers import Answers
from assistant.web.compare import (
    LONGEST_ITEM,
    MOST_OWNERS,
    MOST_YEARS,
    STAGES,
    Wanted,
    compare_form_html,
    compare_html,
)
from assistant.web.downloads import FIGURE_FILES, figures_link
from assistant.web.evidence import evidence_html
from assistant.web.figures_html import (
    count_html,
    filters_html,
    pages_html,
    save_html,
    table_html,
    total_html,
    tree_html,
)
from assistant.web.forms import order_of, selection_of
from assistant.web.texts import told
from corpus.errors import DisclosureError
from corpus.facets import Code, codes_below, columns, facets, name_of, tables
from corpus.figure import Figure
from corpus.library import Library
from corpus.selection import FURTHEST, Order, Selection, count, line, lines
from corpus.totals import Total, Why, total

PAGE = 50  # figures
ADDED_AT_MOST = 20_000  # figures that are looked through for a total while a person waits
LONGEST = 200  # characters of a question
MODES = ("list", "compare")


@dataclass(frozen=True, slots=True)
class FiguresView:
    """The events of the view."""

    answers: Answers

    @property
    def library(self) -> Library:
        """Where the figures are."""
        return self.answers.assistant.library

    def start(self) -> tuple[str, str]:
        """Return filters and figures of the whole library."""
        return self._shown(Selection(), Order(), 0)

    def select(self, event: gr.EventData) -> tuple[str, str]:
        """Show what the form asks for."""
        data = event._data
        if data.get("mode") == "compare":
            return self._compared(data)
        start = data.get("start")
        start = start if isinstance(start, int) and 0 <= start <= FURTHEST else 0
        return self._shown(selection_of(data), order_of(data), start)

    def receipt(self, event: gr.EventData) -> Any:
        """Show where a clicked number is printed; what does not exist changes nothing."""
        document, seq, question = (event._data.get(n) for n in ("document", "seq", "question"))
        try:
            if isinstance(question, str) and question:
                return self._answer_receipt(question[:LONGEST])
            if isinstance(document, str) and isinstance(seq, int):
                return self._figure_receipt(document, seq)
        except DisclosureError as trouble:
            return _trouble_html(trouble)
        return gr.skip()

    def _shown(self, chosen: Selection, order: Order, start: int) -> tuple[str, str]:
        try:
            return self._filters(chosen), self._figures(chosen, order, start)
        except DisclosureError as trouble:
            return gr.skip(), _trouble_html(trouble)

    def _filters(self, chosen: Selection) -> str:
        store = self.library.store
        within = replace(chosen, table="", column="")
        captions = tables(store, within) if chosen.owner else []
        headers = columns(store, replace(chosen, column="")) if chosen.table else []
        path = [Code(c, name_of(store, c), 0) for c in _prefixes(chosen.code)]
        tree = tree_html(chosen.code, path, codes_below(store, chosen.code))
        return _modes_html("list") + filters_html(facets(store), chosen, captions, headers) + tree

    def _figures(self, chosen: Selection, order: Order, start: int) -> str:
        store = self.library.store
        found, shown = count(store, chosen), lines(store, chosen, order, start=start, most=PAGE)
        if not shown:
            return count_html(found, start, 0)
        names = {info.id: info.file_name for info in self.library.documents()}
        added = total(store, chosen) if found <= ADDED_AT_MOST else Total(Why.MANY)
        links = [(words, figures_link(kind, chosen)) for kind, words in FIGURE_FILES.items()]
        return (
            f'<div class="figures-head">{count_html(found, start, len(shown))}{total_html(added)}'
            f"</div>{table_html(shown, names, order)}"
            f'<div class="figures-foot">{pages_html(start, PAGE, found)}'
            f'<div class="tools">{save_html(links)}</div></div>'
        )

    def _compared(self, data: Mapping[str, Any]) -> tuple[str, str]:
        known = facets(self.library.store)
        wanted = wanted_of(data, known.owners, known.years)
        fresh = "item" not in data  # nothing was chosen yet: the latest years are what most want
        shown = replace(wanted, years=known.years[:MOST_YEARS]) if fresh else wanted
        form = _modes_html("compare") + compare_form_html(known.owners, known.years, shown)
        if not (wanted.item and wanted.owners and wanted.years):
            return form, ""
        try:
            return form, compare_html(self.answers, wanted)
        except DisclosureError as trouble:
            return form, _trouble_html(trouble)

    def _figure_receipt(self, document: str, seq: int) -> Any:
        found = line(self.library.store, document, seq)
        if found is None:
            return gr.skip()
        whole = self.library.document(document)
        citation = citation_of(found.figure, whole.file_name, whole.title)
        return evidence_html(whole, [citation], 0, 0, number=found.figure.source.printed)

    def _answer_receipt(self, question: str) -> Any:
        answer = self.answers.ask(question)
        if not answer.citations:
            return gr.skip()
        first = answer.citations[0]
        whole = self.library.document(first.document_id)
        return evidence_html(whole, [first], 0, 0, number=answer.figures[0].printed or "")


def wanted_of(data: Mapping[str, Any], owners: tuple[str, ...], years: tuple[int, ...]) -> Wanted:
    """Return the comparison that a form asks for, of bodies and years that the library has."""
    said, basis = data.get("item"), data.get("basis")
    chosen = [data.get(name) for name in ("owners", "years")]
    bodies, times = (value if isinstance(value, list) else [] for value in chosen)
    chosen_years = set(map(str, times))
    return Wanted(
        item=said.strip()[:LONGEST_ITEM] if isinstance(said, str) else "",
        owners=tuple(owner for owner in owners if owner in bodies)[:MOST_OWNERS],
        years=tuple(sorted(year for year in years if str(year) in chosen_years))[-MOST_YEARS:],
        basis=basis if basis in STAGES else "",
    )


def citation_of(figure: Figure, file_name: str, title: str) -> Citation:
    """Return the receipt of a figure as it is shown."""
    source, cell = figure.source, figure.source.cell
    return Citation(
        source.document,
        file_name,
        title,
        source.section,
        source.span.start,
        source.span.end,
        source.quote,
        source.page,
        source.table,
        source.row,
        source.column,
        source.printed if cell else "",
        cell.table if cell else None,
        cell.row if cell else None,
        cell.column if cell else None,
    )


def _prefixes(code: str) -> list[str]:
    return [code[:width] for width in (3, 5, 7) if width <= len(code)]


def _modes_html(current: str) -> str:
    buttons = "".join(
        f'<button type="button" class="mode" data-mode="{mode}"'
        f' aria-pressed="{"true" if mode == current else "false"}">'
        f"{told(f'figures.mode.{mode}')}</button>"
        for mode in MODES
    )
    return f'<div class="modes">{buttons}</div>'


def _trouble_html(trouble: DisclosureError) -> str:
    return f'<p class="none" role="alert">{escape(str(trouble))}</p>'


def _no_receipt_html() -> str:
    return f'<section class="evidence empty"><p>{told("figures.receipt")}</p></section>'


def build(assistant: Assistant, page: gr.Blocks) -> None:
    """Add the view to ``page``, which is being built."""
    view = FiguresView(Answers.of(assistant))
    with gr.Row(elem_id="figures"):
        with gr.Column(elem_id="figures-list", min_width=0):
            filters = _panel("figures-filters", "filters")
            found = _panel("figures-found", "found")
        with gr.Column(elem_id="figures-receipt", min_width=0):
            receipt = _panel("figures-evidence", "receipt", _no_receipt_html())
    quiet: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
    newest = quiet | {"trigger_mode": "always_last"}  # who clicks on means the last click
    shown = [filters, found]
    for panel in (filters, found):
        panel.submit(view.select, None, shown, **newest)
    found.select(view.receipt, None, receipt, **newest)
    page.load(view.start, None, shown, **quiet)


def _panel(elem_id: str, script: str, value: str = "") -> gr.HTML:
    """HTML in our own style, brought to life by the function ``script`` of figures.js."""
    return gr.HTML(
        value,
        elem_id=elem_id,
        apply_default_css=False,
        js_on_load=f"disclosureFigures.{script}(element, trigger, watch)",
    )
