"""Words and lexical terms."""

from __future__ import annotations

import subprocess
import sys

import pytest

from corpus.vocabulary import lines_of
from index.segment import add_words, search_terms, words

EXAMPLES = [
    ("公务接待费减少", ["公务接待费", "减少"]),
    ("２１０１５０１行政运行", ["2101501", "行政运行"]),
    ("1,234.56万元，增长6.81%", ["1,234.56", "万元", "增长", "6.81%"]),
    ("（〔2021〕73号）", ["2021", "73", "号"]),
    ("使用 AI 与 e-Gov", ["使用", "ai", "与", "e-gov"]),
    ("。，、—— \n", []),
]


@pytest.mark.parametrize(("text", "expected"), EXAMPLES)
def test_words(text: str, expected: list[str]) -> None:
    """Words are normalised, codes and numbers stay whole, punctuation is dropped."""
    assert expected == words(text)


def test_long_terms_are_found_by_their_parts() -> None:
    """A term of the classification is also indexed under the words inside it."""
    terms = search_terms("公务用车运行维护费")

    assert {"公务用车运行维护费", "公务", "维护", "_用车"} <= set(terms)


def test_numbers_are_found_without_separators() -> None:
    """A number with thousands separators is also found without them."""
    assert {"1,234.50", "1234.50"} <= set(search_terms("共1,234.50万元"))


def test_unknown_words_are_found_by_their_characters() -> None:
    """A name that no dictionary has is found by its pairs of characters."""
    assert set(search_terms("青禾市")) & {"_青禾"}


def test_added_names_stay_whole_in_words_only() -> None:
    """Names of a library are kept whole in words, and never change how an index is cut."""
    before = search_terms("临江圩堤加固专项")
    add_words(["临江圩堤加固专项", "x"])

    assert words("临江圩堤加固专项概况") == ["临江圩堤加固专项", "概况"]
    assert before == search_terms("临江圩堤加固专项")


def test_dictionary_has_no_word_twice() -> None:
    """The segmenter's dictionary is large and free of repetitions."""
    lines = lines_of("segment_words.tsv")

    assert len(lines) >= 150
    assert len(lines) == len(set(lines))


def test_segmenting_is_silent() -> None:
    """The first segmentation prints nothing and warns of nothing."""
    code = "from index.segment import words; words('公务接待费')"
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code], capture_output=True, text=True, check=True
    )

    assert done.stdout + done.stderr == ""
