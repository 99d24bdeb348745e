"""Whose document it is, of which year and kind, read off its first lines."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.figure import Basis
from corpus.identity import identity_of
from corpus.owner_names import abbreviation_end, owner_name, region_at

SHARED = Path(__file__).resolve().parents[2].parent / "shared"

TITLES = [
    (
        ["青禾市临江区水务局2026年", "部门预算编制说明", "", "一、基本职能"],
        ("青禾市临江区水务局2026年部门预算编制说明", "青禾市临江区水务局", 2026, "部门预算"),
    ),
    (
        [" 2025 年 北岭州 水务局", "", "部门预算公开", "目 录"],
        ("2025年北岭州水务局部门预算公开", "北岭州水务局", 2025, "部门预算"),
    ),
    (
        ["云山省人大常委会办公厅2018年度部门", "预算公开", "目 录"],
        ("云山省人大常委会办公厅2018年度部门预算公开", "云山省人大常委会办公厅", 2018, "部门预算"),
    ),
    (
        ["青禾市临江区2025年区级单位预算", "预算单位：青禾市临江区商务委员会", "目录"],
        ("青禾市临江区2025年区级单位预算", "青禾市临江区商务委员会", 2025, "单位预算"),
    ),
    (
        ["青禾市水务局2026年预算重点领域财政项目文本公开", "一、项目名称"],
        (
            "青禾市水务局2026年预算重点领域财政项目文本公开",
            "青禾市水务局",
            2026,
            "项目文本",
        ),
    ),
    (
        ["青禾市水务局", "2024年度部门决算", "目录"],
        ("青禾市水务局2024年度部门决算", "青禾市水务局", 2024, "部门决算"),
    ),
    (
        ["青禾市水务局二〇二五年部门预算"],
        ("青禾市水务局二〇二五年部门预算", "青禾市水务局", 2025, "部门预算"),
    ),
]


@pytest.mark.parametrize(("lines", "expected"), TITLES)
def test_title_names_owner_year_and_kind(lines: list[str], expected: tuple[object, ...]) -> None:
    """A title, on one line or on two, tells the owner, the year and the kind."""
    found = identity_of(lines, "upload.txt")
    assert (found.title, found.owner, found.fiscal_year, found.kind) == expected


REPORT = "2024年预算执行情况和2025年预算草案的报告"
SPEECH = "——2025年1月8日在石岭县第十届人民代表大会第四次会议上"
REPORTS = [
    ([f"石岭县{REPORT}", SPEECH, "石岭县财政局", "各位代表："], "石岭县财政局"),
    ([f"关于石岭县{REPORT}", SPEECH, "石岭县财政局局长 何平", "各位代表："], "石岭县财政局"),
    ([f"石岭县人民政府关于{REPORT}", SPEECH, "各位代表："], "石岭县人民政府"),
    ([f"关于{REPORT}", "各位代表：", "请予审查。", "石岭县人民政府"], "石岭县人民政府"),
    ([f"石岭县{REPORT}", SPEECH, "各位代表："], "石岭县"),
    (["关于石岭县2024年预算执行情况和", "2025年预算草案的报告", SPEECH, "各位代表："], "石岭县"),
]


@pytest.mark.parametrize(("lines", "owner"), REPORTS)
def test_a_report_on_a_countys_budget_is_of_who_signs_it(lines: list[str], owner: str) -> None:
    """The body of the title or the signature owns it; else the region; the year is the draft's."""
    found = identity_of(lines, "upload.txt")

    assert (found.owner, found.region) == (owner, "石岭县")
    assert (found.fiscal_year, found.kind, found.basis) == (2025, "政府预算", Basis.BUDGET)


def test_a_report_on_a_countys_accounts_is_no_departments() -> None:
    """财政决算草案 is the account of the whole county."""
    found = identity_of(["石岭县2024年财政决算草案的报告", "各位代表："], "upload.txt")

    assert (found.kind, found.basis, found.fiscal_year) == ("政府决算", Basis.FINAL, 2024)


def test_final_accounts_have_their_own_basis() -> None:
    """A document of final accounts is FINAL, everything else BUDGET."""
    assert identity_of(["青禾市水务局2024年度部门决算"], "a.pdf").basis is Basis.FINAL
    assert identity_of(["青禾市水务局2024年部门预算"], "a.pdf").basis is Basis.BUDGET


