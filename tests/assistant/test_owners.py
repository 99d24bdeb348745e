"""Whom a question means among invented bureaus, and whom it names in vain."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from assistant.language.owner_library import Texts
from assistant.language.owners import OwnerBook

WATER = "青禾市临江区水务局"
SCHOOLS = "青禾市临江区教育体育局"
STREET = "青禾市临江区人民政府望河街道办事处"
CONGRESS = "云山省人大常委会办公厅"
HEALTH = "北岭彝族自治州卫生健康委员会"
CITY_TRADE = "青禾市商务委员会"
FAR_WATER = "北岭彝族自治州水务局"
NAMES = [WATER, SCHOOLS, STREET, CONGRESS, HEALTH, CITY_TRADE, FAR_WATER]
WATER_TEXT = """青禾市临江区水务局2026年部门预算
所属单位2个，分别是：
1.青禾市临江区水务局（本级）
2.青禾市临江区河道管理所
资金由青禾市临江区民政局统筹，与区农业农村委员会分工，供水服务中心工作经费12万元。
社区、城乡供水、定点医院、市本级、县（市、区）
"""


@dataclass(frozen=True)
class Row:
    """What the library says of a document."""

    id: str
    owner: str
    kind: str = "部门预算"


@pytest.fixture(scope="module")
def book() -> OwnerBook:
    """A small library; the first bureau has a department's and a unit's document."""
    rows = [Row(str(i), name) for i, name in enumerate(NAMES)] + [Row("twin", WATER, "单位预算")]
    texts = {row.id: row.owner for row in rows} | {"0": WATER_TEXT}
    return OwnerBook.of(rows, Texts(texts))


NAMED: list[tuple[str, list[str]]] = [
    ("青禾市临江区水务局2026年公务接待费", [WATER]),
    ("临江区水务局2026年公务接待费", [WATER]),
    ("临江水务局2026年公务接待费", [WATER]),
    ("青禾临江水务局公务接待费", [WATER]),
    ("临江区的水务局公务接待费", [WATER]),
    ("云山省青禾市临江区教体局的会议费", [SCHOOLS]),
    ("区教体局会议费", [SCHOOLS]),
    ("请问教体局会议费是多少", [SCHOOLS]),
    ("截至2025年12月临江区水务局编制几个人", [WATER]),
    ("能不能推算出临江区水务局2025年的数", [WATER]),
    ("望河街道2026年预算", [STREET]),
    ("望河街道办26年预算", [STREET]),
    ("望河街道办公费是多少", [STREET]),
    ("临江区望河街道办事处预算", [STREET]),
    ("省人大2019年会议费", [CONGRESS]),
    ("云山人大2019年会议费", [CONGRESS]),
    ("省人大机关运行经费", [CONGRESS]),
    ("2018年度云山省人大收支预算总表", [CONGRESS]),
    ("云山省人大办公厅会议费", [CONGRESS]),
    ("州卫健委（北岭）会议费", [HEALTH]),
    ("北岭州卫健委会议费", [HEALTH]),
    ("北岭卫健委会议费", [HEALTH]),
    ("市商务委会议费", [CITY_TRADE]),
    ("水务局会议费", [WATER, FAR_WATER]),
    ("北岭水务 2026年", [FAR_WATER]),
    ("自治州水务局会议费", [FAR_WATER]),
    ("人大办公厅会议费", [CONGRESS]),
    ("临江区的“水务局”会议费", [WATER]),
    ("北岭州水务局和临江区水务局谁多", [FAR_WATER, WATER]),
    ("望河街道、商务委和区水务局三家的会议费", [STREET, CITY_TRADE, WATER]),
    ("临江区教体局与水务局的会议费", [SCHOOLS, WATER]),
    ("部门支出总表里项目支出是多少？我问的是望河街道", [STREET]),
]


@pytest.mark.parametrize(("text", "owners"), NAMED)
def test_names_are_recognised(book: OwnerBook, text: str, owners: list[str]) -> None:
    """Full, short and colloquial names, with or without region and level, find their owners."""
    found = book.resolve(text)
    assert (found.status, list(found.owners), found.unknown) == ("named", owners, "")


REGIONS = [
    ("临江区2026年三公经费", {WATER, SCHOOLS, STREET}),
    ("临江 财政拨款收入 2026", {WATER, SCHOOLS, STREET}),
    ("临江区财政拨款收入", {WATER, SCHOOLS, STREET}),
    ("北岭彝族自治州三公经费", {HEALTH, FAR_WATER}),
    ("青禾市政府采购预算", {CITY_TRADE}),
    ("北岭委托业务费", {HEALTH, FAR_WATER}),
]


@pytest.mark.parametrize(("text", "owners"), REGIONS)
def test_a_region_alone_means_its_bodies(book: OwnerBook, text: str, owners: set[str]) -> None:
    """A question that names only a region means all of its bodies, its streets included."""
    found = book.resolve(text)
    assert (found.status, set(found.owners)) == ("region-only", owners)


UNKNOWN = [
    ("青禾市河西区水务局2026年会议费", "青禾市河西区水务局"),
    ("青禾市河西区2026年会议费", "青禾市河西区"),
    ("白沙市水务局2026年会议费", "白沙市水务局"),
    ("请问白沙市水务局会议费", "白沙市水务局"),
    ("乌鲁木齐水务局会议费", "乌鲁木齐水务局"),
    ("青禾市水务局2026年会议费", "青禾市水务局"),
    ("云山省高级人民法院2018年会议费", "云山省高级人民法院"),
    ("临江区卫健局会议费", "临江区卫健局"),
    ("临江区民政局2026年会议费", "临江区民政局"),
    ("省水务厅2026年会议费", "省水务厅"),
    ("审计局2026年会议费", "审计局"),
    ("国家水务局2026年会议费", "国家水务局"),
    ("临江区中医院2026年会议费", "临江区中医院"),
    ("白沙水务局会议费", "白沙水务局"),
    ("柳溪镇街道2026年会议费", "柳溪镇街道"),
    ("区审计局2026年会议费", "区审计局"),
    ("省水务局会议费", "省水务局"),
    ("绵阳2026年会议费", "绵阳"),
    ("河东街道办事处会议费", "河东街道办事处"),
    ("临江区水务局和白沙区水务局的会议费", "白沙区水务局"),
]


@pytest.mark.parametrize(("text", "words"), UNKNOWN)
def test_foreign_names_are_reported(book: OwnerBook, text: str, words: str) -> None:
    """A body or region that the library does not have is named as such, never replaced."""
    found = book.resolve(text)
    assert (found.status, found.unknown) == ("unknown", words)


NO_OWNER = [
    "政府采购预算总额多少",
    "城乡供水补助多少钱",
    "社区建设支出多少",
    "定点医院有多少家",
    "市本级预留部分占多少",
    "县（市、区）财政补助多少",
    "供水服务中心工作经费多少",
    "公安支出是多少",
    "委托业务费是什么意思",
    "本部门会议费",
    "各部门的三公经费排名",
    "优化布局需要多少钱",
    "区农业农村委怎么分工",
    "比上年多了多少",
    "全区户均补助标准",
]


@pytest.mark.parametrize("text", NO_OWNER)
def test_item_words_are_no_bodies(book: OwnerBook, text: str) -> None:
    """Words of items and of the documents' own texts raise no false alarm."""
    found = book.resolve(text)
    assert (found.status, found.rest) == ("none", text)


