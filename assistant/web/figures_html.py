"""HTML of the figures: the filters, the table with its total, the pages.

Filters are plain form fields; the browser sends all of them with every change (figures.js).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from assistant.answer import plain
from assistant.web.amount import grouped
from assistant.web.texts import named, told
from assistant.web.turn_tools import folded
from corpus.document import RowKind
from corpus.facets import Code, Facets
from corpus.figure import Basis, Figure, Measure
from corpus.selection import Line, Order, Selection
from corpus.totals import Total

ROLES = (RowKind.DETAIL, RowKind.PARENT, RowKind.TOTAL, RowKind.OF_WHICH)
Options = Iterable[tuple[str, str]]  # value, its words as HTML
HEADS = (("owner", "owner"), ("year", "year"), ("item", "name"), ("amount", "value"))


def filters_html(
    facets: Facets, chosen: Selection, tables: Sequence[str], columns: Sequence[str]
) -> str:
    """Return the form; ``tables`` and ``columns`` are offered once a body is chosen."""
    years = [(str(year), str(year)) for year in facets.years]
    bases = [(basis.value, basis.value) for basis in Basis]
    measures = [(m.value, told(f"measure.{m.value}")) for m in Measure]
    roles = [(role.value, told(f"role.{role.value}")) for role in ROLES]
    year = "" if chosen.year is None else str(chosen.year)
    fields = [
        _select("owner", chosen.owner, _same(facets.owners)),
        _select("year", year, years),
        _select("basis", chosen.basis, bases),
        _text("item", chosen.item),
        _select("table", chosen.table, _same(tables)) if tables else "",
        _select("column", chosen.column, _same(columns)) if columns else "",
        _select("role", chosen.role, roles),
        _select("measure", chosen.measure, measures),
        _select("kind", chosen.kind, _same(facets.kinds)),
        _select("region", chosen.region, _same(facets.regions)),
    ]
    clear = f'<button type="button" class="plain" data-clear>{told("figures.clear")}</button>'
    return (
        f'<form class="filters" {named("aria-label", "figures.filters")}>{"".join(fields)}'
        f"{clear}</form>"
    )


def _same(values: Iterable[str]) -> Options:
    return ((value, escape(value)) for value in values)


def _select(name: str, chosen: str, options: Options) -> str:
    marked = "".join(
        f'<option value="{escape(value)}"{" selected" if value == chosen else ""}>{words}</option>'
        for value, words in options
    )
    return (
        f"<label>{told(f'figures.{name}')}"
        f'<select name="{name}"><option value="">{told("figures.any")}</option>{marked}</select>'
        "</label>"
    )


def _text(name: str, chosen: str) -> str:
    return (
        f"<label>{told(f'figures.{name}')}"
        f'<input type="search" name="{name}" value="{escape(chosen)}" maxlength="40"></label>'
    )


def tree_html(chosen: str, path: Sequence[Code], below: Sequence[Code]) -> str:
    """Return the way down the classification: what is chosen, and the codes one level below."""
    steps = [_code_html("", told("figures.code.all"), is_chosen=not chosen)]
    steps += [_code_html(c.code, _code_words(c), is_chosen=c.code == chosen) for c in path]
    chips = "".join(
        _code_html(c.code, f"{_code_words(c)} <i>{c.count}</i>", is_chosen=False) for c in below
    )
    lower = folded(told("figures.code.below"), chips, kind="codes", is_open=bool(chosen))
    crumbs = '<span class="slash">›</span>'.join(steps)
    return (
        f'<div class="tree"><span class="tree-name">{told("figures.code")}</span>{crumbs}'
        f"{lower if chips else ''}</div>"
    )


def _code_words(code: Code) -> str:
    return escape(f"{code.code} {code.name}".strip())


def _code_html(code: str, words: str, *, is_chosen: bool) -> str:
    current = ' aria-current="true"' if is_chosen else ""
    return f'<button type="button" class="code" data-code="{code}"{current}>{words}</button>'


def count_html(count: int, first: int, shown: int) -> str:
    """Return how many figures there are and which are shown."""
    if not shown:
        return f'<p class="none">{told("figures.none")}</p>'
    told_count = told("figures.count", count=f"{count:,}", first=first + 1, last=first + shown)
    return f'<p class="count" role="status">{told_count}</p>'


def total_html(total: Total) -> str:
    """Return the sum with what was counted, or why there is none."""
    if total.why:
        return f'<p class="total none">{told(f"figures.why.{total.why}")}</p>'
    amount = grouped(plain(total.amount))
    where = told(
        "figures.total.told",
        table=total.table,
        column=total.column,
        counted=total.counted,
        documents=total.documents,
    )
    left = "、".join(f"{told(f'role.{role.value}')} {count}" for role, count in total.left_out)
    also = f"{told('figures.total.left')}{left}" if left else ""
    return (
        f'<p class="total">{told("figures.total")} <b class="number">{amount}</b> 元'
        f'<span class="soft">{where}{also}</span></p>'
    )


def table_html(lines: Sequence[Line], names: dict[str, str], order: Order) -> str:
    """Return the figures as a table; a number opens its receipt."""
    heads = "".join(_head_html(by, key, order) for by, key in HEADS)
    source = f'<th scope="col">{told("figures.document")}</th>'
    rows = "".join(_row_html(line, names) for line in lines)
    return (
        f'<div class="figures-scroll" tabindex="0" role="region"'
        f' {named("aria-label", "view.figures")}><table class="figures">'
        f"<thead><tr>{heads}{source}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def _head_html(by: str, key: str, order: Order) -> str:
    is_by = order.by == by
    sort = ("descending" if order.descending else "ascending") if is_by else "none"
    arrow = ("↓" if order.descending else "↑") if is_by else "↕"
    return (
        f'<th scope="col" aria-sort="{sort}"><button type="button" data-sort="{by}">'
        f'{told(f"figures.{key}")} <span aria-hidden="true">{arrow}</span></button></th>'
    )


def _row_html(line: Line, names: dict[str, str]) -> str:
    figure = line.figure
    source, item = figure.source, figure.item
    year = f"{figure.period.year or ''} {figure.period.basis}".strip()
    place = " › ".join(part for part in (source.table, source.column) if part)
    place = place or (source.section[-1] if source.section else "")
    code = f'<span class="soft">{escape(item.code)}</span> ' if item.code else ""
    name = names.get(source.document, "")
    kind = told(f"role.{item.role.value}") if item.role in ROLES[1:] else ""
    kind = f' <span class="role">{kind}</span>' if kind else ""
    return (
        f'<tr><td class="owner">{escape(figure.owner)}</td><td>{escape(year)}</td>'
        f"<td>{code}{escape(item.name)}{kind}</td>{_number_html(line)}"
        f'<td class="place"><span title="{escape(place)}">{escape(place)}</span>'
        f'<span title="{escape(name)}">{escape(name)}</span></td></tr>'
    )


def _number_html(line: Line) -> str:
    figure = line.figure
    words = amount_words(figure)
    what = f"{figure.item.name} {words}"
    return (
        f'<td class="number"><button type="button" class="receipt" data-seq="{line.seq}"'
        f' data-document="{escape(figure.source.document)}"'
        f" {named('aria-label', 'figures.open', what=what)}>{escape(words)}</button></td>"
    )


def amount_words(figure: Figure) -> str:
    """Return the printed value with its unit: 「减少 0.30 万元」, 「≥ 95 %」."""
    quantity = figure.quantity
    direction = figure.direction or ""
    number = grouped(plain(quantity.value))
    if quantity.value == quantity.value.to_integral_value():
        number = grouped(format(quantity.value, "f"))  # 15.00 stays 15.00
    sure = "" if figure.exact else "约"
    return " ".join(
        p for p in (direction, sure, quantity.comparator, number, quantity.unit.name) if p
    )


def pages_html(start: int, size: int, count: int) -> str:
    """Return the buttons that turn the pages."""
    back, forth = max(0, start - size), start + size
    idle = (" disabled" if start <= 0 else "", " disabled" if forth >= count else "")
    return (
        f'<nav class="pages" {named("aria-label", "figures.pages")}>'
        f'<button type="button" class="step" data-start="{back}"{idle[0]}>'
        f"{told('figures.previous')}</button>"
        f'<button type="button" class="step" data-start="{forth}"{idle[1]}>'
        f"{told('figures.next')}</button></nav>"
    )


def save_html(links: Sequence[tuple[str, str]]) -> str:
    """Return the exports: (name, address) of each."""
    items = "".join(f'<a href="{escape(at)}" download>{escape(name)}</a>' for name, at in links)
    return folded(told("figures.save"), items, kind="menu save")
