"""Family 6: what stands around tables and items: notes that do not fit, levels that are not so."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.language.funds import fund_of
from assistant.review.finding import Finding
from assistant.review.paper import Paper
from assistant.wording import squeeze
from corpus.document import Table
from corpus.figure import Figure, Source

EMPTY = re.compile(r"空表|为空|没有数据")
LEVELS = {3: "类", 5: "款", 7: "项"}
LEVEL = re.compile(r"([\u4e00-\u9fff、，和及]{4,30})[（(]([类款项])[）)]")


def notes(paper: Paper) -> Iterator[Finding]:
    """Yield notes that call a filled table empty, or speak of the fund of another table."""
    for table in paper.document.tables:
        for note in table.notes if not table.doubtful else ():
            if not EMPTY.search(note):
                continue
            paper.count("table-note")
            filled = _filled(paper, table)
            told, own = fund_of(note), fund_of(table.caption)
            source = _note(paper, table, note)
            if filled is not None:
                message = f"《{table.caption}》下注明为空表，表中却有数字 {filled.source.printed}。"
                yield paper.finding("table-note", message, [source, filled.source])
            elif told and own and told != own and own not in note:
                message = f"《{table.caption}》下的注说的是{told}，不是{own}。"
                yield paper.finding("table-note", message, [source], expected=own, found=told)


def _filled(paper: Paper, table: Table) -> Figure | None:
    cells = (f for ref, f in paper.cells.items() if ref.table == table.index)
    return next((f for f in cells if f.quantity.value), None)


def _note(paper: Paper, table: Table, note: str) -> Source:
    """Return the receipt of a note: its line behind the table, or the table itself."""
    text = paper.document.text
    at = text.find(note, table.span.start)
    if at < 0:
        return paper.stretch(table.span.start, table.span.end)
    return paper.stretch(at, at + len(note))


def levels(paper: Paper) -> Iterator[Finding]:
    """Yield items that prose calls 类, 款 or 项 and whose code in the tables says otherwise."""
    known: dict[str, set[str]] = {}
    places: dict[str, Source] = {}
    for figure in paper.cells.values():
        code = figure.item.code
        if code.startswith("2") and len(code) in LEVELS:
            name = squeeze(figure.item.name)
            known.setdefault(name, set()).add(LEVELS[len(code)])
            places.setdefault(name, figure.source)
    for paragraph, text in paper.paragraphs:
        for match in LEVEL.finditer(text) if known else ():
            name = squeeze(match[1])
            if name not in known:
                continue
            paper.count("level")
            if match[2] not in known[name]:
                start = paragraph.span.start
                own = "、".join(sorted(known[name]))
                source = paper.stretch(start + match.start(), start + match.end(), printed=match[0])
                yield paper.finding(
                    "level",
                    f"「{match[1]}」文字写作{match[2]}，表中的编码是{own}级。",
                    [source, places[name]],
                    expected=own,
                    found=match[2],
                )
