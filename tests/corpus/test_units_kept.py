"""What is stored of figures is what was read."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.ingest import parse
from corpus.library import Library


@pytest.mark.parametrize("target", ["≥150万册次", "≥8万页", "≥3架", "≥290元/台班"])
def test_a_target_in_a_unit_of_its_own_is_read_back(target: str, tmp_path: Path) -> None:
    """What a table of targets counts in no list has: it comes out of the library as it went in."""
    file = tmp_path / "目标.txt"
    rows = "一级指标\t二级指标\t三级指标\t指标值"
    file.write_text(
        "云洲市临江区图书馆2026年单位预算\n表1\n项目绩效目标表\n"
        f"{rows}\n产出指标\t数量指标\t外借数量\t{target}\n",
        "utf-8",
    )
    library = Library.open(tmp_path / "home", create=True)
    library.add([file])
    parsed = parse(file.read_bytes(), file.name)
    assert library.figures() == list(parsed.figures)
