"""Reads the year and the stage (预算, 决算, 执行数 …) that a number in prose belongs to."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from corpus.clauses import COMPARED, Mention, Prose, closes, stays_open
from corpus.figure import Basis, Measure, Period
from corpus.printed_numbers import PrintedDate
from corpus.prose_measure import Reading, starts_change
from corpus.vocabulary import lines_of, rows_of

CITED = re.compile(r"\s*(?:根据|按照|依据|经|自|依照|结合)")
LAST_YEAR = re.compile(
    r"(?<![与同和比较按])(?:上年度?|去年|上一年度?)(?!结转|结余|末结|对比|相比|同期)"
)
THIS_YEAR = re.compile(r"本年|今年|当年|预算")
BESIDE = re.compile(
    r"(?:上年度?|去年|上一年度?)(?:同期|的|是|为|数)*$|[由从自](?:上年|去年|上一年)"
)
OPENED = re.compile(r"\s*(?:上年度?|去年|上一年度?)[，,](?!.*(?:本年|今年))", re.DOTALL)
BARE = re.compile(r"(?:同期|的|为|是|决算|预算|执行|实际|支出|收入|安排|完成|数)*")
CARRIED_OVER = re.compile(r"结转(?:结余)?(?:资金|经费)?$|结余(?:资金)?$")
CAUSE = re.compile(r"原因|因为|由于")
REASON = re.compile(r"原因|因为|由于|主要[是系为]")
WITH_LAST_YEAR = re.compile(r"(?:与|同|和|比|较)(?:上年|去年|上一年)")
EARLIER = re.compile(r"上年|去年|上一年|前一年|上期|同期")
COMPLETED = re.compile(r"(?:完成|实现|执行)了?[约达]?$|(?<!项目)完成(?=[^，,]*(?:收入|支出)$)")
# 「批准的年初预算为：」, 「“三公”经费预算中，」: what follows in the sentence is of that stage
ANNOUNCED = re.compile(
    r"(?P<stage>预算|决算)(?:数|安排)?(?:(?:为|是|包括|如下)?[：:]|中[，,])(?!.*(?:[：:]|[预决]算))",
    re.DOTALL,
)
AHEAD = re.compile(r"预计|计划|拟|将|力争|确保|目标|安排|预期|争取")
REVISED = re.compile(r"调整(?:为|到|至)[约了]*$")
OF_THE_START = re.compile("年初　+")  # 「年初一般公共预算收入」 is budgeted
EVENT = re.compile(r"(?:于|自|从)\s*$")  # 「于2016年5月改革，」 tells when that was
BUDGETED = re.compile(r"预算|收入|支出|资金|结余")
PLANNED = re.compile(r"安排|预计|计划")
ALLOTTED = re.compile(r"安排(?:资金|预算)?$")
ASSET = re.compile(r"资产(?:总额|总计|合计|净值)?(?:为|共)?$|(?:价值|原值|净值)(?:为|共)?$")


@dataclass(frozen=True, slots=True)
class Frame:
    """What holds where a sentence names no year: the document's, and the paragraph's so far."""

    fiscal_year: int | None
    basis: Basis
    year: int | None = None
    topic: tuple[str, ...] = ()
    is_fixed: bool = False  # a lead-in gave the year
    latest: int | None = None  # the later of the section's year and the document's


def named_year(mention: Mention, prose: Prose, frame: Frame) -> int | None:
    """Return the year that the sentence itself gives to the number, or None."""
    start, end = mention.sentence[0], mention.number.start
    dates = [d for d in prose.dates if start <= d.start < end and d.years]
    own = [d for d in dates if not _is_of_another(d, mention, prose, frame)]
    near = [d for d in own if d.start >= mention.head_start and _is_adverb(d, mention, prose)]
    if near:
        return _one_of(near[-1], frame)
    if LAST_YEAR.search(mention.head) and not re.search(r"本年|今年", mention.head):
        return frame.fiscal_year - 1 if frame.fiscal_year else None
    apart = [d for d in own if d.start < mention.head_start and _is_telling(d, mention, prose)]
    if not apart and frame.fiscal_year and OPENED.match(prose.text[start:end]):
        return frame.fiscal_year - 1
    return _one_of(apart[-1], frame) if apart else None


def _is_of_another(date: PrintedDate, mention: Mention, prose: Prose, frame: Frame) -> bool:
    """Tell whether a year is only compared with, or told of an earlier number alone."""
    between = prose.bare[date.end : mention.number.start]
    told = date.start < mention.head_start and _is_beside(date, mention, prose, frame)
    return bool(COMPARED.search(prose.text[: date.start])) or closes(between) or told


def _is_beside(date: PrintedDate, mention: Mention, prose: Prose, frame: Frame) -> bool:
    """「水费3万元，2023年为2万元，增加1万元」: that year tells of nothing but its own number."""
    start = max(prose.bare.rfind(mark, 0, date.start) for mark in "，,") + 1
    segment = mention.segment[0]
    is_late = not frame.fiscal_year or date.years[-1] >= frame.fiscal_year
    if is_late or start <= segment or prose.text[start : date.start].strip():
        return False
    before = any(segment <= n.start < date.start for n in prose.numbers)
    number = next((n.start for n in prose.numbers if n.start >= date.end), date.end)
    words = re.sub(r"\s+", "", prose.text[date.end : number])
    return before and BARE.fullmatch(words) is not None


def lasting_year(mention: Mention, prose: Prose, frame: Frame) -> int | None:
    """Return the year that numbers after this one keep: 「（上年4.20万元）」 tells only its own."""
    is_aside = stays_open(prose.bare[mention.sentence[0] : mention.head_start])
    year = named_year(mention, prose, frame)
    if is_aside or (year is not None and _is_only_beside(mention, prose, frame)):
        return None
    return year


def _is_only_beside(mention: Mention, prose: Prose, frame: Frame) -> bool:
    """「…，上年为9万元，增加…」 stands beside this year's number; 「上年，…」 opens a segment."""
    dates = (d for d in prose.dates if mention.head_start <= d.start < mention.number.start)
    if any(d.years and _is_beside(d, mention, prose, frame) for d in dates):
        return True
    if not LAST_YEAR.search(mention.head):
        return False
    opens = mention.head_start <= mention.segment[0]
    return not opens or bool(BESIDE.search(mention.head))


