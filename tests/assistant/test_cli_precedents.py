"""``disclosure precedents``: what it prints, and what it refuses."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from docx import Document

from assistant import cli
from assistant.cli_precedents import run
from assistant.precedents.filters import Filters
from corpus.library import Library
from index import hybrid
from index.encoder import HashEncoder
from tests.assistant.precedents.libraries import WATER, library_of

DRAFT = "2027年“三公”经费预算6.50万元，比上年减少0.50万元，主要原因是压减批次。"


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Library:
    """Four invented budgets, searched without a model."""
    monkeypatch.setattr(hybrid, "default_encoder", HashEncoder)
    return library_of(tmp_path)


def test_json_holds_families_with_verbatim_members(
    library: Library, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each family has its wording, members with places, and differences."""
    run(library, DRAFT, Filters(own="霁川区水务局"), limit=1, as_json=True)
    (family,) = json.loads(capsys.readouterr().out)["families"]
    member = family["members"][0]

    assert {"wording", "similarity", "members", "differences"} <= family.keys()
    assert (WATER, 2025, f"{WATER}2025年部门预算.txt") == (
        member["owner"],
        member["year"],
        member["document"],
    )
    text = next(iter(library.texts([d.id for d in library.documents() if d.fiscal_year == 2025])))
    whole = library.texts([text])[text]
    assert member["quote"] == whole[member["start"] : member["end"]]


def test_people_see_the_wording_its_use_and_the_changes(
    library: Library, capsys: pytest.CaptureFixture[str]
) -> None:
    """The family is told with who used it, and what differs."""
    run(library, DRAFT, Filters(), limit=1)
    printed = capsys.readouterr().out

    assert "3 个单位用过 4 次，2024—2026年" in printed
    assert "- 2027年" in printed


def test_an_unknown_kind_is_refused_with_the_kinds_that_there_are(
    library: Library, capsys: pytest.CaptureFixture[str]
) -> None:
    """The message names the kinds; nothing is printed otherwise."""
    status = cli.main(["--home", str(library.home), "precedents", DRAFT, "--section", "立项"])

    assert 1 == status
    assert "立项依据" in capsys.readouterr().err


def test_nothing_found_is_said(library: Library, capsys: pytest.CaptureFixture[str]) -> None:
    """Without any wording under the filters, people are told what to do."""
    run(library, DRAFT, Filters(year=1999), limit=3)

    assert "没有找到相近的写法" in capsys.readouterr().out


def test_families_are_exported_to_word(library: Library, tmp_path: Path) -> None:
    """The first wording of each family stands in the file as it was printed, with its source."""
    target = tmp_path / "out.docx"
    run(library, DRAFT, Filters(year=2025), limit=1, docx=target, as_json=True)
    lines = [paragraph.text for paragraph in Document(str(target)).paragraphs]

    assert "1." == lines[0]
    assert lines[1].startswith("2025年“三公”经费预算7.00万元")
    assert lines[-1].startswith(f"（摘自：{WATER}2025年")


def test_targets_of_an_indicator_are_told(
    samples: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Bodies, number, median and range, for people and as JSON; or that there are none."""
    library = Library.open(tmp_path, create=True)
    library.add(sorted(samples.glob("*项目文本.txt")))
    home = ["--home", str(tmp_path), "precedents"]

    assert 0 == cli.main([*home, "满意度", "--indicator"])
    assert "1 个单位的 1 个目标值，中位数 ≥92%" in capsys.readouterr().out
    assert 0 == cli.main([*home, "满意度", "--indicator", "--json"])
    (found,) = json.loads(capsys.readouterr().out)["indicators"]
    assert ("92", "92", "92", {"≥": 1}) == (
        found["median"],
        found["lowest"],
        found["highest"],
        found["comparators"],
    )
    assert 0 == cli.main([*home, "纪念币", "--indicator"])
    assert "没有" in capsys.readouterr().out
