"""The last station before the user: sentences from values. Nothing is computed here.

The answer comes first, then the working, then the receipts. Every number in the text comes from
a value of the draft; a refusal's text carries the quotes that explain it, and no figure.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Protocol

from assistant.answer import DOUBT, Answer, AnswerFigure, Citation, Outcome
from assistant.compute import Value, shown, with_unit
from assistant.draft import Draft
from assistant.language.units import converted
from assistant.standards import per_of
from assistant.wording import squeeze
from corpus.figure import Figure, Source


class Named(Protocol):
    """What the writer needs to know of a document."""

    @property
    def file_name(self) -> str:
        """The name of the original file."""

    @property
    def title(self) -> str:
        """The document's title."""


HINT = "术语（本系统的说明，不是文件原文）："
MOST_WITNESSES = 4  # receipts shown for one printed number
DIRECTIONS = {"增加": "增加", "减少": "减少", "持平": "持平"}


def write(draft: Draft, documents: Mapping[str, Named]) -> Answer:
    """Return the answer that a draft means."""
    desk = _Receipts(documents)
    figures = tuple(desk.figure(value) for value in draft.values)
    operands = tuple(desk.figure(operand) for v in draft.values for operand in _leaves(v))
    for quote in draft.quotes:
        desk.cite(quote)
    return Answer(
        outcome=draft.outcome,
        text=_text(draft, figures, desk),
        figures=figures,
        operands=operands,
        citations=tuple(desk.citations),
        assumptions=draft.assumptions,
        choices=draft.choices,
        reason=draft.reason,
        suggestions=draft.suggestions,
    )


class _Receipts:
    """Collects citations while figures are written; the same place is cited once."""

    def __init__(self, documents: Mapping[str, Named]) -> None:
        self._documents = documents
        self._known: dict[tuple[object, ...], int] = {}
        self.citations: list[Citation] = []

    def cite(self, source: Source) -> int:
        key = (source.document, source.span, source.cell, source.printed)
        if key not in self._known:
            self._known[key] = len(self.citations)
            self.citations.append(self._citation(source))
        return self._known[key]

    def _citation(self, source: Source) -> Citation:
        info, cell = self._documents[source.document], source.cell
        return Citation(
            document_id=source.document,
            document=info.file_name,
            title=info.title,
            section=source.section,
            start=source.span.start,
            end=source.span.end,
            quote=source.quote,
            page=source.page,
            table=source.table,
            row=source.row,
            column=source.column,
            cell=source.printed if cell else "",
            table_index=cell.table if cell else None,
            row_index=cell.row if cell else None,
            column_index=cell.column if cell else None,
        )

    def figure(self, value: Value) -> AnswerFigure:
        return AnswerFigure(
            value=value.amount,
            unit=value.unit,
            about=value.about,
            citations=tuple(self.marks(value)),
            owner=value.owner,
            year=value.year,
            basis=value.basis,
            printed=value.printed,
            direction=value.direction,
            formula=value.formula,
            doubtful=value.is_doubtful,
            comparator=_comparator(value),
        )

    def marks(self, value: Value) -> list[int]:
        """Return the citations behind a value: its own, or those of all its operands."""
        if not value.operands:
            return [self.cite(f.source) for f in _witnesses(value.figures)]
        found = [mark for operand in value.operands for mark in self.marks(operand)]
        return list(dict.fromkeys(found))


def _witnesses(figures: Sequence[Figure]) -> list[Figure]:
    """Return the figures to be cited: the best, then one of each other kind of place."""
    places: dict[tuple[str, bool], Figure] = {}
    for figure in figures:
        places.setdefault((figure.source.document, figure.source.cell is not None), figure)
    first = list(places.values())
    others = [figure for figure in figures if not any(figure is f for f in first)]
    return [*first, *others][:MOST_WITNESSES]


def _leaves(value: Value) -> list[Value]:
    """Return the printed values that a computed one rests on, in order, without repeats."""
    if not value.operands:
        return []
    leaves = [leaf for o in value.operands for leaf in (_leaves(o) or [o])]
    return list(dict.fromkeys(leaves))


def _text(draft: Draft, figures: tuple[AnswerFigure, ...], desk: _Receipts) -> str:
    parts = [draft.lead] if draft.lead else []
    if len(figures) == 1:
        parts.append(_sentence(draft.values[0], figures[0], draft.unit))
    else:
        pairs = list(zip(draft.values, figures, strict=True))
        parts += [f"- {_sentence(v, f, draft.unit)}" for v, f in pairs]
    if draft.outcome is Outcome.TEXT or draft.quotes:
        parts += [_quoted(same, desk) for same in _worded_alike(draft.quotes)]
    values = zip(draft.values, figures, strict=True)
    working = [f"计算：{_named(v)} {_refs(f)}" for v, f in values if v.formula]
    inner = dict.fromkeys(f for v in draft.values for f in _inner_formulas(v))
    working += [f"其中：{formula}" for formula in inner]
    working += [f"{HINT}{hint}。" for hint in draft.hints]
    return "\n\n".join(_grouped(parts) + working)


