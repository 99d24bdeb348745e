"""Tables of targets: 一级 · 二级 · 三级指标 with what is to be reached, in several forms."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from benchmarks.made_up.accounts import Indicator, Project
from benchmarks.made_up.style import trimmed
from benchmarks.made_up.truth import Fact
from benchmarks.made_up.words import Words, fact
from benchmarks.made_up.writer import Writer

SIGNS = {"≥": ("≥", ">=", "≥"), "≤": ("≤", "<=", "≤"), "=": ("=", "=", "")}


def put_targets(out: Writer, project: Project, title: str) -> None:
    """Print the targets of one project."""
    rng = out.style.rng
    apart = rng.random() < 0.3
    with_score = rng.random() < 0.7
    sign = rng.randrange(3)
    what = rng.choice(("指标值", "目标值", "年度指标值"))
    heads = [
        "一级指标",
        "二级指标",
        "三级指标",
        *(("指标性质", what, "计量单位") if apart else (what,)),
    ]
    heads += ["分值"] if with_score else []
    _put_head(out, project, title, len(heads))
    out.line("\t".join(heads))
    for names, target in _with_groups(project.indicators, repeated=rng.random() < 0.3):
        shown = SIGNS[target.comparator][sign]
        number = trimmed(f"{target.value:f}")
        cells = [*names, target.name]
        cells += [shown or "=", number, target.unit] if apart else [f"{shown}{number}{target.unit}"]
        printed = number if apart else cells[-1]
        facts = [_target(project, target, printed, what)]
        if with_score:
            cells.append(str(target.score))
            facts.append(_score(project, target))
        out.say(Words("\t".join(cells), tuple(facts)), table=title)


def _put_head(out: Writer, project: Project, title: str, width: int) -> None:
    """What stands above the targets: year, project, money."""
    out.line()
    out.line(title)
    if out.style.rng.random() < 0.6:
        out.line(f"（{out.year}年度）")
    out.line(f"项目名称\t{project.name}" + "\t" * (width - 2))
    text = trimmed(f"{project.total / 10000:f}")
    whole = fact(
        "年度预算总额", "amount", project.total, "元", text,
        key=f"项目:{project.name}", path=(project.name,),
    )  # fmt: skip
    out.say(
        Words(f"项目资金（万元）\t年度预算总额\t{text}" + "\t" * (width - 3), (whole,)), table=title
    )


def _with_groups(
    indicators: tuple[Indicator, ...], *, repeated: bool
) -> Iterator[tuple[list[str], Indicator]]:
    """Yield every target with its groups, which are printed once or in every row."""
    first = second = ""
    for target in indicators:
        same = target.first == first and not repeated
        names = ["" if same else target.first]
        names.append("" if same and target.second == second else target.second)
        first, second = target.first, target.second
        yield names, target


def _target(project: Project, target: Indicator, printed: str, what: str) -> Fact:
    money = target.unit == "万元"
    return fact(
        target.name,
        "target",
        target.value * 10000 if money else target.value,
        "元" if money else target.unit,
        printed,
        path=(project.name, target.first, target.second),
        columns=(what,),
        basis="计划",
        key=f"项目:{project.name}/{target.name}",
    )


def _score(project: Project, target: Indicator) -> Fact:
    return fact(
        target.name,
        "score",
        Decimal(target.score),
        "分",
        str(target.score),
        path=(project.name, target.first, target.second),
        columns=("分值",),
        basis="计划",
        key=f"项目:{project.name}/{target.name}/分值",
    )
