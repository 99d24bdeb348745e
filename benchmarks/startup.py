"""Measures a cold start to the first answer, stage by stage, and the memory of an idle server.

    python -m benchmarks.startup

Over the sample disclosures, with the default model on disk. Stages print CPU seconds (user and
system) beside the clock, because they vary less on a machine that is shared.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from benchmarks._claims import at_most, not_run, stated

SAMPLES = Path(__file__).resolve().parents[1] / "corpus" / "samples"
QUERIES = 20
TIMES = 5  # cold starts
PATIENCE = 300  # seconds until a server that does not answer is given up
STILL = 2  # megabytes by which the memory of an idle server may change in ten seconds
QUESTION = "公务接待费是多少"
HEAVY = ("index.hybrid", "corpus.library", "assistant.conversation")


def main() -> None:
    """Print CPU seconds and seconds by the clock of every stage, then what was wanted."""
    with tempfile.TemporaryDirectory() as home:
        measure(Path(home))


def measure(home: Path) -> None:
    """Go through the life of a library at ``home``: import, add, load, index, open, ask, serve."""
    stage("import", lambda: [__import__(name) for name in HEAVY])
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
    starts = [stage("disclosure ask, cold", lambda: ask(home)) for _ in range(TIMES)]
    cpu, clock = (sorted(column)[TIMES // 2] for column in zip(*starts, strict=True))
    at_most("cold start to the first answer, median", clock, 5, " s")
    stated("CPU time of a cold start to the first answer", f"{cpu:.2f} s")
    serve(home)


def ask(home: Path) -> None:
    """Ask one question in a process of its own; every file is read, the model among them."""
    command = [sys.executable, "-m", "assistant", "--home", str(home), "ask", QUESTION]
    subprocess.run(command, check=True, capture_output=True)


def serve(home: Path) -> None:
    """Print when a new server answers, and what it holds in memory when nobody asks."""
    started = time.perf_counter()
    with server(home) as (process, address):
        if not answers(process, address):
            not_run("memory of an idle server", "it did not start")
            return
        stated("a new server shows the page after", f"{time.perf_counter() - started:.1f} s")
        resident, proportional = settled(process.pid)
        stated("memory of an idle server", f"RSS {resident} MB, PSS {proportional} MB")


@contextmanager
def server(home: Path) -> Iterator[tuple[subprocess.Popen[bytes], str]]:
    """Start a server on a free port, and end it."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "assistant", "--home", str(home), "serve", "--port", str(port)]
    quiet = subprocess.DEVNULL
    process = subprocess.Popen(command, stdout=quiet, stderr=quiet)
    try:
        yield process, f"http://127.0.0.1:{port}/"
    finally:
        process.terminate()
        process.wait()


def answers(process: subprocess.Popen[bytes], address: str) -> bool:
    """Wait until a server answers; tell whether it did."""
    end = time.perf_counter() + PATIENCE
    while process.poll() is None and time.perf_counter() < end:
        try:
            with urlopen(address, timeout=10):
                return True
        except (URLError, ConnectionError):
            time.sleep(0.1)
    return False


def settled(process: int) -> tuple[int, int]:
    """Return ``memory`` once it no longer changes: the model is loaded in the background."""
    before, now = (0, 0), memory(process)
    end = time.perf_counter() + PATIENCE
    while abs(now[0] - before[0]) > STILL and time.perf_counter() < end:
        time.sleep(10)
        before, now = now, memory(process)
    return now


def memory(process: int) -> tuple[int, int]:
    """Return the megabytes that a process has in memory: resident, and its share of what is."""
    lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    rows = dict(line.split(":", 1) for line in lines if ":" in line)
    resident, proportional = (int(rows[name].split()[0]) // 1024 for name in ("Rss", "Pss"))
    return resident, proportional


def stage(name: str, work: Callable[[], object], *, times: int = 1) -> tuple[float, float]:
    """Do the work, print and return what it cost (CPU seconds, seconds), divided by ``times``."""
    cpu, clock = sum(os.times()[:4]), time.perf_counter()
    work()
    cpu, clock = sum(os.times()[:4]) - cpu, time.perf_counter() - clock
    print(f"{name:28} {cpu / times:7.3f} s CPU  {clock / times:7.3f} s", flush=True)
    return cpu / times, clock / times


if __name__ == "__main__":
    main()
