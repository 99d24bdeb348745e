"""Holds the truth of made-up disclosures against what the product reads from them."""

from __future__ import annotations

import argparse
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from benchmarks.made_up.truth import Absent, Fact, MadeUp
from benchmarks.made_up.world import disclosures
from corpus.figure import Figure
from corpus.ingest import ParsedDocument, parse

# What we call a basis, and what the product may call it.
BASES = {
    "预算": ("预算",),
    "决算": ("决算",),
    "年初预算": ("预算",),
    "现状": ("实际",),
    "计划": ("实际", "预算"),
    "执行": ("执行数", "决算", "实际"),
}
MEASURES = {"growth": ("growth",), "share": ("share", "rate"), "target": ("target",)}
ASPECTS = ("value", "measure", "item", "year", "basis", "columns", "direction")


@dataclass(slots=True)
class Report:
    """How many facts were found, what of them was right, and every miss with its reason."""

    facts: int = 0
    right: Counter[str] = field(default_factory=Counter)
    misses: list[tuple[str, Fact, str]] = field(default_factory=list)
    documents: int = 0
    strangers: list[str] = field(default_factory=list)  # whose owner, year or kind is read wrong
    absences: int = 0  # stated ones and empty tables
    unseen: list[Absent] = field(default_factory=list)

    def share(self, aspect: str) -> float:
        """Return the share of facts for which an aspect is right."""
        return self.right[aspect] / self.facts if self.facts else 1.0


def check(made: Iterable[MadeUp]) -> Report:
    """Read every document with the product and compare every fact."""
    report = Report()
    for one in made:
        parsed = parse(one.text.encode(), one.name)
        _judge_identity(report, one, parsed)
        by_line = _by_line(one, parsed.figures)
        for fact in one.facts:
            if fact.direction == "持平":
                continue
            report.facts += 1
            _judge(report, fact, by_line.get(squeezed(fact.quote), []))
        _judge_absences(report, one, parsed)
    return report


def _judge_identity(report: Report, one: MadeUp, parsed: ParsedDocument) -> None:
    """Owner, year and kind must be those of the truth."""
    read = parsed.document
    report.documents += 1
    mine = (one.owner, one.year, one.kind)
    if (read.owner, read.fiscal_year, read.kind) != mine:
        report.strangers.append(f"{mine} -> {(read.owner, read.fiscal_year, read.kind)}")


def _judge_absences(report: Report, one: MadeUp, parsed: ParsedDocument) -> None:
    """A stated absence is seen when the product has one from the same line."""
    seen = [squeezed(a.source.quote) for a in parsed.absences]
    for absence in one.absences:
        if absence.how == "blank":
            continue
        report.absences += 1
        line = squeezed(absence.quote)
        if not any(quote and (quote in line or line in quote) for quote in seen):
            report.unseen.append(absence)


def squeezed(text: str) -> str:
    """Return text without white space, for comparison."""
    return re.sub(r"\s+", "", text)


def _by_line(one: MadeUp, figures: Sequence[Figure]) -> dict[str, list[Figure]]:
    """Group the product's figures by the line of the document that prints them."""
    found: dict[str, list[Figure]] = {}
    lines = {squeezed(fact.quote) for fact in one.facts}
    by_quote: dict[str, list[Figure]] = {}
    for figure in figures:
        by_quote.setdefault(squeezed(figure.source.quote), []).append(figure)
    for line in lines:
        for quote, those in by_quote.items():
            if quote in line:
                found.setdefault(line, []).extend(those)
    return found


def _judge(report: Report, fact: Fact, figures: Sequence[Figure]) -> None:
    same = [f for f in figures if _same_value(fact, f)]
    if not same:
        report.misses.append(("value", fact, "; ".join(_shown(f) for f in figures[:3])))
        return
    best = max(same, key=lambda f: sum(_aspects(fact, f).values()))
    aspects = _aspects(fact, best)
    for aspect in ASPECTS:
        report.right[aspect] += aspects[aspect]
    report.right["all"] += all(aspects.values())
    wrong = [a for a in ASPECTS if not aspects[a]]
    if wrong:
        report.misses.append(("+".join(wrong), fact, _shown(best)))


def _same_value(fact: Fact, figure: Figure) -> bool:
    number = re.sub(r"[^\d.\-]", "", fact.printed).strip("-")
    return abs(figure.quantity.in_base) == fact.value and number in re.sub(
        r"[^\d.]", "", figure.source.printed or figure.quantity.printed
    )


def _aspects(fact: Fact, figure: Figure) -> dict[str, bool]:
    return {
        "value": True,
        "measure": figure.measure.value in MEASURES.get(fact.measure, (fact.measure,)),
        "item": _named(fact, figure),
        "year": figure.period.year == fact.year,
        "basis": fact.measure in ("count", "score")
        or figure.period.basis.value in BASES.get(fact.basis, (fact.basis,)),
        "columns": _same_columns(fact, figure),
        "direction": not fact.direction or figure.direction == fact.direction,
    }


def _named(fact: Fact, figure: Figure) -> bool:
    """The item is right when one name holds the other, spaces and quotes aside.

    Where headings are the items and rows are bodies, the product may tell it in the column.
    """
    mine, theirs = (re.sub(r"[\s“”\u3000]", "", n) for n in (fact.item, figure.item.name))
    if fact.columns and mine in squeezed("".join(figure.slice)):
        return True
    return bool(theirs) and (mine in theirs or theirs in mine)


def _same_columns(fact: Fact, figure: Figure) -> bool:
    if not fact.columns:
        return True
    mine = squeezed("".join(fact.columns))
    theirs = squeezed("".join(figure.slice))
    return mine == theirs or theirs.endswith(squeezed(fact.columns[-1])) or fact.columns[-1] in mine


def _shown(figure: Figure) -> str:
    return (
        f"{figure.item.name}|{'/'.join(figure.slice)}|{figure.period.year}{figure.period.basis.value}"
        f"|{figure.measure.value}|{figure.direction or ''}|{figure.quantity.printed}"
    )


def main() -> None:
    """Print the shares found and examples of every kind of miss."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.made_up.check")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--documents", type=int, default=30)
    parser.add_argument("--show", type=int, default=5)
    chosen = parser.parse_args()
    report = check(disclosures(chosen.seed, chosen.documents))
    print(f"{report.facts} 个数字")
    for aspect in (*ASPECTS, "all"):
        print(f"  {aspect:10} {report.share(aspect):.2%}")
    print(f"{report.documents} 份文件，归属读错 {len(report.strangers)}")
    for line in report.strangers[: chosen.show]:
        print(f"  {line}")
    print(f"{report.absences} 处写明没有，未读出 {len(report.unseen)}")
    for absence in report.unseen[: chosen.show]:
        print(f"  {absence.item}|{absence.how}|{absence.quote[:120]!r}")
    kinds = Counter(kind for kind, _, _ in report.misses)
    for kind, number in kinds.most_common():
        print(f"\n== {kind}: {number}")
        for _, fact, theirs in [m for m in report.misses if m[0] == kind][: chosen.show]:
            print(
                f"  {fact.item}|{'/'.join(fact.columns)}|{fact.year}{fact.basis}|{fact.measure}"
                f"|{fact.direction}|{fact.printed}|{fact.table}\n    {fact.quote[:150]!r}"
                f"\n    -> {theirs}"
            )


if __name__ == "__main__":
    main()
