"""Shows both stages where a question names none and the budget and the final account both print it.

Neither stage is the one that was asked: the numbers stand side by side, each named by its stage.
A column that is said by its name is the exception: then only the stage that has it is meant.
"""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.answer import Outcome
from assistant.compute import Value
from assistant.desk import Desk
from assistant.draft import Draft
from assistant.language.funds import fund_of, funds_agree
from assistant.lookup.choice import is_named, limits
from assistant.lookup.entries import is_plain
from assistant.lookup.evidence import Evidence, Finding
from assistant.lookup.named import whole_totals
from assistant.lookup.witnesses import same_item
from assistant.question import Ask
from assistant.wording import squeeze
from corpus.figure import Basis, Figure, Measure
from corpus.vocabulary import rows_of

STAGES = {Basis.BUDGET: Basis.FINAL, Basis.FINAL: Basis.BUDGET}
SHOWN = frozenset({Measure.AMOUNT, Measure.SHARE, Measure.COUNT})
NOTE = "问题没有写是预算还是决算，两个数都列出"


def with_other_stage(draft: Draft, desk: Desk, *, is_whole: bool) -> Draft:
    """Return the draft of one printed figure with the other stage's figure of the same thing.

    The stage that the question's words lean to comes first, else the budget. Of an item of several
    (not ``is_whole``) only the stage that is said by a name or column is shown.
    """
    if draft.outcome is not Outcome.FIGURE or len(draft.values) != 1:
        return draft
    value = draft.values[0]
    if value.operands or not _is_open(value.figures[0], desk):
        return draft
    evidence = _evidence(desk, value.figures[0])
    own = next((f for f in evidence.findings if value.figures[0] in f.value.figures), None)
    other = _other(own, evidence) if own else None
    if own is None or other is None:
        return draft
    said = [_said_whole(f, evidence.wanted.said) for f in (own, other)]
    if said[0] != said[1]:
        return replace(draft, values=(value if said[0] > said[1] else other.value,))
    return _both(draft, desk, value, other.value) if is_whole else draft


def _is_open(figure: Figure, desk: Desk) -> bool:
    """Tell whether a figure is of one of two stages that the question leaves open."""
    question = desk.question
    if question.periods.bases or question.periods.against or len(question.asks) > 1:
        return False
    if figure.measure not in SHOWN or figure.period.basis not in STAGES:
        return False
    infos = (desk.facts.documents[id] for id in desk.documents)
    kinds = {
        Basis.FINAL.value in info.kind
        for info in infos
        if (info.owner, info.fiscal_year) == (figure.owner, figure.period.year)
    }
    return len(kinds) > 1


def _evidence(desk: Desk, figure: Figure) -> Evidence:
    ask = next(iter(desk.question.asks), Ask(""))
    years = (figure.period.year,) if figure.period.year else ()
    return desk.look_up(ask, near=desk.near, years=years)


def _other(own: Finding, evidence: Evidence) -> Finding | None:
    """Return the best figure of the other stage when it is of the same thing and well named."""
    stage, floor = STAGES[own.figure.period.basis], own.score - limits()["group_window"]
    of_stage = (f for f in evidence.findings if f.figure.period.basis is stage)
    alike = (f for f in of_stage if _is_same(own, f, evidence.wanted.fund))
    best = next(alike, None)
    if best is None or best.score < floor or not best.figure.exact:
        return None
    return best if is_named(best, evidence) and own.value.amount != best.value.amount else None


def _is_same(one: Finding, other: Finding, asked: str) -> bool:
    """Tell whether two figures of one owner and year are of one item, measure and fund.

    Where a fund is asked, both may also stand for it by a part: often a body has one part only.
    """
    a, b = one.figure, other.figure
    if (a.owner, a.period.year, a.measure) != (b.owner, b.period.year, b.measure):
        return False
    funds = _fund(a), _fund(b)
    of_asked = bool(asked) and all(fund and funds_agree(asked, fund) for fund in funds)
    of_one_fund = funds[0] == funds[1] or of_asked
    return of_one_fund and same_item(one.candidate.entry, other.candidate.entry)


def _fund(figure: Figure) -> str:
    """Return the fund of a figure: by its name and columns, else by its table or section."""
    source = figure.source
    around = source.table if source.cell else "".join(source.section[-1:])
    texts = (" ".join((figure.item.name, *figure.slice)), around)
    return next(filter(None, map(fund_of, texts)), "")


def _said_whole(finding: Finding, said: str) -> tuple[int, int]:
    """Return how much of a number's best print is said word for word, and in how long a piece."""
    return max(_said_of(figure, said) for figure in finding.value.figures)


def _said_of(figure: Figure, said: str) -> tuple[int, int]:
    """Return how much of a figure's name and its longest heading is said, and the longer of them.

    A heading that is but a part of the name (「支出」) is not said beside it.
    """
    name = squeeze(figure.item.name)
    heads = (squeeze(head) for head in figure.slice if not is_plain(head))
    column = max((len(head) for head in heads if head in said and head not in name), default=0)
    named = len(name) if name in said else 0
    return column + named, max(column, named)


def _both(draft: Draft, desk: Desk, one: Value, other: Value) -> Draft:
    first = _leaning(desk)
    pair = sorted((one, other), key=lambda v: v.basis != first.value)
    named = tuple(replace(v, about=f"{v.about}（{v.basis}）") for v in pair)
    return replace(draft, values=named).assuming(NOTE)


def _leaning(desk: Desk) -> Basis:
    """Return the stage that a question leans to, the budget where it leans to none.

    Its verbs tell (``stage_verbs.tsv``), or a total that only the papers of one stage print: what
    is 「本年支出合计」 in the account may be 「支出总计」 in the budget.
    """
    text = squeeze(desk.question.corrected)
    verbs = rows_of("stage_verbs.tsv", columns=2)
    told = next((Basis(stage) for verb, stage in verbs if re.search(verb, text)), None)
    said = max((name for name in whole_totals() if name in text), key=len, default="")
    printing = {e.basis for e in desk.facts.within(desk.documents) if e.name_text == said}
    return told or (printing.pop() if len(printing) == 1 else Basis.BUDGET)
