"""Prose of a budget: totals, income, expenditure, 财政拨款, functional items, basic expenditure."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from benchmarks.made_up.accounts import (
    CAPITAL,
    CARRIED,
    FUND,
    GENERAL,
    ZERO,
    Books,
    Split,
)
from benchmarks.made_up.data import economic_names, function_names
from benchmarks.made_up.sayings import Story, because, change, listed, money, nothing, share
from benchmarks.made_up.words import Words, absent, fill, joined

SOURCES = (
    ("一般公共预算拨款", GENERAL, "一般公共预算"),
    ("政府性基金预算拨款", FUND, "政府性基金"),
    ("国有资本经营预算拨款", CAPITAL, "国有资本经营"),
)
USES = {
    "2080501": "退休人员生活补贴",
    "2080502": "退休人员生活补贴",
    "2080505": "在职人员基本养老保险单位缴费",
    "2080506": "在职人员职业年金单位缴费",
    "2101101": "在职人员基本医疗保险缴费",
    "2101102": "在职人员基本医疗保险缴费",
    "2101103": "公务员医疗补助缴费",
    "2210201": "在职人员住房公积金缴存",
    "2050803": "干部职工业务培训",
}


def tell_totals(story: Story) -> None:
    """Write the paragraph of all income and expenditure."""
    books, before = story.books, story.before
    old = before.total if before else None
    story.say(
        "收支总",
        topic="收支总体情况",
        额=money(story, "收支总预算", books.total, "收入"),
        额二=money(story, "支出总计", books.total, "支出"),
        比=change(story, "收支总预算", books.total, old, "收入"),
        原因=because(story, "总", books.total, old, "收支总预算"),
    )


def tell_income(story: Story) -> None:
    """Write income and what it consists of."""
    books, before = story.books, story.before
    story.say("收入总", 额=money(story, "收入预算", books.total, "收入"))
    items = [(name, books.fund(f), before and before.fund(f), key) for name, f, key in SOURCES]
    for name in sorted({*books.own_income, *(before.own_income if before else {})}):
        old = before.own_income.get(name, ZERO) if before else None
        items.append((name, books.own_income.get(name, ZERO), old, name))
    carried = books.fund(CARRIED)
    items.append(("上年结转", carried, before and before.fund(CARRIED), "上年结转"))
    shown = [i for i in items if i[1] or story.out.style.rng.random() < 0.8]
    tell_items(story, [(n, v, o, f"收入:{k}") for n, v, o, k in shown], books.total, "总收入", "总")


Item = tuple[str, Decimal, Decimal | None, str]


def tell_items(
    story: Story, items: Sequence[Item], whole: Decimal, whole_name: str, about: str
) -> None:
    """Write a list of items with share and change: each its own line, or all in one."""
    style = story.out.style
    apart = style.rng.random() < 0.65
    pieces = []
    for i, item in enumerate(items):
        last = i == len(items) - 1
        stop = "。" if apart or last else "；"
        pieces.append(item_words(story, item, whole, whole_name, about, stop))
    if not apart:
        story.out.say(joined(pieces, ""))
        return
    numbered = style.rng.random() < 0.5
    for i, piece in enumerate(pieces, 1):
        story.out.say(Words(style.heading(3, i) if numbered else "") + piece)


def item_words(
    story: Story, item: Item, whole: Decimal, whole_name: str, about: str, stop: str
) -> Words:
    """Return one item of a list."""
    name, value, old, key = item
    style = story.out.style
    if not value and not style.zero_word.startswith("0"):
        return nothing(story, name, stop, key)
    return story.fill(
        _listing(story, value, old),
        项=name,
        额=money(story, name, value, key),
        占=share(story, name, value, whole, whole_name, key) or Words(""),
        比=change(story, name, value, old, key) if old is not None else Words("与上年口径不同"),
        原因=because(story, about, value, old, name),
        升降="增加" if value > (old or ZERO) else "减少",
        旧=money(story, name, old or ZERO, key, year=story.out.year - 1),
        止=stop,
    )


def _listing(story: Story, value: Decimal, old: Decimal | None) -> str:
    """Now and then an item prints last year's amount too."""
    if value and old and value != old and story.out.style.rng.random() < 0.15:
        return "项支旧"
    return "决项支" if story.planned else "项支"


def tell_spending(story: Story) -> None:
    """Write expenditure, basic and by projects."""
    books, before = story.books, story.before
    story.say("支出总", 额=money(story, "支出预算", books.total, "支出"))
    items = [
        ("基本支出", books.basic.total, before and before.basic.total, "支出/基本"),
        ("项目支出", books.project_money(), before and before.project_money(), "支出/项目"),
    ]
    tell_items(story, items, books.total, "总支出", "项目")


def tell_grants(story: Story) -> None:
    """Write 财政拨款 against what it pays for."""
    books, before = story.books, story.before
    old = before.granted if before else None
    story.say(
        "拨款总",
        额=money(story, "财政拨款收支总预算", books.granted, "收入:财政拨款"),
        比=change(story, "财政拨款收支总预算", books.granted, old, "收入:财政拨款"),
        原因=because(story, "总", books.granted, old, "财政拨款收支总预算"),
        收列=listed([money_of(story, n, books.fund(f), f"收入:{k}") for n, f, k in SOURCES]),
        支列=listed(classes_of(story, books)),
    )


def money_of(story: Story, name: str, value: Decimal, key: str) -> Words:
    """Return 「name 12.00万元」."""
    return Words(name) + money(story, name, value, key)


