"""The smaller tables: 三公, funds that are often empty, projects, purchases."""

from __future__ import annotations

from decimal import Decimal

from benchmarks.made_up.accounts import (
    CAPITAL,
    CARRIED,
    FUND,
    GENERAL,
    OWN,
    ZERO,
    Project,
    ThreePublic,
)
from benchmarks.made_up.grid import Column, Line, Table, cell, head, headers, print_of, put, tabbed
from benchmarks.made_up.sayings import Story
from benchmarks.made_up.tables_budget import code_labels, put_by_function, split_columns
from benchmarks.made_up.words import Words, absent, fill

THREE = (
    ("因公出国（境）费", "travel", "三公:出国"),
    ("公务接待费", "reception", "三公:接待"),
    ("公务用车购置及运行维护费", "cars", "三公:用车"),
    ("公务用车购置费", "car_buy", "三公:购置"),
    ("公务用车运行维护费", "car_use", "三公:运行"),
)


def put_three(story: Story, caption: str) -> None:
    """Print 三公 in one of three forms: by fund, against last year, or across one row."""
    form = story.out.style.rng.randrange(3)
    (_three_by_fund, _three_by_year, _three_across)[form](story, caption)


def _three_rows(
    name: str, values: list[tuple[Decimal | None, ...]], *, first: bool
) -> tuple[Line, ...]:
    lines = []
    for (item, _attr, key), value in zip(THREE, values[1:], strict=True):
        shown = f"其中：{item}" if item == "公务用车购置费" else item
        lines.append(Line((shown,), item, value, key))
    total = Line((name,), name, values[0], "三公")
    return (total, *lines) if first else (*lines, total)


def _three_values(three: ThreePublic) -> list[Decimal]:
    return [three.total, *(getattr(three, attr) for _, attr, _ in THREE)]


def _three_by_fund(story: Story, caption: str) -> None:
    style = story.out.style
    names = ("一般公共预算", "政府性基金预算", "国有资本经营预算")
    columns = (Column(("合计",)), *(Column(("资金来源", n), n.removesuffix("预算")) for n in names))
    values = [(v, v, None, None) for v in _three_values(story.books.three)]
    rows_ = _three_rows(style.total_name, values, first=style.total_first)
    label = style.rng.choice(("“三公”经费支出内容", "项目", "“三公”经费项目"))
    put(story.out, Table(caption, ((label,),), columns, rows_, unit=_three_unit(story)))


def _three_unit(story: Story) -> str:
    """三公 tables are often in 万元 when all others are in 元."""
    return "万元" if story.out.style.rng.random() < 0.3 else ""


def _three_by_year(story: Story, caption: str) -> None:
    style, year = story.out.style, story.out.year
    before = story.before
    if before is None:
        _three_by_fund(story, caption)
        return
    new_old = zip(_three_values(story.books.three), _three_values(before.three), strict=True)
    values: list[tuple[Decimal | None, ...]] = []
    for new, old in new_old:
        rate = (new - old) / old * 100 if old else None
        values.append((old, new, new - old if new - old else None, rate if rate else None))
    titles = style.rng.choice(
        (("上年预算数", "本年预算数"), (f"{year - 1}年预算数", f"{year}年预算数"))
    )
    columns = (
        Column((titles[0],), year=year - 1),
        Column((titles[1],)),
        Column(("增减变化", "增减额"), measure="change", base="上年预算数"),
        Column(("增减变化", "增减幅度"), measure="growth", unit="%", base="上年预算数"),
    )
    rows_ = _three_rows(style.total_name, values, first=style.total_first)
    put(story.out, Table(caption, (("项目",),), columns, rows_))


def _three_across(story: Story, caption: str) -> None:
    """One row; the items are the headings."""
    out, style = story.out, story.out.style
    unit = _three_unit(story) or style.table.unit
    how = print_of(out, unit)
    head(out, caption, unit)
    deep = "公务用车购置及运行维护费"
    shown = [
        ("合计", "total", "三公"),
        THREE[0],
        THREE[1],
        ("小计", "cars", "三公:用车"),
        *THREE[3:],
    ]
    paths = [("合计",), (THREE[0][0],), (THREE[1][0],), (deep, "小计")]
    paths += [(deep, "购置费"), (deep, "运行维护费")]
    more = [(("会议费",), "30215"), (("培训费",), "30216")] if style.rng.random() < 0.3 else []
    paths += [path for path, _ in more]
    for line in headers(paths, repeat=out.style.repeat_heads):
        out.line(line)
    three = story.books.three
    cells = []
    for (_, attr, key), path in zip(shown, paths, strict=False):
        item = path[-1] if path[-1] not in ("小计",) else deep
        row = Line((), item, (), key)
        cells.append(cell(out, how, row, Column(path), getattr(three, attr)))
    for path, code in more:
        row = Line((), path[0], (), f"经济:{code}")
        cells.append(cell(out, how, row, Column(path), story.books.economic.get(code, ZERO)))
    out.say(tabbed(cells), table=caption)


def put_fund(story: Story, caption: str, fund: str, name: str) -> None:
    """Print expenditure of a fund by function; empty with a note when there is none."""
    out, style = story.out, story.out.style
    columns = split_columns(style, f"{name}支出", deep=False)
    if story.books.fund(fund):
        put_by_function(out, story.books, caption, columns, (fund,))
        return
    depth = max(len(c.headings) for c in columns)
    labels = code_labels(style, depth)
    blank = (None,) * len(columns)
    cells = (*("",) * (len(labels) - 1), style.total_name)
    lines = [Line(cells, style.total_name, blank, f"支出/{name}")]
    lines += [Line(("",) * len(labels), "", blank, "")] * style.rng.choice((0, 0, 2))
    note = fill(style.wording("空表"), story.slots(何=name)).text
    put(out, Table(caption, labels, columns, tuple(lines)))
    gone = absent(f"{name}支出", "empty table", (), f"收入:{name.removesuffix('预算')}")
    out.say(Words(note, absences=(gone,)), table=caption)


