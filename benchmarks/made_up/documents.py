"""Puts a budget document together: which parts, in which order, with or without tables."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from random import Random

from benchmarks.made_up import prose_budget as main
from benchmarks.made_up import prose_other as other
from benchmarks.made_up import prose_projects as projects
from benchmarks.made_up.accounts import CAPITAL, FUND, GENERAL, Books
from benchmarks.made_up.data import rows
from benchmarks.made_up.names import Body
from benchmarks.made_up.sayings import Story
from benchmarks.made_up.style import Style
from benchmarks.made_up.tables_budget import (
    put_by_function,
    put_by_unit,
    put_compared,
    put_economic,
    put_grants,
    put_income_by_function,
    put_overview,
    split_columns,
)
from benchmarks.made_up.tables_governmental import put_governmental
from benchmarks.made_up.tables_more import (
    put_fund,
    put_holdings,
    put_people,
    put_projects,
    put_purchases,
    put_three,
)
from benchmarks.made_up.tables_targets import put_targets
from benchmarks.made_up.truth import MadeUp
from benchmarks.made_up.writer import Writer

Tell = Callable[[Story], None]


def text_of(name: str, kind: str, story: Story) -> str:
    """Return a title, heading or caption of one kind."""
    found = [row[1] for row in rows(name) if row[0] == kind]
    slots = {"主": story.out.owner, "年": story.out.year, "类": story.out.kind, "部": story.noun}
    return story.out.style.rng.choice(found).format(**slots)


def budget_of(
    rng: Random,
    body: Body,
    scope: str,
    books: Books,
    before: Books,
    style: Style,
    units: Sequence[Body],
    members: Sequence[Books] = (),
) -> MadeUp:
    """Return a budget disclosure (部门预算 or 单位预算)."""
    owner = body.owner + ("（本级）" if scope == "本级" else "")
    kind = "部门预算" if scope == "部门" else "单位预算"
    short = body.short + ("本级" if scope == "本级" else "")
    out = Writer(
        f"{owner}{books.year}年{kind}.txt", owner, short, scope, body.region,
        books.year, kind, "预算", style,
    )  # fmt: skip
    named = [f"{body.owner}（本级）", *(unit.owner for unit in units[1:])]
    parts = tuple(zip(named, members, strict=False)) if len(members) > 1 else ()
    story = Story(out, body, books, before, units=tuple(units), members=parts)
    if rng.random() < 0.08:
        out.line(f"监督索引号{rng.randrange(10**13, 10**14)}")
    out.line(text_of("titles.tsv", "题", story))
    form = rng.choices(("parts", "flat", "prose"), (55, 30, 15))[0]
    {"parts": _in_parts, "flat": _flat, "prose": _prose_only}[form](story)
    return out.finished()


def _in_parts(story: Story) -> None:
    """第一部分 概况, then tables and prose in one order or the other, 第四部分 terms."""
    out, rng = story.out, story.out.style.rng
    titles = [text_of("titles.tsv", kind, story) for kind in "一二三四"]
    order = [0, 1, 2, 3] if rng.random() < 0.7 else [0, 2, 1, 3]
    names = [f"第{'一二三四'[i]}部分 {titles[part]}" for i, part in enumerate(order)]
    _contents(story, names)
    writers: tuple[Tell, ...] = (_overview, put_tables, _explanations, _terms)
    for name, part in zip(names, order, strict=True):
        out.part(name)
        writers[part](story)


def _contents(story: Story, names: Sequence[str]) -> None:
    """A table of contents, with dotted page numbers now and then."""
    out, rng = story.out, story.out.style.rng
    if rng.random() < 0.4:
        return
    dotted = rng.random() < 0.3
    out.line()
    out.line(rng.choice(("目录", "目　录", "目 录")))
    for page, name in enumerate(names, 1):
        out.line(f"{name}{'.' * 24}{page * 3}" if dotted else name)


def _flat(story: Story) -> None:
    """Numbered sections of prose, then the tables."""
    _overview(story)
    _explanations(story)
    story.out.heading(1, text_of("titles.tsv", "术语", story))
    _terms(story)
    put_tables(story)


def _prose_only(story: Story) -> None:
    """No tables at all."""
    _overview(story)
    _explanations(story)
    story.out.heading(1, text_of("titles.tsv", "术语", story))
    _terms(story)


def section(story: Story, kind: str, *tells: Tell, level: int = 1) -> None:
    """Write a heading and what stands below it."""
    story.out.heading(level, text_of("titles.tsv", kind, story))
    for tell in tells:
        tell(story)


def _overview(story: Story) -> None:
    rng = story.out.style.rng
    section(story, "职责", other.tell_duties)
    section(story, "机构", other.tell_makeup, other.tell_staff)
    if rng.random() < 0.15:
        section(story, "区情", other.tell_place)
    if rng.random() < 0.6:
        section(story, "工作", projects.tell_work)


def _explanations(story: Story) -> None:
    """The sections of prose; some are left out now and then."""
    rng = story.out.style.rng
    section(story, "收支", main.tell_totals)
    section(story, "收入", main.tell_income)
    section(story, "支出", main.tell_spending)
    if story.members and rng.random() < 0.4:
        main.tell_members(story)
    if rng.random() < 0.7:
        section(story, "拨款", main.tell_grants)
    section(story, "一般", main.tell_functions)
    section(story, "基本", main.tell_basic)
    if rng.random() < 0.7:
        section(story, "项目", projects.tell_projects)
    section(story, "三公", other.tell_three)
    section(story, "基金", lambda s: main.tell_fund(s, FUND))
    section(story, "国资", lambda s: main.tell_fund(s, CAPITAL))
    if rng.random() < 0.4:
        section(story, "结转", other.tell_carried)
    if rng.random() < 0.5:
        section(story, "转移", other.tell_transfers)
    _remaining(story)


def _remaining(story: Story) -> None:
    """其他重要事项: below one heading, or each a section of its own."""
    apart = story.out.style.rng.random() < 0.3
    if not apart:
        story.out.heading(1, text_of("titles.tsv", "其他", story))
    level = 1 if apart else 2
    section(story, "运行", other.tell_running, level=level)
    section(story, "采购", other.tell_purchases, level=level)
    section(story, "资产", other.tell_assets, level=level)
    section(story, "绩效", other.tell_performance, level=level)


def _terms(story: Story) -> None:
    other.tell_terms(story, "预算")


def put_tables(story: Story) -> None:
    """Print the tables of a budget in the usual order; some are left out now and then."""
    books, rng = story.books, story.out.style.rng
    put_overview(story.out, books, caption(story, "收支"))
    put_income_by_function(story.out, books, caption(story, "收入"))
    if story.members and rng.random() < 0.5:
        put_by_unit(story.out, story.members, caption(story, "单位收入"), income=True)
        put_by_unit(story.out, story.members, caption(story, "单位支出"), income=False)
    columns = split_columns(story.out.style, "支出预算", deep=rng.random() < 0.25)
    put_by_function(story.out, books, caption(story, "支出"), columns, ())
    if rng.random() < 0.75:
        put_grants(story.out, books, caption(story, "拨款"))
    _put_general(story)
    put_economic(story.out, books, caption(story, "基本"))
    if story.body.nature == "行政" and rng.random() < 0.2:
        put_governmental(story.out, books, caption(story, "政府"))
    put_three(story, caption(story, "三公"))
    put_fund(story, caption(story, "基金"), FUND, "政府性基金预算")
    _put_smaller(story)


def caption(story: Story, kind: str) -> str:
    """Return a caption for a table of one kind."""
    return text_of("captions.tsv", kind, story)


def _put_general(story: Story) -> None:
    """一般公共预算 by function, beside the year before or alone."""
    rng = story.out.style.rng
    if story.before and rng.random() < 0.25:
        put_compared(story.out, story.books, story.before, caption(story, "一般"))
        return
    columns = split_columns(story.out.style, "一般公共预算支出", deep=rng.random() < 0.45)
    put_by_function(story.out, story.books, caption(story, "一般"), columns, (GENERAL,))


def _put_smaller(story: Story) -> None:
    """Tables that not every body publishes."""
    books, rng = story.books, story.out.style.rng
    if rng.random() < 0.6:
        put_fund(story, caption(story, "国资"), CAPITAL, "国有资本经营预算")
    if rng.random() < 0.6 and books.projects:
        put_projects(story, caption(story, "项目"))
    if rng.random() < 0.4 and books.purchases.total:
        put_purchases(story, caption(story, "采购"))
    if rng.random() < 0.35:
        put_holdings(story, caption(story, "资产"))
    if rng.random() < 0.3:
        put_people(story, caption(story, "人员"))
    if rng.random() < 0.4:
        for project in books.projects[: rng.randint(1, 3)]:
            put_targets(story.out, project, caption(story, "目标"))


def renamed(made: MadeUp, name: str) -> MadeUp:
    """Return the document under another file name."""
    return replace(
        made,
        name=name,
        facts=tuple(replace(f, document=name) for f in made.facts),
        absences=tuple(replace(a, document=name) for a in made.absences),
    )
