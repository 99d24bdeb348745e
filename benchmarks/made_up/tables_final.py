"""The tables of a final account (公开01 to 09)."""

from __future__ import annotations

from decimal import Decimal

from benchmarks.made_up.accounts import (
    CAPITAL,
    CARRIED,
    FUND,
    GENERAL,
    OWN,
    ZERO,
    Books,
    Split,
    with_parents,
)
from benchmarks.made_up.data import economic_names, rows
from benchmarks.made_up.grid import (
    Column,
    Line,
    Panels,
    Table,
    cell,
    head,
    headers,
    print_of,
    put,
    put_panels,
    tabbed,
)
from benchmarks.made_up.sayings import Story
from benchmarks.made_up.style import numeral
from benchmarks.made_up.tables_budget import (
    class_lines,
    code_labels,
    function_lines,
    with_total,
)
from benchmarks.made_up.tables_more import THREE
from benchmarks.made_up.words import Words, absent, fill

GRANTS = (
    ("一般公共预算财政拨款", GENERAL, "收入:一般公共预算"),
    ("政府性基金预算财政拨款", FUND, "收入:政府性基金"),
    ("国有资本经营预算财政拨款", CAPITAL, "收入:国有资本经营"),
)
OWN_NAMES = ("上级补助收入", "事业收入", "经营收入", "其他收入")


def granted(books: Books, fund: str) -> Decimal:
    """What a fund brought in: what was spent of it, and what is left at the end of the year."""
    return books.fund(fund) + (books.left if fund == GENERAL else ZERO)


def income(books: Books) -> Decimal:
    """本年收入合计."""
    return books.granted + books.left + sum(books.own_income.values(), ZERO)


def own(books: Books, name: str) -> Decimal:
    """One kind of own income; 经营收入 has a longer name in budgets."""
    other = "事业单位经营收入" if name == "经营收入" else name
    return books.own_income.get(other, ZERO)


def _one(cell_text: str, item: str, value: Decimal | None, key: str) -> Line:
    return Line((cell_text,), item, (value,), key)


def put_final_overview(story: Story, caption: str) -> None:
    """01: income and expenditure with what was carried in and out."""
    out, books, rng = story.out, story.books, story.out.style.rng
    left = [
        _one(f"{numeral(i)}、{name}收入", f"{name}收入", granted(books, fund), key)
        for i, (name, fund, key) in enumerate(GRANTS, 1)
    ]
    left += [
        _one(f"{numeral(i)}、{name}", name, own(books, name), f"收入:{name}")
        for i, name in enumerate(OWN_NAMES, 4)
    ]
    right = class_lines(out, books, rng.choice((1, 1, 0)), (), rng.random() < 0.3)
    ends = (
        (("本年收入合计", income(books), "收入:本年"), ("本年支出合计", books.total, "支出")),
        (
            ("年初结转和结余", books.fund(CARRIED), "收入:上年结转"),
            ("年末结转和结余", books.left, "年末结转"),
        ),
        (("总计", books.total + books.left, "总计"), ("总计", books.total + books.left, "总计")),
    )
    left += [_one(name, name, value, key) for (name, value, key), _ in ends]
    right += [_one(name, name, value, key) for _, (name, value, key) in ends]
    put_panels(
        out,
        Panels(
            caption,
            tuple(left),
            tuple(right),
            (("收入", "项目"),),
            (("支出", rng.choice(("项目", "项目（按功能分类）"))),),
            (Column(("收入", "决算数")),),
            (Column(("支出", "决算数")),),
            totals=3,
        ),
    )


def put_final_income(story: Story, caption: str) -> None:
    """02: this year's income by function and source."""
    books, style = story.books, story.out.style
    names = ("财政拨款收入", *OWN_NAMES, "附属单位上缴收入")
    columns = (Column(("本年收入合计",), "收入"), *(Column((n,), n) for n in names))
    lines: dict[str, list[Decimal]] = {}
    for code, split in books.lines(GENERAL, FUND, CAPITAL).items():
        lines.setdefault(code, [ZERO] * 6)[0] += split.total
    running = max(books.functions, key=lambda c: sum(books.functions[c], ZERO))
    lines.setdefault(running, [ZERO] * 6)[0] += books.left
    _spread_own(books, lines)
    sums: dict[str, list[Decimal]] = {}
    for code in sorted(lines):
        for length in (3, 5, 7):
            there = sums.setdefault(code[:length], [ZERO] * 6)
            sums[code[:length]] = [a + b for a, b in zip(there, lines[code], strict=True)]
    shown = [(c, (sum(v, ZERO), *v)) for c, v in sorted(sums.items())]
    total = [sum((v[i] for v in lines.values()), ZERO) for i in range(6)]
    labels = code_labels(style, 1)
    values = (sum(total, ZERO), *total)
    rows_ = with_total(style, function_lines(style, shown), values, "收入:本年", len(labels))
    put(story.out, Table(caption, labels, columns, rows_))


