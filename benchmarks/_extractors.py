"""Rows of the sample tables that public extractors and our readers find, on the same files.

A row counts as found when an extractor gives exactly its cells, in its columns. White space inside
cells is not compared, a merged cell may repeat its text, and in workbooks 360.6 is 360.60. Head
rows are left out, because every tool has its own way to write merged heads. "in order" also counts
rows whose values all come in the printed order, with their columns lost.
"""

from __future__ import annotations

import importlib
import io
import re
import time
import warnings
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import redirect_stderr
from dataclasses import dataclass
from decimal import Decimal
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path

from benchmarks.samples.printed import disclosure_of

Row = tuple[str, ...]
Extract = Callable[[Path], Iterable[Sequence[object]]]
PDFS = ("pdf", "pdf-rules", "pdf-borderless")
NUMBER = re.compile(r"-?[\d,]+\.?\d*")


@dataclass(frozen=True, slots=True)
class Tool:
    """An extractor: what it is called, the module it needs, and the forms that it reads."""

    name: str
    module: str
    package: str
    forms: tuple[str, ...]
    extract: Extract


@dataclass(frozen=True, slots=True)
class Found:
    """What one tool found in one form of all samples."""

    tool: str
    form: str
    rows: int
    exact: int
    in_order: int
    seconds: float


def compare(samples: Path, forms: Sequence[str]) -> tuple[list[Found], list[str]]:
    """Return what every installed tool found, and a note on every tool that is not installed."""
    found, notes = [], []
    for tool in TOOLS:
        if find_spec(tool.module) is None:
            notes.append(f"{tool.name}：没有安装，未比较（pip install {tool.package}）")
            continue
        found += [_found(tool, form, samples) for form in forms if form in tool.forms]
    return found, notes


def versions() -> str:
    """Return the versions of the tools that are installed."""
    said = []
    for package in dict.fromkeys(tool.package.split("[")[0] for tool in TOOLS):
        try:
            said.append(f"{package} {version(package)}")
        except PackageNotFoundError:
            continue
    return ", ".join(said)


def _found(tool: Tool, form: str, samples: Path) -> Found:
    total = exact = in_order = 0
    seconds = 0.0
    for path in sorted((samples / "formats" / form).iterdir()):
        merged = form not in ("pdf-rules", "pdf-borderless")
        expected = [*expected_rows(samples / f"{path.stem}.txt", merged, form)]
        if not expected:
            continue
        started = time.perf_counter()
        with warnings.catch_warnings(), redirect_stderr(io.StringIO()):
            warnings.simplefilter("ignore")
            given = [_plain(row, form) for row in tool.extract(path)]
        seconds += time.perf_counter() - started
        total += len(expected)
        exact += (Counter(map(_trimmed, expected)) & Counter(map(_trimmed, given))).total()
        in_order += (Counter(map(_values, expected)) & Counter(map(_values, given))).total()
    return Found(tool.name, form, total, exact, in_order, seconds)


def expected_rows(text: Path, merged_totals: bool, form: str) -> Iterator[Row]:
    """Yield the body rows of a sample's tables as they are printed."""
    for table in disclosure_of(text, merged_totals=merged_totals).tables:
        for r in range(len(table.grid)):
            cells = table.row(r)
            if not any(cell.is_head for cell in cells):
                row = [""] * table.width
                for cell in cells:
                    row[cell.column] = cell.text
                yield _plain(row, form)


def _plain(row: Sequence[object], form: str) -> Row:
    cells = [re.sub(r"\s+", "", "" if cell is None else str(cell)) for cell in row]
    if form in ("xlsx", "xls"):
        cells = [_number(cell) for cell in cells]
    return tuple(
        "" if c and cell == cells[c - 1] and not NUMBER.fullmatch(cell) else cell
        for c, cell in enumerate(cells)
    )


def _number(cell: str) -> str:
    if not NUMBER.fullmatch(cell) or re.fullmatch(r"0\d+", cell):
        return "" if cell == "NaN" else cell
    return f"{Decimal(cell.replace(',', '')).normalize():f}"


def _trimmed(row: Row) -> Row:
    """A row without blanks at its right end, which some tools leave out."""
    width = max((i + 1 for i, cell in enumerate(row) if cell), default=0)
    return row[:width]


def _values(row: Row) -> str:
    return "".join(row)


def _ours(path: Path) -> Iterator[Row]:
    from corpus.readers import read_file

    for block in read_file(path.read_bytes(), path.name).blocks:
        yield from block.rows


def _pdfplumber(path: Path) -> Iterator[Sequence[object]]:
    pdfplumber = importlib.import_module("pdfplumber")
    with pdfplumber.open(path) as pdf:
        for page in pdf.pages:
            for table in page.extract_tables():
                yield from table


def _camelot(flavor: str) -> Extract:
    def extract(path: Path) -> Iterator[Sequence[object]]:
        camelot = importlib.import_module("camelot")
        for table in camelot.read_pdf(str(path), pages="all", flavor=flavor):
            yield from table.df.values.tolist()

    return extract


def _markitdown(path: Path) -> Iterator[Sequence[object]]:
    module = importlib.import_module("markitdown")
    text = module.MarkItDown().convert(str(path)).text_content
    for line in text.splitlines():
        if line.strip().startswith("|"):
            yield [cell.strip() for cell in line.strip().strip("|").split("|")]


ALL = (*PDFS, "docx", "xlsx", "html")
TOOLS = (
    Tool("本项目", "corpus", "disclosure-assistant", (*ALL, "doc", "xls"), _ours),
    Tool("pdfplumber extract_tables", "pdfplumber", "pdfplumber", PDFS, _pdfplumber),
    Tool("camelot lattice", "camelot", "camelot-py", PDFS[:1], _camelot("lattice")),
    Tool("camelot stream", "camelot", "camelot-py", PDFS, _camelot("stream")),
    Tool("markitdown", "markitdown", "markitdown[docx,pdf,xlsx]", ALL, _markitdown),
)