def _named(value: Value) -> str:
    """Return a formula whose operands say what they are: 「公务接待费 30,000 元 ÷ …」."""
    formula, _, result = (value.formula or "").rpartition(" = ")
    if not formula or len({operand.about for operand in value.operands}) < len(value.operands):
        return value.formula or ""
    parts = re.split(r"( [+−÷×] |[()])", formula)
    amounts = {shown(operand): operand.about for operand in reversed(value.operands)}
    names = [f"{amounts[part]} {part}" if part in amounts else part for part in parts]
    return f"{''.join(names)} = {result}"


def _inner_formulas(value: Value) -> list[str]:
    """Return the formulas of operands that were computed themselves."""
    return [
        formula
        for operand in value.operands
        for formula in (_named(operand), *_inner_formulas(operand))
        if formula
    ]


def _grouped(parts: list[str]) -> list[str]:
    """Keep list lines together so that Markdown makes one list of them."""
    bullets = [p for p in parts if p.startswith("- ")]
    if not bullets:
        return parts
    first = parts.index(bullets[0])
    others_before, others_after = parts[:first], [p for p in parts[first:] if p not in bullets]
    return [*others_before, "\n".join(bullets), *others_after]


def _sentence(value: Value, figure: AnswerFigure, unit: str = "") -> str:
    where = "".join(filter(None, (value.owner, f"{value.year}年" if value.year else "")))
    name = f"{where}{_joint(where)}{value.about}"
    direction = f"{value.direction} " if value.direction in ("增加", "减少") else ""
    if value.direction == "持平" and not value.amount:
        direction = "持平，相差 "
    about = "约 " if any(not f.exact for f in value.figures[:1]) else ""
    table = value.figures[0].source.table if value.figures and not value.operands else ""
    place = f"（{table}）" if table else ""
    doubt = f"（{DOUBT}）" if figure.doubtful else ""
    also = _also(value, unit)
    amount = f"{direction}{about}{per_of(value)}{shown_amount(value)}"
    return f"{name}：**{amount}**{also}{place}{doubt} {_refs(figure)}"


def _also(value: Value, unit: str) -> str:
    """Return the amount in the unit that was asked for, "" when it is shown in it already."""
    wanted = converted(value.amount, unit) if unit and value.unit == "元" else ""
    return f"，合 {wanted}" if wanted and wanted not in shown_amount(value) else ""


def _joint(where: str) -> str:
    return " " if where else ""


def shown_amount(value: Value) -> str:
    """Return the amount for people: as printed, with 元 beside it when that differs.

    What is only a bound says so first: 「≥ 88%」.
    """
    sign = _comparator(value)
    return f"{sign} {_amount(value)}" if sign not in ("", "=") else _amount(value)


def _comparator(value: Value) -> str:
    """A computed value is no target, whatever it was computed from."""
    printed = value.figures[0] if value.figures and not value.operands else None
    return printed.quantity.comparator if printed else ""


def _amount(value: Value) -> str:
    exact = with_unit(value.amount, value.unit)
    printed = value.printed
    if not printed or printed.replace(" ", "") == exact.replace(" ", "").replace(",", ""):
        return exact
    if value.unit != "元":
        return exact
    unit = value.figures[0].quantity.unit.name
    as_printed = f"{value.figures[0].quantity.value:,f} {unit}"
    return exact if unit == "元" else f"{as_printed}（{exact}）"


def _refs(figure: AnswerFigure) -> str:
    return "".join(f"[{c + 1}]" for c in figure.citations)


def _worded_alike(quotes: Iterable[Source]) -> list[list[Source]]:
    """Group receipts of one wording: it is shown once, with all its places."""
    groups: dict[str, list[Source]] = {}
    for quote in quotes:
        groups.setdefault(squeeze(quote.quote), []).append(quote)
    return list(groups.values())


def _quoted(same: list[Source], desk: _Receipts) -> str:
    lines = [line.strip() for line in same[0].quote.splitlines() if line.strip()]
    body = "\n".join(f"> {line}" for line in lines)
    return f"{body} {''.join(f'[{desk.cite(quote) + 1}]' for quote in same)}"


def timed(answer: Answer, elapsed_ms: float) -> Answer:
    """Return the answer with the time that it took."""
    return replace(answer, elapsed_ms=elapsed_ms)