def test_units_inside_a_document_are_entities(book: OwnerBook) -> None:
    """A unit that a document lists, in full or abbreviated, leads to that document."""
    for text in ("临江区河道管理所人员经费", "临江区河道所人员经费"):
        found = book.resolve(text)
        assert (found.status, found.documents, found.owners) == ("entity", ("0",), (WATER,))
        assert found.rest.strip() == "人员经费"


def test_words_of_a_named_owners_document_are_no_unknown_bodies(book: OwnerBook) -> None:
    """Beside a named owner, another body that its document mentions is part of the question."""
    found = book.resolve("临江区水务局和区农业农村委的职责怎么分工")
    assert (found.status, found.owners) == ("named", (WATER,))


def test_slips_are_repaired_and_said(book: OwnerBook) -> None:
    """A homophone in a name is read as the name, with a note, and its span is verbatim."""
    found = book.resolve("望合街道2026年预算")
    assert found.owners == (STREET,)
    assert found.note == "把「望合街道」理解为「望河街道」"
    assert found.mentions[0].text == "望合街道"


def test_bold_readings_are_said(book: OwnerBook) -> None:
    """Leaving a whole word out of a name is an assumption, and is said."""
    found = book.resolve("临江区教育局会议费")
    assert found.owners == (SCHOOLS,)
    assert found.note == f"把「临江区教育局」理解为「{SCHOOLS}」"


