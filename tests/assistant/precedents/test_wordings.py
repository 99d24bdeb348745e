"""The pieces of prose that are compared with each other."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.precedents.wordings import Wording, level_of, wordings_of
from corpus.document import Document
from tests.assistant.precedents.libraries import TEXTS, WATER, library_of


@pytest.fixture(scope="module")
def document(tmp_path_factory: pytest.TempPathFactory) -> Document:
    """The invented budget of one year."""
    name = f"{WATER}2025年部门预算.txt"
    library = library_of(tmp_path_factory.mktemp("wordings"), {name: TEXTS[name]})
    return library.document(library.documents()[0].id)


def of_kind(document: Document, kind: str) -> list[Wording]:
    """Return the wordings whose first kind is ``kind``."""
    return [wording for wording in wordings_of(document) if wording.kinds[:1] == (kind,)]


def test_a_wording_is_verbatim_and_knows_whose_it_is(document: Document) -> None:
    """Its span leads to its text."""
    for wording in wordings_of(document):
        assert document.quote(wording.span) == wording.text
        assert (WATER, "云漪市霁川区", "县级", 2025) == (
            wording.owner,
            wording.region,
            wording.level,
            wording.year,
        )


def test_a_list_is_one_wording_a_paragraph(document: Document) -> None:
    """Each duty is a wording of its own."""
    assert 2 == len(of_kind(document, "机构职能"))


def test_a_section_is_one_wording(document: Document) -> None:
    """The legal basis of a project is one wording with the reason for its kind."""
    assert 1 == len(of_kind(document, "立项依据"))
    assert ("三公说明", "增减原因") == of_kind(document, "三公说明")[0].kinds


def test_headings_and_captions_are_no_wordings(document: Document) -> None:
    """Only what is said counts."""
    texts = [wording.text for wording in wordings_of(document)]

    assert not [text for text in texts if text.startswith(("第一部分", "一、主要职责", WATER))]


def test_labelled_paragraphs_are_split_by_their_labels(tmp_path: Path) -> None:
    """A project told in labelled lines has a wording for each label, with what follows it."""
    text = """云漪市霁川区水务局2025年部门预算

一、项目支出情况说明
（一）项目名称：堤防养护经费
设立的政策依据：1.《云漪市堤防管理办法》。
2.《霁川区防汛应急预案》。
预算安排规模：80.00万元
项目承担单位：霁川区堤防管理所
"""
    library = library_of(tmp_path, {"云漪市霁川区水务局2025年部门预算.txt": text})
    found = wordings_of(library.document(library.documents()[0].id))

    assert ["立项依据", "资金安排", "实施单位"] == [wording.kinds[0] for wording in found]
    assert found[0].text.endswith("《霁川区防汛应急预案》。")


def test_levels_follow_the_regions_of_the_name() -> None:
    """A district's bureau is of the county level; a name without region has none."""
    assert "县级" == level_of(WATER)
    assert "市级" == level_of("云漪市水务局")
    assert "" == level_of("水务局")
