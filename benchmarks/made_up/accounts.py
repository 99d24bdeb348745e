"""The books of an invented body: everything that its tables and sentences print comes from here.

All money is in 元 and exact. Sums are never stored: they are computed from the lines, so every
table and every sentence of a document adds up by construction.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

ZERO = Decimal(0)
GENERAL, FUND, CAPITAL, OWN, CARRIED = "一般", "基金", "国资", "单位", "结转"
PEOPLE, PUBLIC, PROJECT = "人员", "公用", "项目"
TRAVEL, RECEPTION, CAR_USE, CAR_BUY = "30212", "30217", "30231", "31013"


@dataclass(frozen=True, slots=True)
class Indicator:
    """One target of a project: 产出指标/数量指标/name ≥ value unit, with its weight."""

    first: str
    second: str
    name: str
    comparator: str
    value: Decimal
    unit: str
    score: int


@dataclass(frozen=True, slots=True)
class Project:
    """A project: money by source, what it is for, what it counts."""

    name: str
    code: str
    money: Mapping[str, Decimal]  # by fund
    purpose: str
    counted: str
    count: int
    unit: str
    served: str
    parts: tuple[tuple[str, Decimal], ...]  # what it is spent on; adds up to its total
    indicators: tuple[Indicator, ...]
    downward: bool = False  # 对下转移支付
    standard: Decimal = ZERO  # 元 for each one counted; 0 when the money does not follow from it
    per: str = ""  # of the standard: 人, 人/年, 公里 …

    @property
    def total(self) -> Decimal:
        """All sources together."""
        return sum(self.money.values(), ZERO)

    def of(self, *funds: str) -> Decimal:
        """The money of some sources."""
        return sum((self.money.get(fund, ZERO) for fund in funds), ZERO)


@dataclass(frozen=True, slots=True)
class Staff:
    """People and posts at the end of the year before."""

    admin_posts: int
    career_posts: int
    in_service: int
    retired: int
    veterans: int  # 离休

    @property
    def posts(self) -> int:
        """All posts."""
        return self.admin_posts + self.career_posts


@dataclass(frozen=True, slots=True)
class Holdings:
    """What stands in the yard: houses, cars, equipment; money in 元."""

    area: Decimal  # 平方米
    house_value: Decimal
    cars: int
    car_value: Decimal
    devices: int  # over a million
    furniture: Decimal
    other: Decimal
    current: Decimal  # 流动资产

    @property
    def total(self) -> Decimal:
        """资产总额."""
        return self.fixed + self.current

    @property
    def fixed(self) -> Decimal:
        """固定资产."""
        return self.house_value + self.car_value + self.furniture + self.other


@dataclass(frozen=True, slots=True)
class ThreePublic:
    """三公: money in 元 and the counts behind it."""

    travel: Decimal
    reception: Decimal
    car_buy: Decimal
    car_use: Decimal
    groups: int
    travellers: int
    batches: int
    guests: int
    bought: int
    kept: int

    @property
    def cars(self) -> Decimal:
        """公务用车购置及运行维护费."""
        return self.car_buy + self.car_use

    @property
    def total(self) -> Decimal:
        """All three."""
        return self.travel + self.reception + self.cars


@dataclass(frozen=True, slots=True)
class Purchases:
    """政府采购 by kind, and what is kept for small firms."""

    goods: Decimal
    works: Decimal
    services: Decimal
    reserved: Decimal
    count: int

    @property
    def total(self) -> Decimal:
        """All kinds."""
        return self.goods + self.works + self.services


@dataclass(frozen=True, slots=True)
class Split:
    """One functional line: people, public, project."""

    people: Decimal = ZERO
    public: Decimal = ZERO
    project: Decimal = ZERO

    @property
    def basic(self) -> Decimal:
        """基本支出."""
        return self.people + self.public

    @property
    def total(self) -> Decimal:
        """合计."""
        return self.basic + self.project

    def __add__(self, other: Split) -> Split:
        """Add part by part."""
        return Split(
            self.people + other.people, self.public + other.public, self.project + other.project
        )


@dataclass(frozen=True, slots=True)
class Books:
    """One body in one year at one stage (budget or final account)."""

    year: int
    economic: Mapping[str, Decimal]  # basic expenditure by economic code (5 digits), 一般公共预算
    functions: Mapping[str, tuple[Decimal, Decimal]]  # basic by code: (people, public)
    projects: tuple[Project, ...]
    own_income: Mapping[str, Decimal]  # 事业收入 …: adds up to what OWN pays
    staff: Staff
    holdings: Holdings
    three: ThreePublic
    purchases: Purchases
    running_costs: Decimal  # 机关运行经费; 0 for a body that has none
    left: Decimal = ZERO  # 年末结转和结余, final accounts only

    @property
    def basic(self) -> Split:
        """人员 and 公用 of 基本支出."""
        return total_of(Split(*pair) for pair in self.functions.values())

    def project_money(self, *funds: str) -> Decimal:
        """What projects cost, of some sources (all when none is named)."""
        return sum((p.of(*funds) if funds else p.total for p in self.projects), ZERO)

    @property
    def total(self) -> Decimal:
        """支出总计 (without what is left at the end of the year)."""
        return self.basic.total + self.project_money()

    def fund(self, name: str) -> Decimal:
        """What one source brings in this year; basic expenditure is all 一般公共预算."""
        basic = self.basic.total if name == GENERAL else ZERO
        return basic + self.project_money(name)

    @property
    def granted(self) -> Decimal:
        """财政拨款 of this year, all three budgets."""
        return self.fund(GENERAL) + self.fund(FUND) + self.fund(CAPITAL)

    def lines(self, *funds: str) -> dict[str, Split]:
        """Expenditure by 项 (7 digits) of some sources (all when none is named), by code."""
        found: dict[str, Split] = {}
        if not funds or GENERAL in funds:
            found = {code: Split(*pair) for code, pair in self.functions.items()}
        for project in self.projects:
            money = project.of(*funds) if funds else project.total
            if money:
                found[project.code] = found.get(project.code, Split()) + Split(project=money)
        return dict(sorted(found.items()))

    def economic_sum(self, prefix: str) -> Decimal:
        """Sum of the economic items below a class."""
        return sum((v for code, v in self.economic.items() if code.startswith(prefix)), ZERO)


def total_of(splits: Iterable[Split]) -> Split:
    """Add lines up."""
    result = Split()
    for split in splits:
        result = result + split
    return result


def with_parents(lines: Mapping[str, Split]) -> dict[str, Split]:
    """Add the 类 (3 digits) and 款 (5 digits) above the 项, in printing order."""
    found: dict[str, Split] = {}
    for code, split in lines.items():
        for length in (3, 5, 7):
            found[code[:length]] = found.get(code[:length], Split()) + split
    return dict(sorted(found.items()))
