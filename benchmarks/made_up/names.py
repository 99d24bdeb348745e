"""Invents regions and public bodies: names from syllables, professions from a table."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from benchmarks.made_up.data import rows


@dataclass(frozen=True, slots=True)
class Region:
    """A place with the places above it: ``chain`` from the outermost, as printed."""

    chain: tuple[str, ...]
    level: str  # 省, 市, 州, 区, 县, 镇

    @property
    def name(self) -> str:
        """The place itself, without what is above it."""
        return self.chain[-1]

    @property
    def whole(self) -> str:
        """「全区」 and the like."""
        return {"州": "全州", "省": "全省", "镇": "全镇"}.get(self.level, f"全{self.level}")

    @property
    def above(self) -> str:
        """Who gives further work: 「区委、区政府」."""
        return f"{self.level}委、{self.level}政府"


@dataclass(frozen=True, slots=True)
class Body:
    """A public body: its names, its work and what it consists of."""

    owner: str  # as titles print it
    short: str
    region: Region
    profession: str
    nature: str  # 行政, 事业
    running: str  # functional code of its own running
    departments: tuple[str, ...]
    parent: str = ""  # the 部门 that a 单位 belongs to


@dataclass(frozen=True, slots=True)
class Department:
    """A 部门: the body itself and the units below it, the first one 本级."""

    body: Body
    units: tuple[Body, ...]


def region_of(rng: Random) -> Region:
    """Return an invented place: mostly districts and counties, some cities, few provinces."""
    level = rng.choices(("省", "市", "州", "区", "县", "镇"), (1, 4, 1, 7, 5, 1))[0]
    if level == "省":
        return Region((_place(rng) + "省",), level)
    city = _place(rng) + ("自治州" if level == "州" else "市")
    if level in ("市", "州"):
        return Region((city,), level)
    if level == "镇":
        return Region((city, _place(rng) + "县", _place(rng) + "镇"), level)
    return Region((city, _place(rng) + level), level)


def _place(rng: Random) -> str:
    first, second = (row[0].split() for row in rows("syllables.tsv"))
    return rng.choice(first) + rng.choice(second)


def department_of(rng: Random) -> Department:
    """Return an invented 部门 with its units; a school or an institute has none below it."""
    region = region_of(rng)
    row = _profession(rng, region)
    key, name, nature, running, unit_running, inner, below = (*row, "")[:7]
    owner, short = _owner_names(rng, region, key, name)
    inside = _some(rng, inner.split("|"), at_least=min(4, inner.count("|") + 1))
    body = Body(owner, short, region, key, nature, running, inside)
    names = [n for n in below.split("|") if n]
    units = rng.sample(names, rng.randint(0, min(3, len(names)))) if names else []
    return Department(body, (body, *(_unit(rng, body, n, unit_running) for n in units)))


def _profession(rng: Random, region: Region) -> tuple[str, ...]:
    fits = {"镇": ("镇",), "省": ("水务", "教育", "应急", "市监", "人社", "交通", "审计")}
    choice = [row for row in rows("professions.tsv") if row[0] in fits.get(region.level, (row[0],))]
    if region.level != "镇":
        choice = [row for row in choice if row[0] != "镇"]
    if region.level not in ("区",):
        choice = [row for row in choice if row[0] != "街道"]
    return rng.choice(choice)


def _owner_names(rng: Random, region: Region, key: str, name: str) -> tuple[str, str]:
    """Titles print the whole chain or the last place only; people leave the city out."""
    if key in ("街道",):
        own = _place(rng) + name
        return "".join(region.chain) + own, own.removesuffix("办事处")
    if key == "镇":
        return "".join(region.chain) + "人民政府", region.name
    if key == "党校":
        return f"中共{''.join(region.chain)}{name}", f"{region.name}{name}"
    if region.level == "省":
        name = name.replace("局", "厅") if key in ("水务", "教育", "应急", "人社", "交通") else name
    prefix = "".join(region.chain) if rng.random() < 0.7 else region.name
    number = rng.choice(("", "", "第一", "第二", "第三")) if key in ("高中", "小学", "医院") else ""
    return prefix + number + name, region.name + number + name


def _unit(rng: Random, body: Body, name: str, running: str) -> Body:
    """A unit below a bureau: named by its place, sometimes by its bureau too."""
    prefix = "".join(body.region.chain) if rng.random() < 0.6 else body.region.name
    inner = _some(rng, ("综合科", "业务科", "财务科", "技术科", "服务科"), at_least=2)
    return Body(
        prefix + name,
        body.region.name + name,
        body.region,
        body.profession,
        "事业",
        running,
        inner,
        parent=body.owner,
    )


def _some(rng: Random, names: list[str] | tuple[str, ...], *, at_least: int) -> tuple[str, ...]:
    """Return some of the names, in their order."""
    chosen = set(rng.sample(range(len(names)), rng.randint(min(at_least, len(names)), len(names))))
    return tuple(name for i, name in enumerate(names) if i in chosen)
