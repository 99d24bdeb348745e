"""Prose of a final account: done against planned, and against the year before."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from benchmarks.made_up.accounts import CARRIED, FUND, GENERAL, ZERO, Books, Split
from benchmarks.made_up.data import function_names, rows
from benchmarks.made_up.prose_budget import Item, money_of, tell_items, use_of
from benchmarks.made_up.prose_other import stated
from benchmarks.made_up.sayings import Story, because, change, count, money, percent, share
from benchmarks.made_up.tables_final import GRANTS, OWN_NAMES, granted, income, own
from benchmarks.made_up.words import Words, absent


def tell_final_totals(story: Story) -> None:
    """Write 收入支出决算总体情况."""
    value = story.books.total + story.books.left
    old = story.before.total + story.before.left if story.before else None
    story.say(
        "决收支",
        topic="收支总体情况",
        额=money(story, "收入总计", value, "总计"),
        额二=money(story, "支出总计", value, "总计"),
        比=change(story, "收入总计", value, old, "总计"),
        原因=because(story, "总", value, old, "收支总计"),
    )


def tell_final_income(story: Story) -> None:
    """Write 收入决算 and what it consists of."""
    books, before = story.books, story.before
    value, old = income(books), before and income(before)
    story.say(
        "决收入",
        额=money(story, "本年收入合计", value, "收入:本年"),
        比=change(story, "本年收入合计", value, old, "收入:本年"),
        原因=because(story, "总", value, old, "本年收入"),
    )
    items: list[Item] = [
        (f"{name}收入", granted(books, fund), before and granted(before, fund), key)
        for name, fund, key in GRANTS
    ]
    items += [
        (name, own(books, name), before and own(before, name), f"收入:{name}") for name in OWN_NAMES
    ]
    shown = [i for i in items if i[1] or story.out.style.rng.random() < 0.4]
    tell_items(story, shown, value, "本年收入合计", "总")


def tell_final_spending(story: Story) -> None:
    """Write 支出决算, basic and by projects."""
    books, before = story.books, story.before
    old = before and before.total
    story.say(
        "决支出",
        额=money(story, "本年支出合计", books.total, "支出"),
        比=change(story, "本年支出合计", books.total, old, "支出"),
        原因=because(story, "总", books.total, old, "本年支出"),
    )
    items: list[Item] = [
        ("基本支出", books.basic.total, before and before.basic.total, "支出/基本"),
        ("项目支出", books.project_money(), before and before.project_money(), "支出/项目"),
    ]
    tell_items(story, items, books.total, "本年支出合计", "项目")


def tell_final_grants(story: Story) -> None:
    """Write 财政拨款收入支出决算总体情况."""

    def whole(books: Books) -> Decimal:
        return books.granted + books.fund(CARRIED) + books.left

    value, old = whole(story.books), story.before and whole(story.before)
    story.say(
        "决拨款",
        额=money(story, "财政拨款收入总计", value, "总计/财政拨款"),
        额二=money(story, "财政拨款支出总计", value, "总计/财政拨款"),
        比=change(story, "财政拨款收入总计", value, old, "总计/财政拨款"),
        原因=because(story, "总", value, old, "财政拨款收支总计"),
    )


def tell_final_functions(story: Story) -> None:
    """Write 一般公共预算财政拨款支出: against the budget, by 类, by functional item."""
    books, key = story.books, "支出/一般公共预算"
    item = "一般公共预算财政拨款支出"
    value = books.fund(GENERAL) + books.fund(CARRIED)
    old = story.before and story.before.fund(GENERAL) + story.before.fund(CARRIED)
    planned = _general(story.planned)
    story.say(
        "决一般",
        额=money(story, item, value, key),
        率=percent(story, item, "share", value / books.total * 100, f"{key}/占本年支出合计"),
        比=change(story, item, value, old, key),
        原因=because(story, "总", value, old, item),
        **_against(story, item, value, planned, key),
    )
    if story.out.style.rng.random() < 0.6:
        _tell_structure(story, value)
    _tell_each(story)


def _general(books: Books | None) -> Decimal:
    return books.fund(GENERAL) + books.fund(CARRIED) if books else ZERO


def _against(
    story: Story, item: str, value: Decimal, planned: Decimal, key: str
) -> dict[str, Words | str]:
    """Return the budget, how much of it was done, and why it differs."""
    done = Words("100%")
    if planned:
        done = percent(story, item, "rate", value / planned * 100, f"{key}/完成年初预算")
    why = Words("")
    if planned and value != planned and story.out.style.rng.random() < 0.7:
        direction = "增" if value > planned else "减"
        fits = [r[2] for r in rows("reasons.tsv") if r[:2] == ("决算", direction)]
        why = story.fill(
            "差因",
            大小="大于" if value > planned else "小于",
            因=story.out.style.rng.choice(fits),
        )
        why = replace(why, passages=((f"决算差异原因：{item}", why.text.lstrip("，。")),))
    return {"算": money(story, item, planned, key, basis="年初预算"), "完": done, "差因": why}


def _tell_structure(story: Story, whole: Decimal) -> None:
    groups: dict[str, Decimal] = {}
    for code, split in story.books.lines(GENERAL, CARRIED).items():
        groups[code[:3]] = groups.get(code[:3], ZERO) + split.total
    pieces = []
    for code, value in groups.items():
        name, key = function_names()[code], f"功能:{code}/一般公共预算"
        piece = money_of(story, f"{name}（类）" if story.out.style.numbering else name, value, key)
        pieces.append(
            piece + "，" + share(story, name, value, whole, "一般公共预算财政拨款支出", key)
        )
    joined = Words("")
    for i, piece in enumerate(pieces):
        joined = joined + ("；" if i else "") + piece
    item = "一般公共预算财政拨款支出"
    template_slots = {"额": money(story, item, whole, "支出/一般公共预算"), "列": joined}
    story.out.say(story.fill("决构", **template_slots))


def _tell_each(story: Story) -> None:
    lines = story.books.lines(GENERAL, CARRIED)
    earlier = story.before.lines(GENERAL, CARRIED) if story.before else {}
    planned = story.planned.lines(GENERAL, CARRIED) if story.planned else {}
    for i, (code, split) in enumerate(lines.items(), 1):
        names = [function_names()[code[:n]] for n in (3, 5, 7)]
        key, path = f"功能:{code}/一般公共预算", (names[0], names[1])
        budget = planned.get(code, Split()).total
        said = story.fill(
            "决科目" if budget else "决科新",
            类名=names[0],
            款名=names[1],
            项名=names[2],
            额=money(story, names[2], split.total, key, path=path),
            比=change(story, names[2], split.total, earlier.get(code, Split()).total, key),
            用=use_of(story, code),
            因="",
            **_against(story, names[2], split.total, budget, key),
        )
        story.out.say(Words(story.out.style.heading(3, i)) + said)


def tell_final_three(story: Story) -> None:
    """Write 三公: budget, account, and the counts behind it."""
    three = story.books.three
    old = story.before.three if story.before else None
    planned = story.planned.three if story.planned else three
    if not three.total and not planned.total:
        stated(story, "决三全无", "“三公”经费", "三公")
        return
    story.say(
        "决三公",
        topic="三公经费情况",
        额=money(story, "“三公”经费", three.total, "三公"),
        比=change(story, "“三公”经费", three.total, old and old.total, "三公"),
        原因=because(story, "三公", three.total, old and old.total, "“三公”经费"),
        **_against(story, "“三公”经费", three.total, planned.total, "三公"),
    )
    parts = (
        ("因公出国（境）费", "travel", "三公:出国", "出国", Words("")),
        ("公务用车购置费", "car_buy", "三公:购置", "用车", Words("")),
        ("公务用车运行维护费", "car_use", "三公:运行", "用车", _kept(story)),
        ("公务接待费", "reception", "三公:接待", "接待", _guests(story)),
    )
    for i, (item, attr, key, about, counts) in enumerate(parts, 1):
        was = getattr(old, attr) if old else None
        value, plan = getattr(three, attr), getattr(planned, attr)
        story.out.say(
            Words(story.out.style.heading(3, i))
            + _part(story, (item, value, was, key), plan, about, counts)
        )


def _part(story: Story, item: Item, planned: Decimal, about: str, counts: Words) -> Words:
    name, value, old, key = item
    if not value and not planned:
        piece = story.fill("决三无", 项=name)
        return Words(piece.text, absences=(absent(name, "stated", (), key),))
    return story.fill(
        "决三项",
        项=name,
        额=money(story, name, value, key),
        比=change(story, name, value, old, key),
        原因=because(story, about, value, old, name),
        数=counts,
        **_against(story, name, value, planned, key),
    )


def _guests(story: Story) -> Words:
    three = story.books.three
    if not three.batches:
        return Words("")
    return story.fill(
        "决接待",
        批=count(story, "接待", three.batches, "批次", "三公:批次"),
        人=count(story, "接待", three.guests, "人次", "三公:接待人次"),
    )


def _kept(story: Story) -> Words:
    kept = story.books.three.kept
    if not kept:
        return Words("")
    return story.fill("决用车", 车=count(story, "公务用车保有量", kept, "辆", "三公:保有量"))


def tell_final_fund(story: Story, fund: str) -> None:
    """Write about 政府性基金 or 国有资本经营."""
    kind, name = ("基金", "政府性基金") if fund == FUND else ("国资", "国有资本经营")
    value = story.books.fund(fund)
    item = f"{name}预算财政拨款支出"
    if not value:
        stated(story, f"决{kind}无", item, f"收入:{name}")
        return
    old = story.before.fund(fund) if story.before else None
    story.say(
        "决基金有",
        项=item,
        额=money(story, item, value, f"收入:{name}"),
        比=change(story, item, value, old, f"收入:{name}"),
        用="、".join(p.purpose for p in story.books.projects if p.of(fund)),
    )


def tell_final_running(story: Story) -> None:
    """Write 机关运行经费支出, or that there is none."""
    value = story.books.running_costs
    if not value:
        stated(story, "运行无", "机关运行经费", "机关运行经费")
        return
    old = story.before.running_costs if story.before else None
    story.say(
        "决运行",
        额=money(story, "机关运行经费支出", value, "机关运行经费"),
        比=change(story, "机关运行经费支出", value, old, "机关运行经费"),
        原因=because(story, "公用", value, old, "机关运行经费"),
    )


def tell_final_purchases(story: Story) -> None:
    """Write 政府采购支出, or that there is none."""
    bought = story.books.purchases
    if not bought.total:
        stated(story, "采购无", "政府采购", "采购")
        return
    kept = Words("")
    if bought.reserved:
        kept = story.fill(
            "决采购留",
            额=money(story, "授予中小企业合同金额", bought.reserved, "采购:中小企业"),
            率=percent(
                story,
                "授予中小企业合同金额",
                "share",
                bought.reserved / bought.total * 100,
                "采购:中小企业/占",
            ),
        )
    story.say(
        "决采购",
        topic="政府采购情况",
        额=money(story, "政府采购支出", bought.total, "采购"),
        货=money(story, "货物", bought.goods, "采购:货物"),
        工=money(story, "工程", bought.works, "采购:工程"),
        服=money(story, "服务", bought.services, "采购:服务"),
        留=kept,
    )


def tell_final_left(story: Story) -> None:
    """Write 年末结转和结余."""
    value = story.books.left
    if not value:
        stated(story, "决结余无", "年末结转和结余", "年末结转")
        return
    old = story.before.left if story.before else None
    story.say(
        "决结余",
        额=money(story, "年末结转和结余", value, "年末结转"),
        比=change(story, "年末结转和结余", value, old, "年末结转"),
    )


def tell_final_performance(story: Story) -> None:
    """Write how the projects judged themselves."""
    projects, rng = story.books.projects, story.out.style.rng
    if not projects:
        return
    score = Decimal(rng.randint(8600, 9980)) / 100
    story.say(
        "决绩效",
        数=count(story, "绩效自评", len(projects), "个", "绩效:项目数"),
        额=money(story, "涉及资金", story.books.project_money(), "绩效:金额"),
        分=_score(story, score),
    )


def _score(story: Story, score: Decimal) -> Words:
    words = count(story, "平均得分", score, "分", "绩效:得分")
    return replace(words, facts=tuple(replace(f, measure="score") for f in words.facts))
