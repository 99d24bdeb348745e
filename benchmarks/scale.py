"""Measures the index as it grows to a million passages, and what one more document costs.

    python -m benchmarks.scale [--passages 1000000] [--plot FILE.svg] [--home FOLDER]
    python -m benchmarks.scale --folder 1000

Vectors and words are generated (see ``benchmarks._generated``), the index is the product's own. It
grows from size to size, as a library does; a new process measures each size, once it has read its
files. The tables come out as Markdown.
``--folder``: a folder of made-up disclosures, added, added again, and with one file changed.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from json import dumps, loads
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks._claims import at_least, at_most, stated
from benchmarks._generated import ROWS_A_DOCUMENT, GeneratedEncoder, GeneratedShelf, question
from benchmarks._scale_plot import Line, drawn
from benchmarks.search import describe_machine
from index.hybrid import PassageIndex, refresh

SIZES = (10_000, 30_000, 100_000, 300_000, 1_000_000)
SHARES = {"all": 1.0, "10 %": 0.1, "0.1 %": 0.001}
QUESTIONS = 200
WANTED = 10
DEPTH = 100
FIRST = 1_000_000_000  # the number of the first question: no passage has it


@dataclass(frozen=True)
class Measured:
    """One size. Times are (p50, p95) in milliseconds, by part and by share that a filter leaves."""

    passages: int
    built: float  # seconds since the first passage
    disk: int  # bytes of the index, without the cache of vectors
    cached: int  # bytes of the cache of vectors
    opened: float  # seconds, in a new process
    imported: int  # bytes of memory of its own before the index is opened
    anonymous: int  # the same after all questions
    mapped: int  # bytes of files that are in memory because they were looked at
    recall: dict[str, float]
    times: dict[str, tuple[float, float]]
    added: float  # seconds until one more document is found
    removed: float  # seconds until it is no longer there
    near: dict[str, Any]


def main() -> None:
    """Print the tables, and write the plot."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--passages", type=int, default=SIZES[-1])
    arguments.add_argument("--plot", type=Path)
    arguments.add_argument("--home", type=Path, help="keeps the index")
    arguments.add_argument("--folder", type=int, help="how many made-up disclosures")
    arguments.add_argument("--measure", type=int, help=argparse.SUPPRESS)
    chosen = arguments.parse_args()
    if chosen.measure:
        print(dumps(asdict(measure(chosen.home, chosen.measure))))
        return
    describe_machine()
    with tempfile.TemporaryDirectory() as temporary:
        home = chosen.home or Path(temporary)
        if chosen.folder:
            from benchmarks._scale_folder import measure_folder

            measure_folder(home, chosen.folder)
            return
        sizes = [size for size in SIZES if size < chosen.passages] + [chosen.passages]
        results = list(grown(home, sizes))
        print_tables(results)
        if chosen.plot:
            chosen.plot.write_text(plot_of(results), "utf-8")


