"""Repairs of what was mistyped, and that correct text stays as it is."""

from __future__ import annotations

import random
import time

import pytest

from assistant.language.spelling import Speller

TERMS = [
    "三公经费",
    "公务接待费",
    "劳务费",
    "工会经费",
    "退休费",
    "奖金",
    "长期护理保险",
    "失业保险",
]
SENTENCES = [
    "2026年“三公”经费预算为1.20万元，与上年持平（增长0.00%）。",
    "按规定缴纳失业保险费、工会经费；其中：公务接待费0.5万元。",
    "水资源费征收〔2024〕8号文件要求，重点保障长江流域。",
]

SLIPS = [
    ("水务局三工经费多少", "水务局三公经费多少", "把「三工经费」理解为「三公经费」"),
    ("公务接代费降了多少", "公务接待费降了多少", "把「公务接代费」理解为「公务接待费」"),
    ("公会经费花了多少", "工会经费花了多少", "把「公会经费」理解为「工会经费」"),
    ("常期护理保险", "长期护理保险", "把「常期护理保险」理解为「长期护理保险」"),
]


@pytest.fixture(scope="module")
def speller() -> Speller:
    """A speller over a few terms and sentences."""
    return Speller(TERMS, SENTENCES)


@pytest.mark.parametrize(("typed", "meant", "note"), SLIPS)
def test_homophones_are_repaired_and_said(
    speller: Speller, typed: str, meant: str, note: str
) -> None:
    """A phrase that sounds like a term and is none is read as the term, with a note."""
    assert speller.correct(typed) == (meant, (note,))


SHAPES = [
    ("实际支岀多少", "实际支出多少"),
    ("２０２６年預算", "2026年预算"),
    ("資金產生（元）", "资金产生（元）"),
]


@pytest.mark.parametrize(("typed", "meant"), SHAPES)
def test_shapes_are_folded_in_silence(speller: Speller, typed: str, meant: str) -> None:
    """Look-alike, traditional and full-width characters are read without a note."""
    assert speller.correct(typed) == (meant, ())


@pytest.mark.parametrize("text", [*TERMS, *SENTENCES, "功能科目2080505、30201和1,234.56元"])
def test_correct_text_stays(speller: Speller, text: str) -> None:
    """Terms, sentences of documents, digits and codes never change."""
    assert speller.correct(text) == (text, ())


def test_any_cut_of_a_document_stays(speller: Speller) -> None:
    """No stretch of a document's text is ever corrected."""
    whole, chance = "\n".join(SENTENCES), random.Random(7)
    for _ in range(200):
        start = chance.randrange(len(whole))
        piece = whole[start : start + chance.randrange(1, 30)]
        assert speller.correct(piece) == (piece, ())


def test_two_characters_are_too_few(speller: Speller) -> None:
    """A homophone of two characters inside other text is left alone: 奖金 is not 将近."""
    assert speller.correct("将近一半的支出") == ("将近一半的支出", ())


def test_length_is_kept(speller: Speller) -> None:
    """A correction keeps the length, so that spans into the question stay valid."""
    corrected, _ = speller.correct("２０２６年三工经费與劳物费")
    assert corrected == "2026年三公经费与劳务费"


def test_a_question_takes_milliseconds() -> None:
    """With 5,000 terms a question takes a few milliseconds."""
    chance = random.Random(1)
    letters = "预算收支拨款基本项目管理服务保障医疗教育水务"
    terms = {"".join(chance.choices(letters, k=chance.randrange(3, 9))) for _ in range(5000)}
    speller = Speller(terms)
    speller.correct("热身")
    started = time.perf_counter()
    for _ in range(10):
        speller.correct("青禾市临江区水务局2026年一般公共预算财政拨款基本支出中公务接待费是多少？")
    assert (time.perf_counter() - started) / 10 < 0.02