def _is_adverb(date: PrintedDate, mention: Mention, prose: Prose) -> bool:
    """Tell whether a year dates the number; in 「某某2025年奖补资金结转」 it belongs to a name."""
    if not CARRIED_OVER.search(mention.head):
        return True
    return not re.search(r"[一-鿿]", prose.text[mention.head_start : date.start])


def base_year(
    mention: Mention, prose: Prose, year: int | None, frame: Frame | None = None
) -> int | None:
    """Return the year of an earlier value: the one compared with, else the year before.

    An account is compared with the budget of its own year: 「较年初预算数1,950万元减少」.
    """
    dates = [d for d in prose.dates if mention.head_start <= d.start < mention.number.start]
    compared = [d for d in dates if d.years and COMPARED.search(prose.text[: d.start])]
    if compared:
        return compared[-1].years[0]
    if frame is not None and _is_own_budget(mention.head, frame):
        return year
    return year - 1 if year else None


def _is_own_budget(head: str, frame: Frame) -> bool:
    if spoken_basis(head) not in (Basis.BUDGET, Basis.ADJUSTED) or EARLIER.search(head):
        return False
    return frame.basis is not Basis.BUDGET or "年初" in head


def period_of(mention: Mention, prose: Prose, reading: Reading, frame: Frame) -> Period:
    """Return the number's period; the document's own where the words say nothing else."""
    year = named_year(mention, prose, frame)
    sentence = prose.text[slice(*mention.sentence)]
    is_asset = any("资产" in topic for topic in frame.topic)
    if year is None and (is_asset or frame.is_fixed or not THIS_YEAR.search(sentence)):
        year = frame.year
    year = year or frame.fiscal_year
    if year and starts_change(mention):
        year -= 1
    if reading.is_base:
        spoken = spoken_basis(mention.head)
        return Period(base_year(mention, prose, year, frame), spoken or frame.basis)
    return Period(year, _basis(mention, prose, reading, frame, year))


def years_named(mention: Mention, prose: Prose) -> tuple[int, ...]:
    """Return every year that the number's sentence names, in order, without repeats."""
    start, end = mention.sentence
    years = [y for d in prose.dates if start <= d.start < end for y in d.years]
    return tuple(dict.fromkeys(years))


def _is_telling(date: PrintedDate, mention: Mention, prose: Prose) -> bool:
    """Tell whether a year in an earlier clause governs the number: a cited paper's does not."""
    if date.start >= mention.clause_start:
        return True
    if EVENT.search(prose.text[: date.start]) and "月" in prose.text[date.start : date.end]:
        return False
    segment = max(mention.sentence[0], prose.bare.rfind("；", 0, date.start) + 1)
    if segment < mention.segment[0] and REASON.search(prose.text[segment : date.start]):
        return False
    between = prose.text[mention.sentence[0] : date.start]
    if WITH_LAST_YEAR.search(mention.head) and CAUSE.search(between):
        return False
    start = max(prose.bare.rfind(mark, 0, date.start) for mark in ",;。:(") + 1
    return not CITED.match(prose.text[max(start, mention.sentence[0]) :])


