"""``disclosure precedents``: how has this been worded before?"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from assistant.precedents.family import Family
from assistant.precedents.filters import Filters
from assistant.precedents.indicators import Targets, targets_of
from assistant.precedents.plain_text import source_note, write_docx
from assistant.precedents.search import Precedents
from assistant.precedents.section_types import section_types
from assistant.precedents.wordings import LEVELS
from assistant.terminal import console, print_json, progress
from corpus.errors import DisclosureError
from corpus.library import Library
from index.hybrid import PassageIndex

MEMBERS = 5  # of a family that are printed for people
MEANT = 0.2  # likeness below which a wording was found by its meaning
LINES = {"equal": " ", "delete": "-", "insert": "+"}


def run(
    library: Library,
    draft: str,
    filters: Filters,
    *,
    limit: int,
    as_json: bool = False,
    docx: Path | None = None,
) -> None:
    """Print the families of wordings that are like the draft; write them to ``docx`` if given."""
    _check(filters)
    precedents = Precedents(library, library.home, PassageIndex.open(library, library.home))
    with progress("整理措辞") as show:
        precedents.refresh(show)
    families = precedents.find(draft, filters, limit=limit)
    if docx:
        write_docx(families, docx)
    if as_json:
        print_json(families_json(families))
    else:
        print_families(families)


def families_json(families: Sequence[Family]) -> dict[str, Any]:
    """Return families as one JSON document."""
    return {"families": [family.to_json() for family in families]}


def run_indicators(library: Library, wanted: str, filters: Filters, *, as_json: bool) -> None:
    """Print which targets are set for an indicator, by unit."""
    figures = [
        figure
        for figure in library.figures(year=filters.year)
        if filters.owner in figure.owner and filters.region in figure.owner
    ]
    found = targets_of(figures, wanted)
    if as_json:
        print_json({"indicators": [_targets_json(targets) for targets in found]})
        return
    for targets in found:
        print(_targets_line(targets))
    if not found:
        print(f"资料库的绩效指标里没有名称含「{wanted}」的目标值。")


def _targets_json(targets: Targets) -> dict[str, Any]:
    return {
        "indicator": targets.wanted,
        "unit": targets.unit.name,
        "count": len(targets.values),
        "owners": targets.owners,
        "median": str(targets.median),
        "lowest": str(targets.values[0]),
        "highest": str(targets.values[-1]),
        "comparators": dict(targets.comparators),
    }


def _targets_line(targets: Targets) -> str:
    unit = targets.unit.name
    return (
        f"{targets.wanted}：{targets.owners} 个单位的 {len(targets.values)} 个目标值，"
        f"中位数 {targets.comparator}{targets.median}{unit}，"
        f"范围 {targets.values[0]} 至 {targets.values[-1]}{unit}"
    )


def _check(filters: Filters) -> None:
    """Refuse a kind or a level that there is not, and say which there are."""
    for name, chosen, known in (
        ("段落类型", filters.kind, section_types()),
        ("级别", filters.level, tuple(LEVELS.values())),
    ):
        if chosen and chosen not in known:
            raise DisclosureError(f"没有「{chosen}」这个{name}；可以写：{'、'.join(known)}")


def print_families(families: Sequence[Family]) -> None:
    """Print families for people: the wording, its use, who worded it so, what differs."""
    out = console()
    if not families:
        out.print("资料库中没有找到相近的写法。可以换一段话、去掉筛选条件，或先添加更多文件。")
    for number, family in enumerate(families, start=1):
        out.print(f"{number}. {_heading(family)}", style="bold", soft_wrap=True)
        out.print(_marked(family), soft_wrap=True)
        for member in family.members[:MEMBERS]:
            out.print(f"   · {source_note(member)}", style="cyan", soft_wrap=True)
        _print_changes(family)
        for lack in family.lacks:
            out.print(f"   草稿缺少：{lack.part}（{lack.members} 处中 {lack.having} 处有）")
        out.print("")


def _heading(family: Family) -> str:
    use = family.use
    like = f"相似度 {family.similarity:.0%}" if family.similarity >= MEANT else "含义相近"
    years = f"，{use.first_year}—{use.last_year}年" if use.first_year else ""
    return f"{like}；{use.owners} 个单位用过 {use.wordings} 次{years}"


def _marked(family: Family) -> str:
    """Return the wording with the values of its slots in brackets."""
    shown = (
        f"［{'／'.join(part.values)}］" if len(part.values) > 1 else part.text
        for part in family.parts
    )
    return "   " + "".join(shown).replace("\n", "\n   ")


def _print_changes(family: Family) -> None:
    if family.similarity < MEANT:
        return
    out = console()
    changes = [(tag, text) for tag, text in family.differences if tag != "equal"]
    for tag, text in changes:
        out.print(f"   {LINES[tag]} {' '.join(text.split())}", soft_wrap=True)
