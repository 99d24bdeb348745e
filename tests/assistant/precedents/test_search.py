"""Families of wordings for a draft."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.precedents.filters import Filters
from assistant.precedents.search import Precedents
from corpus.library import Library
from index.encoder import HashEncoder
from index.hybrid import PassageIndex
from tests.assistant.precedents.libraries import CANAL, GRAIN, WATER, library_of

DRAFT = (
    "2027年“三公”经费预算6.50万元，比上年减少0.50万元，主要原因是压减批次。"
    "其中：公务接待费按规定从严控制，仅用于上级检查和同行交流的接待；因公出国（境）费未安排。"
)


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    """Four invented budgets of three bodies."""
    return library_of(tmp_path_factory.mktemp("search"))


@pytest.fixture(scope="module")
def precedents(library: Library) -> Precedents:
    """The wordings of these, with a search for passages."""
    passages = PassageIndex.open(library, library.home, HashEncoder())
    return Precedents(library, library.home, passages)


def test_wordings_that_differ_in_slots_are_one_family(precedents: Precedents) -> None:
    """Four documents word it so, from 2024 to 2026; the quotes are verbatim."""
    family = precedents.find(DRAFT)[0]

    assert (4, 4, 3) == (family.use.wordings, family.use.documents, family.use.owners)
    assert (2024, 2026) == (family.use.first_year, family.use.last_year)
    assert family.similarity > 0.7


def test_quotes_are_verbatim(precedents: Precedents, library: Library) -> None:
    """Every member's span leads to its quote."""
    for family in precedents.find(DRAFT):
        for member in family.members:
            assert library.document(member.document).quote(member.span) == member.quote


def test_the_own_bureau_goes_first_and_its_newest_year_before_all(precedents: Precedents) -> None:
    """Last year's own wording, the year before, then the others."""
    family = precedents.find(DRAFT, Filters(own="霁川区水务局"))[0]

    assert [(WATER, 2025), (WATER, 2024)] == [(m.owner, m.year) for m in family.members[:2]]


@pytest.mark.parametrize(
    ("filters", "owners"),
    [
        (Filters(owner="粮食局"), {GRAIN}),
        (Filters(year=2024), {WATER}),
        (Filters(level="市级"), {CANAL}),
        (Filters(region="岚溪"), {CANAL}),
    ],
)
def test_nothing_outside_the_filters_is_shown(
    precedents: Precedents, filters: Filters, owners: set[str]
) -> None:
    """Owner, year, level and region limit members and counts."""
    families = precedents.find(DRAFT, filters)

    assert owners == {member.owner for family in families for member in family.members}
    assert all(family.use.owners == 1 for family in families)


def test_only_sections_of_the_wanted_kind_are_shown(precedents: Precedents) -> None:
    """A need is answered from the legal bases when these are asked for."""
    families = precedents.find("堤防养护 财政预算", Filters(kind="立项依据"))

    assert families
    assert {"立项依据"} == {m.kinds[0] for family in families for m in family.members}


def test_the_draft_is_told_what_it_lacks(precedents: Precedents) -> None:
    """A legal basis, a paper's number and a term that the others have."""
    draft = "堤防养护经费纳入同级财政预算，由区水务部门组织实施。"
    family = precedents.find(draft, Filters(kind="立项依据"))[0]

    assert {"政策依据（《…》）", "文号", "期限"} <= {lack.part for lack in family.lacks}


def test_differences_lead_from_the_draft_to_the_wording(precedents: Precedents) -> None:
    """What stays and goes is the draft; what stays and comes covers the wording's words."""
    family = precedents.find(DRAFT)[0]

    assert DRAFT == "".join(text for tag, text in family.differences if tag != "insert")
    assert {"equal", "delete", "insert"} == {tag for tag, _ in family.differences}


def test_a_family_shows_its_slots(precedents: Precedents) -> None:
    """The amounts that were printed in one place of the wording stand together."""
    family = precedents.find(DRAFT)[0]
    slots = [part.values for part in family.parts if part.slot == "金额"]

    assert {"8.00万元", "7.00万元", "12.50万元", "3.00万元"} == set(slots[0])
    assert family.wording == "".join(part.text for part in family.parts)


def test_nothing_is_found_for_nothing(precedents: Precedents) -> None:
    """A blank draft has no precedents."""
    assert [] == precedents.find("  \n")


def grouping(library: Library) -> set[frozenset[str]]:
    """Return the families of a library as sets of quotes."""
    precedents = Precedents(library, library.home)
    precedents.refresh()
    with precedents.kept.reading() as file:
        rows = file.execute("SELECT f.family, w.text FROM forms f JOIN wordings w ON w.form = f.id")
        families: dict[int, set[str]] = {}
        for family, text in rows:
            families.setdefault(family, set()).add(text)
    return {frozenset(texts) for texts in families.values()}


def test_families_are_the_same_however_documents_came_and_went(tmp_path: Path) -> None:
    """Added one by one with removals between, or all at once: the same families."""
    at_once = grouping(library_of(tmp_path / "once"))
    library = library_of(tmp_path / "steps", {})
    files = sorted((tmp_path / "once" / "files").iterdir())
    for path in files:
        library.add([path])
        grouping(library)
    library.remove([files[0].name])
    without = grouping(library)
    library.add([files[0]])

    assert at_once == grouping(library)
    assert without != at_once


def test_a_document_that_left_is_not_found(tmp_path: Path) -> None:
    """Nothing of a removed document is shown, at once."""
    library = library_of(tmp_path)
    precedents = Precedents(library, library.home)
    precedents.find(DRAFT)
    library.remove([f"{GRAIN}2026年部门预算.txt"])

    owners = {m.owner for family in precedents.find(DRAFT) for m in family.members}

    assert GRAIN not in owners


def test_a_damaged_file_is_made_anew(tmp_path: Path) -> None:
    """What is derived can be derived again."""
    library = library_of(tmp_path)
    Precedents(library, library.home).refresh()
    path = library.home / "index" / "precedents.sqlite"
    path.write_bytes(b"not a database" * 100)

    assert Precedents(library, library.home).find(DRAFT)
