"""Nothing of the real documents and gold questions stands in this repository.

What is official or everyday language is not a leak. By rule: years; the names of the public
classification of revenue and expenditure; what tests/leaks_allowed.tsv lists with its reason; in
the list of all divisions of the country, their names.
"""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from pypdfium2 import PdfDocument

from assistant.language.owner_library import Body, bodies_of
from corpus.document import Document
from corpus.ingest import parse

pytestmark = pytest.mark.shared

TEXT = {".py", ".tsv", ".md", ".toml", ".txt", ".css", ".js", ".html", ".yml", ".yaml", ".sh"}
TEXT |= {"", ".json", ".jsonl", ".csv", ".svg"}
FORMS = {".pdf", ".docx", ".doc", ".xlsx", ".xls", ".png"}  # samples told as .txt too; pictures
OWN = {"tests/leaks_allowed.tsv"}
DIVISIONS = "corpus/data/places.tsv"  # every division of the country: names none of them
CLASSIFICATION = (
    "benchmarks/made_up/codes.tsv",
    "corpus/data/economic_items.tsv",
    "corpus/data/functional_items.tsv",
)
QUESTION_PIECE = 12  # characters of a question in a row, white space left out
PLAIN_CHARACTERS = 8  # of these, neither of a year nor of an official term
SENTENCE = 20  # Han characters in a row
DIGITS = 5  # significant ones make an amount distinctive
WAN = Decimal(10000)
HIDDEN = "□"  # in place of a year or an official term
YEAR = r"(?:(?:19|20)\d{2}年?|(?<!\d)\d{2}年)度?(?:\d{1,2}月)?(?:\d{1,2}日)?"
HAN = re.compile(rf"[\u4e00-\u9fff]{{{SENTENCE},}}")
NUMBER = re.compile(r"(?<![\w.])\d[\d,]*(?:\.\d+)?")
LATIN_STEM = re.compile(r"[0-9a-zA-Z_]{6,}")

Leaks = dict[str, list[str]]  # what was found -> the files that hold it


@dataclass(frozen=True, slots=True)
class Shared:
    """The real documents, as text and as the product reads them, and the gold questions."""

    texts: tuple[str, ...]
    documents: tuple[Document, ...]
    file_names: tuple[str, ...]
    gold: tuple[Mapping[str, Any], ...]


@pytest.fixture(scope="module")
def real(shared: Path) -> Shared:
    """Everything that must not be found again."""
    return _shared(shared)


@pytest.fixture(scope="module")
def ours(root: Path) -> dict[str, str]:
    """The text of every file of the repository, its path before it, by its path."""
    return {
        str(path.relative_to(root)): f"{path.relative_to(root)}\n{text}"
        for path in _files_of(root)
        if path.suffix in TEXT
        for text in [path.read_text("utf-8", errors="replace")]
    }


def _files_of(root: Path) -> list[Path]:
    """Return every file that is or would be committed."""
    listed = ["git", "ls-files", "-co", "--exclude-standard", "-z"]
    names = subprocess.run(listed, cwd=root, capture_output=True, text=True, check=True).stdout
    paths = (root / name for name in names.split("\0") if name and name not in OWN)
    return [path for path in paths if path.is_file()]


@cache
def _shared(folder: Path) -> Shared:
    paths = sorted(p for part in ("seeds", "disclosures") for p in (folder / part).rglob("*.*"))
    texts = tuple(_text_of(path) for path in paths)
    documents = tuple(
        parse(text.encode(), f"{path.stem}.txt").document
        for path, text in zip(paths, texts, strict=True)
    )
    gold = [
        json.loads(line)
        for path in sorted((folder / "gold").glob("*.jsonl"))
        for line in path.read_text("utf-8").splitlines()
        if line.strip()
    ]
    return Shared(texts, documents, tuple(path.stem for path in paths), tuple(gold))


def _text_of(path: Path) -> str:
    """Return a document's text fast: a search for leaks needs no tables."""
    if path.suffix != ".pdf":
        return path.read_text("utf-8")
    with PdfDocument(path) as pdf:
        return "\n".join(page.get_textpage().get_text_range() for page in pdf)


