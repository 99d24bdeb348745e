"""A finished evaluation as values: headline, tables, and every miss with its station, as JSON.

The text summary, the JSON file and the HTML report all show these same values.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from assistant.answer import Answer, AnswerFigure, plain
from assistant.evaluation.needed import Shelf
from assistant.evaluation.scoring import Gold, Scored, Verdict, headline, quantile, score, tallies
from assistant.evaluation.standing import Standing, first_lookups
from assistant.evaluation.stations import Miss, Station, miss_of
from assistant.evaluation.watch import LookUp, Trace, WatchedAssistant
from assistant.lookup.candidates import match_weights
from assistant.lookup.evidence import Finding

TOP = 5  # candidates shown of a look-up
LOOKUPS = 4  # look-ups shown of a miss
QUANTILES = (50, 90, 95, 99)
LONG = 400  # characters of an answer's text that a report keeps


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Scored questions, and why those that were missed were missed."""

    name: str  # of the gold file
    results: tuple[Scored, ...]
    misses: tuple[Miss, ...]

    @property
    def headline(self) -> str:
        """The one line that sums it up."""
        return headline(self.results)


def answered(
    assistant: WatchedAssistant, questions: Sequence[Gold], watched: Callable[..., Iterator[Gold]]
) -> tuple[Scored, ...]:
    """Answer and score questions; ``watched`` yields them and shows how many are done.

    The model is loaded before the first, so that times are those of an assistant at work.
    """
    assistant.warm()
    return tuple(
        score(one, assistant.ask(one.question, one.history)) for one in watched("回答", questions)
    )


def explained(
    name: str,
    assistant: WatchedAssistant,
    results: Sequence[Scored],
    watched: Callable[..., Iterator[Scored]],
) -> Evaluation:
    """Find the station that lost each question that was not answered rightly."""
    shelf = Shelf(assistant.library)
    missed = [scored for scored in results if scored.verdict is not Verdict.RIGHT]
    misses = [
        miss_of(scored, assistant.watch(scored.gold.question, scored.gold.history), shelf)
        for scored in watched("查找失分的环节", missed)
    ]
    return Evaluation(name, tuple(results), tuple(misses))


def by_station(misses: Sequence[Miss]) -> dict[Station, list[Miss]]:
    """Return the misses of every station, in the order of a question's way."""
    return {station: [m for m in misses if m.station is station] for station in Station}


def station_lines(misses: Sequence[Miss]) -> Iterator[str]:
    """Yield the text summary: each station with its misses, one line each."""
    if misses:
        yield "失分的环节"
    for station, lost in by_station(misses).items():
        if lost:
            wrong = sum(m.scored.verdict is Verdict.WRONG for m in lost)
            yield f"{station}  {len(lost)}（错误 {wrong}，拒答 {len(lost) - wrong}）"
        for miss in lost:
            verdict = "错" if miss.scored.verdict is Verdict.WRONG else "拒"
            yield f"    {verdict} {miss.scored.gold.id}  {miss.reason}"


def evaluation_json(evaluation: Evaluation) -> dict[str, Any]:
    """Return everything about an evaluation as JSON values."""
    times = sorted(scored.answer.elapsed_ms for scored in evaluation.results)
    lost = by_station(evaluation.misses)
    return {
        "gold": evaluation.name,
        "headline": evaluation.headline,
        "questions": len(evaluation.results),
        "table": {name: _row(tally) for name, tally in tallies(evaluation.results).items()},
        "milliseconds": {f"p{q}": quantile(times, q) for q in QUANTILES},
        "stations": {station.value: len(misses) for station, misses in lost.items()},
        "by_operation": _by_operation(evaluation.misses),
        "misses": [miss_json(miss) for miss in evaluation.misses],
    }


def _row(tally: Any) -> dict[str, int]:
    counts = {verdict.value: tally.verdicts[verdict] for verdict in Verdict}
    return {"questions": tally.total} | counts | {"citable": tally.citable, "cited": tally.cited}


def _by_operation(misses: Sequence[Miss]) -> dict[str, dict[str, int]]:
    table: dict[str, Counter[str]] = {}
    for miss in misses:
        table.setdefault(miss.scored.gold.op, Counter())[miss.station.value] += 1
    return {op: dict(counts) for op, counts in sorted(table.items())}