def _spread_own(books: Books, lines: dict[str, list[Decimal]]) -> None:
    """Own income pays for own projects, one kind after the other."""
    kinds = [(i, own(books, name)) for i, name in enumerate(OWN_NAMES, 1)]
    for code, split in books.lines(OWN).items():
        if code in books.functions:
            split = Split(project=sum((p.of(OWN) for p in books.projects if p.code == code), ZERO))
        wanted = split.total
        for n, (i, left) in enumerate(kinds):
            part = min(left, wanted)
            lines.setdefault(code, [ZERO] * 6)[i] += part
            kinds[n] = (i, left - part)
            wanted -= part


def put_final_spending(story: Story, caption: str) -> None:
    """03: expenditure by function."""
    names = (("本年支出合计", ""), ("基本支出", "基本"), ("项目支出", "项目"))
    more = ("上缴上级支出", "经营支出", "对附属单位补助支出")
    columns = (*(Column((n,), k) for n, k in names), *(Column((n,), n) for n in more))
    lines = story.books.lines()
    shown = [
        (c, (s.total, s.basic, s.project, ZERO, ZERO, ZERO)) for c, s in with_parents(lines).items()
    ]
    style = story.out.style
    whole = story.books
    total = (whole.total, whole.basic.total, whole.project_money(), ZERO, ZERO, ZERO)
    labels = code_labels(style, 1)
    rows_ = with_total(style, function_lines(style, shown), total, "支出", len(labels))
    put(story.out, Table(caption, labels, columns, rows_))


def put_final_grants(story: Story, caption: str) -> None:
    """04: 财政拨款 in and out."""
    out, books, rng = story.out, story.books, story.out.style.rng
    names = ("一般公共预算财政拨款", "政府性基金预算财政拨款", "国有资本经营预算财政拨款")
    left = [
        _one(f"{numeral(i)}、{name}", name, granted(books, fund), key)
        for i, (name, fund, key) in enumerate(GRANTS, 1)
    ]
    funds = ((GENERAL, CARRIED), (FUND,), (CAPITAL,))
    right = []
    for line in class_lines(out, books, 1, (GENERAL, CARRIED, FUND, CAPITAL), rng.random() < 0.2):
        code = line.key[3:6]
        money = tuple(_class_sum(books, code, f) for f in funds)
        right.append(Line(line.cells, line.item, (sum(money, ZERO), *money), f"功能:{code}"))
    spent = tuple(sum((books.fund(f) for f in group), ZERO) for group in funds)
    kept = (books.left, books.left, ZERO, ZERO)
    carried = books.fund(CARRIED)
    whole = sum(spent, ZERO)
    left += [
        _one("本年收入合计", "本年收入合计", books.granted + books.left, "收入:财政拨款"),
        _one("年初财政拨款结转和结余", "年初财政拨款结转和结余", carried, "收入:上年结转"),
        _one("总计", "总计", whole + books.left, "总计/财政拨款"),
    ]
    right += [
        Line(("本年支出合计",), "本年支出合计", (whole, *spent), "支出"),
        Line(("年末财政拨款结转和结余",), "年末财政拨款结转和结余", kept, "年末结转"),
        Line(("总计",), "总计", (whole + books.left, spent[0] + books.left, *spent[1:]), "总计"),
    ]
    put_panels(
        out,
        Panels(
            caption,
            tuple(left),
            tuple(right),
            (("收入", "项目"),),
            (("支出", "项目"),),
            (Column(("收入", "决算数")),),
            (
                Column(("支出", rng.choice(("合计", "小计"))), "财政拨款"),
                *(Column(("支出", n), n[:-6].removesuffix("预算") or n) for n in names),
            ),
            totals=3,
        ),
    )


def _class_sum(books: Books, code: str, funds: tuple[str, ...]) -> Decimal:
    lines = books.lines(*funds)
    return sum((s.total for c, s in lines.items() if c.startswith(code)), ZERO)


def put_final_general(story: Story, caption: str) -> None:
    """05: 一般公共预算 by function, sometimes beside the budget at the beginning of the year."""
    style, books = story.out.style, story.books
    lines = with_parents(books.lines(GENERAL, CARRIED))
    budget = story.planned
    with_budget = budget is not None and style.rng.random() < 0.5
    planned = with_parents(budget.lines(GENERAL, CARRIED)) if budget else {}
    if with_budget:
        columns = [
            Column(("年初预算数",), basis="年初预算"),
            Column(("决算数", "合计")),
            Column(("决算数", "基本支出"), "基本"),
            Column(("决算数", "项目支出"), "项目"),
        ]
    else:
        top = ("本年支出",) if style.split_headers else ()
        columns = [Column((*top, "合计")), Column((*top, "基本支出"), "基本")]
        columns.append(Column((*top, "项目支出"), "项目"))
    shown = []
    for code in sorted({*lines, *(planned if with_budget else ())}):
        split = lines.get(code, Split())
        values = (split.total, split.basic, split.project)
        shown.append((code, (planned.get(code, Split()).total, *values) if with_budget else values))
    labels = code_labels(style, max(len(c.headings) for c in columns))
    whole = books.fund(GENERAL) + books.fund(CARRIED)
    total: tuple[Decimal, ...] = (whole, books.basic.total, whole - books.basic.total)
    if with_budget and budget:
        total = (budget.fund(GENERAL) + budget.fund(CARRIED), *total)
    of = "/一般公共预算"
    rows_ = with_total(style, function_lines(style, shown, of), total, f"支出{of}", len(labels))
    put(story.out, Table(caption, labels, tuple(columns), rows_))


