"""Searching passages and names of figures."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.figure import Measure
from index.bm25 import LexicalIndex, LexicalWriter
from index.encoder import HashEncoder
from index.figure_names import FigureNames, name_text
from index.hybrid import PassageIndex, same_wording
from tests.index.shelves import FakeLibrary, amount, prose, tabular

WATER = prose(
    "青禾市临江区水务局",
    {
        "一、主要职责": ["负责全区水资源的统一管理和保护。"],
        "二、防汛": ["承担防汛抗旱指挥部的日常工作。"],
        "三、公务接待费": ["公务接待费0.85万元，比上年减少0.10万元，原因是厉行节约。"],
    },
)
BOOKS = prose(
    "云岭县图书馆",
    {
        "一、主要职责": ["保存地方文献，举办读书活动。"],
        "二、公务接待费": ["公务接待费0.30万元，与上年持平。"],
    },
)
TABLE = tabular("云岭县农机站", "表1 收支总表", ["项目", "金额"], [["基本支出", "12.30"]])


@pytest.fixture
def library() -> FakeLibrary:
    """Three invented bureaus."""
    figures = [
        amount(WATER, "公务接待费", "0.85"),
        amount(BOOKS, "公务接待费", "0.30"),
        amount(TABLE, "基本支出", "12.30", columns=("财政拨款",)),
    ]
    return FakeLibrary([WATER, BOOKS, TABLE], figures)


@pytest.fixture
def index(library: FakeLibrary, tmp_path: Path) -> PassageIndex:
    """Their passages."""
    return PassageIndex.open(library, tmp_path, HashEncoder())


QUESTIONS = [
    ("水务局公务接待费为什么减少", "厉行节约"),
    ("谁承担防汛抗旱工作", "防汛抗旱"),
    ("图书馆的职责", "地方文献"),
    ("农机站 基本支出", "12.30"),
]


@pytest.mark.parametrize(("question", "words"), QUESTIONS)
def test_the_passage_that_answers_comes_first(
    index: PassageIndex, question: str, words: str
) -> None:
    """A question finds the passage that says it."""
    assert words in index.search(question)[0].passage.text


def test_documents_are_a_hard_filter(index: PassageIndex) -> None:
    """Inside one document nothing of another is found, however similar."""
    hits = index.search("水务局公务接待费", documents=[BOOKS.id])

    assert {BOOKS.id} == {hit.passage.document for hit in hits}
    assert index.search("公务接待费", documents=[]) == []
    assert index.search("公务接待费", documents=["unknown"]) == []


def test_removed_document_is_not_found(library: FakeLibrary, index: PassageIndex) -> None:
    """From the moment of its removal a document is not found, even by an older index."""
    library.remove(WATER.id)

    assert WATER.id not in {hit.passage.document for hit in index.search("防汛抗旱 水务局")}
    assert index.search("防汛抗旱", documents=[WATER.id]) == []


def test_empty_library_and_empty_question(index: PassageIndex, tmp_path: Path) -> None:
    """Nothing is found in nothing, and for no words."""
    empty = PassageIndex.open(FakeLibrary(), tmp_path / "other", HashEncoder())

    assert empty.search("公务接待费") == []
    assert index.search("  ") == []
    assert index.search("公务接待费", limit=0) == []


@pytest.mark.parametrize("query", ['三公 经费: ("a" [', "AND OR NOT *", "？", "水" * 5000])
def test_any_text_may_be_searched(index: PassageIndex, query: str) -> None:
    """A question is not a query language: no text is a syntax error."""
    assert len(index.search(query, limit=3)) <= 3


def test_scores_order_the_hits(index: PassageIndex) -> None:
    """Hits come best first, and tell what each side thought of them."""
    hits = index.search("公务接待费减少", limit=3)

    assert len(hits) == 3
    assert hits == sorted(hits, key=lambda hit: -hit.score)
    assert hits[0].lexical > 0
    assert 0 < hits[0].dense <= hits[0].score <= 1


def test_equal_wordings_are_one_hit(tmp_path: Path) -> None:
    """Boilerplate of many bureaus is found once; another number is another statement."""
    term = "机关运行经费是指为保障行政单位运行用于购买货物和服务的各项资金。"
    named = [prose(f"云岭县第{n}中心", {"名词解释": [term]}) for n in "一二三"]
    index = PassageIndex.open(FakeLibrary(named), tmp_path, HashEncoder())

    assert len(index.search("机关运行经费是什么")) == 1
    assert same_wording("安排85万元。", "安排 85 万元！")
    assert not same_wording("安排接待费85万元用于接待。", "安排接待费86万元用于接待。")


def test_equal_wordings_of_other_documents_are_kept_beside_the_hit(tmp_path: Path) -> None:
    """A hit knows the passages that were left out because they say the same."""
    same = "社会保障缴费按规定比例安排支出。"
    shelf = FakeLibrary([prose(owner, {"说明": [same]}) for owner in ("甲县水务局", "乙县水务局")])

    (hit,) = PassageIndex.open(shelf, tmp_path, HashEncoder()).search("社会保障缴费", limit=5)

    assert [twin.text for twin in hit.twins] == [same]
    assert hit.twins[0].document != hit.passage.document


def test_lexical_search_has_no_hits_without_common_terms(tmp_path: Path) -> None:
    """Words alone find nothing where no word is shared."""
    writer = LexicalWriter(tmp_path)
    writer.add(0, "a", "统一管理水资源")
    writer.add(1, "b", "保存地方文献")
    writer.close()
    lexical = LexicalIndex(tmp_path)

    assert lexical.search("zzz", limit=5) == []
    assert [position for position, _ in lexical.search("文献", limit=5)] == [1]


def test_common_terms_count_in_every_score(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Terms that are too common to choose candidates still give them their full scores."""
    writer = LexicalWriter(tmp_path)
    for row in range(200):
        writer.add(row, f"d{row % 150}", f"预算{'水库' * (row % 3)}第{row}项" + "经费" * (row % 5))
    writer.close()
    lexical = LexicalIndex(tmp_path)
    everything = [f"d{number}" for number in range(150)]
    query = "预算 水库 经费 17"
    exact = lexical.search(query, limit=200)
    monkeypatch.setattr("index.bm25.MOST_PLACES", 100)
    found = lexical.search(query, limit=30)

    assert set(found) < set(exact)
    assert found[0] == exact[0]
    assert found == lexical.search(query, limit=30, documents=everything)


