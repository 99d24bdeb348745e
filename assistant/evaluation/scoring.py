"""Scores answers against gold questions: right, wrong, or declined, and whether it is cited.

A wrong answer is the worst outcome, so it is never mixed with a refusal. Amounts are compared as
exact decimals; a ratio may differ by the tolerance that its question allows.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from pathlib import PurePosixPath
from typing import Any

from assistant.answer import Answer, AnswerFigure, Outcome, plain


class Verdict(StrEnum):
    """How one question ended."""

    RIGHT = "right"
    WRONG = "wrong"
    DECLINED = "declined"  # refused or asked back where an answer exists


UNIT_FAMILIES = [
    set(family.split())
    for family in (
        *("人 名 位 人次", "次 批 批次 人次", "个 项 家 户 所", "辆 台", "条 份 件 部 期"),
        *("% ％ 百分点", "元 元/人/年 元/人", "月 个月", "剂 剂次"),
    )
]
SIGNS = dict.fromkeys(("减少", "下降", "降低", "压减"), "-")
SIGNS |= dict.fromkeys(("增加", "增长", "上升", "提高"), "+") | {"持平": "="}
ONE_DOCUMENT_IS_ENOUGH = {"lookup", "passage", "definition", "list", "count"}
SPARE_FIGURES = 2  # figures beyond those asked for that an answer may show
SHARED_CHARACTERS = 8  # what two quotes of one place have in common at least


@dataclass(frozen=True, slots=True)
class Wanted:
    """A figure that the gold answer holds, in the base unit."""

    value: Decimal
    printed: str
    unit: str
    sign: str | None


@dataclass(frozen=True, slots=True)
class Gold:
    """A question with its verified answer."""

    id: str
    question: str
    history: tuple[str, ...]
    expect: str  # figure, figures, text, refuse, clarify
    op: str
    wanted: tuple[Wanted, ...]
    tolerance: Decimal
    mentions: tuple[tuple[str, ...], ...]  # one of each group has to be said
    evidence: tuple[tuple[str, str], ...]  # (file name, verbatim quote)
    why: str = ""  # the working, for people


@dataclass(frozen=True, slots=True)
class Scored:
    """One scored question. ``cited`` is None where no citation is called for."""

    gold: Gold
    answer: Answer
    verdict: Verdict
    cited: bool | None


def gold_of(line: dict[str, Any]) -> Gold:
    """Return the gold question of a JSON line; ``KeyError`` or ``ValueError`` when malformed."""
    return Gold(
        id=str(line["id"]),
        question=line["question"],
        history=tuple(line.get("history") or ()),
        expect=line["expect"],
        op=line.get("op", ""),
        wanted=tuple(map(_wanted, line.get("answer") or ())),
        tolerance=Decimal(str(line.get("tolerance") or "0")),
        mentions=tuple(map(tuple, line.get("must_mention") or ())),
        evidence=tuple((piece["doc"], piece["quote"]) for piece in line.get("evidence") or ()),
        why=str(line.get("why") or ""),
    )


def _wanted(figure: dict[str, Any]) -> Wanted:
    printed = str(figure["value"])
    value = Decimal(printed.replace(",", ""))
    return Wanted(value, printed, figure.get("unit", ""), SIGNS.get(figure.get("direction") or ""))


def score(gold: Gold, answer: Answer) -> Scored:
    """Judge one answer."""
    verdict = verdict_of(gold, answer)
    is_citable = verdict is Verdict.RIGHT and gold.evidence and gold.expect != "refuse"
    return Scored(gold, answer, verdict, is_cited(gold, answer) if is_citable else None)


def verdict_of(gold: Gold, answer: Answer) -> Verdict:
    """Tell whether an answer is right, wrong, or a needless refusal."""
    judge = JUDGES.get(gold.expect, _judge_figures)
    return judge(gold, answer)


def _judge_refusal(gold: Gold, answer: Answer) -> Verdict:
    return Verdict.RIGHT if answer.outcome is Outcome.REFUSE else Verdict.WRONG


def _judge_clarification(gold: Gold, answer: Answer) -> Verdict:
    if answer.outcome is Outcome.CLARIFY:
        return Verdict.RIGHT
    if answer.figures and _all_found(gold.wanted, answer.figures, gold.tolerance):
        return Verdict.RIGHT
    return Verdict.DECLINED if answer.outcome is Outcome.REFUSE else Verdict.WRONG


def _judge_text(gold: Gold, answer: Answer) -> Verdict:
    if _is_declined(answer):
        return Verdict.DECLINED
    text = squeeze(answer.text)
    is_said = all(
        squeeze(wanted.printed) in text or _found(wanted, answer.figures, Decimal(0))
        for wanted in gold.wanted
    )
    is_right = is_said and _mentions_all(gold, answer) and is_cited(gold, answer)
    return Verdict.RIGHT if is_right else Verdict.WRONG


def _judge_figures(gold: Gold, answer: Answer) -> Verdict:
    if _is_declined(answer):
        return Verdict.DECLINED
    figures = answer.figures
    if not gold.wanted or len(figures) > len(gold.wanted) + SPARE_FIGURES:
        return Verdict.WRONG
    if gold.expect == "figure" and not _found(gold.wanted[0], figures[:1], gold.tolerance):
        return Verdict.WRONG  # the first figure is the answer, whatever else is shown
    is_right = _all_found(gold.wanted, figures, gold.tolerance) and _mentions_all(gold, answer)
    return Verdict.RIGHT if is_right else Verdict.WRONG


JUDGES: dict[str, Callable[[Gold, Answer], Verdict]] = {
    "refuse": _judge_refusal,
    "clarify": _judge_clarification,
    "text": _judge_text,
}


def _is_declined(answer: Answer) -> bool:
    return answer.outcome in (Outcome.REFUSE, Outcome.CLARIFY)


def _all_found(
    wanted: Iterable[Wanted], figures: Sequence[AnswerFigure], tolerance: Decimal
) -> bool:
    return all(_found(figure, figures, tolerance) for figure in wanted)


def _found(wanted: Wanted, figures: Iterable[AnswerFigure], tolerance: Decimal) -> bool:
    return any(agrees(wanted, figure, tolerance) for figure in figures)


def agrees(wanted: Wanted, figure: AnswerFigure, tolerance: Decimal) -> bool:
    """Tell whether a figure says what was wanted: value, unit and, for a change, direction."""
    if not same_unit(wanted.unit, figure.unit):
        return False
    value, sign = figure.value, SIGNS.get(figure.direction or "")
    if value < 0 < wanted.value and wanted.sign == "-":
        value, sign = -value, "-"  # a signed decrease says the same
    if wanted.sign in ("+", "-"):
        is_silent_zero = sign is None and wanted.value == 0
        if sign != wanted.sign and not is_silent_zero:
            return False
    return abs(wanted.value - value) <= tolerance


def same_unit(one: str, other: str) -> bool:
    """Tell whether two base units count the same things."""
    return one == other or any({one, other} <= family for family in UNIT_FAMILIES)


def _mentions_all(gold: Gold, answer: Answer) -> bool:
    said = squeeze(answer.text + "".join(citation.quote for citation in answer.citations))
    return all(any(squeeze(word) in said for word in group) for group in gold.mentions)


def is_cited(gold: Gold, answer: Answer) -> bool:
    """Tell whether citations meet the gold quotes: in every document that a computation needs."""
    found: dict[str, bool] = {}
    for name, quote in gold.evidence:
        met = any(
            PurePosixPath(citation.document).name == name and overlap(quote, citation.quote)
            for citation in answer.citations
        )
        found[name] = found.get(name, False) or met
    enough = any if gold.op in ONE_DOCUMENT_IS_ENOUGH else all
    return enough(found.values())


def overlap(gold_quote: str, quote: str) -> bool:
    """Tell whether two quotes are about one place: they share enough characters in a row."""
    wanted, given = squeeze(gold_quote), squeeze(quote)
    if not wanted or not given:
        return False
    size = min(SHARED_CHARACTERS, len(wanted), len(given))
    return any(wanted[at : at + size] in given for at in range(len(wanted) - size + 1))


def squeeze(text: str) -> str:
    """Return the text without white space: converters put it anywhere."""
    return re.sub(r"\s+", "", text)


@dataclass(slots=True)
class Tally:
    """Counts of one row of the score table."""

    verdicts: dict[Verdict, int] = field(default_factory=lambda: dict.fromkeys(Verdict, 0))
    citable: int = 0
    cited: int = 0

    def count(self, scored: Scored) -> None:
        """Count one question."""
        self.verdicts[scored.verdict] += 1
        self.citable += scored.cited is not None
        self.cited += bool(scored.cited)

    @property
    def total(self) -> int:
        """Number of questions."""
        return sum(self.verdicts.values())

    def share(self, verdict: Verdict) -> str:
        """Return a verdict's share of all questions, as text."""
        return percent(self.verdicts[verdict], self.total)


