"""Tells what each section is about, for sentences that do not say it themselves.

A heading such as 「（四）培训专项经费」 names the topic of the numbers under it;
「资金安排情况」 does not, and there the project's name counts, printed under or after 「项目名称」.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from corpus.clauses import prose_of
from corpus.document import Document, Section
from corpus.prose_subject import EDGE, LIST_MARK, chain_of, heading_name
from corpus.quantity import UnitKind
from corpus.vocabulary import lines_of, rows_of

PROJECT = re.compile(r"项目名称\s*[：:]?\s*(.*)$")
SUMMARY = re.compile(r"\s*([^：:。；;，,\n]{6,60})[：:]")
# 「1.某项目。本项目预算5万元」, 「项目名称：某项目；预算金额：5万元」
OPENING = re.compile(
    rf"\s*{LIST_MARK.pattern[1:]}?(?:项目名称\s*[：:]\s*(?P<named>[^；;。，,：:\n]{{2,60}})[；;。，,]"
    r"|(?P<titled>[^，,。；;：:\n]{2,60})[。：:]\s*(?=[本该此]项目|按\s*\d))"
)
MAX_TOPIC = 45


@dataclass(frozen=True, slots=True)
class Topic:
    """What a section is about: the project that it describes, its own meaningful heading."""

    project: str = ""
    heading: str = ""

    @property
    def path(self) -> tuple[str, ...]:
        """Both, outermost first, where there are any."""
        return tuple(dict.fromkeys(part for part in (self.project, self.heading) if part))


def topics_of(document: Document, owner: str) -> dict[int, Topic]:
    """Return the topic of every section by its index."""
    projects = _projects(document, owner)
    return {s.index: _topic(document, s, projects, owner) for s in document.sections}


def title_topic(title: str, owner: str) -> str:
    """Return what a heading names, or "" for one that only names a kind of text."""
    if named := PROJECT.search(title):
        return named[1].strip(EDGE)
    prose = prose_of(title)
    told = (n.start for n in prose.numbers if n.quantity.unit.kind is not UnitKind.COUNT)
    words = prose.without_dates(0, min([len(title), *told]))
    words = re.sub(r"[（(][）)]", "", words)
    if chain := chain_of(words):
        return chain.name
    words = _telling(re.split(r"[：:；;。]", words)[0])
    while end := next((e for e in _ends() if words.endswith(e)), ""):
        words = words[: -len(end)].strip(EDGE)
    words = words.removeprefix("关于")
    name = heading_name(words, owner)
    return "" if not 2 <= len(name) <= MAX_TOPIC or _is_generic(name) else name


def _telling(words: str) -> str:
    """Return the part of 「重点项目文本——某项目」 that names something."""
    parts = [part.strip(EDGE) for part in re.split(r"[—–―-]{2,}", words)]
    return next((p for p in reversed(parts) if p and not _is_generic(p)), words)


def _is_generic(name: str) -> bool:
    plain = name.removeprefix("部门").removeprefix("单位")
    generic = (*lines_of("generic_titles.tsv"), *lines_of("poor_names.tsv"))
    return name in generic or plain in generic


def summary_topic(text: str, owner: str) -> str:
    """Return the project whose summary a paragraph is (「…项目绩效自评综述：」), or ""."""
    words = SUMMARY.match(text)
    if not words or not words[1].endswith(lines_of("summary_ends.tsv")):
        return ""
    return title_topic(words[1], owner)


def opening_topic(text: str, owner: str) -> str:
    """Return the project with whose name a paragraph about it begins, or ""."""
    opening = OPENING.match(text)
    if not opening:
        return ""
    return (opening["named"] or "").strip(EDGE) or title_topic(opening["titled"] or "", owner)


@cache
def _ends() -> tuple[str, ...]:
    summaries = (end for end, how in rows_of("summary_ends.tsv", columns=2) if how != "kept")
    ends = (*lines_of("title_ends.tsv"), *summaries)
    return tuple(sorted(ends, key=len, reverse=True))


def _topic(document: Document, section: Section, projects: dict[int, str], owner: str) -> Topic:
    heading = ""
    current: Section | None = section
    while current is not None:
        if current.index in projects:
            return Topic(projects[current.index], heading)
        if not heading and current.index != 0:
            heading = title_topic(current.title, owner)
        current = None if current.parent is None else document.sections[current.parent]
    return Topic("", heading)


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
        if OPENING.match(text):
            continue
        if name:
            named[section.index] = name
        elif place + 1 < len(paragraphs):
            name = document.quote(paragraphs[place + 1].span).strip(EDGE)
            parent = section.parent if paragraph.is_heading else section.index
            if len(name) <= 60 and "：" not in name:
                named[parent or 0] = name
    return _titled(document, owner) | named


def _titled(document: Document, owner: str) -> dict[int, str]:
    """Return the projects of sections that are texts about one: 立项依据 stands in them."""
    told: dict[int, int] = {}
    for section in document.sections:
        if section.parent and section.title in lines_of("project_parts.tsv"):
            told[section.parent] = told.get(section.parent, 0) + 1
    texts = (document.sections[index] for index, parts in told.items() if parts > 1)
    named = {s.index: title_topic(s.title, owner) for s in texts if not s.number}
    return {index: name for index, name in named.items() if name}
