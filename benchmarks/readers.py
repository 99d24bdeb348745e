"""Measures the readers: what a document costs, and what other extractors find in the same tables.

    python -m benchmarks.readers [FILE or FOLDER ...]

Without arguments the real documents of ../shared, where they are, and always the samples in every
format, a PDF of 200 pages made from their pages, and the rows of their tables side by side with
other extractors. Every document is read in a process of its own, so that its memory is its own.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from importlib import import_module
from itertools import cycle
from pathlib import Path

from rich.console import Console
from rich.table import Table

ROOT = Path(__file__).resolve().parents[1]
SAMPLES = ROOT / "corpus" / "samples"
SHARED = [ROOT.parent / "shared" / name for name in ("disclosures", "seeds")]
FORMS = ("pdf", "pdf-rules", "pdf-borderless", "docx", "doc", "html", "xlsx", "xls")
LONG_PAGES = 200
MOST_MS_A_PAGE, MOST_MB = 120, 400  # promised for PDF; memory on the long one
WIDTH = 150  # characters of the printed tables


@dataclass(frozen=True, slots=True)
class Cost:
    """What reading took and gave. pages: 0 where the format has none."""

    name: str
    files: int = 1
    pages: int = 0
    read_seconds: float = 0.0  # bytes to blocks
    parse_seconds: float = 0.0  # bytes to figures, reading included
    cpu_seconds: float = 0.0  # of ``parse_seconds``, what the processor worked here
    tables: int = 0
    checked: int = 0
    reconciled: int = 0
    figures: int = 0
    megabytes: float = 0.0
    error: str = ""


def main() -> None:
    """Print the costs, and without arguments the comparison."""
    parser = argparse.ArgumentParser(description="Measure the readers.")
    parser.add_argument("paths", nargs="*", type=Path)
    parser.add_argument("--one", type=Path, help="measure one file here, as JSON")
    options = parser.parse_args()
    if options.one:
        print(json.dumps(asdict(cost_of(options.one))))
        return
    console = Console(width=WIDTH)
    paths = options.paths or [folder for folder in SHARED if folder.is_dir()]
    costs = [cost_apart(path) for path in files_in(paths)]
    if not options.paths:
        costs += sample_costs()
        costs.append(long_cost())
    print_costs(console, costs)
    if not options.paths:
        print_comparison(console)


def files_in(paths: Sequence[Path]) -> Iterator[Path]:
    """Yield the readable files of folders, and files as they are."""
    from corpus.ingest import SUFFIXES

    for path in paths:
        found = sorted(path.rglob("*")) if path.is_dir() else [path]
        yield from (file for file in found if file.is_file() and file.suffix.lower() in SUFFIXES)


def cost_apart(path: Path) -> Cost:
    """Return the cost of one file, measured in a new process."""
    command = [sys.executable, "-m", "benchmarks.readers", "--one", str(path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        return Cost(path.name, error=done.stderr.strip().splitlines()[-1])
    return Cost(**json.loads(done.stdout))


def cost_of(path: Path) -> Cost:
    """Read one file in this process; the reader's own modules are loaded before the clock runs."""
    from corpus.errors import DisclosureError
    from corpus.ingest import parse
    from corpus.readers import READERS, read_file
    from corpus.readers.kinds import kind_of

    data = path.read_bytes()
    parse("云洲市水务局2026年部门预算\n2026年安排1.00万元。".encode(), "第一份.txt")
    if reader := READERS.get(kind_of(data, path.name)):
        import_module(reader[0])
    try:
        started = time.perf_counter()
        read_file(data, path.name)
        middle, cpu = time.perf_counter(), time.process_time()
        parsed = parse(data, path.name)
        ended, cpu = time.perf_counter(), time.process_time() - cpu
    except DisclosureError as wrong:
        return Cost(path.name, error=str(wrong))
    tables = parsed.document.tables
    return Cost(
        name=path.name,
        pages=len(parsed.document.page_starts),
        read_seconds=middle - started,
        parse_seconds=ended - middle,
        cpu_seconds=cpu,
        tables=len(tables),
        checked=sum(table.reconciled is not None for table in tables),
        reconciled=sum(table.reconciled is True for table in tables),
        figures=len(parsed.figures),
        megabytes=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    )


