"""Passages of documents."""

from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.document import Document
from index.chunk import LONGEST, passages_of
from tests.index.shelves import prose, tabular

OWNER = "青禾市临江区水务局"
SHARED = Path(__file__).resolve().parents[2].parent / "shared"


def texts(document: Document) -> list[str]:
    """The texts of a document's passages; every span resolves."""
    passages = passages_of(document)
    assert all(document.quote(p.span) == p.text for p in passages)
    return [passage.text for passage in passages]


def test_short_neighbours_of_a_section_are_one_passage() -> None:
    """Short paragraphs of one section are merged, those of two sections never."""
    document = prose(OWNER, {"一、职责": ["管水。", "管河。"], "二、机构": ["内设三科。"]})

    assert texts(document) == ["管水。\n管河。", "内设三科。"]


def test_heading_says_where_a_passage_stands() -> None:
    """Owner, year and headings are indexed with the text, and are not part of it."""
    passage = passages_of(prose(OWNER, {"公务接待费": ["减少0.10万元。"]}))[0]

    assert passage.text == "减少0.10万元。"
    assert f"{OWNER}2026年 公务接待费\n减少0.10万元。" == passage.indexed


def test_project_is_named_in_the_sections_beside_its_name() -> None:
    """What a section 项目名称 says is indexed with the other sections of the project."""
    document = prose(OWNER, {"项目名称": ["圩堤加固专项"], "立项依据": ["依据管理办法。"]})

    assert passages_of(document)[1].heading == "圩堤加固专项 立项依据"


def test_long_paragraphs_are_cut_after_sentences() -> None:
    """A long paragraph is cut at the end of a sentence, and nothing is lost."""
    line = "本年度安排河道清淤经费1,234.56万元，用于疏浚。" * 40
    found = texts(prose(OWNER, {"项目": [line]}))

    assert line == "".join(found)
    assert all(text.endswith("。") and len(text) <= LONGEST for text in found)


@given(st.text(alphabet="0123456789,.水。 ", min_size=1, max_size=2000))
def test_no_cut_inside_a_number(line: str) -> None:
    """A cut never parts the digits of a number that fits into a passage."""
    document = prose(OWNER, {"项目": [line]})
    numbers = [m for m in re.finditer(r"[0-9,.]+", document.text) if len(m[0]) < LONGEST // 3]
    cuts = {p.span.end for p in passages_of(document)}

    assert not any(m.start() < cut < m.end() for m in numbers for cut in cuts)


def test_list_that_outgrows_a_passage_keeps_its_lead_in() -> None:
    """The later items of a long list still say what they are a list of."""
    items = [
        f"{number}.第{number}项工作，疏浚河道并加固堤防，保障行洪安全。" for number in range(1, 30)
    ]
    passages = passages_of(prose(OWNER, {"工作": ["本年重点工作：", *items]}))

    assert passages[0].text.startswith("本年重点工作：\n1.")
    assert len(passages) > 1
    assert all("本年重点工作：" in passage.indexed for passage in passages)


def test_what_announces_a_list_stays_with_it() -> None:
    """A lead-in at the end of a full passage opens the next one instead."""
    duty = "负责圩堤、泵站和水闸的巡查养护，汛期昼夜值守，及时上报险情并组织抢护。" * 9
    lines = [duty, "事业单位1家，具体包括：", "1.圩堤管理所，不单列预算，承担圩堤日常巡查。" * 4]

    assert texts(prose(OWNER, {"机构设置": lines})) == [lines[0], "\n".join(lines[1:])]


def test_rows_know_the_project_that_a_row_above_names() -> None:
    """The rows of a form are about what its row 项目名称 says, up to the next such row."""
    rows = [
        ["项目名称", "圩堤加固"],
        ["总目标", "保安全"],
        ["项目名称", "泵站改造"],
        ["总目标", "排涝"],
    ]
    passages = passages_of(tabular(OWNER, "绩效目标表", ["栏目", "内容"], rows))

    assert [passage.subject for passage in passages] == ["圩堤加固", "泵站改造"]
    assert passages[1].text == "项目名称\t泵站改造\n总目标\t排涝"
    assert passages[1].heading.startswith("泵站改造")


def test_contents_are_not_evidence() -> None:
    """Lines of a table of contents are in no passage."""
    document = prose(OWNER, {"目录": ["一、职责……1"], "职责": ["管水。"]})
    marked = tuple(replace(p, in_contents=p.section == 1) for p in document.paragraphs)

    assert texts(replace(document, paragraphs=marked)) == ["管水。"]


def test_heading_without_body_is_a_passage() -> None:
    """A heading under which nothing stands is found by its own words."""
    assert texts(prose(OWNER, {"本单位无国有资本经营预算": []})) == ["本单位无国有资本经营预算"]


def test_rows_travel_with_caption_unit_and_header() -> None:
    """A group of rows carries caption, unit and column names; header rows are not repeated."""
    rows = [[f"第{number}项支出", f"{number}.50"] for number in range(1, 61)]
    passages = passages_of(tabular(OWNER, "表1 支出表", ["科目", "本年预算"], rows))

    assert len(passages) > 1
    assert passages[0].text.startswith("第1项支出\t1.50\n")
    assert all(passage.heading == "表1 支出表 万元 科目 本年预算" for passage in passages)


def test_table_without_rows_is_a_passage() -> None:
    """An empty table is found by its caption."""
    passages = passages_of(tabular(OWNER, "表9 基金预算", ["科目", "金额"], []))

    assert [passage.heading for passage in passages] == ["表9 基金预算 万元 科目 金额"]


def test_ids_come_from_content() -> None:
    """The same document has the same passage ids every time, another place another id."""
    document = prose(OWNER, {"一": ["管水。"], "二": ["管水。"]})
    ids = [passage.id for passage in passages_of(document)]

    assert ids == [passage.id for passage in passages_of(document)]
    assert len(ids) == len(set(ids))


def test_document_without_text_has_no_passages() -> None:
    """An empty document has no passages."""
    assert texts(prose(OWNER, {})) == []


def test_importing_passages_is_light() -> None:
    """Cutting passages imports no model library."""
    code = (
        "import sys, index, index.chunk; print([m for m in ('torch','faiss') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout == "[]\n"


@pytest.mark.shared
@pytest.mark.skipif(not SHARED.is_dir(), reason="the real documents are not here")
def test_spans_of_real_documents_resolve() -> None:
    """Every passage of the real documents is a verbatim, bounded piece of its document."""
    from corpus.ingest import parse

    for path in sorted((SHARED / "seeds").glob("*.txt")):
        found = texts(parse(path.read_bytes(), path.name).document)
        assert found
        assert all(len(text) <= LONGEST for text in found)