def test_question_is_linked_to_figure_names(library: FakeLibrary, tmp_path: Path) -> None:
    """Every distinct name of a figure has a cosine with the question, the right one the best."""
    names = FigureNames.open(library, tmp_path, HashEncoder())
    found = names.similarities("公务接待费多少钱")

    assert {"公务接待费", "基本支出 财政拨款"} == set(found)
    assert max(found, key=lambda name: found[name]) == "公务接待费"
    assert names.similarities(" ") == {}


NAMES = [
    ({"name": "公务接待费", "path": ("三公经费",)}, "公务接待费 三公经费"),
    ({"name": "一、人员经费", "columns": ("2026年预算", "小计")}, "人员经费 预算 小计"),
    ({"name": "公务接待费", "measure": Measure.GROWTH}, "公务接待费 增长率"),
    ({"name": "青禾市临江区水务局基本支出"}, "基本支出"),
    ({"name": "上年结转"}, "上年结转"),
    ({"name": "很长" * 80}, "很长" * 30),
]


@pytest.mark.parametrize(("parts", "expected"), NAMES)
def test_name_text(parts: dict[str, object], expected: str) -> None:
    """A figure's name says item, container, column and measure; no owner, year or number."""
    assert expected == name_text(amount(WATER, **parts))  # type: ignore[arg-type]