def put_projects(story: Story, caption: str) -> None:
    """Print every project with its money by source."""
    style = story.out.style
    names = {GENERAL: "一般公共预算", FUND: "政府性基金", CAPITAL: "国有资本经营"}
    names |= {OWN: "单位资金", CARRIED: "上年结转"}
    funds = [fund for fund in names if story.books.project_money(fund)]
    top = style.rng.choice(("资金来源", "项目支出预算", "预算金额"))
    columns = (
        Column((style.rng.choice(("合计", "预算数", "总计")),)),
        *(Column((top, names[f]), names[f]) for f in funds),
    )
    labels = style.rng.choice(LABELS)
    lines = []
    for i, project in enumerate(story.books.projects, 1):
        values = (project.total, *(project.of(f) for f in funds))
        cells = tuple(_label(label, i, project, story) for label in labels)
        lines.append(Line(cells, project.name, values, f"项目:{project.name}"))
    total = (story.books.project_money(), *(story.books.project_money(f) for f in funds))
    name = style.total_name
    blanks = ("",) * (len(labels) - 1)
    cells = (name, *blanks) if labels[0] == "项目名称" else (*blanks, name)
    last = Line(cells, name, total, "支出/项目")
    heads = tuple((label,) for label in labels)
    put(story.out, Table(caption, heads, columns, (*lines, last)))


LABELS = (
    ("项目名称",),
    ("序号", "项目名称"),
    ("项目类别", "项目名称"),
    ("功能科目编码", "项目名称"),
    ("项目单位", "项目名称"),
    ("项目名称",),
)


def _label(label: str, number: int, project: Project, story: Story) -> str:
    texts = {
        "序号": str(number),
        "项目名称": project.name,
        "项目类别": "其他运转类" if "维" in project.name else "特定目标类",
        "功能科目编码": project.code,
        "项目单位": story.out.owner,
    }
    return texts[label]


def put_purchases(story: Story, caption: str) -> None:
    """Print 政府采购 by kind."""
    bought, style = story.books.purchases, story.out.style
    parts = (("货物", bought.goods), ("工程", bought.works), ("服务", bought.services))
    lines = [Line((n,), n, (v, v, None), f"采购:{n}") for n, v in parts]
    total = (bought.total, bought.total, None)
    last = Line((style.total_name,), style.total_name, total, "采购")
    columns = (
        Column(("采购金额", "合计")),
        Column(("采购金额", "财政拨款"), "财政拨款"),
        Column(("采购金额", "其他资金"), "其他资金"),
    )
    put(story.out, Table(caption, (("采购品目",),), columns, (*lines, last)))


def _dated(story: Story, caption: str) -> tuple[int, str]:
    """Return the year of what stands there now, and the caption, which may tell the day."""
    if story.out.style.rng.random() < 0.4:
        return story.out.year, caption
    return story.standing, f"{caption}（截至{story.standing}年12月31日）"


def put_holdings(story: Story, caption: str) -> None:
    """Print what the body holds at the end of the year before."""
    held = story.books.holdings
    year, caption = _dated(story, caption)
    parts = (
        (("资产总额",), held.total, "资产总额"),
        (("流动资产",), held.current, "流动资产"),
        (("固定资产", "小计"), held.fixed, "固定资产"),
        (("固定资产", "房屋构筑物"), held.house_value, "房屋价值"),
        (("固定资产", "车辆"), held.car_value, "车辆价值"),
        (("固定资产", "办公家具"), held.furniture, "办公家具价值"),
        (("固定资产", "其他固定资产"), held.other, "其他资产价值"),
    )
    columns = tuple(
        Column(path, f"资产:{key}", year=year, basis="现状", item=_own_name(path))
        for path, _, key in parts
    )
    values = tuple(value for _, value, _ in parts)
    names = (story.out.style.total_name, story.out.owner)
    lines = [Line((name,), name, values, "") for name in names[: story.out.style.rng.randint(1, 2)]]
    put(story.out, Table(caption, (("单位名称",),), columns, tuple(lines)))


def put_people(story: Story, caption: str) -> None:
    """Print posts, people and cars in one row."""
    staff = story.books.staff
    year, caption = _dated(story, caption)
    parts = (
        (("人员编制数", "小计"), staff.posts, "人员:编制", "人"),
        (("人员编制数", "行政编制"), staff.admin_posts, "人员:行政编制", "人"),
        (("人员编制数", "事业编制"), staff.career_posts, "人员:事业编制", "人"),
        (("实有人数", "在职"), staff.in_service, "人员:在职", "人"),
        (("实有人数", "退休"), staff.retired, "人员:退休", "人"),
        (("车辆实有数（辆）",), story.books.three.kept, "三公:保有量", "辆"),
    )
    columns = tuple(
        Column(path, key, year=year, basis="现状", unit=unit, item=_own_name(path))
        for path, _, key, unit in parts
    )
    values = tuple(Decimal(value) for _, value, _, _ in parts)
    line = Line((story.out.owner,), story.out.owner, values, "")
    put(story.out, Table(caption, (("单位名称",),), columns, (line,), unit="人、辆"))


def _own_name(path: tuple[str, ...]) -> str:
    """小计 is called what stands above it; notes in brackets are no part of a name."""
    name = path[-2] if path[-1] == "小计" else path[-1]
    return name.split("（")[0]