def grown(home: Path, sizes: Iterable[int]) -> Iterable[Measured]:
    """Let one index grow, and yield what a new process measures at every size."""
    seconds = 0.0
    for size in sizes:
        started = time.perf_counter()
        refresh(GeneratedShelf(size // ROWS_A_DOCUMENT), home, encoder=GeneratedEncoder())
        seconds += time.perf_counter() - started
        command = [sys.executable, "-m", "benchmarks.scale", "--home", home, "--measure", size]
        told = subprocess.run(list(map(str, command)), check=True, capture_output=True, text=True)
        row = loads(told.stdout.splitlines()[-1]) | {"built": seconds}
        yield Measured(**row)
        sys.stderr.write(f"{size}: {seconds:.0f} s {row}\n")


def measure(home: Path, size: int) -> Measured:
    """Measure the index of ``home`` in this process."""
    imported, _ = memory()
    shelf, encoder = GeneratedShelf(size // ROWS_A_DOCUMENT), GeneratedEncoder()
    started = time.perf_counter()
    index = PassageIndex.open(shelf, home, encoder)
    opened = time.perf_counter() - started
    index._parts.generation.health.wait()
    filters = {name: shelf.some(share) for name, share in SHARES.items()}
    times = {
        f"{part} {name}": timed(ask)
        for name, inside in filters.items()
        for part, ask in asks(index, encoder, inside).items()
    }
    anonymous, mapped = memory()
    recall = {name: recall_of(index, encoder, inside) for name, inside in filters.items()}
    plan = index._parts.dense._near
    added, removed = one_more(shelf, home, encoder)
    return Measured(
        passages=len(index.passages),
        built=0.0,
        disk=size_of(home / "index") - size_of(home / "index" / "vectors"),
        cached=size_of(home / "index" / "vectors"),
        opened=opened,
        imported=imported,
        anonymous=anonymous,
        mapped=mapped,
        recall=recall,
        times=times,
        added=added,
        removed=removed,
        near=asdict(plan.plan) if plan else {},
    )


def asks(
    index: PassageIndex, encoder: GeneratedEncoder, inside: frozenset[str] | None
) -> dict[str, Callable[[str], object]]:
    """Return the parts of a search, each as a function of a question's text."""
    parts = index._parts
    rows = parts.rows(inside)

    def dense(text: str) -> object:
        return parts.dense.search(encoder.queries([text])[0], limit=DEPTH, positions=rows)

    def lexical(text: str) -> object:
        return parts.lexical.search(text, limit=DEPTH, documents=inside)

    def fused(text: str) -> object:
        return index.search(text, documents=inside, limit=WANTED)

    return {"dense": dense, "lexical": lexical, "fused": fused}


def timed(ask: Callable[[str], object]) -> tuple[float, float]:
    """Return p50 and p95 in milliseconds over questions of 40 terms, after some to warm up."""
    milliseconds = []
    for number in range(QUESTIONS + 20):
        text = question(FIRST + number)
        started = time.perf_counter()
        ask(text)
        milliseconds.append(1000 * (time.perf_counter() - started))
    middle, late = np.percentile(milliseconds[20:], [50, 95])
    return float(middle), float(late)


def recall_of(
    index: PassageIndex, encoder: GeneratedEncoder, inside: frozenset[str] | None
) -> float:
    """Return the share of the ten nearest rows that are among the first ten found."""
    dense, shares = index._parts.dense, []
    rows = index._parts.rows(inside)
    for number in range(QUESTIONS // 2):
        vector = encoder.queries([question(FIRST + number)])[0]
        cosines = dense._rows.cosines(vector)
        allowed = index._parts.live if rows is None else rows
        exact = allowed[np.argsort(-cosines[allowed], kind="stable")[:WANTED]]
        found = dense.search(vector, limit=DEPTH, positions=rows)[:WANTED]
        shares.append(len(set(exact.tolist()) & {row for row, _ in found}) / len(exact))
    return float(np.mean(shares))


def one_more(shelf: GeneratedShelf, home: Path, encoder: GeneratedEncoder) -> tuple[float, float]:
    """Return the seconds that one new document takes, and its removal."""
    seconds = []
    for change in (1, -1):
        shelf = GeneratedShelf(shelf.count + change)
        started = time.perf_counter()
        PassageIndex.open(shelf, home, encoder)
        seconds.append(time.perf_counter() - started)
    return seconds[0], seconds[1]


def print_tables(results: Sequence[Measured]) -> None:
    """Print Markdown."""
    size = "passages | built s | index | vectors kept | open s | own memory | mapped in use"
    print(f"\n| {size} | one more document s | one less s |\n|{'---:|' * 9}")
    for row in results:
        bytes_ = (row.disk, row.cached)
        own = f"{(row.anonymous - row.imported) / 1e6:,.0f} MB"
        cells = [f"{row.passages:,}", f"{row.built:,.0f}", *(f"{b / 1e6:,.0f} MB" for b in bytes_)]
        cells += [f"{row.opened:.2f}", own, f"{row.mapped / 1e6:,.0f} MB"]
        print(f"| {' | '.join([*cells, f'{row.added:.2f}', f'{row.removed:.2f}'])} |")
    heads = [f"recall@10 {name}" for name in SHARES] + list(results[0].times)
    print(f"\n| passages | {' | '.join(heads)} |\n|{'---:|' * (len(heads) + 1)}")
    for row in results:
        recalls = [f"{row.recall[name]:.3f}" for name in SHARES]
        times = [f"{middle:.1f} / {late:.1f}" for middle, late in row.times.values()]
        print(f"| {row.passages:,} | {' | '.join([*recalls, *times])} |")
    print(f"\nMeasured when it was built: {results[-1].near}")
    print_claims(results[-1])


def print_claims(largest: Measured) -> None:
    """Print what was wanted of the largest index."""
    size = f"{largest.passages:,} passages"
    for name, recall in largest.recall.items():
        at_least(f"{size}, recall@10 against exact search, {name}", recall, 0.95)
    for part, (_, late) in largest.times.items():
        at_most(f"{size}, p95 {part}", late, 50, " ms")
    stated(f"{size}, memory of its own", f"{(largest.anonymous - largest.imported) / 1e6:,.0f} MB")
    stated(f"{size}, files mapped", f"{largest.mapped / 1e6:,.0f} MB")
    stated(f"{size}, built in", f"{largest.built:,.0f} s")


def plot_of(results: Sequence[Measured]) -> str:
    """Return p95 over the number of passages as SVG."""
    parts = [name for name in results[0].times if name.endswith(("all", "10 %"))]
    lines = [Line(name, [(row.passages, row.times[name][1]) for row in results]) for name in parts]
    return drawn(lines, "passages", "p95, ms", bar=50)


def memory() -> tuple[int, int]:
    """Return the bytes in memory that are this process's own, and those of mapped files."""
    status = Path("/proc/self/status")
    lines = status.read_text().splitlines() if status.is_file() else []
    rows = dict(line.split(":", 1) for line in lines)
    own, mapped = (int(rows.get(name, "0 kB").split()[0]) for name in ("RssAnon", "RssFile"))
    return own * 1024, mapped * 1024


def size_of(folder: Path) -> int:
    """Return the bytes of all files under a folder."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


if __name__ == "__main__":
    main()
