"""Seeds one error at a time into made-up disclosures, and tells which ones anybody could see.

Whether an error can be seen is decided from the truth of the made-up disclosure, never from what
the review finds: the document prints another number that the changed one has to agree with, by
more than rounding. These relations count: the same figure printed again; a row and the rows that
it adds up, a total column and its columns; amount, change and growth in one sentence; a share with
its part and its whole; a classification that is printed whole; two words for one direction.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from random import Random

from benchmarks.made_up.truth import Fact, MadeUp

HUNDRED = Decimal(100)
NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
TOTALS = ("合计", "总计", "小计")
FLIPS = {"增加": "减少", "减少": "增加", "增长": "下降", "下降": "增长", "降低": "增长"}
FLIPS |= {"上升": "下降", "增幅": "降幅", "降幅": "增幅"}
WHOLES = (
    ("采购:总额", ("采购:货物", "采购:工程", "采购:服务")),
    ("基本支出", ("基本支出/人员", "基本支出/公用")),
    ("支出/一般公共预算/基本", ("支出/一般公共预算/人员", "支出/一般公共预算/公用")),
)


@dataclass(frozen=True, slots=True)
class Seeded:
    """An error: the changed text, where it was changed, and whether anybody could see it.

    start, end: of the changed characters in ``text``. ``row``: the fact that was changed.
    """

    kind: str
    text: str
    start: int
    end: int
    visible: bool
    fact: Fact
    what: str


Maker = Callable[[MadeUp, Fact, Random], Seeded | None]


def seeded(made: MadeUp, rng: Random) -> Iterator[Seeded]:
    """Yield errors in a document, of every kind in turn, until none of any kind can be made."""
    made_one = True
    while made_one:
        made_one = False
        for kind, maker, fits in KINDS:
            facts = [fact for fact in made.facts if fits(fact) and fact.value]
            for _ in range(8 if facts else 0):
                if one := maker(made, rng.choice(facts), rng):
                    made_one = True
                    yield replace(one, kind=kind)
                    break


def _place(made: MadeUp, fact: Fact) -> tuple[int, int] | None:
    """Return where a fact's number stands; None where the text has its line twice."""
    quote = fact.quote.strip("\n")
    if made.text.count(quote) != 1:
        return None
    start = made.text.index(quote)
    printed = NUMBER.search(fact.printed)
    if printed is None:
        return None
    if fact.table:
        cells = quote.split("\t")
        own = [n for n, cell in enumerate(cells) if cell.strip() == fact.printed.strip()]
        same = [f for f in made.facts if f.quote == fact.quote and f.printed == fact.printed]
        if len(own) != len(same):
            return None
        column = own[next(n for n, f in enumerate(same) if f is fact)]
        start += sum(len(cell) + 1 for cell in cells[:column])
        return start + cells[column].index(printed[0]), start + cells[column].index(
            printed[0]
        ) + len(printed[0])
    spots = [m.start() for m in re.finditer(rf"(?<![\d.,]){re.escape(fact.printed)}", quote)]
    if len(spots) != 1:
        return None
    return start + spots[0] + printed.start(), start + spots[0] + printed.end()


def change_digit(made: MadeUp, fact: Fact, rng: Random) -> Seeded | None:
    """Another digit in place of one of a number's."""
    place = _place(made, fact)
    if place is None:
        return None
    old = made.text[place[0] : place[1]]
    spots = [n for n, c in enumerate(old) if c.isdigit()]
    spot = rng.choice(spots)
    least = "1" if spot == 0 and len(old) > 1 and old[1] != "." else "0"
    digit = rng.choice([d for d in "0123456789" if d != old[spot] and d >= least])
    new = old[:spot] + digit + old[spot + 1 :]
    factor = fact.value / Decimal(old.replace(",", "")) if Decimal(old.replace(",", "")) else None
    if not factor:
        return None
    scale = _scale(fact)
    value = Decimal(new.replace(",", "")) * scale
    return _made(made, fact, place, new, _is_seen(made, fact, value), f"{old}→{new}")


def _scale(fact: Fact) -> Decimal:
    """Return what the printed number is multiplied with to be in the base unit."""
    number = NUMBER.search(fact.printed)
    shown = Decimal(number[0].replace(",", "")) if number else Decimal(1)
    for scale in (Decimal(1), Decimal(10_000), Decimal(100_000_000)):
        if abs(shown * scale - fact.value) <= scale:
            return scale
    return Decimal(1)


def half_unit(fact: Fact) -> Decimal:
    """Return what rounding may hide in the print of a fact, in the base unit."""
    number = NUMBER.search(fact.printed)
    places = len(number[0].partition(".")[2]) if number else 0
    return Decimal(5).scaleb(-places - 1) * _scale(fact)


def _made(
    made: MadeUp, fact: Fact, place: tuple[int, int], new: str, visible: bool, what: str
) -> Seeded:
    start, end = place
    text = made.text[:start] + new + made.text[end:]
    return Seeded("", text, start, start + len(new), visible, fact, what)


