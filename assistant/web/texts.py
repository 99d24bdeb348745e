"""The words that the page itself says, in every language that it offers.

They are data: ``texts.tsv``, and ``texts_VIEW.tsv`` for what only one view says.
The server writes 简体中文 and names the key beside it; the browser
swaps the words when another language is chosen (shell.js). What documents print is never swapped.
"""

from __future__ import annotations

import json
from functools import cache
from html import escape
from importlib.resources import files

LANGUAGES = ("zh-CN", "zh-TW", "en")
SWITCH = {"zh-CN": "简体", "zh-TW": "繁體", "en": "English"}


@cache
def texts() -> dict[str, tuple[str, ...]]:
    """Return for every key its words in the order of ``LANGUAGES``."""
    folder = (files("assistant") / "web").iterdir()
    data = [file for file in folder if file.name.startswith("texts") and file.name.endswith(".tsv")]
    lines = [line for file in data for line in file.read_text("utf-8").splitlines()]
    rows = [line.split("\t") for line in lines if line.strip() and not line.startswith("#")]
    return {key: tuple(words) for key, *words in rows}


def text(key: str, **values: object) -> str:
    """Return the words of ``key`` in 简体中文, ``{name}`` filled in."""
    return texts()[key][0].format(**values)


def told(key: str, **values: object) -> str:
    """Return the words as HTML that the browser can put into another language."""
    filled = f' data-values="{escape(json.dumps(_words(values)))}"' if values else ""
    return f'<span data-text="{key}"{filled}>{escape(text(key, **values))}</span>'


def named(attribute: str, key: str, **values: object) -> str:
    """Return an HTML attribute (``aria-label``, ``placeholder``, ``title``) in the same way."""
    filled = f' data-values="{escape(json.dumps(_words(values)))}"' if values else ""
    shown = escape(text(key, **values))
    return f'{attribute}="{shown}" data-text-{attribute}="{key}"{filled}'


def option(value: str, key: str, *, chosen: bool = False) -> str:
    """Return one choice of a list."""
    selected = " selected" if chosen else ""
    return f'<option value="{value}" data-text="{key}"{selected}>{escape(text(key))}</option>'


def _words(values: dict[str, object]) -> dict[str, str]:
    return {name: str(value) for name, value in values.items()}


def texts_script() -> str:
    """Return the script that hands all words to the browser."""
    table = {key: dict(zip(LANGUAGES, words, strict=True)) for key, words in texts().items()}
    plain = json.dumps(table, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
    return f"window.disclosureTexts = {plain};"
