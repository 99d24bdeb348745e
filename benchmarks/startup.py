"""Measures what a cold start costs, stage by stage, over the sample disclosures.

    python -m benchmarks.startup

CPU seconds (user and system), because they vary less than the clock on a machine that is shared.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

SAMPLES = Path(__file__).resolve().parents[1] / "corpus" / "samples"
QUERIES = 20


def main() -> None:
    """Print CPU seconds and seconds by the clock of every stage."""
    with tempfile.TemporaryDirectory() as home:
        measure(Path(home))


def measure(home: Path) -> None:
    """Go through the life of a library at ``home``: import, add, load, index, open, ask."""
    stage("import", lambda: [__import__(name) for name in ("index.hybrid", "corpus.library")])
    from corpus.library import Library
    from index.default_model import set_up
    from index.encoder import default_encoder
    from index.hybrid import PassageIndex, refresh
    from index.packed_weights import packed_file

    if packed := packed_file():
        stage("set the model up", lambda: set_up(packed, home / "model"))
    library, encoder = Library.open(home, create=True), default_encoder()
    stage("read the samples", lambda: library.add(sorted(SAMPLES.glob("*.txt"))))
    stage("load the model", lambda: encoder.dimension)
    stage("index", lambda: refresh(library, home))
    (home / "index" / "current").unlink()
    stage("index again, vectors known", lambda: refresh(library, home))
    stage("open the index", lambda: PassageIndex.open(library, home))
    questions = [f"公务接待费是多少（{number}）" for number in range(QUERIES)]
    stage("embed one question", lambda: [encoder.queries([q]) for q in questions], times=QUERIES)
    ask = [sys.executable, "-m", "assistant", "--home", str(home), "ask", "公务接待费是多少"]
    stage("disclosure ask, cold", lambda: subprocess.run(ask, check=True, capture_output=True))


def stage(name: str, work: Callable[[], object], *, times: int = 1) -> None:
    """Do the work and print what it cost, divided by ``times``."""
    cpu, clock = sum(os.times()[:4]), time.perf_counter()
    work()
    cpu, clock = sum(os.times()[:4]) - cpu, time.perf_counter() - clock
    print(f"{name:28} {cpu / times:7.3f} s CPU  {clock / times:7.3f} s")


if __name__ == "__main__":
    main()
