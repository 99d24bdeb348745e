"""Tells whose document this is, of which year and of what kind, from its first lines.

The title may be split over two lines, or name the region only with the body on a line of its own
(「预算主管部门：…」); what several places print wins over what one place prints.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import PurePath

from corpus.figure import Basis
from corpus.owner_names import HAN, owner_name
from corpus.quantity import normalise
from corpus.vocabulary import lines_of, rows_of

TITLE_LINES = 12  # non-blank lines in which a title may begin
LINES_OF_TITLE = 3
SHORTEST_TITLE = 8  # characters
LONGEST_TITLE = 60  # characters of one line of a title
YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)(?=\s*(?:[-—~至到]\s*20\d\d\s*)?(?:财政)?年?)")
YEAR_WORDS = re.compile(r"(二[〇零○0OＯ][〇零○0OＯ一二三四五六七八九]{2})年")
DIGITS = str.maketrans("〇零○OＯ一二三四五六七八九", "00000123456789")
NUMBERED = re.compile(r"(?:[一二三四五六七八九十]+|\d+)[、.．]|[（(][一二三四五六七八九十\d]+[）)]")
JOINS = ("和", "与", "及", "以及")  # a title does not end in a word that joins
CONTENTS = re.compile(r"^目\s*[录次]$")
AGAINST = re.compile(
    r"(?:为|占|完成|较|比|与)(?:年初?|年度|全年|调整|人大)?(?:通过的?|批准的?)?预算数?(?!草案|公开|编制)"
    r"|年初预算数?(?:为|是)?"
)
WAY = re.compile("[>›»•▪]")  # where a page stands on its site: 首页 > 预算/决算
TITLED = re.compile("《[^《》]*》")
PLAN = re.compile("预算|安排(?!的)|预计|计划")
SITE = re.compile(r"[-_—|]+[^-_—|]{2,20}(?:网|网站|门户|平台)$")
PAPER = re.compile(r"〔\d{4}〕(?:第?\d+号)?|[\[【(（]\d{4}[\]】)）]第?\d+号")
DAY = re.compile(r"(?:19|20)\d\d(?:年\d{1,2}月|[-/.](?!(?:19|20)\d\d(?!\d))\d+)")
UNENDED = re.compile(r"(?:财政|年度?|部门|单位|[的及和与“])$")
OPENS = re.compile(r"(?P<body>[\u4e00-\u9fff]{3,30}?)(?:19|20)\d\d年")


@dataclass(frozen=True, slots=True)
class Identity:
    """Who discloses what. owner: full name as printed, without spaces; "" when nothing tells."""

    title: str
    owner: str
    region: str
    fiscal_year: int | None
    kind: str
    basis: Basis


def identity_of(lines: Sequence[str], file_name: str) -> Identity:
    """Read the identity off the lines of a document (all of them; blank ones are skipped)."""
    filled = [line for line in (_squeeze(line) for line in lines) if line]
    fields = list(filter(None, map(_field, lines)))
    stem = _squeeze(PurePath(file_name).stem)
    title = _title(filled)
    owner = _owner(filled, fields, title, stem)
    title = title or _plain_title(filled, stem)
    kind, basis = _kind(title, filled, stem)
    region = owner_name(owner).region if owner else ""
    return Identity(title or stem, owner, region, _year(title, filled, stem), kind, basis)


def _squeeze(line: str) -> str:
    """Drop the spaces of a line and the marks of a converter (#, **) around it."""
    return re.sub(r"\s+", "", normalise(line).replace("\u3000", "")).strip("#*|")


def _title(lines: Sequence[str]) -> str:
    """Return the first line, or two lines, that name a kind of document, or ""."""
    return SITE.sub("", re.sub(r"目录$", "", _titles(lines)))


def _plain_title(lines: Sequence[str], stem: str) -> str:
    """Return a first line that names a year, where the file's own name tells nothing."""
    first = next((line for line in lines if not WAY.search(line)), "")
    first = SITE.sub("", first)
    if re.search(HAN, stem) or not _may_be_title(first) or not YEAR.search(_undated(first)):
        return ""
    return first if len(first) >= SHORTEST_TITLE else ""


def _titles(lines: Sequence[str]) -> str:
    head = lines[:TITLE_LINES]
    for index in range(len(head)):
        if CONTENTS.match(head[index]):
            break
        for count in range(1, LINES_OF_TITLE + 1):
            title = "".join(head[index : index + count])
            if not all(map(_may_be_title, head[index : index + count])):
                break
            if _kind_in(title) and not title.endswith(JOINS):
                found = _years_in(title) or _body_in(title)
                if found and (count == 1 or _names_something(head[index])):
                    return title + _rest_of(title, head[index + count :])
                break
    return ""


def _rest_of(title: str, below: Sequence[str]) -> str:
    """Return the line that ends a title such as 「…2021年预算执行情况及2022年财政」."""
    goes_on = below and (UNENDED.search(title) or below[0].startswith(JOINS))
    rest = below[0] if goes_on else ""
    return rest if _may_be_title(rest) and _kind_in(rest) and not _names_something(rest) else ""


def _names_something(line: str) -> bool:
    return bool(_years_in(line) or _body_in(line))


def _may_be_title(line: str) -> bool:
    """A title is short, and neither a sentence, a field, nor a heading with a number."""
    plain = len(line) <= LONGEST_TITLE and not re.search("[。；：:，,•▪]", line)
    return plain and not NUMBERED.match(line) and not CONTENTS.match(line)


def _kind_in(text: str) -> tuple[str, Basis] | None:
    row = _kind_row(text)
    return (row[1], Basis(row[2])) if row else None


def _kind_row(text: str) -> tuple[str, str, str] | None:
    """Return the word that tells the kind of document, the kind and its basis."""
    for words, kind, basis in rows_of("document_kinds.tsv", columns=3):
        word = next((word for word in words.split("|") if word in text), "")
        if word:
            return word, kind, basis
    return None


def _kind(title: str, lines: Sequence[str], stem: str) -> tuple[str, Basis]:
    body = [_without_names(line) for line in lines if not WAY.search(line)]
    for text in (_without_names(title), stem, *body[:TITLE_LINES], title):
        found = _kind_in(text)
        if found:
            return found
    is_plan = any(PLAN.search(line) for line in body)
    return "", Basis.BUDGET if is_plan else Basis.ACTUAL


def _without_names(line: str) -> str:
    """Drop what only holds the word 预算: laws in 《》, names such as 一般公共预算."""
    line = AGAINST.sub("", TITLED.sub("", line))
    told = {word for row in rows_of("document_kinds.tsv", columns=3) for word in row[0].split("|")}
    for name in lines_of("budget_names.tsv"):
        line = line if name in told else line.replace(name, "")
    return line


def _year(title: str, lines: Sequence[str], stem: str) -> int | None:
    head = lines[:TITLE_LINES]
    for text in (_up_to_kind(title), title, *map(_undated, head), _undated(stem)):
        years = _years_in(text)
        if years:
            return years[0]
    for told in (map(_undated, lines), head, lines):
        common = Counter(year for line in told for year in _years_in(line)).most_common(1)
        if common:
            return common[0][0]
    return None


def _undated(text: str) -> str:
    """Drop days, months and the numbers of papers: they tell when something was printed."""
    return DAY.sub("", PAPER.sub("", text))


def _up_to_kind(title: str) -> str:
    """Return the last year before the words that tell the kind, as far as those words.

    「2024年预算执行情况和2025年预算草案」 is the paper on the budget of 2025.
    """
    row = _kind_row(title)
    before = title[: title.find(row[0])] if row else ""
    return f"{years[-1]}年" if (years := _years_in(before)) else ""


def _years_in(text: str) -> list[int]:
    text = YEAR_WORDS.sub(lambda match: match[1].translate(DIGITS) + "年", text)
    return [int(match[1]) for match in YEAR.finditer(text) if 1990 <= int(match[1]) <= 2049]


def _owner(lines: Sequence[str], fields: Sequence[str], title: str, stem: str) -> str:
    """The body of the title, of a 编制部门 line, most often named in the text, or of the file."""
    titled = _body_in(title)
    if titled and not _is_region_only(titled):
        return titled
    named = Counter(fields).most_common(1)
    field = named[0][0] if named else ""
    found = field or _whole_run(title) or _most_named(lines)
    found = found or _signed(lines, _region_in(title) or _region_in(stem)) or _opening(lines)
    return found or titled or _body_in(stem) or _region_in(title) or _region_in(stem)


def _signed(lines: Sequence[str], region: str) -> str:
    """Return the body of a line of its own, at the head or the end, in the title's region."""
    signers = map(_signer, (*lines[:TITLE_LINES], *lines[-TITLE_LINES:]))
    return next((name for name in signers if owner_name(name).regions and region in name), "")


def _opening(lines: Sequence[str]) -> str:
    """Return the body of a sentence that begins with it: 「某市水务局2018年…」."""
    opened = (match["body"] for line in lines[:TITLE_LINES] if (match := OPENS.match(line)))
    return next((run for run in opened if _body_in(run) == run and owner_name(run).regions), "")


def _signer(line: str) -> str:
    """Return the body that a line consists of, an office and a person's name set aside."""
    offices = "|".join(map(re.escape, lines_of("owner_signers.tsv")))
    name = re.sub(rf"副?(?:{offices}).{{0,8}}$", "", line)
    return name if name and _body_in(name) == name else ""


def _region_in(text: str) -> str:
    """Return the region that a line begins with, behind words such as 关于; "" without one."""
    regions = (owner_name(run).region for run in _runs(text))
    return next(filter(None, regions), "")


def _whole_run(text: str) -> str:
    """Return a run that begins with a region and goes on: a body whose ending no list has."""
    for run in _runs(text):
        name = owner_name(run)
        if name.regions and len(name.core) > 1 and not _kind_in(run):
            return run
    return ""


def _is_region_only(name: str) -> bool:
    parts = owner_name(name)
    return (
        not parts.core
        and not parts.tail
        and (not parts.regions or parts.regions[-1].level != "town")
    )


def _field(line: str) -> str:
    """Return the body of a line such as 「编制部门：青禾市水务局 单位：万元」, or ""."""
    match = _field_pattern().match(line)
    if not match:
        return ""
    value = match["value"].strip()
    return _body_in(_squeeze(value)) or _whole_run(value.split()[0])


@cache
def _field_pattern() -> re.Pattern[str]:
    labels = "|".join(map(re.escape, lines_of("owner_fields.tsv")))
    return re.compile(
        rf"^[\s|*]*(?:{labels})\s*(?:[（(][^）)]*[）)])?\s*[:：\s|]\s*(?P<value>{HAN}.*)$"
    )


def _most_named(lines: Sequence[str]) -> str:
    bodies = (name for line in lines for name in _bodies_in(line) if owner_name(name).regions)
    common = Counter(bodies).most_common(1)
    return common[0][0] if common and common[0][1] > 1 else ""


def _body_in(text: str) -> str:
    return next(iter(_bodies_in(text)), "")


def _bodies_in(text: str) -> Iterable[str]:
    """Yield the names of bodies in a line of a title: from a region to the last suffix."""
    return filter(None, map(_cut, _runs(text)))


def _runs(text: str) -> Iterable[str]:
    """Yield the stretches of a line between years, marks and words that end a name."""
    runs = re.split(rf"(?:\d{{4}}年?度?)|[^\u4e00-\u9fff()（）]+|{_breaks()}", text)
    return filter(None, (run.strip("()（）") for run in runs))


def _cut(run: str) -> str:
    """Cut a run after the last suffix of a body; "" when it has none."""
    ends = [match.end(1) for match in _suffix_pattern().finditer(run)]
    if not ends:
        return ""
    end = max(ends)
    return run[:end] + "（本级）" if re.match(r"[（(]本级", run[end:]) else run[:end]


@cache
def _suffix_pattern() -> re.Pattern[str]:
    suffixes = {row[0] for row in rows_of("body_suffixes.tsv", columns=4)}
    suffixes |= {row[0] for row in rows_of("body_aliases.tsv", columns=2) if row[0] in suffixes}
    names = sorted(suffixes | {"街道", "办公厅", "镇", "乡"}, key=len, reverse=True)
    return re.compile(f"(?=({'|'.join(map(re.escape, names))}))")


@cache
def _breaks() -> str:
    words = sorted(lines_of("owner_breaks.tsv"), key=len, reverse=True)
    return "|".join(map(re.escape, words))
