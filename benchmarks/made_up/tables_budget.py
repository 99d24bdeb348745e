"""The tables of a budget: income, expenditure by function and by economic item, 财政拨款."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from benchmarks.made_up.accounts import (
    CAPITAL,
    CARRIED,
    FUND,
    GENERAL,
    OWN,
    Books,
    Split,
    total_of,
    with_parents,
)
from benchmarks.made_up.data import economic_names, function_names, rows
from benchmarks.made_up.grid import Column, Line, Panels, Table, put, put_panels
from benchmarks.made_up.style import Style, numeral
from benchmarks.made_up.writer import Writer

FUND_NAMES = {GENERAL: "一般公共预算", FUND: "政府性基金", CAPITAL: "国有资本经营"}
Codes = tuple[tuple[str, ...], ...]


def plain_name(code: str) -> str:
    """Return a functional code's own name."""
    return function_names()[code]


def code_labels(style: Style, depth: int, name: str = "科目名称", parts: str = "类款项") -> Codes:
    """Return headings of code columns and the name column for headers of ``depth`` lines."""
    if style.code_form in ("named", "none"):
        return ((style.rng.choice(("科目名称", "项目", "科目")),),)
    if style.code_form == "joined":
        return ((style.rng.choice(("科目编码", "科目代码", "编码")),), (name,))
    if style.code_form == "behind":
        return ((name,), ("科目编码",))
    top = style.rng.choice(("科目代码", "科目编码", "功能分类科目编码"))
    if depth == 1 or not style.split_headers:
        return (*((part,) for part in parts), (name,))
    return (*((top, part) for part in parts), (name,))


