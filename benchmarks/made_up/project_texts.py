"""Documents about single projects: 项目文本 in sections, and tables of targets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from benchmarks.made_up.accounts import Books, Project
from benchmarks.made_up.data import phrases
from benchmarks.made_up.documents import text_of
from benchmarks.made_up.names import Body
from benchmarks.made_up.prose_projects import FUND_WORDS, standards
from benchmarks.made_up.sayings import Story, count, listed, money, percent
from benchmarks.made_up.style import Style
from benchmarks.made_up.tables_targets import put_targets
from benchmarks.made_up.truth import MadeUp
from benchmarks.made_up.words import Words, fact, fill, joined
from benchmarks.made_up.writer import Writer

LIMITS = (2, 5, 10, 20, 50, 100)  # 万元


def project_text_of(body: Body, books: Books, projects: Sequence[Project], style: Style) -> MadeUp:
    """Return a 项目文本 about one project or several of one body."""
    title = projects[0].name if len(projects) == 1 else "重点项目"
    story = _story(body, books, style, "项目文本", f"{title}项目文本")
    out = story.out
    out.line(text_of("titles.tsv", "项题", story))
    for i, project in enumerate(projects, 1):
        if len(projects) > 1:
            out.line()
            out.line(f"重点项目（{'一二三四五六'[i - 1]}）")
            out.counters = [0, 0, 0]
        _tell_one(story, project)
    if style.rng.random() < 0.6:
        for project in projects:
            put_targets(out, project, text_of("captions.tsv", "目标", story))
    return out.finished()


def targets_of(body: Body, books: Books, style: Style) -> MadeUp:
    """Return a 绩效目标表 of all projects of a body."""
    story = _story(body, books, style, "绩效目标", "项目绩效目标表")
    story.out.line(text_of("titles.tsv", "绩题", story))
    for project in books.projects:
        put_targets(story.out, project, text_of("captions.tsv", "目标", story))
    return story.out.finished()


def _story(body: Body, books: Books, style: Style, kind: str, called: str) -> Story:
    name = f"{body.owner}{books.year}年{called}.txt"
    out = Writer(name, body.owner, body.short, "单位", body.region, books.year, kind, "预算", style)
    return Story(out, body, books, None)


def _tell_one(story: Story, project: Project) -> None:
    """Write the sections of one project; money that adds up to its total."""
    out, rng = story.out, story.out.style.rng
    out.heading(1, "项目名称")
    out.line(project.name)
    out.heading(1, "立项依据")
    for template in rng.sample(phrases("立项"), rng.randint(1, 2)):
        words = fill(template, story.slots(**_basis(story, project)))
        out.say(words, topic=f"立项依据：{project.name}")
    out.heading(1, "实施单位")
    out.line(f"单位名称：{story.body.owner}")
    out.line(f"承办{rng.choice(('科室', '部门'))}：{rng.choice(story.body.departments)}")
    out.heading(1, rng.choice(("项目概况", "项目基本概况")))
    story.say("概况", topic=f"项目概况：{project.name}", **_overview(story, project))
    if rng.random() < 0.3:
        _tell_years(story, project)
    if rng.random() < 0.3:
        _tell_execution(story, project)
    out.heading(1, "实施内容")
    _tell_content(story, project)
    out.heading(1, rng.choice(("资金安排", "资金安排情况")))
    _tell_money(story, project)
    out.heading(1, "实施计划")
    story.say("计划", topic=f"实施计划：{project.name}")
    out.heading(1, rng.choice(("预期成效", "项目实施成效", "绩效目标")))
    story.say("成效", topic=f"预期成效：{project.name}", **_effects(story, project))


def _basis(story: Story, project: Project) -> dict[str, Words | str]:
    rng, region = story.out.style.rng, story.body.region
    return {
        "区": region.name,
        "事": project.name.removesuffix("经费").removesuffix("专项").removesuffix("项目"),
        "字": f"{region.name[0]}{story.body.short[-2]}发",
        "早": str(story.out.year - rng.randint(1, 6)),
        "号": str(rng.randint(2, 96)),
        "条": str(rng.randint(3, 40)),
        "项": project.name,
        "级": region.level,
        "用": project.purpose,
    }


def _overview(story: Story, project: Project) -> dict[str, Words | str]:
    key = f"项目:{project.name}"
    sources = [
        Words(FUND_WORDS[fund])
        + money(story, FUND_WORDS[fund], value, f"{key}/{FUND_WORDS[fund]}", path=(project.name,))
        for fund, value in project.money.items()
    ]
    return {
        "项": project.name,
        "额": money(story, project.name, project.total, key),
        "用": project.purpose,
        "计": project.counted,
        "数": _counted(story, project),
        "谁": project.served,
        "源": listed(sources),
    }


def _tell_years(story: Story, project: Project) -> None:
    """Write the whole investment and its three years."""
    rng, year, key = story.out.style.rng, story.out.year, f"项目:{project.name}"
    step = Decimal(10000)
    earlier, later = (
        (project.total * rng.randint(40, 160) / 100 // step + 1) * step for _ in range(2)
    )

    def part(value: Decimal, of: int) -> Words:
        return money(story, project.name, value, key, year=of)

    story.say(
        "总投",
        topic=f"总投资：{project.name}",
        项=project.name,
        总=money(story, "总投资", earlier + project.total + later, f"{key}/总投资"),
        前=part(earlier, year - 1),
        额=part(project.total, year),
        后=part(later, year + 1),
        后年=str(year + 1),
    )


def _tell_execution(story: Story, project: Project) -> None:
    """Write how much of last year's money was spent."""
    rng, year, key = story.out.style.rng, story.out.year - 1, f"项目:{project.name}/上年"
    old = (project.total * rng.randint(60, 140) / 100 // 100 + 1) * 100
    done = (old * rng.randint(700, 1000) / 1000 // 100) * 100
    rate = percent(story, "执行率", "rate", done / old * 100, f"{key}/执行率")
    story.say(
        "上执",
        旧=money(story, project.name, old, key, year=year),
        执=money(story, project.name, done, f"{key}/执行", year=year, basis="执行"),
        率=replace(rate, facts=tuple(replace(f, year=year, basis="执行") for f in rate.facts)),
    )


def _counted(story: Story, project: Project) -> Words:
    key = f"项目:{project.name}/数量"
    return count(
        story, project.counted, project.count, project.unit, key, basis="计划", path=(project.name,)
    )


def _tell_content(story: Story, project: Project) -> None:
    out, rng = story.out, story.out.style.rng
    slots = story.slots(用=project.purpose, 谁=project.served)
    chosen = rng.sample(phrases("内容"), rng.randint(2, 5))
    lines = [
        out.style.heading(3, i) + fill(template, slots).text for i, template in enumerate(chosen, 1)
    ]
    out.passage(f"实施内容：{project.name}", lines)
    if rng.random() < 0.4:
        limit = Decimal(rng.choice(LIMITS))
        printed = f"{limit}{out.style.gap}万元"
        found = fact("限额", "limit", limit * 10000, "元", printed, key="限额", basis="现状")
        story.say("限额", 限=Words(printed, (found,)))


def _tell_money(story: Story, project: Project) -> None:
    """Write the parts, and the standard that the money follows from."""
    key = f"项目:{project.name}"
    pieces = [
        Words(name) + money(story, name, value, f"{key}/{name}", path=(project.name,))
        for name, value in project.parts
    ]
    story.say(
        "资金",
        topic=f"资金安排：{project.name}",
        项=project.name,
        额=money(story, project.name, project.total, key),
        分=joined(pieces, "、"),
    )
    if project.standard:
        story.say(
            "测算",
            topic=f"测算依据：{project.name}",
            计=project.counted,
            小=money(story, project.name, project.total, key),
            **standards(story, project),
        )


def _effects(story: Story, project: Project) -> dict[str, Words | str]:
    key = f"项目:{project.name}"
    quality, content = project.indicators[1], project.indicators[5]
    return {
        "计": project.counted,
        "数": _counted(story, project),
        "谁": project.served,
        "满": percent(story, content.name, "target", content.value, f"{key}/{content.name}"),
        "质": quality.name,
        "质率": percent(story, quality.name, "target", quality.value, f"{key}/{quality.name}"),
    }
