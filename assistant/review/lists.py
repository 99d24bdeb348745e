"""Family 3: counts against what is counted: 5个科室 and the list that follows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from assistant.review.finding import Finding, Severity
from assistant.review.paper import Paper
from corpus.document import Paragraph, RowKind, Span
from corpus.figure import Figure, Measure
from corpus.numerals import decimal_of
from corpus.vocabulary import lines_of

NUMBER = r"(\d{1,3}|[一二两三四五六七八九十]{1,3})"
UNIT = r"\s*[个家]"
BEHIND = re.compile(
    rf"{NUMBER}{UNIT}(?:[^\s，。；：:、\d（()）]{{0,12}})"
    r"(?:[，,]?\s*(?:分别是|分别为|包括|即|具体为|具体是)\s*[:：]?|\s*[:：])\s*([^。；;：:\n]+)(?=[。；;\n]|$)"
)
BEFORE = re.compile(
    rf"(?:内设|下设|设有|设立|设)([^。；;，,：:\n\d]*、[^。；;，,：:\n\d]*?){NUMBER}{UNIT}"
)
BRACKETS = re.compile(r"[（(][^（）()]*[）)]")
LAST = re.compile(r"(?:和|及|以及|与)")
OPEN = ("等",)  # a list that does not name all
OWN_LINE = re.compile(r"\s*(\d{1,2})\s*[.．、]")


def counts_and_lists(paper: Paper) -> Iterator[Finding]:
    """Yield counts of bodies that the list beside them does not have."""
    for paragraph, text in paper.paragraphs:
        for match in BEHIND.finditer(text):
            yield from _compared(paper, paragraph, match, match[1], match[2])
        for match in BEFORE.finditer(text):
            yield from _compared(paper, paragraph, match, match[2], match[1])
    yield from _numbered_below(paper)


def _compared(
    paper: Paper, paragraph: Paragraph, match: re.Match[str], number: str, listed: str
) -> Iterator[Finding]:
    counts = _items(listed)
    if not counts:
        return
    paper.count("count-list")
    if _whole(number) in counts:
        return
    start = paragraph.span.start
    source = paper.stretch(start + match.start(), start + match.end(), printed=number)
    yield paper.finding(
        "count-list",
        f"文中说有 {number} 个，列出的是 {max(counts)} 个。",
        [source],
        expected=str(max(counts)),
        found=str(_whole(number)),
        difference=str(abs(max(counts) - _whole(number))),
        unit="个",
    )


def _whole(number: str) -> int:
    return int(decimal_of(number.replace("两", "二")))


def _items(listed: str) -> set[int]:
    """Return how many bodies a list names, by each way to cut it; none when it may be open."""
    plain = BRACKETS.sub("", listed).strip()
    if plain.endswith(OPEN) or "等" in plain[-6:]:
        return set()
    names = [name.strip() for name in plain.split("、")]
    if not all(name.endswith(lines_of("review_body_ends.tsv")) for name in names):
        return set()
    return {len(names), len(names[:-1]) + len(LAST.split(names[-1]))}


def _numbered_below(paper: Paper) -> Iterator[Finding]:
    """「下属单位2个：」 with 1. and 2. in the lines below it."""
    lines = list(paper.document.paragraphs)
    for n, paragraph in enumerate(lines):
        text = paper.document.quote(paragraph.span).rstrip()
        match = re.search(rf"{NUMBER}{UNIT}[^。；;]{{0,12}}[:：]$", text)
        if not match or paragraph.in_contents:
            continue
        below = _run_of_numbers(paper, lines[n + 1 :])
        if not below:
            continue
        paper.count("count-list")
        if len(below) not in _counts_of(text):
            places = [paper.stretch(one.start, one.end) for one in (paragraph.span, below[-1])]
            yield paper.finding(
                "count-list",
                f"文中说有 {match[1]} 个，下面列出的是 {len(below)} 个。",
                places,
                severity=Severity.WARNING,
                expected=str(len(below)),
                found=str(_whole(match[1])),
                unit="个",
            )


def _counts_of(text: str) -> set[int]:
    """Return the counts of a line, and their sum: 行政单位1家，事业单位3家 are four."""
    counts = [_whole(number) for number in re.findall(NUMBER + UNIT, text)]
    return {*counts, sum(counts), sum(counts[1:])}


def _run_of_numbers(paper: Paper, lines: Sequence[Paragraph]) -> list[Span]:
    found: list[Span] = []
    for paragraph in lines:
        match = OWN_LINE.match(paper.document.quote(paragraph.span))
        if not match or int(match[1]) != len(found) + 1:
            break
        found.append(paragraph.span)
    return found


def staff(paper: Paper) -> Iterator[Finding]:
    """Yield sections in which there are more people than posts."""
    words = lines_of("review_staff_words.tsv")
    for posts in _people(paper):
        if not posts.item.name.endswith(words) or "实有" in posts.item.name:
            continue
        same = [
            f
            for f in _people(paper)
            if f.source.section == posts.source.section
            and f.period == posts.period
            and f.item.name.startswith(("在职实有", "实有在职", "在职在编", "实有人"))
            and f.source.span.start >= posts.source.span.start
        ]
        if not same:
            continue
        paper.count("staff")
        most = same[0]
        if most.quantity.in_base > posts.quantity.in_base:
            yield paper.finding(
                "staff",
                f"「{posts.item.name}」为 {posts.quantity.printed}，"
                f"「{most.item.name}」为 {most.quantity.printed}，实有多于编制。",
                [most.source, posts.source],
                expected=str(posts.quantity.in_base),
                found=str(most.quantity.in_base),
                difference=str(most.quantity.in_base - posts.quantity.in_base),
                unit="人",
            )


def _people(paper: Paper) -> Iterator[Figure]:
    for figure in paper.prose:
        is_whole = figure.item.role is not RowKind.OF_WHICH
        if figure.measure is Measure.COUNT and figure.quantity.unit.base == "人" and is_whole:
            yield figure