def code_cells(style: Style, code: str, name: str, width: int = 3) -> tuple[str, ...]:
    """Return the leading cells: the code in one form or another, and the name."""
    shown = style.indent * (len(code) // 2 - 1) + name
    forms = {
        "none": (shown,),
        "named": (f"{code} {name}",),
        "joined": (code, shown),
        "behind": (shown, code),
    }
    apart = (*(code[:3], code[3:5], code[5:7])[:width], shown)
    return forms.get(style.code_form, apart)


def function_lines(
    style: Style, lines: Iterable[tuple[str, tuple[Decimal | None, ...]]], of: str = ""
) -> list[Line]:
    """Return rows of functional items with their parents as path."""
    found = []
    for code, values in lines:
        name = plain_name(code)
        path = tuple(plain_name(code[:n]) for n in (3, 5) if n < len(code))
        printed = "" if style.code_form == "none" else code
        cells = code_cells(style, code, name)
        found.append(Line(cells, name, values, f"功能:{code}{of}", printed, path))
    return found


def with_total(
    style: Style, lines: list[Line], values: tuple[Decimal | None, ...], key: str, width: int
) -> tuple[Line, ...]:
    """Add the total row, first or last."""
    name = style.total_name
    cells = (*("",) * (width - 1), name) if style.numbering % 2 else (name, *("",) * (width - 1))
    if style.code_form == "behind":
        cells = (name, "")
    total = Line(cells, name, values, key)
    return (total, *lines) if style.total_first else (*lines, total)


def put_by_function(
    out: Writer, books: Books, caption: str, columns: tuple[Column, ...], funds: tuple[str, ...]
) -> None:
    """Print expenditure by function: 合计, 基本 (with 人员 and 公用 if there are 5), 项目."""
    style = out.style
    lines = books.lines(*funds)
    depth = max(len(c.headings) for c in columns)
    labels = code_labels(style, depth)
    shown = [(code, _values(split, len(columns))) for code, split in with_parents(lines).items()]
    total = _values(total_of(lines.values()), len(columns))
    of = "/" + "+".join(FUND_NAMES[f] for f in funds) if funds else ""
    rows_ = with_total(style, function_lines(style, shown, of), total, f"支出{of}", len(labels))
    put(out, Table(caption, labels, columns, rows_))


def put_compared(out: Writer, books: Books, before: Books, caption: str) -> None:
    """Print 一般公共预算 by function beside the year before, with the change."""
    style, year = out.style, out.year
    old, new = (with_parents(b.lines(GENERAL)) for b in (before, books))
    titles = style.rng.choice(
        (("上年预算数", "本年预算数"), (f"{year - 1}年预算数", f"{year}年预算数"))
    )
    top = style.rng.choice(("本年预算数比上年预算数", f"{year}年比{year - 1}年", "增减情况"))
    columns = (
        Column((titles[0],), year=year - 1),
        Column((titles[1], "小计")),
        Column((titles[1], "基本支出"), "基本"),
        Column((titles[1], "项目支出"), "项目"),
        Column((top, "增减额"), measure="change", base="上年预算数"),
        Column((top, "增减%"), measure="growth", base="上年预算数"),
    )
    shown = [
        (c, _compared(old.get(c, Split()).total, new.get(c, Split()))) for c in sorted({*old, *new})
    ]
    total = _compared(before.fund(GENERAL), total_of(books.lines(GENERAL).values()))
    labels = code_labels(style, 2)
    of = "/一般公共预算"
    rows_ = with_total(style, function_lines(style, shown, of), total, f"支出{of}", len(labels))
    put(out, Table(caption, labels, columns, rows_))


def _compared(old: Decimal, new: Split) -> tuple[Decimal | None, ...]:
    gap = new.total - old
    rate = gap / old * 100 if old else None
    return (old, new.total, new.basic, new.project, gap or None, rate or None)


def put_by_unit(
    out: Writer, members: Sequence[tuple[str, Books]], caption: str, *, income: bool
) -> None:
    """Print income by source, or expenditure by kind, of every unit of a 部门."""
    style = out.style
    if income:
        names = (("一般公共预算", GENERAL), ("政府性基金预算", FUND), ("国有资本经营预算", CAPITAL))
        names += (("单位资金", OWN), ("上年结转", CARRIED))
        columns = [Column(("合计",)), *(Column(("收入来源", n), n) for n, _ in names)]
        values = [(b.total, *(b.fund(f) for _, f in names)) for _, b in members]
    else:
        parts = (("合计", ""), ("基本支出", "基本"), ("项目支出", "项目"))
        columns = [Column((n,), key) for n, key in parts]
        values = [(b.total, b.basic.total, b.project_money()) for _, b in members]
    kind = "收入" if income else "支出"
    lines = [
        Line((name,), name, value, f"单位:{name}/{kind}")
        for (name, _), value in zip(members, values, strict=True)
    ]
    total = tuple(sum(column, Decimal(0)) for column in zip(*values, strict=True))
    name = style.total_name
    last = Line((name,), name, total, kind)
    put(out, Table(caption, (("单位名称",),), tuple(columns), (*lines, last)))


def _values(split: Split, count: int) -> tuple[Decimal | None, ...]:
    if count == 5:
        return (split.total, split.basic, split.people, split.public, split.project)
    return (split.total, split.basic, split.project)


def split_columns(style: Style, top: str, *, deep: bool) -> tuple[Column, ...]:
    """Return 合计 · 基本支出 · 项目支出, below one heading or not, with 人员 and 公用 when deep."""
    whole = Column((top, "合计") if style.split_headers else ("合计",))
    if deep:
        inner = (
            ("基本支出", "小计", "基本"),
            ("基本支出", "人员经费", "人员"),
            ("基本支出", "公用经费", "公用"),
        )
        tops = (top,) if style.split_headers else ()
        return (
            whole,
            *(Column((*tops, a, b), key) for a, b, key in inner),
            Column((*tops, "项目支出"), "项目"),
        )
    tops = (top,) if style.split_headers else ()
    return (whole, Column((*tops, "基本支出"), "基本"), Column((*tops, "项目支出"), "项目"))


def put_income_by_function(out: Writer, books: Books, caption: str) -> None:
    """Print what pays for every function, by source."""
    style = out.style
    group = style.rng.choice(("财政拨款", "财政拨款收入", "本年财政拨款"))
    total = style.rng.choice(("总计", "合计"))
    columns = (
        Column((total,)),
        Column((group, "小计"), "财政拨款"),
        Column((group, "一般公共预算"), "一般公共预算"),
        Column((group, "政府性基金预算"), "政府性基金"),
        Column((group, "国有资本经营预算"), "国有资本经营"),
        Column((style.rng.choice(("单位资金", "其他资金", "单位自有资金")),), "单位资金"),
        Column((style.rng.choice(("上年结转", "财政拨款结转", "上年结转结余")),), "上年结转"),
    )
    sources = (GENERAL, FUND, CAPITAL, OWN, CARRIED)
    by = [with_parents(books.lines(source)) for source in sources]
    shown = []
    for code in with_parents(books.lines()):
        money = tuple(side.get(code, Split()).total for side in by)
        shown.append((code, _income_values(money)))
    labels = code_labels(style, 2)
    totals = _income_values(tuple(total_of(books.lines(s).values()).total for s in sources))
    rows_ = with_total(style, function_lines(style, shown), totals, "收入", len(labels))
    put(out, Table(caption, labels, columns, rows_))


def _income_values(money: tuple[Decimal, ...]) -> tuple[Decimal | None, ...]:
    granted = money[0] + money[1] + money[2]
    return (sum(money, Decimal(0)), granted, *money)


def income_lines(books: Books, wide: bool, rng_first: bool) -> list[Line]:
    """Return the income side of the overview: sources, then what was carried over."""
    names = ["一般公共预算拨款", "政府性基金预算拨款", "国有资本经营预算拨款"]
    granted = [books.fund(f) for f in (GENERAL, FUND, CAPITAL)]
    own = sum(books.own_income.values(), Decimal(0))
    lines = []
    if wide:
        lines.append(_line("一、本年收入", "本年收入", books.granted + own, "收入:本年"))
        for i, (name, value) in enumerate(zip(names, granted, strict=True), 1):
            lines.append(_line(f"{i}.{name}", name, value, f"收入:{name[:-4]}"))
        lines.append(_line("4.单位资金", "单位资金", own, "收入:单位资金"))
        for i, (name, value) in enumerate(books.own_income.items()):
            lines.append(_line(f"其中：{name}" if i == 0 else name, name, value, f"收入:{name}"))
        lines.append(
            _line("二、上年结转结余", "上年结转结余", books.fund(CARRIED), "收入:上年结转")
        )
        return lines
    if rng_first:
        lines.append(_line("一、财政拨款收入", "财政拨款收入", books.granted, "收入:财政拨款"))
        for i, (name, value) in enumerate(zip(names, granted, strict=True), 1):
            lines.append(_line(f"{i}．{name}", name, value, f"收入:{name[:-4]}"))
        heads = 1
    else:
        for i, (name, value) in enumerate(zip(names, granted, strict=True), 1):
            lines.append(
                _line(f"{numeral(i)}、{name}收入", f"{name}收入", value, f"收入:{name[:-4]}")
            )
        heads = 3
    for i, name in enumerate(
        ("事业收入", "事业单位经营收入", "上级补助收入", "其他收入"), heads + 1
    ):
        value = books.own_income.get(name, Decimal(0))
        lines.append(_line(f"{numeral(i)}、{name}", name, value, f"收入:{name}"))
    lines.append(
        _line(f"{numeral(heads + 5)}、上年结转", "上年结转", books.fund(CARRIED), "收入:上年结转")
    )
    return lines


def _line(cell: str, item: str, value: Decimal, key: str) -> Line:
    return Line((cell,), item, (value,), key)


def class_lines(
    out: Writer, books: Books, how: int, funds: tuple[str, ...], wide: bool
) -> list[Line]:
    """Return expenditure by 类: all of the form or those with money; numbered or coded."""
    groups: dict[str, Decimal] = {}
    for code, split in books.lines(*funds).items():
        groups[code[:3]] = groups.get(code[:3], Decimal(0)) + split.total
    shown = [(c, n) for c, n in rows("classes.tsv") if wide or c in groups]
    lines = []
    for i, (code, name) in enumerate(shown, 1):
        cell = (f"{code} {name}", f"{numeral(i)}、{name}", name)[how]
        value = groups.get(code, Decimal(0))
        printed_code = code if how == 0 else ""
        lines.append(Line((cell,), name, (value,), f"功能:{code}", printed_code))
    return lines


def put_overview(out: Writer, books: Books, caption: str) -> None:
    """Print income and expenditure side by side."""
    rng = out.style.rng
    left = income_lines(books, rng.random() < 0.4, rng.random() < 0.5)
    right = class_lines(out, books, rng.randrange(3), (), rng.random() < 0.35)
    total = rng.choice(("收入总计|支出总计", "收 入 总 计|支 出 总 计", "收入合计|支出合计"))
    names = total.split("|")
    left.append(_line(names[0], names[0], books.total, "收入"))
    right.append(_line(names[1], names[1], books.total, "支出"))
    heads = rng.choice((("收入", "支出"), ("本年收入", "本年支出"), ("收　　入", "支　　出")))
    value = rng.choice(("预算数", "金额", f"{out.year}年预算", f"{out.year}年预算数"))
    put_panels(
        out,
        Panels(
            caption,
            tuple(left),
            tuple(right),
            ((heads[0], "项目"),),
            ((heads[1], rng.choice(("项目", "科目名称", "项目（按功能分类）"))),),
            (Column((heads[0], value)),),
            (Column((heads[1], value)),),
        ),
    )


def put_grants(out: Writer, books: Books, caption: str) -> None:
    """Print 财政拨款 income against expenditure by 类 and fund."""
    rng = out.style.rng
    funds = (GENERAL, FUND, CAPITAL)
    names = ("一般公共预算", "政府性基金预算", "国有资本经营预算")
    left = [
        _line(f"{numeral(i)}、{name}", name, books.fund(f), f"收入:{name.removesuffix('预算')}")
        for i, (name, f) in enumerate(zip(names, funds, strict=True), 1)
    ]
    right = [
        Line(line.cells, line.item, _by_fund(books, line.key[3:6], funds), line.key[:6], line.code)
        for line in class_lines(out, books, rng.randrange(3), funds, rng.random() < 0.3)
    ]
    left.append(_line("收入总计", "收入总计", books.granted, "收入:财政拨款"))
    sums = (books.granted, *(books.fund(f) for f in funds))
    right.append(Line(("支出总计",), "支出总计", sums, "支出:财政拨款"))
    put_panels(
        out,
        Panels(
            caption,
            tuple(left),
            tuple(right),
            (("财政拨款收入", "项目"),),
            (("财政拨款支出", "项目"),),
            (Column(("财政拨款收入", "预算数")),),
            (
                Column(("财政拨款支出", "合计"), "财政拨款"),
                *(Column(("财政拨款支出", n), n.removesuffix("预算")) for n in names),
            ),
        ),
    )


def _by_fund(books: Books, code: str, funds: tuple[str, ...]) -> tuple[Decimal | None, ...]:
    money = tuple(
        sum((s.total for c, s in books.lines(f).items() if c.startswith(code)), Decimal(0))
        for f in funds
    )
    return (sum(money, Decimal(0)), *money)


def put_economic(out: Writer, books: Books, caption: str) -> None:
    """Print basic expenditure by economic item: 合计, 人员, 公用."""
    style = out.style
    top = style.rng.choice(("一般公共预算基本支出", "基本支出", "本年一般公共预算基本支出"))
    tops = (top,) if style.split_headers else ()
    columns = tuple(
        Column((*tops, name), key)
        for name, key in (("合计", ""), ("人员经费", "人员"), ("公用经费", "公用"))
    )
    lines = []
    known = [row[0] for row in rows("economic.tsv")] if style.rng.random() < 0.2 else []
    codes = {*known, *books.economic}
    for code in sorted({*(c[:3] for c in codes), *codes}):
        value = books.economic_sum(code)
        people = code.startswith(("301", "303"))
        name = economic_names()[code]
        values = (value, value, None) if people else (value, None, value)
        path = (economic_names()[code[:3]],) if len(code) > 3 else ()
        printed = "" if style.code_form == "none" else code
        cells = code_cells(style, code, name, 2)
        lines.append(Line(cells, name, values, f"经济:{code}", printed, path))
    labels = code_labels(style, 1 + len(tops), "科目名称", "类款")
    basic = books.basic
    total = (basic.basic, basic.people, basic.public)
    put(
        out,
        Table(caption, labels, columns, with_total(style, lines, total, "基本支出", len(labels))),
    )