def test_upper_regions_say_what_they_stand_for(book: OwnerBook) -> None:
    """A region above the library's bodies stands for them, and the note says so."""
    found = OwnerBook.of([Row("a", WATER)], Texts({"a": WATER})).resolve("青禾市2026年三公经费")
    assert (found.status, found.owners) == ("region-only", (WATER,))
    assert "青禾市" in found.note


def test_twins_share_an_owner_and_keep_their_kinds(book: OwnerBook) -> None:
    """部门 and 单位 documents are one owner's; the question's own word is kept."""
    found = book.resolve("临江区水务局单位预算的收入总计")
    assert found.documents == ("0", "twin")
    assert found.kinds == ("单位预算",)


def test_spellings_of_one_body_are_joined() -> None:
    """Two forms of one region make one body with all of its documents."""
    rows = [Row("a", "北岭州水务局"), Row("b", "北岭彝族自治州水务局")]
    found = OwnerBook.of(rows, Texts({})).resolve("北岭州水务局会议费")
    assert (found.owners, found.documents) == (("北岭彝族自治州水务局",), ("a", "b"))


def test_regions_of_one_stem_are_told_apart() -> None:
    """临江区 is not 临江县, while 临江 may be either."""
    rows = [Row("a", "临江区水务局"), Row("b", "临江县水务局")]
    book = OwnerBook.of(rows, Texts({}))
    assert book.resolve("临江县水务局会议费").owners == ("临江县水务局",)
    assert len(book.resolve("临江水务局会议费").owners) == 2


LISTED = [
    ("四川绵阳市水务局会议费", "named", ""),
    ("四川省绵阳水务局会议费", "named", ""),
    ("河南绵阳市水务局会议费", "unknown", "河南绵阳市水务局"),
    ("四川省水务厅2026年会议费", "unknown", "四川省水务厅"),
    ("四川省成都市水务局会议费", "unknown", "四川省成都市水务局"),
    ("四川2026年会议费", "region-only", ""),
    ("绵阳市安州区2026年会议费", "unknown", "绵阳市安州区"),
]


@pytest.mark.parametrize(("text", "status", "unknown"), LISTED)
def test_listed_regions_know_what_they_lie_in(text: str, status: str, unknown: str) -> None:
    """A province may stand before its own city, and before no other."""
    found = OwnerBook.of([Row("a", "绵阳市水务局")], Texts({"a": "绵阳市水务局"})).resolve(text)
    assert (found.status, found.unknown) == (status, unknown)


def test_bodies_are_found_by_any_spelling(book: OwnerBook) -> None:
    """The book gives the body of an owner as a document spells it."""
    body = book.body_of(WATER)
    assert body is not None and body in book.bodies
    assert body.documents == ("0", "twin")
    assert book.body_of("白沙市水务局") is None


def test_two_bodies_of_one_region_repeat_nothing(book: OwnerBook) -> None:
    """A named body's own region, named again, adds no other body of the region."""
    found = book.resolve("把临江区水务局的项目加总（按下达临江区的总额算）")
    assert found.owners == (WATER,)


def test_rest_keeps_the_length(book: OwnerBook) -> None:
    """Blanking names keeps every other character in its place."""
    text = "2026年临江区水务局会议费比上年多多少"
    found = book.resolve(text)
    assert len(found.rest) == len(text)
    assert found.rest.index("会议费") == text.index("会议费")


