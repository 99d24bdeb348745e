"""An index that grows and shrinks says what one that is built at once says."""

from __future__ import annotations

import threading
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import numpy as np
import pytest

from corpus.document import Document
from index import build, near, rewriting
from index.build import refresh
from index.encoder import HashEncoder
from index.figure_names import FigureNames
from index.hybrid import Hit, PassageIndex
from tests.index.shelves import FakeLibrary, amount, prose
from tests.index.test_generations import CountingEncoder, folders

BUREAUS = [
    prose(
        f"云岭县第{number}水务所",
        {
            "职责": [f"管理第{number}号水库，保护水源。"],
            "经费": [f"第{number}号水库维修经费{number}.50万元。"],
        },
    )
    for number in range(12)
]
QUESTIONS = ["第3号水库维修经费", "保护水源", "水务所的职责", "第11号水库"]


def found(index: PassageIndex, question: str) -> list[tuple[str, float]]:
    """Ids and scores of the hits."""
    return [(hit.passage.id, round(hit.score, 5)) for hit in index.search(question, limit=5)]


def documents_of(hits: list[Hit]) -> set[str]:
    """The documents of hits and of their twins."""
    return {p.document for hit in hits for p in (hit.passage, *hit.twins)}


@pytest.mark.usefixtures("large")
def test_one_by_one_is_as_all_at_once(tmp_path: Path) -> None:
    """Documents that come one by one are found with the scores of an index built at once."""
    library = FakeLibrary(BUREAUS[:1])
    for document in BUREAUS[1:]:
        refresh(library, tmp_path / "grown", encoder=HashEncoder())
        library.add(document)
    grown = PassageIndex.open(library, tmp_path / "grown", HashEncoder())
    whole = PassageIndex.open(library, tmp_path / "whole", HashEncoder())

    for question in QUESTIONS:
        assert found(grown, question) == found(whole, question)


@pytest.mark.usefixtures("large")
def test_a_new_document_is_the_only_one_that_is_read(tmp_path: Path) -> None:
    """What is in the index already is neither read nor embedded again."""
    library, encoder = FakeLibrary(BUREAUS[:8]), CountingEncoder()
    refresh(library, tmp_path, encoder=encoder)
    library.add(BUREAUS[8])
    library.read.clear()
    encoder.embedded.clear()
    refresh(library, tmp_path, encoder=encoder)

    assert library.read == [BUREAUS[8].id]
    assert len(encoder.embedded) == 2


@pytest.mark.usefixtures("large")
def test_documents_that_left_are_never_found(tmp_path: Path) -> None:
    """Removed documents, and what a changed one said before, are found by no question."""
    library = FakeLibrary(BUREAUS)
    refresh(library, tmp_path, encoder=HashEncoder())
    changed = prose("云岭县第5水务所", {"职责": ["管理第5号水库和渡槽。"]})
    library.remove(BUREAUS[5].id)
    library.add(changed)
    library.remove(BUREAUS[3].id)
    index = PassageIndex.open(library, tmp_path, HashEncoder())

    for question in QUESTIONS:
        assert not {BUREAUS[3].id, BUREAUS[5].id} & documents_of(index.search(question, limit=50))
    assert index.search("第5号水库渡槽")[0].passage.document == changed.id
    assert {p.document for p in index.passages} == {d.id for d in library.documents()}


@pytest.mark.usefixtures("large")
def test_a_document_read_in_another_way_is_cut_again(tmp_path: Path) -> None:
    """The same file read by a newer program replaces its passages."""

    class Reread(FakeLibrary):
        reading = "1"

        def readings(self) -> dict[str, str]:
            """Tell how the first document was read."""
            return super().readings() | {BUREAUS[0].id: self.reading}

    library = Reread(BUREAUS[:3])
    refresh(library, tmp_path, encoder=HashEncoder())
    library.read.clear()
    library.reading, library.revision = "2", 2
    index = PassageIndex.open(library, tmp_path, HashEncoder())

    assert library.read == [BUREAUS[0].id]
    assert len(index.passages) == len({passage.id for passage in index.passages}) == 6


@pytest.mark.usefixtures("large")
def test_rewriting_changes_nothing_that_is_found(tmp_path: Path) -> None:
    """After rewriting, the rows of removed documents are gone and the same passages are found."""
    library = FakeLibrary(BUREAUS)
    refresh(library, tmp_path, encoder=HashEncoder())
    library.remove(BUREAUS[2].id)
    before = PassageIndex.open(library, tmp_path, HashEncoder())
    rewriting.rewrite(tmp_path)
    after = PassageIndex.open(library, tmp_path, HashEncoder())

    assert after._parts.catalog.rows == len(after.passages) == len(before.passages) == 22
    for question in QUESTIONS:
        first, second = (index.search(question)[0].passage for index in (before, after))
        assert first == second


@pytest.mark.usefixtures("large")
def test_a_worn_index_is_rewritten(tmp_path: Path) -> None:
    """When a quarter of all rows are of documents that left, a refresh writes the index anew."""
    library = FakeLibrary(BUREAUS)
    refresh(library, tmp_path, encoder=HashEncoder())
    for document in BUREAUS[:4]:
        library.remove(document.id)
    refresh(library, tmp_path, encoder=HashEncoder())

    index = PassageIndex.open(library, tmp_path, HashEncoder())
    assert index._parts.catalog.rows == len(index.passages) == 16


