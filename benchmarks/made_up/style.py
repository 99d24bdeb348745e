"""How one document prints: units, separators, blanks, numbering and its favourite wordings."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from random import Random

from benchmarks.made_up.data import phrases

CENT = Decimal("0.01")
WAN = Decimal(10000)
DIGITS = "一二三四五六七八九十"


@dataclass(frozen=True, slots=True)
class Print:
    """How money is printed in one place. ``places``: decimals; ``trim`` drops zeros at the end."""

    unit: str  # 元, 万元
    commas: bool
    places: int
    trim: bool = False

    def money(self, value: Decimal) -> str:
        """Return the number without its unit."""
        scaled = value / WAN if self.unit == "万元" else value
        text = number(scaled, self.places, commas=self.commas)
        return trimmed(text) if self.trim else text

    def rounded(self, value: Decimal) -> Decimal:
        """Return what is printed, in 元."""
        factor = WAN if self.unit == "万元" else Decimal(1)
        return half_up(value / factor, self.places) * factor


def half_up(value: Decimal, places: int) -> Decimal:
    """Round half up."""
    return value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def number(value: Decimal, places: int, *, commas: bool = False) -> str:
    """Return a number with so many decimals."""
    rounded = half_up(value, places)
    return f"{rounded:,f}" if commas else f"{rounded:f}"


def trimmed(text: str) -> str:
    """Drop zeros after the point, and the point."""
    return text.rstrip("0").rstrip(".") if "." in text else text


@dataclass(slots=True)
class Style:
    """The habits of one document; ``wording`` keeps to one phrase most of the time."""

    rng: Random
    table: Print
    prose: Print
    blank: str  # what an empty cell prints
    gap: str  # between a number and its unit in prose
    code_form: str  # apart (类 款 项), joined, named (code and name in one cell), behind, none
    split_headers: bool  # headings above headings
    repeat_heads: bool  # a merged heading is printed in every cell that it covers
    indent: str  # before the names of lower levels
    unit_line: str
    total_first: bool
    total_name: str
    percent_places: int
    numbering: int
    owner_line: str  # 编制部门 …, "" for none
    caption_number: str  # "表{n}" …, "" for none
    zero_word: str  # how prose says that there is none: 未安排, 0.00万元 …
    habits: dict[str, str] = field(default_factory=dict)

    def wording(self, kind: str) -> str:
        """Return a phrase for this kind of statement."""
        if kind not in self.habits:
            self.habits[kind] = self.rng.choice(phrases(kind))
        return self.habits[kind] if self.rng.random() < 0.8 else self.rng.choice(phrases(kind))

    def percent(self, part: Decimal, whole: Decimal) -> str:
        """Return part ÷ whole in per cent, half up, without the sign."""
        return number(part / whole * 100, self.percent_places)

    def heading(self, level: int, index: int) -> str:
        """Return the number before a heading: 一、 （一） 1."""
        chinese = numeral(index)
        forms = (
            (f"{chinese}、", f"（{chinese}）", f"{index}."),
            (f"{chinese}、", f"（{chinese}）", f"{index}、"),
            (f"{chinese}、", f"（{chinese}）", f"（{index}）"),
            (f"{chinese}．", f"({chinese})", f"{index}．"),
        )
        return forms[self.numbering][level - 1]


def numeral(index: int) -> str:
    """Return 1 to 99 as a Chinese numeral."""
    tens, ones = divmod(index, 10)
    if not tens:
        return DIGITS[ones - 1]
    head = "" if tens == 1 else DIGITS[tens - 1]
    return f"{head}十{DIGITS[ones - 1] if ones else ''}"


def style_of(rng: Random, *, exact_wan: bool, whole_yuan: bool, department: bool) -> Style:
    """Return the habits of a document whose books are exact in 万元, in 元, or to the cent."""
    in_wan = exact_wan and rng.random() < 0.75
    table_unit = "万元" if in_wan or rng.random() < 0.12 else "元"
    prose_unit = "万元" if table_unit == "万元" or rng.random() < 0.45 else "元"
    form = rng.choices(("apart", "joined", "named", "behind", "none"), (48, 32, 10, 6, 4))[0]
    blanks = (0, 2, 1) if form == "none" else (7, 2, 1)  # without codes only blanks tell levels
    return Style(
        rng=rng,
        table=_print(rng, table_unit, whole_yuan),
        prose=_print(rng, prose_unit, whole_yuan, prose=True),
        blank=rng.choices(("", "0.00", "0", "—", "-"), (60, 14, 6, 10, 6))[0],
        gap=rng.choices(("", " "), (8, 1))[0],
        code_form=form,
        split_headers=rng.random() < 0.7,
        repeat_heads=rng.random() < 0.12,
        indent=rng.choices(("", "\u3000", "  "), blanks)[0],
        unit_line=rng.choices(
            ("单位：{}", "金额单位：{}", "单位:{}", "（单位：{}）", "金额单位：人民币{}"),
            (10, 3, 2, 1, 1),
        )[0],
        total_first=rng.random() < 0.3,
        total_name=rng.choice(("总计", "合计", "合计", "合　计")),
        percent_places=2 if rng.random() < 0.8 else 1,
        numbering=rng.choices((0, 1, 2, 3), (6, 3, 2, 1))[0],
        owner_line=rng.choice(_owner_lines(department)),
        caption_number=rng.choice(("", "", "表{n}", "表{n}：", "公开{n:02}表", "附表{n}")),
        zero_word=rng.choice(("未安排", "0.00", "0", "未安排")),
    )


def _owner_lines(department: bool) -> tuple[str, ...]:
    what = "部门" if department else "单位"
    return ("", f"编制{what}：", f"{what}名称：", f"公开{what}：", f"填报{what}：", f"{what}：")


def _print(rng: Random, unit: str, whole_yuan: bool, *, prose: bool = False) -> Print:
    if unit == "万元":
        trim = prose and rng.random() < 0.18
        return Print(unit, rng.random() < 0.5, 2, trim)
    places = 0 if whole_yuan and rng.random() < 0.4 else 2
    return Print(unit, rng.random() < 0.75, places)
