"""On real documents: a body's own wording of earlier years goes first."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from assistant.precedents.filters import Filters
from assistant.precedents.search import Precedents
from assistant.precedents.wordings import wordings_of
from corpus.ingest import parse
from corpus.library import Library

NEWEST, EARLIER, OTHER = "80009d59", ("9cf8afd0", "20df02bc"), "b0671849"
KINDS = ("三公说明", "立项依据", "国有资产", "机关运行经费", "绩效管理", "机构设置")

pytestmark = pytest.mark.shared


def test_the_own_wording_of_the_year_before_goes_first(shared: Path, tmp_path: Path) -> None:
    """This year's sections find last year's, then the year before, among those of another body."""
    paths = {hashlib.sha256(p.read_bytes()).hexdigest()[:8]: p for p in shared.rglob("*.pdf")}
    if NEWEST not in paths:
        pytest.skip("没有这几份真实文件")
    library = Library.open(tmp_path, create=True)
    library.add([paths[id] for id in (*EARLIER, OTHER)])
    newest = parse(paths[NEWEST].read_bytes(), paths[NEWEST].name).document
    precedents = Precedents(library, tmp_path)
    drafts = [one for one in wordings_of(newest) if one.kinds[:1] and one.kinds[0] in KINDS]

    for draft in drafts:
        found = precedents.find(draft.text, Filters(own=newest.owner), limit=1)
        first = found[0].members[0]
        assert (newest.owner, draft.kinds[0]) == (first.owner, first.kinds[0])
        assert newest.fiscal_year is not None
        assert newest.fiscal_year - 1 == first.year
