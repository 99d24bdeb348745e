"""Prose of a budget beyond income and expenditure: 三公, purchases, assets, staff, projects."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from benchmarks.made_up.accounts import CARRIED, ZERO
from benchmarks.made_up.data import rows, rows_for
from benchmarks.made_up.prose_budget import Item, money_of
from benchmarks.made_up.sayings import (
    Story,
    because,
    change,
    count,
    listed,
    money,
    nothing,
    share,
)
from benchmarks.made_up.words import Words, absent, fill


def tell_three(story: Story) -> None:
    """Write 三公: total, then each part with its counts; or all in one paragraph."""
    three, style = story.books.three, story.out.style
    old = story.before.three if story.before else None
    if style.rng.random() < 0.25:
        _three_in_one(story)
        return
    story.say(
        "三公总",
        topic="三公经费情况",
        额=money(story, "“三公”经费", three.total, "三公"),
        比=change(story, "“三公”经费", three.total, old and old.total, "三公"),
        原因=because(story, "三公", three.total, old and old.total, "“三公”经费"),
    )
    parts = (
        ("因公出国（境）费", three.travel, old and old.travel, "三公:出国", _travel(story)),
        ("公务接待费", three.reception, old and old.reception, "三公:接待", _reception(story)),
    )
    for i, (name, value, was, key, counts) in enumerate(parts, 1):
        head = Words(style.heading(2 if style.split_headers else 3, i))
        story.out.say(head + _part(story, (name, value, was, key), counts))
    head = Words(style.heading(2 if style.split_headers else 3, 3))
    story.out.say(head + _cars(story))


def _part(story: Story, item: Item, counts: Words) -> Words:
    name, value, was, key = item
    if not value and not story.out.style.zero_word.startswith("0"):
        return nothing(story, name, "。", key)
    start = story.out.style.rng.choice(
        ("{名}{额}，{比}", "{名}预算{额}，{比}", "{名}安排{额}，{比}")
    )
    said = fill(
        start,
        {
            "名": name,
            "额": money(story, name, value, key),
            "比": change(story, name, value, was, key),
        },
    )
    about = next((a for a in ("接待", "用车", "出国") if a in name), "三公")
    return said + because(story, about, value, was, name) + counts + "。"


def _cars(story: Story) -> Words:
    """公务用车购置及运行维护费 with its two parts."""
    three = story.books.three
    old = story.before.three if story.before else None
    whole = "公务用车购置及运行维护费"
    said = Words(whole) + money(story, whole, three.cars, "三公:用车")
    said = (
        said + "，" + change(story, whole, three.cars, old and old.cars, "三公:用车") + "。其中："
    )
    buy = _part(
        story, ("公务用车购置费", three.car_buy, old and old.car_buy, "三公:购置"), _bought(story)
    )
    use = _part(
        story, ("公务用车运行维护费", three.car_use, old and old.car_use, "三公:运行"), _kept(story)
    )
    return said + replace(buy, text=buy.text[:-1] + "；") + use


def _three_in_one(story: Story) -> None:
    three = story.books.three
    old = story.before.three if story.before else None
    story.say(
        "三公列",
        topic="三公经费情况",
        额=money(story, "“三公”经费", three.total, "三公"),
        出=money(story, "因公出国（境）费", three.travel, "三公:出国"),
        接=money(story, "公务接待费", three.reception, "三公:接待"),
        购=money(story, "公务用车购置费", three.car_buy, "三公:购置"),
        运=money(story, "公务用车运行维护费", three.car_use, "三公:运行"),
        比=change(story, "“三公”经费", three.total, old and old.total, "三公"),
        原因=because(story, "三公", three.total, old and old.total, "“三公”经费"),
    )


def _travel(story: Story) -> Words:
    three = story.books.three
    if not three.groups:
        return Words("")
    item, basis = "因公出国（境）费", story.out.basis
    return story.fill(
        "出国数",
        团=count(
            story, "因公出国（境）团组", three.groups, "个", "三公:团组", basis=basis, path=(item,)
        ),
        人=count(
            story,
            "因公出国（境）",
            three.travellers,
            "人",
            "三公:出国人数",
            basis=basis,
            path=(item,),
        ),
    )


def _reception(story: Story) -> Words:
    three = story.books.three
    if not three.batches or story.out.style.rng.random() < 0.3:
        return Words("")
    unit, basis = story.out.style.rng.choice(("批次", "批次", "批", "次")), story.out.basis
    return story.fill(
        "接待数",
        批=count(story, "公务接待", three.batches, unit, "三公:批次", basis=basis),
        人=count(
            story,
            "公务接待",
            three.guests,
            "人次" if unit != "次" else "人",
            "三公:接待人次",
            basis=basis,
        ),
    )


def _bought(story: Story) -> Words:
    bought = story.books.three.bought
    if not bought:
        return Words("")
    return story.fill(
        "购车数", 车=count(story, "购置公务用车", bought, "辆", "三公:购车", basis=story.out.basis)
    )


def _kept(story: Story) -> Words:
    kept = story.books.three.kept
    if not kept:
        return Words("")
    return story.fill("用车数", 车=count(story, "公务用车保有量", kept, "辆", "三公:保有量"))


def tell_running(story: Story) -> None:
    """Write 机关运行经费, or that there is none."""
    value = story.books.running_costs
    old = story.before.running_costs if story.before else None
    if not value:
        stated(story, "运行无", "机关运行经费", "机关运行经费")
        return
    story.say(
        "运行",
        额=money(story, "机关运行经费", value, "机关运行经费"),
        比=change(story, "机关运行经费", value, old, "机关运行经费"),
        原因=because(story, "公用", value, old, "机关运行经费"),
    )


def stated(story: Story, kind: str, item: str, key: str) -> None:
    """Write that there is none."""
    piece = fill(story.out.style.wording(kind), story.slots())
    story.out.say(Words(piece.text, absences=(absent(item, "stated", (), key),)))


def tell_purchases(story: Story) -> None:
    """Write 政府采购 by kind, or that there is none."""
    bought, style = story.books.purchases, story.out.style
    if not bought.total:
        stated(story, "采购无", "政府采购预算", "采购")
        return
    kept = Words("")
    if bought.reserved and style.rng.random() < 0.6:
        kept = story.fill(
            "采购留", 额=money(story, "面向中小企业预留", bought.reserved, "采购:中小企业")
        )
    story.say(
        "采购",
        topic="政府采购情况",
        额=money(story, "政府采购预算", bought.total, "采购"),
        货=money(story, "货物", bought.goods, "采购:货物", path=("政府采购预算",)),
        工=money(story, "工程", bought.works, "采购:工程", path=("政府采购预算",)),
        服=money(story, "服务", bought.services, "采购:服务", path=("政府采购预算",)),
        数=count(story, "政府采购项目", bought.count, "个", "采购:项目数", basis=story.out.basis),
        留=kept,
    )


def tell_assets(story: Story) -> None:
    """Write what the body holds at the end of the year before."""
    held = story.books.holdings

    def cash(item: str, value: Decimal) -> Words:
        return money(story, item, value, f"资产:{item}", basis="现状")

    story.say(
        "资产",
        topic="国有资产占用情况",
        车=count(story, "车辆", held.cars, "辆", "资产:车辆数"),
        车值=cash("车辆价值", held.car_value),
        房=count(story, "房屋", held.area, "平方米", "资产:房屋面积"),
        房值=cash("房屋价值", held.house_value),
        设=count(story, "单价100万元以上设备", held.devices, "台", "资产:设备数"),
        总=cash("资产总额", held.total),
        流=cash("流动资产", held.current),
        固=cash("固定资产", held.fixed),
        家=cash("办公家具价值", held.furniture),
        他=cash("其他资产价值", held.other),
    )


def tell_performance(story: Story) -> None:
    """Write how many projects have targets, and their money."""
    projects = story.books.projects
    story.say(
        "绩效",
        数=count(
            story, "绩效目标管理的项目", len(projects), "个", "绩效:项目数", basis=story.out.basis
        ),
        额=money(story, "涉及预算资金", story.books.project_money(), "绩效:金额"),
    )


def tell_transfers(story: Story) -> None:
    """Write 对下转移支付, or that there is none."""
    down = [p for p in story.books.projects if p.downward]
    if not down:
        stated(story, "转移无", "对下转移支付", "转移支付")
        return
    value = sum((p.total for p in down), ZERO)
    story.say(
        "转移有",
        额=money(story, "对下转移支付", value, "转移支付"),
        数=count(
            story, "对下转移支付项目", len(down), "个", "转移支付:项目数", basis=story.out.basis
        ),
        用="、".join(p.purpose for p in down),
        列=listed([money_of(story, p.name, p.total, f"项目:{p.name}") for p in down]),
    )


def tell_carried(story: Story) -> None:
    """Write 上年结转."""
    value = story.books.fund(CARRIED)
    old = story.before.fund(CARRIED) if story.before else None
    if not value:
        stated(story, "结转无", "上年结转", "收入:上年结转")
        return
    story.say(
        "结转",
        额=money(story, "上年结转", value, "收入:上年结转"),
        占=share(story, "上年结转", value, story.books.total, "总收入", "收入:上年结转"),
        比=change(story, "上年结转", value, old, "收入:上年结转"),
        原因="",
        列=listed(
            [
                money_of(story, p.name, p.of(CARRIED), f"项目:{p.name}/上年结转")
                for p in story.books.projects
                if p.of(CARRIED)
            ]
        ),
    )


def tell_duties(story: Story) -> None:
    """Write what the body is for."""
    lines = list(rows_for("duties.tsv", story.body.profession))
    style = story.out.style
    region = story.body.region
    texts = [row[0].replace("{域}", region.whole).replace("{上级}", region.above) for row in lines]
    level = style.rng.choice((2, 3))
    story.out.passage(
        "主要职责", [style.heading(level, i) + text for i, text in enumerate(texts, 1)]
    )


def tell_makeup(story: Story) -> None:
    """Write the inner departments and the units below."""
    inner, style = story.body.departments, story.out.style
    story.say(
        "机构",
        topic="机构设置",
        列="、".join(inner),
        数=count(story, "内设机构", len(inner), "个", "机构:内设"),
    )
    if story.out.scope != "部门":
        return
    if len(story.units) < 2:
        stated(story, "下属无", "下属预算单位", "机构:单位数")
        return
    names = [f"{story.body.owner}（本级）", *(u.owner for u in story.units[1:])]
    unit = style.rng.choice(("个", "家"))
    story.say(
        "下属",
        topic="预算单位构成",
        数=count(story, "预算单位", len(names), unit, "机构:单位数"),
        列="、".join(names),
    )


def tell_staff(story: Story) -> None:
    """Write posts and people."""
    staff = story.books.staff
    unit = story.out.style.rng.choice(("人", "名"))
    story.say(
        "编制",
        topic="人员情况",
        编=count(story, "编制", staff.posts, unit, "人员:编制"),
        行=count(story, "行政编制", staff.admin_posts, unit, "人员:行政编制"),
        事=count(story, "事业编制", staff.career_posts, unit, "人员:事业编制"),
        在=count(story, "在职", staff.in_service, "人", "人员:在职"),
        退=count(story, "退休", staff.retired, "人", "人员:退休"),
    )


def tell_terms(story: Story, stage: str) -> None:
    """Write definitions of terms."""
    rng, style = story.out.style.rng, story.out.style
    fits = [row for row in rows("definitions.tsv") if row[2] in ("*", stage)]
    says = rng.choice(("{}：{}。", "{}：指{}。", "{}，是指{}。"))
    for i, (term, meaning, _) in enumerate(rng.sample(fits, rng.randint(4, 9)), 1):
        number = style.heading(3, i) if style.numbering < 2 else style.heading(1, i)
        text = number + says.format(term, meaning)
        story.out.say(Words(text), topic=f"定义：{term}")


def tell_place(story: Story) -> None:
    """Write how large the place is: counts that are no money."""
    rng = story.out.style.rng
    people = Decimal(rng.randint(120, 9800)) / 100
    story.say(
        "区情",
        topic="辖区概况",
        域=story.body.region.name,
        面=count(story, "面积", Decimal(rng.randint(40, 24000)) / 10, "平方公里", "区情:面积"),
        口=count(story, "常住人口", people, "万人", "区情:人口"),
        村=count(story, "社区", rng.randint(6, 180), "个", "区情:社区"),
    )
