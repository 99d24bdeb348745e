"""Questions over made-up disclosures: deterministic, in the form of gold, and true of one value."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal
from random import Random

import pytest

from benchmarks.made_up.questions import questions_of
from benchmarks.made_up.questions_names import only_one, owner_said
from benchmarks.made_up.questions_shelf import Shelf, context_of
from benchmarks.made_up.questions_wording import bare, mistyped, shortened, tidy, worded
from benchmarks.made_up.truth import Absent, Fact, MadeUp

FIELDS = {
    "id", "question", "history", "expect", "answer", "tolerance",
    "must_mention", "evidence", "op", "difficulty", "tags", "why",
}  # fmt: skip
WAN = Decimal(10000)
TABLE = "一般公共预算基本支出表"
REASON = "公务接待费比上年预算减少0.50万元，主要原因是压缩了接待批次和陪同人数。"


def amount(owner: str, year: int, item: str, wan: str, **more: object) -> Fact:
    """Return one amount, printed in 万元."""
    short = owner.removeprefix("云洲市")
    row = Fact(
        f"{owner}{year}年部门预算.txt", owner, short, "部门", year, "部门预算", year, "预算", item,
        "amount", Decimal(wan) * WAN, "元", f"{wan}万元", f"{item}{wan}万元",
    )  # fmt: skip
    return replace(row, **more)  # type: ignore[arg-type]


def budget(owner: str, year: int, scale: int) -> MadeUp:
    """Return a small budget of one owner."""
    rows = {
        "办公费": ("30201", 3),
        "差旅费": ("30211", 5),
        "公务接待费": ("30217", 2),
        "会议费": ("30215", 4),
    }
    path = ("商品和服务支出",)
    facts = [
        amount(
            owner,
            year,
            item,
            f"{scale * n}.10",
            code=code,
            path=path,
            table=TABLE,
            columns=("合计",),
        )
        for item, (code, n) in rows.items()
    ]
    total = sum((f.value for f in facts), Decimal(0)) / WAN
    facts.append(
        amount(
            owner, year, "商品和服务支出", str(total), code="302", table=TABLE, columns=("合计",)
        )
    )
    moved = replace(
        amount(owner, year, "公务接待费", "0.50"), measure="change", direction="减少",
        base="上年预算数", quote=REASON,
    )  # fmt: skip
    cars = replace(
        amount(owner, year, "公务用车", "3"), measure="count", value=Decimal(scale + 1), unit="辆",
        printed=f"{scale + 1}辆", quote=f"公务用车{scale + 1}辆",
    )  # fmt: skip
    first = facts[0]
    none = Absent(
        first.document, owner, first.owner_short, year, "政府性基金预算支出", "stated",
        "2026年未安排政府性基金预算支出。",
    )  # fmt: skip
    passages = (
        ("增减原因：公务接待费", REASON),
        ("定义：机关运行经费", "机关运行经费：指为保障运转用于购买货物和服务的各项资金。"),
    )
    return MadeUp(
        first.document, "\n".join(f.quote for f in facts), owner, first.owner_short, "部门",
        "云洲市临江区", year, "部门预算", (*facts, moved, cars), (none,), passages,
    )  # fmt: skip


@pytest.fixture(scope="module")
def library() -> list[MadeUp]:
    """Two owners with two years each."""
    owners = ("云洲市临江区水务局", "云洲市临江区教育局")
    return [
        budget(o, y, 1 + i + 3 * (y - 2025)) for i, o in enumerate(owners) for y in (2025, 2026)
    ]


def test_same_seed_same_questions(library: list[MadeUp]) -> None:
    """Everything follows from the seed."""
    assert list(questions_of(library, 7, 60)) == list(questions_of(library, 7, 60))
    assert list(questions_of(library, 7, 20)) != list(questions_of(library, 8, 20))


def test_lines_are_in_the_form_of_gold(library: list[MadeUp]) -> None:
    """Every line has the fields of gold, an answer where one is expected, and evidence for it."""
    lines = list(questions_of(library, 1, 300))
    assert len(lines) == 300
    assert {line["expect"] for line in lines} == {"figure", "figures", "text", "refuse", "clarify"}
    for line in lines:
        json.dumps(line)
        assert set(line) == FIELDS
        assert bool(line["answer"]) == (line["expect"] in {"figure", "figures", "clarify"})
        assert bool(line["evidence"]) == (line["expect"] != "refuse")
        assert line["question"] and "{" not in line["question"] and line["why"]


def test_kinds_are_covered(library: list[MadeUp]) -> None:
    """All operations occur, and about every eighth question has no answer."""
    lines = list(questions_of(library, 2, 400))
    operations = {line["op"] for line in lines}
    assert operations >= {
        "lookup", "change", "difference", "sum", "rank", "share", "ratio", "trend", "compare",
        "count", "list", "definition", "passage", "none",
    }  # fmt: skip
    refused = sum(line["expect"] == "refuse" for line in lines) / len(lines)
    assert 0.08 < refused < 0.2


def test_two_values_are_told_apart_or_not_asked(library: list[MadeUp]) -> None:
    """Where two tables print different values of an item, the question names the table."""
    made_up = library[0]
    other = amount(made_up.owner, 2025, "办公费", "99.00", table="部门支出表", columns=("合计",))
    shelf = Shelf([replace(made_up, facts=(*made_up.facts, other))])
    target = shelf.target_of(other)
    assert target is not None and target.say == ("table",)
    twin = replace(other, value=Decimal(1), table=TABLE)
    shelf = Shelf([replace(made_up, facts=(*made_up.facts, twin))])
    assert shelf.target_of(twin) is None


def test_rounded_prints_are_the_same_figure(library: list[MadeUp]) -> None:
    """A figure that prose rounds is asked by its exact print, with the rounding as tolerance."""
    made_up = library[0]
    exact = amount(made_up.owner, 2025, "水费", "1.2345")
    prose = amount(made_up.owner, 2025, "水费", "1.23", exact=False)
    shelf = Shelf([replace(made_up, facts=(exact, prose))])
    target = shelf.target_of(exact)
    assert target is not None and target.tolerance == 50
    assert shelf.target_of(prose) is None


def test_a_column_is_said(library: list[MadeUp]) -> None:
    """A figure of a column that restricts it is asked for with the column."""
    made_up = library[0]
    cut = amount(
        made_up.owner, 2025, "行政运行", "5.00", table=TABLE,
        columns=("支出", "项目支出"), key="功能:2130301/项目",
    )  # fmt: skip
    target = Shelf([replace(made_up, facts=(cut,))]).target_of(cut)
    assert target is not None and target.slice == "项目支出"


def test_a_total_is_asked_by_what_it_totals(library: list[MadeUp]) -> None:
    """A row 合计 goes by the name of what it adds up; without such a name its table is said."""
    made_up = library[0]
    known = amount(made_up.owner, 2025, "合计", "7.00", table="三公表", key="三公")
    other = amount(made_up.owner, 2025, "合计", "9.00", table="支出表", key="支出:一般")
    shelf = Shelf([replace(made_up, facts=(known, other))])
    first, second = shelf.target_of(known), shelf.target_of(other)
    assert first is not None and (first.name, first.say) == ("“三公”经费", ())
    assert second is not None and second.say == ("table",)
    assert shelf.figure(other, year=2025, item="“三公”经费") is not None


def test_an_office_is_not_its_department(library: list[MadeUp]) -> None:
    """A 部门 and its 本级 print different values: the question names the scope or 本级."""
    made_up = library[0]
    whole = amount(made_up.owner, 2025, "水费", "5.00")
    office = replace(
        whole, owner=f"{made_up.owner}（本级）", owner_short=f"{made_up.owner_short}本级",
        scope="本级", value=Decimal(30000),
    )  # fmt: skip
    shelf = Shelf([replace(made_up, facts=(whole, office))])
    first, second = shelf.target_of(whole), shelf.target_of(office)
    assert first is not None and first.say == ("scope",)
    assert second is not None and second.say == ()
    assert "本级" in owner_said(shelf, office, Random(1)).words


def test_targets_are_asked_with_their_project(library: list[MadeUp]) -> None:
    """An indicator belongs to a project, and the question says to which."""
    made_up = library[0]
    target = amount(
        made_up.owner, 2025, "验收合格率", "1", measure="target", key="项目:管网改造/验收合格率"
    )
    assert context_of(target) == "管网改造"
    assert context_of(amount(made_up.owner, 2025, "管网改造", "1", key="项目:管网改造")) == ""


def test_short_names_are_of_one_owner(library: list[MadeUp]) -> None:
    """A short name is used only where no other owner could have it."""
    shelf = Shelf(library)
    assert only_one(shelf, "临江区水务局", "云洲市临江区水务局")
    assert not only_one(shelf, "云洲临江局", "云洲市临江区水务局")


def test_mistyped_names_stay_names_of_one_thing() -> None:
    """A mistyped or shortened name never becomes another name."""
    assert mistyped("水费", set(), Random(1)) == ""
    assert mistyped("公务接待费", set(), Random(1)) != "公务接待费"
    assert (
        shortened("公务接待费", {"公务接待费", "公务接待经费", "国内公务接待费"}, Random(1)) == ""
    )


def test_seams_are_mended() -> None:
    """Pieces leave no doubled particles or marks behind."""
    assert tidy("水务局的的办公费是多少？。") == "水务局的办公费是多少？"
    assert bare("“三公”经费，是多少？") == "三公经费是多少"


def test_a_kind_has_many_wordings() -> None:
    """The same question is worded in many ways."""
    slots = dict.fromkeys(("o", "y", "w", "ask", "u", "spent"), "字")
    assert len({worded("lookup", slots, Random(n)).tags for n in range(200)}) >= 8
