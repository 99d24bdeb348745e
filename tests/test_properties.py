"""Whatever is printed: an exact number or none, never another one.

``make check-full`` tries ten thousand examples of each (``--hypothesis-profile=full``).
"""

from __future__ import annotations

import re
from decimal import Decimal

from hypothesis import event, given
from hypothesis import strategies as st

from corpus.errors import UnreadableQuantity
from corpus.ingest import parse
from corpus.printed_numbers import numbers_in
from corpus.quantity import parse_quantity

FACTORS = {"元": 1, "万元": 10_000, "亿元": 10**8, "%": 1, "人": 1}
WIDE = str.maketrans("0123456789.,", "０１２３４５６７８９．，")
NARROW = {wide: narrow for narrow, wide in WIDE.items()}
EXACT = re.compile(r"[+-]?(\d{1,3}(,\d{3})+|\d+)(\.\d+)?")
APART = re.compile(r"(?<![\d.,]) +| +(?![\d.,])")  # a space that parts no digits
DAMAGE = [*"0123456789 ,.，。-—~约余多几?×至", "  ", "..", "１"]
COLUMNS = ["合计", "基本支出", "项目支出"]
ROWS = ["行政运行", "社会救助", "老年福利", "水利工程", "图书购置", "文物保护"]

amounts = st.decimals(-(10**9), 10**12, places=2, allow_nan=False, allow_infinity=False)


@st.composite
def printed(draw: st.DrawFn) -> tuple[str, Decimal]:
    """A number as documents print it, and what it is."""
    value = draw(amounts).quantize(Decimal(1).scaleb(-draw(st.integers(0, 4))))
    text = f"{value:,f}" if draw(st.booleans()) else f"{value:f}"
    if draw(st.booleans()):
        text = text.translate(WIDE)
    return text, value


@given(printed(), st.sampled_from(sorted(FACTORS)), st.sampled_from(["", " ", "　"]))
def test_a_printed_number_is_read_exactly(number: tuple[str, Decimal], unit: str, gap: str) -> None:
    """The value, the printed places and the unit are kept."""
    text, value = number
    found = parse_quantity(f"{text}{gap}{unit}")

    assert (found.value, found.in_base) == (value, value * FACTORS[unit])
    assert found.value.as_tuple().exponent == value.as_tuple().exponent


@given(printed(), st.sampled_from(sorted(FACTORS)), st.sampled_from(DAMAGE), st.data())
def test_a_damaged_number_is_never_another_number(
    number: tuple[str, Decimal], unit: str, damage: str, data: st.DataObject
) -> None:
    """With something put in anywhere it is what strict reading makes of it, or nothing."""
    text = number[0]
    place = data.draw(st.integers(0, len(text)))
    broken = text[:place] + damage + text[place:]
    plain = APART.sub("", broken.translate(NARROW).replace("—", "-"))
    exact = Decimal(plain.replace(",", "")) if EXACT.fullmatch(plain) else None
    try:
        found = parse_quantity(broken + unit)
    except UnreadableQuantity:
        event("refused")
        return
    event("read")

    assert exact is not None and found.in_base == exact * FACTORS[unit]


@given(st.lists(printed(), min_size=1, max_size=4), st.sampled_from(["元", "万元", "亿元"]))
def test_numbers_of_a_sentence_are_those_printed(
    given_numbers: list[tuple[str, Decimal]], unit: str
) -> None:
    """Every number that is found in prose stands there, in order, with its unit."""
    wanted = [(text, abs(value)) for text, value in given_numbers]
    sentence = "，".join(f"安排支出{text.lstrip('-')}{unit}" for text, _ in wanted) + "。"
    found = [number.quantity.in_base for number in numbers_in(sentence)]

    assert found == [value * FACTORS[unit] for _, value in wanted]


@st.composite
def cells(draw: st.DrawFn) -> str:
    """A cell: a number, nothing, or something that is not exactly a number."""
    text, value = draw(printed())
    kinds = [
        text,
        f"{abs(value):.2f}",
        "",
        "—",
        f"约{text}",
        f"{text[:-1]} {text[-1]}?",
        "详见附件",
    ]
    return draw(st.sampled_from(kinds))


@st.composite
def tables(draw: st.DrawFn) -> dict[str, list[str]]:
    """Rows by name."""
    names = draw(st.lists(st.sampled_from(ROWS), min_size=1, max_size=6, unique=True))
    return {name: [draw(cells()) for _ in COLUMNS] for name in names}


@given(tables(), st.sampled_from(["元", "万元"]))
def test_a_table_gives_only_what_its_cells_print(rows: dict[str, list[str]], unit: str) -> None:
    """Every figure is the number of the cell in its row and its column."""
    lines = ["青禾市东屏区民政局2026年部门预算", "", "表1 部门支出总表", f"单位：{unit}"]
    lines += ["\t".join(["项目", *COLUMNS])]
    lines += ["\t".join([name, *row]) for name, row in rows.items()]
    document = parse("\n".join(lines).encode(), "预算.txt")
    event(f"{len(document.figures)} figures")
    for figure in document.figures:
        source = figure.source
        assert document.document.text[source.span.start : source.span.end] == source.quote
        if source.cell is None:
            continue
        cell = rows[source.row][COLUMNS.index(source.column)]
        plain = cell.translate(NARROW).strip()
        if figure.exact:
            assert EXACT.fullmatch(plain), cell
            assert figure.quantity.in_base == Decimal(plain.replace(",", "")) * FACTORS[unit]
