"""Makes the books of a body, and from them those of the next year, the final account, the sum."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from decimal import ROUND_HALF_UP, Decimal
from random import Random
from typing import TypeVar

from benchmarks.made_up.accounts import (
    CAR_BUY,
    CAR_USE,
    OWN,
    RECEPTION,
    TRAVEL,
    ZERO,
    Books,
    Holdings,
    Project,
    Purchases,
    Staff,
    ThreePublic,
)
from benchmarks.made_up.data import rows
from benchmarks.made_up.names import Body
from benchmarks.made_up.projects import evolved, executed, projects_of

HOUSING, PENSION, ANNUITY = "2210201", "2080505", "2080506"
OWN_KINDS = ("事业收入", "事业单位经营收入", "上级补助收入", "其他收入")
RETIRED = ("30301", "30302")
Added = TypeVar("Added", Staff, Holdings, ThreePublic, Purchases)


@dataclass(frozen=True, slots=True)
class Grain:
    """The finest money that a body's books know: 100 元 (exact in 万元), 1 元 or 0.01 元."""

    step: Decimal

    def of(self, value: Decimal | float) -> Decimal:
        """Round to a whole number of steps."""
        steps = (Decimal(value) / self.step).quantize(Decimal(1), ROUND_HALF_UP)
        return steps * self.step


def books_of(rng: Random, body: Body, year: int, grain: Grain) -> Books:
    """Return the first year's books of a body."""
    staff = _staff(rng, body)
    cars = rng.choice((0, 0, 1, 1, 2, 3, 5))
    economic = _economic(rng, body, staff, cars, grain)
    projects = projects_of(rng, body, grain.of)
    return _closed(
        rng,
        body,
        Books(
            year,
            economic,
            {},
            projects,
            {},
            staff,
            _holdings(rng, staff, cars, grain),
            _three(rng, economic, cars, None),
            _purchases(rng, projects, grain),
            ZERO,
        ),
        grain,
    )


def next_year(rng: Random, body: Body, books: Books, grain: Grain) -> Books:
    """Return the following year's budget: most lines move a little, some stay, projects change."""
    staff = _moved_staff(rng, books.staff)
    economic = {
        code: value if rng.random() < 0.15 else grain.of(value * _factor(rng, 0.86, 1.2))
        for code, value in books.economic.items()
    }
    projects = evolved(rng, body, books.projects, grain.of)
    changed = replace(
        books,
        year=books.year + 1,
        economic=economic,
        projects=projects,
        staff=staff,
        holdings=_moved_holdings(rng, books.holdings, grain),
        three=_three(rng, economic, books.three.kept, books.three),
        purchases=_purchases(rng, projects, grain),
    )
    return _closed(rng, body, changed, grain)


def final_of(rng: Random, body: Body, budget: Books, grain: Grain) -> Books:
    """Return what was done with a budget: every line executed more or less."""
    economic = {
        code: value if rng.random() < 0.1 else grain.of(value * _factor(rng, 0.78, 1.1))
        for code, value in budget.economic.items()
    }
    projects = executed(rng, budget.projects, grain.of)
    left = grain.of(rng.randint(1, 90) * 1000) if rng.random() < 0.6 else ZERO
    changed = replace(
        budget,
        economic=economic,
        projects=projects,
        three=_three(rng, economic, budget.three.kept, budget.three),
        purchases=_purchases(rng, projects, grain),
        left=left,
    )
    return _closed(rng, body, changed, grain)


def merged(books: Sequence[Books]) -> Books:
    """Return the books of a 部门: those of its units added up line by line."""
    if len(books) == 1:
        return books[0]
    first = books[0]
    return Books(
        first.year,
        _summed([b.economic for b in books]),
        {
            code: (
                sum((b.functions.get(code, (ZERO, ZERO))[0] for b in books), ZERO),
                sum((b.functions.get(code, (ZERO, ZERO))[1] for b in books), ZERO),
            )
            for code in sorted({c for b in books for c in b.functions})
        },
        tuple(p for b in books for p in b.projects),
        _summed([b.own_income for b in books]),
        _added(Staff, [b.staff for b in books]),
        _added(Holdings, [b.holdings for b in books]),
        _added(ThreePublic, [b.three for b in books]),
        _added(Purchases, [b.purchases for b in books]),
        sum((b.running_costs for b in books), ZERO),
        sum((b.left for b in books), ZERO),
    )


def _added(kind: type[Added], values: Sequence[Added]) -> Added:
    names = [field.name for field in fields(kind)]
    return kind(*(sum(getattr(v, n) for v in values[1:]) + getattr(values[0], n) for n in names))


def _summed(maps: Sequence[Mapping[str, Decimal]]) -> dict[str, Decimal]:
    codes = sorted({code for m in maps for code in m})
    return {code: sum((m.get(code, ZERO) for m in maps), ZERO) for code in codes}


def _factor(rng: Random, low: float, high: float) -> Decimal:
    return Decimal(rng.randint(int(low * 1000), int(high * 1000))) / 1000


