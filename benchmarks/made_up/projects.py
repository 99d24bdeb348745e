"""Makes projects with money by source, parts that add up, and targets; lets them grow."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal
from random import Random

from benchmarks.made_up.accounts import CAPITAL, CARRIED, FUND, GENERAL, OWN, Indicator, Project
from benchmarks.made_up.data import rows, rows_for
from benchmarks.made_up.names import Body

Rounded = Callable[[Decimal], Decimal]
PARTS = (
    "委托业务费 设备购置费 材料费 人工费 印刷费 培训费 "
    "差旅费 检测费 维修费 宣传费 租赁费 专家咨询费"
)


def projects_of(rng: Random, body: Body, rounded: Rounded) -> tuple[Project, ...]:
    """Return the projects of a body in one year."""
    own = [row for row in rows_for("projects.tsv", body.profession) if row not in _general()]
    chosen = rng.sample(own, min(len(own), rng.randint(2, 6)))
    chosen += rng.sample(_general(), rng.randint(0, 3))
    return tuple(_project(rng, body, row, rounded) for row in chosen)


def _general() -> list[tuple[str, ...]]:
    return [row[1:] for row in rows("projects.tsv") if row[0] == "*"]


def _project(rng: Random, body: Body, row: tuple[str, ...], rounded: Rounded) -> Project:
    name, code, fund, purpose, counted, unit, low, high, served = row
    plain = body.running[:5] + "02" if body.nature == "行政" else body.running
    small = row in _general()
    amount = rounded(
        Decimal(int(10 ** (rng.uniform(3.8, 6.1) if small else rng.uniform(4.3, 7.1))))
    )
    names = {"一般": GENERAL, "基金": FUND, "国资": CAPITAL, "单位": OWN}
    if fund == "一般" and rng.random() < 0.08:
        fund = "单位"
    money = {names[fund]: amount}
    if fund == "一般" and rng.random() < 0.2:
        money[CARRIED] = rounded(amount * Decimal(rng.randint(30, 400)) / 1000)
    project = Project(
        _owned(body, name) + _ending(rng, name),
        plain if code == "=" else code,
        money,
        purpose,
        counted,
        rng.randint(int(low), int(high)),
        unit,
        served,
        (),
        (),
        downward=rng.random() < 0.1 and fund == "一般",
    )
    return _complete(rng, _with_standard(rng, project), rounded)


def _with_standard(rng: Random, project: Project) -> Project:
    """Money for people and things that are counted often follows from a standard."""
    steps = {"人": 200, "户": 200, "亩": 100, "公里": 500, "头": 100, "家": 500, "个": 5000}
    step = steps.get(project.unit)
    if step is None or set(project.money) != {GENERAL} or rng.random() < 0.4:
        return project
    standard = Decimal(step * rng.randint(1, 12))
    per = "人/年" if project.unit == "人" and rng.random() < 0.5 else project.unit
    money = {GENERAL: standard * project.count}
    return replace(project, standard=standard, per=per, money=money)


def _owned(body: Body, name: str) -> str:
    """Units below a bureau put their own name before, so that no two projects are called alike."""
    return body.short.removeprefix(body.region.name) + name if body.parent else name


def _ending(rng: Random, name: str) -> str:
    if name.endswith(("经费", "资金", "费", "补助", "补贴", "金", "专项")):
        return ""
    return rng.choice(("", "经费", "项目", "专项经费"))


def _complete(rng: Random, project: Project, rounded: Rounded) -> Project:
    """Parts and targets follow from the money."""
    names = rng.sample(PARTS.split(), rng.randint(2, 4))
    left, parts = project.total, []
    for name in names[:-1]:
        part = rounded(left * Decimal(rng.randint(150, 600)) / 1000)
        left -= part
        parts.append((name, part))
    parts.append((names[-1], left))
    kept = tuple((name, value) for name, value in parts if value > 0)
    return replace(project, parts=kept, indicators=_indicators(rng, project))


def _indicators(rng: Random, project: Project) -> tuple[Indicator, ...]:
    """A quantity, a quality, a time, a cost, an effect and who is content."""
    whole = Decimal(100)
    quality = rng.choice(("验收合格率", "资金使用合规率", "问题整改率", "质量达标率"))
    time = rng.choice(("按期完成率", "资金拨付及时率", "任务办结及时率"))
    effect = rng.choice(("政策知晓率", "服务覆盖率", "设施完好率", "持续运转率"))
    fixed = (
        ("产出指标", "数量指标", project.counted, "≥", Decimal(project.count), project.unit),
        ("产出指标", "质量指标", quality, "≥", Decimal(rng.randint(90, 99)), "%"),
        ("产出指标", "时效指标", time, "=", whole, "%"),
        ("成本指标", "经济成本指标", "项目总成本", "≤", project.total / 10000, "万元"),
        ("效益指标", "社会效益指标", effect, "≥", Decimal(rng.randint(80, 98)), "%"),
        (
            "满意度指标",
            "服务对象满意度指标",
            f"{project.served}满意度",
            "≥",
            Decimal(rng.randint(85, 98)),
            "%",
        ),
    )
    scores = rng.choice(
        ((20, 15, 15, 20, 20, 10), (20, 20, 10, 10, 30, 10), (30, 10, 10, 20, 20, 10))
    )
    return tuple(Indicator(*row, score) for row, score in zip(fixed, scores, strict=True))


def evolved(
    rng: Random, body: Body, old: Sequence[Project], rounded: Rounded
) -> tuple[Project, ...]:
    """Return next year's projects: most go on with other money, one may end, one may begin."""
    kept = [p for p in old if rng.random() < 0.85] or list(old[:1])
    found = [_grown(rng, p, rounded) for p in kept]
    known = {p.counted for p in old}
    if rng.random() < 0.5:
        found += [p for p in projects_of(rng, body, rounded)[:1] if p.counted not in known]
    return tuple(found)


def _grown(rng: Random, project: Project, rounded: Rounded) -> Project:
    if project.standard:
        return _counted_anew(rng, project, rounded)
    factor = Decimal(1) if rng.random() < 0.15 else Decimal(rng.randint(700, 1350)) / 1000
    money = {fund: rounded(v * factor) for fund, v in project.money.items() if fund != CARRIED}
    if GENERAL in money and rng.random() < 0.2:
        money[CARRIED] = rounded(money[GENERAL] * Decimal(rng.randint(20, 300)) / 1000)
    count = max(1, int(project.count * Decimal(rng.randint(900, 1150)) / 1000))
    return _complete(rng, replace(project, money=money, count=count), rounded)


def _counted_anew(rng: Random, project: Project, rounded: Rounded) -> Project:
    """The standard may be raised, the number moves, the money follows."""
    standard = project.standard
    if rng.random() < 0.35:
        standard += Decimal(100 * rng.randint(1, 4))
    count = max(1, int(project.count * Decimal(rng.randint(920, 1120)) / 1000))
    money = {GENERAL: standard * count}
    changed = replace(project, standard=standard, count=count, money=money)
    return _complete(rng, changed, rounded)


def executed(rng: Random, old: Sequence[Project], rounded: Rounded) -> tuple[Project, ...]:
    """Return the projects of a final account: spent wholly, partly, or a little more."""
    found = []
    for project in old:
        factor = Decimal(1) if rng.random() < 0.2 else Decimal(rng.randint(520, 1100)) / 1000
        money = {fund: rounded(v * factor) for fund, v in project.money.items()}
        found.append(_complete(rng, replace(project, money=money, standard=Decimal(0)), rounded))
    return tuple(found)
