"""Puts a final account together (部门决算, 单位决算)."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from benchmarks.made_up import prose_final as final
from benchmarks.made_up import prose_other as other
from benchmarks.made_up import tables_final as tables
from benchmarks.made_up.accounts import CAPITAL, FUND, Books
from benchmarks.made_up.documents import section, text_of
from benchmarks.made_up.names import Body
from benchmarks.made_up.prose_budget import tell_basic
from benchmarks.made_up.prose_projects import tell_work
from benchmarks.made_up.sayings import Story
from benchmarks.made_up.style import Style
from benchmarks.made_up.truth import MadeUp
from benchmarks.made_up.writer import Writer


def account_of(
    body: Body,
    scope: str,
    books: Books,
    before: Books,
    planned: Books,
    style: Style,
    units: Sequence[Body],
) -> MadeUp:
    """Return a final account; ``planned`` is the budget that it is held against."""
    owner = body.owner + ("（本级）" if scope == "本级" else "")
    kind = "部门决算" if scope == "部门" else "单位决算"
    short = body.short + ("本级" if scope == "本级" else "")
    out = Writer(
        f"{owner}{books.year}年度{kind}.txt", owner, short, scope, body.region,
        books.year, kind, "决算", style,
    )  # fmt: skip
    story = Story(out, body, books, before, planned, tuple(units))
    out.line(text_of("titles.tsv", "决题", story))
    names = [
        f"第{'一二三四'[i]}部分 {text_of('titles.tsv', '决' + k, story)}"
        for i, k in enumerate("一二三四")
    ]
    if style.rng.random() < 0.5:
        out.line()
        for line in ("目录", *names):
            out.line(line)
    writers: tuple[Callable[[Story], None], ...] = (_overview, _tables, _explanations, _terms)
    skip_tables = style.rng.random() < 0.12
    for name, write in zip(names, writers, strict=True):
        out.part(name)
        if write is _tables and skip_tables:
            out.line("决算表另行公开。")
        else:
            write(story)
    return out.finished()


def _overview(story: Story) -> None:
    section(story, "职责", other.tell_duties)
    section(story, "机构", other.tell_makeup, other.tell_staff)
    if story.out.style.rng.random() < 0.3:
        section(story, "决工作", tell_work)


def _tables(story: Story) -> None:
    def caption(kind: str) -> str:
        return text_of("captions.tsv", kind, story)

    tables.put_final_overview(story, caption("决01"))
    tables.put_final_income(story, caption("决02"))
    tables.put_final_spending(story, caption("决03"))
    tables.put_final_grants(story, caption("决04"))
    tables.put_final_general(story, caption("决05"))
    tables.put_final_economic(story, caption("决06"))
    tables.put_final_three(story, caption("决07"))
    tables.put_final_fund(story, caption("决08"), FUND, "政府性基金预算")
    tables.put_final_fund(story, caption("决09"), CAPITAL, "国有资本经营预算")


def _explanations(story: Story) -> None:
    rng = story.out.style.rng
    section(story, "决收支", final.tell_final_totals)
    section(story, "决收入", final.tell_final_income)
    section(story, "决支出", final.tell_final_spending)
    section(story, "决拨款", final.tell_final_grants)
    section(story, "决一般", final.tell_final_functions)
    section(story, "决基本", lambda s: tell_basic(s, "决基本"))
    section(story, "决三公", final.tell_final_three)
    section(story, "决基金", lambda s: final.tell_final_fund(s, FUND))
    section(story, "决国资", lambda s: final.tell_final_fund(s, CAPITAL))
    if rng.random() < 0.4:
        section(story, "决结余", final.tell_final_left)
    if rng.random() < 0.6:
        section(story, "决绩效", final.tell_final_performance)
    section(story, "其他")
    section(story, "决运行", final.tell_final_running, level=2)
    section(story, "决采购", final.tell_final_purchases, level=2)
    section(story, "资产", other.tell_assets, level=2)


def _terms(story: Story) -> None:
    other.tell_terms(story, "决算")
