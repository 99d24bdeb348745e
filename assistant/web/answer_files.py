"""Files of one answer: its figures as CSV and XLSX with exact values, and a report to keep.

Everything is made from the answer alone. Amounts are written whole; a spreadsheet gets those of
more than 15 digits as text.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from decimal import Decimal
from html import escape

from assistant.answer import Answer, AnswerFigure, Citation, plain
from assistant.web.prose import Marks, prose_html
from corpus.exports import Cell, csv_cell, fill_cell

COLUMNS: tuple[str, ...] = (
    "用途",
    "内容",
    "单位名称",
    "年度",
    "口径",
    "数值",
    "计量单位",
    "方向",
    "比较符",
)
COLUMNS += ("原文写法", "算式", "文件", "章节", "表", "行", "列", "原文")
ASKED, USED = "所问", "计算所用"
STYLE = """
body { max-width: 46em; margin: 2em auto; padding: 0 1em; line-height: 1.7; color: #1c1f22;
  font-family: system-ui, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif; }
h1 { font-size: 20px; } h2 { font-size: 17px; margin-top: 2em; }
ol { padding-left: 1.6em; } li { margin-bottom: .6em; }
blockquote { margin: .2em 0; padding-left: .8em; border-left: 3px solid #bfdde0;
  white-space: pre-wrap; overflow-wrap: anywhere; }
button.mark { border: 0; padding: 0; background: none; color: #0b5d6b; font: inherit; }
table { border-collapse: collapse; } th, td { padding: 4px 10px; border: 1px solid #dfdcd4; }
.print { padding: 6px 14px; } .soft { color: #5b6168; font-size: 14px; }
@media print { .print { display: none; } body { margin: 0; } li { break-inside: avoid; } }
"""
Asked = Sequence[tuple[str, Answer]]  # questions of one conversation with their answers


def answer_csv(*answers: Answer) -> bytes:
    """Return the figures of answers as UTF-8 CSV with a byte order mark."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    writer.writerows([csv_cell(cell) for cell in row] for row in _rows(answers))
    return out.getvalue().encode("utf-8-sig")


def answer_xlsx(*answers: Answer) -> bytes:
    """Return the figures of answers as a workbook with one sheet."""
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell

    book = Workbook(write_only=True)
    sheet = book.create_sheet("回答")
    sheet.freeze_panes = "A2"
    sheet.append(COLUMNS)
    for row in _rows(answers):
        sheet.append([fill_cell(WriteOnlyCell(sheet), cell) for cell in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def report_markdown(asked: Asked) -> str:
    """Return a conversation as Markdown, every answer with its receipts in full."""
    return "\n\n".join(f"## {question}\n\n{_told(answer)}" for question, answer in asked) + "\n"


def report_html(asked: Asked) -> str:
    """Return the same as a page to print, or to save as PDF by printing."""
    parts = "".join(_part_html(question, answer) for question, answer in asked)
    return (
        '<!doctype html><html lang="zh-CN"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width"><title>问答与出处</title>'
        f"<style>{STYLE}</style></head><body><h1>问答与出处</h1>"
        '<button class="print" onclick="print()">打印或存为 PDF</button>'
        f"{parts}</body></html>"
    )


def _rows(answers: Sequence[Answer]) -> Iterator[list[Cell]]:
    for answer in answers:
        for use, figures in ((ASKED, answer.figures), (USED, answer.operands)):
            for figure in figures:
                yield [use, *_figure_cells(figure), *_place_cells(answer.citations, figure)]


def _figure_cells(figure: AnswerFigure) -> list[Cell]:
    return [
        figure.about,
        figure.owner,
        figure.year,
        figure.basis,
        Decimal(plain(figure.value)),
        figure.unit,
        figure.direction,
        figure.comparator,
        figure.printed,
        figure.formula,
    ]


def _place_cells(citations: Sequence[Citation], figure: AnswerFigure) -> list[Cell]:
    """The first place that prints the figure; the report lists all of them."""
    citation = citations[figure.citations[0]]
    section = " / ".join(citation.section)
    place = (citation.table, citation.row, citation.column, citation.quote)
    return [citation.document, section, *place]


def _told(answer: Answer) -> str:
    formulas = [f"- 算式：{figure.formula}" for figure in answer.figures if figure.formula]
    assumed = [f"- 依据与假设：{words}" for words in answer.assumptions]
    places = [_place_markdown(i, c) for i, c in enumerate(answer.citations, start=1)]
    receipts = ["**出处**", "\n".join(places)] if places else []
    return "\n\n".join([answer.text, *formulas, *assumed, *receipts])


def _place_markdown(number: int, citation: Citation) -> str:
    quote = " | ".join(line.strip() for line in citation.quote.split("\t"))
    quote = " ".join(quote.split())
    return f"{number}. {_where(citation)}\n\n   > {quote}"


def _where(citation: Citation) -> str:
    page = f"第{citation.page}页" if citation.page else ""
    places = dict.fromkeys((*citation.section, citation.table, page, citation.row, citation.column))
    return " › ".join([f"《{citation.document}》", *(p for p in places if p)])


def _part_html(question: str, answer: Answer) -> str:
    places = "".join(
        f"<li>{escape(_where(citation))}<blockquote>{escape(citation.quote)}</blockquote></li>"
        for citation in answer.citations
    )
    notes = [figure.formula for figure in answer.figures if figure.formula]
    told = "".join(f'<p class="soft">{escape(n)}</p>' for n in (*notes, *answer.assumptions))
    text = prose_html(answer.text, Marks(0, len(answer.citations)))
    receipts = f"<h3>出处</h3><ol>{places}</ol>" if places else ""
    return f"<section><h2>{escape(question)}</h2>{text}{told}{receipts}</section>"
