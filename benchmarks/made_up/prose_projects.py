"""Prose about projects and planned work, with what they cost and count."""

from __future__ import annotations

from benchmarks.made_up.accounts import CAPITAL, CARRIED, FUND, GENERAL, OWN, ZERO, Project
from benchmarks.made_up.data import rows_for
from benchmarks.made_up.sayings import Story, change, count, listed, money
from benchmarks.made_up.words import Words, fact, fill

FUND_WORDS = {
    GENERAL: "一般公共预算",
    FUND: "政府性基金预算",
    CAPITAL: "国有资本经营预算",
    OWN: "单位资金",
    CARRIED: "上年结转",
}


def tell_work(story: Story) -> None:
    """Write what is planned for the year, with a count in every sentence."""
    rng, style = story.out.style.rng, story.out.style
    found = list(rows_for("works.tsv", story.body.profession))
    for i, row in enumerate(rng.sample(found, min(len(found), rng.randint(2, 4))), 1):
        sentence, item, unit, low, high = row
        number = count(
            story, item, rng.randint(int(low), int(high)), unit, f"工作:{item}", basis="计划"
        )
        story.out.say(
            Words(style.heading(3, i)) + fill(sentence, {"数": number}) + "。", topic="重点工作"
        )


def tell_projects(story: Story) -> None:
    """Write every project with its money."""
    projects, style = story.books.projects, story.out.style
    if not projects:
        return
    story.say(
        "项目总",
        额=money(story, "项目支出", story.books.project_money(), "支出/项目"),
        数=count(story, "项目", len(projects), "个", "项目:个数", basis=story.out.basis),
    )
    for i, project in enumerate(projects, 1):
        story.out.say(
            Words(style.heading(3, i)) + _project(story, project), topic=f"项目：{project.name}"
        )


def _project(story: Story, project: Project) -> Words:
    old = {p.name: p.total for p in story.before.projects} if story.before else {}
    key = f"项目:{project.name}"
    sources = [Words(FUND_WORDS[fund]) + _source(story, project, fund) for fund in project.money]
    goal = Words(project.counted) + count(
        story,
        project.counted,
        project.count,
        project.unit,
        f"{key}/数量",
        basis="计划",
        path=(project.name,),
    )
    rated = bool(project.standard) and story.out.style.rng.random() < 0.6
    return story.fill(
        "项目标" if rated else "项目行",
        名=project.name,
        额=money(story, project.name, project.total, key),
        比=change(story, project.name, project.total, old.get(project.name, ZERO), key),
        源=listed(sources),
        用=project.purpose,
        目=goal,
        计=project.counted,
        **standards(story, project),
    )


def _source(story: Story, project: Project, fund: str) -> Words:
    return money(
        story,
        FUND_WORDS[fund],
        project.of(fund),
        f"项目:{project.name}/{FUND_WORDS[fund]}",
        path=(project.name,),
    )


def standards(story: Story, project: Project) -> dict[str, Words | str]:
    """Return the standard in both spellings, and how many there are: 每人600元, 600元/人.

    Its unit is the one that is printed: people write 858 元 for what is paid to each.
    """
    style, key = story.out.style, f"项目:{project.name}/标准"
    number = f"{project.standard:,f}" if style.prose.commas else f"{project.standard:f}"
    per = "".join(f"每{part}" for part in project.per.split("/"))

    def told(text: str, printed: str, unit: str) -> Words:
        found = fact(
            f"{project.name}标准", "standard", project.standard, unit, printed,
            key=key, path=(project.name,), basis=story.out.basis,
        )  # fmt: skip
        return Words(text, (found,))

    unit = f"元/{project.per}"
    both = f"{number}{unit}"
    return {
        "标": told(f"{per}{number}元", f"{number}元", "元"),
        "标二": told(both, both, unit),
        "数": count(
            story, project.counted, project.count, project.unit,
            f"项目:{project.name}/数量", basis="计划", path=(project.name,),
        ),
    }  # fmt: skip