def classes_of(story: Story, books: Books) -> list[Words]:
    """Return every 类 paid by 财政拨款 with its amount."""
    groups: dict[str, Decimal] = {}
    for code, split in books.lines(GENERAL, FUND, CAPITAL).items():
        groups[code[:3]] = groups.get(code[:3], ZERO) + split.total
    return [
        money_of(story, function_names()[code], value, f"功能:{code}/财政拨款")
        for code, value in groups.items()
    ]


def tell_functions(story: Story) -> None:
    """Write this year's 一般公共预算 by functional item."""
    books, before = story.books, story.before
    old = before.fund(GENERAL) if before else None
    value = books.fund(GENERAL)
    story.say(
        "当年总",
        额=money(story, "一般公共预算拨款", value, "收入:一般公共预算"),
        比=change(story, "一般公共预算拨款", value, old, "收入:一般公共预算"),
        原因=because(story, "总", value, old, "一般公共预算拨款"),
    )
    lines = books.lines(GENERAL)
    earlier = before.lines(GENERAL) if before else {}
    for i, (code, split) in enumerate(lines.items(), 1):
        was = earlier.get(code, Split()).total if before else None
        number = Words(story.out.style.heading(3, i))
        story.out.say(number + function_words(story, code, split, was))


def function_words(story: Story, code: str, split: Split, was: Decimal | None) -> Words:
    """Return one functional item."""
    names = [function_names()[code[:n]] for n in (3, 5, 7)]
    key = f"功能:{code}/一般公共预算"
    about = "项目" if split.project else "人员"
    return story.fill(
        "科目",
        类名=names[0],
        款名=names[1],
        项名=names[2],
        码=code,
        额=money(story, names[2], split.total, key, path=(names[0], names[1]), code=""),
        比=change(story, names[2], split.total, was, key),
        原因=because(story, about, split.total, was, names[2]),
        用=use_of(story, code),
    )


def use_of(story: Story, code: str) -> str:
    """Say what a functional item pays for."""
    purposes = [p.purpose for p in story.books.projects if p.code == code]
    if purposes:
        return "、".join(purposes[:2])
    return USES.get(code, "机构运转和在职人员工资")


def tell_basic(story: Story, kind: str = "") -> None:
    """Write basic expenditure: people and public, with lists of what they are."""
    basic, style = story.books.basic, story.out.style
    people = [c for c in story.books.economic if c.startswith(("301", "303"))]
    public = [c for c in story.books.economic if not c.startswith(("301", "303"))]
    kind = kind or ("基本列" if style.rng.random() < 0.2 else "基本")
    story.say(
        kind,
        额=money(story, "一般公共预算基本支出", basic.basic, "支出/基本"),
        人=money(story, "人员经费", basic.people, "支出/人员"),
        公=money(story, "公用经费", basic.public, "支出/公用"),
        人占=share(story, "人员经费", basic.people, basic.basic, "基本支出", "支出/人员"),
        公占=share(story, "公用经费", basic.public, basic.basic, "基本支出", "支出/公用"),
        人列=_named(people),
        公列=_named(public),
        人额=_priced(story, people),
        公额=_priced(story, public),
    )
    if story.planned:
        return
    if style.rng.random() < 0.25:
        _tell_expense(story, "委托", "委托业务费", "30227")
    if style.rng.random() < 0.3:
        _tell_expense(story, "培训", "培训费", "30216")
    if style.rng.random() < 0.3:
        _tell_expense(story, "会议", "会议费", "30215")


def _named(codes: Sequence[str]) -> str:
    return "、".join(economic_names()[code] for code in codes) or "日常开支"


def _priced(story: Story, codes: Sequence[str]) -> Words:
    """Return economic items with their amounts."""
    return joined(
        [money_of(story, economic_names()[c], story.books.economic[c], f"经济:{c}") for c in codes],
        "、",
    )


def _tell_expense(story: Story, kind: str, item: str, code: str) -> None:
    value = story.books.economic.get(code)
    if not value or not story.before:
        return
    old = story.before.economic.get(code, ZERO)
    story.say(
        kind,
        额=money(story, item, value, f"经济:{code}"),
        比=change(story, item, value, old, f"经济:{code}"),
        原因=because(story, "公用", value, old, item),
    )


def tell_fund(story: Story, fund: str) -> None:
    """Write about 政府性基金 or 国有资本经营: how much, or that there is none."""
    kind, name = ("基金", "政府性基金") if fund == FUND else ("国资", "国有资本经营")
    item = f"{name}预算支出"
    value = story.books.fund(fund)
    if not value:
        template = story.out.style.wording(f"{kind}无")
        piece = fill(template, story.slots())
        story.out.say(Words(piece.text, absences=(absent(item, "stated", (), f"收入:{name}"),)))
        return
    old = story.before.fund(fund) if story.before else None
    used = [p.purpose for p in story.books.projects if p.of(fund)]
    story.say(
        f"{kind}有",
        额=money(story, item, value, f"收入:{name}"),
        比=change(story, item, value, old, f"收入:{name}")
        if old is not None
        else Words("均为项目支出"),
        原因=because(story, "项目", value, old, item),
        用="、".join(used),
    )


def tell_members(story: Story) -> None:
    """Write what every unit of a 部门 gets."""
    pieces = [
        money_of(story, name, books.total, f"单位:{name}/支出") for name, books in story.members
    ]
    story.say(
        "单位列",
        额=money(story, "支出预算", story.books.total, "支出"),
        列=joined(pieces, "，"),
    )
