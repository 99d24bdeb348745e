"""Runs every rule of the catalogue over the documents of a library."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import replace

from assistant.review.across import across, summary_of
from assistant.review.changes import changes
from assistant.review.counts import nearly_equal
from assistant.review.finding import Finding, Report
from assistant.review.formulas import formulas, standards
from assistant.review.indicators import indicators
from assistant.review.labels import levels, notes
from assistant.review.lists import counts_and_lists, staff
from assistant.review.paper import Paper
from assistant.review.parts import parts
from assistant.review.privacy import privacy
from assistant.review.prose_tables import prose_and_prose, prose_and_tables
from assistant.review.shares import shares
from assistant.review.titles import cited, two_titles
from assistant.review.within_table import table_sums
from assistant.review.wording import blanks, damage, numbering, repeats, templates
from assistant.review.years import wrong_units, wrong_years
from corpus.figure import AbsenceKind
from corpus.library import DocumentInfo, Library

OneByOne = Callable[[Paper], Iterator[Finding]]

ONE_DOCUMENT: tuple[OneByOne, ...] = (
    table_sums,
    changes,
    shares,
    parts,
    prose_and_tables,
    prose_and_prose,
    formulas,
    standards,
    counts_and_lists,
    staff,
    indicators,
    blanks,
    templates,
    repeats,
    damage,
    numbering,
    nearly_equal,
    wrong_years,
    notes,
    levels,
    wrong_units,
    privacy,
)


def review(
    library: Library,
    documents: Collection[str] | None = None,
    *,
    progress: Callable[[int, int], None] | None = None,
) -> Report:
    """Return what does not add up in some documents (ids), or in all of them."""
    infos = library.documents()
    chosen = [one for one in infos if documents is None or one.id in documents]
    checked: Counter[str] = Counter()
    found: list[Finding] = []
    citations, summaries = [], []
    for n, info in enumerate(chosen, 1):
        paper = paper_of(library, info)
        found += findings_of(paper)
        summaries.append(summary_of(paper))
        citations.append((paper.slim(), list(cited(paper))))
        if progress:
            progress(n, len(chosen))
    found += [*two_titles(citations), *across(summaries)]
    for summary in summaries:
        checked += summary.paper.checked
    return report_of(chosen, found, checked)


def paper_of(library: Library, info: DocumentInfo) -> Paper:
    """Return a document of a library with its figures."""
    ids = [info.id]
    figures = library.figures(documents=ids)
    blanks = library.absences(documents=ids, kind=AbsenceKind.BLANK.value)
    return Paper(library.document(info.id), tuple(figures), tuple(blanks))


def findings_of(paper: Paper) -> list[Finding]:
    """Return what the rules that need one document only find in it."""
    return [finding for rule in ONE_DOCUMENT for finding in rule(paper)]


def report_of(
    infos: Iterable[DocumentInfo], findings: Iterable[Finding], checked: Counter[str]
) -> Report:
    """Return the findings as a report: the gravest first, each once, alike ones numbered."""
    ordered = sorted(findings, key=_order)
    alike: Counter[str] = Counter()
    numbered = []
    for one in dict.fromkeys(ordered):
        numbered.append(replace(one, number=alike[one.id]))
        alike[one.id] += 1
    return Report(tuple(infos), tuple(numbered), dict(sorted(checked.items())))


def _order(one: Finding) -> tuple[int, str, int, str]:
    return one.severity.rank, one.document, one.places[0].span.start, one.rule