@cache
def allowed(root: Path) -> tuple[str, ...]:
    """Return the official and everyday texts that may occur, longest first."""
    lines = (root / "tests/leaks_allowed.tsv").read_text("utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line.strip() and not line.startswith("#")]
    assert all(len(row) == 2 and row[1].strip() for row in rows), "每一行都要有理由"
    return tuple(sorted((row[0] for row in rows), key=len, reverse=True))


@cache
def official(root: Path) -> re.Pattern[str]:
    """Return what hides years, allowed texts and the names of the classification."""
    cells = (
        cell
        for name in CLASSIFICATION
        for line in (root / name).read_text("utf-8").splitlines()
        if not line.startswith("#")
        for cell in re.split(r"[\t|]", line)
    )
    names = {*allowed(root), *(cell for cell in cells if len(cell) >= 3)}
    ordered = sorted(map(re.escape, names), key=len, reverse=True)
    return re.compile("|".join((YEAR, *ordered)))


def found_in(ours: Mapping[str, str], wanted: Iterable[str]) -> Leaks:
    """Return which of the wanted texts occur, and where."""
    leaks: Leaks = {}
    for text in sorted(set(wanted)):
        if holders := [name for name, body in ours.items() if text in body]:
            leaks[text] = holders
    return leaks


def shown(leaks: Leaks) -> str:
    """Return leaks for people: what, and in which files."""
    return "\n".join(f"{text}: {', '.join(holders)}" for text, holders in sorted(leaks.items()))


def test_no_kind_of_file_is_left_out(root: Path) -> None:
    """Whatever holds data is searched; a new kind of file has to be named here first."""
    assert {path.suffix for path in _files_of(root)} <= TEXT | FORMS


def test_no_question_of_a_gold_file(root: Path, real: Shared, ours: Mapping[str, str]) -> None:
    """No twelve characters of a gold question stand here, years and official terms aside."""
    hides = official(root)
    asked = {turn for line in real.gold for turn in (line["question"], *line["history"])}
    pieces = {p for turn in asked for p in _pieces(_hidden(turn, hides), QUESTION_PIECE)}
    telling = {p for p in pieces if len(p.replace(HIDDEN, "")) >= PLAIN_CHARACTERS}
    leaks: Leaks = {}
    for name, body in ours.items():
        lines = (
            _hidden(line, hides) for line in body.splitlines() if len(line) >= PLAIN_CHARACTERS
        )
        for piece in {p for line in lines for p in _pieces(line, QUESTION_PIECE)} & telling:
            leaks.setdefault(piece, []).append(name)

    assert not leaks, shown(leaks)


def _hidden(text: str, hides: re.Pattern[str]) -> str:
    return hides.sub(HIDDEN, re.sub(r"\s", "", text))


def _pieces(text: str, length: int) -> Iterator[str]:
    return (text[at : at + length] for at in range(len(text) - length + 1))


def test_no_owner_of_a_real_document(root: Path, real: Shared, ours: Mapping[str, str]) -> None:
    """No body is named, in full or in short, and no region of theirs outside the national list."""
    named = {name for body in bodies_of(real.documents) for name in _names_of(body)}
    elsewhere = {name: body for name, body in ours.items() if name != DIVISIONS}
    leaks = found_in(elsewhere, named - {*allowed(root)})

    assert not leaks, shown(leaks)


def _names_of(body: Body) -> Iterator[str]:
    """Yield names that mean one body or one region: with a core alone, 财政局, none is meant."""
    yield from (body.name, *body.spellings)
    for region in body.regions:
        yield from (region.name, region.stem)
        yield from (f"{region.stem}{core}" for core in body.cores if core)


def test_no_amount_of_a_gold_answer(root: Path, real: Shared, ours: Mapping[str, str]) -> None:
    """No answer, in 元 or 万元, and no printed amount of its evidence stands here."""
    amounts = {amount for line in real.gold for amount in _amounts_of(line)}
    leaks: Leaks = {}
    for name, body in ours.items():
        for printed in set(NUMBER.findall(body)) - {*allowed(root)}:
            if Decimal(printed.replace(",", "")) in amounts:
                leaks.setdefault(printed, []).append(name)

    assert not leaks, shown(leaks)


def _amounts_of(line: Mapping[str, Any]) -> Iterator[Decimal]:
    values = [Decimal(str(one["value"]).replace(",", "")) for one in line["answer"]]
    quoted = (n for piece in line["evidence"] for n in NUMBER.findall(piece["quote"]))
    # Without a point or a comma it may as well be a code of the classification.
    printed = [Decimal(n.replace(",", "")) for n in quoted if "." in n or "," in n]
    for value in (*values, *(value / WAN for value in values), *printed):
        if len(value.normalize().as_tuple().digits) >= DIGITS:
            yield value


def test_no_file_name_of_a_real_document(real: Shared, ours: Mapping[str, str]) -> None:
    """No real file is named, nor any part of its name that only a file name has."""
    parts = {part for stem in real.file_names for part in LATIN_STEM.findall(stem)}
    leaks = found_in(ours, {*real.file_names, *parts})

    assert not leaks, shown(leaks)


def test_no_sentence_of_a_real_document(root: Path, real: Shared, ours: Mapping[str, str]) -> None:
    """No twenty Han characters in a row are those of a real document."""
    pieces: set[str] = set()
    for text in real.texts:
        for run in HAN.findall(re.sub(r"\s", "", text)):
            pieces.update(_pieces(run, SENTENCE))
    leaks: Leaks = {}
    for name, body in ours.items():
        for run in HAN.findall(body):
            if any(piece in pieces for piece in _pieces(run, SENTENCE)):
                leaks.setdefault(run, []).append(name)
    hides = official(root)
    told = {r: where for r, where in leaks.items() if _plain(r, hides) >= QUESTION_PIECE}

    assert not told, shown(told)


def _plain(text: str, hides: re.Pattern[str]) -> int:
    """Return how many characters of a text are neither of a year nor of an official term."""
    return len(_hidden(text, hides).replace(HIDDEN, ""))