def change_unit(made: MadeUp, fact: Fact, rng: Random) -> Seeded | None:
    """元 for 万元, or the other way round, behind one number of a sentence."""
    place = _place(made, fact)
    if place is None:
        return None
    behind = re.match(r"\s*(万?元)", made.text[place[1] :])
    if behind is None:
        return None
    new, times = ("元", Decimal("0.0001")) if behind[1] == "万元" else ("万元", Decimal(10_000))
    start = place[1] + behind.start(1)
    spot = (start, start + len(behind[1]))
    visible = _is_seen(made, fact, fact.value * times)
    return _made(made, fact, spot, new, visible, f"{behind[1]}→{new}")


def flip_direction(made: MadeUp, fact: Fact, rng: Random) -> Seeded | None:
    """The opposite word for the direction of a change or a rate."""
    place = _place(made, fact)
    if place is None:
        return None
    before = made.text[max(0, place[0] - 6) : place[0]]
    word = next((w for w in FLIPS if before.rstrip(" 了为到至").endswith(w)), None)
    if word is None:
        return None
    start = made.text.rindex(word, 0, place[0])
    spot = (start, start + len(word))
    visible = _direction_seen(made, fact)
    return _made(made, fact, spot, FLIPS[word], visible, f"{word}→{FLIPS[word]}")


def _direction_seen(made: MadeUp, fact: Fact) -> bool:
    """The other of change and growth in the same sentence tells its own direction."""
    beside = [f for f in made.facts if f.quote == fact.quote and f.key == fact.key]
    pairs = {f.measure for f in beside if f.measure in ("change", "growth") and f.value}
    return len(pairs) == 2


def change_year(made: MadeUp, fact: Fact, rng: Random) -> Seeded | None:
    """Another year in front of a number of the document's own year."""
    if fact.year != made.year or made.text.count(fact.quote) != 1:
        return None
    start = made.text.index(fact.quote)
    year = re.search(rf"{made.year}\s*年", fact.quote)
    number = fact.quote.find(fact.printed)
    if year is None or number < year.start():
        return None
    between = fact.quote[year.end() : number]
    if NUMBER.search(between) or len(re.findall(r"20\d\d", fact.quote)) > 1:
        return None
    new = str(made.year - rng.choice((1, 2)))
    spot = (start + year.start(), start + year.start() + 4)
    again = [f for f in _prints_of(made, fact) if f.quote != fact.quote]
    own = any(
        f.table or re.search(rf"{made.year}\s*年", f.quote) for f in again if f.item == fact.item
    )
    return _made(made, fact, spot, new, own, f"{made.year}→{new}")


def drop_row(made: MadeUp, fact: Fact, rng: Random) -> Seeded | None:
    """A row of a table left out."""
    quote = fact.quote.strip("\n")
    if made.text.count(f"\n{quote}\n") != 1 or _is_total(fact) or _below(made, fact):
        return None
    start = made.text.index(f"\n{quote}\n") + 1
    visible = _is_missed(made, fact)
    text = made.text[:start] + made.text[start + len(quote) + 1 :]
    return Seeded("", text, start, start, visible, fact, f"删去 {quote[:24]}")


def _is_missed(made: MadeUp, fact: Fact) -> bool:
    """Tell whether the row that adds up a row that is gone adds up others too, by less."""
    table = [f for f in made.facts if f.table == fact.table]
    row = [f for f in table if f.quote == fact.quote and f.item == fact.item]
    for cell in row:
        above = [f for f in table if _adds_up(f, cell)]
        whole = max(above, key=lambda f: len(code_of(f)), default=None)
        parts = [f for f in table if whole and _adds_up(whole, f)]
        depth = min((len(code_of(f)) for f in parts), default=0)
        left = [f for f in parts if f is not cell and len(code_of(f)) == depth]
        slack = half_unit(cell) * 2 * (len(left) + 2)
        if left and len(code_of(cell)) == depth and cell.value > slack:
            return True
    return False


def code_of(fact: Fact) -> str:
    """Return the classification code of a fact, printed or not."""
    if fact.code:
        return fact.code
    known = re.match(r"(?:功能|经济):(\d+)", fact.key)
    return known[1] if known else ""


def _is_seen(made: MadeUp, fact: Fact, value: Decimal) -> bool:
    """Tell whether another print of the document contradicts a fact of this value."""
    checks = (_against_prints, _against_sums, _against_rates, _against_share, _against_parts)
    return any(check(made, fact, value) for check in checks)


def _prints_of(made: MadeUp, fact: Fact) -> list[Fact]:
    def name(f: Fact) -> tuple[object, ...]:
        return f.key, f.year, f.basis, f.measure

    return [f for f in made.facts if f is not fact and f.key and name(f) == name(fact)]


def _against_prints(made: MadeUp, fact: Fact, value: Decimal) -> bool:
    prints = [f for f in _prints_of(made, fact) if f.value]
    return any(abs(f.value - value) > 2 * max(half_unit(f), half_unit(fact)) for f in prints)


