"""Statements that every kind of document makes: an amount, a change, a share, a count, a lack."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

from benchmarks.made_up.accounts import ZERO, Books
from benchmarks.made_up.data import rows
from benchmarks.made_up.names import Body
from benchmarks.made_up.style import half_up, trimmed
from benchmarks.made_up.words import Words, absent, fact, fill, joined
from benchmarks.made_up.writer import Writer

BASES = {"万人": ("人", 10000), "平方公里": ("平方米", 1_000_000)}
Slots = dict[str, Words | str]


@dataclass(frozen=True, slots=True)
class Story:
    """What one document tells: a body's books, and those that it compares them with."""

    out: Writer
    body: Body
    books: Books
    before: Books | None  # last year's, same stage
    planned: Books | None = None  # the budget that a final account is held against
    units: tuple[Body, ...] = ()
    members: tuple[tuple[str, Books], ...] = ()  # every unit of a 部门 with its own books

    def slots(self, **more: Words | str) -> Slots:
        """Return what every template may use: who, when, and the given pieces."""
        out = self.out
        who = out.style.rng.choice((out.owner, out.owner, "本" + self.noun, self.called))
        common: Slots = {
            "年": f"{out.year}{out.style.gap}",
            "去年": f"{out.year - 1}{out.style.gap}",
            "主": who,
            "位": self.noun,
            "类": out.kind,
            "末年": f"{self.standing}{out.style.gap}",
        }
        return common | more

    @property
    def standing(self) -> int:
        """The year at whose end people and things are counted."""
        return self.out.year if self.planned else self.out.year - 1

    @property
    def noun(self) -> str:
        """部门 or 单位."""
        return "部门" if self.out.scope == "部门" else "单位"

    @property
    def called(self) -> str:
        """The owner as prose calls it."""
        return self.out.owner if self.out.scope == "本级" else self.out.owner_short

    def say(self, kind: str, *, topic: str = "", **slots: Words | str) -> None:
        """Write one paragraph in a wording of this kind."""
        self.out.say(self.fill(kind, **slots), topic=topic)

    def fill(self, kind: str, **slots: Words | str) -> Words:
        """Return a piece in a wording of this kind."""
        template = self.out.style.wording(kind)
        words = fill(template, self.slots(**slots))
        if "{末年}" not in template:
            return words
        dated = (replace(f, year=self.standing) if f.basis == "现状" else f for f in words.facts)
        return replace(words, facts=tuple(dated))


def money(
    story: Story,
    item: str,
    value: Decimal,
    key: str,
    *,
    path: tuple[str, ...] = (),
    basis: str = "",
    year: int = 0,
    code: str = "",
) -> Words:
    """Return an amount of money as prose prints it."""
    style = story.out.style
    how = style.prose
    text = how.money(value) if value else style.rng.choice(("0", "0.00", "0"))
    printed = f"{text}{style.gap}{how.unit}"
    shown = how.rounded(value)
    return Words(
        printed,
        (
            fact(
                item, "amount", shown, "元", printed,
                exact=shown == value, key=key, path=path, basis=basis, year=year, code=code,
            ),
        ),
    )  # fmt: skip


def count(
    story: Story,
    item: str,
    value: int | Decimal,
    unit: str,
    key: str,
    *,
    basis: str = "现状",
    year: int = 0,
    path: tuple[str, ...] = (),
) -> Words:
    """Return a counted number with its unit."""
    number = Decimal(value)
    base, factor = BASES.get(unit, (unit, 1))
    text = f"{number:,f}" if story.out.style.prose.commas else f"{number:f}"
    printed = f"{text}{story.out.style.gap}{unit}"
    measure = "count"
    return Words(
        printed,
        (
            fact(
                item,
                measure,
                number * factor,
                base,
                printed,
                basis=basis,
                year=year,
                key=key,
                path=path,
            ),
        ),
    )


