"""Prints a disclosure as PDF in three styles of tables: ruled, horizontal rules, no rules.

What differs between offices differs between the styles too: heads repeated on every page or not,
the form of the page number, labels of totals over the code columns or not. A form of names and
values is ruled in every style: without rules nobody could read it.
"""

from __future__ import annotations

from base64 import b64encode
from dataclasses import dataclass
from html import escape

from weasyprint import HTML

from benchmarks.samples.fonts import font_for
from benchmarks.samples.markup import rows_markup
from benchmarks.samples.printed import Disclosure, Element, Line, PrintedTable, Role

WIDE = 8  # columns from which a table is printed across the page
COMMON = """
@font-face { font-family: "Printed"; src: url("data:font/otf;base64,FONT") }
@page { size: A4; margin: 26mm 22mm 24mm; @top-center { content: "RUNNING"; font-size: 9pt } }
@page wide { size: A4 landscape }
@page cover { @top-center { content: none } @bottom-center { content: none } }
html { font: 12pt/1.8 "Printed"; }
body, p, h1, h2, h3, h4 { margin: 0; font-weight: normal }
.cover { page: cover; padding-top: 80mm; text-align: center; font-size: 22pt; line-height: 1.6 }
p.top { text-align: center; font-size: 18pt; line-height: 1.6 }
.contents { text-align: center; font-size: 16pt; break-before: page }
.entry a { color: inherit; text-decoration: none }
.entry a::after { content: leader(".") target-counter(attr(href), page) }
h1 { text-align: center; font-size: 16pt; margin-top: 6mm }
h2 { font-size: 14pt } h3, h4 { font-size: 12pt }
h1, h2, h3, h4, .number, .caption, .frame, tr.top { break-after: avoid }
h2, h3, h4, .prose { text-indent: 2em }
.prose { text-align: justify }
.wide { page: wide; break-before: page; break-after: page }
.number { margin-top: 6mm; font-size: 10pt } .caption { text-align: center; font-size: 14pt }
.frame { display: flex; justify-content: space-between; font-size: 10pt }
table { width: 100%; table-layout: fixed; border-collapse: collapse }
table { font-size: 9.5pt; line-height: 1.35 }
td { padding: 1.2mm 1.5mm; vertical-align: middle; orphans: 1; widows: 1 }
td.head { text-align: center } td.number { text-align: right; white-space: nowrap }
.form td { border: 0.5pt solid black }
"""


@dataclass(frozen=True, slots=True)
class Style:
    """How tables are ruled and pages numbered."""

    rules: str
    page_number: str
    repeats_head: bool
    merged_totals: bool


STYLES = {
    "pdf": Style("td { border: 0.5pt solid black }", '"— " counter(page) " —"', True, True),
    "pdf-rules": Style(
        "tr { border-bottom: 0.4pt solid black } table { border-top: 1pt solid black }",
        "counter(page)",
        False,
        False,
    ),
    "pdf-borderless": Style(
        "td.text, td.number { vertical-align: top }",
        '"第" counter(page) "页 共" counter(pages) "页"',
        True,
        False,
    ),
}


def pdf_of(disclosure: Disclosure, style: Style) -> bytes:
    """Return the disclosure as PDF; the same bytes for the same disclosure."""
    css = COMMON.replace("RUNNING", disclosure.title) + style.rules
    css += f"@page {{ @bottom-center {{ content: {style.page_number}; font-size: 9pt }} }}"
    css += "@page cover { @top-center { content: none } @bottom-center { content: none } }"
    body = "".join(_front(disclosure)) + "".join(
        _element(element, style) for element in disclosure.elements if not _is_front(element)
    )
    font = b64encode(font_for(css + body)).decode()
    page = f'<html lang="zh-CN"><style>{css}</style><body>{body}</body></html>'
    page = page.replace("base64,FONT", f"base64,{font}")
    return bytes(HTML(string=page).write_pdf())


def _is_front(element: Element) -> bool:
    return isinstance(element, Line) and element.role in (Role.TITLE, Role.CONTENTS)


def _front(disclosure: Disclosure) -> list[str]:
    """The title, on a cover where a list of contents follows it, and that list."""
    titles = [line for line in disclosure.lines if line.role is Role.TITLE]
    contents = [line for line in disclosure.lines if line.role is Role.CONTENTS]
    name = "cover" if contents else "top"
    front = [f'<p class="{name}">{"<br>".join(escape(line.text) for line in titles)}</p>']
    for i, line in enumerate(contents):
        text = escape(line.text)
        link = f'<p class="entry"><a href="#{text.split()[0]}">{text}</a></p>'
        front.append(link if i else f'<p class="contents">{text}</p>')
    return front


def _element(element: Element, style: Style) -> str:
    if isinstance(element, PrintedTable):
        return _table(element, style)
    text = escape(element.text)
    if element.role is Role.HEADING:
        tag = f"h{element.level}"
        return f'<{tag} id="{text.split()[0]}">{text}</{tag}>\n'
    return f'<p class="prose">{text}</p>\n'


def _table(table: PrintedTable, style: Style) -> str:
    head, body = rows_markup(table)
    name = "wide" if table.width > WIDE else ""
    number = f'<p class="number">{table.number}</p>' if table.number else ""
    frame = "".join(f"<span>{escape(text)}</span>" for text in table.frame)
    rows = f"<thead>{head}</thead>" if style.repeats_head else head
    kind = "" if table.head else ' class="form"'
    return (
        f'<div class="{name}">{number}<p class="caption">{escape(table.caption)}</p>'
        f'<p class="frame">{frame}</p><table{kind}>{_columns(table)}{rows}'
        f"<tbody>{body}</tbody></table></div>\n"
    )


def _columns(table: PrintedTable) -> str:
    """Fixed widths: with others on every page a table could not go on without its head."""
    whole = sum(table.breadths)
    return "".join(f'<col style="width: {100 * room / whole:.2f}%">' for room in table.breadths)