def _is_total(fact: Fact) -> bool:
    return fact.item.endswith(TOTALS)


def _adds_up(whole: Fact, part: Fact) -> bool:
    """Tell whether one fact of a table is of a row that adds up the other's."""
    if whole is part or whole.columns != part.columns or not whole.value or not part.value:
        return False
    if (whole.year, whole.basis, whole.table) != (part.year, part.basis, part.table):
        return False
    ours, theirs = code_of(whole), code_of(part)
    if ours and theirs:
        return ours != theirs and theirs.startswith(ours)
    return _is_total(whole) and not _is_total(part)


def _below(made: MadeUp, fact: Fact) -> list[Fact]:
    return [f for f in made.facts if f.table == fact.table and _adds_up(fact, f)]


def _against_sums(made: MadeUp, fact: Fact, value: Decimal) -> bool:
    if not fact.table or fact.measure != "amount":
        return False
    same = [f for f in made.facts if f.table == fact.table and f.measure == "amount"]
    near = [f for f in same if _adds_up(f, fact) or _adds_up(fact, f)]
    row = [f for f in same if f.quote == fact.quote and f.item == fact.item and f is not fact]
    across = [f for f in row if any(c.endswith(TOTALS) for c in (*f.columns[-1:],))]
    is_whole = any(c.endswith(TOTALS) for c in fact.columns[-1:])
    beside = across or (row if is_whole and len(row) > 1 else [])
    slack = half_unit(fact) * 2 * (len(near) + len(beside) + 1)
    return bool(near or beside) and abs(value - fact.value) > slack


def _against_rates(made: MadeUp, fact: Fact, value: Decimal) -> bool:
    """Amount, change and growth of one item in one sentence."""
    if fact.table:
        return False
    own = {f.measure: f for f in made.facts if f.quote == fact.quote and f.key == fact.key}
    if fact.measure not in own or not {"amount", "change", "growth"} <= set(own):
        return False
    now, change, growth = (own[m] for m in ("amount", "change", "growth"))
    values = {f.measure: value if f is fact else f.value for f in (now, change, growth)}
    up = change.direction == "增加"
    ends = []
    for first in (-1, 1):
        for second in (-1, 1):
            a = values["amount"] + first * 2 * half_unit(now)
            c = values["change"] + second * 2 * half_unit(change)
            base = a - c if up else a + c
            if base <= 0:
                return fact.measure != "growth"
            ends.append(c / base * HUNDRED)
    slack = 2 * half_unit(growth)
    return not min(ends) - slack <= values["growth"] <= max(ends) + slack


def _against_share(made: MadeUp, fact: Fact, value: Decimal) -> bool:
    """A share with its part in the same sentence, and its whole somewhere in the prose."""
    if fact.measure != "share" or fact.table:
        return False
    key = fact.key.split("/占")[0]
    parts = [f for f in made.facts if f.key == key and f.quote == fact.quote]
    parts = [f for f in parts if f.measure == "amount" and f.year == fact.year]
    if not parts:
        return False
    name = fact.key.partition("/占")[2]
    wholes = [f for f in made.facts if f.measure == "amount" and not f.table and f.value]
    wholes = [f for f in wholes if f.year == fact.year and _is_share_of(fact, parts[0], f)]
    return bool(name and wholes) and abs(value - fact.value) > 2 * half_unit(fact)


def _is_share_of(share: Fact, part: Fact, whole: Fact) -> bool:
    return abs(part.value / whole.value * HUNDRED - share.value) <= half_unit(share)


def _against_parts(made: MadeUp, fact: Fact, value: Decimal) -> bool:
    """A classification that one sentence prints whole, with its total."""
    if fact.table or fact.measure != "amount":
        return False
    beside = {f.key: f for f in made.facts if f.quote == fact.quote and f.measure == "amount"}
    for whole, parts in WHOLES:
        if fact.key in (whole, *parts) and {whole, *parts} <= set(beside):
            return abs(value - fact.value) > half_unit(fact) * 2 * (len(parts) + 1)
    return False


def _money(fact: Fact) -> bool:
    return fact.measure == "amount" and fact.unit == "元" and fact.exact


KINDS: Sequence[tuple[str, Maker, Callable[[Fact], bool]]] = (
    ("leaf", change_digit, lambda f: bool(f.table) and _money(f) and not _is_total(f)),
    ("total", change_digit, lambda f: bool(f.table) and _money(f) and _is_total(f)),
    ("share", change_digit, lambda f: f.measure == "share" and not f.table),
    ("prose", change_digit, lambda f: not f.table and _money(f)),
    ("change", change_digit, lambda f: not f.table and f.measure in ("change", "growth")),
    ("unit", change_unit, lambda f: not f.table and _money(f)),
    ("sign", flip_direction, lambda f: not f.table and f.measure in ("change", "growth")),
    ("year", change_year, lambda f: not f.table and _money(f)),
    ("row", drop_row, lambda f: bool(f.table) and _money(f)),
)
