"""All figures of the disclosures in one place, and what a question has to say to mean just one.

A question is fair when one value answers it. So before it is asked, every figure that its words
could mean is looked up; where their values differ, the words name the basis, the scope, the table
or the code as well, and where that does not help, nothing is asked.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from benchmarks.made_up.data import rows
from benchmarks.made_up.questions_data import choices
from benchmarks.made_up.truth import Fact, MadeUp

MARKS = re.compile(r"[“”\"（）()\s、·《》]")
PLAN = frozenset({"预算", "年初预算"})
PRINTED = re.compile(r"[\d,]+(?:\.(\d+))?")
OFFICE = "本级"
WHOLE = frozenset({"", "合计"})
NEVER_CUT = ("经济:",)  # an economic item stands in one column only
TOTALS = re.compile(r"^(?:合\s*计|总\s*计|小\s*计)$")
NAMELESS = re.compile(r"^涉及|^预算总额$|^单位$")  # what a sentence counts without naming it
BODY_ROW = "单位:"  # a row that is a body, not an item
SUMS = re.compile(r"[合总小]计$")
POOR = re.compile(
    r"^(?:合计|总计|小计|购置费|运行维护费|货物|工程|服务|涉及预算资金|编制|在职|退休)$"
)
SAYINGS = ((), ("basis",), ("scope",), ("table",), ("basis", "scope"), ("basis", "table"))


def plain(name: str) -> str:
    """Return a name without quotation marks, brackets and spaces, to compare names."""
    return MARKS.sub("", name)


def family(owner: str) -> str:
    """Return the owner without 本级: a 部门 and its own office are asked for by one name."""
    return owner.removesuffix("（本级）")


def base_key(fact: Fact) -> str:
    """Return the key of a figure without its column."""
    known = choices("questions_keys.tsv")
    return fact.key if fact.key in known else fact.key.partition("/")[0]


def names_of(fact: Fact) -> tuple[str, ...]:
    """Return what the item is called in questions, the first one first; "" for no good name."""
    name = fact.item.replace(" ", "").replace("\u3000", "")
    if not POOR.search(name):
        return (name,)
    return choices("questions_keys.tsv").get(base_key(fact), (name,))


def same_item(one: Fact, other: Fact) -> bool:
    """Whether two figures are of one item: one name, and where both have keys, one key."""
    if plain(names_of(one)[0]) != plain(names_of(other)[0]):
        return False
    return not (one.key and other.key) or base_key(one) == base_key(other)


def is_total(fact: Fact, restriction: str) -> bool:
    """Whether the item is a total that only its table tells from other totals."""
    name = names_of(fact)[0]
    return bool(TOTALS.search(name) or (restriction and SUMS.search(plain(fact.item))))


def context_of(fact: Fact) -> str:
    """Return what has to be named beside the item: the project of a target or of a source."""
    project, part, _ = fact.key.removeprefix("项目:").partition("/")
    if not fact.key.startswith("项目:") or fact.key == "项目:个数":
        return ""
    own = fact.item.startswith(project) or not (part or fact.measure == "amount")
    return "" if own else project


def half_unit(fact: Fact) -> Decimal:
    """Return half of the last printed place, in the base unit of the value."""
    found = PRINTED.search(fact.printed)
    if found is None:
        return Decimal(0)
    shown = Decimal(found[0].replace(",", ""))
    # A cell does not print its unit: 12.35 that means 123500 is printed in 万元.
    power = (abs(fact.value) / shown).adjusted() if shown and fact.unit == "元" else 0
    return Decimal(5).scaleb(power - len(found[1] or "") - 1)


def agree(one: Fact, other: Fact) -> bool:
    """Whether two prints can be of the same number."""
    if one.direction and other.direction and one.direction != other.direction:
        return False
    if one.exact and other.exact:
        return one.value == other.value
    return abs(one.value - other.value) <= max(half_unit(one), half_unit(other))


def whole_of(fact: Fact) -> str:
    """Return what a share is a share of, "" for other figures."""
    return fact.key.partition("/占")[2] if fact.measure == "share" else ""


@dataclass(frozen=True, slots=True)
class Target:
    """A figure that a question may ask for.

    ``witnesses`` are all prints of it, itself included; ``say`` what the question has to name
    beside owner, year and item; ``slice`` the column, when it is not the whole amount.
    """

    fact: Fact
    name: str
    slice: str
    say: tuple[str, ...]
    witnesses: tuple[Fact, ...]

    @property
    def tolerance(self) -> Decimal:
        """How far a print of this figure may be from its value, in the base unit."""
        differing = [w for w in self.witnesses if not w.exact or w.value != self.fact.value]
        return max((half_unit(w) for w in differing), default=Decimal(0))


def kind_of(fact: Fact) -> tuple[str, ...]:
    """Return what kind of figure a fact is, for drawing them evenly; the measure first."""
    known = "known" if fact.item in choices("questions_aliases.tsv") else "other"
    named = f"code{len(fact.code)}" if fact.code else known
    restricted = "column" if "/" in fact.key and fact.table else ""
    return (fact.measure, "table" if fact.table else "prose", named, restricted)


class Shelf:
    """The figures of many disclosures, by owner and by what they are called."""

    def __init__(self, disclosures: Sequence[MadeUp]) -> None:
        """Index every fact of ``disclosures``."""
        self.disclosures = tuple(disclosures)
        self.by_document = {each.name: each for each in disclosures}
        self.facts = tuple(fact for each in disclosures for fact in each.facts)
        self.of_owner: dict[str, list[Fact]] = defaultdict(list)
        for fact in self.facts:
            self.of_owner[family(fact.owner)].append(fact)
        self.items = {owner: {f.item for f in facts} for owner, facts in self.of_owner.items()}
        self.years = {owner: {f.year for f in facts} for owner, facts in self.of_owner.items()}
        self.kinds: dict[tuple[str, ...], list[Fact]] = defaultdict(list)
        for fact in self.facts:
            self.kinds[kind_of(fact)].append(fact)
        self.headline = re.compile(next(iter(rows("questions_columns.tsv")))[0])

    def facts_of(self, owner: str) -> list[Fact]:
        """Return the figures of an owner, with those of its own office apart from its units."""
        return self.of_owner.get(family(owner), [])

    def printed_of(self, fact: Fact, measure: str) -> list[Fact]:
        """Return an item's prints of a measure and of its year, those of its own document first."""
        found = [
            f
            for f in self.facts_of(fact.owner)
            if f.measure == measure and f.year == fact.year and same_item(f, fact)
        ]
        return sorted(found, key=lambda f: f.document != fact.document)

    def items_of(self, owner: str) -> set[str]:
        """Return what the figures of an owner are called."""
        return self.items.get(family(owner), set())

    def years_of(self, owner: str) -> set[int]:
        """Return the years of an owner's figures."""
        return self.years.get(family(owner), set())

    def slice_of(self, fact: Fact) -> str:
        """Return the column that restricts a figure, "" for the whole amount, "?" if too deep."""
        part = fact.key.partition("/")[2]
        if (
            not fact.table
            or part in WHOLE
            or fact.key in choices("questions_keys.tsv")
            or context_of(fact)
        ):
            return ""
        kept = [c for c in fact.columns if not self.headline.search(plain(c))]
        return kept[-1] if kept and not fact.key.startswith(NEVER_CUT) else "?"

    def target_of(self, fact: Fact) -> Target | None:
        """Return how to ask for ``fact``, None where no words of ours make it the only answer."""
        restriction = self.slice_of(fact)
        unsaid = (
            restriction == "?"
            or NAMELESS.search(names_of(fact)[0])
            or fact.key.startswith(BODY_ROW)
        )
        if unsaid or (not fact.exact and self.exact_twin(fact)):
            return None
        alike = self.alike(fact, restriction)
        for say in SAYINGS:
            if is_total(fact, restriction) and "table" not in say:
                continue
            left = [other for other in alike if self.fits(other, fact, say)]
            if fact in left and all(agree(fact, other) for other in left):
                return Target(fact, names_of(fact)[0], restriction, say, tuple(left))
        return None

    def alike(self, fact: Fact, restriction: str) -> list[Fact]:
        """Return the figures that owner, year, measure, item and column of ``fact`` also mean."""
        name = plain(names_of(fact)[0])
        return [
            other
            for other in self.facts_of(fact.owner)
            if other.year == fact.year
            and (fact.scope != OFFICE or other.scope == OFFICE)
            and other.measure == fact.measure
            and (plain(other.item) == name or (fact.key != "" and other.key == fact.key))
            and other.base == fact.base
            and (fact.measure != "share" or whole_of(other) == whole_of(fact))
            and self.slice_of(other) == restriction
        ]

    def exact_twin(self, fact: Fact) -> bool:
        """Whether another place prints the figure exactly."""
        same = self.alike(fact, self.slice_of(fact))
        return any(other.exact and agree(fact, other) for other in same)

    @staticmethod
    def fits(other: Fact, fact: Fact, say: Iterable[str]) -> bool:
        """Whether ``other`` is still meant when the question also names ``say``."""
        checks = {
            "basis": other.basis == fact.basis or {other.basis, fact.basis} <= PLAN,
            "scope": other.scope == fact.scope,
            "table": other.table == fact.table and bool(fact.table),
        }
        return all(checks[each] for each in say)

    def figure(
        self, like: Fact, *, item: str = "", year: int = 0, owner: str = ""
    ) -> Target | None:
        """Return the figure that differs from ``like`` in item, year or owner only."""
        for fact in self.facts_of(owner or like.owner):
            named = plain(names_of(fact)[0]) == plain(item) if item else same_item(fact, like)
            if named and self.matches(fact, like, year or like.year):
                target = self.target_of(fact)
                if target is not None:
                    return target
        return None

    def matches(self, fact: Fact, like: Fact, year: int) -> bool:
        """Whether ``fact`` is counted as ``like`` is, in ``year``."""
        return (
            fact.year == year
            and fact.measure == like.measure
            and fact.unit == like.unit
            and fact.scope == like.scope
            and (fact.basis == like.basis or {fact.basis, like.basis} <= PLAN)
            and context_of(fact) == context_of(like)
            and self.slice_of(fact) == self.slice_of(like)
        )