def put_final_economic(story: Story, caption: str) -> None:
    """06: basic expenditure by economic item, people on the left, public on the right."""
    books = story.books
    sides: tuple[list[Line], list[Line]] = ([], [])
    full = story.out.style.rng.random() < 0.5
    known = [row[0] for row in rows("economic.tsv")]
    codes = {*(known if full else ()), *books.economic}
    for code in sorted({*(c[:3] for c in codes), *codes}):
        people = code.startswith(("301", "303"))
        name = economic_names()[code]
        path = (economic_names()[code[:3]],) if len(code) > 3 else ()
        value = books.economic_sum(code)
        line = Line((code, name), name, (value,), f"经济:{code}", code, path)
        sides[0 if people else 1].append(line)
    basic = books.basic
    ends = (
        ("人员经费合计", basic.people, "支出/人员"),
        ("公用经费合计", basic.public, "支出/公用"),
    )
    for side, (name, value, key) in zip(sides, ends, strict=True):
        side.append(Line((name, ""), name, (value,), key))
    tops = (("人员经费",), ("公用经费",)) if story.out.style.split_headers else ((), ())
    labels = [((*top, "科目编码"), (*top, "科目名称")) for top in tops]
    columns = [(Column((*top, "决算数")),) for top in tops]
    put_panels(
        story.out,
        Panels(caption, tuple(sides[0]), tuple(sides[1]), *labels, *columns),
    )


def put_final_three(story: Story, caption: str) -> None:
    """07: 三公 with budget and account, by rows or across one row."""
    budget = story.planned
    three, planned = story.books.three, budget.three if budget else story.books.three
    if story.out.style.rng.random() < 0.5:
        columns = (Column(("预算数",), basis="年初预算"), Column(("决算数",)))
        lines = [
            Line(
                (f"其中：{item}" if item == "公务用车购置费" else item,),
                item,
                (getattr(planned, attr), getattr(three, attr)),
                key,
            )
            for item, attr, key in THREE
        ]
        lines.append(Line(("合计",), "合计", (planned.total, three.total), "三公"))
        put(story.out, Table(caption, (("项目",),), columns, tuple(lines)))
        return
    _three_across(story, caption)


def _three_across(story: Story, caption: str) -> None:
    out = story.out
    how = print_of(out, "")
    head(out, caption, how.unit)
    deep = "公务用车购置及运行维护费"
    shape = (
        (("合计",), "“三公”经费", "total", "三公"),
        (("因公出国（境）费",), "因公出国（境）费", "travel", "三公:出国"),
        ((deep, "小计"), deep, "cars", "三公:用车"),
        ((deep, "公务用车购置费"), "公务用车购置费", "car_buy", "三公:购置"),
        ((deep, "公务用车运行维护费"), "公务用车运行维护费", "car_use", "三公:运行"),
        (("公务接待费",), "公务接待费", "reception", "三公:接待"),
    )
    paths, cells = [], []
    budget = story.planned or story.books
    for top, books, basis in (("预算数", budget, "年初预算"), ("决算数", story.books, "")):
        for path, item, attr, key in shape:
            paths.append((top, *path))
            column = Column((top, *path), basis=basis)
            row = Line((), path[0] if item == "“三公”经费" else item, (), key)
            cells.append(cell(out, how, row, column, getattr(books.three, attr)))
    for line in headers(paths, repeat=out.style.repeat_heads):
        out.line(line)
    out.say(tabbed(cells), table=caption)


def put_final_fund(story: Story, caption: str, fund: str, name: str) -> None:
    """08 and 09: a fund's income and expenditure; empty with a note when there is none."""
    out, style, books = story.out, story.out.style, story.books
    columns = (
        Column(("年初结转和结余",), "年初结转"),
        Column(("本年收入",), "收入"),
        Column(("本年支出", "小计")),
        Column(("本年支出", "基本支出"), "基本"),
        Column(("本年支出", "项目支出"), "项目"),
        Column(("年末结转和结余",), "年末结转"),
    )
    labels = code_labels(style, 2)
    money = books.fund(fund)
    of = f"/{name.removesuffix('预算')}"
    shown = [
        (c, (None, s.total, s.total, None, s.project, None))
        for c, s in with_parents(books.lines(fund)).items()
    ]
    value = money or None
    total = (None, value, value, None, value, None)
    rows_ = with_total(style, function_lines(style, shown, of), total, f"支出{of}", len(labels))
    put(out, Table(caption, labels, columns, rows_))
    if not money:
        note = fill(style.wording("空表"), story.slots(何=name + "财政拨款")).text
        gone = absent(f"{name}财政拨款支出", "empty table", (), f"收入{of.replace('/', ':')}")
        out.say(Words(note, absences=(gone,)), table=caption)