def _staff(rng: Random, body: Body) -> Staff:
    size = rng.choice((6, 9, 14, 22, 31, 46, 78, 130))
    posts = max(3, int(size * rng.uniform(0.8, 1.3)))
    admin = posts if rng.random() < 0.3 else int(posts * rng.uniform(0.4, 0.8))
    admin = admin if body.nature == "行政" else 0
    serving = max(2, posts - rng.randint(0, max(1, posts // 8)))
    return Staff(
        admin, posts - admin, serving, rng.randint(0, size), int(rng.random() < 0.08 and size > 20)
    )


def _moved_staff(rng: Random, staff: Staff) -> Staff:
    step = rng.randint(-2, 2)
    return replace(
        staff,
        in_service=max(2, min(staff.posts, staff.in_service + step)),
        retired=staff.retired + rng.randint(0, 2),
    )


def _economic(rng: Random, body: Body, staff: Staff, cars: int, grain: Grain) -> dict[str, Decimal]:
    """Return basic expenditure by economic item, zero ones left out."""
    people = {"退": staff.retired, "离休": staff.veterans, "用车": 0}
    chance = {"全": 1.0, "少": 0.55, "接待": 0.75, "退": 1.0, "离休": 1.0}
    found = {}
    for code, _name, who, low, high in rows("economic.tsv"):
        count = people.get(who, staff.in_service)
        rate = rng.randint(int(low), int(high))
        if rng.random() < chance.get(who, float(who == body.nature)):
            found[code] = grain.of(Decimal(rate * count))
    if cars:
        found[CAR_USE] = grain.of(Decimal(cars * rng.randint(12000, 42000)))
    if rng.random() < 0.12:
        found[TRAVEL] = grain.of(Decimal(rng.randint(20000, 160000)))
    if cars and rng.random() < 0.12:
        found[CAR_BUY] = grain.of(Decimal(rng.randint(120000, 240000)))
    return {code: value for code, value in sorted(found.items()) if value}


def _three(
    rng: Random, economic: Mapping[str, Decimal], cars: int, before: ThreePublic | None
) -> ThreePublic:
    """The money is that of the books; counts are plausible for it."""
    travel, reception = economic.get(TRAVEL, ZERO), economic.get(RECEPTION, ZERO)
    bought = 1 if economic.get(CAR_BUY) else 0
    guests = max(4, int(reception / rng.randint(60, 130))) if reception else 0
    kept = before.kept if before else cars
    return ThreePublic(
        travel,
        reception,
        economic.get(CAR_BUY, ZERO),
        economic.get(CAR_USE, ZERO),
        rng.randint(1, 3) if travel else 0,
        rng.randint(1, 6) if travel else 0,
        max(1, guests // rng.randint(5, 12)) if reception else 0,
        guests,
        bought,
        kept,
    )


def _purchases(rng: Random, projects: Sequence[Project], grain: Grain) -> Purchases:
    money = sum((p.total for p in projects), ZERO)
    goods, works, services = (
        grain.of(money * _factor(rng, 0.01, 0.2)) if rng.random() < chance else ZERO
        for chance in (0.8, 0.4, 0.85)
    )
    whole = goods + works + services
    reserved = grain.of(whole * _factor(rng, 0.4, 1.0)) if rng.random() < 0.7 else ZERO
    return Purchases(goods, works, services, reserved, rng.randint(1, 14) if whole else 0)


def _holdings(rng: Random, staff: Staff, cars: int, grain: Grain) -> Holdings:
    area = Decimal(rng.randint(200, 900) * max(2, staff.in_service // 4))
    has_house = rng.random() < 0.7
    return Holdings(
        area if has_house else ZERO,
        grain.of(area * rng.randint(900, 3800)) if has_house else ZERO,
        cars,
        grain.of(Decimal(cars * rng.randint(110000, 210000))),
        rng.choice((0, 0, 0, 1, 2, 7)),
        grain.of(Decimal(staff.in_service * rng.randint(2000, 6000))),
        grain.of(Decimal(staff.in_service * rng.randint(4000, 30000))),
        grain.of(Decimal(staff.in_service * rng.randint(3000, 42000))),
    )


def _moved_holdings(rng: Random, old: Holdings, grain: Grain) -> Holdings:
    return replace(
        old,
        furniture=grain.of(old.furniture * _factor(rng, 0.85, 1.1)),
        other=grain.of(old.other * _factor(rng, 0.85, 1.15)),
        current=grain.of(old.current * _factor(rng, 0.6, 1.4)),
    )


def _closed(rng: Random, body: Body, books: Books, grain: Grain) -> Books:
    """Fill in what follows from the rest: functional lines, own income, running costs."""
    functions = _functions(body, books.economic)
    public = sum((pair[1] for pair in functions.values()), ZERO)
    own = sum((p.of(OWN) for p in books.projects), ZERO)
    return replace(
        books,
        functions=functions,
        own_income=_own_income(rng, body, own, grain),
        running_costs=public if body.nature == "行政" else ZERO,
    )


def _functions(body: Body, economic: Mapping[str, Decimal]) -> dict[str, tuple[Decimal, Decimal]]:
    found: dict[str, tuple[Decimal, Decimal]] = {}
    for code, value in economic.items():
        people, public = found.get(to := _function_of(body, code), (ZERO, ZERO))
        is_people = code.startswith(("301", "303"))
        found[to] = (people + value, public) if is_people else (people, public + value)
    return dict(sorted(found.items()))


def _function_of(body: Body, economic: str) -> str:
    """Where an economic item stands among the functions: 五险一金 apart, the rest is running."""
    office = body.nature == "行政"
    if economic in RETIRED:
        return "2080501" if office else "2080502"
    medical = "2101101" if office else "2101102"
    apart = {"30108": PENSION, "30109": ANNUITY, "30110": medical, "30111": "2101103"}
    apart |= {"30113": HOUSING, "30216": "2050803"}
    return apart.get(economic, body.running)


def _own_income(rng: Random, body: Body, own: Decimal, grain: Grain) -> dict[str, Decimal]:
    if not own:
        return {}
    kind = "事业收入" if body.nature == "事业" else "其他收入"
    if rng.random() < 0.6:
        return {kind: own}
    other = rng.choice([k for k in OWN_KINDS if k != kind])
    part = grain.of(own * _factor(rng, 0.1, 0.5))
    return {k: v for k, v in ((kind, own - part), (other, part)) if v}
