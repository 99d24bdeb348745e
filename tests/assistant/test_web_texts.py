"""The page's own words: every key that is used has words in every language."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from assistant.web.texts import LANGUAGES, named, option, text, texts, texts_script, told

USED = re.compile(
    r"""(?:told|named|text|words|option|Notice)\(\s*(?:"[a-z-]+",\s*)?["']([a-z]+(?:\.[a-z]+)+)["']"""
)


def fields(words: str) -> set[str]:
    """Return what is filled in."""
    return set(re.findall(r"{(\w+)}", words))


def test_every_text_is_in_every_language() -> None:
    """No language has a gap, and all fill in the same."""
    for key, words in texts().items():
        assert len(words) == len(LANGUAGES) and all(words), key
        assert len({frozenset(fields(said)) for said in words}) == 1, key


def test_every_used_key_is_there(root: Path) -> None:
    """Code and scripts name no text that does not exist."""
    web = root / "assistant" / "web"
    files = [*web.glob("*.py"), *web.glob("*.js")]
    used = {key for file in files for key in USED.findall(file.read_text("utf-8"))}

    assert len(used) > 50
    assert used - texts().keys() == set()


def test_words_are_filled_in_and_escaped() -> None:
    """A file's name cannot become markup, nor break out of an attribute."""
    hostile = '"><img src=x>'
    html = told("library.removed.one", name=hostile) + named(
        "aria-label", "library.cancel.of", name=hostile
    )

    assert "<img" not in html
    assert text("doc.tables", n=3) == "3 张表"
    assert 'data-text="sort.year"' in option("year", "sort.year", chosen=True)


def test_the_browser_gets_all_words_safely() -> None:
    """The script is one assignment of JSON and cannot end its own element."""
    script = texts_script()
    table = json.loads(script.removeprefix("window.disclosureTexts = ").removesuffix(";"))

    assert "<" not in script
    assert table["view.ask"] == {"zh-CN": "提问", "zh-TW": "提問", "en": "Ask"}


def test_an_unknown_key_is_a_fault() -> None:
    """A mistyped key fails at once instead of showing on the page."""
    with pytest.raises(KeyError):
        told("no.such.key")