def percent(story: Story, item: str, measure: str, value: Decimal, key: str, **more: str) -> Words:
    """Return a percentage: share, growth or rate, half up."""
    places = story.out.style.percent_places
    rounded = half_up(value, places)
    printed = f"{trimmed(str(rounded)) if measure == 'target' else rounded}%"
    unit = "%"
    return Words(
        printed,
        (
            fact(
                item, measure, rounded, unit, printed,
                exact=rounded == value, key=key,
                direction=more.get("direction", ""), base=more.get("base", ""),
            ),
        ),
    )  # fmt: skip


def share(
    story: Story, item: str, part: Decimal, whole: Decimal, whole_name: str, key: str
) -> Words:
    """Return 「占…%」 of a whole."""
    if not whole:
        return Words("")
    rate = percent(story, item, "share", part / whole * 100, f"{key}/占{whole_name}")
    return story.fill("占", 率=rate, 全=whole_name)


def change(story: Story, item: str, new: Decimal, old: Decimal | None, key: str) -> Words:
    """Return how a value moved against the year before."""
    if old is None:
        return Words("")
    lead = "较上年决" if story.planned else "较上年"
    base = "上年决算数" if story.planned else "上年预算数"
    if new == old:
        return _unmoved(story, item, key, base, lead)
    if not old:
        return story.fill("比新")
    up = new > old
    direction = "增加" if up else "减少"
    gap = money(story, item, abs(new - old), key)
    moved = [replace(f, measure="change", direction=direction, base=base) for f in gap.facts]
    rate = percent(
        story, item, "growth", abs(new - old) / old * 100, key, direction=direction, base=base
    )
    kind = "比增" if up else "比减"
    start = story.fill(lead)
    return story.fill(kind, 较=start, 差=Words(gap.text, tuple(moved)), 率=rate)


def _unmoved(story: Story, item: str, key: str, base: str, lead: str) -> Words:
    """「持平」 is a change of nothing: a figure without digits; some print zeros instead."""
    if story.out.style.zero_word == "0.00" and story.out.style.rng.random() < 0.5:
        return _zero_change(story, item, key, base, lead)
    text = story.fill("比平" if lead == "较上年" else f"{lead}平")
    flat = fact(item, "change", ZERO, "元", text.text, direction="持平", base=base, key=key)
    return Words(text.text, (flat,))


def _zero_change(story: Story, item: str, key: str, base: str, lead: str) -> Words:
    """「增加0.00万元，增长0.00%」: printed by forms that know no 持平."""
    direction = story.out.style.rng.choice(("增加", "减少"))
    gap = money(story, item, ZERO, key)
    facts = tuple(replace(f, measure="change", direction=direction, base=base) for f in gap.facts)
    rate = percent(story, item, "growth", ZERO, key, direction=direction, base=base)
    kind = "比增" if direction == "增加" else "比减"
    return story.fill(kind, 较=story.fill(lead), 差=Words(gap.text, facts), 率=rate)


def because(story: Story, about: str, new: Decimal, old: Decimal | None, topic: str) -> Words:
    """Return 「，主要原因是 …」 now and then; kept as a passage of the line by the caller."""
    rng = story.out.style.rng
    if old is None or new == old or rng.random() < 0.35:
        return Words("")
    direction = "增" if new > old else "减"
    fits = [row[2] for row in rows("reasons.tsv") if row[0] == about and row[1] == direction]
    if not fits:
        return Words("")
    piece = story.fill("原因", 因=rng.choice(fits))
    return replace(piece, passages=((f"增减原因：{topic}", piece.text.lstrip("，")),))


def nothing(story: Story, item: str, stop: str, key: str) -> Words:
    """Return a statement that there is none."""
    piece = story.fill("无项", 项=item, 止=stop)
    return Words(piece.text, absences=(absent(item, "stated", (), key),))


def listed(pieces: list[Words]) -> Words:
    """Join a list with 、 or ，."""
    return joined(pieces, "，")


def old_of(story: Story, value: Decimal | None) -> Decimal | None:
    """Return a value of the year before, None when the document has no year before."""
    return value if story.before else None
