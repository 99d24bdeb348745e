"""What kind of section a heading announces."""

from __future__ import annotations

import hashlib
import zlib
from pathlib import Path

import pytest

from assistant.precedents.section_types import (
    cued_types,
    section_types,
    type_of_label,
    type_of_title,
    types_of,
)
from corpus.document import Document
from corpus.ingest import parse
from tests.assistant.library_of import CIVIL, town

LABELS = Path(__file__).with_name("section_types.tsv")
HEADINGS = [
    ("立项依据", "立项依据"),
    ("设立的政策依据", "立项依据"),
    ("项目名称：河道保洁经费", "项目概况"),
    ("项目基本概况", "项目概况"),
    ("年度预算安排", "资金安排"),
    ("资金安排情况", "资金安排"),
    ("2026年项目绩效目标表", "绩效目标"),
    ("绩效目标设置情况", "绩效管理"),
    ("2026年“三公”经费预算情况说明", "三公说明"),
    ("因公出国（境）费", "三公说明"),
    ("关于2026年收入预算情况的说明", "收支说明"),
    ("部门“三公”经费增减变化情况及原因说明", "三公说明"),
    ("项目支出预算变动的主要原因", "增减原因"),
    ("专业名词解释", "名词解释"),
    ("部门主要职能", "机构职能"),
    ("部门机构设置及预算单位构成情况", "机构设置"),
    ("其他重要事项的情况说明", ""),
    ("第二部分 2026年度部门预算表", ""),
    ("以提高履职能力为重点加强自身建设", None),
    ("加快河道治理，改善水环境质量", None),
]


@pytest.mark.parametrize(("title", "kind"), HEADINGS)
def test_a_heading_tells_its_kind(title: str, kind: str | None) -> None:
    """Year, quotes and brackets play no part; a sentence tells no kind."""
    assert kind == type_of_title(title)


def document_2026() -> Document:
    """Return the invented budget of 2026 of one bureau."""
    library = town().library
    info = next(d for d in library.documents() if (d.owner, d.fiscal_year) == (CIVIL, 2026))
    return library.document(info.id)


def test_sections_have_the_kind_of_their_headings_or_of_the_heading_above() -> None:
    """Numbered items below 主要职责 are duties; a heading over several kinds gives none."""
    document = document_2026()
    kinds = {s.title: kind for s, kind in zip(document.sections, types_of(document), strict=True)}

    assert "机构职能" == kinds["主要职责"]
    assert "三公说明" == kinds["“三公”经费预算情况"]
    assert "" == kinds["部门概况"]


def test_the_owner_in_a_heading_plays_no_part() -> None:
    """「关于某局2026年支出预算情况的说明」 is an explanation like any other."""
    document = document_2026()

    assert "收支说明" == type_of_title(f"关于{CIVIL}2026年支出预算情况的说明", document)


def test_a_paragraph_may_announce_its_kind_itself() -> None:
    """A label before a colon counts like a heading; any other text before a colon does not."""
    assert "立项依据" == type_of_label("（1）设立的政策依据：《青禾市养老服务办法》")
    assert "资金安排" == type_of_label("预算安排规模：250.00万元")
    assert type_of_label("其中：基本支出305.40万元") is None
    assert type_of_label("2026年安排250.00万元。") is None


def test_words_tell_what_a_paragraph_is_about() -> None:
    """A reason for a change and the three public expenses are seen without a heading."""
    text = "2026年公务接待费预算2.00万元，比上年减少2.00万元，主要原因是严控接待。"

    assert ("三公说明", "增减原因") == cued_types(text)


def test_every_kind_has_a_name() -> None:
    """The list of kinds holds each one once."""
    kinds = section_types()

    assert len(kinds) == len(set(kinds)) >= 20
    assert "" not in kinds


@pytest.mark.shared
def test_real_sections_have_the_kinds_that_people_see(shared: Path) -> None:
    """At least 95 of 100 sections labelled by reading have the right kind."""
    labels = _labels()
    checked = [
        kind == found
        for path in sorted(shared.rglob("*"))
        if path.is_file() and (id := _id_of(path)) in labels
        for kind, found in _pairs(labels[id], path)
    ]

    assert len(checked) >= 150
    assert sum(checked) / len(checked) >= 0.95


def _id_of(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:8]


def _labels() -> dict[str, list[tuple[int, str, str]]]:
    """Return (index, crc32 of the title, kind) of labelled sections by document."""
    found: dict[str, list[tuple[int, str, str]]] = {}
    for line in LABELS.read_text("utf-8").splitlines():
        if not line.startswith("#"):
            id, index, title, kind = line.split("\t")
            found.setdefault(id, []).append((int(index), title, "" if kind == "-" else kind))
    return found


def _pairs(labels: list[tuple[int, str, str]], path: Path) -> list[tuple[str, str]]:
    """Return (label, kind found) of the sections that still stand where they were labelled."""
    document = parse(path.read_bytes(), path.name).document
    titles = [f"{zlib.crc32(s.title.encode()):08x}" for s in document.sections]
    kinds = types_of(document)
    return [(k, kinds[i]) for i, title, k in labels if i < len(titles) and titles[i] == title]
