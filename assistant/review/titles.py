"""Family 5: one document number with two titles, within a document and across a library."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from assistant.review.finding import Finding
from assistant.review.paper import Paper
from corpus.figure import Source
from corpus.vocabulary import lines_of

OPEN, CLOSE = "〔﹝[【〈（(", "〕﹞]】〉）)"
NUMBER = re.compile(
    rf"([\u4e00-\u9fff]{{2,12}})\s*[{re.escape(OPEN)}]\s*(\d{{4}})\s*[{re.escape(CLOSE)}]\s*第?(\d+)\s*号"
)
TITLED = re.compile(r"([《〈<].{4,120}[》〉>])[的]?(?:文件)?\s*[（(]\s*$")
BRACKETED = re.compile(r"[（(][^（）()]*[）)]")


@dataclass(frozen=True, slots=True)
class Cited:
    """A document that a text cites: its number, brackets made alike, and its title."""

    number: str
    title: str
    source: Source


def cited(paper: Paper) -> Iterator[Cited]:
    """Yield the documents that a text cites with a title right before their number."""
    for paragraph, text in paper.paragraphs:
        for match in NUMBER.finditer(text):
            title = TITLED.search(text[: match.start()])
            if title is None:
                continue
            at = paragraph.span.start
            name = _last_title(title[1])
            start = at + title.start() + title[1].rfind(name)
            source = paper.stretch(start, at + match.end(), printed=match[0])
            number = f"{match[1]}〔{match[2]}〕{match[3]}号"
            yield Cited(number, core(name), source)


def _last_title(text: str) -> str:
    """Return the last title of a line: what begins with the 《 that its last 》 closes."""
    depth = 0
    for at in range(len(text) - 1, -1, -1):
        depth += (text[at] in "》") - (text[at] in "《")
        if not depth:
            return text[at:]
    return text


def core(title: str) -> str:
    """Return what a title is about: the innermost title, without what a notice adds."""
    inner = re.findall(r"[《〈<]([^《》〈〉<>]{4,})[》〉>]?", title)
    plain = BRACKETED.sub("", inner[-1] if inner else title)
    for word in lines_of("review_title_wrappers.tsv"):
        plain = plain.replace(word, "")
    return re.sub(r"[\s《》〈〉<>]", "", plain)


def two_titles(papers: Iterable[tuple[Paper, Iterable[Cited]]]) -> Iterator[Finding]:
    """Yield numbers under which two different titles are cited."""
    known: dict[str, list[tuple[Paper, Cited]]] = {}
    for paper, citations in papers:
        for one in citations:
            paper.count("two-titles")
            known.setdefault(one.number, []).append((paper, one))
    for number, found in known.items():
        paper, first = found[0]
        other = next((o for _, o in found[1:] if not _same(first.title, o.title)), None)
        if other is not None:
            yield paper.finding(
                "two-titles",
                f"{number} 有两个名称：{first.source.quote}；{other.source.quote}。",
                [first.source, other.source],
                expected=first.title,
                found=other.title,
            )


def _same(one: str, other: str) -> bool:
    return one in other or other in one
