"""Measures the page with many people at it: how long an answer takes while others ask too.

    python -m benchmarks.page [--home FOLDER] [--users N] [--seconds S]

Without ``--home`` a library of the sample disclosures. Every user has a session of the page's own
queue and asks every two seconds, a question of this library that has an answer; nobody asks what
was asked before, so nothing comes from the kept answers. Then one person in Chromium: the first
useful sight of the page, and the time from Enter to the figure.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import socket
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any

import httpx
import uvicorn

from assistant.conversation import Assistant
from assistant.web.page import application
from corpus.figure import Measure
from corpus.library import Library

SAMPLES = Path(__file__).resolve().parents[1] / "corpus" / "samples"
PAUSE = 2.0  # seconds between the questions of one user
CHROMIUM = Path("/usr/bin/chromium")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
SESSIONS = count()


def main() -> None:
    """Print how long answers took, and how many failed."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--home", type=Path)
    parser.add_argument("--users", type=int, default=20)
    parser.add_argument("--seconds", type=float, default=30)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as made:
        home = options.home or Path(made)
        library = Library.open(home, create=True)
        if not options.home:
            library.add(sorted(SAMPLES.glob("*.txt")))
        assistant = Assistant.open(home)
        assistant.warm()
        questions = questions_of(library)
        with serving(assistant) as address:
            measure_users(address, questions, options.users, options.seconds)
            measure_one(address, questions[-1])


def questions_of(library: Library) -> list[str]:
    """Return questions about printed amounts, each asked once."""
    asked = (
        f"{f.owner}{f.period.year}年{f.item.name}是多少？"
        for f in library.figures()
        if f.measure is Measure.AMOUNT and f.period.year and 3 <= len(f.item.name) <= 14
    )
    return list(dict.fromkeys(asked))


@contextmanager
def serving(assistant: Assistant) -> Iterator[str]:
    """Serve the page on a free port; yields its address."""
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        server = uvicorn.Server(uvicorn.Config(application(assistant), log_level="error"))
        threading.Thread(target=server.run, kwargs={"sockets": [bound]}, daemon=True).start()
        while not server.started:
            time.sleep(0.05)
        yield f"http://127.0.0.1:{bound.getsockname()[1]}"
        server.should_exit = True


def measure_users(address: str, questions: Sequence[str], users: int, seconds: float) -> None:
    """Print the times of many users at once."""
    worked = time.process_time()
    times, failed = asyncio.run(all_users(address, questions, users, seconds))
    worked = time.process_time() - worked
    times.sort()
    print(f"{users} users, a question every {PAUSE:g} s each, {len(times)} answers")
    for name, share in (("p50", 0.5), ("p95", 0.95), ("p99", 0.99), ("max", 1.0)):
        print(f"{name:4} {times[min(len(times) - 1, int(share * len(times)))]:.2f} s")
    print(f"failed {failed}; {worked / len(times) * 1000:.0f} ms of CPU an answer, users included")


async def all_users(
    address: str, questions: Sequence[str], users: int, seconds: float
) -> tuple[list[float], int]:
    """Return how long every answer took, and how many questions had none."""
    async with httpx.AsyncClient(base_url=address, timeout=60) as client:
        event = ask_event((await client.get("/config")).json())
        until = time.monotonic() + seconds
        work = (
            user(client, event, questions[at::users], at * PAUSE / users, until)
            for at in range(users)
        )
        results = await asyncio.gather(*work)
    taken = [one for times, _ in results for one in times]
    return taken, sum(failed for _, failed in results)


def ask_event(config: dict[str, Any]) -> int:
    """Return the number of the event that asks what was clicked."""
    (chat,) = (c["id"] for c in config["components"] if c["props"].get("elem_id") == "conversation")
    (event,) = (d["id"] for d in config["dependencies"] if [chat, "submit"] in d["targets"])
    return int(event)


async def user(
    client: httpx.AsyncClient, event: int, questions: Sequence[str], delay: float, until: float
) -> tuple[list[float], int]:
    """Ask one question after the other, never sooner than ``PAUSE`` after the last."""
    times, failed = [], 0
    await asyncio.sleep(delay)
    for question in questions:
        started = time.monotonic()
        if started > until:
            break
        is_answered = await ask(client, event, question)
        times.append(time.monotonic() - started)
        failed += not is_answered
        await asyncio.sleep(max(0.0, PAUSE - times[-1]))
    return times, failed


async def ask(client: httpx.AsyncClient, event: int, question: str) -> bool:
    """Ask through the page's queue in a new session; tell whether an answer came."""
    session = f"user{next(SESSIONS)}"
    body = {"data": [None], "event_data": {"question": question}, "fn_index": event}
    joined = await client.post("/gradio_api/queue/join", json=body | {"session_hash": session})
    if joined.status_code != 200:
        return False
    where = {"session_hash": session}
    async with client.stream("GET", "/gradio_api/queue/data", params=where) as stream:
        async for line in stream.aiter_lines():
            told = json.loads(line.removeprefix("data:")) if line.startswith("data:") else {}
            if told.get("msg") == "process_completed":
                return bool(told.get("success"))
    return False


def measure_one(address: str, question: str) -> None:
    """Print what one person in a browser waits for."""
    if not CHROMIUM.exists():
        print("no Chromium: the browser was not measured")
        return
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        browser.new_page().goto(address)  # the server's own first time is not the page's
        page = browser.new_page()
        started = time.monotonic()
        page.goto(address, wait_until="commit")
        page.wait_for_selector(".welcome .chip")
        print(f"first useful sight {time.monotonic() - started:.2f} s")
        page.fill("#question textarea", question)
        started = time.monotonic()
        page.press("#question textarea", "Enter")
        page.wait_for_selector(".reply:not(.thinking)")
        print(f"answer in sight {time.monotonic() - started:.2f} s")
        browser.close()


if __name__ == "__main__":
    main()
