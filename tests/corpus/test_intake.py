"""Workers: what a file that cannot be trusted may cost."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from threading import Event

import pytest

from corpus import intake, workers
from corpus.corrections import Correction
from corpus.errors import UnreadableDocument
from corpus.ingest import ParsedDocument, parse
from corpus.intake import outcomes
from corpus.process_family import family_of
from corpus.workers import Workers
from tests.corpus.disclosures import text_of

LONG = 60.0  # seconds; a test that needs them has failed


@pytest.fixture
def one() -> Iterator[Workers]:
    """A single worker."""
    with closing(Workers(1)) as single:
        yield single


def loop() -> None:
    """Never return."""
    while True:
        pass


def grow() -> None:
    """Take all memory that there is."""
    held = []
    while True:
        held.append(bytearray(50 * 1024**2))


def fail() -> None:
    """Raise what no reader foresees."""
    raise SystemError("内部错误")


def refuse() -> None:
    """Raise what a reader raises."""
    raise UnreadableDocument("《甲》不能读取。")


def vanish() -> None:
    """End the process without a word."""
    os._exit(3)


def chatter() -> int:
    """Write where the answers go, as some libraries do."""
    print("noise")
    return len(sys.stdin.read())


def start_child(place: str) -> None:
    """Start a program that outlives any patience, note its number, and wait for it."""
    child = subprocess.Popen(["sleep", "600"])
    Path(place).write_text(str(child.pid), "utf-8")
    child.wait()


def is_alive(pid: int) -> bool:
    """Tell whether a process runs; one that has ended but was not yet collected does not."""
    stat = Path(f"/proc/{pid}/stat")
    return stat.exists() and stat.read_text("latin-1").rpartition(")")[2].split()[0] != "Z"


def wait_until_dead(pid: int) -> None:
    """Wait a little for the end of a process."""
    end = time.monotonic() + 10
    while is_alive(pid) and time.monotonic() < end:
        time.sleep(0.05)
    assert not is_alive(pid)


def number_in(place: Path) -> int:
    """Return the number that a process wrote into a file, once it is there."""
    end = time.monotonic() + 20
    while time.monotonic() < end:
        if place.exists() and place.read_text("utf-8"):
            return int(place.read_text("utf-8"))
        time.sleep(0.05)
    raise AssertionError("no process was started")


def test_a_worker_answers_many_calls(one: Workers) -> None:
    """One process serves one call after another."""
    assert len({one.submit(LONG, os.getpid).result() for _ in range(3)}) == 1


def test_a_call_without_end_is_stopped(one: Workers) -> None:
    """A call over its time is killed, its message says so, and the next call is served."""
    with pytest.raises(UnreadableDocument, match="读取超过 1 秒"):
        one.submit(1.0, loop).result()
    assert one.submit(LONG, abs, -1).result() == 1


def test_a_call_that_eats_memory_is_stopped(one: Workers, monkeypatch: pytest.MonkeyPatch) -> None:
    """A call over its memory is killed, its message says so, and the next call is served."""
    monkeypatch.setattr(workers, "MEMORY_LIMIT", 300 * 1024**2)
    with pytest.raises(UnreadableDocument, match="内存超过 300 MB"):
        one.submit(LONG, grow).result()
    assert one.submit(LONG, abs, -1).result() == 1


def test_an_unexpected_error_is_told(one: Workers) -> None:
    """A fault names itself and its place, and the next call finds a fresh process."""
    with pytest.raises(UnreadableDocument, match=r"SystemError: 内部错误，test_intake\.py:\d+"):
        one.submit(LONG, fail).result()
    assert one.submit(LONG, abs, -1).result() == 1


def test_a_reader_s_own_message_comes_through(one: Workers) -> None:
    """What a reader says about a file is said as it is."""
    with pytest.raises(UnreadableDocument, match="《甲》不能读取"):
        one.submit(LONG, refuse).result()


def test_a_silent_death_is_told(one: Workers) -> None:
    """A process that vanishes costs one message."""
    with pytest.raises(UnreadableDocument, match="意外退出"):
        one.submit(LONG, vanish).result()


def test_libraries_may_chatter(one: Workers) -> None:
    """What is printed or read in a worker does not disturb the answers."""
    assert one.submit(LONG, chatter).result() == 0


def test_a_large_process_is_not_kept(one: Workers, monkeypatch: pytest.MonkeyPatch) -> None:
    """Memory that one file left behind is not charged to the next."""
    monkeypatch.setattr(workers, "KEPT_MEMORY", 1)
    assert len({one.submit(LONG, os.getpid).result() for _ in range(2)}) == 2


def test_programs_that_a_worker_started_die_with_it(one: Workers, tmp_path: Path) -> None:
    """Killing a worker kills what it started."""
    place = tmp_path / "pid"
    one.submit(LONG, os.getpid).result()
    with pytest.raises(UnreadableDocument, match="读取超过"):
        one.submit(2.0, start_child, str(place)).result()
    wait_until_dead(number_in(place))


def test_closing_ends_what_runs(tmp_path: Path) -> None:
    """Leaving in the middle of a call waits for nothing and leaves nothing behind."""
    group = Workers(1)
    place = tmp_path / "pid"
    running = group.submit(LONG, start_child, str(place))
    child = number_in(place)
    group.close()
    wait_until_dead(child)
    with pytest.raises(UnreadableDocument):
        running.result()


@pytest.mark.parametrize("way", [signal.SIGKILL, signal.SIGINT])
def test_workers_do_not_outlive_their_parent(tmp_path: Path, way: signal.Signals) -> None:
    """However the program ends, in the middle of a file, its workers end too."""
    place = tmp_path / "pid"
    code = (
        "import signal\n"
        "from contextlib import closing\n"
        "from corpus.workers import Workers\n"
        # A shell starts what it puts into the background deaf to this signal.
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "from tests.corpus.test_intake import start_child\n"
        "with closing(Workers(1)) as group:\n"
        f"    group.submit(60, start_child, {str(place)!r}).result()\n"
    )
    root = Path(__file__).resolve().parents[2]
    parent = subprocess.Popen([sys.executable, "-c", code], cwd=root, stderr=subprocess.DEVNULL)
    child = number_in(place)
    family = set(family_of(parent.pid))
    assert child in family
    parent.send_signal(way)
    parent.wait(20)
    for pid in family - {parent.pid}:
        wait_until_dead(pid)


def parse_strangely(data: bytes, name: str, correction: Correction) -> ParsedDocument:
    """Parse, but let some files hang, eat memory, fail or vanish."""
    strange = {b"%PDF-loop": loop, b"%PDF-grow": grow, b"%PDF-fail": fail, b"%PDF-gone": vanish}
    strange.get(data, int)()
    return parse(data, name)


@pytest.mark.parametrize("jobs", [1, 2])
def test_the_batch_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, jobs: int) -> None:
    """Files that ruin their process are reported by name, in order; the others are read."""
    monkeypatch.setattr(intake, "parse", parse_strangely)
    monkeypatch.setattr(intake, "TIME_LIMIT", 8.0)
    monkeypatch.setattr(workers, "MEMORY_LIMIT", 400 * 1024**2)
    for name in ("loop", "grow", "fail", "gone"):
        (tmp_path / f"{name}.pdf").write_bytes(f"%PDF-{name}".encode())
    for number in range(3):
        (tmp_path / f"h{number}.txt").write_text(text_of(f"{number}.00"), "utf-8")
    found = [*outcomes([*intake.files_of([tmp_path])], set(), jobs)]
    assert ["fail", "gone", "grow", "h0", "h1", "h2", "loop"] == [o.file.path.stem for o in found]
    words = {o.file.path.stem: o.error or "" for o in found}
    told = {"fail": "SystemError", "gone": "意外退出", "grow": "内存超过", "loop": "读取超过 8 秒"}
    assert {} == {n: words[n] for n, w in told.items() if w not in words[n]}
    assert all(f"{name}.pdf" in words[name] for name in told)
    assert [words[f"h{number}"] for number in range(3)] == ["", "", ""]


def test_small_texts_need_no_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A few small texts are read here, faster than a process starts."""
    monkeypatch.setattr(intake, "parse", lambda *_: os.getpid())
    (tmp_path / "水务局.txt").write_text(text_of(), "utf-8")
    found = [*outcomes([*intake.files_of([tmp_path])], set(), 1)]
    assert [o.parsed for o in found] == [os.getpid()]


def test_reading_can_be_given_up(tmp_path: Path) -> None:
    """Once told to stop, what a process is reading is not waited for, and is told as cancelled."""
    (tmp_path / "表.html").write_text("<p>清淤5.00万元。</p>", encoding="utf-8")
    stop = Event()
    stop.set()
    (outcome,) = outcomes([*intake.files_of([tmp_path])], set(), 1, stop=stop)

    assert outcome.parsed is None
    assert "已取消" in str(outcome.error)