def sample_costs() -> Iterator[Cost]:
    """Yield, for every format, the costs of its samples as one row."""
    for form in FORMS:
        costs = [cost_apart(path) for path in sorted((SAMPLES / "formats" / form).iterdir())]
        yield _sum(f"示例（{form}，{len(costs)} 份）", costs)


def _sum(name: str, costs: Sequence[Cost]) -> Cost:
    errors = [cost.error for cost in costs if cost.error]
    return Cost(
        name=name,
        files=len(costs),
        pages=sum(cost.pages for cost in costs),
        read_seconds=sum(cost.read_seconds for cost in costs),
        parse_seconds=sum(cost.parse_seconds for cost in costs),
        cpu_seconds=sum(cost.cpu_seconds for cost in costs),
        tables=sum(cost.tables for cost in costs),
        checked=sum(cost.checked for cost in costs),
        reconciled=sum(cost.reconciled for cost in costs),
        figures=sum(cost.figures for cost in costs),
        megabytes=max(cost.megabytes for cost in costs),
        error=errors[0] if errors else "",
    )


def long_cost() -> Cost:
    """Return the cost of a PDF of 200 pages, made of the pages of the samples."""
    from pypdfium2 import PdfDocument

    sources = [PdfDocument(path) for path in sorted((SAMPLES / "formats").glob("pdf*/*.pdf"))]
    long = PdfDocument.new()
    for source in cycle(sources):
        long.import_pages(source)
        if len(long) >= LONG_PAGES:
            break
    while len(long) > LONG_PAGES:
        long.del_page(LONG_PAGES)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"拼接的 {LONG_PAGES} 页.pdf"
        long.save(path)
        return cost_apart(path)


def print_costs(console: Console, costs: Sequence[Cost]) -> None:
    """Print one row a document, and what was promised."""
    heads = ("页", "读取", "全部", "处理器", "表", "有合计可核", "核对一致", "数字", "MB")
    table = Table("文件", title="读取的代价：每页毫秒（不分页的为每份），全部 = 从文件到数字")
    for head in heads:
        table.add_column(head, justify="right")
    for cost in costs:
        table.add_row(cost.name, *_cells(cost))
    console.print(table)
    console.print(f"要求：PDF 每页不超过 {MOST_MS_A_PAGE} 毫秒，{LONG_PAGES} 页不超过 {MOST_MB} MB")


def _cells(cost: Cost) -> list[str]:
    if cost.error:
        return [cost.error]
    pages = cost.pages or cost.files
    seconds = (cost.read_seconds, cost.parse_seconds, cost.cpu_seconds)
    return [
        str(cost.pages or "—"),
        *(f"{1000 * spent / pages:,.0f}" for spent in seconds),
        str(cost.tables),
        str(cost.checked),
        str(cost.reconciled),
        str(cost.figures),
        f"{cost.megabytes:,.0f}",
    ]


def print_comparison(console: Console) -> None:
    """Print how many rows of the samples' tables each tool reproduces."""
    from benchmarks._extractors import compare, versions

    found, notes = compare(SAMPLES, FORMS)
    table = Table("格式", "工具", title="示例中表格的各行（不含表头）")
    for head in ("行", "逐格一致", "次序一致", "秒"):
        table.add_column(head, justify="right")
    for one in sorted(found, key=lambda one: FORMS.index(one.form)):
        table.add_row(
            one.form,
            one.tool,
            str(one.rows),
            f"{one.exact}（{100 * one.exact // one.rows}%）",
            f"{one.in_order}（{100 * one.in_order // one.rows}%）",
            f"{one.seconds:.1f}",
        )
    console.print(table)
    console.print("\n".join([versions(), *notes]))


if __name__ == "__main__":
    main()