def test_a_towns_government_needs_its_town() -> None:
    """「政府」 alone is no town's name, 柳溪镇政府 is."""
    book = OwnerBook.of([Row("a", "望山县柳溪镇人民政府")], Texts({"a": "望山县柳溪镇人民政府"}))
    assert book.resolve("政府工作报告说了什么").status == "none"
    assert book.resolve("柳溪镇政府会议费").status == "named"
    assert book.resolve("柳溪镇会议费").status == "named"


def test_an_empty_library_knows_nobody() -> None:
    """Without documents a named body is unknown and nothing fails."""
    assert OwnerBook.of([], Texts({})).resolve("临江区水务局会议费").status == "unknown"


SHELF = ["云城市望川县水务所", "望川县水务局", "望川县人民医院", "青禾市农业科学研究院"]
ON_SHELF = [
    ("由2026年度望川县人民医院的数推算", "named", SHELF[2]),
    ("我想知道望川县人民医院2026年会议费", "named", SHELF[2]),
    ("列出望川县人民医院2026年的科目", "named", SHELF[2]),
    ("望川县水务所2026年会议费", "named", SHELF[0]),
    ("望川县水务局2026年会议费", "named", SHELF[1]),
    ("望川县农业科学研究院2026年会议费", "unknown", ""),
    ("2026年望川县高级中学社保支出", "unknown", ""),
    ("我想知道石城市水务局2026年会议费", "unknown", ""),
]


@pytest.mark.parametrize(("text", "status", "owner"), ON_SHELF)
def test_a_name_is_taken_whole_or_not_at_all(text: str, status: str, owner: str) -> None:
    """Lead words are no part of a name, and a name of another place is somebody else's."""
    rows = [Row(str(i), name) for i, name in enumerate(SHELF)]
    found = OwnerBook.of(
        rows, Texts({row.id: f"{row.owner}\n会议费\n社保支出" for row in rows})
    ).resolve(text)
    assert (found.status, "".join(found.owners)) == (status, owner)


WORDLIKE = [
    ("泊城区统计局2026年会议费", "named"),
    ("泊城统计局2026年会议费", "named"),
    ("沐州县统计局2026年会议费", "named"),
    ("泊城区实验小学会议费多少", "unknown"),
    ("我想知道青州省统计局2026年会议费", "unknown"),
    ("会议费多少？我问的是青州省统计局", "unknown"),
    ("泊城市统计局2026年会议费", "unknown"),
    ("泊城区图书馆2026年会议费", "unknown"),
    ("泊城区图书馆的会议费", "unknown"),
    ("泊城区图书馆支出2026年多少", "region-only"),
    ("泊城区二中2026年会议费", "unknown"),
    ("泊城农科院2026年会议费", "named"),
    ("泊城区农业检测院2026年会议费", "unknown"),
]


@pytest.mark.parametrize(("text", "status"), WORDLIKE)
def test_a_region_may_end_like_a_word(text: str, status: str) -> None:
    """泊城区 is a region though 城区 is a word; a province that nobody has is unknown."""
    names = ["云洲市泊城区统计局", "云洲市沐州县统计局", "泊城区农业科学研究院"]
    rows = [Row(str(number), name) for number, name in enumerate(names)]
    text_of = {"0": "会议费多少", "1": "第一实验小学、图书馆"}
    assert OwnerBook.of(rows, Texts(text_of)).resolve(text).status == status


def test_a_short_region_before_a_body_is_no_longer_region() -> None:
    """青禾市场监督管理局 is the bureau of 青禾县, not a 「场监督管理局」 of 青禾市."""
    rows = [Row("0", "云洲市青禾县市场监督管理局"), Row("1", "青禾市临江区水务局")]
    found = OwnerBook.of(rows, Texts({"0": "", "1": ""})).resolve("青禾市场监督管理局2026年会议费")

    assert (found.status, found.owners) == ("named", ("云洲市青禾县市场监督管理局",))
