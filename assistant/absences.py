"""What to answer where a document says, or shows, that there is no number.

A blank cell is refused: it is neither zero nor "none". A plan that says 「未安排」 has told its
decision, and the sentence is the answer. A final account that only says why its table is empty
prints no amount, not even 0: whoever asks for that amount is refused, with the sentence.
"""

from __future__ import annotations

from assistant.answer import Outcome, Reason
from assistant.draft import Draft, refusal
from assistant.lookup.candidates import Candidate
from assistant.question import Question
from corpus.figure import AbsenceKind, Basis
from corpus.quantity import UnitKind

NONE_STATED = "文件说明没有这一项："
NO_AMOUNT = "文件说明没有这一项，也没有印出任何金额（连 0 也没有），因此没有数字可以引用。原文："
SPENT = frozenset({Basis.FINAL, Basis.EXECUTED})


def absence_draft(question: Question, absence: Candidate) -> Draft:
    """Return the answer that an absence gives: its sentence, or a refusal that quotes it."""
    fact = absence.fact
    if absence.absence is AbsenceKind.BLANK:
        place = "·".join(filter(None, (fact.source.table, fact.item.name, *fact.slice)))
        lead = f"文件在这里留空：{place}。空白既不等于 0，也不等于没有，文件没有给出数字。"
        return refusal(Reason.BLANK, lead, quotes=(fact.source,))
    if asks_spent_amount(question):
        return refusal(Reason.BLANK, NO_AMOUNT, quotes=(fact.source,))
    return Draft(Outcome.TEXT, quotes=(fact.source,), lead=NONE_STATED)


def asks_spent_amount(question: Question) -> bool:
    """Tell whether a question asks for an amount of money that was spent: 「决算是多少元」."""
    asks_money = any(ask.kind is UnitKind.MONEY for ask in question.asks)
    return asks_money and bool(SPENT & set(question.periods.bases))