def test_fields_name_the_owner_when_the_title_does_not() -> None:
    """编制部门 lines, unit and all, name the owner of a document without a title."""
    lines = ["公开表一", "收支总表", "编制部门：青禾市临江区水务局 单位：万元", "收入 1.00"]
    found = identity_of(lines, "2025年部门预算公开表.xlsx")
    assert (found.owner, found.region, found.fiscal_year) == (
        "青禾市临江区水务局",
        "青禾市临江区",
        2025,
    )


def test_file_name_is_the_last_resort() -> None:
    """With nothing in the text, the file's name tells what it can."""
    found = identity_of(["收支总表", "1"], "青禾市水务局2025年部门预算.pdf")
    assert (found.owner, found.fiscal_year, found.kind) == ("青禾市水务局", 2025, "部门预算")


def test_unlisted_endings_are_read_from_the_title() -> None:
    """A body whose ending is in no list is named by its title or its field all the same."""
    titled = identity_of(["青禾市地方史志编纂室2025年部门预算"], "a.pdf")
    field = identity_of(["2025年部门预算表", "编制单位：青禾市地方史志编纂室 单位：万元"], "a.pdf")
    assert titled.owner == field.owner == "青禾市地方史志编纂室"


def test_the_body_proper_is_told_from_the_department() -> None:
    """（本级） stays part of the printed owner."""
    found = identity_of(["附件2", "青禾市水务局（本级）2025年单位预算公开"], "a.pdf")
    assert (found.owner, found.kind) == ("青禾市水务局（本级）", "单位预算")


def test_nothing_is_made_up() -> None:
    """A document that tells nothing has no owner and no year."""
    found = identity_of(["说明", "无"], "upload.txt")
    assert (found.owner, found.region, found.fiscal_year, found.kind) == ("", "", None, "")


NAMES = [
    ("青禾市临江区水务局", ["青禾市", "临江区"], "水务局", ""),
    ("青禾市临江区人民政府望河街道办事处", ["青禾市", "临江区", "望河街道"], "", "办事处"),
    ("云山省人大常委会办公厅", ["云山省"], "人大常委会", "办公厅"),
    ("中共青禾市临江区委组织部", ["青禾市", "临江区"], "委组织部", ""),
    ("青禾市市场监督管理局", ["青禾市"], "市场监督管理局", ""),
    ("青禾市民政局", ["青禾市"], "民政局", ""),
    ("望山县市场监督管理局", ["望山县"], "市场监督管理局", ""),
    ("青禾市政务服务中心", ["青禾市"], "政务服务中心", ""),
    ("青禾市城乡建设局", ["青禾市"], "城乡建设局", ""),
    ("北岭彝族自治州水务局（本级）", ["北岭彝族自治州"], "水务局", "（本级）"),
    ("共青团青禾市委员会", ["青禾市"], "共青团委员会", ""),
]


@pytest.mark.parametrize(("full", "regions", "core", "tail"), NAMES)
def test_names_come_apart(full: str, regions: list[str], core: str, tail: str) -> None:
    """A body's name is regions, what it is, and a tail; ordinary words are no regions."""
    name = owner_name(full)
    assert ([r.name for r in name.regions], name.core, name.tail) == (regions, core, tail)


def test_autonomous_regions_have_short_forms() -> None:
    """北岭彝族自治州 is also 北岭州 and 北岭: the people's name is left out by rule."""
    region = region_at("北岭彝族自治州水务局", 0)
    assert region is not None
    assert region.forms == {"北岭彝族自治州", "北岭州", "北岭"}


ABBREVIATIONS = [
    ("卫健委", "卫生健康委员会"),
    ("发改委", "发展和改革委员会"),
    ("人社局", "人力资源和社会保障局"),
    ("文旅局", "文化广电和旅游局"),
    ("住建局", "住房和城乡建设局"),
    ("水务局", "水务局"),
]


@pytest.mark.parametrize(("short", "core"), ABBREVIATIONS)
def test_abbreviations_keep_the_starts_of_words(short: str, core: str) -> None:
    """An abbreviation keeps first characters of words in order and the head."""
    assert abbreviation_end(short + "2026年", 0, core) == len(short)