def worn(home: Path) -> FakeLibrary:
    """Remove four of twelve documents from an index that is not refreshed afterwards."""
    library = FakeLibrary(BUREAUS)
    refresh(library, home, encoder=HashEncoder())
    for document in BUREAUS[:4]:
        library.remove(document.id)
    return library


def rows_after_rewriting(library: FakeLibrary, home: Path) -> int:
    """Open the index, wait for what goes on in the background, and count its rows."""
    PassageIndex.open(library, home, HashEncoder())
    for thread in threading.enumerate():
        if thread.name == rewriting.THREAD:
            thread.join()
    return PassageIndex.open(library, home, HashEncoder())._parts.catalog.rows


@pytest.mark.usefixtures("large")
def test_opening_a_worn_index_rewrites_it_in_the_background(tmp_path: Path) -> None:
    """Whoever opens the index need not wait for that."""
    assert rows_after_rewriting(worn(tmp_path), tmp_path) == 16


@pytest.mark.usefixtures("large")
def test_rewriting_is_given_up_when_the_program_ends(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A program that ends does not wait for the rewriting, and leaves nothing half-made."""
    monkeypatch.setattr(rewriting, "main_thread", threading.Thread)

    assert rows_after_rewriting(worn(tmp_path), tmp_path) == 24
    assert len(folders(tmp_path)) == 1
    assert not list((tmp_path / "index").glob("c-*"))


@pytest.mark.usefixtures("large")
def test_what_was_built_meanwhile_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A rewriting that another build overtook is thrown away."""
    library = FakeLibrary(BUREAUS[:6])
    refresh(library, tmp_path, encoder=HashEncoder())
    library.add(BUREAUS[6])
    cuts = rewriting.Earlier.cuts

    def overtaken(earlier: rewriting.Earlier) -> object:
        refresh(library, tmp_path, encoder=HashEncoder())
        return cuts(earlier)

    monkeypatch.setattr(rewriting.Earlier, "cuts", overtaken)
    rewriting.rewrite(tmp_path)
    index = PassageIndex.open(library, tmp_path, HashEncoder())

    assert len(index.passages) == 14
    assert len(folders(tmp_path)) == 1
    assert not list((tmp_path / "index").glob("c-*"))


def test_names_come_and_go_with_their_documents(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A name is known as long as any document has it; it may come back."""
    monkeypatch.setattr(build, "SMALL", 0)
    first, second, third = BUREAUS[:3]
    figures = [amount(first, "维修费"), amount(second, "维修费"), amount(second, "渡槽费")]
    library = FakeLibrary([first, second, third], [*figures, amount(third, "办公费")])
    known = []
    for change in (None, second, first, second):
        if change:
            present = change.id in {d.id for d in library.documents()}
            (library.remove(change.id) if present else library.add(change))
        names = FigureNames.open(library, tmp_path, HashEncoder())
        known.append((names.names, max(names.similarities("渡槽费").values())))

    assert [sorted(names) for names, _ in known] == [
        ["办公费", "渡槽费", "维修费"],
        ["办公费", "维修费"],
        ["办公费"],
        ["办公费", "渡槽费", "维修费"],
    ]
    assert known[0][1] == known[3][1] == pytest.approx(1, abs=1e-5)


def test_two_processes_refresh_at_once(tmp_path: Path) -> None:
    """Processes that build the same index at the same time leave one sound index."""
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as processes:
        counts = list(processes.map(passages_found, [tmp_path] * 4))

    assert counts == [24] * 4
    assert len(folders(tmp_path)) == 1


def passages_found(home: Path) -> int:
    """Open the index of all bureaus in another process."""
    return len(PassageIndex.open(FakeLibrary(BUREAUS), home, HashEncoder()).passages)


@pytest.mark.usefixtures("large")
def test_near_search_finds_what_exact_search_finds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In a library that counts as large, the same passages are found, also under filters."""
    shelf = [many_passages(number) for number in range(20)]
    exact = PassageIndex.open(FakeLibrary(shelf), tmp_path / "exact", HashEncoder())
    monkeypatch.setattr("index.draft.FLAT", 200)
    monkeypatch.setattr("index.dense.FEW", 50)
    monkeypatch.setattr(near, "QUESTIONS", 20)
    library = FakeLibrary(shelf[:15])
    refresh(library, tmp_path, encoder=HashEncoder())
    for document in shelf[15:]:
        library.add(document)
        refresh(library, tmp_path, encoder=HashEncoder())
    index = PassageIndex.open(library, tmp_path, HashEncoder())
    plan = index._parts.dense._near.plan  # type: ignore[union-attr]

    assert 600 <= plan.covered < len(index.passages) == 800
    assert min(plan.recall) >= 0.95
    for inside in (None, [document.id for document in shelf[:4]]):
        shares = [
            len(ids_of(index, text, inside) & ids_of(exact, text, inside)) / 10
            for text in ("第3处第7类工程", "修缮渡槽", "第12处安排资金")
        ]
        assert np.mean(shares) >= 0.9


def ids_of(index: PassageIndex, question: str, inside: list[str] | None) -> set[str]:
    """The ids of ten hits."""
    return {hit.passage.id for hit in index.search(question, documents=inside)}


def many_passages(number: int) -> Document:
    """A document of forty passages that are all different."""
    kinds = {
        f"第{kind}类": [f"第{number}处第{kind}类工程{kind * number}项，修缮渡槽。"]
        for kind in range(40)
    }
    return prose(f"第{number}工程处", kinds)
