"""``make bench-review``: seeded errors that the review finds, false alarms, and how long it takes.

    python -m benchmarks.review [--errors 600] [--clean 100] [--seed 5] [--jobs 1]

Made-up disclosures are right by construction: whatever is reported as an error in one of them is
false. Then one error at a time is seeded into them (``_seeding.py``); it counts as found when a new
error or warning points at the changed number, sentence or row.
"""

from __future__ import annotations

import argparse
import re
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from itertools import islice
from random import Random

from assistant.review.finding import Finding, Severity
from assistant.review.paper import Paper
from assistant.review.run import findings_of
from benchmarks._seeding import Seeded, seeded
from benchmarks.made_up.truth import MadeUp
from benchmarks.made_up.world import disclosures
from corpus.figure import Source
from corpus.ingest import parse

GRAVE = (Severity.ERROR, Severity.WARNING)
A_DOCUMENT = 18  # errors that are seeded into one document
SHOWN = 40  # misses that are printed


@dataclass(slots=True)
class Tally:
    """What became of the errors that were seeded, by kind."""

    seeded: Counter[str] = field(default_factory=Counter)
    visible: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    lucky: Counter[str] = field(default_factory=Counter)  # found though nobody had to see them
    misses: list[str] = field(default_factory=list)
    false: list[str] = field(default_factory=list)
    seconds: float = 0.0

    def add(self, other: Tally) -> None:
        """Take in the tally of another document."""
        for name in ("seeded", "visible", "found", "lucky"):
            getattr(self, name).update(getattr(other, name))
        self.misses += other.misses
        self.false += other.false
        self.seconds += other.seconds


def paper_of(text: str, name: str) -> Paper:
    """Return a text as the product reads it."""
    parsed = parse(text.encode(), name)
    return Paper(parsed.document, tuple(parsed.figures), tuple(parsed.absences))


def grave(findings: Iterable[Finding]) -> list[Finding]:
    """Return what is not only a notice."""
    return [one for one in findings if one.severity in GRAVE]


def reviewed_clean(made: MadeUp) -> Tally:
    """Return the errors that are reported in a document that has none."""
    tally = Tally()
    paper = paper_of(made.text, made.name)
    start = time.process_time()
    found = findings_of(paper)
    tally.seconds = time.process_time() - start
    for one in found:
        if one.severity is Severity.ERROR:
            tally.false.append(f"{made.name} {one.rule}: {one.message}")
    return tally


def reviewed_seeded(made: MadeUp, *, seed: int, most: int) -> Tally:
    """Seed errors into a document, one at a time, and tell which are found."""
    tally = Tally()
    known = {one.id for one in grave(findings_of(paper_of(made.text, made.name)))}
    for error in islice(seeded(made, Random(f"{seed}/{made.name}")), most):
        tally.seeded[error.kind] += 1
        fresh = [f for f in _findings(error, made.name) if f.id not in known]
        is_found = any(_points_at(one, error) for one in fresh)
        _count(tally, error, is_found, made.name, fresh)
    return tally


def _findings(error: Seeded, name: str) -> list[Finding]:
    return grave(findings_of(paper_of(error.text, name)))


def _points_at(finding: Finding, error: Seeded) -> bool:
    return any(_covers(place, error) for place in finding.places)


def _covers(place: Source, error: Seeded) -> bool:
    """The sentence or cell that was changed; for a row that is gone, its table.

    Positions in a file are not positions in its canonical text: the lines are compared.
    """
    if error.kind == "row":
        return place.table in error.fact.table or error.fact.table in place.table
    start = error.text.rfind("\n", 0, error.start) + 1
    line = error.text[start:].split("\n", 1)[0]
    at = error.start - start
    if place.cell is None:
        quote = place.quote.strip()
        return any(m.start() <= at < m.end() for m in re.finditer(re.escape(quote), line))
    cells = [cell.strip() for cell in line.split("\t")]
    changed = cells[line[:at].count("\t")]
    same = [cell.strip() for cell in place.quote.split("\t")]
    return _trimmed(same) == _trimmed(cells) and place.printed.strip() == changed


def _trimmed(cells: list[str]) -> list[str]:
    return [cell for cell in cells if cell]


def _count(tally: Tally, error: Seeded, is_found: bool, name: str, fresh: list[Finding]) -> None:
    if not error.visible:
        tally.lucky[error.kind] += is_found
        return
    tally.visible[error.kind] += 1
    tally.found[error.kind] += is_found
    if not is_found:
        at = error.text[max(0, error.start - 40) : error.end + 40].replace("\n", "⏎")
        other = "；".join(one.message[:60] for one in fresh[:2])
        tally.misses.append(f"{error.kind} {error.what} {name} «{at}» 另报: {other}")


def work(documents: Iterable[MadeUp], seed: int, errors: int, jobs: int) -> Iterator[Tally]:
    """Yield the tallies of documents until there are enough errors."""
    task = partial(reviewed_seeded, seed=seed, most=A_DOCUMENT)
    with ProcessPoolExecutor(jobs) as pool:
        yield from pool.map(task, islice(documents, 2 * errors // A_DOCUMENT))


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--errors", type=int, default=600)
    parser.add_argument("--clean", type=int, default=100)
    parser.add_argument("--seed", type=int, default=5)
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--misses", action="store_true", help="print every miss")
    wanted = parser.parse_args()
    tally = Tally()
    for made in disclosures(wanted.seed, wanted.clean):
        tally.add(reviewed_clean(made))
    print(
        f"clean: {wanted.clean} documents, {len(tally.false)} false errors, "
        f"{tally.seconds / max(1, wanted.clean):.3f} s a document"
    )
    for line in tally.false:
        print(f"  {line}")
    documents = disclosures(wanted.seed + 1, wanted.errors)
    for one in work(documents, wanted.seed, wanted.errors, wanted.jobs):
        tally.add(one)
        if tally.seeded.total() >= wanted.errors:
            break
    for kind in tally.seeded:
        print(
            f"{kind:8} seeded {tally.seeded[kind]:5} visible {tally.visible[kind]:5} "
            f"found {tally.found[kind]:5} {_percent(tally.found[kind], tally.visible[kind])} "
            f"(and {tally.lucky[kind]} of the others)"
        )
    visible, found = tally.visible.total(), tally.found.total()
    print(
        f"all      seeded {tally.seeded.total():5} visible {visible:5} found {found:5} "
        f"{_percent(found, visible)}"
    )
    for line in tally.misses if wanted.misses else tally.misses[:SHOWN]:
        print(f"  {line}")


def _percent(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f}%" if whole else "-"


if __name__ == "__main__":
    main()