def test_abbreviations_need_the_head() -> None:
    """卫健 without 委, or characters from the middle of words, abbreviate nothing."""
    assert abbreviation_end("卫健支出", 0, "卫生健康委员会") is None
    assert abbreviation_end("生康委", 0, "卫生健康委员会") is None


@pytest.mark.shared
@pytest.mark.parametrize("path", sorted((SHARED / "seeds").glob("*.txt")), ids=lambda p: p.name)
def test_real_documents_tell_who_they_are(path: Path) -> None:
    """Every real document has an owner with a region, a year and a kind."""
    found = identity_of(path.read_text("utf-8").splitlines(), path.name)
    assert found.owner.startswith(found.region)
    assert found.region and found.kind and found.fiscal_year


PAGES = [
    (  # a date is when something was said or printed; the number of a paper is no year
        ["——2024年9月2日在常委会会议上", "青禾市2023年财政决算草案已编成。"],
        ("", 2023, "政府决算", Basis.FINAL),
    ),
    (
        ["根据《预算管理决定》（国发〔2014〕45号），2023年“三公”经费决算总额为10万元。"],
        ("", 2023, "部门决算", Basis.FINAL),
    ),
    (
        ["发布日期：2025-04-29", "青禾市数据中心2024年度项目支出绩效单位自评报告"],
        ("青禾市数据中心", 2024, "绩效评价", Basis.FINAL),
    ),
    (  # where a page stands on its site is no kind
        ["您的位置：首页>预算/决算>决算", "第一部分：2022年部门预算说明"],
        ("", 2022, "部门预算", Basis.BUDGET),
    ),
    (  # a text that plans nothing tells what was
        ["2020年“三公”经费支出43万元，比上年减少2万元。"],
        ("", 2020, "", Basis.ACTUAL),
    ),
    (  # what is compared with a budget is no budget
        ["1-5月，全县税收收入完成3万元，为年预算的45%，占年初预算的41%。"],
        ("", None, "", Basis.ACTUAL),
    ),
    (
        ["关于2018年度市级预算执行", "和其他财政收支的审计工作报告", "青禾市审计局局长张三"],
        ("青禾市审计局", 2018, "审计报告", Basis.ACTUAL),
    ),
    (
        ["青禾市水务局2018年用财政拨款开支的“三公”经费预算合计30万元。"],
        ("青禾市水务局", 2018, "部门预算", Basis.BUDGET),
    ),
    (
        ["青禾市二O二三年国有资产管理情况的专项报告"],
        ("青禾市", 2023, "国有资产报告", Basis.ACTUAL),
    ),
]


@pytest.mark.parametrize(("lines", "expected"), PAGES)
def test_pages_without_a_usual_title(
    lines: list[str], expected: tuple[str, int | None, str, Basis]
) -> None:
    """Year, kind and stage come from what the first lines say of the money, not of the page."""
    found = identity_of(lines, "01.txt")

    assert expected == (found.owner, found.fiscal_year, found.kind, found.basis)


NAMED = [
    (
        ["青禾市2023年行政资产管理情况的专项报告 - 青禾人大网"],
        "青禾市2023年行政资产管理情况的专项报告",
    ),
    (["临江镇2015年接待经费说明", "一、接待费"], "临江镇2015年接待经费说明"),
    (
        ["关于青禾市2021年财政", "预算执行情况及2022年财政", "预算草案的报告"],
        "关于青禾市2021年财政预算执行情况及2022年财政预算草案的报告",
    ),
]


@pytest.mark.parametrize(("lines", "title"), NAMED)
def test_titles_of_pages(lines: list[str], title: str) -> None:
    """The site's name goes, a first line with a year stays, a third line ends what is open."""
    assert title == identity_of(lines, "01.txt").title


def test_a_text_about_budgeted_projects_is_a_project_text() -> None:
    """「预算项目情况公开」 is no departmental budget, and a 仲裁院 is a body."""
    found = identity_of(["青禾市临江区劳动争议仲裁院2025年预算项目情况公开"], "项目.txt")
    assert (found.owner, found.fiscal_year, found.kind) == (
        "青禾市临江区劳动争议仲裁院",
        2025,
        "项目文本",
    )