def tallies(results: Iterable[Scored]) -> dict[str, Tally]:
    """Return the rows of the score table: all, by expected outcome, by operation."""
    table: dict[str, Tally] = {}
    for scored in results:
        for row in ("all", f"expect={scored.gold.expect}", f"op={scored.gold.op}"):
            table.setdefault(row, Tally()).count(scored)
    return dict(sorted(table.items(), key=lambda row: (row[0].split("="), -row[1].total)))


def headline(results: Sequence[Scored]) -> str:
    """Return the one line that sums up a run."""
    tally = tallies(results).get("all", Tally())
    answered = tally.verdicts[Verdict.RIGHT] + tally.verdicts[Verdict.WRONG]
    times = sorted(scored.answer.elapsed_ms for scored in results)
    return (
        f"正确 {tally.share(Verdict.RIGHT)}，"
        f"作答中错误 {percent(tally.verdicts[Verdict.WRONG], answered)}，"
        f"拒答 {tally.share(Verdict.DECLINED)}，有出处 {percent(tally.cited, tally.citable)}，"
        f"p50 {quantile(times, 50)} ms，p95 {quantile(times, 95)} ms，共 {tally.total} 题"
    )


def percent(part: int, whole: int) -> str:
    """Return a share with one decimal, "-" of nothing."""
    return f"{100 * part / whole:.1f}%" if whole else "-"


def quantile(ordered: Sequence[float], per_cent: int) -> str:
    """Return the value below which ``per_cent`` of the ordered values lie, without decimals."""
    if not ordered:
        return "-"
    return f"{ordered[min(len(ordered) - 1, len(ordered) * per_cent // 100)]:.0f}"


def shown(results: Iterable[Scored], which: str) -> Iterator[Scored]:
    """Yield what ``--show`` asks for: a verdict, "uncited", or "all"."""
    for scored in results:
        if which in ("all", scored.verdict) or (which == "uncited" and scored.cited is False):
            yield scored


def difference(scored: Scored) -> str:
    """Return what was wanted and what came, for a person who looks for the reason."""
    gold, answer = scored.gold, scored.answer
    wanted = "；".join(f"{w.printed} {w.unit}" for w in gold.wanted) or str(list(gold.mentions))
    got = "；".join(f"{plain(f.value)} {f.unit} {f.about}" for f in answer.figures)
    return (
        f"{scored.verdict} {gold.id}  {' / '.join((*gold.history, gold.question))}\n"
        f"    应为 {gold.expect}: {wanted}\n"
        f"    得到 {answer.outcome}: {got or answer.text[:120]}"
    )