def miss_json(miss: Miss) -> dict[str, Any]:
    """Return one miss: question, wanted, got, evidence, understanding, candidates."""
    gold, answer = miss.scored.gold, miss.scored.answer
    return {
        "id": gold.id,
        "station": miss.station.value,
        "reason": miss.reason,
        "verdict": miss.scored.verdict.value,
        "expect": gold.expect,
        "op": gold.op,
        "question": gold.question,
        "history": list(gold.history),
        "wanted": [_wanted_text(w.printed, w.unit, w.sign) for w in gold.wanted]
        or [" / ".join(group) for group in gold.mentions],
        "why": gold.why,
        "got": _got(answer),
        "evidence": [{"doc": name, "quote": quote} for name, quote in gold.evidence],
        "understood": _understood(miss.trace),
        "needed": [_standing_json(standing) for standing in miss.standings],
        "lookups": [_lookup_json(lookup) for lookup in _telling(miss)],
    }


def _wanted_text(printed: str, unit: str, sign: str | None) -> str:
    direction = {"+": "增加 ", "-": "减少 ", "=": "持平 "}.get(sign or "", "")
    return f"{direction}{printed} {unit}"


def _got(answer: Answer) -> dict[str, Any]:
    return {
        "outcome": answer.outcome.value,
        "reason": answer.reason.value if answer.reason else None,
        "figures": [_figure_text(figure) for figure in answer.figures],
        "text": answer.text[:LONG],
        "choices": list(answer.choices),
        "citations": [{"doc": c.document, "quote": c.quote[:LONG]} for c in answer.citations[:TOP]],
    }


def _figure_text(figure: AnswerFigure) -> str:
    direction = f"{figure.direction} " if figure.direction else ""
    formula = f"（{figure.formula}）" if figure.formula else ""
    year = f"{figure.year}年 " if figure.year else ""
    return f"{year}{figure.about}：{direction}{plain(figure.value)} {figure.unit}{formula}"


def _understood(trace: Trace) -> dict[str, Any]:
    question = trace.question
    return {
        "owners": list(question.owners.owners),
        "owner_status": question.owners.status,
        "unknown": question.owners.unknown,
        "documents": len(trace.desk.documents),
        "years": list(question.periods.years),
        "against": str(question.periods.against or ("上年" * question.periods.against_previous)),
        "bases": [basis.value for basis in question.periods.bases],
        "subject": question.subject,
        "inherited": question.inherited,
        "operation": question.operation.value,
        "plan": [step.value for step in trace.plan.steps],
        "asks": [
            {
                "words": ask.words,
                "kind": ask.kind.value if ask.kind else "",
                "unit": ask.unit,
                "measures": [measure.value for measure in ask.measures],
            }
            for ask in question.asks
        ],
    }


def _standing_json(standing: Standing) -> dict[str, Any]:
    document, quote = standing.needed.place
    return {
        "printed": standing.needed.printed,
        "role": "answer" if standing.needed.wanted else "operand",
        "doc": document,
        "quote": quote,
        "read": bool(standing.needed.figures),
        "rank": standing.rank,
        "behind": round(standing.behind, 3),
        "excluded": list(standing.excluded),
        "used": standing.used,
        "candidate": _finding_json(standing.finding) if standing.finding else None,
    }


def _telling(miss: Miss) -> list[LookUp]:
    """Return the look-ups in which needed figures were found, and the first ones."""
    found = [s.lookup for s in miss.standings if s.lookup and not s.used]
    kept: list[LookUp] = []
    for lookup in (*found, *first_lookups(miss.trace)):
        if lookup not in kept:
            kept.append(lookup)
    return kept[:LOOKUPS]


def _lookup_json(lookup: LookUp) -> dict[str, Any]:
    wanted = lookup.wanted
    return {
        "said": wanted.said,
        "ask": wanted.ask.words,
        "years": list(wanted.years),
        "documents": len(lookup.documents),
        "own": {term: round(weight, 2) for term, weight in wanted.own.items()},
        "found": len(lookup.evidence.findings),
        "top": [_finding_json(finding) for finding in lookup.evidence.findings[:TOP]],
        "absences": [
            {"called": c.entry.called, "worded": round(c.worded, 2), "quote": c.fact.source.quote}
            for c in lookup.evidence.absences[:2]
        ],
    }


def _finding_json(finding: Finding) -> dict[str, Any]:
    figure, weights = finding.figure, match_weights()
    features = finding.candidate.features
    return {
        "score": round(finding.score, 3),
        "called": finding.candidate.entry.called,
        "printed": figure.quantity.printed,
        "unit": figure.quantity.unit.name,
        "year": figure.period.year,
        "basis": figure.period.basis.value,
        "measure": figure.measure.value,
        "owner": figure.owner,
        "place": figure.source.table or " › ".join(figure.source.section[-2:]),
        "context": figure.context[:LONG],
        "features": {n: [round(v, 3), weights.get(n, 0.0)] for n, v in features.items()},
    }
