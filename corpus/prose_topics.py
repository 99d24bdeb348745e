"""Tells what each section is about, for sentences that do not say it themselves.

A heading such as 「（四）培训专项经费」 names the topic of the numbers under it; 「资金安排情况」 does
not, and there the project's name counts, printed under or after 「项目名称」.
"""

from __future__ import annotations

import re
from functools import cache

from corpus.clauses import prose_of
from corpus.document import Document, Section
from corpus.prose_subject import EDGE, chain_of, subject_of
from corpus.vocabulary import lines_of

PROJECT = re.compile(r"项目名称\s*[：:]?\s*(.*)$")
MAX_TOPIC = 45


def topics_of(document: Document, owner: str) -> dict[int, tuple[str, ...]]:
    """Return the topic path of every section: project and meaningful heading, outermost first."""
    projects = _projects(document, owner)
    return {s.index: _topic(document, s, projects, owner) for s in document.sections}


def title_topic(title: str, owner: str) -> str:
    """Return what a heading names, or "" for one that only names a kind of text."""
    if named := PROJECT.search(title):
        return named[1].strip(EDGE)
    prose = prose_of(title)
    words = prose.without_dates(0, min([len(title), *(n.start for n in prose.numbers)]))
    if chain := chain_of(words):
        return chain.name
    words = re.split(r"[：:；;。]", words)[0]
    while end := next((e for e in _ends() if words.endswith(e)), ""):
        words = words[: -len(end)].strip(EDGE)
    words = words.removeprefix("关于")
    name = subject_of(words, owner).name
    if len(name) < 2 or len(name) > MAX_TOPIC or name in lines_of("generic_titles.tsv"):
        return ""
    return name


@cache
def _ends() -> tuple[str, ...]:
    return tuple(sorted(lines_of("title_ends.tsv"), key=len, reverse=True))


def _topic(
    document: Document, section: Section, projects: dict[int, str], owner: str
) -> tuple[str, ...]:
    found: list[str] = []
    current: Section | None = section
    while current is not None and current.index != 0:
        if current.index in projects:
            found.append(projects[current.index])
            break
        if not found and (topic := title_topic(current.title, owner)):
            found.append(topic)
        current = None if current.parent is None else document.sections[current.parent]
    if current is not None and current.index == 0 and 0 in projects:
        found.append(projects[0])
    return tuple(dict.fromkeys(reversed(found)))


def _projects(document: Document, owner: str) -> dict[int, str]:
    """Return project names by the section that they govern."""
    named: dict[int, str] = {}
    paragraphs = [p for p in document.paragraphs if not p.in_contents]
    for place, paragraph in enumerate(paragraphs):
        text = document.quote(paragraph.span).strip()
        match = PROJECT.search(text)
        if not match or len(text) > 80:
            continue
        section = document.sections[paragraph.section]
        name = match[1].strip(EDGE)
        if name:
            named[section.index] = name
        elif place + 1 < len(paragraphs):
            name = document.quote(paragraphs[place + 1].span).strip(EDGE)
            parent = section.parent if paragraph.is_heading else section.index
            if len(name) <= 60 and "：" not in name:
                named[parent or 0] = name
    return named