def _one_of(date: PrintedDate, frame: Frame) -> int:
    if len(date.years) > 1 and frame.fiscal_year is not None:
        low, high = min(date.years), max(date.years)
        if low <= frame.fiscal_year <= high:
            return frame.fiscal_year
    return date.years[-1]


@cache
def _basis_words() -> tuple[tuple[str, Basis], ...]:
    rows = [(r[0], Basis(r[1])) for r in rows_of("basis_words.tsv", columns=2)]
    return tuple(sorted(rows, key=lambda row: -len(row[0])))


def spoken_basis(words: str) -> Basis | None:
    """Return the stage that the last telling word names, longest word first."""
    words = OF_THE_START.sub("年初预算", _without_names(words))
    best: tuple[int, Basis] | None = None
    for word, basis in _basis_words():
        end = words.rfind(word) + len(word)
        if word in words and (best is None or end > best[0]):
            best = (end, basis)
    return best[1] if best else None


def _without_names(words: str) -> str:
    for name in lines_of("budget_names.tsv"):
        words = words.replace(name, "　" * len(name))
    return words


def _basis(
    mention: Mention, prose: Prose, reading: Reading, frame: Frame, year: int | None
) -> Basis:
    if reading.measure in (Measure.TARGET, Measure.SCORE, Measure.RATE) and not _is_past(
        frame, year
    ):
        return frame.basis
    is_past = _is_past(frame, year)
    is_ahead = year is not None and frame.latest is not None and year > frame.latest
    if is_ahead and frame.basis is not Basis.ACTUAL:
        return Basis.BUDGET
    if reading.measure is Measure.COUNT:
        segment = CAUSE.split(prose.text[mention.segment[0] : mention.clause_end])[-1]
        return _basis_of_count(mention.clause, segment, frame, is_past=is_past)
    derived = reading.measure in (Measure.CHANGE, Measure.GROWTH, Measure.SHARE)
    if not derived and (spoken := _stage_told(mention, prose, reading, frame)):
        return spoken
    asset = ASSET.search(mention.head) or any("资产" in topic for topic in frame.topic)
    is_past = is_past and not _is_of_budgets(mention, reading, frame)
    return Basis.ACTUAL if asset or is_past else frame.basis


def _is_of_budgets(mention: Mention, reading: Reading, frame: Frame) -> bool:
    """「…8万元，上年为9万元」 in a budget is last year's budget, as with 「比上年9万元减少」.

    「2021年安排11万元」 in a later budget was planned, too.
    """
    if reading.measure is not Measure.AMOUNT:
        return False
    planned = frame.basis is Basis.BUDGET and ALLOTTED.search(mention.head)
    return bool(planned or BESIDE.search(mention.head))


def _stage_told(mention: Mention, prose: Prose, reading: Reading, frame: Frame) -> Basis | None:
    """Return the stage that the words before a number tell: 「收入完成」 is no budget."""
    if REVISED.search(mention.head) and _is_budget(mention, reading, frame):
        return Basis.ADJUSTED
    if COMPLETED.search(mention.head) and not AHEAD.search(mention.head):
        return Basis.FINAL if frame.basis is Basis.FINAL else Basis.EXECUTED
    said = spoken_basis(mention.head)
    before = prose.text[mention.sentence[0] : mention.head_start]
    announced = ANNOUNCED.search(_without_names(before)) if said is None else None
    return Basis(announced["stage"]) if announced else said


def _is_budget(mention: Mention, reading: Reading, frame: Frame) -> bool:
    """Tell whether what is revised is a budget, not a rate of pay."""
    is_older = EARLIER.search(mention.clause) is not None  # 「由上年的5万元调整为6万元」
    is_sum = reading.measure is Measure.AMOUNT and BUDGETED.search(mention.clause)
    return frame.basis in (Basis.BUDGET, Basis.EXECUTED) and bool(is_sum) and not is_older


def _is_past(frame: Frame, year: int | None) -> bool:
    return year is not None and frame.fiscal_year is not None and year < frame.fiscal_year


def _basis_of_count(clause: str, segment: str, frame: Frame, *, is_past: bool) -> Basis:
    """A count tells what is, unless its clause, or the section, speaks of a plan."""
    if is_past or any(word in clause for word in lines_of("actual_words.tsv")):
        return Basis.ACTUAL
    planned = any(word in clause for word in lines_of("plan_words.tsv"))
    planned = planned or bool(PLANNED.search(segment))
    aimed = any("目标" in topic for topic in frame.topic)
    return frame.basis if planned or aimed else Basis.ACTUAL
